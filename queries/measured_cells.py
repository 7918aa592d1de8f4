"""Measured values in the columns of an answer, so that the release gate can withhold what is too small.

A number of people stands in the column `people`, any other value in `value`; the number of cases it rests on in `cases`.
A question declares `people` and `cases` as numbers of people, and `value` as derived from `cases`.
"""

from graph.protection import PERSON_UNITS
from ontology.terms import CL
from queries.answer import Row
from queries.reading import Binding, iri_or_none
from queries.words import Words

NO_VALUE = frozenset({CL["wertstatus-gesperrt"], CL["wertstatus-nicht-erhoben"]})


def has_value(row: Binding) -> bool:
    """Whether a row (?value ?valueStatus) holds a number that may be used."""
    return row["value"] is not None and iri_or_none(row["valueStatus"]) not in NO_VALUE


def value_cells(row: Binding) -> Row:
    """Value, unit and number of cases of a row (?value ?valueStatus ?unit ?cases) as cells."""
    value = row["value"] if has_value(row) else None
    counts_people = iri_or_none(row["unit"]) in PERSON_UNITS
    return {
        "people": value if counts_people else None,
        "value": None if counts_people else value,
        "unit": row["unit"],
        "cases": row["cases"],
    }


def cases_note(row: Binding) -> Words | None:
    """That the number of cases is not known, where it is not itself the value."""
    counts_people = iri_or_none(row["unit"]) in PERSON_UNITS
    return _CASES_UNKNOWN if has_value(row) and row["cases"] is None and not counts_people else None


_CASES_UNKNOWN = Words("Fallzahl nicht erhoben", "number of cases not collected")

"""What becomes of the cells of a table of figures: values, signs for missing ones, counts too small to be stored."""

from collections.abc import Sequence

from loaders.evidence import Evidence, as_number
from loaders.header_facts import unit_of
from loaders.mapping import UNFOLDED_CELL, FieldMapping
from loaders.proposal_draft import Field
from loaders.reasons import Reason, reason
from loaders.steps import Blanks, Number, Step, Terms

_PERSONS = "einheit-personen"
_SMALLEST = 3  # the rule DQ-086 refuses a file with a count of persons below this
_STATUS = {
    ".": "wertstatus-gesperrt",
    "unknown": "wertstatus-nicht-erhoben",
    "none": "wertstatus-nicht-erhoben",
    "empty": "wertstatus-nicht-erhoben",
}
_NOTHING = ("-", "–", "—")  # "exactly nothing" in official tables (DIN 55301)

Group = tuple[Sequence[Evidence], tuple[str, ...]]
"""Columns, and the texts in them that are too small a count."""


def groups_of(columns: Sequence[Evidence], *, large: bool) -> list[Group]:
    """Columns with the texts in them that are too small a count of persons to be stored; those without come first.

    Args:
        columns: all with figures.
        large: they count in states and counties, where no count is too small.
    """
    small: dict[int, tuple[str, ...]] = {}
    for column in columns:
        if not large and unit_of(column.header) == _PERSONS:
            found = tuple(text for text in column.values if 0 < (as_number(text) or 0) < _SMALLEST)
            small |= {column.number: found} if found else {}
    plain = [column for column in columns if column.number not in small]
    told = tuple(dict.fromkeys(text for texts in small.values() for text in texts))
    found_groups: list[Group] = [(plain, ()), ([c for c in columns if c.number in small], told)]
    return [group for group in found_groups if group[0]]


def value_fields(group: Group, why: Reason) -> tuple[Field, ...]:
    """The value and, where it is missing or too small, why."""
    columns, small = group
    texts = {text for column in columns for text in column.values}
    status = dict.fromkeys(small, "wertstatus-gesperrt")
    for column in columns:
        for kind, signs in column.missing.items():
            status |= {sign: _STATUS.get(sign, _STATUS[kind]) for sign in signs}
    steps: list[Step] = [Blanks(empty=tuple(status))] if status else []
    if texts & set(_NOTHING):
        steps.append(Terms(values={sign: "0" for sign in _NOTHING if sign in texts}))
    value = FieldMapping(to="wert", columns=(UNFOLDED_CELL,), steps=(*steps, Number()))
    if not status:
        return ((value, why),)
    told = FieldMapping(
        to="wertstatus", columns=(UNFOLDED_CELL,), steps=(Terms(values=status, others="drop"),)
    )
    return (value, why), (told, reason("structure", "signs", 0.7))

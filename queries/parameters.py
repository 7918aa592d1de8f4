"""From what people choose to the terms that stand in a query.

A value is a notation (`ZG-A06`), the key of a record (`G-01`), an IRI, a number or one of the question's choices. What it
becomes is an RDF term; terms are written into `VALUES` blocks by `queries.rq.fill`, so no value can become code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from ontology.vocabulary import concepts, find_concept, suggest
from queries.errors import ParameterError
from queries.header import ALL, MUNICIPALITY, Header, Parameter
from queries.settings import Thresholds, shift_months

_NUMBER = re.compile(r"-?\d{1,9}")
Terms = tuple[Node | None, ...]
NO_RESTRICTION: Terms = (None,)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the town that a parameter may name: by IRI, by key or by its name."""

    iri: URIRef
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The records of the town that parameters may name."""

    areas: Sequence[Record]
    groups: Sequence[Record]
    records: Sequence[Record] = ()
    needs: Sequence[Record] = ()


def read_parameters(
    header: Header, given: Mapping[str, str | Sequence[str]], town: Choices, reference: date
) -> dict[str, Terms]:
    """The terms for every parameter of a question; its default where none is given.

    Days are given as 2026-11-24 or 24.11.2026; the default of one counts from `reference`.

    Raises:
        ParameterError: a name or value the question does not take, or a required one is missing.
    """
    known = {parameter.name for parameter in header.parameters}
    if unknown := sorted(set(given) - known):
        expected = ", ".join(sorted(known)) or "none"
        raise ParameterError(f"{header.id}: unknown parameter {', '.join(unknown)}; expected {expected}")
    return {
        p.name: _read(header.id, p, _listed(given.get(p.name)), town, reference) for p in header.parameters
    }


def read_dates(
    header: Header, values: Mapping[str, Terms], reference: date, thresholds: Thresholds
) -> dict[str, Terms]:
    """The term for every date variable of a question.

    Raises:
        ParameterError: a distance names neither a threshold nor an integer parameter.
    """
    return {
        name: (date_term(shift_months(reference, _months(header.id, distance, values, thresholds))),)
        for name, distance in header.dates.items()
    }


def date_term(day: date) -> Literal:
    """A day as RDF term."""
    return Literal(day.isoformat(), datatype=XSD.date)


def _months(question: str, distance: int | str, values: Mapping[str, Terms], thresholds: Thresholds) -> int:
    if isinstance(distance, int):
        return distance
    name, sign = distance.removeprefix("-"), -1 if distance.startswith("-") else 1
    if name in values:
        return sign * int(str(values[name][0]))
    months = getattr(thresholds, name, None)
    if not isinstance(months, int):
        raise ParameterError(f"{question}: '{distance}' is neither a threshold nor a parameter in months")
    return sign * months


def _listed(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [text for text in ([value] if isinstance(value, str) else value) if text.strip()]


def _read(question: str, parameter: Parameter, texts: list[str], town: Choices, reference: date) -> Terms:
    place = f"{question}.{parameter.name}"
    if not texts or texts == [ALL]:
        if parameter.required:
            raise ParameterError(f"{place}: a value is needed; expected {_expectation(parameter)}")
        texts = [_default(parameter, reference)]
    if texts in ([ALL], [MUNICIPALITY]):
        return NO_RESTRICTION
    if len(texts) > 1 and not parameter.multiple:
        raise ParameterError(f"{place}: {len(texts)} values given; expected one")
    return tuple(dict.fromkeys(_term(place, parameter, text.strip(), town) for text in texts))


def _default(parameter: Parameter, reference: date) -> str:
    if parameter.kind == "date":
        return shift_months(reference, int(parameter.default)).isoformat()
    return str(parameter.default)


def _term(place: str, parameter: Parameter, text: str, town: Choices) -> Node:
    if parameter.kind == "integer":
        return _integer(place, parameter, text)
    if parameter.kind == "date":
        return _day(place, text)
    if parameter.kind == "choice":
        if text not in [choice.value for choice in parameter.choices]:
            raise ParameterError(f"{place}: '{text}' is not offered; expected {_expectation(parameter)}")
        return Literal(text)
    if parameter.kind == "concept":
        return concept(place, str(parameter.scheme), text, town)
    return record(place, text, town.areas if parameter.kind == "area" else town.records)


def _day(place: str, text: str) -> Node:
    for written in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return date_term(datetime.strptime(text, written).date())  # noqa: DTZ007 a calendar day
        except ValueError:
            continue
    raise ParameterError(f"{place}: '{text}' is no day; expected one like 2026-11-24 or 24.11.2026")


def _integer(place: str, parameter: Parameter, text: str) -> Node:
    number = int(text) if _NUMBER.fullmatch(text) else None
    low, high = parameter.minimum, parameter.maximum
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        raise ParameterError(f"{place}: '{text}' cannot be used; expected {_expectation(parameter)}")
    return Literal(str(number), datatype=XSD.integer)


def concept(place: str, scheme: str, text: str, town: Choices) -> URIRef:
    """The concept that `text` names in `scheme`; also target groups and needs of the town's own.

    Raises:
        ParameterError: there is none; the message suggests what resembles it.
    """
    found = next((c for c in concepts(scheme) if text == str(c)), None) or find_concept(scheme, text)
    if found is not None:
        return found
    offered = {"target-groups": town.groups, "zg": town.groups, "needs": town.needs, "bd": town.needs}
    own = [r.iri for r in offered.get(scheme, ()) if text in (str(r.iri), r.key, r.name)]
    if len(own) == 1:
        return own[0]
    like = ", ".join(str(c).rpartition("/")[2] for c in suggest(scheme, text)) or "a notation"
    raise ParameterError(f"{place}: '{text}' is no concept of {scheme}; expected one such as {like}")


def record(place: str, text: str, offered: Sequence[Record]) -> URIRef:
    """The record that `text` names, by IRI or key, else by name.

    Raises:
        ParameterError: there is none, or there are several.
    """
    hits = [r.iri for r in offered if text in (str(r.iri), r.key)]
    hits = hits or [r.iri for r in offered if text.casefold() == r.name.casefold()]
    if len(set(hits)) == 1:
        return hits[0]
    several = ", ".join(sorted({str(iri) for iri in hits})[:3])
    expected = f"one of {several}" if several else "the key, name or IRI of a record of this town"
    raise ParameterError(
        f"{place}: '{text}' names {'several records' if hits else 'none'}; expected {expected}"
    )


def _expectation(parameter: Parameter) -> str:
    if parameter.kind == "integer":
        low, high = parameter.minimum, parameter.maximum
        return "a whole number" + (f" from {low} to {high}" if low is not None and high is not None else "")
    if parameter.kind == "choice":
        return "one of " + ", ".join(choice.value for choice in parameter.choices)
    return {"concept": f"a concept of {parameter.scheme}", "area": "an area of the town"}.get(
        parameter.kind, "the key or IRI of a record"
    )

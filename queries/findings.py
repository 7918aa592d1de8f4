"""Stated needs with the evidence they rest on: what the questions about how needs were found share.

Which kinds of evidence are numbers and which experience is settled here and nowhere else. Benchmarks, norms and political
mandates (EV-7, EV-8) are neither: they say what should be, not what was found.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rdflib import URIRef

from ontology.namespaces import namespace
from queries.reading import Binding, day_or_none, iri, iri_or_none

_EV = namespace("ev")
QUANTITATIVE: frozenset[URIRef] = frozenset(_EV[f"EV-{number}"] for number in (1, 2, 3, 4))
QUALITATIVE: frozenset[URIRef] = frozenset(_EV[f"EV-{number}"] for number in (5, 6))
LIVED: URIRef = _EV["EV-6"]


class Kind(StrEnum):
    """What a finding rests on as a whole."""

    NUMBERS = "numbers"
    EXPERIENCE = "experience"
    BOTH = "both"
    NORM = "norm"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Finding:
    """A stated need. `types` are its kinds of evidence, its own and those of the evidence it names."""

    assessment: URIRef
    status: URIRef
    as_of: date | None
    direction: URIRef | None = None
    body: URIRef | None = None
    types: set[URIRef] = field(default_factory=set)
    cells: dict[tuple[URIRef, URIRef, URIRef], None] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """Numbers, experience, both, a norm, or not stated."""
        return kind_of(self.types)


def kind_of(types: Collection[URIRef]) -> Kind:
    """What kinds of evidence amount to: numbers, experience, both, a norm, or not stated."""
    numbers, experience = not QUANTITATIVE.isdisjoint(types), not QUALITATIVE.isdisjoint(types)
    if numbers and experience:
        return Kind.BOTH
    if numbers or experience:
        return Kind.NUMBERS if numbers else Kind.EXPERIENCE
    return Kind.NORM if types else Kind.UNKNOWN


def findings(rows: Iterable[Binding]) -> dict[URIRef, Finding]:
    """The findings among rows (?assessment ?status ?asOf ?need ?group ?area ?type, perhaps ?direction ?body)."""
    found: dict[URIRef, Finding] = {}
    for row in rows:
        name = iri(row["assessment"])
        finding = found.setdefault(name, Finding(
            name, iri(row["status"]), day_or_none(row["asOf"]), iri_or_none(row.get("direction")),
            iri_or_none(row.get("body")),
        ))  # fmt: skip
        finding.cells[iri(row["need"]), iri(row["group"]), iri(row["area"])] = None
        if kind := iri_or_none(row["type"]):
            finding.types.add(kind)
    return found

"""Values of indicators, and which of them must not be shown because too few people stand behind them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rdflib import URIRef

from graph.protection import PERSON_UNITS
from ontology.terms import CL
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none

SUPPRESSED: URIRef = CL["wertstatus-gesperrt"]
_NOT_ADDED = frozenset((CL["einheit-prozent"], CL["einheit-je-1000"]))


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of an indicator. `cases`: on how many cases it rests; `offer`: whose value it is, if of one offer."""

    iri: URIRef
    indicator: URIRef
    unit: URIRef | None
    use: URIRef | None
    as_of: date | None
    value: Decimal | None
    cases: int | None
    status: URIRef | None
    areas: frozenset[URIRef]
    groups: frozenset[URIRef]
    offer: URIRef | None

    @property
    def counts_people(self) -> bool:
        """Whether the value is a number of people, or of cases that stand for people."""
        return self.unit in PERSON_UNITS

    @property
    def can_be_added(self) -> bool:
        """Whether values of parts add up to that of the whole."""
        return self.unit is not None and self.unit not in _NOT_ADDED

    def is_small(self, threshold: int) -> bool:
        """Whether it must not be shown: suppressed already, a small number of people, or resting on few cases."""
        few = self.cases is not None and 0 < self.cases < threshold
        small = self.counts_people and self.value is not None and 0 < self.value < threshold
        return self.status == SUPPRESSED or few or small


def observations(reading: Reading) -> list[Observation]:
    """The observations by the reference date, the newest of an indicator last."""
    return read_observations(reading.facts("observations"))


def read_observations(rows: Iterable[Binding]) -> list[Observation]:
    """Observations from the rows of `facts/observations.rq`, or of a question that selects the same."""
    found: dict[URIRef, Observation] = {}
    for row in rows:
        key = iri(row["observation"])
        areas = frozenset(a for a in (iri_or_none(row["area"]),) if a)
        groups = frozenset(g for g in (iri_or_none(row["group"]),) if g)
        if key in found:
            known = found[key]
            found[key] = replace(known, areas=known.areas | areas, groups=known.groups | groups)
            continue
        found[key] = Observation(
            iri=key,
            indicator=iri(row["indicator"]),
            unit=iri_or_none(row["unit"]),
            use=iri_or_none(row["use"]),
            as_of=day_or_none(row["asOf"]),
            value=None if row["value"] is None else Decimal(str(row["value"])),
            cases=None if row["cases"] is None else int(str(row["cases"])),
            status=iri_or_none(row["status"]),
            areas=areas,
            groups=groups,
            offer=iri_or_none(row["offer"]),
        )
    return list(found.values())

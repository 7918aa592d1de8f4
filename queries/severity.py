"""What a gap weighs, in marks that are never added up: what law demands, and what its documented need rests on.

The third mark, how far "there is nothing" may be claimed, is the claim of the verdict itself. Each can be sorted and
filtered by alone; a single score would hide which of them is missing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rdflib import URIRef

from queries.findings import Kind, findings, kind_of
from queries.reading import Binding, Reading, iri, iri_or_none
from queries.stated import DOCUMENTED


class Scope(StrEnum):
    """How much of a target group a norm speaks of."""

    WHOLE = "whole"
    PART = "part"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Obligation:
    """The strongest degree of the norms that demand or allow an offer for a need.

    `level` None: the register has no such norm, which does not make the task a voluntary one. `is_part`: the norms speak
    of a part of the target group only.
    """

    level: URIRef | None = None
    rank: int = 0
    is_part: bool = False
    norms: tuple[URIRef, ...] = ()


NO_NORM = Obligation()


@dataclass(frozen=True, slots=True)
class _Norm:
    iri: URIRef
    level: URIRef
    rank: int
    groups: frozenset[URIRef]


class Severity:
    """The marks of the cells of a town, read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[URIRef, URIRef], Obligation] = {}

    def obligation(self, need: URIRef, group: URIRef) -> Obligation:
        """What law says about a need of a group: norms that speak of all of it, else those that speak of a part.

        `need` is one of the vocabulary (`queries.matrix.broader_known`).
        """
        key = need, group
        if key not in self._known:
            by = self._by_scope(need, group)
            self._known[key] = (
                _strongest(by[Scope.WHOLE]) if by[Scope.WHOLE] else _strongest(by[Scope.PART], is_part=True)
            )
        return self._known[key]

    def norms(self, need: URIRef, group: URIRef) -> list[tuple[URIRef, URIRef, tuple[URIRef, ...], Scope]]:
        """Every norm for a need with its degree and its pillars, and how much of the group it speaks of, strongest first."""
        found = [(norm, scope) for scope, norms in self._by_scope(need, group).items() for norm in norms]
        order = list(Scope)
        found.sort(key=lambda each: (order.index(each[1]), -each[0].rank, each[0].iri))
        return [(norm.iri, norm.level, self._norm_pillars(norm.iri), scope) for norm, scope in found]

    def _by_scope(self, need: URIRef, group: URIRef) -> dict[Scope, list[_Norm]]:
        above = self._above.get(group, frozenset({group}))
        by: dict[Scope, list[_Norm]] = {scope: [] for scope in Scope}
        for norm in self._norms.get(need, []):
            if not norm.groups or norm.groups & above:
                by[Scope.WHOLE].append(norm)
            elif any(group in self._above.get(own, ()) for own in norm.groups):
                by[Scope.PART].append(norm)
            else:
                by[Scope.OTHER].append(norm)
        return by

    def _norm_pillars(self, norm: URIRef) -> tuple[URIRef, ...]:
        own = (row["pillar"] for row in self._rows if row["norm"] == norm)
        return tuple(sorted({iri(pillar) for pillar in own if pillar is not None}))

    def obligation_of_need(self, need: URIRef) -> Obligation:
        """What law says about a need, whoever has it."""
        return _strongest(self._norms.get(need, []))

    def pillars(self, need: URIRef) -> tuple[URIRef, ...]:
        """The pillars of the norms for a need, whoever has it; empty where the register has none."""
        return tuple(sorted(self._pillars.get(need, ())))

    def evidence(self, need: URIRef, group: URIRef, area: URIRef) -> tuple[Kind | None, tuple[URIRef, ...]]:
        """What the needs documented for exactly this cell rest on as a whole, and the kinds of evidence; None without one."""
        return self._evidence.get((need, group, area), (None, ()))

    @cached_property
    def _norms(self) -> dict[URIRef, list[_Norm]]:
        groups: defaultdict[tuple[URIRef, URIRef], set[URIRef]] = defaultdict(set)
        degrees: dict[URIRef, tuple[URIRef, int]] = {}
        for row in self._rows:
            norm = iri(row["norm"])
            degrees[norm] = iri(row["degree"]), int(str(row["rank"]))
            own = groups[iri(row["need"]), norm]
            if group := iri_or_none(row["group"]):
                own.add(group)
        found: defaultdict[URIRef, list[_Norm]] = defaultdict(list)
        for (need, norm), speaks_of in groups.items():
            found[need].append(_Norm(norm, *degrees[norm], frozenset(speaks_of)))
        return dict(found)

    @cached_property
    def _pillars(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._rows:
            if pillar := iri_or_none(row["pillar"]):
                found[iri(row["need"])].add(pillar)
        return dict(found)

    @cached_property
    def _rows(self) -> list[Binding]:
        return self._reading.facts("need_norms")

    @cached_property
    def _above(self) -> dict[URIRef, frozenset[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._reading.facts("groups"):
            found[iri(row["group"])] |= {iri(row["group"]), iri(row["broader"])}
        return {group: frozenset(above) for group, above in found.items()}

    @cached_property
    def _evidence(self) -> dict[tuple[URIRef, URIRef, URIRef], tuple[Kind | None, tuple[URIRef, ...]]]:
        types: defaultdict[tuple[URIRef, URIRef, URIRef], set[URIRef]] = defaultdict(set)
        for finding in findings(self._reading.facts("need_evidence")).values():
            if finding.status in DOCUMENTED:
                for cell in finding.cells:
                    types[cell] |= finding.types
        return {cell: (kind_of(own), tuple(sorted(own))) for cell, own in types.items()}


def _strongest(norms: Iterable[_Norm], *, is_part: bool = False) -> Obligation:
    found = list(norms)
    if not found:
        return NO_NORM
    best = max(found, key=lambda norm: norm.rank)
    return Obligation(best.level, best.rank, is_part, tuple(sorted(norm.iri for norm in found)))

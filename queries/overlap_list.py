"""The list of overlaps a planner works with: every pair with its way through the tree and what is known around it.

It rests on B1 (pairs of different pillars) and on B2 (pairs of a public and a non-profit offer within one pillar, where
subsidiarity is to be checked); class and reason are theirs. Beside them stand how the two work together, what is known of
the demand, and the states of the cells they share. It ranks nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rdflib import URIRef

from queries.answer import Exclusion
from queries.asking import Asking
from queries.cells import Cells, cell_facts, coordination_left_out
from queries.hidden_ties import HiddenTies
from queries.matrix import MARKS, Mark, broader_known, field_of
from queries.offers import Offer
from queries.overlap import Demand, Kind, Step, classify, path
from queries.pair_rows import NOT_SHOWN, uncoordinated
from queries.pairs import Candidate, Pairs, sides_of
from queries.provider_network import untyped_links
from queries.reading import iri
from queries.verdict import Claim, Verdict, judge
from queries.words import Words


class Together(StrEnum):
    """How the two offers of a pair work together."""

    AGREED = "agreed"  # bindingly, or on a common body on the topic
    LOOSE = "loose"  # exchange and referral only
    NONE = "none"  # nothing is recorded, and cooperation is declared complete
    UNKNOWN = "unknown"  # nothing is recorded, and cooperation is not declared complete


@dataclass(frozen=True, slots=True)
class SharedCell:
    """A cell both offers stand in, with its verdict and the strongest need stated for exactly it."""

    need: URIRef
    group: URIRef
    area: URIRef
    verdict: Verdict
    mark: Mark


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair with all the list says of it.

    Attributes:
        kind: its class; None where the two cannot be compared.
        reason: why it has that class, or why it cannot be compared.
        steps: the way through the tree; empty where it was not walked.
        by: what joins the two: cooperations or a body.
        claim: what "not coordinated" weighs; None where they are coordinated.
        demand: what is known of demand against capacity, in words.
        has_capacity: whether the capacity of all offers that stand there is known.
        within_pillar: whether it comes from B2 and not from B1.
    """

    need: URIRef
    field: URIRef
    groups: tuple[URIRef, ...]
    areas: tuple[URIRef, ...]
    one: Offer
    other: Offer
    kind: Kind | None
    reason: Words
    steps: tuple[Step, ...]
    together: Together
    together_words: Words
    by: tuple[URIRef, ...]
    claim: Claim | None
    demand: Demand
    demand_words: Words
    has_capacity: bool
    cells: tuple[SharedCell, ...]
    within_pillar: bool = False

    @property
    def pillars(self) -> frozenset[URIRef]:
        """All that is recorded of the pillars of both."""
        return self.one.recorded_pillars | self.other.recorded_pillars


@dataclass(frozen=True, slots=True)
class OverlapList:
    """All pairs in the order of need and offers, and what was left out."""

    pairs: tuple[ListedPair, ...]
    exclusions: tuple[Exclusion, ...]

    @property
    def numbers(self) -> Counter[Kind | None]:
        """How many pairs have which class."""
        return Counter(pair.kind for pair in self.pairs)

    @property
    def headline(self) -> int:
        """Pairs that need coordination where demand is known: those without stay out of the headline."""
        return sum(p.kind is Kind.UNCOORDINATED and p.demand is not Demand.UNKNOWN for p in self.pairs)


def overlap_list(asking: Asking) -> OverlapList:
    """The list, from the rows of B1 (?need ?group ?offer ?coverage ?area)."""
    offered = Pairs(asking)
    found = [(pair, False) for pair in offered.candidates()]
    incomparable = offered.incomparable
    known = {_key(pair) for pair, _ in found}
    found += [
        (pair, True)
        for pair in offered.candidates(any_pillar=True)
        if _key(pair) not in known and classify(offered.facts(pair)).kind is Kind.SUBSIDIARITY
    ]
    around = _Around(asking, [pair for pair, _ in (*found, *incomparable)])
    pairs = [around.judged(offered, pair, within_pillar=within) for pair, within in found]
    subsidiary = {_key(pair) for pair, within in found if within}
    pairs += [
        around.open(offered, pair, reason) for pair, reason in incomparable if _key(pair) not in subsidiary
    ]
    pairs.sort(key=lambda pair: (pair.need, pair.one.iri, pair.other.iri))
    return OverlapList(tuple(pairs), (coordination_left_out(asking.reading),))


class _Around:
    """What is known around pairs beside their class."""

    def __init__(self, asking: Asking, pairs: Iterable[Candidate]) -> None:
        self._asking = asking
        self._cells = Cells(asking.reading, {area for pair in pairs for area in pair.areas})
        self._judged: dict[tuple[URIRef, URIRef, URIRef], SharedCell] = {}

    def judged(self, pairs: Pairs, pair: Candidate, *, within_pillar: bool) -> ListedPair:
        """A pair the tree was walked for."""
        facts = pairs.facts(pair)
        overlap = classify(facts)
        return self._listed(pairs, pair, overlap.kind, overlap.reason, path(facts), within_pillar)

    def open(self, pairs: Pairs, pair: Candidate, reason: Words) -> ListedPair:
        """A pair that cannot be compared."""
        return self._listed(pairs, pair, None, reason, (), within_pillar=False)

    def _listed(
        self, pairs: Pairs, pair: Candidate, kind: Kind | None, reason: Words, steps: tuple[Step, ...],
        within_pillar: bool,  # noqa: FBT001 told on by the two above
    ) -> ListedPair:  # fmt: skip
        together, words, by, claim = self._together(pairs, pair)
        demand, demand_words = pairs.demand(pair)
        return ListedPair(
            need=pair.need,
            field=field_of(broader_known(self._asking.reading, pair.need)),
            groups=tuple(sorted(pair.groups)),
            areas=tuple(sorted(pair.areas)),
            one=pair.one,
            other=pair.other,
            kind=kind,
            reason=reason,
            steps=steps,
            together=together,
            together_words=words,
            by=by,
            claim=claim,
            demand=demand,
            demand_words=demand_words,
            has_capacity=pairs.capacity(pair) is not None,
            cells=tuple(self._shared(pair)),
            within_pillar=within_pillar,
        )

    def _together(
        self, pairs: Pairs, pair: Candidate
    ) -> tuple[Together, Words, tuple[URIRef, ...], Claim | None]:
        """How the two work together, in words, by what, and what it weighs if they are not coordinated."""
        if agreed := pairs.coordinated_by(pair):
            return Together.AGREED, agreed[1], (agreed[0],), None
        one, other = sides_of(pair)
        claim, grounds = uncoordinated(self._asking, pair, self._hidden)
        loose = _both(self._linking, one, other)
        if loose:
            words = _LOOSE.format(names=self._asking.reading.named(loose))
            return Together.LOOSE, words, loose, claim
        untyped = _both(self._untyped, one, other)
        if untyped:
            words = _UNTYPED.format(names=self._asking.reading.named(untyped))
            return Together.UNKNOWN, words, untyped, Claim.NONE
        is_open = claim is Claim.NONE or grounds == NOT_SHOWN
        return Together.UNKNOWN if is_open else Together.NONE, grounds, (), claim

    def _shared(self, pair: Candidate) -> Iterator[SharedCell]:
        for group in sorted(pair.groups):
            for area in sorted(pair.areas):
                yield self._cell(pair.need, group, area)

    def _cell(self, need: URIRef, group: URIRef, area: URIRef) -> SharedCell:
        """A cell, judged once: dozens of pairs share the same."""
        cell = need, group, area
        if cell not in self._judged:
            reading = self._asking.reading
            inventory = self._asking.declarations.inventory(*cell)
            matches = self._cells.matches(*cell, reading.reference_date)
            verdict = judge(cell_facts(matches, inventory), reading.reference_date, reading.thresholds)
            self._judged[cell] = SharedCell(*cell, verdict, self._marks.get(cell, Mark.NONE))
        return self._judged[cell]

    @cached_property
    def _hidden(self) -> HiddenTies:
        return HiddenTies(self._asking)

    @cached_property
    def _linking(self) -> dict[URIRef, set[URIRef]]:
        """Who takes part in which cooperations that are exchange or referral."""
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("linking_cooperations"):
            found[iri(row["participant"])].add(iri(row["cooperation"]))
        return dict(found)

    @cached_property
    def _untyped(self) -> dict[URIRef, set[URIRef]]:
        """Who takes part in which cooperations of unknown kind."""
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for link in untyped_links(self._asking.reading):
            for who in {who for pair in link.participants for who in pair}:
                found[who].add(link.iri)
        return dict(found)

    @cached_property
    def _marks(self) -> dict[tuple[URIRef, URIRef, URIRef], Mark]:
        """The strongest need stated for a cell."""
        found: dict[tuple[URIRef, URIRef, URIRef], Mark] = {}
        order = list(Mark)
        for row in self._asking.reading.facts("needs"):
            key = iri(row["need"]), iri(row["group"]), iri(row["area"])
            mark = MARKS.get(iri(row["status"]), Mark.NONE)
            found[key] = max(found.get(key, Mark.NONE), mark, key=order.index)
        return found


def _both(
    cooperations: dict[URIRef, set[URIRef]], one: frozenset[URIRef], other: frozenset[URIRef]
) -> tuple[URIRef, ...]:
    """The cooperations in which somebody of each side takes part; who stands on both sides joins nothing."""
    ours, theirs = (
        set[URIRef]().union(*(cooperations.get(who, ()) for who in side))
        for side in (one - other, other - one)
    )
    return tuple(sorted(ours & theirs))


def _key(pair: Candidate) -> tuple[URIRef, URIRef, URIRef]:
    return pair.need, pair.one.iri, pair.other.iri


_LOOSE = Words("nur Austausch oder Verweis: {names}", "exchange or referral only: {names}")
_UNTYPED = Words(
    "Kooperation, deren Art nicht angegeben ist: {names}", "cooperation of unknown kind: {names}"
)

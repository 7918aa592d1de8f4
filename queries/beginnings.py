"""Offers on the day they began: who offered the same then, and whether that was suitable."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from rdflib import URIRef

from ontology.terms import CL
from queries.asking import Asking
from queries.contracts import is_nonprofit
from queries.offers import Offer
from queries.overlap import Kind, classify
from queries.pairs import Candidate, Pairs
from queries.reading import TRUE, Binding, Reading, day_or_none, iri
from queries.words import Words

_DECIDED: URIRef = CL["beschlussstatus-beschlossen"]


@dataclass(slots=True)
class Beginning:
    """An offer of the rows with the day it began; `start` is None where that is not recorded."""

    offer: URIRef
    start: date | None = None
    providers: set[URIRef] = field(default_factory=set)
    is_open: bool = False
    beside: list[Binding] = field(default_factory=list)
    decisions: dict[URIRef, Binding] = field(default_factory=dict)

    def decided(self, today: date) -> list[Binding]:
        """What was decided about it by a day, those with a rationale first."""
        found = [row for row in self.decisions.values() if _is_decided(row, today)]
        return sorted(found, key=lambda row: (row["rationale"] is None, str(row["decision"])))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A non-profit offer beside a new public one: what the sequence of questions says; `kind` None if it cannot."""

    pair: Candidate
    other: Offer
    kind: Kind | None
    reason: Words


class Beginnings:
    """New offers, and the town as it was on the days they began."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._days: dict[date, Pairs] = {}
        self.all: dict[URIRef, Beginning] = {}
        for row in asking.rows:
            _read(self.all.setdefault(iri(row["offer"]), Beginning(iri(row["offer"]))), row)

    def on(self, day: date) -> Pairs:
        """The offers of a day, side by side."""
        if day not in self._days:
            reading = replace(self._asking.reading, reference_date=day)
            self._days[day] = Pairs(replace(self._asking, reading=reading, rows=reading.facts("stands")))
        return self._days[day]

    def neighbours(self, new: Beginning) -> list[Neighbour]:
        """The non-profit offers beside a public one on the day it began; those on other levels are none."""
        if new.start is None or not new.beside:
            return []
        pairs = self.on(new.start)
        candidates = _candidates(self._asking.reading, pairs, new)
        undated = {row["otherOffer"] for row in new.beside if day_or_none(row["otherFrom"]) == date.min}
        found = []
        for pair in candidates:
            judged = _judged(pairs, pair)
            if judged and judged.kind is Kind.SUBSIDIARITY and pair.other.iri in undated:
                judged = replace(judged, kind=None, reason=_NO_BEGINNING)
            found += [judged] if judged else []
        return sorted(found, key=lambda n: (n.pair.need, n.other.iri))

    def is_left_out(self, new: Beginning) -> bool:
        """Whether its task is sovereign or a cash benefit."""
        if new.start is None:
            return False
        offer = self.on(new.start).offers.all.get(new.offer)
        return offer is not None and (offer.is_sovereign or offer.is_cash)


def _read(new: Beginning, row: Binding) -> None:
    new.start = day_or_none(row["start"])
    if row["provider"] is not None:
        new.providers.add(iri(row["provider"]))
    new.is_open |= row["open"] == TRUE
    if row["otherOffer"] is not None and is_nonprofit(row["otherType"]):
        new.beside.append(row)
    if row["decision"] is not None:
        new.decisions[iri(row["decision"])] = row


def _is_decided(row: Binding, today: date) -> bool:
    on = day_or_none(row["decidedOn"])
    return row["decisionStatus"] == _DECIDED and (on is None or on <= today)


def _candidates(reading: Reading, pairs: Pairs, new: Beginning) -> list[Candidate]:
    """The new offer with each non-profit one that shares a need with it."""
    found: dict[tuple[URIRef, URIRef], Candidate] = {}
    groups: defaultdict[tuple[URIRef, URIRef], set[URIRef]] = defaultdict(set)
    areas: defaultdict[tuple[URIRef, URIRef], set[URIRef]] = defaultdict(set)
    for row in new.beside:
        key = iri(row["need"]), iri(row["otherOffer"])
        other, own = pairs.offers.all.get(key[1]), pairs.offers.all.get(new.offer)
        if other is None or own is None:
            continue
        groups[key].add(iri(row["group"]))
        areas[key].add(_narrower(reading, iri(row["area"]), iri(row["otherArea"])))
        found[key] = Candidate(key[0], own, other, groups[key], areas[key])
    return list(found.values())


def _narrower(reading: Reading, one: URIRef, other: URIRef) -> URIRef:
    """The narrower of two areas that lie within each other."""
    return one if other in reading.around(one) else other


def _judged(pairs: Pairs, pair: Candidate) -> Neighbour | None:
    """What the sequence of questions says about a pair; None if they do not compare."""
    other = pair.other
    if not pair.one.levels or not pair.other.levels:
        return Neighbour(pair, other, None, _NO_LEVEL)
    if not pair.one.levels & pair.other.levels:
        return None
    facts = pairs.facts(pair)
    overlap = classify(facts)
    if overlap.kind is Kind.SPURIOUS:
        return Neighbour(pair, other, None, overlap.reason)
    if facts.subsidiarity:
        return Neighbour(pair, other, overlap.kind, overlap.reason)
    barred = any(offer.is_sovereign or offer.is_cash for offer in (pair.one, pair.other))
    open_ = not pair.one.recorded_pillars or not pair.other.recorded_pillars
    return Neighbour(pair, other, None, _NO_PILLAR) if open_ and not barred else None


_NO_BEGINNING = Words(
    "Beginn des freien Angebots nicht erfasst: ob es damals bestand, ist nicht bekannt.",
    "Beginning of the non-profit offer not recorded: it is not known whether it existed then.",
)
_NO_LEVEL = Words("Interventionsstufe nicht bekannt.", "Intervention level not known.")
_NO_PILLAR = Words("Säule nicht erhoben.", "Pillar not collected.")

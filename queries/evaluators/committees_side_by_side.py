"""H3: pairs of committees on one topic, by what connects them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reading import iri, iri_or_none
from queries.structures import Structures
from queries.verdict import Claim, as_far_as_known, weaker
from queries.words import Words, counted

Pair = tuple[URIRef, URIRef]


@dataclass(frozen=True)
class _Ties:
    """Who sits on the committees of a town, and whom they report to."""

    asking: Asking

    @cached_property
    def members(self) -> defaultdict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self.asking.reading.facts("common_bodies"):
            found[iri(row["committee"])].add(iri(row["member"]))
        return found

    @cached_property
    def _above(self) -> defaultdict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self.asking.reading.facts("reporting"):
            found[iri(row["committee"])].add(iri(row["above"]))
        return found

    def reports(self, one: URIRef, other: URIRef) -> bool:
        """Whether one reports to the other, directly or over further committees."""
        seen, step = {one}, {one}
        while step := {above for each in step for above in self._above[each]} - seen:
            seen |= step
        return other in seen

    def between(self, pair: Pair) -> Words | None:
        """What connects two committees, as far as recorded."""
        one, other = pair
        if common := self.members[one] & self.members[other]:
            return _MEMBERS.format(members=self.asking.reading.named(common))
        if one in self.members[other] or other in self.members[one]:
            return _SEAT
        return _REPORTS if self.reports(one, other) or self.reports(other, one) else None

    def are_joined(self, pair: Pair) -> bool:
        """Whether anything connects two committees."""
        one, other = pair
        seats = one in self.members[other] or other in self.members[one]
        common = bool(self.members[one] & self.members[other])
        return common or seats or self.reports(one, other) or self.reports(other, one)


def evaluate(asking: Asking) -> Outcome:
    """Pairs side by side, those nobody can judge, those connected."""
    ties, structures = _Ties(asking), Structures(asking)
    # all or none: two committees that alone were weakened would be known to share what is not published
    holds = asking.whole is None or not _joined_unseen(ties, _Ties(asking.whole))
    blocks: dict[str, list[Row]] = {"apart": [], "unknown": [], "connected": []}
    elsewhere, topics = 0, set()
    for topic, pair, touch in _pairs(asking):
        if touch is False:
            elsewhere += 1
            continue
        topics.add(topic)
        row: Row = {"topic": topic, "committee": pair[0], "other": pair[1]}
        if connection := ties.between(pair):
            blocks["connected"].append({**row, "connection": connection})
        elif empty := [each for each in pair if not ties.members[each]]:
            blocks["unknown"].append({**row, "reason": _EMPTY.format(names=asking.reading.named(empty))})
        else:
            claim, words = structures.claim(topic, lambda: holds)
            blocks["apart"].append({**row, **_claimed(claim, words, touch)})
    lead = _LEAD.format(
        topics=counted(len(topics), *_TOPICS), pairs=counted(sum(len(rows) for rows in blocks.values()), *_PAIRS),
        apart=len(blocks["apart"]), unknown=len(blocks["unknown"]), connected=len(blocks["connected"]),
    )  # fmt: skip
    left_out = (Exclusion(_ELSEWHERE, elsewhere), Exclusion(_ADRIFT, len(structures.adrift)))
    return Outcome(blocks, lead if asking.rows else _NOTHING, left_out)


def _joined_unseen(ties: _Ties, within: _Ties) -> bool:
    """Whether any two committees of those the reader sees are joined by something they are not shown."""
    seen = sorted({iri(row["committee"]) for row in ties.asking.reading.facts("committees")})
    return any(within.are_joined(pair) and not ties.are_joined(pair) for pair in combinations(seen, 2))


def _pairs(asking: Asking) -> Iterator[tuple[URIRef, Pair, bool | None]]:
    """Topic and pair, and whether their areas touch (None: not known). One of the two names the topic itself."""
    named: defaultdict[URIRef, defaultdict[URIRef, bool]] = defaultdict(lambda: defaultdict(bool))
    areas: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.rows:
        topic, committee = iri(row["topic"]), iri(row["committee"])
        named[topic][committee] |= row["named"] == topic
        if area := iri_or_none(row["area"]):
            areas[committee].add(area)
    for topic, committees in named.items():
        for one, other in combinations(committees, 2):
            if committees[one] or committees[other]:
                yield topic, (one, other), _touch(asking, areas[one], areas[other])


def _touch(asking: Asking, ours: set[URIRef], theirs: set[URIRef]) -> bool | None:
    if not ours or not theirs:
        return None
    around = asking.reading.around
    return any(a in around(b) or b in around(a) for a in ours for b in theirs)


def _claimed(claim: Claim, words: Words, touch: bool | None) -> Row:  # noqa: FBT001 one of three answers
    if touch is None:
        claim, words = weaker(claim, Claim.HINT), words + _NO_AREA
    reason = _APART.format(known=as_far_as_known(claim)) + words
    return {"claim": Literal(str(claim)), "reason": reason}


_TOPICS = (
    Words("Thema mit mehreren Gremien", "topic with several committees"),
    Words("Themen mit mehreren Gremien", "topics with several committees"),
)
_PAIRS = (Words("Paar", "pair"), Words("Paare", "pairs"))
_LEAD = Words(
    "{topics}, {pairs}: {apart} nebeneinander, soweit erfasst, {connected} verbunden, {unknown} nicht beurteilbar.",
    "{topics}, {pairs}: {apart} side by side, as far as recorded, {connected} connected, {unknown} not to be judged.",
)
_NOTHING = Words(
    "0 Gremien mit Thema erfasst, keine Aussage möglich.",
    "0 committees with a topic recorded, no statement possible.",
)
_MEMBERS = Words("gemeinsame Mitglieder: {members}", "common members: {members}")
_SEAT = Words("das eine ist Mitglied des anderen", "one is a member of the other")
_REPORTS = Words("Berichtsweg", "reporting line")
_EMPTY = Words("Keine Mitglieder erfasst: {names}.", "No members recorded: {names}.")
_APART = Words(
    "Kein gemeinsames Mitglied und kein Berichtsweg {known}.",
    "No common member and no reporting line {known}.",
)
_NO_AREA = Words(
    "Das Gebiet ist nicht von beiden erfasst: sie können für verschiedene da sein.",
    "The area is not recorded of both: they may be there for different ones.",
)
_ELSEWHERE = Words("Paare von Gremien für verschiedene Gebiete", "Pairs of committees for different areas")
_ADRIFT = Words("Gremien ohne erfasstes Thema", "Committees without a recorded topic")

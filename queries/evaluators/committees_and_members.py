"""H1: committees with what they work on, the organisations on them, and what is not recorded."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.terms import SOZ
from ontology.vocabulary import vocabulary
from queries.access import joined
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reading import TRUE, Binding, day_or_none, iri
from queries.words import NO_WORDS, Words, counted


@dataclass(slots=True)
class _Committee:
    features: defaultdict[URIRef, list[Node]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[URIRef, Binding] = field(default_factory=dict)

    def get(self, feature: URIRef) -> list[URIRef]:
        return [value for value in self.features[feature] if isinstance(value, URIRef)]

    def one(self, feature: URIRef) -> URIRef | None:
        return next(iter(self.get(feature)), None)


def evaluate(asking: Asking) -> Outcome:
    """One row per committee, one per membership, and what is open."""
    committees, left_out = _chosen(asking)
    blocks: dict[str, list[Row]] = {"committees": [], "members": [], "open": []}
    records = []
    for committee, own in committees.items():
        row = _row(asking, own)
        blocks["committees"].append({"committee": committee, **row})
        records.append([committee, *own.seats])
        blocks["members"] += [
            {"committee": committee, "member": seat["member"], "role": seat["role"], "vote": _vote(seat["mayVote"])}
            for seat in own.seats.values()
        ]  # fmt: skip
        if (missing := _missing(own, row)) != NO_WORDS:
            blocks["open"].append({"committee": committee, "missing": missing})
    empty = sum(1 for own in committees.values() if not own.seats)
    lead = _LEAD.format(
        committees=counted(len(committees), *_COMMITTEES), members=counted(len(blocks["members"]), *_SEATS),
        empty=empty, adrift=sum(1 for own in committees.values() if not own.get(SOZ.topic)),
    )  # fmt: skip
    member_records = [[seat] for own in committees.values() for seat in own.seats]
    return Outcome(
        blocks, lead if committees else _NOTHING, left_out,
        records={"committees": records, "members": member_records},
    )  # fmt: skip


def _chosen(asking: Asking) -> tuple[dict[URIRef, _Committee], tuple[Exclusion, ...]]:
    """The committees of the topic and pillar asked for, and those that may belong to them without saying so."""
    found: defaultdict[URIRef, _Committee] = defaultdict(_Committee)
    about: set[URIRef] = set()
    for row in asking.rows:
        committee = found[iri(row["committee"])]
        if row["membership"] is not None:
            committee.seats.setdefault(iri(row["membership"]), row)
        elif row["feature"] == SOZ.Committee:
            about.add(iri(row["committee"]))
        elif row["value"] is not None:
            committee.features[iri(row["feature"])].append(row["value"])
    topic, pillar = asking.term("topic"), asking.term("pillar")
    chosen = {
        committee: own
        for committee, own in found.items()
        if (topic is None or committee in about) and (pillar is None or pillar in own.get(SOZ.pillar))
    }
    no_topic = sum(1 for own in found.values() if topic is not None and not own.get(SOZ.topic))
    no_pillar = sum(1 for own in found.values() if pillar is not None and not own.get(SOZ.pillar))
    return chosen, (Exclusion(_NO_TOPIC, no_topic), Exclusion(_NO_PILLAR, no_pillar))


def _row(asking: Asking, own: _Committee) -> Row:
    body, power = own.one(SOZ.bodyType), own.one(SOZ.decisionPower)
    usual = vocabulary().value(body, SOZ.decisionPower) if body and not power else None
    days = [value for value in own.features[SOZ.lastMeeting] if _is_past(asking, value)]
    votes = Counter(_vote(seat["mayVote"]) for seat in own.seats.values())
    return {
        "bodyType": body,
        "topics": asking.reading.named(own.get(SOZ.topic)),
        "areas": asking.reading.named(own.get(SOZ.area)),
        "power": power or usual,
        "powerNote": _USUAL if usual else NO_WORDS,
        "rhythm": own.one(SOZ.meetingRhythm),
        "lastMeeting": max(days, key=str, default=None),
        "members": Literal(len(own.seats)) if own.seats else None,
        "voting": Literal(votes[_YES]) if own.seats and not votes[_OPEN] else None,
    }


def _is_past(asking: Asking, value: Node) -> bool:
    day = day_or_none(value)
    return day is not None and day <= asking.reading.reference_date


def _vote(value: Node | None) -> Words:
    return _OPEN if value is None else _YES if value == TRUE else _NO


def _missing(own: _Committee, row: Row) -> Words:
    votes = [_vote(seat["mayVote"]) for seat in own.seats.values()]
    roles = [seat["role"] for seat in own.seats.values()]
    open_ones = {
        _TOPIC: not own.get(SOZ.topic),
        _MEMBERS: not own.seats,
        _ROLE: None in roles,
        _VOTE: _OPEN in votes,
        _RHYTHM: row["rhythm"] is None,
        _MEETING: row["lastMeeting"] is None,
        _POWER: own.one(SOZ.decisionPower) is None,
    }
    return joined(words for words, is_open in open_ones.items() if is_open)


_YES, _NO, _OPEN = Words("ja", "yes"), Words("nein", "no"), Words("nicht erhoben", "not collected")
_COMMITTEES = (Words("Gremium", "committee"), Words("Gremien", "committees"))
_SEATS = (Words("Mitgliedschaft", "membership"), Words("Mitgliedschaften", "memberships"))
_LEAD = Words(
    "{committees} mit {members}, soweit erfasst; {empty} ohne erfasstes Mitglied, {adrift} ohne erfasstes Thema.",
    "{committees} with {members}, as far as recorded; {empty} without a recorded member, {adrift} without a recorded topic.",
)
_NOTHING = Words(
    "0 Gremien dazu erfasst, keine Aussage möglich.", "0 committees recorded for it, no statement possible."
)
_USUAL = Words("üblich für die Gremienart, nicht erhoben", "usual for the kind of committee, not collected")
_NO_TOPIC = Words(
    "Gremien ohne erfasstes Thema: vielleicht gehören sie dazu",
    "Committees without a recorded topic: they may belong to it",
)
_NO_PILLAR = Words(
    "Gremien ohne erfasste Säule: vielleicht gehören sie dazu",
    "Committees without a recorded pillar: they may belong to it",
)
_TOPIC, _MEMBERS = Words("Thema", "topic"), Words("Mitglieder", "members")
_ROLE, _VOTE = Words("Rolle", "role"), Words("Stimmrecht", "vote")
_RHYTHM, _MEETING = Words("Sitzungsrhythmus", "rhythm"), Words("letzte Sitzung", "last meeting")
_POWER = Words("Befugnis", "power")

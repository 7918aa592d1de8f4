"""E2: new public offers beside suitable non-profit ones, with the documented rationale."""

from collections import Counter

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.beginnings import Beginning, Beginnings, Neighbour
from queries.offers import Offers
from queries.overlap import Kind
from queries.parameters import date_term
from queries.reading import day_or_none
from queries.verdict import Claim
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Cases, coexistence wanted or needed, not to be judged, alone as far as known."""
    offers, beginnings = Offers(asking.reading), Beginnings(asking)
    blocks: dict[str, list[Row]] = {"cases": [], "wanted": [], "unclear": [], "alone": []}
    left_out: Counter[Words] = Counter()
    coordinating = {row["offer"] for row in asking.reading.facts("coordination_offers")}
    number = 0
    for _, new in sorted(beginnings.all.items()):
        if not any(map(offers.is_public, new.providers)):
            continue
        if new.offer in coordinating:
            left_out[_COORDINATING] += 1
        elif any(not offers.is_public(provider) for provider in new.providers):
            left_out[_JOINT] += 1
        elif beginnings.is_left_out(new):
            left_out[_SOVEREIGN] += 1
        else:
            number += 1
            for block, row in _rows(asking, beginnings, new):
                blocks[block].append(row)
    size: dict[str, int] = {}
    seen: set[object] = set()
    for name in ("cases", "unclear", "wanted", "alone"):  # every offer once, by what weighs most
        own = {row["offer"] for row in blocks[name]} - seen
        size[name] = len(own)
        seen |= own
    told = {row["offer"] for row in blocks["cases"] if row["documented"] == _YES}
    lead = _LEAD if number else _NOTHING
    exclusions = tuple(Exclusion(reason, count) for reason, count in left_out.items())
    since = day_or_none(asking.term("since"))
    words = lead.format(since=since, offers=counted(number, *_OFFERS), told=len(told), **size)
    return Outcome(blocks, words, exclusions)


def _rows(asking: Asking, beginnings: Beginnings, new: Beginning) -> list[tuple[str, Row]]:
    shown: Row = {
        "offer": new.offer,
        "provider": min(new.providers),
        "start": None if new.start is None else date_term(new.start),
    }
    if new.start is None:
        return [("unclear", {**shown, "reason": _NO_START})]
    found = [_beside(asking, new, shown, neighbour) for neighbour in beginnings.neighbours(new)]
    if new.is_open and not any(block == "cases" for block, _ in found):
        found.append(("unclear", {**shown, "reason": _OPEN}))
    if found:
        return found
    # for the day it began no completeness is declared
    claim = Literal(str(Claim.HINT))
    return [("alone", {**shown, "claim": claim, "reason": _ALONE})]


def _beside(asking: Asking, new: Beginning, shown: Row, neighbour: Neighbour) -> tuple[str, Row]:
    row: Row = {
        **shown,
        "need": neighbour.pair.need,
        "groups": asking.reading.named(neighbour.pair.groups),
        "otherOffer": neighbour.other.iri,
        "otherProvider": min(neighbour.other.providers, default=None),
        "reason": neighbour.reason,
    }
    if neighbour.kind is None:
        return "unclear", row
    if neighbour.kind is Kind.SUBSIDIARITY:
        return "cases", {**row, **_documented(asking, new)}
    return "wanted", {**row, "kind": neighbour.kind.concept}


def _documented(asking: Asking, new: Beginning) -> Row:
    decided = new.decided(asking.reading.reference_date)
    if not decided:
        return {"documented": _NO_DECISION}
    first = decided[0]
    return {
        "documented": _NO_RATIONALE if first["rationale"] is None else _YES,
        "decision": first["decision"] if isinstance(first["decision"], URIRef) else None,
        "rationale": first["rationale"],
    }


_YES = Words("ja", "yes")
_NO_RATIONALE = Words("Beschluss ohne erfasste Begründung", "decision without recorded rationale")
_NO_DECISION = Words("keine erfasst (soweit erfasst)", "none recorded (as far as recorded)")
_NO_START = Words(
    "Beginn nicht erfasst: das Angebot kann neu sein.", "Beginning not recorded: the offer may be new."
)
_OPEN = Words(
    "Das Angebot sagt nicht, wen es wozu und wo erreicht.",
    "The offer does not say whom it reaches, for what and where.",
)
_ALONE = Words(
    "Am Tag des Beginns ist kein geeignetes freies Angebot bekannt (soweit erfasst); für damals ist keine Vollständigkeit "
    "erklärt.",
    "No suitable non-profit offer is known for the day it began (as far as recorded); for that time no completeness is "
    "declared.",
)
_JOINT = Words(
    "Neue Angebote gemeinsam mit Trägern, die nicht öffentlich sind",
    "New offers together with providers that are not public",
)
_SOVEREIGN = Words(
    "Neue öffentliche Angebote mit hoheitlicher Aufgabe oder als Geldleistung",
    "New public offers with a sovereign task or as cash benefit",
)
_COORDINATING = Words(
    "Öffentliche Angebote der Art Koordination und Struktur (AT-N): sie decken keinen Bedarf",
    "Public offers of the kind coordination and structure (AT-N): they cover no need",
)
_OFFERS = (Words("öffentliches Angebot", "public offer"), Words("öffentliche Angebote", "public offers"))
_LEAD = Words(
    "{offers} seit {since} begonnen oder ohne Beginn: bei {cases} bestand ein geeignetes freies Angebot (davon {told} mit "
    "dokumentierter Begründung), bei {wanted} ist das Nebeneinander gewollt oder nötig, {unclear} nicht beurteilbar, bei "
    "{alone} keines bekannt (soweit erfasst).",
    "{offers} begun since {since} or without a beginning: for {cases} a suitable non-profit offer existed ({told} of them with a "
    "documented rationale), for {wanted} coexistence is wanted or needed, {unclear} not to be judged, for {alone} none known (as "
    "far as recorded).",
)
_NOTHING = Words(
    "0 seit {since} begonnene öffentliche Angebote erfasst, keine Aussage möglich.",
    "0 public offers begun since {since} recorded, no statement possible.",
)

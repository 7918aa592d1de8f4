"""I4: offers that make access depend on behaviour, residence or status, and their share by field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from queries.access import Access, Answer
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.matrix import field_of
from queries.reading import iri, iri_or_none
from queries.words import Words, counted

_ZU = namespace("zu")
CONDITIONS = (_ZU["ZU-VB"], _ZU["ZU-WOH"], _ZU["ZU-STA"])


@dataclass(slots=True)
class _Offer:
    iri: URIRef
    owners: set[URIRef] = field(default_factory=set)
    fields: set[URIRef] = field(default_factory=set)
    demanded: dict[URIRef, Answer] = field(default_factory=dict)
    reason: Words | None = None  # why nothing can be said about it


def evaluate(asking: Asking) -> Outcome:
    """Offers with a condition, the share by field, offers nobody can say anything about."""
    access, chosen = Access(asking.reading), iri_or_none(asking.term("field"))
    all_offers = _offers(asking, access)
    offers = [o for o in all_offers if chosen is None or field_of(chosen) in o.fields]
    blocks: dict[str, list[Row]] = {"demanding": [], "fields": [], "unknown": []}
    for offer in offers:
        own: Row = {"offer": offer.iri, "provider": asking.reading.named(offer.owners)}
        blocks["demanding"] += [
            {**own, "condition": condition, "extent": _EXTENT[answer]}
            for condition, answer in offer.demanded.items()
        ]
        if offer.reason:
            blocks["unknown"].append({**own, "reason": offer.reason})
    counted_ones = dict(_by_field(offers, chosen))
    blocks["fields"] = [row for row, _ in counted_ones.values()]
    demanding = sum(1 for offer in offers if offer.demanded)
    lead = _LEAD.format(
        offers=counted(len(offers), *_OFFERS), recorded=len(offers) - len(blocks["unknown"]), demanding=demanding,
        unknown=len(blocks["unknown"]),
    )  # fmt: skip
    homeless = sum(1 for offer in offers if not offer.fields)
    return Outcome(
        blocks, lead, (Exclusion(_HOMELESS, homeless), coordination_left_out(asking.reading)),
        records={"fields": [records for _, records in counted_ones.values()]},
    )  # fmt: skip


def _offers(asking: Asking, access: Access) -> list[_Offer]:
    found: dict[URIRef, _Offer] = {}
    for row in asking.rows:
        offer = found.setdefault(iri(row["offer"]), _Offer(iri(row["offer"])))
        offer.owners |= {iri(row["owner"])} if row["owner"] else set()
        offer.fields |= {iri(row["field"])} if row["field"] else set()
    for offer in found.values():
        answers = {condition: access.answer(offer.iri, condition) for condition in CONDITIONS}
        offer.demanded = {c: a for c, a in answers.items() if a in _EXTENT}
        if not access.says_something(offer.iri):
            offer.reason = _NOT_COLLECTED
        elif not offer.demanded and any(access.is_contradictory(offer.iri, c) for c in CONDITIONS):
            offer.reason = _CONTRADICTION
    return list(found.values())


def _by_field(
    offers: list[_Offer], chosen: URIRef | None
) -> Iterator[tuple[URIRef, tuple[Row, list[URIRef]]]]:
    fields = sorted({f for offer in offers for f in offer.fields})
    for each in fields if chosen is None else [f for f in fields if f == field_of(chosen)]:
        own = [offer for offer in offers if each in offer.fields]
        recorded = [offer for offer in own if offer.reason is None]
        demanding = sum(1 for offer in recorded if offer.demanded)
        row: Row = {
            "field": each,
            "offers": Literal(len(own)),
            "recorded": Literal(len(recorded)),
            "demanding": Literal(demanding),
            "share": Literal(round(Decimal(demanding) / len(recorded), 4)) if recorded else None,
            "unknown": Literal(len(own) - len(recorded)),
        }
        yield each, (row, [offer.iri for offer in own])


_EXTENT = {Answer.YES: Words("ja", "yes"), Answer.PARTLY: Words("teilweise", "in part")}
_OFFERS = (Words("aktives Angebot", "active offer"), Words("aktive Angebote", "active offers"))
_LEAD = Words(
    "{offers}, {recorded} davon mit Zugangsangaben: {demanding} mit mindestens einer dieser Bedingungen, soweit erfasst; "
    "{unknown} ohne verwertbare Angabe.",
    "{offers}, {recorded} of them with data on access: {demanding} with at least one of these conditions, as far as recorded; "
    "{unknown} without usable data.",
)
_NOT_COLLECTED = Words("keine Zugangsangaben", "no data on access")
_CONTRADICTION = Words("widersprüchliche Zugangsangaben", "contradictory data on access")
_HOMELESS = Words(
    "Angebote ohne Bedarfsangabe: in keinem Handlungsfeld", "Offers without a need: in no field"
)

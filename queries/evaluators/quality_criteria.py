"""F1: offers with municipal money by what is known about criteria agreed with them, and the share by dimension."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import CL, SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.fields import within_field
from queries.reading import iri, iri_or_none, text
from queries.undeclared import declared_none
from queries.words import Words, counted

_QK, _FT = namespace("qk"), namespace("ft")
_DIMENSIONS = {"structure": _QK["QK-S"], "process": _QK["QK-P"], "result": _QK["QK-E"]}
_CONFIRMED = {CL["finanzierungsstatus-bewilligt"], CL["finanzierungsstatus-ausgezahlt"]}
_WISHED = {CL["finanzierungsstatus-beantragt"], CL["finanzierungsstatus-geplant"]}
_UNKNOWN_TYPE: URIRef = _FT["FT-X"]


@dataclass(slots=True)
class _Offer:
    """An active offer: funding item → (type, status), and what is said about criteria."""

    items: dict[URIRef, tuple[URIRef | None, URIRef | None]] = field(default_factory=dict)
    municipal: set[URIRef] = field(default_factory=set)
    criteria: set[URIRef] = field(default_factory=set)
    contracts: set[URIRef] = field(default_factory=set)
    contracts_without: set[URIRef] = field(default_factory=set)
    declared: set[URIRef] = field(default_factory=set)

    def is_funded(self) -> bool:
        """Whether municipal money is granted or paid."""
        return any(self.items[item][1] in _CONFIRMED for item in self.municipal)

    def has_none(self) -> bool:
        """Whether it is declared that nothing is agreed: by the offer, or by each contract on it."""
        by_contract = bool(self.contracts_without) and self.contracts == self.contracts_without
        return not self.criteria and (SOZ.requiresCriterion in self.declared or by_contract)


def evaluate(asking: Asking) -> Outcome:
    """Shares, offers with criteria, declared without, not collected; offers whose funding is not known."""
    every = _offers(asking)
    inside, without_field = within_field(asking, every)
    offers = {name: offer for name, offer in every.items() if name in inside}
    funded = {name: offer for name, offer in offers.items() if offer.is_funded()}
    dimensions: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.reading.facts("criterion_dimensions"):
        dimensions[iri(row["criterion"])].add(iri(row["dimension"]))
    agreed = {name: offer for name, offer in funded.items() if offer.criteria}
    none = [name for name, offer in funded.items() if offer.has_none()]
    unknown = {name: offer for name, offer in funded.items() if not offer.criteria and name not in none}
    claim, reason = declared_none(asking.reading)
    elsewhere, open_funding = _not_funded(offers)
    blocks: dict[str, Sequence[Row]] = {
        "shares": [_share(column, funded, dimensions) for column in _DIMENSIONS] if funded else [],
        "agreed": [_agreed(asking, name, offer, dimensions) for name, offer in agreed.items()],
        "none": [{"offer": name, "claim": Literal(str(claim)), "reason": reason} for name in none],
        "unknown": [
            {"offer": name, "reason": _NOT_NAMED if offer.contracts else _NO_CONTRACT}
            for name, offer in unknown.items()
        ],
        "funding": [{"offer": name, "reason": reason} for name, reason in open_funding.items()],
    }
    records = {
        "shares": [tuple(funded)] * len(blocks["shares"]),
        "agreed": [
            (name, *sorted(offer.criteria), *sorted(offer.contracts)) for name, offer in agreed.items()
        ],
    }
    exclusions = [Exclusion(words, number) for words, number in elsewhere.items()] + [without_field]
    lead = (_LEAD if funded else _NOTHING).format(
        offers=counted(len(funded), *_OFFERS), agreed=len(agreed), none=len(none), unknown=len(unknown),
        open=counted(len(open_funding), *_OPEN),
    )  # fmt: skip
    if (
        not funded
    ):  # nothing can be said about offers that are funded, not even that there is none without criteria
        blocks = {name: blocks[name] for name in ("shares", "funding") if blocks[name] or name == "shares"}
        records = {}
    return Outcome(blocks, lead, tuple(exclusions), records=records)


def _offers(asking: Asking) -> dict[URIRef, _Offer]:
    found: dict[URIRef, _Offer] = {}
    for row in asking.rows:
        offer, value = found.setdefault(iri(row["offer"]), _Offer()), iri_or_none(row["value"])
        said = text(row["statement"])
        if value is None:
            continue
        if said == "item":
            offer.items[value] = iri_or_none(row["type"]), iri_or_none(row["status"])
        lists = {
            "municipal": offer.municipal, "criterion": offer.criteria, "contract": offer.contracts,
            "contract without": offer.contracts_without, "declared": offer.declared,
        }  # fmt: skip
        if said in lists:
            lists[said].add(value)
    return found


def _not_funded(offers: Mapping[URIRef, _Offer]) -> tuple[Counter[Words], dict[URIRef, Words]]:
    """Offers that are funded otherwise or not yet, by the reason; and those of which it is not known."""
    elsewhere: Counter[Words] = Counter()
    unknown: dict[URIRef, Words] = {}
    for name, offer in offers.items():
        confirmed = [kind for kind, status in offer.items.values() if status in _CONFIRMED]
        if offer.is_funded():
            continue
        if any(kind in (None, _UNKNOWN_TYPE) for kind in confirmed):
            unknown[name] = _TYPE_OPEN
        elif any(offer.items[item][1] is None for item in offer.municipal):
            unknown[name] = _STATUS_OPEN
        elif any(offer.items[item][1] in _WISHED for item in offer.municipal):
            elsewhere[_ONLY_WISHED] += 1
        elif confirmed:
            elsewhere[_OTHERS] += 1
        elif SOZ.funds in offer.declared:
            elsewhere[_DECLARED] += 1
        else:
            unknown[name] = _NO_ITEM
    return elsewhere, unknown


def _share(column: str, funded: Mapping[URIRef, _Offer], dimensions: Mapping[URIRef, set[URIRef]]) -> Row:
    dimension = _DIMENSIONS[column]
    having = without = 0
    for offer in funded.values():
        if any(dimension in dimensions.get(criterion, ()) for criterion in offer.criteria):
            having += 1
        elif offer.has_none() or (offer.criteria and all(dimensions.get(c) for c in offer.criteria)):
            without += 1
    base = len(funded)
    return {
        "dimension": dimension, "share": Literal(round(having / base, 4)), "with": Literal(having),
        "without": Literal(without), "open": Literal(base - having - without), "base": Literal(base),
    }  # fmt: skip


def _agreed(asking: Asking, name: URIRef, offer: _Offer, dimensions: Mapping[URIRef, set[URIRef]]) -> Row:
    numbers = {
        column: Literal(sum(1 for c in offer.criteria if dimension in dimensions.get(c, ())))
        for column, dimension in _DIMENSIONS.items()
    }
    unsorted = sum(1 for criterion in offer.criteria if not dimensions.get(criterion))
    criteria = asking.reading.named(offer.criteria)
    return {"offer": name, **numbers, "unsorted": Literal(unsorted), "criteria": criteria}


_OFFERS = (
    Words("mit kommunalen Mitteln gefördertes Angebot", "offer funded with municipal money"),
    Words("mit kommunalen Mitteln geförderte Angebote", "offers funded with municipal money"),
)
_OPEN = (
    Words("aktivem Angebot ist nicht bekannt, ob es", "active offer it is not known whether it gets"),
    Words("aktiven Angeboten ist nicht bekannt, ob sie", "active offers it is not known whether they get"),
)
_LEAD = Words(
    "{offers}: {agreed} mit mindestens einem vereinbarten Kriterium, {none} erklärtermaßen ohne, bei {unknown} nicht "
    "erhoben. Von {open} kommunale Mittel bekommen.",
    "{offers}: {agreed} with at least one agreed criterion, {none} declared to have none, {unknown} not collected. Of "
    "{open} municipal money.",
)
_NOTHING = Words(
    "0 mit kommunalen Mitteln geförderte Angebote erfasst, keine Aussage möglich. Von {open} kommunale Mittel bekommen.",
    "0 offers funded with municipal money recorded, no statement possible. Of {open} municipal money.",
)
_NO_CONTRACT = Words(
    "Kein geltender Vertrag und kein Kriterium erfasst.", "No valid contract and no criterion recorded."
)
_NOT_NAMED = Words(
    "Ein geltender Vertrag ist erfasst, zu Kriterien sagt er nichts.",
    "A valid contract is recorded; it says nothing about criteria.",
)
_TYPE_OPEN = Words("Finanzierungsart nicht erhoben", "kind of funding not collected")
_STATUS_OPEN = Words("Stand der kommunalen Mittel nicht erhoben", "status of municipal money not collected")
_NO_ITEM = Words("Für den Stichtag ist keine Finanzierung erfasst.", "No funding is recorded for the date.")
_ONLY_WISHED = Words(
    "Angebote, für die kommunale Mittel nur beantragt oder geplant sind",
    "Offers for which municipal money is only applied for or planned",
)
_OTHERS = Words(
    "Angebote mit bestätigten Mitteln anderer, keine kommunalen erfasst",
    "Offers with confirmed money of others, no municipal recorded",
)
_DECLARED = Words(
    "Angebote, die erklärtermaßen keine Förderung bekommen", "Offers declared to get no funding"
)

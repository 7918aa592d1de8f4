"""D1: funding items by offer, sums that mix no status, grants over several offers, contradictions, what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.conflicts import conflict_rows
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.words import NO_WORDS, Words, counted

_SHOWN = (
    "offer",
    "funding",
    "payer",
    "source",
    "type",
    "basis",
    "status",
    "amount",
    "share",
    "from",
    "to",
    "committee",
)
_SEVERAL = ("funding", "payer", "source", "type", "status", "amount", "from", "to")


def evaluate(asking: Asking) -> Outcome:
    """Items, sums, shared grants, contradictions, offers without any funding data."""
    offers = {iri(row["offer"]) for row in asking.rows}
    funded: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    items: dict[tuple[URIRef, URIRef], Binding] = {}
    for row in asking.rows:
        if row["funding"] is not None:
            funded[iri(row["funding"])].add(iri(row["offer"]))
            items.setdefault((iri(row["offer"]), iri(row["funding"])), row)
    own = [row for (_, funding), row in items.items() if len(funded[funding]) == 1]
    several = {funding: row for (_, funding), row in items.items() if len(funded[funding]) > 1}
    none = {iri(row["offer"]) for row in asking.rows if row["blank"] == SOZ.funds}
    known = {offer for offer, _ in items}
    blocks: dict[str, Sequence[Row]] = {
        "items": [{**_only(row, _SHOWN), "note": _item_note(row)} for row in own],
        "sums": list(_sums(asking, [row for row in own if row["severalYears"] != TRUE])),
        "several": [
            {**_only(row, _SEVERAL), "offers": asking.reading.named(funded[funding]), "note": _NOT_SPLIT}
            for funding, row in several.items()
        ],
        "conflicts": conflict_rows(asking.reading, funded),
        "unknown": [
            {"offer": offer, "note": _NONE if offer in none else _NOT_COLLECTED}
            for offer in sorted(offers - known)
        ],
    }
    missing = len(offers - known - none)
    lead = _LEAD.format(
        items=counted(len(funded), *_ITEMS), offers=len(known), year=asking.number("year"),
        missing=counted(missing, *_MISSING), conflicts=counted(len(blocks["conflicts"]), *_CONFLICTS),
    )  # fmt: skip
    return Outcome(blocks, lead)


def _only(row: Binding, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names}


def _item_note(row: Binding) -> Words:
    if row["amount"] is None:
        return _AMOUNT_UNKNOWN
    return _SEVERAL_YEARS if row["severalYears"] == TRUE else NO_WORDS


def _sums(asking: Asking, rows: Sequence[Binding]) -> Iterable[Row]:
    """One line per offer and status; the cost is known where amounts and shares agree on it."""
    grouped: defaultdict[tuple[URIRef, URIRef | None], list[Binding]] = defaultdict(list)
    for row in rows:
        grouped[iri(row["offer"]), iri_or_none(row["status"])].append(row)
    implied = _implied(rows)
    costs = _costs(implied, asking.reading.thresholds.rounding)
    for (offer, status), own in grouped.items():
        amounts = [Decimal(str(row["amount"])) for row in own if row["amount"] is not None]
        total, cost = sum(amounts, Decimal(0)), costs.get(offer)
        complete = len(amounts) == len(own)
        yield {
            "offer": offer,
            "status": status,
            "items": Literal(len(amounts)),
            "withoutAmount": Literal(len(own) - len(amounts)),
            "sum": Literal(total) if amounts else None,
            "cost": Literal(cost) if cost is not None else None,
            "difference": Literal(total - cost) if cost is not None and complete else None,
            "note": NO_WORDS if cost is not None else _COST_DIFFERS if offer in implied else _COST_UNKNOWN,
        }


def _implied(rows: Sequence[Binding]) -> dict[URIRef, list[Decimal]]:
    """Offer → the cost that follows from each item with amount and share."""
    implied: defaultdict[URIRef, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row["amount"] is not None and row["share"] is not None and Decimal(str(row["share"])) > 0:
            implied[iri(row["offer"])].append(Decimal(str(row["amount"])) / Decimal(str(row["share"])))
    return dict(implied)


def _costs(implied: Mapping[URIRef, list[Decimal]], rounding: Decimal) -> dict[URIRef, Decimal]:
    """Offer → cost, where every item with amount and share leads to the same one (within the rounding)."""
    return {
        offer: round(sum(costs, Decimal(0)) / len(costs), 2)
        for offer, costs in implied.items()
        if max(costs) - min(costs) <= rounding * max(costs)
    }


_ITEMS = (Words("Posten", "item"), Words("Posten", "items"))
_MISSING = (
    Words("aktiven Angebot ist nichts", "active offer nothing is"),
    Words("aktiven Angeboten ist nichts", "active offers nothing is"),
)
_CONFLICTS = (Words("Widerspruch", "contradiction"), Words("Widersprüche", "contradictions"))
_LEAD = Words(
    "{year}: {items} für {offers} {offers|Angebot|Angebote}. Zu {missing} zur Finanzierung erhoben; {conflicts} zwischen Quellen.",
    "{year}: {items} for {offers} {offers|offer|offers}. About {missing} collected on funding; {conflicts} between sources.",
)
_SEVERAL_YEARS = Words(
    "Betrag ohne Jahr oder für mehrere Jahre, in keiner Summe",
    "amount without year or for several years, in no sum",
)
_AMOUNT_UNKNOWN = Words("Betrag nicht erhoben", "amount not collected")
_COST_UNKNOWN = Words("Kostenansatz nicht erhoben", "cost not collected")
_COST_DIFFERS = Words(
    "Betrag und Anteil der Posten ergeben verschiedene Kosten",
    "amount and share of the items lead to different costs",
)
_NOT_SPLIT = Words(
    "nicht auf die Angebote aufgeteilt, in keiner Summe", "not split among the offers, in no sum"
)
_NONE = Words("geprüft: keine Förderung", "checked: no funding")
_NOT_COLLECTED = Words("nicht erhoben", "not collected")

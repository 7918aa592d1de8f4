"""E1: shares of the sectors of offers and funds, by field and in total, with their base."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.money import SEVERAL_YEARS
from queries.offers import PRIVATE, Offer, Offers
from queries.reading import TRUE, iri
from queries.words import Words


class Sector(StrEnum):
    """The three sectors of the share."""

    NONPROFIT = "nonprofit"
    PUBLIC = "public"
    PRIVATE = "private"


def evaluate(asking: Asking) -> Outcome:
    """Offers and funds apart, funds by status; what does not count is counted."""
    offers = Offers(asking.reading)
    left_out: Counter[Words] = Counter()
    sectors: dict[URIRef, Sector] = {}
    for name in sorted({iri(row["offer"]) for row in asking.rows}):
        offer = offers.all.get(name) or Offer(name)
        found = _sector(offers, offer)
        if isinstance(found, Sector):
            sectors[name] = found
        else:
            left_out[found] += 1
    fields: defaultdict[URIRef | None, set[URIRef]] = defaultdict(set)
    for row in asking.rows:
        offer_iri = iri(row["offer"])
        if offer_iri in sectors:
            fields[None].add(offer_iri)
            if row["field"] is not None:
                fields[iri(row["field"])].add(offer_iri)
    funds = list(_fund_rows(asking, fields, sectors))
    blocks: dict[str, Sequence[Row]] = {
        "offers": [_offer_row(field, members, sectors) for field, members in _ordered(fields)],
        "funds": [row for row, _ in funds],
    }
    behind = {
        "offers": [sorted(members) for _, members in _ordered(fields)],
        "funds": [parts for _, parts in funds],
    }
    grants = [row for row in asking.rows if row["funding"] is not None]
    shared = {iri(row["funding"]) for row in grants if row["alone"] != TRUE}
    longer = {iri(row["funding"]) for row in grants if row["severalYears"] == TRUE} - shared
    exclusions = [Exclusion(reason, number) for reason, number in left_out.items()]
    exclusions += [Exclusion(_SHARED, len(shared)), Exclusion(SEVERAL_YEARS, len(longer))]
    return Outcome(blocks, _lead(blocks["offers"]), tuple(exclusions), records=behind)


def _sector(offers: Offers, offer: Offer) -> Sector | Words:
    """The sector of an offer, or why it has none that counts."""
    if offer.is_sovereign:
        return _SOVEREIGN
    if offer.is_cash:
        return _CASH
    found = {_sector_of(offers, provider) for provider in offer.providers}
    if not found or None in found:
        return _UNKNOWN
    only = found.pop()
    return _MIXED if found or only is None else only


def _sector_of(offers: Offers, provider: URIRef) -> Sector | None:
    if offers.is_nonprofit(provider):
        return Sector.NONPROFIT
    if offers.is_public(provider):
        return Sector.PUBLIC
    return Sector.PRIVATE if offers.sector(provider) == PRIVATE else None


def _ordered(fields: dict[URIRef | None, set[URIRef]]) -> list[tuple[URIRef | None, set[URIRef]]]:
    """The total first, then the fields by notation."""
    return sorted(fields.items(), key=lambda item: str(item[0] or ""))


def _offer_row(field: URIRef | None, members: set[URIRef], sectors: dict[URIRef, Sector]) -> Row:
    numbers = Counter(sectors[offer] for offer in members)
    return {"field": field or _ALL_FIELDS, **_shares({s: Decimal(numbers[s]) for s in Sector})}


def _fund_rows(
    asking: Asking, fields: dict[URIRef | None, set[URIRef]], sectors: dict[URIRef, Sector]
) -> Iterable[tuple[Row, list[URIRef]]]:
    """Rows with the fundings they add up."""
    amounts: defaultdict[URIRef, dict[tuple[URIRef, URIRef], Decimal]] = defaultdict(dict)
    for row in asking.rows:
        if row["funding"] is not None and row["alone"] == TRUE and row["severalYears"] != TRUE:
            amounts[iri(row["status"])][iri(row["funding"]), iri(row["offer"])] = Decimal(str(row["amount"]))
    for status, measure in _MEASURES.items():
        for field, members in _ordered(fields) if amounts[status] else ():
            sums: dict[Sector, Decimal] = dict.fromkeys(Sector, Decimal(0))
            parts = sorted({funding for funding, offer in amounts[status] if offer in members})
            for (_, offer), amount in amounts[status].items():
                if offer in members:
                    sums[sectors[offer]] += amount
            told = {offer for _, offer in amounts[status] if offer in members}
            if told:
                yield ({
                    "measure": measure, "field": field or _ALL_FIELDS, **_shares(sums), "withAmount": Literal(len(told)),
                    "offers": Literal(len(members)),
                }, parts)  # fmt: skip


def _shares(sums: dict[Sector, Decimal]) -> Row:
    base = sum(sums.values())
    return {
        **{str(sector): Literal(value) for sector, value in sums.items()},
        "base": Literal(base),
        "share": Literal(round(sums[Sector.NONPROFIT] / base, 4)) if base else None,
    }


def _lead(rows: Sequence[Row]) -> Words:
    total = next((row for row in rows if row["field"] is _ALL_FIELDS), None)
    if total is None or total["share"] is None:
        return _NOTHING
    percent = Decimal(str(total["share"])) * 100
    return _LEAD.format(
        share=Words(f"{percent:.1f}".replace(".", ","), f"{percent:.1f}"),
        nonprofit=total["nonprofit"],
        base=total["base"],
    )


_ALL_FIELDS = Words("alle Felder", "all fields")
_MEASURES: dict[URIRef, Words] = {
    CL["finanzierungsstatus-bewilligt"]: Words("bewilligt", "granted"),
    CL["finanzierungsstatus-ausgezahlt"]: Words("ausgezahlt", "paid"),
}
_SOVEREIGN = Words("Angebote mit hoheitlicher Aufgabe", "Offers with a sovereign task")
_CASH = Words("Geldleistungen", "Cash benefits")
_UNKNOWN = Words(
    "Angebote, deren Sektor nicht bekannt ist oder nicht zählt", "Offers of unknown or other sector"
)
_MIXED = Words("Angebote mit Trägern mehrerer Sektoren", "Offers with providers of several sectors")
_SHARED = Words(
    "Förderungen über mehrere Angebote ohne Aufteilung", "Grants over several offers without split"
)
_LEAD = Words(
    "{share} % der Angebote liegen bei frei-gemeinnützigen Trägern ({nonprofit} von {base}, soweit erfasst).",
    "{share}% of the offers are with non-profit providers ({nonprofit} of {base}, as far as recorded).",
)
_NOTHING = Words(
    "Kein Angebot mit bekanntem Sektor erfasst, keine Aussage möglich.",
    "No offer of known sector recorded, no statement possible.",
)

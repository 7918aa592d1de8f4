"""D2: municipal money of a year by field, area, type of provider and intervention level, one row per status."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.districts import Districts
from queries.money import (
    SHARED,
    Item,
    Money,
    amounts_in_words,
    field_of_item,
    grouped,
    part,
    records,
    shares,
    sums,
    total,
)
from queries.reading import iri, iri_or_none
from queries.words import Words

Block = tuple[list[Row], list[list[URIRef]]]


def evaluate(asking: Asking) -> Outcome:
    """Four ways to divide the same money; what is not stated is never divided."""
    money = Money.asked(asking, only_municipal=True)
    group = iri_or_none(asking.term("group"))
    if group is not None:
        within = _within(asking, group)
        money.keep(lambda item: None if _is_only_for(item, within) else _OTHER_GROUP)
    blocks: dict[str, Block] = {
        "fields": _by(money, "field", field_of_item),
        "types": _by(money, "providerType", provider_type_of_item),
        "levels": _by(money, "interventionLevel", level_of_item),
        "leftOut": money.left_out(),
    }
    districts = Districts(asking.reading, iri(asking.term("level")))
    notes = () if districts.areas else (_NO_AREAS,)
    if districts.areas:
        blocks["areas"] = _by_area(asking, money, districts, group)
    said = amounts_in_words(money)
    lead = (_LEAD if money.counted else _NOTHING).format(year=asking.number("year"), amounts=said)
    return Outcome(
        {name: rows for name, (rows, _) in blocks.items()},
        lead,
        notes=notes,
        records={name: behind for name, (_, behind) in blocks.items()},
    )


def _by(money: Money, column: str, key: Callable[[Item], URIRef | Words]) -> Block:
    rows: list[Row] = []
    behind = []
    for status, found in money.by_status():
        base = total(found)
        for group, members in grouped(found, key):
            rows.append({column: group, "status": status, **shares(members, base)})
            behind.append(records(members))
    return rows, behind


def _by_area(asking: Asking, money: Money, districts: Districts, group: URIRef | None) -> Block:
    heads = districts.inhabitants if group is None else _people(asking, group)
    rows: list[Row] = []
    behind = []
    for status, found in money.by_status():
        base = total(found)
        divided, members = _divided(districts, found)
        shown: list[URIRef | Words] = [area for area in districts.areas if area in members]
        for area in [*shown, *sorted((w for w in members if isinstance(w, Words)), key=str)]:
            people = heads.get(area) if isinstance(area, URIRef) else None
            amount = divided[area]
            own = sums(members[area])
            told = own["sum"] is not None
            rows.append({
                "area": area, "status": status, **own, "sum": Literal(round(amount, 2)) if told else None,
                "base": Literal(base), "share": part(amount, base) if told else None,
                "heads": None if people is None else Literal(people),
                "perHead": Literal(round(amount / people, 2)) if people and told else None,
            })  # fmt: skip
            behind.append(records(members[area]))
    return rows, behind


def _divided(
    districts: Districts, found: Iterable[Item]
) -> tuple[dict[URIRef | Words, Decimal], dict[URIRef | Words, list[Item]]]:
    """The amounts by area or by the reason why they are in none, and the items in each."""
    amounts: defaultdict[URIRef | Words, Decimal] = defaultdict(Decimal)
    members: defaultdict[URIRef | Words, list[Item]] = defaultdict(list)
    for item in found:
        for area, share in _parts(districts, item).items():
            amounts[area] += share * (item.amount or 0)
            members[area].append(item)
    return amounts, members


def _parts(districts: Districts, item: Item) -> dict[URIRef | Words, Decimal]:
    reached = catchment_of_item(item)
    return {reached: Decimal(1)} if isinstance(reached, Words) else districts.parts(reached)


def catchment_of_item(item: Item) -> set[URIRef] | Words:
    """The areas an item reaches (columns `coverage`, `area`), or why they cannot be said.

    Every coverage has to name its area: an open one might reach anywhere.
    """
    if item.is_for_several:
        return SHARED
    catchments: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in item.rows:
        if row["coverage"] is not None:
            catchments[iri(row["coverage"])] |= {iri(row["area"])} if row["area"] is not None else set()
    if not catchments or not all(catchments.values()):
        return NO_AREA
    return {area for areas in catchments.values() for area in areas}


def provider_type_of_item(item: Item) -> URIRef | Words:
    """The type of the provider (column `providerType`) an item is for; among several, nothing is split."""
    return _single(item, "providerType", _NO_TYPE, _SEVERAL_TYPES)


def level_of_item(item: Item) -> URIRef | Words:
    """The intervention level (column `interventionLevel`) of the offer an item is for; among several, nothing is split."""
    return _single(item, "interventionLevel", _NO_LEVEL, _SEVERAL_LEVELS)


def _single(item: Item, column: str, none: Words, several: Words) -> URIRef | Words:
    if item.is_for_several:
        return SHARED
    found = [value for value in item.values(column) if isinstance(value, URIRef)]
    if not found:
        return none
    return found[0] if len(found) == 1 else several


def _within(asking: Asking, group: URIRef) -> set[URIRef]:
    """The group and all below it."""
    return {iri(row["group"]) for row in asking.reading.facts("groups") if row["broader"] == group}


def _is_only_for(item: Item, groups: set[URIRef]) -> bool:
    """Whether every coverage of what is funded names its groups, and only those."""
    named: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in item.rows:
        if row["coverage"] is not None:
            named[iri(row["coverage"])] |= {iri(row["named"])} if row["named"] is not None else set()
    return bool(named) and all(found and found <= groups for found in named.values())


def _people(asking: Asking, group: URIRef) -> dict[URIRef, Decimal]:
    """Area → people of the group who live there, by the newest value."""
    found: dict[URIRef, Decimal] = {}
    for row in asking.reading.facts("inhabitants_of_group", group=[group]):
        found.setdefault(iri(row["area"]), Decimal(str(row["population"])))
    return found


NO_AREA = Words("ohne Gebiet (Einzugsgebiet nicht erfasst)", "without area (catchment not recorded)")
_NO_TYPE = Words("Trägerart nicht erfasst", "provider type not recorded")
_SEVERAL_TYPES = Words("mehrere Trägerarten, nicht aufgeteilt", "several provider types, not split")
_NO_LEVEL = Words("Interventionsstufe nicht bekannt", "intervention level not known")
_SEVERAL_LEVELS = Words(
    "mehrere Interventionsstufen, nicht aufgeteilt", "several intervention levels, not split"
)
_OTHER_GROUP = Words(
    "Angebot nicht oder nicht nur für diese Zielgruppe", "Offer not, or not only, for this target group"
)
_NO_AREAS = Words(
    "Gebiete der gewählten Ebene sind nicht erfasst; nach Gebieten wird deshalb nichts ausgewiesen.",
    "Areas of the chosen level are not recorded; so nothing is shown by area.",
)
_LEAD = Words(
    "Kommunale Mittel {year}, soweit erfasst: {amounts}",
    "Municipal funds {year}, as far as recorded: {amounts}",
)
_NOTHING = Words(
    "{year}: 0 zählende Posten kommunaler Mittel erfasst, keine Aussage möglich.",
    "{year}: 0 items of municipal funds that count recorded, no statement possible.",
)

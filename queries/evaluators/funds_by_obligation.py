"""D3: municipal money of a year by obligation level, with what a budget freeze would touch."""

from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import SOZ
from ontology.vocabulary import vocabulary
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.money import SHARED, Item, Money, amounts_in_words, grouped, percent, records, shares, total
from queries.reading import day_or_none
from queries.words import Words

_PF = namespace("pf")


def evaluate(asking: Asking) -> Outcome:
    """One row per status and level, the most binding level first."""
    money = Money.asked(asking, only_municipal=True)
    rows: list[Row] = []
    behind = []
    for status, found in money.by_status():
        base = total(found)
        for level, members in sorted(grouped(found, level_of_item), key=lambda group: _place(group[0])):
            bound = [item for item in members if _is_under_contract(asking, item)]
            rows.append({
                "level": level, "status": status, **shares(members, base), "bound": Literal(total(bound)),
                "freeze": _FREEZE.get(level, _NOT_JUDGED),
            })  # fmt: skip
            behind.append(records(members))
    left, left_records = money.left_out()
    said = amounts_in_words(money, _parts)
    lead = (_LEAD if money.counted else _NOTHING).format(year=asking.number("year"), amounts=said)
    return Outcome(
        {"levels": rows, "leftOut": left}, lead, records={"levels": behind, "leftOut": left_records}
    )


def _own_levels(item: Item) -> list[URIRef]:
    """What the item says itself: its own level, else those of its legal bases."""
    return _iris(item, "ownLevel") or _iris(item, "basisLevel")


def level_of_item(item: Item) -> URIRef | Words:
    """The obligation level of an item: its own, else that of its legal bases, else that of the offer it funds."""
    levels = _own_levels(item)
    if not levels and not item.values("basis"):
        if item.is_for_several:
            return SHARED
        levels = _iris(item, "offerLevel") or _iris(item, "offerBasisLevel")
    if not levels:
        return _NOT_STATED
    return levels[0] if len(levels) == 1 else _SEVERAL


def _iris(item: Item, column: str) -> list[URIRef]:
    return sorted(value for value in item.values(column) if isinstance(value, URIRef))


def _is_under_contract(asking: Asking, item: Item) -> bool:
    """Whether a contract binds everything the item funds on the reference date."""
    today, bound = asking.reading.reference_date, set()
    for row in item.rows:
        since, until = day_or_none(row["contractFrom"]), day_or_none(row["contractTo"])
        if since and until and since <= today <= until:
            bound.add(row["funded"])
    return bool(bound) and bound == item.funded


def _place(level: URIRef | Words) -> tuple[int, str]:
    if isinstance(level, Words):
        return 1, level.de
    return -int(str(vocabulary().value(level, SOZ.rank) or 0)), ""


def _parts(found: list[Item]) -> Words:
    """The share of every level in the amounts of one status, those without a level as such."""
    base = total(found)
    if not base:
        return _NO_AMOUNT
    names = (*_SHORT.values(), _SEVERAL_SHORT, SHARED, _NOT_STATED)
    amounts: dict[Words, Decimal] = dict.fromkeys(names, Decimal(0))
    for item in found:
        level = level_of_item(item)
        name = _SHORT[level] if isinstance(level, URIRef) else level
        amounts[_SEVERAL_SHORT if name == _SEVERAL else name] += item.amount or 0
    parts = [
        _PART.format(name=name, share=percent(amount / base)) for name, amount in amounts.items() if amount
    ]
    return Words(": " + ", ".join(p.de for p in parts), ": " + ", ".join(p.en for p in parts))


_DUTY, _SHOULD = Words("Pflicht", "mandatory"), Words("Soll", "should")
_MAY, _VOLUNTARY = Words("Kann", "may"), Words("freiwillig", "voluntary")
_SHORT: dict[URIRef, Words] = {
    _PF["PF-MR"]: _DUTY,
    _PF["PF-MO"]: _DUTY,
    _PF["PF-SO"]: _SHOULD,
    _PF["PF-KA"]: _MAY,
    _PF["PF-FR"]: _VOLUNTARY,
}
_TOUCHED = Words(
    "berührt, soweit nicht durch Vertrag oder Bescheid gebunden", "touched, unless bound by contract or grant"
)
_UNTOUCHED = Words("nicht berührt: gesetzlich gebunden", "not touched: bound by law")
_FREEZE: dict[URIRef | Words, Words] = {
    _PF["PF-MR"]: _UNTOUCHED,
    _PF["PF-MO"]: _UNTOUCHED,
    _PF["PF-SO"]: Words("im Regelfall nicht berührt", "not touched as a rule"),
    _PF["PF-KA"]: _TOUCHED,
    _PF["PF-FR"]: _TOUCHED,
}
_NOT_JUDGED = Words("nicht beurteilbar", "cannot be judged")
_NOT_STATED = Words("ohne Angabe", "not stated")
_SEVERAL = Words("mehrere Grade, nicht aufgeteilt", "several levels, not split")
_SEVERAL_SHORT = Words("mehrere Grade", "several levels")
_PART = Words("{name} {share}", "{name} {share}")
_NO_AMOUNT = Words(", kein Betrag erhoben", ", no amount collected")
_LEAD = Words(
    "Kommunale Mittel {year}, soweit erfasst. {amounts}",
    "Municipal funds {year}, as far as recorded. {amounts}",
)
_NOTHING = Words(
    "{year}: 0 zählende Posten kommunaler Mittel erfasst, keine Aussage möglich.",
    "{year}: 0 items of municipal funds that count recorded, no statement possible.",
)

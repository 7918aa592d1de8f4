"""D5: how much of a provider's money is time-limited, at least and at most."""

from collections import defaultdict
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.money import Item, Money, grouped, records, sums, total
from queries.reading import TRUE, iri
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Providers from the threshold on, below, and not to be judged; those without money recorded among the last."""
    money = Money.asked(asking, only_municipal=False)
    money.keep(_no_single_provider)
    threshold = Decimal(asking.number("threshold")) / 100
    blocks: dict[str, list[Row]] = {"limited": [], "below": [], "unclear": []}
    behind: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    seen: set[URIRef] = set()
    for status, found in money.by_status():
        for provider, members in grouped(found, _provider):
            row: Row = {"provider": provider, "status": status, **_row(members)}
            name = _block(members, threshold)
            if name == "unclear":
                row["reason"] = _NO_AMOUNT if row["share"] is None else _NO_LIMIT
            blocks[name].append(row)
            behind[name].append(records(members))
            seen |= {provider} if isinstance(provider, URIRef) else set()
    for provider, has_none in _providers(asking).items():
        if provider not in seen:
            blocks["unclear"].append({"provider": provider, "reason": _NONE if has_none else _NOT_COLLECTED})
            behind["unclear"].append([provider])
    blocks["leftOut"], behind["leftOut"] = money.left_out()
    size = {name: len({row["provider"] for row in blocks[name]}) for name in ("limited", "below", "unclear")}
    lead = _LEAD.format(
        year=asking.number("year"), providers=counted(size["limited"], *_PROVIDERS), threshold=asking.number("threshold"),
        below=size["below"], unclear=size["unclear"],
    )  # fmt: skip
    return Outcome(blocks, lead, records=behind)


def _is_limited(item: Item) -> bool | None:
    """What the item says, else what is usual for its type; None if neither is known."""
    for column in ("timeLimited", "usual"):
        if said := item.values(column):
            return TRUE in said
    return None


def _row(found: list[Item]) -> Row:
    amounts = {
        limited: total(i for i in found if _is_limited(i) is limited) for limited in (True, False, None)
    }
    lowest, highest = _bounds(found)
    return {
        **sums(found),
        "limited": Literal(amounts[True]),
        "unlimited": Literal(amounts[False]),
        "unknown": Literal(amounts[None]),
        "share": None if lowest is None else Literal(round(lowest, 4)),
        "highest": None if highest is None else Literal(round(highest, 4)),
    }


def _bounds(found: list[Item]) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and largest share that may be time-limited; None where a missing amount leaves it open."""
    kinds = {_is_limited(item) for item in found}
    if kinds == {True}:
        return Decimal(1), Decimal(1)
    if kinds == {False}:
        return Decimal(0), Decimal(0)
    base = total(found)
    if not base or any(item.amount is None for item in found):
        return None, None
    certain = total(item for item in found if _is_limited(item))
    return certain / base, (certain + total(i for i in found if _is_limited(i) is None)) / base


def _block(found: list[Item], threshold: Decimal) -> str:
    lowest, highest = _bounds(found)
    if lowest is None or highest is None:
        return "unclear"
    if lowest >= threshold:
        return "limited"
    return "below" if highest < threshold else "unclear"


def _no_single_provider(item: Item) -> Words | None:
    providers = item.values("provider")
    if not providers:
        return _NO_PROVIDER
    return _SEVERAL if len(providers) > 1 or _is_open(item) else None


def _is_open(item: Item) -> bool:
    """Whether something it funds names no provider."""
    return item.funded != {row["funded"] for row in item.rows if row["provider"] is not None}


def _provider(item: Item) -> URIRef | Words:
    return iri(next(iter(item.values("provider"))))


def _providers(asking: Asking) -> dict[URIRef, bool]:
    """Every provider of an active offer, and whether all its offers are checked to have no funding."""
    blanks: defaultdict[URIRef, list[bool]] = defaultdict(list)
    for row in asking.rows:
        if row["funding"] is None:
            blanks[iri(row["provider"])].append(row["blank"] == SOZ.funds)
    return {provider: all(blanks[provider]) for provider in sorted(blanks)}


_NO_AMOUNT = Words("Betrag eines Postens nicht erhoben", "amount of an item not collected")
_NO_LIMIT = Words("Befristung nicht bekannt", "time limit not known")
_NONE = Words("geprüft: keine Förderung", "checked: no funding")
_NOT_COLLECTED = Words("kein zählender Posten erfasst", "no item that counts recorded")
_NO_PROVIDER = Words("Träger nicht erfasst", "Provider not recorded")
_SEVERAL = Words("Mehrere Träger ohne Aufteilung", "Several providers without split")
_PROVIDERS = (Words("Träger", "provider"), Words("Trägern", "providers"))
_LEAD = Words(
    "{year}: bei {providers} sind mindestens {threshold} % der Mittel befristet, bei {below} weniger, {unclear} {unclear|ist|sind} nicht "
    "beurteilbar (je Stand gezählt, soweit erfasst).",
    "{year}: {providers} with at least {threshold}% of the money time-limited, {below} with less, {unclear} not to be "
    "judged (counted by status, as far as recorded).",
)

"""D1 to D3: who funds what, how municipal money is distributed, what obligation stands behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from plain.tables import (
    TODAY,
    Found,
    Row,
    active,
    check,
    day_of,
    number,
    records,
    table,
    terms,
    upwards,
    valid,
    values,
    within,
    written,
)
from plain.words import code, field, laws, ratio, rounded

CONFIRMED = ("bewilligt", "ausgezahlt")
SEVERAL = "mehrere Angebote, nicht aufgeteilt"
DIFFERS = "Betrag und Anteil der Posten ergeben verschiedene Kosten"
SUM = ("items", "withoutAmount", "sum", "base", "share")


def items(year: str) -> list[Row]:
    """The funding items of a budget year, one per key."""
    return [row for row in records("finanzierung").values() if row["jahr"] == year]


def total(rows: Iterable[Row]) -> Decimal:
    """What the amounts known come to."""
    return sum((number(row["betrag"]) for row in rows if row["betrag"]), Decimal(0))


def blanks(rows: Iterable[Row]) -> int:
    """How many items have no amount."""
    return sum(not row["betrag"] for row in rows)


def by_status(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Amounts of different status are never added."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["status"]].append(row)
    return found


def municipal(row: Row) -> bool:
    """A municipal grant, FT-K or below."""
    return "FT-K" in upwards("funding-types", row["art"])


def day_text(text: str) -> str:
    """A date as answers show it."""
    return day_of(text, TODAY).isoformat() if text else ""


def money(rows: list[Row]) -> str:
    """The sum, or nothing where no amount is known."""
    return "" if blanks(rows) == len(rows) else written(total(rows))


@check(
    "D1",
    {
        "items": (
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
        ),
        "several": ("funding", "payer", "source", "type", "status", "amount", "from", "to"),
        "sums": ("offer", "status", "items", "withoutAmount", "sum", "cost", "difference", "note"),
        "conflicts": ("record", "property", "holds", "lost"),
        "unknown": ("offer",),
    },
)
def who_funds_what() -> Found:
    return set(_funding("2026")) | {("conflicts", "F-SBF-2026-1", "amount", "90000", "88500")}


@check(
    "D1",
    {
        "items": (
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
        ),
        "several": ("funding", "payer", "source", "type", "status", "amount", "from", "to"),
        "sums": ("offer", "status", "items", "withoutAmount", "sum", "cost", "difference", "note"),
        "unknown": ("offer",),
    },
    year="2024",
)
def who_funded_what() -> Found:
    return set(_funding("2024"))


def _funding(year: str) -> Iterator[tuple[str, ...]]:
    offers = {key for key, offer in records("angebot").items() if active(offer, TODAY)}
    single: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in items(year):
        funded = [key for key in values(row, "angebot") if key in offers]
        shared = len(values(row, "angebot")) > 1
        amount = written(number(row["betrag"])) if row["betrag"] else ""
        what = (row["zahlt"], row["topf"], row["art"])
        how = (code("finanzierungsstatus", row["status"]), amount)
        when = (day_text(row["gueltig-ab"]), day_text(row["gueltig-bis"]))
        if funded and shared:
            yield ("several", row["kennung"], *what, *how, *when)
        elif funded:
            share = written(number(row["anteil"])) if row["anteil"] else ""
            yield ("items", funded[0], row["kennung"], *what, *(laws(row) or [""]), *how, share, *when)
            single[funded[0], row["status"]].append(row)
        for key in funded:
            single.setdefault((key, ""), [])
    for (offer, status), rows in single.items():
        if status:
            every = [row for (key, _), found in single.items() if key == offer for row in found]
            cost, shares = _cost(every), any(row["betrag"] and row["anteil"] for row in every)
            note = DIFFERS if shares else "Kostenansatz nicht erhoben"
            figures = _control(rows, cost)
            yield ("sums", offer, code("finanzierungsstatus", status), *figures, "" if cost else note)
    yield from (("unknown", key) for key in offers - {offer for offer, _ in single})


def _control(rows: list[Row], cost: Decimal | None) -> tuple[str, ...]:
    """Items with and without amount, their sum, the cost, and what the sum has more than it if no amount is missing."""
    known, missing = len(rows) - blanks(rows), blanks(rows)
    difference = total(rows) - cost if cost is not None and not missing else None
    return (str(known), str(missing), money(rows), written(cost), written(difference))


def _cost(rows: list[Row]) -> Decimal | None:
    """The cost of an offer from amount and share of each item, if they agree within a hundredth."""
    costs = [number(row["betrag"]) / number(row["anteil"]) for row in rows if row["betrag"] and row["anteil"]]
    agreed = costs and max(costs) - min(costs) <= max(costs) / 100
    return rounded(sum(costs, Decimal(0)) / len(costs)) if agreed else None


def _groups(rows: Iterable[Row], name: Callable[[Row], str]) -> Iterator[tuple[str, ...]]:
    """One row per group and status, with the base of the status."""
    for status, same in by_status(rows).items():
        base = total(same)
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in same:
            groups[name(row)].append(row)
        for key, found in groups.items():
            yield (
                key,
                code("finanzierungsstatus", status),
                *_sums(len(found), blanks(found), total(found), base),
            )


def _sums(count: int, unknown: int, amount: Decimal, base: Decimal) -> tuple[str, ...]:
    shown = rounded(amount)
    return (str(count), str(unknown), written(shown), written(base), written(ratio(amount, base)))


def counting(year: str, statuses: tuple[str, ...]) -> list[Row]:
    """The municipal grants of a year with one of these statuses."""
    return [row for row in items(year) if municipal(row) and row["status"] in statuses]


def needs_of(offer: str) -> set[str]:
    """The needs an offer names."""
    return {need for row in table("abdeckung") if row["angebot"] == offer for need in values(row, "bedarf")}


def top_field(row: Row) -> str:
    """The field an item belongs to as a whole."""
    if len(values(row, "angebot")) > 1:
        return SEVERAL
    fields = {field(need) for offer in values(row, "angebot") for need in needs_of(offer)}
    if len(fields) > 1:
        return "mehrere Handlungsfelder, nicht aufgeteilt"
    return fields.pop() if fields else "ohne Handlungsfeld"


def _provider_type(row: Row) -> str:
    if len(values(row, "angebot")) > 1:
        return SEVERAL
    kinds = {
        records("traeger")[records("angebot")[offer]["traeger"]]["traegerart"]
        for offer in values(row, "angebot")
    }
    return kinds.pop() if len(kinds) == 1 else "mehrere Trägerarten, nicht aufgeteilt"


def _intervention_level(row: Row) -> str:
    """The level of the single offer an item is for: its own, else the one usual for its kind."""
    if len(values(row, "angebot")) > 1:
        return SEVERAL
    offers = [records("angebot")[offer] for offer in values(row, "angebot")]
    levels = {
        level
        for offer in offers
        for level in values(offer, "stufe")
        or terms("offer-types")[offer["angebotsart"]].get("interventionLevelDefault", [])
    }
    if len(levels) > 1:
        return "mehrere Interventionsstufen, nicht aufgeteilt"
    return levels.pop() if levels else "Interventionsstufe nicht bekannt"


def districts() -> dict[str, int]:
    """The districts with their inhabitants."""
    return {
        key: int(row["einwohner"]) for key, row in records("gebiet").items() if row["ebene"] == "Stadtteil"
    }


def reached(offer: str) -> set[str]:
    """The districts in the catchment of an offer."""
    named = {area for row in table("abdeckung") if row["angebot"] == offer for area in values(row, "gebiet")}
    return {key for key in districts() if within(key) & named}


def _by_area(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    heads = districts()
    for status, same in by_status(rows).items():
        amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
        counts: defaultdict[str, int] = defaultdict(int)
        for row in same:
            shared = len(values(row, "angebot")) > 1
            areas = set() if shared else reached(row["angebot"])
            people = sum(heads[area] for area in areas)
            for area in areas or {SEVERAL if shared else "ohne Gebiet (Einzugsgebiet nicht erfasst)"}:
                counts[area] += 1
                amounts[area] += total([row]) * heads[area] / people if areas else total([row])
        for area, amount in amounts.items():
            sums = _sums(counts[area], 0, amount, total(same))
            each = (str(heads[area]), written(rounded(amount / heads[area]))) if area in heads else ("", "")
            yield (area, code("finanzierungsstatus", status), *sums, *each)


def _left_out(year: str) -> Iterator[tuple[str, ...]]:
    for unknown in (True, False):
        rows = [row for row in items(year) if not municipal(row) and (row["art"] == "FT-X") == unknown]
        for status, same in by_status(rows).items():
            yield (code("finanzierungsstatus", status), str(len(same)), str(blanks(same)), money(same))


DISTRIBUTION = {
    "fields": ("field", "status", *SUM),
    "areas": ("area", "status", *SUM, "heads", "perHead"),
    "types": ("providerType", "status", *SUM),
    "levels": ("interventionLevel", "status", *SUM),
    "leftOut": ("status", "items", "withoutAmount", "sum"),
}


def _distribution(year: str, statuses: tuple[str, ...]) -> Found:
    rows = counting(year, statuses)
    return {
        *(("fields", *row) for row in _groups(rows, top_field)),
        *(("areas", *row) for row in _by_area(rows)),
        *(("types", *row) for row in _groups(rows, _provider_type)),
        *(("levels", *row) for row in _groups(rows, _intervention_level)),
    }


@check("D2", DISTRIBUTION)
def distribution_of_municipal_money() -> Found:
    return _distribution("2026", CONFIRMED) | {("leftOut", *row) for row in _left_out("2026")}


@check("D2", {k: v for k, v in DISTRIBUTION.items() if k != "leftOut"}, year="2025", status="ausgezahlt")
def distribution_of_paid_money() -> Found:
    return _distribution("2025", ("ausgezahlt",))


@check("D2", {k: v for k, v in DISTRIBUTION.items() if k != "leftOut"}, year="2024")
def distribution_with_a_grant_to_several_offers() -> Found:
    return _distribution("2024", CONFIRMED)


@check("D2", {k: v for k, v in DISTRIBUTION.items() if k != "leftOut"}, year="2027", status="bewilligt")
def distribution_of_next_year() -> Found:
    return _distribution("2027", ("bewilligt",))


def _level(row: Row) -> str:
    """The level an item states, else that of its norms; where it says neither, that of the offer, if it is a single one."""
    if row["verpflichtung"] or laws(row):
        return _said_level(row)
    if len(values(row, "angebot")) > 1:
        return SEVERAL
    return _said_level(records("angebot")[row["angebot"]])


def _said_level(row: Row) -> str:
    """The level a row states itself, else that of the norms it names; unknown where it says neither."""
    levels = {level for name in laws(row) for level in terms("legal-bases")[name].get("obligationLevel", [])}
    if row["verpflichtung"] or not levels:
        return row["verpflichtung"] or "ohne Angabe"
    return levels.pop() if len(levels) == 1 else "mehrere Grade, nicht aufgeteilt"


def _under_contract(row: Row) -> bool:
    return any(
        contract["status"] in ("", "aktiv")
        and valid(contract, TODAY)
        and set(values(row, "angebot")) <= set(values(contract, "angebot"))
        for contract in records("vereinbarung").values()
        if contract["gueltig-ab"] or contract["gueltig-bis"] or contract["status"]
    )


def _by_level(year: str, statuses: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    rows = counting(year, statuses)
    bound = {(row[0], row[1]): row[4] for row in _groups(filter(_under_contract, rows), _level)}
    for row in _groups(rows, _level):
        yield ("levels", *row, bound.get((row[0], row[1]), "0"))


@check(
    "D3",
    {"levels": ("level", "status", *SUM, "bound"), "leftOut": ("status", "items", "withoutAmount", "sum")},
)
def obligation_of_municipal_money() -> Found:
    return {*_by_level("2026", CONFIRMED), *(("leftOut", *row) for row in _left_out("2026"))}


@check("D3", {"levels": ("level", "status", *SUM, "bound")}, year="2024")
def obligation_with_a_grant_to_several_offers() -> Found:
    return set(_by_level("2024", CONFIRMED))


@check("D3", {"levels": ("level", "status", *SUM, "bound")}, year="2025", status="ausgezahlt")
def obligation_of_paid_money() -> Found:
    return set(_by_level("2025", ("ausgezahlt",)))

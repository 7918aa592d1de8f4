"""D4, D5 and D7: what grants rest on, how much of a provider's money is limited, how grants developed."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from plain.funds import CONFIRMED, blanks, by_status, counting, items, money, municipal, top_field, total
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
    values,
    written,
)
from plain.words import code, rounded


def _decisions(row: Row) -> Iterator[Row]:
    """Decided by today about the grant, a contract for the offer, or the offer."""
    offers = set(values(row, "angebot"))
    about = {row["kennung"]} | offers
    about |= {
        key for key, contract in records("vereinbarung").items() if offers & set(values(contract, "angebot"))
    }
    for decision in records("beschluss").values():
        made = decision["status"] == "beschlossen" and decision["datum"]
        if made and day_of(decision["datum"], TODAY) <= TODAY and about & set(values(decision, "betrifft")):
            yield decision


def _grant_rows(year: str, statuses: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The money of the town is recorded in part only (D-12): what is missing is a hint at most."""
    for row in counting(year, statuses):
        amount = written(number(row["betrag"])) if row["betrag"] else ""
        own = (row["kennung"], code("finanzierungsstatus", row["status"]), amount)
        decisions = list(_decisions(row))
        with_criterion = any(decision["kriterium"] for decision in decisions)
        for decision in decisions or [{"kennung": "", "datum": "", "gremium": ""}]:
            made = day_of(decision["datum"], TODAY).isoformat() if decision["datum"] else ""
            shown = (*own, decision["kennung"], made, decision["gremium"])
            if with_criterion:
                yield ("documented", *shown)
            else:
                yield ("unclear", *shown, "hinweis")


GRANTS = {
    "documented": ("funding", "status", "amount", "decision", "decidedOn", "committee"),
    "missing": ("funding", "status", "amount", "decision", "decidedOn", "committee", "claim"),
    "unclear": ("funding", "status", "amount", "decision", "decidedOn", "committee", "claim"),
}


@check("D4", GRANTS)
def criteria_behind_grants() -> Found:
    return set(_grant_rows("2026", CONFIRMED))


@check("D4", GRANTS, year="2027", status="bewilligt")
def criteria_behind_next_grants() -> Found:
    return set(_grant_rows("2027", ("bewilligt",)))


def limited(row: Row) -> bool | None:
    """Whether an item is limited in time: it says so, else what is usual for its type; None if not known."""
    if row["befristet"]:
        return {"ja": True, "nein": False}.get(row["befristet"])
    usual = terms("funding-types").get(row["art"], {}).get("timeLimitedByDefault", [""])[0]
    return {"true": True, "false": False}.get(usual)


def _provider(row: Row) -> str:
    found = {records("angebot")[offer]["traeger"] for offer in values(row, "angebot")}
    return found.pop() if len(found) == 1 else ""


def _limits(year: str, statuses: tuple[str, ...], threshold: int) -> Iterator[tuple[str, ...]]:
    money_of: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in items(year):
        if row["status"] in statuses and _provider(row):
            money_of[_provider(row), row["status"]].append(row)
    for (provider, status), rows in money_of.items():
        yield _limit(provider, code("finanzierungsstatus", status), rows, Decimal(threshold) / 100)
    providers = {offer["traeger"] for offer in records("angebot").values() if active(offer, TODAY)}
    yield from (("unclear", name, *[""] * 9) for name in providers - {name for name, _ in money_of})


def _limit(provider: str, status: str, rows: list[Row], threshold: Decimal) -> tuple[str, ...]:
    """From the threshold on if the least share reaches it, below if the highest does not, whatever amounts are missing."""
    parts = {kind: total(row for row in rows if limited(row) is kind) for kind in (True, False, None)}
    whole = sum(parts.values(), Decimal(0))
    missing = {limited(row) for row in rows if not row["betrag"]}
    kinds = {limited(row) for row in rows}
    if whole:
        least, most = parts[True] / whole, (parts[True] + parts[None]) / whole
    else:  # what is all limited is so whatever it comes to
        least, most = Decimal(kinds == {True}), Decimal(kinds != {False})
    above, below = least >= threshold and missing <= {True}, most < threshold and missing <= {False}
    block = "limited" if above else "below" if below else "unclear"
    shares = (
        ("", "")
        if block == "unclear" and missing
        else (written(rounded(least, 4)), written(rounded(most, 4)))
    )
    amounts = (written(parts[kind]) for kind in (True, False, None))
    return (block, provider, status, *shares, *amounts, money(rows), str(len(rows)), str(blanks(rows)))


LIMITED = (
    "provider",
    "status",
    "share",
    "highest",
    "limited",
    "unlimited",
    "unknown",
    "sum",
    "items",
    "withoutAmount",
)
LIMITS = {"limited": LIMITED, "below": LIMITED, "unclear": LIMITED}


@check("D5", LIMITS)
def limited_money() -> Found:
    return set(_limits("2026", CONFIRMED, 50))


@check("D5", LIMITS, year="2025", status="ausgezahlt", threshold="30")
def limited_money_paid() -> Found:
    return set(_limits("2025", ("ausgezahlt",), 30))


def price_index() -> dict[int, Decimal]:
    """Year → mean of the recorded values of the consumer price index up to today."""
    wanted = {key for key, row in records("indikator").items() if row["verwendung"] == "Verbraucherpreise"}
    found: defaultdict[int, list[Decimal]] = defaultdict(list)
    for row in table("messwert"):
        if row["indikator"] in wanted and row["wert"] and day_of(row["stichtag"], TODAY) <= TODAY:
            found[day_of(row["stichtag"], TODAY).year].append(number(row["wert"]))
    return {year: sum(each, Decimal(0)) / len(each) for year, each in found.items()}


def _development(since: int, base: int, statuses: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    index = price_index()
    for year in range(since, TODAY.year + 1):
        rows = counting(str(year), statuses)
        if not rows:
            yield ("unknown", str(year))
        for status, same in by_status(rows).items():
            yield ("years", *_year(status, year, same, index, base))
            fields: defaultdict[str, list[Row]] = defaultdict(list)
            for row in same:
                fields[top_field(row)].append(row)
            for name, own in fields.items():
                yield ("fields", name, *_year(status, year, own, index, base))


def _year(status: str, year: int, rows: list[Row], index: dict[int, Decimal], base: int) -> tuple[str, ...]:
    """Nominal, and in prices of the base year where both indices are recorded."""
    both = year in index and base in index
    real = written(rounded(total(rows) * index[base] / index[year])) if both and money(rows) else ""
    shown = written(index[year]) if year in index else ""
    name = code("finanzierungsstatus", status)
    return (name, str(year), str(len(rows)), str(blanks(rows)), money(rows), shown, real)


def _not_counted(since: int) -> Iterator[tuple[str, ...]]:
    rows = [row for year in range(since, TODAY.year + 1) for row in items(str(year))]
    for unknown in (True, False):
        other = [row for row in rows if not municipal(row) and (row["art"] == "FT-X") is unknown]
        for status, same in by_status(other).items():
            yield (
                "leftOut",
                code("finanzierungsstatus", status),
                str(len(same)),
                str(blanks(same)),
                money(same),
            )


YEAR = ("status", "year", "items", "withoutAmount", "sum", "index", "real")
DEVELOPMENT = {"years": YEAR, "fields": ("field", *YEAR), "unknown": ("year",)}


@check("D7", DEVELOPMENT)
def development_of_grants() -> Found:
    return set(_development(2020, 2020, CONFIRMED))


@check("D7", DEVELOPMENT, since="2024", baseYear="2025", status="bewilligt")
def development_in_prices_of_2025() -> Found:
    return set(_development(2024, 2025, ("bewilligt",)))

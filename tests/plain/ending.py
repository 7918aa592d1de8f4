"""A5: offers whose term or money ends within some months, and what becomes of the documented needs without them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from plain.cells import GENERAL, PART, Match, combined, matches
from plain.stated_needs import DOCUMENTED, best, cell_of, claim_of, needs, state
from plain.tables import TODAY, Found, Row, active, check, day_of, later, number, records, valid, values

CONFIRMED, PENDING = ("bewilligt", "ausgezahlt"), ("geplant", "beantragt")
THRESHOLD = Decimal("0.5")


def term(row: Row) -> tuple[date, date]:
    """The days money is for: its own, else its year."""
    year = int(row["jahr"] or 1)
    first = day_of(row["gueltig-ab"], date(year, 1, 1) if row["jahr"] else date.min)
    return first, day_of(row["gueltig-bis"], date(year, 12, 31) if row["jahr"] else date.max)


@cache
def money(offer: str) -> tuple[Row, ...]:
    """The funding rows of an offer."""
    return tuple(row for row in records("finanzierung").values() if offer in values(row, "angebot"))


def payer(row: Row) -> str:
    """Who pays, else the fund it comes from."""
    return row["zahlt"] or row["topf"]


def secured(offer: str, at: date, after: date) -> Decimal | None:
    """The share of today's confirmed shares that is not lost the day after the period; None where none is known."""
    later_on: defaultdict[str, set[str]] = defaultdict(set)
    for row in money(offer):
        first, last = term(row)
        if first <= after <= last:
            later_on[payer(row)].add(row["status"])
    kept: list[Decimal] = []
    for row in money(offer):
        first, last = term(row)
        if row["status"] not in CONFIRMED or not row["anteil"] or not first <= at <= last:
            continue
        said = later_on[payer(row)]
        ends = bool(row["gueltig-bis"]) and day_of(row["gueltig-bis"], date.max) < after
        lost = not said & set(CONFIRMED) and (ends or bool(said & set(PENDING)))
        kept.append(Decimal(0) if lost else number(row["anteil"]))
    return sum(kept, Decimal(0)) if kept else None


def fallen(at: date, after: date) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """The offers that fall away with how, and those whose funding is not known."""
    gone, unknown = {}, set()
    for key, offer in records("angebot").items():
        if not active(offer, at):
            continue
        ends = offer["gueltig-bis"] and day_of(offer["gueltig-bis"], date.max) < after
        share = secured(key, at, after)
        if ends or (share is not None and share < THRESHOLD):
            known = "" if share is None or ends else format(share.normalize(), "f")
            gone[key] = (key, offer["traeger"], offer["gueltig-bis"] if ends else "", known)
        if share is None:
            unknown.add(key)
    return gone, unknown


def _ending(months: int, at: date) -> Iterator[tuple[str, ...]]:
    after = later(at, months) + timedelta(days=1)
    gone, unknown = fallen(at, after)
    for row in gone.values():
        end = day_of(row[2], date.max).isoformat() if row[2] else ""
        yield ("ending", *row[:2], end, row[3])
    yield from (("unknown", key, records("angebot")[key]["traeger"]) for key in unknown)
    for row in needs(at, *DOCUMENTED):
        if not valid(row, after):
            continue
        cell = cell_of(row)
        before, then = matches(*cell, at), matches(*cell, after, gone)
        lost = {match.offer for match in before} & gone.keys()
        was = state(before, claim_of(before, *cell, at), at)
        # what is declared about the list is known today, not then
        claim = claim_of(then, *cell, at)
        now = state(then, claim, after)
        if lost and (held(then) < held(before) or now == "gap" != was):
            block = "gap" if now == "gap" else "weaker"
            yield (block, cell[0], combined(cell[1]), cell[2], was, now, claim, row["kennung"])


def held(found: list[Match]) -> int:
    """Whether a need is covered at least in general (2), in part (1), or not for certain."""
    grade = best(found)
    return 2 if grade >= GENERAL else 1 if grade == PART else 0


CELL = ("need", "group", "area", "before", "state", "claim", "assessment")
SHOW = {
    "ending": ("offer", "provider", "endsOn", "secured"),
    "gap": CELL,
    "weaker": CELL,
    "unknown": ("offer", "provider"),
}


@check("A5", SHOW)
def ending_offers() -> Found:
    return set(_ending(12, TODAY))


@check("A5", SHOW, months="2")
def offers_ending_soon() -> Found:
    return set(_ending(2, TODAY))


@check("A5", SHOW, months="36")
def offers_ending_within_three_years() -> Found:
    return set(_ending(36, TODAY))

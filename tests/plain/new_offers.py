"""E2: public offers begun in a period, and the non-profit ones that were there on that day (domain, E2)."""

from collections.abc import Iterator
from datetime import date

from plain.covering import coverages, day_text
from plain.overlap_classes import (
    FREE,
    INDEPENDENT_FIRST,
    NEEDED,
    PUBLIC,
    cash,
    classed,
    resting_on,
    sectors,
    sovereign,
)
from plain.overlaps import Pair, neighbours
from plain.registers import delivered_under
from plain.tables import TODAY, Found, Row, active, check, day_of, later, records, values

COORDINATION = "AT-N"
ALONE = ("offer", "provider", "start", "claim")
BESIDE = ("offer", "provider", "start", "need", "otherOffer", "otherProvider")
SHOW = {
    "cases": (*BESIDE, "documented", "decision", "rationale"),
    "wanted": (*BESIDE, "kind"),
    "unclear": BESIDE,
    "alone": ALONE,
}


def new_public(since: date, at: date) -> Iterator[Row]:
    """Offers of public providers alone that began in the period, or whose beginning nobody recorded."""
    for offer in records("angebot").values():
        if sectors(offer) != {PUBLIC} or offer["angebotsart"].startswith(COORDINATION):
            continue
        start = offer["gueltig-ab"]
        if not active(offer, day_of(start, at)):
            continue  # planned or dormant
        if not start or since < day_of(start, at) <= at:
            yield offer


def free_beside(offer: Row, start: date) -> Iterator[Pair]:
    """Pairs with a non-profit offer on the same level, as of the day of the beginning."""
    for pair in neighbours(start):
        if offer["kennung"] in (pair.offer, pair.other):
            other = pair.rows[pair.offer == offer["kennung"]]
            levels = {row["stufe"] for row in pair.rows}
            if sectors(other) == {FREE} and ("" in levels or len(levels) == 1):
                yield pair


def judged(pair: Pair, other: Row, start: date) -> str:
    """The class of a pair, "?" where that cannot be said, "" where no independent provider would come first."""
    kind = classed(pair, start)
    pillars = [resting_on(row, start) for row in pair.rows]
    if not all(row["stufe"] for row in pair.rows) or kind == "UE-7":
        return "?"
    if any(sovereign(row) or cash(row) for row in pair.rows):
        return ""
    if not set().union(*pillars) & INDEPENDENT_FIRST:
        return "" if all(map(delivered_under, pair.rows)) else "?"
    return "?" if kind == "UE-5" and not other["gueltig-ab"] else kind


def told(offer: str, at: date) -> tuple[str, str, str]:
    """Whether a decision on an offer gives a reason, which, and the reason."""
    decided = [
        row
        for row in records("beschluss").values()
        if offer in values(row, "betrifft")
        and row["status"] == "beschlossen"
        and day_of(row["datum"], at) <= at
    ]
    if not decided:
        return "keine erfasst (soweit erfasst)", "", ""
    first = min(decided, key=lambda row: (not row["begruendung"], row["kennung"]))
    said = "ja" if first["begruendung"] else "Beschluss ohne erfasste Begründung"
    return said, first["kennung"], first["begruendung"]


def is_open(offer: str, start: date) -> bool:
    """Whether an offer leaves open whom it reaches, for what and where."""
    return not any(
        row["bedarf"] and row["zielgruppe"] and row["gebiet"] for row in coverages(start).get(offer, ())
    )


def new_beside_free(since: date, at: date) -> Iterator[tuple[str, ...]]:
    """Every new public offer: with each non-profit one of its first day, or alone."""
    for offer in new_public(since, at):
        key = offer["kennung"]
        head = (key, offer["traeger"], day_text(offer["gueltig-ab"]))
        if not offer["gueltig-ab"]:
            yield ("unclear", *head, "", "", "")
            continue
        if sovereign(offer) or cash(offer):
            continue
        start = day_of(offer["gueltig-ab"], at)
        found = []
        for pair in free_beside(offer, start):
            other = pair.rows[pair.offer == key]
            row = (*head, pair.need, other["kennung"], other["traeger"])
            kind = judged(pair, other, start)
            if kind == "?":
                found.append(("unclear", *row))
            elif kind == "UE-5":
                found.append(("cases", *row, *told(key, at)))
            elif kind in ("UE-1", "UE-2", NEEDED):
                found.append(("wanted", *row, "" if kind == NEEDED else kind))
        if is_open(key, start) and not any(row[0] == "cases" for row in found):
            found.append(("unclear", *head, "", "", ""))
        yield from found or [("alone", *head, "hinweis")]


@check("E2", SHOW)
def new_public_offers() -> Found:
    return set(new_beside_free(later(TODAY, -36), TODAY))


@check("E2", SHOW, since="2000-01-01")
def new_public_offers_of_this_century() -> Found:
    return set(new_beside_free(date(2000, 1, 1), TODAY))


@check("E2", SHOW, day=date(2025, 11, 24), since="2015-01-01")
def new_public_offers_a_year_ago() -> Found:
    return set(new_beside_free(date(2015, 1, 1), date(2025, 11, 24)))

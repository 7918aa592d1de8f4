"""B3: offers with money from several bodies at the same time, for one kind of cost, for different ones, or unknown which."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from plain.quality import money_on
from plain.registers import delivered_under
from plain.tables import TODAY, Found, Row, active, check, day_of, number, records, upwards, values, written
from plain.words import code

WHOLE = "Gesamtkosten ohne Aufteilung"
GRANTED = ("bewilligt", "ausgezahlt")
NO_FUNDER = {"FT-G", "FT-T", "FT-D"}  # own funds, fees, donations
SAME = ("offer", "costType", "items", "granted", "paid", "withoutSum", "since", "until")
BLOCKS: dict[str, tuple[str, ...]] = {
    "same": SAME,
    "unclear": ("offer", "items"),
    "apart": ("offer", "items"),
}


def payer(row: Row) -> str:
    """Who pays: the body named, else the fund."""
    return row["zahlt"] or row["topf"]


def grants(at: date) -> dict[str, list[Row]]:
    """Active offer → granted or paid items that run on a day, from bodies."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in records("finanzierung").values():
        if (
            row["status"] in GRANTED
            and money_on(row, at)
            and not NO_FUNDER & upwards("funding-types", row["art"])
        ):
            for offer in values(row, "angebot"):
                if active(records("angebot")[offer], at):
                    found[offer].append(row)
    return found


def period(row: Row) -> tuple[date, date]:
    """From when to when an item runs: its days, else its budget year."""
    year = int(row["jahr"])
    return day_of(row["gueltig-ab"], date(year, 1, 1)), day_of(row["gueltig-bis"], date(year, 12, 31))


def funders(rows: list[Row]) -> set[str]:
    """The different bodies behind items."""
    return {payer(row) for row in rows}


def together(rows: list[Row], at: date) -> list[Row]:
    """The items that run together with one of another body."""
    met: set[str] = set()
    for one, other in combinations(rows, 2):
        first, last = (
            pick(days)
            for pick, days in zip((max, min), zip(period(one), period(other), strict=True), strict=True)
        )
        if payer(one) != payer(other) and first <= at <= last:
            met |= {one["kennung"], other["kennung"]}
    return [row for row in rows if row["kennung"] in met]


def sums(rows: list[Row]) -> tuple[str, ...]:
    """Granted and paid apart, and how many items enter no sum: without amount, or for several offers or years."""
    counted = [row for row in rows if row["betrag"] and len(values(row, "angebot")) == 1 and one_year(row)]
    by_status = [[number(row["betrag"]) for row in counted if row["status"] == said] for said in GRANTED]
    return (*(written(sum(found)) if found else "" for found in by_status), str(len(rows) - len(counted)))


def one_year(row: Row) -> bool:
    """Whether an amount is for one year only."""
    first, last = period(row)
    return first.year == last.year


def same_cost(at: date, pillar: str = "") -> Iterator[tuple[str, ...]]:
    """Every offer with several funders stands in one block, per kind of cost if that is shared."""
    for offer, rows in grants(at).items():
        if len(funders(rows)) < 2 or (pillar and pillar not in delivered_under(records("angebot")[offer])):
            continue
        split = [row for row in rows if row["kostenart"] not in ("", WHOLE)]
        shared = False
        for kind in {row["kostenart"] for row in split}:
            found = together([row for row in split if row["kostenart"] == kind], at)
            if found:
                shared = True
                days = (max(period(row)[0] for row in found), min(period(row)[1] for row in found))
                yield ("same", offer, code("kostenart", kind), str(len(found)), *sums(found), *map(str, days))
        if not shared:
            yield ("apart" if len(split) == len(rows) else "unclear", offer, str(len(rows)))


@check("B3", BLOCKS)
def same_cost_today() -> Found:
    return set(same_cost(TODAY))


@check("B3", BLOCKS, day=date(2027, 3, 1))
def same_cost_in_spring() -> Found:
    return set(same_cost(date(2027, 3, 1)))


@check("B3", BLOCKS, pillar="SA-08")
def same_cost_in_youth_welfare() -> Found:
    return set(same_cost(TODAY, "SA-08"))

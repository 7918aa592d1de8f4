"""G1, G2 and G5: needs newly stated, numbers against experience, needs without a measure."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from plain.covering import day_text, documented, month_count, notation, wider
from plain.tables import TODAY, Found, Row, check, day_of, records, upwards, valid, values, within
from plain.words import code

NUMBERS = {"EV-1", "EV-2", "EV-3", "EV-4"}
EXPERIENCE = {"EV-5", "EV-6"}
OTHER = "Richtwert, Norm oder Auftrag"
NEW = ("need", "group", "area", "asOf", "body", "status", "assessment")
STATED = {
    "documented": NEW,
    "methods": ("type", "counts", "number", "base"),
    "reported": NEW,
    "gone": NEW,
    "undated": ("need", "group", "area", "body", "status", "assessment"),
}
SIDES = (
    "need",
    "group",
    "area",
    "numbers",
    "numbersDirection",
    "numbersDay",
    "experience",
    "experienceDirection",
)
BOTH = {"contradictions": SIDES, "unknown": SIDES, "others": SIDES}
MEASURES = {
    "none": ("need", "group", "area", "asOf", "age", "claim", "status", "assessment"),
    "unknown": ("need", "group", "area", "asOf", "age", "measure", "measureStatus", "status", "assessment"),
    "proposed": ("need", "group", "area", "asOf", "age", "measure", "measureStatus", "status", "assessment"),
    "covered": ("need", "group", "area", "asOf", "age", "measure", "measureStatus", "status", "assessment"),
}


def cell(row: Row) -> tuple[str, str, str]:
    """Need, group and area of a statement as an answer shows them."""
    return row["bedarf"], notation(row["zielgruppe"]), row["gebiet"]


def asked_for(row: Row, area: str, area_of_action: str) -> bool:
    """Whether a statement lies in the chosen area and field."""
    here = not area or area in within(row["gebiet"])
    return here and (not area_of_action or area_of_action in upwards("needs", row["bedarf"]))


def kinds(row: Row) -> set[str]:
    """The types of evidence of a statement and of the evidence it names."""
    found = set(values(row, "belegart"))
    for key in values(row, "beleg"):
        for sheet in ("aussage", "dokument"):
            found |= set(values(records(sheet).get(key, {}), "belegart"))
    return found


@check("G1", STATED)
def new_needs() -> Found:
    return set(_stated(date(2025, 11, 24), "", ""))


@check("G1", STATED, since="2024-01-01", within="G-03")
def new_needs_in_suedhang() -> Found:
    return set(_stated(date(2024, 1, 1), "G-03", ""))


@check("G1", STATED, since="2025-01-01", field="BD-SO")
def new_needs_of_community() -> Found:
    return set(_stated(date(2025, 1, 1), "", "BD-SO"))


def _stated(since: date, area: str, area_of_action: str) -> Iterator[tuple[str, ...]]:
    found: list[set[str]] = []
    for row in records("bedarf").values():
        if not asked_for(row, area, area_of_action):
            continue
        who = (row["erklaert-durch"], code("bedarfsstatus", row["status"]), row["kennung"])
        if not row["stichtag"]:
            yield ("undated", *cell(row), *who)
        elif since <= day_of(row["stichtag"], date.min) <= TODAY:
            block = {"geprüft": "documented", "anerkannt": "documented", "gemeldet": "reported"}.get(
                row["status"], "gone"
            )
            block = "gone" if day_of(row["gueltig-bis"], date.max) < TODAY else block
            yield (block, *cell(row), day_text(row["stichtag"]), *who)
            found += [kinds(row)] if block == "documented" else []
    for kind in set().union(*found):
        counts = "Zahlen" if kind in NUMBERS else "Erfahrung" if kind in EXPERIENCE else OTHER
        yield ("methods", kind, counts, str(sum(kind in own for own in found)), str(len(found)))


@check("G2", BOTH)
def numbers_and_experience() -> Found:
    return set(_both("", ""))


@check("G2", BOTH, within="G-02")
def numbers_and_experience_in_nordfeld() -> Found:
    return set(_both("G-02", ""))


def side(row: Row) -> str:
    """Whether a statement rests on numbers or on experience only."""
    own = kinds(row)
    if own & NUMBERS and own & EXPERIENCE:
        return "both"
    return "numbers" if own & NUMBERS else "experience" if own & EXPERIENCE else ""


def _both(area: str, area_of_action: str) -> Iterator[tuple[str, ...]]:
    rows = [
        row
        for row in records("bedarf").values()
        if row["status"] in ("gemeldet", "geprüft", "anerkannt") and valid(row, TODAY)
    ]
    for one, other in product(rows, rows):
        if one["bedarf"] != other["bedarf"] or (side(one), side(other)) != ("numbers", "experience"):
            continue
        groups, areas = (one["zielgruppe"], other["zielgruppe"]), (one["gebiet"], other["gebiet"])
        narrow_group = next((g for w, g in (groups, groups[::-1]) if wider(w, g)), None)
        narrow_area = next((n for w, n in (areas, areas[::-1]) if w in within(n)), None)
        if narrow_group is None or narrow_area is None or (area and area not in within(narrow_area)):
            continue
        if area_of_action and area_of_action not in upwards("needs", one["bedarf"]):
            continue
        directions = {one["richtung"], other["richtung"]}
        block = "unknown" if "" in directions else "others"
        block = "contradictions" if directions == {"steigend", "sinkend"} else block
        left = (one["kennung"], code("richtung", one["richtung"]), day_text(one["stichtag"]))
        right = (other["kennung"], code("richtung", other["richtung"]))
        yield (block, one["bedarf"], notation(narrow_group), narrow_area, *left, *right)


@check("G5", MEASURES)
def needs_without_measure() -> Found:
    return set(_measures("", "", TODAY))


@check("G5", MEASURES, within="G-12")
def needs_without_measure_in_an_area() -> Found:
    return set(_measures("G-12", "", TODAY))


@check("G5", MEASURES, field="BD-SO", day=date(2026, 4, 30))
def needs_without_measure_before() -> Found:
    return set(_measures("", "BD-SO", date(2026, 4, 30)))


def _measures(area: str, area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    decided = ("beschlossen", "laufend", "umgesetzt")
    measures = [row for row in records("massnahme").values() if row["status"] != "verworfen"]
    for row in documented(at):
        if not asked_for(row, area, area_of_action):
            continue
        when = (day_text(row["stichtag"]), str(month_count(day_of(row["stichtag"], at), at)))
        which = (code("bedarfsstatus", row["status"]), row["kennung"])
        own = [m for m in measures if row["kennung"] in values(m, "bearbeitet")]
        vague = [m for m in measures if not m["bearbeitet"] and row["bedarf"] in values(m, "thema")]
        if not own and not vague:
            yield ("none", *cell(row), *when, "hinweis", *which)
        block = "covered" if any(m["status"] in decided for m in own) else "proposed"
        for measure in own or vague:
            how = (measure["kennung"], code("massnahmenstatus", measure["status"]))
            yield (block if own else "unknown", *cell(row), *when, *how, *which)

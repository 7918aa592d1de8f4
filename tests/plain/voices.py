"""G6: whose voice is missing. G3: how many people a need concerns at most."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from plain.covering import day_text, documented, notation, wider
from plain.quality import few
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    later,
    number,
    records,
    terms,
    upwards,
    values,
    within,
    written,
)
from plain.words import code

VOICES = {
    "none": ("group", "last", "claim"),
    "unknown": ("group", "voices", "last", "claim"),
    "partly": ("group", "voices", "last"),
    "heard": ("group", "voices", "last"),
}
PEOPLE = {
    "known": ("need", "group", "area", "people", "unit", "valueStatus", "asOf", "indicator", "observation"),
    "missing": ("need", "group", "area"),
}


def named_groups() -> set[str]:
    """Groups that offers, needs and statements name, without everybody and without headings."""
    named = {
        group
        for sheet in ("abdeckung", "bedarf", "bestand")
        for row in records(sheet).values()
        for group in values(row, "zielgruppe")
    }
    headings = {name for name, said in terms("target-groups").items() if "topConceptOf" in said}
    return named - headings


def speaks(need: Row) -> bool:
    """Whether a stated need rests on those concerned: EV-6, or a statement that speaks as they see it."""
    found = set(values(need, "belegart"))
    for key in values(need, "beleg"):
        evidence = records("aussage").get(key) or records("dokument").get(key, {})
        found |= set(values(evidence, "belegart"))
        found |= {"EV-6"} if evidence.get("sprechperspektive") == "Expert*innen in eigener Sache" else set()
    return "EV-6" in found


def voices(since: date, at: date) -> Iterator[tuple[str, date, bool]]:
    """(group, day, whether it was surely their own voice) of needs and of participation."""
    for row in records("bedarf").values():
        day = day_of(row["stichtag"], date.min)
        if since <= day <= at and speaks(row):
            yield from ((group, day, True) for group in values(row, "zielgruppe"))
    for row in records("beteiligung").values():
        day = day_of(row["datum"], date.min)
        if not row["datum"] or not since <= day <= at:
            continue
        own = row["perspektive"] == "Expert*innen in eigener Sache" or row["art"] == "Befragung Betroffener"
        if own or not row["perspektive"]:
            yield from ((group, day, own) for group in values(row, "zielgruppe"))


@check("G6", VOICES)
def missing_voices() -> Found:
    return set(_voices(later(TODAY, -24), TODAY))


@check("G6", VOICES, since="2026-06-01")
def missing_voices_since_june() -> Found:
    return set(_voices(date(2026, 6, 1), TODAY))


@check("G6", VOICES, day=date(2025, 11, 24))
def missing_voices_a_year_ago() -> Found:
    return set(_voices(date(2023, 11, 24), date(2025, 11, 24)))


def _voices(since: date, at: date) -> Iterator[tuple[str, ...]]:
    heard = list(voices(since, at))
    for group in named_groups():
        own = [day for name, day, sure in heard if sure and notation(name) == notation(group)]
        open_ = [day for name, day, sure in heard if not sure and notation(name) == notation(group)]
        near = [day for name, day, sure in heard if sure and (wider(name, group) or wider(group, name))]
        if own:
            yield ("heard", notation(group), str(len(own)), max(own).isoformat())
        elif open_:
            yield ("unknown", notation(group), str(len(open_)), max(open_).isoformat(), "nicht_beurteilbar")
        elif near:
            yield ("partly", notation(group), str(len(near)), max(near).isoformat())
        else:
            before = [
                day
                for name, day, sure in voices(date.min, since)
                if sure and notation(name) == notation(group)
            ]
            yield ("none", notation(group), max(before).isoformat() if before else "", "hinweis")


@check("G3", PEOPLE)
def reference_population() -> Found:
    return set(_population("", "", TODAY))


@check("G3", PEOPLE, within="BD-SO", area="G-02")
def reference_population_in_nordfeld() -> Found:
    return set(_population("BD-SO", "G-02", TODAY))


@check("G3", PEOPLE, day=date(2025, 12, 15))
def reference_population_before() -> Found:
    return set(_population("", "", date(2025, 12, 15)))


def counted(at: date) -> dict[tuple[str, str], list[Row]]:
    """(group, area) → the newest number of each indicator that counts a population."""
    newest: dict[tuple[str, str, str], Row] = {}
    for row in records("messwert").values():
        population = records("indikator")[row["indikator"]]["verwendung"] == "Bevölkerung einer Gruppe"
        if population and row["zielgruppe"] and day_of(row["stichtag"], date.max) <= at:
            key = (row["indikator"], row["zielgruppe"], row["gebiet"])
            if key not in newest or day_of(row["stichtag"], at) > day_of(newest[key]["stichtag"], at):
                newest[key] = row
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for (_, group, area), row in newest.items():
        found[group, area].append(row)
    return found


def withheld(row: Row) -> bool:
    """Too small itself, suppressed by its source, or a total with such a part."""

    def small(one: Row) -> bool:
        return one["wertstatus"].startswith("gesperrt") or few(one["wert"]) or few(one["fallzahl"])

    same = ("indikator", "zielgruppe", "stichtag", "angebot")
    parts = (one for one in records("messwert").values() if all(one[name] == row[name] for name in same))
    return any(small(one) and row["gebiet"] in within(one["gebiet"]) for one in parts)


def _population(need: str, area: str, at: date) -> Iterator[tuple[str, ...]]:
    numbers = counted(at)
    cells = {
        (row["bedarf"], row["zielgruppe"], place)
        for row in documented(at)
        for place in records("gebiet")
        if row["gebiet"] in within(place) and (not need or need in upwards("needs", row["bedarf"]))
    }
    for tag, group, place in cells:
        if area and area not in within(place):
            continue
        shown = [row for row in numbers.get((group, place), ()) if row["wert"] and not withheld(row)]
        for row in shown:
            about = records("indikator")[row["indikator"]]
            how = (
                written(number(row["wert"])),
                code("einheit", about["einheit"]),
                code("wertstatus", row["wertstatus"]),
            )
            which = (day_text(row["stichtag"]), row["indikator"], row["kennung"])
            yield ("known", tag, notation(group), place, *how, *which)
        if not shown:
            yield ("missing", tag, notation(group), place)

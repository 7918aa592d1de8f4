"""I4 and I5: conditions of access, languages of counselling."""

from collections import defaultdict
from collections.abc import Iterator

from plain.access import answers
from plain.covering import area_fit, coverages, fields, need_fit, needs, reaching
from plain.tables import TODAY, Found, check, upwards, values, written
from plain.words import field, ratio

DEMANDS = ("ZU-STA", "ZU-VB", "ZU-WOH")
CONDITIONS = {
    "demanding": ("offer", "condition", "extent"),
    "fields": ("field", "offers", "recorded", "demanding", "share", "unknown"),
    "unknown": ("offer",),
}
CODES = {
    "Arabisch": "ar",
    "Bulgarisch": "bg",
    "Deutsch": "de",
    "Englisch": "en",
    "Persisch": "fa",
    "Polnisch": "pl",
    "Rumänisch": "ro",
    "Russisch": "ru",
    "Türkisch": "tr",
    "Ukrainisch": "uk",
}
SPOKEN = {"languages": ("language", "own", "interpreted"), "unnamed": ("offer",), "unknown": ("offer",)}


@check("I4", CONDITIONS)
def conditions() -> Found:
    return set(_conditions(""))


@check("I4", CONDITIONS, field="BD-EX")
def conditions_of_livelihood() -> Found:
    return set(_conditions("BD-EX"))


def _conditions(area_of_action: str) -> Iterator[tuple[str, ...]]:
    by_field: defaultdict[str, list[str]] = defaultdict(list)
    for key, row in reaching(TODAY).items():
        if area_of_action and area_of_action not in fields(key):
            continue
        said = answers(row)
        demanded = {name: said[name] for name in DEMANDS if said.get(name, "nein") != "nein"}
        silent = not any(row[name] for name in ("zugang", "zugang-teilweise", "zugang-nein"))
        for name, extent in demanded.items():
            yield ("demanding", key, name, extent)
        if silent:
            yield ("unknown", key)
        for name in {field(tag) for tag in needs(key)}:
            by_field[name].append("silent" if silent else "demanding" if demanded else "free")
    for name, kinds in by_field.items():
        recorded, demanding = len(kinds) - kinds.count("silent"), kinds.count("demanding")
        share = written(ratio(demanding, recorded)) if recorded else ""
        if not area_of_action or name == area_of_action:
            counts = (str(len(kinds)), str(recorded), str(demanding), share, str(kinds.count("silent")))
            yield ("fields", name, *counts)


@check("I5", SPOKEN)
def languages() -> Found:
    return set(_languages("", ""))


@check("I5", SPOKEN, need="BD-EX", area="G-02")
def languages_in_nordfeld() -> Found:
    return set(_languages("BD-EX", "G-02"))


def reach(offer: str, need: str, area: str) -> int:
    """How well the best coverage of an offer meets need and area; 1 where it leaves that open."""
    if not need and not area:
        return 4
    found = []
    for row in coverages(TODAY).get(offer, ()):
        by_need = max((need_fit(tag, need) for tag in values(row, "bedarf")), default=1) if need else 4
        by_area = max((area_fit(tag, area) for tag in values(row, "gebiet")), default=1) if area else 4
        found.append(min(by_need, by_area))
    return max(found, default=1)


def _languages(need: str, area: str) -> Iterator[tuple[str, ...]]:
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, row in reaching(TODAY).items():
        grade = reach(key, need, area)
        if "AT-B" not in upwards("offer-types", row["angebotsart"]) or not grade:
            continue
        own, interpreted = set(values(row, "sprachen")), set(values(row, "dolmetschen"))
        for name in own if grade > 1 else ():
            counts[name][0] += 1
        for name in interpreted - own if grade > 1 else ():
            counts[name][1] += 1
        named = own | interpreted
        if grade > 1 and "ZU-SP" in values(row, "zugang") and not named - {"Deutsch"}:
            yield ("unnamed", key)
        elif grade == 1 or not named:
            yield ("unknown", key)
    for name, (own_count, with_help) in counts.items():
        yield ("languages", f"{name} ({CODES[name]})", str(own_count), str(with_help))

"""I1, I2, I4 and I5: offers that can be used, cover that cannot, conditions, languages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from plain.claims import SURE, claim
from plain.covering import (
    GRADES,
    aged,
    area_fit,
    coverages,
    fits,
    group_fit,
    need_fit,
    notation,
    parts,
    reaching,
)
from plain.tables import TODAY, Found, Row, check, records, terms, upwards, values
from plain.words import field

USE = {
    "usable": ("offer", "fit", "met"),
    "unchecked": ("offer", "fit", "met", "unchecked"),
    "unusable": ("offer", "fit", "met", "lacking", "unchecked"),
}
COVER = {
    "unusable": ("need", "group", "area", "offers", "lacking", "claim"),
    "recorded": ("need", "group", "area", "offers", "lacking", "claim"),
    "unchecked": ("group", "field", "area", "cells", "offers", "unchecked"),
}


def required(groups: Iterable[str]) -> set[str]:
    """The features people of all these groups depend on, by the vocabulary and its wider groups."""
    around = {name for group in groups for part in parts(group) for name in upwards("target-groups", part)}
    return {feature for name in around for feature in terms("target-groups")[name].get("requiredAccess", ())}


def answers(offer: Row) -> dict[str, str]:
    """Feature → ja, teilweise or nein; contradicting answers are none."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for column, word in (("zugang", "ja"), ("zugang-teilweise", "teilweise"), ("zugang-nein", "nein")):
        for feature in values(offer, column):
            said[feature].add(word)
    price = {
        "kostenfrei": "ja",
        "einkommensabhängig": "teilweise",
        "Beitrag": "nein",
        "Selbstzahlung": "nein",
    }
    said["ZU-K1"] |= {price[word] for word in values(offer, "kosten")}
    forms = set(values(offer, "angebotsform"))
    said["ZU-AUF"] |= {"ja"} if "aufsuchend" in forms else set()
    said["ZU-ON"] |= {"ja"} if forms & {"telefonisch", "digital"} else set()
    other = set(values(offer, "sprachen")) - {"Deutsch"} or values(offer, "dolmetschen")
    said["ZU-SP"] |= {"ja"} if other else set()
    demanding = {*values(offer, "zugang"), *values(offer, "zugang-teilweise")} & {"ZU-VB", "ZU-WOH"}
    said["ZU-VF"] |= {"nein"} if demanding else set()
    return {feature: next(iter(words)) for feature, words in said.items() if len(words) == 1}


def label(feature: str) -> str:
    """The German name of a feature."""
    return terms("access-conditions")[feature]["prefLabel"][0]


def named(features: Iterable[str]) -> str:
    """Features by name, in the order of the vocabulary."""
    return ", ".join(map(label, sorted(features)))


def checked(offer: Row, wanted: set[str]) -> tuple[set[str], dict[str, str], set[str]]:
    """Of the features needed: met, lacking with the answer, not checked."""
    said = answers(offer)
    met = {feature for feature in wanted if said.get(feature) == "ja"}
    lacking = {feature: said[feature] for feature in wanted if said.get(feature, "ja") != "ja"}
    return met, lacking, wanted - met - lacking.keys()


def best_fit(offer: str, groups: list[str], need: str, area: str, at: date) -> int:
    """How well an offer reaches one of the groups in the area; without coverage that is uncertain."""
    found = []
    for row in coverages(at).get(offer, ()):
        tags = values(row, "zielgruppe")
        facets = [
            max((aged(group_fit(tag, group), row, group) for tag in tags for group in groups), default=1),
            max((area_fit(tag, area) for tag in values(row, "gebiet")), default=1),
        ]
        if need:
            facets.append(max((need_fit(tag, need) for tag in values(row, "bedarf")), default=1))
        found.append(min(facets))
    return max(found, default=1)


@check("I1", USE, group="ZG-G02")
def usable_with_a_wheelchair() -> Found:
    return set(_usable(["ZG-G02"], set(), "", "G-00"))


@check("I1", USE, group="ZG-E01", need="BD-SO2", area="G-02")
def usable_without_money() -> Found:
    return set(_usable(["ZG-E01"], set(), "BD-SO2", "G-02"))


@check("I1", USE, group="ZG-W01")
def usable_without_home() -> Found:
    return set(_usable(["ZG-W01"], set(), "", "G-00"))


@check("I1", USE, group="ZG-M07", features="ZU-BF1")
def usable_with_another_language() -> Found:
    return set(_usable(["ZG-M07"], {"ZU-BF1"}, "", "G-00"))


def _usable(groups: list[str], more: set[str], need: str, area: str) -> Iterator[tuple[str, ...]]:
    wanted = required(groups) | more
    for key, row in reaching(TODAY).items():
        fit = best_fit(key, groups, need, area, TODAY)
        if not fit:
            continue
        met, lacking, unknown = checked(row, wanted)
        what = (key, f"deckung-{GRADES[fit]}", named(met))
        if lacking:
            answered = ", ".join(f"{label(name)} ({word})" for name, word in sorted(lacking.items()))
            yield ("unusable", *what, answered, named(unknown))
        elif unknown or fit == 1:
            yield ("unchecked", *what, named(unknown))
        else:
            yield ("usable", *what)


@check("I2", COVER)
def cover_of_no_use() -> Found:
    return set(_cover("G-00", "", ""))


@check("I2", COVER, area="G-02", field="BD-SO")
def cover_of_no_use_in_nordfeld() -> Found:
    return set(_cover("G-02", "BD-SO", ""))


@check("I2", COVER, group="ZG-E01")
def cover_of_no_use_without_money() -> Found:
    return set(_cover("G-00", "", "ZG-E01"))


def leaves() -> set[str]:
    """Needs that have no narrower ones."""
    wider = {name for said in terms("needs").values() for name in said.get("broader", ())}
    return set(terms("needs")) - wider


def groups_named() -> set[str]:
    """Groups named by offers, needs or statements."""
    sheets = ("abdeckung", "bedarf", "bestand")
    return {
        group for sheet in sheets for row in records(sheet).values() for group in values(row, "zielgruppe")
    }


def _cover(area: str, need_or_field: str, only: str) -> Iterator[tuple[str, ...]]:
    unknown: defaultdict[tuple[str, str], list[tuple[set[str], set[str]]]] = defaultdict(list)
    for group in groups_named():
        wanted = required([group])
        if not wanted or (only and group != only):
            continue
        for need in leaves():
            if need_or_field and need_or_field not in upwards("needs", need):
                continue
            found = dict(fits(need, group, area, TODAY))
            covering = {
                key: checked(reaching(TODAY)[key], wanted) for key, grade in found.items() if grade >= 3
            }
            if not covering or any(not lacking and not open_ for _, lacking, open_ in covering.values()):
                continue
            maybe = {key: checked(reaching(TODAY)[key], wanted) for key, grade in found.items() if grade == 1}
            unsure = [open_ for _, lacking, open_ in (covering | maybe).values() if not lacking]
            if unsure:
                unknown[group, field(need)].append((set(covering), set().union(*unsure)))
            else:
                missing = {
                    (name, word) for _, lacking, _ in covering.values() for name, word in lacking.items()
                }
                text = ", ".join(f"{label(name)} ({word})" for name, word in sorted(missing))
                weight = claim(need, group, area, TODAY)
                block = "unusable" if weight in SURE else "recorded"
                yield (block, need, notation(group), area, str(len(covering)), text, weight)
    for (group, name), cells in unknown.items():
        keys = set().union(*(one for one, _ in cells))
        features = named(set().union(*(one for _, one in cells)))
        yield ("unchecked", notation(group), name, area, str(len(cells)), str(len(keys)), features)

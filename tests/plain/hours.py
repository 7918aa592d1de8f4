"""A7: help in the evening, at night and at weekends, from the opening hours as they are written."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from plain.cells import WEIGHTS, combined, weight
from plain.claimable import named
from plain.fields_of_action import asked, met
from plain.tables import TODAY, Found, Row, check, values
from plain.words import ratio

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
GERMAN = {"Di": "Tu", "Mi": "We", "Do": "Th", "So": "Su"}
DAY, WEEK = 24 * 60, 7 * 24 * 60
Minutes = frozenset[int]


def minutes(day: int, start: int, end: int) -> Minutes:
    """The minutes of a week from one time of a day to another, over midnight if it ends earlier."""
    length = (end - start) % DAY or DAY
    return frozenset((day * DAY + start + step) % WEEK for step in range(length))


@cache
def windows() -> dict[str, tuple[str, Minutes]]:
    """The parts of the week the definition names: parameter → how it is called, and its minutes."""
    hour = 60
    return {
        "abend": (
            "Abend (Mo–Fr 18–22 Uhr)",
            frozenset().union(*(minutes(day, 18 * hour, 22 * hour) for day in range(5))),
        ),
        "nacht": (
            "Nacht (22–6 Uhr)",
            frozenset().union(*(minutes(day, 22 * hour, 6 * hour) for day in range(7))),
        ),
        "wochenende": (
            "Wochenende (Sa, So 8–20 Uhr)",
            minutes(5, 8 * hour, 20 * hour) | minutes(6, 8 * hour, 20 * hour),
        ),
        "freitag-montag": (
            "Freitag 18 bis Montag 8 Uhr",
            frozenset(range(4 * DAY + 18 * hour, WEEK)) | frozenset(range(8 * hour)),
        ),
    }


@cache
def opened(text: str) -> Minutes | None:
    """The minutes of the week that opening hours name; None where they cannot be told."""
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        if part == "24/7":
            return frozenset(range(WEEK))
        said = re.fullmatch(r"([A-Z][a-z](?:[-,][A-Z][a-z])*) (\d\d):(\d\d)-(\d\d):(\d\d)", part)
        if said is None:
            return None
        start, end = int(said[2]) * 60 + int(said[3]), int(said[4]) * 60 + int(said[5])
        for days in said[1].split(","):
            first, _, last = (GERMAN.get(day, day) for day in days.partition("-"))
            for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
                found |= minutes(day, start, end)
    return frozenset(found) if text else None


def features(offer: Row, window: str) -> bool:
    """Whether a feature of access says what the hours do not."""
    return "ZU-Z24" in values(offer, "zugang") or {"abend": "ZU-ZAB", "wochenende": "ZU-ZWE"}.get(
        window
    ) in values(offer, "zugang")


def _at(need: str, window: str, area: str, group: str, at: date) -> tuple[str, ...] | None:
    sure, perhaps = met(need, group, area, at)
    if not sure and not perhaps:
        return None
    label, asked_for = windows()[window]
    there = {"vor Ort": 0, "telefonisch": 0, "digital": 0}
    unclear, covered = len(perhaps), set[int]()
    for offer in sure.values():
        modes = {"vor Ort" if mode == "aufsuchend" else mode for mode in values(offer, "angebotsform")}
        hours = opened(offer["oeffnungszeiten"])
        if hours is None:
            is_open = features(offer, window)
            unclear += not is_open or not modes
            covered |= asked_for if "ZU-Z24" in values(offer, "zugang") and "vor Ort" in modes else set()
        else:
            is_open = bool(hours & asked_for)
            unclear += is_open and not modes
            covered |= hours & asked_for if "vor Ort" in modes else set()
        for mode in modes & there.keys() if is_open else ():
            there[mode] += 1
    figures = tuple(map(str, (*there.values(), unclear, len(sure) + len(perhaps))))
    share = format(ratio(len(covered), len(asked_for)).normalize(), "f") if covered else ""
    if there["vor Ort"]:
        return ("open", need, label, "covered", "", *figures, share)
    claim = "nicht_beurteilbar" if unclear else _weakest(need, area, group, at)
    sure_of_it = claim in ("belastbar", "vorlaeufig")
    block = ("remote" if there["telefonisch"] or there["digital"] else "none") if sure_of_it else "unknown"
    return (block, need, label, "gap" if sure_of_it else "unknown", claim, *figures, share)


def _weakest(need: str, area: str, group: str, at: date) -> str:
    groups = [group] if group else named()
    return min((weight(need, each, area, at) for each in groups), key=WEIGHTS.index)


def _week(window: str, area: str, under: str, group: str, at: date) -> Iterator[tuple[str, ...]]:
    for need in asked(under):
        for each in [window] if window else windows():
            if row := _at(need, each, area, combined(group) if group else "", at):
                yield row


COLUMNS = ("need", "window", "state", "claim", "onSite", "phone", "online", "unclear", "offers", "share")
SHOW = dict.fromkeys(("none", "remote", "unknown", "open"), COLUMNS)


@check("A7", SHOW)
def help_outside_office_hours() -> Found:
    return set(_week("", "G-00", "", "", TODAY))


@check("A7", SHOW, window="nacht", area="G-10", field="BD-GE")
def help_at_night_in_one_district() -> Found:
    return set(_week("nacht", "G-10", "BD-GE", "", TODAY))

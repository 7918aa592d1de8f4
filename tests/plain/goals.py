"""M1 to M3: goals with what backs them, their targets, and the grounds of measures."""

from datetime import date
from decimal import Decimal

from plain.registers import code, named
from plain.statements import claim
from plain.tables import (
    TODAY,
    Found,
    Row,
    active,
    check,
    day_of,
    number,
    records,
    valid,
    values,
    written,
)

ADOPTED = ("beschlossen", "laufend", "umgesetzt")
DECIDED = "beschlossen"
REFUSED = ("abgelehnt", "verworfen")
DOCUMENTED = ("geprüft", "anerkannt")


def names_in(row: Row, column: str, sheet: str) -> set[str]:
    """The records of one sheet that a cell names."""
    return {key for key in values(row, column) if key in records(sheet)}


def of_goal(measure: Row) -> set[str]:
    return names_in(measure, "ziel", "ziel") | names_in(measure, "bearbeitet", "ziel")


@check(
    "M1",
    {
        "backed": ("goal", "parent", "status", "subGoals", "measures", "offers", "indicators", "decisions"),
        "partly": ("goal", "parent", "status", "subGoals", "indicators", "decisions", "claim"),
        "unlinked": ("goal", "parent", "status", "claim"),
    },
)
def goals_backed() -> Found:
    found: Found = set()
    goals = {key: row for key, row in records("ziel").items() if valid(row, TODAY)}
    for key, goal in goals.items():
        measures = {m: row for m, row in records("massnahme").items() if key in of_goal(row)}
        adopted = {m for m, row in measures.items() if row["status"] in ADOPTED}
        offers = {
            o for o, row in records("angebot").items() if key in values(row, "ziel") and active(row, TODAY)
        }
        about = {b: row for b, row in records("beschluss").items() if key in values(row, "ziel")}
        decisions = {b for b, row in about.items() if row["status"] == DECIDED}
        below = {g for g, row in goals.items() if key in values(row, "teilziel-von")}
        indicators = set(values(goal, "indikator"))
        open_things = {m for m, row in (measures | about).items() if row["status"] not in REFUSED}
        head = (key, goal["teilziel-von"], code("massnahmenstatus", goal["status"]))
        listed = (named("ziel", below), named("massnahme", adopted), named("angebot", offers))
        rest = (named("indikator", indicators), named("beschluss", decisions))
        weight = "hinweis" if claim(("list",), set(), TODAY) != "nicht_beurteilbar" else "nicht_beurteilbar"
        if adopted or offers:
            found.add(("backed", *head, *listed, *rest))
        elif open_things or below or indicators or decisions:
            found.add(("partly", *head, listed[0], *rest, weight))
        else:
            found.add(("unlinked", *head, weight))
    return found


def measured(indicator: str, at: date) -> list[tuple[date, Decimal, Row]]:
    """The values of an indicator for the whole town up to a day, oldest first; what is too small is left out."""
    found = []
    for row in records("messwert").values():
        day = day_of(row["stichtag"], date.max)
        town = row["gebiet"] == "G-00" and not row["zielgruppe"] and not row["angebot"]
        shown = row["wert"] and not (row["fallzahl"] and 0 < int(row["fallzahl"]) < 3)
        if row["indikator"] == indicator and town and shown and day <= at:
            found.append((day, number(row["wert"]), row))
    return sorted(found, key=lambda each: each[0])


def rating(course: list[tuple[date, Decimal, Row]], target: Decimal, due: date, at: date) -> str:
    """Reached, on the way, no progress, missed; "" where nothing can be said."""
    if not course:
        return ""
    first, last = course[0][1], course[-1][1]
    if last == target:
        return "erreicht"
    if len(course) == 1 or first == target:
        return ""
    up = target > first

    def there(value: Decimal) -> bool:
        return value >= target if up else value <= target

    if there(last):
        return "erreicht"
    if due < at:
        since = [value for day, value, _ in course if day >= due]
        return "verfehlt" if since and not there(since[0]) else "erreicht, nicht gehalten" if since else ""
    return "auf dem Weg" if abs(target - last) < abs(target - first) else "ohne Fortschritt"


def ends(course: list[tuple[date, Decimal, Row]]) -> tuple[str, ...]:
    """First value and day, newest value and day, its status."""
    if not course:
        return ("",) * 5
    (start, first, _), (day, last, row) = course[0], course[-1]
    return (written(first), str(start), written(last), str(day), code("wertstatus", row["wertstatus"]))


VALUES = ("firstValue", "firstDay", "value", "day", "valueStatus")
TARGET = ("goal", "indicator", "unit", "target", "targetValue", "due", *VALUES)
ATTAINMENT = {
    "rated": (*TARGET, "light"),
    "unknown": TARGET,
    "untargeted": ("goal", "indicator", "unit", *VALUES),
    "unmeasured": ("goal",),
}


def attainment(at: date) -> Found:
    found: Found = set()
    for key, goal in records("ziel").items():
        if not values(goal, "indikator"):
            found.add(("unmeasured", key))
        for indicator in values(goal, "indikator"):
            course = measured(indicator, at)
            unit = code("einheit", records("indikator")[indicator]["einheit"])
            targets = [
                row
                for row in records("zielwert").values()
                if (row["ziel"], row["indikator"]) == (key, indicator)
            ]
            if not targets:
                found.add(("untargeted", key, indicator, unit, *ends(course)))
            for row in targets:
                due = day_of(row["termin"], date.max)
                light = rating(course, number(row["wert"]), due, at)
                cells = (row["kennung"], written(number(row["wert"])), str(due), *ends(course))
                head = ("rated" if light else "unknown", key, indicator, unit)
                found.add((*head, *cells, *([light] if light else [])))
    return found


@check("M2", ATTAINMENT)
def attained_today() -> Found:
    return attainment(TODAY)


@check("M2", ATTAINMENT, day=date(2026, 1, 15))
def attained_in_january() -> Found:
    return attainment(date(2026, 1, 15))

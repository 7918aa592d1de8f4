"""M3: goal, need, evidence, cost and decision of every measure that was not rejected."""

from datetime import date

from plain.goals import ADOPTED, DECIDED, DOCUMENTED, REFUSED, of_goal
from plain.registers import code, named
from plain.tables import TODAY, Found, Row, check, records, valid, values


def links(key: str, measure: Row, at: date) -> tuple[dict[str, bool], dict[str, bool]]:
    """Link → whether it is recorded, and for recorded ones whether it is there without anything open."""
    goals = {g for g in of_goal(measure) if valid(records("ziel")[g], at)}
    needs = {n: records("bedarf")[n] for n in values(measure, "bearbeitet") if n in records("bedarf")}
    firm = {n for n, row in needs.items() if row["status"] in DOCUMENTED and valid(row, at)}
    about = {b: row for b, row in records("beschluss").items() if key in values(row, "betrifft")}
    about = {b: row for b, row in about.items() if row["status"] not in REFUSED}
    taken = any(row["status"] == DECIDED for row in about.values())
    evidence = [e for row in (*needs.values(), *about.values()) for e in values(row, "beleg")]
    decided = [row for row in about.values() if row["status"] == DECIDED]
    proven = any(values(row, "beleg") for row in (*(needs[n] for n in firm), *decided))
    money = records("finanzierung").keys() | records("foerderprogramm").keys()
    costs = {c for row in about.values() for c in values(row, "betrifft")} & money
    granted = {c for row in decided for c in values(row, "betrifft")} & money
    priced = any(records("finanzierung").get(c, {}).get("betrag") for c in granted)
    adopted = bool(values(measure, "beschluss")) and measure["status"] in ADOPTED
    there = {
        "Ziel": bool(goals),
        "Bedarf": bool(needs),
        "Beleg": bool(evidence),
        "Kosten": bool(costs),
        "Beschluss": bool(about) or bool(values(measure, "beschluss")),
    }
    sure = {"Bedarf": bool(firm), "Beleg": proven, "Kosten": priced, "Beschluss": taken or adopted}
    return there, sure


def grounds(at: date, goal: str = "") -> Found:
    found: Found = set()
    with_measure: set[str] = set()
    for key, measure in records("massnahme").items():
        if measure["status"] in REFUSED:
            continue
        goals = {g for g in of_goal(measure) if valid(records("ziel")[g], at)}
        with_measure |= goals
        if goal and goal not in goals:
            continue
        there, sure = links(key, measure, at)
        missing = ", ".join(name for name, is_there in there.items() if not is_there)
        open_ = {name for name, is_sure in sure.items() if there[name] and not is_sure}
        block = "incomplete" if missing else "open" if open_ else "complete"
        status = code("massnahmenstatus", measure["status"])
        found.add((block, key, status, named("ziel", goals), *([missing] if missing else [])))
    for key, row in records("ziel").items():
        if valid(row, at) and key not in with_measure and goal in ("", key):
            found.add(("goals", key))
    return found


SHOW = {
    "complete": ("measure", "status", "goals"),
    "open": ("measure", "status", "goals"),
    "incomplete": ("measure", "status", "goals", "missing"),
    "goals": ("goal",),
}


@check("M3", SHOW)
def grounds_of_all() -> Found:
    return grounds(TODAY)


@check("M3", SHOW, goal="Z-03")
def grounds_of_one_goal() -> Found:
    return grounds(TODAY, "Z-03")

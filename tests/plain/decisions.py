"""H4 and H5: decisions not carried out, participation before decisions."""

from collections.abc import Iterator
from datetime import date

from plain.covering import day_text
from plain.tables import TODAY, Found, check, day_of, records
from plain.words import code

OPEN = ("decision", "committee", "implementation", "due", "decidedOn", "age")
WAITING = {"overdue": OPEN, "open": OPEN, "unknown": ("decision", "committee", "due", "decidedOn", "age")}
STEPS = {
    "decisions": (
        "decision",
        "status",
        "decidedOn",
        "prescribedSteps",
        "done",
        "pending",
        "missing",
        "undated",
        "voluntary",
    ),
    "steps": ("decision", "step", "participation", "duty", "heldOn"),
    "unknown": ("decision", "status", "decidedOn", "voluntary"),
}


@check("H4", WAITING)
def decisions_not_carried_out() -> Found:
    return set(_waiting(TODAY))


@check("H4", WAITING, day=date(2027, 1, 10))
def decisions_not_carried_out_later() -> Found:
    return set(_waiting(date(2027, 1, 10)))


def _waiting(at: date) -> Iterator[tuple[str, ...]]:
    for key, row in records("beschluss").items():
        if row["status"] != "beschlossen" or day_of(row["datum"], date.min) > at:
            continue
        age = str((at - day_of(row["datum"], at)).days) if row["datum"] else ""
        when = (day_text(row["frist"]), day_text(row["datum"]), age)
        if row["umsetzung"] in ("offen", "teilweise umgesetzt"):
            block = "overdue" if day_of(row["frist"], date.max) < at else "open"
            yield (block, key, row["gremium"], code("umsetzung", row["umsetzung"]), *when)
        elif not row["umsetzung"]:
            yield ("unknown", key, row["gremium"], *when)


@check("H5", STEPS)
def participation() -> Found:
    return set(_participation(TODAY))


@check("H5", STEPS, day=date(2026, 8, 1))
def participation_before() -> Found:
    return set(_participation(date(2026, 8, 1)))


def _participation(at: date) -> Iterator[tuple[str, ...]]:
    for key, row in records("beschluss").items():
        decided = day_of(row["datum"], date.max) if row["datum"] else None
        taken = row["status"] == "beschlossen" and (decided is None or decided <= at)
        results: list[str] = []
        further = 0
        own = [step for step in records("beteiligung").values() if step["beschluss"] == key]
        for step in own:
            held = day_of(step["datum"], date.max)
            what = (
                step["kennung"],
                code("beteiligungsart", step["art"]),
                step["vorgeschrieben"] or "nicht erhoben",
            )
            yield ("steps", key, *what, day_text(step["datum"]))
            if step["vorgeschrieben"] != "ja":
                further += held <= at
                continue
            if taken and decided is None:
                results.append("undated" if held <= at else "missing")
            elif held <= at and (decided is None or held <= decided):
                results.append("done")
            else:
                results.append("missing" if taken else "pending")
        which = (code("beschlussstatus", row["status"]), day_text(row["datum"]))
        if results:
            counts = (str(results.count(name)) for name in ("done", "pending", "missing", "undated"))
            yield ("decisions", key, *which, str(len(results)), *counts, str(further))
        else:
            yield ("unknown", key, *which, str(further))

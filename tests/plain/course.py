"""L2: the state of every documented need on several days; a day counts where the list was mostly recorded then."""

from datetime import date

from plain.cells import GENERAL, RANKS, combined, matches, statements
from plain.stated_needs import DOCUMENTED, best, cell_of, claim_of, needs, state
from plain.tables import TODAY, Found, check, later, upwards, within

ORDER = ("gap", "thin", "covered")
WAY = {-1: "schlechter gedeckt", 0: "gleich", 1: "besser gedeckt"}


def judged(cell: tuple[str, str, str], at: date) -> bool:
    """Whether the list of offers was at least mostly recorded for a cell (ES-2), by a statement that still counts."""
    need, group, area = cell
    rows = statements("Angebotsliste", at, need, group, area)
    return max((RANKS[row["ergebnis"]] for row in rows), default=0) >= 3


def course(at: date, months: int, steps: int, field: str = "", area: str = "") -> Found:
    found: Found = set()
    states: dict[tuple[str, str, str], list[tuple[date, str]]] = {}
    for day in [later(at, -months * back) for back in range(steps, -1, -1)]:
        counted = dict.fromkeys(("covered", "thin", "gap", "unknown"), 0)
        cells = {cell_of(row) for row in needs(day, *DOCUMENTED)}
        cells = {
            c
            for c in cells
            if (not field or field in upwards("needs", c[0])) and (not area or area in within(c[2]))
        }
        for cell in cells:
            hits = matches(*cell, day)
            claim = claim_of(hits, *cell, day)
            here = state(hits, claim, day) if judged(cell, day) else "unknown"
            counted[here] += 1
            if here == "unknown":
                continue
            states.setdefault(cell, []).append((day, here))
            offers = {m.offer for m in hits if m.grade == best(hits)}
            providers = {m.provider for m in hits if m.grade >= GENERAL}
            need, group, where = cell
            cells_of = (str(day), need, combined(group), where, here, str(len(offers)), str(len(providers)))
            found.add(("course", *cells_of))
        found.add(("days", str(day), str(len(cells)), *map(str, counted.values())))
    for (need, group, where), seen in states.items():
        head = (need, combined(group), where)
        (first, start), (last, end) = seen[0], seen[-1]
        if len(seen) == 1:
            found.add(("once", *head, str(last), end))
        else:
            step = ORDER.index(end) - ORDER.index(start)
            change = WAY[(step > 0) - (step < 0)]
            found.add(("changes", *head, str(first), start, str(last), end, change, str(len(seen))))
    return found


COURSE = {
    "changes": ("need", "group", "area", "firstDay", "firstState", "lastDay", "state", "change", "judged"),
    "once": ("need", "group", "area", "lastDay", "state"),
    "days": ("day", "documented", "covered", "thin", "gap", "unknown"),
    "course": ("day", "need", "group", "area", "state", "offers", "providers"),
}


@check("L2", COURSE)
def course_of_three_years() -> Found:
    return course(TODAY, 6, 6)


@check("L2", COURSE, months="3", steps="4", field="BD-SC")
def course_of_protection() -> Found:
    return course(TODAY, 3, 4, "BD-SC")

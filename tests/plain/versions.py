"""L4: what the deliveries of 2026-11 changed against those of 2025-11."""

from datetime import date
from functools import cache

from plain.past import undelivered
from plain.sources import SINGLE
from plain.tables import (
    DELIVERIES,
    TODAY,
    Found,
    Row,
    check,
    day_of,
    rank,
    values,
    workbooks,
)

FIRST = "2025-11"
CLASSES = {
    "abdeckung": "Coverage",
    "anerkennung": "Recognition",
    "anforderung": "CriterionRequirement",
    "angebot": "Offer",
    "aussage": "Statement",
    "bedarf": "NeedAssessment",
    "beschluss": "Decision",
    "bestand": "InventoryStatement",
    "beteiligung": "ParticipationEvent",
    "bewertung": "Evaluation",
    "dokument": "Document",
    "finanzierung": "Funding",
    "foerderprogramm": "FundingProgramme",
    "gebiet": "Area",
    "gremium": "Committee",
    "herausforderung": "Challenge",
    "indikator": "Indicator",
    "kooperation": "Cooperation",
    "kriterium": "QualityCriterion",
    "massnahme": "Measure",
    "messwert": "Observation",
    "mitgliedschaft": "Membership",
    "richtwert": "Benchmark",
    "standort": "Site",
    "topf": "FundingSource",
    "traeger": "Provider",
    "vereinbarung": "Contract",
    "ziel": "Goal",
    "zielwert": "IndicatorTarget",
    "kostentraeger": "CostBearer",
}
CHECKED = ("geprueft", "bestaetigt")


@cache
def described(early: bool) -> dict[str, tuple[str, dict[str, frozenset[str]]]]:  # noqa: FBT001 which of two
    """Key → class and, per column, all that is said; one record may stand in two tables."""
    rows: dict[tuple[str, str, str], Row] = {}
    for path, (source, sheets) in zip(sorted(DELIVERIES.rglob("*.xlsx")), workbooks(), strict=True):
        for sheet in CLASSES if path.parent.name == FIRST or not early else ():
            for row in sheets.get(sheet, ()):
                rows[sheet, source, row["kennung"]] = row
    found: dict[str, tuple[str, dict[str, frozenset[str]]]] = {}
    for (sheet, _, key), row in sorted(rows.items(), key=lambda item: rank(item[0][1])):
        cls, said = found.get(key, (CLASSES[sheet], {}))
        told = {column: frozenset(values(row, column)) for column, text in row.items() if text}
        united = {c: v | said.get(c, frozenset()) for c, v in told.items() if c not in SINGLE}
        found[key] = (min(cls, CLASSES[sheet]), said | told | united)
    return found


def is_over(said: dict[str, frozenset[str]], at: date) -> bool:
    """Whether a period is past, or an offer is said to have ended."""
    row = {column: next(iter(found)) for column, found in said.items() if column.startswith("gueltig-bis")}
    return day_of(row.get("gueltig-bis"), date.max) < at or "beendet" in said.get("status", ())


def changes(at: date) -> Found:
    before, now = described(early=True), described(early=False)
    found: Found = set()
    count: dict[str, dict[str, int]] = {}
    for key, (cls, said) in now.items():
        tally = count.setdefault(
            cls, dict.fromkeys(("then", "today", "new", "changed", "ended", "confirmed"), 0)
        )
        tally["today"] += 1
        if key not in before:
            tally["new"] += 1
            found.add(("new", cls, key))
            continue
        tally["then"] += 1
        old = before[key][1]
        differing = {column for column in said.keys() | old.keys() if said.get(column) != old.get(column)}
        if differing - {*CHECKED}:
            tally["changed"] += 1
            found.add(("changed", cls, key))
        elif differing:
            tally["confirmed"] += 1
        if is_over(said, at) and not is_over(old, at):
            tally["ended"] += 1
            found.add(("ended", cls, key))
        gone = undelivered(next(s for s, c in CLASSES.items() if c == cls)).get(key)
        if gone and not (is_over(said, at) and not is_over(old, at)):
            found.add(("undelivered", cls, key, str(gone)))
    for cls, tally in count.items():
        found.add(("summary", cls, *map(str, tally.values())))
    return found


SHOW = {
    "summary": ("class", "then", "today", "new", "changed", "ended", "confirmed"),
    "new": ("class", "record"),
    "changed": ("class", "record"),
    "ended": ("class", "record"),
    "undelivered": ("class", "record", "since"),
    "removed": ("class", "record"),
}


@check("L4", SHOW)
def changes_of_a_year() -> Found:
    return changes(TODAY)

"""A second, plain reading of the authored tables gives every verdict of the truth table.

It shares nothing with the questions: no graph, no derived facts, no SPARQL. So the truth table is checked without the
code it is there to check. Definitions: grade = worst facet of a coverage, best coverage of a cell; claim = best
statement per aspect, 24 months; state as `wahrheit.csv` explains it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from rdflib import SKOS, URIRef

from examples.authoring import Row, read_table
from ontology.namespaces import namespace
from ontology.terms import SOZ
from ontology.vocabulary import vocabulary

TOWN = Path(__file__).parents[1] / "examples" / "beispielau"
LATEST = "2026-11"
GRADES = ("keine", "ungewiss", "Teildeckung", "nur allgemein", "spezifisch")
RANKS = {"ES-1": 4, "Fehlanzeige": 4, "ES-2": 3, "ES-3": 2, "ES-4": 1}
PREFIX = {"ZG": "zg", "BD": "bd"}


@dataclass(frozen=True)
class Hit:
    grade: int
    provider: str
    until: date


@cache
def table(sheet: str) -> tuple[Row, ...]:
    """What holds after the latest deliveries: a record that one of them lacks stays as it was."""
    found: dict[tuple[str, str], Row] = {}
    for path in sorted((TOWN / "quellen").glob(f"*/{sheet}.csv")):
        for row in sorted(read_table(path), key=lambda r: r["lieferung"] == LATEST):
            found[path.parent.name, row["kennung"]] = row
    return tuple(found.values())


@cache
def offers() -> dict[str, Row]:
    """Offers by key; a line of the editors about a provider's offer adds nothing that matters here."""
    return {row["kennung"]: row for row in sorted(table("angebot"), key=lambda r: bool(r["standort"]))}


def values(row: Row, name: str) -> list[str]:
    return [part.strip() for part in row.get(name, "").split(";") if part.strip()]


def day(text: str | None, otherwise: date) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date() if text else otherwise  # noqa: DTZ007 a calendar day


def concept(notation: str) -> URIRef:
    return URIRef(str(namespace(PREFIX[notation[:2]])) + notation)


@cache
def upwards(notation: str) -> frozenset[str]:
    """A term and all it is part of."""
    above = vocabulary().transitive_objects(concept(notation), SKOS.broader)
    return frozenset(str(vocabulary().value(term, SKOS.notation)) for term in above)


@cache
def area_upwards(key: str) -> frozenset[str]:
    parent = next(row["teil-von"] for row in table("gebiet") if row["kennung"] == key)
    return frozenset({key}) | (area_upwards(parent) if parent else frozenset())


def parts(group: str) -> list[str]:
    return [part.strip() for part in group.split("+")]


def need_fit(tag: str, need: str) -> int:
    if tag == need:
        return 4
    return 3 if tag in upwards(need) else 2 if need in upwards(tag) else 0


def group_fit(tag: str, group: str) -> int:
    if tag == group:
        return 4
    around = frozenset().union(*map(upwards, parts(group)))
    if tag == "ZG-0" or all(part in around for part in parts(tag)):
        return 3
    above_tag = frozenset().union(*map(upwards, parts(tag)))
    return 2 if all(part in above_tag for part in parts(group)) else 0


def ages(group: str) -> tuple[int | None, int | None]:
    low = [vocabulary().value(concept(part), SOZ.minAge) for part in parts(group)]
    high = [vocabulary().value(concept(part), SOZ.maxAge) for part in parts(group)]
    return (
        max((int(str(age)) for age in low if age is not None), default=None),
        min((int(str(age)) for age in high if age is not None), default=None),
    )


def aged(fit: int, coverage: Row, group: str) -> int:
    low, high = ages(group)
    stated = [coverage.get("alter-von"), coverage.get("alter-bis")]
    if (low is None and high is None) or not any(stated):
        return fit
    first, last = (int(stated[0] or 0), int(stated[1] or 999))
    low, high = low or 0, 999 if high is None else high
    if first > high or last < low:
        return 0
    return fit if first <= low and last >= high else min(fit, 2)


def area_fit(catchment: str, area: str) -> int:
    return 4 if catchment in area_upwards(area) else 2 if area in area_upwards(catchment) else 0


def grade_of(coverage: Row, need: str, group: str, area: str) -> int:
    """The worst facet; a facet that is left open is uncertain (1), one that does not fit excludes (0)."""
    return min(
        max((need_fit(tag, need) for tag in values(coverage, "bedarf")), default=1),
        max(
            (aged(group_fit(tag, group), coverage, group) for tag in values(coverage, "zielgruppe")),
            default=1,
        ),
        max((area_fit(tag, area) for tag in values(coverage, "gebiet")), default=1),
    )


def until(offer: Row, coverage: Row, at: date) -> date | None:
    """Last day of coverage if it is valid at a date."""
    ended_somewhen = offer["status"] == "beendet" and not offer.get("gueltig-bis")
    if (
        offer["status"] not in ("aktiv", "beendet")
        or ended_somewhen
        or offer["angebotsart"].startswith("AT-N")
    ):
        return None
    first = max(day(row.get("gueltig-ab"), date.min) for row in (offer, coverage))
    last = min(day(row.get("gueltig-bis"), date.max) for row in (offer, coverage))
    return last if first <= at <= last else None


def hits(need: str, group: str, area: str, at: date) -> list[Hit]:
    found = []
    for coverage in table("abdeckung"):
        offer = offers()[coverage["angebot"]]
        last, grade = until(offer, coverage, at), grade_of(coverage, need, group, area)
        if last and grade:
            found.append(Hit(grade, offer["traeger"], last))
    return found


def later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def claim(need: str, group: str, area: str, at: date) -> str:
    around = frozenset().union(*map(upwards, parts(group)))
    best = {"Angebotsliste": 0, "Abdeckungsangaben": 0}
    for row in table("bestand"):
        made = day(row["stichtag"], date.min)
        holds = (
            made <= at <= later(made, 24)
            and not row.get("angebotsart")
            and not row.get("saeule")
            and any(tag in area_upwards(area) for tag in values(row, "gebiet"))
            and (not row["bedarf"] or any(tag in upwards(need) for tag in values(row, "bedarf")))
            and (not row["zielgruppe"] or any(tag in around for tag in values(row, "zielgruppe")))
        )
        for aspect in best if holds else ():
            if aspect in values(row, "aspekt"):
                best[aspect] = max(best[aspect], RANKS[row["ergebnis"]])
    listed, covered = best.values()
    if listed <= 1:
        return "nicht_beurteilbar"
    if listed == 2 or (covered < 4 and silent_offers(at)):
        return "hinweis"
    return "belastbar" if listed == 4 else "vorlaeufig"


def silent_offers(at: date) -> int:
    covered = {coverage["angebot"] for coverage in table("abdeckung")}
    return sum(key not in covered and until(offer, {}, at) is not None for key, offer in offers().items())


def verdict(need: str, group: str, area: str, at: date) -> tuple[str, str, str]:
    """Grade, claim (for "keine" only) and state."""
    found = hits(need, group, area, at)
    grade = max((hit.grade for hit in found), default=0)
    if grade == 0:
        weight = claim(need, group, area, at)
        return GRADES[0], weight, "gap" if weight in ("belastbar", "vorlaeufig") else "unknown"
    if grade == 1:
        return GRADES[1], "", "unknown"
    providers = {hit.provider for hit in found if hit.grade >= 3}
    ends = max(hit.until for hit in found if hit.grade == grade) <= later(at, 12)
    thin = grade < 4 or len(providers) == 1 or ends
    return GRADES[grade], "", "thin" if thin else "covered"


TRUTH = read_table(TOWN / "wahrheit.csv")


def test_the_truth_table_plants_every_outcome_often_enough():
    assert len(TRUTH) >= 30
    assert {row["grad"] for row in TRUTH} == set(GRADES)
    assert {row["aussage"] for row in TRUTH} == {
        "",
        "belastbar",
        "vorlaeufig",
        "hinweis",
        "nicht_beurteilbar",
    }
    assert {row["zustand"] for row in TRUTH} == {"covered", "thin", "gap", "unknown"}


@pytest.mark.parametrize(
    "row", TRUTH, ids=lambda r: f"{r['bedarf']}-{r['zielgruppe']}-{r['gebiet']}-{r['stichtag']}"
)
def test_a_plain_reading_of_the_tables_comes_to_the_same_verdict(row: Row):
    found = verdict(row["bedarf"], row["zielgruppe"], row["gebiet"], date.fromisoformat(row["stichtag"]))
    assert found == (row["grad"], row["aussage"], row["zustand"]), row["begruendung"]


@pytest.mark.parametrize("row", [r for r in TRUTH if r["bedarfsnummer"]], ids=lambda r: r["bedarfsnummer"])
def test_the_truth_table_speaks_of_the_stated_needs(row: Row):
    need = next(need for need in table("bedarf") if need["kennung"] == row["bedarfsnummer"])
    assert (need["bedarf"], need["zielgruppe"], need["gebiet"]) == (
        row["bedarf"],
        row["zielgruppe"],
        row["gebiet"],
    )
    mark = {"geprüft": "ja", "anerkannt": "ja", "gemeldet": "gemeldet"}.get(need["status"], "nein")
    assert row["dokumentiert"] == mark

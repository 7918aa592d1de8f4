"""The fictional town is big enough, speaks the vocabularies, contradicts itself nowhere by accident and names nothing real."""

import itertools
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from examples.authoring import Row, read_table
from ontology.iris import is_key
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.vocabulary import find_concept
from shapes import sheet_specs

TOWN = Path(__file__).parents[1] / "examples" / "beispielau"
DATES = ("2025-11", "2026-11")
TABLES = sorted((TOWN / "quellen").glob("*/*.csv"))
SHEETS = [path for path in TABLES if path.stem != "finanzierungsreihe"]


@cache
def specs() -> dict[str, SheetSpec]:
    return {spec.tag.removeprefix("#"): spec for spec in sheet_specs()}


def column(sheet: str, name: str) -> ColumnSpec:
    found = specs()[sheet].column(f"#{sheet}+{name}")
    assert found is not None, f"{sheet}.csv: the template has no column {name}"
    return found


def rows(sheet: str, date: str = "2026-11") -> list[Row]:
    """All rows of a sheet at a date, whoever delivers them."""
    return [
        row
        for path in TABLES
        if path.stem == sheet
        for row in read_table(path)
        if row["lieferung"] in ("beide", date)
    ]


def values(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def test_the_town_has_a_believable_size():
    offers = {row["kennung"] for row in rows("angebot")}
    assert len({row["traeger"] for row in rows("angebot")}) >= 60
    assert len(offers) >= 250
    assert sum(row["ebene"] == "Stadtteil" for row in rows("gebiet")) == 12
    assert len(rows("bedarf")) >= 40
    assert len(rows("kooperation")) >= 30
    assert len(rows("vereinbarung")) >= 20
    assert len(rows("gremium")) >= 15
    assert len(rows("finanzierung")) + len(rows("finanzierungsreihe")) >= 300


def test_every_kind_of_provider_of_cooperation_and_of_inventory_statement_occurs():
    kinds = {row["traegerart"] for row in rows("traeger")}
    assert {
        "TT-O1", "TT-O2", "TT-F1", "TT-F2", "TT-F3", "TT-F4", "TT-F5", "TT-F6", "TT-F7", "TT-F8", "TT-F9", "TT-R",
        "TT-P", "TT-S1", "TT-S2", "TT-S3", "TT-A",
    } <= kinds  # fmt: skip
    assert {row["art"] for row in rows("kooperation")} == {f"KO-{number}" for number in range(9)}
    assert {row["ergebnis"] for row in rows("bestand")} == {"ES-1", "ES-2", "ES-3", "ES-4", "Fehlanzeige"}
    aspects = {aspect for row in rows("bestand") for aspect in values(row["aspekt"])}
    assert len(aspects) == 6


def test_all_thirteen_fields_of_need_are_served():
    fields = {need[:5] for row in rows("abdeckung") for need in values(row["bedarf"])}
    assert len(fields) == 13


def test_documented_needs_rest_on_statistics_on_practice_and_on_lived_experience():
    kinds = {kind for row in rows("bedarf") for kind in values(row["belegart"])}
    assert {"EV-1", "EV-5", "EV-6"} <= kinds
    assert {row["status"] for row in rows("bedarf")} == {
        "gemeldet",
        "geprüft",
        "anerkannt",
        "verworfen",
        "erledigt",
    }


def test_experts_by_experience_sit_in_committees():
    assert sum(row["rolle"] == "Expertise in eigener Sache" for row in rows("mitgliedschaft")) >= 10


def test_money_of_four_years_has_several_states_and_gaps():
    grants = rows("finanzierung")
    assert {row["jahr"] for row in grants} >= {"2024", "2025", "2026", "2027"}
    assert {row["status"] for row in grants} == {
        "geplant",
        "beantragt",
        "bewilligt",
        "abgelehnt",
        "ausgezahlt",
    }
    assert any(not row["betrag"] for row in grants)
    assert any(len(values(row["angebot"])) > 1 for row in grants)


def test_some_facets_are_open_on_purpose():
    coverages = rows("abdeckung")
    for facet in ("gebiet", "bedarf", "zielgruppe"):
        assert any(not row[facet] for row in coverages), f"no coverage leaves {facet} open"
    covered = {row["angebot"] for row in coverages}
    silent = [
        row
        for row in rows("angebot")
        if row["kennung"] not in covered and not row["angebotsart"].startswith("AT-N")
    ]
    assert len(silent) >= 3


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_headers_are_columns_of_the_template_and_required_cells_are_filled(path: Path):
    required = {spec.tag.split("+")[1] for spec in specs()[path.stem].columns if spec.required}
    for row in read_table(path):
        for name in row.keys() - {"lieferung"}:
            column(path.stem, name)
        empty = [name for name in required if not row.get(name)]
        assert not empty, f"{row['kennung']}: {empty} empty"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_term_is_in_the_vocabulary(path: Path):
    for row in read_table(path):
        for name, text in row.items():
            if name == "lieferung" or not text:
                continue
            spec = column(path.stem, name)
            if spec.kind is not Kind.CONCEPT:
                continue
            for value in values(text):
                for part in value.split(" + "):
                    assert spec.scheme is not None
                    known = find_concept(spec.scheme, part)
                    allowed = known is not None or (name == "ergebnis" and part == "Fehlanzeige")
                    assert allowed, f"{row['kennung']}, {name}: {part}"


@pytest.mark.parametrize("date", DATES)
def test_keys_are_unique_per_source_and_sheet_and_fit_into_an_iri(date: str):
    for path in SHEETS:
        keys = [row["kennung"] for row in read_table(path) if row["lieferung"] in ("beide", date)]
        assert not [key for key, number in Counter(keys).items() if number > 1], (
            f"{path.parent.name}/{path.stem}"
        )
        assert all(map(is_key, keys))


@pytest.mark.parametrize("date", DATES)
def test_references_lead_to_a_record_of_the_same_date(date: str):
    slug = {spec.cls: sheet for sheet, spec in specs().items()}
    known = {sheet: {row["kennung"] for row in rows(sheet, date)} for sheet in specs()}
    for path in SHEETS:
        for row in (r for r in read_table(path) if r["lieferung"] in ("beide", date)):
            for name, text in row.items():
                if name == "lieferung" or not text or column(path.stem, name).kind is not Kind.REFERENCE:
                    continue
                targets = set().union(*(known[slug[cls]] for cls in column(path.stem, name).classes))
                lost = [key for key in values(text) if key not in targets]
                assert not lost, f"{path.parent.name}/{path.stem} {row['kennung']}, {name}: {lost}"


def test_shelters_have_no_place():
    sites = {row["kennung"]: row for row in rows("standort")}
    shelters = [row for row in rows("angebot") if row["angebotsart"] == "AT-S1"]
    assert len(shelters) >= 2
    protected = [site for site in sites.values() if site["offenlegung"] == "geschützt"]
    assert len(protected) >= 3
    for site in protected:
        assert site["gebiet"] == "G-00"
        assert not any(site.get(name) for name in ("strasse", "hausnummer", "plz", "ort", "lage", "telefon"))
    at_protected = {site["kennung"] for site in protected}
    for offer in shelters:
        assert set(values(offer["standort"])) <= at_protected
    hidden = {row["kennung"] for row in rows("angebot") if set(values(row["standort"])) & at_protected}
    for coverage in rows("abdeckung"):
        if coverage["angebot"] in hidden:
            assert set(values(coverage["gebiet"])) <= {"G-00", "G-99"}


def test_nothing_can_be_taken_for_real():
    for path in TABLES:
        for row in read_table(path):
            for name, text in row.items():
                if name in ("email", "webseite"):
                    assert text == "" or text.rstrip("/").endswith(".beispielau.example"), text
                if name == "telefon":  # numbers kept free for film and print
                    assert all(re.fullmatch(r"069 90009-\d{3}", number) for number in values(text)), text
                if name == "plz":  # no postcode begins with 00
                    assert text == "" or text.startswith("00"), text
                if name == "ags":
                    assert text == "" or text.startswith("99"), text
                assert not re.search(r"\b(Frau|Herr|Herrn) [A-ZÄÖÜ]", text), text


def ring(text: str) -> list[tuple[float, float]]:
    """The corners of a POLYGON."""
    pairs = re.fullmatch(r"POLYGON\(\((.+)\)\)", text)
    assert pairs, text
    return [(float(x), float(y)) for x, y in (pair.split() for pair in pairs[1].split(", "))]


def inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    sides = itertools.pairwise(corners)
    crossed = [
        x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in sides if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def test_the_map_is_whole_and_open_sites_lie_where_they_say():
    areas = {row["kennung"]: ring(row["lage"]) for row in rows("gebiet") if row["lage"]}
    assert len(areas) == 12
    # Neighbours share their edge, run through the other way: so there is neither gap nor overlap.
    edges = Counter(side for corners in areas.values() for side in itertools.pairwise(corners))
    assert set(edges.values()) == {1}
    shared = [(a, b) for a, b in edges if (b, a) in edges]
    assert len(shared) > len(edges) / 2
    for corners in areas.values():
        assert corners[0] == corners[-1]
        assert all(9.3 < x < 9.5 and 51.2 < y < 51.4 for x, y in corners)
    sites = [row for row in rows("standort") if row.get("lage")]
    assert len(sites) > 150
    for site in sites:
        assert site["offenlegung"] == "öffentlich", site["kennung"]
        x, y = map(float, site["lage"].removeprefix("POINT(").removesuffix(")").split())
        assert [name for name, corners in areas.items() if inside(x, y, corners)] == [site["gebiet"]]
    places = [site["lage"] for site in sites]
    assert len(set(places)) == len(places)


def test_decisions_rest_on_all_on_some_and_on_nothing():
    decisions = {row["kennung"]: row for row in rows("beschluss")}
    assert {row["status"] for row in decisions.values()} == {
        "vorgeschlagen", "beraten, nicht beschlossen", "beschlossen", "abgelehnt", "vertagt",
    }  # fmt: skip
    about_money = [row for row in decisions.values() if "F-" in row["betrifft"]]
    kinds = {(bool(row["kriterium"]), bool(row["begruendung"])) for row in about_money}
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}
    paid = {row["kennung"] for row in rows("finanzierung")}
    decided = {key for row in about_money for key in values(row["betrifft"])}
    assert paid - decided, "some grants have no decision"


def test_participation_is_done_pending_voluntary_and_lived():
    steps = rows("beteiligung")
    kinds = {(row["vorgeschrieben"], bool(row["datum"])) for row in steps}
    assert {("ja", True), ("ja", False), ("nein", True)} <= kinds
    assert any("in eigener Sache" in row["perspektive"] for row in steps)
    heard = {row["beschluss"] for row in steps}
    assert any(row["kennung"] not in heard for row in rows("beschluss"))


def test_only_the_law_makes_a_benchmark_statutory():
    marks = rows("richtwert")
    assert [row["rechtsgrundlage"] for row in marks if row["art"] == "gesetzlich"] == ["§ 4 SchKG"]
    assert all("Erfunden" in row["beschreibung"] for row in marks if row["art"] != "gesetzlich")


def test_small_numbers_are_planted_beside_the_totals_that_would_reveal_them():
    measured = rows("messwert")
    few = [row for row in measured if row["fallzahl"] in ("1", "2")]
    assert len(few) >= 3
    cells = {(row["indikator"], row["stichtag"], row["gebiet"]): row for row in measured}
    assert any((row["indikator"], row["stichtag"], "G-00") in cells for row in few if row["gebiet"] != "G-00")
    withheld = next(row for row in measured if row["wertstatus"].startswith("gesperrt"))
    assert (withheld["indikator"], withheld["stichtag"], "G-00") in cells


def test_one_criterion_is_proved_differently_to_different_funders():
    proofs: dict[str, set[str]] = {}
    for row in rows("anforderung"):
        proofs.setdefault(row["kriterium"], set()).add(row["nachweis"])
    assert any(len(found) > 1 for found in proofs.values())
    assert any(len(found) == 1 for found in proofs.values())


def test_recognised_providers_with_and_without_a_contract_occur():
    under_contract = {party for row in rows("vereinbarung") for party in values(row["partei"])}
    kinds = {row["traeger"] in under_contract for row in rows("anerkennung")}
    assert kinds == {True, False}


def test_words_that_would_be_held_against_providers_do_not_occur():
    for path in TABLES:
        assert not re.search(r"einspar", path.read_text("utf-8"), re.IGNORECASE), path

"""The fictional town is big enough, speaks the vocabularies, contradicts itself nowhere by accident and names nothing real."""

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

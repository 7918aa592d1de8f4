"""The Marburg facts: each with its source and date, nothing added, nothing that must stay secret."""

import re
from pathlib import Path

import pytest

from examples.authoring import Row, read_table
from ontology.sheets import Kind
from ontology.vocabulary import find_concept
from shapes import sheet_specs

CITY = Path(__file__).parents[1] / "examples" / "marburg"
TABLES = sorted((CITY / "quellen").glob("*/*.csv"))
SPECS = {spec.tag.removeprefix("#"): spec for spec in sheet_specs()}
CITED = re.compile(r"https?://\S+ \(.*\b(Stand (\d{2}\.\d{2}\.|\d{2}/)?\d{4}(/\d{4})?|undatiert)\b.*\)")


def rows(sheet: str) -> list[Row]:
    return [row for path in TABLES if path.stem == sheet for row in read_table(path)]


def values(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_record_says_where_it_is_from_and_of_when(path: Path):
    for row in read_table(path):
        cited = values(row["quelle"])
        assert cited
        for source in cited:
            assert CITED.fullmatch(source), f"{row['kennung']}: {source}"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_columns_and_terms_are_those_of_the_template(path: Path):
    spec = SPECS[path.stem]
    for row in read_table(path):
        for name, text in row.items():
            column = spec.column(f"{spec.tag}+{name}")
            assert column is not None, name
            if column.kind is Kind.CONCEPT:
                assert column.scheme is not None
                for term in values(text):
                    assert find_concept(column.scheme, term) is not None, f"{row['kennung']}: {term}"


def test_all_48_facts_are_delivered():
    facts = read_table(CITY / "fakten.csv")
    assert {int(fact["nr"]) for fact in facts} == set(range(1, 49))
    keys = {(path.parent.name, path.stem, row["kennung"]) for path in TABLES for row in read_table(path)}
    for fact in facts:
        entries = values(fact["eintraege"])
        assert entries, fact["nr"]
        for entry in entries:
            sheet, key = entry.split(":")
            assert (fact["quelle"], sheet, key) in keys, f"{fact['nr']}: {entry}"


def test_contradicting_amounts_come_from_two_sources():
    for key, amounts in (("F-02", {"250.000,00", "320.000,00"}), ("F-03", {"170.000,00", "200.000,00"})):
        found = [
            (path.parent.name, row)
            for path in TABLES
            if path.stem == "finanzierung"
            for row in read_table(path)
        ]
        same = [(source, row["betrag"]) for source, row in found if row["kennung"] == key]
        assert {amount for _, amount in same} == amounts
        assert len({source for source, _ in same}) == 2


def test_the_shelter_has_no_address():
    shelters = [row for row in rows("angebot") if row["angebotsart"] == "AT-S1"]
    assert [row["name"] for row in shelters] == ["Frauenhaus"]
    site = next(row for row in rows("standort") if row["kennung"] == shelters[0]["standort"])
    assert site["offenlegung"] == "geschützt"
    assert site["gebiet"] == "PR-MR"
    assert not site["strasse"]
    assert not site["hausnummer"]
    areas = {row["gebiet"] for row in rows("abdeckung") if row["angebot"] == shelters[0]["kennung"]}
    assert areas == {"PR-MR"}


def test_nothing_is_declared_complete_and_no_need_is_stated():
    assert rows("bestand") == []
    assert rows("bedarf") == []


def test_what_no_source_says_stays_open():
    assert any(not row["gebiet"] for row in rows("abdeckung"))
    assert any(not row["bedarf"] for row in rows("abdeckung"))
    assert {row["kennung"] for row in rows("finanzierung") if row["jahr"] == "unbekannt"} >= {
        "F-11",
        "F-15",
        "F-16",
    }
    undated = [
        row for row in rows("angebot") if "undatiert" in row["quelle"] and "Stand" not in row["quelle"]
    ]
    assert undated
    assert all(not row["geprueft"] for row in undated if "geprueft" in row)


def test_no_person_is_named_and_no_contact_is_private():
    for path in TABLES:
        for row in read_table(path):
            text = " ".join(row.values())
            assert not re.search(r"\b(Frau|Herrn?|Dr\.|Prof\.) [A-ZÄÖÜ]", text), row["kennung"]
            assert "@" not in text

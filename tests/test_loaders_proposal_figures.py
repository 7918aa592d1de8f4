"""Proposals for tables of figures: areas, years, indicators, several tables in a book."""

import pytest
from foreign_lists import (
    AGS,
    FACILITIES,
    SPECS,
    counts,
    csv,
    fields,
    listed,
    step,
    taken_in,
    xlsx,
)

from loaders.proposal import propose
from loaders.recast import recast
from loaders.steps import Blanks, Terms
from ontology.terms import SOZ


def test_figures_by_area_become_areas_indicators_and_observations():
    rows = [
        ["Statistik der Stadtteile, 31.12.2024", None, None, None, None],
        ["Stadtteil", "Einwohner", "Arbeitslose", "Anteil der unter 18-Jährigen in %", "Fläche in km²"],
        ["Nordfeld", 1675, 40, 12.5, 3.1],
        ["Altdorf", 2100, ".", 17.5, 2.2],
        ["Südhang", 900, 12, 20.5, 1.3],
    ]
    workbook = xlsx(("Zahlen", rows), merges=("A1:E1",))
    proposal = propose(workbook, SPECS)
    area, indicator, value = (fields(proposal, s) for s in ("#gebiet", "#indikator", "#messwert"))
    assert area["einwohner"].columns == ("Einwohner",)
    assert area["einwohner-stand"].constant == "2024-12-31"
    assert area["ebene"].constant == "Stadtteil"
    assert step(indicator["einheit"], Terms).values == {
        "Arbeitslose": "einheit-personen",
        "Anteil der unter 18-Jährigen in %": "einheit-prozent",
    }
    assert value["stichtag"].constant == "2024-12-31"
    assert step(value["wert"], Blanks).empty == (".",)
    assert step(value["wertstatus"], Terms).values == {".": "wertstatus-gesperrt"}
    assert [header for _, header in proposal.open_columns] == ["Fläche in km²"]  # no such unit in the list
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Area: 3, SOZ.Indicator: 2, SOZ.Observation: 6}
    assert not [r for r in delivery.records if r.held_back]


def test_a_town_without_address_is_an_area_by_its_key():
    proposal = propose(csv("AGS;Gemeinde;Einwohner\n99999001;Beispielau;41000\n"), SPECS, town=AGS)
    area = fields(proposal, "#gebiet")
    assert area["kennung"].columns == area["ags"].columns == ("AGS",)
    assert area["name"].columns == ("Gemeinde",)
    assert area["ebene"].constant == "Gemeinde"
    assert "teil-von" not in area


def test_counts_of_very_few_persons_are_noted_as_suppressed_and_areas_belong_to_the_town():
    rows = [
        ["Stadtteil", "Arbeitslose 31.12.2024", "Geburten 31.12.2024"],
        ["Nordfeld", 2, 2],
        ["Altdorf", 33, "-"],
    ]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS, town=AGS)
    assert fields(proposal, "#gebiet")["teil-von"].constant == AGS
    shaped = recast(workbook, proposal.mapping, SPECS)
    values = next(s for s in shaped.workbook.sheets if s.name == "Messwerte")
    tags = [cell.text.partition("+")[2] for cell in values.grid[0]]
    told = [dict(zip(tags, (c.text for c in row), strict=True)) for row in values.grid[1:]]
    assert sorted((row["wert"], row["wertstatus"]) for row in told) == [
        ("", "wertstatus-gesperrt"),
        ("0", ""),
        ("2", ""),
        ("33", ""),
    ]


def test_a_column_for_every_year_is_unfolded():
    rows = [["Merkmal", "2022", "2023", "2024"], ["Geburten", 40, 45, 41], ["Sterbefälle", 30, 28, 33]]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS)
    assert fields(proposal, "#indikator")["name"].columns == ("Merkmal",)
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Indicator: 2, SOZ.Observation: 6}
    days = {str(v) for r in delivery.records if r.cls == SOZ.Observation for v in r.values(SOZ.asOf)}
    assert days == {"2022-12-31", "2023-12-31", "2024-12-31"}


@pytest.mark.parametrize(
    ("years", "day"), [(["2022", "2023"], "2022-12-31"), (["2022/23", "2023/24"], "2022-08-01")]
)
def test_a_row_for_every_year_is_an_indicator_per_column(years, day):
    rows = [["Jahr", "insgesamt", "Mädchen"], *([year, 40 + n, 20 + n] for n, year in enumerate(years))]
    workbook = csv("\n".join(";".join(map(str, row)) for row in rows), name="Schulkinder 2024.csv")
    proposal = propose(workbook, SPECS)
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Indicator: 2, SOZ.Observation: 4}
    assert not [r for r in delivery.records if r.held_back]
    shaped = recast(workbook, proposal.mapping, SPECS)
    names = next(s for s in shaped.workbook.sheets if s.name == "Indikatoren")
    texts = [cell.text for row in names.grid for cell in row]
    assert "Schulkinder: insgesamt" in texts
    assert any(day in {str(v) for v in r.values(SOZ.asOf)} for r in delivery.records)


def test_two_kinds_of_tables_in_one_workbook_are_two_tables():
    figures = [
        ["Stadtteil", "Einwohner", "Arbeitslose 31.12.2024"],
        ["Nordfeld", 1675, 40],
        ["Altdorf", 2100, 33],
    ]
    workbook = xlsx(
        ("Deckblatt", [["Lieferung der Stelle"], ["für Beispielau"]]),
        ("Einrichtungen", FACILITIES),
        ("Stadtteile", figures),
    )
    proposal = propose(workbook, SPECS)
    assert [table.sheet for table in proposal.mapping.tables] == ["Einrichtungen", "Stadtteile"]
    delivery = taken_in(workbook, proposal)
    assert {SOZ.Offer, SOZ.Area, SOZ.Observation} <= set(delivery.counts)
    assert {r.place.sheet for r in delivery.records} == {"Einrichtungen", "Stadtteile"}

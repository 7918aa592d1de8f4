"""Two hundred times: one cell of a clean delivery is spoilt at random, and the finding names exactly that cell."""

import io
import random
from datetime import date

import openpyxl  # noqa: TID251 changes the workbooks that tests deliver
import pytest
from openpyxl.utils import get_column_letter  # noqa: TID251 same

from loaders import load, read_workbook
from ontology.sheets import Kind
from shapes import sheet_specs

AGS = "99999001"
SHEETS = {
    "#traeger",
    "#kostentraeger",
    "#standort",
    "#angebot",
    "#abdeckung",
    "#gebiet",
    "#bestand",
    "#finanzierung",
}
SPECS = tuple(spec for spec in sheet_specs() if spec.tag in SHEETS)
KEYS = {spec.cls: [f"{spec.tag[1:3].upper()}-{n}" for n in range(1, 6)] for spec in SPECS}
SPOILT = {
    Kind.KEY: ["Nr. 7 ä", "A/1", "zwei Wörter"],
    Kind.NAME: ["Frau Beispiel", "mobil 0171 2345678"],
    Kind.TEXT: ["Herrn Muster anrufen", "an erika@gmail.com schreiben"],
    Kind.STRING: ["Frau Beispiel"],
    Kind.DATE: ["31.11.2026", "12/2026", "demnächst", "01/02/2026"],
    Kind.YEAR: ["2026/27", "heuer"],
    Kind.INTEGER: ["viele", "12,5", "30-40"],
    Kind.DECIMAL: ["viele", "1.125", "ca. 30"],
    Kind.MONEY: ["$ 5", "12 T€", "1,234"],
    Kind.SHARE: ["40", "die Hälfte"],
    Kind.BOOLEAN: ["vielleicht"],
    Kind.CONCEPT: ["Quatschwort", "ZZ-99"],
    Kind.LEGAL: ["Quatschwort", "§ 9999 SGB II"],
    Kind.REFERENCE: ["X-999", "Quatschwort"],
    Kind.AGS: ["Marburg", "123456"],
    Kind.POSTCODE: ["350", "Marburg"],
    Kind.PHONE: ["nachfragen"],
    Kind.EMAIL: ["keine Adresse"],
    Kind.URL: ["keine Adresse"],
    Kind.LANGUAGE: ["Quatschwort"],
}
COVER = {"quelle": "fiktiva", "titel": "Fiktiva", "art": "Träger", "datum": "20.11.2026", "ags": AGS}


def clean_rows():
    rows = {}
    for spec in SPECS:
        rows[spec.tag] = []
        for n in range(5):
            row = {}
            for column in spec.columns:
                text = column.example
                if column.kind is Kind.KEY:
                    text = KEYS[spec.cls][n]
                elif column.kind is Kind.REFERENCE:
                    targets = [KEYS[cls][n] for cls in column.classes if cls in KEYS]
                    text = targets[0] if targets else ""
                row[column.tag] = text
            rows[spec.tag].append(row)
    return rows


CLEAN = clean_rows()


def workbook(titles=0, inserted=0, spoilt=None):
    """The bytes of a workbook in the template's form; `spoilt` is (sheet tag, row from 0, column tag, text)."""
    book = openpyxl.Workbook()
    book.active.title = "Lieferung"
    for name, text in COVER.items():
        book.active.append([f"#lieferung+{name}", text])
    for spec in SPECS:
        sheet = book.create_sheet(spec.label["de"])
        for _ in range(titles):
            sheet.append(["Meldung, Stand November"])
        sheet.append(["Notiz"] * inserted + [column.label["de"] for column in spec.columns])
        sheet.append([None] * inserted + [column.tag for column in spec.columns])
        for number, row in enumerate(CLEAN[spec.tag]):
            change = {spoilt[2]: spoilt[3]} if spoilt and spoilt[:2] == (spec.tag, number) else {}
            values = {**row, **change}
            sheet.append([None] * inserted + [values[column.tag] or None for column in spec.columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def deliver(data, filename="a.xlsx"):
    return load(read_workbook(data, filename), SPECS, AGS, received=date(2026, 11, 24))


def complaints(delivery, key):
    """Sheet and cell of all findings; without what follows from a row that waits, or that `key` is gone."""
    return {
        (f.place.sheet, f.place.cell)
        for f in delivery.findings
        if f.rule not in {"DQ-102", "DQ-L01"} and not (key and f.found == key)
    }


def test_every_kind_of_cell_is_spoilt():
    assert {column.kind for spec in SPECS for column in spec.columns} == set(SPOILT) == set(Kind)


def test_the_clean_delivery_is_clean():
    assert not deliver(workbook()).findings


@pytest.mark.parametrize("block", range(10))
def test_a_spoilt_cell_is_named(block):
    """Ten blocks of twenty, so that a failure says which seed; titles and an inserted column move the cells about."""
    rng = random.Random(block)  # noqa: S311 no secret
    for _ in range(20):
        spec = rng.choice(SPECS)
        column = rng.choice(spec.columns)
        titles, inserted, number = rng.randrange(3), rng.randrange(2), rng.randrange(5)
        text = rng.choice(SPOILT[column.kind])
        delivery = deliver(workbook(titles, inserted, (spec.tag, number, column.tag, text)))
        key = KEYS[spec.cls][number] if column.kind is Kind.KEY else None
        letter = get_column_letter(spec.columns.index(column) + 1 + inserted)
        expected = {(spec.label["de"], f"{letter}{titles + 3 + number}")}
        assert complaints(delivery, key) == expected, (block, column.tag, text)
        assert not delivery.refused

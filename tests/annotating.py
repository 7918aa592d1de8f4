"""Workbooks with findings, for the tests of annotated copies."""

import io
import re

import openpyxl  # noqa: TID251 looks at the workbooks people get

from graph.findings import Place, Severity
from loaders import read_workbook
from loaders.annotated import annotate
from loaders.annotations import Annotation

ROWS = [["Kennung", "Name", "Zielgruppe"], ["A-1", "Treff", "Jugend"], ["007", "Café Größe", None]]


def xlsx(rows=ROWS, *, title="Angebote", change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def note(cell, sheet="Angebote", *, rule="DQ-L04", severity=Severity.WARNING, **more):
    column, row = re.fullmatch(r"([A-Z]*)(\d+)", cell).groups()
    more.setdefault("message", "Das steht nicht in der Liste.")
    return Annotation(Place("a.xlsx", sheet, int(row), column or None), severity, rule, **more)


def annotated(data, notes, name="a.xlsx", **more):
    workbook = read_workbook(data, name)
    return openpyxl.load_workbook(io.BytesIO(annotate(data, workbook, notes, **more)))

"""The annex of a paper as Excel: every table of every answer in full, a sheet that says what each means, and the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl import Workbook  # noqa: TID251 exports write workbooks

from app.exports import sheet_name, write_facts, write_table
from app.gate import Released
from app.office_files import saved
from app.papers import foundations
from app.papers.document import outgoing
from app.papers.tables import tables_of
from app.papers.views import PaperView


def to_xlsx(released: Released[PaperView]) -> bytes:
    """The annex of a released paper: sheets 1a, 1b … per answer, then "Angaben" and "Quellen"."""
    paper = outgoing(released)  # refuses what was not released
    view = released.value
    book = Workbook()
    book.remove(book.worksheets[0])
    facts: list[tuple[str, str]] = [("Vorlage", paper.title), *paper.facts.pairs, ("Stand", paper.state)]
    for number, part in enumerate(view.answers, start=1):
        if part.answer is None:
            continue
        tables = [table for table in tables_of(part.answer) if table.columns]
        names = []
        for place, table in enumerate(tables):
            letter = chr(ord("a") + place) if len(tables) > 1 else ""
            title = table.title or part.heading
            name = sheet_name(
                f"{number}{letter} {'Annahme ' if part.answer.scenario else ''}{title}", book.sheetnames
            )
            names.append(name)
            write_table(book.create_sheet(name), replace(table, title=title))
        facts += [("", ""), (f"{number} {part.heading}", ", ".join(names)), ("Ergebnis", part.answer.lead)]
        facts += [("Annahme (Was wäre wenn)", part.answer.scenario)] if part.answer.scenario else []
        facts += [("Seit dem Einfügen geändert", part.change)] if part.change else []
        facts += [("Hinweis", note) for note in part.answer.notes]
    facts += [("", ""), *_methods(view), ("", ""), *_rest(view, released.withheld_text("de"))]
    write_facts(book.create_sheet("Angaben"), facts)
    write_facts(book.create_sheet("Quellen"), _sources(view))
    return saved(book, view.composed_on)


def _methods(view: PaperView) -> Iterator[tuple[str, str]]:
    for title, definition, pairs in foundations.methods(view):
        yield "", ""
        yield title, definition
        yield from pairs


def _rest(view: PaperView, withheld: str) -> Iterator[tuple[str, str]]:
    yield from (("Aussagekraft", line) for line in foundations.CLAIMS)
    yield from (("Schwelle", line) for line in foundations.thresholds(view))
    yield "Schutz", foundations.suppression(view)
    yield "Zurückgehalten", withheld or "nichts"
    yield from (("Fassung", line) for line in foundations.versions(view))


def _sources(view: PaperView) -> Sequence[tuple[str, str]]:
    return [(row[0], f"{row[1]}, letzte Lieferung {row[2]}") for row in foundations.sources(view).rows]

"""The sender's own workbook, annotated, on its way back.

It holds cells nobody asked Querblick to show, so it passes the gate cell by cell: if the gate would withhold one of
them, the file does not go back this way. Persons its sender wrote into it do: he wrote them.
"""

from app.delivery.sheet_pages import layout_of
from app.delivery.views import AnnotatedView
from app.delivery.workplace import Bench
from app.errors import RequestError
from app.gate import release
from app.protection import Secrets
from graph.findings import Finding
from loaders import read_workbook, steady
from loaders.annotated import annotate
from loaders.annotations import Annotation
from loaders.concepts import allowed, concept_text
from loaders.workbook import ReadingChoice
from ontology.iris import Audience
from ontology.sheets import ColumnSpec, Kind
from ontology.words import words_of
from shapes import sheet_specs

_ALTERNATIVES = "DQ-L04"
_BETWEEN = "; "
_WORDS = words_of(__name__)


def annotated_view(bench: Bench, lang: str) -> AnnotatedView:
    """Under which name the annotated workbook goes back, and how many findings it holds."""
    stem = bench.staged.filename.rsplit(".", 1)[0]
    name = _WORDS("file", lang, stem=stem)
    return AnnotatedView(bench.staged.token, name, len(bench.examination.findings), lang)


def annotated_bytes(bench: Bench, lang: str, secrets: Secrets) -> bytes:
    """The workbook.

    Raises:
        RequestError: a cell of it must not leave.
    """
    mapping = bench.work.mapping
    choice = mapping.reading if mapping else ReadingChoice()
    workbook = read_workbook(bench.staged.data, bench.staged.filename, choice=choice)
    texts = tuple(cell.text for sheet in workbook.sheets for row in sheet.grid for cell in row if cell.text)
    if release(texts, Audience.INTERN, secrets).withheld.protected:
        raise RequestError(
            "Rückgabe: Die Datei enthält Angaben zu einem geschützten Standort und wird nicht ausgegeben. Die Befunde "
            "bitte am Bildschirm klären"
        )
    annotations = [
        _annotation(bench, finding, lang) for finding in bench.examination.findings if finding.place
    ]
    header_rows = {
        sheet.name: max(layout_of(bench, sheet).header_rows, default=1) for sheet in bench.raw.sheets
    }
    made = annotate(bench.staged.data, workbook, annotations, lang=lang, header_rows=header_rows)
    return steady(made, bench.staged.staged_at.date())


def _annotation(bench: Bench, finding: Finding, lang: str) -> Annotation:
    place = finding.place
    if place is None:  # pragma: no cover  the caller leaves those out
        raise RequestError("Rückgabe: ein Befund ohne Ort; erwartet ein Ort")
    column = _column(bench, finding)
    suggestion = finding.suggestion
    if suggestion and finding.rule == _ALTERNATIVES:
        suggestion = suggestion.split(_BETWEEN)[0]
    terms: tuple[str, ...] = ()
    if column is not None and column.kind is Kind.CONCEPT and finding.rule == _ALTERNATIVES:
        terms = tuple(concept_text(concept, lang) for concept in allowed(column))
    return Annotation(
        place=place,
        severity=finding.severity,
        rule=finding.rule,
        message=finding.message[lang],
        remedy=finding.remedy.get(lang, ""),
        found=finding.found,
        suggestion=suggestion,
        allowed=terms,
    )


def _column(bench: Bench, finding: Finding) -> ColumnSpec | None:
    place = finding.place
    tags = {
        use.tag
        for use in bench.examination.delivery.columns
        if place and (use.sheet, use.letter) == (place.sheet, place.column) and use.path == finding.path
    }
    columns = (column for spec in sheet_specs() for column in spec.columns)
    return next((c for c in columns if c.tag in tags), None)

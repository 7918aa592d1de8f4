"""What a change does to the gap matrix, in words: for the preview of a delivery, of a word, of a scenario."""

from datetime import date

from app import display
from app.answers import translating as answers
from app.gaps.matrices import claim_text
from app.terms.views import MatrixChangeView
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, CountView, Row, TableView
from graph.town import Snapshot
from ontology.iris import Audience
from ontology.words import words_of
from queries.matrix_difference import CellChange, MatrixDifference, matrix_difference
from queries.verdict import State, Verdict

_COLUMNS = {
    "need": CellKind.CONCEPT,
    "group": CellKind.CONCEPT,
    "area": CellKind.RECORD,
    "before": CellKind.STATE,
    "after": CellKind.STATE,
    "claim_before": CellKind.CLAIM,
    "claim_after": CellKind.CLAIM,
    "reason_before": CellKind.TEXT,
    "reason_after": CellKind.TEXT,
}
_WORDS = words_of(__name__)


def matrix_effect(
    town: OpenTown,
    before: Snapshot,
    after: Snapshot,
    reference_date: date,
    lang: str,
    audience: Audience = Audience.INTERN,
) -> MatrixChangeView:
    """Every cell of every area that differs between two states, and how many become what."""
    found = matrix_difference(
        before, after, audience=audience, reference_date=reference_date, settings=town.thresholds
    )
    ordered = sorted(found.kinds.items(), key=lambda item: (-item[1], str(item[0])))
    kinds = tuple(CountView(_kind(kind, count, lang), count, _code(kind)) for kind, count in ordered)
    cells = display.shown(found.cells, CellKind.INTEGER, lang)
    changed = display.shown(len(found.changes), CellKind.INTEGER, lang)
    lead = _WORDS("nothing", lang, cells=cells)
    if kinds:
        told = "; ".join(k.label for k in kinds)
        lead = _WORDS.counted("lead", len(found.changes), lang, n=changed, cells=cells, kinds=told)
    columns = tuple(ColumnView(name, _WORDS(f"column.{name}", lang), kind) for name, kind in _COLUMNS.items())
    rows = tuple(_row(change, found, lang) for change in found.changes)
    return MatrixChangeView(
        lead=lead,
        kinds=kinds,
        table=TableView(_WORDS("title", lang), columns, rows, name="matrix_changes"),
        cells=found.cells,
        reference_date=reference_date,
        thresholds=answers.thresholds(found.thresholds, lang),
    )


def _kind(kind: tuple[State | None, State | None], count: int, lang: str) -> str:
    before, after = kind
    name = "new" if before is None else "gone" if after is None else "claim" if before is after else "turn"
    a, b = (display.code_text(CellKind.STATE, state, lang) if state else "" for state in kind)
    n = display.shown(count, CellKind.INTEGER, lang)
    return _WORDS.counted(f"kind.{name}", count, lang, n=n, a=a, b=b)


def _code(kind: tuple[State | None, State | None]) -> str:
    return "-".join(str(state) if state else "none" for state in kind)


def _row(change: CellChange, found: MatrixDifference, lang: str) -> Row:
    named = (
        display.cell(node, kind, lang, found.labels)
        for node, kind in (
            (change.need, CellKind.CONCEPT),
            (change.group, CellKind.CONCEPT),
            (change.area, CellKind.RECORD),
        )
    )
    before, after = change.before, change.after
    states = (state_cell(verdict, lang) for verdict in (before, after))
    claims = (
        CellView(claim_text(v.claim, lang), str(v.claim)) if v and v.claim else CellView("")
        for v in (before, after)
    )
    reasons = (CellView(v.reason.get(lang)) if v else CellView("") for v in (before, after))
    return (*named, *states, *claims, *reasons)


def state_cell(verdict: Verdict | None, lang: str) -> CellView:
    """A state as a cell; a dash where there is no such cell."""
    if verdict is None:
        return CellView("–")
    return CellView(display.code_text(CellKind.STATE, verdict.state, lang), str(verdict.state))

"""What became of the gap matrix since an earlier state: what is worse, what is only known now, what is known no longer."""

from collections import Counter
from typing import Final

from app import display
from app.asked import Asked
from app.cockpit.views import SinceView, TurnView
from app.gaps.matrices import claim_text
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, Row, TableView
from graph.town import Snapshot
from ontology.words import words_of
from queries.matrix import Mark, stated_marks
from queries.matrix_difference import CellChange, MatrixDifference, matrix_difference
from queries.turns import Turn, turn_of
from queries.verdict import Verdict

SHOWN: Final = (Turn.NEW_GAP, Turn.WEAKER, Turn.SHOWN_GAP, Turn.LOST)
MOST_ROWS: Final = 500
_WORDS = words_of(__name__)
_COLUMNS: Final = {
    "turn": CellKind.TEXT, "need": CellKind.CONCEPT, "group": CellKind.CONCEPT, "area": CellKind.RECORD,
    "before": CellKind.STATE, "state": CellKind.STATE, "claim": CellKind.CLAIM, "documented": CellKind.TEXT,
    "reason": CellKind.TEXT,
}  # fmt: skip


def since(town: OpenTown, before: Snapshot, after: Snapshot, then: Asked, now: Asked) -> SinceView:
    """Compare two states of the matrix of all areas."""
    found = matrix_difference(
        before, after, audience=now.audience, reference_date=now.reference_date, settings=town.thresholds,
        before_date=then.reference_date,
    )  # fmt: skip
    marks = stated_marks(now.reading(town))
    documented = {
        change
        for change in found.changes
        if marks.get((change.need, change.group, change.area)) in (Mark.CHECKED, Mark.RECOGNISED)
    }
    lang = now.lang
    cells = Counter(turn_of(change) for change in found.changes)
    of_them = Counter(turn_of(change) for change in documented)
    turns = tuple(
        TurnView(str(turn), _WORDS(f"turn.{turn}", lang), cells[turn], of_them[turn]) for turn in Turn
    )
    order = list(Turn)
    shown = sorted(
        (change for change in found.changes if turn_of(change) in SHOWN),
        key=lambda change: (change not in documented, order.index(turn_of(change))),
    )
    rows = tuple(_row(change, found, lang, documented=change in documented) for change in shown[:MOST_ROWS])
    columns = tuple(ColumnView(name, _WORDS(f"column.{name}", lang), kind) for name, kind in _COLUMNS.items())
    day = display.shown(then.reference_date, CellKind.DATE, lang)
    then_text = _WORDS("then", lang, version=before.version, day=day)
    return SinceView(
        lead=_lead(turns, then_text, found.cells, lang),
        then=then_text,
        turns=turns,
        table=TableView(_WORDS("title", lang), columns, rows, note=_WORDS("empty", lang), name="since"),
        cells=found.cells,
        version=after.version,
        reference_date=now.reference_date,
        truncated=len(shown) > MOST_ROWS,
    )


def _lead(turns: tuple[TurnView, ...], then: str, cells: int, lang: str) -> str:
    changed, documented = (
        sum(numbers) for numbers in zip(*((t.cells, t.documented) for t in turns), strict=True)
    )
    told = "; ".join(f"{turn.documented} × {turn.label}" for turn in turns if turn.documented)
    shown = {name: display.shown(number, CellKind.INTEGER, lang) for name, number in (("cells", cells), ("n", changed), ("documented", documented))}  # fmt: skip
    if not changed:
        return _WORDS("nothing", lang, then=then, **shown)
    return _WORDS.counted("lead" if documented else "none", changed, lang, then=then, told=told, **shown)


def _row(change: CellChange, found: MatrixDifference, lang: str, *, documented: bool) -> Row:
    turn = turn_of(change)
    after = change.after
    return (
        CellView(_WORDS(f"turn.{turn}", lang), list(Turn).index(turn)),
        display.cell(change.need, CellKind.CONCEPT, lang, found.labels),
        display.cell(change.group, CellKind.CONCEPT, lang, found.labels),
        display.cell(change.area, CellKind.RECORD, lang, found.labels),
        _state(change.before, lang),
        _state(after, lang),
        CellView(claim_text(after.claim, lang), str(after.claim)) if after and after.claim else CellView(""),
        CellView(_WORDS("documented", lang) if documented else "–", int(not documented)),
        CellView(after.reason.get(lang)) if after else CellView(""),
    )


def _state(verdict: Verdict | None, lang: str) -> CellView:
    if verdict is None:
        return CellView("–")
    return CellView(display.code_text(CellKind.STATE, verdict.state, lang), str(verdict.state))

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
from queries.matrix import Mark, stated_marks
from queries.matrix_difference import CellChange, MatrixDifference, matrix_difference
from queries.turns import Turn, turn_of
from queries.verdict import Verdict

SHOWN: Final = (Turn.NEW_GAP, Turn.WEAKER, Turn.SHOWN_GAP, Turn.LOST)
MOST_ROWS: Final = 500
_WORDS: Final = {
    "de": {
        Turn.NEW_GAP: "neue Lücke (war gedeckt)", Turn.WEAKER: "schwächer gedeckt",
        Turn.SHOWN_GAP: "jetzt belegte Lücke (war nicht bekannt)", Turn.LOST: "nicht mehr beurteilbar",
        Turn.BETTER: "besser gedeckt", Turn.KNOWN: "Deckung jetzt bekannt", Turn.CLAIM: "nur andere Aussagekraft",
        Turn.GONE: "Zelle entfallen",
    },
    "en": {
        Turn.NEW_GAP: "new gap (was covered)", Turn.WEAKER: "more weakly covered",
        Turn.SHOWN_GAP: "gap shown now (was not known)", Turn.LOST: "can no longer be judged",
        Turn.BETTER: "better covered", Turn.KNOWN: "coverage known now", Turn.CLAIM: "only another claim",
        Turn.GONE: "cell is gone",
    },
}  # fmt: skip
_TEXTS: Final = {
    "de": {
        "then": "Version {version}, Stichtag {day}", "nothing": "Seit {then} ist in der Lückenmatrix alles gleich ({cells} Zellen).",
        "lead": "Seit {then} sind {changed} von {cells} Zellen der Lückenmatrix anders, bei festgestelltem Bedarf {documented}: {told}.",
        "none": "Seit {then} sind {changed} von {cells} Zellen der Lückenmatrix anders, keine davon bei festgestelltem Bedarf.",
        "title": "Schlechter geworden oder neu bekannt", "empty": "Keine Zelle ist schlechter geworden, keine Lücke neu belegt.",
        "turn": "Was sich geändert hat", "need": "Bedarf", "group": "Zielgruppe", "area": "Gebiet", "before": "damals",
        "state": "jetzt", "claim": "Aussagekraft", "documented": "Bedarf", "reason": "Begründung",
        "yes": "festgestellt", "no": "–",
    },
    "en": {
        "then": "version {version}, reference date {day}", "nothing": "Since {then} nothing in the gap matrix differs ({cells} cells).",
        "lead": "Since {then} {changed} of {cells} cells of the gap matrix differ, {documented} with a documented need: {told}.",
        "none": "Since {then} {changed} of {cells} cells of the gap matrix differ, none of them with a documented need.",
        "title": "Worse, or newly known", "empty": "No cell became worse, no gap is newly shown.",
        "turn": "What changed", "need": "Need", "group": "Target group", "area": "Area", "before": "then",
        "state": "now", "claim": "Claim", "documented": "Need", "reason": "Reason", "yes": "documented", "no": "–",
    },
}  # fmt: skip
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
    words, texts = _WORDS[now.lang], _TEXTS[now.lang]
    cells = Counter(turn_of(change) for change in found.changes)
    of_them = Counter(turn_of(change) for change in documented)
    turns = tuple(TurnView(str(turn), words[turn], cells[turn], of_them[turn]) for turn in Turn)
    order = list(Turn)
    shown = sorted(
        (change for change in found.changes if turn_of(change) in SHOWN),
        key=lambda change: (change not in documented, order.index(turn_of(change))),
    )
    rows = tuple(
        _row(change, found, now.lang, documented=change in documented) for change in shown[:MOST_ROWS]
    )
    columns = tuple(ColumnView(name, texts[name], kind) for name, kind in _COLUMNS.items())
    then_text = texts["then"].format(
        version=before.version, day=display.shown(then.reference_date, CellKind.DATE, now.lang)
    )
    return SinceView(
        lead=_lead(turns, then_text, found.cells, now.lang),
        then=then_text,
        turns=turns,
        table=TableView(texts["title"], columns, rows, note=texts["empty"], name="since"),
        cells=found.cells,
        version=after.version,
        reference_date=now.reference_date,
        truncated=len(shown) > MOST_ROWS,
    )


def _lead(turns: tuple[TurnView, ...], then: str, cells: int, lang: str) -> str:
    texts = _TEXTS[lang]
    changed, documented = (
        sum(numbers) for numbers in zip(*((t.cells, t.documented) for t in turns), strict=True)
    )
    told = "; ".join(f"{turn.documented} × {turn.label}" for turn in turns if turn.documented)
    name = "nothing" if not changed else "lead" if documented else "none"
    number = {n: display.shown(v, CellKind.INTEGER, lang) for n, v in (("cells", cells), ("changed", changed), ("documented", documented))}  # fmt: skip
    return texts[name].format(then=then, told=told, **number)


def _row(change: CellChange, found: MatrixDifference, lang: str, *, documented: bool) -> Row:
    texts = _TEXTS[lang]
    turn = turn_of(change)
    after = change.after
    return (
        CellView(_WORDS[lang][turn], list(Turn).index(turn)),
        display.cell(change.need, CellKind.CONCEPT, lang, found.labels),
        display.cell(change.group, CellKind.CONCEPT, lang, found.labels),
        display.cell(change.area, CellKind.RECORD, lang, found.labels),
        _state(change.before, lang),
        _state(after, lang),
        CellView(claim_text(after.claim, lang), str(after.claim)) if after and after.claim else CellView(""),
        CellView(texts["yes" if documented else "no"], int(not documented)),
        CellView(after.reason.get(lang)) if after else CellView(""),
    )


def _state(verdict: Verdict | None, lang: str) -> CellView:
    if verdict is None:
        return CellView("–")
    return CellView(display.code_text(CellKind.STATE, verdict.state, lang), str(verdict.state))

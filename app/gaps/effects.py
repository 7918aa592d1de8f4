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
from queries.matrix_difference import CellChange, MatrixDifference, matrix_difference
from queries.verdict import State, Verdict

_COLUMNS = {
    "need": ({"de": "Bedarf", "en": "Need"}, CellKind.CONCEPT),
    "group": ({"de": "Zielgruppe", "en": "Target group"}, CellKind.CONCEPT),
    "area": ({"de": "Gebiet", "en": "Area"}, CellKind.RECORD),
    "before": ({"de": "jetzt", "en": "now"}, CellKind.STATE),
    "after": ({"de": "danach", "en": "afterwards"}, CellKind.STATE),
    "claim_before": ({"de": "Aussagekraft jetzt", "en": "Claim now"}, CellKind.CLAIM),
    "claim_after": ({"de": "Aussagekraft danach", "en": "Claim afterwards"}, CellKind.CLAIM),
    "reason_before": ({"de": "Begründung jetzt", "en": "Reason now"}, CellKind.TEXT),
    "reason_after": ({"de": "Begründung danach", "en": "Reason afterwards"}, CellKind.TEXT),
}
_TITLE = {"de": "Zellen, die sich ändern", "en": "Cells that change"}
_NOTHING = {
    "de": "In der Lückenmatrix ändert sich keine von {cells} Zellen.",
    "en": "Of {cells} cells of the gap matrix none changes.",
}
_LEAD = {
    "de": "In der Lückenmatrix ändern sich {changed} von {cells} Zellen: {kinds}.",
    "en": "Of {cells} cells of the gap matrix {changed} change: {kinds}.",
}
_KINDS = {
    "de": {
        "turn": ("{n} Zelle wird von ‹{a}› zu ‹{b}›", "{n} Zellen werden von ‹{a}› zu ‹{b}›"),
        "claim": (
            "{n} Zelle bleibt ‹{a}› mit anderer Aussagekraft",
            "{n} Zellen bleiben ‹{a}› mit anderer Aussagekraft",
        ),
        "new": ("{n} Zelle kommt neu hinzu: ‹{b}›", "{n} Zellen kommen neu hinzu: ‹{b}›"),
        "gone": ("{n} Zelle fällt weg, bisher ‹{a}›", "{n} Zellen fallen weg, bisher ‹{a}›"),
    },
    "en": {
        "turn": ("{n} cell turns from ‹{a}› to ‹{b}›", "{n} cells turn from ‹{a}› to ‹{b}›"),
        "claim": ("{n} cell stays ‹{a}› with another claim", "{n} cells stay ‹{a}› with another claim"),
        "new": ("{n} cell is new: ‹{b}›", "{n} cells are new: ‹{b}›"),
        "gone": ("{n} cell goes, until now ‹{a}›", "{n} cells go, until now ‹{a}›"),
    },
}


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
    told = _LEAD if kinds else _NOTHING
    lead = told[lang].format(cells=cells, changed=changed, kinds="; ".join(k.label for k in kinds))
    columns = tuple(ColumnView(name, label[lang], kind) for name, (label, kind) in _COLUMNS.items())
    rows = tuple(_row(change, found, lang) for change in found.changes)
    return MatrixChangeView(
        lead=lead,
        kinds=kinds,
        table=TableView(_TITLE[lang], columns, rows, name="matrix_changes"),
        cells=found.cells,
        reference_date=reference_date,
        thresholds=answers.thresholds(found.thresholds, lang),
    )


def _kind(kind: tuple[State | None, State | None], count: int, lang: str) -> str:
    before, after = kind
    name = "new" if before is None else "gone" if after is None else "claim" if before is after else "turn"
    a, b = (display.code_text(CellKind.STATE, state, lang) if state else "" for state in kind)
    n = display.shown(count, CellKind.INTEGER, lang)
    return _KINDS[lang][name][count != 1].format(n=n, a=a, b=b)


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

"""What an answer part can ask besides maps and networks: every question of the catalogue, the gap matrix as a table, what changed.

One name for each: "A1", "luecken", "veraenderungen"; "karte" and "netz:funding_flows" are asked by `app.papers.composer`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.answers import asking
from app.asked import Asked
from app.errors import RequestError
from app.gaps import matrices
from app.gaps.choice import MatrixChoice
from app.gaps.tables import cell_table
from app.town import OpenTown
from app.views import (
    AnswerView,
    CellKind,
    CellView,
    ColumnView,
    FactView,
    MatrixRowView,
    MatrixView,
)
from ontology.vocabulary import find_concept, label

MATRIX = "luecken"
MAP = "karte"
NETWORK = "netz:"
_STATES = (("covered", "gedeckt"), ("thin", "dünn gedeckt"), ("gap", "Lücke"), ("unknown", "nicht bekannt"))
_DEFINITION = (
    "Je Bedarf: für wie viele der in der Stadt genannten Zielgruppen er im Gebiet am Stichtag gedeckt ist, nur dünn, gar nicht "
    "(Lücke), oder ob es nicht bekannt ist. „Nicht bekannt“ ist keine Lücke: Es ist nicht genug erhoben, um etwas zu sagen. "
    "Bei jeder Lücke steht, wie belastbar sie ist."
)
Parameters = Mapping[str, str | Sequence[str]]


def view_of(town: OpenTown, question_id: str, parameters: Parameters, asked: Asked) -> AnswerView:
    """The answer, not yet released.

    Raises:
        KnowledgeGraphError: there is no such question, or it cannot be asked so.
    """
    if question_id == MATRIX:
        return _matrix(town, parameters, asked)
    return asking.view_of(town, question_id, parameters, asked)


def _matrix(town: OpenTown, parameters: Parameters, asked: Asked) -> AnswerView:
    unknown = set(parameters) - {"area", "group", "field"}
    if unknown:
        raise RequestError(
            f"{MATRIX}: unbekannte Auswahl {', '.join(sorted(unknown))}; erwartet area, group, field"
        )
    area, field = _one(parameters.get("area")), _one(parameters.get("field"))
    groups = parameters.get("group") or ()
    choice = MatrixChoice(
        area=area, groups=(groups,) if isinstance(groups, str) else tuple(groups), field=field
    )
    view = matrices.matrix_view(town, choice, asked)
    concept = find_concept("needs", field) if field else None
    chosen: tuple[FactView, ...] = (FactView("Gebiet", view.area_label, "area"),)
    if concept is not None:
        chosen += (FactView("Handlungsfeld", label(concept, asked.lang), "field"),)
    if groups:
        chosen += (FactView("Zielgruppen", ", ".join(group.label for group in view.columns), "group"),)
    return _as_answer(view, chosen)


def _one(value: str | Sequence[str] | None) -> str | None:
    if not value:
        return None
    return value if isinstance(value, str) else value[0]


def _as_answer(view: MatrixView, chosen: tuple[FactView, ...]) -> AnswerView:
    """One row per need: counts of its cells by state, and where the gaps are with what may be claimed."""
    columns = (
        ColumnView("need", "Bedarf", CellKind.CONCEPT),
        *(ColumnView(state, name[0].upper() + name[1:], CellKind.INTEGER) for state, name in _STATES),
        ColumnView("groups", "Zielgruppen", CellKind.INTEGER),
        ColumnView("gaps", "Lücke bei", CellKind.TEXT),
    )
    names = [group.label for group in view.columns]
    return AnswerView(
        question_id=MATRIX,
        title="Versorgung nach Bedarf und Zielgruppe",
        question="Für wie viele Zielgruppen ist ein Bedarf gedeckt, dünn gedeckt, nicht gedeckt, nicht bekannt?",
        definition=_DEFINITION,
        lead=view.lead,
        columns=columns,
        rows=tuple(_row(row, names) for row in view.rows),
        reference_date=view.reference_date,
        version=view.version,
        audience=view.audience,
        blocks=(replace(cell_table(view), name="cells"),),
        notes=view.notes,
        completeness=view.completeness,
        exclusions=view.exclusions,
        thresholds=view.thresholds,
        parameters=chosen,
        table_name="needs",
        lang=view.lang,
    )


def _row(row: MatrixRowView, groups: Sequence[str]) -> tuple[CellView, ...]:
    counts = [sum(cell.state == state for cell in row.cells) for state, _ in _STATES]
    gaps = "; ".join(
        f"{group} ({cell.claim_text})" if cell.claim_text else group
        for group, cell in zip(groups, row.cells, strict=True)
        if cell.state == "gap"
    )
    numbers = (CellView(str(number), number) for number in (*counts, len(row.cells)))
    return (CellView(row.label, row.label, row.need), *numbers, CellView(gaps, gaps))


__all__ = ["MAP", "MATRIX", "NETWORK", "Parameters", "view_of"]

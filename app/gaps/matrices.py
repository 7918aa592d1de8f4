"""The gap matrix and the evidence of its cells as views."""

from datetime import date

from rdflib import URIRef

from app import display
from app.answers import translating as answers
from app.answers.catalogue import area_choices, concept_choices, reading
from app.asked import Asked
from app.errors import NoAreaError
from app.gaps.choice import MatrixChoice
from app.town import OpenTown
from app.views import (
    CellEvidence,
    CellKind,
    ChoiceView,
    CountView,
    FactView,
    MatrixCellView,
    MatrixRowView,
    MatrixView,
)
from graph.town import Snapshot
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import SKOS
from ontology.terms import SOZ
from ontology.vocabulary import concepts, label, notation, vocabulary
from queries.evidence import cell_evidence
from queries.matrix import Axis, Mark, MatrixAnswer, MatrixCell, MatrixRow, matrix
from queries.verdict import Claim, State
from queries.words import Words

_NO_AREA = Words(
    "Die Lückenmatrix braucht die Gemeinde selbst als Gebiet: eines mit dem Gemeindeschlüssel {ags}, und die Planungsräume darin. "
    "Es ist noch keines erfasst. Tragen Sie es in der Tabelle „Gebiete“ der Vorlage ein und geben Sie die Mappe auf der Seite "
    "„Import“ ab.",
    "The gap matrix needs the municipality itself as an area: one with the key {ags}, and the planning areas in it. None is "
    "recorded yet. Enter it in the sheet of areas of the template and hand the workbook in on the page “Import”.",
)
_MARKS = {
    Mark.NONE: ("none", None),
    Mark.REPORTED: ("reported", CL["bedarfsstatus-gemeldet"]),
    Mark.CHECKED: ("documented", CL["bedarfsstatus-geprueft"]),
    Mark.RECOGNISED: ("documented", CL["bedarfsstatus-anerkannt"]),
}


def matrix_view(town: OpenTown, choice: MatrixChoice, asked: Asked) -> MatrixView:
    """The matrix of an area, or of a group along the areas, with what its filters may choose.

    Of the choice only area, groups and field are looked at; `app.gaps.choice.narrow` does the rest.

    Raises:
        NoAreaError: no area was chosen and the town itself was not delivered yet.
    """
    lang, axis, snapshot = asked.lang, Axis(choice.axis), town.snapshot(asked.version)
    whole = reading(town, snapshot, asked.audience, asked.reference_date)
    if choice.area is None and whole.municipality is None:
        raise NoAreaError(_NO_AREA.get(lang).format(ags=town.ags))
    answer = matrix(
        snapshot, choice.area, choice.groups, choice.field, audience=asked.audience,
        reference_date=asked.reference_date, settings=town.thresholds, axis=axis,
    )  # fmt: skip
    return MatrixView(
        area=str(answer.area),
        area_label=display.iri_label(answer.area, lang, answer.labels),
        lead=answer.lead.get(lang),
        columns=tuple(ChoiceView(str(c), display.iri_label(c, lang, answer.labels)) for c in answer.columns),
        rows=tuple(_row(row, answer, lang) for row in answer.rows),
        state_counts=state_counts(answer, lang),
        reference_date=asked.reference_date,
        version=snapshot.version,
        audience=str(asked.audience),
        areas=area_choices(whole, by_iri=True),
        all_groups=concept_choices("target-groups", lang, by_iri=True)
        + tuple(ChoiceView(str(r.iri), r.name) for r in whole.own_groups),
        fields=tuple(c for c in concept_choices("needs", lang, by_iri=True) if c.level == 0),
        legend=tuple(FactView(label(c, lang), definition(c, lang), s) for s, c in display.codes(CellKind.STATE).items()),
        completeness=answers.completeness(answer.completeness, lang),
        exclusions=answers.exclusions(answer.exclusions, lang),
        thresholds=answers.thresholds(answer.thresholds, lang),
        lang=lang,
        axis=str(answer.axis),
        group_label=display.iri_label(answer.groups[0], lang, answer.labels) if axis is Axis.AREAS else "",
        pillars=concept_choices("pillars", lang),
        obligations=obligation_choices(lang),
    )  # fmt: skip


def obligation_choices(lang: str) -> tuple[ChoiceView, ...]:
    """The degrees of obligation by notation, the strongest first."""
    ranked = sorted(
        concepts("obligation-levels"), key=lambda c: -int(str(vocabulary().value(c, SOZ.rank) or 0))
    )
    return tuple(ChoiceView(notation(concept), label(concept, lang)) for concept in ranked)


def cell_view(
    town: OpenTown,
    snapshot: Snapshot,
    cell: tuple[str, str, str],
    audience: Audience,
    reference_date: date,
    lang: str,
) -> CellEvidence:
    """Why the cell (need, group, area) has its state."""
    need, group, area = cell
    found = cell_evidence(
        snapshot,
        need,
        group,
        area,
        audience=audience,
        reference_date=reference_date,
        settings=town.thresholds,
    )
    verdict = found.verdict
    return CellEvidence(
        need=str(found.need),
        need_label=display.iri_label(found.need, lang, found.labels),
        group=str(found.group),
        group_label=display.iri_label(found.group, lang, found.labels),
        area=str(found.area),
        area_label=display.iri_label(found.area, lang, found.labels),
        state=str(verdict.state),
        state_text=display.code_text(CellKind.STATE, verdict.state, lang),
        grade_text=label(found.grade, lang),
        claim=str(verdict.claim or ""),
        claim_text=claim_text(verdict.claim, lang),
        reason=verdict.reason.get(lang),
        blocks=tuple(answers.table(block, lang, found.labels) for block in found.blocks),
        reference_date=reference_date,
        version=snapshot.version,
        audience=str(audience),
        thresholds=answers.thresholds(found.thresholds, lang),
        lang=lang,
    )


def state_counts(answer: MatrixAnswer, lang: str) -> tuple[CountView, ...]:
    """How many cells have which state."""
    return tuple(
        CountView(display.code_text(CellKind.STATE, s, lang), answer.counts[s], str(s)) for s in State
    )


def claim_text(claim: Claim | None, lang: str) -> str:
    """The name of a claim; empty where nothing negative is said."""
    return display.code_text(CellKind.CLAIM, claim, lang) if claim is not None else ""


def definition(concept: URIRef, lang: str) -> str:
    """What a concept means, in the language asked for or in German."""
    texts = {getattr(t, "language", None): str(t) for t in vocabulary().objects(concept, SKOS.definition)}
    return texts.get(lang) or texts.get("de") or ""


def _row(row: MatrixRow, answer: MatrixAnswer, lang: str) -> MatrixRowView:
    level = row.obligation.level
    return MatrixRowView(
        need=str(row.need),
        label=display.iri_label(row.need, lang, answer.labels),
        field=str(row.field),
        field_label=label(row.field, lang),
        cells=tuple(_cell(cell, lang) for cell in row.cells),
        obligation=notation(level) if level else "",
        obligation_text=label(level, lang) if level else "",
        obligation_rank=row.obligation.rank,
        pillars=tuple(ChoiceView(notation(pillar), label(pillar, lang)) for pillar in row.pillars),
        heading=label(row.field, lang),
    )


def _cell(cell: MatrixCell, lang: str) -> MatrixCellView:
    mark, status = _MARKS[cell.mark]
    level = cell.obligation.level
    return MatrixCellView(
        need=str(cell.need),
        group=str(cell.group),
        area=str(cell.area),
        state=str(cell.verdict.state),
        state_text=display.code_text(CellKind.STATE, cell.verdict.state, lang),
        claim=str(cell.verdict.claim or ""),
        claim_text=claim_text(cell.verdict.claim, lang),
        reason=cell.verdict.reason.get(lang),
        offers=cell.facts.offers,
        providers=cell.facts.providers,
        need_mark=mark,
        need_text=label(status, lang) if status is not None else "",
        obligation=notation(level) if level else "",
        obligation_text=label(level, lang) if level else "",
        obligation_rank=cell.obligation.rank,
        obligation_part=cell.obligation.is_part,
        evidence=str(cell.evidence or ""),
        evidence_text=", ".join(label(kind, lang) for kind in cell.kinds),
    )

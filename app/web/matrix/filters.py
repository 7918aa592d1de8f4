"""What is chosen on the page of the gap matrix, all of it in the address: axes, filters, grouping, what cells show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import (
    AREAS,
    EVIDENCE,
    FIELD,
    GROUPS,
    NEEDS,
    NO_NORM,
    OBLIGATION,
    PILLAR,
    MatrixChoice,
    short,
)
from app.gaps.tables import EVIDENCE as EVIDENCE_MARKS
from app.gaps.tables import NOTHING, OBLIGATIONS
from app.gate import Released
from app.views import ChoiceView, MatrixView
from app.web import permalink
from app.web.formats import indented, markdown
from app.web.matrix import matrix_reads
from app.web.stand import Stand
from app.web.states import CLAIMS, STATES
from app.web.texts import t

MATRIX, TABLE, SUMS = "matrix", "tabelle", "summen"
OFFERS, BY_OBLIGATION, BY_CLAIM, BY_EVIDENCE = "angebote", "pflicht", "aussage", "beleg"

_ALL: Final = ""
_EVERYBODY: Final = "ZG-0"
_AXES: Final = {"zielgruppen": GROUPS, "gebiete": AREAS}
_GROUPINGS: Final = {"feld": FIELD, "saeule": PILLAR, "pflicht": OBLIGATION}


@dataclass(frozen=True, slots=True)
class Shown:
    """The matrix without filters, what is chosen of it, how it is drawn and what stands in its cells."""

    released: Released[MatrixView]
    choice: MatrixChoice
    form: str
    cells: str

    @property
    def whole(self) -> MatrixView:
        """All cells."""
        return self.released.value


def choose(chosen: Stand) -> Shown:
    """Draw the fields and return what they say."""
    town = matrix_reads.whole(GROUPS, None, (), chosen.asked).value
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form = _segments("matrix.view", (MATRIX, TABLE, SUMS), "ansicht")
        axis = _AXES[_segments("matrix.axis", tuple(_AXES), "spalten")]
    columns = st.columns([5, 5, 5], vertical_alignment="bottom")
    with columns[0]:
        area = permalink.choice(t("matrix.area"), _short(town.areas), name="gebiet", default=short(town.area))
    with columns[1]:
        field = permalink.choice(
            t("matrix.field"),
            {_ALL: t("matrix.all_fields")} | _short(town.fields),
            name="feld",
            default=_ALL,
        )
    with columns[2]:
        groups = _groups(town, axis)
    choice = MatrixChoice(
        axis=axis, area=_full(town.areas, area), groups=groups, field=_full(town.fields, field) or None
    )
    choice, cells = _more(town, choice)
    asked = groups if axis == AREAS or set(groups) - {c.value for c in town.columns} else ()
    released = matrix_reads.whole(axis, choice.area, asked, chosen.asked)
    return Shown(released, _drilled(choice), form, cells)


def marks_legend(shown: Shown) -> None:
    """Say in words what the marks in the cells mean, if they are not the numbers of offers."""
    marks: dict[str, dict[str, str]] = {
        BY_OBLIGATION: {OBLIGATIONS.get(d.value, "·"): d.label for d in shown.whole.obligations}
        | {NOTHING: t("matrix.no_norm")},
        BY_CLAIM: {mark: t(f"claim.{claim}") for claim, mark in CLAIMS.items()}
        | {NOTHING: t("matrix.nothing_claimed")},
        BY_EVIDENCE: {EVIDENCE_MARKS[kind]: t(f"matrix.evidence_{kind}") for kind in EVIDENCE}
        | {NOTHING: t("matrix.no_need")},
    }
    if shown.form == MATRIX and shown.cells in marks:
        st.caption(
            " · ".join(
                f"**{markdown(mark)}** {markdown(words)}" for mark, words in marks[shown.cells].items()
            )
        )


def _groups(town: MatrixView, axis: str) -> tuple[str, ...]:
    if axis == AREAS:
        group = permalink.choice(
            t("matrix.for_group"), _short(town.all_groups), name="fuer", default=_EVERYBODY
        )
        return (_full(town.all_groups, group),)
    groups = permalink.choices(
        t("matrix.groups"), _short(town.all_groups), name="gruppe", placeholder=t("matrix.all_groups")
    )
    return tuple(_full(town.all_groups, group) for group in groups)


def _more(town: MatrixView, choice: MatrixChoice) -> tuple[MatrixChoice, str]:
    """The filters of single marks; each stands for itself."""
    names = {count.name: count.label for count in town.state_counts}
    no_norm = {NO_NORM: t("matrix.no_norm")}
    with st.expander(t("matrix.more"), icon=":material/filter_alt:", expanded=_is_filtered()):
        grid = st.grid(3, min_column_width=240, vertical_alignment="bottom")
        with grid.cell():
            states = _several("states", {state: names.get(state, state) for state in STATES}, "zustand")
        with grid.cell():
            claims = _several("claims", {claim: t(f"claim.{claim}") for claim in CLAIMS}, "aussage")
        with grid.cell():
            needs = _several("needs", {need: t(f"need.{need}") for need in NEEDS}, "bedarf")
        with grid.cell():
            degrees = {d.value: f"{OBLIGATIONS.get(d.value, '·')} {d.label}" for d in town.obligations}
            obligations = _several("obligations", degrees | no_norm, "pflicht")
        with grid.cell():
            kinds = {kind: f"{EVIDENCE_MARKS[kind]} {t(f'matrix.evidence_{kind}')}" for kind in EVIDENCE}
            evidence = _several("evidence_filter", kinds, "beleg")
        with grid.cell():
            pillars = _several("pillars", {p.value: p.label for p in town.pillars} | no_norm, "saeule")
        with grid.cell():
            grouped = _GROUPINGS[_segments("matrix.grouped", tuple(_GROUPINGS), "gliederung")]
        with grid.cell():
            cells = _segments("matrix.cells", (OFFERS, BY_OBLIGATION, BY_CLAIM, BY_EVIDENCE), "zeigt")
        if permalink.switch(t("matrix.only_need"), name="nur-bedarf"):
            needs = tuple(dict.fromkeys((*needs, NEEDS[0])))
    return replace(
        choice,
        states=states,
        claims=claims,
        needs=needs,
        obligations=obligations,
        evidence=evidence,
        pillars=pillars,
        grouped=grouped,
    ), cells


def _is_filtered() -> bool:
    """Whether something in there is chosen: then it must be seen."""
    names = ("zustand", "aussage", "bedarf", "pflicht", "beleg", "saeule", "nur-bedarf")
    return any(permalink.kept(name) or permalink.in_new_link(name) for name in names)


def _drilled(choice: MatrixChoice) -> MatrixChoice:
    """With the one row or column a sum led to, until it is taken off again."""
    row, column = permalink.remember("zeile", None), permalink.remember("spalte", None)
    return replace(choice, row=row, column=column)


def _segments(label: str, options: tuple[str, ...], name: str) -> str:
    return permalink.choice(
        t(label),
        {option: t(f"{label}_{option}") for option in options},
        name=name,
        default=options[0],
        widget=st.segmented_control,
        required=True,
    )


def _several(label: str, options: dict[str, str], name: str) -> tuple[str, ...]:
    return permalink.choices(t(f"matrix.{label}"), options, name=name, placeholder=t("matrix.any"))


def _short(choices: Iterable[ChoiceView]) -> dict[str, str]:
    """Return the choices by the last part of their IRI, which is what stands in the URL."""
    offered = list(choices)
    highest = min((choice.level for choice in offered), default=0)
    return {short(c.value): indented(c.label, c.level - highest) for c in offered}


def _full(choices: Iterable[ChoiceView], value: str) -> str:
    return next((choice.value for choice in choices if short(choice.value) == value), value)

"""Wie gut wir es wissen: field of need × area as marks with the age of the statement; a mark leads to what it rests on."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from rdflib import URIRef

from app.gaps.choice import short
from app.gaps.field_claims import table, words
from app.views import CellView, FieldClaims
from app.web import permalink, tables
from app.web.formats import markdown
from app.web.overview.leading import link
from app.web.states import claims_legend
from app.web.texts import language, plural, t
from ontology import iris

_KEY: Final = "overview:fields"
_YEARS: Final = 24


def draw(claims: FieldClaims | None) -> None:
    """Draw the table, or say what to do where nothing is declared."""
    st.header(t("overview.completeness"), anchor=False)
    st.caption(t("overview.completeness_text"))
    shown = table(claims, language()) if claims else None
    if claims is None or shown is None or not shown.rows:
        st.info(t("overview.no_statements"), icon=":material/info:")
        return
    if all(claim.as_of is None for row in claims.rows for claim in row):
        st.info(t("overview.no_statements"), icon=":material/info:")
    claims_legend()
    brief: dict[tuple[int, int], str] = {}
    rows = []
    for i, (field, row) in enumerate(zip(claims.fields, claims.rows, strict=True)):
        cells = [shown.rows[i][0]]
        for j, (area, claim) in enumerate(zip(claims.areas, row, strict=True), start=1):
            seen = "" if claim.months is None else t("overview.months", months=claim.months)
            brief[i, j] = seen
            spoken = ", ".join(filter(None, (words(claim, language()), seen)))
            key = f"{short(field.value)}~{short(area.value)}"
            cells.append(
                CellView(f"{field.label}, {area.label}: {spoken}", claim.claim, iri=key if seen else None)
            )
        rows.append(tuple(cells))
    look = tables.Look(sortable=False, short_claims=True, brief=brief, heads=True)
    tables.draw(shown.columns, rows, key=_KEY, caption=shown.title, look=look)
    st.caption(markdown(shown.note or ""))
    _opened(claims)


def _opened(claims: FieldClaims) -> None:
    """Below the table, the ways on from the mark chosen last."""
    click, seen = tables.click(_KEY), f"{_KEY}:seen"
    new = click[0] if click and click != st.session_state.get(seen) else None
    st.session_state[seen] = click
    key = permalink.remember("feldgebiet", new)
    fields = {short(field.value): field for field in claims.fields}
    areas = {short(area.value): area for area in claims.areas}
    name, _, place = (key or "").partition("~")
    if name in fields and place in areas:
        _ways(claims, fields[name].value, areas[place].value)
    link("fragen", t("overview.to_question", question="A12"), {"frage": "A12"})


def _ways(claims: FieldClaims, field: str, area: str) -> None:
    i = [choice.value for choice in claims.fields].index(field)
    j = [choice.value for choice in claims.areas].index(area)
    claim, parts = claims.rows[i][j], iris.parts(URIRef(area))
    with st.container(border=True):
        st.markdown(
            f"**{markdown(claims.fields[i].label)}, {markdown(claims.areas[j].label)}:** "
            f"{markdown(words(claim, language()))}"
        )
        if claim.months is not None and claim.months >= _YEARS:
            st.caption(plural("overview.old", claim.months))
        given = {"frage": "A12", "field": short(field), "within": parts.key if parts else short(area)}
        link("fragen", t("overview.to_a12"), given, ":material/quiz:")
        link(
            "luecken",
            t("overview.to_matrix"),
            {"feld": short(field), "gebiet": short(area)},
            ":material/grid_on:",
        )

"""Needs as cards with three tracks of equal rank: statistics, practice, lived experience, side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import AnswerView, CellView
from app.web.formats import integer, share
from app.web.planning.parts import rows_of
from app.web.texts import plural, t

TRACKS: Final = ("statistics", "practice", "lived")
PAGE: Final = 10
_ICONS: Final = {"statistics": "▤", "practice": "◆", "lived": "●"}
_CELL: Final = ("need", "group", "area")
Row = Mapping[str, CellView]
Key = tuple[str | None, ...]


@dataclass(slots=True)
class Card:
    """A need of a group in an area with the evidence on each track and what else is known about it."""

    cell: Row
    tracks: dict[str, list[Row]] = field(default_factory=lambda: {track: [] for track in TRACKS})
    others: list[Row] = field(default_factory=list)
    assessments: set[str] = field(default_factory=set)
    contradictions: list[Row] = field(default_factory=list)
    is_new: bool = False
    without_measure: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The tracks on which nothing is recorded."""
        return tuple(track for track in TRACKS if not self.tracks[track])


def cards(view: AnswerView, contradictions: AnswerView, new: AnswerView, unmet: AnswerView) -> list[Card]:
    """The cells of the study, each with what G2, G1 and G5 say about its assessments."""
    names = {t(f"needs.{track}"): track for track in TRACKS}
    found = {_key(row): Card(row) for row in rows_of(view, "cells")}
    for row in rows_of(view, "evidence"):
        found[_key(row)].tracks[names[row["track"].text]].append(row)
    for row in rows_of(view, "others"):
        found[_key(row)].others.append(row)
    opposed = rows_of(contradictions, "contradictions")
    news = {row["assessment"].iri for name in ("documented", "reported") for row in rows_of(new, name)}
    lacking = {_key(row) for row in rows_of(unmet, "none")}
    for key, card in found.items():
        rows = [row for own in card.tracks.values() for row in own] + card.others
        card.assessments = {row["assessment"].iri for row in rows if row["assessment"].iri}
        card.contradictions = [
            row
            for row in opposed
            if row["need"].iri == card.cell["need"].iri
            and {row["numbers"].iri, row["experience"].iri} & card.assessments
        ]
        card.is_new = bool(news & card.assessments)
        card.without_measure = key in lacking
    return list(found.values())


def _key(row: Row) -> Key:
    return tuple(row[name].iri for name in _CELL)


def tiles(found: Sequence[Card]) -> None:
    """Draw how many needs have something on each track, each with the same base and in the same way."""
    for column, track in zip(st.columns(len(TRACKS)), TRACKS, strict=True):
        number = sum(1 for card in found if card.tracks[track])
        with column:
            st.html(
                f'<div class="q-tile"><p class="q-label">{_ICONS[track]} {escape(t(f"needs.{track}"))}</p>'
                f'<div class="q-value"><span>{integer(number)}<small> {escape(t("needs.of", all=integer(len(found))))}</small></span></div>'
                f'<p class="q-label">{escape(t("needs.recorded", share=share(number, len(found))))}</p></div>'
            )


def draw(found: Sequence[Card]) -> None:
    """Draw the cards, ten at a time."""
    pages = -(-len(found) // PAGE)
    page = st.pagination(pages, key="needs:page", persist_state="page") if pages > 1 else 1
    st.caption(plural("needs.cards", len(found)))
    for card in found[(page - 1) * PAGE : page * PAGE]:
        with st.container(border=True):
            st.html(_head(card))
            for column, track in zip(st.columns(len(TRACKS)), TRACKS, strict=True):
                with column:
                    st.html(_track(card, track))
            if foot := _foot(card):
                st.html(foot)


def _head(card: Card) -> str:
    cell = card.cell
    marks = [cell["status"].text]
    marks += [t("needs.is_new")] if card.is_new else []
    marks += [t("needs.without_measure")] if card.without_measure else []
    marks += [f"⇄ {t('needs.contradiction')}"] if card.contradictions else []
    said = escape(" · ".join(mark for mark in marks if mark))
    return (
        f'<p class="q-verdict">{escape(cell["need"].text)}</p>'
        f'<p class="q-source">{escape(cell["group"].text)} · {escape(cell["area"].text)}</p><p class="q-source"><b>{said}</b></p>'
    )


def _track(card: Card, track: str) -> str:
    title = f"<p class='q-label'><b>{_ICONS[track]} {escape(t(f'needs.{track}'))}</b></p>"
    if not card.tracks[track]:
        return f'{title}<ul class="q-list"><li>? {escape(t(f"needs.no_{track}"))}</li></ul>'
    by_proof: defaultdict[str, list[Row]] = defaultdict(list)
    for row in card.tracks[track]:
        by_proof[row["proof"].iri or row["method"].text].append(row)
    items = "".join(f"<li>{_proof(rows[0])}</li>" for rows in by_proof.values())
    return f'{title}<ul class="q-list">{items}</ul>'


def _proof(row: Row) -> str:
    """What was found, how, by whom (a point of view, never a person), from where, when."""
    name = row["proof"].text or row["source"].text
    parts = [
        row["method"].text,
        t("needs.speaks", who=row["who"].text) if row["who"].text else "",
        row["source"].text if row["proof"].text else "",
        row["asOf"].text,
    ]
    return f"<strong>{escape(name)}</strong><br>{escape(' · '.join(part for part in parts if part))}"


def _foot(card: Card) -> str:
    said = [
        t(
            "needs.opposed",
            numbers=row["numbersDirection"].text,
            numbers_day=row["numbersDay"].text,
            experience=row["experienceDirection"].text,
            experience_day=row["experienceDay"].text,
        )
        for row in card.contradictions
    ]
    said += [
        t("needs.other", name=row["proof"].text or row["method"].text, who=row["who"].text)
        for row in card.others
    ]
    return "".join(f'<p class="q-source">{escape(text)}</p>' for text in said)

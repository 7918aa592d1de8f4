"""Rows of an answer that speak of one field of need: for questions that cannot be narrowed to it themselves."""

from dataclasses import replace
from functools import cache

from rdflib import URIRef

from app.errors import RequestError
from app.views import AnswerView, Row
from ontology.namespaces import SKOS
from ontology.vocabulary import find_concept, label, vocabulary


def field_label(notation: str, lang: str = "de") -> str:
    """The name of a field or need.

    Raises:
        RequestError: there is none with this notation.
    """
    return label(_concept(notation), lang)


def narrowed(answer: AnswerView, about: str) -> AnswerView:
    """The answer with only the rows in which a need of `about` (or narrower) is named; totals would mean other rows.

    The sentence of the answer speaks of all rows, and says so; a note tells how many remain.

    Raises:
        RequestError: there is no such need.
    """
    needs, name = _below(about), field_label(about, answer.lang)
    rows = _of(answer.rows, needs)
    kept = tuple(replace(block, rows=_of(block.rows, needs), totals=None) for block in answer.blocks)
    blocks = tuple(block for block in kept if block.rows)
    shown = len(rows) + sum(len(block.rows) for block in blocks)
    every = len(answer.rows) + sum(len(block.rows) for block in answer.blocks)
    note = f"Gezeigt sind nur Zeilen zu „{name}“ ({shown} von {every} Zeilen aller Tabellen)."
    empty = (
        answer.empty_text
        if not answer.rows
        else f"Keine der {len(answer.rows)} Zeilen nennt einen Bedarf aus „{name}“."
    )
    return replace(
        answer,
        lead=f"Alle Handlungsfelder zusammen: {answer.lead}",
        rows=rows,
        totals=None,
        blocks=blocks,
        notes=(note, *answer.notes),
        empty_text=empty,
    )


def _of(rows: tuple[Row, ...], needs: frozenset[str]) -> tuple[Row, ...]:
    return tuple(row for row in rows if any(cell.iri in needs for cell in row))


@cache
def _below(notation: str) -> frozenset[str]:
    graph, top = vocabulary(), _concept(notation)
    return frozenset(str(found) for found in graph.transitive_subjects(SKOS.broader, top))


def _concept(notation: str) -> URIRef:
    concept = find_concept("needs", notation)
    if concept is None:
        raise RequestError(f"Vorlage: einen Bedarf oder ein Handlungsfeld '{notation}' gibt es nicht")
    return concept

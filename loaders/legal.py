"""Legal references in a cell, judged by the register (`ontology.law`, ruling 29)."""

import re

from rdflib import URIRef

from loaders.concepts import concept_text
from loaders.readings import Problem, Reading, join, value
from ontology.law import Judgement, Status, judge, parse_references
from ontology.sheets import ColumnSpec
from ontology.vocabulary import find_concept, suggest

_PIECES = re.compile(r"\s*[;|\n]\s*")


def read_legal(text: str, column: ColumnSpec) -> Reading:
    """All legal bases named in a cell.

    A norm that is in force and listed is a value without a word. One that is repealed, moved, future or of another
    register is a value with a note if it, or what became of it, is listed, and only a note if not. A number its law does
    not have holds the row back: it is a slip of the pen.
    """
    pieces = _pieces(text, column)
    readings = [_piece(piece, column) for piece in pieces]
    if not any(readings):  # nothing was recognised at all
        near = [concept_text(c) for c in _suggest(text, column)]
        return Reading(problems=(Problem("legal-unreadable", suggestion="; ".join(near) or None),))
    return join(
        reading or Reading(problems=(Problem("legal-residue", piece),))
        for piece, reading in zip(pieces, readings, strict=True)
    )


def _pieces(text: str, column: ColumnSpec) -> list[str]:
    """The parts between separators, but "§ 8 SchKG – Beratungsstellen; Belästigungsverbot" is one entry of the list."""
    pieces: list[str] = []
    for piece in filter(None, _PIECES.split(text)):
        longer = f"{pieces[-1]}; {piece}" if pieces else ""
        if longer and column.scheme and find_concept(column.scheme, longer):
            pieces[-1] = longer
        else:
            pieces.append(piece)
    return pieces


def _piece(text: str, column: ColumnSpec) -> Reading | None:
    listed = find_concept(column.scheme, text) if column.scheme else None
    references = parse_references(text)
    if listed is not None and not any(reference.number for reference in references):
        return value(listed)  # by its code, or an entry that is no paragraph, such as a council resolution
    return join(_judged(judge(reference)) for reference in references) if references else None


def _judged(judgement: Judgement) -> Reading:
    cited = str(judgement.reference)
    notes = [judgement.message] if judgement.status is not Status.IN_FORCE else []
    notes += judgement.notes
    fill = {
        "judgement": " ".join(note["de"] for note in notes),
        "judgement_en": " ".join(note["en"] for note in notes),
    }
    if judgement.status is Status.NO_PARAGRAPH:
        return Reading(problems=(Problem("legal-no-such-section", cited, judgement.successor, fill),))
    if judgement.legal_basis is None:
        if not notes:
            fill = {"judgement": judgement.message["de"], "judgement_en": judgement.message["en"]}
        return Reading(problems=(Problem("legal-unlisted", cited, judgement.successor, fill),))
    problems = (Problem("legal-judged", cited, judgement.successor, fill),) if notes else ()
    return Reading((judgement.legal_basis,), problems)


def _suggest(text: str, column: ColumnSpec) -> list[URIRef]:
    return suggest(column.scheme, text) if column.scheme else []

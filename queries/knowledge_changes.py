"""What is known better or worse about the inventory of a town at one state than at an earlier one."""

from typing import Final

from rdflib import Literal, URIRef

from ontology.terms import CL
from ontology.vocabulary import label
from queries.answer import AspectState, Row
from queries.declarations import COOPERATING, COVERED, LEGAL, LISTED, SURVEYS, Declarations
from queries.reading import Reading
from queries.words import Words, day

ASPECTS: Final[tuple[URIRef, ...]] = (
    LISTED, COVERED, CL["aspekt-kapazitaet"], CL["aspekt-finanzierung"], COOPERATING, LEGAL,
)  # fmt: skip
_UNDECLARED_RANK: Final = 5


def knowledge(before: Reading, after: Reading) -> list[Row]:
    """A row for each aspect of the inventory declared for the whole town, for rows that wait and offers without data."""
    then, now = (Declarations(reading).completeness(ASPECTS) for reading in (before, after))
    rows: list[Row] = [_aspect(*pair) for pair in zip(then.aspects, now.aspects, strict=True)]
    rows.append(_fewer(_WAITING, then.held_back, now.held_back))
    rows.append(_fewer(_OPEN, then.open_offers, now.open_offers))
    return rows


def _aspect(then: AspectState, now: AspectState) -> Row:
    ranks = [_rank(state) for state in (then, now)]
    what = _BETTER if ranks[1] < ranks[0] else _WORSE if ranks[1] > ranks[0] else _SAME
    if what is _SAME and now.statements != then.statements:
        what = _MORE if now.statements > then.statements else _LESS
    elif what is _SAME and now.as_of != then.as_of:
        what = _NEWER
    return {
        "what": what,
        "subject": Words(label(now.aspect, "de"), label(now.aspect, "en")),
        "before": _declared(then),
        "now": _declared(now),
        "statementsBefore": Literal(then.statements),
        "statementsNow": Literal(now.statements),
    }


def _rank(state: AspectState) -> int:
    return int(SURVEYS[state.result]) if state.result else _UNDECLARED_RANK


def _declared(state: AspectState) -> Words:
    if state.result is None or state.as_of is None:
        return _UNDECLARED
    result = Words(label(state.result, "de"), label(state.result, "en"))
    return _AS_OF.format(result=result, day=day(state.as_of))


def _fewer(subject: Words, then: int, now: int) -> Row:
    """Fewer of these is better known."""
    what = _BETTER if now < then else _WORSE if now > then else _SAME
    return {
        "what": what, "subject": subject, "before": Words(str(then), str(then)), "now": Words(str(now), str(now)),
    }  # fmt: skip


_BETTER = Words("besser bekannt", "known better")
_WORSE = Words("schlechter bekannt", "known worse")
_SAME = Words("gleich", "the same")
_MORE = Words("in Teilen mehr erklärt", "more declared in parts")
_LESS = Words("in Teilen weniger erklärt (oder zu alt)", "less declared in parts (or too old)")
_NEWER = Words("gleich, neu erklärt", "the same, declared anew")
_UNDECLARED = Words("für die ganze Stadt nicht erklärt", "not declared for the whole town")
_AS_OF = Words("{result} (Stand {day})", "{result} (as of {day})")
_WAITING = Words("Zeilen, die auf Klärung warten (weniger ist besser)", "Rows that wait (fewer is better)")
_OPEN = Words(
    "Aktive Angebote ohne Angabe, wen sie erreichen (weniger ist besser)",
    "Active offers without data on whom they reach (fewer is better)",
)

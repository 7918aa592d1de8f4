"""What the questions about statutory duties share: norms by date, and the weight of "there is nothing"."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from rdflib import URIRef

from queries.answer import Exclusion
from queries.asking import Asking
from queries.declarations import COOPERATING, STRUCTURES, Statement
from queries.reading import Binding, Reading, day_or_none, iri
from queries.verdict import Claim, Survey, duty_claim
from queries.words import NO_WORDS, Words, counted, day


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm with the rows the question found for it. `in_force_from` is None if it always was."""

    iri: URIRef
    obligation: URIRef
    pillar: URIRef
    in_force_from: date | None
    in_force_to: date
    rows: tuple[Binding, ...]

    def is_future(self, today: date) -> bool:
        """Whether it comes into force only after the day."""
        return self.in_force_from is not None and self.in_force_from > today


def norms(asking: Asking) -> tuple[list[Norm], Exclusion]:
    """The norms among the rows of a question, and how many are no longer in force."""
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for row in asking.rows:
        rows[iri(row["norm"])].append(row)
    found = []
    for norm, own in rows.items():
        start, end = day_or_none(own[0]["from"]), day_or_none(own[0]["to"])
        found.append(Norm(
            iri=norm, obligation=iri(own[0]["obligation"]), pillar=iri(own[0]["pillar"]),
            in_force_from=None if start is None or start == date.min else start,
            in_force_to=end or date.max, rows=tuple(own),
        ))  # fmt: skip
    today = asking.reading.reference_date
    standing = [norm for norm in found if norm.in_force_to >= today]
    return standing, Exclusion(_LAPSED, len(found) - len(standing))


def missing(
    asking: Asking, norm: Norm, town: URIRef | None, aspects: tuple[URIRef, ...]
) -> tuple[Claim, Words]:
    """Weight and grounds of "this duty has nothing" in a town.

    A row in quarantine that may become an offer weakens it; where cooperation is the matter also one that may become a
    structure, and a cooperation that names the norm but not its own kind. So does whatever the reader is not shown.
    """
    surveys = [asking.declarations.stated(aspect, town, norm.pillar) if town else None for aspect in aspects]
    waiting = len(asking.declarations.rows_held_back)
    if COOPERATING in aspects:
        waiting += len(asking.declarations.held_back_as(STRUCTURES))
    claim = duty_claim(tuple(s.survey if s else None for s in surveys), waiting)
    if claim is Claim.NONE:
        return claim, _undeclared(asking, aspects, surveys)
    if COOPERATING in aspects and (untyped := _untyped(asking, norm)):
        return Claim.HINT, _UNTYPED.format(names=asking.reading.named(untyped))
    if claim is Claim.HINT:
        return claim, counted(waiting, *_WAITING)
    if _is_concealed(asking, norm, town, aspects):
        return Claim.HINT, CONCEALED
    oldest = min(s.as_of for s in surveys if s)
    return claim, _DECLARED.format(day=day(oldest))


def _untyped(asking: Asking, norm: Norm) -> list[URIRef]:
    """Cooperations that name the norm and not of which kind they are: they may implement it."""
    rows = asking.reading.facts("untyped_structures")
    return [iri(row["structure"]) for row in rows if row["norm"] == norm.iri]


def _is_concealed(asking: Asking, norm: Norm, town: URIRef | None, aspects: tuple[URIRef, ...]) -> bool:
    """Whether something the reader is not shown bears on the duty: it names the norm, or weakens the claim within."""
    if asking.whole is None:
        return False
    names = _naming_structures if COOPERATING in aspects else _naming_offers
    if names(asking.whole.reading, norm.iri) != names(asking.reading, norm.iri):
        return True
    return missing(asking.whole, norm, town, aspects)[0] is not Claim.FIRM


def _naming_structures(reading: Reading, norm: URIRef) -> set[URIRef]:
    return {iri(row["structure"]) for row in reading.facts("norm_structures") if row["norm"] == norm}


def _naming_offers(reading: Reading, norm: URIRef) -> set[URIRef]:
    rows = reading.facts("norm_offers", norm=[norm])
    return {
        iri(row["offer"])
        for row in rows
        if (day_or_none(row["lastDay"]) or date.max) >= reading.reference_date
    }


def _undeclared(asking: Asking, aspects: tuple[URIRef, ...], surveys: list[Statement | None]) -> Words:
    open_aspects = [
        aspect
        for aspect, statement in zip(aspects, surveys, strict=True)
        if statement is None or statement.survey is not Survey.COMPLETE
    ]
    return _UNDECLARED.format(aspects=asking.reading.named(open_aspects)) if open_aspects else NO_WORDS


_LAPSED = Words("Normen, die am Stichtag nicht mehr gelten", "Norms no longer in force on the reference date")
_DECLARED = Words(
    "Die Erfassung ist dafür als vollständig erklärt (Stand {day}).",
    "The record is declared complete for it (as of {day}).",
)
_UNDECLARED = Words(
    "Für die ganze Stadt und diese Säule nicht als vollständig erklärt: {aspects}.",
    "Not declared complete for the whole town and this pillar: {aspects}.",
)
_UNTYPED = Words(
    "Eine Kooperation nennt die Norm, sagt aber nicht, von welcher Art sie ist: {names}.",
    "A cooperation names the norm but does not say of which kind it is: {names}.",
)
CONCEALED = Words(
    "Nicht alles ist veröffentlicht; etwas davon kann dazugehören.",
    "Not everything is published; something of it may belong here.",
)
_WAITING = (
    Words("Zeile einer Lieferung wartet auf Klärung.", "row of a delivery waits for clarification."),
    Words("Zeilen von Lieferungen warten auf Klärung.", "rows of deliveries wait for clarification."),
)

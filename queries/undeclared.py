"""Negatives about kinds of records that no inventory aspect is about: decisions, contracts, criteria, evaluations, measures.

Inventory statements speak about offers and how they are funded, not about these. That one is missing is therefore never
firm unless it is expressly declared: provisional where it is about money and funding is declared for the whole town
(`absence`), else a hint, and nothing at all while no record of the kind exists.
"""

from rdflib import URIRef

from ontology.terms import CL
from queries.asking import Asking
from queries.reading import Reading
from queries.verdict import Claim, Survey
from queries.words import Words, counted, day

FUNDED: URIRef = CL["aspekt-finanzierung"]


def claim_without_survey(recorded: int) -> Claim:
    """How much weight "there is none" bears, where `recorded` records of the kind exist in the town."""
    return Claim.HINT if recorded else Claim.NONE


def grounds_without_survey(claim: Claim, kind: Words) -> Words:
    """Why the claim is no stronger; `kind` names the records in the plural."""
    return (_SOME if claim is Claim.HINT else _NOTHING).format(kind=kind)


def declared_none(reading: Reading) -> tuple[Claim, Words]:
    """Weight and grounds of "none" that was declared: firm, unless a row of a delivery waits that may say otherwise."""
    waiting = len({row["row"] for row in reading.facts("held_back", extra=("held_back",))})
    if waiting:
        return Claim.HINT, _DECLARED + counted(waiting, *_WAITING)
    return Claim.FIRM, _DECLARED


def absence(asking: Asking, kind: URIRef) -> tuple[Claim, Words]:
    """The claim of "no record of this class", with the grounds."""
    reading = asking.reading
    if not number_of(asking, kind):
        return Claim.NONE, _NONE_AT_ALL
    town = reading.municipality
    survey = asking.declarations.survey(FUNDED, town, None) if town else None
    if survey is None or survey.survey not in (Survey.COMPLETE, Survey.LARGELY):
        return Claim.HINT, _NOT_DECLARED
    if reading.facts("held_back", extra=("held_back",)):
        return Claim.HINT, _SOME_WAIT
    return Claim.PROVISIONAL, _FUNDING_DECLARED.format(day=day(survey.as_of))


def number_of(asking: Asking, kind: URIRef) -> int:
    """How many records of a class the town has."""
    return int(str(asking.reading.facts("number_of_records", **{"class": [kind]})[0]["number"]))


_SOME = Words(
    "Für {kind} gibt es keine Bestandserklärung; es kann mehr geben, als erfasst ist.",
    "Nobody declares {kind} complete; there may be more than is recorded.",
)
_NOTHING = Words(
    "{kind} sind überhaupt nicht erfasst, das sagt nichts darüber, ob es welche gibt.",
    "There are no {kind} on record at all, which does not tell whether any exist.",
)
_DECLARED = Words("Ausdrücklich erklärt: keine.", "Expressly declared: none.")
_WAITING = (
    Words("Zeile einer Lieferung wartet auf Klärung.", "row of a delivery waits for clarification."),
    Words("Zeilen von Lieferungen warten auf Klärung.", "rows of deliveries wait for clarification."),
)
_NONE_AT_ALL = Words("Davon ist in der ganzen Stadt nichts erfasst.", "None is recorded in the whole town.")
_NOT_DECLARED = Words(
    "Ob die Finanzierung vollständig erfasst ist, ist nicht erklärt.",
    "Whether funding is completely recorded is not declared.",
)
_SOME_WAIT = Words("Zeilen von Lieferungen warten auf Klärung.", "Rows of deliveries wait for clarification.")
_FUNDING_DECLARED = Words(
    "Die Finanzierung ist mindestens überwiegend erfasst (Stand {day}).",
    "Funding is at least largely recorded (as of {day}).",
)

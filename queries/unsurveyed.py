"""What "there is no such record" weighs where no inventory aspect is about that kind of record: decisions, contracts.

How offers are funded is surveyed (aspect Finanzierung), and by decisions and contracts they are. So where that is declared
for the whole town, their absence is provisional, never firm; else it is a hint; and nothing at all where none is recorded.
"""

from rdflib import URIRef

from ontology.terms import CL
from queries.asking import Asking
from queries.verdict import Claim, Survey
from queries.words import Words, day

FUNDED: URIRef = CL["aspekt-finanzierung"]


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
        return Claim.HINT, _WAITING
    return Claim.PROVISIONAL, _DECLARED.format(day=day(survey.as_of))


def number_of(asking: Asking, kind: URIRef) -> int:
    """How many records of a class the town has."""
    return int(str(asking.reading.facts("number_of_records", **{"class": [kind]})[0]["number"]))


_NONE_AT_ALL = Words("Davon ist in der ganzen Stadt nichts erfasst.", "None is recorded in the whole town.")
_NOT_DECLARED = Words(
    "Ob die Finanzierung vollständig erfasst ist, ist nicht erklärt.",
    "Whether funding is completely recorded is not declared.",
)
_WAITING = Words("Zeilen von Lieferungen warten auf Klärung.", "Rows of deliveries wait for clarification.")
_DECLARED = Words(
    "Die Finanzierung ist mindestens überwiegend erfasst (Stand {day}).",
    "Funding is at least largely recorded (as of {day}).",
)

"""What may be said when a record has none of something: no funding, no cooperation, no contract.

Never "there is none" alone. If an aspect of the inventory is about it, the statement on that aspect for the whole town
decides, and rows that wait leave a hint; if none is, nobody declared it complete.
"""

from collections.abc import Collection

from rdflib import URIRef

from queries.declarations import Declarations
from queries.reading import Reading
from queries.undeclared import claim_without_survey
from queries.verdict import Claim, Inventory, Survey, claim_of
from queries.words import Words, counted, day


def absence_of(
    reading: Reading, declarations: Declarations, classes: Collection[URIRef], aspect: URIRef | None
) -> tuple[Claim, Words]:
    """Weight and grounds of "none of these records belongs to it"."""
    if aspect is None:
        recorded = sum(_number(reading, kind) for kind in classes)
        claim = claim_without_survey(recorded)
        return claim, _SOME if claim is Claim.HINT else _NOWHERE
    town = reading.municipality
    found = declarations.survey(aspect, town, None) if town else None
    waiting = len(declarations.held_back_as(classes))
    claim = claim_of(Inventory(listed=found.survey if found else None, held_back=waiting))
    if found is None:
        return claim, _UNDECLARED
    words = _DECLARED[found.survey].format(day=day(found.as_of))
    return claim, words + counted(waiting, *_WAITING) if waiting else words


def _number(reading: Reading, kind: URIRef) -> int:
    return int(str(reading.facts("number_of_records", **{"class": [kind]})[0]["number"]))


_SOME = Words(
    "Niemand hat erklärt, dass dazu alles erfasst ist.",
    "Nobody declares that all of it is recorded.",
)
_NOWHERE = Words(
    "Dazu ist in der ganzen Stadt nichts erfasst; das sagt nichts darüber, ob es etwas gibt.",
    "Nothing of the kind is recorded in the whole town, which does not tell whether any exists.",
)
_UNDECLARED = Words(
    "Für die ganze Stadt ist nicht erklärt, wie vollständig das erfasst ist.",
    "How completely this is recorded is not declared for the whole town.",
)
_DECLARED = {
    Survey.COMPLETE: Words(
        "Für die ganze Stadt vollständig erfasst (Stand {day}).",
        "Completely recorded for the whole town (as of {day}).",
    ),
    Survey.LARGELY: Words(
        "Für die ganze Stadt überwiegend erfasst (Stand {day}).",
        "Largely recorded for the whole town (as of {day}).",
    ),
    Survey.PARTLY: Words(
        "Für die ganze Stadt nur teilweise erfasst (Stand {day}).",
        "Only partly recorded for the whole town (as of {day}).",
    ),
    Survey.NOT: Words(
        "Für die ganze Stadt ausdrücklich nicht erfasst (Stand {day}).",
        "Expressly not recorded for the whole town (as of {day}).",
    ),
}
_WAITING = (
    Words("Zeile einer Lieferung wartet auf Klärung.", "row of a delivery waits for clarification."),
    Words("Zeilen von Lieferungen warten auf Klärung.", "rows of deliveries wait for clarification."),
)

"""Negatives about kinds of records that nobody declares complete: criteria, evaluations, measures, participation.

Inventory statements speak about offers, not about these. That one is missing is therefore never more than a hint, and
tells nothing at all while no record of the kind exists. Only what is expressly declared as "none" can be firm.
"""

from queries.reading import Reading
from queries.verdict import Claim
from queries.words import Words, counted


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

"""The weight of a negative about committees: "nobody sits there", "nothing connects these two".

Firm only where the aspect cooperation is declared complete for the whole town, at least for the field; a committee whose
topic is not recorded, or a row that waits in quarantine, leaves a hint.
"""

from collections.abc import Callable
from functools import cached_property

from rdflib import URIRef

from ontology.terms import SOZ
from queries.asking import Asking
from queries.declarations import COOPERATING, Statement, best
from queries.duties import CONCEALED
from queries.reading import iri
from queries.verdict import Claim, Inventory, Survey, claim_of, weaker
from queries.words import Words, counted, day


class Structures:
    """What is declared about the committees of a town, read once."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @cached_property
    def adrift(self) -> list[URIRef]:
        """Active committees about whose topic nothing is recorded."""
        return [iri(row["committee"]) for row in self._asking.reading.facts("committees_without_topic")]

    def claim(self, need: URIRef, holds_within: Callable[[], bool]) -> tuple[Claim, Words]:
        """Weight and grounds of a negative about the committees that work on a need or field.

        `holds_within` tells whether it is true of all that is recorded as well: asked for a reader from whom some is kept.
        """
        claim, words = self._claim(need)
        if self._within is None or claim not in (Claim.FIRM, Claim.PROVISIONAL):
            return claim, words
        within, _ = self._within.claim(need, holds_within)
        return (
            (claim, words) if weaker(within, claim) is claim and holds_within() else (Claim.HINT, CONCEALED)
        )

    @cached_property
    def _within(self) -> "Structures | None":
        return Structures(self._asking.whole) if self._asking.whole else None

    def _claim(self, need: URIRef) -> tuple[Claim, Words]:
        found = self._statement(need)
        inventory = Inventory(
            listed=found.survey if found else None, open_offers=len(self.adrift), held_back=self._waiting
        )
        claim = claim_of(inventory)
        if found is None or found.survey is Survey.NOT:
            return claim, _UNDECLARED
        words = _DECLARED[found.survey].format(day=day(found.as_of))
        if self.adrift:
            words += counted(len(self.adrift), *_ADRIFT)
        return claim, words + counted(self._waiting, *_WAITING) if self._waiting else words

    @cached_property
    def _waiting(self) -> int:
        return len(self._asking.reading.facts("held_back_structures", extra=("held_back",)))

    def _statement(self, need: URIRef) -> Statement | None:
        """What is declared about cooperation for the whole town and this need, whatever the group."""
        town = self._asking.reading.municipality
        return best(
            s
            for s in self._asking.declarations.statements
            if s.is_fresh
            and COOPERATING in s.aspects
            and SOZ.targetGroup not in s.limits
            and town in s.scope[2]
            and need in s.scope[0]
        )


_UNDECLARED = Words(
    "Gremien und Mitgliedschaften sind dafür nicht als erhoben erklärt.",
    "Committees and memberships are not declared surveyed for it.",
)
_DECLARED = {
    Survey.COMPLETE: Words(
        "Gremien und Mitgliedschaften sind dafür vollständig erfasst (Stand {day}).",
        "Committees and memberships are completely recorded for it (as of {day}).",
    ),
    Survey.LARGELY: Words(
        "Gremien und Mitgliedschaften sind dafür überwiegend erfasst (Stand {day}).",
        "Committees and memberships are largely recorded for it (as of {day}).",
    ),
    Survey.PARTLY: Words(
        "Gremien und Mitgliedschaften sind dafür nur teilweise erfasst (Stand {day}).",
        "Committees and memberships are only partly recorded for it (as of {day}).",
    ),
}
_ADRIFT = (
    Words("Gremium ohne Thema kann dazugehören.", "committee without topic may belong to it."),
    Words("Gremien ohne Thema können dazugehören.", "committees without topic may belong to it."),
)
_WAITING = (
    Words("Zeile einer Lieferung wartet auf Klärung.", "row of a delivery waits for clarification."),
    Words("Zeilen von Lieferungen warten auf Klärung.", "rows of deliveries wait for clarification."),
)

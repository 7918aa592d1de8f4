"""What the questions about goals share: which measures count, which goals are valid, what a missing link weighs."""

from datetime import date

from rdflib import URIRef

from ontology.terms import CL
from queries.asking import Asking
from queries.declarations import LISTED
from queries.reading import Binding, day_or_none
from queries.verdict import Claim, Survey
from queries.words import Words

ADOPTED: frozenset[URIRef] = frozenset(
    CL[f"massnahmenstatus-{status}"] for status in ("beschlossen", "laufend", "umgesetzt")
)
REJECTED: frozenset[URIRef] = frozenset((CL["massnahmenstatus-verworfen"], CL["beschlussstatus-abgelehnt"]))
DECIDED: URIRef = CL["beschlussstatus-beschlossen"]


def is_valid(row: Binding, day: date) -> bool:
    """Whether the period in the columns `from` and `to` holds the day."""
    start, end = day_or_none(row["from"]), day_or_none(row["to"])
    return (start is None or start <= day) and (end is None or day <= end)


def no_link(asking: Asking) -> tuple[Claim, Words]:
    """What "nothing is linked to this goal" weighs: a hint at best, as nobody declares links to goals complete.

    Where the list of offers was not surveyed enough, nothing can be said at all.
    """
    town = asking.reading.municipality
    listed = asking.declarations.survey(LISTED, town, None) if town else None
    rows = asking.reading.facts("goal_offers")
    offers = {row["offer"] for row in rows}
    named = {row["offer"] for row in rows if row["goal"] is not None}
    claim = Claim.HINT if listed and listed.survey in (Survey.COMPLETE, Survey.LARGELY) else Claim.NONE
    return claim, _NO_LINK.format(open=len(offers - named), offers=len(offers))


_NO_LINK = Words(
    "Soweit erfasst: {open} von {offers} {offers|aktivem Angebot|aktiven Angeboten} {open|nennt|nennen} kein Ziel.",
    "As far as recorded: {open} of {offers} active {offers|offer|offers} {open|names|name} no goal.",
)

"""The public is never told that nothing is there where the town knows of something it does not publish."""

from datetime import date

import pytest
from beispielau import Town
from rdflib import URIRef

from ontology.iris import Audience
from queries import ask
from queries.matrix import matrix
from queries.reading import Reading
from queries.settings import Thresholds
from queries.unpublished import Unpublished
from queries.verdict import Claim, State

DAY = date(2026, 11, 22)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Town:
    return beispielau


def cells(town: Town, audience: Audience, area: str):
    answer = matrix(town.snapshot, area, audience=audience, reference_date=DAY)
    return {(cell.need, cell.group): cell.verdict for cell in answer.cells}


def test_no_public_gap_is_covered_by_what_is_not_published(town):
    areas = [
        a.key
        for a in Reading(town.snapshot, Audience.INTERN, DAY, Thresholds.load()).areas.values()
        if a.is_cell
    ]
    weakened = 0
    for area in areas:
        known, shown = (cells(town, audience, area) for audience in (Audience.INTERN, Audience.PUBLIC))
        for cell, verdict in shown.items():
            if verdict.state is State.GAP and cell in known:
                assert known[cell].state is State.GAP, (area, cell)
            if verdict.state is State.UNKNOWN and "veröffentlicht" in verdict.reason.de:
                assert verdict.claim is Claim.HINT
                weakened += 1
    assert len(areas) > 10
    assert weakened, "nothing in the example is unpublished: the test says nothing"


def test_what_is_not_published_counts_for_the_public_alone(town):
    intern, public = (
        Unpublished(Reading(town.snapshot, audience, DAY, Thresholds.load()))
        for audience in (Audience.INTERN, Audience.PUBLIC)
    )
    assert (intern.scopes, intern.offers, intern.open_offers, intern.connections) == ([], False, 0, False)
    assert public.scopes
    assert public.offers


@pytest.mark.parametrize("question", ["A2", "C2", "C4", "C5", "H2", "H3", "J2", "J4"])
def test_no_public_answer_claims_more_than_what_holds_within(town, question):
    """Duties, committees, pairs of pillars: what the public is told without reserve is true of all that is recorded."""
    inside, outside = (
        ask(town.snapshot, question, {}, audience=audience, reference_date=DAY)
        for audience in (Audience.INTERN, Audience.PUBLIC)
    )
    assert claimed(outside) <= claimed(inside)
    concealed = [row for row in outside.rows if "veröffentlicht" in str(getattr(row.get("reason"), "de", ""))]
    assert all(str(row["claim"]) in (Claim.HINT, Claim.NONE) for row in concealed)


def claimed(answer):
    """The rows that are claimed without reserve, by the records and concepts they are about."""
    rows = [row for row in answer.rows if str(row.get("claim")) in (Claim.FIRM, Claim.PROVISIONAL)]
    return {frozenset(value for value in row.values() if isinstance(value, URIRef)) for row in rows}

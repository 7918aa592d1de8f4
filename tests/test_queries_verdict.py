"""The one place of verdicts: every line of the scale, and sentences people understand."""

from datetime import date
from itertools import product

import pytest

from queries.settings import Thresholds
from queries.verdict import (
    CellFacts,
    Claim,
    Grade,
    Inventory,
    State,
    Survey,
    as_far_as_known,
    claim_of,
    duty_claim,
    judge,
    weaker,
)

TODAY = date(2026, 11, 24)
LIMITS = Thresholds.load()
DAY = date(2026, 9, 30)


def declared(listed: Survey | None = None, covered: Survey | None = None, **more) -> Inventory:
    return Inventory(listed=listed, covered=covered, as_of=DAY if listed else None, **more)


FULL = declared(Survey.COMPLETE, Survey.COMPLETE)

CLAIMS = [
    # architecture 7.1 and ruling 7: firm = list complete, and coverage complete or no open offers, nothing waits
    (declared(Survey.COMPLETE, Survey.COMPLETE), Claim.FIRM),
    (declared(Survey.COMPLETE, None), Claim.FIRM),
    (declared(Survey.COMPLETE, Survey.COMPLETE, open_offers=3), Claim.FIRM),
    (declared(Survey.COMPLETE, None, open_offers=1), Claim.HINT),
    (declared(Survey.COMPLETE, Survey.LARGELY, open_offers=1), Claim.HINT),
    (declared(Survey.COMPLETE, Survey.PARTLY, open_offers=1), Claim.HINT),
    # provisional = largely surveyed
    (declared(Survey.LARGELY, None), Claim.PROVISIONAL),
    (declared(Survey.LARGELY, Survey.COMPLETE, open_offers=1), Claim.PROVISIONAL),
    (declared(Survey.LARGELY, None, open_offers=1), Claim.HINT),
    # hint = partly surveyed
    (declared(Survey.PARTLY, Survey.COMPLETE), Claim.HINT),
    # cannot be judged = not surveyed, too old, not declared
    (declared(Survey.NOT, Survey.COMPLETE), Claim.NONE),
    (declared(None, Survey.COMPLETE), Claim.NONE),
    (declared(None, outdated=date(2022, 1, 1)), Claim.NONE),
    # ruling 1: a row in quarantine caps the claim at hint and makes nothing stronger
    (declared(Survey.COMPLETE, Survey.COMPLETE, held_back=1), Claim.HINT),
    (declared(Survey.LARGELY, None, held_back=1), Claim.HINT),
    (declared(Survey.PARTLY, None, held_back=1), Claim.HINT),
    (declared(None, None, held_back=1), Claim.NONE),
]


@pytest.mark.parametrize(("inventory", "claim"), CLAIMS)
def test_what_a_negative_weighs(inventory, claim):
    assert claim_of(inventory) is claim


STATES = [
    # grade, providers, last day, inventory → state, claim
    (Grade.SPECIFIC, 2, None, declared(), State.COVERED, None),
    (Grade.SPECIFIC, 2, date(2030, 1, 1), declared(), State.COVERED, None),
    (Grade.SPECIFIC, 2, date(2027, 11, 25), declared(), State.COVERED, None),
    (Grade.SPECIFIC, 2, date(2027, 11, 24), declared(), State.THIN, Claim.NONE),
    (Grade.SPECIFIC, 1, None, declared(), State.THIN, Claim.NONE),
    (Grade.SPECIFIC, 0, None, FULL, State.THIN, Claim.FIRM),
    (Grade.SPECIFIC, 1, None, FULL, State.THIN, Claim.FIRM),
    (Grade.GENERAL, 5, None, declared(), State.THIN, Claim.NONE),
    (Grade.GENERAL, 5, None, FULL, State.THIN, Claim.FIRM),
    # ruling 4: part coverage is thin
    (Grade.PART, 0, None, FULL, State.THIN, Claim.FIRM),
    (Grade.PART, 0, None, declared(), State.THIN, Claim.NONE),
    # uncertain is never a gap, whatever is declared, and never more than a hint
    (Grade.UNKNOWN, 0, None, FULL, State.UNKNOWN, Claim.HINT),
    (Grade.UNKNOWN, 0, None, declared(), State.UNKNOWN, Claim.NONE),
    (Grade.NONE, 0, None, FULL, State.GAP, Claim.FIRM),
    (Grade.NONE, 0, None, declared(Survey.LARGELY), State.GAP, Claim.PROVISIONAL),
    (Grade.NONE, 0, None, declared(Survey.PARTLY), State.UNKNOWN, Claim.HINT),
    (Grade.NONE, 0, None, declared(Survey.COMPLETE, None, open_offers=1), State.UNKNOWN, Claim.HINT),
    (Grade.NONE, 0, None, declared(Survey.COMPLETE, Survey.COMPLETE, held_back=1), State.UNKNOWN, Claim.HINT),
    (Grade.NONE, 0, None, declared(Survey.NOT), State.UNKNOWN, Claim.NONE),
    (Grade.NONE, 0, None, declared(), State.UNKNOWN, Claim.NONE),
]


@pytest.mark.parametrize(("grade", "providers", "last_day", "inventory", "state", "claim"), STATES)
def test_the_state_of_a_cell(grade, providers, last_day, inventory, state, claim):
    verdict = judge(CellFacts(grade, 2, providers, last_day, inventory), TODAY, LIMITS)
    assert (verdict.state, verdict.claim) == (state, claim)


SENTENCES = [
    (CellFacts(Grade.SPECIFIC, 1, 2), "Gedeckt: 1 Angebot genau für diesen Bedarf und diese Zielgruppe; insgesamt 2 Träger."),
    (CellFacts(Grade.SPECIFIC, 1, 1), "Nur 1 Träger deckt diesen Bedarf (soweit erfasst)."),
    (CellFacts(Grade.SPECIFIC, 1, 1, None, FULL), "Nur 1 Träger deckt diesen Bedarf."),
    (
        CellFacts(Grade.SPECIFIC, 1, 2, date(2026, 12, 31)),
        "Diese Abdeckung endet am 31.12.2026; eine Fortsetzung ist nicht bekannt (soweit erfasst).",
    ),
    (
        CellFacts(Grade.NONE, 0, 0, None, FULL),
        "Lücke: Es gibt kein passendes Angebot. Die Angebote sind dafür vollständig erfasst (Stand 30.09.2026).",
    ),
    (
        CellFacts(Grade.NONE, inventory=declared(outdated=date(2022, 5, 1))),
        (
            "Nicht beurteilbar: Erfasst ist kein passendes Angebot, das sagt aber nicht, ob es eines gibt. "
            "Die Bestandserklärung vom 01.05.2022 ist zu alt."
        ),
    ),
    (
        CellFacts(Grade.NONE, inventory=declared(Survey.COMPLETE, Survey.COMPLETE, held_back=2)),
        (
            "Nicht bekannt: Erfasst ist kein passendes Angebot, es kann aber eines geben. "
            "2 Zeilen von Lieferungen warten auf Klärung und könnten passen."
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "sentence"), SENTENCES)
def test_the_reason_is_said_in_words(facts, sentence):
    assert judge(facts, TODAY, LIMITS).reason.de == sentence


def every_cell():
    surveys = (None, *Survey)
    for grade, listed, covered, waiting, open_offers in product(Grade, surveys, surveys, (0, 1), (0, 2)):
        for providers, last_day, maybe in product((0, 1, 3), (None, date(2027, 1, 1)), (0, 2)):
            inventory = declared(listed, covered, held_back=waiting, open_offers=open_offers)
            yield CellFacts(grade, 2, providers, last_day, inventory, maybe)


def test_no_cell_escapes_the_rules_of_honesty():
    for facts in every_cell():
        verdict = judge(facts, TODAY, LIMITS)
        words = verdict.reason
        assert words.de, facts
        assert words.en, facts
        assert not words.de.endswith((" .", "..")), words.de
        assert "{" not in words.de + words.en
        if verdict.state is State.GAP:
            assert facts.grade is Grade.NONE
            assert not facts.inventory.held_back
            assert verdict.claim in (Claim.FIRM, Claim.PROVISIONAL)
        if verdict.state is State.COVERED:
            assert facts.grade is Grade.SPECIFIC
        else:
            assert verdict.claim is not None, "every negative carries a claim"
        if verdict.state is State.THIN and facts.maybe:
            assert verdict.claim in (Claim.HINT, Claim.NONE), "what is missing may be one of the offers"
            assert "könnte" in words.de
        if verdict.claim not in (None, Claim.FIRM) and verdict.state is State.THIN and facts.providers != 0:
            assert "soweit erfasst" in words.de


@pytest.mark.parametrize(
    ("aspects", "held_back", "claim"),
    [
        ((Survey.COMPLETE, Survey.COMPLETE), 0, Claim.FIRM),
        ((Survey.COMPLETE, Survey.COMPLETE), 1, Claim.HINT),
        ((Survey.COMPLETE, Survey.LARGELY), 0, Claim.NONE),
        ((None, Survey.COMPLETE), 0, Claim.NONE),
        ((None, None), 4, Claim.NONE),
    ],
)
def test_a_duty_without_offer_is_firm_only_when_all_aspects_are_complete(aspects, held_back, claim):
    assert duty_claim(aspects, held_back) is claim


def test_the_weaker_claim_wins():
    assert weaker(Claim.FIRM, Claim.HINT, Claim.PROVISIONAL) is Claim.HINT
    assert as_far_as_known(Claim.FIRM).de == ""
    assert "soweit erfasst" in as_far_as_known(Claim.PROVISIONAL).de

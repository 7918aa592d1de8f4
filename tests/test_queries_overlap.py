"""The decision tree of overlaps: every branch, in its order."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.vocabulary import concepts, vocabulary
from queries.overlap import WANTED, Demand, Kind, OverlapNorms, Pair, classify, path
from queries.words import Words

SOME = Words("etwas", "something")
# Everything that could be said about a pair, in the order in which the tree asks.
ALL = Pair(
    only_coarse=True, plurality_demanded=True, choice_lost=True, demand=Demand.UNMET, access=SOME,
    public_beside_nonprofit=True, subsidiarity=True, both_independent=True, same_pillar=True, same_funder=True,
    coordination=SOME,
)  # fmt: skip
STEPS = [
    ({"only_coarse": False}, Kind.SPURIOUS),
    ({"plurality_demanded": False}, Kind.PLURALITY),
    ({"choice_lost": False}, Kind.PLURALITY),
    ({"demand": Demand.MET}, Kind.CAPACITY),
    ({"access": None}, Kind.DIFFERENT),
    ({"subsidiarity": False}, Kind.SUBSIDIARITY),
    ({"same_funder": False}, Kind.PLURALITY),
    ({"coordination": None}, Kind.COORDINATED),
    ({}, Kind.UNCOORDINATED),
]


def test_the_first_question_answered_with_yes_decides():
    pair = ALL
    for gone, kind in STEPS:
        overlap = classify(pair)
        assert overlap.kind is kind
        assert overlap.reason.de
        assert overlap.reason.en
        pair = replace(pair, **gone)


@pytest.mark.parametrize("missing", ["both_independent", "same_pillar", "same_funder"])
def test_ordinary_variety_takes_all_three(missing):
    ordinary = Pair(both_independent=True, same_pillar=True, same_funder=True)
    assert classify(ordinary).kind is Kind.PLURALITY
    assert classify(replace(ordinary, **{missing: False})).kind is Kind.UNCOORDINATED


def test_unknown_demand_does_not_make_an_overlap_needed():
    assert classify(Pair(demand=Demand.UNKNOWN)).kind is Kind.UNCOORDINATED
    assert classify(Pair(demand=Demand.MET)).kind is Kind.UNCOORDINATED


def test_no_reason_speaks_of_savings_and_a_need_for_coordination_is_called_so():
    words = [classify(pair).reason for pair in (ALL, Pair())]
    assert "Abstimmungsbedarf" in words[1].de
    assert not any(
        bad in (w.de + w.en).casefold() for w in words for bad in ("einspar", "saving", "doppel", "duplicat")
    )


def test_every_class_is_one_of_the_vocabulary():
    own = {kind.concept for kind in Kind} - {None}
    assert own == set(concepts("overlap-types"))
    assert {kind.value for kind in WANTED} == {"UE-1", "UE-2", "UE-3"}


def test_the_lists_behind_the_tree_name_known_concepts():
    norms = OverlapNorms.load()
    for found in (norms.choice, norms.subsidiarity, norms.access, norms.peers, norms.units):
        assert found
        assert all((concept, None, None) in vocabulary() for concept in found)


def plain_way(pair):
    """The tree once more as one chain of conditions, by the letters of the field's description."""
    answers = [
        pair.only_coarse, pair.plurality_demanded, pair.choice_lost, pair.demand is Demand.UNMET, pair.access is not None,
        pair.public_beside_nonprofit and pair.subsidiarity,
        pair.both_independent and pair.same_pillar and pair.same_funder, pair.coordination is not None, True,
    ]  # fmt: skip
    return answers[: answers.index(True) + 1]


@given(
    st.builds(
        Pair, *(st.booleans() for _ in range(3)), st.sampled_from(Demand), st.sampled_from([None, SOME]),
        *(st.booleans() for _ in range(5)), st.sampled_from([None, SOME]),
    )
)  # fmt: skip
def test_the_way_through_the_tree_ends_at_the_question_that_decides(pair):
    steps = path(pair)
    assert [step.decides for step in steps] == plain_way(pair)
    assert all(step.question.de.endswith("?") and step.answer.de and step.answer.en for step in steps)
    unknown = [step for step in steps if "nicht bekannt" in step.answer.de]
    assert len(unknown) == (pair.demand is Demand.UNKNOWN and len(steps) > 4)

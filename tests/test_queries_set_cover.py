"""The smallest cover is the smallest, and says so when it may not be."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from queries.set_cover import EXACT_UP_TO, smallest_cover

OFFERS = {"o1": {"FA1", "FA2"}, "o2": {"EX2"}, "o3": {"EX2", "AR3"}, "o4": {"WO1"}, "o5": {"FA1", "AR3"}}
NEEDS = frozenset({"FA1", "AR3", "EX2", "WO1"})


def test_the_oracle():
    cover = smallest_cover({name: frozenset(own) for name, own in OFFERS.items()}, NEEDS)
    assert len(cover.chosen) == 3
    assert cover.is_exact
    assert set().union(*(OFFERS[name] for name in cover.chosen)) >= NEEDS


def test_what_nobody_covers_is_left_out():
    assert smallest_cover({"a": frozenset("x"), "b": frozenset("xy")}, frozenset("xyz")).chosen == ("b",)
    assert smallest_cover({"a": frozenset("q")}, frozenset("x")).chosen == ()
    assert smallest_cover({}, frozenset("x")).chosen == ()


def test_among_equals_the_first_is_taken():
    equal = {"b": frozenset("xy"), "a": frozenset("xy")}
    assert smallest_cover(equal, frozenset("xy")).chosen == ("b",)


def test_many_candidates_give_an_approximation_that_says_so():
    many = {pair: frozenset(pair) for pair in combinations(range(8), 2)}
    assert len(many) > EXACT_UP_TO
    cover = smallest_cover(many, frozenset(range(8)))
    assert not cover.is_exact
    assert set().union(*cover.chosen) == set(range(8))


@given(st.dictionaries(st.integers(0, 9), st.frozensets(st.sampled_from("abcdef")), max_size=8))
def test_no_smaller_cover_exists(candidates):
    cover = smallest_cover(candidates, frozenset("abcdef"))
    reach = frozenset().union(*candidates.values())
    assert reach <= frozenset().union(*(candidates[c] for c in cover.chosen))
    for fewer in combinations(candidates, max(len(cover.chosen) - 1, 0)):
        assert not cover.chosen or not reach <= frozenset().union(*(candidates[c] for c in fewer))

"""What a change of a town must never do, whatever the town: tried on towns grown wild.

Most of these rules say: whoever knows less may claim less. The numbers of claims: 3 firm, 2 provisional, 1 a hint, 0 none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from random_towns.asked import answer, cells, settle
from random_towns.draft import TODAY
from random_towns.survey import LATER
from random_towns.wild import Wild, covering, grow, waiting
from rdflib import URIRef

from ontology.terms import CL, SOZ

SEEDS = range(40)
AREAS = ("G", "N1")
WEIGHT = {"belastbar": 3, "vorlaeufig": 2, "hinweis": 1, "nicht_beurteilbar": 0, None: 0}
ASSERTED = {"A1": ("gap",), "A2": ("must", "should"), "A5": ("gap",), "C2": ("missing",)}
SUBJECT = {"A1": "assessment", "A2": "norm", "A5": "assessment", "C2": "norm"}
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Picture:
    """What a town says: cells with state, weight of the claim and grade; what questions assert to be missing; single providers."""

    cells: dict[tuple[object, ...], tuple[str, int, int]]
    missing: dict[str, set[URIRef]]
    claims: dict[tuple[object, ...], int]
    single: dict[tuple[object, ...], int]

    def gaps(self) -> set[tuple[object, ...]]:
        return {cell for cell, (state, _, _) in self.cells.items() if state == "gap"}


def picture(town: Wild, *, groups: Iterable[URIRef] | None = None, day: date = TODAY) -> Picture:
    there = settle(town.stand, town.held_back)
    shown, single = {}, {}
    for area in AREAS:
        for cell in cells(there, area, groups or named(town), day=day).cells:
            verdict = cell.verdict
            shown[area, cell.need, cell.group] = str(verdict.state), WEIGHT[verdict.claim], int(verdict.grade)
        for row in answer(there, "A6", day=day, area=area).rows:
            single[area, row["need"], row["group"]] = WEIGHT[str(row["claim"])]
    missing, claims = {}, {}
    for code, blocks in ASSERTED.items():
        given = answer(there, code, day=day)
        missing[code] = (
            {row[SUBJECT[code]] for name in blocks for row in given.block(name).rows} if blocks else set()
        )
        for row in given.rows:
            if row.get("claim") is not None:
                claims[code, row[SUBJECT[code]]] = WEIGHT[str(row["claim"])]
    return Picture(shown, missing, claims, single)


@cache
def before_change(seed: int) -> Picture:
    return picture(grow(seed))


def named(town: Wild) -> list[URIRef]:
    """The groups the town names, so that towns before and after a change show the same cells."""
    return sorted({o for _, p, o in town.stand if p == SOZ.targetGroup})[:6]


def no_new_gap(before: Picture, after: Picture) -> None:
    assert after.gaps() <= before.gaps()
    for code in ("A1", "A2", "C2"):
        assert after.missing[code] <= before.missing[code], code
    # what was missing already may come to be missing only later
    assert after.missing["A5"] <= before.missing["A5"] | before.missing["A1"]


def nothing_stronger(before: Picture, after: Picture) -> None:
    for cell, (state, weight, _) in after.cells.items():
        assert weight <= before.cells[cell][1] or before.cells[cell][0] == "covered", (cell, state)
    for name in before.claims.keys() & after.claims.keys():
        assert after.claims[name] <= before.claims[name], name
    for cell in before.single.keys() & after.single.keys():
        assert after.single[cell] <= before.single[cell], cell


def without(town: Wild, gone: Iterable[URIRef]) -> Wild:
    names = set(gone)
    return Wild([t for t in town.stand if t[0] not in names], town.held_back)


@pytest.mark.parametrize("seed", SEEDS)
def test_taking_statements_back_never_strengthens_a_claim(seed):
    """With a statement go all older ones: one that it replaced would come to count again, rightly so."""
    town, chance = grow(seed), Random(seed)  # noqa: S311 chance that can be repeated
    made = {s: str(o) for s, p, o in town.stand if p == SOZ.asOf and s in town.of(SOZ.InventoryStatement)}
    newest = chance.choice(sorted(set(made.values())))
    less = without(
        town, [s for s, day in made.items() if day < newest or (day == newest and chance.random() < 0.6)]
    )
    before, after = before_change(seed), picture(less, groups=named(town))
    no_new_gap(before, after)
    nothing_stronger(before, after)
    assert {c: v[2] for c, v in before.cells.items()} == {c: v[2] for c, v in after.cells.items()}, (
        "grades stay"
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_without_any_statement_there_is_no_gap(seed):
    town = grow(seed)
    after = picture(without(town, town.of(SOZ.InventoryStatement)))
    assert not after.gaps()
    assert not any(after.missing.values())
    assert not any(weight > 1 for weight in (*after.claims.values(), *after.single.values()))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_offer_that_covers_never_opens_a_gap_nor_worsens_a_grade(seed):
    town = grow(seed)
    more = Wild(town.stand + covering(seed), town.held_back)
    before, after = before_change(seed), picture(more, groups=named(town))
    no_new_gap(before, after)
    assert all(after.cells[cell][2] >= grade for cell, (_, _, grade) in before.cells.items())
    order = {"gap": 0, "unknown": 0, "thin": 1, "covered": 2}
    assert all(order[after.cells[cell][0]] >= order[state] for cell, (state, _, _) in before.cells.items())
    assert before.missing["C2"] == after.missing["C2"]


VAGUE = {
    "area": (SOZ.area,),
    "ages": (SOZ.minAge, SOZ.maxAge),
    "validity": (SOZ.validFrom, SOZ.validTo),
    "group": (SOZ.targetGroup,),
}


@pytest.mark.parametrize("what", VAGUE)
@pytest.mark.parametrize("seed", SEEDS[::2])
def test_an_offer_that_says_less_never_opens_a_gap(seed, what):
    """Of active offers: an ended one without its last day ended at some time before, and reaches nobody."""
    town, chance = grow(seed), Random(seed)  # noqa: S311 chance that can be repeated
    active = [s for s, p, o in town.stand if p == SOZ.status and o == CL["angebotsstatus-aktiv"]]
    chosen = set(chance.sample(active, 4))
    chosen |= {o for s, p, o in town.stand if s in chosen and p == SOZ.hasCoverage}
    less = Wild([t for t in town.stand if not (t[0] in chosen and t[1] in VAGUE[what])], town.held_back)
    assert len(less.stand) <= len(town.stand)
    before, after = before_change(seed), picture(less, groups=named(town))
    no_new_gap(before, after)
    if what in {"area", "group"}:  # then nothing becomes better known, and no negative firmer
        nothing_stronger(before, after)
        lost = [
            c
            for c, (state, _, _) in after.cells.items()
            if state == "thin" and before.cells[c][0] == "covered"
        ]
        assert all(after.cells[cell][1] <= 1 for cell in lost)
        assert all(after.single[cell] <= 1 for cell in after.single.keys() - before.single.keys())


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_row_that_waits_never_opens_a_gap_nor_strengthens_a_claim(seed):
    town = grow(seed)
    before, after = (
        before_change(seed),
        picture(Wild(town.stand, town.held_back + waiting(seed)), groups=named(town)),
    )
    no_new_gap(before, after)
    nothing_stronger(before, after)
    assert {c: v[2] for c, v in before.cells.items()} == {c: v[2] for c, v in after.cells.items()}, (
        "grades stay"
    )
    assert before.single.keys() == after.single.keys()


@pytest.mark.parametrize("seed", SEEDS)
def test_beyond_the_freshness_of_every_statement_there_is_no_gap(seed):
    late = LATER.replace(year=LATER.year + 2) + timedelta(days=1)
    after = picture(grow(seed), day=late)
    assert not after.gaps()
    assert not any(after.missing.values())
    assert not any(weight > 1 for weight in (*after.claims.values(), *after.single.values()))


def test_the_towns_are_wild_enough_to_try_the_rules():
    seen = [before_change(seed) for seed in SEEDS]
    assert {state for each in seen for state, _, _ in each.cells.values()} == {
        "covered",
        "thin",
        "gap",
        "unknown",
    }
    assert {grade for each in seen for _, _, grade in each.cells.values()} == {0, 1, 2, 3, 4}
    assert all(any(each.missing[code] for each in seen) for code in ASSERTED)

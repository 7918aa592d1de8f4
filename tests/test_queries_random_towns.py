"""Five hundred invented towns answer what was planted in them, no more and no less."""

import gc
from collections import Counter
from collections.abc import Iterator

import pytest
from random_towns import asked
from random_towns.asked import answer, cells, key, optional, settle
from random_towns.expected import Expected
from random_towns.town import Town, invent

from ontology.vocabulary import vocabulary

SEEDS = range(500)
STEP = 50


@pytest.fixture(scope="module")
def quiet_heap() -> Iterator[None]:
    """Nothing that is there already is looked through for garbage meanwhile: with the vocabulary that costs a fifth."""
    vocabulary()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow
@pytest.mark.usefixtures("quiet_heap")
@pytest.mark.parametrize("first", SEEDS[::STEP])
def test_a_town_answers_what_was_planted(first):
    for seed in range(first, first + STEP):
        town = invent(seed)
        wrong = differences(town)
        assert not wrong, f"seed {seed}: {wrong[:5]}"


def differences(town: Town) -> list[str]:
    """Where the answers are not what was planted."""
    there, planted = settle(town.stand, town.held_back), town.expected
    said = {code: answer(there, code) for code in ("A1", "A2", "A3", "A5", "A11", "B1", "C2")}
    ends = {
        r["offer"]: (optional(r, "endsOn"), optional(r, "secured")) for r in said["A5"].block("ending").rows
    }
    losses = {
        row["assessment"]: (name, str(row["before"]), str(row["claim"]))
        for name in ("gap", "weaker")
        for row in said["A5"].block(name).rows
    }
    found = [
        *unlike("A1", asked.needs(said["A1"]), planted.needs),
        *unlike("A2", asked.by_norm(said["A2"]), planted.duties),
        *unlike(
            "A3",
            {(b.name, r["assessment"]): 1 for b in said["A3"].blocks for r in b.rows},
            dict.fromkeys(planted.general, 1),
        ),
        *unlike("A5 ending", ends, planted.ending),
        *unlike("A5 losses", losses, planted.losses),
        *unlike(
            "A5 unknown",
            dict.fromkeys(r["offer"] for r in said["A5"].block("unknown").rows),
            dict.fromkeys(planted.unfunded),
        ),
        *unlike("A11", asked.limits(said["A11"]), planted.limits),
        *unlike("B1", asked.pairs(said["B1"]), planted.pairs),
        *unlike(
            "B1 funding",
            dict.fromkeys(r["offer"] for r in said["B1"].block("funding").rows),
            dict.fromkeys(planted.twice),
        ),
        *unlike("C2", asked.by_norm(said["C2"]), planted.structures),
    ]
    for area in sorted({cell[2] for cell in planted.cells}):
        found += _cells(there, planted, town, area)
    return found


def _cells(there, planted: Expected, town: Town, area: str) -> list[str]:
    """The matrix of an area, and the needs that rest on one provider there."""
    own = {cell[:2]: verdict for cell, verdict in planted.cells.items() if cell[2] == area}
    shown = asked.states(cells(there, area, {group for _, group in own}))
    bare = {pair: town.bare[pair[0], area] for pair in shown if (pair[0], area) in town.bare}
    alone = {(r["need"], r["group"]): str(r["claim"]) for r in answer(there, "A6", area=area).rows}
    single = {cell[:2]: claim for cell, claim in planted.single.items() if cell[2] == area}
    absent = {cell[:2] for cell in planted.not_single if cell[2] == area}
    return [
        *unlike(f"matrix {area}", {pair: shown[pair] for pair in own}, own),
        *unlike(f"bare {area}", {pair: shown[pair] for pair in bare}, bare),
        *unlike(f"A6 {area}", {pair: alone.get(pair) for pair in single}, single),
        *(f"A6 {area}: {pair} does not rest on one provider" for pair in absent & alone.keys()),
    ]


def unlike(what: str, said: dict, planted: dict) -> list[str]:
    """What differs between an answer and the plan, in words."""
    return [
        f"{what}: {[key(part) for part in name] if isinstance(name, tuple) else key(name)}: said {said.get(name, 'nothing')}, "
        f"planted {planted.get(name, 'nothing')}"
        for name in {**said, **planted}
        if said.get(name, "nothing") != planted.get(name, "nothing")
    ]


def test_every_kind_is_planted_often_enough():
    plants: Counter[str] = Counter()
    for seed in range(0, 500, 5):
        plants += invent(seed).expected.plants
    assert min(plants.values()) >= 3, plants

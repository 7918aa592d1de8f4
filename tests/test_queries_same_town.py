"""The same town gives the same answers to every question of the catalogue: under other names, in another order, bit by bit.

Tried on the common test town, with what the questions have beside it, and on towns grown wild. Questions are asked with
the parameters of their `case.yaml`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from random_towns import change
from random_towns.change import Rename, kept_in_order, mirrored
from random_towns.wild import grow
from rdflib import URIRef

from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from queries import Answer, Catalogue, MemoryTown, Words, ask, matrix
from queries.errors import ParameterError

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
# Columns that hang on the order of keys: numbers of places and parts, what is drawn by lot, which of several equally
# small sets of places is named, which of two classes of a record.
BY_KEY = {
    "C3": {"stop", "offer", "pillar", "offers", "otherOffers", "handover"}, "J1": {"expected", "p"}, "J4": {"part"},
    "J5": {"community", "expected", "p"}, "K5": {"kind"},
}  # fmt: skip
STEMS = [question.stem for question in Catalogue.load().questions]
WILD = (1, 2, 3)
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Twins:
    """A town and the same one made in another way; `old` gives back the name a record had."""

    town: MemoryTown
    twin: MemoryTown
    earlier: MemoryTown
    twin_earlier: MemoryTown
    key: Rename
    old: Callable[[object], object]


@cache
def common(version: int) -> MemoryTown:
    folders = sorted(DATA.glob("*/town" if version == 2 else "*/earlier"))
    return MemoryTown.read(DATA / "town", AGS, also=folders, engine=EmbeddedEngine(), version=version)


@cache
def wild(seed: int, *, alone: bool) -> MemoryTown:
    town = grow(seed, alone=alone)
    graphs = {iris.stand_graph(AGS, Audience.INTERN): town.stand, iris.held_back_graph(AGS): town.held_back}
    return change.placed(graphs, AGS, 2)


@cache
def under_other_names(which: int | str, rename: Rename) -> Twins:
    # in wild towns no offer has several providers, see `sharing`
    towns = [common(2), common(1)] if which == "common" else [wild(int(which), alone=rename is mirrored)] * 2
    graphs = [change.graphs_of(town) for town in towns]
    keys = frozenset().union(*(change.keys_of(g, AGS) for g in graphs))
    twins = [
        change.placed(change.renamed(g, keys, rename), AGS, t.version)
        for g, t in zip(graphs, towns, strict=True)
    ]
    back = {rename(key): key for key in keys}

    def old(value: object) -> object:
        if isinstance(value, Words):  # a key that is shown, or the end of the IRI of something without name
            kind, dash, key = value.de.partition("-") if value.de not in back else ("", "", value.de)
            return Words(kind + dash + back[key], kind + dash + back[key]) if key in back else value
        parts = iris.parts(value) if isinstance(value, URIRef) else None
        if parts is None or parts.key not in back or parts.slug == "zielgruppe":
            return value
        return URIRef(str(value)[: -len(parts.key)] + back[parts.key])

    return Twins(towns[0], twins[0], towns[1], twins[1], lambda key: rename(key) if key in keys else key, old)


@cache
def sharing() -> frozenset[URIRef]:
    """Providers of offers that have several in the common town: of those some tables show the first by key."""
    providers = defaultdict(set)
    for s, p, o in common(2).engine.graph(iris.stand_graph(AGS, Audience.INTERN)):
        if p == SOZ.providedBy:
            providers[s].add(o)
    return frozenset(who for several in providers.values() if len(several) > 1 for who in several)


@cache
def bit_by_bit(which: int | str) -> Twins:
    town = common(2) if which == "common" else wild(int(which), alone=False)
    twin = change.delivered(change.graphs_of(town), AGS, 2, seed=7)
    return Twins(town, twin, common(1), common(1), lambda key: key, same)


def runs(stem: str) -> list[dict[str, str]]:
    given = yaml.safe_load((DATA / stem / "case.yaml").read_text("utf-8"))["runs"]
    return [{name: str(value) for name, value in run.items()} for run in given]


def both(twins: Twins, stem: str) -> Iterator[tuple[Answer, Answer]]:
    """The two answers to each run; one that the town cannot be asked, its twin cannot be asked either."""
    for run in runs(stem):
        found = []
        for town, earlier, key in (
            (twins.town, twins.earlier, str),
            (twins.twin, twins.twin_earlier, twins.key),
        ):
            given = {name: key(value) for name, value in run.items()}
            try:
                found.append(ask(
                    town, stem, given, audience=Audience.INTERN, reference_date=TODAY, earlier=lambda _version, then=earlier: then,
                ))  # fmt: skip
            except ParameterError:
                found.append(None)
        assert (found[0] is None) == (found[1] is None), run
        if found[0] is not None and found[1] is not None:
            yield found[0], found[1]


def same(value: object) -> object:
    return value


def shown(answer: Answer, old: Callable[[object], object]) -> object:
    """All an answer says, with the names that records had."""
    blocks = [
        (b.name, [{name: old(value) for name, value in row.items()} for row in b.rows]) for b in answer.blocks
    ]
    records = [(b.name, [[old(record) for record in row] for row in b.records]) for b in answer.blocks]
    return answer.lead, blocks, records, answer.exclusions, answer.completeness, answer.notes


def in_any_order(answer: Answer, old: Callable[[object], object]) -> object:
    """As `shown`, without what follows from the order of keys: of rows, of the two sides of a pair, of names in a text."""

    def parts(name: str, value: object) -> list[str]:
        if name in BY_KEY.get(answer.question_id, ()):
            return []
        before = old(value)
        if isinstance(before, URIRef) and before in sharing():
            return ["one of the providers of an offer"]
        return re.findall(r"[\w,.%§]*\w", before.de) if isinstance(before, Words) else [str(before)]

    return sorted(parts("lead", answer.lead)), sorted(
        (block.name, sorted(part for name, value in row.items() for part in parts(name, value)))
        for block in answer.blocks
        for row in block.rows
    )


TOWNS = ("common", *WILD)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("which", TOWNS)
def test_other_names_in_the_same_order_change_nothing_but_the_names(which, stem):
    twins = under_other_names(which, kept_in_order)
    for one, other in both(twins, stem):
        assert shown(one, same) == shown(other, twins.old)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("which", TOWNS)
def test_other_names_in_another_order_change_at_most_the_order(which, stem):
    twins = under_other_names(which, mirrored)
    for one, other in both(twins, stem):
        assert in_any_order(one, same) == in_any_order(other, twins.old)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("which", TOWNS)
def test_a_town_delivered_bit_by_bit_answers_as_one_delivered_at_once(which, stem):
    twins = bit_by_bit(which)
    for one, other in both(twins, stem):
        assert shown(one, same) == shown(other, same)


@pytest.mark.parametrize("which", TOWNS)
def test_what_is_derived_bit_by_bit_is_what_is_derived_at_once(which):
    twins = bit_by_bit(which)
    derived = iris.derived_graph(AGS, Audience.INTERN)
    assert set(twins.town.engine.graph(derived)) == set(twins.twin.engine.graph(derived))


def in_one_area(row):
    """A row without the key of the area it is about: that is another one in a town of other names."""
    return replace(row, cells=tuple(replace(cell, area=URIRef("urn:area")) for cell in row.cells))


@pytest.mark.parametrize("which", TOWNS)
def test_the_matrix_is_the_same(which):
    for twins in (under_other_names(which, kept_in_order), bit_by_bit(which)):
        both_of_them = [
            matrix(town, key("N"), audience=Audience.INTERN, reference_date=TODAY)
            for town, key in ((twins.town, str), (twins.twin, twins.key))
        ]
        first, second = ([in_one_area(row) for row in answer.rows] for answer in both_of_them)
        assert first == second
        assert both_of_them[0].lead == both_of_them[1].lead


@pytest.mark.parametrize("stem", STEMS)
def test_every_question_has_something_to_answer(stem):
    found = [answer for answer, _ in both(under_other_names("common", kept_in_order), stem)]
    assert any(answer.rows for answer in found), "the runs of the question fit the common town"

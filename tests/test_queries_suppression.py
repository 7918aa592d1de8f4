"""No total that is shown gives back what is withheld; a total that gives nothing back stays."""

import random
from datetime import date
from decimal import Decimal

import pytest
from rdflib import URIRef

from ontology.terms import CL
from queries.measured import Observation
from queries.suppression import Hierarchy, Over, giving_back

TOWN, EVERYBODY = URIRef("urn:x:town"), URIRef("urn:x:all")
QUARTERS = [URIRef(f"urn:x:quarter-{n}") for n in range(3)]
BLOCKS = {quarter: [URIRef(f"{quarter}-{n}") for n in range(2)] for quarter in QUARTERS}
TREE = Hierarchy({TOWN: QUARTERS, **BLOCKS}, {}, (), TOWN, EVERYBODY)
THRESHOLD = 3


def observed(area: URIRef, value: int | None, offer: str = "") -> Observation:
    return Observation(
        iri=URIRef(f"{area}{offer}/value"), indicator=URIRef("urn:x:indicator"), unit=CL["einheit-personen"], use=None,
        as_of=date(2025, 12, 31), value=None if value is None else Decimal(value), cases=None, status=None,
        areas=frozenset({area}), groups=frozenset(), offer=URIRef(f"urn:x:offer{offer}") if offer else None,
    )  # fmt: skip


def gone(values: list[Observation]) -> dict[URIRef, Over]:
    small = {v.iri for v in values if v.is_small(THRESHOLD)}
    return giving_back(values, small, TREE, THRESHOLD)


@pytest.mark.parametrize("seed", range(200))
def test_no_shown_total_has_only_one_part_withheld(seed):
    numbers = random.Random(seed)  # noqa: S311 no secret
    blocks = {b: numbers.choice([0, 1, 2, 5, 40]) for own in BLOCKS.values() for b in own}
    quarters = {q: sum(blocks[b] for b in own) for q, own in BLOCKS.items()}
    every = {**blocks, **quarters, TOWN: sum(quarters.values())}
    values = [observed(area, number) for area, number in every.items()]
    hidden = {v.iri for v in values if v.is_small(THRESHOLD)} | gone(values).keys()
    shown = {area for area in every if observed(area, 0).iri not in hidden}
    for total, parts in {TOWN: QUARTERS, **BLOCKS}.items():
        unseen = [part for part in parts if part not in shown]
        assert total not in shown or not unseen, (total, unseen)


def test_what_is_withheld_as_a_total_is_a_part_of_the_next():
    one, other = BLOCKS[QUARTERS[0]]
    values = [observed(one, 2), observed(other, 40), observed(QUARTERS[0], 42)]
    values += [observed(QUARTERS[1], 50), observed(QUARTERS[2], 60), observed(TOWN, 152)]
    assert gone(values) == {values[2].iri: Over.AREAS, values[5].iri: Over.AREAS}


def test_where_parts_are_missing_only_a_small_rest_tells():
    one, _ = BLOCKS[QUARTERS[0]]
    assert gone([observed(one, 2), observed(QUARTERS[0], 42)]) == {}
    assert gone([observed(one, 2), observed(QUARTERS[0], 2)]) == {}, "both are withheld by themselves"
    values = [observed(TOWN, 22), observed(TOWN, 20, "a"), observed(TOWN, 2, "b")]
    assert gone(values) == {values[0].iri: Over.OFFERS}


def test_parts_that_overlap_give_nothing_back():
    one, other = BLOCKS[QUARTERS[0]]
    assert gone([observed(one, 2), observed(other, 40), observed(QUARTERS[0], 30)]) == {}

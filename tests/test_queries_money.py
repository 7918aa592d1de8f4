"""What counts as one money, and whose it is."""

from decimal import Decimal

import pytest
from rdflib import URIRef

from ontology import iris
from ontology.terms import SOZ
from queries.cliff_money import _is
from queries.money import GRANTED, PAID, of_one_status

A, B = URIRef("urn:example:a"), URIRef("urn:example:b")
Part = tuple[URIRef | None, URIRef, str | None]


def kept(*parts: Part) -> list[Part]:
    return of_one_status(
        parts, lambda p: p[0], lambda p: p[1], lambda p: None if p[2] is None else Decimal(p[2])
    )


def test_granted_and_paid_by_one_funder_is_one_money():
    assert kept((A, GRANTED, "0.4"), (A, PAID, "0.4"), (B, PAID, "0.6")) == [
        (A, GRANTED, "0.4"), (B, PAID, "0.6"),
    ]  # fmt: skip


def test_the_status_with_the_largest_sum_counts_with_all_its_parts():
    parts = (A, GRANTED, "0.3"), (A, PAID, "0.2"), (A, PAID, "0.2")
    assert kept(*parts) == list(parts[1:])


@pytest.mark.parametrize("unknown", [(None, GRANTED, "0.3"), (A, GRANTED, None)], ids=["funder", "size"])
def test_what_nobody_can_tell_apart_stays(unknown: Part):
    parts = unknown, (unknown[0], PAID, "0.4")
    assert kept(*parts) == list(parts)


def test_a_funder_is_meant_by_its_whole_key():
    funder = iris.record("99999001", SOZ.CostBearer, "K-003")
    assert _is(funder, "K-003")
    assert _is(funder, "organisation-K-003")
    assert not _is(funder, "003")

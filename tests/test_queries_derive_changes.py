"""Deriving what changed comes to the same as deriving everything."""

import pytest
from deriving import (
    AGS,
    AREAS,
    AT,
    BD,
    CL,
    DERIVED,
    NORTH,
    RB,
    SOUTH,
    STAND,
    TOWN,
    YOUNG_FEMALE_REFUGEES,
    YOUNG_REFUGEES,
    ZG,
    combined,
    day,
    derive,
    engine,
    offer,
    put,
    r,
    statement,
    waiting,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Literal
from rdflib.namespace import RDF

from graph import EmbeddedEngine, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from queries import MemoryTown, RuleDeriver


def test_contradictions_stay_and_facts_nobody_derives_any_more_go():
    c, odd = iris.conflict(AGS, "1"), r(SOZ.Offer, "A")
    conflict: list[Triple] = [(c, RDF.type, SOZ.Conflict), (c, SOZ.onRecord, odd)]
    graph = derive(offer("A"), derived=[*conflict, (odd, SOZ.coveredBy, odd)])
    assert all(triple in graph for triple in conflict)
    assert (odd, SOZ.coveredBy, odd) not in graph


# ---- a part derivation is worth as much as a whole one

KEYS = ("A", "B", "C")
NODES = st.sampled_from([TOWN, NORTH, SOUTH])
COVERAGE = st.fixed_dictionaries(
    {},
    optional={
        "needType": st.lists(
            st.sampled_from([BD["BD-EX"], BD["BD-EX2"], BD["BD-SO2"]]), min_size=1, max_size=2
        ),
        "targetGroup": st.lists(
            st.sampled_from([ZG["ZG-0"], ZG["ZG-A06"], YOUNG_REFUGEES]), min_size=1, max_size=2
        ),
        "area": st.lists(NODES, min_size=1, max_size=2),
        "minAge": st.sampled_from([Literal(14), Literal(18)]),
        "validTo": st.just(day("2027-01-01")),
        "offer_legalBasis": st.sampled_from([RB["SGB-VIII-11"], RB["SGB-II-16a"]]),
        "offer_validTo": st.just(day("2026-12-31")),
    },
)
OFFERS = st.builds(
    lambda key, status, kind, given: offer(key, status=status, kind=kind, **given),
    st.sampled_from(KEYS), st.sampled_from(["aktiv", "geplant", "beendet"]), st.sampled_from([AT["AT-B2"], AT["AT-N1"]]), COVERAGE,
)  # fmt: skip


def funding(key: str, target: str) -> list[Triple]:
    f = r(SOZ.Funding, key)
    return [
        (f, RDF.type, SOZ.Funding), (f, SOZ.funds, r(SOZ.Offer, target)), (f, SOZ.legalBasis, RB["SGB-II-16a"]),
        (f, SOZ.status, CL["finanzierungsstatus-bewilligt"]),
    ]  # fmt: skip


PARTS = (
    OFFERS
    | st.builds(funding, st.sampled_from(["F1", "F2"]), st.sampled_from(KEYS))
    | st.builds(lambda k, a: statement(k, area=a), st.sampled_from(["D1", "D2"]), NODES)
    | st.just(combined(YOUNG_REFUGEES, "ZG-A06", "ZG-M02"))
    | st.just([(r(SOZ.Area, "S1"), RDF.type, SOZ.Area), (r(SOZ.Area, "S1"), SOZ.withinArea, SOUTH)])
)
ROWS = st.lists(
    st.builds(lambda n, a: waiting(str(n), SOZ.Coverage, area=a), st.integers(1, 2), NODES)
    | st.just(combined(YOUNG_FEMALE_REFUGEES, "ZG-A06", "ZG-M02", "ZG-Q01")),
    max_size=2,
)
STATES = st.tuples(st.lists(PARTS, max_size=4), ROWS)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(STATES, STATES, STATES)
def test_deriving_a_change_comes_to_the_same_as_deriving_everything(first, second, third):
    deriver = RuleDeriver.shipped()
    before = put(first[0], [t for row in first[1] for t in row])
    deriver.derive(engine(), AGS, Audience.INTERN, None)
    for parts, rows in (second, third):
        after = put(parts, [t for row in rows for t in row])
        changed = frozenset(s for s, _, _ in before ^ after)
        deriver.derive(engine(), AGS, Audience.INTERN, changed)
        narrow = set(engine().graph(DERIVED))
        deriver.derive(engine(), AGS, Audience.INTERN, None)
        assert narrow == set(engine().graph(DERIVED))
        before = after


class Counting(EmbeddedEngine):
    """Counts what is written."""

    written = 0

    def apply(self, removed, added) -> None:
        gone, new = list(removed), list(added)
        self.written += len(gone) + len(new)
        super().apply(gone, new)


def test_a_delivery_touches_only_the_facts_it_changes():
    counting = Counting()
    parts = [offer(key, needType=BD["BD-EX2"], targetGroup=ZG["ZG-A06"], area=TOWN) for key in KEYS]
    MemoryTown.of([t for part in (AREAS, *parts) for t in part], AGS, engine=counting)
    o = r(SOZ.Offer, "A")
    counting.written = 0
    RuleDeriver.shipped().derive(counting, AGS, Audience.INTERN, frozenset())
    assert counting.written == 0
    counting.apply([], [(o, SOZ.validTo, day("2027-01-01"), STAND)])
    counting.written = 0
    RuleDeriver.shipped().derive(counting, AGS, Audience.INTERN, frozenset([o]))
    assert counting.written == 4, "end of the offer and of its coverage, each once removed and once added"

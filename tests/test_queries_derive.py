"""Derived facts: what follows from a Stand, and that a change touches only what it changes."""

from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from graph import EmbeddedEngine, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import GEO, SOZ
from ontology.vocabulary import concepts, vocabulary
from queries import MemoryTown, RuleDeriver, Thresholds

AGS = "99999001"
STAND, DERIVED = iris.stand_graph(AGS, Audience.INTERN), iris.derived_graph(AGS, Audience.INTERN)
BD, ZG, CL, AT, SA, RB, ES = (namespace(p) for p in ("bd", "zg", "cl", "at", "sa", "rb", "es"))
DAY = date(2026, 11, 24)


def r(cls: URIRef, key: str) -> URIRef:
    return iris.record(AGS, cls, key)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


TOWN, NORTH, SOUTH = r(SOZ.Area, "G"), r(SOZ.Area, "N"), r(SOZ.Area, "S")
AREAS: list[Triple] = [
    (TOWN, RDF.type, SOZ.Area), (TOWN, SOZ.areaLevel, CL["gebietsebene-gemeinde"]), (TOWN, SOZ.ags, Literal(AGS)),
    (NORTH, RDF.type, SOZ.Area), (NORTH, SOZ.areaLevel, CL["gebietsebene-planungsraum"]), (NORTH, SOZ.withinArea, TOWN),
    (SOUTH, RDF.type, SOZ.Area), (SOUTH, SOZ.areaLevel, CL["gebietsebene-planungsraum"]), (SOUTH, SOZ.withinArea, TOWN),
]  # fmt: skip


def offer(
    key: str, *, status: str = "aktiv", kind: URIRef = AT["AT-B2"], **facts: Node | list[Node]
) -> list[Triple]:
    """An offer with one coverage; facts of the coverage by property name, those of the offer with `offer_` in front."""
    o, c = r(SOZ.Offer, key), r(SOZ.Coverage, key)
    triples: list[Triple] = [
        (o, RDF.type, SOZ.Offer), (o, SOZ.status, CL[f"angebotsstatus-{status}"]), (o, SOZ.serviceType, kind),
        (o, SOZ.providedBy, r(SOZ.Provider, "T1")), (o, SOZ.hasCoverage, c), (c, RDF.type, SOZ.Coverage),
    ]  # fmt: skip
    for name, values in facts.items():
        subject, prop = (o, name.removeprefix("offer_")) if name.startswith("offer_") else (c, name)
        triples += [(subject, SOZ[prop], v) for v in (values if isinstance(values, list) else [values])]
    return triples


@cache
def engine() -> EmbeddedEngine:
    """One store with the vocabulary for all tests of this file; each of them replaces what it reads."""
    store = EmbeddedEngine()
    store.replace_graph(iris.VOCABULARY_GRAPH, [(URIRef(s), URIRef(p), o) for s, p, o in vocabulary()])
    return store


def put(parts: list[list[Triple]], rows: list[Triple] | None = None) -> set[Triple]:
    triples = {t for part in (AREAS, *parts) for t in part}
    engine().replace_graph(STAND, triples)
    engine().replace_graph(iris.held_back_graph(AGS), rows or [])
    return triples


def derive(
    *parts: list[Triple], rows: list[Triple] | None = None, derived: list[Triple] | None = None
) -> Graph:
    put(list(parts), rows)
    engine().replace_graph(DERIVED, derived or [])
    RuleDeriver.shipped().derive(engine(), AGS, Audience.INTERN, None)
    return facts(engine())


def facts(engine: EmbeddedEngine) -> Graph:
    graph = Graph()
    for triple in engine.graph(DERIVED):
        graph.add(triple)
    return graph


def fits(graph: Graph, key: str, facet: str) -> dict[URIRef, int]:
    found: dict[URIRef, int] = {}
    for fit in (1, 2, 3, 4):
        if f"{facet}Fit{fit}" != "areaFit3":
            for value in graph.objects(r(SOZ.Coverage, key), SOZ[f"{facet}Fit{fit}"]):
                found[value] = max(fit, found.get(value, 0))
    return found


def test_needs_fit_exactly_more_generally_or_in_part():
    graph = derive(offer("A", needType=BD["BD-EX2"]), offer("B", needType=BD["BD-EX"]), offer("C"))
    assert fits(graph, "A", "need") == {BD["BD-EX2"]: 4, BD["BD-EX"]: 2}
    own = fits(graph, "B", "need")
    assert own.pop(BD["BD-EX"]) == 4
    assert set(own.values()) == {3}
    assert len(own) == 6
    assert fits(graph, "C", "need") == dict.fromkeys(concepts("needs"), 1)


def test_groups_fit_exactly_more_generally_or_in_part_and_everybody_is_never_specific():
    graph = derive(
        offer("A", targetGroup=ZG["ZG-E02"]), offer("B", targetGroup=ZG["ZG-0"]), offer("C"),
    )  # fmt: skip
    assert fits(graph, "A", "group") == {
        ZG["ZG-E02"]: 4, ZG["ZG-E03"]: 3, ZG["ZG-E01"]: 2, ZG["ZG-E"]: 2, ZG["ZG-0"]: 2,
    }  # fmt: skip
    everybody = fits(graph, "B", "group")
    assert everybody.pop(ZG["ZG-0"]) == 4
    assert set(everybody.values()) == {3}
    assert set(fits(graph, "C", "group").values()) == {1}


AGES = [
    # minimum, maximum of the coverage, tag → fit for adolescents (14 to 17)
    (14, 17, "ZG-A06", 4),
    (10, 20, "ZG-A06", 4),
    (None, 17, "ZG-A06", 4),
    (14, None, "ZG-A06", 4),
    (None, None, "ZG-A06", 4),
    (15, 17, "ZG-A06", 2),
    (17, None, "ZG-A06", 2),
    (18, 26, "ZG-A06", 0),
    (None, 13, "ZG-A06", 0),
    (14, 17, "ZG-0", 3),
    (16, 99, "ZG-0", 2),
    (18, None, "ZG-0", 0),
    (14, 17, None, 1),
    (16, 20, None, 1),
    (20, 26, None, 0),
]


@pytest.mark.parametrize(("lowest", "highest", "tag", "fit"), AGES)
def test_ages_contain_overlap_or_miss(lowest, highest, tag, fit):
    given: dict[str, Node] = {}
    given |= {"minAge": Literal(lowest)} if lowest is not None else {}
    given |= {"maxAge": Literal(highest)} if highest is not None else {}
    given |= {"targetGroup": ZG[tag]} if tag else {}
    assert fits(derive(offer("A", **given)), "A", "group").get(ZG["ZG-A06"], 0) == fit


def test_a_group_without_ages_keeps_its_fit():
    graph = derive(offer("A", targetGroup=ZG["ZG-W01"], minAge=Literal(18)))
    assert fits(graph, "A", "group")[ZG["ZG-W01"]] == 4


def test_areas_fit_below_and_in_part_above():
    graph = derive(offer("A", area=TOWN), offer("B", area=NORTH), offer("C"))
    assert fits(graph, "A", "area") == {TOWN: 4, NORTH: 4, SOUTH: 4}
    assert fits(graph, "B", "area") == {NORTH: 4, TOWN: 2}
    assert fits(graph, "C", "area") == {TOWN: 1, NORTH: 1, SOUTH: 1}


def test_a_catchment_across_the_hierarchy_reaches_in_part_what_it_overlaps():
    school, block = r(SOZ.Area, "X"), r(SOZ.Area, "N1")
    across: list[Triple] = [
        (school, RDF.type, SOZ.Area), (school, SOZ.areaLevel, CL["gebietsebene-bezirk"]), (school, GEO.sfOverlaps, NORTH),
        (block, RDF.type, SOZ.Area), (block, SOZ.withinArea, NORTH),
    ]  # fmt: skip
    assert fits(derive(across, offer("A", area=school)), "A", "area") == {
        school: 4,
        NORTH: 2,
        TOWN: 2,
        block: 1,
    }


PERIODS = [
    ("aktiv", {}, ("0001-01-01", "9999-12-31")),
    ("aktiv", {"offer_validFrom": "2024-01-01", "offer_validTo": "2027-12-31"}, ("2024-01-01", "2027-12-31")),
    ("aktiv", {"offer_validTo": "2027-12-31", "validTo": "2026-06-30"}, ("0001-01-01", "2026-06-30")),
    ("aktiv", {"offer_validTo": "2026-06-30", "validTo": "2027-12-31"}, ("0001-01-01", "2026-06-30")),
    ("aktiv", {"offer_validFrom": "2024-01-01", "validFrom": "2025-01-01"}, ("2025-01-01", "9999-12-31")),
    ("beendet", {"offer_validTo": "2025-12-31"}, ("0001-01-01", "2025-12-31")),
    ("beendet", {}, None),
    ("geplant", {"offer_validFrom": "2020-01-01"}, None),
    ("ruhend", {}, None),
]


@pytest.mark.parametrize(("status", "dates", "period"), PERIODS)
def test_a_coverage_is_effective_when_offer_and_coverage_are(status, dates, period):
    graph = derive(offer("A", status=status, **{name: day(text) for name, text in dates.items()}))
    c = r(SOZ.Coverage, "A")
    found = graph.value(c, SOZ.effectiveFrom), graph.value(c, SOZ.effectiveTo)
    assert found == (None, None) if period is None else tuple(map(str, found)) == period


def test_coordination_covers_nothing_and_is_not_open():
    graph = derive(offer("A", kind=AT["AT-N1"], needType=BD["BD-EX2"], targetGroup=ZG["ZG-0"], area=TOWN))
    c = r(SOZ.Coverage, "A")
    assert graph.value(c, SOZ.ofOffer) is None
    assert not any(fits(graph, "A", facet) for facet in ("need", "group", "area"))
    assert not list(graph.subjects(SOZ.openOffer))


def test_an_offer_of_two_kinds_counts_if_one_of_them_does():
    graph = derive(offer("A", kind=AT["AT-N1"], offer_serviceType=AT["AT-B2"]))
    assert graph.value(r(SOZ.Coverage, "A"), SOZ.ofOffer) == r(SOZ.Offer, "A")


def test_offers_without_coverage_are_open_unless_that_is_declared():
    def bare(key: str, *more: Triple) -> list[Triple]:
        o = r(SOZ.Offer, key)
        return [
            (o, RDF.type, SOZ.Offer),
            (o, SOZ.status, CL["angebotsstatus-aktiv"]),
            (o, SOZ.serviceType, AT["AT-B2"]),
            *more,
        ]

    declared = (r(SOZ.Offer, "B"), SOZ.noValueFor, SOZ.hasCoverage)
    graph = derive(bare("A"), bare("B", declared), offer("C"))
    assert set(graph.subjects(SOZ.openOffer)) == {r(SOZ.Offer, "A")}


YOUNG_REFUGEES = iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
YOUNG_FEMALE_REFUGEES = iris.composite_group(AGS, ["ZG-A06", "ZG-M02", "ZG-Q01"])


def combined(group: URIRef, *notations: str) -> list[Triple]:
    return [(group, RDF.type, SOZ.TargetGroup), *((group, SOZ.combines, ZG[n]) for n in notations)]


def test_combined_groups_lie_in_their_parts_and_in_wider_combinations():
    graph = derive(
        combined(YOUNG_REFUGEES, "ZG-A06", "ZG-M02"),
        combined(YOUNG_FEMALE_REFUGEES, "ZG-A06", "ZG-M02", "ZG-Q01"),
        offer("A", targetGroup=ZG["ZG-M02"]),
        offer("B", targetGroup=YOUNG_REFUGEES),
        offer("C", targetGroup=ZG["ZG-M02"], minAge=Literal(18)),
    )
    assert fits(graph, "A", "group")[YOUNG_REFUGEES] == 3
    assert fits(graph, "B", "group")[YOUNG_REFUGEES] == 4
    assert fits(graph, "B", "group")[YOUNG_FEMALE_REFUGEES] == 3
    assert fits(graph, "B", "group")[ZG["ZG-M02"]] == 2
    assert YOUNG_REFUGEES not in fits(graph, "C", "group"), "the combined group is 14 to 17 like its part"
    assert (YOUNG_REFUGEES, SOZ.minAge, Literal(14)) in graph


def statement(key: str, **given: Node) -> list[Triple]:
    s = r(SOZ.InventoryStatement, key)
    base: list[Triple] = [
        (s, RDF.type, SOZ.InventoryStatement), (s, SOZ.asOf, day("2024-02-29")), (s, SOZ.inventoryResult, ES["ES-1"]),
        (s, SOZ.inventoryAspect, CL["aspekt-angebotsliste"]),
    ]  # fmt: skip
    return base + [(s, SOZ[name], value) for name, value in given.items()]


def test_a_statement_covers_what_lies_below_what_it_names_and_everything_it_does_not_name():
    graph = derive(
        statement("D1", needType=BD["BD-EX"], targetGroup=ZG["ZG-E02"], area=TOWN),
        statement("D2"),
        statement("D3", area=TOWN, pillar=SA["SA-08"]),
        statement("D4", area=TOWN, serviceType=AT["AT-B2"]),
    )
    d1, d2 = r(SOZ.InventoryStatement, "D1"), r(SOZ.InventoryStatement, "D2")
    assert set(graph.objects(d1, SOZ.scopeGroup)) == {ZG["ZG-E02"], ZG["ZG-E03"]}
    assert len(set(graph.objects(d1, SOZ.scopeNeed))) == 7
    assert set(graph.objects(d1, SOZ.scopeArea)) == {TOWN, NORTH, SOUTH}
    assert set(graph.objects(d2, SOZ.scopeNeed)) == set(concepts("needs"))
    for limited in ("D3", "D4"):
        assert graph.value(r(SOZ.InventoryStatement, limited), SOZ.scopeArea) is None
    assert str(graph.value(d1, SOZ.freshUntil)) == "2026-02-28"


def test_how_long_a_statement_counts_follows_the_settings():
    put([statement("D1")])
    longer = Thresholds(
        **{n: getattr(Thresholds.load(), n) for n in Thresholds.__slots__} | {"fresh_months": 36}
    )
    RuleDeriver.shipped(longer).derive(engine(), AGS, Audience.INTERN, None)
    assert str(facts(engine()).value(r(SOZ.InventoryStatement, "D1"), SOZ.freshUntil)) == "2027-02-28"
    assert RuleDeriver.shipped(longer).version != RuleDeriver.shipped().version


def waiting(key: str, cls: URIRef, **given: Node) -> list[Triple]:
    row = iris.source_row(AGS, "0" * 64, 1, int(key))
    return [
        (row, RDF.type, SOZ.HeldBackRow),
        (row, SOZ.onClass, cls),
        *((row, SOZ[n], v) for n, v in given.items()),
    ]


def test_a_row_held_back_concerns_what_is_comparable_and_everything_it_leaves_open():
    rows = [
        *waiting("1", SOZ.Coverage, needType=BD["BD-EX2"], targetGroup=ZG["ZG-E02"], area=NORTH),
        *waiting("2", SOZ.Offer), *waiting("3", SOZ.Funding),
    ]  # fmt: skip
    graph = derive(rows=rows)
    one, two, three = (iris.source_row(AGS, "0" * 64, 1, n) for n in (1, 2, 3))
    assert set(graph.objects(one, SOZ.scopeNeed)) == {BD["BD-EX2"], BD["BD-EX"]}
    assert set(graph.objects(one, SOZ.scopeGroup)) == {
        ZG[n] for n in ("ZG-E03", "ZG-E02", "ZG-E01", "ZG-E", "ZG-0")
    }
    assert set(graph.objects(one, SOZ.scopeArea)) == {NORTH, TOWN}
    assert set(graph.objects(two, SOZ.scopeNeed)) == set(concepts("needs"))
    assert graph.value(three, SOZ.scopeNeed) is None, "money that waits covers nothing"


def test_pillars_come_from_the_offer_its_law_and_its_money():
    f = r(SOZ.Funding, "F")
    money: list[Triple] = [
        (f, RDF.type, SOZ.Funding), (f, SOZ.funds, r(SOZ.Offer, "A")), (f, SOZ.legalBasis, RB["SGB-II-16a"]),
        (f, SOZ.status, CL["finanzierungsstatus-bewilligt"]), (f, SOZ.budgetYear, Literal("2026", datatype=XSD.gYear)),
    ]  # fmt: skip
    graph = derive(offer("A", offer_legalBasis=RB["SGB-VIII-11"], offer_pillar=SA["SA-FR"]), money)
    o = r(SOZ.Offer, "A")
    assert set(graph.objects(o, SOZ.pillarDelivered)) == {SA["SA-08"], SA["SA-FR"]}
    assert set(graph.objects(o, SOZ.pillarPaid)) == {SA["SA-02"]}
    assert (str(graph.value(f, SOZ.effectiveFrom)), str(graph.value(f, SOZ.effectiveTo))) == (
        "2026-01-01",
        "2026-12-31",
    )
    refused = [(s, p, CL["finanzierungsstatus-abgelehnt"] if p == SOZ.status else v) for s, p, v in money]
    assert derive(offer("A"), refused).value(o, SOZ.pillarPaid) is None


def test_cells_are_formed_for_the_town_its_planning_areas_and_whatever_has_no_parts():
    block = r(SOZ.Area, "N1")
    part: list[Triple] = [
        (block, RDF.type, SOZ.Area), (block, SOZ.withinArea, NORTH), (block, SOZ.areaLevel, CL["gebietsebene-bezirk"]),
        (county := r(SOZ.Area, "K"), RDF.type, SOZ.Area), (county, SOZ.areaLevel, CL["gebietsebene-kreis"]),
        (TOWN, SOZ.withinArea, county),
    ]  # fmt: skip
    assert set(derive(part).subjects(SOZ.cellArea)) == {TOWN, NORTH, SOUTH, block}


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

"""Derived facts: what follows from a Stand, and that a change touches only what it changes."""

import pytest
from deriving import (
    AGS,
    AT,
    BD,
    CL,
    NORTH,
    RB,
    SA,
    SOUTH,
    TOWN,
    YOUNG_FEMALE_REFUGEES,
    YOUNG_REFUGEES,
    ZG,
    combined,
    day,
    derive,
    engine,
    facts,
    offer,
    put,
    r,
    statement,
    waiting,
)
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from graph import Triple
from ontology import iris
from ontology.iris import Audience
from ontology.terms import GEO, SOZ
from ontology.vocabulary import concepts
from queries import RuleDeriver, Thresholds


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
    given = {}
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

"""The Stand: which value holds, what contradicts, and what never gets in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Literal, URIRef

from graph.merge import Merger
from graph.patch import Patch
from graph.sources import SourceIndex, source_of
from graph.vote import functional_properties
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import GEO, LOCN, SCHEMA, SOZ
from ontology.vocabulary import vocabulary

AGS = "99999001"
INTERN, PUBLIC = Audience.INTERN, Audience.PUBLIC
OFFER, SITE, COVERAGE = (
    iris.record(AGS, cls, key)
    for cls, key in ((SOZ.Offer, "A01"), (SOZ.Site, "S01"), (SOZ.Coverage, "A01-1"))
)
TOWN, DISTRICT, QUARTER = (iris.record(AGS, SOZ.Area, key) for key in (AGS, "01", "011"))
ADDRESS = URIRef(f"{SITE}-anschrift")
SHELTER, COUNSEL = namespace("at")["AT-S1"], namespace("at")["AT-B1"]
AREAS = [
    (TOWN, RDF.type, SOZ.Area),
    (TOWN, SOZ.areaLevel, CL["gebietsebene-gemeinde"]),
    (TOWN, SOZ.ags, Literal(AGS)),
    (DISTRICT, RDF.type, SOZ.Area),
    (DISTRICT, SOZ.areaLevel, CL["gebietsebene-stadtteil"]),
    (DISTRICT, SOZ.withinArea, TOWN),
    (QUARTER, RDF.type, SOZ.Area),
    (QUARTER, SOZ.areaLevel, CL["gebietsebene-planungsraum"]),
    (QUARTER, SOZ.withinArea, DISTRICT),
]


def graph_of(key, audience=INTERN):
    return iris.source_graph(AGS, key, audience)


def described(key, kind, day):
    source, graph = iris.source(AGS, key), iris.provenance_graph(AGS)
    return [
        (source, SOZ.sourceKind, CL[f"quellenart-{kind}"], graph),
        (source, SOZ.deliveredOn, Literal(day, datatype=XSD.date), graph),
    ]


def says(key, *triples, audience=INTERN):
    return [(*triple, graph_of(key, audience)) for triple in triples]


def de(text):
    return Literal(text, lang="de")


def merger(*quads):
    return Merger(SourceIndex(AGS, quads))


def conflicts(stand):
    nodes = {s for s, p, o in stand.conflicts if o == SOZ.Conflict}
    return [{p: o for s, p, o in stand.conflicts if s == node} for node in sorted(nodes)]


SOURCES = [
    *described("redaktion", "redaktion", "2024-01-01"),
    *described("alt", "traeger", "2025-01-01"),
    *described("neu", "traeger", "2026-01-01"),
    *described("karte", "osm", "2026-11-01"),
]


@pytest.mark.parametrize(
    ("speakers", "winner"),
    [
        (["redaktion", "alt", "neu", "karte"], "redaktion"),
        (["alt", "neu", "karte"], "neu"),
        (["karte", "alt"], "alt"),
        (["karte", "unbekannt"], "karte"),
    ],
)
def test_precedence_then_the_newer_delivery(speakers, winner):
    quads = [quad for key in speakers for quad in says(key, (OFFER, SOZ.costToUser, Literal(key)))]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert stand.triples == {(OFFER, SOZ.costToUser, Literal(winner))}
    found = conflicts(stand)
    assert {str(c[SOZ.losingValue]) for c in found} == set(speakers) - {winner}
    assert {c[SOZ.winningSource] for c in found} == {iris.source(AGS, winner)}
    assert {c[SOZ.losingSource] for c in found} == {
        iris.source(AGS, key) for key in speakers if key != winner
    }
    assert all(c[SOZ.onRecord] == OFFER and c[SOZ.onProperty] == SOZ.costToUser for c in found)


def test_conflict_says_both_days():
    quads = [*says("alt", (OFFER, SOZ.maxAge, Literal(17))), *says("neu", (OFFER, SOZ.maxAge, Literal(20)))]
    (found,) = conflicts(merger(*SOURCES, *quads).build(INTERN))
    assert (str(found[SOZ.winningDate]), str(found[SOZ.losingDate])) == ("2026-01-01", "2025-01-01")
    assert (found[SOZ.winningValue], found[SOZ.losingValue]) == (Literal(20), Literal(17))


def test_several_values_are_united_and_equal_ones_do_not_contradict():
    need, other = namespace("bd")["BD-A1"], namespace("bd")["BD-A2"]
    quads = [
        *says("alt", (COVERAGE, SOZ.needType, need), (COVERAGE, SOZ.minAge, Literal(12))),
        *says("neu", (COVERAGE, SOZ.needType, other), (COVERAGE, SOZ.minAge, Literal(12))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert stand.triples == {
        (COVERAGE, SOZ.needType, need),
        (COVERAGE, SOZ.needType, other),
        (COVERAGE, SOZ.minAge, Literal(12)),
    }
    assert not stand.conflicts


def test_one_label_per_language():
    quads = [
        *says("alt", (OFFER, RDFS.label, de("Alt")), (OFFER, RDFS.label, Literal("Old", lang="en"))),
        *says("neu", (OFFER, RDFS.label, de("Neu"))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert {o for _, _, o in stand.triples} == {de("Neu"), Literal("Old", lang="en")}


def test_a_money_value_is_never_summed():
    funding = iris.record(AGS, SOZ.Funding, "F1")
    quads = [
        *says("alt", (funding, SOZ.amount, Literal("100", datatype=XSD.decimal))),
        *says("neu", (funding, SOZ.amount, Literal("250", datatype=XSD.decimal))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert [str(o) for _, p, o in stand.triples if p == SOZ.amount] == ["250"]


def test_a_source_that_dropped_the_record_counts_less():
    mark = Literal("2026-01-01", datatype=XSD.date)
    record = [(OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17))]
    quads = [
        *says("neu", *record, (OFFER, SOZ.notDeliveredSince, mark)),
        *says("alt", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert (OFFER, SOZ.maxAge, Literal(20)) in stand.triples
    assert not any(p == SOZ.notDeliveredSince for _, p, _ in stand.triples)
    (found,) = conflicts(stand)
    assert SOZ.losingDate not in found


def test_the_mark_of_missing_records_stays_until_somebody_decides():
    mark = Literal("2026-01-01", datatype=XSD.date)
    quads = says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.notDeliveredSince, mark))
    assert (OFFER, SOZ.notDeliveredSince, mark) in merger(*SOURCES, *quads).build(INTERN).triples


def test_address_is_taken_whole():
    """Street of one source and house number of another are nobody's address."""
    quads = [
        *says("karte", (ADDRESS, RDF.type, LOCN.Address), (ADDRESS, LOCN.thoroughfare, Literal("Oberweg"))),
        *says("karte", (ADDRESS, LOCN.locatorDesignator, Literal("5")), (SITE, LOCN.address, ADDRESS)),
        *says("neu", (ADDRESS, RDF.type, LOCN.Address), (ADDRESS, LOCN.thoroughfare, Literal("Unterweg"))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert {p: o for s, p, o in stand.triples if s == ADDRESS and p != RDF.type} == {
        LOCN.thoroughfare: Literal("Unterweg")
    }
    agreeing = [q if q[2] != Literal("Oberweg") else (*q[:2], Literal("Unterweg"), q[3]) for q in quads]
    stand = merger(*SOURCES, *agreeing).build(INTERN)
    assert (ADDRESS, LOCN.locatorDesignator, Literal("5")) in stand.triples


def test_public_stand_holds_public_sources_only():
    quads = [
        *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20))),
        *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17)), audience=PUBLIC),
        *says(
            "alt",
            (SITE, RDF.type, SOZ.Site),
            (SITE, SOZ.disclosure, CL["offenlegung-intern"]),
            audience=PUBLIC,
        ),
    ]
    stand = merger(*SOURCES, *quads).build(PUBLIC)
    assert stand.triples == {(OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17))}
    assert not stand.conflicts


def test_provenance_and_held_back_rows_do_not_enter_a_stand():
    quad = (OFFER, RDFS.label, de("x"), iris.held_back_graph(AGS))
    assert not merger(*SOURCES, quad).build(INTERN).triples


def test_source_graphs_are_told_from_others():
    assert source_of(AGS, graph_of("a-b.c", PUBLIC)) == ("a-b.c", PUBLIC)
    for other in (
        iris.stand_graph(AGS, INTERN),
        iris.provenance_graph(AGS),
        iris.source_graph("99999002", "a", INTERN),
    ):
        assert source_of(AGS, other) is None


def test_what_the_vocabulary_says_is_not_said_again():
    """Ruling 17: Stand and vocabulary are read together and must share no triple."""
    said = next(iter(vocabulary().triples((SHELTER, SKOS.prefLabel, None))))
    own = (SHELTER, RDFS.comment, de("örtlicher Hinweis"))
    assert merger(*says("alt", said, own)).build(INTERN).triples == {own}


# --- protected places

STREET, POSTCODE, POINT = "Kanarienvogelgasse", "98761", "POINT(8.712345 50.812345)"
GEOMETRY = URIRef(f"{SITE}-geometrie")
PLACE = [
    (SITE, RDF.type, SOZ.Site),
    (SITE, RDFS.label, de("Haus (Standort geschützt)")),
    (SITE, DCTERMS.identifier, Literal("S01")),
    (SITE, PROV.wasDerivedFrom, iris.source_row(AGS, "0" * 64, 1, 3)),
    (SITE, SOZ.area, QUARTER),
    (SITE, SCHEMA.telephone, Literal("+49 99999 123456")),
    (SITE, RDFS.comment, de(f"Eingang {STREET.upper()} hinten")),
    (SITE, LOCN.address, ADDRESS),
    (SITE, GEO.hasGeometry, GEOMETRY),
    (ADDRESS, RDF.type, LOCN.Address),
    (ADDRESS, LOCN.thoroughfare, Literal(STREET)),
    (ADDRESS, LOCN.postCode, Literal(POSTCODE)),
    (GEOMETRY, RDF.type, GEO.Geometry),
    (GEOMETRY, GEO.asWKT, Literal(POINT, datatype=GEO.wktLiteral)),
]
USE = [
    (OFFER, RDF.type, SOZ.Offer),
    (OFFER, RDFS.label, de("Schutzwohnung")),
    (OFFER, DCTERMS.description, de(f"Treffpunkt {STREET} 5")),
    (OFFER, SCHEMA.telephone, Literal("+49 99999 111")),
    (OFFER, SOZ.atSite, SITE),
    (OFFER, SOZ.hasCoverage, COVERAGE),
    (COVERAGE, RDF.type, SOZ.Coverage),
    (COVERAGE, SOZ.area, QUARTER),
    (COVERAGE, SOZ.area, TOWN),
]
DECLARED = [(SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"])]
TYPED = [(OFFER, SOZ.serviceType, SHELTER)]
CANARIES = [STREET.casefold(), POSTCODE, "8.712345", "50.812345", "123456"]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("why", ["declared", "shelter", "only one source says so", "internal source says so"])
def test_protected_places_are_in_no_stand(why, audience):
    quads = says("alt", *AREAS, *PLACE, *USE, audience=PUBLIC)
    if why == "declared":
        quads += says("alt", *DECLARED, audience=PUBLIC)
    elif why == "shelter":
        quads += says("alt", *TYPED, (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]), audience=PUBLIC)
    elif why == "only one source says so":
        quads += says("redaktion", (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]), audience=PUBLIC)
        quads += says("karte", *DECLARED, audience=PUBLIC)
    else:
        quads += says("alt", *TYPED)
    stand = merger(*SOURCES, *quads).build(audience)
    text = repr(sorted(stand.triples | stand.conflicts)).casefold()
    assert not [canary for canary in CANARIES if canary in text]
    assert {o for s, p, o in stand.triples if p == SOZ.area and s in (SITE, COVERAGE)} == {TOWN}
    assert (SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"]) in stand.triples
    assert (OFFER, SCHEMA.telephone, Literal("+49 99999 111")) in stand.triples
    assert {SITE, COVERAGE, OFFER} <= stand.withheld
    for record in (SITE, COVERAGE, OFFER):
        assert (record, SOZ.valueStatus, CL["wertstatus-gesperrt"]) in stand.triples


def test_secrets_are_the_words_that_stand_nowhere_in_the_open():
    other = iris.record(AGS, SOZ.Site, "S02")
    node = URIRef(f"{other}-anschrift")
    quads = says("alt", *PLACE, *DECLARED, (other, RDF.type, SOZ.Site), (other, LOCN.address, node))
    quads += says(
        "alt", (node, LOCN.postCode, Literal(POSTCODE)), (node, LOCN.thoroughfare, Literal("Marktplatz"))
    )
    built = merger(*quads)
    assert built.protection.secrets == {STREET.casefold(), "8.712345", "50.812345", "+49 99999 123456"}
    stand = built.build(INTERN)
    assert (node, LOCN.postCode, Literal(POSTCODE)) in stand.triples
    assert (node, LOCN.thoroughfare, Literal("Marktplatz")) in stand.triples


def test_address_of_nobody_stays_out():
    quads = says("alt", (ADDRESS, LOCN.thoroughfare, Literal(STREET)))
    assert not merger(*quads).build(INTERN).triples


def test_protected_site_that_is_in_order_loses_nothing():
    clean = [*PLACE[:4], *DECLARED, (SITE, SOZ.area, TOWN)]
    stand = merger(*says("alt", *AREAS, *clean)).build(INTERN)
    assert set(clean) <= stand.triples
    assert not stand.withheld


def test_coverage_without_known_municipality_loses_its_area():
    quads = says("alt", *TYPED, *USE[:1], *USE[5:8])
    stand = merger(*quads).build(INTERN)
    assert not any(p == SOZ.area for _, p, _ in stand.triples)
    assert COVERAGE in stand.withheld


def test_who_was_heard_about_a_shelter_was_heard_in_the_town():
    """From the step over the decision and the money to the shelter: no district stands beside it."""
    grant, decision = iris.record(AGS, SOZ.Funding, "F1"), iris.record(AGS, SOZ.Decision, "B1")
    step, other = (iris.record(AGS, SOZ.ParticipationEvent, key) for key in ("T1", "T2"))
    triples = [
        (grant, SOZ.funds, OFFER),
        (decision, SOZ.concernsRecord, grant),
        (step, SOZ.forDecision, decision),
        (step, SOZ.area, QUARTER),
        (other, SOZ.area, QUARTER),
    ]
    stand = merger(*says("alt", *AREAS, *PLACE, *USE, *TYPED, *triples)).build(INTERN)
    assert {o for s, p, o in stand.triples if s == step and p == SOZ.area} == {TOWN}
    assert (other, SOZ.area, QUARTER) in stand.triples


def test_a_guest_at_a_shelters_site_is_no_shelter():
    guest, reach = iris.record(AGS, SOZ.Offer, "A02"), iris.record(AGS, SOZ.Coverage, "A02-1")
    quads = says("alt", *AREAS, *PLACE, *USE, *TYPED, (guest, RDF.type, SOZ.Offer), (guest, SOZ.atSite, SITE))
    quads += says(
        "alt", (guest, SOZ.serviceType, COUNSEL), (guest, SOZ.hasCoverage, reach), (reach, SOZ.area, QUARTER)
    )
    assert (reach, SOZ.area, QUARTER) in merger(*quads).build(INTERN).triples


def test_inventory_statement_about_shelters_is_no_shelter():
    statement = iris.record(AGS, SOZ.InventoryStatement, "D1")
    triples = [(statement, RDF.type, SOZ.InventoryStatement), (statement, SOZ.serviceType, SHELTER)]
    triples += [(statement, SOZ.area, QUARTER)]
    stand = merger(*says("alt", *AREAS, *triples)).build(INTERN)
    assert set(triples) <= stand.triples


# --- small numbers

PEOPLE, EUROS = iris.record(AGS, SOZ.Indicator, "I1"), iris.record(AGS, SOZ.Indicator, "I2")
UNITS = [(PEOPLE, SOZ.unit, CL["einheit-personen"]), (EUROS, SOZ.unit, CL["einheit-euro"])]
SUPPRESSED = CL["wertstatus-gesperrt"]


def observed(value, indicator=PEOPLE, *more):
    node = iris.record(AGS, SOZ.Observation, "M1")
    triples = [(node, SOZ.indicator, indicator), (node, SOZ.value, Literal(value, datatype=XSD.decimal))]
    return node, [*UNITS, *triples, *((node, p, o) for p, o in more)]


@pytest.mark.parametrize(
    ("value", "indicator", "stays"),
    [
        ("2", PEOPLE, False),
        ("0.5", PEOPLE, False),
        ("0", PEOPLE, True),
        ("3", PEOPLE, True),
        ("2", EUROS, True),
    ],
)
def test_small_counts_of_people_are_suppressed(value, indicator, stays):
    node, triples = observed(value, indicator, (SOZ.valueStatus, CL["wertstatus-gemessen"]))
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert ((node, SOZ.value, Literal(value, datatype=XSD.decimal)) in stand.triples) == stays
    states = {o for s, p, o in stand.triples if s == node and p == SOZ.valueStatus}
    assert states == {CL["wertstatus-gemessen"] if stays else SUPPRESSED}


def test_threshold_is_a_parameter():
    node, triples = observed("4")
    index = SourceIndex(AGS, says("alt", *triples))
    assert node not in Merger(index).build(INTERN).withheld
    assert node in Merger(index, smallest_count=5).build(INTERN).withheld


def test_small_number_of_one_source_hides_those_of_all():
    node, triples = observed("2")
    other = [(node, SOZ.value, Literal("40", datatype=XSD.decimal))]
    stand = merger(*SOURCES, *says("alt", *triples), *says("neu", *other)).build(INTERN)
    assert not any(p == SOZ.value for _, p, _ in stand.triples)
    assert not stand.conflicts


def test_declared_secret_is_not_filled_by_a_weaker_source():
    node, triples = observed("40")
    quads = [*says("alt", *triples), *says("redaktion", (node, SOZ.valueStatus, SUPPRESSED))]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert not any(p == SOZ.value for _, p, _ in stand.triples)
    weaker = [*says("neu", *triples, (node, SOZ.valueStatus, CL["wertstatus-gemessen"]))]
    weaker += says("karte", (node, SOZ.valueStatus, SUPPRESSED))
    assert any(p == SOZ.value for _, p, _ in merger(*SOURCES, *weaker).build(INTERN).triples)


def test_small_number_of_affected_people_in_a_need():
    need = iris.record(AGS, SOZ.NeedAssessment, "B1")
    triples = [
        (need, RDF.type, SOZ.NeedAssessment),
        (need, SOZ.persons, Literal(2)),
        (need, SOZ.upperBound, Literal(5)),
    ]
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert stand.triples == {triples[0], (need, SOZ.valueStatus, SUPPRESSED)}


@pytest.mark.parametrize(("people", "stays"), [("2", False), ("0", True), ("3", True)])
def test_a_rate_that_rests_on_too_few_people_is_suppressed_with_them(people, stays):
    node, triples = observed("50", EUROS, (SOZ.caseCount, Literal(people, datatype=XSD.integer)))
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert any(p == SOZ.caseCount for _, p, _ in stand.triples) == stays
    assert any(p == SOZ.value for _, p, _ in stand.triples) == stays
    assert ((node, SOZ.valueStatus, SUPPRESSED) in stand.triples) != stays


def test_a_survey_that_few_answered_loses_their_number_and_what_they_said():
    survey = iris.record(AGS, SOZ.Evaluation, "W1")
    met = (survey, SOZ.result, CL["ergebnis-erfuellt"])
    it_is = (survey, RDF.type, SOZ.Evaluation)
    enough = merger(*says("alt", it_is, met, (survey, SOZ.respondents, Literal(3)))).build(INTERN)
    assert met in enough.triples
    stand = merger(*says("alt", it_is, met, (survey, SOZ.respondents, Literal(2)))).build(INTERN)
    assert stand.triples == {it_is, (survey, SOZ.valueStatus, SUPPRESSED)}


@pytest.mark.parametrize(("unit", "stays"), [("personen", False), ("faelle", False), ("vzae", True)])
def test_a_demand_is_people_if_its_unit_is(unit, stays):
    need = iris.record(AGS, SOZ.NeedAssessment, "B1")
    triples = [
        (need, RDF.type, SOZ.NeedAssessment),
        (need, SOZ.demand, Literal("1.5", datatype=XSD.decimal)),
        (need, SOZ.demandUnit, CL[f"einheit-{unit}"]),
    ]
    assert (triples[1] in merger(*says("alt", *triples)).build(INTERN).triples) == stays


def test_a_benchmark_is_no_count_though_it_names_the_group_it_is_for():
    mark = iris.record(AGS, SOZ.Benchmark, "R1")
    one = (mark, SOZ.value, Literal("1", datatype=XSD.decimal))
    triples = [*UNITS, (mark, RDF.type, SOZ.Benchmark), (mark, SOZ.indicator, PEOPLE), one]
    assert one in merger(*says("alt", *triples)).build(INTERN).triples


def counted(key, area, value, *more, day="2025-12-31", indicator=PEOPLE):
    node = iris.record(AGS, SOZ.Observation, key)
    return [
        (node, SOZ.indicator, indicator),
        (node, SOZ.area, area),
        (node, SOZ.asOf, Literal(day, datatype=XSD.date)),
        *([] if value is None else [(node, SOZ.value, Literal(value, datatype=XSD.decimal))]),
        *((node, p, o) for p, o in more),
    ]


COUNTY = iris.record(AGS, SOZ.Area, "99999")
IN_COUNTY = [(TOWN, SOZ.withinArea, COUNTY), (COUNTY, SOZ.areaLevel, CL["gebietsebene-kreis"])]


@pytest.mark.parametrize("part", [("2",), (None, (SOZ.valueStatus, SUPPRESSED))], ids=["small", "declared"])
def test_a_total_falls_with_its_suppressed_part(part):
    """District 01 and the town around quarter 011: whoever has the town and the other parts has the quarter."""
    triples = [
        *AREAS, *IN_COUNTY, *UNITS,
        *counted("M-quarter", QUARTER, *part),
        *counted("M-district", DISTRICT, "40"),
        *counted("M-town", TOWN, "400"),
        *counted("M-county", COUNTY, "9000"),
        *counted("M-earlier", TOWN, "390", day="2024-12-31"),
        *counted("M-euro", TOWN, "7000", indicator=EUROS),
    ]  # fmt: skip
    stand = merger(*says("alt", *triples)).build(INTERN)
    kept = {str(s).rpartition("-")[2] for s, p, _ in stand.triples if p == SOZ.value}
    assert kept == {"county", "earlier", "euro"}


# --- incremental = full

MESSAGE = iris.record(AGS, SOZ.Observation, "M1")
MARK = Literal("2026-01-01", datatype=XSD.date)
BASE = [
    *says("alt", *AREAS, *PLACE, *USE, *observed("40")[1], (MESSAGE, SOZ.observedOffer, OFFER)),
    *says("alt", (MESSAGE, SOZ.area, QUARTER), (OFFER, SOZ.maxAge, Literal(17))),
    *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20)), (MESSAGE, SOZ.asOf, MARK)),
    *says("neu", *PLACE[10:12], (SITE, SOZ.barrierFree, CL["barrierefrei-wc"]), audience=PUBLIC),
    *SOURCES,
]
# Each of these reaches records other than the one it is about.
LEVERS = [
    *says("alt", *DECLARED, *TYPED, (OFFER, SOZ.serviceType, COUNSEL)),
    *says("karte", *DECLARED, *TYPED, (PEOPLE, SOZ.unit, CL["einheit-euro"])),
    *says("alt", (DISTRICT, SOZ.areaLevel, CL["gebietsebene-gemeinde"]), (QUARTER, SOZ.withinArea, TOWN)),
    *says(
        "neu",
        (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]),
        (PEOPLE, SOZ.unit, CL["einheit-personen"]),
    ),
    *says("neu", (OFFER, SOZ.notDeliveredSince, MARK), (ADDRESS, LOCN.thoroughfare, Literal("Anderswo"))),
    *says("neu", *observed("2")[1][-1:], (MESSAGE, SOZ.valueStatus, SUPPRESSED)),
    *says(
        "neu", (OFFER, SOZ.atSite, SITE), (OFFER, SOZ.hasCoverage, COVERAGE), (SITE, LOCN.address, ADDRESS)
    ),
    *says("neu", *counted("M2", QUARTER, None, (SOZ.caseCount, Literal(2)), (SOZ.valueStatus, SUPPRESSED))),
    *says("neu", *counted("M3", TOWN, "40", (SOZ.caseCount, Literal(40)))),
    *described("alt", "redaktion", "2026-06-01"),
    *described("neu", "osm", "2026-07-01"),
]
CHANGES = st.sets(st.sampled_from([*LEVERS, *BASE]), min_size=1, max_size=5)


@settings(deadline=None, max_examples=150)
@given(
    st.sets(st.sampled_from(LEVERS)),
    st.sets(st.sampled_from(BASE), max_size=5),
    st.lists(CHANGES, min_size=1, max_size=4),
)
def test_rebuilding_what_changed_equals_rebuilding_everything(pulled, absent, changes):
    """Every change switches some statements on or off; what is kept up to date equals what is built anew."""
    index = SourceIndex(AGS, (set(BASE) | pulled) - absent)
    before = Merger(index)
    kept = {audience: before.build(audience) for audience in Audience}
    for switched in changes:
        there = index.quads()
        patch = Patch.of(switched & there, switched - there)
        index.apply(patch)
        after = Merger(index)
        records = after.affected(before, patch)
        for audience, stand in kept.items():
            fresh = after.build(audience, records)
            old_nodes = {s for s, p, o in stand.conflicts if p == SOZ.onRecord and o in records}
            stand.triples = {t for t in stand.triples if t[0] not in records} | fresh.triples
            stand.conflicts = {t for t in stand.conflicts if t[0] not in old_nodes} | fresh.conflicts
            full = after.build(audience)
            assert stand.triples == full.triples
            assert stand.conflicts == full.conflicts
        before = after


@pytest.mark.parametrize(
    ("change", "reached"),
    [
        (says("karte", *DECLARED), {SITE, OFFER, COVERAGE, ADDRESS, GEOMETRY, MESSAGE}),
        (says("karte", *TYPED), {SITE, OFFER, COVERAGE, ADDRESS, GEOMETRY, MESSAGE}),
        (says("karte", *observed("2")[1][-1:]), {MESSAGE}),
        (described("neu", "osm", "2026-07-01"), {OFFER, SITE, ADDRESS, MESSAGE}),
        (says("neu", (TOWN, RDFS.label, de("Beispielau"))), {TOWN}),
    ],
)
def test_a_change_reaches_what_it_must_and_little_more(change, reached):
    index = SourceIndex(AGS, BASE)
    before = Merger(index)
    patch = Patch.of((), change)
    index.apply(patch)
    records = Merger(index).affected(before, patch)
    assert reached <= records
    assert not records - reached - {COVERAGE, PEOPLE}


def test_functional_properties_exist():
    text_terms = {str(term) for term in functional_properties()}
    assert text_terms
    known = {str(SOZ[name]) for name in SOZ.__annotations__ if not name.startswith("_")}
    own = {term for term in text_terms if term.startswith(str(namespace("soz")))}
    assert own <= known
    assert OWL.FunctionalProperty not in functional_properties()
    for united in (SOZ.needType, SOZ.targetGroup, SOZ.area, SOZ.providedBy, RDF.type, PROV.wasDerivedFrom):
        assert united not in functional_properties()

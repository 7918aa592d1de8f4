"""A whole delivery: what it is checked against, what is found across deliveries, which traps are closed."""

import time
from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV

from graph import EmbeddedEngine, Place
from ontology import iris
from ontology.namespaces import XSD, bind_prefixes, prefixes
from ontology.terms import CL, SOZ
from ontology.vocabulary import concepts
from shapes import ShapeError, ValidationReport, dependants, validate
from shapes.context import months_before
from shapes.shacl import check_store

FOLDER = Path(__file__).parent / "data" / "shapes"
TODAY = date(2026, 11, 22)
AGS = "99999001"
HEADER = bind_prefixes(Graph()).serialize(format="turtle") + f"@prefix : <{prefixes()['id']}{AGS}/> .\n"
PREFIXES = "".join(f"@prefix {p}: <{i}> .\n" for p, i in prefixes().items()) + HEADER.splitlines()[-1]
# Free of violations; a warning or two may stand.
OFFER = """
:organisation-T1 a soz:Provider ; dcterms:identifier "T1" ; rdfs:label "Sozialwerk Fiktiva"@de ;
    soz:providerType tt:TT-F7 ; prov:wasDerivedFrom :zeile-1 .
:angebot-A1 a soz:Offer ; dcterms:identifier "A1" ; rdfs:label "Schuldnerberatung"@de ; soz:serviceType at:AT-B3 ;
    soz:status cl:angebotsstatus-aktiv ; soz:providedBy :organisation-T1 ; soz:legalBasis rb:SGB-II-16a ;
    soz:verifiedOn "2026-09-01"^^xsd:date ; soz:hasCoverage :abdeckung-C1 ; prov:wasDerivedFrom :zeile-2 .
:abdeckung-C1 a soz:Coverage ; dcterms:identifier "C1" ; soz:targetGroup zg:ZG-E05 ; soz:needType bd:BD-EX2 ;
    soz:area :gebiet-0 ; prov:wasDerivedFrom :zeile-3 .
:gebiet-0 a soz:Area ; dcterms:identifier "0" ; rdfs:label "Beispielau"@de ; soz:ags "99999001" ;
    soz:areaLevel cl:gebietsebene-gemeinde ; prov:wasDerivedFrom :zeile-4 .
"""
FUNDING = """
:finanzierung-F{n} a soz:Funding ; dcterms:identifier "F{n}" ; soz:funds :angebot-A1 ; soz:paidBy :organisation-T1 ;
    soz:fundingType ft:FT-K1 ; soz:status cl:finanzierungsstatus-bewilligt ; soz:share {share} ;
    soz:budgetYear "2026"^^xsd:gYear ; prov:wasDerivedFrom :zeile-9{n} .
"""


def data(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def iri(key: str) -> URIRef:
    return URIRef(f"{prefixes()['id']}{AGS}/{key}")


def numbers(report: ValidationReport) -> set[str]:
    return {result.rule.id for result in report.results}


def test_a_good_delivery_conforms() -> None:
    report = validate(data(OFFER), today=TODAY)
    assert report.conforms
    assert not report.rejects_file
    assert numbers(report) == {"DQ-025"}  # nothing known about its funding


def test_references_to_known_records_are_no_fault() -> None:
    funding = data(FUNDING.format(n=1, share="0.6"))
    alone = validate(funding, today=TODAY)
    assert {"DQ-102"} <= numbers(alone)
    assert validate(funding, context=data(OFFER), today=TODAY).conforms


def test_a_coverage_may_belong_to_a_known_offer() -> None:
    coverage = data(
        ':abdeckung-C2 a soz:Coverage ; dcterms:identifier "C2" ; soz:targetGroup zg:ZG-E05 ; soz:needType bd:BD-EX2 ;'
        " soz:area :gebiet-0 ; prov:wasDerivedFrom :zeile-8 . :angebot-A1 soz:hasCoverage :abdeckung-C2 ."
    )
    assert validate(coverage, context=data(OFFER), today=TODAY).conforms


def test_a_coverage_moved_to_another_offer_has_one_offer() -> None:
    second = (
        OFFER.replace("angebot-A1", "angebot-A2").replace('"A1"', '"A2"').replace('"Schuldner', '"Sozial')
    )
    moved = data(second)
    for offer in (iri("angebot-A1"), iri("angebot-A2")):
        assert (offer, RDF.type, SOZ.Offer) in data(OFFER) + moved
    assert "DQ-033" not in numbers(validate(moved, context=data(OFFER), today=TODAY))


def test_a_sum_that_only_the_new_funding_breaks_is_found_at_the_known_offer() -> None:
    known = data(OFFER + FUNDING.format(n=1, share="0.6"))
    report = validate(data(FUNDING.format(n=2, share="0.5")), context=known, today=TODAY)
    (result,) = [r for r in report.results if r.rule.id == "DQ-073"]
    assert result.focus == iri("angebot-A1")
    assert set(result.related) == {iri("finanzierung-F1"), iri("finanzierung-F2")}
    assert result.message["de"].startswith("Die Finanzierungsanteile eines Jahres ergeben zusammen 1,1")


def test_faults_of_known_records_that_the_delivery_did_not_cause_stay_out() -> None:
    broken = data(OFFER + FUNDING.format(n=1, share="0.6") + FUNDING.format(n=2, share="0.5"))
    other = data(
        ':dokument-1 a soz:Document ; dcterms:identifier "1" ; rdfs:label "Bericht"@de ; prov:wasDerivedFrom :z .'
    )
    assert validate(other, context=broken, today=TODAY).results == ()


def test_what_is_delivered_anew_replaces_what_was_known() -> None:
    changed = data(OFFER.replace('"Schuldnerberatung"@de', '"Schuldner- und Insolvenzberatung"@de'))
    report = validate(changed, context=data(OFFER), today=TODAY)
    assert report.conforms, numbers(report)


def test_a_new_offer_contradicts_an_older_declaration() -> None:
    declared = data(
        OFFER.split(":organisation-T1 a", maxsplit=1)[0]
        + ":bestand-D1 a soz:InventoryStatement ; soz:inventoryResult cl:erhebung-fehlanzeige ;"
        " soz:inventoryAspect cl:aspekt-angebotsliste ; soz:area :gebiet-0 ."
    )
    report = validate(data(OFFER), context=declared, today=TODAY)
    (result,) = [r for r in report.results if r.rule.id == "DQ-093"]
    assert result.focus == iri("bestand-D1")
    assert "Schuldnerberatung" in result.message["de"]


def test_the_day_is_a_parameter() -> None:
    offer = data(OFFER.replace("soz:legalBasis", 'soz:validTo "2026-12-31"^^xsd:date ; soz:legalBasis'))
    assert "DQ-028" not in numbers(validate(offer, today=date(2026, 12, 31)))
    assert "DQ-028" in numbers(validate(offer, today=date(2027, 1, 1)))


def test_how_long_a_declaration_counts_is_a_parameter() -> None:
    statement = Graph().parse(FOLDER / "DQ-094" / "conforms.ttl")
    assert "DQ-094" not in numbers(validate(statement, today=TODAY))
    assert "DQ-094" in numbers(validate(statement, today=TODAY, fresh_months=12))


def test_months_before_stays_in_the_month() -> None:
    assert months_before(date(2028, 2, 29), 24) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)


def test_an_engine_can_be_handed_in() -> None:
    with EmbeddedEngine() as store:
        report = validate(data(OFFER), today=TODAY, store=store)
        again = validate(Graph().parse(FOLDER / "DQ-013" / "conforms.ttl"), today=TODAY, store=store)
    assert numbers(report) == {"DQ-025"}
    assert all(r.focus != iri("abdeckung-C1") for r in again.results), "nothing of the run before is left"


def test_an_ill_typed_date_is_found_and_stays_what_it_was() -> None:
    offer = data(OFFER.replace("2026-09-01", "2026-02-30"))
    report = validate(offer, today=TODAY)
    (result,) = [r for r in report.results if r.rule.id == "DQ-016"]
    assert (result.focus, result.path) == (iri("angebot-A1"), SOZ.verifiedOn)
    assert result.message["de"] == "„2026-02-30“ ist kein Datum, das es gibt."
    assert not report.conforms


def test_validation_leaves_literals_alone() -> None:
    """pyshacl.validate would switch normalisation on for the whole process."""
    validate(data(OFFER), today=TODAY)
    validate(data(OFFER), today=TODAY, engine="pyshacl")
    assert rdflib.NORMALIZE_LITERALS is False
    assert str(data(':x soz:voting "vielleicht"^^xsd:boolean .').value(iri("x"), SOZ.voting)) == "vielleicht"


def test_validation_does_not_change_the_data() -> None:
    graph, known = data(OFFER), data(FUNDING.format(n=1, share="0.6"))
    before, known_before = set(graph), set(known)
    validate(graph, context=known, today=TODAY)
    assert (set(graph), set(known)) == (before, known_before)


class ForeignStore(rdflib.plugins.stores.memory.Memory):
    """Stands for any store that is not rdflib's own memory."""


def test_graphs_on_other_stores_are_refused() -> None:
    with pytest.raises(ShapeError, match="expected rdflib's memory store"):
        check_store(Graph(store=ForeignStore()))
    with pytest.raises(ShapeError, match="ForeignStore"):
        validate(Graph(store=ForeignStore()), today=TODAY)


def test_blank_nodes_are_refused() -> None:
    graph = data(OFFER)
    graph.add((iri("angebot-A1"), SOZ.atSite, BNode()))
    with pytest.raises(ShapeError, match="Mint one"):
        validate(graph, today=TODAY)


def test_dependants_wait_for_what_they_refer_to() -> None:
    graph = data(OFFER + FUNDING.format(n=1, share="0.6"))
    waiting = dependants(graph, {iri("organisation-T1")})
    assert waiting == {iri("angebot-A1"), iri("abdeckung-C1"), iri("finanzierung-F1")}
    assert dependants(graph, {iri("abdeckung-C1")}) == frozenset(), "an offer does not wait for its coverage"
    assert dependants(graph, {iri("organisation-T1")}, known=data(OFFER)) == frozenset(), (
        "the known one is still there"
    )


def test_findings_carry_the_place_and_all_contributing_cells() -> None:
    graph = data(OFFER + FUNDING.format(n=1, share="0.6") + FUNDING.format(n=2, share="0.5"))
    report = validate(graph, today=TODAY)

    def place(record: URIRef, path: URIRef | None) -> Place | None:
        name = str(record).rsplit("/", 1)[-1]
        return Place("lieferung.xlsx", sheet=name, row=3, column="J" if path == SOZ.share else None)

    (finding,) = [f for f in report.findings(place) if f.rule == "DQ-073"]
    assert finding.place == Place("lieferung.xlsx", "angebot-A1", 3, "J")
    assert [p.sheet for p in finding.places] == ["finanzierung-F1", "finanzierung-F2"]
    assert finding.remedy["de"] == "Die Anteile in den genannten Zeilen prüfen."
    assert finding.found == "1,1"


def town(offers: int) -> Graph:
    graph = Graph()

    def record(cls: URIRef, key: str, **values: object) -> URIRef:
        node = iris.record(AGS, cls, key)
        graph.add((node, RDF.type, cls))
        graph.add((node, DCTERMS.identifier, Literal(key)))
        graph.add((node, RDFS.label, Literal(f"Beispiel {key}", lang="de")))
        graph.add((node, PROV.wasDerivedFrom, iri(f"zeile-{key}")))
        for name, value in values.items():
            assert isinstance(value, URIRef | Literal)
            graph.add((node, SOZ[name], value))
        return node

    area = record(SOZ.Area, "0", areaLevel=CL["gebietsebene-gemeinde"])
    providers = [record(SOZ.Provider, f"T{n}", providerType=concepts("provider-types")[1]) for n in range(60)]
    groups, needs, kinds = concepts("target-groups"), concepts("needs"), concepts("offer-types")[:40]
    for n in range(offers):
        offer = record(
            SOZ.Offer, f"A{n}", serviceType=kinds[n % 40], status=CL["angebotsstatus-aktiv"],
            providedBy=providers[n % 60], legalBasis=concepts("legal-bases")[n % 200],
            verifiedOn=Literal("2026-09-01", datatype=XSD.date),
        )  # fmt: skip
        for m in range(2):
            coverage = record(
                SOZ.Coverage,
                f"A{n}-{m}",
                targetGroup=groups[(n + m) % 80],
                needType=needs[(n * 7 + m) % 80],
                area=area,
            )
            graph.add((offer, SOZ.hasCoverage, coverage))
        record(
            SOZ.Funding, f"F{n}", funds=offer, paidBy=providers[n % 60], fundingType=concepts("funding-types")[3],
            status=CL["finanzierungsstatus-bewilligt"], share=Literal("0.5", datatype=XSD.decimal),
            budgetYear=Literal("2026", datatype=XSD.gYear),
        )  # fmt: skip
    return graph


@pytest.mark.slow
def test_a_town_of_300_offers_is_checked_in_seconds() -> None:
    graph = town(300)
    validate(graph, today=TODAY)  # reads the shapes files
    start = time.process_time()
    report = validate(graph, today=TODAY)
    seconds = time.process_time() - start
    assert report.conforms
    assert seconds < 6, f"{seconds:.1f} s of CPU time; 1.6 s were measured on a slow machine"


def test_the_small_check_of_one_offer_finds_what_the_check_of_the_town_finds() -> None:
    whole = town(40)
    broken = iris.record(AGS, SOZ.Offer, "A7")
    whole.remove((broken, SOZ.providedBy, None))
    whole.set((broken, SOZ.validTo, Literal("2020-01-01", datatype=XSD.date)))
    one = Graph()
    for triple in whole.triples((broken, None, None)):
        one.add(triple)
    small = {(r.rule.id, r.path) for r in validate(one, context=whole, today=TODAY).of(broken)}
    large = {(r.rule.id, r.path) for r in validate(whole, today=TODAY).of(broken)}
    assert small == large
    assert {"DQ-020", "DQ-028"} <= {number for number, _ in small}

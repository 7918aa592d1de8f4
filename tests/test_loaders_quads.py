"""What goes into the log: records by disclosure, where they come from, and what waits."""

from datetime import date

import pytest
from rdflib import RDF, XSD, Literal

from loaders import (
    SourceError,
    held_back_quads,
    load,
    provenance_quads,
    quads,
    read_workbook,
    source_facts,
    source_quads,
    write_records,
)
from loaders.quads import row_of
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, SKOS
from ontology.terms import CL, CSVW, LOCN, SOZ
from ontology.vocabulary import find_concept
from shapes import sheet_specs

AGS = "99999001"
ROWS = {
    "#gebiet": [{"kennung": "G-0", "name": "Beispielau", "ebene": "Gemeinde"}, {"kennung": "G-1", "name": "Nordfeld", "ebene": "Stadtteil", "teil-von": "G-0"}],
    "#traeger": [{"kennung": "T-1", "name": "Fiktiva", "offenlegung": "öffentlich"}],
    "#standort": [{"kennung": "S-1", "name": "Haus", "offenlegung": "öffentlich", "plz": "00999"}],
    "#angebot": [
        {"kennung": "A-1", "name": "Beratung", "traeger": "T-1", "angebotsart": "AT-B3", "status": "aktiv", "offenlegung": "öffentlich"},
        {"kennung": "A-2", "name": "Treff", "traeger": "T-1", "angebotsart": "AT-K4", "status": "aktiv"},
    ],
    "#abdeckung": [
        {"kennung": "C-1", "angebot": "A-1", "zielgruppe": "ZG-A06 + ZG-M02", "bedarf": "BD-EX2", "gebiet": "G-0", "offenlegung": "öffentlich"},
        {"kennung": "C-2", "angebot": "A-2", "zielgruppe": "ZG-A06", "bedarf": "BD-SO2", "gebiet": "G-1"},
        {"kennung": "C-3", "angebot": "A-2", "zielgruppe": "ZG-A05", "bedarf": "BD-SO2", "gebiet": "G-1"},
    ],
}  # fmt: skip
COVER = {"quelle": "fiktiva", "titel": "Fiktiva", "art": "Träger", "datum": "20.11.2026", "von": "Geschäftsstelle", "ags": AGS}  # fmt: skip
SPECS = tuple(spec for spec in sheet_specs() if spec.tag in ROWS)
PUBLIC, INTERN = (iris.source_graph(AGS, "fiktiva", level) for level in (Audience.PUBLIC, Audience.INTERN))
HERE, WAITING = iris.provenance_graph(AGS), iris.held_back_graph(AGS)


def deliver(**cells):
    rows = {
        tag: [{**r, **cells.get(r["kennung"].replace("-", "_"), {})} for r in records]
        for tag, records in ROWS.items()
    }
    data = write_records(SPECS, rows, cover=COVER, empty=False)
    return load(read_workbook(data, "meldung.xlsx"), SPECS, AGS, received=date(2026, 11, 24))


def about(found, subject):
    return {(p, o) for s, p, o, _ in found if s == subject}


def iri(cls, key):
    return iris.record(AGS, cls, key)


def test_records_go_where_their_disclosure_says():
    found = set(source_quads(deliver()))
    assert {g for _, _, _, g in found} == {PUBLIC, INTERN}
    assert (iri(SOZ.Offer, "A-1"), RDF.type, SOZ.Offer, PUBLIC) in found
    assert (iri(SOZ.Offer, "A-2"), RDF.type, SOZ.Offer, INTERN) in found
    assert (iri(SOZ.Offer, "A-1"), SOZ.hasCoverage, iri(SOZ.Coverage, "C-1"), PUBLIC) in found
    assert not {s for s, _, _, g in found if g == PUBLIC} & {iri(SOZ.Offer, "A-2"), iri(SOZ.Coverage, "C-2")}


def test_every_node_of_a_row_derives_from_its_row():
    delivery = deliver()
    found = list(source_quads(delivery))
    nodes = {s for s, p, _, _ in found if p == RDF.type}
    derived = {s: o for s, p, o, _ in found if p == PROV.wasDerivedFrom}
    assert nodes == set(derived)
    address = iris.record(AGS, SOZ.Site, "S-1-anschrift")
    assert (address, RDF.type, LOCN.Address, PUBLIC) in found
    assert derived[address] == derived[iri(SOZ.Site, "S-1")]


def test_a_row_says_file_sheet_and_number_and_no_values():
    delivery = deliver()
    offer = next(r for r in delivery.records if r.key == "A-2")
    row = row_of(delivery, offer)
    assert about(provenance_quads(delivery), row) == {
        (RDF.type, SOZ.SourceRow),
        (SOZ.sheet, Literal("Angebote")),
        (CSVW.rownum, Literal("4", datatype=XSD.integer)),
        (DCTERMS.isPartOf, iris.source_file(AGS, delivery.sha256)),
    }


def test_columns_say_letter_header_and_property():
    delivery = deliver()
    use = next(u for u in delivery.columns if u.tag == "#angebot+traeger")
    said = about(provenance_quads(delivery), iris.column_use(AGS, delivery.sha256, use.sheet_number, "C"))
    assert {(SOZ.columnLetter, Literal("C")), (SOZ.onProperty, SOZ.providedBy), (SOZ.onClass, SOZ.Offer),
            (SOZ.header, Literal("Träger")), (SOZ.columnTag, Literal("#angebot+traeger"))} <= said  # fmt: skip


def test_the_source_is_described():
    said = about(source_facts(deliver()), iris.source(AGS, "fiktiva"))
    assert {(RDF.type, SOZ.Source), (SOZ.sourceKind, CL["quellenart-traeger"]), (DCTERMS.title, Literal("Fiktiva")),
            (SOZ.deliveredOn, Literal("2026-11-20", datatype=XSD.date)), (SOZ.deliveredBy, Literal("Geschäftsstelle"))} <= said  # fmt: skip


def test_a_composite_group_lives_with_the_records_that_use_it():
    group = iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
    found = set(source_quads(deliver()))
    assert {g for s, _, _, g in found if s == group} == {PUBLIC}
    assert (group, RDF.type, SOZ.TargetGroup) in {q[:3] for q in found}
    internal = set(source_quads(deliver(C_1={"offenlegung": "intern"}, A_1={"offenlegung": "intern"})))
    assert {g for s, _, _, g in internal if s == group} == {INTERN}


def test_a_clean_delivery_leaves_nothing_waiting():
    assert not list(held_back_quads(deliver()))


def test_a_waiting_row_keeps_what_could_be_read():
    delivery = deliver(C_2={"zielgruppe": "Quatschwort"})
    coverage = next(r for r in delivery.records if r.key == "C-2")
    said = about(held_back_quads(delivery), row_of(delivery, coverage))
    assert {(RDF.type, SOZ.HeldBackRow), (SOZ.onClass, SOZ.Coverage), (SOZ.wouldBe, coverage.iri),
            (SOZ.heldBackBecause, Literal("DQ-L04")), (SOZ.area, iri(SOZ.Area, "G-1")),
            (SOZ.needType, find_concept("needs", "BD-SO2"))} <= said  # fmt: skip
    assert SOZ.targetGroup not in {p for p, _ in said}
    assert not [q for q in source_quads(delivery) if coverage.iri in q]


def test_a_waiting_offer_reaches_what_its_coverages_say():
    delivery = deliver(A_2={"status": "Quatsch"})
    offer = next(r for r in delivery.records if r.key == "A-2")
    said = about(held_back_quads(delivery), row_of(delivery, offer))
    groups = {o for p, o in said if p == SOZ.targetGroup}
    assert groups == {find_concept("target-groups", code) for code in ("ZG-A05", "ZG-A06")}
    partly = deliver(A_2={"status": "Quatsch"}, C_3={"gebiet": "unbekannt"})
    said = about(held_back_quads(partly), row_of(partly, offer))
    assert SOZ.area not in {p for p, _ in said}  # one coverage may be anywhere, so the offer may


def test_a_group_only_waiting_rows_use_is_defined_beside_them():
    delivery = deliver(C_1={"alter-von": "viele"})
    group = iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
    assert {g for s, p, _, g in quads(delivery) if s == group and p == SKOS.prefLabel} == {WAITING}


def test_row_without_key_waits_under_its_row():
    delivery = deliver(C_2={"kennung": None})
    (row,) = {s for s, p, o, _ in held_back_quads(delivery) if o == SOZ.HeldBackRow}
    assert SOZ.wouldBe not in {p for p, _ in about(held_back_quads(delivery), row)}


def test_the_graphs_are_those_agreed_and_hold_no_blank_nodes():
    found = list(quads(deliver(C_2={"zielgruppe": "Quatschwort"})))
    assert {g for *_, g in found} == {PUBLIC, INTERN, HERE, WAITING}
    assert not {type(term).__name__ for quad in found for term in quad} - {"URIRef", "Literal"}


def test_the_same_file_gives_the_same_quads():
    assert set(quads(deliver())) == set(quads(deliver()))


def test_a_refused_delivery_has_no_quads():
    refused = load(read_workbook(b"", "leer.csv"), SPECS, AGS, received=date(2026, 11, 24))
    with pytest.raises(SourceError, match="leer"):
        list(quads(refused))

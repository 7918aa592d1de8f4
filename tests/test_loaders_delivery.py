"""A delivery in the template's form, and everything people do to it, becomes the same records with the right places."""

from datetime import date

from rdflib import Literal
from template_files import (
    AGS,
    HEADERS,
    ROWS,
    book,
    deliver,
    places,
    record,
    rows,
    said,
)

from graph.findings import Effect
from loaders import KnownRecord, KnownRecords, Source, hold_back, read_workbook
from ontology import iris
from ontology.namespaces import DCTERMS, RDF, RDFS
from ontology.terms import CL, LOCN, SOZ


def test_a_clean_delivery_has_records_and_no_complaints():
    delivery = deliver(book())
    assert not said(delivery, effect=Effect.HOLD_ROW)
    assert not delivery.refused
    assert len(delivery.records) == 11
    assert delivery.counts[SOZ.Offer] == 2
    assert delivery.source == Source(
        "fiktiva", "Meldung Fiktiva", CL["quellenart-traeger"], date(2026, 11, 20), "Geschäftsstelle"
    )
    assert {f.rule for f in delivery.findings} == {"DQ-L07"}


def test_a_row_becomes_a_record_with_its_place():
    offer = record(deliver(book()), "A-1")
    assert offer.cls == SOZ.Offer
    assert offer.iri == iris.record(AGS, SOZ.Offer, "A-1")
    assert (offer.place.sheet, offer.place.row) == ("Angebote", 3)
    assert offer.disclosure == CL["offenlegung-oeffentlich"]
    assert offer.values(RDFS.label) == [Literal("Schuldnerberatung", lang="de")]
    assert offer.values(SOZ.atSite) == [iris.record(AGS, SOZ.Site, "S-1")]
    assert offer.values(SOZ.noValueFor) == [SOZ.validTo]
    assert len(offer.values(SOZ.unknownValueFor)) == 1
    columns = {s.path: s.column for s in offer.statements}
    assert columns[DCTERMS.identifier] == "A"
    assert columns[SOZ.providedBy] == "C"


def test_disclosure_is_internal_unless_said_otherwise():
    assert record(deliver(book()), "A-2").disclosure == CL["offenlegung-intern"]


def test_a_coverage_names_its_offer_from_the_other_side():
    coverage = record(deliver(book()), "C-1")
    (link,) = [s for s in coverage.statements if s.path == SOZ.hasCoverage]
    assert (link.subject, link.value) == (iris.record(AGS, SOZ.Offer, "A-1"), coverage.iri)
    assert coverage.nodes() == {coverage.iri}


def test_an_address_is_a_node_of_its_own():
    site = record(deliver(book()), "S-1")
    address = iris.record(AGS, SOZ.Site, "S-1-anschrift")
    assert site.values(LOCN.address) == [address]
    own = {s.path: str(s.value) for s in site.statements if s.subject == address}
    assert own == {RDF.type: str(LOCN.Address), LOCN.thoroughfare: "Marktplatz", LOCN.locatorDesignator: "7",
                   LOCN.postCode: "00999", LOCN.postName: "Beispielau"}  # fmt: skip
    assert site.nodes() == {site.iri, address, iris.record(AGS, SOZ.Site, "S-1-geometrie")}


def test_records_without_a_name_are_named_after_what_they_refer_to():
    delivery = deliver(book())
    assert str(
        record(delivery, "C-2").values(RDFS.label)[0]
    ) == "Jugendtreff · Jugendliche · Begegnung und Treffpunkte" or (
        str(record(delivery, "C-2").values(RDFS.label)[0]).startswith("Jugendtreff · Jugendliche · ")
    )
    assert str(record(delivery, "F-1").values(RDFS.label)[0]).startswith(
        "Schuldnerberatung · Amt für Soziales"
    )
    assert record(delivery, "C-1").values(RDFS.label)[0].language == "de"


def test_one_organisation_in_two_roles_is_one_node():
    delivery = deliver(book())
    assert record(delivery, "T-2", SOZ.Provider).iri == record(delivery, "T-2", SOZ.CostBearer).iri
    assert not delivery.refused


def test_composite_groups_come_with_the_records_that_use_them():
    delivery = deliver(book())
    (group,) = delivery.groups
    assert group.iri == iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
    assert group.records == {record(delivery, "C-1").iri}
    assert (group.iri, RDF.type, SOZ.TargetGroup) in delivery.concepts


def test_columns_are_recorded_with_letter_header_and_property():
    use = next(u for u in deliver(book()).columns if u.tag == "#angebot+traeger")
    assert (use.sheet, use.letter, use.header, use.cls, use.path) == (
        "Angebote",
        "C",
        "Träger",
        SOZ.Offer,
        SOZ.providedBy,
    )
    assert deliver(book()).sheet_numbers[use.sheet] == use.sheet_number


# --- rules ---------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_is_skipped():
    data = book()
    delivery = deliver(data, known=KnownRecords(files=frozenset({read_workbook(data, "a.xlsx").sha256})))
    assert delivery.skipped
    assert not delivery.refused
    assert not delivery.records
    assert [f.rule for f in delivery.findings] == ["DQ-L02"]


def test_a_key_given_twice_refuses_the_file():
    twice = rows()
    twice["#angebot"].append({**ROWS["#angebot"][0], "name": "Noch eins"})
    delivery = deliver(book(twice))
    (found,) = said(delivery, effect=Effect.REJECT_FILE)
    assert (found.rule, found.place.cell) == ("DQ-L05", "A5")
    assert [place.cell for place in found.places] == ["A3", "A5"]
    assert delivery.refused


def test_refused_files_still_report_every_cell():
    twice = rows(A_2={"status": "Quatsch"})
    twice["#traeger"].append(ROWS["#traeger"][0])
    delivery = deliver(book(twice))
    assert delivery.refused
    assert ("Angebote", "F4") in places(delivery, "DQ-L04")


def test_a_row_without_key_is_held_back_by_its_row():
    delivery = deliver(book(rows(A_2={"kennung": None})))
    held = next(r for r in delivery.records if r.cls == SOZ.Offer and r.held_back)
    assert held.key == ""
    assert held.rules == ("DQ-010",)
    (found,) = [f for f in delivery.findings if f.rule == "DQ-010"]
    assert (found.place.sheet, found.place.cell) == ("Angebote", "A4")


def test_what_depends_on_a_held_back_row_is_held_back_with_it():
    delivery = deliver(book(rows(A_1={"gueltig-ab": "bald"})))
    held = {r.key for r in delivery.records if r.held_back}
    assert held == {"A-1", "C-1", "F-1"}
    follow = [f for f in delivery.findings if f.rule == "DQ-102"]
    assert {(f.place.sheet, f.place.cell) for f in follow} == {
        ("Abdeckungen", "C3"),
        ("Finanzierungen", "C3"),
    }
    assert all(f.places[0].row == 3 and f.places[0].sheet == "Angebote" for f in follow)
    assert {f.place.header for f in follow} == {HEADERS["abdeckung+angebot"], HEADERS["finanzierung+angebot"]}


def test_dependants_follow_over_several_steps():
    delivery = deliver(book(rows(T_1={"kennung": "T 1 ä"})))
    offer = record(delivery, "A-1")
    assert offer.held_back
    assert {r.key for r in delivery.records if r.held_back} == {"", "A-1", "C-1", "F-1"}


def test_a_reference_to_what_is_known_holds_nothing_back():
    known = KnownRecords(
        records=(KnownRecord(iris.record(AGS, SOZ.Offer, "A-1"), "A-1", ("Schuldnerberatung",)),)
    )
    delivery = deliver(book(rows(A_1={"gueltig-ab": "bald"})), known=known)
    assert {r.key for r in delivery.records if r.held_back} == {"A-1"}


def test_others_may_hold_records_back_later():
    delivery = deliver(book())
    later = hold_back(delivery, {record(delivery, "A-1").iri: ["DQ-020"]})
    assert {r.key: r.rules for r in later.records if r.held_back} == {
        "A-1": ("DQ-020",), "C-1": ("DQ-102",), "F-1": ("DQ-102",),
    }  # fmt: skip


def test_unreadable_facets_are_marked():
    delivery = deliver(book(rows(C_2={"zielgruppe": "Quatschwort"})))
    coverage = record(delivery, "C-2")
    assert coverage.held_back
    assert coverage.unreadable == {SOZ.targetGroup}


def test_a_partly_readable_facet_counts_as_unreadable():
    coverage = record(deliver(book(rows(C_2={"zielgruppe": "Jugendliche; Quatschwort"}))), "C-2")
    assert SOZ.targetGroup in coverage.unreadable

"""What is over, only planned or of unknown kind settles nothing: dissolved committees, planned contracts, budget years."""

from datetime import date

import pytest
from rdflib import Graph
from test_queries_questions import AGS, DATA, TODAY, plain

from ontology.iris import Audience
from queries import MemoryTown, ask

PREFIXES = """
@prefix cl: <https://w3id.org/sozialplanung/vok/cl/> .
@prefix ft: <https://w3id.org/sozialplanung/vok/funding-types/> .
@prefix ko: <https://w3id.org/sozialplanung/vok/cooperation-types/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rb: <https://w3id.org/sozialplanung/vok/legal-bases/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix soz: <https://w3id.org/sozialplanung/def#> .
@prefix tt: <https://w3id.org/sozialplanung/vok/provider-types/> .
@prefix x: <https://w3id.org/sozialplanung/id/99999001/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def asked(question: str, more: str, stem: str = "", day: date = TODAY, **parameters: str):
    stand = Graph().parse(DATA / "town" / "stand.ttl").parse(data=PREFIXES + more)
    if stem:
        stand.parse(DATA / stem / "town" / "stand.ttl")
    town = MemoryTown.of(stand, AGS)
    return ask(town, question, parameters, audience=Audience.INTERN, reference_date=day)


def rows(answer, block: str, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(plain(row.get(column)) for column in columns) for row in answer.block(block).rows}


@pytest.mark.parametrize(
    ("status", "block"),
    [("aktiv", "implemented"), ("geplant", "missing"), ("ruhend", "missing"), ("beendet", "missing")],
)
def test_only_a_contract_in_force_implements_a_duty(status, block):
    contract = f"""x:vereinbarung-Z a soz:Contract ; soz:contractParty x:organisation-T1 , x:organisation-T2 ;
      soz:legalBasis rb:KKG-3 ; soz:status cl:angebotsstatus-{status} ."""
    answer = asked("C2", contract, pillar="SA-08")
    assert ("KKG-3",) in rows(answer, block, "norm")


def test_a_contract_that_ended_was_in_force_until_its_last_day():
    contract = """x:vereinbarung-Z a soz:Contract ; soz:contractParty x:organisation-T1 , x:organisation-T2 ;
      soz:legalBasis rb:KKG-3 ; soz:status cl:angebotsstatus-beendet ; soz:validTo "2026-06-30"^^xsd:date ."""
    for day, is_valid in ((date(2026, 6, 30), True), (date(2026, 7, 1), False)):
        assert (("vereinbarung-Z",) in rows(asked("E3", contract, day=day), "valid", "contract")) is is_valid
        implemented = rows(asked("C2", contract, day=day, pillar="SA-08"), "implemented", "norm")
        assert (("KKG-3",) in implemented) is is_valid


def test_a_cooperation_of_unknown_kind_that_names_the_norm_leaves_a_hint():
    named = """x:kooperation-Z a soz:Cooperation ; rdfs:label "Frühe Hilfen"@de ; soz:legalBasis rb:KKG-3 ;
      soz:participant x:organisation-T1 , x:organisation-T2 ."""
    answer = asked("C2", named, pillar="SA-08")
    (found,) = [row for row in answer.block("unknown").rows if plain(row["norm"]) == "KKG-3"]
    assert plain(found["claim"]) == "hinweis"
    assert "Frühe Hilfen" in found["reason"].de
    assert ("SGB-VIII-81", "belastbar") in rows(answer, "missing", "norm", "claim")
    typed = asked("C2", named + "x:kooperation-Z soz:cooperationType ko:KO-4 .", pillar="SA-08")
    assert ("KKG-3", "kooperation-Z") in rows(typed, "implemented", "norm", "structure")


@pytest.mark.parametrize(("end", "coordinated"), [("2026-11-24", True), ("2026-11-23", False)])
def test_a_dissolved_body_coordinates_nobody_though_its_memberships_go_on(end, coordinated):
    ended = f'x:gremium-C1 soz:validTo "{end}"^^xsd:date .'
    answer = asked("B4", ended, "b4_abgestimmt")
    by_body = {row for name in ("coordinated", "also") for row in rows(answer, name, "coordination")}
    assert any("AG 78" in words for (words,) in by_body) is coordinated


@pytest.mark.parametrize(("year", "listed"), [("2026", True), ("2025", False)])
def test_an_item_belongs_to_its_budget_year_whatever_its_period(year, listed):
    item = """x:finanzierung-Z a soz:Funding ; rdfs:label "Nachzahlung"@de ; soz:funds x:angebot-A4 ; soz:fundingType ft:FT-K2 ;
      soz:status cl:finanzierungsstatus-bewilligt ; soz:amount 700.00 ; soz:budgetYear "2026"^^xsd:gYear ;
      soz:validFrom "2025-07-01"^^xsd:date ; soz:validTo "2025-12-31"^^xsd:date ."""
    assert (("finanzierung-Z",) in rows(asked("D1", item, year=year), "items", "funding")) is listed


def test_what_counts_in_the_distribution_stands_among_the_items():
    """D1 and D2 agree on which municipal items of a year there are."""
    item = """x:finanzierung-Z a soz:Funding ; rdfs:label "Nachzahlung"@de ; soz:funds x:angebot-A4 ; soz:fundingType ft:FT-K2 ;
      soz:status cl:finanzierungsstatus-bewilligt ; soz:amount 700.00 ; soz:budgetYear "2026"^^xsd:gYear ;
      soz:validFrom "2025-07-01"^^xsd:date ; soz:validTo "2025-12-31"^^xsd:date ."""
    fields = rows(asked("D2", item, year="2026", status="bewilligt"), "fields", "field", "sum")
    assert ("BD-FA", "45700") in {(field, amount.removesuffix(".00")) for field, amount in fields}


def test_an_item_for_several_offers_under_a_norm_of_unknown_degree_is_not_stated():
    """It names its legal basis itself: what is not known is the degree, not how it is split."""
    item = """x:finanzierung-Z a soz:Funding ; soz:funds x:angebot-A4 , x:angebot-A11 ; soz:fundingType ft:FT-K2 ;
      soz:status cl:finanzierungsstatus-bewilligt ; soz:amount 700.00 ; soz:budgetYear "2026"^^xsd:gYear{basis} ."""
    unknown = "x:norm-Z a soz:LegalBasis ."
    for basis, level in (
        (" ; soz:legalBasis x:norm-Z", "ohne Angabe"),
        ("", "mehrere Angebote, nicht aufgeteilt"),
    ):
        answer = asked("D3", item.replace("{basis}", basis) + unknown, year="2026", status="bewilligt")
        assert (level, "700") in {(name, amount) for name, amount in rows(answer, "levels", "level", "sum")}


def test_money_of_unknown_type_has_no_usual_time_limit():
    item = """x:finanzierung-Z a soz:Funding ; soz:funds x:angebot-A14 ; soz:status cl:finanzierungsstatus-bewilligt ;
      soz:amount 700.00 ; soz:budgetYear "2026"^^xsd:gYear ."""
    answer = asked("D5", item, year="2026")
    found = {
        row for name in ("limited", "below", "unclear") for row in rows(answer, name, "provider", "unknown")
    }
    assert ("organisation-T2", "700") in found


def test_a_goal_stands_once_among_the_rows_of_grounds():
    goal = 'x:ziel-Z a soz:Goal ; rdfs:label "Teilhabe"@de . x:massnahme-Z a soz:Measure ; soz:status cl:massnahmenstatus-beschlossen .'
    answer = asked("M3", goal)
    assert rows(answer, "goals", "goal") == {("ziel-Z",)}


AROUND = """x:gebiet-K a soz:Area ; rdfs:label "Beispielkreis"@de ; soz:areaLevel cl:gebietsebene-kreis .
  x:gebiet-G soz:withinArea x:gebiet-K .
  x:gebiet-U a soz:Area ; rdfs:label "Umland"@de ; soz:withinArea x:gebiet-K ; soz:areaLevel cl:gebietsebene-teilraum .
  x:gebiet-W a soz:Area ; rdfs:label "Weiler"@de ; soz:areaLevel cl:gebietsebene-teilraum . """


def test_nothing_is_claimed_about_what_lies_around_the_town():
    """An area of which nobody said where it lies may be in the town."""
    areas = {area for (area,) in rows(asked("A12", AROUND, field="BD-SO"), "rows", "area")}
    assert areas == {"gebiet-G", "gebiet-N", "gebiet-S", "gebiet-W"}


def test_own_funds_are_no_body_that_funds_the_region():
    wide = AROUND + "x:abdeckung-A4 soz:area x:gebiet-U ."
    assert rows(asked("M4", wide), "regional", "offer", "payers") == {("angebot-A4", "Stadt Beispielstadt")}


@pytest.mark.parametrize(
    ("term", "coordination"),
    [
        ('soz:validTo "2027-12-31"^^xsd:date', "Zuwendungsvertrag"),
        ('soz:validTo "2026-06-30"^^xsd:date', "keine bekannt"),
        ("soz:status cl:angebotsstatus-geplant", "keine bekannt"),
    ],
)
def test_a_contract_of_the_funders_on_the_offer_coordinates_them(term, coordination):
    contract = f"""x:vereinbarung-Z a soz:Contract ; soz:contractType cl:vertragsart-zuwendung ; {term} ;
      soz:coversOffer x:angebot-B3a ; soz:contractParty x:organisation-T1 , x:organisation-T2 , x:organisation-T5 ."""
    answer = asked("B3", contract, "b3_mehrere_geldgeber")
    assert ("angebot-B3a", coordination) in rows(answer, "same", "offer", "coordination")


def test_a_contract_of_one_funder_alone_coordinates_nobody():
    contract = """x:vereinbarung-Z a soz:Contract ; soz:contractType cl:vertragsart-zuwendung ;
      soz:status cl:angebotsstatus-aktiv ; soz:coversOffer x:angebot-B3a ; soz:contractParty x:organisation-T1 , x:organisation-T2 ."""
    answer = asked("B3", contract, "b3_mehrere_geldgeber")
    assert ("angebot-B3a", "keine bekannt") in rows(answer, "same", "offer", "coordination")


@pytest.mark.parametrize(
    ("modes", "block"),
    [
        ("cl:angebotsform-vor-ort , cl:angebotsform-telefonisch", "coordinate"),
        ("cl:angebotsform-telefonisch", "wanted"),
        ("cl:angebotsform-vor-ort , cl:angebotsform-aufsuchend", "wanted"),
    ],
)
def test_a_second_way_to_one_of_two_offers_makes_no_other_offer_of_it(modes, block):
    said = (
        f"x:angebot-A11 soz:deliveryMode cl:angebotsform-vor-ort . x:angebot-A12 soz:deliveryMode {modes} ."
    )
    assert ("angebot-A11", "angebot-A12") in rows(asked("B1", said), block, "offer", "otherOffer")

"""A pair of pillars is missing only if nothing leaves open that it works together; losing data never makes it missing."""

from datetime import date

import pytest
from rdflib import Graph, URIRef

from ontology.iris import Audience
from ontology.namespaces import namespace
from queries import Catalogue, MemoryTown
from queries.pillar_pairs import PairState, required_pairs
from queries.provider_network import network_rows, provider_network
from queries.reading import Reading
from queries.settings import Thresholds

AGS = "99999001"
TODAY = date(2026, 11, 24)
PREFIXES = """
@prefix cl: <https://w3id.org/sozialplanung/vok/cl/> .
@prefix ko: <https://w3id.org/sozialplanung/vok/cooperation-types/> .
@prefix sa: <https://w3id.org/sozialplanung/vok/pillars/> .
@prefix soz: <https://w3id.org/sozialplanung/def#> .
@prefix x: <https://w3id.org/sozialplanung/id/99999001/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
OFFERS = """
x:angebot-1 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:providedBy x:organisation-1 ; soz:pillar sa:SA-08 .
x:angebot-2 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:providedBy x:organisation-2 ; soz:pillar sa:SA-09E .
x:angebot-3 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:providedBy x:organisation-3 ; soz:pillar sa:SA-02 .
"""
BOTH = "x:kooperation-1 a soz:Cooperation ; soz:participant x:organisation-1 , x:organisation-2"
TWO_MORE = """
x:angebot-4 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:providedBy x:organisation-3 ; soz:pillar sa:SA-09E .
x:angebot-5 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ; soz:providedBy x:organisation-3 ; soz:pillar sa:SA-02 .
"""
PILLARS = {"VIII": "saeulengruppe-jugendhilfe", "IX": "saeulengruppe-eingliederungshilfe"}


def state(turtle: str) -> PairState:
    town = MemoryTown.of(Graph().parse(data=PREFIXES + turtle, format="turtle"), AGS)
    reading = Reading(town, Audience.INTERN, TODAY, Thresholds.load())
    text = Catalogue.load().get("J1").text
    providers = provider_network(
        reading.run(text, "j1", {"referenceDate": reading.today}), network_rows(reading)
    )
    groups = {namespace("cl")[name] for name in PILLARS.values()}
    return next(pair.state for pair in required_pairs(reading, providers) if set(pair.groups) == groups)


@pytest.mark.parametrize(
    ("why", "more", "wanted"),
    [
        ("nothing", "", PairState.NONE),
        ("a handover", f"{BOTH} ; soz:cooperationType ko:KO-3 .", PairState.BINDING),
        ("referral only", f"{BOTH} ; soz:cooperationType ko:KO-2 .", PairState.LOOSE),
        ("awareness is no cooperation", f"{BOTH} ; soz:cooperationType ko:KO-0 .", PairState.NONE),
        ("delegation is no cooperation", f"{BOTH} ; soz:cooperationType ko:KO-8 .", PairState.NONE),
        ("of unknown kind", f"{BOTH} .", PairState.UNKNOWN),
        ("ended", f'{BOTH} ; soz:cooperationType ko:KO-5 ; soz:validTo "2026-11-23"^^xsd:date .', PairState.NONE),
        ("to the last day", f'{BOTH} ; soz:cooperationType ko:KO-5 ; soz:validTo "2026-11-24"^^xsd:date .', PairState.BINDING),
        ("planned", f"{BOTH} ; soz:cooperationType ko:KO-5 ; soz:status cl:angebotsstatus-geplant .", PairState.NONE),
        ("dormant", f"{BOTH} ; soz:cooperationType ko:KO-5 ; soz:status cl:angebotsstatus-ruhend .", PairState.NONE),
        ("between two offers", "x:kooperation-1 a soz:Cooperation ; soz:fromOffer x:angebot-1 ; soz:toOffer x:angebot-2 ; soz:cooperationType ko:KO-3 .", PairState.BINDING),
        ("with another pillar", "x:kooperation-1 a soz:Cooperation ; soz:participant x:organisation-1 , x:organisation-3 ; soz:cooperationType ko:KO-3 .", PairState.NONE),
        ("with a provider of another pillar that has an offer of this one, too",
         TWO_MORE + "x:kooperation-1 a soz:Cooperation ; soz:participant x:organisation-1 , x:organisation-3 ; soz:cooperationType ko:KO-3 .", PairState.UNKNOWN),
        ("with an offer of this pillar of a provider of another",
         TWO_MORE + "x:kooperation-1 a soz:Cooperation ; soz:participant x:organisation-1 , x:angebot-4 ; soz:cooperationType ko:KO-3 .", PairState.BINDING),
    ],
)  # fmt: skip
def test_what_counts_as_working_together(why, more, wanted):
    assert state(OFFERS + more) is wanted, why


@pytest.mark.parametrize(
    ("lost", "left"),
    [
        ("soz:pillar sa:SA-09E", "soz:tier 1"),
        ("soz:cooperationType ko:KO-3", "soz:tier 1"),
        ("soz:providedBy x:organisation-2 ;", ""),
        ("x:angebot-2 a soz:Offer ; soz:status cl:angebotsstatus-aktiv ;", "x:angebot-2"),
    ],
)
def test_losing_data_never_makes_a_pair_missing(lost, left):
    whole = OFFERS + f"{BOTH} ; soz:cooperationType ko:KO-3 ."
    assert lost in whole
    assert state(whole.replace(lost, left)) is PairState.UNKNOWN


def test_a_pair_names_the_constellations_that_need_it():
    town = MemoryTown.of(Graph().parse(data=PREFIXES + OFFERS, format="turtle"), AGS)
    reading = Reading(town, Audience.INTERN, TODAY, Thresholds.load())
    pairs = required_pairs(reading, provider_network([], []))
    assert all(pair.state is PairState.UNKNOWN for pair in pairs), "no provider: nothing can be missing"
    groups = [namespace("cl")[name] for name in sorted(PILLARS.values())]
    found = next(pair for pair in pairs if list(pair.groups) == groups)
    assert [str(c).rpartition("/")[2] for c in found.constellations] == ["BK-02", "BK-03", "BK-11", "BK-13"]
    every = {group for pair in pairs for group in pair.groups}
    assert URIRef(namespace("cl")["saeulengruppe-uebergreifend"]) not in every

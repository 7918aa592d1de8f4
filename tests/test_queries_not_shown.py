"""A public "there is none" holds for all that is recorded, and is not given up for what cannot bear on it.

A town has two Stands: all that is recorded, and what is released. What is kept back may be just what is missing; then the
public answer says no more than a hint. Where the same is missing within, the public may be told.
"""

from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from test_queries_questions import AGS, DATA, TODAY

from graph import EmbeddedEngine
from ontology.iris import Audience
from ontology.terms import SOZ
from queries import Answer, MemoryTown, ask, hidden_ties
from queries.verdict import Claim

CLAIMED = {
    "a2_pflicht_ohne_angebot": {"pillar": "SA-12L"},
    "b4_abgestimmt": {},
    "c1_schnittstellen": {},
    "c2_kooperationspflicht": {"pillar": "SA-08"},
    "c3_anlaufstellen": {"constellation": "BK-06"},
    "c4_unkoordinierte_konstellationen": {"area": "N"},
    "c5_uebergaenge": {},
    "h2_eigene_sache": {},
    "h3_gremien_nebeneinander": {},
    "j2_fehlende_saeulenpaare": {},
    "j4_vernetzung": {},
}
PREFIXES = """
@prefix cl: <https://w3id.org/sozialplanung/vok/cl/> .
@prefix es: <https://w3id.org/sozialplanung/vok/completeness-status/> .
@prefix ko: <https://w3id.org/sozialplanung/vok/cooperation-types/> .
@prefix sa: <https://w3id.org/sozialplanung/vok/pillars/> .
@prefix soz: <https://w3id.org/sozialplanung/def#> .
@prefix x: <https://w3id.org/sozialplanung/id/99999001/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BETWEEN = {"c3_anlaufstellen": "x:angebot-A12 , x:angebot-A1"}
"""Who works together without any bearing on the question; elsewhere youth welfare and the job centre."""
MORE = {
    "c3_anlaufstellen": """
x:angebot-C3d soz:pillar sa:SA-02 .
x:bestand-C3all a soz:InventoryStatement ; soz:area x:gebiet-G ; soz:inventoryResult es:ES-1 ;
  soz:inventoryAspect cl:aspekt-angebotsliste , cl:aspekt-kooperation ; soz:asOf "2026-10-01"^^xsd:date ;
  soz:declaredBy x:organisation-T2 .
"""
}
"""What else is known, so that the question has something to claim."""
KINDS = (SOZ.Offer, SOZ.Coverage, SOZ.Cooperation, SOZ.Committee, SOZ.Membership, SOZ.Contract, SOZ.Provider)
Firm = set[frozenset[URIRef]]


@pytest.fixture
def many(monkeypatch):
    """As if every pillar had providers enough that nobody of them is told."""
    monkeypatch.setattr(hidden_ties, "FEW", 1)


def elsewhere(stem: str) -> Graph:
    """Something unpublished that has no bearing on a question."""
    who = BETWEEN.get(stem, "x:angebot-A11 , x:angebot-A13")
    return Graph().parse(
        data=f"{PREFIXES} x:kooperation-Z a soz:Cooperation ; soz:participant {who} ; soz:cooperationType ko:KO-3 ."
    )


@cache
def recorded(stem: str) -> Graph:
    """The town of a question."""
    found = Graph()
    for folder in (DATA / "town", DATA / stem / "town"):
        if (file := Path(folder) / "stand.ttl").exists():
            found.parse(file)
    return found.parse(data=PREFIXES + MORE.get(stem, ""))


def answers(whole: Graph, released: Graph, stem: str) -> tuple[Answer, Answer]:
    """What somebody inside and what the public is told."""
    return told(town_of(whole), released, stem)


def town_of(whole: Graph) -> MemoryTown:
    return MemoryTown.of(whole, AGS, engine=EmbeddedEngine())


def told(town: MemoryTown, released: Graph, stem: str) -> tuple[Answer, Answer]:
    MemoryTown.of(released, AGS, engine=town.engine, audience=Audience.PUBLIC)
    inside, outside = (
        ask(town, stem, CLAIMED[stem], audience=audience, reference_date=TODAY)
        for audience in (Audience.INTERN, Audience.PUBLIC)
    )
    return inside, outside


def firm(answer: Answer) -> Firm:
    """The rows that are claimed without reserve, by the records and concepts they are about.

    The class of a pair of offers is none of these: the claim is that nothing coordinates them, whatever their class.
    """
    rows = [row for row in answer.rows if str(row.get("claim")) in (Claim.FIRM, Claim.PROVISIONAL)]
    return {
        frozenset(v for name, v in row.items() if isinstance(v, URIRef) and name != "kind") for row in rows
    }


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("stem", CLAIMED)
def test_what_cannot_bear_on_it_leaves_the_public_its_answer(stem):
    inside, outside = answers(recorded(stem) + elsewhere(stem), recorded(stem), stem)
    assert firm(outside) == firm(inside)
    assert firm(inside)


@pytest.mark.parametrize("stem", [stem for stem in CLAIMED if (DATA / stem / "mutation.add.ttl").exists()])
def test_what_is_kept_back_and_may_be_what_is_missing_leaves_a_hint(stem):
    more = Graph().parse(DATA / stem / "mutation.add.ttl")
    inside, outside = answers(recorded(stem) + more, recorded(stem), stem)
    _, known = answers(recorded(stem), recorded(stem), stem)
    given_up = firm(known) - firm(outside)
    assert given_up, "what was added inside bears on nothing: the test says nothing"
    assert firm(outside) <= firm(inside)
    hints = [row for row in outside.rows if "veröffentlicht" in str(getattr(row.get("reason"), "de", ""))]
    assert {str(row["claim"]) for row in hints} == {Claim.HINT}
    assert len(hints) >= len(given_up)


@pytest.mark.parametrize("stem", ["b4_abgestimmt", "c1_schnittstellen"])
def test_where_a_pillar_is_a_few_providers_whatever_is_kept_back_leaves_a_hint(stem):
    """Else the hint would tell of them what is kept back."""
    inside, outside = answers(recorded(stem) + elsewhere(stem), recorded(stem), stem)
    hints = [row for row in outside.rows if "veröffentlicht" in str(getattr(row.get("reason"), "de", ""))]
    assert hints
    assert firm(outside) < firm(inside)


ALIKE = {
    "b4_abgestimmt": (
        "angebot-A11 , x:angebot-A12",
        "angebot-A10 , x:angebot-A12",
        "angebot-A4 , x:angebot-A12",
    ),
    "c1_schnittstellen": ("angebot-C1b , x:angebot-C1c", "angebot-C1b , x:angebot-C1c , x:angebot-A12"),
    "j4_vernetzung": ("organisation-J4a , x:organisation-T2", "organisation-J4e , x:organisation-T2"),
}
"""Question → who may work together without that being published: who exactly, the answer must not tell."""


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("stem", ALIKE)
def test_the_public_cannot_tell_from_the_hints_who_works_together(stem):
    _, known = answers(recorded(stem), recorded(stem), stem)
    told_public = []
    for who in ALIKE[stem]:
        kept = f"{PREFIXES} x:kooperation-Z a soz:Cooperation ; soz:participant x:{who} ; soz:cooperationType ko:KO-3 ."
        _, outside = answers(recorded(stem) + Graph().parse(data=kept), recorded(stem), stem)
        assert firm(outside) < firm(known), "what is kept back bears on nothing: the test says nothing"
        told_public.append((outside.lead, outside.rows))
    assert all(each == told_public[0] for each in told_public)


@pytest.mark.slow
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("stem", CLAIMED)
def test_whatever_is_kept_back_no_public_answer_claims_more_than_holds(stem):
    whole = recorded(stem)
    records = sorted({s for kind in KINDS for s in whole.subjects(RDF.type, kind)})
    town = town_of(whole)
    for record in records[::3]:
        released = Graph()
        released += (triple for triple in whole if record not in (triple[0], triple[2]))
        inside, outside = told(town, released, stem)
        extra = firm(outside) - firm(inside)
        assert not extra, (record, extra)

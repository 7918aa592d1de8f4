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
from queries import Answer, MemoryTown, ask
from queries.verdict import Claim

CLAIMED = {
    "a2_pflicht_ohne_angebot": {"pillar": "SA-12L"},
    "c2_kooperationspflicht": {"pillar": "SA-08"},
    "c4_unkoordinierte_konstellationen": {"area": "N"},
    "c5_uebergaenge": {},
    "h2_eigene_sache": {},
    "h3_gremien_nebeneinander": {},
    "j2_fehlende_saeulenpaare": {},
    "j4_vernetzung": {},
}
ELSEWHERE = """
@prefix ko: <https://w3id.org/sozialplanung/vok/cooperation-types/> .
@prefix soz: <https://w3id.org/sozialplanung/def#> .
@prefix x: <https://w3id.org/sozialplanung/id/99999001/> .
x:kooperation-Z a soz:Cooperation ; soz:participant x:angebot-A11 , x:angebot-A13 ; soz:cooperationType ko:KO-3 .
"""
KINDS = (SOZ.Offer, SOZ.Coverage, SOZ.Cooperation, SOZ.Committee, SOZ.Membership, SOZ.Contract, SOZ.Provider)
Firm = set[frozenset[URIRef]]


@cache
def recorded(stem: str) -> Graph:
    """The town of a question."""
    found = Graph()
    for folder in (DATA / "town", DATA / stem / "town"):
        if (file := Path(folder) / "stand.ttl").exists():
            found.parse(file)
    return found


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
    """The rows that are claimed without reserve, by the records and concepts they are about."""
    rows = [row for row in answer.rows if str(row.get("claim")) in (Claim.FIRM, Claim.PROVISIONAL)]
    return {frozenset(v for v in row.values() if isinstance(v, URIRef)) for row in rows}


@pytest.mark.parametrize("stem", CLAIMED)
def test_what_cannot_bear_on_it_leaves_the_public_its_answer(stem):
    inside, outside = answers(recorded(stem) + Graph().parse(data=ELSEWHERE), recorded(stem), stem)
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


@pytest.mark.slow
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

"""C3 names no place that is protected, in whatever way that is recorded."""

import pytest
from rdflib import Graph
from test_queries_questions import AGS, DATA, TODAY

from graph import EmbeddedEngine
from ontology.iris import Audience
from queries import MemoryTown, ask

SITE, OFFER = 'rdfs:label "Wohngruppe"@de ; soz:disclosure cl:{}', 'rdfs:label "Begleitetes Wohnen"@de ;'
HIDDEN, SHOWN = "offenlegung-geschuetzt", "offenlegung-oeffentlich"
WAYS = {
    "the site says so": (HIDDEN, ""),
    "the offer says so": (SHOWN, f"soz:disclosure cl:{HIDDEN} ;"),
    "a shelter is there, too": (SHOWN, "soz:serviceType at:AT-S1 ;"),
}


@pytest.mark.parametrize(("site", "offer"), WAYS.values(), ids=WAYS.keys())
def test_a_protected_place_is_counted_and_not_named(site: str, offer: str):
    own = (DATA / "c3_anlaufstellen" / "town" / "stand.ttl").read_text("utf-8")
    own = own.replace(SITE.format(HIDDEN), SITE.format(site)).replace(OFFER, f"{OFFER} {offer}")
    graph = Graph().parse(DATA / "town" / "stand.ttl").parse(data=own, format="turtle")
    town = MemoryTown.of(graph, AGS, engine=EmbeddedEngine())
    answer = ask(town, "C3", {"constellation": "BK-06"}, audience=Audience.INTERN, reference_date=TODAY)
    (stop,) = [row for row in answer.block("stops").rows if str(row["offer"]).endswith("C3c")]
    assert stop["place"] is None
    assert "wird nicht verortet" in stop["note"].de

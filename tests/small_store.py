"""A town with a deriver that counts, and what is delivered to it, for the tests of the store."""

from rdflib import RDF, RDFS, XSD, Literal

from graph import (
    EmbeddedEngine,
    Entry,
    Patch,
)
from graph.build import fill
from graph.sources import SourceIndex
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.terms import SOZ

AGS = "99999001"
INTERN, PUBLIC = Audience.INTERN, Audience.PUBLIC
OFFER = iris.record(AGS, SOZ.Offer, "A01")
OPEN = Literal("true", datatype=XSD.boolean)
ENTRY = Entry(who="Erika Muster", why="Lieferung", file="angebote.xlsx")


class CountingDeriver:
    """Derives one fact per offer: that it is open. Remembers what it was asked for."""

    version = "1"

    def __init__(self):
        self.asked = []

    def derive(self, engine, ags, audience, changed):
        self.asked.append((audience, changed))
        offers = {s for s, p, o in engine.graph(iris.stand_graph(ags, audience)) if o == SOZ.Offer}
        derived = iris.derived_graph(ags, audience)
        present = {q for q in engine.graph(derived) if q[1] == SOZ.openOffer}
        wanted = {(s, SOZ.openOffer, OPEN) for s in offers}
        engine.apply([(*t, derived) for t in present - wanted], [(*t, derived) for t in wanted - present])


def graph_of(key, audience=INTERN):
    return iris.source_graph(AGS, key, audience)


def offer(number, key="a", audience=INTERN):
    record = iris.record(AGS, SOZ.Offer, f"A{number:02}")
    label = Literal(f"Angebot {number}", lang="de")
    return [
        (record, RDF.type, SOZ.Offer, graph_of(key, audience)),
        (record, RDFS.label, label, graph_of(key, audience)),
    ]


def adds(*quads):
    return Patch.of((), quads)


def content(snapshot):
    """Every graph of a snapshot but the vocabulary."""
    engine = snapshot.engine
    return {name: set(engine.graph(name)) for name in engine.graph_names() if name != VOCABULARY_GRAPH}


def built_anew(town, version=None):
    """What a full build from the log yields."""
    engine = EmbeddedEngine()
    fill(engine, SourceIndex(AGS, town.log.state(version)), CountingDeriver(), 3)
    return {name: set(engine.graph(name)) for name in engine.graph_names() if name != VOCABULARY_GRAPH}

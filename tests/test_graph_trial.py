"""A town as it would be with a change: readable while it is looked at, and no trace of it afterwards."""

import pytest
from rdflib import RDF, RDFS, XSD, Literal

from graph import EmbeddedEngine, EndpointEngine, Entry, Patch, StoreError, TermError, TownStore
from graph.build import fill
from graph.sources import SourceIndex
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.terms import SOZ

pytestmark = pytest.mark.usefixtures("small_vocabulary")

AGS = "99999001"
OPEN = Literal("true", datatype=XSD.boolean)
ENTRY = Entry(who="Sozialplanung", why="Lieferung")
GRAPH = iris.source_graph(AGS, "a", Audience.INTERN)


class OpenDeriver:
    """Derives that every offer is open, as often as it is asked; can be told to fail."""

    version = "1"
    fails = False

    def derive(self, engine, ags, audience, changed):  # noqa: ARG002 part of the interface
        if self.fails:
            raise StoreError("nothing can be derived")
        offers = {s for s, p, o in engine.graph(iris.stand_graph(ags, audience)) if o == SOZ.Offer}
        derived = iris.derived_graph(ags, audience)
        present = {t for t in engine.graph(derived) if t[1] == SOZ.openOffer}
        wanted = {(s, SOZ.openOffer, OPEN) for s in offers}
        engine.apply([(*t, derived) for t in present - wanted], [(*t, derived) for t in wanted - present])


def offer(number):
    record = iris.record(AGS, SOZ.Offer, f"A{number:02}")
    return [
        (record, RDF.type, SOZ.Offer, GRAPH),
        (record, RDFS.label, Literal(f"Angebot {number}", lang="de"), GRAPH),
    ]


def adds(*quads):
    return Patch.of((), quads)


def content(engine):
    return {name: set(engine.graph(name)) for name in engine.graph_names() if name != VOCABULARY_GRAPH}


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def deriver():
    return OpenDeriver()


@pytest.fixture
def town(tmp_path, deriver):
    store = TownStore(tmp_path / "home", AGS, deriver)
    store.commit(adds(*offer(1), *offer(2)), ENTRY)
    store.snapshot()
    return store


CHANGE = Patch.of(offer(1), offer(3))


def test_a_trial_is_what_the_change_would_make_of_the_town(town, deriver):
    with town.trial(CHANGE) as tried:
        state = (town.log.state() - CHANGE.removed) | CHANGE.added
        anew = EmbeddedEngine()
        fill(anew, SourceIndex(AGS, state), deriver, 3)
        assert content(tried.engine) == content(anew)
        assert tried.ags == AGS


def test_nothing_of_a_trial_stays(town):
    before = listing(town.folder), town.log.head, content(town.snapshot().engine)
    with town.trial(CHANGE) as tried:
        assert content(town.snapshot().engine) == before[2] != content(tried.engine)
        assert town.version == tried.version == 1
    assert (listing(town.folder), town.log.head, content(town.snapshot().engine)) == before
    assert town.verify() == []
    with pytest.raises(StoreError, match="closed"):
        tried.engine.graph_names()


def test_a_commit_after_a_trial_knows_nothing_of_it(town, deriver):
    with town.trial(CHANGE):
        pass
    town.commit(adds(*offer(4)), ENTRY)
    anew = EmbeddedEngine()
    fill(anew, SourceIndex(AGS, town.log.state()), deriver, 3)
    assert content(town.snapshot().engine) == content(anew)


def test_a_version_made_during_a_trial_does_not_disturb_it(town):
    with town.trial(CHANGE) as tried:
        seen = content(tried.engine)
        town.commit(adds(*offer(5)), ENTRY)
        assert content(tried.engine) == seen
    assert town.version == 2


def test_two_trials_do_not_see_each_other(town):
    with town.trial(CHANGE) as one, town.trial(adds(*offer(7))) as other:
        first, second = content(one.engine), content(other.engine)
    assert {q[:3] for q in offer(7)} <= second[GRAPH]
    assert not {q[:3] for q in offer(7)} & first[GRAPH]


@pytest.mark.parametrize("where", ["inside", "deriving"])
def test_an_error_leaves_no_trace_either(town, deriver, where):
    before = listing(town.folder), content(town.snapshot().engine)
    deriver.fails = where == "deriving"
    with pytest.raises(StoreError), town.trial(CHANGE):
        raise StoreError("the reader gave up")
    deriver.fails = False
    assert (listing(town.folder), content(town.snapshot().engine)) == before
    with town.trial(CHANGE) as tried:
        assert {q[:3] for q in offer(3)} <= content(tried.engine)[GRAPH]


def test_a_trial_takes_no_more_than_a_delivery_may(town):
    elsewhere = (*offer(1)[0][:3], iris.stand_graph(AGS, Audience.INTERN))
    with pytest.raises(StoreError, match="not a graph of deliveries"), town.trial(adds(elsewhere)):
        pass
    with pytest.raises(TermError), town.trial(adds((*offer(1)[0][:2], Literal("\ud800"), GRAPH))):
        pass


def test_a_town_without_versions_can_be_tried(tmp_path, deriver):
    store = TownStore(tmp_path / "new", AGS, deriver)
    with store.trial(adds(*offer(1))) as tried:
        assert {q[:3] for q in offer(1)} == content(tried.engine)[GRAPH]
    assert store.log.head == 0


@pytest.mark.server
def test_a_trial_of_a_town_on_a_server_does_not_touch_the_server(tmp_path, deriver, sparql_server):
    def engine():
        return EndpointEngine(f"{sparql_server}/query", f"{sparql_server}/update")

    far = TownStore(tmp_path / "far", "99999007", deriver, engine_factory=engine)
    graph = iris.source_graph("99999007", "a", Audience.INTERN)
    record = iris.record("99999007", SOZ.Offer, "A01")
    far.commit(adds((record, RDF.type, SOZ.Offer, graph)), ENTRY)
    before = content(engine())
    with far.trial(Patch.of([(record, RDF.type, SOZ.Offer, graph)], ())) as tried:
        assert graph not in content(tried.engine)
    assert content(engine()) == before

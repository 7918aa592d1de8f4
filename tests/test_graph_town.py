"""A municipality's versions and the stores built from them: nothing lost, nothing half, nobody waiting."""

import pytest
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from small_store import (
    AGS,
    ENTRY,
    INTERN,
    OFFER,
    OPEN,
    PUBLIC,
    CountingDeriver,
    adds,
    built_anew,
    content,
    graph_of,
    offer,
)

from graph import (
    Kind,
    LogError,
    Patch,
    StoreError,
    TermError,
    TownStore,
)
from ontology import iris
from ontology.codes import CL
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.namespaces import namespace
from ontology.terms import LOCN, SOZ

pytestmark = pytest.mark.usefixtures("small_vocabulary")


@pytest.fixture
def town(tmp_path):
    return TownStore(tmp_path, AGS, CountingDeriver())


def test_an_empty_town_can_be_asked(town, monkeypatch):
    monkeypatch.undo()
    snapshot = town.snapshot()
    assert (town.version, snapshot.version, snapshot.ags) == (0, 0, AGS)
    assert snapshot.engine.count(VOCABULARY_GRAPH) > 1_000
    assert content(snapshot) == {}


def test_a_delivery_becomes_a_version_and_can_be_asked(town):
    version = town.commit(adds(*offer(1), *offer(2, "b", PUBLIC)), ENTRY)
    snapshot = town.snapshot()
    assert (version.number, version.entry, town.version, snapshot.version) == (1, ENTRY, 1, 1)
    first, second = {q[:3] for q in offer(1)}, {q[:3] for q in offer(2)}
    assert content(snapshot) == {
        graph_of("a"): first,
        graph_of("b", PUBLIC): second,
        iris.stand_graph(AGS, INTERN): first | second,
        iris.stand_graph(AGS, PUBLIC): second,
        iris.derived_graph(AGS, INTERN): {(q[0], SOZ.openOffer, OPEN) for q in offer(1) + offer(2)},
        iris.derived_graph(AGS, PUBLIC): {(offer(2)[0][0], SOZ.openOffer, OPEN)},
    }
    assert town.verify() == []


def test_what_a_question_reads_is_disjoint(town):
    """Ruling 17: a triple in two of the listed graphs would be counted twice by some engines."""
    contradiction = (OFFER, RDFS.label, Literal("Anders", lang="de"), graph_of("b"))
    town.commit(adds(*offer(1), contradiction), ENTRY)
    snapshot = town.snapshot()
    for audience in Audience:
        graphs = snapshot.graphs(audience, [iris.provenance_graph(AGS)])
        assert len(graphs) == len(set(graphs)) == 4
        triples = [triple for name in graphs for triple in snapshot.engine.graph(name)]
        assert len(triples) == len(set(triples))


def test_contradictions_live_in_the_derived_graph(town):
    contradiction = (OFFER, RDFS.label, Literal("Anders", lang="de"), graph_of("b"))
    town.commit(adds(*offer(1)), ENTRY)
    town.commit(adds(contradiction), ENTRY)
    derived = iris.derived_graph(AGS, INTERN)
    assert OFFER in {o for s, p, o in town.snapshot().engine.graph(derived) if p == SOZ.onRecord}
    town.commit(Patch.of([contradiction]), ENTRY)
    assert SOZ.onRecord not in {p for s, p, o in town.snapshot().engine.graph(derived)}


def test_only_what_changed_is_derived_again(tmp_path):
    deriver = CountingDeriver()
    town = TownStore(tmp_path, AGS, deriver)
    town.commit(adds(*offer(1), *offer(2)), ENTRY)
    assert {changed for _, changed in deriver.asked} == {None}
    deriver.asked.clear()
    town.commit(adds(*offer(3, audience=PUBLIC)), ENTRY)
    third = frozenset({offer(3)[0][0]})
    assert deriver.asked == [(INTERN, third), (PUBLIC, third)]
    deriver.asked.clear()
    row = iris.source_row(AGS, "0" * 64, 1, 3)
    town.commit(adds((row, RDF.type, SOZ.HeldBackRow, iris.held_back_graph(AGS))), ENTRY)
    assert deriver.asked == [(INTERN, frozenset({row})), (PUBLIC, frozenset({row}))]


def test_step_by_step_equals_built_anew(town):
    """A contradiction, a protected site and a small number come and go; the kept store equals a new one."""
    site, node = iris.record(AGS, SOZ.Site, "S1"), URIRef(f"{iris.record(AGS, SOZ.Site, 'S1')}-anschrift")
    place = [(site, RDF.type, SOZ.Site, graph_of("a")), (site, LOCN.address, node, graph_of("a"))]
    place += [
        (node, LOCN.thoroughfare, Literal("Kanarienweg"), graph_of("a")),
        (OFFER, SOZ.atSite, site, graph_of("a")),
    ]
    shelter = (OFFER, SOZ.serviceType, namespace("at")["AT-S1"], graph_of("b"))
    meta = iris.provenance_graph(AGS)
    described = (iris.source(AGS, "b"), SOZ.sourceKind, CL["quellenart-redaktion"], meta)
    steps = [
        adds(*offer(1), *place),
        adds((OFFER, RDFS.label, Literal("Anders", lang="de"), graph_of("b"))),
        adds(shelter),
        adds(described),
        Patch.of([shelter], offer(2)),
        Patch.of(offer(1), ()),
    ]
    for step in steps:
        town.commit(step, ENTRY)
        assert content(town.snapshot()) == built_anew(town)
    assert town.verify() == []


def test_a_patch_without_effect_makes_no_version(town):
    town.commit(adds(*offer(1)), ENTRY)
    again = town.commit(Patch.of([offer(2)[0]], offer(1)), ENTRY)
    assert (again.number, town.version, len(town.versions())) == (1, 1, 1)


def test_log_and_store_agree_on_the_spelling_of_values(town):
    odd = (OFFER, SOZ.amount, Literal("1.50", datatype=XSD.decimal), graph_of("a"))
    same = (OFFER, SOZ.amount, Literal("1.5", datatype=XSD.decimal), graph_of("a"))
    town.commit(adds(odd), ENTRY)
    assert town.source_quads("a") == {same} == town.log.state()
    assert town.commit(adds(odd), ENTRY).number == 1
    town.commit(Patch.of([odd]), ENTRY)
    assert town.source_quads("a") == set()


def test_source_quads_hold_both_levels_of_one_source(town):
    town.commit(adds(*offer(1), *offer(2, audience=PUBLIC), *offer(3, "b")), ENTRY)
    assert town.source_quads("a") == {*offer(1), *offer(2, audience=PUBLIC)}
    assert town.delivered_quads() == town.log.state()


@pytest.mark.parametrize(
    "graph",
    [iris.stand_graph(AGS, INTERN), VOCABULARY_GRAPH, iris.source_graph("99999002", "a", INTERN)],
)
def test_no_delivery_writes_elsewhere(town, graph):
    with pytest.raises(StoreError, match="not a graph of deliveries"):
        town.commit(adds((OFFER, RDF.type, SOZ.Offer, graph)), ENTRY)
    assert town.versions() == []


def test_a_term_that_cannot_be_stored_leaves_no_trace(town):
    town.commit(adds(*offer(1)), ENTRY)
    bad = Patch(frozenset(), frozenset({(OFFER, RDFS.seeAlso, URIRef("kein iri"), graph_of("a"))}))
    with pytest.raises(TermError):
        town.commit(bad, ENTRY)
    assert (town.version, town.source_quads("a")) == (1, set(offer(1)))


def test_what_cannot_be_derived_is_not_accepted(town, monkeypatch):
    town.commit(adds(*offer(1)), ENTRY)

    def broken(*_):
        raise StoreError("rule broken")

    monkeypatch.setattr(CountingDeriver, "derive", broken)
    with pytest.raises(StoreError, match="rule broken"):
        town.commit(adds(*offer(2)), ENTRY)
    monkeypatch.undo()
    assert len(town.versions()) == 1
    assert town.source_quads("a") == set(offer(1))
    town.commit(adds(*offer(3)), ENTRY)
    assert content(town.snapshot()) == built_anew(town)


def test_time_travel(town):
    for number in (1, 2, 3):
        town.commit(adds(*offer(number)), ENTRY)
    for version in (0, 1, 2, 3):
        snapshot = town.snapshot(version)
        assert snapshot.version == version
        assert content(snapshot) == built_anew(town, version)
    assert town.snapshot(1).engine is town.snapshot(1).engine
    with pytest.raises(LogError, match="expected 1 to 3"):
        town.snapshot(4)


def test_rollback_is_a_new_version(town):
    town.commit(adds(*offer(1)), ENTRY)
    town.commit(Patch.of(offer(1), offer(2)), ENTRY)
    version = town.rollback(1, who="M", why="falsche Datei")
    assert (version.number, version.kind, version.entry.of) == (3, Kind.ROLLBACK, 1)
    assert town.source_quads("a") == set(offer(1))
    assert town.log.state(2) == set(offer(2))
    assert content(town.snapshot()) == built_anew(town)

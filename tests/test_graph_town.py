"""A municipality's versions and the stores built from them: nothing lost, nothing half, nobody waiting."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, Literal, URIRef

from graph import (
    BusyError,
    EmbeddedEngine,
    EndpointEngine,
    Entry,
    Kind,
    LogError,
    Patch,
    StoreError,
    TermError,
    TownStore,
)
from graph.build import fill
from graph.sources import SourceIndex
from ontology import iris
from ontology.codes import CL
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.namespaces import namespace
from ontology.terms import LOCN, SOZ

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


@pytest.fixture(autouse=True)
def small_vocabulary(monkeypatch):
    """Stores are built dozens of times here; the whole vocabulary in each would only cost time."""
    concept = namespace("at")["AT-S1"]
    monkeypatch.setattr("graph.build._vocabulary_triples", lambda: [(concept, RDFS.label, Literal("AT-S1"))])


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def town(home):
    return TownStore(home, AGS, CountingDeriver())


def open_again(town):
    return TownStore(town.folder.parent, AGS, CountingDeriver())


def content(snapshot):
    """Every graph of a snapshot but the vocabulary."""
    engine = snapshot.engine
    return {name: set(engine.graph(name)) for name in engine.graph_names() if name != VOCABULARY_GRAPH}


def built_anew(town, version=None):
    """What a full build from the log yields."""
    engine = EmbeddedEngine()
    fill(engine, SourceIndex(AGS, town.log.state(version)), CountingDeriver(), 3)
    return {name: set(engine.graph(name)) for name in engine.graph_names() if name != VOCABULARY_GRAPH}


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


def test_only_what_changed_is_derived_again(home):
    deriver = CountingDeriver()
    town = TownStore(home, AGS, deriver)
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


def test_readers_keep_their_version_and_notice_the_next(town, home):
    town.commit(adds(*offer(1)), ENTRY)
    reader = TownStore(home, AGS)
    old = reader.snapshot()
    town.commit(adds(*offer(2)), ENTRY)
    assert (old.version, old.engine.count(graph_of("a"))) == (1, 2)
    assert reader.version == 2
    assert reader.snapshot().engine.count(graph_of("a")) == 4
    for number in range(3, 10):
        town.commit(adds(*offer(number)), ENTRY)
    assert old.engine.count(graph_of("a")) == 2
    assert len(list((town.folder / "cache" / "current").iterdir())) <= 5


def test_readers_do_not_wait_for_a_writer(town, monkeypatch):
    town.commit(adds(*offer(1)), ENTRY)
    inside, go_on = threading.Event(), threading.Event()
    derive = CountingDeriver.derive

    def slow(self, *args):
        inside.set()
        assert go_on.wait(20)
        derive(self, *args)

    monkeypatch.setattr(CountingDeriver, "derive", slow)
    writer = threading.Thread(target=town.commit, args=(adds(*offer(2)), ENTRY))
    writer.start()
    assert inside.wait(20)
    assert town.snapshot().version == 1
    go_on.set()
    writer.join()
    assert town.snapshot().version == 2


def test_reader_gets_the_old_store_while_another_process_is_between_log_and_store(town, home):
    town.commit(adds(*offer(1)), ENTRY)
    reader = TownStore(home, AGS, CountingDeriver(), patience_s=0.1)
    with town.log.writing():
        town.log.append(adds(*offer(2)), ENTRY)
        seen = []
        thread = threading.Thread(target=lambda: seen.append(reader.snapshot().version))
        thread.start()
        thread.join()
    assert seen == [1]
    assert reader.snapshot().version == 2


def test_first_build_waits_for_its_turn(town, home):
    with town.log.writing():
        failures = []

        def ask():
            try:
                TownStore(home, AGS, CountingDeriver(), patience_s=0.1).snapshot()
            except BusyError as error:
                failures.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert len(failures) == 1


def cache_of(town):
    return town.folder / "cache"


DAMAGES = {
    "cache gone": lambda town: shutil.rmtree(cache_of(town)),
    "marker gone": lambda town: (cache_of(town) / "current" / "current.json").unlink(),
    "marker broken": lambda town: (cache_of(town) / "current" / "current.json").write_text("{"),
    "marker of something else": lambda town: (cache_of(town) / "current" / "current.json").write_text(
        '{"a": 1}'
    ),
    "store gone": lambda town: [
        shutil.rmtree(p) for p in (cache_of(town) / "current").iterdir() if p.is_dir()
    ],
    "store broken": lambda town: [p.write_text("x") for p in (cache_of(town) / "current").glob("*/CURRENT")],
    "log is ahead": lambda town: town.log.append(adds(*offer(5)), ENTRY),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_missing_or_damaged_store_is_built_again(town, damage):
    for number in (1, 2):
        town.commit(adds(*offer(number)), ENTRY)
    DAMAGES[damage](town)
    again = open_again(town)
    snapshot = again.snapshot()
    assert snapshot.version == again.log.head == again.version
    assert content(snapshot) == built_anew(again)
    assert again.verify() == []
    again.commit(adds(*offer(9)), ENTRY)
    assert content(again.snapshot()) == built_anew(again)


@pytest.mark.parametrize("what", ["vocabulary_version", "_code"])
def test_another_vocabulary_or_program_builds_again(town, monkeypatch, what):
    town.commit(adds(*offer(1)), ENTRY)
    before = town.snapshot()
    monkeypatch.setattr(f"graph.build.{what}", lambda: "andere")
    deriver = CountingDeriver()
    again = TownStore(town.folder.parent, AGS, deriver)
    assert again.snapshot().path != before.path
    assert (INTERN, None) in deriver.asked


def test_other_rules_or_threshold_build_again(town, home):
    town.commit(adds(*offer(1)), ENTRY)
    first = town.snapshot().path
    other = CountingDeriver()
    other.version = "2"
    second = TownStore(home, AGS, other).snapshot().path
    third = TownStore(home, AGS, other, smallest_count=5).snapshot().path
    assert len({first, second, third}) == 3


def test_without_a_deriver_one_can_read_but_not_build(town, home):
    town.commit(adds(*offer(1)), ENTRY)
    bare = TownStore(home, AGS)
    assert bare.snapshot().version == 1
    with pytest.raises(StoreError, match="nobody derives"):
        bare.commit(adds(*offer(2)), ENTRY)
    assert bare.log.head == 1


def test_a_store_that_was_written_to_by_hand_is_found(town):
    town.commit(adds(*offer(1)), ENTRY)
    with EmbeddedEngine(town.snapshot().path) as engine:
        engine.apply((), offer(7))
    assert any("weicht" in problem for problem in open_again(town).verify())
    town.rebuild()
    assert town.verify() == []


def test_tampered_log_is_reported_and_not_built_from(town):
    town.commit(adds(*offer(1)), ENTRY)
    payload = town.folder / "log" / "000001.rdfp"
    payload.write_text(payload.read_text("utf-8").replace("Angebot", "Ungebot"), "utf-8")
    again = open_again(town)
    assert again.verify()
    with pytest.raises(LogError):
        again.rebuild()


def test_backup_and_restore(town, tmp_path):
    for number in (1, 2):
        town.commit(adds(*offer(number)), ENTRY)
    assert town.backup(tmp_path / "backup") == 2
    with pytest.raises(StoreError, match="not an empty folder"):
        town.backup(tmp_path / "backup")
    other = TownStore(tmp_path / "other", AGS, CountingDeriver())
    assert other.restore(tmp_path / "backup") == 2
    assert content(other.snapshot()) == content(town.snapshot())
    assert other.verify() == []
    other.commit(adds(*offer(3)), ENTRY)
    with pytest.raises(StoreError, match="holds 3 versions"):
        other.restore(tmp_path / "backup")
    assert other.restore(tmp_path / "backup", replace_existing=True) == 2
    assert content(other.snapshot()) == content(town.snapshot())
    assert other.source_quads("a") == {*offer(1), *offer(2)}
    kept = [path for path in other.folder.iterdir() if path.name.startswith("log-ersetzt")]
    assert len(list(kept[0].glob("*.json"))) == 3


def test_a_log_that_another_process_put_in_place_is_noticed(town, tmp_path):
    """As many versions as before, but other ones: their numbers alone do not tell."""
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    town.commit(adds(*offer(2)), ENTRY)
    open_again(town).restore(tmp_path / "backup", replace_existing=True)
    open_again(town).commit(adds(*offer(3)), ENTRY)
    elsewhere = open_again(town)
    assert town.log.version(2).hash == elsewhere.log.version(2).hash
    assert content(town.snapshot()) == content(elsewhere.snapshot())
    assert town.source_quads("a") == {*offer(1), *offer(3)}
    assert town.verify() == []


def test_the_identity_of_a_version_changes_with_what_it_holds(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    town.commit(adds(*offer(2)), ENTRY)
    first, second = (town.log.identity(number) for number in (1, 2))
    town.commit(adds(*offer(3)), ENTRY)
    assert (town.log.identity(1), town.log.identity(2)) == (first, second), "a later version leaves them be"
    open_again(town).restore(tmp_path / "backup", replace_existing=True)
    open_again(town).commit(adds(*offer(2)), ENTRY)
    assert town.log.identity(1) == first
    assert town.log.identity(2) != second
    open_again(town).redact(["Angebot 1"], who="Datenschutz", why="Antrag")
    assert town.log.identity(1) != first, "it holds less than before"


def test_bad_backups_are_refused(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    other = TownStore(tmp_path / "other", AGS, CountingDeriver())
    with pytest.raises(StoreError, match="no backup"):
        other.restore(tmp_path / "nowhere")
    with pytest.raises(StoreError):
        TownStore(tmp_path / "other", "99999002", CountingDeriver()).restore(tmp_path / "backup")
    (tmp_path / "backup" / "000001.rdfp").write_text("TX .\nTC .\n")
    with pytest.raises(StoreError, match="not whole"):
        other.restore(tmp_path / "backup")
    assert (other.log.head, other.version) == (0, 0)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("moved", [False, True])
def test_an_interrupted_restore_is_finished_or_dropped(town, moved):
    town.commit(adds(*offer(1)), ENTRY)
    log, arriving = town.folder / "log", town.folder / "log.neu"
    shutil.copytree(log, arriving)
    if moved:
        log.rename(town.folder / "log-ersetzt-x")
    again = open_again(town)
    assert again.log.head == 1
    assert not arriving.exists()
    assert content(again.snapshot()) == built_anew(again)


def test_redaction_reaches_every_store_and_the_waiting_files(town):
    street = "Kanarienvogelgasse"
    town.commit(adds(*offer(1), (OFFER, RDFS.comment, Literal(f"in der {street} 5"), graph_of("a"))), ENTRY)
    town.commit(adds(*offer(2)), ENTRY)
    town.snapshot(1)
    waiting = town.folder / "staging" / "x"
    waiting.mkdir(parents=True)
    (waiting / "datei").write_text(street)
    version = town.redact([street], who="Datenschutz", why="Schutzadresse")
    assert version.number == town.version == 3
    for path in town.folder.rglob("*"):
        assert not path.is_file() or street.encode() not in path.read_bytes(), path
    for number in (1, 2, 3):
        texts = {str(o) for triples in content(town.snapshot(number)).values() for _, _, o in triples}
        assert not [text for text in texts if street in text]
    assert town.verify() == []
    assert content(town.snapshot()) == built_anew(town)


def test_another_process_writes_while_this_one_reads(town):
    """Its store is not locked by ours, and ours notices."""
    town.commit(adds(*offer(1)), ENTRY)
    held = town.snapshot()
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from test_graph_town import *\n"
        "TownStore(pathlib.Path(sys.argv[1]), AGS, CountingDeriver()).commit(adds(*offer(2)), ENTRY)"
    )
    here = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", code, str(town.folder.parent), here], check=True, timeout=60)
    assert held.engine.count(graph_of("a")) == 2
    assert town.snapshot().engine.count(graph_of("a")) == 4
    town.commit(adds(*offer(3)), ENTRY)
    assert content(town.snapshot()) == built_anew(town)


def test_four_threads_deliver_at_once(town):
    threads = [
        threading.Thread(
            target=lambda n=n: [town.commit(adds(*offer(10 * n + i, f"q{n}")), ENTRY) for i in range(4)]
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert town.version == 16
    assert town.verify() == []
    assert content(town.snapshot()) == built_anew(town)


@pytest.mark.server
def test_the_same_town_on_a_server(home, town, sparql_server):
    def remote():
        return EndpointEngine(f"{sparql_server}/query", f"{sparql_server}/update")

    for name in remote().graph_names():
        remote().replace_graph(name, [])
    far = TownStore(home / "far", AGS, CountingDeriver(), engine_factory=remote)
    contradiction = (OFFER, RDFS.label, Literal("Anders", lang="de"), graph_of("b"))
    for patch in (adds(*offer(1), contradiction), adds(*offer(2)), Patch.of(offer(1), offer(3))):
        town.commit(patch, ENTRY)
        far.commit(patch, ENTRY)
        assert content(far.snapshot()) == content(town.snapshot())
    assert far.snapshot().path is None
    assert content(far.snapshot(1)) == content(town.snapshot(1))
    (far.folder / "cache" / "server.json").unlink()
    remote().apply((), offer(8, "fremd"))
    again = TownStore(home / "far", AGS, CountingDeriver(), engine_factory=remote)
    assert content(again.snapshot()) == content(town.snapshot())
    again.rollback(1, who="M", why="x")
    town.rollback(1, who="M", why="x")
    assert content(again.snapshot()) == content(town.snapshot())

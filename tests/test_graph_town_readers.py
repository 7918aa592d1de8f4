"""Readers and writers of one town at once: in threads, in processes, on a server."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from rdflib import RDFS, Literal
from small_store import (
    AGS,
    ENTRY,
    OFFER,
    CountingDeriver,
    adds,
    built_anew,
    content,
    graph_of,
    offer,
)

from graph import (
    BusyError,
    EndpointEngine,
    Patch,
    TownStore,
)

pytestmark = pytest.mark.usefixtures("small_vocabulary")


@pytest.fixture
def town(tmp_path):
    return TownStore(tmp_path, AGS, CountingDeriver())


def test_readers_keep_their_version_and_notice_the_next(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    reader = TownStore(tmp_path, AGS)
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


def test_reader_gets_the_old_store_while_another_process_is_between_log_and_store(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    reader = TownStore(tmp_path, AGS, CountingDeriver(), patience_s=0.1)
    with town.log.writing():
        town.log.append(adds(*offer(2)), ENTRY)
        seen = []
        thread = threading.Thread(target=lambda: seen.append(reader.snapshot().version))
        thread.start()
        thread.join()
    assert seen == [1]
    assert reader.snapshot().version == 2


def test_first_build_waits_for_its_turn(town, tmp_path):
    with town.log.writing():
        failures = []

        def ask():
            try:
                TownStore(tmp_path, AGS, CountingDeriver(), patience_s=0.1).snapshot()
            except BusyError as error:
                failures.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert len(failures) == 1


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
    subprocess.run([sys.executable, "-c", code, str(town.folder.parent), here], check=True, timeout=300)
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
def test_the_same_town_on_a_server(tmp_path, town, sparql_server):
    def remote():
        return EndpointEngine(f"{sparql_server}/query", f"{sparql_server}/update")

    for name in remote().graph_names():
        remote().replace_graph(name, [])
    far = TownStore(tmp_path / "far", AGS, CountingDeriver(), engine_factory=remote)
    contradiction = (OFFER, RDFS.label, Literal("Anders", lang="de"), graph_of("b"))
    for patch in (adds(*offer(1), contradiction), adds(*offer(2)), Patch.of(offer(1), offer(3))):
        town.commit(patch, ENTRY)
        far.commit(patch, ENTRY)
        assert content(far.snapshot()) == content(town.snapshot())
    assert far.snapshot().path is None
    assert content(far.snapshot(1)) == content(town.snapshot(1))
    (far.folder / "cache" / "server.json").unlink()
    remote().apply((), offer(8, "fremd"))
    again = TownStore(tmp_path / "far", AGS, CountingDeriver(), engine_factory=remote)
    assert content(again.snapshot()) == content(town.snapshot())
    again.rollback(1, who="M", why="x")
    town.rollback(1, who="M", why="x")
    assert content(again.snapshot()) == content(town.snapshot())

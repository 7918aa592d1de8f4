"""kill -9 at random moments, full disks: what was acknowledged is there, what is there is whole."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from rdflib import RDF, RDFS, Literal

from graph import EmbeddedEngine, Entry, Kind, Patch, StoreError, TownStore
from graph.build import fill
from graph.sources import SourceIndex
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ

AGS = "99999001"
SOURCE = iris.source_graph(AGS, "a", Audience.INTERN)
ENTRY = Entry(who="Erika Muster", why="Lieferung")
WORD = "Kanarienvogelgasse"

# Loads everything once and then forks a writer per line it reads: starting Python each time would cost the minute.
# Child: `<version>` after each commit that returned. Nursery: `pid <n>` when a writer starts, `dead` when it is gone.
NURSERY = f"""
import os, pathlib, sys
from rdflib import RDF, RDFS, Literal, Graph
import graph.build, graph.merge, graph.protection
graph.build._vocabulary_triples = lambda: []
from graph import *
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ

class Nothing:
    version = "1"
    def derive(self, engine, ags, audience, changed):
        pass

source = iris.source_graph("{AGS}", "a", Audience.INTERN)

def write(task):
    town = TownStore(pathlib.Path(sys.argv[1]), "{AGS}", Nothing())
    if task == "redact":
        town.redact(["{WORD}"], who="D", why="x")
        os.write(1, b"redacted\\n")
    for number in range(town.log.head + 1, 10_000):
        offer = iris.record("{AGS}", SOZ.Offer, f"A{{number}}")
        label = Literal(f"Angebot {{number}} {WORD}", lang="de")
        patch = Patch.of((), [(offer, RDF.type, SOZ.Offer, source), (offer, RDFS.label, label, source)])
        version = town.commit(patch, Entry(who="E", why="x"))
        os.write(1, b"%d\\n" % version.number)

graph.protection.protected_types(); graph.build.vocabulary_version(); graph.merge._vocabulary_subjects()
os.write(1, b"ready\\n")
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        try:
            write(line.strip())
        finally:
            os._exit(1)
    os.write(1, b"pid %d\\n" % pid)
    os.waitpid(pid, 0)
    os.write(1, b"dead\\n")
"""


class Nothing:
    """Derives nothing."""

    version = "1"

    def derive(self, engine, ags, audience, changed):
        """Nothing."""


@pytest.fixture(autouse=True)
def no_vocabulary(monkeypatch):
    monkeypatch.setattr("graph.build._vocabulary_triples", list)


@pytest.fixture
def nursery(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        assert heard(process) == "ready"
        yield process
        process.kill()


def let_one_die(nursery, task, after, longest):
    """Start a writer, kill it somewhere in the `longest` seconds behind its first `after` acknowledgements.

    Returns what it acknowledged. A moment counted from the start would let a writer on a busy machine get anywhere.
    """
    nursery.stdin.write(f"{task}\n")
    nursery.stdin.flush()
    pid = int(nursery.stdout.readline().split()[1])
    said = [heard(nursery) for _ in range(after)]
    assert "dead" not in said, "the writer ended by itself"
    time.sleep(random.uniform(0, longest))  # noqa: S311 any moment will do
    os.kill(pid, signal.SIGKILL)
    while (line := heard(nursery)) != "dead":
        said.append(line)
    return said


def heard(nursery):
    line = nursery.stdout.readline().strip()
    assert line, "the nursery ended"
    return line


def pace(nursery):
    """How many seconds a commit takes on this machine, busy as it is."""
    start = time.monotonic()
    let_one_die(nursery, "commit", after=2, longest=0)
    return (time.monotonic() - start) / 2


def check(town):
    """The log is whole, its latest state is what it should be, and the store shows exactly that."""
    assert town.log.verify() == []
    snapshot = town.snapshot()
    assert snapshot.version == town.log.head
    anew = EmbeddedEngine()
    fill(anew, SourceIndex(AGS, town.log.state()), Nothing(), 3)
    assert anew.graph_names() == snapshot.engine.graph_names()
    for name in anew.graph_names():
        assert set(anew.graph(name)) == set(snapshot.engine.graph(name))


@pytest.mark.slow
def test_fifty_kills_while_writing(nursery, tmp_path):
    longest = pace(nursery)
    acknowledged = TownStore(tmp_path, AGS, Nothing()).log.head
    for turn in range(50):
        said = let_one_die(nursery, "commit", after=turn % 2, longest=longest)
        acknowledged = max([acknowledged, *map(int, said)])
        town = TownStore(tmp_path, AGS, Nothing())
        assert acknowledged <= town.log.head <= acknowledged + 1
        check(town)
        acknowledged = town.log.head
        offers = {s for s, p, o, _ in town.log.state() if p == RDF.type}
        assert offers == {iris.record(AGS, SOZ.Offer, f"A{n}") for n in range(1, acknowledged + 1)}
    assert acknowledged > 20
    assert town.commit(Patch.of((), [(iris.record(AGS, SOZ.Offer, "X"), RDF.type, SOZ.Offer, SOURCE)]), ENTRY)
    kept = [path.name for path in (tmp_path / AGS / "cache" / "current").iterdir()]
    assert len(kept) <= 5, "leftovers of killed writers pile up"


@pytest.mark.slow
def test_kills_while_redacting(nursery, tmp_path):
    let_one_die(nursery, "commit", after=5, longest=0)
    longest = pace(nursery)
    done = 0
    for turn in range(10):
        said = let_one_die(nursery, "redact", after=turn % 2, longest=longest)
        town = TownStore(tmp_path, AGS, Nothing())
        with town.log.writing():
            pass
        check(town)
        redactions = [v for v in town.versions() if v.kind is Kind.REDACTION]
        assert len(redactions) >= done + ("redacted" in said)
        done = len(redactions)
        if redactions and town.log.head == redactions[-1].number:
            assert not [q for q in town.log.state() if WORD in str(q[2])]
    assert done


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_full_disk_at_any_step_keeps_the_last_version(tmp_path, monkeypatch, call):
    """Every single flush and rename of a commit fails once; afterwards the town is as before or as after."""
    town = TownStore(tmp_path, AGS, Nothing())
    town.commit(Patch.of((), [(iris.record(AGS, SOZ.Offer, "A0"), RDF.type, SOZ.Offer, SOURCE)]), ENTRY)
    real, failing = getattr(os, call), {"at": 0, "seen": 0}

    def full(*args, **kwargs):
        failing["seen"] += 1
        if failing["seen"] == failing["at"]:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, full)
    for step in range(1, 12):
        failing.update(at=step, seen=0)
        before = town.log.head
        label = Literal(f"Schritt {step}", lang="de")
        patch = Patch.of((), [(iris.record(AGS, SOZ.Offer, f"A{step}"), RDFS.label, label, SOURCE)])
        try:
            town.commit(patch, ENTRY)
            stored = True
        except StoreError as error:
            assert "No space left" in str(error)  # noqa: PT017 whether it raises depends on the step
            stored = False
        fails = failing["seen"] >= step
        failing["at"] = 0
        assert town.log.head == before + stored
        check(town)
        check(TownStore(tmp_path, AGS, Nothing()))
        if not fails:
            break
    assert not fails, "more steps than were tried"
    assert step > 2


def test_a_store_that_cannot_be_shown_is_built_by_the_next_reader(tmp_path, monkeypatch, caplog):
    town = TownStore(tmp_path, AGS, Nothing())
    town.commit(Patch.of((), [(iris.record(AGS, SOZ.Offer, "A1"), RDF.type, SOZ.Offer, SOURCE)]), ENTRY)

    def full(*_):
        raise StoreError("no space")

    monkeypatch.setattr("graph.shelf.FolderShelf.point_to", full)
    version = town.commit(
        Patch.of((), [(iris.record(AGS, SOZ.Offer, "A2"), RDF.type, SOZ.Offer, SOURCE)]), ENTRY
    )
    monkeypatch.undo()
    assert (version.number, town.log.head) == (2, 2)
    assert "snapshot is not" in caplog.text
    assert town.snapshot().version == 2

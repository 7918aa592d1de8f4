"""A version left out of the log: the town holds what it would hold had that version never been made."""

import hashlib
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal

from app.delivery.examination import _compared, _patch
from app.delivery.missing import Missing, MissingKind
from app.errors import EntangledError
from app.versions.replay import Replay
from app.versions.said import content_of
from graph import EmbeddedEngine, Entry, Kind, Patch, Snapshot, VersionLog
from graph.findings import Place
from loaders import Delivery, Source
from loaders.concepts import group_triples
from loaders.readings import Group
from loaders.records import ColumnUse, CompositeGroup, Record, Statement
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, RDFS, namespace
from ontology.terms import SOZ

AGS = "99999001"
FIRST = date(2026, 1, 1)
LEVELS = {"i": CL["offenlegung-intern"], "ö": CL["offenlegung-oeffentlich"]}
ZG = namespace("zg")
PARTS = (ZG["ZG-A06"], ZG["ZG-M02"])
GROUP = iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])


@dataclass(frozen=True)
class Row:
    """A row of a fictional delivery; a coverage of the offer with the same key belongs to it if `group` says so."""

    name: str
    level: str = "i"
    waits: bool = False
    group: str = ""


@dataclass(frozen=True)
class Told:
    """One delivery; `file` the same for two = the same file again."""

    source: str
    rows: dict[str, Row]
    partial: bool = False
    decisions: dict[str, Missing] | None = None
    file: str = ""


class Town:
    """A log, and deliveries compared and written as the examination does it; no rules, no engine on disk."""

    def __init__(self, folder):
        self.log = VersionLog(Path(folder) / "log", AGS)
        self.store = SimpleNamespace(source_quads=self._source_quads)
        self.days = {}

    def _source_quads(self, key):
        graphs = {iris.source_graph(AGS, key, audience) for audience in Audience}
        return {q for q in self.log.state() if q[3] in graphs}

    def deliver(self, told, day):
        delivery = delivery_of(told, day)
        engine = EmbeddedEngine()
        engine.apply((), self.log.state())
        base = Snapshot(engine, self.log.head, AGS)
        said = {offer(k): d for k, d in (told.decisions or {}).items() if k not in told.rows}
        changes = _compared(self, delivery, partial=told.partial, decisions=said)
        patch = _patch(delivery, base, changes, partial=told.partial, memory=(frozenset(), frozenset()))
        entry = Entry(
            who="Sozialplanung",
            why="Test",
            file=delivery.filename,
            file_sha256=delivery.sha256,
            source=told.source,
            partial=told.partial,
            decided={str(record): str(decision) for record, decision in said.items()},
        )
        return self.write(patch, entry)

    def write(self, patch, entry):
        state = self.log.state()
        return self.log.append(Patch.of(patch.removed, patch.added).effective(state), entry)

    def rollback(self, to):
        patch = Patch.between(self.log.state(), self.log.state(to))
        return self.write(patch, Entry(who="M", why="x", kind=Kind.ROLLBACK, of=to))

    def reverse(self, number):
        then = Replay(self.log).without(frozenset({number}), self.log.head)
        patch = Patch.between(self.log.state(), {q for quads in then.values() for q in quads})
        return self.write(patch, Entry(who="M", why="x", kind=Kind.REVERSAL, of=number))


def offer(key):
    return iris.record(AGS, SOZ.Offer, key)


def delivery_of(told, day):
    sha = hashlib.sha256((told.file or f"{told} {day}").encode()).hexdigest()
    records, users = [], set()
    for key, row in sorted(told.rows.items()):
        number = 3 + "ABCD".index(key)  # a file that comes again has its rows where they were
        place = Place("f.xlsx", "Angebote", number)
        said = (
            Statement(DCTERMS.identifier, Literal(key), "A"),
            Statement(RDFS.label, Literal(row.name, lang="de"), "B"),
        )
        record = Record(SOZ.Offer, offer(key), key, place, LEVELS[row.level], said)
        records.append(replace(record, held_back=row.waits, rules=("DQ-L03",) if row.waits else ()))
        if row.group:
            coverage = iris.record(AGS, SOZ.Coverage, key)
            target = GROUP if row.group == "+" else PARTS[0]
            stated = (
                Statement(DCTERMS.identifier, Literal(key), "A"),
                Statement(SOZ.hasCoverage, coverage, "B", offer(key)),
                Statement(SOZ.targetGroup, target, "C"),
            )
            records.append(
                replace(record, cls=SOZ.Coverage, iri=coverage, place=replace(place, sheet="Abdeckungen"), statements=stated, held_back=row.waits, rules=("DQ-102",) if row.waits else ())
            )  # fmt: skip
            users |= {coverage} if row.group == "+" else set()
    groups = (CompositeGroup(GROUP, tuple(group_triples(Group(GROUP, PARTS))), frozenset(users)),)
    return Delivery(
        AGS,
        "f.xlsx",
        sha,
        day,
        Source(told.source, f"Quelle {told.source}", CL["quellenart-traeger"], day, "Amt"),
        tuple(records),
        columns=(ColumnUse("Angebote", 1, "B", "Name", "#angebot+name", SOZ.Offer, RDFS.label),),
        groups=groups if users else (),
        sheet_numbers={"Angebote": 1, "Abdeckungen": 2},
    )


def told_to(folder, steps, left_out=()):
    """A town that was told these deliveries on consecutive days, but some."""
    town = Town(folder)
    for number, told in enumerate(steps):
        if number not in left_out:
            town.deliver(told, FIRST + timedelta(days=number))
    return town


ROWS = st.builds(
    Row, st.sampled_from("xy"), st.sampled_from("iö"), st.sampled_from([False, False, True]), st.sampled_from(["", "-", "+"])
)  # fmt: skip
DECISIONS = st.dictionaries(
    st.sampled_from("ABCD"),
    st.sampled_from([Missing(MissingKind.NOT_PART), Missing(MissingKind.ENDED, FIRST)]),
    max_size=2,
)
DELIVERIES = st.builds(
    Told, st.sampled_from("pqr"), st.dictionaries(st.sampled_from("ABCD"), ROWS, max_size=4), st.sampled_from([False, False, True]), DECISIONS
)  # fmt: skip


@settings(max_examples=60, report_multiple_bugs=False)
@given(st.lists(DELIVERIES, min_size=2, max_size=6), st.data())
def test_the_town_holds_what_it_would_hold_without_the_delivery(steps, data):
    number = data.draw(st.integers(0, len(steps) - 1), label="left out")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        town = told_to(one, steps)
        expected = told_to(other, steps, {number})
        found = Replay(town.log).without(frozenset({number + 1}), len(steps))
        assert found == content_of(expected.log.state())


AGAIN = st.builds(
    Told, st.just("p"), st.dictionaries(st.sampled_from("ABCD"), ROWS, max_size=4), st.sampled_from([False]), DECISIONS, st.sampled_from(["", "same"])
)  # fmt: skip


@settings(max_examples=40, report_multiple_bugs=False)
@given(st.lists(AGAIN, min_size=2, max_size=5), st.data())
def test_a_file_taken_in_twice_is_told_apart(steps, data):
    number = data.draw(st.integers(0, len(steps) - 1), label="left out")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        town = told_to(one, steps)
        expected = told_to(other, steps, {number})
        found = Replay(town.log).without(frozenset({number + 1}), len(steps))
        assert graphs_of(found, but="herkunft") == graphs_of(content_of(expected.log.state()), but="herkunft")


def graphs_of(content, *, but):
    """Without the provenance: a file that came on two days has both, whichever of them is left out."""
    return {graph: quads for graph, quads in content.items() if not graph.endswith(but)}


ACTIONS = st.lists(
    st.one_of(
        DELIVERIES, DELIVERIES, st.tuples(st.sampled_from(["rollback", "reverse"]), st.integers(0, 20))
    ),
    min_size=2,
    max_size=6,
)


def done(folder, actions, left_out=None):
    """A town with these deliveries, rollbacks and reversals; one left out leaves an empty version in its place."""
    town = Town(folder)
    for number, action in enumerate(actions, start=1):
        if number == left_out:
            town.log.append(Patch.of(), Entry(who="M", why="x", kind=Kind.EDIT))
        elif isinstance(action, Told):
            town.deliver(action, FIRST + timedelta(days=number))
        elif action[0] == "rollback":
            town.rollback(action[1] % number)
        elif number > 1:
            town.reverse(1 + action[1] % (number - 1))
        else:
            town.rollback(0)
    return town


@settings(max_examples=60, report_multiple_bugs=False)
@given(ACTIONS, st.data())
def test_rollbacks_and_reversals_between_are_done_again(actions, data):
    number = data.draw(st.integers(1, len(actions)), label="left out")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        town = done(one, actions)
        expected = done(other, actions, number)
        found = Replay(town.log).without(frozenset({number}), len(actions))
        assert found == content_of(expected.log.state())


@settings(max_examples=25, report_multiple_bugs=False)
@given(st.lists(DELIVERIES, min_size=1, max_size=5), st.data())
def test_a_reversal_taken_back_brings_everything_back(steps, data):
    number = data.draw(st.integers(1, len(steps)), label="reversed")
    with tempfile.TemporaryDirectory() as folder:
        town = told_to(folder, steps)
        before = town.log.state()
        reversal = town.reverse(number)
        town.reverse(reversal.number)
        assert town.log.state() == before


def offers(*keys, name="x"):
    return {key: Row(name) for key in keys}


def by_hand(town, removed=(), added=()):
    return town.write(Patch.of(removed, added), Entry(who="M", why="x", kind=Kind.EDIT))


def test_a_change_by_hand_stays_where_it_does_not_build_on_the_delivery(tmp_path):
    town = told_to(tmp_path, [Told("p", offers("A")), Told("q", offers("B"))])
    graph = iris.source_graph(AGS, "p", Audience.INTERN)
    comment = (offer("A"), RDFS.comment, Literal("gesehen"), graph)
    by_hand(town, added=[comment])
    assert comment in Replay(town.log).without(frozenset({2}), 3)[graph]
    with pytest.raises(EntangledError) as told:
        Replay(town.log).without(frozenset({1}), 3)
    assert told.value.version == 3


def test_a_change_by_hand_of_what_the_delivery_said_builds_on_it(tmp_path):
    town = told_to(tmp_path, [Told("p", offers("A")), Told("p", offers("A", name="y"))])
    graph = iris.source_graph(AGS, "p", Audience.INTERN)
    name = (offer("A"), RDFS.label, Literal("y", lang="de"), graph)
    by_hand(town, [name], [(*name[:2], Literal("z", lang="de"), graph)])
    with pytest.raises(EntangledError):
        Replay(town.log).without(frozenset({2}), 3)


def test_a_part_of_a_file_cannot_be_told_from_the_file(tmp_path):
    town = told_to(
        tmp_path,
        [Told("p", offers("A", "B"), file="same"), Told("p", offers("A"), partial=True, file="same")],
    )
    with pytest.raises(EntangledError):
        Replay(town.log).without(frozenset({1}), 2)
    assert Replay(town.log).without(frozenset({2}), 2) == content_of(town.log.state(1))


def test_two_deliveries_taken_back_one_after_the_other(tmp_path):
    steps = [Told("p", offers("A", "B")), Told("q", offers("C")), Told("p", offers("B", name="y"))]
    town = told_to(tmp_path / "one", steps)
    town.reverse(1)
    town.reverse(2)
    assert town.log.state() == told_to(tmp_path / "other", steps, {0, 1}).log.state()


def test_a_rollback_goes_to_its_target_without_the_delivery(tmp_path):
    steps = [Told("p", offers("A")), Told("q", offers("B")), Told("r", offers("C"))]
    town = told_to(tmp_path / "one", steps)
    town.rollback(2)
    town.reverse(1)
    assert town.log.state() == told_to(tmp_path / "other", steps, {0, 2}).log.state()

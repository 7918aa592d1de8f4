"""What people write themselves cannot hang, eat the machine, see more than it may, or call anybody."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Literal

from graph import EmbeddedEngine, Failure, StoreError, run_untrusted, worker
from graph.worker_process import mentions_service
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import XSD, sparql_prologue
from ontology.terms import SOZ

AGS = "99999001"
SEEN, HIDDEN = iris.stand_graph(AGS, Audience.PUBLIC), iris.stand_graph(AGS, Audience.INTERN)
MANY = 3_000


def offer(number):
    return iris.record(AGS, SOZ.Offer, f"A{number}")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worker")
    with EmbeddedEngine(folder / "store") as store:
        store.replace_graph(
            SEEN, [(offer(n), RDFS.label, Literal(f"Angebot {n}", lang="de")) for n in range(MANY)]
        )
        store.replace_graph(HIDDEN, [(offer(0), RDF.type, SOZ.Offer)])
        store.backup(folder / "snapshot")
    return folder / "snapshot"


@pytest.fixture
def children(monkeypatch):
    """Every child process that was started, to see whether it is gone."""
    started = []
    real = subprocess.Popen

    def remember(*args, **kwargs):
        process = real(*args, **kwargs)
        started.append(process)
        return process

    monkeypatch.setattr(worker.subprocess, "Popen", remember)
    return started


def run(snapshot, text, **limits):
    return run_untrusted(snapshot, sparql_prologue(text) + text, [SEEN], **limits)


def is_gone(process):
    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
    return True


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MONSTERS = {
    "cross join, counted": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "cross join, ordered": f"{CROSS} ORDER BY ?a ?d ?g ?j",
    "endless path": "SELECT (COUNT(*) AS ?n) { ?a (rdfs:label|!rdfs:label)* ?b . ?c (!rdf:type)* ?d . ?e (!rdf:type)* ?f }",
}


def test_select_ask_construct_describe(snapshot):
    result = run(snapshot, 'SELECT ?s ?l ?nothing { ?s rdfs:label ?l FILTER(STR(?l) = "Angebot 7") }')
    assert result.error is None
    assert result.table.columns == ("s", "l", "nothing")
    assert result.table.rows == [(offer(7), Literal("Angebot 7", lang="de"), None)]
    assert run(snapshot, "ASK { ?s ?p ?o }").table.rows == [(Literal("true", datatype=XSD.boolean),)]
    built = run(snapshot, f"CONSTRUCT {{ ?s a soz:Offer }} WHERE {{ VALUES ?s {{ <{offer(7)}> }} ?s ?p ?o }}")
    assert built.table.columns == ("subject", "predicate", "object")
    assert built.table.rows == [(offer(7), RDF.type, SOZ.Offer)]
    assert run(snapshot, f"DESCRIBE <{offer(7)}>").table.rows == [
        (offer(7), RDFS.label, Literal("Angebot 7", lang="de"))
    ]
    number = run(snapshot, COUNT).table.rows[0][0]
    assert (int(number), number.datatype) == (MANY, XSD.integer)


def test_sees_the_listed_graphs_only(snapshot):
    for text in (
        "ASK { ?s a soz:Offer }",
        f"ASK {{ GRAPH <{HIDDEN}> {{ ?s ?p ?o }} }}",
        f"SELECT ?s FROM <{HIDDEN}> {{ ?s a soz:Offer }}",  # noqa: S608 a test
        "ASK { GRAPH ?g { ?s a soz:Offer } }",
    ):
        table = run(snapshot, text).table
        assert table.rows in ([], [(Literal("false", datatype=XSD.boolean),)])
    with pytest.raises(StoreError, match="no graph named"):
        run_untrusted(snapshot, COUNT, [])


@pytest.mark.parametrize("monster", MONSTERS)
def test_monsters_are_killed_and_the_next_query_works(snapshot, children, monster):
    started = time.monotonic()
    result = run(snapshot, MONSTERS[monster], seconds=1.5, memory_mb=1_500)
    assert time.monotonic() - started < 6
    assert result.table is None
    assert result.killed
    assert result.error.failure in (Failure.DEADLINE, Failure.MEMORY)
    assert is_gone(children[-1])
    assert int(run(snapshot, COUNT).table.rows[0][0]) == MANY


def test_memory_is_capped(snapshot, children):
    result = run(snapshot, MONSTERS["cross join, ordered"], seconds=60, memory_mb=600)
    assert result.error.failure is Failure.MEMORY
    assert "600 MB" in result.error.message["de"]
    assert is_gone(children[-1])


def test_processor_time_is_capped(snapshot, monkeypatch):
    """Should the parent die, the child ends by itself."""
    real = worker._child
    monkeypatch.setattr(worker, "_child", lambda order, _: real(order, 60))
    result = run(snapshot, MONSTERS["cross join, counted"], seconds=1)
    assert (result.error.failure, result.killed) == (Failure.DEADLINE, True)


def test_rows_and_bytes_are_capped_and_it_says_so(snapshot, monkeypatch):
    result = run(snapshot, "SELECT ?s { ?s ?p ?o }", rows=10)
    assert (len(result.table.rows), result.truncated) == (10, True)
    whole = run(snapshot, "SELECT ?s { ?s ?p ?o }", rows=MANY)
    assert (len(whole.table.rows), whole.truncated) == (MANY, False)
    monkeypatch.setattr(worker, "_MOST_BYTES", 10_000)
    few = run(snapshot, "SELECT ?s { ?s ?p ?o }")
    assert (0 < len(few.table.rows) < 200, few.truncated) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT *\nWHERE { ?s ?p ",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "LOAD <urn:a>",
        "",
    ],
)
def test_only_queries_and_errors_say_where(snapshot, text):
    result = run_untrusted(snapshot, text, [SEEN])
    assert result.error.failure is Failure.SYNTAX
    assert "SPARQL" in result.error.message["de"]
    assert not result.killed
    if text.startswith("SELECT"):
        assert result.error.line == 2
        assert result.error.column > 1


@pytest.fixture
def listener():
    """A server on loopback that counts who calls."""
    calls = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        stop = threading.Event()

        def accept():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(1)
                connection.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], calls
        stop.set()
        thread.join()


def service_query(port):
    return f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/query> {{ ?s ?p ?o }} }}"


def test_the_trap_is_real(snapshot, listener):
    """Without the worker, the engine does call: if it ever stops doing so, these precautions can go."""
    port, calls = listener
    with EmbeddedEngine(snapshot, read_only=True) as engine:
        engine.select(service_query(port), [SEEN])
    assert calls


@pytest.mark.parametrize("checked", [True, False])
def test_nobody_is_called(snapshot, listener, monkeypatch, tmp_path, checked):
    """Once refused by its text, once (text check taken out) stopped by the missing network."""
    port, calls = listener
    if not checked:
        script = tmp_path / "child.py"
        source = Path(worker._SCRIPT).read_text("utf-8")
        assert 'if mentions_service(order["query"], in_texts=not isolated):' in source
        script.write_text(
            source.replace('if mentions_service(order["query"], in_texts=not isolated):', "if not isolated:"),
            "utf-8",
        )
        monkeypatch.setattr(worker, "_SCRIPT", script)
    result = run(snapshot, service_query(port))
    if checked:
        assert result.error.failure is Failure.SERVICE
        assert "SERVICE" in result.error.message["de"]
    time.sleep(0.3)
    assert not calls


def test_where_the_network_cannot_be_closed_the_word_is_refused(snapshot, monkeypatch, tmp_path, listener):
    port, calls = listener
    script = tmp_path / "child.py"
    source = Path(worker._SCRIPT).read_text("utf-8")
    assert "isolated = leave_network()" in source
    script.write_text(source.replace("isolated = leave_network()", "isolated = False"), "utf-8")
    monkeypatch.setattr(worker, "_SCRIPT", script)
    result = run(snapshot, service_query(port))
    assert result.error.failure is Failure.SERVICE_WORD
    assert "Netz nicht sperren" in result.error.message["de"]
    assert not calls
    assert run(snapshot, 'SELECT * { ?s rdfs:label "service" }').error.failure is Failure.SERVICE_WORD
    assert run(snapshot, "SELECT ?service { ?service soz:serviceType ?x }").error is None


HIDING_PLACES = [
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://a/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { \\u0053\\u0065RVIC\\U00000045 <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://a/> { ?s ?p ?o } }",
    "PREFIX : <http://a/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://a/> SELECT * { SERVICE: { ?s ?p ?o } }",
    "SELECT * { BIND(<http://a/> AS ?x) FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
    "SELECT * { ?s ?p :a.SERVICE <http://a/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a'SERVICE<http://a/>{ ?s ?p ?o } } #'",
]


@pytest.mark.parametrize("text", HIDING_PLACES)
def test_hiding_places_of_service(text):
    assert mentions_service(text, in_texts=True)


@pytest.mark.parametrize(
    ("text", "strict", "lenient"),
    [
        ("SELECT ?service { ?s soz:serviceType ?service }", False, False),
        ("SELECT ?s { ?s <https://w3id.org/sozialplanung/def#serviceType> ?x }", False, False),
        ('SELECT ?s { ?s ?p "Service" }', True, False),
        ("SELECT ?s { ?s ?p ?o } # self-service", True, False),
        ("PREFIX service: <http://a/> SELECT ?s { ?s service:x ?o }", True, False),
        ("SELECT ?s { SERVICE ?x { ?s ?p ?o } }", True, True),
    ],
)
def test_where_the_word_may_stand(text, strict, lenient):
    assert (mentions_service(text, in_texts=True), mentions_service(text, in_texts=False)) == (
        strict,
        lenient,
    )


def test_too_long_a_query(snapshot):
    assert run_untrusted(snapshot, COUNT + " " * 100_001, [SEEN]).error.failure is Failure.TOO_LONG


def test_missing_snapshot_is_an_error_not_a_crash(tmp_path):
    result = run_untrusted(tmp_path / "nowhere", COUNT, [SEEN])
    assert (result.error.failure, result.killed) == (Failure.FAILED, False)


def test_a_third_query_waits_its_turn(snapshot, monkeypatch):
    monkeypatch.setattr(worker, "_AT_ONCE", threading.BoundedSemaphore(1))
    with worker._AT_ONCE:
        assert run(snapshot, COUNT, seconds=0.2).error.failure is Failure.BUSY
    assert run(snapshot, COUNT).error is None


def test_the_child_gets_no_secrets(snapshot, monkeypatch, children):
    monkeypatch.setenv("QUERBLICK_ENDPOINT_PASSWORD", "geheim")
    environments = []
    real = worker.subprocess.Popen
    monkeypatch.setattr(
        worker.subprocess,
        "Popen",
        lambda *args, **kwargs: environments.append(kwargs["env"]) or real(*args, **kwargs),
    )
    assert run(snapshot, COUNT).error is None
    assert not [name for name in environments[0] if name.startswith("QUERBLICK")]
    assert is_gone(children[-1])

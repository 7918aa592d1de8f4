"""Servers that answer HTTP 200 and half an answer, refuse, or say nothing."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from rdflib import RDFS, Literal

from graph import EndpointEngine, EndpointError, Login, QuerySyntaxError, StoreError
from ontology import iris
from ontology.iris import Audience

GRAPH = iris.stand_graph("99999001", Audience.INTERN)
WHOLE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}]}}'
TRIPLE = b'<urn:a> <urn:b> "c" .\n'


class Scripted(BaseHTTPRequestHandler):
    """Answers what the test put on the server; remembers what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, dict(self.headers), body))
        status, headers, answer, announced = self.server.reply
        if status is None:
            self.server.released.wait(10)
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(announced or len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        self.close_connection = True

    def log_message(self, *_):
        """Keep the test output clean."""


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Scripted) as http:
        http.asked, http.released = [], threading.Event()
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield http
        http.released.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def engine(server):
    return EndpointEngine(
        f"http://127.0.0.1:{server.server_port}/q", f"http://127.0.0.1:{server.server_port}/u", timeout_s=1
    )


def replies(server, answer, *, status=200, announced=None, **headers):
    server.reply = (
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
        answer,
        announced,
    )


def test_a_whole_answer(server, engine):
    replies(server, WHOLE)
    assert engine.select("SELECT ?s {}", [GRAPH]).rows == [(Literal("x"),)]
    replies(server, b'{"head":{},"boolean":true}')
    assert engine.ask("ASK {}", [GRAPH])
    replies(server, TRIPLE * 2)
    assert len(engine.construct("CONSTRUCT {} {}", [GRAPH])) == 1


@pytest.mark.parametrize("header", ["X-SQL-State", "x-sparql-maxrows"])
def test_headers_that_admit_a_cut_answer(server, engine, header):
    """Trap: Virtuoso sends 200 and the rows it got to."""
    for call, answer in ((engine.select, WHOLE), (engine.construct, TRIPLE)):
        server.reply = (200, {header: "S1TAT"}, answer, None)
        with pytest.raises(EndpointError, match="cut"):
            call("SELECT ?s {}", [GRAPH])


@pytest.mark.parametrize(
    "answer", [WHOLE[:-4], b"", WHOLE[:40] + b"The SPARQL operation has been cancelled", b"<html>busy</html>"]
)
def test_cut_tables(server, engine, answer):
    """Trap: the Oxigraph server breaks off in the middle of the body when its time is up."""
    replies(server, answer)
    with pytest.raises(EndpointError, match="nothing of this answer was used"):
        engine.select("SELECT ?s {}", [GRAPH])
    with pytest.raises(StoreError):
        engine.ask("ASK {}", [GRAPH])


def test_cut_triples(server, engine):
    replies(server, TRIPLE + b"The SPARQL operation has been cancelled")
    with pytest.raises(EndpointError, match="cut or malformed"):
        engine.construct("CONSTRUCT {} {}", [GRAPH])


def test_less_than_announced(server, engine):
    """N-Triples cut between two lines parse; the length the server announced does not lie."""
    replies(server, TRIPLE, announced=1_000)
    with pytest.raises(EndpointError):
        engine.construct("CONSTRUCT {} {}", [GRAPH])


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, QuerySyntaxError),
        (401, EndpointError),
        (404, EndpointError),
        (500, EndpointError),
        (503, EndpointError),
    ],
)
def test_refusals(server, engine, status, error):
    replies(server, b"error at 1:7: expected something", status=status)
    with pytest.raises(error):
        engine.select("SELECT ?s {}", [GRAPH])


def test_silence(server, engine):
    server.reply = (None, {}, b"", None)
    with pytest.raises(EndpointError, match="no answer within"):
        engine.select("SELECT ?s {}", [GRAPH], timeout_s=0.2)


def test_dataset_travels_as_protocol_parameters_and_sign_in_as_header(server):
    engine = EndpointEngine(f"http://127.0.0.1:{server.server_port}/q", login=Login("planung", "geheim"))
    replies(server, WHOLE)
    engine.select("SELECT ?s {}", [GRAPH])
    path, headers, body = server.asked[0]
    assert "default-graph-uri=" in path
    assert "named-graph-uri=" in path
    assert headers["Content-Type"] == "application/sparql-query"
    assert headers["Authorization"].startswith("Basic ")
    assert body == b"SELECT ?s {}"


def test_updates_are_checked_before_anything_is_sent(server, engine):
    replies(server, b"")
    engine.chunk = 1
    good = (GRAPH, RDFS.label, Literal("x"), GRAPH)
    with pytest.raises(StoreError):
        engine.apply([], [good, (GRAPH, RDFS.label, Literal("\ud800"), GRAPH)])
    assert server.asked == []
    engine.apply([good], [good])
    assert [path for path, _, _ in server.asked] == ["/u?", "/u?"]
    engine.apply([], [])
    assert len(server.asked) == 2

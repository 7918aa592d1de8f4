"""The same promises on every engine: in memory, in a folder, behind a server; and the silent traps of each."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef

from graph import (
    EmbeddedEngine,
    EndpointEngine,
    EndpointError,
    Engine,
    QuerySyntaxError,
    StoreError,
    TermError,
    canonical,
)
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import sparql_prologue
from ontology.terms import SOZ

AGS = "99999001"
A, B, C = (iris.source_graph(AGS, key, Audience.INTERN) for key in ("a", "b", "c"))
S, T = iris.source(AGS, "S"), iris.source(AGS, "T")


def query(text: str) -> str:
    return sparql_prologue(text) + text


@pytest.fixture(params=["memory", "disk", pytest.param("server", marks=pytest.mark.server)])
def engine(request, tmp_path):
    if request.param == "memory":
        yield EmbeddedEngine()
    elif request.param == "disk":
        with EmbeddedEngine(tmp_path / "store") as store:
            yield store
    else:
        base = request.getfixturevalue("sparql_server")
        remote = EndpointEngine(f"{base}/query", f"{base}/update")
        for name in remote.graph_names():
            remote.replace_graph(name, [])
        yield remote


def test_is_an_engine(engine):
    assert isinstance(engine, Engine)


def test_replace_graph_holds_exactly_what_was_given(engine):
    first = {
        (S, RDFS.label, Literal("eins", lang="de")),
        (S, SOZ.amount, Literal("1.5", datatype=XSD.decimal)),
    }
    second = {
        (S, RDFS.label, Literal("zwei", lang="de")),
        (S, SOZ.amount, Literal("1.5", datatype=XSD.decimal)),
    }
    engine.replace_graph(A, first)
    engine.replace_graph(B, first)
    engine.replace_graph(A, second)
    assert set(engine.graph(A)) == second
    assert set(engine.graph(B)) == first
    assert engine.count(A) == 2
    assert engine.graph_names() == [A, B]
    engine.replace_graph(A, [])
    assert engine.graph_names() == [B]


def test_many_quads_at_once(engine):
    if isinstance(engine, EndpointEngine):
        engine.chunk = 2_500
    many = [(S, RDFS.label, Literal(f"Text {number}", lang="de")) for number in range(7_000)]
    engine.replace_graph(A, many)
    assert engine.count(A) == 7_000
    engine.replace_graph(A, many[:10])
    assert engine.count(A) == 10


def test_a_triple_in_three_graphs_counts_once(engine):
    """Trap: a union default graph counts it three times; an explicit dataset is a set."""
    for name in (A, B, C):
        engine.replace_graph(name, [(S, SOZ.amount, Literal(100))])
    table = engine.select(query("SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?sum) { ?s soz:amount ?v }"), [A])
    assert [[int(cell) for cell in row] for row in table.rows] == [[1, 100]]


def test_only_the_listed_graphs_are_seen(engine):
    engine.replace_graph(A, [(S, RDF.type, SOZ.Offer)])
    engine.replace_graph(B, [(T, RDF.type, SOZ.Offer)])
    everything = query("SELECT ?s { ?s a soz:Offer }")
    assert engine.select(everything, [A]).rows == [(S,)]
    assert sorted(engine.select(everything, [A, B]).rows) == [(S,), (T,)]
    assert engine.select(everything, [C]).rows == []
    named = query("SELECT ?g ?s { GRAPH ?g { ?s a soz:Offer } }")
    assert engine.select(named, [A]).rows == [(A, S)]


def test_from_in_the_query_cannot_widen_the_dataset(engine):
    """Trap: in union mode FROM is ignored; here the explicit list wins over FROM."""
    engine.replace_graph(A, [(S, RDF.type, SOZ.Offer)])
    engine.replace_graph(B, [(T, RDF.type, SOZ.Offer)])
    assert engine.select(query(f"SELECT ?s FROM <{B}> {{ ?s a soz:Offer }}"), [A]).rows == [(S,)]  # noqa: S608 a test


def test_no_graph_named_is_an_error(engine):
    with pytest.raises(StoreError, match="no graph named"):
        engine.select("SELECT * { ?s ?p ?o }", [])


def test_failing_change_changes_nothing(engine):
    engine.replace_graph(A, [(S, RDFS.label, Literal("eins"))])
    good = (S, RDFS.label, Literal("zwei"), A)
    with pytest.raises(TermError):
        engine.apply([(S, RDFS.label, Literal("eins"), A)], [good, (S, RDFS.label, BNode(), A)])
    with pytest.raises(TermError):
        engine.apply([], [good, (S, RDFS.label, URIRef("kein leerzeichen erlaubt"), A)])
    assert engine.graph(A) == [(S, RDFS.label, Literal("eins"))]


def test_blank_nodes_are_refused(engine):
    """Trap: loading a blank node again makes a second one."""
    for quad in [(BNode(), RDFS.label, Literal("x"), A), (S, RDFS.label, BNode(), A)]:
        with pytest.raises(TermError, match="IRI"):
            engine.apply([], [quad])


def test_wrong_form_and_wrong_syntax_have_their_own_errors(engine):
    with pytest.raises(StoreError, match="not a SELECT"):
        engine.select("ASK { ?s ?p ?o }", [A])
    with pytest.raises(StoreError, match="not an ASK"):
        engine.ask("SELECT * { ?s ?p ?o }", [A])
    with pytest.raises(QuerySyntaxError) as caught:
        engine.select("SELECT *\nWHERE { ?s ?p ", [A])
    assert (caught.value.line, caught.value.column is not None) == (2, True)
    with pytest.raises(QuerySyntaxError):
        engine.construct("CONSTRUCT", [A])


def test_construct_and_ask(engine):
    engine.replace_graph(A, [(S, RDFS.label, Literal("eins")), (S, RDFS.label, Literal("zwei"))])
    built = engine.construct(query("CONSTRUCT { ?s a soz:Offer } WHERE { ?s rdfs:label ?l }"), [A])
    assert built == [(S, RDF.type, SOZ.Offer)]
    assert engine.ask(query('ASK { ?s rdfs:label "eins" }'), [A])
    assert not engine.ask(query('ASK { ?s rdfs:label "drei" }'), [A])


def test_unbound_is_none_and_strings_have_no_datatype(engine):
    engine.replace_graph(A, [(S, RDFS.label, Literal("x", datatype=XSD.string))])
    table = engine.select(
        query("SELECT ?l ?nothing { ?s rdfs:label ?l OPTIONAL { ?s soz:amount ?nothing } }"), [A]
    )
    assert table.columns == ("l", "nothing")
    assert table.rows == [(Literal("x"), None)]
    assert table.records() == [{"l": Literal("x"), "nothing": None}]


def test_dates_compare_in_the_portable_form(engine):
    """Trap: `<=` on dates loses rows on Virtuoso; `!(?d > X)` is right everywhere."""
    days = ["2025-12-31", "2026-01-01", "2026-11-22", "2027-01-01"]
    engine.replace_graph(A, [(S, SOZ.asOf, Literal(day, datatype=XSD.date)) for day in days])
    text = 'SELECT ?d { ?s soz:asOf ?d FILTER(!(?d > "2026-11-22"^^xsd:date)) } ORDER BY ?d'
    assert [str(row[0]) for row in engine.select(query(text), [A]).rows] == days[:3]


def test_years_compare_through_their_number(engine):
    """Trap: `?y >= "2026"^^xsd:gYear` is always false on rdflib; the cast works everywhere."""
    engine.replace_graph(
        A, [(S, SOZ.budgetYear, Literal(str(y), datatype=XSD.gYear)) for y in (2024, 2026, 2027)]
    )
    text = "SELECT ?y { ?s soz:budgetYear ?y FILTER(xsd:integer(STR(?y)) >= 2026) } ORDER BY ?y"
    assert [str(row[0]) for row in engine.select(query(text), [A]).rows] == ["2026", "2027"]


def test_literals_get_one_spelling(engine):
    """Trap: engines rewrite "1.50" to "1.5"; `canonical` does it beforehand, so log and engine agree."""
    given_quads = [
        (S, SOZ.amount, Literal("1.50", datatype=XSD.decimal), A),
        (S, SOZ.minAge, Literal("007", datatype=XSD.integer), A),
        (S, RDFS.label, Literal("x", lang="DE-de"), A),
        (S, RDFS.comment, Literal("x", datatype=XSD.string), A),
    ]
    wanted = list(canonical(given_quads))
    assert [str(q[2]) for q in wanted] == ["1.5", "7", "x", "x"]
    assert wanted[2][2].language == "de-de"
    assert wanted[3][2].datatype is None
    engine.apply([], given_quads)
    assert set(engine.graph(A)) == {q[:3] for q in wanted}
    engine.apply(wanted, [])
    assert engine.count(A) == 0


TYPED = st.one_of(
    st.builds(lambda n, pad: ("0" * pad + str(n), XSD.integer), st.integers(0, 10**20), st.integers(0, 3)),
    st.builds(lambda d: (str(d), XSD.decimal), st.decimals(allow_nan=False, allow_infinity=False, places=4)),
    st.builds(lambda f: (repr(f), XSD.double), st.floats()),
    st.builds(
        lambda d, z: (d.isoformat() + z, XSD.dateTime), st.datetimes(), st.sampled_from(["", "Z", "+01:00"])
    ),
    st.builds(
        lambda text, kind: (text, kind),
        st.text("0123456789-.:eE+", max_size=12),
        st.sampled_from(
            [
                XSD.date,
                XSD.gYear,
                XSD.time,
                XSD.boolean,
                XSD.integer,
                XSD.decimal,
                XSD.float,
                XSD.duration,
                XSD.gMonthDay,
            ]
        ),
    ),
)


@settings(max_examples=300, deadline=None)
@given(typed=TYPED)
def test_canonical_is_what_the_engine_keeps(typed):
    quad = (S, SOZ.value, Literal(typed[0], datatype=typed[1]), A)
    (spelled,) = canonical([quad])
    assert list(canonical([spelled])) == [spelled]
    store = EmbeddedEngine()
    store.apply((), [quad])
    assert store.graph(A) == [spelled[:3]]


def test_invalid_dates_stay_visible(engine):
    """Trap: engines store "2026-02-30" without a word, and rdflib turns "none" into a valid false."""
    odd = {
        (S, SOZ.validFrom, Literal("2026-02-30", datatype=XSD.date)),
        (S, SOZ.referralRequired, Literal("none", datatype=XSD.boolean)),
    }
    engine.replace_graph(A, odd)
    assert set(engine.graph(A)) == odd


def test_numbers_do_not_compare_with_text(engine):
    """Trap: Virtuoso finds "123 Plaetze" > 100; the portable form asks for numbers first."""
    engine.replace_graph(A, [(S, SOZ.value, Literal("123 Plaetze")), (S, SOZ.value, Literal(150))])
    text = "SELECT ?v { ?s soz:value ?v FILTER(isNumeric(?v)) FILTER(?v > 100) }"
    assert engine.select(query(text), [A]).rows == [(Literal(150),)]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=TEXT, language=st.sampled_from([None, "de", "en", "de-simple"]))
def test_any_text_survives(engine, text, language):
    engine.replace_graph(A, [(S, RDFS.label, Literal(text, lang=language))])
    assert engine.graph(A) == [(S, RDFS.label, Literal(text, lang=language))]


def test_text_cannot_end_the_statement(engine):
    evil = '" } } ; DROP ALL ; INSERT DATA { GRAPH <urn:x> { <urn:x> <urn:x> "\\'
    engine.apply([], [(S, RDFS.label, Literal(evil), A)])
    assert engine.graph(A) == [(S, RDFS.label, Literal(evil))]
    assert engine.graph_names() == [A]


def test_concurrent_changes_do_not_get_lost(engine):
    """Trap: on disk and on the server, concurrent updates lose data without an error."""

    def count_up(worker: int) -> None:
        for step in range(20):
            engine.apply([], [(S, SOZ.value, Literal(worker * 100 + step), A)])

    threads = [threading.Thread(target=count_up, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engine.count(A) == 80


def test_replacing_from_four_threads_leaves_one_value(engine):
    """Trap: read-then-write from several threads left three values at once."""

    def replace(worker: int) -> None:
        for step in range(10):
            engine.replace_graph(A, [(S, SOZ.value, Literal(worker * 100 + step))])

    threads = [threading.Thread(target=replace, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engine.count(A) == 1


def test_results_may_be_read_in_another_thread(engine):
    """Trap: an open cursor read in another thread aborts the process; tables are complete lists."""
    engine.replace_graph(A, [(S, SOZ.value, Literal(n)) for n in range(50)])
    table = engine.select("SELECT ?v { ?s ?p ?v }", [A])
    seen = []
    thread = threading.Thread(target=lambda: seen.extend(table.rows))
    thread.start()
    thread.join()
    assert len(seen) == 50


def test_two_engines_in_one_folder_are_refused(tmp_path):
    with EmbeddedEngine(tmp_path / "store"), pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedEngine(tmp_path / "store")


def test_snapshot_is_frozen_and_read_only(tmp_path):
    with EmbeddedEngine(tmp_path / "store") as store:
        store.replace_graph(A, [(S, RDFS.label, Literal("alt"))])
        store.backup(tmp_path / "snapshot")
        store.replace_graph(A, [(S, RDFS.label, Literal("neu"))])
    first, second = (EmbeddedEngine(tmp_path / "snapshot", read_only=True) for _ in range(2))
    assert first.graph(A) == second.graph(A) == [(S, RDFS.label, Literal("alt"))]
    with pytest.raises(StoreError, match="read-only"):
        first.apply([], [(S, RDFS.label, Literal("x"), A)])
    with pytest.raises(StoreError, match="could not be written"):
        EmbeddedEngine().backup(tmp_path / "other")


def test_closed_store_says_so(tmp_path):
    store = EmbeddedEngine(tmp_path / "store")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.graph(A)


def test_damaged_folder_says_so(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("kaputt")
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedEngine(tmp_path / "store")


def test_server_that_is_not_there():
    gone = EndpointEngine("http://127.0.0.1:1/query", timeout_s=2)
    with pytest.raises(EndpointError, match="Check address"):
        gone.select("SELECT * { ?s ?p ?o }", [A])
    with pytest.raises(StoreError, match="read-only"):
        gone.apply([], [(S, RDFS.label, Literal("x"), A)])

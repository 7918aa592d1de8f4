"""The shapes files themselves: valid SHACL, one prefix table, a catalogue that is up to date."""

import re
from importlib.resources import files

import pytest
import rdflib
from rdflib import RDF, SH, Graph, Literal
from rdflib.namespace import DCTERMS

from graph import EmbeddedEngine
from ontology.namespaces import prefixes
from ontology.terms import DQ
from shapes import ShapeError, rules, shacl, sheet_specs
from shapes.catalogue import TARGET, catalogue
from shapes.rules import Rule, _rule
from shapes.setwise import query
from shapes.shacl import check_shapes
from shapes.sheets import column_paths
from shapes.source import shape_files, shapes_graph

ONTOLOGY = {file.name for file in files("ontology").iterdir() if file.name.endswith(".ttl")}
OWN = {"identity.ttl", "values.ttl", "protection.ttl", "sheets.ttl"}


def text(name: str) -> str:
    return files("shapes").joinpath(name).read_text("utf-8")


@pytest.mark.slow
def test_the_shapes_are_valid_shacl() -> None:
    check_shapes()
    assert rdflib.NORMALIZE_LITERALS is False


def test_invalid_shacl_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Graph()
    broken.add((DQ["DQ-999"], RDF.type, SH.PropertyShape))
    broken.add((DQ["DQ-999"], SH.path, Literal("kein Pfad")))
    monkeypatch.setattr(shacl, "shapes_graph", lambda: broken)
    with pytest.raises(ShapeError, match="not valid SHACL"):
        check_shapes()


def test_files_are_named_like_the_ontology_files() -> None:
    assert set(shape_files()) - ONTOLOGY == OWN
    assert len(shape_files()) == 17


def test_there_is_one_prefix_table() -> None:
    assert not [name for name in shape_files() if "sh:declare" in text(name)]
    for name in shape_files():
        for prefix, iri in re.findall(r"^@prefix (\w*): <([^>]+)>", text(name), re.MULTILINE):
            assert prefixes()[prefix] == iri, f"{name}: {prefix}"
        assert "PREFIX " not in text(name), "queries take their prefixes from sh:prefixes"
    declared = set(shapes_graph().objects(None, SH.prefixes))
    assert len(declared) == 1
    assert (next(iter(declared)), SH.declare, None) in shapes_graph()


@pytest.mark.parametrize("name", shape_files())
def test_every_prefix_line_is_used(name: str) -> None:
    body = re.sub(r"^@prefix.*$", "", text(name), flags=re.MULTILINE)
    declared = re.findall(r"^@prefix (\w*):", text(name), re.MULTILINE)
    assert [p for p in declared if not re.search(rf"\b{p}:", body)] == []


def test_shapes_have_addresses_and_carry_their_number() -> None:
    for rule in rules():
        name = rule.shape.removeprefix(str(DQ))
        assert name == rule.id or name.startswith(rule.id + "-")


def test_queries_use_only_what_shacl_allows() -> None:
    banned = re.compile(r"\b(MINUS|VALUES|SERVICE|NOW|GRAPH|FROM)\b")
    for rule in rules():
        for part in (rule.select, rule.related):
            assert part is None or not banned.search(part), rule.id
            assert part is None or part.startswith("SELECT $this"), rule.id


def test_every_query_is_sparql_for_the_engine() -> None:
    with EmbeddedEngine() as engine:
        for rule in rules():
            if rule.select:
                assert engine.select(query(rule), [DQ["lauf-leer"]]).rows == [], rule.id


def test_rules_are_about_something_known() -> None:
    classes = {spec.cls for spec in sheet_specs()}
    for rule in rules():
        assert classes & set(rule.targets) or rule.id in {"DQ-016", "DQ-101", "DQ-104"}, rule.id


def test_rules_for_all_records_leave_no_class_out() -> None:
    classes = {spec.cls for spec in sheet_specs()}
    for number in ("DQ-010", "DQ-011", "DQ-014", "DQ-015", "DQ-017", "DQ-018", "DQ-019", "DQ-029", "DQ-049",
                   "DQ-097", "DQ-100", "DQ-102", "DQ-103"):  # fmt: skip
        (rule,) = [r for r in rules() if r.id == number]
        assert set(rule.targets) == classes, number


def test_the_catalogue_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == catalogue(), "run: python -m shapes.catalogue"


def test_the_catalogue_lists_every_rule_once_or_per_message() -> None:
    for number in {rule.id for rule in rules()}:
        messages = {rule.message["de"] for rule in rules() if rule.id == number}
        assert len(re.findall(rf"^\| {number}\b", catalogue(), re.MULTILINE)) == len(messages)


def test_a_broken_path_is_named() -> None:
    graph = Graph()
    entry = DQ["spalte-x"]
    graph.add((entry, DQ.columnTag, Literal("x")))
    with pytest.raises(ShapeError, match="column 'x' has a path no cell can fill"):
        column_paths(graph, entry)


def test_a_query_without_where_is_named() -> None:
    rule = next(r for r in rules() if r.select)
    broken = Rule(**{**{s: getattr(rule, s) for s in Rule.__slots__}, "select": "SELECT $this"})
    with pytest.raises(ShapeError, match=rule.id):
        query(broken)


def test_numbers_are_not_used_for_anything_else() -> None:
    numbered = {s for s, n in shapes_graph().subject_objects(DCTERMS.identifier) if str(n).startswith("DQ-")}
    assert numbered == {rule.shape for rule in rules()}
    assert all(
        (s, RDF.type, SH.NodeShape) in shapes_graph() or (s, RDF.type, SH.PropertyShape) in shapes_graph()
        for s in numbered
    )


@pytest.mark.parametrize(
    "fault", ["sh:severity sh:Warnung", 'dq:importEffect "Datei wegwerfen"'], ids=["severity", "effect"]
)
def test_a_rule_of_no_known_severity_or_effect_is_refused_by_its_number(fault: str) -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dq: <{}> .
      dq:X <http://purl.org/dc/terms/identifier> "DQ-999" ; sh:severity sh:Info ; dq:importEffect "nur Bericht" ."""
    prop = fault.partition(" ")[0]
    text = re.sub(rf"{prop} [^;.]*", f"{fault} ", text.format(DQ))
    with pytest.raises(ShapeError, match="DQ-999 needs an IRI, sh:severity"):
        _rule(Graph().parse(data=text, format="turtle"), DQ.X)

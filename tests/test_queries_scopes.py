"""No query asks about a variable where it has no value: rows would be missing, or too many, and nobody would see it."""

from pathlib import Path

import pytest
from scopes import faults

from ontology.namespaces import sparql_prologue
from shapes.rules import rules
from shapes.setwise import query

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path.relative_to(ROOT) for room in ("app", "graph", "queries") for path in (ROOT / room).rglob("*.rq")
)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_variable_has_a_value_where_it_is_asked_about(path):
    text = (ROOT / path).read_text("utf-8").replace("{ }", "{ UNDEF }")  # blocks that are always filled
    assert faults(text if "PREFIX" in text else sparql_prologue() + text) == []


def test_every_rule_asks_about_variables_where_they_have_a_value():
    queries = {rule.id: query(rule) for rule in rules() if rule.select}
    found = {name: wrong for name, text in queries.items() if (wrong := faults(text))}
    assert len(queries) > 50
    assert found == {}


DATED = 'VALUES ?day { "2026-11-24" }'
UNSEEN = "FILTER(?end > ?day)"
BROKEN = [
    ("a branch", f"SELECT ?a {{ {DATED} {{ ?a <urn:p> ?end {UNSEEN} }} UNION {{ ?a <urn:q> ?end }} }}", "?day"),
    ("a group", f"SELECT ?a {{ {DATED} {{ ?a <urn:p> ?end {UNSEEN} }} }}", "?day"),
    ("a selection", f"SELECT ?a {{ {DATED} {{ SELECT ?a {{ ?a <urn:p> ?end {UNSEEN} }} }} }}", "?day"),
    ("an optional in an optional", f"SELECT ?a {{ {DATED} ?a <urn:p> ?b OPTIONAL {{ ?b <urn:q> ?c OPTIONAL {{ ?c <urn:r> ?end {UNSEEN} }} }} }}", "?day"),
    ("a calculation", "SELECT ?a { ?a <urn:p> ?b { ?a <urn:q> ?c BIND(?b + ?c AS ?sum) } }", "?b"),
    ("whether it is there", "SELECT ?a { ?a <urn:p> ?b { ?a <urn:q> ?c FILTER(!BOUND(?b)) } }", "?b"),
    ("an existence", f"SELECT ?a {{ {DATED} {{ ?a <urn:p> ?b FILTER EXISTS {{ ?a <urn:q> ?end {UNSEEN} }} }} }}", "?day"),
    ("what a selection keeps to itself", "SELECT ?a { { SELECT ?a { ?a <urn:p> ?b } } FILTER(?b > 1) }", "?b"),
    ("a group of rows", "SELECT ?a (MAX(?z) AS ?most) { ?a <urn:p> ?b } GROUP BY ?a", "?z"),
    ("an optional upon an optional", "SELECT ?a { ?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c } OPTIONAL { ?c <urn:r> ?d } }", "?c"),
    ("what only one branch knows", "SELECT ?a { { ?a <urn:p> ?b } UNION { ?a <urn:q> ?c } ?c <urn:r> ?d }", "?c"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "text", "variable"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_variable_out_of_scope_is_noticed(where, text, variable):
    found = faults(text)
    assert len(found) == 1, where
    assert found[0].startswith(f"{variable} "), found


SOUND = [
    f"SELECT ?a {{ {DATED} {{ ?a <urn:p> ?end }} UNION {{ ?a <urn:q> ?end }} {UNSEEN} }}",
    f"SELECT ?a {{ {DATED} ?a <urn:p> ?b OPTIONAL {{ ?b <urn:q> ?end {UNSEEN} }} }}",
    f"SELECT ?a {{ {DATED} ?a <urn:p> ?b FILTER NOT EXISTS {{ ?a <urn:q> ?end {UNSEEN} }} }}",
    "SELECT ?a { ?a <urn:p> ?b OPTIONAL { ?a <urn:q> ?c OPTIONAL { ?c <urn:r> ?d } } BIND(IF(BOUND(?d), ?d, ?nothing) AS ?e) }",
    "SELECT ?a (MAX(?b) AS ?most) { VALUES ?a { UNDEF } ?a <urn:p> ?b } GROUP BY ?a HAVING (COUNT(?b) > 1)",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_in_scope_is_no_fault(text):
    assert faults(text) == []

"""Every question answers on Beispielau what a second, plain computation over the same workbooks says.

`pytest -s tests/test_examples_answers.py` prints the table of questions: how often each is computed, and the case its own test changes.
"""

import pkgutil
import sys
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import plain
import pytest
import yaml
from beispielau import AGS, Town, deliver
from plain import network_measures as by_hand
from plain.constellations import needs_at
from plain.projections import PROJECTIONS, ways
from plain.tables import CHECKS, TODAY, Check, Found, written
from rdflib import Literal, URIRef

from ontology.iris import Audience
from queries import Answer, Catalogue, Words, ask
from queries.network_answer import network
from queries.network_header import network_headers

for module in pkgutil.iter_modules(plain.__path__):
    import_module(f"plain.{module.name}")

DATA = Path(__file__).parent / "data" / "queries"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Town:
    return beispielau


@pytest.fixture(scope="module")
def a_year_ago(made_once) -> Town:
    """What questions that compare two versions compare with."""
    return Town(made_once("a_year_ago", partial(deliver, until="2025-11")))


def cell(value: object) -> str:
    """A value of an answer as the plain computations write it."""
    if isinstance(value, URIRef):
        name = value.rpartition("/")[2].rpartition("#")[2]
        return name.partition("-")[2] if f"/id/{AGS}/" in value else name
    if isinstance(value, Words):
        return value.de
    if isinstance(value, Literal) and str(value.datatype).endswith(("integer", "decimal", "double")):
        return written(value.toPython())
    return "" if value is None else str(value)


def shown(answer: Answer, check: Check) -> Found:
    return {
        (block.name, *(cell(row.get(name)) for name in check.show[block.name]))
        for block in answer.blocks
        if block.name in check.show
        for row in block.rows
    }


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_the_answer_equals_the_plain_computation(check: Check, town: Town, request: pytest.FixtureRequest):
    answer = ask(
        replace(town.snapshot, version=2),
        check.question,
        check.parameters,
        audience=Audience.INTERN,
        reference_date=check.day,
        earlier=lambda _: request.getfixturevalue("a_year_ago").snapshot,
    )
    found, expected = shown(answer, check), check.expected()
    assert found == expected, (
        f"only answered {sorted(found - expected)[:9]}, only computed {sorted(expected - found)[:9]}"
    )
    assert expected, "an empty expectation proves nothing"


def test_every_question_is_computed_a_second_time():
    assert {check.question for check in CHECKS} == {question.id for question in Catalogue.load().questions}


def test_the_table_of_questions(capsys: pytest.CaptureFixture[str]):
    lines = []
    for question in Catalogue.load().questions:
        own = [check for check in CHECKS if check.question == question.id]
        case = yaml.safe_load((DATA / question.stem / "case.yaml").read_text("utf-8"))
        assert set(case["shows"]) == {"covered", "gap", "unknown"}
        lines.append(f"{question.id:<4} {len(own):>2} Rechnungen  {case['mutation']}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", [*PROJECTIONS])
def test_the_edges_of_a_network_are_those_of_the_workbooks(name: str, town: Town):
    answer = network(town.snapshot, name, audience=Audience.INTERN, reference_date=TODAY)
    edges = {frozenset((cell(row["one"]), cell(row["other"]))) for row in answer.block("edges").rows}
    assert edges == PROJECTIONS[name]()
    assert edges
    nodes = {cell(row["node"]) for row in answer.block("nodes").rows}
    assert set().union(*edges) <= nodes


@pytest.mark.parametrize("constellation", sorted(needs_at()))
def test_the_ways_of_a_constellation_are_those_of_the_workbooks(constellation: str, town: Town):
    answer = network(
        town.snapshot, "constellation_paths", constellation, audience=Audience.INTERN, reference_date=TODAY
    )
    edges = {frozenset((cell(row["one"]), cell(row["other"]))) for row in answer.block("edges").rows}
    assert edges == ways(constellation)


def test_every_network_has_its_edges_computed_a_second_time():
    assert PROJECTIONS.keys() | {"constellation_paths"} == network_headers().keys()
    assert sum(len(ways(constellation)) for constellation in needs_at()) > len(needs_at())


@pytest.mark.parametrize("name", [*PROJECTIONS])
def test_the_measures_of_a_network_are_those_counted_by_hand(name: str, town: Town):
    answer = network(town.snapshot, name, audience=Audience.INTERN, reference_date=TODAY)
    rows = answer.block("edges").rows
    weights = {frozenset((cell(r["one"]), cell(r["other"]))): int(str(r["weight"])) for r in rows}
    nodes = {cell(row["node"]): row for row in answer.block("nodes").rows}
    group = {node: cell(row["pillarGroup"]) for node, row in nodes.items() if row["pillarGroup"] is not None}
    near = by_hand.neighbours(set(nodes), set(weights))
    told = {row["measure"].de: row["value"] for row in answer.block("measures").rows}
    pieces, cores = by_hand.parts(near), by_hand.core(near)
    expected = {
        "Zusammenhängende Teile": sum(len(part) > 1 for part in pieces),
        "Ohne Verbindung": sum(len(part) == 1 for part in pieces),
        "Erreichbarkeit": by_hand.reach(near),
        "Tiefster Kern (k)": max(cores.values()),
        "Schnittknoten": len(by_hand.cut_points(near)),
        "Brücken (Verbindungen)": len(by_hand.bridges(near, set(weights))),
    }
    if "Modularität Q der Säulen" in told:
        expected["Modularität Q der Säulen"] = by_hand.modularity(set(weights), group)
    for measure, value in expected.items():
        assert float(str(told[measure])) == pytest.approx(value, abs=5e-5), measure
    between, cuts = by_hand.betweenness(near), by_hand.cut_points(near)
    for node, row in nodes.items():
        assert int(str(row["core"])) == cores[node], node
        assert float(str(row["betweenness"])) == pytest.approx(between[node], abs=1e-4), node
        assert (row["cut"].de == "ja") == (node in cuts), node
    found = {
        frozenset((cell(r["pillarGroup"]), cell(r["otherGroup"]))): (int(str(r["edges"])), r["density"])
        for r in answer.block("densities").rows
    }
    for pair, (edges, share) in by_hand.density(near, weights, group).items():
        assert found[pair][0] == edges, pair
        assert float(str(found[pair][1])) == pytest.approx(share, abs=5e-5), pair

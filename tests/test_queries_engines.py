"""Every question gives the same answer on the embedded engine and on a SPARQL server."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from graph import EmbeddedEngine, EndpointEngine, Engine, Triple
from ontology import iris
from ontology.iris import Audience
from queries import Catalogue, MemoryTown, ask, cell_evidence, matrix
from queries.asking import Answer

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
STEMS = [question.stem for question in Catalogue.load().questions]
pytestmark = pytest.mark.server


def loaded(engine: Engine) -> MemoryTown:
    engine.replace_graph(iris.held_back_graph(AGS), [])
    return MemoryTown.read(DATA / "town", AGS, also=sorted(DATA.glob("*/town")), engine=engine, version=2)


@pytest.fixture(scope="module")
def here() -> MemoryTown:
    return loaded(EmbeddedEngine())


@pytest.fixture(scope="module")
def there(sparql_server: str) -> MemoryTown:
    return loaded(EndpointEngine(f"{sparql_server}/query", f"{sparql_server}/update"))


def shown(answer: Answer) -> object:
    return (
        answer.lead,
        [(b.name, list(b.rows)) for b in answer.blocks],
        answer.exclusions,
        answer.completeness,
    )


@pytest.mark.parametrize("stem", STEMS)
def test_a_question_gives_the_same_answer_on_both(stem, here, there):
    for run in yaml.safe_load((DATA / stem / "case.yaml").read_text("utf-8"))["runs"]:
        given = {name: str(value) for name, value in run.items()}
        answers = [
            ask(
                t,
                stem,
                given,
                audience=Audience.INTERN,
                reference_date=TODAY,
                earlier=lambda _version, town=t: town,
            )
            for t in (here, there)
        ]
        assert shown(answers[0]) == shown(answers[1])
        assert any(block.rows for block in answers[0].blocks) or stem == "k3_herkunft"


def test_the_derived_facts_are_the_same_on_both(here, there):
    derived = iris.derived_graph(AGS, Audience.INTERN)
    assert set(here.engine.graph(derived)) == set(there.engine.graph(derived))
    assert here.engine.count(derived) > 1000


def test_matrix_and_evidence_are_the_same_on_both(here, there):
    both = [matrix(t, "S", audience=Audience.INTERN, reference_date=TODAY) for t in (here, there)]
    assert both[0].rows == both[1].rows
    why = [
        cell_evidence(t, "BD-SO2", "ZG-A06", "S", audience=Audience.INTERN, reference_date=TODAY)
        for t in (here, there)
    ]
    assert why[0].blocks == why[1].blocks


def test_a_question_reads_only_the_graphs_it_names(here):
    """Another town and another audience in the same store change nothing."""
    engine = EmbeddedEngine()
    crowded = loaded(engine)
    for name in (iris.stand_graph("99999002", Audience.INTERN), iris.stand_graph(AGS, Audience.PUBLIC)):
        engine.replace_graph(name, here.engine.graph(iris.stand_graph(AGS, Audience.INTERN)))
    for stem in STEMS[:3]:
        answers = [ask(t, stem, {}, audience=Audience.INTERN, reference_date=TODAY) for t in (here, crowded)]
        assert shown(answers[0]) == shown(answers[1])
    public = ask(crowded, "A1", {}, audience=Audience.PUBLIC, reference_date=TODAY)
    assert public.lead != shown(answers[0])[0], "nothing was derived for the public here"


def test_the_graphs_of_a_question_share_no_triple(here):
    names = [
        iris.stand_graph(AGS, Audience.INTERN), iris.derived_graph(AGS, Audience.INTERN), iris.VOCABULARY_GRAPH,
        iris.provenance_graph(AGS), iris.held_back_graph(AGS),
    ]  # fmt: skip
    seen: set[Triple] = set()
    for name in names:
        triples = set(here.engine.graph(name))
        assert not seen & triples, name
        seen |= triples


def test_expected_files_are_tables():
    for stem in STEMS:
        rows = list(csv.DictReader((DATA / stem / "expected.csv").read_text("utf-8").splitlines()))
        assert rows
        assert all(None not in row for row in rows)

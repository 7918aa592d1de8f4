"""Every question gives what lies expected beside it, and a mutation that must flip the answer flips it.

A question file without its folder in `tests/data/queries/` fails here. What only this question needs beside the common
town lies in `<question>/town/*.ttl`; of one that compares with an earlier version, that version is the common town with
`<question>/earlier/*.ttl`. To write the expected files anew after a change
that is meant, set QUERBLICK_WRITE_EXPECTED=1, run this file, and read the difference.
"""

import csv
import io
import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from rdflib import Graph, URIRef

from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from queries import Answer, Catalogue, MemoryTown, RuleDeriver, Words, ask

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
QUESTIONS = [question.stem for question in Catalogue.load().questions]
WRITE = os.environ.get("QUERBLICK_WRITE_EXPECTED") == "1"


@cache
def town(stem: str) -> MemoryTown:
    return MemoryTown.read(DATA / "town", AGS, also=[DATA / stem / "town"], version=2)


@cache
def earlier(stem: str) -> MemoryTown:
    return MemoryTown.read(DATA / "town", AGS, also=[DATA / stem / "earlier"], version=1)


def mutated(stem: str) -> MemoryTown:
    changed = MemoryTown.read(
        DATA / "town", AGS, also=[DATA / stem / "town"], engine=EmbeddedEngine(), version=2
    )
    graph_iri = iris.stand_graph(AGS, Audience.INTERN)
    stand, gone, new = set(changed.engine.graph(graph_iri)), Graph(), Graph()
    for name, graph in (("remove", gone), ("add", new)):
        if (file := DATA / stem / f"mutation.{name}.ttl").exists():
            graph.parse(file)
    assert len(gone) + len(new) > 0, f"{stem}: a mutation file is needed"
    assert all(triple in stand for triple in gone), f"{stem}: the mutation removes what is not there"
    changed.engine.apply([(*triple, graph_iri) for triple in gone], [(*triple, graph_iri) for triple in new])
    subjects = frozenset(s for s, _, _ in (*gone, *new) if isinstance(s, URIRef))
    RuleDeriver.shipped().derive(changed.engine, AGS, Audience.INTERN, subjects)
    return changed


def case(stem: str) -> dict:
    file = DATA / stem / "case.yaml"
    assert file.exists(), f"{file}: every question needs its case: runs, shows, mutation"
    return yaml.safe_load(file.read_text("utf-8"))


def answers(snapshot: MemoryTown, stem: str) -> list[Answer]:
    return [
        ask(
            snapshot,
            stem,
            {k: str(v) for k, v in run.items()},
            audience=Audience.INTERN,
            reference_date=TODAY,
            earlier=lambda _version: earlier(stem),
        )
        for run in case(stem)["runs"]
    ]


def plain(value: object) -> str:
    if isinstance(value, URIRef):
        return value.rpartition("/")[2].rpartition("#")[2]
    return value.de if isinstance(value, Words) else "" if value is None else str(value)


def table(given: list[Answer]) -> str:
    """All rows of all runs as CSV, with the run, the block, and the lead as a row of its own."""
    names = [column.name for column in given[0].columns]
    out = io.StringIO()
    writer = csv.DictWriter(out, ["run", "block", *names], lineterminator="\n")
    writer.writeheader()
    for number, answer in enumerate(given, 1):
        writer.writerow({"run": number, "block": "lead", names[0]: answer.lead.de})
        for block in answer.blocks:
            for row in block.rows:
                writer.writerow({"run": number, "block": block.name} | {k: plain(v) for k, v in row.items()})
    return out.getvalue()


def compare(file: Path, text: str) -> None:
    if WRITE:
        file.write_text(text, "utf-8")
        pytest.fail(f"{file.name} was written; read the difference")
    assert file.exists(), f"{file}: the expected answer is missing"
    assert text.splitlines() == file.read_text("utf-8").splitlines()


@pytest.mark.parametrize("stem", QUESTIONS)
def test_the_answer_is_the_expected_one(stem):
    compare(DATA / stem / "expected.csv", table(answers(town(stem), stem)))


@pytest.mark.parametrize("stem", QUESTIONS)
def test_a_mutation_flips_the_answer(stem):
    after = table(answers(mutated(stem), stem))
    compare(DATA / stem / "mutation.expected.csv", after)
    before = (DATA / stem / "expected.csv").read_text("utf-8")
    assert set(before.splitlines()) != set(after.splitlines()), case(stem)["mutation"]


@pytest.mark.parametrize("stem", QUESTIONS)
def test_the_expected_answer_shows_a_covered_a_missing_and_an_unknown_case(stem):
    rows = list(csv.DictReader((DATA / stem / "expected.csv").read_text("utf-8").splitlines()))
    shows = case(stem)["shows"]
    assert set(shows) == {"covered", "gap", "unknown"}
    for kind, wanted in shows.items():
        absent = wanted.pop("absent", False)
        found = [
            row for row in rows
            if row["block"] != "lead" and all(row[name] == value for name, value in wanted.items())
        ]  # fmt: skip
        assert bool(found) is not absent, f"{stem}: {kind}: {wanted}"


def test_no_folder_is_left_over():
    folders = {f.name for f in DATA.iterdir() if (f / "case.yaml").exists()}
    assert folders == set(QUESTIONS)


@pytest.mark.parametrize("stem", QUESTIONS)
def test_every_answer_says_what_it_rests_on(stem):
    for answer in answers(town(stem), stem):
        assert answer.lead.de
        assert answer.lead.en
        assert answer.definition.de
        assert answer.reference_date == TODAY
        assert answer.completeness.words.de
        assert answer.thresholds.shown()
        assert next(iter(answer.queries)) == "areas" or stem in answer.queries
        for block in answer.blocks:
            assert block.rows or (block.empty and block.empty.en), f"{stem}.{block.name}: no word for no rows"


FORBIDDEN = ("einsparpotenzial", "savings", "duplicate", "doppelangebot", "duplikat")


@pytest.mark.parametrize("stem", QUESTIONS)
def test_no_answer_speaks_of_savings(stem):
    text = str(answers(town(stem), stem)).casefold()
    assert not [word for word in FORBIDDEN if word in text]

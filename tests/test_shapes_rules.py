"""Every rule fires on its violating graph and keeps still on its conforming one."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from graph import Effect, Finding, Severity
from ontology.namespaces import prefixes
from shapes import rules, validate
from shapes.report import Result

FOLDER = Path(__file__).parent / "data" / "shapes"
NUMBERS = sorted({rule.id for rule in rules()})
TODAY = date(2026, 11, 22)
BASE = prefixes()["id"] + "99999001/"


def graph(number: str, name: str) -> Graph:
    return Graph().parse(FOLDER / number / f"{name}.ttl")


def iri(text: str) -> str:
    prefix, _, rest = text.partition(":")
    return BASE + rest if prefix == "" else prefixes()[prefix] + rest if prefix in prefixes() else text


def plain(value: object) -> object:
    """Numbers by value: engines write 1.10 as 1.1."""
    if isinstance(value, Literal):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return str(value)
    return None if value is None else str(value)


def found(results: tuple[Result, ...], number: str) -> set[tuple[object, ...]]:
    return {
        (str(r.focus), None if r.path is None else str(r.path), plain(r.value))
        for r in results
        if r.rule.id == number
    }


def expected(number: str) -> set[tuple[object, ...]]:
    rows = json.loads((FOLDER / number / "expected.json").read_text("utf-8"))
    return {
        (
            iri(row["focus"]),
            row["path"] and iri(row["path"]),
            row["value"] and plain(Literal(iri(row["value"]))),
        )
        for row in rows
    }


@pytest.mark.parametrize("number", NUMBERS)
def test_violating_graph_gives_exactly_the_expected_results(number: str) -> None:
    report = validate(graph(number, "violates"), today=TODAY)
    assert found(report.results, number) == expected(number)


@pytest.mark.parametrize("number", NUMBERS)
def test_conforming_graph_gives_no_result(number: str) -> None:
    data = graph(number, "conforms")
    assert len(data) > 0
    assert found(validate(data, today=TODAY).results, number) == set()


def test_every_rule_has_its_folder_and_every_folder_its_rule() -> None:
    folders = {path.name for path in FOLDER.iterdir()}
    assert folders == set(NUMBERS)
    for folder in FOLDER.iterdir():
        assert {path.name for path in folder.iterdir()} == {"conforms.ttl", "violates.ttl", "expected.json"}


def test_a_silent_rule_repeats_nothing_and_a_finding_agrees() -> None:
    for rule in rules():
        finding = Finding(rule.id, Severity.INFO, Effect.NOTE, {"de": ""}, found="Geheim")
        assert (finding.found is None) == rule.silent, rule.id
        if rule.silent:
            assert "{" not in rule.message["de"] + rule.message["en"], rule.id


def test_every_rule_tells_how_to_mend_it() -> None:
    for rule in rules():
        for lang in ("de", "en"):
            assert rule.expected[lang].endswith("."), rule.id
            assert rule.remedy[lang].endswith("."), rule.id
            assert rule.message[lang].endswith("."), rule.id


def test_severity_and_effect_go_together() -> None:
    allowed = {
        Severity.VIOLATION: {Effect.REJECT_FILE, Effect.HOLD_ROW},
        Severity.WARNING: {Effect.NOTE},
        Severity.INFO: {Effect.REPORT},
    }
    for rule in rules():
        assert rule.effect in allowed[rule.severity], rule.id


def test_results_name_records_as_iris() -> None:
    for number in ("DQ-073", "DQ-011"):
        for result in validate(graph(number, "violates"), today=TODAY).results:
            assert isinstance(result.focus, URIRef)

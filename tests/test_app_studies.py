"""Studies as the facade gives them: both languages, what stands behind a row, the files, nothing claimed of an empty town."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.answers import rdf_exports
from app.asked import Asked
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
NAMES = ("need-tracks", "goal-ways", "criteria-and-funds", "committee-dates")


@pytest.fixture(scope="module")
def service(small_home) -> Service:
    return Service.open(small_home)


def test_every_study_is_listed_with_what_it_asks(service):
    assert tuple(choice.value for choice in service.studies.studies("de").value) == NAMES
    assert all(choice.label.endswith("?") for choice in service.studies.studies("en").value)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_of_what_is_not_recorded_nothing_is_claimed(service, name, lang):
    view = service.studies.answer(name, Asked(Audience.INTERN, DAY, lang=lang)).value
    tables = [view.rows, *(block.rows for block in view.blocks)]
    if not any(tables):
        assert {"de": "keine Aussage möglich", "en": "no statement possible"}[lang] in view.lead
    assert view.completeness is not None
    assert view.definition


def test_need_and_area_are_named_in_the_answer_and_unknown_ones_refused(service):
    view = service.studies.answer("need-tracks", AT, field="BD-EX2").value
    assert [fact.name for fact in view.parameters] == ["field"]
    assert view.parameters[0].text != "BD-EX2"
    with pytest.raises(KnowledgeGraphError, match="Unfug"):
        service.studies.answer("need-tracks", AT, within="Unfug")
    with pytest.raises(KnowledgeGraphError, match="need-tracks"):
        service.studies.answer("horoskop", AT)


def test_behind_a_row_are_its_records(service):
    view = service.studies.answer("need-tracks", AT).value
    if view.rows:
        assert service.studies.behind("need-tracks", "cells", 0, AT).value.rows
    with pytest.raises(KnowledgeGraphError, match="Zeile"):
        service.studies.behind("need-tracks", "cells", 10_000, AT)


@pytest.mark.parametrize("name", NAMES)
def test_a_study_is_taken_along(service, name):
    released = service.studies.answer(name, AT)
    assert json.loads(exports.to_json(released))["data"]["question_id"] == name
    assert exports.to_xlsx(released)[:2] == b"PK"
    assert name.encode() in rdf_exports.to_turtle(released)


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_gives_the_same(small_home, name):
    run = CliRunner().invoke(
        cli.app, ["study", name, "--date", DAY.isoformat(), "--format", "json", "--home", str(small_home)]
    )
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert told["data"]["lead"] == Service.open(small_home).studies.answer(name, AT).value.lead


def test_the_command_line_lists_the_studies(small_home):
    run = CliRunner().invoke(cli.app, ["study", "--home", str(small_home)])
    assert all(name in run.stdout for name in NAMES)

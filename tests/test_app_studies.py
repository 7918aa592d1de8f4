"""Studies as the facade gives them: both languages, what stands behind a row, the files, nothing claimed of an empty town."""

import json
from dataclasses import replace
from datetime import date

import icalendar
import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.answers import rdf_exports
from app.asked import Asked
from app.date_exports import committees_to_ics
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


COMMITTEES = {
    "gremium": [
        {"kennung": "GR-1", "name": "Sozialausschuss", "art": "GR-P2", "gebiet": "G-0", "rhythmus": "monatlich", "letzte-sitzung": "20.11.2026", "gueltig-bis": "31.10.2029", "offenlegung": "öffentlich"},
        {"kennung": "GR-2", "name": "Runder Tisch", "art": "GR-A1", "gebiet": "G-0", "rhythmus": "monatlich", "letzte-sitzung": "01.03.2026", "offenlegung": "intern"},
    ],
    "mitgliedschaft": [
        {"kennung": "MG-1", "gremium": "GR-1", "mitglied": "T-1", "rolle": "Mitglied", "stimmrecht": "ja", "gueltig-ab": "01.01.2024", "gueltig-bis": "31.12.2026", "offenlegung": "öffentlich"},
        {"kennung": "MG-2", "gremium": "GR-1", "mitglied": "T-2", "rolle": "Mitglied", "stimmrecht": "ja", "gueltig-ab": "01.01.2024", "offenlegung": "öffentlich"},
    ],
    "beschluss": [
        {"kennung": "BE-1", "name": "Treff einrichten", "gremium": "GR-1", "status": "beschlossen", "datum": "01.10.2026", "umsetzung": "offen", "frist": "30.06.2027", "offenlegung": "öffentlich"},
        {"kennung": "BE-2", "name": "Sprachmittlung", "gremium": "GR-1", "status": "vorgeschlagen", "frist": "15.12.2026", "offenlegung": "öffentlich"},
        {"kennung": "BE-3", "name": "Bericht", "gremium": "GR-1", "status": "abgelehnt", "datum": "20.11.2026", "umsetzung": "entfallen", "offenlegung": "intern"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def committees(tmp_path_factory, small_town) -> Service:
    service = Service.open(tmp_path_factory.mktemp("gremien"), "99999001", create=True)
    preview = service.stage(small_town(more=COMMITTEES), "gremien.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Sozialplanung", why="Test")
    return service


def events(service, asked=AT):
    found = icalendar.Calendar.from_ical(committees_to_ics(service.studies.answer("committee-dates", asked)))
    return {str(e["uid"]): (str(e["summary"]), e["dtstart"].dt.isoformat(), str(e.get("description", ""))) for e in found.walk("VEVENT")}  # fmt: skip


def test_dates_of_committees_go_into_a_calendar(committees):
    """All of them, as one reads them off the sheets above; the table that never met since is no date."""
    assert {uid.split("@")[0]: told[:2] for uid, told in events(committees).items()} == {
        "gremium-GR-1-met": ("Sitzung (erfasst): Sozialausschuss", "2026-11-20"),
        "gremium-GR-1-meets": ("Sitzung zu erwarten: Sozialausschuss", "2026-12-20"),
        "gremium-GR-2-met": ("Sitzung (erfasst): Runder Tisch", "2026-03-01"),
        "gremium-GR-1-ends": ("Gremium endet: Sozialausschuss", "2029-10-31"),
        "mitgliedschaft-MG-1-ends": ("Sitz endet: Haus am Markt", "2026-12-31"),
        "beschluss-BE-1-day": ("beschlossen: Treff einrichten", "2026-10-01"),
        "beschluss-BE-1-due": ("Frist: Treff einrichten", "2027-06-30"),
        "beschluss-BE-2-due": ("Frist: Sprachmittlung", "2026-12-15"),
        "beschluss-BE-3-day": ("abgelehnt: Bericht", "2026-11-20"),
    }  # fmt: skip
    calculated = next(
        told for uid, told in events(committees).items() if uid.startswith("gremium-GR-1-meets")
    )
    assert "nicht eingeladen" in calculated[2]


def test_the_public_calendar_holds_what_is_public(committees):
    public = events(committees, replace(AT, audience=Audience.PUBLIC))
    assert public
    assert not any("Runder Tisch" in " ".join(told) or "Bericht" in told[0] for told in public.values())


def test_the_command_writes_the_calendar(committees, tmp_path):
    def run(*line):
        return CliRunner().invoke(cli.app, ["study", *line, "--home", str(committees._town.home), "--date", "2026-11-24"])  # fmt: skip

    out = tmp_path / "gremien.ics"
    assert run("committee-dates", "--ics", str(out)).exit_code == 0
    assert out.read_bytes().count(b"BEGIN:VEVENT") == 9
    assert run("need-tracks", "--ics", str(out)).exit_code == 2

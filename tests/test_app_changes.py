"""The report about two states: what began, ended, is only recorded now or no longer delivered, held against the workbooks."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl  # noqa: TID251 the test reads the file back
import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.errors import RequestError
from app.gaps.choice import MatrixChoice, shown_cells
from app.papers.desk import NewPaper
from app.papers.document import document
from app.service import Service
from app.versions.report import REPORT, pair, report_view, since
from ontology.iris import Audience
from queries.changes_words import FATES, TURNS, told
from queries.knowledge_changes import ASPECTS
from queries.record_changes import Fate

DAY, EARLIER = date(2026, 11, 24), date(2026, 9, 15)
AT = Asked(Audience.INTERN, DAY, 2)
THEN = replace(AT, reference_date=EARLIER, version=1)
SECOND = {
    "without": ("A-4", "C-4"),
    "change": {
        "A-1": {"name": "Beratung am Neumarkt"},
        "A-2": {"gueltig-bis": "31.10.2026"},
        "C-1": {"bedarf": "BD-WO1"},
        "B-1": {"status": "erledigt"},
        "D-1": {"bedarf": "BD-EX; BD-WO"},
    },
    "more": {
        "angebot": [
            {"kennung": "A-5", "name": "Neuer Treff", "traeger": "T-3", "gueltig-ab": "01.10.2026"},
            {"kennung": "A-6", "name": "Alter Treff", "traeger": "T-3"},
            {"kennung": "A-7", "name": "Künftiger Treff", "traeger": "T-3", "gueltig-ab": "01.03.2027"},
        ],
        "abdeckung": [{"kennung": "C-5", "angebot": "A-5", "bedarf": "BD-EX4"}],
    },
}
"""What a second delivery says differently. Every row of the small town's offers holds from 01.01.2024."""

OFFERS = {
    "A-1": Fate.CHANGED, "A-2": Fate.ENDED, "A-4": Fate.UNDELIVERED, "A-5": Fate.BEGUN, "A-6": Fate.RECORDED,
    "A-7": Fate.LATER,
}  # fmt: skip


@pytest.fixture(scope="module")
def service(small_town, tmp_path_factory) -> Service:
    service = Service.open(tmp_path_factory.mktemp("home"), "99999001", create=True)
    for number, data in enumerate((small_town(), small_town(**SECOND))):
        preview = service.stage(data, f"{number}.xlsx").value
        service.accept(preview.token, who="Sozialplanung", why="Lieferung", confirm_drop=True)
    return service


@pytest.fixture(scope="module")
def report(service):
    return service.changes.report(THEN, AT).value


def block(report, name):
    tables = {table.name: table for table in report.blocks}
    return tables[name]


def told_of(report, name):
    """Key of the record → what is said of it, and on which day."""
    found = {}
    for row in block(report, name).rows:
        what, _, record, day, *_ = row
        found.setdefault(record.iri.rpartition("/")[2].partition("-")[2], (what.text, day.value))
    return found


def test_each_offer_is_told_as_the_workbooks_say(report):
    found = told_of(report, "offers")
    assert {key: what for key, (what, _) in found.items()} == {
        key: told(fate, "offers").de for key, fate in OFFERS.items()
    }
    assert found["A-2"][1] == date(2026, 10, 31)
    assert found["A-5"][1] == date(2026, 10, 1)
    assert "nicht bekannt" in found["A-4"][0], "no longer delivered is not ended"


def test_another_statement_stands_with_both_values(report):
    row = next(row for row in block(report, "offers").rows if row[0].text == FATES[Fate.CHANGED].de)
    assert [cell.text for cell in row[-2:]] == ["Beratung am Markt", "Beratung am Neumarkt"]


def test_a_need_that_was_settled_and_one_that_is_the_same(report):
    assert {key: what for key, (what, _) in told_of(report, "needs").items()} == {
        "B-1": told(Fate.CLOSED, "needs").de
    }


def test_the_overview_counts_what_the_tables_list(report):
    counted = {(row[0].text, row[2].text): row[1].value for row in report.rows}
    for name, part in (("offers", "Angebote"), ("needs", "Bedarfe")):
        listed = Counter(what for what, _ in told_of(report, name).values())
        assert {what: n for (of, what), n in counted.items() if of == part} == dict(listed)
    cells = Counter(row[0].text for row in block(report, "cells").rows)
    assert sum(cells.values()) < 500, "nothing is left out here"
    assert {what: n for (of, what), n in counted.items() if of == "Lückenmatrix"} == dict(cells)


def test_the_cells_are_those_two_matrices_disagree_about(service, report):
    tables = []
    for asked in (THEN, AT):
        found = {}
        for area in ("G-0", "G-1"):
            whole = service.gaps.matrix(MatrixChoice(area=area), asked).value
            found |= {(c.need, c.group, area): (c.state, c.claim) for _, _, c in shown_cells(whole)}
        tables.append(found)
    before, after = tables
    expected = {p: (before[p], after[p]) for p in before.keys() & after.keys() if before[p] != after[p]}
    assert expected
    shown = {
        (row[1].iri, row[2].iri, row[3].iri.rpartition("gebiet-")[2]): (
            (row[4].value, row[5].value),
            (row[6].value, row[7].value),
        )
        for row in block(report, "cells").rows
    }
    keyed = {p: s for p, s in shown.items() if p in before and p in after}
    assert {p: tuple(s for s, _ in v) for p, v in keyed.items()} == {
        p: tuple(s for s, _ in v) for p, v in expected.items()
    }
    assert {row[0].text for row in block(report, "cells").rows} <= {words.de for words in TURNS.values()}


def test_time_alone_begins_and_ends_without_another_version(service):
    """The end of A-2 and the start of A-5 lie between the days; nothing is newly recorded in one version."""
    found = told_of(service.changes.report(replace(AT, reference_date=EARLIER), AT).value, "offers")
    assert {key: what for key, (what, _) in found.items()} == {
        "A-2": told(Fate.ENDED, "offers").de,
        "A-5": told(Fate.BEGUN, "offers").de,
    }


def test_knowledge_alone_neither_begins_nor_ends(service):
    found = told_of(service.changes.report(replace(AT, version=1), AT).value, "offers")
    assert told(Fate.BEGUN, "offers").de not in {what for what, _ in found.values()}
    assert found["A-5"][0] == told(Fate.RECORDED, "offers").de


def test_the_lead_says_both_states_and_that_no_longer_delivered_is_not_ended(report):
    for words in ("15.09.2026 (Version 1)", "24.11.2026 (Version 2)", "1 beendet", "das heißt nicht beendet"):
        assert words in report.lead
    assert report.lead.count(". ") == 0 or report.lead.endswith(").")


def test_worse_known_is_said_when_a_declaration_became_too_old(service):
    later = replace(AT, reference_date=date(2030, 1, 1))
    rows = block(service.changes.report(AT, later).value, "knowledge").rows
    assert len(rows) == len(ASPECTS) + 2
    assert "schlechter bekannt" in {
        row[0].text for row in rows
    } or "in Teilen weniger erklärt (oder zu alt)" in {row[0].text for row in rows}


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (AT, AT, "beide Stände sind gleich"),
        (AT, replace(AT, reference_date=EARLIER), "umgekehrte Reihenfolge"),
        (replace(THEN, audience=Audience.PUBLIC), AT, "dieselbe Sicht"),
        (replace(AT, reference_date=date(2000, 1, 1)), AT, "mehr als 10 Jahre"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_do(service, then, now, words):
    with pytest.raises(RequestError, match=words):
        service.changes.report(then, now)


def test_files_say_the_same(service, report):
    released = service.changes.report(THEN, AT)
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(released)))
    assert any(report.lead in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    lines = list(csv.reader(io.StringIO(exports.to_csv(released).decode("utf-8-sig")), delimiter=";"))
    assert ["Angebote", told(Fate.ENDED, "offers").de] in [line[:3:2] for line in lines]


# --- kept: pinned, and in a paper ----------------------------------------------------------------------------------------


@pytest.fixture
def pin(service):
    made = service.answers.pin(REPORT, since(THEN), AT, note="für den Sozialausschuss").value
    yield made
    service.answers.unpin(made.id)


def test_a_pinned_report_is_called_by_its_name_and_says_both_states(service, pin):
    assert pin in service.answers.pins().value
    assert (pin.heading, pin.reference_date, pin.version) == ("Veränderungen", DAY, 2)
    assert [fact.text for fact in pin.choices] == ["Stichtag 15.09.2026, Version 1"]
    assert [fact.text for fact in service.answers.pins("en").value[0].choices] == [
        "reference date 2026-09-15, version 1"
    ]


def test_asked_again_as_it_was_it_is_the_report(service, pin, report):
    again = service.answers.pinned(pin.id, reference_date=DAY, version=2).value
    assert (again.lead, again.rows, again.blocks) == (report.lead, report.rows, report.blocks)


def test_asked_again_later_it_is_the_difference_between_both_reports(service, pin, report):
    """Between the two days a planned offer begins, and nothing else: it was recorded as later, and is begun now."""
    day = date(2027, 3, 2)
    later = service.changes.report(THEN, replace(AT, reference_date=day)).value
    found = service.answers.pinned(pin.id, reference_date=day, version=2).value
    tables = [(found.table_name, found.rows), *((table.name, table.rows) for table in found.blocks)]
    changed = {
        row[2].iri.rpartition("/")[2] for name, rows in tables if name.startswith("offers-") for row in rows
    }
    was, now = told_of(report, "offers"), told_of(later, "offers")
    expected = {f"angebot-{key}" for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    assert expected == changed == {"angebot-A-7"}
    assert "Version 2" in found.lead


def test_who_waits_is_told_what_is_being_done_and_how_far_it_is(service):
    told_steps = []
    states = pair(service._town, replace(THEN, reference_date=date(2026, 9, 14)), AT)
    report_view(service._town, *states, lambda stage, done: told_steps.append((stage, done)))
    assert list(dict.fromkeys(stage for stage, _ in told_steps)) == ["states", "records", "matrix", "law"]
    done = [part for _, part in told_steps]
    assert done == sorted(done)
    assert 0 < done[0] < done[-1] < 1


def test_a_pin_that_says_no_day_is_refused(service):
    for given in (
        {},
        {"since": "gestern"},
        {"since": "2026-09-15", "sinceVersion": "eins"},
        {"day": "2026-09-15"},
    ):
        with pytest.raises(RequestError, match="geht so nicht"):
            service.answers.pin(REPORT, given, AT)


def test_the_report_lies_in_a_paper_and_says_when_it_is_another_one(service, pin):
    paper = service.papers.create("frei", NewPaper("Bericht", audience=Audience.INTERN), AT).value
    service.papers.put_pin(paper.id, pin.id)
    released = service.papers.paper(paper.id, AT)
    (part,) = released.value.answers
    assert part.heading == "für den Sozialausschuss"
    assert "1 beendet" in part.answer.lead
    assert part.change == ""
    later = service.papers.paper(paper.id, replace(AT, reference_date=date(2027, 3, 2))).value
    assert "Von Stand 24.11.2026" in later.answers[0].change
    assert "veraenderungen" not in str(document(released)), "its name is for programs"


def test_a_restored_backup_is_told_of_anew(small_town, tmp_path):
    """As many versions as before, but other ones: what was remembered is not told of them."""
    service = Service.open(tmp_path / "home", "99999001", create=True)

    def deliver(data):
        token = service.stage(data, "a.xlsx").value.token
        service.accept(token, who="Sozialplanung", why="Lieferung", confirm_drop=True)

    deliver(small_town())
    service.backup(tmp_path / "sicherung")
    deliver(small_town(**SECOND))
    assert "A-2" in told_of(service.changes.report(THEN, AT).value, "offers")
    service.restore(tmp_path / "sicherung")
    deliver(small_town(change={"A-3": {"name": "Anders"}}))
    assert told_of(service.changes.report(THEN, AT).value, "offers").keys() == {"A-3"}


def test_from_the_command_line(service):
    arguments = [
        "changes",
        "--home",
        str(service._town.home),
        "--since",
        "2026-09-15",
        "--since-version",
        "1",
    ]
    result = CliRunner().invoke(cli.app, [*arguments, "--date", "2026-11-24"])
    assert result.exit_code == 0, result.output
    assert "1 beendet" in result.output

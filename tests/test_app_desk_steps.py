"""Work on a delivery as a list of steps: undone, redone, found again, remembered for the next file."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl  # noqa: TID251 edits a workbook as its receiver would
import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_on_desk import AGS, LIST, put, unknown

from app.delivery import workplace
from app.delivery.work import (
    Correct,
    LeaveOut,
    MissingAre,
    Redo,
    SameAs,
    SetAside,
    TakeBack,
    TakeIn,
    Undecide,
    Undo,
    UseMapping,
    Work,
    WorkStep,
)
from app.service import Service


@pytest.fixture
def service(tmp_path):
    return Service.open(tmp_path, AGS, create=True)


def test_an_annotated_workbook_comes_back_with_its_corrections(service):
    token = put(service)
    released = service.desk.annotated(token)
    data = service.desk.annotated_bytes(released)
    assert released.value.filename == "liste-mit-befunden.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert "Befunde" in book.sheetnames
    book["liste"]["D5"] = "AT-T3"
    out = io.BytesIO()
    book.save(out)
    received = service.desk.receive(out.getvalue(), "zurueck.xlsx").value
    assert (received.token, received.returned) == (token, 1)
    assert [f.place.cell for f in unknown(service.desk.open(token).value)] == ["D6"]


def test_a_closed_browser_finds_everything_as_it_was(service, tmp_path):
    token = put(service)
    service.desk.correct(token, "liste", "D5", "AT-T3")
    workplace._benches.clear()
    view = Service.open(tmp_path, AGS, create=True).desk.open(token).value
    assert (view.corrections, [s.text for s in view.steps]) == (
        1,
        ["Zuordnung festgelegt", "1 Zelle berichtigt (von Hand)"],
    )


SHEETS = st.sampled_from(["A", "B"])
ROWS = st.tuples(SHEETS, st.integers(1, 4))
ACTS = st.one_of(
    st.builds(Correct, cells=st.lists(st.tuples(SHEETS, st.integers(1, 4), st.integers(1, 3), st.text(max_size=3)), max_size=3).map(tuple)),
    st.builds(LeaveOut, rows=st.lists(ROWS, max_size=2).map(tuple)),
    st.builds(SetAside, rows=st.lists(ROWS, max_size=2).map(tuple)),
    st.builds(TakeBack, rows=st.lists(ROWS, max_size=2).map(tuple)),
    st.builds(SameAs, pairs=st.lists(st.tuples(st.just("#traeger"), st.sampled_from("ab"), st.sampled_from("ab")), max_size=2).map(tuple)),
    st.builds(Undecide, keys=st.just((("#traeger", "a"),))),
    st.builds(MissingAre, records=st.dictionaries(st.sampled_from("xy"), st.just("forgotten"), max_size=2)),
    st.builds(TakeIn, partial=st.booleans()),
    st.builds(UseMapping, mapping=st.sampled_from(["", "m"])),
)  # fmt: skip


def state(acts):
    start = datetime(2026, 11, 1, tzinfo=UTC)
    work = Work.of(WorkStep(when=start + timedelta(minutes=n), act=act) for n, act in enumerate(acts))
    return (
        [s.act for s in work.held],
        work.corrections,
        work.left_out,
        work.set_aside,
        work.same,
        work.missing,
    )


@given(st.lists(ACTS, max_size=8), ACTS)
def test_undoing_gives_the_state_before_and_redoing_the_one_after(acts, last):
    assert state([*acts, last, Undo()]) == state(acts)
    assert state([*acts, last, Undo(), Redo()]) == state([*acts, last])
    assert state([*acts, *[Undo()] * (len(acts) + 2)]) == state([])


@given(st.lists(ACTS, min_size=1, max_size=6))
def test_a_row_is_never_left_out_and_set_aside_at_once(acts):
    _, _, left_out, set_aside, _, _ = state(acts)
    assert not left_out & set_aside


def test_a_proposed_mapping_says_why(service):
    token = service.desk.receive(LIST.encode("cp1252"), "liste.csv").value.token
    mapping = service.desk.open(token).value.mapping
    assert mapping.proposed
    reasons = {
        f.to: f.reason for record in mapping.records if record.into == "#angebot" for f in record.fields
    }
    assert "Überschrift" in reasons["name"] or "„Angebot“" in reasons["name"]


def test_a_renamed_column_keeps_the_saved_mapping_and_is_told(service):
    service.desk.accept(put(service, LIST.replace("Nähtreff", "AT-T3")), who="Datenpflege", why="Liste")
    renamed = LIST.replace("Nähtreff", "AT-T3").replace("Träger;Angebot;Art", "Träger;Angebot;Arten")
    view = service.desk.open(service.desk.receive(renamed.encode("cp1252"), "neu.csv").value.token).value
    assert view.mapping.saved
    assert ("„Art“" in view.preview.refused.reason, "Arten" in view.preview.refused.remedy) == (True, True)


def test_another_list_gets_a_proposal_of_its_own(service):
    service.desk.accept(put(service, LIST.replace("Nähtreff", "AT-T3")), who="Datenpflege", why="Liste")
    other = "Jahr;Einwohner;Geburten\n2024;41000;310\n2025;41200;305\n"
    view = service.desk.open(service.desk.receive(other.encode(), "zahlen.csv").value.token).value
    assert view.mapping.proposed


def test_a_corrected_cell_remembers_what_was_delivered(service):
    token = put(service)
    service.desk.correct(token, "liste", "D5", "AT-T3")
    cell = service.desk.page(token, "liste", first=5, count=1).value.rows[0].cells[3]
    assert (cell.text, cell.was) == ("AT-T3", "Nähtreff")


def test_rows_added_to_an_annotated_workbook_are_read_with_the_rest(service):
    token = put(service, "\n".join(LIST.replace("Nähtreff", "AT-T3").splitlines()[:-1]))
    book = openpyxl.load_workbook(io.BytesIO(service.desk.annotated_bytes(service.desk.annotated(token))))
    for column, text in enumerate(["4", "Verein Neu e. V.", "Nachbarschaftshilfe", "AT-B3"], start=1):
        book["liste"].cell(7, column, text)
    out = io.BytesIO()
    book.save(out)
    received = service.desk.receive(out.getvalue(), "zurueck.xlsx").value
    assert (received.token, received.returned) == (token, 4)
    assert "A-4" in {change.key for change in service.desk.open(token).value.preview.changes}

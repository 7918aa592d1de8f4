"""What becomes of a delivery, told beforehand: long work, contradictions between sources, the effect on the matrix."""

import threading
import time
from datetime import date

import pytest
from waiting import over

from app.delivery import workplace
from app.errors import RequestError
from app.service import Service

AGS = "99999001"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, small_town):
    """A desk where nothing more is taken in, for all tests."""
    return stocked(tmp_path_factory.mktemp("home"), small_town)


@pytest.fixture
def own_desk(tmp_path, small_town):
    """A desk for a test that takes something in."""
    return stocked(tmp_path, small_town)


def stocked(home, small_town):
    service = Service.open(home, AGS, create=True)
    token = service.stage(small_town(), "meldung.xlsx").value.token
    service.accept(token, who="Sozialplanung", why="Erstbestand")
    return service.desk


def test_a_file_comes_to_the_desk_beside_the_page_and_is_told_of_once(desk, small_town):
    job = over(desk, desk.start_receiving(small_town(datum="21.11.2026"), "neu.xlsx").value)
    assert job.state == "done"
    token = desk.received(job.key).value.token
    assert desk.file(token).value.filename == "neu.xlsx"
    with pytest.raises(RequestError):
        desk.received(job.key)
    desk.discard(token)


def test_a_cancelled_file_is_not_kept(desk, small_town):
    job = desk.start_receiving(small_town(datum="22.11.2026"), "halb.xlsx").value
    desk.cancel(job.key)
    assert over(desk, desk.progress(job.key).value).state == "cancelled"
    time.sleep(1)
    assert desk.files().value == ()


def test_work_that_is_over_can_be_forgotten_and_what_runs_goes_on(desk, small_town):
    job = over(desk, desk.start_receiving(small_town(datum="24.11.2026"), "neu.xlsx").value)
    token = desk.received(job.key).value.token
    examined = over(desk, desk.start(token).value)
    desk.forget(examined.key)
    assert desk.progress(examined.key).value is None
    desk.forget("unbekannt")
    desk.discard(token)


def test_a_state_has_another_name_after_every_step_and_no_old_one_after_a_step_back(desk, small_town):
    token = desk.receive(small_town(datum="23.11.2026"), "neu.xlsx").value.token
    names = [desk.file(token).value.state]
    for do in (
        lambda: desk.correct(token, "Angebote", "B3", "Beratung"),
        lambda: desk.undo(token),
        lambda: desk.correct(token, "Angebote", "B3", "Andere Beratung"),
    ):
        do()
        names.append(desk.file(token).value.state)
    assert len(set(names)) == len(names)
    desk.discard(token)


def test_sources_that_differ_are_named_with_the_rule_that_decides(desk, small_town):
    other = small_town(
        quelle="register", titel="Register", art="Register", change={"A-2": {"name": "Beratung bei Schulden"}}
    )
    token = desk.receive(other, "register.xlsx").value.token
    (dispute,) = [d for d in desk.disputes(token).value if d.key == "A-2"]
    assert (dispute.value, dispute.other_value) == ("Schuldnerberatung", "Beratung bei Schulden")
    assert dispute.here == "loser"
    assert not dispute.known
    assert dispute.why == "‹Lieferung des Trägers› zählt mehr als ‹Register›"
    assert " counts more than " in desk.disputes(token, "en").value[0].why
    desk.discard(token)


def test_the_effect_on_the_matrix_is_worked_out_beside_the_page_and_stores_nothing(desk, small_town):
    fewer = small_town(datum="24.11.2026", change={"C-2": {"bedarf": "BD-EX4"}})
    token = desk.receive(fewer, "neu.xlsx").value.token
    job = over(desk, desk.start_effect(token, reference_date=date(2026, 11, 28)).value)
    assert job.state == "done", job.message
    assert desk.effect(job.key).value.table.rows
    assert desk.open(token).value.preview.base_version == 1
    desk.discard(token)


def test_taking_in_runs_beside_the_page_and_the_version_is_told_of_once(own_desk, small_town):
    token = own_desk.receive(small_town(datum="25.11.2026", quelle="zweite"), "zweite.xlsx").value.token
    job = over(own_desk, own_desk.start_accepting(token, who="Sozialplanung", why="Zweite Quelle").value)
    assert job.state == "done"
    assert own_desk.accepted(job.key).value.number == 2
    with pytest.raises(RequestError):
        own_desk.accepted(job.key)


def test_only_what_was_seen_is_taken_in(own_desk, small_town):
    token = own_desk.receive(small_town(datum="25.11.2026", quelle="zweite"), "zweite.xlsx").value.token
    shown = own_desk.open(token).value
    seen = (shown.file.state, shown.preview.base_version)
    own_desk.take_in(token, delivered_on=date(2026, 11, 24))  # somebody else works on it meanwhile
    why = {"who": "Sozialplanung", "why": "Zweite Quelle"}
    job = over(own_desk, own_desk.start_accepting(token, **why, seen=seen).value)
    assert job.state == "failed"
    assert "noch einmal ansehen" in job.message
    shown = own_desk.open(token).value
    seen = (shown.file.state, shown.preview.base_version)
    job = over(own_desk, own_desk.start_accepting(token, **why, seen=seen).value)
    assert (job.state, own_desk.accepted(job.key).value.number) == ("done", 2)


def test_taking_in_can_be_cancelled_until_it_is_written_and_not_after(own_desk, small_town, monkeypatch):
    before = own_desk._town.store.version
    token = own_desk.receive(small_town(datum="26.11.2026", quelle="dritte"), "dritte.xlsx").value.token
    cancelled, checked = threading.Event(), workplace.check_reason
    monkeypatch.setattr(workplace, "check_reason", lambda *said: cancelled.wait(60) and checked(*said))
    job = own_desk.start_accepting(token, who="Sozialplanung", why="Dritte Quelle").value
    own_desk.cancel(job.key)
    cancelled.set()
    assert over(own_desk, own_desk.progress(job.key).value).state == "cancelled"
    time.sleep(1)
    assert own_desk._town.store.version == before
    assert own_desk.file(token).value.filename == "dritte.xlsx"

    commit, at_work = own_desk._town.store.commit, {}

    def slow(*args, **kwargs):
        at_work["job"] = own_desk.progress(f"take-{token}").value
        own_desk.cancel(f"take-{token}")
        return commit(*args, **kwargs)

    monkeypatch.setattr(type(own_desk._town.store), "commit", lambda _store, *a, **k: slow(*a, **k))
    job = over(own_desk, own_desk.start_accepting(token, who="Sozialplanung", why="Dritte Quelle").value)
    assert at_work["job"].final
    assert job.state == "done"
    assert own_desk.accepted(job.key).value.number == before + 1


def test_what_cannot_be_taken_in_is_told_by_the_job(desk, small_town):
    token = desk.receive(small_town(datum="27.11.2026", quelle="vierte"), "vierte.xlsx").value.token
    job = over(desk, desk.start_accepting(token, who="", why="").value)
    assert job.state == "failed"
    assert job.message
    desk.discard(token)

"""The delivery calendar: when something is due, who is late, and the dates to take along."""

from datetime import date

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import exports
from app.delivery import due as deliveries_due
from app.delivery.due import Rhythm
from app.service import Service

AGS = "99999001"
FIRST = date(2025, 11, 15)
YEARLY = Rhythm(FIRST, months=12)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, FIRST),
        (date(2025, 5, 1), FIRST),  # long before: another matter
        (date(2025, 11, 10), date(2026, 11, 15)),
        (date(2025, 12, 20), date(2026, 11, 15)),  # late, and yet not for the next year
        (date(2026, 11, 9), date(2027, 11, 15)),
    ],
)
def test_a_delivery_counts_for_the_day_it_is_nearest_to(last, due):
    assert YEARLY.next_after(last) == due


def test_without_a_rhythm_one_delivery_is_enough():
    once = Rhythm(FIRST)
    assert once.next_after(None) == FIRST
    assert once.next_after(date(2025, 11, 1)) is None


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 4000),
    st.sampled_from(
        [{"months": 12}, {"months": 6}, {"months": 3}, {"months": 2}, {"months": 1}, {"days": 7}]
    ),
)
def test_what_is_due_next_lies_more_than_half_a_period_after_the_last_delivery_but_not_more_than_two(
    first, after, step
):
    rhythm = Rhythm(first, **step)
    last = date.fromordinal(first.toordinal() + after)
    due = rhythm.next_after(last)
    period = rhythm.at(1) - rhythm.at(0)
    assert due > last
    assert due - last <= period * 2


@pytest.fixture
def service(tmp_path, small_town):
    service = Service.open(tmp_path / "home", AGS, create=True)
    data = small_town()
    preview = service.stage(data, "a.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    new = {
        "LA-1": {"lieferquelle": "meldung", "ansprechstelle": "Geschäftsstelle"},
        "LA-2": {"liefert": "T-3"},
        "LA-3": {"lieferquelle": "niemand", "erstmals": "01.02.2026"},
        "LA-4": {"lieferquelle": "niemand", "erstmals": "01.02.2027"},
        "LA-5": {"lieferquelle": "meldung", "gueltig-bis": "31.12.2025"},
    }
    for key, row in new.items():
        texts = {"name": f"Meldung {key}", "rhythmus": "jährlich", "erstmals": "15.12.2026", **row}
        edit = service.records.edit(
            "lieferabsprache", key, texts, who="Datenpflege", why="Test", new=True
        ).value
        assert edit.version is not None, edit.findings
    return service


def test_who_is_late_comes_first_and_what_has_ended_is_not_shown(service):
    town = service._town
    view = deliveries_due.calendar(town, town.snapshot(), date(2026, 11, 24), "de")
    shown = {item.key: (item.state, item.state_text, item.next) for item in view.items}
    assert shown == {
        "LA-3": ("late", "überfällig seit 296 Tagen", date(2026, 2, 1)),
        "LA-4": ("never", "noch nie geliefert", date(2027, 2, 1)),
        "LA-1": ("on_time", "pünktlich", date(2027, 12, 15)),
        "LA-2": ("on_time", "pünktlich", date(2027, 12, 15)),
    }
    assert [item.key for item in view.items] == ["LA-3", "LA-4", "LA-1", "LA-2"]
    assert view.items[2].last == date(2026, 11, 20)
    assert view.lead.startswith("1 von 4 Lieferabsprachen überfällig")
    later = deliveries_due.calendar(town, town.snapshot(), date(2027, 12, 14), "de")
    assert {i.key: i.state_text for i in later.items}["LA-1"] == "fällig in einem Tag"


def test_the_dates_can_be_taken_along(service):
    data = exports.to_ics(service.records.calendar())
    calendar = icalendar.Calendar.from_ical(data)
    events = {str(e["summary"]): e for e in calendar.walk("VEVENT")}
    assert events["Lieferung fällig: Meldung LA-3"]["dtstart"].dt == date(2026, 2, 1)
    assert len({str(e["uid"]) for e in events.values()}) == 4


def test_an_agreement_says_who_delivers_and_when(service):
    edit = service.records.edit(
        "lieferabsprache", "LA-9", {"name": "Meldung"}, who="x", why="Test", new=True
    ).value
    assert edit.version is None
    assert {"DQ-140", "DQ-141", "DQ-142"} <= {f.finding.rule for f in edit.findings}

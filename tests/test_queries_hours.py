"""Opening hours are read as people write them; what cannot be read is not known, never closed."""

from datetime import date

import pytest

from queries.hours import Window, length, meet, read_hours, spans

TODAY = date(2026, 11, 24)


def open_in(text: str, window: Window) -> float | None:
    """Hours in four weeks, None if the text cannot be read."""
    hours = read_hours(text, TODAY)
    return None if hours is None else length(meet(hours.open, spans(window, TODAY))).total_seconds() / 3600


@pytest.mark.parametrize(
    ("window", "hours"),
    [(Window.EVENING, 80), (Window.NIGHT, 224), (Window.WEEKEND, 96), (Window.FRIDAY_TO_MONDAY, 248)],
)
def test_a_window_is_four_weeks_of_it(window, hours):
    assert length(spans(window, TODAY)).total_seconds() / 3600 == hours
    assert open_in("24/7", window) == hours


@pytest.mark.parametrize(
    ("text", "window", "hours"),
    [
        ("Mo-Fr 14:00-20:00; Do 14:00-17:00", Window.EVENING, 32),
        ("Di 18-20 Uhr", Window.EVENING, 8),
        ("Dienstags 18.00 bis 20.00 Uhr", Window.EVENING, 8),
        ("Mo. – Fr. 9.00 – 12.30 Uhr", Window.EVENING, 0),
        ("Mo, Mi 9-12, 14-16 Uhr", Window.NIGHT, 0),
        ("Mo, Fr 9:00-12:00", Window.NIGHT, 0),
        ("Mo-Fr 9-12 und Sa 10-12 Uhr", Window.WEEKEND, 8),
        ("So 10:00-12:00", Window.WEEKEND, 8),
        ("Su 10:00-12:00", Window.WEEKEND, 8),
        ("täglich rund um die Uhr", Window.NIGHT, 224),
        ("Mo-So 20:00-08:00", Window.FRIDAY_TO_MONDAY, 144),
        ("Mo[1] 18:00-20:00", Window.EVENING, 2),
        ("week 1-10 Mo 18:00-20:00", Window.EVENING, 0),
        ("Nov-Mär 20:00-08:00", Window.NIGHT, 224),
        ("geschlossen", Window.NIGHT, 0),
    ],
)
def test_german_and_map_spellings_are_read(text, window, hours):
    assert open_in(text, window) == hours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nach Vereinbarung",
        "siehe Aushang",
        "Mo-Fr",
        "Mo-Fr 9-12; Sa",
        "24.12. geschlossen",
        "Mo 25:00-27:99",
    ],
)
def test_what_cannot_be_read_is_not_known(text):
    assert open_in(text, Window.EVENING) is None


@pytest.mark.parametrize(
    "text", ['"nach Vereinbarung"', 'Mo-Fr 18:00-20:00 "nach Anmeldung"', "Mo-Fr 18:00-20:00 unknown"]
)
def test_a_condition_in_words_leaves_it_open(text):
    hours = read_hours(text, TODAY)
    assert hours is not None
    assert not hours.open
    assert meet(hours.perhaps, spans(Window.EVENING, TODAY))


def test_what_overlaps_counts_once():
    week = spans(Window.EVENING, TODAY)
    assert length([*week, *week]) == length(week)

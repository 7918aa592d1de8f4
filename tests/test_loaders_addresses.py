"""Addresses, days and positions in the forms that foreign lists write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.addresses import AddressPart, split_address
from loaders.points import is_known_crs, reproject
from loaders.times import TimeForm, as_date


@pytest.mark.parametrize(
    ("text", "street", "number", "postcode", "town"),
    [
        ("Musterstraße 12 a, 00999 Beispielau", "Musterstraße", "12a", "00999", "Beispielau"),
        ("Musterstr.18", "Musterstr.", "18", None, None),
        ("Straße des 17. Juni 5", "Straße des 17. Juni", "5", None, None),
        ("Straße des 17. Juni", "Straße des 17. Juni", None, None, None),
        ("Platz der 3 Linden", "Platz der 3 Linden", None, None, None),
        ("Am Ring 12 a-c", "Am Ring", "12a-c", None, None),
        ("Am Ring 35-41", "Am Ring", "35-41", None, None),
        ("Am Ring 35 – 41 b", "Am Ring", "35 – 41b", None, None),
        ("Am Ring 1a, c, d", "Am Ring", "1a, c, d", None, None),
        ("Am Ring 3, 5, 7", "Am Ring", "3, 5, 7", None, None),
        ("Am Ring 12/14", "Am Ring", "12/14", None, None),
        ("Am Ring 5\n00999 Beispielau-Nord", "Am Ring", "5", "00999", "Beispielau-Nord"),
        ("Am Ring 5; D-00999 Bad Beispiel", "Am Ring", "5", "00999", "Bad Beispiel"),
        ("Am Ring 5 - 00999 Beispielau", "Am Ring", "5", "00999", "Beispielau"),
        ("00999 Beispielau", None, None, "00999", "Beispielau"),
        ("00999 Beispielau, Am Ring 5", "Am Ring", "5", "00999", "Beispielau"),
        ("Altdorf", "Altdorf", None, None, None),
    ],
)
def test_an_address_is_taken_apart(text, street, number, postcode, town):
    parts = split_address(text)
    assert parts.get(AddressPart.STREET) == street
    assert parts.get(AddressPart.NUMBER) == number
    assert parts.get(AddressPart.POSTCODE) == postcode
    assert parts.get(AddressPart.TOWN) == town


@given(
    st.sampled_from(["Am Ring", "Musterstraße", "Straße des 17. Juni", "Alte Gasse", "Platz der 3 Linden"]),
    st.from_regex(r"[1-9]\d{0,2}[a-z]?", fullmatch=True),
    st.from_regex(r"\d{5}", fullmatch=True),
    st.sampled_from(["Beispielau", "Bad Beispiel", "Beispiel am See"]),
)
def test_what_was_put_together_is_taken_apart_again(street, number, postcode, town):
    assert split_address(f"{street} {number}, {postcode} {town}") == {
        AddressPart.STREET: street,
        AddressPart.NUMBER: number,
        AddressPart.POSTCODE: postcode,
        AddressPart.TOWN: town,
    }


@given(st.text(max_size=60))
def test_no_text_is_too_odd_for_an_address(text):
    assert all(split_address(text).values())


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("1702635595478", TimeForm.MILLISECONDS, date(2023, 12, 15)),
        ("0", TimeForm.MILLISECONDS, date(1970, 1, 1)),
        ("1702635595", TimeForm.SECONDS, date(2023, 12, 15)),
        ("2023-12-15", TimeForm.MILLISECONDS, None),
        ("2019", TimeForm.YEAR_END, date(2019, 12, 31)),
        ("2019.0", TimeForm.YEAR_START, date(2019, 1, 1)),
        ("219", TimeForm.YEAR_END, None),
        ("2000/01", TimeForm.SCHOOL_YEAR, date(2000, 8, 1)),
        ("2000-2001", TimeForm.SCHOOL_YEAR, date(2000, 8, 1)),
        ("2/2024", TimeForm.MONTH_END, date(2024, 2, 29)),
        ("2023-12", TimeForm.MONTH_END, date(2023, 12, 31)),
        ("13/2024", TimeForm.MONTH_END, None),
    ],
)
def test_a_day_is_read_in_the_form_of_the_source(text, form, day):
    assert as_date(text, form) == day


@given(st.integers(), st.sampled_from(TimeForm))
def test_no_number_is_too_large_for_a_day(number, form):
    day = as_date(str(number), form)
    assert day is None or 1900 <= day.year <= 2100


@pytest.mark.parametrize(
    ("x", "y", "crs", "longitude", "latitude"),
    [
        (266516.8, 5915150.1, "EPSG:25833", 11.489, 53.334),
        (3484000.0, 5629000.0, "EPSG:31467", 8.770, 50.795),
        (8.77, 50.8, "EPSG:4326", 8.770, 50.800),
        (483800.0, 5627000.0, "EPSG:25832", 8.770, 50.794),
    ],
)
def test_positions_of_surveyors_become_degrees(x, y, crs, longitude, latitude):
    wkt = reproject(x, y, crs)
    assert wkt is not None
    east, north = map(float, wkt.removeprefix("POINT(").removesuffix(")").split())
    assert east == pytest.approx(longitude, abs=0.005)
    assert north == pytest.approx(latitude, abs=0.005)


@pytest.mark.parametrize(
    ("x", "y", "crs"),
    [
        (0, 0, "EPSG:4326"),
        (0, 0, "EPSG:25832"),
        (50.8, 8.77, "EPSG:4326"),
        (float("nan"), 50.8, "EPSG:4326"),
        (1e300, 1e300, "EPSG:25832"),
    ],
)
def test_what_is_no_place_in_germany_is_no_position(x, y, crs):
    assert reproject(x, y, crs) is None


def test_systems_of_coordinates_are_known_by_their_code():
    assert is_known_crs("EPSG:25832")
    assert not is_known_crs("EPSG:1")
    assert not is_known_crs("UTM")

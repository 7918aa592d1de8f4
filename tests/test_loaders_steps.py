"""Every step does what it says, leaves what it cannot read, and says what it could not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from loaders.addresses import AddressPart
from loaders.canonical import EMPTY, Cell, Stored
from loaders.keys import minted
from loaders.markup import without_markup
from loaders.steps import (
    Address,
    Bench,
    Blanks,
    First,
    Join,
    Key,
    Marks,
    Number,
    Part,
    Piece,
    Plain,
    Point,
    Split,
    Terms,
    Text,
    Time,
    run,
)
from loaders.times import TimeForm, as_clock
from ontology import iris


def done(steps, *cells, bench=None, headers="ABCDEFGH"):
    """The texts that come out for these cells, one per column."""
    pieces = tuple(
        Piece(header, cell if isinstance(cell, Cell) else Cell(cell) if cell else EMPTY)
        for header, cell in zip(headers, cells, strict=False)
    )
    return [p.cell.text for p in run(steps, pieces, bench or Bench())]


def test_several_values_in_a_cell_are_several():
    assert done([Split()], "Kinder; Jugendliche;\n; Familien") == ["Kinder", "Jugendliche", "Familien"]
    assert done([Split(by=(" und ", ","))], "Kinder, Jugendliche und Familien") == [
        "Kinder",
        "Jugendliche",
        "Familien",
    ]


def test_several_columns_are_one_value_without_the_empty_ones():
    assert done([Join()], "Am Ring", "", "5") == ["Am Ring 5"]
    assert done([Join(with_=", ")], "", "") == []


def test_of_several_columns_the_first_filled_one_counts():
    assert done([First()], "", "Treff", "Treff im Hof e. V.") == ["Treff"]
    assert done([First()], "", "") == []
    assert done([First(), Text(pattern="Treff: {1}")], "", "am Hof", "im Hof") == ["Treff: am Hof"]


def test_words_of_the_source_are_replaced_whole_and_the_rest_stays():
    terms = Terms(values={"Schuldenberatung": "AT-B3", "Sonstiges": ""})
    assert done([terms], "schuldenberatung ", "Sonstiges", "Etwas anderes") == ["AT-B3", "Etwas anderes"]
    assert done([Terms(values={"A": "B"}, others="drop")], "a", "c") == ["B"]


def test_signs_are_told_apart_where_spelling_is_not():
    terms = Terms(
        values={"-": "keine", "?": "unbekannt", "%": "Prozent", "Kinder %": "Anteil", "Kinder": "Zahl"}
    )
    assert done([terms], "-", "?", "%", "–", "Kinder %", "Kinder") == [
        "keine",
        "unbekannt",
        "Prozent",
        "–",
        "Anteil",
        "Zahl",
    ]


@pytest.mark.parametrize("cross", ["x", "X", " (x) ", "✓", "☒", "ja", "Ja.", "1", "true", "vorhanden"])
def test_a_cross_in_any_spelling_means_its_term(cross):
    bench = Bench()
    assert done([Marks(terms={"A": "ZG-A06", "B": "ZG-M01"})], cross, "", bench=bench) == ["ZG-A06"]
    assert not bench.told


@pytest.mark.parametrize("none", ["", "-", "nein", "0", "false", "–", "☐"])
def test_no_cross_means_nothing(none):
    bench = Bench()
    assert done([Marks(terms={"A": "ZG-A06"})], none, bench=bench) == []
    assert not bench.told


def test_what_is_neither_cross_nor_none_is_told_at_its_column():
    bench = Bench()
    assert done([Marks(terms={"A": "ZG-A06", "B": "ZG-M01"})], "teilweise", "x", bench=bench) == ["ZG-M01"]
    assert [(header, problem.code, problem.found) for header, problem in bench.told] == [
        ("A", "mark-unreadable", "teilweise")
    ]
    assert done([Marks(terms={"A": "ZG-A06"}, also_yes=("teilweise",))], "Teilweise") == ["ZG-A06"]


def test_words_for_a_missing_value_say_which_kind():
    blanks = Blanks(unknown=("k.A.", "1"), none=("ohne",), empty=("siehe oben",))
    assert done([blanks], "K.A.", "ohne", "siehe oben", "1", "12") == [
        "unbekannt",
        "keine",
        "unbekannt",
        "12",
    ]


@pytest.mark.parametrize(
    ("step", "text", "result"),
    [
        (Number(), "1 675", "1675"),
        (Number(), "-  23", "-23"),
        (Number(), "12,5", "12.5"),
        (Number(divide=12, rounding="down"), "35", "2"),
        (Number(divide=12, rounding="nearest"), "30", "3"),
        (Number(times=1000), "2,5", "2500"),
        (Number(divide=4), "1000", "250"),
        (Number(), "viele", "viele"),
    ],
)
def test_numbers_are_read_and_scaled_or_left_as_they_are(step, text, result):
    assert done([step], text) == [result]


def test_a_day_becomes_a_date_or_stays():
    assert done([Time(form=TimeForm.MILLISECONDS)], "1702635595478", "bald") == ["2023-12-15", "bald"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Beratung</p><p>und Hilfe<br>für alle</p>", "Beratung\nund Hilfe\nfür alle"),
        ("<ul><li>eins</li><li>zwei</li></ul>", "eins\nzwei"),
        ("Kinder &amp; Jugend", "Kinder & Jugend"),
        ("<script>alert(1)</script>Hilfe<style>p{}</style>", "Hilfe"),
        ("kein Markup", "kein Markup"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_markup_is_taken_out_and_paragraphs_are_lines(html, text):
    assert done([Plain()], html) == [text]


@given(st.text(alphabet="<>/&;abp \n", max_size=40))
def test_no_markup_breaks_the_reading(text):
    assert isinstance(without_markup(text), str)


def test_a_part_of_a_text_is_counted_from_either_end():
    assert done([Part(by="/")], "Nord / Süd") == ["Nord"]
    assert done([Part(by="/", number=-1)], "Nord / Süd") == ["Süd"]
    assert done([Part(by="/", number=3)], "Nord / Süd") == []


def test_an_address_gives_the_part_asked_for():
    text = "Am Ring 5, 00999 Beispielau"
    assert [done([Address(take=part)], text) for part in AddressPart] == [
        ["Am Ring"],
        ["5"],
        ["00999"],
        ["Beispielau"],
    ]


def test_a_position_counts_its_columns_even_if_one_is_empty():
    assert done([Point()], "8.77", "50.8") == ["POINT(8.770000 50.800000)"]
    assert done([Point()], "", "50.8") == []
    assert done([Point()], "0", "0") == []


def test_a_position_that_is_none_in_germany_is_told():
    bench = Bench()
    assert done([Point()], "50.8", "8.77", bench=bench) == []
    assert done([Point()], "Markt", "8.77", bench=bench) == []
    assert [problem.code for _, problem in bench.told] == ["position-elsewhere"] * 2


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (("Am Ring", "5", "Beispielau"), "Am Ring 5, Beispielau"),
        (("Am Ring", "", "Beispielau"), "Am Ring, Beispielau"),
        (("", "", "Beispielau"), "Beispielau"),
        (("Am Ring", "5", ""), "Am Ring 5"),
    ],
)
def test_a_text_made_of_columns_has_no_gaps(cells, text):
    assert done([Text(pattern="{1} {2}, {3}")], *cells) == [text]


def test_a_text_made_of_nothing_is_nothing():
    assert done([Text(pattern="{1} ({2})")], "", "") == []
    assert done([Text(pattern="{1} ({2})")], "Treff", "") == ["Treff"]


def test_a_key_is_that_of_the_record_somebody_decided_on():
    key = Key(of="#traeger", prefix="T")
    made = done([key], "Verein Brücke")[0]
    assert done([key], " Verein  Brücke ") == [made]
    assert done([key], "Verein Brücke", bench=Bench(same={("#traeger", made): "T-7"})) == ["T-7"]
    assert done([key], "Verein Brücke", bench=Bench(same={("#standort", made): "T-7"})) == [made]


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.sampled_from(["", "#standort", "#gebiet"]))
def test_every_name_gives_a_valid_key_and_the_same_again(text, sheet):
    key = minted(text, "X", sheet)
    assert iris.is_key(key)
    assert key == minted(f"  {text}\t", "X", sheet)


@pytest.mark.parametrize(
    "text",
    ["Frau Muster", "Am Ring 5", "Musterstraße", "00999 Beispielau", "0171 1234567", "POINT(8.7 50.8)"],
)
def test_no_person_and_no_place_stands_in_a_key(text):
    key = minted(text, "A")
    assert key.startswith("A-")
    assert len(key) == len("A-") + 12


def test_the_key_of_a_site_shows_numbers_but_no_words():
    assert minted("Haus am Markt", "S", "#standort").removeprefix("S-").isalnum()
    assert "haus" not in minted("Haus am Markt", "S", "#standort")
    assert minted("4711", "S", "#standort") == "S-4711"
    assert minted("09112", "S", "#standort") == "S-09112"
    assert minted("Haus am Markt", "T", "#traeger").startswith("T-haus-am-markt-")


def test_names_that_differ_in_spelling_only_stay_apart():
    assert minted("Hilfe e. V.", "T") != minted("Hilfe e.V.", "T")


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (Number, {"divide": 0}),
        (Number, {"divide": "NaN"}),
        (Part, {"by": ""}),
        (Part, {"by": "/", "number": 0}),
        (Split, {"by": ()}),
        (Split, {"by": ("",)}),
        (Point, {"crs": "EPSG:1"}),
        (Terms, {"values": {}, "unknown": 1}),
    ],
)
def test_a_step_that_could_not_work_cannot_be_made(step, fields):
    with pytest.raises(ValidationError):
        step(**fields)


def test_a_step_changes_text_and_forgets_how_it_was_stored():
    piece = Piece("A", Cell("3", Stored.NUMBER))
    assert run([Terms(values={"3": "drei"})], (piece,), Bench())[0].cell == Cell("drei", Stored.TEXT)


@pytest.mark.parametrize(
    ("form", "text", "clock"),
    [
        ("clock-milliseconds", "28800000", "08:00"),
        ("clock-milliseconds", "0", "00:00"),
        ("clock-minutes", "990", "16:30"),
        ("clock-days", "0,5", "12:00"),
        ("clock-milliseconds", "86400000", "24:00"),
    ],
)
def test_a_time_of_day_is_counted_from_midnight(form, text, clock):
    assert as_clock(text, TimeForm(form)) == clock


@pytest.mark.parametrize("text", ["", "-1", "90000000", "8 Uhr", "inf", "nan"])
def test_what_is_no_time_of_day_stays_as_it_is(text):
    assert as_clock(text, TimeForm("clock-milliseconds")) is None


def test_opening_hours_are_put_together_from_counted_times():
    steps = (Time(form=TimeForm("clock-milliseconds")), Text(pattern="Mo-Fr {1}-{2}"))
    pieces = (Piece("von", Cell("28800000", Stored.NUMBER)), Piece("bis", Cell("59400000", Stored.NUMBER)))
    assert [p.cell.text for p in run(steps, pieces, Bench())] == ["Mo-Fr 08:00-16:30"]

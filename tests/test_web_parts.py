"""The parts pages are made of: how states look, how tables sort, what charts leave out, how errors stay silent."""

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest  # noqa: TID251 the parts are Streamlit's

from app.answers.bars import told_apart
from app.errors import RequestError
from app.profiles.views import ProfileFact
from app.views import CellKind, CellView, ColumnView, FindingView, MatrixCellView, PlaceView
from app.web import findings, formats, stand, states, tables
from app.web.errors import reference_number
from app.web.profile import body, printing
from app.web.texts import t
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ

CANARY = "Lindenhof 17"


def cell(state, offers=0, need_mark="none"):
    return MatrixCellView("n", "g", state, "", "", "", "", offers, offers, need_mark)


def column(kind, name="c"):
    return ColumnView(name, "Spalte", kind)


def rows(*values):
    return [(CellView(text, value),) for text, value in values]


def texts(sorted_rows):
    return [row[0].text for row in sorted_rows]


# --- states -------------------------------------------------------------------------------------------------------------


def test_every_state_has_a_mark_and_a_class_of_its_own():
    cells = [cell("covered", 3), cell("thin", 1), cell("gap"), cell("unknown")]
    assert [states.text_mark(c) for c in cells] == ["3", "(1)", "×", "?"]
    assert len({states.css_class(c.state) for c in cells}) == 4
    assert len({states.chip_mark(c.state) for c in cells}) == 4


def test_a_gap_is_never_a_bare_zero():
    assert "0" not in {states.text_mark(cell(state)) for state in ("thin", "gap", "unknown", "something new")}


def test_need_is_marked_beside_the_state():
    assert states.css_class("gap", need_mark="documented").split() == ["q-gap", "q-need"]
    assert states.css_class("gap", need_mark="reported").split() == ["q-gap", "q-reported"]
    assert states.css_class("gap") == "q-gap"


def test_a_state_nobody_knows_looks_unknown():
    assert states.css_class("other") == "q-unknown"


def test_marks_are_escaped():
    assert "<b>" not in states.chip("gap", "<b>")


# --- formats ------------------------------------------------------------------------------------------------------------


def test_numbers_and_dates_are_german():
    assert formats.integer(8262) == "8.262"
    assert formats.share(1, 3) == "33 %"
    assert formats.share(0, 0) == "–"
    assert formats.day(date(2026, 3, 1)) == "01.03.2026"
    assert formats.day(None) == "–"
    assert formats.percent(Decimal("0.333")) == "33 %"


@pytest.mark.parametrize("text", ["[a](http://x)", "**a**", ":red[a]", "$a$", "<b>", "# a", ":smile:"])
def test_data_is_no_markup(text):
    escaped = formats.markdown(text)
    plain = escaped.replace("\\", "")
    assert plain == text
    assert all(escaped[i - 1] == "\\" for i, c in enumerate(escaped) if c in "[]*:$<>#()")


# --- tables -------------------------------------------------------------------------------------------------------------


def test_numbers_sort_by_value_and_what_is_missing_comes_last():
    values = rows(("10", 10), ("9", 9), ("", None), ("100", 100))
    columns = [column(CellKind.INTEGER)]
    assert texts(tables.ordered(columns, values, "c", "ascending")) == ["9", "10", "100", ""]
    assert texts(tables.ordered(columns, values, "c", "descending")) == ["100", "10", "9", ""]


def test_numbers_with_one_unknown_sort_by_text_rather_than_fail():
    values = rows(("10", 10), ("nicht erhoben", None))
    assert set(texts(tables.ordered([column(CellKind.MONEY)], values, "c", "ascending"))) == {
        "10",
        "nicht erhoben",
    }


def test_texts_sort_as_germans_do():
    values = rows(("Zoo", "Zoo"), ("Äpfel", "Äpfel"), ("Bahn", "Bahn"))
    assert texts(tables.ordered([column(CellKind.TEXT)], values, "c", "ascending")) == [
        "Äpfel",
        "Bahn",
        "Zoo",
    ]


def test_dates_sort_by_day():
    values = rows(("02.01.2026", date(2026, 1, 2)), ("01.02.2025", date(2025, 2, 1)))
    assert texts(tables.ordered([column(CellKind.DATE)], values, "c", "ascending"))[0] == "01.02.2025"


def test_an_unknown_column_sorts_nothing():
    values = rows(("b", "b"), ("a", "a"))
    assert texts(tables.ordered([column(CellKind.TEXT)], values, "other", "ascending")) == ["b", "a"]


def test_bars_of_one_name_are_not_added_up():
    assert told_apart(["a", "b", "a"]) == ["a", "b", "a (2)"]


# --- findings -----------------------------------------------------------------------------------------------------------


def finding(severity, *places, rule="DQ-001"):
    return FindingView(
        rule, severity, severity, "", "m", "r", places[0] if places else None, "x", None, places[1:]
    )


def test_findings_come_by_severity_and_in_the_order_of_the_workbook():
    place = lambda row: PlaceView("", "Angebote", row, "F", f"F{row}")  # noqa: E731 a short name for a long call
    lines = findings.located(
        [finding("info", place(2)), finding("violation", place(30), place(4)), finding("warning")]
    )
    assert [(f.severity, p and p.cell) for f, p in lines] == [
        ("violation", "F4"),
        ("violation", "F30"),
        ("warning", None),
        ("info", "F2"),
    ]


# --- forms --------------------------------------------------------------------------------------------------------------


def asking():
    from datetime import date

    import streamlit as st  # noqa: TID251 the script of a page

    from app.views import ChoiceView, ParameterView, QuestionView
    from app.web import parameters, permalink

    permalink.arrive("fragen")
    areas = (ChoiceView("G-0", "Beispielau"), ChoiceView("G-1", "Nordstadt", level=1))
    question = QuestionView(
        "X1", "g", "t", "q", "d",
        (
            ParameterView("area", "Gebiet", "area", choices=areas, default=("G-1",), required=True),
            ParameterView("groups", "Gruppen", "group", choices=areas, multiple=True),
            ParameterView("below", "Anteil", "share", default=("0,5",)),
            ParameterView("version", "Ausgabe", "text", required=True),
        ),
        (),
    )  # fmt: skip
    st.session_state["given"] = parameters.form(question, date(2026, 11, 24))
    permalink.publish()


def asked(**query):
    at = AppTest.from_function(asking, default_timeout=20)
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def test_nothing_is_asked_while_something_required_is_missing_and_nobody_is_scolded_before_they_tried():
    at = asked()
    assert at.session_state["given"] is None
    assert not at.error
    at.button[0].click().run()
    assert "Ausgabe" in at.error[0].value


def test_a_link_fills_the_form_and_names_of_the_frame_stay_its_own():
    at = asked(area="G-0", groups=["G-1"], **{"p-version": "2. Auflage"})
    assert dict(at.session_state["given"]) == {
        "area": ("G-0",),
        "groups": ("G-1",),
        "below": ("0.5",),
        "version": ("2. Auflage",),
    }


def test_a_number_must_be_one():
    at = asked(below="viel", **{"p-version": "1"})
    assert at.session_state["given"] is None


# --- errors -------------------------------------------------------------------------------------------------------------


def fail(message):
    raise ValueError(message)


def test_the_number_of_an_error_does_not_depend_on_its_message():
    def number(message):
        with pytest.raises(ValueError, match=message) as caught:
            fail(message)
        return reference_number(caught.value)

    assert number(CANARY) == number("anything else")
    assert len(number("x")) == 6


def failing():
    from app.web.errors import show_script_error

    show_script_error(ValueError("Lindenhof 17"))


def test_a_failed_page_says_a_german_sentence_and_nothing_of_the_data(caplog, capfd):
    at = AppTest.from_function(failing, default_timeout=20).run()
    assert not at.exception
    assert "Protokoll des Servers" in at.error[0].value
    everything = str(at) + at.error[0].value + caplog.text + "".join(capfd.readouterr())
    assert CANARY not in everything
    assert t("error.page", "de", number=reference_number(ValueError())) == at.error[0].value


# --- charts -------------------------------------------------------------------------------------------------------------


def drawing():
    from datetime import date
    from decimal import Decimal

    import streamlit as st  # noqa: TID251 the script of a page

    from app.views import AnswerView, CellKind, CellView, ColumnView
    from app.web import charts

    columns = (
        ColumnView("provider", "Träger", CellKind.RECORD),
        ColumnView("offer", "Angebot", CellKind.RECORD),
        ColumnView("amount", "Betrag", CellKind.MONEY),
    )
    amounts = (Decimal(100), None, Decimal(300))
    rows = tuple((CellView("T"), CellView(f"A{i}"), CellView(str(a), a)) for i, a in enumerate(amounts))
    answer = AnswerView("D1", "Wer", "", "", "", columns, rows, date(2026, 11, 24), 1, "intern")
    st.session_state["drawn"] = charts.bars(answer)


def test_bars_name_offers_in_the_order_of_the_answer_and_say_what_is_unknown():
    at = AppTest.from_function(drawing, default_timeout=30).run()
    assert not at.exception
    assert at.session_state["drawn"] is True
    assert [c.value for c in at.caption] == [t("chart.unknown.one", "de")]


# --- fields of a record ---------------------------------------------------------------------------------------------------


def editing():
    import streamlit as st  # noqa: TID251 the script of a page

    from app.records.views import FieldView
    from app.web import record_fields

    field = FieldView(
        "#angebot+name", "Name", "", "string", "Angebot", text=st.session_state.get("stored", "Treff")
    )
    draft = st.session_state.setdefault("draft", {})
    record_fields.draw(field, draft, "record:angebot:A-1", ())


def test_a_field_nobody_touched_follows_what_somebody_else_saved():
    at = AppTest.from_function(editing, default_timeout=20).run()
    at.session_state["stored"] = "Treff am Markt"
    at.run()
    assert at.text_input[0].value == "Treff am Markt"
    assert at.session_state["draft"] == {}, "what is only old must not be taken for a change"
    assert not at.warning


def test_a_field_touched_here_keeps_what_was_typed_and_says_what_was_saved_meanwhile():
    at = AppTest.from_function(editing, default_timeout=20).run()
    at.text_input[0].input("Treffpunkt").run()
    at.session_state["stored"] = "Treff am Markt"
    for _ in range(2):
        at.run()
        assert at.text_input[0].value == "Treffpunkt"
        assert at.session_state["draft"] == {"#angebot+name": "Treffpunkt"}
        assert [w.value for w in at.warning] == [t("records.meanwhile", "de", text="Treff am Markt")]


# --- what surrounds a page ------------------------------------------------------------------------------------------------


def test_a_scenario_that_cannot_be_read_stops_no_page(monkeypatch):
    def unreadable(_lang, _audience):
        raise RequestError("szenarien/abcdef.json: das Szenario ist unlesbar")

    monkeypatch.setattr(stand.reads, "scenarios", unreadable)
    found, why = stand._scenarios(Audience.INTERN)
    assert (found, str(why)) == ((), "szenarien/abcdef.json: das Szenario ist unlesbar")


def test_several_values_of_a_field_stand_in_one_row_under_its_name():
    fact = ProfileFact(
        "sprachen", "Sprachen", "p", (CellView("Arabisch", iri="x:ar"), CellView("Deutsch", iri="x:de"))
    )
    look = tables.Look(records=True, sortable=False, heads=True, several={(0, 1): fact.cells})
    columns = (ColumnView("field", "Angabe", CellKind.TEXT), ColumnView("value", "Wert", CellKind.RECORD))
    (row,) = tables._body(columns, [body._line(fact)], 0, look)
    assert row[0] == {"t": "Sprachen", "h": "1", "c": "heads"}
    assert row[1]["t"] == "Arabisch · Deutsch"
    assert row[1]["l"] == [{"t": "Arabisch", "k": "x:ar"}, {"t": "Deutsch", "k": "x:de"}]


@pytest.mark.parametrize(
    ("name", "beside", "told"),
    [
        ("Treff · Zuwendung · Stadt Au", ("Stadt Au", "Zuwendung"), "F-1"),
        ("Treff · Menschen über 80, Familien", ("Familien; Menschen über 80",), "F-1"),
        (
            "Treff · Zuwendung · Kreis",
            ("Stadt Au", "Zuwendung"),
            "Treff · Zuwendung · Kreis",
        ),  # says who paid
        ("Treff", ("Treff",), "Treff"),
    ],
)
def test_a_record_called_by_what_stands_beside_it_is_told_by_its_key(name, beside, told):
    row = (CellView(name, iri=str(iris.record("99999001", SOZ.Funding, "F-1"))), *map(CellView, beside))
    assert body._with_key(row, "Treff")[0].text == told


def test_no_letter_of_a_name_means_anything_to_the_printer():
    told = printing._text('a"; } * { display: none } </style>ß\\')
    assert told.startswith('"a\\22 \\3b ')
    assert not set(told[1:-1]) & set('";{}<>*/')

"""The address holds what was chosen, in names that do not depend on language, and brings it back."""

import ast
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest  # noqa: TID251 the pages are Streamlit's

from app.web.other_time import quick_days

DEFAULT = date(2026, 11, 24)


def script():
    from datetime import date

    import streamlit as st  # noqa: TID251 the script of a page

    from app.web import permalink

    permalink.arrive(st.session_state.get("page", "p"))
    try:
        st.session_state["out"] = {
            "area": permalink.choice(
                "Raum", {"PR-01": "Altstadt", "PR-02": "Nordend"}, name="raum", default="PR-01"
            ),
            "groups": permalink.choices("Gruppen", {"ZG-1": "Kinder", "ZG-2": "Ältere"}, name="gruppe"),
            "day": permalink.day("Tag", name="stichtag", default=date(2026, 11, 24)),
            "text": permalink.text("Suche", name="suche"),
            "yes": permalink.switch("Nur", name="nur"),
            "cell": permalink.remember("zelle", None),
        }
    finally:
        permalink.publish()


def opened(**query):
    at = AppTest.from_function(script, default_timeout=20)
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def out(at):
    assert not at.exception
    return at.session_state["out"]


def url(at):
    values = {name: at.query_params[name] for name in at.query_params}
    return {name: value if isinstance(value, list) else [value] for name, value in values.items()}


def test_defaults_are_left_out():
    at = opened()
    assert out(at) == {"area": "PR-01", "groups": (), "day": DEFAULT, "text": "", "yes": False, "cell": None}
    assert url(at) == {}


def test_a_link_brings_everything_back():
    query = {
        "raum": "PR-02",
        "gruppe": ["ZG-2"],
        "stichtag": "2025-01-31",
        "suche": "Bedarf",
        "nur": "ja",
        "zelle": "a~b",
    }
    at = opened(**query)
    expected = {
        "area": "PR-02",
        "groups": ("ZG-2",),
        "day": date(2025, 1, 31),
        "text": "Bedarf",
        "yes": True,
        "cell": "a~b",
    }
    assert out(at) == expected
    assert out(at.run()) == expected
    assert url(at) == {k: v if isinstance(v, list) else [v] for k, v in query.items()}


@pytest.mark.parametrize(
    "query",
    [
        {"raum": "PR-99"},
        {"gruppe": ["ZG-9"]},
        {"stichtag": "31.01.2025"},
        {"stichtag": "2025-02-30"},
        {"nur": "x"},
    ],
)
def test_what_is_not_offered_is_ignored(query):
    at = opened(**query)
    assert out(at) == out(opened())
    assert url(at) == {}


def test_a_choice_is_written():
    at = opened()
    at.selectbox[0].select("PR-02").run()
    at.multiselect[0].select("ZG-1").run()
    at.toggle[0].set_value(True).run()
    assert url(at) == {"raum": ["PR-02"], "gruppe": ["ZG-1"], "nur": ["ja"]}
    assert out(at)["area"] == "PR-02"


def test_going_back_decides_over_the_session():
    at = opened()
    at.selectbox[0].select("PR-02").run()
    del at.query_params["raum"]
    assert out(at.run())["area"] == "PR-01"


def test_a_click_in_the_navigation_keeps_what_was_chosen():
    at = opened()
    at.selectbox[0].select("PR-02").run()
    at.query_params.clear()
    at.session_state["page"] = "another"
    assert out(at.run())["area"] == "PR-02"
    assert url(at) == {"raum": ["PR-02"]}


def test_a_date_in_a_link_stays_although_it_is_the_default_today():
    at = opened(stichtag="2026-11-24")
    assert url(at) == {"stichtag": ["2026-11-24"]}
    assert url(at.run()) == {"stichtag": ["2026-11-24"]}


# built elsewhere, where `stand()` is put in, or from all that is chosen
MADE_BEFORE = {
    "app/web/origin.py",
    "app/web/search/hits.py",
    "app/web/search/bar.py",
    "app/web/pages/catalogue.py",
}


def test_every_link_says_for_whom_and_as_of_when():
    """Opened in a new tab, or on the page it stands on, a link without it would show today and the house's view."""
    root = Path(str(files("app")))
    silent = []
    for path in sorted((root / "web").rglob("*.py")):
        name = path.relative_to(root.parent).as_posix()
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            given = (
                [k.value for k in call.keywords if k.arg == "query_params"]
                if isinstance(call, ast.Call)
                else []
            )
            silent += [
                f"{name}:{call.lineno}" for value in given if "permalink.stand()" not in ast.unparse(value)
            ]
    assert {place.partition(":")[0] for place in silent} == MADE_BEFORE


def test_the_day_a_year_ago_is_the_same_day():
    assert quick_days(date(2026, 11, 30))["year_before"] == date(2025, 11, 30)
    assert quick_days(date(2028, 2, 29))["year_before"] == date(2027, 2, 28)

"""Needs, goals and committees in a browser: three tracks of the same width, ways that unfold, dates, state in the URL."""

import re

import pytest
from browsing import AGS, choose, serving, settle
from playwright.sync_api import expect

from app import town
from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OWN = "Expert*innen in eigener Sache"
MORE = {
    "aussage": [
        {"kennung": "E-1", "name": "Niemand fragt uns", "aussage": "Wir warten lange.", "sprechperspektive": OWN,
         "thema": "BD-WO1", "belegart": "EV-6", "erklaert-durch": "T-3", "stichtag": "01.08.2026"},
    ],
    "indikator": [
        {"kennung": "I-1", "name": "Wohnungslose Jugendliche", "einheit": "Personen", "wirkungsstufe": "WS-6"},
    ],
    "bedarf": [
        {"kennung": "B-2", "name": "Wohnen, gehört", "zielgruppe": "ZG-A06", "bedarf": "BD-WO2", "gebiet": "G-1", "beleg": "E-1"},
    ],
    "ziel": [{"kennung": "Z-1", "name": "Alle wohnen gut", "status": "beschlossen", "indikator": "I-1"}],
    "massnahme": [
        {"kennung": "MA-1", "name": "Plätze schaffen", "bearbeitet": "B-2", "status": "Vorschlag", "zustaendig": "T-2", "ziel": "Z-1"},
    ],
    "gremium": [
        {"kennung": "GR-1", "name": "Runder Tisch Wohnen", "art": "GR-S1", "gebiet": "G-0", "thema": "BD-WO",
         "rhythmus": "vierteljährlich", "letzte-sitzung": "01.11.2026"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory, small_town):
    home = tmp_path_factory.mktemp("planning")
    service = Service.open(home, AGS, create=True)
    preview = service.stage(small_town(more=MORE), "meldung.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    town._stores.clear()
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


def test_three_tracks_stand_side_by_side_and_what_is_missing_is_named(visit):
    page = visit("/bedarfe?stichtag=2026-11-24")
    expect(page.locator(".q-lead").first).to_contain_text(
        "keine Stimme aus gelebter Erfahrung bei 1 (soweit erfasst)"
    )
    heads = [page.locator(".q-tile").nth(i).bounding_box() for i in range(3)]
    assert len({round(box["width"]) for box in heads}) == 1
    assert len({round(box["y"]) for box in heads}) == 1
    expect(page.get_by_text("Niemand fragt uns")).to_be_visible()
    expect(page.get_by_text(t("needs.no_lived", "de"))).to_have_count(1)
    choose(page, t("needs.show", "de"), t("needs.show_lived", "de"))
    page.wait_for_url("**zeige=lived**")
    settle(page)
    expect(page.get_by_text("Niemand fragt uns")).to_have_count(0)


def test_the_table_of_needs_leads_to_the_evidence(visit):
    page = visit("/bedarfe?stichtag=2026-11-24&teil=table")
    page.get_by_role("button", name=re.compile(": Herkunft zeigen$")).first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text("meldung.xlsx").first).to_be_visible()


def test_a_goal_unfolds_to_measures_and_indicators(visit):
    page = visit("/ziele?stichtag=2026-11-24")
    expect(page.locator(".q-lead").first).to_contain_text("1 Ziel; der Weg reicht, soweit erfasst")
    expect(page.get_by_text("Alle wohnen gut").first).to_be_visible()
    measure = page.get_by_text("Plätze schaffen").first
    expect(measure).not_to_be_visible()
    page.locator("summary", has_text=t("goals.measures", "de")).first.focus()
    page.keyboard.press("Enter")
    expect(measure).to_be_visible()
    page.locator("summary", has_text=t("goals.indicators", "de")).first.click()
    expect(page.get_by_text("nicht beurteilbar").first).to_be_visible()


def test_committees_say_what_comes_next_and_who_is_not_heard(visit):
    page = visit("/gremien?stichtag=2026-11-24")
    expect(page.locator(".q-lead").first).to_contain_text("bei 1 steht nach dem Rhythmus eine Sitzung bevor")
    expect(page.locator("table").first).to_contain_text("01.02.2027")
    page.get_by_role("radio", name=t("committees.part_unheard", "de")).click()
    page.wait_for_url("**teil=unheard**")
    settle(page)
    expect(page.get_by_text(t("committees.about_unheard", "de"))).to_be_visible()
    page.get_by_role("link", name=t("committees.process", "de")).click()
    page.wait_for_url("**/prozess**")

"""The page of the map in a browser: an area clicked and followed, ways, files, and outlines taken in where there are none."""

import json
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import serving, settle, visiting
from playwright.sync_api import expect

from app import town
from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def square(longitude, latitude):
    far, high = round(longitude + 0.03, 4), round(latitude + 0.02, 4)
    return [[longitude, latitude], [far, latitude], [far, high], [longitude, high], [longitude, latitude]]


OUTLINES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"name": "Nordstadt"}, "geometry": {"type": "Polygon", "coordinates": [square(9.4, 51.3)]}},
        {"type": "Feature", "properties": {"name": "Woanders"}, "geometry": {"type": "Polygon", "coordinates": [square(9.5, 51.3)]}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def address(small_home, tmp_path_factory):
    """A town of one area without an outline."""
    home = tmp_path_factory.mktemp("map") / "home"
    shutil.copytree(small_home, home)
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def visit(chromium, address):
    with visiting(chromium, address) as open_:
        yield open_


@pytest.fixture(scope="module")
def drawn(small_home, tmp_path_factory):
    """The same town with its outline."""
    home = tmp_path_factory.mktemp("drawn") / "home"
    shutil.copytree(small_home, home)
    data = json.dumps(OUTLINES).encode()
    Service.open(home).map.take_outlines(data, "umrisse.geojson", who="Sozialplanung", why="Test")
    town._stores.clear()
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def look(chromium, drawn):
    with visiting(chromium, drawn) as open_:
        yield open_


def test_outlines_are_taken_in_and_drawn(visit, tmp_path):
    page = visit("/karte?farbe=offers")
    expect(page.get_by_text("Zu keinem Gebiet ist ein Umriss erfasst").first).to_be_visible()
    expect(page.locator("table:visible").first).to_contain_text("Nordstadt")
    file = tmp_path / "umrisse.geojson"
    file.write_text(json.dumps(OUTLINES))
    page.set_input_files("input[type=file] >> nth=0", file)
    expect(page.get_by_text("kein Gebiet mit diesem Namen oder Schlüssel").first).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("textbox", name=t("import.who", "de")).fill("Sozialplanung")
    page.get_by_role("button", name="1 Umriss übernehmen").click()
    expect(page.get_by_text("Die Umrisse sind übernommen (Version 2)").first).to_be_visible(timeout=60_000)
    settle(page)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()


def test_a_click_on_an_area_opens_it(look):
    page = look("/karte?farbe=offers&punkte=nein")
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**gebiet=**")
    settle(page)
    expect(page.get_by_text(t("map.to_matrix", "de")).first).to_be_visible()
    here = page.locator("table:visible").first
    expect(here).to_contain_text("ganze Stadt")
    page.get_by_role("link", name=t("map.to_matrix", "de")).click()
    page.wait_for_url("**/luecken?*gebiet=gebiet-G-1*")


def test_the_address_holds_what_is_shown(look):
    page = look("/karte?farbe=way&tempo=3.0&umweg=0.50&gebiet=gebiet-G-1")
    expect(page.get_by_text(re.compile("50 % Umweg, 3,0 km/h")).first).to_be_visible()
    expect(page.get_by_text("Öffentlicher Nahverkehr: keine Daten").first).to_be_visible()
    expect(page.get_by_role("tab").first).to_have_text("Weg zum nächsten Standort")
    assert "tempo=3.0" in page.url


def test_the_legend_says_in_words_what_the_colours_mean(look):
    page = look("/karte?farbe=supply&bedarf=BD-EX2&zielgruppe=ZG-A06")
    legend = page.get_by_role("list", name=t("matrix.legend", "de")).first
    for words in ("Lücke (", "gedeckt (", "nicht bekannt ("):
        expect(legend).to_contain_text(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawn_map_is_for_people_who_read_otherwise_too(look, scheme):
    page = look("/karte?farbe=offers&gebiet=gebiet-G-1", color_scheme=scheme, bypass_csp=True)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("suffix", ["geojson", "svg", "png"])
def test_a_map_is_taken_along(look, suffix, tmp_path):
    page = look("/karte?farbe=offers")
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
    download.value.save_as(tmp_path / "karte")
    assert (tmp_path / "karte").stat().st_size > 500


def test_the_public_takes_nothing_in(look):
    page = look("/karte?sicht=oeffentlich")
    settle(page)
    expect(page.get_by_text(t("map.outlines.title", "de"), exact=True)).to_have_count(0)

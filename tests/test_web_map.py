"""The page of the map in a browser: an area clicked and followed, ways, files, and outlines taken in where there are none."""

import base64
import json
import re
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
def address(own_address):
    """A town of one area without an outline, until one test takes it in."""
    return own_address


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
    expect(page.locator('[data-area="G-1"]')).to_be_visible()


def test_a_click_on_an_area_opens_it(look):
    page = look("/karte?farbe=offers&punkte=nein")
    page.locator('[data-area="G-1"]').click()
    page.wait_for_url("**gebiet=**")
    settle(page)
    expect(page.get_by_text(t("map.to_matrix", "de")).first).to_be_visible()
    here = page.locator("table:visible").first
    expect(here).to_contain_text("ganze Stadt")
    page.get_by_role("link", name=t("map.to_matrix", "de")).click()
    page.wait_for_url("**/luecken?*gebiet=gebiet-G-1*")


def width(page):
    """How wide the area is drawn, once the map stands still."""
    page.wait_for_timeout(500)
    return page.locator('[data-area="G-1"]').bounding_box()["width"]


def place(page):
    page.wait_for_timeout(500)
    return page.locator('[data-area="G-1"]').bounding_box()


def test_the_map_is_enlarged_and_moved_by_buttons_keys_wheel_and_hand(look):
    page = look("/karte?farbe=offers&punkte=nein")
    whole = width(page)
    page.get_by_role("button", name=t("map.words.farther", "de")).click()
    assert width(page) == pytest.approx(whole / 1.6, rel=0.02)
    page.get_by_role("button", name=t("map.words.whole", "de")).click()
    assert width(page) == pytest.approx(whole, rel=0.02)
    stage = page.get_by_role("group", name=t("map.words.map", "de"))
    stage.focus()
    page.keyboard.press("-")
    assert width(page) == pytest.approx(whole / 1.5, rel=0.02)
    before = place(page)
    page.keyboard.press("ArrowLeft")
    assert place(page)["x"] == pytest.approx(before["x"] + 80, abs=1)
    before = place(page)
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=4)
    page.mouse.up()
    after = place(page)
    assert (after["x"], after["y"]) == (pytest.approx(before["x"] - 60, abs=2), pytest.approx(before["y"] + 30, abs=2))  # fmt: skip
    assert "gebiet=" not in page.url, "to drag is not to choose"
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    assert width(page) > before["width"] * 1.3
    page.keyboard.press("0")
    assert width(page) == pytest.approx(whole, rel=0.02)


def test_the_section_stays_in_the_address(look):
    page = look("/karte?farbe=offers&punkte=nein")
    page.get_by_role("button", name=t("map.words.farther", "de")).click()
    page.wait_for_url("**ausschnitt=**")
    seen = width(page)
    again = look(page.url)
    assert width(again) == pytest.approx(seen, rel=0.02)
    page.locator('[data-area="G-1"]').click()
    page.wait_for_url("**gebiet=gebiet-G-1**")
    settle(page)
    assert "ausschnitt" not in page.url
    assert width(page) > seen * 1.2, "what is chosen is enlarged"


def test_two_fingers_enlarge(look):
    page = look("/karte?farbe=offers&punkte=nein", "mobile", has_touch=True)
    page.locator('[data-area="G-1"]').scroll_into_view_if_needed()
    before = place(page)
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind, apart):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 30)
    for apart in (36, 42, 48, 54, 60):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    assert width(page) == pytest.approx(before["width"] * 2, rel=0.1)


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
    expect(page.locator('[data-area="G-1"]')).to_be_visible()
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


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def service_beneath():
    """A map service of somebody else, and what it was asked for."""
    asked = []

    class Pictures(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", asked  # cookies know no port: another name
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", ["tiles", "wms"])
def test_a_map_service_is_asked_only_when_the_reader_wants_it(
    kind, small_home, service_beneath, chromium, monkeypatch, tmp_path
):
    other, asked = service_beneath
    asked.clear()
    monkeypatch.setenv("QUERBLICK_MAP_URL", other + ("/{z}/{x}/{y}.png" if kind == "tiles" else "/wms"))
    monkeypatch.setenv("QUERBLICK_MAP_LAYERS", "stadt" if kind == "wms" else "")
    monkeypatch.setenv("QUERBLICK_MAP_ATTRIBUTION", "© Vermessungsamt")
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    Service.open(home).map.take_outlines(
        json.dumps(OUTLINES).encode(), "umrisse.geojson", who="Sozialplanung", why="Test"
    )
    town._stores.clear()
    host = other.removeprefix("http://")
    with serving(home, tmp_path) as url:
        page = chromium.new_page(locale="de-DE")
        refused = []
        page.on(
            "console", lambda said: refused.append(said.text) if "Content Security" in said.text else None
        )
        page.goto(f"{url}/karte?farbe=offers")
        settle(page)
        expect(page.locator('[data-area="G-1"]')).to_be_visible()
        assert asked == []
        page.get_by_text(t("map.background", "de", host=host)).click()
        expect(page.get_by_text(t("map.background_text", "de", host=host))).to_be_visible()
        expect(page.get_by_text("© Vermessungsamt")).to_be_visible()
        page.wait_for_function("document.readyState === 'complete'")
        page.wait_for_timeout(1500)
        assert asked
        assert all("Referer" not in headers and "Cookie" not in headers for _, headers in asked)
        assert all(("BBOX=" in path) == (kind == "wms") for path, _ in asked)
        assert "grund=ja" in page.url
        page.evaluate("() => new Promise(done => { const image = new Image(); image.onerror = image.onload = done; image.src = 'http://localhost:9/x.png'; })")  # fmt: skip
        assert len(refused) == 1, "no other host"
        page.close()

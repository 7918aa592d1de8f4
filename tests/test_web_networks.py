"""The page of networks in a browser: sentences first, groups opened, a node followed, tables of equal rank, by keyboard."""

import io
import re

import pytest
from browsing import settle
from PIL import Image
from playwright.sync_api import expect

from app.colours import NO_GROUP
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DELIVERY = "/netze?netz=providers_and_offers"


def test_sentences_stand_before_the_picture_and_tables_say_the_same(visit):
    page = visit(DELIVERY)
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text(re.compile(r"\d+ Knoten und \d+ Verbindungen"))
    picture = page.get_by_test_id("stEChartsChart").first
    expect(picture).to_be_visible()
    assert lead.bounding_box()["y"] < picture.bounding_box()["y"]
    for name in ("Verbindungen", "Maße", "Knoten"):
        page.get_by_role("tab", name=name, exact=True).click()
        expect(page.get_by_role("tabpanel").locator("table:visible").first).to_be_visible()


def test_a_node_leads_on_to_its_offers_and_questions(visit):
    page = visit(f"{DELIVERY}&ansicht=alle")
    page.get_by_role("combobox", name=t("network.center", "de")).click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**umfeld=**")
    settle(page)
    page.get_by_role("link", name=re.compile("^J3 · ")).click()
    page.wait_for_url("**frage=J3**")


def test_a_click_on_a_group_opens_it(visit):
    page = visit(DELIVERY)
    canvas = page.locator("canvas").first
    picture = Image.open(io.BytesIO(canvas.screenshot())).convert("RGB")
    wanted = tuple(bytes.fromhex(NO_GROUP["light"].removeprefix("#")))
    spots = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if picture.getpixel((x, y)) == wanted
    ]
    x, y = spots[len(spots) // 2]
    canvas.click(position={"x": x, "y": y})
    page.wait_for_url("**offen=**")
    settle(page)
    expect(page.get_by_text(t("network.no_group", "de")).first).to_be_visible()


def test_pairs_of_pillars_and_two_states(visit):
    """The small town names no pillar: then there is no map, and the page says why."""
    page = visit(f"{DELIVERY}&ansicht=paare")
    expect(page.get_by_text("Kein Knoten mit bekannter Säule.").first).to_be_visible()
    page = visit(f"{DELIVERY}&ansicht=vergleich&vergleichstag=1990-01-01")
    expect(page.get_by_text(re.compile(r"Von 01\.01\.1990, Version 1 zu"))).to_be_visible()


def test_a_connection_shows_the_records_behind(visit):
    page = visit(DELIVERY)
    page.get_by_role("button", name=re.compile(": Herkunft zeigen$")).last.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text("meldung.xlsx").first).to_be_visible()


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "svg", "png"])
def test_a_network_is_taken_along(visit, suffix, tmp_path):
    page = visit(DELIVERY)
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
    download.value.save_as(tmp_path / "netz")
    assert (tmp_path / "netz").stat().st_size > 500


def test_without_anything_recorded_the_page_says_so(visit):
    page = visit("/netze?netz=handover_of_offers&ansicht=alle")
    expect(page.get_by_text("Keine Verbindung erfasst").first).to_be_visible()

"""Überblick and Lückenmatrix in a browser: from the first sentence to a gap, its weight, its sums, a kept view, and on."""

import re
import shutil

import pytest
from browsing import serving, settle
from playwright.sync_api import expect

from app.cockpit.watch import WATCHED
from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = "stichtag=2026-11-24"


@pytest.fixture(scope="module")
def own_home(small_home, small_town, tmp_path_factory):
    """The small town after a second delivery, in a copy that may be changed."""
    from app import town

    folder = tmp_path_factory.mktemp("cockpit") / "home"
    shutil.copytree(small_home, folder)
    service = Service.open(folder)
    changed = {f"C-{n}": {"bedarf": "BD-WO1"} for n in (1, 2, 3, 4)}
    preview = service.stage(small_town(change=changed), "zweite.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Zweite Lieferung")
    town._stores.clear()
    return folder


@pytest.fixture(scope="module")
def address(own_home, tmp_path_factory):
    with serving(own_home, tmp_path_factory.mktemp("server")) as url:
        yield url


def test_one_sentence_first_then_what_to_look_at_and_every_figure_leads_to_its_question(visit):
    page = visit(f"/?{DAY}")
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text(re.compile("festgestellte|festgestellten"))
    tiles = page.locator(".q-tile")
    expect(tiles.first).to_be_visible()
    assert lead.bounding_box()["y"] < tiles.first.bounding_box()["y"]
    for name in WATCHED:
        expect(page.get_by_text(t(f"watch.{name}", "de"), exact=True)).to_be_visible()
    page.get_by_role("link", name=t("overview.to_question", "de").format(question="A5"), exact=True).click()
    page.wait_for_url("**frage=A5**")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile("^A5 · "))).to_be_visible()


def test_what_differs_since_the_last_delivery_and_seen_up_to_here(visit):
    page = visit(f"/?{DAY}")
    told = page.get_by_text(re.compile(r"^Seit Version 1, Stichtag 24\.11\.2026 sind"))
    expect(told).to_be_visible(timeout=60_000)
    page.get_by_text(t("since.all_cells", "de"), exact=True).click()
    page.wait_for_url("**alle-zellen=ja**")
    settle(page)
    table = page.get_by_role("group", name="Schlechter geworden oder neu bekannt")
    table.get_by_role("button", name=re.compile("Beleg|Lücke|nicht bekannt|dünn")).first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text(t("matrix.evidence", "de")).first).to_be_visible()
    page.get_by_role("button", name=t("since.confirm", "de")).click()
    expect(page.get_by_text("Gemerkt: gesehen bis Version 2", exact=False)).to_be_visible()
    again = visit(f"/?{DAY}")
    expect(again.get_by_text(t("since.same", "de"))).to_be_visible()
    again.get_by_role("button", name=t("since.undo", "de")).click()
    expect(again.get_by_text(t("since.undone", "de"))).to_be_visible()


def test_how_well_it_is_known_leads_to_what_it_rests_on(visit):
    page = visit(f"/?{DAY}")
    region = page.get_by_role("group", name="Was über das Fehlen von Angeboten gesagt werden kann")
    region.get_by_role("button").first.click()
    page.wait_for_url("**feldgebiet=**")
    page.get_by_role("link", name=t("overview.to_a12", "de")).click()
    page.wait_for_url("**frage=A12**")
    assert "within=" in page.url
    assert "field=" in page.url


def test_sums_open_the_cells_they_count(visit):
    page = visit(f"/luecken?{DAY}&ansicht=summen&zustand=gap")
    region = page.get_by_role("group", name="Summen je Bedarf")
    row = region.locator("tbody tr").first
    count = int(row.locator("td").last.inner_text().replace(".", ""))
    row.get_by_role("button").click()
    page.wait_for_url("**zeile=**")
    settle(page)
    cells = page.get_by_role("group", name=re.compile("^Lückenmatrix ")).locator("tbody tr")
    expect(cells).to_have_count(min(count, 100))
    page.get_by_role("button", name=re.compile(" – aufheben$")).click()
    settle(page)
    assert "zeile=" not in page.url


def test_the_matrix_along_the_areas_with_marks_by_keyboard(visit):
    page = visit(f"/luecken?{DAY}&spalten=gebiete&fuer=ZG-A06&gliederung=pflicht&zeigt=pflicht")
    expect(page.locator("thead th.column")).to_have_count(2)
    expect(page.get_by_text("Pflicht mit Rechtsanspruch").first).to_be_visible()
    page.locator("button.q-state").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".q-verdict")
    expect(page.get_by_text(t("matrix.marks", "de"), exact=True).first).to_be_visible()
    spoken = page.locator("button.q-state").first.get_attribute("aria-label")
    assert re.search("Lücke|nicht bekannt|gedeckt|dünn", spoken)


def test_a_filtered_matrix_is_taken_along_as_shown(visit):
    page = visit(f"/luecken?{DAY}&ansicht=tabelle&zustand=gap")
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name="CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert "Verpflichtung" in lines[0]
    assert len(lines) > 1
    assert all(";Lücke;" in line for line in lines[1:])


def test_a_view_is_kept_opened_renamed_thrown_away_and_brought_back(visit):
    page = visit(f"/luecken?{DAY}&zustand=gap&gliederung=saeule")
    page.get_by_role("button", name=re.compile("^Ansichten")).click()
    page.get_by_label(t("view.name", "de")).fill("Nur belegt")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("button", name=t("view.keep", "de"), exact=True).click()
    expect(page.get_by_text("Ansicht „Nur belegt“ ist gemerkt.")).to_be_visible()
    other = visit("/luecken")
    other.get_by_role("button", name=re.compile("^Ansichten")).click()
    other.get_by_role("link", name="Nur belegt").click()
    other.wait_for_url("**zustand=gap**")
    assert "gliederung=saeule" in other.url
    other = visit("/luecken")
    other.get_by_role("button", name=re.compile("^Ansichten")).click()
    other.get_by_role("button", name=t("view.remove", "de")).click()
    expect(other.get_by_text("ist gelöscht", exact=False)).to_be_visible()
    other.get_by_role("button", name=re.compile("rückgängig machen$")).click()
    expect(other.get_by_text("Ansicht „Nur belegt“ ist wieder da.")).to_be_visible()


def test_from_a_gap_on_to_its_questions_and_pinned(visit):
    page = visit(f"/luecken?{DAY}&zustand=gap")
    page.locator("button.q-gap").first.click()
    page.wait_for_selector(".q-verdict")
    settle(page)
    page.get_by_role("button", name=t("matrix.pin", "de")).click()
    expect(page.get_by_text(re.compile("Angeheftet als"))).to_be_visible()
    for name in ("to_needs", "to_scenario"):
        expect(page.get_by_role("link", name=t(f"matrix.{name}", "de"), exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^L2 · ")).click()
    page.wait_for_url("**frage=L2**")
    assert "field=" in page.url
    assert "within=" in page.url
    assert DAY in page.url, "a link does not change what day one reads"

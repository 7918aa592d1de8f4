"""The gap matrix and answers in a real browser: reached with the mouse and the keyboard, taken along, led to what they rest on."""

import re
from pathlib import Path

import pytest
from browsing import (
    settle,
)
from playwright.sync_api import Page, expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose_gap(page: Page) -> None:
    page.locator("button.q-state.q-gap").first.click()
    page.wait_for_selector(".q-verdict")
    settle(page)


# --- matrix -------------------------------------------------------------------------------------------------------------


def test_a_cell_leads_to_its_evidence_and_its_address_brings_it_back(visit):
    page = visit("/luecken")
    choose_gap(page)
    sentence = page.locator(".q-verdict").first.inner_text()
    assert "Lücke" in sentence
    expect(page.get_by_role("heading", name=t("matrix.evidence", "de"))).to_be_visible()
    assert "zelle=" in page.url
    again = visit(page.url)
    again.wait_for_selector(".q-verdict")
    assert again.locator(".q-verdict").first.inner_text() == sentence
    expect(again.locator("button.q-state[aria-pressed=true]")).to_have_count(1)


def test_the_matrix_by_keyboard(visit):
    page = visit("/luecken")
    cells = page.locator("button.q-state")
    expect(page.locator("button.q-state[tabindex='0']")).to_have_count(1)
    cells.first.focus()
    columns = page.locator("thead th.column").count()
    for key, index in (
        ("ArrowRight", 1),
        ("ArrowDown", columns + 1),
        ("ArrowLeft", columns),
        ("ArrowUp", 0),
        ("End", columns - 1),
    ):
        page.keyboard.press(key)
        focused = page.evaluate(
            "document.activeElement.shadowRoot?.activeElement?.dataset.key ?? document.activeElement.dataset.key"
        )
        assert focused == cells.nth(index).get_attribute("data-key"), key
    page.keyboard.press("Enter")
    page.wait_for_selector(".q-verdict")


def test_states_are_told_apart_without_colour(visit):
    page = visit("/luecken")
    marks = {}
    for state in ("covered", "thin", "gap", "unknown"):
        cells = page.locator(f"button.q-{state}")
        expect(cells.first, state).to_be_visible()
        marks[state] = re.sub(r"\d+", "n", cells.first.inner_text())
        assert t(f"state.{state}", "de") in cells.first.get_attribute("aria-label")
    assert len(set(marks.values())) == 4


def test_filters_go_into_the_address(visit):
    page = visit("/luecken")
    page.get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**gebiet=*")
    lead = page.locator(".q-lead").inner_text()
    settle(page)
    page.go_back()
    settle(page)
    assert page.locator(".q-lead").inner_text() != lead or "gebiet=" not in page.url


def test_the_table_shows_the_same_cells(visit):
    page = visit("/luecken?ansicht=tabelle&zustand=gap")
    assert set(page.locator("td .q-state").all_inner_texts()) == {"×"}
    page.locator("button.record").first.click()
    page.wait_for_selector(".q-verdict")


# --- questions ----------------------------------------------------------------------------------------------------------


def test_an_answer_says_what_it_rests_on_and_reopens(visit):
    page = visit("/fragen")
    page.get_by_test_id("stMain").get_by_test_id("stTextInput").locator("input").last.fill("A1")
    page.keyboard.press("Enter")
    page.wait_for_url("**suche=A1**")
    settle(page)
    button = page.get_by_role("button", name=t("question.open", "de", id="A1"), exact=True)
    expect(button).to_have_count(1)  # while the list is drawn anew the one of before is still there
    button.click()
    page.wait_for_url("**frage=A1**")
    settle(page)
    lead = page.locator(".q-lead").first.inner_text()
    for part in ("answer.definition", "answer.show_query"):
        expect(page.get_by_text(t(part, "de"), exact=True).first).to_be_visible()
    page.get_by_role("link", name=t("answer.link", "de")).click()
    page.wait_for_url("**version=**")
    again = visit(page.url)
    assert again.locator(".q-lead").first.inner_text() == lead


def test_a_link_to_a_state_there_is_not_says_so(visit):
    page = visit("/fragen?frage=K1&version=99&stichtag=morgen")
    expect(page.get_by_text(t("stand.no_version", "de", version="99"))).to_be_visible()
    expect(page.get_by_text(t("stand.no_day", "de", day="morgen"))).to_be_visible()
    assert "version=" not in page.url


def test_a_record_shows_its_origin(visit):
    page = visit("/fragen?frage=K1")
    page.locator("button.record").first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_be_visible()
    expect(page.get_by_text("meldung.xlsx").first).to_be_visible()
    page.get_by_role("button", name=t("answer.close_origin", "de"), exact=True).click()
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_have_count(0)
    page.locator("button.record").first.click()
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_be_visible()


def test_a_state_shows_its_evidence_where_it_stands(visit):
    page = visit("/fragen?frage=A1")
    page.locator("td .q-state + button.record").first.click()
    page.wait_for_selector(".q-verdict")
    expect(page.get_by_text(t("matrix.evidence", "de"), exact=True)).to_be_visible()


def test_a_sorted_column_says_so(visit):
    page = visit("/fragen?frage=K1")
    page.locator("thead th button:visible").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_downloads(visit, suffix):
    page = visit("/fragen?frage=A1")
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
    assert download.value.suggested_filename == f"querblick-a1.{suffix}"
    content = Path(download.value.path()).read_bytes()
    assert content.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{"}[suffix])


def test_an_own_query_that_takes_too_long_says_so(visit):
    page = visit("/abfrage")
    page.get_by_role("textbox").first.fill(
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    )
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.get_by_text(t("error.refused", "de"))).to_be_visible(timeout=20_000)
    page.get_by_role("textbox").first.fill("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c }")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.locator("td")).to_have_count(1, timeout=20_000)


def test_the_result_of_an_own_query_does_not_outlive_the_audience_it_was_made_for(visit):
    page = visit("/abfrage")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.locator("td").first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name=t("stand.change", "de")).click()
    page.get_by_text(t("audience.oeffentlich", "de"), exact=True).click()
    expect(page.get_by_text(t("query.other_stand", "de"))).to_be_visible(timeout=20_000)
    expect(page.locator("td")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.locator("td").first).to_be_visible(timeout=20_000)

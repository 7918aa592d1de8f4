"""The pages of questions in a browser: found, ready or not, compared, followed over time, pinned, and explained when empty."""

import re

import pytest
from browsing import settle
from playwright.sync_api import Page, expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(own_address):
    """A store of its own: pins are kept in it."""
    return own_address


def cards(page: Page) -> list[str]:
    """The codes of the questions listed, in their order."""
    page.wait_for_timeout(500)
    texts = page.locator("strong").all_inner_texts()
    return [match[1] for text in texts if (match := re.match(r"([A-Z]\d+) · ", text))]


def test_all_questions_are_listed_and_found_with_typing_errors(visit):
    page = visit("/fragen")
    assert len(cards(page)) == 77
    page.get_by_label(t("question.search", "de")).fill("Überschneidugen")
    page.keyboard.press("Enter")
    settle(page)
    assert "B1" in cards(page)
    page.get_by_label(t("question.search", "de")).fill("Quastenflosser")
    page.keyboard.press("Enter")
    settle(page)
    assert cards(page) == []
    page.get_by_role("button", name=t("question.forget_search", "de")).click()
    settle(page)
    assert len(cards(page)) == 77


def test_what_one_is_about_to_do_lists_its_questions_in_order(visit):
    page = visit("/fragen?vorhaben=haushalt")
    assert cards(page)[:3] == ["D1", "D2", "D3"]
    page = visit("/fragen?vorhaben=haushalt&rolle=Liga")
    assert "D5" in cards(page)
    assert "D7" not in cards(page)


def test_a_question_says_what_it_needs_before_it_answers(visit):
    page = visit("/fragen?frage=A1")
    expect(page.get_by_text("Was die Frage braucht, ist erfasst.")).to_be_visible()
    page.get_by_text(t("question.readiness", "de")).click()
    expect(page.get_by_role("cell", name="Bedarfsfeststellung").first).to_be_visible()
    page = visit("/fragen?frage=H4")
    expect(page.get_by_text("noch gar nicht erfasst")).to_be_visible()


def test_an_emptied_answer_offers_what_emptied_it(visit):
    page = visit("/fragen?frage=C6&norm=SGB-VIII-28&pillar=SA-12L")
    expect(page.get_by_text(t("emptied.title", "de"))).to_be_visible()
    page.get_by_role("button", name="„Säule“ zurücksetzen").click()
    settle(page)
    expect(page.get_by_text(t("emptied.title", "de"))).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^1 Zeile"))).to_be_visible()


def test_a_row_leads_to_the_records_behind_it(visit):
    page = visit("/fragen?frage=E1")
    page.get_by_role("button", name=re.compile(r": Herkunft zeigen$")).first.click()
    settle(page)
    expect(page.get_by_text("Datensätze hinter dieser Zeile").first).to_be_visible()
    expect(page.get_by_role("cell", name="meldung.xlsx").first).to_be_visible()
    assert "beleg=" in page.url
    again = visit(page.url)
    expect(again.get_by_text("Datensätze hinter dieser Zeile").first).to_be_visible()
    # on another day the same number may be another row
    later = visit(f"{page.url}&stichtag=2025-06-30")
    expect(later.locator(".q-lead").first).to_be_visible()
    expect(later.get_by_text("Datensätze hinter dieser Zeile")).to_have_count(0)


def test_the_same_question_at_another_date_and_over_time(visit):
    page = visit("/fragen?frage=A1&zeit=vergleich&vergleichstag=2023-11-24")
    expect(page.get_by_text(re.compile(r"^Von Stand 24\.11\.2023, Version 1 zu Stand"))).to_be_visible()
    page = visit("/fragen?frage=A1&zeit=zeitreihe")
    expect(page.get_by_text(re.compile("^6 Stichtage"))).to_be_visible(timeout=60_000)


def test_a_pinned_question_is_asked_again(visit):
    page = visit("/fragen?frage=A1")
    page.get_by_role("button", name=t("pin.pin", "de")).click()
    page.get_by_label(t("pin.note", "de")).fill("für den Sozialausschuss")
    page.get_by_role("button", name=t("pin.keep", "de"), exact=True).click()
    expect(page.get_by_text(re.compile(r"^Angeheftet als \w{6}\.$"))).to_be_visible()
    page = visit("/angeheftet")
    expect(page.get_by_text("für den Sozialausschuss")).to_be_visible()
    page.get_by_role("button", name=t("pin.ask", "de")).click()
    settle(page)
    page.wait_for_url("**heft=**")
    settle(page)
    page.get_by_role("button", name=t("pin.back", "de")).click()
    settle(page)
    page.get_by_role("button", name=t("pin.remove", "de")).click()
    expect(page.get_by_text(t("pin.none", "de"))).to_be_visible()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "ttl", "jsonld"])
def test_an_answer_is_taken_along(visit, suffix, tmp_path):
    page = visit("/fragen?frage=A1")
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
    target = tmp_path / "antwort"
    download.value.save_as(target)
    assert target.stat().st_size > 200

"""The page of the planning process in a browser: begun, a step changed, taken back; the state of it in the URL."""

import re

import pytest
from browsing import choose, settle
from playwright.sync_api import expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(own_address):
    """A store of its own: processes are kept in it."""
    return own_address


def test_a_process_is_begun_changed_and_taken_back(visit):
    page = visit("/prozess")
    expect(page.get_by_text("Noch ist kein Prozess angelegt.")).to_be_visible()
    page.get_by_label(t("process.name", "de"), exact=True).fill("Sozialplanung 2027")
    page.get_by_role("button", name=t("process.begin", "de"), exact=True).click()
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text("12 Schritte: 0 erledigt, 0 begonnen, 12 offen.")
    expect(page.get_by_text(t("process.no_dates", "de"))).to_be_visible()

    choose(page, t("process.open_step", "de"), "2. Bestand erfassen")
    page.wait_for_url("**schritt=bestand**")
    settle(page)
    page.get_by_role("radio", name="läuft").click()
    page.get_by_label(t("process.note", "de"), exact=True).fill("Rücklauf abwarten")
    page.get_by_role("button", name=t("process.save", "de"), exact=True).click()
    expect(lead).to_contain_text("1 begonnen, 11 offen")
    expect(page.locator("table").first).to_contain_text("Rücklauf abwarten")

    page.get_by_label(t("process.note", "de"), exact=True).fill("Frau Erika Mustermann fragen")
    page.get_by_role("button", name=t("process.save", "de"), exact=True).click()
    expect(page.get_by_text(re.compile("sieht nach einer Person aus"))).to_be_visible()
    expect(page.locator("table").first).not_to_contain_text("Mustermann")

    page.get_by_text("Verlauf (2)").click()
    page.get_by_role("button", name=t("process.back", "de"), exact=True).click()
    expect(lead).to_contain_text("12 offen")
    expect(page.get_by_text("Verlauf (3)")).to_be_visible()

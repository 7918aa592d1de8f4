"""Another day than today in a browser: said on every page, one click back; and the report about what differs."""

import re

import pytest
from browsing import settle
from playwright.sync_api import expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(own_address):
    """A store of its own: pins are kept in it."""
    return own_address


@pytest.mark.parametrize("size", ["desktop", "mobile"])
def test_another_day_is_said_in_one_line_with_the_way_back(visit, size):
    page = visit("/fragen?stichtag=2024-12-31", size)
    banner = page.locator(".q-other-time")
    expect(banner).to_contain_text("Stand vom 31.12.2024")
    back = page.get_by_role("button", name=t("stand.back_to_today", "de"))
    line, button = banner.bounding_box(), back.bounding_box()
    assert line["y"] < button["y"] + button["height"] / 2 < line["y"] + line["height"], (
        "both stand in one line"
    )
    back.click()
    expect(banner).to_have_count(0)
    page.wait_for_url(re.compile(r"/fragen$"))


def test_today_says_nothing_and_quick_choices_go_into_the_address(visit):
    page = visit("/fragen")
    expect(page.locator(".q-other-time")).to_have_count(0)
    page.get_by_role("button", name=t("stand.change", "de")).click()
    page.get_by_role("button", name=t("stand.quick_year_end", "de")).click()
    page.wait_for_url(re.compile(r"stichtag=\d{4}-12-31"))
    expect(page.locator(".q-other-time")).to_be_visible()


def test_the_report_tells_what_began_and_leads_on(visit):
    page = visit("/veraenderungen?von=2023-06-01&stichtag=2026-11-24")
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text("Angebote: 4 begonnen, 0 beendet", timeout=120_000)
    expect(page.get_by_role("heading", name="Rechtsänderungen in der Zeit dazwischen")).to_be_visible()
    page.get_by_role("link", name=re.compile("^L1 · ")).click()
    page.wait_for_url("**day=2023-06-01**")


def test_the_wrong_order_can_be_exchanged(visit):
    page = visit("/veraenderungen?von=2026-11-01&stichtag=2026-01-01")
    page.get_by_role("button", name=t("changes.swap", "de")).click()
    settle(page)
    page.wait_for_url("**stichtag=2026-11-01**")
    assert "von=2026-01-01" in page.url or "von=" not in page.url
    expect(page.get_by_text(t("changes.wrong_order", "de"))).to_have_count(0)


def test_the_report_is_pinned_and_asked_again(visit):
    page = visit("/veraenderungen?von=2023-06-01&stichtag=2026-11-24")
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text("Angebote: 4 begonnen, 0 beendet", timeout=120_000)
    page.get_by_role("button", name=t("pin.pin", "de")).click()
    page.get_by_role("button", name=t("pin.keep", "de")).click()
    expect(page.get_by_text(re.compile("^Angeheftet als "))).to_be_visible()
    page = visit("/angeheftet?stichtag=2026-11-24")
    page.get_by_role("button", name=t("pin.ask", "de")).click()
    expect(page.get_by_role("heading", name="Veränderungen")).to_be_visible()
    again = page.locator(".q-lead").first
    expect(again).to_contain_text("Angebote: 4 begonnen, 0 beendet", timeout=120_000)
    page.get_by_role("link", name=t("changes.until_now", "de")).click()
    page.wait_for_url("**/veraenderungen?**von=2023-06-01**")

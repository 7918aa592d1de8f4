"""The page of the money in a browser: the way of a planner from the money to what ends, the offers and the cells."""

import re

import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import SIZES, choose, serving, settle
from playwright.sync_api import expect
from test_app_money import home  # noqa: F401 the small town with money

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(home, tmp_path_factory):  # noqa: F811
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


PAGE = "/geld?stichtag=2026-11-24"


def test_a_sentence_a_picture_and_tables_that_say_the_same(visit):
    page = visit(PAGE)
    expect(page.locator(".q-lead").first).to_contain_text("1.350 € in 4 Posten, davon 1 ohne Betrag")
    expect(page.get_by_test_id("stEChartsChart").first).to_be_visible()
    expect(page.get_by_text("1 Posten ohne erhobenen Betrag ist nicht im Bild")).to_be_visible()
    page.get_by_role("tab", name=re.compile("^Posten ohne erhobenen Betrag")).click()
    expect(page.get_by_role("tabpanel").locator("table:visible tbody tr")).to_have_count(1)


def test_narrowed_to_a_recipient_only_its_items_are_left(visit):
    page = visit(PAGE)
    choose(page, t("money.only_wem", "de"), "Verein Brücke")
    page.wait_for_url("**wem=**")
    settle(page)
    expect(page.locator(".q-lead").first).to_contain_text("300 € in 1 Posten")
    page.get_by_role("tab", name=re.compile("^Posten mit Betrag")).click()
    expect(page.get_by_role("tabpanel").locator("table:visible tbody tr")).to_have_count(1)
    page.get_by_role("button", name=t("money.widen", "de")).click()
    settle(page)
    expect(page.locator(".q-lead").first).to_contain_text("1.350 €")


def test_a_click_on_a_bar_shows_its_items_only(visit):
    page = visit(PAGE)
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    # the widest bar of the first layer stands at the left edge, in the upper half
    canvas.click(position={"x": 9, "y": box["height"] * 0.3})
    page.wait_for_url("**von=**")
    settle(page)
    expect(page.locator(".q-lead").first).to_contain_text("1.300 € in 3 Posten")


def test_from_a_funder_to_what_of_its_money_ends(visit):
    page = visit(PAGE)
    choose(page, t("money.only_von", "de"), "Amt für Soziales")
    page.wait_for_url("**von=**")
    settle(page)
    page.get_by_role("link", name=t("money.to_cliff", "de")).click()
    page.wait_for_url("**stufe_von=**")
    settle(page)
    expect(page.locator(".q-lead").first).to_contain_text("1 Posten (bewilligt)")
    expect(page.get_by_role("combobox", name=t("money.only_von", "de"))).to_have_value(
        re.compile("Amt für Soziales")
    )


def test_from_the_step_to_the_gap_matrix_of_the_day_after(visit):
    page = visit(f"{PAGE}&ansicht=stufe&monate=12")
    expect(page.locator(".q-lead").first).to_contain_text("Bei 3 laufenden Posten ist kein Ende erfasst")
    page.get_by_role("radio", name="31.12.2026").click()
    page.wait_for_url("**stufe=2026-12-31**")
    settle(page)
    page.get_by_role("tab", name=re.compile("^Endende Posten")).click()
    expect(page.get_by_role("tabpanel").locator("table:visible").first).to_contain_text("300,00")
    page.get_by_role("link", name=t("money.to_matrix", "de", day="01.01.2027")).click()
    page.wait_for_url("**/luecken?**stichtag=2027-01-01**")


def test_deadlines_by_month_go_into_a_calendar(visit, tmp_path):
    page = visit(f"{PAGE}&ansicht=fristen")
    expect(page.get_by_text("Dezember 2026").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name=t("money.ics", "de")).click()
    download.value.save_as(tmp_path / "fristen.ics")
    events = icalendar.Calendar.from_ical((tmp_path / "fristen.ics").read_bytes()).walk("VEVENT")
    assert "Bewilligung endet" in {str(event["summary"]).partition(":")[0] for event in events}


def test_an_assumption_is_called_one(visit):
    page = visit(f"{PAGE}&ansicht=preise")
    expect(page.get_by_text(re.compile("kein Preisindex erfasst"))).to_be_visible()
    page.get_by_role("radio", name=t("money.by_assumption", "de")).click()
    page.wait_for_url("**preise=annahme**")
    settle(page)
    expect(page.locator(".q-lead").first).to_contain_text("Annahme: Preise steigen um 2,0 % im Jahr")
    page.get_by_role("textbox", name=t("money.rate", "de")).fill("viel")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_text("Diese Rate lässt sich nicht lesen")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["stufe", "fristen", "anteile", "preise"])
def test_nothing_serious_for_people_who_read_otherwise(visit, view, scheme):
    page = visit(f"{PAGE}&ansicht={view}", color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], [n["html"][:120] for n in v["nodes"]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("view", ["wege", "stufe", "fristen", "anteile", "preise"])
def test_every_view_opens_on_a_narrow_screen_and_in_english(visit, view):
    page = visit(f"{PAGE}&ansicht={view}&lang=en", "mobile")
    expect(page.locator(".q-lead").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["mobile"]["width"]
    assert not re.search(r"\bnan\b|None", page.locator("[data-testid=stMain]").inner_text())


def test_shares_come_with_their_base(visit):
    page = visit(f"{PAGE}&ansicht=anteile")
    expect(page.get_by_text(re.compile(r"^\d+ von \d+$")).first).to_be_visible()


def test_a_step_leads_to_a_scenario_with_the_form_filled_in(visit):
    page = visit(f"{PAGE}&ansicht=stufe&stufe=2026-12-31")
    page.get_by_role("link", name=re.compile("Amt für Soziales")).click()
    page.wait_for_url(
        "**/szenarien?**posten=**"
    )  # what is kept in the address; the form holds the rest until it is drawn
    settle(page)
    page.get_by_label(t("scenario.name", "de"), exact=True).fill("Förderung endet")
    page.get_by_role("button", name=t("scenario.make", "de")).click()
    page.get_by_text(t("scenario.no_acts", "de")).wait_for(timeout=60_000)
    settle(page)
    kind = page.get_by_role("radio", name=t("scenario.kind.end_funding", "de"))
    expect(kind).to_have_attribute("aria-checked", "true")
    form = page.get_by_test_id("stForm").first
    expect(form).to_contain_text("F-3")
    expect(form).not_to_contain_text("F-1 ")
    page.get_by_role("button", name=t("scenario.suppose", "de"), exact=True).click()
    expect(page.get_by_text(re.compile("zahl(t|en) nur bis 31.12.2026")).first).to_be_visible(timeout=60_000)
    settle(page)
    page.get_by_role("button", name=t("scenario.look_later", "de", day="01.01.2027")).click()
    page.wait_for_url("**stichtag=2027-01-01**")

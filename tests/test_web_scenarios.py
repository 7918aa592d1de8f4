"""What if, in the browser: a scenario is made, looked at on another page, and left again."""

import re
import shutil

import pytest
from browsing import choose, serving, settle
from playwright.sync_api import expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(small_home, tmp_path_factory):
    """A store for every test: each makes scenarios, and one begins where there is none."""
    folder = tmp_path_factory.mktemp("szenarien") / "home"
    shutil.copytree(small_home, folder)
    with serving(folder, tmp_path_factory.mktemp("server")) as url:
        yield url


def path_of(link):
    return "/" + link.split("/", 3)[3]


def made(visit, name):
    """The page of a scenario that was just made."""
    page = visit("/szenarien")
    page.get_by_label(t("scenario.name", "de"), exact=True).fill(name)
    page.get_by_role("button", name=t("scenario.make", "de")).click()
    page.get_by_text(t("scenario.no_acts", "de")).wait_for()
    settle(page)
    return page


def test_a_scenario_is_made_looked_at_and_thrown_away(visit):
    page = visit("/szenarien")
    expect(page.get_by_text(t("scenario.none", "de"))).to_be_visible()
    page.get_by_label(t("scenario.name", "de"), exact=True).fill("Beratung am Markt schließt")
    page.get_by_role("button", name=t("scenario.make", "de")).click()
    page.get_by_text(t("scenario.no_acts", "de")).wait_for()
    settle(page)
    page.get_by_text(t("scenario.kind.close_offer", "de"), exact=True).click()
    settle(page)
    choose(page, t("scenario.field.offer", "de"), "Beratung am Markt")
    page.get_by_role("spinbutton", name=re.compile("^Tag, ")).click()
    page.keyboard.type("01112026", delay=80)
    page.get_by_role("button", name=t("scenario.suppose", "de")).click()
    expect(page.get_by_text("Beratung am Markt (A-1) endet am 01.11.2026")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("In der Lückenmatrix ändern sich"))).to_be_visible(timeout=60_000)
    settle(page)
    page.get_by_role("link", name=t("scenario.to_matrix", "de")).click()
    banner = page.get_by_text("Was wäre wenn: Beratung am Markt schließt")
    expect(banner).to_be_visible(timeout=60_000)
    settle(page)
    assert "szenario=" in page.url
    link = page.url

    again = visit(path_of(link))
    expect(again.get_by_text("Was wäre wenn: Beratung am Markt schließt")).to_be_visible()
    again.get_by_role("button", name=t("stand.leave_scenario", "de")).click()
    expect(again.get_by_text("Was wäre wenn:")).to_have_count(0)

    page = visit("/szenarien")
    page.get_by_role("button", name=t("scenario.throw_away", "de")).click()
    expect(page.get_by_text(t("scenario.none", "de"))).to_be_visible()
    gone = visit(path_of(link))
    expect(gone.get_by_text(t("stand.scenario_gone", "de"))).to_be_visible()
    page.get_by_text(t("scenario.aside.one", "de")).click()
    page.get_by_role("button", name=t("scenario.take_back", "de")).click()
    expect(page.get_by_text("Beratung am Markt (A-1) endet am 01.11.2026")).to_be_visible(timeout=60_000)


def test_what_is_missing_is_said_and_nothing_is_lost(visit):
    page = made(visit, "Unvollständig")
    page.get_by_label(t("scenario.field.name", "de")).fill("Neuer Treff")
    page.get_by_role("button", name=t("scenario.suppose", "de")).click()
    expect(page.get_by_text(re.compile("Annahme: ‹.*› fehlt"))).to_be_visible(timeout=60_000)
    expect(page.get_by_label(t("scenario.field.name", "de"))).to_have_value("Neuer Treff")


def test_a_planning_assumption_varies_in_a_stated_range(visit):
    page = made(visit, "Wie viele sind wenige")
    page.get_by_text(t("scenario.view.spannen", "de"), exact=True).click()
    choose(page, t("scenario.assumptions", "de"), "Dünn bei höchstens so vielen Trägern")
    page.get_by_role("textbox", name=re.compile("^Dünn bei höchstens so vielen Trägern: eingestellt 1")).fill(
        "1; 3"
    )
    page.get_by_role("button", name=t("scenario.run_bands", "de")).click()
    expect(page.get_by_role("heading", name=re.compile("^Strittig")).or_(page.get_by_text(re.compile("^Strittig"))).first).to_be_visible(timeout=60_000)  # fmt: skip
    expect(
        page.get_by_role("listitem").filter(has_text="Dünn bei höchstens so vielen Trägern 3")
    ).to_be_visible()
    expect(page.get_by_text(re.compile("nur in manchen"))).to_be_visible()


def test_ranges_stay_in_the_address_and_an_act_taken_out_comes_back(visit):
    page = made(visit, "Spannen")
    page.get_by_text(t("scenario.kind.close_offer", "de"), exact=True).click()
    settle(page)
    choose(page, t("scenario.field.offer", "de"), "Beratung am Markt")
    page.get_by_role("button", name=t("scenario.suppose", "de")).click()
    page.get_by_role("button", name=t("scenario.remove", "de", act="1")).wait_for(timeout=60_000)
    settle(page)
    page.get_by_role("radio", name=t("scenario.view.spannen", "de")).click()
    settle(page)
    field = page.get_by_label("1 · Angebot endet: Letzter Tag")
    field.fill("31.12.2026; 30.06.2027")
    field.press("Enter")
    expect(page.get_by_text("Letzter Tag 31.12.2026").first).to_be_visible(timeout=90_000)
    settle(page)
    again = visit(path_of(page.url))
    expect(again.get_by_label("1 · Angebot endet: Letzter Tag")).to_have_value("31.12.2026; 30.06.2027")
    again.get_by_role("button", name=t("scenario.remove", "de", act="1")).click()
    expect(again.get_by_text(t("scenario.no_acts", "de"))).to_be_visible(timeout=60_000)
    again.get_by_role("button", name=t("scenario.put_back", "de", act="1", kind="Angebot endet")).click()
    expect(again.get_by_text("Beratung am Markt (A-1) endet am")).to_be_visible(timeout=60_000)

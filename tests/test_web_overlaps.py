"""Overlaps and interfaces in a browser: a pair opened and agreed on, two pillars looked at and pinned, a way drawn."""

import re

import pytest
from browsing import serving, settle
from playwright.sync_api import expect

from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PILLARS = {"A-1": {"saeule": "SA-08"}, "A-2": {"saeule": "SA-09E"}, "A-3": {"saeule": "SA-03"}}
YOUTH, INTEGRATION = "saeulengruppe-jugendhilfe", "saeulengruppe-eingliederungshilfe"


@pytest.fixture(scope="module")
def address(tmp_path_factory, small_town):
    home = tmp_path_factory.mktemp("home")
    service = Service.open(home, "99999001", create=True)
    preview = service.stage(small_town(change=PILLARS), "a.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


def test_a_pair_is_opened_agreed_on_and_taken_back(visit):
    page = visit("/ueberschneidungen")
    expect(page.locator(".q-lead")).to_contain_text("soweit erfasst")
    page.get_by_role("button", name=re.compile("^Schulden und Überschuldung: ")).first.click()
    page.wait_for_url("**paar=**")
    settle(page)
    expect(page.get_by_text("Beide Angebote nebeneinander").first).to_be_visible(timeout=60_000)
    page.get_by_text(t("agreement.new", "de")).click()
    page.get_by_role("textbox", name=t("agreement.what", "de")).fill("Zugang absprechen")
    page.get_by_role("textbox", name=t("agreement.who", "de")).fill("Frau Petra Musterfrau")
    page.get_by_role("textbox", name=t("agreement.by", "de")).fill("Sozialplanung")
    page.get_by_role("button", name=t("agreement.save", "de")).click()
    expect(page.get_by_text("keine Namen").first).to_be_visible()
    page.get_by_role("textbox", name=t("agreement.who", "de")).fill("Jugendamt")
    page.get_by_role("button", name=t("agreement.save", "de")).click()
    expect(page.get_by_text(t("agreement.saved", "de"))).to_be_visible()
    settle(page)
    expect(page.get_by_text("Zugang absprechen").first).to_be_visible()
    page.get_by_role("button", name=t("agreement.withdraw", "de")).first.click()
    popover = page.get_by_test_id("stPopoverBody")
    popover.get_by_role("textbox", name=t("agreement.by", "de")).fill("Sozialplanung")
    popover.get_by_role("button", name=t("agreement.withdraw", "de")).click()
    expect(page.get_by_text(t("agreement.was_withdrawn", "de"))).to_be_visible()
    settle(page)
    expect(page.get_by_text("1 zurückgenommene Vereinbarung")).to_be_visible()


def test_two_pillars_are_chosen_in_the_matrix_and_their_answer_is_pinned(visit):
    page = visit("/schnittstellen")
    page.get_by_role("button", name=re.compile("^Eingliederungshilfe, Jugendhilfe: ")).click()
    page.wait_for_url(f"**gruppe={INTEGRATION}**")
    settle(page)
    expect(page.get_by_text("18. Geburtstag bei seelischer Behinderung").first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Übergang ohne bekannte Vereinbarung").first).to_be_visible()
    page.get_by_role("button", name=t("pin.pin", "de")).click()
    page.get_by_role("button", name=t("pin.keep", "de")).click()
    expect(page.get_by_text("Angeheftet").first).to_be_visible()
    pinned = visit("/angeheftet")
    expect(pinned.get_by_text(re.compile("^C1 · ")).first).to_be_visible()


def test_a_way_says_in_words_what_the_picture_shows(visit):
    page = visit("/schnittstellen?ansicht=wege&konstellation=BK-12")
    lead = page.locator(".q-lead").first
    expect(lead).to_contain_text(re.compile(r"\d+ Bedarfe in \d+ Säulen"))
    for table in ("Der Weg", "Bedarfe ohne bekanntes Angebot (nicht beurteilbar)"):
        expect(page.get_by_text(table, exact=True).first).to_be_visible()


def test_an_answer_leads_to_the_page_that_shows_the_same(visit):
    for question, path in (("J3", "netze"), ("B1", "ueberschneidungen"), ("C1", "schnittstellen")):
        page = visit(f"/fragen?frage={question}")
        page.get_by_role("link", name=t(f"question.to_{path}", "de")).click()
        page.wait_for_url(f"**/{path}**")


def test_the_public_sees_no_agreement(visit):
    page = visit("/ueberschneidungen?sicht=oeffentlich&ansicht=vereinbart")
    expect(page.get_by_text(t("agreement.internal", "de"))).to_be_visible()

"""Search and profiles in a browser: from any page by keyboard to a hit, from hit to profile, from profile to profile."""

import io
import re

import pytest
from browsing import settle
from playwright.sync_api import expect
from pypdf import PdfReader

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFER = "/steckbrief?art=angebot&kennung=A-1"


def test_from_any_page_by_keyboard_to_a_profile(visit):
    page = visit("/netze?sicht=oeffentlich")
    field = page.get_by_label(t("search.field", "de"), exact=True)
    field.fill("Beratnug am Markt")
    field.press("Enter")
    page.wait_for_url("**/suche?**q=Beratnug**")
    settle(page)
    assert "sicht=oeffentlich" in page.url
    hit = page.get_by_role("link", name=re.compile("Beratung am Markt")).first
    hit.focus()
    hit.press("Enter")
    page.wait_for_url("**/steckbrief?**kennung=A-1**")
    settle(page)
    assert "sicht=oeffentlich" in page.url
    expect(page.get_by_role("heading", name="Beratung am Markt")).to_be_visible()


def test_the_field_works_on_the_search_page_itself(visit):
    page = visit("/suche?q=Lernhilfe")
    field = page.get_by_label(t("search.field", "de"), exact=True)
    field.fill("Schuldnerberatung")
    field.press("Enter")
    page.wait_for_url("**q=Schuldnerberatung**")
    expect(page.get_by_role("searchbox", name=t("search.words", "de"))).to_have_value("Schuldnerberatung")


def test_hits_are_grouped_and_narrowed_to_a_kind(visit):
    page = visit("/suche?q=Beratung")
    expect(page.get_by_role("heading", name=re.compile(r"^Angebote \(\d+\)$"))).to_be_visible()
    page.get_by_role("radio", name=re.compile(r"^Angebote \(")).or_(
        page.get_by_role("button", name=re.compile(r"^Angebote \("))
    ).first.click()
    page.wait_for_url("**gruppe=angebot**")
    settle(page)
    expect(page.get_by_role("heading", name=re.compile(r"^Bedarfsarten \("))).to_have_count(0)


def test_nothing_found_says_where_it_looked(visit):
    page = visit("/suche?q=xyzzyquark")
    expect(page.get_by_text("Nichts gefunden zu „xyzzyquark“.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Gesucht wird in: .*Angebote \(4\)"))).to_be_visible()


def test_a_profile_leads_to_the_next_and_back(visit):
    page = visit(OFFER)
    page.get_by_role("button", name=re.compile("^Haus am Markt: ")).first.click()
    page.wait_for_url("**kennung=T-1**")
    settle(page)
    expect(page.get_by_role("heading", name="Haus am Markt")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Beratung am Markt: ")).first.click()
    page.wait_for_url("**kennung=A-1**")
    settle(page)
    expect(page.get_by_role("heading", name="Beratung am Markt")).to_be_visible()
    page.go_back()
    page.wait_for_url("**kennung=T-1**")
    settle(page)
    expect(page.get_by_role("heading", name="Haus am Markt")).to_be_visible()


def test_a_profile_says_what_is_not_known_and_what_an_empty_part_weighs(visit):
    page = visit(OFFER)
    expect(page.get_by_role("heading", name=t("profile.unknown", "de"))).to_be_visible()
    expect(page.get_by_text(re.compile("Nicht erhoben:.*Öffnungszeiten"))).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"Dazu erfasste Kooperationen: keine\..*\(nicht beurteilbar\)"))
    ).to_be_visible()


def test_the_state_of_a_cell_opens_its_evidence(visit):
    page = visit(OFFER)
    page.get_by_role("button", name=re.compile(f": {t('table.open_state', 'de')}$")).first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text(t("matrix.evidence", "de"), exact=True)).to_be_visible()


def test_a_question_about_the_record_is_asked_with_it(visit):
    page = visit(OFFER)
    page.get_by_role("link", name=re.compile("^K3 · ")).click()
    page.wait_for_url("**frage=K3**")
    settle(page)
    assert "record=A-1" in page.url


def test_an_unknown_key_leads_to_the_search(visit):
    page = visit("/steckbrief?art=angebot&kennung=A-999")
    expect(page.get_by_text("Zu „A-999“ gibt es in diesem Stand keinen Steckbrief.")).to_be_visible()
    page.get_by_role("link", name=t("profile.to_search", "de")).click()
    page.wait_for_url("**/suche?**q=A-999**")


def test_the_evidence_of_a_record_elsewhere_leads_to_its_profile(visit):
    page = visit("/fragen?frage=K1")
    page.get_by_role("button", name=re.compile(": Herkunft zeigen$")).first.click()
    page.wait_for_url("**beleg=**")
    page.get_by_role("link", name=t("profile.to_profile", "de")).click()
    page.wait_for_url("**/steckbrief?**kennung=**")


def test_the_records_behind_a_connection_lead_to_their_profiles(visit):
    page = visit("/netze?netz=providers_and_offers")
    page.get_by_role("button", name=re.compile(": Herkunft zeigen$")).last.click()
    page.wait_for_url("**beleg=**")
    page.get_by_role("link", name=re.compile("^Zum Steckbrief: ")).first.click()
    page.wait_for_url("**/steckbrief?**kennung=**")


@pytest.mark.parametrize("suffix", ["csv", "ttl", "jsonld"])
def test_a_profile_is_taken_along(visit, suffix, tmp_path):
    page = visit(OFFER)
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
    download.value.save_as(tmp_path / "steckbrief")
    assert "Beratung am Markt" in (tmp_path / "steckbrief").read_text("utf-8")


def test_a_printed_profile_has_no_buttons(visit):
    page = visit(OFFER)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Beratung am Markt")).to_be_visible()
    expect(page.get_by_role("heading", name=t("profile.questions", "de"))).to_be_hidden()
    expect(page.get_by_label(t("search.field", "de"), exact=True)).to_be_hidden()


def test_a_printed_profile_keeps_all_columns_on_the_paper(visit):
    page = visit(OFFER)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 between margins of 12 mm
    frames = page.locator(".table .frame")
    expect(frames.first).to_be_visible()
    wider = frames.evaluate_all("all => all.map(f => f.scrollWidth - f.clientWidth).filter(n => n > 1)")
    assert frames.count() > 3
    assert wider == []


@pytest.mark.parametrize(
    "at", [OFFER, "/steckbrief?art=traeger&kennung=T-1", "/steckbrief?art=gebiet&kennung=G-1"]
)
def test_a_usual_profile_is_one_printed_page(visit, at):
    page = visit(at)
    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(pages) == 1
    assert "Quelle: Wissensgraph" in pages[0].extract_text()


def test_a_long_profile_says_on_every_page_whose_it_is(visit):
    page = visit(OFFER)
    first, second, *_ = (p.extract_text() for p in PdfReader(io.BytesIO(page.pdf(format="A6"))).pages)
    assert "Angebot: Beratung am Markt (A-1)" in second
    assert "Angebot: Beratung am Markt (A-1)" not in first
    assert "Seite 2 /" in second

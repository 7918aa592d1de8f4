"""Three stories from the first look to the finished paper, played on the example town as a planner would."""

import re
import shutil

import docx
import pytest
from browsing import choose, serving, settle
from playwright.sync_api import Page, expect

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENT = 120_000  # milliseconds: a question put for the first time, on a busy machine


@pytest.fixture(scope="module")
def address(example_home, tmp_path_factory):
    """A copy of the example: scenarios and papers are kept in it."""
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("geschichten") / "home")
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


def button(page: Page, words: str):
    return page.get_by_role("button", name=words, exact=True).first


def put_into_new_paper(page: Page, title: str) -> None:
    """Lay the answer on the page into a paper that begins with it, and go there."""
    button(page, t("papers.into", "de")).click()
    page.get_by_role("combobox", name=t("papers.which", "de")).wait_for()
    if not page.get_by_label(t("papers.title", "de")).is_visible():  # another story began a paper before
        choose(page, t("papers.which", "de"), t("papers.which_new", "de"))
    page.get_by_label(t("papers.title", "de")).fill(title)
    page.keyboard.press("Tab")
    settle(page)
    button(page, t("papers.into_do", "de")).click()
    expect(page.get_by_text(t("papers.into_done", "de", title=title))).to_be_visible(timeout=PATIENT)
    settle(page)
    link = page.get_by_role("link", name=t("papers.to_paper", "de", title=title))
    if not link.is_visible():
        button(page, t("papers.into", "de")).click()
    link.click()
    page.wait_for_url("**/vorlagen**vorlage=v**", timeout=PATIENT)
    settle(page)


def put_into(page: Page, title: str) -> None:
    """Lay the answer on the page into a paper there is."""
    button(page, t("papers.into", "de")).click()
    choose(page, t("papers.which", "de"), title)
    button(page, t("papers.into_do", "de")).click()
    expect(page.get_by_text(t("papers.into_done", "de", title=title))).to_be_visible(timeout=PATIENT)
    settle(page)


def taken(page: Page, folder) -> "docx.document.Document":
    """The paper as Word."""
    page.get_by_role("radio", name=t("papers.sheet_mitnehmen", "de")).click()
    page.get_by_role("button", name=t("papers.take_docx", "de"), exact=True).wait_for(timeout=PATIENT)
    settle(page)
    with page.expect_download(timeout=PATIENT) as download:
        button(page, t("papers.take_docx", "de")).click()
    download.value.save_as(folder / "v.docx")
    return docx.Document(str(folder / "v.docx"))


def words_of(paper) -> str:
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_jugendtreff_suedhang_gap_cause_proposal(visit, tmp_path):
    page = visit("/luecken?gebiet=gebiet-G-03&zelle=BD-SO2~ZG-A06&stichtag=2026-11-22")
    expect(page.get_by_text("Lücke: Es gibt kein passendes Angebot.").first).to_be_visible(timeout=PATIENT)
    expect(page.get_by_text(re.compile("am Stichtag aktiv wäre: Jugendtreff Südhang"))).to_be_visible()
    page.get_by_role("link", name=re.compile(t("matrix.to_scenario", "de") + "$")).click()
    page.wait_for_url("**/szenarien**", timeout=PATIENT)
    settle(page)
    page.get_by_label(t("scenario.name", "de"), exact=True).fill("Jugendtreff Südhang wieder öffnen")
    button(page, t("scenario.make", "de")).click()
    page.get_by_text(t("scenario.no_acts", "de")).wait_for(timeout=PATIENT)
    settle(page)
    expect(
        page.get_by_text(re.compile("BD-SO2 Freizeit")).first
    ).to_be_visible()  # what the gap was about is filled in
    expect(page.get_by_text(re.compile("ZG-A06 Jugendliche")).first).to_be_visible()
    expect(page.get_by_text("G-03 Südhang").first).to_be_visible()
    page.get_by_label(t("scenario.field.name", "de")).fill("Jugendtreff Südhang in der alten Schule")
    choose(page, t("scenario.field.provider", "de"), "Sozialwerk Fiktiva")
    choose(page, t("scenario.field.kind", "de"), "Offene Kinder- und Jugendarbeit")
    button(page, t("scenario.suppose", "de")).click()
    expect(page.get_by_text(re.compile("von ‹Lücke› zu ‹dünn gedeckt›"))).to_be_visible(timeout=PATIENT)
    button(page, t("scenario.look", "de")).click()
    settle(page)
    scenario = re.search(r"szenario=(\w+)", page.url)
    assert scenario

    page = visit("/fragen?frage=A1&within=G-03&stichtag=2026-11-22")
    expect(
        page.get_by_text(re.compile("1 ohne passendes Angebot|ohne passendes Angebot")).first
    ).to_be_visible(timeout=PATIENT)
    settle(page)
    put_into_new_paper(page, "Jugendtreff im Südhang")
    page = visit(f"/fragen?frage=A1&within=G-03&stichtag=2026-11-22&szenario={scenario[1]}")
    expect(page.get_by_text("Was wäre wenn: Jugendtreff Südhang wieder öffnen")).to_be_visible(
        timeout=PATIENT
    )
    settle(page)
    put_into(page, "Jugendtreff im Südhang")
    page.get_by_role("link", name=t("papers.to_paper", "de", title="Jugendtreff im Südhang")).click()
    settle(page)
    paper = taken(page, tmp_path)
    told = words_of(paper)
    assert "Jugendtreff im Südhang" in told
    assert "Jugendtreff Südhang wieder öffnen" in told  # the supposition is named in the paper
    assert "Grundlagen und Methode" in told
    assert any(p.style.name.startswith("Heading") for p in paper.paragraphs)
    assert len(paper.tables) >= 2


def test_foerderung_q_ends_what_breaks_away(visit, tmp_path):
    page = visit("/geld?ansicht=stufe&monate=12&stichtag=2026-11-22")
    expect(page.locator(".q-lead").first).to_be_visible(timeout=PATIENT)
    page.get_by_role("radio", name="31.12.2026").click()
    page.wait_for_url("**stufe=2026-12-31**")
    settle(page)
    expect(page.get_by_text(re.compile("Quartierscafé|Sprachmittlungspool")).first).to_be_visible(
        timeout=PATIENT
    )
    page.get_by_role("link", name=re.compile("Quartier im Aufbruch.*Posten")).click()
    page.wait_for_url(
        "**/szenarien?**posten=**"
    )  # what is kept in the address; the form holds the rest until it is drawn
    settle(page)
    page.get_by_label(t("scenario.name", "de"), exact=True).fill("Förderung Q endet")
    button(page, t("scenario.make", "de")).click()
    page.get_by_text(t("scenario.no_acts", "de")).wait_for(timeout=PATIENT)
    settle(page)
    expect(page.get_by_text(re.compile("Sprachmittlungspool.*75 %")).first).to_be_visible(timeout=PATIENT)
    button(page, t("scenario.suppose", "de")).click()
    expect(page.get_by_text(re.compile("Finanzierungen zahlen nur bis"))).to_be_visible(timeout=PATIENT)
    settle(page)

    page = visit("/fragen?frage=A5&stichtag=2026-11-22")
    expect(page.get_by_text(re.compile("fallen im Zeitraum weg")).first).to_be_visible(timeout=PATIENT)
    settle(page)
    put_into_new_paper(page, "Förderung Q endet")
    told = words_of(taken(page, tmp_path))
    assert "Sprachmittlung" in told
    assert "31.12.2026" in told
    assert "nicht beurteilbar" in told or "nicht bekannt" in told  # what nobody declared stays open
    assert "Einspar" not in told


def test_sgb_viii_ix_the_missing_handover(visit, tmp_path):
    page = visit("/schnittstellen?stichtag=2026-11-22")
    expect(page.locator(".q-lead").first).to_be_visible(timeout=PATIENT)
    page = visit("/fragen?frage=C5&stichtag=2026-11-22")
    expect(page.get_by_text("Therapeutische Wohngruppe").first).to_be_visible(timeout=PATIENT)
    settle(page)
    put_into_new_paper(page, "Übergang von der Jugendhilfe in die Eingliederungshilfe")
    page = visit("/fragen?frage=C2&stichtag=2026-11-22")
    expect(page.get_by_text(re.compile("36b")).first).to_be_visible(timeout=PATIENT)
    settle(page)
    put_into(page, "Übergang von der Jugendhilfe in die Eingliederungshilfe")
    page.get_by_role("link", name=re.compile("^.*Zur Vorlage: Übergang")).click()
    settle(page)
    told = words_of(taken(page, tmp_path))
    assert "Geregelte und ungeregelte Übergänge" in told
    assert "ohne bekannte Vereinbarung" in told
    assert "Kooperationspflichten ohne Struktur" in told
    assert "nicht beurteilbar" in told  # for the public, what is not published leaves it open

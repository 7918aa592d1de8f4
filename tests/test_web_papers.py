"""The page of papers in a browser: from an answer to the paper, written, saved, previewed, taken along; nothing typed is lost."""

import io
import re
import shutil

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import choose, serving, settle, visiting
from playwright.sync_api import expect
from pypdf import PdfReader

from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(small_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("papers") / "home"
    shutil.copytree(small_home, home)
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def visit(chromium, address):
    with visiting(chromium, address) as open_:
        yield open_


def button(page, key, **values):
    return page.get_by_role("button", name=t(f"papers.{key}", "de", **values), exact=True)


def begin(page, title):
    """A proposal of this title, open."""
    if not page.get_by_label(t("papers.title", "de")).is_visible():
        page.get_by_text(t("papers.new", "de"), exact=True).click()
    page.get_by_label(t("papers.title", "de")).fill(title)
    page.keyboard.press("Tab")  # what was typed is taken in first: a click into that redrawing would be lost
    settle(page)
    button(page, "begin").click()
    page.wait_for_url("**vorlage=v**", timeout=60_000)
    settle(page)
    expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()


def write(page, heading, text):
    field = page.get_by_label(t("papers.text_of", "de", name=heading)).last
    field.fill(text)
    field.blur()
    settle(page)


def test_from_an_answer_into_a_paper_and_out_as_word_and_pdf(visit, tmp_path):
    page = visit("/fragen?frage=A1")
    button(page, "into").click()
    which = page.get_by_role("combobox", name=t("papers.which", "de"))
    which.wait_for()
    if not page.get_by_label(t("papers.title", "de")).is_visible():  # another test began a paper before
        choose(page, t("papers.which", "de"), t("papers.which_new", "de"))
    page.get_by_label(t("papers.title", "de")).fill("Vermerk zum Wohnen")
    page.keyboard.press("Tab")
    settle(page)
    button(page, "into_do").click()
    expect(page.get_by_text(t("papers.into_done", "de", title="Vermerk zum Wohnen"))).to_be_visible()
    link = page.get_by_role("link", name=t("papers.to_paper", "de", title="Vermerk zum Wohnen"))
    if not link.is_visible():
        button(page, "into").click()
    link.click()
    page.wait_for_url("**vorlagen**vorlage=v**")
    settle(page)
    expect(page.get_by_text("Festgestellte Bedarfe ohne Angebot").first).to_be_visible()
    write(page, "Text", "Ein eigener Satz.")
    expect(page.get_by_text(t("papers.unsaved", "de", names="Text"))).to_be_visible()
    button(page, "save").first.click()
    expect(page.get_by_text(t("papers.saved", "de"), exact=True)).to_be_visible()
    page.get_by_role("radio", name=t("papers.sheet_vorschau", "de")).click()
    settle(page)
    sheet = page.locator("article.q-paper")
    expect(sheet).to_contain_text("Ein eigener Satz.")
    expect(sheet).to_contain_text("Grundlagen und Methode")
    page.get_by_role("radio", name=t("papers.sheet_mitnehmen", "de")).click()
    settle(page)
    for suffix in ("docx", "pdf", "xlsx"):
        with page.expect_download() as download:
            button(page, f"take_{suffix}").click()
        assert download.value.suggested_filename == f"vermerk-zum-wohnen.{suffix}"
        download.value.save_as(tmp_path / f"v.{suffix}")
    assert any(p.text == "Ein eigener Satz." for p in docx.Document(str(tmp_path / "v.docx")).paragraphs)
    pages = PdfReader(io.BytesIO((tmp_path / "v.pdf").read_bytes())).pages
    assert "Ein eigener Satz." in pages[0].extract_text()


def test_what_is_typed_survives_a_refusal_a_move_and_another_page(visit):
    page = visit("/vorlagen")
    begin(page, "Drei Wege")
    write(page, "Sachverhalt", "Frau Mustermann war da.")
    button(page, "save").first.click()
    expect(page.get_by_text(re.compile(r"Name einer Person")).first).to_be_visible()
    field = page.get_by_label(t("papers.text_of", "de", name="Sachverhalt")).last
    expect(field).to_have_value("Frau Mustermann war da.")
    write(page, "Sachverhalt", "Die Fachstelle war da.")
    page.get_by_role("radio", name=t("papers.sheet_vorschau", "de")).click()
    settle(page)
    expect(page.get_by_text(t("papers.unsaved", "de", names="Sachverhalt"))).to_be_visible()
    page.get_by_role("radio", name=t("papers.sheet_schreiben", "de")).click()
    settle(page)
    expect(field).to_have_value("Die Fachstelle war da.")
    button(page, "move_down", number=1).click()
    expect(page.get_by_text("1. Sachverhalt")).to_be_visible()
    expect(field).to_have_value("Die Fachstelle war da.")
    expect(page.get_by_text(re.compile("Noch nicht gespeichert"))).to_have_count(0)
    button(page, "take_out", number=1).click()
    expect(field).to_have_count(0)
    button(page, "undo").click()
    expect(field).to_have_value("Die Fachstelle war da.")


def test_two_who_write_the_same_paper_lose_nothing(visit):
    one = visit("/vorlagen")
    begin(one, "Zu zweit")
    two = visit(one.url)
    write(one, "Sachverhalt", "Von der einen.")
    write(two, "Begründung", "Von der anderen.")
    write(two, "Sachverhalt", "Auch hier.")
    button(one, "save").first.click()
    expect(one.get_by_text(t("papers.saved", "de"), exact=True)).to_be_visible()
    button(two, "save").first.click()
    expect(two.get_by_text(t("papers.conflict", "de", name="Sachverhalt"))).to_be_visible()
    expect(two.get_by_text("Von der einen.")).to_be_visible()
    button(two, "theirs").click()
    settle(two)
    expect(two.get_by_label(t("papers.text_of", "de", name="Sachverhalt"))).to_have_value("Von der einen.")
    expect(two.get_by_label(t("papers.text_of", "de", name="Begründung"))).to_have_value("Von der anderen.")
    button(two, "save").first.click()
    expect(two.get_by_text(t("papers.saved", "de"), exact=True)).to_be_visible()


def test_a_paper_is_put_away_and_brought_back(visit):
    page = visit("/vorlagen")
    begin(page, "Zum Weglegen")
    page.get_by_role("button", name=t("papers.back", "de")).click()
    settle(page)
    button(page, "put_away").first.click()
    expect(page.get_by_text(t("papers.is_away", "de"))).to_be_visible()
    page.get_by_text(re.compile("^Weggelegt: ")).click()
    expect(button(page, "forget").first).to_be_disabled()
    button(page, "bring_back").first.click()
    expect(page.get_by_text(t("papers.is_back", "de"))).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_sheet_of_a_paper_is_accessible(visit, scheme):
    page = visit("/vorlagen", color_scheme=scheme, bypass_csp=True)  # axe is injected as an inline script
    begin(page, f"Zugang {scheme}")
    button(page, "put").first.click()
    expect(page.get_by_text(t("papers.added", "de"))).to_be_visible()
    for name in ("vorschau", "mitnehmen", "fassungen", "schreiben"):
        page.get_by_role("radio", name=t(f"papers.sheet_{name}", "de")).click()
        settle(page)
        found = Axe().run(page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        assert [(name, v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in serious] == []


def test_a_paper_reads_on_a_narrow_screen(visit):
    page = visit("/vorlagen", "mobile")
    begin(page, "Schmal")
    page.get_by_role("radio", name=t("papers.sheet_vorschau", "de")).click()
    settle(page)
    expect(page.locator("article.q-paper")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

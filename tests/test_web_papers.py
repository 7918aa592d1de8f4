"""The page of papers in a browser: from an answer to the paper, written, saved, previewed, taken along; nothing typed is lost."""

import io
import re

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import AGS, FOR_ALL_STATES, choose, serving, settle
from playwright.sync_api import expect
from pypdf import PdfReader

from app import town
from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


NORTH = "POLYGON((9.40 51.30, 9.42 51.30, 9.42 51.32, 9.40 51.32, 9.40 51.30))"


@pytest.fixture(scope="module")
def address(small_town, tmp_path_factory):
    """The small town with one outline, so that there is a map."""
    home = tmp_path_factory.mktemp("papers") / "home"
    town._stores.clear()
    service = Service.open(home, AGS, create=True)
    made = {**FOR_ALL_STATES, "change": {**FOR_ALL_STATES["change"], "G-1": {"lage": NORTH}}}
    preview = service.stage(small_town(**made), "meldung.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    town._stores.clear()
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


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


def into_a_new_paper(page, title):
    """What the page shows, put into a paper that begins with it."""
    button(page, "into").click()
    which = page.get_by_role("combobox", name=t("papers.which", "de"))
    which.wait_for()
    if not page.get_by_label(t("papers.title", "de")).is_visible():  # another test began a paper before
        choose(page, t("papers.which", "de"), t("papers.which_new", "de"))
    page.get_by_label(t("papers.title", "de")).fill(title)
    page.keyboard.press("Tab")
    settle(page)
    button(page, "into_do").click()
    expect(page.get_by_text(t("papers.into_done", "de", title=title))).to_be_visible()


def test_from_an_answer_into_a_paper_and_out_as_word_and_pdf(visit, tmp_path):
    page = visit("/fragen?frage=A1")
    into_a_new_paper(page, "Vermerk zum Wohnen")
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


def test_the_map_and_the_network_that_are_looked_at_go_into_a_paper(visit, tmp_path):
    page = visit("/karte?farbe=offers")
    into_a_new_paper(page, "Lage der Angebote")
    page = visit("/netze?netz=providers_and_offers&ansicht=alle")
    button(page, "into").click()
    choose(page, t("papers.which", "de"), "Lage der Angebote")
    button(page, "into_do").click()
    expect(page.get_by_text(t("papers.into_done", "de", title="Lage der Angebote"))).to_be_visible()
    link = page.get_by_role("link", name=t("papers.to_paper", "de", title="Lage der Angebote"))
    if not link.is_visible():
        button(page, "into").click()
    link.click()
    page.wait_for_url("**vorlagen**vorlage=v**")
    settle(page)
    page.get_by_role("tab", name=t("papers.add_picture", "de")).click()
    choose(page, t("papers.which_picture", "de"), t("papers.network", "de", title="Träger und Angebote"))
    button(page, "put").locator("visible=true").click()
    expect(page.get_by_text(t("papers.added", "de"), exact=True)).to_be_visible()
    page.get_by_role("radio", name=t("papers.sheet_vorschau", "de")).click()
    settle(page)
    sheet = page.locator("article.q-paper")
    expect(sheet).to_contain_text("Angebote mit Einzugsgebiet hier")
    expect(sheet.get_by_role("img", name=re.compile("^Netz: Träger und Angebote"))).to_have_count(2)
    page.get_by_role("radio", name=t("papers.sheet_mitnehmen", "de")).click()
    settle(page)
    with page.expect_download() as download:
        button(page, "take_docx").click()
    download.value.save_as(tmp_path / "v.docx")
    told = [
        shape._inline.docPr.get("descr") for shape in docx.Document(str(tmp_path / "v.docx")).inline_shapes
    ]
    assert [text.partition(":")[0] for text in told] == ["Karte Beispielau", "Netz", "Netz"]


def test_a_public_paper_that_names_an_internal_offer_says_where(visit):
    page = visit("/vorlagen")
    begin(page, "Öffentlich")
    write(page, "Sachverhalt", "Erster Absatz.\n\nDie Lernhilfe bleibt.")
    button(page, "save").first.click()
    expect(page.get_by_text(re.compile("Absatz 2: „Lernhilfe“")).first).to_be_visible()
    expect(page.get_by_label(t("papers.text_of", "de", name="Sachverhalt")).last).to_have_value(
        "Erster Absatz.\n\nDie Lernhilfe bleibt."
    )


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

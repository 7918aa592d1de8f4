"""The steward's workplace in a real browser: a list nobody asked for, from the upload to the next version.

The tests of this file work on one delivery after the other in a town of their own, each discards what it brought.
"""

import io
import re
import shutil
from pathlib import Path

import openpyxl  # noqa: TID251 looks into the workbook that goes back
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import STREET, accept, discard, go_to, opened, serving, settle, upload, visiting
from playwright.sync_api import Page, expect

from app.web.texts import plural, t

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = (
    "Beratungsangebote in Beispielau;;;;;;;",
    "Stand: 01.11.2026;;;;;;;",
    ";;;;;;;",
    "Einrichtung;Träger;Straße;PLZ;Ort;Art des Angebots;Jugendliche;Familien",
    "Beratung am Ring;Haus am Markt e. V.;Ringweg 1;00999;Beispielau;Schuldenberatungsstelle;x;",
    "Beratung Süd;Haus am Markt e.V.;Südring 4;00999;Beispielau;Schuldenberatungsstelle;;x",
    "Treff am Bach;Verein Brücke;Am Bach 2;00999;Beispielau;Schuldenberatungsstelle;x;x",
    "Lernhilfe West;Verein Brücke;Westweg 7;00999;Beispielau;Krabbelgrupe;;x",
    "Summe;;;;;4;2;3",
)
DEBTS = "AT-B3 Schuldner- und Insolvenzberatung"


@pytest.fixture(scope="module")
def address(own_address):
    """A desk where nothing is ever taken in: what is remembered would change what the next test meets."""
    return own_address


@pytest.fixture
def visit_anew(chromium, small_home, tmp_path):
    """A desk of its own, for a test that takes something in."""
    folder = tmp_path / "home"
    shutil.copytree(small_home, folder)
    with serving(folder, tmp_path) as url, visiting(chromium, url) as open_:
        yield open_


@pytest.fixture
def listing(tmp_path):
    """Writes the foreign list, as an office would save it."""

    def write(name="beratung.csv", rows=ROWS, encoding="cp1252") -> Path:
        path = tmp_path / name
        path.write_bytes("\r\n".join(rows).encode(encoding))
        return path

    return write


def undo(page: Page) -> None:
    page.get_by_role("button", name=t("desk.head.undo", "de")).click()
    settle(page)


def test_a_foreign_list_says_how_it_was_read_and_is_there_again_by_its_address(visit, listing):
    page = visit("/import")
    upload(page, listing())
    go_to(page, "file")
    head = page.locator("tbody tr", has=page.get_by_role("rowheader", name="4", exact=True))
    expect(head).to_contain_text("Kopfzeile")
    expect(page.locator("tbody tr", has_text="Stand: 01.11.2026")).to_contain_text("Titel")
    expect(page.locator("tbody tr", has_text="Summe").last).to_contain_text("Summe")
    encoding = page.get_by_role("combobox", name=re.compile(t("desk.file.encoding", "de")))
    expect(encoding).to_have_value("erkannt: Windows-1252")
    again = visit(page.url)
    opened(again)
    expect(again.locator("tbody tr", has_text="Stand: 01.11.2026")).to_be_visible()
    again.get_by_role("button", name=t("desk.head.back", "de")).click()
    again.get_by_role("button", name=re.compile(r"^beratung\.csv")).first.click()
    opened(again)
    discard(again)
    expect(again.get_by_role("button", name=re.compile(r"^beratung\.csv"))).to_have_count(0)


def test_a_word_is_settled_once_for_all_rows_and_can_be_taken_back(visit, listing):
    page = visit("/import")
    upload(page, listing())
    expect(page.get_by_text(plural("desk.terms.title", 2))).to_be_visible()
    page.get_by_role("button", name=re.compile("^AT-B3 ")).click()
    expect(page.get_by_text(plural("desk.terms.title", 1))).to_be_visible(timeout=60_000)
    settle(page)
    undo(page)
    expect(page.get_by_text(plural("desk.terms.title", 2))).to_be_visible(timeout=60_000)
    expect(page.get_by_text(plural("desk.head.undone", 1))).to_be_visible()
    page.get_by_role("button", name=t("desk.head.redo", "de")).click()
    expect(page.get_by_text(plural("desk.terms.title", 1))).to_be_visible(timeout=60_000)
    discard(page)


def test_a_finding_is_mended_in_all_equal_cells_at_the_cell_and_by_its_row(visit, listing):
    page = visit("/import")
    upload(page, listing())
    go_to(page, "findings")
    page.get_by_role("button", name=re.compile(r"F5: ")).first.click()
    expect(
        page.locator("td:has(> button[aria-pressed=true])", has_text="Schuldenberatungsstelle")
    ).to_be_visible()
    expect(page).to_have_url(re.compile("befund="))
    settle(page)
    page.get_by_role("radio", name=DEBTS).check(force=True)
    settle(page)
    page.get_by_role("button", name=t("desk.case.take_all", "de", count=3)).click()
    expect(page.locator("td.edited", has_text=DEBTS)).to_have_count(3, timeout=60_000)
    settle(page)
    page.get_by_role("button", name=re.compile(r"F8: ")).first.click()
    text = page.get_by_role("textbox", name=t("desk.case.text", "de", cell="F8"))
    text.fill(DEBTS)
    page.get_by_role("button", name=t("desk.case.write", "de"), exact=True).click()
    expect(page.locator("td.edited", has_text=DEBTS)).to_have_count(4, timeout=60_000)
    settle(page)
    page.get_by_role("button", name=t("desk.case.leave_out", "de")).click()
    expect(page.locator("tr.gone")).to_have_count(1, timeout=60_000)
    page.get_by_role("button", name=plural("desk.head.steps", 4)).click()
    expect(page.get_by_text("1 Zeile weggelassen")).to_be_visible()
    page.keyboard.press("Escape")
    discard(page)


def test_what_is_spelt_differently_is_merged_together_and_taken_apart_again(visit, listing):
    page = visit("/import")
    upload(page, listing())
    go_to(page, "matching")
    bulk = page.get_by_role("button", name=re.compile("zusammenführen$"))
    expect(bulk).to_be_visible(timeout=60_000)
    bulk.click()
    expect(page.get_by_text(re.compile("zusammengeführt"))).to_be_visible(timeout=60_000)
    settle(page)
    page.get_by_role("radio", name=re.compile("^Entschieden")).click()
    settle(page)
    expect(page.get_by_role("radio", name=t("desk.matching.same", "de"), checked=True).first).to_be_visible()
    page.get_by_role("radio", name=t("desk.matching.open", "de")).first.click()
    page.get_by_role("button", name=t("desk.matching.save", "de")).click()
    expect(page.get_by_role("button", name=plural("desk.head.steps", 3))).to_be_visible(timeout=60_000)
    discard(page)


def test_the_sender_gets_the_findings_back_and_the_corrections_come_home(visit, listing, tmp_path):
    page = visit("/import")
    upload(page, listing())
    go_to(page, "findings")
    with page.expect_download() as download:
        page.get_by_role("button", name=t("desk.findings.annotated", "de")).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "Krabbelgrupe"]
    assert cells
    cells[0].value = DEBTS
    book.save(tmp_path / "zurück.xlsx")
    page.get_by_role("button", name=t("desk.head.back", "de")).click()
    settle(page)
    upload(page, tmp_path / "zurück.xlsx")
    expect(page.get_by_text(plural("desk.shelf.returned", 1))).to_be_visible()
    discard(page)


def test_what_is_taken_in_is_remembered_for_the_next_delivery(visit_anew, listing):
    page = visit_anew("/import")
    upload(page, listing("stellen.csv"))
    page.get_by_role("button", name=re.compile("^AT-B3 ")).click()
    expect(page.get_by_text(plural("desk.terms.title", 1))).to_be_visible(timeout=60_000)
    go_to(page, "preview")
    expect(page.locator("tbody tr", has_text="Beratung am Ring").first).to_be_visible()
    accept(page, "Datenpflege Jugendamt", "Liste der Beratungsstellen")
    expect(page.get_by_text(re.compile("Übernommen als Version"))).to_be_visible(timeout=120_000)
    expect(page.locator("tbody tr", has_text="stellen.csv")).to_contain_text("Zeilen warten")
    more = (*ROWS[:-2], "Beratung Nord;Verein Brücke;Nordweg 7;00999;Beispielau;Schuldenberatungsstelle;;x")
    upload(page, listing("stellen-neu.csv", more))
    go_to(page, "mapping")
    expect(page.get_by_text("gespeicherte Zuordnung")).to_be_visible()
    expect(page.get_by_text(plural("desk.terms.title", 1))).to_have_count(0)
    discard(page)
    page.get_by_role("button", name=re.compile(r"^stellen\.csv")).click()
    opened(page)
    discard(page)
    expect(page.get_by_text(t("desk.shelf.empty", "de"))).to_be_visible()


@pytest.mark.parametrize("step", ["file", "mapping", "matching", "findings", "preview", "accept"])
def test_every_step_can_be_read_by_everybody(visit, listing, step):
    wide = visit("/import", bypass_csp=True)
    upload(wide, listing())
    go_to(wide, step)
    expect(wide.get_by_test_id("stSpinner")).to_have_count(0, timeout=60_000)
    settle(wide)
    found = Axe().run(wide).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in serious] == []
    narrow = visit(wide.url, "mobile")
    opened(narrow)
    wider = narrow.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wider <= 0, "the page scrolls sideways"
    discard(wide)


def test_a_list_that_gives_a_shelter_away_leaves_no_trace(visit, listing):
    rows = (
        *ROWS[:5],
        f"Frauenhaus;Verein Brücke;{STREET} 3;00999;Beispielau;Frauenhaus und Schutzwohnung;;x",
    )
    page = visit("/import")
    page.set_input_files("input[type=file] >> nth=0", listing("liste.csv", rows))
    expect(page.get_by_text(t("import.refused_text", "de"))).to_be_visible(timeout=120_000)
    assert STREET not in page.content()
    expect(page.locator("tbody tr", has_text="liste.csv")).to_have_count(0)

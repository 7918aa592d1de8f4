"""Deliveries and records in a real browser: a fault at its cell, taken in, taken back, refused."""

import re
import shutil
from pathlib import Path

import pytest
from browsing import (
    AGS,
    FOR_ALL_STATES,
    POSTCODE,
    STREET,
    accept,
    discard,
    go_to,
    opened,
    serving,
    settle,
    upload,
    visiting,
)
from playwright.sync_api import expect

from app import town
from app.service import Service
from app.web.texts import t

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def deliver(chromium, own_address):
    """Open addresses of the app, of a town that may be changed."""
    with visiting(chromium, own_address) as open_:
        yield open_


# --- import -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path, small_town):
    """Write a delivery of the small town, changed as asked."""

    def write(name="lieferung.xlsx", **changes) -> Path:
        path = tmp_path / name
        path.write_bytes(small_town(**{**FOR_ALL_STATES, **changes}))
        return path

    return write


def test_a_fault_is_shown_at_its_cell_and_survives_closing_the_browser(deliver, workbook):
    faulty = workbook(change={"D-1": {"bedarf": "BD-EX; BD-WO"}, "C-2": {"zielgruppe": "ZG-X9"}})
    page = deliver("/import")
    upload(page, faulty)
    page.get_by_role("button", name=re.compile(r"Abdeckungen [A-Z]+4")).click()
    settle(page)
    expect(page.locator("td.finding", has_text="ZG-X9").first).to_be_visible()
    again = deliver(page.url)
    opened(again)
    expect(again.get_by_text("ZG-X9").first).to_be_visible()
    discard(again)


def test_accept_with_function_and_reason_then_go_back(deliver, workbook):
    page = deliver("/import")
    versions = deliver("/versionen").locator("table").first.locator("tbody tr")
    versions.first.wait_for()
    before = versions.count()
    upload(page, workbook(change={"D-1": {"bedarf": "BD-EX; BD-WO"}, "A-1": {"name": "Beratung am Platz"}}))
    go_to(page, "preview")
    expect(page.locator("tbody tr", has_text="Beratung am Platz").first).to_contain_text("Beratung am Markt")
    accept(page, "", "")
    expect(page.get_by_text(t("import.who_and_why", "de"))).to_be_visible()
    accept(page, "Datenpflege Jugendamt", "Neuer Name")
    page.get_by_role("link", name=t("import.to_undo", "de")).click(timeout=120_000)
    page.wait_for_url("**/versionen")
    settle(page)
    rows = page.locator("table").first.locator("tbody tr")
    expect(rows).to_have_count(before + 1)
    expect(rows.first).to_contain_text("Datenpflege Jugendamt")
    page.get_by_text(t("versions.undo", "de")).click()
    page.get_by_role("textbox", name=t("import.who", "de")).fill("Datenpflege Jugendamt")
    page.get_by_role("textbox", name=t("import.why", "de")).fill("Name war falsch")
    page.get_by_role("button", name=t("versions.undo_now", "de")).click()
    expect(rows).to_have_count(before + 2, timeout=120_000)
    settle(page)
    page.goto(page.url.split("/versionen")[0] + "/fragen?frage=K1")
    settle(page)
    expect(page.get_by_role("button", name=re.compile("Beratung am Markt")).first).to_be_visible()


def test_one_delivery_is_looked_at_and_taken_back_while_later_ones_stay(
    chromium, small_home, small_town, tmp_path
):
    folder = tmp_path / "home"
    shutil.copytree(small_home, folder)
    service = Service.open(folder, AGS)
    renamed = {"A-2": {"name": "Schuldnerberatung am Ring"}}
    for title, change in (("Herbst", renamed), ("Winter", {**renamed, "A-4": {"name": "Lernhilfe Nord"}})):
        data = small_town(**{**FOR_ALL_STATES, "titel": title, "change": change})
        service.accept(service.stage(data, "x.xlsx").value.token, who="Datenpflege", why=title)
    town._stores.clear()
    with serving(folder, tmp_path) as url, visiting(chromium, url) as open_:
        page = open_("/versionen?fassung=2")
        line = page.locator("tbody tr", has_text="Schuldnerberatung am Ring").last
        expect(line).to_contain_text("Herbst")
        page.get_by_role("button", name=t("versions.reverse_preview", "de")).click()
        button = page.get_by_role("button", name=t("versions.reverse_now", "de", number=2))
        button.click(timeout=60_000)
        expect(page.get_by_text(t("import.who_and_why", "de"))).to_be_visible()
        page.get_by_role("textbox", name=t("versions.reverse_who", "de")).fill("Datenpflege Jugendamt")
        page.get_by_role("textbox", name=t("import.why", "de")).last.fill("zu früh")
        button.click()
        expect(page.get_by_text("Version 2 ist zurückgenommen")).to_be_visible(timeout=120_000)
        settle(page)
        page.get_by_role("link", name=t("versions.look_at", "de", number=2)).click()
        page.wait_for_url("**version=2**")


def test_a_file_that_gives_a_shelter_away_is_refused_without_repeating_it(deliver, workbook):
    site = {"kennung": "X-1", "name": "Haus", "offenlegung": "geschützt", "strasse": STREET, "plz": POSTCODE}
    page = deliver("/import")
    page.set_input_files("input[type=file]", workbook(more={"standort": [site]}))
    expect(page.get_by_text(t("import.refused", "de"))).to_be_visible(timeout=120_000)
    expect(page.get_by_text(t("import.refused_text", "de"))).to_be_visible()
    assert STREET not in page.content()


def test_what_is_no_workbook_is_refused_with_what_to_do(deliver, tmp_path):
    (tmp_path / "brief.xlsx").write_text("Sehr geehrte Damen und Herren")
    page = deliver("/import")
    page.set_input_files("input[type=file]", tmp_path / "brief.xlsx")
    expect(page.get_by_text(t("import.what_to_do", "de"))).to_be_visible(timeout=60_000)


def test_many_missing_records_must_be_confirmed(deliver, workbook):
    page = deliver("/import")
    upload(page, workbook(without=("A-1", "A-2", "A-3", "A-4", "C-1", "C-2", "C-3", "C-4", "S-3")))
    accept(page, "Datenpflege", "Test")
    expect(page.get_by_text(t("import.drop_missing", "de"))).to_be_visible()
    discard(page)


# --- records ------------------------------------------------------------------------------------------------------------


def test_a_record_is_found_changed_with_a_fault_mended_and_saved(deliver):
    page = deliver("/datensaetze?klasse=angebot&wort=lernhilfe")
    page.locator("tbody tr", has_text="Lernhilfe").get_by_role("button").first.click()
    page.wait_for_url("**satz=A-4**")
    settle(page)
    page.get_by_text(re.compile("^Zeit ")).click()
    end = page.get_by_role("textbox", name=re.compile("Gültig bis"))
    end.fill("31.02.2027")
    end.press("Enter")
    expect(page.get_by_text(t("records.unsaved.one", "de", count=1))).to_be_visible()
    page.get_by_role("textbox", name=t("records.who", "de")).fill("Datenpflege")
    page.get_by_role("textbox", name=t("import.why", "de")).fill("Auskunft des Trägers")
    page.get_by_role("button", name=t("records.save", "de")).click()
    expect(page.get_by_text("Den Tag „31.02.2027“ gibt es nicht.")).to_be_visible(timeout=60_000)
    end.fill("28.02.2027")
    end.press("Enter")
    settle(page)
    page.get_by_role("button", name=t("records.save", "de")).click()
    expect(page.get_by_text(re.compile("A-4 ist gespeichert"))).to_be_visible(timeout=60_000)
    settle(page)
    page.get_by_text(re.compile("^Zeit · 2 von ")).click()  # saved, the form is folded as when it was opened
    expect(page.get_by_role("textbox", name=re.compile("Gültig bis"))).to_have_value("28.02.2027")

"""The web app in a real browser, with the example town: what people see, click and reach with the keyboard.

The browser is a system Chromium (`CHROMIUM` or `chromium` on the path), else the one Playwright installed. Without one
these tests fail and say how to get it: a page nobody opened is not a page that works.
"""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from app.starting import load_example
from app.web.registry import discover
from app.web.texts import streamlit_strings, t

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent
FAULTS = ROOT / "examples" / "beispielau" / "fehler"
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SIZES = {"desktop": {"width": 1440, "height": 900}, "mobile": {"width": 390, "height": 844}}
ADDRESSES = [
    "/",
    *(f"/{page.header.url_path}" for page in discover()[1:]),
    "/fragen?frage=A1",
    "/luecken?ansicht=tabelle",
]
INSTALL = (
    "Kein Browser für die Browsertests. `make browser` holt einen, oder CHROMIUM=/pfad/zu/chromium angeben."
)

TEXTS = """() => {
  const found = [], names = ["aria-label", "title", "placeholder", "alt", "aria-description"];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest("style, script, noscript")) found.push(node.nodeValue.trim());
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join(",")))
    for (const name of names) found.push((element.getAttribute(name) || "").trim());
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    load_example(folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def address(home, tmp_path_factory) -> Iterator[str]:
    """A server of its own on a free port; ended by its process number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    code = f"from app.web.main import serve; serve(port={port})"
    with log.open("wb") as sink:
        server = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "QUERBLICK_HOME": str(home)},
            stdout=sink,
            stderr=sink,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, f"the server ended:\n{log.read_text()}"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:  # noqa: S310 loopback
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server does not answer:\n{log.read_text()}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=flags)
        except Error as error:
            pytest.fail(f"{INSTALL}\n{error}")
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """Open addresses of the app; at the end nothing may have been asked from outside and no script may have failed."""
    contexts, outside, failures = [], [], []

    def open_(path: str, size: str = "desktop", **options) -> Page:
        context = chromium.new_context(
            viewport=SIZES[size], locale="de-DE", timezone_id="Europe/Berlin", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "data:", "blob:")) else outside.append(r.url),
        )
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address + path)
        settle(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert outside == []
    assert failures == []


def settle(page: Page) -> None:
    """Wait until the page has been drawn and Streamlit's own strings have been translated."""
    page.wait_for_timeout(150)
    page.wait_for_selector(IDLE)
    page.wait_for_selector("h1")
    page.wait_for_timeout(400)


def choose_gap(page: Page) -> None:
    page.locator("button.q-state.q-gap").first.click()
    page.wait_for_selector(".q-verdict")
    settle(page)


# --- every page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_opens_in_german(visit, path, size):
    page = visit(path, size)
    assert page.evaluate("document.documentElement.lang") == "de"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text(t("error.title", "de"))).to_have_count(0)
    expect(page.get_by_text(t("error.refused", "de"))).to_have_count(0)
    expect(page.get_by_text(t("app.example", "de"))).to_be_visible()
    wider = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    assert wider <= 0, "the page scrolls sideways"
    texts, patterns = streamlit_strings("de")
    english = [pattern for pattern, _ in patterns]
    shown = page.evaluate(TEXTS)
    assert [
        s
        for s in shown
        if s in texts or any(re.search(pattern, s) for pattern in english if pattern[1] != "(")
    ] == []


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_people_who_read_otherwise(visit, path, scheme):
    page = visit(path, color_scheme=scheme, bypass_csp=True)  # axe is injected as an inline script
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], [n["html"][:120] for n in v["nodes"]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ] == []


def test_the_policy_is_enforced(visit):
    page = visit("/")
    refused = page.evaluate(
        "() => fetch('https://example.org/').then(() => 'loaded', (error) => error.message)"
    )
    assert refused != "loaded"


def test_english_is_a_link(visit):
    page = visit("/luecken?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gap matrix")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_text("Questions", exact=True).first.click()
    page.wait_for_url("**/fragen?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")


def test_the_example_says_that_it_is_one(visit):
    expect(visit("/luecken").get_by_text("Beispieldaten, frei erfunden.")).to_be_visible()


# --- matrix -------------------------------------------------------------------------------------------------------------


def test_a_cell_leads_to_its_evidence_and_its_address_brings_it_back(visit, address):
    page = visit("/luecken")
    choose_gap(page)
    sentence = page.locator(".q-verdict").first.inner_text()
    assert "Lücke" in sentence
    expect(page.get_by_role("heading", name=t("matrix.evidence", "de"))).to_be_visible()
    link = page.url.removeprefix(address)
    assert "zelle=" in link
    again = visit(link)
    again.wait_for_selector(".q-verdict")
    assert again.locator(".q-verdict").first.inner_text() == sentence
    expect(again.locator("button.q-state[aria-pressed=true]")).to_have_count(1)


def test_the_matrix_by_keyboard(visit):
    page = visit("/luecken")
    cells = page.locator("button.q-state")
    assert page.locator("button.q-state[tabindex='0']").count() == 1
    cells.first.focus()
    columns = page.locator("thead th.column").count()
    for key, index in (
        ("ArrowRight", 1),
        ("ArrowDown", columns + 1),
        ("ArrowLeft", columns),
        ("ArrowUp", 0),
        ("End", columns - 1),
    ):
        page.keyboard.press(key)
        focused = page.evaluate(
            "document.activeElement.shadowRoot?.activeElement?.dataset.key ?? document.activeElement.dataset.key"
        )
        assert focused == cells.nth(index).get_attribute("data-key"), key
    page.keyboard.press("Enter")
    page.wait_for_selector(".q-verdict")


def test_states_are_told_apart_without_colour(visit):
    page = visit("/luecken")
    marks = {}
    for state in ("covered", "thin", "gap", "unknown"):
        cells = page.locator(f"button.q-{state}")
        assert cells.count() > 0, state
        marks[state] = re.sub(r"\d+", "n", cells.first.inner_text())
        assert t(f"state.{state}", "de") in cells.first.get_attribute("aria-label")
    assert len(set(marks.values())) == 4


def test_filters_go_into_the_address(visit):
    page = visit("/luecken")
    page.get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_role("option").nth(3).click()
    page.wait_for_url("**gebiet=*")
    lead = page.locator(".q-lead").inner_text()
    settle(page)
    page.go_back()
    settle(page)
    assert page.locator(".q-lead").inner_text() != lead or "gebiet=" not in page.url


def test_the_table_shows_the_same_cells(visit):
    page = visit("/luecken?ansicht=tabelle&zustand=gap")
    assert set(page.locator("td .q-state").all_inner_texts()) == {"×"}
    page.locator("button.record").first.click()
    page.wait_for_selector(".q-verdict")


# --- questions ----------------------------------------------------------------------------------------------------------


def test_an_answer_says_what_it_rests_on_and_reopens(visit, address):
    page = visit("/fragen")
    page.get_by_test_id("stTextInput").locator("input").fill("A1")
    page.keyboard.press("Enter")
    page.wait_for_url("**suche=A1**")
    page.get_by_role("button", name=t("question.open", "de")).first.click()
    page.wait_for_url("**frage=A1**")
    settle(page)
    lead = page.locator(".q-lead").first.inner_text()
    for part in ("answer.definition", "answer.show_query"):
        expect(page.get_by_text(t(part, "de"), exact=True).first).to_be_visible()
    page.get_by_role("link", name=t("answer.link", "de")).click()
    page.wait_for_url("**version=**")
    again = visit(page.url.removeprefix(address))
    assert again.locator(".q-lead").first.inner_text() == lead


def test_a_record_shows_its_origin(visit):
    page = visit("/fragen?frage=D1")
    page.locator("button.record").first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_be_visible()


def test_a_sorted_column_says_so(visit):
    page = visit("/fragen?frage=D1")
    page.locator("thead th button").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_downloads(visit, suffix):
    page = visit("/fragen?frage=A1")
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de")).click()
    assert download.value.suggested_filename == f"querblick-a1.{suffix}"
    content = Path(download.value.path()).read_bytes()
    assert content.startswith({"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{"}[suffix])


def test_an_own_query_that_takes_too_long_says_so(visit):
    page = visit("/abfrage")
    page.get_by_role("textbox").first.fill(
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    )
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.get_by_text(t("error.refused", "de"))).to_be_visible(timeout=20_000)
    page.get_by_role("textbox").first.fill("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c }")
    page.get_by_role("button", name=t("query.run", "de")).click()
    expect(page.locator("td")).to_have_count(1, timeout=20_000)


# --- import -------------------------------------------------------------------------------------------------------------


def expected_fault() -> tuple[Path, str, str]:
    """A faulty workbook of the example, and a rule and cell that must be found in it."""
    with (FAULTS / "erwartet.csv").open(encoding="utf-8") as lines:
        row = next(row for row in csv.DictReader(lines) if re.fullmatch(r"[A-Z]+\d+", row["zelle"]))
    return FAULTS / row["datei"], row["regel"], row["zelle"]


def upload(page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", file)
    page.get_by_role("heading", name=t("import.decide", "de")).wait_for(timeout=90_000)
    settle(page)


def test_a_faulty_workbook_is_shown_at_the_cell_and_survives_closing_the_browser(visit, address):
    file, rule, cell = expected_fault()
    page = visit("/import")
    upload(page, file)
    row = page.locator("tbody tr", has_text=rule).filter(has_text=cell)
    expect(row.first).to_be_visible()
    again = visit(page.url.removeprefix(address))
    again.get_by_role("heading", name=t("import.decide", "de")).wait_for(timeout=90_000)
    expect(again.locator("tbody tr", has_text=rule).filter(has_text=cell).first).to_be_visible()
    again.get_by_role("button", name=t("import.discard", "de")).click()
    expect(again.get_by_text(t("import.discarded", "de"))).to_be_visible()

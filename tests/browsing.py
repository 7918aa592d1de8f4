"""What the browser tests share: a server of their own, a browser, and pages that may say nothing they must not.

The browser is a system Chromium (`CHROMIUM` or `chromium` on the path), else the one Playwright installed. Without one
these tests fail and say how to get it: a page nobody opened is not a page that works.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, TimeoutError, ViewportSize, expect, sync_playwright  # noqa: A004 the browser's own
from rdflib import Literal, URIRef

from app import town
from app.service import Service
from app.web.texts import t
from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, RDF, RDFS, namespace
from ontology.terms import CL, LOCN, SOZ

AGS = "99999001"
PATIENCE = 60_000
"""Milliseconds a page may take: two tests at once on a busy machine are slow, and slowness is no fault of the page."""
expect.set_options(timeout=PATIENCE // 2)
STREET, POSTCODE = "Zaunkönigstieg", "00874"
"""An address that occurs nowhere else, of a protected site. It must reach no browser."""
FOR_ALL_STATES = {
    "change": {"D-1": {"bedarf": "BD-EX; BD-WO"}},
    "more": {
        "abdeckung": [
            {"kennung": "C-5", "angebot": "A-1", "bedarf": "BD-EX4"},
            {"kennung": "C-6", "angebot": "A-2", "bedarf": "BD-EX2", "zielgruppe": "ZG-A07"},
        ]
    },
}
"""What the small town needs so that each of the four states occurs, for two target groups."""
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
STILL = """() => new Promise((done) => {
  let pause;
  const watch = new MutationObserver(() => { clearTimeout(pause); pause = setTimeout(end, 400); });
  const end = () => { watch.disconnect(); done(); };
  watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  pause = setTimeout(end, 400);
  setTimeout(end, 10000);
})"""
"""Until nothing has changed in the page for 400 ms, however long that takes on a busy machine; what never rests is left after ten seconds."""
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "mobile": {"width": 390, "height": 844},
}
INSTALL = (
    "Kein Browser für die Browsertests. `make browser` holt einen, oder CHROMIUM=/pfad/zu/chromium angeben."
)


def sheltered(home: Path, folder: Path) -> Path:
    """A copy of a home in `folder` with a protected address written into its store past all checks."""
    shutil.copytree(home, folder)
    path = Service.open(folder, AGS)._town.snapshot().path
    town._stores.clear()
    with EmbeddedEngine(path) as engine:
        graphs = [
            graph(AGS, audience) for graph in (iris.stand_graph, iris.derived_graph) for audience in Audience
        ]
        engine.apply([], [(*triple, graph) for graph in graphs for triple in protected_offer()])
    return folder


def protected_offer():
    place, offer = iris.record(AGS, SOZ.Site, "X-1"), iris.record(AGS, SOZ.Offer, "A-X")
    address = URIRef(f"{place}-anschrift")
    return [
        (place, RDF.type, SOZ.Site),
        (place, RDFS.label, Literal("Haus X", lang="de")),
        (place, SOZ.disclosure, CL["offenlegung-geschuetzt"]),
        (place, LOCN.address, address),
        (address, LOCN.thoroughfare, Literal(STREET)),
        (address, LOCN.postCode, Literal(POSTCODE)),
        (offer, RDF.type, SOZ.Offer),
        (offer, RDFS.label, Literal(f"Hilfe im {STREET} 3", lang="de")),
        (offer, DCTERMS.identifier, Literal("A-X")),
        (offer, SOZ.serviceType, namespace("at")["AT-S1"]),
        (offer, SOZ.status, CL["angebotsstatus-aktiv"]),
        (offer, SOZ.providedBy, iris.record(AGS, SOZ.Provider, "T-1")),
        (offer, SOZ.atSite, place),
    ]


@contextmanager
def serving(home: Path, folder: Path) -> Iterator[str]:
    """A server of its own on a free port; ended by its process number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log.txt"
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
    assert STREET not in log.read_text("utf-8")


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


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser for all tests."""
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


@contextmanager
def visiting(chromium: Browser, address: str) -> Iterator[Any]:
    """Open addresses of the app: `open_("/luecken", "mobile")`.

    At the end nothing may have been asked from outside, no script may have failed, and the protected address may
    have come through no socket.
    """
    contexts, outside, failures, received = [], [], [], []

    def watch(socket_) -> None:
        socket_.on(
            "framereceived",
            lambda frame: received.append(frame if isinstance(frame, bytes) else frame.encode()),
        )

    def open_(path: str, size: str = "desktop", **options) -> Page:
        context = chromium.new_context(
            viewport=SIZES[size], locale="de-DE", timezone_id="Europe/Berlin", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "data:", "blob:")) else outside.append(r.url),
        )
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("websocket", watch)
        page.goto(path if path.startswith(address) else address + path)
        settle(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert outside == []
    assert failures == []
    assert received, "no frame was looked at"
    assert [shown for frame in received for shown in leaked(frame)] == []


def leaked(frame: bytes) -> list[bytes]:
    """The protected address with what stands around it; digits in the midst of a checksum are none."""
    word = re.compile(rf"{STREET}|(?<![0-9a-f]){POSTCODE}|{POSTCODE}(?![0-9a-f])".encode())
    return [frame[max(0, hit.start() - 60) : hit.end() + 60] for hit in word.finditer(frame)]


def settle(page: Page) -> None:
    """Wait until the page has been drawn and Streamlit's own strings have been translated."""
    page.wait_for_timeout(150)
    page.wait_for_selector(IDLE)
    page.wait_for_selector("h1")
    page.wait_for_selector(IDLE)  # before the first run a page is idle as well
    page.evaluate(STILL)
    page.wait_for_selector(IDLE)


def choose(page: Page, label: str, words: str) -> None:
    """Choose from a list of choices: `label` is the beginning of the list's name, `words` stand in the option.

    A redraw between the two clicks closes the list, as it would for a person on a slow machine; who finds it closed
    opens it again, and so do we, three times.
    """
    box = page.get_by_role("combobox", name=re.compile("^" + re.escape(label))).first
    option = page.get_by_role("option", name=re.compile(re.escape(words))).first
    for last in (False, False, True):
        settle(page)
        box.click()
        box.press_sequentially(words)
        try:
            option.click(timeout=30_000 if last else 8_000)
            break
        except TimeoutError:
            if last:
                raise
            page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    settle(page)


def upload(page: Page, file: Path) -> None:
    """Hand in a file and wait until its delivery is open."""
    page.set_input_files("input[type=file] >> nth=0", file)
    page.get_by_role("button", name=t("desk.head.back", "de")).wait_for(timeout=120_000)
    settle(page)


def go_to(page: Page, step: str) -> None:
    """Open one of the steps of a delivery: `go_to(page, "findings")`."""
    name = t(f"desk.steps.{step}", "de")
    page.get_by_role("radio", name=re.compile(rf"^{name}")).click()
    settle(page)


def opened(page: Page) -> None:
    """Wait until a delivery that was open before is open again."""
    expect(page.get_by_role("button", name=t("desk.head.back", "de"))).to_be_visible(timeout=120_000)
    settle(page)


def accept(page: Page, who: str, why: str) -> None:
    """Take the delivery in."""
    go_to(page, "accept")
    page.get_by_role("textbox", name=t("import.who", "de")).fill(who)
    page.get_by_role("textbox", name=t("import.why", "de")).fill(why)
    page.get_by_role("button", name=t("import.accept", "de"), exact=True).click()


def discard(page: Page) -> None:
    """Forget the delivery."""
    page.get_by_role("button", name=t("desk.head.discard", "de")).click()
    page.get_by_role("button", name=t("desk.head.discard_now", "de")).click()
    expect(page.get_by_text(t("import.discarded", "de"))).to_be_visible()

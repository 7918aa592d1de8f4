"""The web app in a real browser, with a small town: every page opens, in German, for everybody, and shows nothing it must not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    POSTCODE,
    SIZES,
    STREET,
    serving,
    sheltered,
    visiting,
)
from playwright.sync_api import expect

from app.web.registry import discover
from app.web.texts import streamlit_strings, t

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADDRESSES = [
    "/",
    *(f"/{page.header.url_path}" for page in discover()[1:]),
    "/fragen?frage=A1",
    "/luecken?ansicht=tabelle",
]
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
def home(small_home, tmp_path_factory) -> Path:
    """The small town with a protected address in it. Nothing is imported here."""
    return sheltered(small_home, tmp_path_factory.mktemp("read") / "home")


@pytest.fixture(scope="module")
def address(home, tmp_path_factory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def visit(chromium, address):
    """Open addresses of the app: `visit("/luecken", "mobile")`."""
    with visiting(chromium, address) as open_:
        yield open_


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
    for _ in range(50):  # a word is English for the moment until it is replaced
        left = [
            s
            for s in page.evaluate(TEXTS)
            if s in texts or any(re.search(pattern, s) for pattern in english if pattern[1] != "(")
        ]
        if not left:
            break
        page.wait_for_timeout(100)
    assert left == []


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "mobile")])
def test_nothing_in_the_way_of_people_who_read_otherwise(visit, path, scheme, size):
    """Of no impact, however small, and by rules of good practice as well; `benchmarks.accessibility` looks at all four views."""
    page = visit(path, size, color_scheme=scheme, bypass_csp=True)  # axe is injected as an inline script
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    assert [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found] == []


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


# --- what must not be seen ----------------------------------------------------------------------------------------------


# Views of a page that tell more than the page one comes to: two groups closely, ways, single nodes, the shelter itself.
CLOSELY = [
    "/fragen?frage=K1",
    "/luecken?sicht=oeffentlich",
    "/?sicht=oeffentlich",
    "/schnittstellen?gruppe=saeulengruppe-jugendhilfe&gruppe2=saeulengruppe-eingliederungshilfe",
    "/schnittstellen?ansicht=wege&konstellation=BK-05",
    "/netze?netz=providers_and_offers&ansicht=alle",
    "/karte?farbe=reach",
    "/geld?ansicht=fristen",
    "/steckbrief?art=angebot&kennung=A-X",
    "/steckbrief?art=angebot&kennung=A-X&sicht=oeffentlich",
    "/suche?q=Hilfe",
    "/datensaetze?klasse=standort&wort=X",
]


@pytest.mark.parametrize("path", [*ADDRESSES, *CLOSELY])
def test_a_protected_address_is_on_no_page(visit, path):
    content = visit(path).content()
    assert STREET not in content
    assert POSTCODE not in content


@pytest.mark.parametrize("path", [p.header.url_path for p in discover() if p.header.is_for_house])
def test_work_of_the_house_is_nothing_for_the_public(visit, path):
    page = visit(f"/{path}?sicht=oeffentlich")
    expect(page.get_by_text(t("stand.for_house", "de"))).to_be_visible()
    page.get_by_role("button", name=t("stand.to_house", "de")).click()
    expect(page.get_by_text(t("stand.for_house", "de"))).to_be_hidden()


def test_an_own_query_does_not_reach_it_either(visit):
    page = visit("/abfrage")
    page.get_by_role("textbox").first.fill("SELECT ?s ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }")
    page.get_by_role("button", name=t("query.run", "de")).click()
    page.locator("tbody tr").first.wait_for(timeout=60_000)
    assert STREET not in page.locator("table").first.inner_text()
    expect(page.get_by_text("Zurückgehalten").first).to_be_visible()

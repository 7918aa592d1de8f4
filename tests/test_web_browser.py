"""The web app in a real browser, with a small town: every page opens, in German, for everybody, and shows nothing it must not."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import POSTCODE, STREET, settle
from playwright.sync_api import Page, ViewportSize, expect

from app.web.registry import discover
from app.web.texts import streamlit_strings, t

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADDRESSES = [
    "/",
    *(f"/{page.header.url_path}" for page in discover()[1:]),
    "/fragen?frage=A1",
    "/luecken?ansicht=tabelle",
]
ZOOMED: ViewportSize = {"width": 640, "height": 450}
"""A window of 1280 × 900 at 200 %."""
WHOLE, MAIN = "document.scrollingElement", "document.querySelector('[data-testid=stMain]')"
TEXTS = """() => {
  const found = [], names = ["aria-label", "title", "placeholder", "alt", "aria-description"];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest("style, script, noscript")) found.push(node.nodeValue.trim());
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join(",")))
    for (const name of names) found.push((element.getAttribute(name) || "").trim());
  return [...new Set(found)];
}"""


# --- every page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "mobile")])
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_is_open_to_everybody_in_german(visit, path, scheme, size):
    """A page is opened once for all that is looked for in it: opening it is most of the work."""
    page = visit(path, size, color_scheme=scheme)
    expect(page.get_by_text(t("app.example", "de"))).to_be_visible()
    wrong = {
        "opens": [key for key in ("error.title", "error.refused") if page.get_by_text(t(key, "de")).count()],
        "exceptions": page.get_by_test_id("stException").all_inner_texts(),
        "language": page.evaluate("document.documentElement.lang.replace('de', '')"),
        "too wide": too_wide(page, WHOLE),
        "english": english(page),
        "protected": [word for word in (STREET, POSTCODE) if word in page.content()],
        "in the way": in_the_way(page),
    }
    if size == "desktop":
        page.set_viewport_size(ZOOMED)
        settle(page)
        wrong["too wide at 200 %"] = too_wide(page, WHOLE, MAIN)
    assert {aspect: found for aspect, found in wrong.items() if found} == {}


def too_wide(page: Page, *elements: str) -> list[str]:
    """Which of the elements scroll sideways."""
    return [one for one in elements if page.evaluate(f"{one}.scrollWidth - {one}.clientWidth") > 0]


def english(page: Page) -> list[str]:
    """Streamlit's own words that are left in English; a word is English for the moment until it is replaced."""
    texts, patterns = streamlit_strings("de")
    known = [pattern for pattern, _ in patterns if pattern[1] != "("]
    for _ in range(50):
        left = [s for s in page.evaluate(TEXTS) if s in texts or any(re.search(one, s) for one in known)]
        if not left:
            break
        page.wait_for_timeout(100)
    return left


def in_the_way(page: Page) -> list[tuple[str, str, list[str]]]:
    """What is in the way of people who read otherwise.

    Of no impact, however small, and by rules of good practice as well; `benchmarks.accessibility` looks at all four views.
    """
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], v["impact"], [n["html"][:120] for n in v["nodes"]]) for v in found]


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


@pytest.mark.parametrize("path", CLOSELY)
def test_a_protected_address_is_seen_from_nowhere_closer(visit, path):
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

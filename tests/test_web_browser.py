"""The web app in a real browser, with a small town: what people see, click and reach with the keyboard."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import (
    AGS,
    FOR_ALL_STATES,
    POSTCODE,
    SIZES,
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
from playwright.sync_api import Page, expect
from rdflib import Literal, URIRef

from app import town
from app.service import Service
from app.web.registry import discover
from app.web.texts import streamlit_strings, t
from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, RDF, RDFS, namespace
from ontology.terms import CL, LOCN, SOZ

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
    """The same with a protected address written into its store past all checks. Nothing is imported here."""
    folder = tmp_path_factory.mktemp("read") / "home"
    shutil.copytree(small_home, folder)
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


@pytest.fixture(scope="module")
def address(home, tmp_path_factory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(scope="module")
def desk_home(small_home, tmp_path_factory) -> Path:
    """A copy of the small town that tests may change."""
    folder = tmp_path_factory.mktemp("write") / "home"
    shutil.copytree(small_home, folder)
    return folder


@pytest.fixture(scope="module")
def desk(desk_home, tmp_path_factory) -> Iterator[str]:
    """A second server, for the town that may be changed."""
    with serving(desk_home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def visit(chromium, address):
    """Open addresses of the app: `visit("/luecken", "mobile")`."""
    with visiting(chromium, address) as open_:
        yield open_


@pytest.fixture
def deliver(chromium, desk):
    """The same at the server whose town may be changed."""
    with visiting(chromium, desk) as open_:
        yield open_


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


# --- matrix -------------------------------------------------------------------------------------------------------------


def test_a_cell_leads_to_its_evidence_and_its_address_brings_it_back(visit):
    page = visit("/luecken")
    choose_gap(page)
    sentence = page.locator(".q-verdict").first.inner_text()
    assert "Lücke" in sentence
    expect(page.get_by_role("heading", name=t("matrix.evidence", "de"))).to_be_visible()
    assert "zelle=" in page.url
    again = visit(page.url)
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
    page.get_by_role("option").nth(1).click()
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


def test_an_answer_says_what_it_rests_on_and_reopens(visit):
    page = visit("/fragen")
    page.get_by_test_id("stMain").get_by_test_id("stTextInput").locator("input").last.fill("A1")
    page.keyboard.press("Enter")
    page.wait_for_url("**suche=A1**")
    page.get_by_role("button", name=t("question.open", "de", id="A1"), exact=True).click()
    page.wait_for_url("**frage=A1**")
    settle(page)
    lead = page.locator(".q-lead").first.inner_text()
    for part in ("answer.definition", "answer.show_query"):
        expect(page.get_by_text(t(part, "de"), exact=True).first).to_be_visible()
    page.get_by_role("link", name=t("answer.link", "de")).click()
    page.wait_for_url("**version=**")
    again = visit(page.url)
    assert again.locator(".q-lead").first.inner_text() == lead


def test_a_record_shows_its_origin(visit):
    page = visit("/fragen?frage=K1")
    page.locator("button.record").first.click()
    page.wait_for_url("**beleg=**")
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_be_visible()
    expect(page.get_by_text("meldung.xlsx").first).to_be_visible()
    page.get_by_role("button", name=t("answer.close_origin", "de"), exact=True).click()
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_have_count(0)
    page.locator("button.record").first.click()
    expect(page.get_by_text(t("answer.origin", "de"), exact=True)).to_be_visible()


def test_a_state_shows_its_evidence_where_it_stands(visit):
    page = visit("/fragen?frage=A1")
    page.locator("td .q-state + button.record").first.click()
    page.wait_for_selector(".q-verdict")
    expect(page.get_by_text(t("matrix.evidence", "de"), exact=True)).to_be_visible()


def test_a_sorted_column_says_so(visit):
    page = visit("/fragen?frage=K1")
    page.locator("thead th button:visible").first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_downloads(visit, suffix):
    page = visit("/fragen?frage=A1")
    with page.expect_download() as download:
        page.get_by_role("button", name=t(f"download.{suffix}", "de"), exact=True).click()
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


# --- what must not be seen ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", [*ADDRESSES, "/fragen?frage=K1", "/luecken?sicht=oeffentlich", "/?sicht=oeffentlich"]
)
def test_a_protected_address_is_on_no_page(visit, path):
    content = visit(path).content()
    assert STREET not in content
    assert POSTCODE not in content


def test_an_own_query_does_not_reach_it_either(visit):
    page = visit("/abfrage")
    page.get_by_role("textbox").first.fill("SELECT ?s ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }")
    page.get_by_role("button", name=t("query.run", "de")).click()
    page.locator("tbody tr").first.wait_for(timeout=60_000)
    assert STREET not in page.locator("table").first.inner_text()
    expect(page.get_by_text("Zurückgehalten").first).to_be_visible()

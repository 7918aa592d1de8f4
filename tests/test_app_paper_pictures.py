"""A map and a network in a paper: the picture with its words, the table behind it, asked again and compared when it leaves."""

import io
import re
from dataclasses import replace

import docx
import openpyxl  # noqa: TID251 reads back what was written
import pytest
from browsing import AGS
from paper_examples import AT, INTERN, text_of
from pypdf import PdfReader
from typer.testing import CliRunner

from app import cli, town
from app.networks.shapes import connected, shape
from app.papers import pictures
from app.papers.desk import Written
from app.papers.document import Picture, document
from app.papers.excel import to_xlsx
from app.papers.paper import Keep, Show
from app.papers.pdf import to_pdf
from app.papers.word import to_docx
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

NORTH = "POLYGON((9.40 51.30, 9.42 51.30, 9.42 51.32, 9.40 51.32, 9.40 51.30))"
SOUTH = "POLYGON((9.40 51.28, 9.42 51.28, 9.42 51.30, 9.40 51.30, 9.40 51.28))"
AREA = {
    "kennung": "G-2", "name": "Südstadt", "ebene": "Stadtteil", "teil-von": "G-0", "offenlegung": "öffentlich", "lage": SOUTH,
    "einwohner": "2000",
}  # fmt: skip
SITE = {"kennung": "S-1", "name": "Haus am Markt", "offenlegung": "öffentlich", "lage": "POINT(9.41 51.31)"}
SUPPLY = {"layer": "supply", "need": "BD-EX2", "group": "ZG-A06", "sites": "yes"}
NETWORK = "netz:providers_and_offers"


def delivered(small_town, north=NORTH, **more):
    return small_town(
        change={"G-1": {"lage": north, "einwohner": "1000"}, "A-1": {"standort": "S-1"}},
        more={"gebiet": [AREA], "standort": [SITE]},
        **more,
    )


@pytest.fixture
def service(tmp_path, small_town) -> Service:
    """Two areas with an outline, one open site."""
    town._stores.clear()
    service = Service.open(tmp_path / "home", AGS, create=True)
    accept(service, delivered(small_town))
    return service


def accept(service, data):
    preview = service.stage(data, "meldung.xlsx").value
    assert preview.refused is None
    service.accept(preview.token, who="Sozialplanung", why="Test")


@pytest.fixture
def desk(service):
    return service.papers


def made(desk, question, given, audience=Audience.INTERN):
    """A paper with one picture: its head and the blocks of it."""
    head = desk.create("frei", replace(INTERN, audience=audience), AT).value
    return desk.put(head.id, question, given, AT).value


def pictures_of(released):
    return [block for block in document(released).blocks if isinstance(block, Picture)]


def test_a_map_stands_there_with_caption_legend_words_source_and_table(service, desk):
    head = made(desk, "karte", SUPPLY)
    released = desk.exportable(head.id, AT)
    part = released.value.answers[0]
    assert (part.look.show, part.problem) == (Show.BOTH, "")
    states = {row[0].text: row[2].text for row in part.answer.rows}
    assert set(states) == {"Nordstadt", "Südstadt"}
    (picture,) = pictures_of(released)
    assert picture.caption == f"Karte Beispielau: {part.heading}"
    for name, state in states.items():
        assert f"{state}: " in picture.alt
        assert name in picture.alt
    assert "offene Standorte mit erfasster Lage (1)" in picture.alt
    for words in (
        "Stand 24.11.2026, Version 1",
        "Quelle: Wissensgraph Beispielau",
        "Geschützte Standorte sind nie",
    ):
        assert words in picture.source
    drawn = pictures.svg(picture.drawn, "sans-serif")
    for words in (*states, *states.values()):
        assert words in drawn
    doc = docx.Document(io.BytesIO(to_docx(released)))
    assert doc.inline_shapes[0]._inline.docPr.get("descr") == picture.alt
    text = text_of(doc)
    for words in (picture.caption, picture.source, "Südstadt", "Bedarf: ", "Zielgruppe: "):
        assert words in text
    reader = PdfReader(io.BytesIO(to_pdf(released)))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert picture.caption in said
    assert picture.alt in alternative_texts(reader.trailer["/Root"]["/StructTreeRoot"])
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(released)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Nordstadt", "Südstadt", "Haus am Markt"} <= cells


def alternative_texts(node):
    node = node.get_object()
    if isinstance(node, list):
        return [text for child in node for text in alternative_texts(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (alternative_texts(node["/K"]) if "/K" in node else [])


def test_the_area_that_was_looked_at_is_marked(desk):
    released = desk.paper(made(desk, "karte", {"layer": "people", "area": "G-2"}).id, AT)
    (picture,) = pictures_of(released)
    assert picture.drawn.marked == "G-2"
    assert "Mit breitem Rand: Südstadt." in picture.source
    gone = desk.paper(made(desk, "karte", {"layer": "people", "area": "G-99"}).id, AT)
    assert "Rand" not in pictures_of(gone)[0].source


def test_the_section_that_was_looked_at_is_drawn_and_no_more(desk):
    north, whole = "9.39500,51.30500,9.42500,51.32500", {"layer": "people", "sites": "yes"}
    (part,) = pictures_of(desk.paper(made(desk, "karte", {**whole, "section": north}).id, AT))
    assert "Ausschnitt mit 1 von 2 Gebieten." in part.source
    assert "Nordstadt" in part.alt
    assert "Südstadt" not in part.alt
    drawn = pictures.svg(part.drawn, "sans-serif")
    assert "Nordstadt" in drawn
    assert "Südstadt" not in drawn
    # the corners of the section lie on the picture's edge: the area that fills two thirds of it fills as much of the picture
    (all_of_it,) = pictures_of(desk.paper(made(desk, "karte", whole).id, AT))
    assert height_of_an_area(drawn) > 1.3 * height_of_an_area(pictures.svg(all_of_it.drawn, "sans-serif"))
    (elsewhere,) = pictures_of(desk.paper(made(desk, "karte", {**whole, "section": "1,1,2,2"}).id, AT))
    assert "Ausschnitt" not in elsewhere.source
    assert "Südstadt" in elsewhere.alt


def height_of_an_area(svg: str) -> float:
    """Of the first area in a picture, in its units."""
    outline = re.search(r'<path [^>]*aria-roledescription="geoshape"[^>]* d="([^"]+)"', svg)
    assert outline
    ys = [float(y) for _, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", outline[1])]
    return max(ys) - min(ys)


def test_what_the_map_shows_stands_in_its_table(desk):
    for layer, column in (
        ("people", "Einwohnerzahl"),
        ("survey", "„Gibt es nicht“ wäre"),
        ("offers", "Angebote mit Einzugsgebiet hier"),
    ):
        head = made(desk, "karte", {"layer": layer})
        text = text_of(docx.Document(io.BytesIO(to_docx(desk.exportable(head.id, AT)))))
        assert column in text


def test_without_an_outline_the_table_remains_and_the_reason_is_said(tmp_path, small_town):
    town._stores.clear()
    service = Service.open(tmp_path / "ohne", AGS, create=True)
    accept(service, small_town())
    head = made(service.papers, "karte", {"layer": "offers"})
    released = service.papers.exportable(head.id, AT)
    assert pictures_of(released) == []
    text = text_of(docx.Document(io.BytesIO(to_docx(released))))
    assert "Für kein Gebiet ist ein Umriss erfasst" in text
    assert "Nordstadt" in text


def test_a_map_that_changed_is_said_with_the_areas(service, desk, small_town):
    head = made(desk, "karte", SUPPLY)
    moved = NORTH.replace("51.32", "51.33")
    accept(service, delivered(small_town, moved, datum="23.11.2026"))
    part = desk.paper(head.id, AT).value.answers[0]
    assert "Version 2" in part.change
    assert "andere Umrisse" in part.change
    assert "andere Werte" not in part.change
    outline = part.shown.areas[0].outline
    taken = desk.write(head.id, INTERN, {part.key: Written(keep=Keep.NOW)}, seen=head.revision).value
    assert desk.paper(head.id, AT).value.answers[0].shown.areas[0].outline != outline
    desk.renew(head.id, part.key, AT, seen=taken.revision)
    part = desk.paper(head.id, AT).value.answers[0]
    assert (part.change, part.asked_as) == ("", "Stichtag 24.11.2026, Version 2")


def test_a_map_under_a_scenario_says_so(service, desk):
    name = service.scenarios.make("Neues Haus").value.id
    ref = service.scenarios.suppose(
        name, {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"}
    ).value.ref
    head = desk.create("frei", INTERN, AT).value
    desk.put(head.id, "karte", {"layer": "offers"}, replace(AT, scenario=ref))
    desk.put(head.id, NETWORK, {}, replace(AT, scenario=ref))
    released = desk.exportable(head.id, AT)
    assert "enthält Annahmen" in document(released).mark
    assert [part.answer.scenario for part in released.value.answers] == ["Neues Haus"] * 2
    for picture in pictures_of(released):
        assert "Neues Haus" in picture.source


@pytest.mark.parametrize(
    "given",
    [
        {"layer": "quark"},
        {"layer": "supply"},
        {"layer": "reach"},
        {"layer": "offers", "need": "BD-QUARK"},
        {"layer": "way", "speed": "schnell"},
        {"layer": "people", "section": "9.5,51.3,9.4,51.4"},
        {"farbe": "supply"},
    ],
)
def test_what_cannot_be_mapped_is_refused(desk, given):
    head = desk.create("frei", INTERN, AT).value
    with pytest.raises(KnowledgeGraphError):
        desk.put(head.id, "karte", given, AT)
    assert desk.paper(head.id, AT).value.answers == ()


def test_a_network_stands_there_as_it_was_looked_at(service, desk):
    whole = connected(shape(service.networks.network("providers_and_offers", AT).value))
    center = max(whole.nodes, key=lambda n: n.partners)
    head = made(desk, NETWORK, {"view": "all"})
    desk.put(head.id, NETWORK, {}, AT)
    desk.put(head.id, NETWORK, {"center": center.id}, AT)
    released = desk.exportable(head.id, AT)
    every, groups, around = pictures_of(released)
    assert len(every.drawn.shape.nodes) == len(whole.nodes)
    assert set(every.drawn.names.values()) == {str(at) for at in range(1, len(whole.nodes) + 1)}
    assert around.drawn.names[center.id] in ("1", center.label)
    assert {node.kind for node in groups.drawn.shape.nodes} == {"group"}
    assert len(around.drawn.shape.nodes) == center.partners + 1
    assert released.value.answers[2].heading.endswith(f"Umfeld von {center.label}")
    for picture in (every, groups, around):
        assert "Stand 24.11.2026, Version 1" in picture.source
        assert f"Linien: {len(picture.drawn.shape.edges)}," in picture.alt
        assert pictures.png(picture.drawn).startswith(b"\x89PNG")
    doc = docx.Document(io.BytesIO(to_docx(released)))
    assert len(doc.inline_shapes) == 3
    edges = released.value.answers[0].answer.rows
    sheets = openpyxl.load_workbook(io.BytesIO(to_xlsx(released))).worksheets
    assert sheets[0].max_row == len(edges) + 1
    assert to_pdf(released).startswith(b"%PDF")


def test_many_nodes_bear_numbers_that_are_told(service, desk, monkeypatch):
    monkeypatch.setattr("app.papers.illustrations._NAMED", 1)
    head = made(desk, NETWORK, {"view": "all"})
    released = desk.paper(head.id, AT)
    (picture,) = pictures_of(released)
    texts = [getattr(block, "text", "") for block in document(released).blocks]
    told = next(text for text in texts if text.startswith("Im Bild: "))
    for node in picture.drawn.shape.nodes:
        assert f"{picture.drawn.names[node.id]} {node.label}" in told


def test_a_network_too_large_for_a_page_is_shown_by_groups_and_says_so(desk, monkeypatch):
    monkeypatch.setattr("app.papers.illustrations._MOST_NODES", 2)
    released = desk.paper(made(desk, NETWORK, {"view": "all"}).id, AT)
    (picture,) = pictures_of(released)
    assert {node.kind for node in picture.drawn.shape.nodes} == {"group"}
    assert any("auf ein Blatt passen 2" in getattr(block, "text", "") for block in document(released).blocks)


def test_a_public_network_has_no_internal_node_not_even_the_chosen_one(service, desk):
    whole = connected(shape(service.networks.network("providers_and_offers", AT).value))
    hidden = next(node for node in whole.nodes if node.label == "Lernhilfe")
    head = made(desk, NETWORK, {"center": hidden.id}, Audience.PUBLIC)
    released = desk.exportable(head.id, AT)
    text = text_of(docx.Document(io.BytesIO(to_docx(released))))
    assert "Lernhilfe" not in text
    assert "gehört in diesem Stand und in dieser Sicht nicht zum Netz" in text or "kein Bild" in text


def test_a_network_that_changed_says_how(service, desk, small_town):
    head = made(desk, NETWORK, {})
    fewer = delivered(small_town, datum="23.11.2026", without=("A-4", "C-4"))
    preview = service.stage(fewer, "neu.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    before = desk.paper(head.id, AT).value.answers[0]
    assert before.change == ""  # what is not delivered any more is still recorded
    renamed = small_town(
        change={
            "G-1": {"lage": NORTH, "einwohner": "1000"},
            "A-1": {"standort": "S-1"},
            "A-4": {"traeger": "T-1"},
        },
        more={"gebiet": [AREA], "standort": [SITE]},
        datum="24.11.2026",
    )
    accept(service, renamed)
    assert "Verbindung kam hinzu" in desk.paper(head.id, AT).value.answers[0].change


def test_the_command_line_puts_a_map_and_a_network_in(service, tmp_path):
    def run(*args):
        town._stores.clear()
        done = CliRunner().invoke(cli.app, ["paper", *args, "--home", str(service._town.home)])
        return done.exit_code, done.output

    name = service.papers.create("frei", INTERN, AT).value.id
    given = [f"--param={key}={value}" for key, value in SUPPLY.items()]
    assert run("put", name, "karte", *given, "--date", "2026-11-24")[0] == 0
    assert run("put", name, NETWORK, "--param", "view=all", "--date", "2026-11-24")[0] == 0
    code, output = run("put", name, "karte", "--param", "layer=quark")
    assert code == 2
    assert "erwartet supply" in output
    target = tmp_path / "v.docx"
    assert run("export", name, "--out", str(target), "--date", "2026-11-24")[0] == 0
    assert len(docx.Document(str(target)).inline_shapes) == 2

"""Pictures in papers carry no protected place out, not even by where something is drawn, and no number of too few people.

A protected site with a shelter is written straight into the store, past all checks; an open site lies at the very place.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from rdflib import Literal, URIRef

from app import exports
from app import town as towns
from app.asked import Asked
from app.maps.layers import LAYERS, REACH, SUPPLY
from app.networks.shapes import shape
from app.papers import pictures
from app.papers.blocks import MapDrawing
from app.papers.desk import NewPaper
from app.papers.document import Picture, document
from app.papers.excel import to_xlsx
from app.papers.pdf import to_pdf
from app.papers.word import to_docx
from app.service import Service
from graph import EmbeddedEngine
from ontology import iris
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS, namespace
from ontology.terms import CL, GEO, LOCN, SCHEMA, SOZ

AGS = "99999001"
DAY = date(2026, 11, 24)
STREET, POSTCODE, LATITUDE, LONGITUDE, PHONE = (
    "Zilpzalpsteg", "00871", "51.317462", "9.481357", "06999 7771234",
)  # fmt: skip
NEEDLES = (STREET.casefold(), POSTCODE, LATITUDE[:-1], LONGITUDE[:-1], PHONE[-7:])
NORTH = "POLYGON((9.47 51.31, 9.49 51.31, 9.49 51.33, 9.47 51.33, 9.47 51.31))"
SOUTH = "POLYGON((9.47 51.29, 9.49 51.29, 9.49 51.31, 9.47 51.31, 9.47 51.29))"
FEW = {
    "kennung": "G-2", "name": "Fast leer", "ebene": "Stadtteil", "teil-von": "G-0", "offenlegung": "öffentlich", "lage": SOUTH,
    "einwohner": "2",
}  # fmt: skip
BESIDE = {
    "kennung": "S-9", "name": "Nebenan", "offenlegung": "öffentlich", "lage": f"POINT({LONGITUDE} {LATITUDE})",
}  # fmt: skip
FAR = {"kennung": "S-8", "name": "Woanders", "offenlegung": "öffentlich", "lage": "POINT(9.475 51.325)"}
HOUSE = {"kennung": "A-9", "name": "Zuflucht", "traeger": "T-1", "angebotsart": "AT-S1"}
REACH_OF_IT = {"kennung": "C-9", "angebot": "A-9", "bedarf": "BD-GW1", "gebiet": "G-0"}
NETWORK = "netz:providers_and_offers"


def planted(home, small_town, *, protected: bool = True) -> Service:
    """The town, with the shelter written into source graph, Stand and derived graph."""
    towns._stores.clear()
    service = Service.open(home, AGS, create=True)
    data = small_town(
        change={"G-1": {"lage": NORTH}, "A-1": {"standort": "S-9"}, "A-3": {"standort": "S-8"}},
        more={"gebiet": [FEW], "standort": [BESIDE, FAR], "angebot": [HOUSE], "abdeckung": [REACH_OF_IT]},
    )
    preview = service.stage(data, "a.xlsx").value
    assert preview.refused is None
    service.accept(preview.token, who="Sozialplanung", why="Test")
    if not protected:
        return service
    path = service._town.snapshot().path
    towns._stores.clear()
    with EmbeddedEngine(path) as engine:
        graphs = [iris.source_graph(AGS, "meldung", Audience.INTERN)]
        graphs += [g(AGS, audience) for g in (iris.stand_graph, iris.derived_graph) for audience in Audience]
        engine.apply([], [(*triple, graph) for graph in graphs for triple in shelter()])
    towns._stores.clear()
    return Service.open(home, AGS)


def shelter():
    row, place = iris.source_row(AGS, "0" * 64, 1, 3), iris.record(AGS, SOZ.Site, "X-1")
    offer, address, geometry = (
        iris.record(AGS, SOZ.Offer, "A-X"),
        URIRef(f"{place}-a"),
        URIRef(f"{place}-g"),
    )
    house = iris.record(AGS, SOZ.Offer, "A-9")
    reach = URIRef(f"{house}-reichweite")
    point = Literal(f"POINT({LONGITUDE} {LATITUDE})", datatype=GEO.wktLiteral)
    yield from (
        (place, RDF.type, SOZ.Site), (place, RDFS.label, Literal("Haus X", lang="de")), (place, DCTERMS.identifier, Literal("X-1")),
        (place, PROV.wasDerivedFrom, row), (place, SOZ.disclosure, CL["offenlegung-geschuetzt"]),
        (place, SOZ.area, iris.record(AGS, SOZ.Area, "G-1")), (place, SCHEMA.telephone, Literal(PHONE)),
        (place, LOCN.address, address), (address, LOCN.thoroughfare, Literal(STREET)),
        (address, LOCN.locatorDesignator, Literal("3")), (address, LOCN.postCode, Literal(POSTCODE)),
        (place, GEO.hasGeometry, geometry), (geometry, GEO.asWKT, point),
        (offer, RDF.type, SOZ.Offer), (offer, RDFS.label, Literal(f"Hilfe im {STREET} 3", lang="de")),
        (offer, DCTERMS.identifier, Literal("A-X")), (offer, PROV.wasDerivedFrom, row),
        (offer, SOZ.serviceType, namespace("at")["AT-S1"]), (offer, SOZ.status, CL["angebotsstatus-aktiv"]),
        (offer, SOZ.providedBy, iris.record(AGS, SOZ.Provider, "T-1")), (offer, SOZ.atSite, place),
        (house, SOZ.hasCoverage, reach), (reach, SOZ.area, iris.record(AGS, SOZ.Area, "G-1")),
        (reach, SOZ.effectiveFrom, Literal(date(2024, 1, 1))), (reach, SOZ.effectiveTo, Literal(date(2030, 1, 1))),
    )  # fmt: skip


def leaks(data: bytes | str) -> list[str]:
    if isinstance(data, bytes) and data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    text = (data if isinstance(data, str) else data.decode("utf-8", "replace")).casefold().replace(",", ".")
    return [
        needle
        for needle in NEEDLES
        if (re.search(rf"(?<!\d){re.escape(needle)}", text) if needle[0].isdigit() else needle in text)
    ]


def choices():
    """Every map, with its sites, and the network in every form."""
    for name in LAYERS:
        given = {"layer": name, "sites": "yes"}
        given |= {"need": "BD-EX2", "group": "ZG-A06"} if name == SUPPLY else {}
        yield "karte", given | ({"offer": "A-1"} if name == REACH else {})
    for view in ("groups", "all"):
        for by in ("pillarGroup", "community", "area"):
            yield NETWORK, {"view": view, "by": by}


def filled(service, audience, wanted):
    at = Asked(audience, DAY)
    head = service.papers.create("frei", NewPaper("Vermerk", audience=audience), at).value
    for question, given in wanted:
        service.papers.put(head.id, question, given, at)
    return service.papers.exportable(head.id, at)


def drawn(released):
    return [block for block in document(released).blocks if isinstance(block, Picture)]


@pytest.mark.parametrize("audience", Audience)
def test_no_picture_and_no_file_of_a_paper_carries_it_out(tmp_path, small_town, audience, caplog):
    service = planted(tmp_path / "home", small_town)
    released = filled(service, audience, choices())
    found = drawn(released)
    assert len(found) == len(list(choices()))
    for picture in found:
        assert leaks(pictures.svg(picture.drawn, "sans-serif")) == [], picture.caption
        assert leaks(f"{picture.alt} {picture.source} {picture.drawn}") == [], picture.caption
        if isinstance(picture.drawn, MapDrawing):
            assert {site.label for site in picture.drawn.sites} <= {"Woanders"}
    assert leaks(exports.to_json(released)) == []
    for write in (to_docx, to_xlsx):
        assert leaks(write(released)) == []
    assert (
        leaks(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(released))).pages)) == []
    )
    assert leaks(caplog.text) == []


def test_a_shelter_is_drawn_in_no_district(tmp_path, small_town):
    """It may be a node; grouped by area, it stands in none smaller than the town, alone or among others."""
    service = planted(tmp_path / "home", small_town)
    at = Asked(Audience.INTERN, DAY)
    node = next(
        node
        for node in shape(service.networks.network("providers_and_offers", at).value).nodes
        if node.label == "Zuflucht"
    )
    released = filled(
        service,
        Audience.INTERN,
        [(NETWORK, {"view": "all", "by": "area"}), (NETWORK, {"center": node.id, "by": "area"})],
    )
    row = next(r for r in released.value.answers[0].shown.block("nodes").rows if r[0].text == "Zuflucht")
    assert [cell.text for cell in row if cell.mark] == ["[geschützt]"], (
        "the district must have been written there"
    )
    for picture in drawn(released):
        found = next(n for n in picture.drawn.shape.nodes if n.id == node.id)
        assert found.group_label not in ("Nordstadt", "Fast leer")
        members = {n.label for n in picture.drawn.shape.nodes if n.group_label == "Nordstadt"}
        assert "Zuflucht" not in members
    assert leaks(exports.to_json(released)) == []
    assert leaks(to_docx(released)) == []


def test_what_is_protected_moves_nothing_on_the_map(tmp_path, small_town):
    """With and without the shelter the same map is drawn: nobody sees by comparing that there is something."""
    wanted = [choice for choice in choices() if choice[0] == "karte"]
    with_it = filled(planted(tmp_path / "one", small_town), Audience.INTERN, wanted)
    hidden = [picture.drawn for picture in drawn(with_it)]
    beside = {
        "A-1": "Nebenan"
    }  # the open site at the very place is left out where the place is protected, nothing else
    without = filled(planted(tmp_path / "two", small_town, protected=False), Audience.INTERN, wanted)
    for one, other in zip(hidden, [picture.drawn for picture in drawn(without)], strict=True):
        assert [s.area.outline for s in one.layer.areas] == [s.area.outline for s in other.layer.areas]
        assert [s.area.centre for s in one.layer.areas] == [s.area.centre for s in other.layer.areas]
        assert set(one.sites) == {site for site in other.sites if site.label not in beside.values()}


def test_too_few_people_stand_in_no_picture(tmp_path, small_town):
    service = planted(tmp_path / "home", small_town)
    released = filled(service, Audience.INTERN, [("karte", {"layer": "people"})])
    (picture,) = drawn(released)
    few = next(s for s in picture.drawn.layer.areas if s.area.label == "Fast leer")
    assert (few.area.inhabitants, few.figure) == (None, "?")
    assert "Fast leer (2)" not in picture.alt
    table = released.value.answers[0].answer
    row = next(row for row in table.rows if row[0].text == "Fast leer")
    assert "2" not in {cell.text for cell in row[1:2]}


def test_a_text_that_names_the_place_is_kept_in_no_picture_part(tmp_path, small_town):
    service = planted(tmp_path / "home", small_town)
    at = Asked(Audience.INTERN, DAY)
    head = service.papers.create("frei", NewPaper("Vermerk", audience=Audience.INTERN), at).value
    with pytest.raises(KnowledgeGraphError) as refused:
        service.papers.put(head.id, "karte", {"layer": "offers"}, at, heading=f"Rund um den {STREET} 3")
    assert leaks(str(refused.value)) == []
    with pytest.raises(KnowledgeGraphError) as refused:
        service.papers.put(head.id, "karte", {"layer": f"{STREET} 3"}, replace(at, audience=Audience.PUBLIC))
    assert leaks(str(refused.value)) == []


def test_the_sweep_would_notice():
    assert leaks(f"im {STREET}")
    assert leaks(f"[{LONGITUDE}, {LATITUDE}]".encode())

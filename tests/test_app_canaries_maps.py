"""Maps and outlines: no place of a protected site is drawn, measured to or written into a file."""

import json

import pytest
from canaries import calls
from canaries.needles import SITES, contents, leaks
from canaries.planted import DAY
from canaries.planted import planted as plant
from canaries.sweep import swept
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.maps import exports as map_exports
from app.maps.desk import MapRequest
from app.maps.layers import layer
from app.web.map import drawing
from ontology.iris import Audience


def test_no_map_tells_a_protected_place(planted):
    with swept(MapDesk="choices map answer here behind"):
        for asked in calls.every_way(DAY):
            calls.maps(planted, asked)


def test_no_map_has_a_protected_place(places, small_town):
    """Not even where another site was recorded openly at the very place: it is not drawn and nothing is measured to it."""
    _, _, latitude, longitude, _ = SITES["X-1"]
    beside = {
        "kennung": "S-9",
        "name": "Nebenan",
        "offenlegung": "öffentlich",
        "lage": f"POINT({longitude} {latitude})",
    }
    far = {"kennung": "S-8", "name": "Woanders", "offenlegung": "öffentlich", "lage": "POINT(9.41 51.31)"}
    home = places[0]
    service = plant(home, small_town(
        change={
            "G-1": {"lage": "POLYGON((9.48 51.31, 9.49 51.31, 9.49 51.32, 9.48 51.31))"},
            "A-1": {"standort": "S-9"}, "A-3": {"standort": "S-8"},
        },
        more={"standort": [beside, far]},
    ))  # fmt: skip
    for audience in Audience:
        released = service.map.map(MapRequest(), Asked(audience, DAY))
        assert {site.label for site in released.value.sites} <= {"Woanders"}
        assert released.value.areas[0].outline is not None
        assert "Nebenan" not in {row[4].text for row in released.value.answer.blocks[1].rows}
        files = [map_exports.to_geojson(released, "offers")]
        files += [make(released, "way", sites=True) for make in (map_exports.to_svg, map_exports.to_png)]
        view = released.value
        drawn = drawing.picture(layer(view, "way"), view.sites, label="Karte", beneath=None)
        files.append(json.dumps(drawn, ensure_ascii=False).encode())
        for content in (*files, exports.to_json(released)):
            assert leaks(contents(content)) == []
    command = ["map", "--home", str(home), "--format"]
    for form in ("geojson", "svg", "csv", "text"):
        assert leaks(CliRunner().invoke(cli.app, [*command, form]).output) == []


OUTLINES = {
    "at the site": [[9.481357, 51.317462], [9.49, 51.31], [9.49, 51.32], [9.481357, 51.317462]],
    "elsewhere": [[9.40, 51.31], [9.41, 51.31], [9.41, 51.32], [9.40, 51.31]],
}


@pytest.mark.parametrize("corner", OUTLINES)
@pytest.mark.parametrize("named", ["Nordstadt", "Zilpzalpsteg 3"])
def test_outlines_taken_in_tell_none_of_it(planted, corner, named):
    feature = {
        "type": "Feature",
        "properties": {"name": named, "Wendehalsallee 3": "1"},
        "geometry": {"type": "Polygon", "coordinates": [OUTLINES[corner]]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    with swept(MapDesk="outlines take_outlines"):
        for lang in ("de", "en"):
            planted.map.outlines(data, "Am Pirolenwinkel 3.geojson", lang=lang)
        planted.map.take_outlines(data, "Am Pirolenwinkel 3.geojson", who="Amt", why="Test")


def test_an_outline_is_withheld_whole_however_it_is_asked_for(places, small_town):
    """A corner that is missing from an outline tells where it lies."""
    _, _, latitude, longitude, _ = SITES["X-1"]
    wkt = f"POLYGON((9.44 51.3, {longitude} {latitude}, 9.49 51.32, 9.44 51.3))"
    service = plant(places[0], small_town(change={"G-1": {"lage": wkt}}))
    shape = "?s <http://www.opengis.net/ont/geosparql#asWKT> ?w FILTER(CONTAINS(STR(?w), 'POLYGON'))"
    for told in (
        "?w",
        "STR(?w)",
        "CONCAT('Umriss: ', STR(?w))",
        "REPLACE(STR(?w), ' ', ',')",
        "LCASE(STR(?w))",
    ):
        found = service.sparql(f"SELECT ({told} AS ?t) WHERE {{ {shape} }}")
        assert found.value.rows, told
        assert not [c for row in found.value.rows for c in row if "51.3" in f"{c.text} {c.value}"], told
        assert found.withheld.protected, told

"""Outlines of areas taken in from GeoJSON: matched by the whole file, checked, one version, undone like any other."""

import json
from datetime import date

import pytest
import shapely
from pyproj import Transformer
from typer.testing import CliRunner

from app import cli
from app.asked import Asked
from app.maps.desk import MapRequest
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

AGS = "99999001"
DAY = date(2026, 11, 24)


def square(longitude, latitude, side=0.02):
    far, high = round(longitude + side, 6), round(latitude + side, 6)
    return [[longitude, latitude], [far, latitude], [far, high], [longitude, high], [longitude, latitude]]


def feature(properties, *rings, kind="Polygon", **more):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": list(rings)},
        **more,
    }


def file(*features, **more) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


@pytest.fixture
def service(tmp_path, small_town) -> Service:
    """Two districts without outline, their codes, and one with an outline already."""

    def area(key, name, **more):
        return {
            "kennung": key,
            "name": name,
            "ebene": "Stadtteil",
            "teil-von": "G-0",
            "offenlegung": "öffentlich",
            **more,
        }

    service = Service.open(tmp_path, AGS, create=True)
    wkt = "POLYGON((9.4 51.3, 9.42 51.3, 9.42 51.32, 9.4 51.32, 9.4 51.3))"
    data = small_town(
        change={"G-1": {"schluessel": "2"}},
        more={
            "gebiet": [
                area("G-2", "Südstadt", schluessel="1"),
                area("G-3", "Mitte", schluessel="3", lage=wkt),
            ]
        },
    )
    preview = service.stage(data, "meldung.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    return service


def what(preview):
    return {match.area or match.named: match.what for match in preview.matches}


def outlined(service, audience=Audience.INTERN):
    view = service.map.map(MapRequest(), Asked(audience, DAY)).value
    return {area.key for area in view.areas if area.outline is not None}


FILE = file(
    feature({"nr": "1", "STADTTEIL": " nordstadt "}, square(9.40, 51.32)),
    feature({"nr": "2", "STADTTEIL": "Südstadt"}, square(9.40, 51.28)),
    feature({"nr": "3", "STADTTEIL": "Mitte"}, square(9.40, 51.30)),
    feature({"nr": "4", "STADTTEIL": "Anderswo"}, square(9.60, 51.30)),
)


def test_a_file_is_previewed_and_changes_nothing(service):
    preview = service.map.outlines(FILE, "stadtteile.geojson", by="STADTTEIL").value
    assert what(preview) == {"G-1": "new", "G-2": "new", "G-3": "same", "Anderswo": "unmatched"}
    assert (preview.takes, preview.acceptable, preview.refused) == (2, True, "")
    assert outlined(service) == {"G-3"}
    assert len(service.versions().value) == 1


def test_what_names_the_areas_is_found_for_the_whole_file(service):
    """The running number is a code of other areas by chance: names match as many, so they decide."""
    preview = service.map.outlines(FILE, "x.geojson").value
    assert preview.by == "STADTTEIL"
    assert preview.properties == ("STADTTEIL", "nr")
    by_number = service.map.outlines(FILE, "x.geojson", by="nr").value
    assert what(by_number) == {"G-1": "atOdds", "G-2": "atOdds", "G-3": "same", "4": "unmatched"}
    assert not by_number.acceptable


def test_outlines_are_one_version_that_can_be_reversed(service):
    taken = service.map.take_outlines(
        FILE, "x.geojson", by="STADTTEIL", who="Sozialplanung", why="Umrisse der Vermessung"
    ).value
    assert taken.version.number == 2
    assert outlined(service) == {"G-1", "G-2", "G-3"}
    assert outlined(service, Audience.PUBLIC) == {"G-1", "G-2", "G-3"}
    view = service.map.map(MapRequest(), Asked(Audience.INTERN, DAY)).value
    south = next(area for area in view.areas if area.key == "G-2")
    ring = [(x, y) for x, y in square(9.40, 51.28)]
    assert shapely.Polygon(south.outline.polygons[0][0]).equals(shapely.Polygon(ring))
    again = service.map.take_outlines(
        FILE, "x.geojson", by="STADTTEIL", who="Sozialplanung", why="Noch einmal"
    ).value
    assert again.version is None
    assert set(what(again).values()) == {"same", "unmatched"}
    service.reverse(2, who="Sozialplanung", why="Falsche Datei")
    assert outlined(service) == {"G-3"}


def test_what_the_house_said_of_an_area_before_stays(service):
    service.records.edit("gebiet", "G-1", {"einwohner": "1234"}, who="Datenpflege", why="Statistik")
    service.map.take_outlines(FILE, "x.geojson", by="STADTTEIL", who="Sozialplanung", why="Umrisse")
    fields = {f.tag: f.text for f in service.records.form("gebiet", "G-1").value.fields}
    assert fields["#gebiet+einwohner"] in ("1234", "1.234")
    assert fields["#gebiet+lage"].startswith("POLYGON")
    assert fields["#gebiet+name"] == "Nordstadt"


def test_a_replaced_outline_says_so(service):
    moved = file(feature({"kennung": "G-3"}, square(9.5, 51.3)))
    preview = service.map.outlines(moved, "x.geojson").value
    assert what(preview) == {"G-3": "changed"}
    assert {choice.value for choice in preview.missing} == {"G-1", "G-2"}


BROKEN = {
    "not closed": ([*square(9.4, 51.3)[:-1], [9.39, 51.3]], "geschlossen"),
    "crosses itself": ([[9.4, 51.3], [9.42, 51.32], [9.42, 51.3], [9.4, 51.32], [9.4, 51.3]], "schneidet"),
    "no degrees": ([[530000, 5680000], [531000, 5680000], [531000, 5681000], [530000, 5680000]], "keine Grad"),
    "a plot": (square(9.4, 51.3, 0.0005), "Hektar"),
    "too few": ([[9.4, 51.3], [9.42, 51.3], [9.4, 51.3]], "vier Ecken"),
    "no numbers": ([["a", 1], [2, 3], [4, 5], ["a", 1]], "Keine Fläche"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_outline_is_named_and_left_out(service, case):
    ring, words = BROKEN[case]
    data = file(feature({"kennung": "G-1"}, ring), feature({"kennung": "G-2"}, square(9.4, 51.28)))
    preview = service.map.outlines(data, "x.geojson").value
    assert what(preview) == {"G-1": "broken", "G-2": "new"}
    assert words in preview.matches[0].problem
    taken = service.map.take_outlines(data, "x.geojson", who="Sozialplanung", why="Umrisse").value
    assert taken.version is not None
    assert outlined(service) == {"G-2", "G-3"}


def test_a_point_is_no_outline_and_an_area_named_twice_gets_none(service):
    data = file(
        {"type": "Feature", "properties": {"kennung": "G-1"}, "geometry": {"type": "Point", "coordinates": [9, 51]}},
        feature({"kennung": "G-2"}, square(9.4, 51.28)), feature({"kennung": "G-2"}, square(9.5, 51.28)),
    )  # fmt: skip
    preview = service.map.outlines(data, "x.geojson").value
    assert [match.what for match in preview.matches] == ["broken", "twice", "twice"]
    assert not preview.acceptable


def test_coordinates_of_surveyors_are_turned_into_degrees(service):
    turn = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True).transform
    ring = [list(turn(*corner)) for corner in square(9.40, 51.28)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    data = file(feature({"kennung": "G-2"}, ring), crs=crs)
    service.map.take_outlines(data, "x.geojson", who="Sozialplanung", why="Umrisse")
    view = service.map.map(MapRequest(), Asked(Audience.INTERN, DAY)).value
    found = next(area for area in view.areas if area.key == "G-2").outline.polygons[0][0]
    assert found[0] == pytest.approx((9.40, 51.28), abs=2e-6)


def test_several_parts_and_holes_are_kept(service):
    hole = [[9.405, 51.285], [9.41, 51.285], [9.41, 51.29], [9.405, 51.29], [9.405, 51.285]]
    data = file(
        feature({"kennung": "G-2"}, [square(9.40, 51.28), hole], [square(9.45, 51.28)], kind="MultiPolygon")
    )
    service.map.take_outlines(data, "x.geojson", who="Sozialplanung", why="Umrisse")
    view = service.map.map(MapRequest(), Asked(Audience.INTERN, DAY)).value
    outline = next(area for area in view.areas if area.key == "G-2").outline
    assert sorted(len(polygon) for polygon in outline.polygons) == [1, 2]


@pytest.mark.parametrize(
    "data",
    [
        b"Gebiet;Umriss", b"[]", b'{"type": "FeatureCollection"}', b'{"features": [1]}', b"\xff\xfe\x00",
        file(crs={"properties": {"name": "EPSG:999999"}}), b'{"features": [' * 2000,
    ],
)  # fmt: skip
def test_what_is_no_geojson_is_refused_in_words(service, data):
    preview = service.map.outlines(data, "x.geojson").value
    assert preview.refused
    assert not preview.acceptable
    assert preview.matches == ()


def test_who_and_why_are_needed_and_name_no_person(service):
    for who, why in (("", "Umrisse"), ("Sozialplanung", ""), ("Frau Erika Muster", "Umrisse")):
        with pytest.raises(KnowledgeGraphError):
            service.map.take_outlines(FILE, "x.geojson", by="STADTTEIL", who=who, why=why)
    assert len(service.versions().value) == 1


def test_the_command_line_shows_first_and_takes_in_then(service, tmp_path):
    (tmp_path / "umrisse.geojson").write_bytes(FILE)
    line = [
        "areas",
        str(tmp_path / "umrisse.geojson"),
        "--by",
        "STADTTEIL",
        "--home",
        str(service._town.home),
    ]
    shown = CliRunner().invoke(cli.app, [*line, "--check"])
    assert shown.exit_code == 0
    assert "G-2" in shown.output
    assert "Anderswo" in shown.output
    assert outlined(service) == {"G-3"}
    taken = CliRunner().invoke(cli.app, [*line, "--yes", "--who", "Sozialplanung"])
    assert taken.exit_code == 0
    assert outlined(service) == {"G-1", "G-2", "G-3"}
    (tmp_path / "umrisse.geojson").write_text("kein JSON")
    assert CliRunner().invoke(cli.app, line).exit_code == 1

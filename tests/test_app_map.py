"""The map as the facade gives it: figures against plain computations, files, and nothing of a protected place."""

import json
import math
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.gate import release
from app.maps import exports as map_exports
from app.maps.desk import MapDesk, MapRequest
from app.maps.layers import LAYERS, OFFERS, PEOPLE, REACH, SUPPLY, WAY, layer
from app.maps.picture import clusters, geometry
from app.maps.section import section
from app.maps.views import MapSite, Outline, Position
from app.protection import Secrets
from app.service import Service
from app.web.map.drawing import picture
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

AGS = "99999001"
AT = Asked(Audience.INTERN, date(2026, 11, 24))
PAIR = MapRequest(need="BD-EX2", group="ZG-A06")


def square(longitude, latitude, side=0.02):
    right, top = round(longitude + side, 4), round(latitude + side, 4)
    corners = [
        (longitude, latitude),
        (right, latitude),
        (right, top),
        (longitude, top),
        (longitude, latitude),
    ]
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def area(key, name, lage="", **more):
    return {
        "kennung": key, "name": name, "ebene": "Stadtteil", "teil-von": "G-0", "offenlegung": "öffentlich", "lage": lage, **more,
    }  # fmt: skip


AREAS = [
    area("G-2", "Südstadt", square(9.40, 51.28), einwohner="2000"),
    area("G-3", "Weit draußen", square(9.50, 51.28), einwohner="500"),
    area("G-4", "Ohne Umriss", einwohner="300"),
    area("G-5", "Nur Mitte", "POINT(9.46 51.31)", einwohner="2"),
]
SITES = [
    {"kennung": "S-1", "name": "Haus am Markt", "offenlegung": "öffentlich", "lage": "POINT(9.41 51.31)"},
    {"kennung": "S-2", "name": "Intern gelegen", "offenlegung": "intern", "lage": "POINT(9.411 51.291)"},
    {"kennung": "S-4", "name": "Ohne Lage", "offenlegung": "öffentlich"},
]
OFFERS_MORE = [
    {"kennung": "A-5", "name": "Nur Südstadt", "traeger": "T-1", "offenlegung": "öffentlich", "standort": "S-4"},
    {"kennung": "A-8", "name": "Schutz für Frauen", "traeger": "T-1", "angebotsart": "AT-S1", "offenlegung": "öffentlich"},
]  # fmt: skip
COVERAGES = [
    {"kennung": "C-5", "angebot": "A-5", "bedarf": "BD-EX2", "gebiet": "G-2", "offenlegung": "öffentlich"},
    {"kennung": "C-8", "angebot": "A-8", "bedarf": "BD-GW1", "gebiet": "G-0", "offenlegung": "öffentlich"},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town) -> Service:
    """Areas with and without outline, open, internal and unlocated sites, and a shelter for the whole town."""
    service = Service.open(tmp_path_factory.mktemp("home"), AGS, create=True)
    data = small_town(
        change={
            "G-1": {"lage": square(9.40, 51.30), "einwohner": "1000"},
            "A-1": {"standort": "S-1"},
            "A-2": {"standort": "S-2"},
        },
        more={"gebiet": AREAS, "standort": SITES, "angebot": OFFERS_MORE, "abdeckung": COVERAGES},
    )
    preview = service.stage(data, "meldung.xlsx").value
    assert preview.refused is None
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    return service


@pytest.fixture(scope="module")
def whole(service):
    return service.map.map(MapRequest(), AT).value


def block(view, name):
    tables = {b.name: b for b in view.answer.blocks}
    columns = [c.name for c in tables[name].columns]
    return [dict(zip(columns, row, strict=True)) for row in tables[name].rows]


def rows(view):
    columns = [c.name for c in view.answer.columns]
    return {row[0].text: dict(zip(columns, row, strict=True)) for row in view.answer.rows}


def haversine(one, other):
    """A second way to measure: on a ball of the mean radius, which differs from the ellipsoid by at most 0.5 %."""
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, place)) for place in (one, other))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


def test_areas_without_an_outline_are_listed_and_not_dropped(whole):
    drawn = {a.label: a.outline is not None for a in whole.areas}
    assert drawn == {
        "Nordstadt": True, "Südstadt": True, "Weit draußen": True, "Ohne Umriss": False, "Nur Mitte": False,
    }  # fmt: skip
    assert "3 von 5" in whole.answer.lead
    assert rows(whole)["Ohne Umriss"]["note"].text
    assert rows(whole)["Nur Mitte"]["note"].text != rows(whole)["Ohne Umriss"]["note"].text


def test_offers_are_counted_by_catchment(whole):
    """Four offers for the whole town, one for a district alone; the shelter in no area."""
    counts = {name: (row["offers"].value, row["own"].value) for name, row in rows(whole).items()}
    assert counts["Nordstadt"] == (4, 0)
    assert counts["Südstadt"] == (5, 1)
    for found in rows(whole).values():
        assert found["offers"].value in (4, 5)


def test_the_offers_of_an_area_are_those_that_were_counted(service, whole):
    for found in whole.areas:
        listed = service.map.here(found.key, MapRequest(), AT).value
        assert len(listed.rows) == found.offers
        assert "Schutz für Frauen" not in {row[0].text for row in listed.rows}
        number = [a.key for a in whole.areas].index(found.key)
        behind = service.map.behind("areas", number, MapRequest(), AT).value
        assert {row[0].text for row in listed.rows} <= {row[0].text for row in behind.rows}


def test_distances_are_those_of_a_plain_computation(whole):
    """From the middle of each square to the nearer of two located sites."""
    middles = {
        "Nordstadt": (9.41, 51.31), "Südstadt": (9.41, 51.29), "Weit draußen": (9.51, 51.29), "Nur Mitte": (9.46, 51.31),
    }  # fmt: skip
    sites = {"Haus am Markt": (9.41, 51.31), "Intern gelegen": (9.411, 51.291)}
    for way in block(whole, "ways"):
        name = way["area"].text
        if name not in middles:
            assert way["distance"].value is None
            assert way["note"].text
            continue
        expected = {site: haversine(middles[name], place) for site, place in sites.items()}
        nearest = min(expected, key=expected.get)
        assert way["site"].text == nearest
        assert way["distance"].value == pytest.approx(expected[nearest], rel=0.006, abs=1)
        assert way["walking"].value == math.ceil(Decimal(way["distance"].value) * Decimal("1.3") / 80)


def test_pace_and_detour_change_the_estimate_alone(service, whole):
    slow = service.map.map(MapRequest(speed=Decimal(3), detour=Decimal("0.5")), AT).value
    for one, other in zip(block(whole, "ways"), block(slow, "ways"), strict=True):
        assert one["distance"] == other["distance"]
        if one["distance"].value:
            assert other["walking"].value == math.ceil(Decimal(other["distance"].value) * Decimal("1.5") / 50)
    assert "3,0 km/h" in " ".join(slow.answer.notes)
    for wrong in (MapRequest(speed=Decimal(0)), MapRequest(detour=Decimal(-1)), MapRequest(need="unsinn")):
        with pytest.raises(KnowledgeGraphError):
            service.map.map(wrong, AT)


def test_every_area_stands_in_one_band_and_shares_have_their_base(whole):
    bands = block(whole, "bands")
    assert sum(band["areas"].value for band in bands) == len(whole.areas)
    known = [a.inhabitants for a in whole.areas if a.inhabitants is not None]
    assert sum(known) == 3800  # two people are too few to be told, also not by a sum
    assert sum(band["inhabitants"].value for band in bands) == 3800
    first = next(band for band in bands if band["band"].text == "bis 1 km")
    assert first["share"].value == Decimal(3000) / 3800
    assert {"Nordstadt", "Südstadt"} == set(first["names"].text.split(", "))


def test_a_distance_is_one_at_most_where_a_site_has_no_position(service, whole):
    ways = {way["area"].text: way for way in block(whole, "ways")}
    assert "Höchstens" in ways["Südstadt"]["note"].text
    unlocated = {row["offer"].text for row in block(whole, "unlocated")}
    assert unlocated == {"Treff an der Brücke", "Lernhilfe", "Nur Südstadt"}
    far = next(band for band in block(whole, "bands") if band["band"].text == "über 3 km")
    assert far["areas"].value == 0, "an offer without a position may be nearer than 3 km"


def test_what_the_cell_of_the_matrix_says_is_what_the_map_says(service):
    view = service.map.map(PAIR, AT).value
    for found in view.areas:
        cell = service.cell(
            need=PAIR.need, group=PAIR.group, area=found.key, audience=AT.audience, reference_date=AT.reference_date
        ).value  # fmt: skip
        assert (found.state, found.claim_text) == (cell.state, cell.claim_text)
        assert found.note.startswith(cell.reason)


def test_a_field_of_needs_counts_what_is_below_it_and_is_judged_nowhere(service):
    """Nothing is offered for a field as such: read as one need it looked like a gap everywhere."""
    field = service.map.map(replace(PAIR, need="BD-EX"), AT).value
    assert {found.state for found in field.areas} == {""}
    assert "state" not in [column.name for column in field.answer.columns]
    both = [service.map.map(MapRequest(need=need), AT).value for need in ("BD-EX", "BD-EX2")]
    of_field, of_need = ({a.key: a.offers for a in view.areas} for view in both)
    assert of_need["G-2"] >= 1
    assert all(of_field[key] >= number for key, number in of_need.items())


def test_the_public_sees_what_is_public(service):
    view = service.map.map(MapRequest(), replace(AT, audience=Audience.PUBLIC)).value
    assert {site.label for site in view.sites} == {"Haus am Markt"}
    assert "Intern gelegen" not in str(view)
    assert "Schuldnerberatung" not in str(view)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", LAYERS)
def test_every_area_has_a_shade_and_shades_are_told_without_colour(service, name, lang):
    wanted = replace(PAIR, offer="A-5") if name == REACH else PAIR
    shown = layer(service.map.map(wanted, replace(AT, lang=lang)).value, name)
    assert len(shown.areas) == 5
    assert sum(shown.count(shade) for shade in shown.shades) == 5
    assert all(shaded.figure for shaded in shown.areas)
    assert len({(shade.mark, shade.label) for shade in shown.shades}) == len(shown.shades)


def test_numbers_are_in_the_step_that_names_them(whole):
    for name in (OFFERS, PEOPLE):
        for shaded in layer(whole, name).areas:
            ends = [int(end.replace(".", "")) for end in shaded.shade.label.split(" – ") if end[0].isdigit()]
            if ends:
                assert ends[0] <= int(shaded.figure.replace(".", "")) <= ends[-1]


def test_the_catchment_of_an_offer(service):
    view = service.map.map(MapRequest(offer="A-5"), AT).value
    assert {a.label: a.reach for a in view.areas if a.reach != "none"} == {"Südstadt": "whole"}
    with pytest.raises(KnowledgeGraphError):
        service.map.map(MapRequest(offer="A-8"), AT)  # the shelter cannot be asked for
    assert "A-8" not in {choice.value for choice in service.map.choices(AT).value.offers}


def test_columns_that_say_nothing_anywhere_are_left_out(service, whole):
    assert {"part", "unsure"}.isdisjoint(column.name for column in whole.answer.columns)
    assert "state" not in {column.name for column in whole.answer.columns}
    judged = service.map.map(PAIR, AT).value
    assert {"state", "claim"} <= {column.name for column in judged.answer.columns}


def test_geojson_holds_the_shown_values(service, whole):
    released = service.map.map(PAIR, AT)
    written = json.loads(map_exports.to_geojson(released, SUPPLY))
    assert written["type"] == "FeatureCollection"
    by_key = {f["id"]: f for f in written["features"]}
    assert by_key.keys() == {a.key for a in whole.areas}
    assert by_key["G-4"]["geometry"] is None
    for found in released.value.areas:
        assert by_key[found.key]["properties"]["state"] == found.state
    ring = by_key["G-1"]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
    assert sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) > 0, "RFC 7946"
    assert {tuple(c) for c in ring} == {(9.40, 51.30), (9.42, 51.30), (9.42, 51.32), (9.40, 51.32)}


def test_what_is_only_supposed_says_so_wherever_it_goes(service):
    town = service._town
    desk = MapDesk(town.supposing(town.snapshot(), "Neue Stelle"))
    released = desk.map(PAIR, AT)
    written = json.loads(map_exports.to_geojson(released, SUPPLY))
    assert "Neue Stelle" in written["querblick"]["lead"]
    assert all(f["properties"]["scenario"] == "Neue Stelle" for f in written["features"])
    assert "Was wäre wenn ‹Neue Stelle›" in map_exports.to_svg(released, SUPPLY).decode()
    assert "Neue Stelle" in exports.to_csv(desk.answer(PAIR, AT)).decode("utf-8-sig").splitlines()[1]
    with pytest.raises(KnowledgeGraphError, match="Szenario"):
        desk.take_outlines(b"{}", "x.geojson", who="Sozialplanung", why="Umrisse")


def test_ways_are_those_of_the_question_about_ways(service):
    """I3 measures the same way for the same need, group and area."""
    given = {"need": PAIR.need, "group": PAIR.group}
    answer = service.ask("I3", given, audience=AT.audience, reference_date=AT.reference_date).value
    found = {}
    for table in (*answer.blocks, answer):
        names = [column.name for column in table.columns]
        for row in table.rows:
            cell = dict(zip(names, row, strict=True))
            found[cell["area"].text] = (cell["distance"].value, cell["walking"].value)
    ways = {
        way["area"].text: (way["distance"].value, way["walking"].value)
        for way in block(service.map.map(PAIR, AT).value, "ways")
    }
    assert {name: found[name] for name in ways} == ways
    assert any(distance for distance, _ in ways.values())


def test_the_command_line_shows_and_writes_the_map(service, tmp_path):
    def run(*line):
        return CliRunner().invoke(cli.app, [*line, "--home", str(service._town.home)])

    shown = run("map", "way", "--speed", "4,5")
    assert shown.exit_code == 0
    assert "4,5 km/h" in shown.output
    assert "Öffentlicher Nahverkehr: keine Daten" in shown.output
    pair = ("--need", PAIR.need, "--group", PAIR.group, "--date", "2026-11-24")
    assert run("map", "supply", *pair, "--out", str(tmp_path / "karte.geojson")).exit_code == 0
    assert len(json.loads((tmp_path / "karte.geojson").read_text())["features"]) == 5
    assert run("map", "supply").exit_code == 2
    assert run("map", "reach").exit_code == 2
    assert run("map", "--out", str(tmp_path / "karte.xyz")).exit_code == 2


def test_pictures_have_legend_date_and_source(service):
    released = service.map.map(PAIR, AT)
    svg = map_exports.to_svg(released, SUPPLY, sites=True).decode()
    for text in ("Stand 24.11.2026", "Version 1", "Quelle", "Nordstadt", "nicht bekannt", "2 von 5 Gebieten"):
        assert text in svg
    assert "Zu Fuß ist eine Schätzung" in map_exports.to_svg(released, WAY).decode()
    assert map_exports.to_png(released, SUPPLY)[:4] == b"\x89PNG"
    assert b"Nordstadt" in exports.to_csv(service.map.answer(PAIR, AT))


def test_sites_too_near_stand_as_one():
    def site(number, longitude, latitude):
        return MapSite(f"s{number}", f"S{number}", Position(longitude, latitude), ())

    near = [site(1, 9.0, 51.0), site(2, 9.0001, 51.0001), site(3, 9.2, 51.2)]
    found = clusters(near, 0.3)
    assert sorted(len(c.sites) for c in found) == [1, 2]
    assert clusters(reversed(near), 0.3) == found
    assert sum(len(c.sites) for c in clusters(near, 0.0)) == 3


def test_a_hole_turns_the_other_way():
    outer = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
    hole = ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0))

    def turn(ring):
        return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) > 0

    for clockwise in (True, False):
        rings = geometry(Outline(((outer, hole),)), clockwise=clockwise)["coordinates"][0]
        assert turn(rings[0]) is not clockwise
        assert turn(rings[1]) is clockwise


def test_the_gate_withholds_a_place_and_no_corner_of_a_border():
    """A border is known; corners missing near a protected site would tell where that is. So would half a position."""
    secrets = Secrets(coordinates=frozenset({Decimal("9.481357"), Decimal("51.317462")}))
    same, half = Position(9.481357, 51.317462), Position(9.481357, 51.2)
    border = Outline(((((9.481, 51.317), (9.49, 51.317), (9.49, 51.33), (9.481, 51.317)),),))
    released = release((same, half, border), Audience.INTERN, secrets)
    assert released.value == (None, half, border)
    assert released.withheld.protected == 1


def test_what_the_browser_draws_are_the_released_areas_and_sites(service, whole):
    """However near one looks: nothing is sent but areas with an outline and open sites; the shelter is nowhere."""
    shown = layer(whole, OFFERS)
    drawn = picture(shown, whole.sites, label="Karte", beneath=None)
    assert {a["key"] for a in drawn["areas"]} == {a.key for a in whole.areas if a.outline is not None}
    assert {(x, y) for x, y, *_ in drawn["sites"]} == {(9.41, 51.31), (9.411, 51.291)}
    assert drawn["background"] is None
    assert "Schutz" not in str(drawn)
    withheld = replace(whole.sites[0], position=None)
    assert picture(shown, (withheld,), label="Karte", beneath=None)["sites"] == []
    public = service.map.map(MapRequest(), replace(AT, audience=Audience.PUBLIC)).value
    sent = picture(layer(public, OFFERS), public.sites, label="Karte", beneath=None)
    assert "Intern gelegen" not in str(sent)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9.4,51.3,9.43,51.32", (9.4, 51.3, 9.43, 51.32)),
        *((wrong, None) for wrong in ("", "9.4,51.3", "a,b,c,d", "9.5,51.3,9.4,51.4", "nan,0,1,1", "0,0,1,inf", "0,0,1,89")),
    ],
)  # fmt: skip
def test_a_section_in_an_address(text, found):
    assert section(text) == found

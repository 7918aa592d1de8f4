"""A map service beneath the map: off by default, one host, checked when it is set."""

import pytest

from app.errors import RequestError
from app.maps.background import background
from app.settings import Settings

TILES = "https://karten.example/{z}/{x}/{y}.png"
WMS = "https://geo.example:8443/wms"


def given(**settings):
    return Settings(**{f"map_{name}": value for name, value in settings.items()})


def test_there_is_none_by_default():
    assert background(Settings()) is None


def test_tiles():
    found = background(given(url=TILES, attribution="© Amt"))
    assert (found.url, found.origin, found.host) == (TILES, "https://karten.example", "karten.example")


@pytest.mark.parametrize("url", [WMS, f"{WMS}?", f"{WMS}?map=stadt", f"{WMS}?map=stadt&"])
def test_a_wms_is_asked_for_one_picture_of_a_section(url):
    found = background(given(url=url, layers="stadt,grün", attribution="© Amt"))
    address, query = found.url.split("?", 1)
    values = dict(part.split("=", 1) for part in query.split("&"))
    assert address == WMS
    assert (values["REQUEST"], values["CRS"], values["BBOX"]) == ("GetMap", "EPSG:3857", "{bbox}")
    assert values["LAYERS"] == "stadt,gr%C3%BCn"
    assert ("map" in values) == ("map=" in url)
    assert found.origin == "https://geo.example:8443"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"url": TILES}, "MAP_ATTRIBUTION"),
        ({"url": WMS, "attribution": "©"}, "MAP_LAYERS"),
        ({"url": TILES, "layers": "stadt", "attribution": "©"}, "nur eines"),
        ({"layers": "stadt"}, "MAP_URL"),
        ({"url": "ftp://karten.example/{z}/{x}/{y}", "attribution": "©"}, "http"),
        ({"url": "https://*.karten.example/{z}/{x}/{y}", "attribution": "©"}, "genau einen Rechner"),
        ({"url": "https://{s}.karten.example/{z}/{x}/{y}", "attribution": "©"}, "genau einen Rechner"),
        ({"url": "https://karten.example; script-src evil/{z}/{x}/{y}", "attribution": "©"}, "genau einen Rechner"),
        ({"url": "https://name:wort@karten.example/{z}/{x}/{y}", "attribution": "©"}, "Kennwort"),
        ({"url": "https://karten.example:hundert/{z}/{x}/{y}", "attribution": "©"}, "keine Adresse"),
    ],
)  # fmt: skip
def test_what_is_no_map_service_is_refused(settings, says):
    with pytest.raises(RequestError, match=says):
        background(given(**settings))

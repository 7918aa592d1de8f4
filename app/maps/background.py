"""A map picture of somebody else beneath the drawn areas: off unless who runs the program sets one.

The reader's browser asks that server itself. So there is exactly one, its address is checked when it is set, and the
headers of the pages allow pictures from it and from nowhere else (`app.web.headers`).
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from app.errors import RequestError
from app.settings import Settings

_HOST: Final = re.compile(r"[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*|\[[0-9A-Fa-f:]+\]")
_TILE: Final = ("{z}", "{x}", "{y}")
_WMS: Final = "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&FORMAT=image/png&CRS=EPSG:3857&STYLES=&WIDTH={width}&HEIGHT={height}&BBOX={bbox}"


@dataclass(frozen=True, slots=True)
class Background:
    """A map service.

    `url` has {z}, {x} and {y} of a tile, or {bbox} (EPSG:3857, metres), {width} and {height} of one picture per view.
    `origin` is scheme, host and port, as headers name it; `host` is what is said on the page.
    """

    url: str
    origin: str
    host: str
    attribution: str


def background(given: Settings) -> Background | None:
    """The map service that is set, None if none is.

    Raises:
        RequestError: what is set is no map service, or would send a password to every browser.
    """
    if wrong := _problem(given.map_url, given.map_layers, given.map_attribution):
        raise RequestError(f"Umgebung: QUERBLICK_{wrong}")
    if not given.map_url:
        return None
    parts = urlsplit(given.map_url)
    url = given.map_url
    if given.map_layers:
        joint = "" if url.endswith(("?", "&")) else "&" if parts.query else "?"
        url = f"{url}{joint}{_WMS}&LAYERS={quote(given.map_layers, safe=',:')}"
    return Background(url, f"{parts.scheme}://{parts.netloc}".lower(), parts.netloc, given.map_attribution)


def _problem(url: str, layers: str, attribution: str) -> str:
    if not url:
        return "MAP_LAYERS braucht MAP_URL" if layers else ""
    tiles = [name for name in _TILE if name in url]
    if wrong := _wrong_host(url):
        return wrong
    if layers and tiles:
        return "MAP_LAYERS gehört zu einem WMS, MAP_URL nennt Kacheln: nur eines von beiden"
    if not layers and len(tiles) < len(_TILE):
        return "MAP_URL: erwartet {z}, {x} und {y} (Kacheln), oder dazu MAP_LAYERS (WMS)"
    return "" if attribution.strip() else "MAP_ATTRIBUTION fehlt: wer die Karte macht, muss genannt werden"


def _wrong_host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "MAP_URL ist keine Adresse"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host if ":" not in host else f"[{host}]"):
        return "MAP_URL: erwartet http:// oder https:// und genau einen Rechner"
    return "MAP_URL: ohne Name und Kennwort; beides ginge an jeden Browser" if "@" in parts.netloc else ""

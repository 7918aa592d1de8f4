"""The commands for the map: show it, write it for other programs, take in outlines of areas."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Way, tell, ways, write
from app.commands.groups import Asking, command
from app.commands.options import Out
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.maps.desk import MapRequest
    from app.maps.views import MapView


class MapLayer(StrEnum):
    """What a map is coloured by."""

    supply = "supply"
    offers = "offers"
    local = "local"
    way = "way"
    reach = "reach"
    survey = "survey"
    people = "people"


class MapFormat(StrEnum):
    """How a map is written."""

    text = "text"
    csv = "csv"
    xlsx = "xlsx"
    json = "json"
    geojson = "geojson"
    svg = "svg"
    png = "png"


@command
def planning_map(  # noqa: PLR0913 one parameter per option
    *,
    layer: Annotated[
        MapLayer,
        typer.Argument(
            help="Was gezeigt wird: Versorgung, Angebote, nicht stadtweite, Weg, Einzugsgebiet, Erhebung, Einwohnerzahl."
        ),
    ] = MapLayer.offers,
    need: Annotated[str, typer.Option("--need", help="Bedarf, z. B. BD-SO1; nötig für supply.")] = "",
    group: Annotated[str, typer.Option("--group", help="Zielgruppe, z. B. ZG-A09; nötig für supply.")] = "",
    offer: Annotated[str, typer.Option("--offer", help="Kennung eines Angebots; nötig für reach.")] = "",
    level: Annotated[str, typer.Option("--level", help="Gebietsebene, z. B. stadtteil.")] = "",
    speed: Annotated[
        str, typer.Option("--speed", help="Gehtempo in km/h; ohne Angabe wie eingestellt.")
    ] = "",
    detour: Annotated[str, typer.Option("--detour", help="Umweg als Anteil der Luftlinie, z. B. 0.3.")] = "",
    sites: Annotated[bool, typer.Option("--sites", help="Offene Standorte mit ins Bild.")] = False,
    asking: Asking,
    form: Annotated[MapFormat, typer.Option("--format", help="Ausgabe.")] = MapFormat.text,
    out: Out = None,
) -> None:
    """Karte: Versorgung, Einzugsgebiete und Wege je Gebiet; auch als GeoJSON, SVG und PNG."""
    from app.maps import exports
    from app.maps.desk import MapRequest

    asked, desk = asking.asked, asking.service().map
    wanted = MapRequest(level, need, group, offer, _number("--speed", speed), _number("--detour", detour))
    _check(layer, wanted)
    whole = partial(desk.map, wanted, asked)
    makers = {
        "geojson": partial(exports.to_geojson, name=layer),
        "svg": partial(exports.to_svg, name=layer, sites=sites),
        "png": partial(exports.to_png, name=layer, sites=sites),
    }
    known = ways(partial(desk.answer, wanted, asked)) | {f: Way(whole, m) for f, m in makers.items()}
    write(known, form, out, lambda: tell(whole(), _show))


def _show(view: "MapView") -> None:
    say(f"{view.answer.title}\n{view.answer.lead}")
    for block in (view.table, *view.answer.blocks):
        show_table(block)
    for note in view.answer.notes:
        say(note)


def _check(layer: MapLayer, wanted: "MapRequest") -> None:
    if layer is MapLayer.supply and not (wanted.need and wanted.group):
        raise typer.BadParameter("supply braucht --need und --group, z. B. --need BD-SO1 --group ZG-A09")
    if layer is MapLayer.reach and not wanted.offer:
        raise typer.BadParameter("reach braucht --offer mit der Kennung eines Angebots")


def _number(option: str, text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text else None
    except InvalidOperation:
        raise typer.BadParameter(f"{option} {text}: erwartet eine Zahl wie 4.5") from None

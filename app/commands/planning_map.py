"""The commands for the map: show it, write it for other programs, take in outlines of areas."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import (
    At,
    AudienceOption,
    Day,
    For,
    Home,
    Lang,
    Out,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, show_withheld, spoken

if TYPE_CHECKING:
    from app.asked import Asked
    from app.maps.desk import MapDesk, MapRequest


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


@spoken
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
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Annotated[MapFormat, typer.Option("--format", help="Ausgabe.")] = MapFormat.text,
    out: Out = None,
) -> None:
    """Karte: Versorgung, Einzugsgebiete und Wege je Gebiet; auch als GeoJSON, SVG und PNG."""
    from app.asked import Asked
    from app.maps.desk import MapRequest

    desk = open_town(home, town).map
    asked = Asked(audience_of(audience), day_of(day), version, lang)
    wanted = MapRequest(level, need, group, offer, _number("--speed", speed), _number("--detour", detour))
    _check(layer, wanted)
    if form is MapFormat.text and out is not None:
        form = _by_suffix(out)
    if form is MapFormat.text:
        released = desk.map(wanted, asked)
        say(f"{released.value.answer.title}\n{released.value.answer.lead}")
        for block in (released.value.table, *released.value.answer.blocks):
            show_table(block)
        for note in released.value.answer.notes:
            say(note)
        show_withheld(released)
        return
    _write(_made(desk, layer, wanted, asked, form, sites=sites), form, out)


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


def _by_suffix(out: Path) -> MapFormat:
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(MapFormat) - {MapFormat.text}:
        expected = ", ".join(f".{form}" for form in MapFormat if form is not MapFormat.text)
        raise typer.BadParameter(f"{out.name}: unbekannte Endung; erwartet {expected}, oder --format angeben")
    return MapFormat(suffix)


def _made(
    desk: "MapDesk", layer: MapLayer, wanted: "MapRequest", asked: "Asked", form: MapFormat, *, sites: bool
) -> bytes:
    from app import exports
    from app.maps import exports as map_exports

    tables = {
        MapFormat.csv: exports.to_csv,
        MapFormat.xlsx: exports.to_xlsx,
        MapFormat.json: exports.to_json,
    }
    if form in tables:
        return tables[form](desk.answer(wanted, asked))
    released = desk.map(wanted, asked)
    if form is MapFormat.geojson:
        return map_exports.to_geojson(released, layer)
    picture = map_exports.to_svg if form is MapFormat.svg else map_exports.to_png
    return picture(released, layer, sites=sites)


def _write(content: bytes, form: MapFormat, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(content)
        say(f"{out} geschrieben.")
    elif form in (MapFormat.png, MapFormat.xlsx):
        raise typer.BadParameter(f"--format {form} braucht --out mit einem Dateinamen")
    else:
        typer.echo(content.decode("utf-8-sig"))

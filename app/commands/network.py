"""The command for networks: list them, show one, compare two states, write it for other programs."""

from datetime import datetime
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
    Supposing,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, show_withheld, spoken

if TYPE_CHECKING:
    from app.asked import Asked
    from app.networks.desk import NetworkDesk


class NetworkFormat(StrEnum):
    """How a network is written."""

    text = "text"
    csv = "csv"
    xlsx = "xlsx"
    json = "json"
    graphml = "graphml"
    gexf = "gexf"
    svg = "svg"
    png = "png"


@spoken
def network(  # noqa: PLR0913 one parameter per option
    *,
    name: Annotated[str | None, typer.Argument(help="Name des Netzes; ohne Angabe: welche es gibt.")] = None,
    about: Annotated[
        str, typer.Option("--about", help="Worum es geht, z. B. eine Bedarfskonstellation (K-01).")
    ] = "",
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Mit diesem früheren Stichtag vergleichen."),
    ] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Annotated[NetworkFormat, typer.Option("--format", help="Ausgabe.")] = NetworkFormat.text,
    out: Out = None,
) -> None:
    """Netze: Kennzahlen, Befunde in Sätzen, Verbindungen; auch als GraphML, GEXF, SVG und PNG."""
    from app.asked import Asked

    desk = open_town(home, town, scenario=scenario).networks
    if name is None:
        for info in desk.networks(lang).value:
            typer.echo(f"{info.name:<26} {info.title}: {info.question}")
        return
    asked = Asked(audience_of(audience), day_of(day), version, lang)
    if since is not None:
        difference = desk.difference(
            name, Asked(asked.audience, since.date(), version, lang), asked, about
        ).value
        say(difference.lead)
        show_table(difference.appeared)
        show_table(difference.gone)
        return
    if form is NetworkFormat.text and out is not None:
        form = _by_suffix(out)
    if form is NetworkFormat.text:
        released = desk.network(name, asked, about)
        say(f"{released.value.info.title}\n{released.value.answer.lead}")
        for block in (*released.value.answer.blocks, released.value.edges):
            show_table(block)
        show_withheld(released)
        return
    _write(_made(desk, name, asked, about, form), form, out)


def _by_suffix(out: Path) -> NetworkFormat:
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in set(NetworkFormat) - {NetworkFormat.text}:
        expected = ", ".join(f".{form}" for form in NetworkFormat if form is not NetworkFormat.text)
        raise typer.BadParameter(f"{out.name}: unbekannte Endung; erwartet {expected}, oder --format angeben")
    return NetworkFormat(suffix)


def _made(desk: "NetworkDesk", name: str, asked: "Asked", about: str, form: NetworkFormat) -> bytes:
    from app import exports
    from app.networks import exports as network_exports

    as_answer = {
        NetworkFormat.csv: exports.to_csv,
        NetworkFormat.xlsx: exports.to_xlsx,
        NetworkFormat.json: exports.to_json,
    }
    as_network = {
        NetworkFormat.graphml: network_exports.to_graphml,
        NetworkFormat.gexf: network_exports.to_gexf,
        NetworkFormat.svg: network_exports.to_svg,
        NetworkFormat.png: network_exports.to_png,
    }
    if form in as_answer:
        return as_answer[form](desk.answer(name, asked, about))
    return as_network[form](desk.network(name, asked, about))


def _write(content: bytes, form: NetworkFormat, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(content)
        say(f"{out} geschrieben.")
    elif form in (NetworkFormat.png, NetworkFormat.xlsx):
        raise typer.BadParameter(f"--format {form} braucht --out mit einem Dateinamen")
    else:
        typer.echo(content.decode("utf-8-sig"))

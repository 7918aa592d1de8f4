"""The command for networks: list them, show one, compare two states, write it for other programs."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Way, tell, ways, write
from app.commands.groups import Asking, command
from app.commands.options import Out
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.networks.views import NetworkDifference, NetworkView


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


@command
def network(
    *,
    name: Annotated[str | None, typer.Argument(help="Name des Netzes; ohne Angabe: welche es gibt.")] = None,
    about: Annotated[
        str, typer.Option("--about", help="Worum es geht, z. B. eine Bedarfskonstellation (K-01).")
    ] = "",
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Mit diesem früheren Stichtag vergleichen."),
    ] = None,
    asking: Asking,
    form: Annotated[NetworkFormat, typer.Option("--format", help="Ausgabe.")] = NetworkFormat.text,
    out: Out = None,
) -> None:
    """Netze: Kennzahlen, Befunde in Sätzen, Verbindungen; auch als GraphML, GEXF, SVG und PNG."""
    from app.networks import exports

    asked, desk = asking.asked, asking.service().networks
    if name is None:
        for info in desk.networks(asking.lang).value:
            typer.echo(f"{info.name:<26} {info.title}: {info.question}")
        return
    if since is not None:
        then = replace(asked, reference_date=since.date())
        tell(desk.difference(name, then, asked, about), _show_difference)
        return
    whole = partial(desk.network, name, asked, about)
    makers = {
        "graphml": exports.to_graphml, "gexf": exports.to_gexf, "svg": exports.to_svg, "png": exports.to_png,
    }  # fmt: skip
    known = ways(partial(desk.answer, name, asked, about)) | {f: Way(whole, m) for f, m in makers.items()}
    write(known, form, out, lambda: tell(whole(), _show))


def _show(view: "NetworkView") -> None:
    say(f"{view.info.title}\n{view.answer.lead}")
    for block in (*view.answer.blocks, view.edges):
        show_table(block)


def _show_difference(view: "NetworkDifference") -> None:
    say(view.lead)
    show_table(view.appeared)
    show_table(view.gone)

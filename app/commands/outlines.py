"""The command that takes in outlines of areas from a GeoJSON file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Told, command
from app.commands.options import Json, Who, Why, Yes, leave, only_if_agreed
from app.terminal import Exit, say, show_finding, show_table, show_version

if TYPE_CHECKING:
    from app.maps.views import OutlinesPreview


@command
def areas(
    *,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, readable=True, help="GeoJSON mit den Umrissen der Gebiete."
        ),
    ],
    by: Annotated[
        str,
        typer.Option(
            "--by", help="Feld der Datei, das die Gebiete nennt; ohne Angabe das, das am meisten trifft."
        ),
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Nur zeigen, nichts übernehmen.")] = False,
    who: Who = "Kommandozeile",
    why: Why = "Umrisse der Gebiete",
    yes: Yes = False,
    told: Told,
    json: Json = False,
) -> None:
    """Umrisse von Gebieten aus GeoJSON einlesen: zeigen, was zu welchem Gebiet gehört, und als Version übernehmen."""
    desk = told.service().map
    data = file.read_bytes()
    released = desk.outlines(data, file.name, by=by, lang=told.lang)
    view = released.value
    tell(released, _show, json=json)
    if view.refused:
        say(view.refused)
        leave(Exit.FINDINGS)
    if not view.acceptable:
        say("Nichts zu übernehmen.")
        return
    if check:
        return
    only_if_agreed(f"{view.takes} Umrisse übernehmen?", yes=yes)
    taken = desk.take_outlines(data, file.name, by=by, who=who, why=why, lang=told.lang).value
    if taken.version is not None:
        show_version(taken.version)


def _show(view: "OutlinesPreview") -> None:
    if view.table is not None and view.table.rows:
        show_table(view.table)
    for finding in view.findings:
        show_finding(finding)
    if view.missing:
        say("Ohne Umriss in der Datei: " + ", ".join(f"{c.label} ({c.value})" for c in view.missing))

"""The command that takes in outlines of areas from a GeoJSON file."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import Home, Json, Lang, Town, Who, Why, Yes, agreed, leave, open_town
from app.terminal import (
    Exit,
    say,
    show_finding,
    show_table,
    show_version,
    show_withheld,
    spoken,
    write_json,
)


@spoken
def areas(  # noqa: PLR0913 one parameter per option
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, readable=True, help="GeoJSON mit den Umrissen der Gebiete."
        ),
    ],
    *,
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
    as_json: Json = False,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Umrisse von Gebieten aus GeoJSON einlesen: zeigen, was zu welchem Gebiet gehört, und als Version übernehmen."""
    desk = open_town(home, town).map
    data = file.read_bytes()
    released = desk.outlines(data, file.name, by=by, lang=lang)
    view = released.value
    if as_json:
        write_json(released)
    else:
        if view.table is not None and view.table.rows:
            show_table(view.table)
        for finding in view.findings:
            show_finding(finding)
        if view.missing:
            say("Ohne Umriss in der Datei: " + ", ".join(f"{c.label} ({c.value})" for c in view.missing))
        show_withheld(released)
    if view.refused:
        say(view.refused)
        leave(Exit.FINDINGS)
    if not view.acceptable:
        say("Nichts zu übernehmen.")
        return
    if check or not (yes or agreed(f"{view.takes} Umrisse übernehmen?")):
        return
    taken = desk.take_outlines(data, file.name, by=by, who=who, why=why, lang=lang).value
    if taken.version is not None:
        show_version(taken.version)

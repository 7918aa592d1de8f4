"""The command for studies: needs on three tracks, ways of goals, dates of committees."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.answering import Written
from app.commands.groups import Asking, command
from app.terminal import write_file


@command
def study(
    *,
    name: Annotated[
        str | None, typer.Argument(help="Name der Auswertung; ohne Angabe: welche es gibt.")
    ] = None,
    field: Annotated[
        str, typer.Option("--field", help="Nur dieser Bedarf oder dieses Handlungsfeld, z. B. BD-EX.")
    ] = "",
    within: Annotated[str, typer.Option("--within", help="Nur dieses Gebiet, z. B. G-03.")] = "",
    ics: Annotated[
        Path | None,
        typer.Option("--ics", help="Nur committee-dates: die Termine als Kalenderdatei hierhin schreiben."),
    ] = None,
    asking: Asking,
    written: Written,
) -> None:
    """Auswertungen über mehrere Fragen: Bedarfe auf drei Spuren, Wege von Zielen, Termine der Gremien."""
    desk = asking.service().studies
    if name is None:
        for choice in desk.studies(asking.lang).value:
            typer.echo(f"{choice.value:<16} {choice.label}")
        return
    released = desk.answer(name, asking.asked, field=field, within=within)
    if ics is None:
        written.deliver(released)
        return
    if name != "committee-dates":
        raise typer.BadParameter("--ics gibt es nur zu committee-dates")
    from app.date_exports import committees_to_ics

    write_file(ics, committees_to_ics(released))

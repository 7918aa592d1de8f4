"""The command for studies: needs on three tracks, ways of goals, dates of committees."""

from typing import Annotated

import typer

from app.commands.answering import Written
from app.commands.groups import Asking, command


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
    asking: Asking,
    written: Written,
) -> None:
    """Auswertungen über mehrere Fragen: Bedarfe auf drei Spuren, Wege von Zielen, Termine der Gremien."""
    desk = asking.service().studies
    if name is None:
        for choice in desk.studies(asking.lang).value:
            typer.echo(f"{choice.value:<16} {choice.label}")
        return
    written.deliver(desk.answer(name, asking.asked, field=field, within=within))

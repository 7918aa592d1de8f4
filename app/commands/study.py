"""The command for studies: needs on three tracks, ways of goals, dates of committees."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.asking import deliver
from app.commands.options import (
    At,
    AudienceOption,
    Day,
    For,
    Form,
    Format,
    Home,
    Lang,
    Out,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import spoken, write_file


@spoken
def study(  # noqa: PLR0913 one parameter per option
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
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Auswertungen über mehrere Fragen: Bedarfe auf drei Spuren, Wege von Zielen, Termine der Gremien."""
    from app.asked import Asked

    desk = open_town(home, town).studies
    if name is None:
        for choice in desk.studies(lang).value:
            typer.echo(f"{choice.value:<16} {choice.label}")
        return
    asked = Asked(audience_of(audience), day_of(day), version, lang)
    released = desk.answer(name, asked, field=field, within=within)
    if ics is None:
        deliver(released, form, out)
        return
    if name != "committee-dates":
        raise typer.BadParameter("--ics gibt es nur zu committee-dates")
    from app.date_exports import committees_to_ics

    write_file(ics, committees_to_ics(released))

"""Commands for interfaces of pillars and the ways of constellations."""

from typing import Annotated

import typer

from app.commands.options import (
    At,
    AudienceOption,
    Day,
    For,
    Home,
    Json,
    Lang,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, show_withheld, spoken, write_json

Groups = Annotated[
    list[str] | None, typer.Argument(help="Zwei Säulengruppen; ohne Angabe: alle Paare mit ihrem Zustand.")
]
_PAIR = 2


@spoken
def interfaces(  # noqa: PLR0913 one parameter per option
    *,
    groups: Groups = None,
    pillar: Annotated[
        list[str] | None, typer.Option("--pillar", help="Nur diese Säulen der ersten Gruppe, z. B. SA-08.")
    ] = None,
    other_pillar: Annotated[
        list[str] | None, typer.Option("--other-pillar", help="Nur diese Säulen der zweiten Gruppe.")
    ] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Wo zwei Säulengruppen zusammenarbeiten müssten: alle Paare, oder zwei Gruppen genau."""
    from app.asked import Asked

    asked = Asked(audience_of(audience), day_of(day), version, lang)
    desk = open_town(home, town).interfaces
    if not groups:
        whole = desk.interfaces(asked)
        if json:
            write_json(whole)
            return
        say(whole.value.answer.lead)
        show_table(whole.value.table)
        say("Gruppen: " + ", ".join(group.value for group in whole.value.groups))
        return
    if len(groups) != _PAIR:
        raise typer.BadParameter("Bitte zwei Säulengruppen nennen, oder keine")
    released = desk.profile(
        groups[0], groups[1], asked, pillars=tuple(pillar or ()), other_pillars=tuple(other_pillar or ())
    )
    if json:
        write_json(released)
        return
    view = released.value
    say(view.lead)
    for table in (view.missing, view.transitions, view.bridges, view.hanging, view.ages):
        show_table(table)
    show_withheld(released)


@spoken
def way(  # noqa: PLR0913 one parameter per option
    *,
    constellation: Annotated[
        str | None, typer.Argument(help="Bedarfskonstellation, z. B. BK-04; ohne Angabe: alle in Zahlen.")
    ] = None,
    area: Annotated[str, typer.Option("--area", help="Gebiet; ohne Angabe die ganze Stadt.")] = "",
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Der Weg eines Menschen in einer Bedarfskonstellation: Stellen, Anträge, Wege mit und ohne Überleitung."""
    from app.asked import Asked

    asked = Asked(audience_of(audience), day_of(day), version, lang)
    desk = open_town(home, town).interfaces
    if constellation is None:
        show_table(desk.constellations(asked).value)
        return
    released = desk.path(constellation, asked, area=area)
    if json:
        write_json(released)
        return
    say(released.value.sentence)
    for block in released.value.answer.blocks:
        show_table(block)
    show_table(released.value.joined)
    show_withheld(released)

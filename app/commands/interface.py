"""Commands for interfaces of pillars and the ways of constellations."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Asking, command
from app.commands.options import Json
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.interfaces.views import ConstellationPath, InterfaceProfile, InterfacesView

Groups = Annotated[
    list[str] | None, typer.Argument(help="Zwei Säulengruppen; ohne Angabe: alle Paare mit ihrem Zustand.")
]
_PAIR = 2


@command
def interfaces(
    *,
    groups: Groups = None,
    pillar: Annotated[
        list[str] | None, typer.Option("--pillar", help="Nur diese Säulen der ersten Gruppe, z. B. SA-08.")
    ] = None,
    other_pillar: Annotated[
        list[str] | None, typer.Option("--other-pillar", help="Nur diese Säulen der zweiten Gruppe.")
    ] = None,
    asking: Asking,
    json: Json = False,
) -> None:
    """Wo zwei Säulengruppen zusammenarbeiten müssten: alle Paare, oder zwei Gruppen genau."""
    asked, desk = asking.asked, asking.service().interfaces
    if not groups:
        tell(desk.interfaces(asked), _show_all, json=json)
        return
    if len(groups) != _PAIR:
        raise typer.BadParameter("Bitte zwei Säulengruppen nennen, oder keine")
    released = desk.profile(
        groups[0], groups[1], asked, pillars=tuple(pillar or ()), other_pillars=tuple(other_pillar or ())
    )
    tell(released, _show_pair, json=json)


@command
def way(
    *,
    constellation: Annotated[
        str | None, typer.Argument(help="Bedarfskonstellation, z. B. BK-04; ohne Angabe: alle in Zahlen.")
    ] = None,
    area: Annotated[str, typer.Option("--area", help="Gebiet; ohne Angabe die ganze Stadt.")] = "",
    asking: Asking,
    json: Json = False,
) -> None:
    """Der Weg eines Menschen in einer Bedarfskonstellation: Stellen, Anträge, Wege mit und ohne Überleitung."""
    asked, desk = asking.asked, asking.service().interfaces
    if constellation is None:
        tell(desk.constellations(asked), show_table, json=json)
    else:
        tell(desk.path(constellation, asked, area=area), _show_way, json=json)


def _show_all(view: "InterfacesView") -> None:
    say(view.answer.lead)
    show_table(view.table)
    say("Gruppen: " + ", ".join(group.value for group in view.groups))


def _show_pair(view: "InterfaceProfile") -> None:
    say(view.lead)
    for table in (view.missing, view.transitions, view.bridges, view.hanging, view.ages):
        show_table(table)


def _show_way(view: "ConstellationPath") -> None:
    say(view.sentence)
    for table in (*view.answer.blocks, view.joined):
        show_table(table)

"""The command that says where to look and what differs since an earlier state."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Asking, command
from app.commands.options import Json
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.asked import Asked
    from app.cockpit.desk import CockpitDesk
    from app.cockpit.views import SinceView, WatchView


@command
def watch(
    *,
    since: Annotated[
        int | None, typer.Option("--since", help="Womit verglichen wird: eine Version, gleicher Stichtag.")
    ] = None,
    since_day: Annotated[
        datetime | None,
        typer.Option(
            "--since-date",
            formats=["%Y-%m-%d", "%d.%m.%Y"],
            help="Womit verglichen wird: der Stand eines Tages, mit diesem Stichtag.",
        ),
    ] = None,
    asking: Asking,
    json: Json = False,
) -> None:
    """Wo hinzusehen ist: Zahlen mit ihrer Frage; mit --since auch, was neu und was schlechter geworden ist."""
    desk, now = asking.service().cockpit, asking.asked
    then = _then(desk, now, since, since_day.date() if since_day else None)
    if then is not None:
        tell(desk.since(then, now), _show_since, json=json)
    else:
        tell(desk.watch(now), _show_all, json=json)


def _show_since(view: "SinceView") -> None:
    say(view.lead)
    show_table(view.table)


def _show_all(views: "tuple[WatchView, ...]") -> None:
    for view in views:
        typer.echo(f"{view.count:>6}  {view.question:<4} {view.title}: {view.lead}")


def _then(desk: "CockpitDesk", now: "Asked", version: int | None, on: date | None) -> "Asked | None":
    """The state to compare with, if one was named."""
    from dataclasses import replace

    if on is not None:
        at = desk.version_at(on).value
        if not at:
            raise typer.BadParameter(f"{on:%d.%m.%Y}: an diesem Tag war noch nichts erfasst")
        return replace(now, version=version or at, reference_date=on)
    return replace(now, version=version) if version is not None else None

"""The command that says where to look and what differs since an earlier state."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

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
from app.terminal import say, show_table, spoken, write_json

if TYPE_CHECKING:
    from app.asked import Asked
    from app.cockpit.desk import CockpitDesk


@spoken
def watch(  # noqa: PLR0913 one parameter per option
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
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Wo hinzusehen ist: Zahlen mit ihrer Frage; mit --since auch, was neu und was schlechter geworden ist."""
    from app.asked import Asked

    desk = open_town(home, town).cockpit
    now = Asked(audience_of(audience), day_of(day), version, lang)
    then = _then(desk, now, since, since_day.date() if since_day else None)
    if then is not None:
        changes = desk.since(then, now)
        if json:
            write_json(changes)
            return
        say(changes.value.lead)
        show_table(changes.value.table)
        return
    found = desk.watch(now)
    if json:
        write_json(found)
        return
    for view in found.value:
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

"""The command that reports what differs between two states."""

from dataclasses import replace
from datetime import datetime
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
    Json,
    Lang,
    Out,
    Supposing,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import spoken


@spoken
def changes(  # noqa: PLR0913 one parameter per option
    *,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Früherer Stichtag; ohne Angabe ein Jahr davor."
        ),
    ] = None,
    since_version: Annotated[
        int | None, typer.Option("--since-version", help="Frühere Version; ohne Angabe dieselbe.")
    ] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    json: Json = False,
    out: Out = None,
) -> None:
    """Was zwischen zwei Ständen anders wurde: Lückenmatrix, Angebote, Förderungen, Bedarfe, Beschlüsse, Recht, Erfassung."""
    from app.asked import Asked

    service = open_town(home, town, scenario=scenario)
    now = Asked(audience_of(audience), day_of(day), version, lang)
    on = now.reference_date
    if since is None and since_version is None:
        on = on.replace(year=on.year - 1, day=min(on.day, 28))
    then = replace(now, reference_date=since.date() if since else on, version=since_version or version)
    deliver(service.changes.report(then, now), Format.json if json else form, out)

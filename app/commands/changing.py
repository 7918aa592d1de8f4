"""The command that reports what differs between two states."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from app.commands.answering import Written
from app.commands.groups import Asking, command


@command
def changes(
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
    asking: Asking,
    written: Written,
) -> None:
    """Was zwischen zwei Ständen anders wurde: Lückenmatrix, Angebote, Förderungen, Bedarfe, Beschlüsse, Recht, Erfassung."""
    from app.asked import year_before

    now = asking.asked
    on = now.reference_date
    if since is None and since_version is None:
        on = year_before(on)
    then = replace(now, reference_date=since.date() if since else on, version=since_version or now.version)
    written.deliver(asking.service().changes.report(then, now))

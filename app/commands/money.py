"""Commands for the money: who pays what for whom, what ends when, deadlines, grants in real terms."""

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Written, tell
from app.commands.groups import Asking, command
from app.commands.options import Json
from app.terminal import say, show_table, write_file

if TYPE_CHECKING:
    from app.money.views import DatesView

money = typer.Typer(help="Geld: wer was zahlt, was wann endet, Fristen, Preise.", no_args_is_help=True)


class Status(StrEnum):
    """A status of money."""

    bewilligt = "bewilligt"
    ausgezahlt = "ausgezahlt"
    beantragt = "beantragt"
    geplant = "geplant"


class Division(StrEnum):
    """What the money is divided by."""

    pillar = "pillar"
    field = "field"
    area = "area"
    provider_type = "provider_type"
    obligation = "obligation"


class Target(StrEnum):
    """How far the money is followed."""

    provider = "provider"
    offer = "offer"


Statuses = Annotated[
    list[Status] | None,
    typer.Option(
        "--status", help="Stand der Mittel; mehrere stehen nebeneinander und werden nie zusammengezählt."
    ),
]
Months = Annotated[int, typer.Option("--months", min=1, max=60, help="Zeitraum in Monaten.")]


@money.command("flows")
@command
def flows(
    *,
    year: Annotated[int | None, typer.Option("--year", help="Haushaltsjahr; ohne Angabe das des Stichtags.")] = None,
    status: Statuses = None,
    by: Annotated[Division, typer.Option("--by", help="Geteilt nach.")] = Division.field,
    to: Annotated[Target, typer.Option("--to", help="Bis zum Träger oder zum Angebot.")] = Target.provider,
    kind: Annotated[str, typer.Option("--kind", help="Nur diese Finanzierungsart und was darunter liegt, z. B. FT-K.")] = "",
    asking: Asking,
    written: Written,
) -> None:  # fmt: skip
    """Wer zahlt was für wen: vom Geldgeber über das, wofür das Geld ist, zum Träger oder Angebot."""
    from app.money.views import FlowChoice

    asked = asking.asked
    statuses = tuple(status or [Status.bewilligt])
    choice = FlowChoice(year or asked.reference_date.year, statuses, str(by), str(to), kind)
    written.deliver(asking.service().money.flows_answer(choice, asked))


@money.command("cliff")
@command
def cliff(
    *,
    months: Months = 24,
    status: Statuses = None,
    funder: Annotated[
        str, typer.Option("--funder", help="Nur was dieser Geldgeber bezahlt (Kennung, z. B. T-002).")
    ] = "",
    asking: Asking,
    written: Written,
) -> None:
    """Förderstufe: wann Geld endet, welche Angebote dann wegfallen und welche Zellen dünn oder zur Lücke werden."""
    statuses = tuple(status or [Status.bewilligt, Status.ausgezahlt])
    written.deliver(asking.service().money.cliff(months, statuses, asking.asked, funder))


@money.command("prices")
@command
def prices(
    *,
    since: Annotated[int, typer.Option("--since", help="Erstes Haushaltsjahr.")] = 2020,
    base: Annotated[int, typer.Option("--base", help="In Preisen dieses Jahres.")] = 2020,
    status: Annotated[str, typer.Option("--status", help="Stand der Mittel wie in D7, z. B. bewilligt.")] = "bestaetigt",
    rate: Annotated[
        float | None,
        typer.Option("--rate", min=-20, max=20, help="Annahme: Preissteigerung in % im Jahr statt des erfassten Index."),
    ] = None,
    asking: Asking,
    written: Written,
) -> None:  # fmt: skip
    """Kommunale Zuschüsse je Jahr, nominal und real: nach dem erfassten Preisindex oder unter einer Annahme."""
    assumed = None if rate is None else Decimal(str(rate)) / 100
    written.deliver(asking.service().money.prices(since, base, status, asking.asked, assumed))


@money.command("deadlines")
@command
def deadlines(
    *,
    months: Months = 12,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Nur diese: contract, grant, recognition, norm, statement, measure, decision."),
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Die Termine als Kalenderdatei hierhin schreiben.")] = None,
    asking: Asking,
    json: Json = False,
) -> None:  # fmt: skip
    """Verträge und Fristen: was ansteht, was überschritten ist, wozu keine Frist erfasst ist; auch als Kalender (ICS)."""
    released = asking.service().money.dates(months, asking.asked, tuple(kind or ()))
    if ics is not None:
        from app.date_exports import to_ics

        write_file(ics, to_ics(released))
    if json or ics is None:
        tell(released, _show_dates, json=json)


def _show_dates(view: "DatesView") -> None:
    say(view.lead)
    for item in (*view.passed, *view.ahead):
        parts = (f"{item.day:%d.%m.%Y}", item.term, item.label, item.offers, item.reason)
        typer.echo("  " + " · ".join(part for part in parts if part))
    show_table(view.unknown)

"""Commands for the money: who pays what for whom, what ends when, deadlines, grants in real terms."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, show_withheld, spoken, write_file, write_json

if TYPE_CHECKING:
    from app.asked import Asked

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
@spoken
def flows(  # noqa: PLR0913 one parameter per option
    *,
    year: Annotated[int | None, typer.Option("--year", help="Haushaltsjahr; ohne Angabe das des Stichtags.")] = None,
    status: Statuses = None,
    by: Annotated[Division, typer.Option("--by", help="Geteilt nach.")] = Division.field,
    to: Annotated[Target, typer.Option("--to", help="Bis zum Träger oder zum Angebot.")] = Target.provider,
    kind: Annotated[str, typer.Option("--kind", help="Nur diese Finanzierungsart und was darunter liegt, z. B. FT-K.")] = "",
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:  # fmt: skip
    """Wer zahlt was für wen: vom Geldgeber über das, wofür das Geld ist, zum Träger oder Angebot."""
    from app.money.views import FlowChoice

    desk, asked = open_town(home, town).money, _asked(audience, day, version, lang)
    statuses = tuple(status or [Status.bewilligt])
    choice = FlowChoice(year or asked.reference_date.year, statuses, str(by), str(to), kind)
    deliver(desk.flows_answer(choice, asked), form, out)


@money.command("cliff")
@spoken
def cliff(  # noqa: PLR0913 one parameter per option
    *,
    months: Months = 24,
    status: Statuses = None,
    funder: Annotated[
        str, typer.Option("--funder", help="Nur was dieser Geldgeber bezahlt (Kennung, z. B. T-002).")
    ] = "",
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Förderstufe: wann Geld endet, welche Angebote dann wegfallen und welche Zellen dünn oder zur Lücke werden."""
    statuses = tuple(status or [Status.bewilligt, Status.ausgezahlt])
    released = open_town(home, town).money.cliff(
        months, statuses, _asked(audience, day, version, lang), funder
    )
    deliver(released, form, out)


@money.command("prices")
@spoken
def prices(  # noqa: PLR0913 one parameter per option
    *,
    since: Annotated[int, typer.Option("--since", help="Erstes Haushaltsjahr.")] = 2020,
    base: Annotated[int, typer.Option("--base", help="In Preisen dieses Jahres.")] = 2020,
    status: Annotated[str, typer.Option("--status", help="Stand der Mittel wie in D7, z. B. bewilligt.")] = "bestaetigt",
    rate: Annotated[
        float | None,
        typer.Option("--rate", min=-20, max=20, help="Annahme: Preissteigerung in % im Jahr statt des erfassten Index."),
    ] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:  # fmt: skip
    """Kommunale Zuschüsse je Jahr, nominal und real: nach dem erfassten Preisindex oder unter einer Annahme."""
    assumed = None if rate is None else Decimal(str(rate)) / 100
    asked = _asked(audience, day, version, lang)
    deliver(open_town(home, town).money.prices(since, base, status, asked, assumed), form, out)


@money.command("deadlines")
@spoken
def deadlines(  # noqa: PLR0913 one parameter per option
    *,
    months: Months = 12,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Nur diese: contract, grant, recognition, norm, statement, measure, decision."),
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Die Termine als Kalenderdatei hierhin schreiben.")] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:  # fmt: skip
    """Verträge und Fristen: was ansteht, was überschritten ist, wozu keine Frist erfasst ist; auch als Kalender (ICS)."""
    released = open_town(home, town).money.dates(
        months, _asked(audience, day, version, lang), tuple(kind or ())
    )
    view = released.value
    if ics is not None:
        from app.date_exports import to_ics

        write_file(ics, to_ics(released))
    if json:
        write_json(released)
    elif ics is None:
        say(view.lead)
        for item in (*view.passed, *view.ahead):
            parts = (_written(item.day), item.term, item.label, item.offers, item.reason)
            typer.echo("  " + " · ".join(part for part in parts if part))
        show_table(view.unknown)
        show_withheld(released)


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _asked(audience: AudienceOption, day: "Day", version: int | None, lang: str) -> "Asked":
    from app.asked import Asked

    return Asked(audience_of(audience), day_of(day), version, lang)

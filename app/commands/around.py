"""Commands around an answer: what a question needs, what is behind a row, comparisons, series, pins."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import Parameter, deliver, parameters
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
    Supposing,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, spoken

if TYPE_CHECKING:
    from app.asked import Asked

pins = typer.Typer(
    no_args_is_help=True, help="Angeheftete Fragen: festhalten und später noch einmal stellen."
)

Question = Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")]
Pinned = Annotated[str, typer.Argument(help="Kennung der angehefteten Frage.")]


def _asked(audience: AudienceOption, day: datetime | None, version: int | None, lang: str) -> "Asked":
    from app.asked import Asked

    return Asked(audience_of(audience), day_of(day), version, lang)


@spoken
def ready(
    *,
    question: Question,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Was eine Frage braucht und wie voll es ist, ohne sie zu stellen."""
    view = (
        open_town(home, town, scenario=scenario)
        .answers.readiness(question, _asked(audience, day, version, lang))
        .value
    )
    say(view.text)
    show_table(view.classes)
    show_table(view.properties)


@spoken
def behind(  # noqa: PLR0913 one parameter per option
    *,
    question: Question,
    row: Annotated[int, typer.Argument(help="Nummer der Zeile, ab 1.")],
    block: Annotated[str, typer.Option("--table", help="Name der Tabelle; ohne Angabe die erste.")] = "",
    parameter: Parameter = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Die Datensätze hinter einer Zeile einer Antwort, mit Datei, Tabelle und Zeile."""
    asked = _asked(audience, day, version, lang)
    given = parameters(parameter or [])
    show_table(
        open_town(home, town, scenario=scenario).answers.behind(question, given, block, row - 1, asked).value
    )


@spoken
def compare(  # noqa: PLR0913 one parameter per option
    *,
    question: Question,
    then: Annotated[
        datetime | None,
        typer.Option(
            "--then", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Verglichener Stichtag; sonst derselbe."
        ),
    ] = None,
    then_version: Annotated[
        int | None, typer.Option("--then-version", help="Verglichene Version; sonst dieselbe.")
    ] = None,
    parameter: Parameter = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Dieselbe Frage zu einem anderen Stichtag oder einer anderen Version: was sich geändert hat und warum."""
    now = _asked(audience, day, version, lang)
    before = _asked(audience, then or day, then_version or version, lang)
    desk = open_town(home, town, scenario=scenario).answers
    deliver(desk.compared(question, parameters(parameter or []), then=before, now=now), form, out)


@spoken
def series(  # noqa: PLR0913 one parameter per option
    *,
    question: Question,
    months: Annotated[int, typer.Option("--months", help="Abstand der Stichtage in Monaten.")] = 6,
    number: Annotated[int, typer.Option("--number", help="Zahl der Stichtage.")] = 6,
    parameter: Parameter = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Dieselbe Frage an mehreren Stichtagen."""
    asked = _asked(audience, day, version, lang)
    desk = open_town(home, town, scenario=scenario).answers
    released = desk.series(question, parameters(parameter or []), asked, months=months, number=number)
    deliver(released, form, out)


@pins.command("list")
@spoken
def list_pins(*, town: Town = None, home: Home = None, lang: Lang = "de") -> None:
    """Alle angehefteten Fragen."""
    found = open_town(home, town).answers.pins(lang).value
    if not found:
        say("Noch ist nichts angeheftet. Anheften: querblick pins add A1")
    for pin in found:
        told = f"{pin.id}  {pin.heading} · Stichtag {pin.reference_date:%d.%m.%Y}, Version {pin.version}"
        typer.echo(f"{told}  {pin.note}".rstrip())


@pins.command("add")
@spoken
def add_pin(  # noqa: PLR0913 one parameter per option
    *,
    question: Question,
    note: Annotated[str, typer.Option("--note", help="Wofür; ohne Namen von Personen.")] = "",
    parameter: Parameter = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Eine Frage mit ihrer Auswahl, dem Stichtag und der Version festhalten."""
    asked = _asked(audience, day, version, lang)
    pin = (
        open_town(home, town, scenario=scenario)
        .answers.pin(question, parameters(parameter or []), asked, note=note)
        .value
    )
    typer.echo(pin.id)


@pins.command("ask")
@spoken
def ask_pin(
    *,
    pin: Pinned,
    day: Day = None,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Eine angeheftete Frage noch einmal stellen; gezeigt wird, was sich seither geändert hat."""
    desk = open_town(home, town).answers
    deliver(desk.pinned(pin, reference_date=day_of(day), version=version, lang=lang), form, out)


@pins.command("remove")
@spoken
def remove_pin(*, pin: Pinned, town: Town = None, home: Home = None) -> None:
    """Eine angeheftete Frage ablösen; Daten sind davon nicht berührt."""
    open_town(home, town).answers.unpin(pin)
    say(f"{pin} ist abgelöst.")

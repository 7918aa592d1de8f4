"""Commands around an answer: what a question needs, what is behind a row, comparisons, series, pins."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Written, tell
from app.commands.asking import Parameter, parameters
from app.commands.groups import Asking, Told, Where, command
from app.commands.options import At, Day, day_of
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.answers.views import ReadinessView

pins = typer.Typer(
    no_args_is_help=True, help="Angeheftete Fragen: festhalten und später noch einmal stellen."
)

Question = Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")]
Pinned = Annotated[str, typer.Argument(help="Kennung der angehefteten Frage.")]


@command
def ready(
    *,
    question: Question,
    asking: Asking,
) -> None:
    """Was eine Frage braucht und wie voll es ist, ohne sie zu stellen."""
    tell(asking.service().answers.readiness(question, asking.asked), _show_readiness)


@command
def behind(
    *,
    question: Question,
    row: Annotated[int, typer.Argument(help="Nummer der Zeile, ab 1.")],
    block: Annotated[str, typer.Option("--table", help="Name der Tabelle; ohne Angabe die erste.")] = "",
    parameter: Parameter = None,
    asking: Asking,
) -> None:
    """Die Datensätze hinter einer Zeile einer Antwort, mit Datei, Tabelle und Zeile."""
    given = parameters(parameter)
    tell(asking.service().answers.behind(question, given, block, row - 1, asking.asked), show_table)


@command
def compare(
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
    asking: Asking,
    written: Written,
) -> None:
    """Dieselbe Frage zu einem anderen Stichtag oder einer anderen Version: was sich geändert hat und warum."""
    now = asking.asked
    before = replace(
        now,
        reference_date=then.date() if then else now.reference_date,
        version=then_version or now.version,
    )
    desk = asking.service().answers
    written.deliver(desk.compared(question, parameters(parameter), then=before, now=now))


@command
def series(
    *,
    question: Question,
    months: Annotated[int, typer.Option("--months", help="Abstand der Stichtage in Monaten.")] = 6,
    number: Annotated[int, typer.Option("--number", help="Zahl der Stichtage.")] = 6,
    parameter: Parameter = None,
    asking: Asking,
    written: Written,
) -> None:
    """Dieselbe Frage an mehreren Stichtagen."""
    desk = asking.service().answers
    written.deliver(desk.series(question, parameters(parameter), asking.asked, months=months, number=number))


@pins.command("list")
@command
def list_pins(*, told: Told) -> None:
    """Alle angehefteten Fragen."""
    found = told.service().answers.pins(told.lang).value
    if not found:
        say("Noch ist nichts angeheftet. Anheften: querblick pins add A1")
    for pin in found:
        line = f"{pin.id}  {pin.heading} · Stichtag {pin.reference_date:%d.%m.%Y}, Version {pin.version}"
        typer.echo(f"{line}  {pin.note}".rstrip())


@pins.command("add")
@command
def add_pin(
    *,
    question: Question,
    note: Annotated[str, typer.Option("--note", help="Wofür; ohne Namen von Personen.")] = "",
    parameter: Parameter = None,
    asking: Asking,
) -> None:
    """Eine Frage mit ihrer Auswahl, dem Stichtag und der Version festhalten."""
    pinned = asking.service().answers.pin(question, parameters(parameter), asking.asked, note=note)
    typer.echo(pinned.value.id)


@pins.command("ask")
@command
def ask_pin(
    *,
    pin: Pinned,
    day: Day = None,
    version: At = None,
    told: Told,
    written: Written,
) -> None:
    """Eine angeheftete Frage noch einmal stellen; gezeigt wird, was sich seither geändert hat."""
    desk = told.service().answers
    written.deliver(desk.pinned(pin, reference_date=day_of(day), version=version, lang=told.lang))


@pins.command("remove")
@command
def remove_pin(*, pin: Pinned, where: Where) -> None:
    """Eine angeheftete Frage ablösen; Daten sind davon nicht berührt."""
    where.service().answers.unpin(pin)
    say(f"{pin} ist abgelöst.")


def _show_readiness(view: "ReadinessView") -> None:
    say(view.text)
    show_table(view.classes)
    show_table(view.properties)

"""Commands for the process of planning itself: list, begin, set steps, order them, take back, write its dates."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Written
from app.commands.groups import AskingNow, Told, Where, asked, command
from app.commands.options import Day, Who, Yes, only_if_agreed
from app.terminal import say, write_file

if TYPE_CHECKING:
    from app.gate import Released
    from app.processes.views import ProcessView

process = typer.Typer(
    no_args_is_help=True, help="Der Planungsprozess selbst: Schritte, Zuständige (Stellen), Termine, Stand."
)

Name = Annotated[str, typer.Argument(help="Kennung des Prozesses, siehe 'querblick process list'.")]
StepName = Annotated[str, typer.Argument(help="Kennung des Schritts, siehe 'querblick process show'.")]
_DAYS = ("start", "end", "begun", "finished")
_LISTS = ("questions", "pages", "papers")


@process.command("list")
@command
def list_processes(*, told: Told) -> None:
    """Welche Prozesse es gibt."""
    found = told.service().processes.processes(told.lang).value
    if not found:
        say("Noch kein Prozess. Beginnen: querblick process begin „Sozialplanung 2027“ --who Sozialplanung")
    for one in found:
        typer.echo(f"{one.id}  {one.title}" + (" (abgeschlossen)" if one.closed else ""))


@process.command("show")
@command
def show(
    *,
    name: Name,
    asking: AskingNow,
    written: Written,
) -> None:
    """Die Schritte mit Stand, Zuständigen und Terminen; auch als CSV und Excel."""
    desk = asking.service().processes
    if written.is_shown:
        _tell(desk.process(name, asking.asked))
    else:
        written.deliver(desk.answer(name, asking.asked))


@process.command("begin")
@command
def begin(
    *,
    title: Annotated[str, typer.Argument(help="Name, z. B. „Sozialplanung 2027“.")],
    who: Who,
    first: Annotated[
        datetime | None,
        typer.Option(
            "--first-day", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Erster Tag; schlägt Termine vor."
        ),
    ] = None,
    told: Told,
) -> None:
    """Einen Prozess mit den Schritten der Vorlage beginnen; gibt seine Kennung aus."""
    day = first.date() if first else None
    typer.echo(told.service().processes.begin(title, who=who, first_day=day, lang=told.lang).value.id)


@process.command("set")
@command
def set_step(
    *,
    name: Name,
    step: StepName,
    values: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FELD=WERT",
            help="title, aim, owner, note; status (offen, laeuft, erledigt, ruht); start, end, begun, finished "
            "(JJJJ-MM-TT); questions, pages, papers (mit Komma). Ohne Wert: nichts. Mehrfach möglich.",
        ),
    ],
    who: Who,
    told: Told,
) -> None:
    """An einem Schritt etwas setzen."""
    _tell(told.service().processes.set_step(name, step, _values(values), who=who, lang=told.lang))


@process.command("add")
@command
def add(
    *,
    name: Name,
    title: Annotated[str, typer.Argument(help="Name des eigenen Schritts.")],
    who: Who,
    after: Annotated[str, typer.Option("--after", help="Hinter diesem Schritt; sonst am Ende.")] = "",
    told: Told,
) -> None:
    """Einen eigenen Schritt hinzufügen."""
    _tell(told.service().processes.add_step(name, title, who=who, after=after, lang=told.lang))


@process.command("move")
@command
def move(
    *,
    name: Name,
    step: StepName,
    who: Who,
    by: Annotated[int, typer.Option("--by", help="So viele Plätze nach unten; negativ nach oben.")] = 1,
    told: Told,
) -> None:
    """Einen Schritt verschieben."""
    _tell(told.service().processes.move_step(name, step, by, who=who, lang=told.lang))


@process.command("drop")
@command
def drop(*, name: Name, step: StepName, who: Who, told: Told) -> None:
    """Einen Schritt entfernen; ein früherer Stand bringt ihn zurück."""
    _tell(told.service().processes.remove_step(name, step, who=who, lang=told.lang))


@process.command("history")
@command
def history(*, name: Name, told: Told) -> None:
    """Was wann von welcher Stelle geändert wurde."""
    released = told.service().processes.process(name, asked(lang=told.lang))
    for change in released.value.changes:
        typer.echo(
            f"{change.number}  {change.when.astimezone():%d.%m.%Y %H:%M}  {change.who}: {'; '.join(change.what)}"
        )


@process.command("undo")
@command
def undo(
    *,
    name: Name,
    who: Who,
    to: Annotated[
        int | None, typer.Option("--to", help="Zu diesem Stand; ohne Angabe der vorletzte.")
    ] = None,
    told: Told,
) -> None:
    """Einen früheren Stand wieder gelten lassen; das Spätere bleibt im Verlauf."""
    desk = told.service().processes
    number = desk.process(name, asked(lang=told.lang)).value.number - 1 if to is None else to
    _tell(desk.restore(name, number, who=who, lang=told.lang))


@process.command("close")
@command
def close(
    *,
    name: Name,
    who: Who,
    again: Annotated[bool, typer.Option("--reopen", help="Stattdessen wieder öffnen.")] = False,
    told: Told,
) -> None:
    """Einen Prozess abschließen; er bleibt erhalten."""
    desk = told.service().processes
    _tell(desk.reopen(name, who=who, lang=told.lang) if again else desk.close(name, who=who, lang=told.lang))


@process.command("discard")
@command
def discard(*, name: Name, yes: Yes = False, where: Where) -> None:
    """Einen abgeschlossenen Prozess mit seinem Verlauf verwerfen."""
    only_if_agreed(f"Prozess {name} mit seinem ganzen Verlauf verwerfen?", yes=yes)
    where.service().processes.discard(name)
    say(f"{name} ist verworfen.")


@process.command("ics")
@command
def ics(
    *,
    name: Name,
    out: Annotated[Path, typer.Option("--out", help="In diese Datei schreiben.")],
    day: Day = None,
    told: Told,
) -> None:
    """Die geplanten Termine für ein Kalenderprogramm schreiben."""
    from app.processes.rows import to_ics

    write_file(out, to_ics(told.service().processes.process(name, asked(lang=told.lang, day=day))))


def _tell(released: "Released[ProcessView]") -> None:
    view = released.value
    say(f"{view.title} ({view.id})\n{view.lead}")
    for step in view.steps:
        dates = (
            " – ".join(f"{d:%d.%m.%Y}" if d else "?" for d in (step.start, step.end))
            if step.start or step.end
            else ""
        )
        parts = (step.state_text, dates, step.owner)
        typer.echo(
            f"{step.number:>2}  {step.id:<12}  {step.title}: {' · '.join(part for part in parts if part)}"
        )


def _values(given: list[str]) -> Mapping[str, str | date | tuple[str, ...] | None]:
    found: dict[str, str | date | tuple[str, ...] | None] = {}
    for pair in given:
        field, sign, text = pair.partition("=")
        if not sign:
            raise typer.BadParameter(f"--set {pair}: kein Wert; erwartet z. B. status=laeuft")
        found[field] = _value(field, text.strip())
    return found


def _value(field: str, text: str) -> str | date | tuple[str, ...] | None:
    if field in _LISTS:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if field not in _DAYS:
        return text
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(
            f"--set {field}={text}: kein Tag; erwartet z. B. {field}=2027-03-31"
        ) from None

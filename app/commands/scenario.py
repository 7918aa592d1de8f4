"""Commands about scenarios: scenario list, new, show, suppose, turn, remove, drop, back, cells, ask, ranges, assumptions."""

import json as json_format
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Written, tell
from app.commands.asking import Parameter, parameters
from app.commands.groups import AskingNow, Told, Where, asked, command
from app.commands.options import Day, Json
from app.terminal import say, show_table, write_json

if TYPE_CHECKING:
    from app.scenarios.views import AssumptionView, BandView, MatrixChangeView, ScenarioView

scenario = typer.Typer(
    help="Was wäre wenn: Annahmen über die Stadt, ohne sie zu ändern.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="SZENARIO", help="Kennung des Szenarios.")]
Act = Annotated[str, typer.Argument(metavar="ANNAHME", help="Nummer der Annahme.")]


@scenario.command("list")
@command
def listed(*, told: Told, json: Json = False) -> None:
    """Die Szenarien und die verworfenen."""
    desk = told.service().scenarios
    found = desk.scenarios(told.lang)
    if json:
        write_json(found)
        return
    for view in found.value:
        typer.echo(f"{view.id}  {view.name}  ({len(view.acts)})")
    for view in desk.thrown_away(told.lang).value:
        typer.echo(f"{view.id}  {view.name}  [verworfen]")
    if not found.value:
        say("Noch kein Szenario. Anlegen mit: querblick scenario new ‹Name›")


@scenario.command("new")
@command
def new(
    *,
    name: Annotated[str, typer.Argument(help="Wie es heißen soll.")],
    note: Annotated[str, typer.Option("--note", help="Wozu es dient.")] = "",
    like: Annotated[str, typer.Option("--like", help="Mit den Annahmen dieses Szenarios (Kennung).")] = "",
    where: Where,
) -> None:
    """Ein Szenario anlegen."""
    tell(where.service().scenarios.make(name, note, like=like), _show)


@scenario.command("show")
@command
def show(*, name: Name, told: Told, json: Json = False) -> None:
    """Was ein Szenario annimmt, und was dagegen spricht."""
    tell(told.service().scenarios.scenario(name, told.lang), _show, json=json)


@scenario.command("suppose")
@command
def suppose(
    *,
    name: Name,
    act: Annotated[
        str,
        typer.Argument(
            metavar="JSON",
            help='Die Annahme, z. B. {"do": "close-offer", "offer": "A-092", "day": "2027-06-30"}.',
        ),
    ],
    note: Annotated[str, typer.Option("--note", help="Warum das angenommen wird.")] = "",
    where: Where,
) -> None:
    """Etwas annehmen. Arten: end-funding, close-offer, plan-offer, change-coverage, change-record."""
    try:
        content = json_format.loads(act)
    except ValueError as error:
        raise typer.BadParameter(f'Das ist kein JSON ({error}); erwartet {{"do": …}}') from None
    if not isinstance(content, dict):
        raise typer.BadParameter('Erwartet ein Objekt wie {"do": "close-offer", …}')
    tell(where.service().scenarios.suppose(name, content, note=note), _show)


@scenario.command("turn")
@command
def turn(
    *,
    name: Name,
    act: Act,
    off: Annotated[
        bool, typer.Option("--off", help="Die Annahme aussetzen, statt sie gelten zu lassen.")
    ] = False,
    where: Where,
) -> None:
    """Eine Annahme gelten lassen oder aussetzen."""
    tell(where.service().scenarios.set_active(name, act, active=not off), _show)


@scenario.command("remove")
@command
def remove(*, name: Name, act: Act, where: Where) -> None:
    """Eine Annahme entfernen."""
    tell(where.service().scenarios.remove(name, act), _show)


@scenario.command("drop")
@command
def drop(*, name: Name, where: Where) -> None:
    """Ein Szenario verwerfen; 30 Tage lang lässt es sich zurückholen."""
    where.service().scenarios.throw_away(name)
    say(f"{name} ist verworfen. Zurückholen mit: querblick scenario back {name}")


@scenario.command("back")
@command
def back(*, name: Name, where: Where) -> None:
    """Ein verworfenes Szenario zurückholen."""
    tell(where.service().scenarios.take_back(name), _show)


@scenario.command("cells")
@command
def cells(
    *,
    name: Name,
    against: Annotated[
        str, typer.Option("--against", help="Mit diesem Szenario vergleichen statt mit dem Stand.")
    ] = "",
    asking: AskingNow,
    json: Json = False,
) -> None:
    """Welche Zellen der Lückenmatrix sich ändern."""
    tell(asking.service().scenarios.difference(name, asking.asked, against), _show_cells, json=json)


@scenario.command("ask")
@command
def ask(
    *,
    name: Name,
    question: Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")],
    parameter: Parameter = None,
    asking: AskingNow,
    written: Written,
) -> None:
    """Eine Frage mit und ohne Szenario: was anders ist."""
    desk = asking.service().scenarios
    written.deliver(desk.compared(name, question, parameters(parameter), asking.asked))


@scenario.command("ranges")
@command
def ranges(
    *,
    name: Name,
    stated: Annotated[
        list[str],
        typer.Option(
            "--range",
            help="ANNAHME.FELD=WERT;WERT, z. B. 1.oldest=16;18;21; mehrfach möglich. Planungsannahmen: "
            "threshold.walking_pace=60;80; `scenario assumptions` nennt sie.",
        ),
    ],
    day: Day = None,
    told: Told,
    json: Json = False,
) -> None:
    """Werte verändern: welche Zellen in jedem Lauf gleich herauskommen und welche davon abhängen."""
    from app.scenarios.bands import Band

    bands = []
    for text in stated:
        place, sign, values = text.partition("=")
        act, dot, field = place.partition(".")
        if not sign or not dot:
            raise typer.BadParameter(f"‹{text}›: erwartet ANNAHME.FELD=WERT;WERT")
        bands.append(Band(act, field, tuple(value.strip() for value in values.split(";") if value.strip())))
    found = told.service().scenarios.bands(name, bands, asked(lang=told.lang, day=day))
    tell(found, _show_bands, json=json)


@scenario.command("assumptions")
@command
def assumptions(*, told: Told, json: Json = False) -> None:
    """Planungsannahmen, zu denen sich Spannen angeben lassen: Name, Wert jetzt, wo sie entscheiden."""
    tell(told.service().scenarios.assumptions(told.lang), _show_assumptions, json=json)


def _show_assumptions(found: "tuple[AssumptionView, ...]") -> None:
    for view in found:
        typer.echo(f"{view.name:<20} {view.value:>6}  {view.label} ({view.decides})")


def _show_cells(view: "MatrixChangeView") -> None:
    typer.echo(view.lead)
    if view.table.rows:
        show_table(view.table)


def _show_bands(view: "BandView") -> None:
    typer.echo(view.lead)
    for at, run in enumerate(view.variants, start=1):
        typer.echo(f"{at}. {run}")
    for table in (view.stable, view.contested):
        if table is not None:
            show_table(table)
    for part in view.questions:
        typer.echo(part.lead)
        show_table(part.stable)
        show_table(part.contested)


def _show(view: "ScenarioView") -> None:
    typer.echo(f"{view.id}  {view.name}")
    if view.note:
        typer.echo(view.note)
    for act in view.acts:
        typer.echo(f"{act.id}. {act.kind_text}: {act.text}{'' if act.active else ' [ausgesetzt]'}")
        for problem in act.problems:
            typer.echo(f"   gilt so nicht: {problem}")

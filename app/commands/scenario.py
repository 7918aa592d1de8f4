"""Commands about scenarios: scenario list, new, show, suppose, turn, remove, drop, back, cells, ask, ranges."""

import json as json_format
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import deliver, parameters
from app.commands.options import (
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
from app.terminal import say, show_table, show_withheld, spoken, write_json

if TYPE_CHECKING:
    from app.gate import Released
    from app.scenarios.views import ScenarioView

scenario = typer.Typer(
    help="Was wäre wenn: Annahmen über die Stadt, ohne sie zu ändern.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="SZENARIO", help="Kennung des Szenarios.")]
Act = Annotated[str, typer.Argument(metavar="ANNAHME", help="Nummer der Annahme.")]


@scenario.command("list")
@spoken
def listed(*, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False) -> None:
    """Die Szenarien und die verworfenen."""
    desk = open_town(home, town).scenarios
    found = desk.scenarios(lang)
    if json:
        write_json(found)
        return
    for view in found.value:
        typer.echo(f"{view.id}  {view.name}  ({len(view.acts)})")
    for view in desk.thrown_away(lang).value:
        typer.echo(f"{view.id}  {view.name}  [verworfen]")
    if not found.value:
        say("Noch kein Szenario. Anlegen mit: querblick scenario new ‹Name›")


@scenario.command("new")
@spoken
def new(
    *,
    name: Annotated[str, typer.Argument(help="Wie es heißen soll.")],
    note: Annotated[str, typer.Option("--note", help="Wozu es dient.")] = "",
    like: Annotated[str, typer.Option("--like", help="Mit den Annahmen dieses Szenarios (Kennung).")] = "",
    town: Town = None,
    home: Home = None,
) -> None:
    """Ein Szenario anlegen."""
    _show(open_town(home, town).scenarios.make(name, note, like=like))


@scenario.command("show")
@spoken
def show(*, name: Name, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False) -> None:
    """Was ein Szenario annimmt, und was dagegen spricht."""
    released = open_town(home, town).scenarios.scenario(name, lang)
    if json:
        write_json(released)
    else:
        _show(released)


@scenario.command("suppose")
@spoken
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
    town: Town = None,
    home: Home = None,
) -> None:
    """Etwas annehmen. Arten: end-funding, close-offer, plan-offer, change-coverage, change-record."""
    try:
        content = json_format.loads(act)
    except ValueError as error:
        raise typer.BadParameter(f'Das ist kein JSON ({error}); erwartet {{"do": …}}') from None
    if not isinstance(content, dict):
        raise typer.BadParameter('Erwartet ein Objekt wie {"do": "close-offer", …}')
    _show(open_town(home, town).scenarios.suppose(name, content, note=note))


@scenario.command("turn")
@spoken
def turn(
    *,
    name: Name,
    act: Act,
    off: Annotated[
        bool, typer.Option("--off", help="Die Annahme aussetzen, statt sie gelten zu lassen.")
    ] = False,
    town: Town = None,
    home: Home = None,
) -> None:
    """Eine Annahme gelten lassen oder aussetzen."""
    _show(open_town(home, town).scenarios.set_active(name, act, active=not off))


@scenario.command("remove")
@spoken
def remove(*, name: Name, act: Act, town: Town = None, home: Home = None) -> None:
    """Eine Annahme entfernen."""
    _show(open_town(home, town).scenarios.remove(name, act))


@scenario.command("drop")
@spoken
def drop(*, name: Name, town: Town = None, home: Home = None) -> None:
    """Ein Szenario verwerfen; 30 Tage lang lässt es sich zurückholen."""
    open_town(home, town).scenarios.throw_away(name)
    say(f"{name} ist verworfen. Zurückholen mit: querblick scenario back {name}")


@scenario.command("back")
@spoken
def back(*, name: Name, town: Town = None, home: Home = None) -> None:
    """Ein verworfenes Szenario zurückholen."""
    _show(open_town(home, town).scenarios.take_back(name))


@scenario.command("cells")
@spoken
def cells(
    *,
    name: Name,
    against: Annotated[
        str, typer.Option("--against", help="Mit diesem Szenario vergleichen statt mit dem Stand.")
    ] = "",
    day: Day = None,
    audience: For = AudienceOption.intern,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Welche Zellen der Lückenmatrix sich ändern."""
    from app.asked import Asked

    asked = Asked(audience_of(audience), day_of(day), None, lang)
    released = open_town(home, town).scenarios.difference(name, asked, against)
    if json:
        write_json(released)
        return
    typer.echo(released.value.lead)
    if released.value.table.rows:
        show_table(released.value.table)
    show_withheld(released)


@scenario.command("ask")
@spoken
def ask(  # noqa: PLR0913 one parameter per option
    *,
    name: Name,
    question: Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")],
    parameter: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="name=wert, mehrfach möglich.")
    ] = None,
    day: Day = None,
    audience: For = AudienceOption.intern,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Eine Frage mit und ohne Szenario: was anders ist."""
    from app.asked import Asked

    asked = Asked(audience_of(audience), day_of(day), None, lang)
    desk = open_town(home, town).scenarios
    deliver(desk.compared(name, question, parameters(parameter or []), asked), form, out)


@scenario.command("ranges")
@spoken
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
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Werte verändern: welche Zellen in jedem Lauf gleich herauskommen und welche davon abhängen."""
    from app.asked import Asked
    from app.scenarios.bands import Band

    bands = []
    for text in stated:
        place, sign, values = text.partition("=")
        act, dot, field = place.partition(".")
        if not sign or not dot:
            raise typer.BadParameter(f"‹{text}›: erwartet ANNAHME.FELD=WERT;WERT")
        bands.append(Band(act, field, tuple(value.strip() for value in values.split(";") if value.strip())))
    asked = Asked(audience_of(AudienceOption.intern), day_of(day), None, lang)
    released = open_town(home, town).scenarios.bands(name, bands, asked)
    if json:
        write_json(released)
        return
    view = released.value
    typer.echo(view.lead)
    for at, run in enumerate(view.variants, start=1):
        typer.echo(f"Lauf {at}: {run}" if lang == "de" else f"Run {at}: {run}")
    for table in (view.stable, view.contested):
        if table is not None:
            show_table(table)
    for part in view.questions:
        typer.echo(part.lead)
        show_table(part.stable)
        show_table(part.contested)
    show_withheld(released)


@scenario.command("assumptions")
@spoken
def assumptions_(*, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False) -> None:
    """Planungsannahmen, zu denen sich Spannen angeben lassen: Name, Wert jetzt, wo sie entscheiden."""
    released = open_town(home, town).scenarios.assumptions(lang)
    if json:
        write_json(released)
        return
    for found in released.value:
        typer.echo(f"{found.name:<20} {found.value:>6}  {found.label} ({found.decides})")


def _show(released: "Released[ScenarioView]") -> None:
    view = released.value
    typer.echo(f"{view.id}  {view.name}")
    if view.note:
        typer.echo(view.note)
    for act in view.acts:
        typer.echo(f"{act.id}. {act.kind_text}: {act.text}{'' if act.active else ' [ausgesetzt]'}")
        for problem in act.problems:
            typer.echo(f"   gilt so nicht: {problem}")
    show_withheld(released)

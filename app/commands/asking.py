"""Commands that ask: questions, answers, matrix, evidence, own queries."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from app.terminal import (
    say,
    show_answer,
    show_matrix,
    show_table,
    show_withheld,
    spoken,
    write_bytes,
    write_file,
    write_json,
)

if TYPE_CHECKING:
    from app.gate import Released
    from app.views import QuestionView


Parameter = Annotated[list[str] | None, typer.Option("--param", "-p", help="name=wert, mehrfach möglich.")]


@spoken
def questions(
    *,
    question: Annotated[
        str | None, typer.Argument(help="Kennung einer Frage, um ihre Parameter zu sehen.")
    ] = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Die Fragen auflisten, oder eine genau zeigen."""
    released = open_town(home, town).questions(lang)
    if json:
        write_json(released)
        return
    chosen = [
        view for view in released.value if question is None or view.id.casefold() == question.casefold()
    ]
    if not chosen:
        known = ", ".join(view.id for view in released.value)
        raise typer.BadParameter(f"Es gibt keine Frage '{question}'; erwartet eine von {known}")
    for view in chosen:
        typer.echo(f"{view.id:<4} {view.title}: {view.question}")
    if question is not None:
        _explain(chosen[0])


@spoken
def ask(  # noqa: PLR0913 one parameter per option
    *,
    question: Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")],
    parameter: Parameter = None,
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
    """Eine Frage des Katalogs beantworten."""
    released = open_town(home, town, scenario=scenario).ask(
        question,
        parameters(parameter or []),
        audience=audience_of(audience),
        reference_date=day_of(day),
        version=version,
        lang=lang,
    )
    deliver(released, Format.json if json else form, out)


@spoken
def matrix(  # noqa: PLR0913 one parameter per option
    *,
    area: Annotated[
        str | None, typer.Option("--area", help="Gebiet (Kennung); ohne Angabe die ganze Gemeinde.")
    ] = None,
    group: Annotated[list[str] | None, typer.Option("--group", help="Zielgruppe, mehrfach möglich.")] = None,
    field: Annotated[str | None, typer.Option("--field", help="Bedarfsfeld.")] = None,
    areas: Annotated[
        bool, typer.Option("--areas", help="Gebiete statt Zielgruppen in den Spalten, für eine Zielgruppe.")
    ] = False,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help="Zustand: gap, thin, covered, unknown; mehrfach möglich."),
    ] = None,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", help="Aussagekraft: belastbar, vorlaeufig, hinweis, nicht_beurteilbar."),
    ] = None,
    need: Annotated[
        list[str] | None, typer.Option("--need", help="Bedarf erfasst: documented, reported, none.")
    ] = None,
    obligation: Annotated[
        list[str] | None,
        typer.Option("--obligation", help="Verpflichtungsgrad, z. B. PF-MR; none: keine Norm."),
    ] = None,
    pillar: Annotated[
        list[str] | None, typer.Option("--pillar", help="Säule der Normen für den Bedarf, z. B. SA-08.")
    ] = None,
    as_list: Annotated[
        bool, typer.Option("--list", help="Zellen untereinander, mit Verpflichtung, Aussagekraft und Beleg.")
    ] = False,
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
    """Die Lückenmatrix: Bedarf × Zielgruppe in einem Gebiet, oder Bedarf × Gebiet für eine Zielgruppe."""
    from app.asked import Asked
    from app.gaps.choice import AREAS, GROUPS, MatrixChoice

    choice = MatrixChoice(
        axis=AREAS if areas else GROUPS, area=area, groups=tuple(group or ()), field=field,
        states=tuple(state or ()), claims=tuple(claim or ()), needs=tuple(need or ()),
        obligations=tuple(obligation or ()), pillars=tuple(pillar or ()), as_list=as_list,
    )  # fmt: skip
    asked = Asked(audience_of(audience), day_of(day), version, lang)
    released = open_town(home, town, scenario=scenario).gaps.matrix(choice, asked)
    deliver(released, Format.json if json else form, out)


@spoken
def cell(  # noqa: PLR0913 one parameter per option
    *,
    need: Annotated[str, typer.Option("--need", help="Bedarfsart, z. B. BD-03.")],
    group: Annotated[str, typer.Option("--group", help="Zielgruppe, z. B. ZG-A06.")],
    area: Annotated[str, typer.Option("--area", help="Gebiet (Kennung).")],
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Die Belege einer Zelle der Matrix."""
    released = open_town(home, town, scenario=scenario).cell(
        need=need,
        group=group,
        area=area,
        audience=audience_of(audience),
        reference_date=day_of(day),
        version=version,
        lang=lang,
    )
    if json:
        write_json(released)
        return
    view = released.value
    typer.echo(
        f"{view.need_label} · {view.group_label} · {view.area_label}\n{view.state_text}: {view.reason}"
    )
    for block in view.blocks:
        show_table(block)
    show_withheld(released)


@spoken
def overview(
    *,
    day: Day = None,
    audience: For = AudienceOption.intern,
    scenario: Supposing = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    json: Json = False,
) -> None:
    """Was erfasst ist und wie vollständig."""
    released = open_town(home, town, scenario=scenario).overview(
        audience=audience_of(audience), reference_date=day_of(day), lang=lang
    )
    if json:
        write_json(released)
        return
    view = released.value
    typer.echo(f"{view.town.name} ({view.town.ags}), Version {view.version}\n{view.lead}")
    for count in (*view.counts, *view.state_counts):
        typer.echo(f"{count.count:>8}  {count.label}")
    show_table(view.completeness)
    show_withheld(released)


@spoken
def sparql(  # noqa: PLR0913 one parameter per option
    *,
    query: Annotated[str, typer.Argument(help="SPARQL-Abfrage, @datei.rq oder „-“ für die Eingabe.")],
    audience: For = AudienceOption.intern,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Frist in Sekunden.")] = 10,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Höchstens so viele Zeilen.")] = 10_000,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    json: Json = False,
    out: Out = None,
) -> None:
    """Eine eigene SPARQL-Abfrage ausführen.

    Sie läuft in einem abgeschotteten Prozess ohne Netz, der nach der Frist beendet wird.
    """
    text = (
        sys.stdin.read()
        if query == "-"
        else Path(query[1:]).read_text("utf-8")
        if query.startswith("@")
        else query
    )
    released = open_town(home, town).sparql(
        text, audience=audience_of(audience), seconds=seconds, rows=rows, lang=lang
    )
    deliver(released, Format.json if json else form, out)


def _explain(view: "QuestionView") -> None:
    typer.echo(f"\n{view.definition}\n")
    for parameter in view.parameters:
        default = ", ".join(parameter.default) or "alle"
        if parameter.kind == "date":
            default = f"{default} Monate vom Stichtag; sonst ein Tag wie 24.11.2026"
        typer.echo(
            f"  -p {parameter.name}=…  {parameter.label} (Vorgabe: {default}) {parameter.help}".rstrip()
        )
        for choice in parameter.choices:
            typer.echo(f"       {'  ' * choice.level}{choice.value}  {choice.label}")


def parameters(given: Sequence[str]) -> dict[str, list[str]]:
    """`name=value` pairs; a name given twice has several values."""
    found: dict[str, list[str]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise typer.BadParameter(f"'{pair}' ist kein Parameter; erwartet name=wert")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def deliver(released: "Released[Any]", form: Format, out: Path | None) -> None:
    """Write an answer or matrix as asked, to a file or to standard output."""
    from app import exports
    from app.answers import rdf_exports
    from app.views import AnswerView

    if form is Format.text and out is None:
        show_answer(released) if isinstance(released.value, AnswerView) else show_matrix(released)
        show_withheld(released)
        return
    if form is Format.text:
        suffix = out.suffix.lower().removeprefix(".") if out else ""
        form = Format(suffix) if suffix in list(Format) and suffix != Format.text else Format.json
    makers: dict[Format, Callable[[Released[Any]], bytes]] = {
        Format.json: exports.to_json, Format.csv: exports.to_csv, Format.xlsx: exports.to_xlsx,
        Format.ttl: rdf_exports.to_turtle, Format.jsonld: rdf_exports.to_jsonld,
    }  # fmt: skip
    if form in (Format.ttl, Format.jsonld) and not isinstance(released.value, AnswerView):
        raise typer.BadParameter(
            "Turtle und JSON-LD gibt es für Antworten auf Fragen; hier csv, xlsx oder json"
        )
    data = makers[form](released)
    if out is not None:
        write_file(out, data)
    else:
        write_bytes(data)
    if text := released.withheld_text("de"):
        say(text)

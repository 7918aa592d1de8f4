"""Commands that ask: questions, answers, matrix, evidence, own queries."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from app.commands.answering import Written, tell
from app.commands.groups import Asking, Told, command
from app.commands.options import AudienceOption, For, Json, audience_of
from app.terminal import show_table, write_json

if TYPE_CHECKING:
    from datetime import date

    from app.views import CellEvidence, Overview, QuestionView
    from ontology.iris import Audience

    class _Keywords(TypedDict):
        audience: Audience
        reference_date: date
        version: int | None
        lang: str


Parameter = Annotated[list[str] | None, typer.Option("--param", "-p", help="name=wert, mehrfach möglich.")]


@command
def questions(
    *,
    question: Annotated[
        str | None, typer.Argument(help="Kennung einer Frage, um ihre Parameter zu sehen.")
    ] = None,
    told: Told,
    json: Json = False,
) -> None:
    """Die Fragen auflisten, oder eine genau zeigen."""
    released = told.service().questions(told.lang)
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


@command
def ask(
    *,
    question: Annotated[str, typer.Argument(help="Kennung der Frage, z. B. A1.")],
    parameter: Parameter = None,
    asking: Asking,
    written: Written,
) -> None:
    """Eine Frage des Katalogs beantworten."""
    written.deliver(asking.service().ask(question, parameters(parameter), **_keywords(asking)))


@command
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
    asking: Asking,
    written: Written,
) -> None:
    """Die Lückenmatrix: Bedarf × Zielgruppe in einem Gebiet, oder Bedarf × Gebiet für eine Zielgruppe."""
    from app.gaps.choice import AREAS, GROUPS, MatrixChoice

    choice = MatrixChoice(
        axis=AREAS if areas else GROUPS, area=area, groups=tuple(group or ()), field=field,
        states=tuple(state or ()), claims=tuple(claim or ()), needs=tuple(need or ()),
        obligations=tuple(obligation or ()), pillars=tuple(pillar or ()), as_list=as_list,
    )  # fmt: skip
    written.deliver(asking.service().gaps.matrix(choice, asking.asked))


@command
def cell(
    *,
    need: Annotated[str, typer.Option("--need", help="Bedarfsart, z. B. BD-03.")],
    group: Annotated[str, typer.Option("--group", help="Zielgruppe, z. B. ZG-A06.")],
    area: Annotated[str, typer.Option("--area", help="Gebiet (Kennung).")],
    asking: Asking,
    json: Json = False,
) -> None:
    """Die Belege einer Zelle der Matrix."""
    released = asking.service().cell(need=need, group=group, area=area, **_keywords(asking))
    tell(released, _show_cell, json=json)


@command
def overview(
    *,
    asking: Asking,
    json: Json = False,
) -> None:
    """Was erfasst ist und wie vollständig."""
    tell(asking.service().overview(**_keywords(asking)), _show_overview, json=json)


@command
def sparql(
    *,
    query: Annotated[str, typer.Argument(help="SPARQL-Abfrage, @datei.rq oder „-“ für die Eingabe.")],
    audience: For = AudienceOption.intern,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Frist in Sekunden.")] = 10,
    rows: Annotated[int, typer.Option("--rows", min=1, help="Höchstens so viele Zeilen.")] = 10_000,
    told: Told,
    written: Written,
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
    for_whom = audience_of(audience)
    written.deliver(
        told.service().sparql(text, audience=for_whom, seconds=seconds, rows=rows, lang=told.lang)
    )


def _keywords(asking: Asking) -> "_Keywords":
    """What was asked, as the service takes it word by word."""
    asked = asking.asked
    return {
        "audience": asked.audience, "reference_date": asked.reference_date, "version": asked.version, "lang": asked.lang,
    }  # fmt: skip


def _show_cell(view: "CellEvidence") -> None:
    typer.echo(
        f"{view.need_label} · {view.group_label} · {view.area_label}\n{view.state_text}: {view.reason}"
    )
    for block in view.blocks:
        show_table(block)


def _show_overview(view: "Overview") -> None:
    typer.echo(f"{view.town.name} ({view.town.ags}), Version {view.version}\n{view.lead}")
    for count in (*view.counts, *view.state_counts):
        typer.echo(f"{count.count:>8}  {count.label}")
    show_table(view.completeness)


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


def parameters(given: Sequence[str] | None) -> dict[str, list[str]]:
    """`name=value` pairs; a name given twice has several values."""
    found: dict[str, list[str]] = {}
    for pair in given or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise typer.BadParameter(f"'{pair}' ist kein Parameter; erwartet name=wert")
        found.setdefault(name.strip(), []).append(value.strip())
    return found

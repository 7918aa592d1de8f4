"""The commands for papers: list them, begin one, put an answer in, look at what changed, take one along."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.groups import Told, Where, asked, command
from app.commands.options import AudienceOption, Day, audience_of
from app.terminal import say, write_file

papers = typer.Typer(
    help="Vorlagen für Gremien: anlegen, Antworten hineinlegen, als Word, PDF und Excel mitnehmen.",
    no_args_is_help=True,
)
Paper = Annotated[str, typer.Argument(help="Kennung der Vorlage.")]
_SUFFIXES = (".docx", ".pdf", ".xlsx")


@papers.command("list")
@command
def list_papers(*, told: Told) -> None:
    """Alle Vorlagen, die zuletzt geänderte zuerst."""
    found = told.service().papers.papers(told.lang).value
    if not found:
        say("Noch gibt es keine Vorlage. Anlegen: querblick paper new beschlussvorlage --title „…“")
    for head in found:
        said = (
            head.kind_title,
            head.field,
            head.committee,
            f"{head.day:%d.%m.%Y}" if head.day else "",
            str(head.status),
        )
        typer.echo(f"{head.id}  {head.title} · {' · '.join(part for part in said if part)}")


@papers.command("kinds")
@command
def kinds(*, told: Told) -> None:
    """Welche Arten von Vorlagen es gibt, und für welche Handlungsfelder."""
    for kind in told.service().papers.kinds(told.lang).value:
        typer.echo(f"{kind.name:<18} {kind.title}: {kind.help}")
        for field in kind.fields:
            typer.echo(f"    --field {field.value}  {field.label}")


@papers.command("new")
@command
def new_paper(
    *,
    kind: Annotated[str, typer.Argument(help="Art der Vorlage; siehe paper kinds.")],
    title: Annotated[str, typer.Option("--title", help="Titel.")],
    committee: Annotated[str, typer.Option("--committee", help="Gremium.")] = "",
    meeting: Annotated[
        datetime | None, typer.Option("--meeting", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Tag der Sitzung.")
    ] = None,
    field: Annotated[str, typer.Option("--field", help="Handlungsfeld, z. B. BD-WO.")] = "",
    audience: Annotated[
        AudienceOption, typer.Option("--audience", help="Für wen; intern steht auf jeder Seite.")
    ] = AudienceOption.oeffentlich,
    day: Day = None,
    where: Where,
) -> None:
    """Eine Vorlage anlegen. Texte beginnen leer; geschrieben wird auf der Seite „Vorlagen“."""
    from app.papers.desk import NewPaper

    new = NewPaper(title, committee, meeting.date() if meeting else None, audience_of(audience), field=field)
    typer.echo(where.service().papers.create(kind, new, asked(day=day)).value.id)


@papers.command("put")
@command
def put(
    *,
    paper: Paper,
    question: Annotated[str, typer.Argument(help="Frage, z. B. A1; auch luecken, karte oder netz:NAME.")],
    parameter: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=WERT", help="Auswahl der Frage; mehrfach möglich."),
    ] = None,
    day: Day = None,
    where: Where,
) -> None:
    """Eine Antwort, eine Karte oder ein Netz in eine Vorlage legen, mit Stichtag und neuester Version.

    Karte: layer=supply|offers|local|way|reach|survey|people, need, group, offer, level, area, sites=yes. Netz: about, view=groups|all,
    by=pillarGroup|community|area, center.
    """
    from app.commands.asking import parameters

    head = where.service().papers.put(paper, question, parameters(parameter), asked(day=day)).value
    say(f"{head.title}: {head.parts} Teile.")


@papers.command("check")
@command
def check(*, paper: Paper, day: Day = None, where: Where) -> None:
    """Alle Antworten noch einmal stellen: was sich geändert hat und was die Ausgabe aufhält."""
    desk = where.service().papers
    view = desk.paper(paper, asked(day=day)).value
    for stop in desk.stops(paper).value:
        say(f"Hält auf: {stop.text}")
    for part in view.answers:
        typer.echo(f"{part.heading}: {part.problem or part.change or 'unverändert'}")


@papers.command("export")
@command
def export(
    *,
    paper: Paper,
    out: Annotated[Path, typer.Option("--out", help="Datei: .docx, .pdf oder .xlsx (Anhang).")],
    day: Day = None,
    where: Where,
) -> None:
    """Eine Vorlage als Word, PDF/UA oder ihren Anhang als Excel schreiben; vorher wird alles noch einmal geprüft."""
    from app.papers.excel import to_xlsx
    from app.papers.pdf import to_pdf
    from app.papers.word import to_docx

    suffix = out.suffix.lower()
    if suffix not in _SUFFIXES:
        raise typer.BadParameter(f"{out.name}: unbekannte Endung; erwartet {', '.join(_SUFFIXES)}")
    desk = where.service().papers
    released = desk.exportable(paper, asked(day=day))
    if suffix == ".docx":
        content = to_docx(released, desk.letterhead_bytes())
    else:
        content = to_pdf(released) if suffix == ".pdf" else to_xlsx(released)
    write_file(out, content)
    changed = sum(1 for part in released.value.answers if part.change)
    if changed:
        say(f"{changed} Antworten haben sich seit dem Einfügen geändert; es steht in der Vorlage.")


@papers.command("letterhead")
@command
def letterhead(
    *,
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="Eigene Word-Vorlage (.docx); ohne Angabe: was gilt."
        ),
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help="Die eigene Word-Vorlage nicht mehr verwenden.")
    ] = False,
    where: Where,
) -> None:
    """Den Briefkopf der Stadt ansehen, hinterlegen oder ablösen."""
    desk = where.service().papers
    if drop:
        desk.drop_letterhead()
    view = desk.keep_letterhead(file.read_bytes(), file.name).value if file else desk.letterhead().value
    if view is None:
        say("Kein eigener Briefkopf; es gilt der von Querblick.")
        return
    say(f"{view.filename}; Platzhalter: {', '.join(view.placeholders)}")
    for line in view.advice:
        say(line)

"""Commands about what lies on the desk: list, show, mapping, take-in, undo, redo, annotate, accept, discard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import (
    ConfirmDrop,
    DeliveredOn,
    Ended,
    Home,
    Json,
    Lang,
    NotPart,
    Partial,
    Town,
    Who,
    Why,
    Yes,
    agreed,
    leave,
    open_town,
)
from app.commands.stated import about_missing, stated
from app.terminal import (
    Exit,
    out,
    say,
    show_preview,
    show_version,
    show_withheld,
    spoken,
    write_bytes,
    write_file,
    write_json,
)

if TYPE_CHECKING:
    from app.delivery.views import DeskFileView, DeskView
    from app.service import Service

staging = typer.Typer(
    help="Lieferungen, die auf eine Entscheidung warten.", no_args_is_help=True, rich_markup_mode=None
)

Token = Annotated[str, typer.Argument(metavar="LIEFERUNG", help="Kennung, ihr Anfang, oder der Dateiname.")]


@staging.command("list")
@spoken
def listed(*, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False) -> None:
    """Was auf dem Schreibtisch liegt, das Neueste zuerst."""
    released = open_town(home, town, create=True).desk.files(lang)
    if json:
        write_json(released)
        return
    for file in released.value:
        state = f"als Version {file.accepted_as} übernommen, Zeilen warten" if file.accepted_as else "wartet"
        source = f", {file.source_title}" if file.source_title else ""
        out().print(f"{file.token}  {file.filename}{source}: {state}, {file.steps} Schritte", markup=False)
    if not released.value:
        say("Es liegt nichts auf dem Schreibtisch. Mit „querblick import“ kommt etwas hin.")


@staging.command("show")
@spoken
def show(
    *, token: Token, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False
) -> None:
    """Wie eine Lieferung gelesen wird, was daran getan wurde, und was ihre Übernahme täte."""
    service = open_town(home, town, create=True)
    released = service.desk.open(token_of(service, token), lang=lang)
    if json:
        write_json(released)
        return
    _show(released.value)
    show_preview(released.value.preview)
    show_withheld(released)


@staging.command("mapping")
@spoken
def mapping(
    *,
    token: Token,
    use: Annotated[
        Path | None,
        typer.Option("--use", exists=True, dir_okay=False, help="Diese Zuordnung (YAML) anwenden."),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--out", help="Die Zuordnung in diese Datei schreiben; „-“ für die Ausgabe."),
    ] = None,
    town: Town = None,
    home: Home = None,
) -> None:
    """Die Zuordnung zeigen, ausgeben oder durch eine andere ersetzen."""
    service = open_town(home, town, create=True)
    which = token_of(service, token)
    if use is not None:
        service.desk.use_mapping(which, use.read_text("utf-8"), f"aus {use.name}")
        say("Zuordnung angewandt.")
    view = service.desk.open(which).value
    if view.mapping is None:
        say("Die Datei hat die Form der Vorlage; es gibt keine Zuordnung.")
    elif target is not None and str(target) != "-":
        write_file(target, view.mapping.text.encode())
    elif target is not None or use is None:
        write_bytes(view.mapping.text.encode())


@staging.command("take-in")
@spoken
def take_in(
    *,
    token: Token,
    day: DeliveredOn = None,
    partial: Partial = False,
    town: Town = None,
    home: Home = None,
) -> None:
    """Sagen, für welchen Tag eine Lieferung gilt und ob sie vollständig sein will."""
    service = open_town(home, town, create=True)
    which = token_of(service, token)
    service.desk.take_in(which, delivered_on=day.date() if day else None, partial=partial)
    say("Vermerkt.")


@staging.command("undo")
@spoken
def undo(*, token: Token, town: Town = None, home: Home = None) -> None:
    """Den letzten Schritt zurücknehmen."""
    service = open_town(home, town, create=True)
    service.desk.undo(token_of(service, token))
    say("Zurückgenommen; „querblick staging redo“ macht es rückgängig.")


@staging.command("redo")
@spoken
def redo(*, token: Token, town: Town = None, home: Home = None) -> None:
    """Den zuletzt zurückgenommenen Schritt wieder gelten lassen."""
    service = open_town(home, town, create=True)
    service.desk.redo(token_of(service, token))
    say("Gilt wieder.")


@staging.command("annotate")
@spoken
def annotate(
    *,
    token: Token,
    target: Annotated[Path | None, typer.Option("--out", help="Zieldatei; „-“ für die Ausgabe.")] = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Die Datei mit den Befunden an den Zellen schreiben, zum Zurückschicken."""
    service = open_town(home, town, create=True)
    released = service.desk.annotated(token_of(service, token), lang)
    data = service.desk.annotated_bytes(released)
    if str(target) == "-":
        write_bytes(data)
    else:
        write_file(target or Path(released.value.filename), data)


@staging.command("accept")
@spoken
def accept(  # noqa: PLR0913 one parameter per option
    *,
    token: Token,
    who: Who = "Kommandozeile",
    why: Why = "Lieferung",
    yes: Yes = False,
    confirm_drop: ConfirmDrop = False,
    ended: Ended = None,
    not_part: NotPart = None,
    town: Town = None,
    home: Home = None,
) -> None:
    """Eine Lieferung übernehmen; was zurückgestellt ist, bleibt auf dem Schreibtisch."""
    said = stated(ended or (), not_part or ())
    service = open_town(home, town, create=True)
    which = token_of(service, token)
    preview = service.desk.open(which).value.preview
    show_preview(preview)
    if not (yes or agreed("Übernehmen?")):
        say("Nicht übernommen.")
        leave(Exit.FINDINGS)
        return
    if said:
        service.desk.missing(which, {iri: str(m) for iri, m in about_missing(preview, said).items()})
    show_version(service.desk.accept(which, who=who, why=why, confirm_drop=confirm_drop).value)
    leave(Exit.FINDINGS if preview.held_back else Exit.FINE)


@staging.command("discard")
@spoken
def discard(*, token: Token, yes: Yes = False, town: Town = None, home: Home = None) -> None:
    """Eine Lieferung vom Schreibtisch nehmen; ihre Schritte gehen mit."""
    service = open_town(home, town, create=True)
    which = token_of(service, token)
    if not (yes or agreed("Verwerfen?")):
        say("Nichts geändert.")
        leave(Exit.FINDINGS)
        return
    service.desk.discard(which)
    say("Verworfen.")


def _show(view: "DeskView") -> None:
    console = out()
    console.print(f"{view.file.filename} ({view.file.token})", style="bold", markup=False)
    for sheet in view.sheets:
        head = ", ".join(map(str, sheet.header_rows)) or "keine"
        console.print(
            f"  Blatt ‹{sheet.name}›: Kopfzeilen {head}, Daten Zeile {sheet.first_row} bis {sheet.last_row}",
            markup=False,
        )
        for row in sheet.aside:
            console.print(f"    Zeile {row.row}, {row.reason_text}: {row.text}", markup=False, style="dim")
    for record in view.mapping.records if view.mapping else ():
        console.print(f"  → {record.label}", markup=False)
        for field in record.fields:
            origin = ", ".join(field.columns) or f"fest: {field.constant}"
            steps = "".join(f" · {step.text}" for step in field.steps)
            console.print(
                f"      {field.label} ← {origin}{steps} ({field.filled} gefüllt)", markup=False, style="dim"
            )
    for step in view.steps:
        mark = " " if step.held else "(zurückgenommen) "
        console.print(f"  {step.number}. {mark}{step.text}", markup=False)


def token_of(service: "Service", given: str) -> str:
    """The token that is meant: itself, what begins so, or the only file of that name."""
    files: tuple[DeskFileView, ...] = service.desk.files().value
    hits = [f.token for f in files if given in (f.token, f.filename)]
    hits = hits or [f.token for f in files if f.token.startswith(given)]
    if len(hits) != 1:
        known = ", ".join(f"{f.token} ({f.filename})" for f in files) or "nichts"
        raise typer.BadParameter(
            f"{given}: keine oder mehrere Lieferungen; auf dem Schreibtisch liegt {known}"
        )
    return hits[0]

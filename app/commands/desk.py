"""Commands about what lies on the desk: list, show, mapping, take-in, undo, redo, annotate, accept, discard."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Told, Where, command
from app.commands.options import DeliveredOn, Json, Partial, Yes, leave, only_if_agreed
from app.commands.stated import Accepting, about_missing
from app.terminal import Exit, out, say, show_preview, show_version, write_bytes, write_file

if TYPE_CHECKING:
    from app.delivery.desk import Desk
    from app.delivery.views import DeskFileView, DeskView

staging = typer.Typer(
    help="Lieferungen, die auf eine Entscheidung warten.", no_args_is_help=True, rich_markup_mode=None
)

Token = Annotated[str, typer.Argument(metavar="LIEFERUNG", help="Kennung, ihr Anfang, oder der Dateiname.")]


@staging.command("list")
@command
def listed(*, told: Told, json: Json = False) -> None:
    """Was auf dem Schreibtisch liegt, das Neueste zuerst."""
    tell(told.service(create=True).desk.files(told.lang), _show_files, json=json)


@staging.command("show")
@command
def show(*, token: Token, told: Told, json: Json = False) -> None:
    """Wie eine Lieferung gelesen wird, was daran getan wurde, und was ihre Übernahme täte."""
    desk, which = on_desk(told, token)
    tell(desk.open(which, lang=told.lang), _show, json=json)


@staging.command("mapping")
@command
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
    where: Where,
) -> None:
    """Die Zuordnung zeigen, ausgeben oder durch eine andere ersetzen."""
    desk, which = on_desk(where, token)
    if use is not None:
        desk.use_mapping(which, use.read_text("utf-8"), f"aus {use.name}")
        say("Zuordnung angewandt.")
    view = desk.open(which).value
    if view.mapping is None:
        say("Die Datei hat die Form der Vorlage; es gibt keine Zuordnung.")
    elif target is not None and str(target) != "-":
        write_file(target, view.mapping.text.encode())
    elif target is not None or use is None:
        write_bytes(view.mapping.text.encode())


@staging.command("take-in")
@command
def take_in(*, token: Token, day: DeliveredOn = None, partial: Partial = False, where: Where) -> None:
    """Sagen, für welchen Tag eine Lieferung gilt und ob sie vollständig sein will."""
    desk, which = on_desk(where, token)
    desk.take_in(which, delivered_on=day.date() if day else None, partial=partial)
    say("Vermerkt.")


@staging.command("undo")
@command
def undo(*, token: Token, where: Where) -> None:
    """Den letzten Schritt zurücknehmen."""
    desk, which = on_desk(where, token)
    desk.undo(which)
    say("Zurückgenommen; „querblick staging redo“ macht es rückgängig.")


@staging.command("redo")
@command
def redo(*, token: Token, where: Where) -> None:
    """Den zuletzt zurückgenommenen Schritt wieder gelten lassen."""
    desk, which = on_desk(where, token)
    desk.redo(which)
    say("Gilt wieder.")


@staging.command("annotate")
@command
def annotate(
    *,
    token: Token,
    target: Annotated[Path | None, typer.Option("--out", help="Zieldatei; „-“ für die Ausgabe.")] = None,
    told: Told,
) -> None:
    """Die Datei mit den Befunden an den Zellen schreiben, zum Zurückschicken."""
    desk, which = on_desk(told, token)
    released = desk.annotated(which, told.lang)
    data = desk.annotated_bytes(released)
    if str(target) == "-":
        write_bytes(data)
    else:
        write_file(target or Path(released.value.filename), data)


@staging.command("accept")
@command
def accept(*, token: Token, accepting: Accepting, where: Where) -> None:
    """Eine Lieferung übernehmen; was zurückgestellt ist, bleibt auf dem Schreibtisch."""
    said = accepting.said
    desk, which = on_desk(where, token)
    preview = desk.open(which).value.preview
    show_preview(preview)
    only_if_agreed("Übernehmen?", yes=accepting.yes, otherwise="Nicht übernommen.")
    if said:
        desk.missing(which, {iri: str(m) for iri, m in about_missing(preview, said).items()})
    accepted = desk.accept(which, who=accepting.who, why=accepting.why, confirm_drop=accepting.confirm_drop)
    show_version(accepted.value)
    leave(Exit.FINDINGS if preview.held_back else Exit.FINE)


@staging.command("discard")
@command
def discard(*, token: Token, yes: Yes = False, where: Where) -> None:
    """Eine Lieferung vom Schreibtisch nehmen; ihre Schritte gehen mit."""
    desk, which = on_desk(where, token)
    only_if_agreed("Verwerfen?", yes=yes)
    desk.discard(which)
    say("Verworfen.")


def _show_files(files: "tuple[DeskFileView, ...]") -> None:
    for file in files:
        state = f"als Version {file.accepted_as} übernommen, Zeilen warten" if file.accepted_as else "wartet"
        source = f", {file.source_title}" if file.source_title else ""
        out().print(f"{file.token}  {file.filename}{source}: {state}, {file.steps} Schritte", markup=False)
    if not files:
        say("Es liegt nichts auf dem Schreibtisch. Mit „querblick import“ kommt etwas hin.")


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
    show_preview(view.preview)


def on_desk(where: Where, given: str) -> "tuple[Desk, str]":
    """The desk of the town, and the token that is meant: itself, what begins so, or the only file of that name.

    Raises:
        BadParameter: nothing on the desk is meant, or more than one delivery.
    """
    desk = where.service(create=True).desk
    files: tuple[DeskFileView, ...] = desk.files().value
    hits = [f.token for f in files if given in (f.token, f.filename)]
    hits = hits or [f.token for f in files if f.token.startswith(given)]
    if len(hits) != 1:
        known = ", ".join(f"{f.token} ({f.filename})" for f in files) or "nichts"
        raise typer.BadParameter(
            f"{given}: keine oder mehrere Lieferungen; auf dem Schreibtisch liegt {known}"
        )
    return desk, hits[0]

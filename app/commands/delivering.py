"""Commands that bring data in: import, check, template."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import (
    ConfirmDrop,
    Ended,
    Files,
    Home,
    Json,
    Lang,
    NotPart,
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
    progress,
    say,
    show_preview,
    show_withheld,
    spoken,
    write_bytes,
    write_file,
    write_json,
)

if TYPE_CHECKING:
    from app.gate import Released
    from app.views import ImportPreview


@spoken
def import_files(  # noqa: PLR0913 one parameter per option
    *,
    files: Files,
    who: Who = "Kommandozeile",
    why: Why = "Lieferung",
    yes: Yes = False,
    confirm_drop: ConfirmDrop = False,
    ended: Ended = None,
    not_part: NotPart = None,
    town: Town = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Dateien prüfen und nach Bestätigung übernehmen.

    Zeigt Befunde an der Zelle und was neu, geändert, unverändert oder nicht mehr geliefert ist. Was fehlt, bleibt mit
    einem Vermerk im Bestand, wenn --ended oder --not-part nichts anderes sagen. Rückgabewert 1, wenn etwas abgewiesen,
    zurückgestellt oder nicht übernommen wurde; Hinweise allein ändern ihn nicht.
    """
    said = stated(ended or (), not_part or ())
    service = open_town(home, town, create=True)
    worst = Exit.FINE
    for file in files:
        with progress(file.name) as bar:
            released = service.stage(file.read_bytes(), file.name, progress=bar)
        show_check(released, json=json)
        preview = released.value
        if preview.token is None:
            worst = max(worst, _without_token(preview))
        elif not _wanted(preview, yes=yes, confirm_drop=confirm_drop or bool(said)):
            service.discard(preview.token)
            say("Nicht übernommen.")
            worst = Exit.FINDINGS
        else:
            missing = about_missing(preview, said)
            version = service.accept(
                preview.token, who=who, why=why, confirm_drop=confirm_drop, missing=missing
            )
            say(f"Übernommen als Version {version.value.number}.")
            worst = max(worst, Exit.FINDINGS if preview.held_back else Exit.FINE)
    leave(worst)


@spoken
def check(*, files: Files, town: Town = None, home: Home = None, json: Json = False) -> None:
    """Dateien nur prüfen, nichts speichern.

    Befunde an der Zelle und was ein Import täte. Rückgabewert 1, wenn etwas abgewiesen oder zurückgestellt würde.
    """
    service = open_town(home, town, create=True)
    worst = Exit.FINE
    for file in files:
        with progress(file.name) as bar:
            released = service.check(file.read_bytes(), file.name, progress=bar)
        show_check(released, json=json)
        if (
            released.value.refused is not None
            or released.value.held_back
            or released.value.needs_drop_confirmation
        ):
            worst = Exit.FINDINGS
    leave(worst)


@spoken
def template(
    *,
    out: Annotated[Path, typer.Option("--out", help="Zieldatei; „-“ für die Ausgabe.")] = Path(
        "querblick-vorlage.xlsx"
    ),
    lang: Lang = "de",
) -> None:
    """Die leere Arbeitsmappe für Lieferungen schreiben."""
    from app.service import template as make

    data = make(lang)
    if str(out) == "-":
        write_bytes(data)
    else:
        write_file(out, data)


def show_check(released: "Released[ImportPreview]", *, json: bool) -> None:
    """What an import would do, for people or programs."""
    if json:
        write_json(released)
    else:
        show_preview(released.value)
        show_withheld(released)


def _without_token(preview: "ImportPreview") -> Exit:
    return Exit.FINE if preview.already_version is not None else Exit.FINDINGS


def _wanted(preview: "ImportPreview", *, yes: bool, confirm_drop: bool) -> bool:
    if preview.needs_drop_confirmation and not confirm_drop:
        say(
            "Es fehlen mehr als 30 % der Datensätze dieser Quelle. Wenn das stimmt, mit --confirm-drop wiederholen."
        )
        return False
    return yes or agreed("Übernehmen?")

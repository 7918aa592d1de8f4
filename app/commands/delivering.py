"""Commands that bring data in: import, check, template."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Where, command
from app.commands.options import (
    AcceptOffers,
    DeliveredOn,
    Files,
    Json,
    Lang,
    MappingFile,
    Offers,
    Partial,
    agreed,
    leave,
)
from app.commands.stated import Accepting, about_missing
from app.terminal import Exit, progress, say, show_finding, show_preview, write_bytes, write_file

if TYPE_CHECKING:
    from app.service import Service
    from app.views import ImportPreview


@command
def import_files(
    *,
    files: Files,
    accepting: Accepting,
    mapping: MappingFile = None,
    accept: AcceptOffers = None,
    partial: Partial = False,
    day: DeliveredOn = None,
    where: Where,
    json: Json = False,
) -> None:
    """Dateien prüfen und nach Bestätigung übernehmen.

    Zeigt Befunde an der Zelle und was neu, geändert, unverändert oder nicht mehr geliefert ist. Was fehlt, bleibt mit
    einem Vermerk im Bestand, wenn --ended oder --not-part nichts anderes sagen. Eine Datei, die nicht die Form der
    Vorlage hat, braucht eine Zuordnung: die gespeicherte ihrer Quelle, die mit --mapping genannte, oder die
    vorgeschlagene, sobald sie mit „querblick staging“ geprüft ist. Rückgabewert 1, wenn etwas abgewiesen,
    zurückgestellt oder nicht übernommen wurde; Hinweise allein ändern ihn nicht.
    """
    said = accepting.said
    service = where.service(create=True)
    worst = Exit.FINE
    for file in files:
        token = _received(service, file, json=json)
        if token is None:
            worst = max(worst, _without_token(service.check(file.read_bytes(), file.name).value))
            continue
        if mapping is not None:
            service.desk.use_mapping(token, mapping.read_text("utf-8"), f"aus {mapping.name}")
        if partial or day is not None:
            service.desk.take_in(token, delivered_on=day.date() if day else None, partial=partial)
        accept_offers(service, token, accept or [])
        released = service.staged(token)
        tell(released, show_preview, json=json)
        preview = released.value
        if preview.refused is not None or _only_proposed(service, token):
            say(f"Liegt zum Bearbeiten auf dem Schreibtisch: querblick staging show {token}")
            worst = Exit.FINDINGS
        elif not _wanted(preview, accepting):
            say(f"Nicht übernommen. Liegt auf dem Schreibtisch: querblick staging show {token}")
            worst = Exit.FINDINGS
        else:
            missing = about_missing(preview, said)
            version = service.accept(
                token,
                who=accepting.who,
                why=accepting.why,
                confirm_drop=accepting.confirm_drop,
                missing=missing,
            )
            say(f"Übernommen als Version {version.value.number}.")
            worst = max(worst, Exit.FINDINGS if preview.held_back else Exit.FINE)
    leave(worst)


def accept_offers(service: "Service", token: str, kinds: "list[Offers]") -> None:
    """Take what may be taken unread: spellings of one name, and suggestions that leave no choice."""
    if Offers.namen in kinds:
        say(f"{service.desk.decide_bulk(token)} Schreibweisen zusammengeführt.")
    if Offers.vorschlaege in kinds:
        say(f"{service.desk.take_only_suggestions(token)} Zellen nach Vorschlag berichtigt.")


def _received(service: "Service", file: Path, *, json: bool) -> str | None:
    """Put a file on the desk; None and a word why if it does not stay there."""
    with progress(file.name) as bar:
        received = service.desk.receive(file.read_bytes(), file.name, progress=bar).value
    if received.returned is not None:
        say(f"Zurückgeschickte Arbeitsmappe: {received.returned} Berichtigungen übernommen.")
        for problem in received.problems:
            show_finding(problem)
    if received.token is None:
        tell(service.check(file.read_bytes(), file.name), show_preview, json=json)
    return received.token


def _only_proposed(service: "Service", token: str) -> bool:
    """Whether nobody has looked at the mapping yet."""
    mapping = service.desk.open(token).value.mapping
    return mapping is not None and mapping.proposed


@command
def check(*, files: Files, where: Where, json: Json = False) -> None:
    """Dateien nur prüfen, nichts speichern.

    Befunde an der Zelle und was ein Import täte. Rückgabewert 1, wenn etwas abgewiesen oder zurückgestellt würde.
    """
    service = where.service(create=True)
    worst = Exit.FINE
    for file in files:
        with progress(file.name) as bar:
            released = service.check(file.read_bytes(), file.name, progress=bar)
        tell(released, show_preview, json=json)
        if (
            released.value.refused is not None
            or released.value.held_back
            or released.value.needs_drop_confirmation
        ):
            worst = Exit.FINDINGS
    leave(worst)


@command
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


def _without_token(preview: "ImportPreview") -> Exit:
    return Exit.FINE if preview.already_version is not None else Exit.FINDINGS


def _wanted(preview: "ImportPreview", accepting: Accepting) -> bool:
    if preview.needs_drop_confirmation and not (accepting.confirm_drop or accepting.said):
        say(
            "Es fehlen mehr als 30 % der Datensätze dieser Quelle. Wenn das stimmt, mit --confirm-drop wiederholen."
        )
        return False
    return accepting.yes or agreed("Übernehmen?")

"""Commands about what came in before: versions, revert, rollback, redact."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Told, Where, command
from app.commands.options import Json, Who, Why, Yes, leave, only_if_agreed
from app.terminal import Exit, say, show_difference, show_version, show_withheld, write_json

if TYPE_CHECKING:
    from app.views import DifferenceView, ReversalView, VersionView


@command
def versions(
    *,
    number: Annotated[
        int | None, typer.Argument(min=0, help="Nur diese Version, mit dem, was sie geändert hat.")
    ] = None,
    against: Annotated[
        int | None,
        typer.Option("--against", min=0, help="Womit verglichen wird; ohne Angabe die Version davor."),
    ] = None,
    told: Told,
    json: Json = False,
) -> None:
    """Den Verlauf zeigen: wer, wann, warum, was.

    Mit einer Nummer, was diese Version an welchem Datensatz geändert hat, Feld für Feld.
    """
    service = told.service()
    if number is None:
        tell(service.versions(told.lang), _show_versions, json=json)
        return

    def show(changed: "DifferenceView") -> None:
        _show_versions(tuple(one for one in service.versions(told.lang).value if one.number == number))
        show_difference(changed)

    before = max(number - 1, 0) if against is None else against
    tell(service.difference(before, number, lang=told.lang), show, json=json)


@command
def revert(
    *,
    number: Annotated[int, typer.Argument(min=1, help="Version, die zurückgenommen werden soll.")],
    who: Who = "Kommandozeile",
    why: Why = "Rücknahme einer Lieferung",
    yes: Yes = False,
    where: Where,
    json: Json = False,
) -> None:
    """Nur diese eine Version zurücknehmen; spätere bleiben.

    Der Bestand ist danach, als hätte es sie nie gegeben. Wo das nicht geht, wird gesagt, warum, und nichts geändert
    (Rückgabewert 1). Das wird selbst eine neue Version, die sich ebenso zurücknehmen lässt.
    """
    service = where.service()
    preview = service.reversal(number)
    if not json:
        _show_reversal(preview.value)
        show_withheld(preview)
    if not preview.value.possible:
        if json:
            write_json(preview)
        leave(Exit.FINDINGS)
    only_if_agreed(f"Nur Version {number} zurücknehmen?", yes=yes)
    tell(service.reverse(number, who=who, why=why), show_version, json=json)


@command
def rollback(
    *,
    to: Annotated[int, typer.Argument(min=0, help="Version, deren Inhalt wieder gelten soll.")],
    who: Who = "Kommandozeile",
    why: Why = "Rücknahme",
    yes: Yes = False,
    where: Where,
    json: Json = False,
) -> None:
    """Den Inhalt einer früheren Version wieder gelten lassen.

    Das nimmt alles zurück, was seither kam; eine einzelne Version nimmt „revert“ zurück. Es wird selbst eine neue
    Version; gelöscht wird nichts.
    """
    service = where.service()
    only_if_agreed(f"Inhalt von Version {to} wiederherstellen?", yes=yes)
    tell(service.rollback(to, who=who, why=why), show_version, json=json)


@command
def redact(
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            exists=True,
            dir_okay=False,
            readable=True,
            help="Textdatei mit den Angaben, eine je Zeile; ohne sie wird am Terminal gefragt.",
        ),
    ] = None,
    who: Who = "Kommandozeile",
    why: Why = "Angaben, die nicht gespeichert sein dürfen",
    yes: Yes = False,
    where: Where,
    json: Json = False,
) -> None:
    """Angaben aus allen Versionen löschen, die nicht gespeichert sein dürfen.

    Etwa eine geschützte Anschrift oder ein Name. Die Angaben werden nie als Teil des Aufrufs genannt, damit sie nicht
    im Verlauf der Kommandozeile stehen bleiben. Es lässt sich nicht rückgängig machen; im Verlauf bleibt, dass gelöscht
    wurde, nicht was.
    """
    values = _from_file(file) if file is not None else _asked()
    service = where.service()
    only_if_agreed(f"{len(values)} Angaben unwiderruflich aus allen Versionen löschen?", yes=yes)
    tell(service.redact(values, who=who, why=why), lambda view: typer.echo(view.text), json=json)
    if file is not None:
        say("Die Datei mit den Angaben ist noch da; bitte löschen.")


def _show_versions(versions: "tuple[VersionView, ...]") -> None:
    for version in versions:
        show_version(version)


def _show_reversal(view: "ReversalView") -> None:
    if view.difference is not None:
        show_difference(view.difference)
    for reason in view.reasons:
        say(reason)
    if not view.possible:
        say(f"Version {view.number} kann nicht allein zurückgenommen werden; es wurde nichts geändert.")


def _from_file(file: Path) -> list[str]:
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise typer.BadParameter("--file: Das ist keine Textdatei in UTF-8") from None
    return [line.strip() for line in lines if line.strip()]


def _asked() -> list[str]:
    """Ask until nothing more is given; what is typed is not shown."""
    if not sys.stdin.isatty():
        raise typer.BadParameter("Ohne Terminal ist --file nötig")
    values: list[str] = []
    while True:
        value: str = typer.prompt(
            "Angabe (leer = fertig)", default="", show_default=False, hide_input=True, err=True
        ).strip()
        if not value:
            return values
        values.append(value)

"""Commands that keep the installation running: start, example, verify, backup, restore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Where, command
from app.commands.options import Home, Json, Yes, leave, only_if_agreed
from app.terminal import Exit, say

if TYPE_CHECKING:
    from app.views import VerifyView


@command
def start(
    *,
    town: Annotated[
        str | None,
        typer.Option(
            "--town", help="Amtlicher Gemeindeschlüssel (8 Ziffern); auch einer Stadt, die noch leer ist."
        ),
    ] = None,
    home: Home = None,
    address: Annotated[
        str | None, typer.Option("--address", help="Adresse; nur diese Maschine (127.0.0.1).")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port der Web-App.")] = None,
    browser: Annotated[bool, typer.Option("--browser", help="Die Startseite im Browser öffnen.")] = False,
) -> None:
    """Die Web-App auf dieser Maschine starten.

    Ist noch keine Stadt da und keine genannt, werden die Beispieldaten geladen. Mit --town beginnt eine eigene Stadt leer.
    """
    from app.settings import settings
    from app.starting import prepare, serve

    target, number = address or settings().address, port or settings().port
    prepare(home, target, say, town)
    say(f"Die Daten liegen in {home or settings().home}")
    say(f"Querblick läuft unter http://{target}:{number} (Ende mit Strg+C)")
    serve(home, target, number, ags=town, open_browser=browser)


@command
def example(*, home: Home = None) -> None:
    """Die erfundene Stadt Beispielau laden.

    Nur in einen Datenordner, in dem noch keine Stadt liegt.
    """
    from app.starting import load_example

    load_example(home, say)


@command
def verify(*, where: Where, json: Json = False) -> None:
    """Verlauf und Speicher prüfen.

    Prüfsummen, Lücken, Übereinstimmung.
    """
    released = where.service().verify()
    tell(released, _show_state, json=json)
    leave(Exit.FINE if released.value.ok else Exit.BROKEN)


@command
def backup(
    *,
    target: Annotated[
        Path, typer.Argument(help="Ordner, in den der Verlauf kopiert wird; darf noch nicht da sein.")
    ],
    where: Where,
    json: Json = False,
) -> None:
    """Den Verlauf sichern.

    Die Sicherung enthält alles; der Speicher wird daraus neu aufgebaut.
    """
    tell(where.service().backup(target), lambda view: typer.echo(view.text), json=json)


@command
def restore(
    *,
    source: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Ordner einer Sicherung.")],
    town: Annotated[str, typer.Option("--town", help="Amtlicher Gemeindeschlüssel (8 Ziffern) der Stadt.")],
    yes: Yes = False,
    home: Home = None,
) -> None:
    """Eine Sicherung zurückspielen.

    Der Verlauf, der da ist, wird durch den der Sicherung ersetzt.
    """
    only_if_agreed("Den vorhandenen Verlauf durch die Sicherung ersetzen?", yes=yes)
    typer.echo(Where(town=town, home=home).service(create=True).restore(source).value.text)


def _show_state(view: "VerifyView") -> None:
    typer.echo(
        f"{view.versions} Version{'en' if view.versions != 1 else ''}, "
        + ("alles in Ordnung." if view.ok else "mit Fehlern:")
    )
    for problem in view.problems:
        typer.echo(f"  {problem}")

"""Commands that keep the installation running: start, example, verify, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import Home, Json, Town, Yes, leave, open_town
from app.terminal import Exit, say, spoken, write_json


@spoken
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


@spoken
def example(*, home: Home = None) -> None:
    """Die erfundene Stadt Beispielau laden.

    Nur in einen Datenordner, in dem noch keine Stadt liegt.
    """
    from app.starting import load_example

    load_example(home, say)


@spoken
def verify(*, town: Town = None, home: Home = None, json: Json = False) -> None:
    """Verlauf und Speicher prüfen.

    Prüfsummen, Lücken, Übereinstimmung.
    """
    released = open_town(home, town).verify()
    if json:
        write_json(released)
    else:
        view = released.value
        typer.echo(
            f"{view.versions} Version{'en' if view.versions != 1 else ''}, "
            + ("alles in Ordnung." if view.ok else "mit Fehlern:")
        )
        for problem in view.problems:
            typer.echo(f"  {problem}")
    leave(Exit.FINE if released.value.ok else Exit.BROKEN)


@spoken
def backup(
    *,
    target: Annotated[
        Path, typer.Argument(help="Ordner, in den der Verlauf kopiert wird; darf noch nicht da sein.")
    ],
    town: Town = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Den Verlauf sichern.

    Die Sicherung enthält alles; der Speicher wird daraus neu aufgebaut.
    """
    released = open_town(home, town).backup(target)
    if json:
        write_json(released)
    else:
        typer.echo(released.value.text)


@spoken
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
    if not yes and not typer.confirm(
        "Den vorhandenen Verlauf durch die Sicherung ersetzen?", default=False, err=True
    ):
        say("Nichts geändert.")
        leave(Exit.FINDINGS)
    released = open_town(home, town, create=True).restore(source)
    typer.echo(released.value.text)

"""How the program starts: the example for an empty home, and the web server on this machine only."""

import gc
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from app.errors import RequestError
from app.settings import LOOPBACK, settings

_EXAMPLE = "beispielau"
_WHO, _WHY = "Querblick", "Beispieldaten, frei erfunden"


def prepare(home: Path | None, address: str, say: Callable[[str], None], ags: str | None = None) -> None:
    """Refuse what must not be started, and load the example if there is no town yet and none was named.

    Raises:
        RequestError: `address` is not this machine. Sign-in, which other addresses need, is not built yet.
        SeveralTownsError: there are several towns and none was named.
        IdentifierError: `ags` is not a municipality key.
    """
    if address not in LOOPBACK:
        raise RequestError(
            f"--address {address}: Diese Adresse ist von anderen Rechnern erreichbar, und eine Anmeldung gibt es noch "
            f"nicht. Erwartet eine von {', '.join(LOOPBACK)}. Für mehrere Personen bitte auf eine Fassung mit Anmeldung warten"
        )
    from app.service import Service, towns

    wanted = ags or settings().town
    if wanted is None and not towns(home):
        load_example(home, say)
    Service.open(
        home, wanted, create=True
    )  # refuses what cannot be opened, in the terminal and not on the page
    if wanted is not None and wanted not in towns(home):
        say(f"Die Stadt {wanted} ist noch leer; die Startseite sagt, womit es beginnt")


def serve(home: Path | None, address: str, port: int, *, ags: str | None = None, open_browser: bool) -> None:
    """Run the web app until it is stopped."""
    from app.web.main import serve as run

    run(address=address, port=port, home=home or settings().home, ags=ags, open_browser=open_browser)


def load_example(home: Path | None, say: Callable[[str], None]) -> None:
    """Import the deliveries of the example town in the order of their names.

    Raises:
        RequestError: there is a town already, or the example is not part of this installation.
    """
    from app.service import towns

    if present := towns(home):
        raise RequestError(
            f"Im Datenordner liegt schon eine Stadt ({', '.join(present)}); das Beispiel braucht einen leeren Ordner"
        )
    # Twenty imports make millions of short-lived objects; looking through all of them again and again costs a fifth.
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        _import_example(home, say)
    finally:
        gc.set_threshold(*before)


def _import_example(home: Path | None, say: Callable[[str], None]) -> None:
    from app.service import Service

    service = None
    for file in example_files():
        if service is None:
            service = Service.open(home, example_ags(), create=True)
        released = service.stage(file.read_bytes(), file.name)
        token = released.value.token
        if token is None:
            reason = released.value.refused.reason if released.value.refused else ""
            raise RequestError(
                f"{file.name}: Die Beispieldatei wurde nicht angenommen. {reason} Querblick bitte neu installieren"
            )
        version = service.accept(token, who=_WHO, why=_WHY, confirm_drop=True)
        say(f"Beispiel geladen: {file.name} als Version {version.value.number}")


def example_files() -> list[Path]:
    """The deliveries of the example, oldest first.

    Raises:
        RequestError: they are not part of this installation.
    """
    found = sorted(
        p for p in (_folder() / "lieferungen").rglob("*.xlsx") if not p.name.startswith(("~", "."))
    )
    if not found:
        raise RequestError(
            "Die Beispieldaten gehören nicht zu dieser Installation. Eigene Daten mit 'querblick import --town AGS' laden"
        )
    return found


def example_ags() -> str:
    """The municipality key of the example town: no real municipality has it."""
    return "99999001"


def _folder() -> Path:
    package = Path(str(files("app")))
    beside = package.parent / "examples" / _EXAMPLE
    return beside if beside.is_dir() else package / "examples" / _EXAMPLE

"""Writes `docs/cli.md` from the commands themselves: `python -m app.reference`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from app.cli import app

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"


def markdown() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    lines = [
        "# Die Kommandozeile",
        "",
        "Erzeugt mit `python -m app.reference`; nicht von Hand ändern.",
        "",
        str(group.epilog),
        "Einstellungen aus der Umgebung stehen in `app/settings.py` (`QUERBLICK_HOME`, `QUERBLICK_TOWN` …).",
        "",
    ]
    for name, command in _flat(group):
        lines += _section(name, command)
    return "\n".join(lines).rstrip() + "\n"


def _flat(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name; those of a group under it."""
    for name, command in group.commands.items():
        whole = f"{before}{name}"
        if hasattr(command, "commands"):
            yield from _flat(command, f"{whole} ")
        else:
            yield whole, command


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    names = " ".join(_argument(p) for p in arguments)
    yield from (f"## querblick {name}", "", f"`querblick {name} [OPTIONEN] {names}".rstrip() + "`", "")
    yield from (" ".join(part.split()) + "\n" for part in str(command.help).split("\n\n"))
    for parameter in arguments:
        yield f"- `{_argument(parameter)}` {parameter.help or ''}".rstrip()
    for parameter in options:
        yield f"- `{', '.join(parameter.opts)}` {parameter.help or ''}{_default(parameter)}".rstrip()
    yield ""


def _argument(parameter: Any) -> str:
    name = str(parameter.name).upper() + ("…" if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _default(parameter: Any) -> str:
    default = getattr(parameter.default, "value", parameter.default)
    return "" if default in (None, False) or callable(default) else f" Vorgabe: `{default}`."


if __name__ == "__main__":
    TARGET.write_text(markdown(), "utf-8")
    sys.stdout.write(f"{TARGET}\n")

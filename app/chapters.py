"""How `querblick --help` lists the commands: by what one is about to do, each with its whole sentence."""

from typing import Any, Final

from typer.core import TyperGroup

CHAPTERS: Final = {
    "Anfangen": ("start", "example"),
    "Fragen und nachschlagen": (
        "overview", "watch", "questions", "ask", "ready", "behind", "compare", "series", "pins", "search", "show", "sparql",
    ),
    "Auswerten": (
        "matrix", "cell", "overlaps", "agreements", "interfaces", "way", "network", "study", "map", "money", "changes",
    ),
    "Entscheidungen vorbereiten": ("scenario", "paper", "process"),
    "Daten hereinholen und pflegen": (
        "template", "check", "import", "staging", "terms", "record", "confirm-form", "deliveries", "areas",
    ),
    "Versionen und Sicherung": ("versions", "revert", "rollback", "redact", "verify", "backup", "restore"),
}  # fmt: skip
"""Every command once, in the order one would look for it."""

# Typer brings a Click of its own, whose types are not for others: hence `Any`.


class Chapters(TyperGroup):
    """The group of all commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Say how to call it, in German like the rest."""
        formatter.write_usage(ctx.command_path, "BEFEHL …", prefix="Aufruf: ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"Mehr zu einem Befehl: {ctx.command_path} BEFEHL --help")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """List the commands; of options there is only --help."""
        for chapter, names in CHAPTERS.items():
            with formatter.section(chapter):
                formatter.write_dl(
                    [(name, _sentence(command)) for name in names if (command := self.get_command(ctx, name))]
                )


def _sentence(command: Any) -> str:
    """The first paragraph of a command's help."""
    return " ".join((command.help or "").partition("\n\n")[0].split())

"""The command line `querblick`: every command of `app.commands` under its name."""

import sys
from collections.abc import Callable

import typer

from app.chapters import Chapters
from app.commands import (
    around,
    asking,
    changing,
    delivering,
    finding,
    interface,
    keeping,
    network,
    outlines,
    overlap,
    planning_map,
    recording,
    study,
    versions,
    watching,
)
from app.commands import mending as _mending  # noqa: F401 its commands belong to `staging`
from app.commands.desk import staging
from app.commands.money import money
from app.commands.papers import papers
from app.commands.process import process
from app.commands.scenario import scenario
from app.commands.terms import terms

app = typer.Typer(
    name="querblick",
    cls=Chapters,
    help="Querblick: Wissensgraph für kooperative Sozialplanung.",
    epilog="Rückgabewerte: 0 in Ordnung, 1 Befunde oder abgewiesen, 2 falscher Aufruf, 3 Speicher beschädigt.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "start": keeping.start,
    "import": delivering.import_files,
    "check": delivering.check,
    "template": delivering.template,
    "questions": asking.questions,
    "ask": asking.ask,
    "ready": around.ready,
    "behind": around.behind,
    "compare": around.compare,
    "series": around.series,
    "network": network.network,
    "study": study.study,
    "map": planning_map.planning_map,
    "areas": outlines.areas,
    "overlaps": overlap.overlaps,
    "interfaces": interface.interfaces,
    "way": interface.way,
    "matrix": asking.matrix,
    "cell": asking.cell,
    "overview": asking.overview,
    "search": finding.search,
    "show": finding.show,
    "watch": watching.watch,
    "changes": changing.changes,
    "sparql": asking.sparql,
    "record": recording.record,
    "confirm-form": recording.confirm_form,
    "deliveries": recording.deliveries,
    "versions": versions.versions,
    "revert": versions.revert,
    "rollback": versions.rollback,
    "redact": versions.redact,
    "verify": keeping.verify,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "example": keeping.example,
}

for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
app.add_typer(staging, name="staging")
app.add_typer(terms, name="terms")
app.add_typer(around.pins, name="pins")
app.add_typer(scenario, name="scenario")
app.add_typer(money, name="money")
app.add_typer(papers, name="paper")
app.add_typer(process, name="process")
app.add_typer(overlap.agreements, name="agreements")


def main() -> None:
    """The entry point; German texts must not fail on a terminal that cannot show them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()

"""How the command line speaks: tables and messages with rich, JSON for programs, errors as one message.

Exit codes: 0 fine, 1 findings or refused, 2 wrong usage, 3 store (or program) broken.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import typer
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from app.views import (
    AnswerView,
    CellKind,
    DifferenceView,
    FindingView,
    ImportPreview,
    MatrixView,
    TableView,
    VersionView,
)

if TYPE_CHECKING:
    from app.gate import Released

P = ParamSpec("P")

_RIGHT = {CellKind.INTEGER, CellKind.DECIMAL, CellKind.MONEY, CellKind.SHARE, CellKind.PERSONS}
_LONG_LIST = 200
_PAGE = 120  # characters of a line where there is no terminal to ask


class Exit(IntEnum):
    """What the program tells the shell."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    BROKEN = 3


def out() -> Console:
    """Standard output; plain text when it is not a terminal, which then has no width of its own."""
    is_terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout, highlight=False, soft_wrap=not is_terminal, width=None if is_terminal else _PAGE
    )


def err() -> Console:
    """Standard error."""
    return Console(file=sys.stderr, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A line for people, to standard error, so that standard output stays clean for data."""
    err().print(text, markup=False)


def write_bytes(data: bytes) -> None:
    """Data to standard output, unchanged."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_json(released: "Released[Any]") -> None:
    """A released view as JSON to standard output."""
    from app.exports import to_json

    write_bytes(to_json(released) + b"\n")


def spoken(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose errors are messages and exit codes, never tracebacks."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from ontology.errors import KnowledgeGraphError

        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KnowledgeGraphError as error:
            from app.faults import exit_code, message

            say(message(error))
            raise typer.Exit(exit_code(error)) from None
        except KeyboardInterrupt:
            say("Abgebrochen. Nichts ist halb geschrieben; querblick versions zeigt den neuesten Stand.")
            raise typer.Exit(Exit.FINDINGS) from None
        except Exception as error:  # noqa: BLE001 the last line of defence: no traceback ever reaches a reader
            from app.logs import unexpected

            unexpected(error)
            say(
                f"Unerwarteter Fehler ({type(error).__name__}). Einzelheiten ohne Inhalte stehen im Protokoll "
                "im Ordner von Querblick (protokoll/querblick.log)."
            )
            raise typer.Exit(Exit.BROKEN) from None

    return run


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error; silent when that is not a terminal."""
    console = err()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda stage, fraction: bar.update(task, description=stage, completed=fraction)


def write_file(path: Path, data: bytes) -> None:
    """Data to a file, said on standard error.

    Raises:
        RequestError: it cannot be written there.
    """
    from app.errors import RequestError

    try:
        path.write_bytes(data)
    except OSError as error:
        raise RequestError(
            f"{path}: Hierhin lässt sich nicht schreiben ({error.strerror}). Bitte eine Datei in einem Ordner angeben, "
            "den es gibt und in den geschrieben werden darf"
        ) from error
    say(f"Geschrieben: {path}")


def show_matrix(released: "Released[MatrixView]") -> None:
    """The matrix for people: lead, legend, states in words."""
    from app.exports import about, main_table

    console = out()
    _table(console, main_table(released.value))
    for label, text in about(released):
        if text:
            console.print(f"{label}: {text}", markup=False, style="dim")


def show_answer(released: "Released[AnswerView]") -> None:
    """An answer for people: lead, tables, what it rests on."""
    view = released.value
    console = out()
    console.print(f"{view.question_id}  {view.title}".strip(), markup=False, style="bold")
    console.print(view.lead, markup=False)
    _table(
        console, TableView(view.table_title, view.columns, view.rows, view.totals, view.empty_text or None)
    )
    for block in view.blocks:
        _table(console, block)
    from app.exports import about

    for label, text in about(released):
        if text and text != view.lead:
            console.print(f"{label}: {text}", markup=False, style="dim")


def show_table(table: TableView) -> None:
    """A table for people."""
    _table(out(), table)


def show_preview(preview: ImportPreview) -> None:
    """What an import would do, with its findings at the cell."""
    console = out()
    console.print(
        f"{preview.filename} · {preview.source_title or preview.source}", markup=False, style="bold"
    )
    if preview.refused is not None:
        console.print(
            f"Abgewiesen ({preview.refused.rule}): {preview.refused.reason}", markup=False, style="red"
        )
        console.print(preview.refused.remedy, markup=False)
    elif preview.already_version is not None:
        console.print(
            f"Schon eingelesen als Version {preview.already_version}; es ändert sich nichts.", markup=False
        )
    else:
        console.print(
            f"neu {preview.new} · geändert {preview.changed} · unverändert {preview.unchanged} · "
            f"nicht mehr geliefert {preview.missing} · zurückgestellt {len(preview.held_back)}",
            markup=False,
        )
    for finding in preview.findings[:_LONG_LIST]:
        _finding(console, finding)
    if len(preview.findings) > _LONG_LIST:
        console.print(
            f"… und {len(preview.findings) - _LONG_LIST} weitere Befunde (vollständig mit --json)",
            markup=False,
        )


def show_version(version: VersionView) -> None:
    """One version in a line."""
    counts = ", ".join(f"{c.label} {c.count}" for c in version.counts)
    parts = [version.action_text, version.filename or "", version.who, version.why, counts]
    mark = "*" if version.current else " "
    line = " · ".join(part for part in parts if part)
    out().print(f"{mark}{version.number:>4}  {version.when:%d.%m.%Y %H:%M}  {line}", markup=False)


def show_difference(difference: DifferenceView) -> None:
    """What lies between two versions: counts, then every record with its fields."""
    console = out()
    counts = " · ".join(f"{c.label} {c.count}" for c in difference.counts) or "keine Datensätze geändert"
    before, after = difference.waiting
    waiting = f" · wartende Zeilen {before} → {after}" if before or after else ""
    besides = f" · Vereinbartes und Gemerktes: {difference.besides} Aussagen" if difference.besides else ""
    console.print(counts + waiting + besides, markup=False, style="bold")
    labels = {c.name: c.label for c in difference.counts}
    for change in difference.changes[:_LONG_LIST]:
        name = f"{change.cls} {change.key} {change.label}".strip()
        console.print(f"  {labels[change.change]}: {name} ({change.source})", markup=False)
        for field in change.fields:
            console.print(f"      {field.label}: {field.old or '–'} → {field.new or '–'}", markup=False)
    if len(difference.changes) > _LONG_LIST:
        console.print(
            f"… und {len(difference.changes) - _LONG_LIST} weitere (vollständig mit --json)", markup=False
        )


def show_finding(finding: FindingView) -> None:
    """One finding with its place and what to do."""
    _finding(out(), finding)


def show_withheld(released: "Released[Any]") -> None:
    """Close what was shown: that it is only supposed, where the rest stands, and what the gate withheld."""
    if text := released.scenario_text("de"):
        out().print(text, markup=False, style="bold")
    if text := released.withheld_text("de"):
        say(text)


def _finding(console: Console, finding: FindingView) -> None:
    style = {"violation": "red", "warning": "yellow"}.get(finding.severity, "")
    place = finding.place.text if finding.place else ""
    console.print(
        f"  {finding.rule}  {finding.severity_text}  {place}: {finding.message}", markup=False, style=style
    )
    suggestion = f" Vorschlag: {finding.suggestion}." if finding.suggestion else ""
    if finding.remedy or suggestion:
        console.print(f"          {finding.remedy}{suggestion}", markup=False)


def _table(console: Console, table: TableView) -> None:
    if not table.rows:
        if table.note:
            console.print(f"{table.title}: {table.note}" if table.title else table.note, markup=False)
        return
    labels = [f"{c.label} ({c.unit})" if c.unit else c.label for c in table.columns]
    lines = [*table.rows, table.totals] if table.totals else list(table.rows)
    widths = [max(len(label), *(len(row[i].text) for row in lines)) for i, label in enumerate(labels)]
    if sum(widths) + 3 * len(widths) + 1 > console.width:  # a cell cut off could be read nowhere
        _records(console, table, labels)
        return
    grid = Table(title=table.title or None, title_justify="left", show_footer=table.totals is not None)
    for i, column in enumerate(table.columns):
        footer = escape(table.totals[i].text) if table.totals else ""
        justify: JustifyMethod = "right" if column.kind in _RIGHT else "left"
        grid.add_column(escape(labels[i]), justify=justify, footer=footer, no_wrap=True)
    for row in table.rows:
        grid.add_row(*(escape(cell.text) for cell in row))
    console.print(grid, soft_wrap=True)


def _records(console: Console, table: TableView, labels: Sequence[str]) -> None:
    """A table too wide for the page: one record below the other, a line per field."""
    if table.title:
        console.print(f"\n{table.title}", markup=False, style="bold")
    wide = max(len(label) for label in labels)
    for number, row in enumerate(table.rows, start=1):
        console.print(f"-- {number} --", markup=False, style="dim")
        for label, cell in zip(labels, row, strict=True):
            if cell.text:
                console.print(f"{label:<{wide}}  {cell.text}", markup=False)
    if table.totals:
        console.print(
            "; ".join(f"{label}: {c.text}" for label, c in zip(labels, table.totals, strict=True) if c.text)
        )

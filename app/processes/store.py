"""Planning processes as files beside the log: every change is a file of its own, so that nothing is lost.

`prozesse/<id>/0007.json` holds the whole process as it was after its seventh change, with who made it and when. A file is
written whole or not at all, and only if nobody wrote that number meanwhile. What was is never written over: to undo is
to write an earlier state once more.
"""

import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from app.errors import RequestError
from app.processes.steps import Process, Status, Step
from app.shelves import JsonFiles, Kind
from app.short_ids import fresh_id

_ID: Final = re.compile(r"[0-9a-z]{6}")
_DAYS: Final = ("start", "end", "begun", "finished")
_LISTS: Final = ("questions", "pages", "papers")


@dataclass(frozen=True, slots=True)
class Change:
    """A process as a change left it. `number` counts from 1; `undoes` is the number whose state was written again."""

    number: int
    who: str
    when: datetime
    process: Process
    undoes: int | None = None


class Processes:
    """The planning processes of a town, a folder each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Process]:
        """The processes as they are now, those that run first, each in the order of their names."""
        names = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        states = [(files, files.names()) for files in map(self._files, filter(_ID.fullmatch, names))]
        found = [files.get(numbers[-1]).process for files, numbers in states if numbers]
        return sorted(found, key=lambda process: (process.closed, process.title.casefold(), process.id))

    def history(self, name: str) -> list[Change]:
        """All changes of a process, the first one first.

        Raises:
            RequestError: there is no such process, or one of its files cannot be read.
        """
        found = self._files(name).all() if _ID.fullmatch(name) else []
        if not found:
            known = ", ".join(process.id for process in self.all()) if _ID.fullmatch(name) else ""
            raise RequestError(
                f"Prozess: ‹{name}› gibt es nicht; erwartet " + (f"einen von {known}" if known else "seine Kennung, siehe 'querblick process list'")
            )  # fmt: skip
        return found

    def new_id(self) -> str:
        """An id no process has."""
        while (self._folder / (name := fresh_id())).exists():
            pass
        return name

    def write(self, process: Process, *, who: str, after: int, undoes: int | None = None) -> Change:
        """Write the next state.

        Args:
            process: the state.
            who: the function that made it.
            after: number of the state it was made from; 0 for a new process.
            undoes: number of the state that is written again.

        Raises:
            RequestError: somebody wrote meanwhile.
        """
        change = Change(after + 1, who, datetime.now(UTC), process, undoes)
        try:
            self._files(process.id).add(f"{change.number:04}", change)
        except FileExistsError:
            raise RequestError(
                "Prozess: inzwischen hat jemand anderes ihn geändert. Bitte neu laden und die Änderung noch einmal machen"
            ) from None
        return change

    def remove(self, name: str) -> None:
        """Throw a process away with all its history.

        Raises:
            RequestError: there is none, or it is not closed.
        """
        if not self.history(name)[-1].process.closed:
            raise RequestError("Prozess: er läuft noch; verwerfen lässt sich nur ein abgeschlossener")
        shutil.rmtree(self._folder / name)

    def _files(self, name: str) -> JsonFiles[Change]:
        return JsonFiles(self._folder / name, _CHANGE)


def _written(change: Change) -> dict[str, Any]:
    told = asdict(change) | {"when": change.when.isoformat()}
    for step in told["process"]["steps"]:
        step.update({name: step[name].isoformat() if step[name] else None for name in _DAYS})
    return told


def _read(told: Any) -> Change:
    process = told["process"]
    return Change(
        told["number"], told["who"], datetime.fromisoformat(told["when"]),
        Process(process["id"], process["title"], tuple(map(_step, process["steps"])), bool(process["closed"])),
        told["undoes"],
    )  # fmt: skip


def _step(given: dict[str, Any]) -> Step:
    days = {name: date.fromisoformat(given[name]) if given[name] else None for name in _DAYS}
    return Step(
        **{
            **given,
            **days,
            **{name: tuple(given[name]) for name in _LISTS},
            "status": Status(given["status"]),
        }
    )


_CHANGE: Final = Kind(
    re.compile(r"\d{4}"), _written, _read,
    missing="Prozess: den Stand {name} gibt es nicht; vorhanden: {known}", none="keiner",
    unreadable="dieser Stand des Prozesses ist unlesbar ({why}). Die Datei bitte aus der Sicherung holen oder löschen",
)  # fmt: skip

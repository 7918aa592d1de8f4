"""Planning processes as files beside the log: every change is a file of its own, so that nothing is lost.

`prozesse/<id>/0007.json` holds the whole process as it was after its seventh change, with who made it and when. A file is
written whole or not at all, and only if nobody wrote that number meanwhile. What was is never written over: to undo is
to write an earlier state once more.
"""

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from app.errors import RequestError
from app.processes.steps import Process, Status, Step

_ID: Final = re.compile(r"[0-9a-z]{6}")
_FILE: Final = re.compile(r"\d{4}\.json")
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # without letters that are mistaken for digits
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
        names = (
            [p.name for p in self._folder.iterdir() if _ID.fullmatch(p.name)] if self._folder.is_dir() else []
        )
        found = [self.history(name)[-1].process for name in names if self._numbers(name)]
        return sorted(found, key=lambda process: (process.closed, process.title.casefold(), process.id))

    def history(self, name: str) -> list[Change]:
        """All changes of a process, the first one first.

        Raises:
            RequestError: there is no such process, or one of its files cannot be read.
        """
        numbers = self._numbers(name)
        if not numbers:
            known = ", ".join(process.id for process in self.all()) if _ID.fullmatch(name) else ""
            raise RequestError(
                f"Prozess: ‹{name}› gibt es nicht; erwartet " + (f"einen von {known}" if known else "seine Kennung, siehe 'querblick process list'")
            )  # fmt: skip
        return [self._read(name, number) for number in numbers]

    def new_id(self) -> str:
        """An id no process has."""
        while True:
            name = "".join(secrets.choice(_LETTERS) for _ in range(6))
            if not (self._folder / name).exists():
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
        folder = self._folder / process.id
        folder.mkdir(parents=True, exist_ok=True)
        target, beside = (
            folder / f"{change.number:04}.json",
            folder / f"{os.getpid()}-{secrets.token_hex(4)}.neu",
        )
        beside.write_text(json.dumps(_written(change), ensure_ascii=False, indent=2), "utf-8")
        try:
            os.link(beside, target)  # fails if the number is taken: of two who write at once one is told
        except FileExistsError:
            raise RequestError(
                "Prozess: inzwischen hat jemand anderes ihn geändert. Bitte neu laden und die Änderung noch einmal machen"
            ) from None
        finally:
            beside.unlink()
        return change

    def remove(self, name: str) -> None:
        """Throw a process away with all its history.

        Raises:
            RequestError: there is none, or it is not closed.
        """
        if not self.history(name)[-1].process.closed:
            raise RequestError("Prozess: er läuft noch; verwerfen lässt sich nur ein abgeschlossener")
        folder = self._folder / name
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()

    def _numbers(self, name: str) -> list[int]:
        folder = self._folder / name
        if not _ID.fullmatch(name) or not folder.is_dir():
            return []
        return sorted(int(path.stem) for path in folder.iterdir() if _FILE.fullmatch(path.name))

    def _read(self, name: str, number: int) -> Change:
        path = self._folder / name / f"{number:04}.json"
        try:
            told = json.loads(path.read_text("utf-8"))
            process = told["process"]
            steps = tuple(_step(given) for given in process["steps"])
            return Change(
                number, told["who"], datetime.fromisoformat(told["when"]),
                Process(name, process["title"], steps, bool(process["closed"])), told["undoes"],
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise RequestError(
                f"{name}/{path.name}: dieser Stand des Prozesses ist unlesbar ({type(error).__name__}). Die Datei bitte aus der "
                "Sicherung holen oder löschen"
            ) from None


def _written(change: Change) -> dict[str, Any]:
    told = asdict(change) | {"when": change.when.isoformat()}
    for step in told["process"]["steps"]:
        step.update({name: step[name].isoformat() if step[name] else None for name in _DAYS})
    return told


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

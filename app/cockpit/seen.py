"""What the town's readers confirmed last as seen: a version and a day. One file beside the log; the last step can be undone."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.errors import RequestError


@dataclass(frozen=True, slots=True)
class SeenMark:
    """Up to which version, as of which day, and when that was confirmed."""

    version: int
    day: date
    confirmed_on: datetime


class Seen:
    """The marks of a town, the newest last; only the last two are kept."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "gesehen.json"

    def last(self) -> SeenMark | None:
        """What was confirmed last, if anything."""
        return next(reversed(self._marks()), None)

    def confirm(self, version: int, day: date) -> SeenMark:
        """Remember a state as seen."""
        mark = SeenMark(version, day, datetime.now(UTC))
        self._write([*self._marks()[-1:], mark])
        return mark

    def undo(self) -> None:
        """Forget the last confirmation; the one before it holds again, if there is one."""
        self._write(self._marks()[:-1])

    def _marks(self) -> list[SeenMark]:
        if not self._file.is_file():
            return []
        try:
            return [
                SeenMark(
                    int(told["version"]),
                    date.fromisoformat(told["day"]),
                    datetime.fromisoformat(told["confirmed_on"]),
                )
                for told in json.loads(self._file.read_text("utf-8"))
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise RequestError(
                f"{self._file.name}: ist unlesbar ({type(error).__name__}). Die Datei bitte löschen"
            ) from None

    def _write(self, marks: list[SeenMark]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(f".{os.getpid()}.neu")
        told = [
            {"version": m.version, "day": m.day.isoformat(), "confirmed_on": m.confirmed_on.isoformat()}
            for m in marks
        ]
        beside.write_text(json.dumps(told, indent=2), "utf-8")
        beside.replace(self._file)

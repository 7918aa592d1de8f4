"""What the town's readers confirmed last as seen: a version and a day. One file beside the log; the last step can be undone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from app.shelves import JsonFiles, Kind, Place


@dataclass(frozen=True, slots=True)
class SeenMark:
    """Up to which version, as of which day, and when that was confirmed."""

    version: int
    day: date
    confirmed_on: datetime


class Seen:
    """The marks of a town, the newest last; only the last two are kept."""

    def __init__(self, folder: Path) -> None:
        self._files = JsonFiles(folder, _MARKS)

    def last(self) -> SeenMark | None:
        """What was confirmed last, if anything."""
        return next(reversed(self._marks()), None)

    def confirm(self, version: int, day: date) -> SeenMark:
        """Remember a state as seen."""
        mark = SeenMark(version, day, datetime.now(UTC))
        self._files.write(_NAME, [*self._marks()[-1:], mark])
        return mark

    def undo(self) -> None:
        """Forget the last confirmation; the one before it holds again, if there is one."""
        self._files.write(_NAME, self._marks()[:-1])

    def _marks(self) -> Sequence[SeenMark]:
        return self._files.get(_NAME) if self._files.holds(_NAME) else ()


def _plain(marks: Sequence[SeenMark]) -> list[dict[str, Any]]:
    return [
        {"version": m.version, "day": m.day.isoformat(), "confirmed_on": m.confirmed_on.isoformat()}
        for m in marks
    ]


def _read(told: Any) -> Sequence[SeenMark]:
    return [
        SeenMark(int(m["version"]), date.fromisoformat(m["day"]), datetime.fromisoformat(m["confirmed_on"]))
        for m in told
    ]


_NAME: Final = Path(Place.SEEN).stem
_MARKS: Final = Kind(
    re.compile(_NAME), _plain, _read,
    missing="Gesehen: noch nichts bestätigt", none="",
    unreadable="ist unlesbar ({why}). Die Datei bitte löschen",
)  # fmt: skip

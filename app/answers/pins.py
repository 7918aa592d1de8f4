"""Pinned answers: a question with its choices, as of a day and a version, under a short id.

A pin holds no data of the town, only what was asked; asked again, the gate decides afresh what may be shown. It is a file
of its own beside the log, written whole or not at all.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from app.shelves import JsonFiles, Kind
from app.short_ids import short_id
from ontology.iris import Audience

_AWAY: Final = "weggelegt"


@dataclass(frozen=True, slots=True)
class Pin:
    """What was asked, and when it was pinned. `scenario`: id of the supposition it was asked under, if any."""

    id: str
    question_id: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    audience: Audience
    reference_date: date
    version: int
    pinned_on: datetime
    note: str
    scenario: str = ""


class Pins:
    """The pins of a town, one file each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._files = JsonFiles(folder, _PIN)
        self._away = JsonFiles(folder / _AWAY, _TAKEN_OFF)

    def add(
        self,
        question_id: str,
        parameters: Mapping[str, str | Sequence[str]],
        *,
        audience: Audience,
        reference_date: date,
        version: int,
        note: str,
        scenario: str = "",
    ) -> Pin:
        """Pin what was asked. The same pinned twice is one pin, with the newer note."""
        given = tuple(sorted(
            (name, (value,) if isinstance(value, str) else tuple(value)) for name, value in parameters.items()
        ))  # fmt: skip
        asked = (
            question_id,
            given,
            str(audience),
            reference_date.isoformat(),
            version,
            *filter(None, [scenario]),
        )
        pin = Pin(
            short_id(repr(asked)), question_id, given, audience, reference_date, version, datetime.now(UTC), note, scenario
        )  # fmt: skip
        self._files.write(pin.id, pin)
        return pin

    def all(self) -> list[Pin]:
        """All pins, the newest first."""
        return sorted(self._files.all(), key=lambda pin: pin.pinned_on, reverse=True)

    def get(self, name: str) -> Pin:
        """The pin with this id.

        Raises:
            RequestError: there is none.
        """
        return self._files.get(name)

    def remove(self, name: str) -> None:
        """Take a pin off; `restore` puts it back.

        Raises:
            RequestError: there is none.
        """
        self._files.move(name, self._away)

    def restore(self, name: str) -> Pin:
        """Put a pin back that was taken off. If the same was pinned again meanwhile, that holds.

        Raises:
            RequestError: there is none.
        """
        with self._files.writing():
            if not self._files.holds(name):
                self._away.move(name, self._files)
        return self.get(name)


def _plain(pin: Pin) -> dict[str, Any]:
    return asdict(pin) | {
        "reference_date": str(pin.reference_date),
        "pinned_on": pin.pinned_on.isoformat(),
    }


def _read(told: Any) -> Pin:
    return Pin(
        id=told["id"],
        question_id=told["question_id"],
        parameters=tuple((name, tuple(values)) for name, values in told["parameters"]),
        audience=Audience(told["audience"]),
        reference_date=date.fromisoformat(told["reference_date"]),
        version=int(told["version"]),
        pinned_on=datetime.fromisoformat(told["pinned_on"]),
        note=told["note"],
        scenario=told.get("scenario", ""),
    )


_PIN: Final = Kind(
    re.compile(r"[0-9a-z]{6}"), _plain, _read,
    missing="Angeheftet: '{name}' gibt es nicht; vorhanden: {known}",
    none="noch nichts",
    unreadable="die angeheftete Antwort ist unlesbar ({why}). Die Datei bitte löschen",
)  # fmt: skip
_TAKEN_OFF: Final = replace(_PIN, missing="Angeheftet: '{name}' liegt nicht unter den abgelösten")

"""Pinned answers: a question with its choices, as of a day and a version, under a short id.

A pin holds no data of the town, only what was asked; asked again, the gate decides afresh what may be shown. It is a file
of its own beside the log, written whole or not at all.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.errors import RequestError
from app.short_ids import short_id
from ontology.iris import Audience

_ID = re.compile(r"[0-9a-z]{6}")


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
        self._folder = folder

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
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{pin.id}.json"
        beside = target.with_suffix(f".{os.getpid()}.neu")
        content = asdict(pin) | {
            "reference_date": str(reference_date),
            "pinned_on": pin.pinned_on.isoformat(),
        }
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
        beside.replace(target)
        return pin

    def all(self) -> list[Pin]:
        """All pins, the newest first."""
        found = [self._read(path) for path in self._folder.glob("*.json")] if self._folder.is_dir() else []
        return sorted(found, key=lambda pin: pin.pinned_on, reverse=True)

    def get(self, name: str) -> Pin:
        """The pin with this id.

        Raises:
            RequestError: there is none.
        """
        path = self._folder / f"{name}.json"
        if not _ID.fullmatch(name) or not path.is_file():
            known = ", ".join(pin.id for pin in self.all()[:5]) or "keine angehefteten Antworten"
            raise RequestError(f"Angeheftet: '{name}' gibt es nicht; erwartet eine Kennung wie {known}")
        return self._read(path)

    def remove(self, name: str) -> None:
        """Take a pin off.

        Raises:
            RequestError: there is none.
        """
        (self._folder / f"{self.get(name).id}.json").unlink(missing_ok=True)

    @staticmethod
    def _read(path: Path) -> Pin:
        try:
            told = json.loads(path.read_text("utf-8"))
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
        except (ValueError, KeyError, TypeError) as error:
            raise RequestError(
                f"{path.name}: die angeheftete Antwort ist unlesbar ({type(error).__name__}). Die Datei bitte löschen"
            ) from None

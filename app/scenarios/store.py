"""Scenarios: what is supposed, under a name, each a file of its own beside the log.

A scenario holds acts and no data of the town; put over the town it is worked out afresh on every version. It is written
whole or not at all; what is thrown away lies aside for a while and can be taken back.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.errors import RequestError
from app.scenarios.acts import Act
from app.shelves import JsonFiles, Kind, Place
from loaders.persons import trace_of_person

_KEPT: Final = timedelta(days=30)
_ASIDE: Final = "verworfen"


class Supposed(BaseModel):
    """An act in a scenario. One that is not `active` does not count; `note` says why it is supposed.

    One that was taken out is kept as `removed`, so that it can come back with its number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"[0-9]{1,4}")]
    act: Act
    active: bool = True
    note: str = ""
    removed: bool = False


class Scenario(BaseModel):
    """What is supposed. `id` is short and stands in addresses; the name is for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"[0-9a-f]{6}")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    note: str = ""
    acts: tuple[Supposed, ...] = ()
    made_on: datetime
    changed_on: datetime

    @property
    def present(self) -> tuple[Supposed, ...]:
        """The acts that were not taken out."""
        return tuple(act for act in self.acts if not act.removed)

    @property
    def active(self) -> tuple[Supposed, ...]:
        """The acts that count."""
        return tuple(act for act in self.present if act.active)

    @property
    def digest(self) -> str:
        """Changes with whatever would be worked out otherwise."""
        said = "\n".join([self.name, *(supposed.act.model_dump_json() for supposed in self.active)])
        return hashlib.sha256(said.encode()).hexdigest()[:8]


class Scenarios:
    """The scenarios of a town."""

    def __init__(self, folder: Path) -> None:
        self._files = JsonFiles(folder, _SCENARIO)
        self._aside = JsonFiles(folder / _ASIDE, _THROWN_AWAY)

    @classmethod
    def of(cls, home: Path, ags: str) -> "Scenarios":
        """Those of a town."""
        return cls(home / ags / Place.SCENARIOS)

    def make(self, name: str, note: str = "", acts: tuple[Supposed, ...] = ()) -> Scenario:
        """A new scenario.

        Raises:
            RequestError: no name, or one that names a person.
        """
        now = datetime.now(UTC)
        _check_words(name, note)
        made = Scenario(
            id=secrets.token_hex(3), name=name.strip(), note=note.strip(), acts=acts, made_on=now, changed_on=now
        )  # fmt: skip
        self._files.add(made.id, made)
        return made

    def change(self, name: str, with_: Callable[[Scenario], Scenario]) -> Scenario:
        """Replace a scenario by what `with_` makes of it.

        Raises:
            RequestError: there is none, or its words name a person.
        """
        with self._files.writing():
            changed = with_(self.get(name)).model_copy(update={"changed_on": datetime.now(UTC)})
            _check_words(changed.name, changed.note, *(act.note for act in changed.acts))
            self._files.write(changed.id, changed)
        return changed

    def all(self) -> list[Scenario]:
        """All scenarios, the one changed last first."""
        return sorted(self._files.all(), key=lambda scenario: scenario.changed_on, reverse=True)

    def aside(self) -> list[Scenario]:
        """Those thrown away in the last 30 days; older ones are forgotten now."""
        for path in map(self._aside.path, self._aside.names()):
            with suppress(FileNotFoundError):  # taken back by somebody else meanwhile
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) + _KEPT < datetime.now(UTC):
                    path.unlink()
        return sorted(self._aside.all(), key=lambda scenario: scenario.changed_on, reverse=True)

    def get(self, name: str) -> Scenario:
        """The scenario with this id.

        Raises:
            RequestError: there is none.
        """
        return self._files.get(name)

    def throw_away(self, name: str) -> Scenario:
        """Put a scenario aside.

        Raises:
            RequestError: there is none.
        """
        with self._files.writing():  # somebody who is changing it would put it back beside the one put aside
            scenario = self.get(name)
            self._files.move(name, self._aside)
            os.utime(self._aside.path(name))
        return scenario

    def take_back(self, name: str) -> Scenario:
        """Take a scenario back that was thrown away.

        Raises:
            RequestError: there is none.
        """
        with self._files.writing():
            self._aside.move(name, self._files)
        return self.get(name)

    def forget(self, name: str) -> None:
        """Forget a scenario that was thrown away, for good; unknown ones are fine."""
        if self._aside.holds(name):
            self._aside.remove(name)


def _check_words(*texts: str) -> None:
    if not texts[0].strip():
        raise RequestError("Szenario: Der Name fehlt; erwartet z. B. „Treff Südhang wieder öffnen“")
    if trace_of_person(" ".join(texts)):
        raise RequestError(
            "Szenario: Name und Bemerkungen sehen nach einer Person aus; erwartet eine Sache, kein Name"
        )


def _plain(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json")


_SCENARIO: Final = Kind(
    re.compile(r"[0-9a-f]{6}"), _plain, Scenario.model_validate,
    missing="Szenario ‹{name}› gibt es nicht (mehr); vorhanden: {known}", none="noch kein Szenario",
    unreadable="das Szenario ist unlesbar ({why}). Die Datei bitte löschen",
)  # fmt: skip
_THROWN_AWAY: Final = replace(
    _SCENARIO, missing="Szenario ‹{name}› liegt nicht unter den verworfenen; nach 30 Tagen ist es fort"
)

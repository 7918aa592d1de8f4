"""Scenarios: what is supposed, under a name, each a file of its own beside the log.

A scenario holds acts and no data of the town; put over the town it is worked out afresh on every version. It is written
whole or not at all; what is thrown away lies aside for a while and can be taken back.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import RequestError
from app.scenarios.acts import Act
from loaders.persons import trace_of_person

_ID_BYTES: Final = 3
_KEPT: Final = timedelta(days=30)
_ASIDE: Final = "verworfen"


class Supposed(BaseModel):
    """An act in a scenario. One that is not `active` is kept and does not count; `note` says why it is supposed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"[0-9]{1,4}")]
    act: Act
    active: bool = True
    note: str = ""


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
    def active(self) -> tuple[Supposed, ...]:
        """The acts that count."""
        return tuple(act for act in self.acts if act.active)

    @property
    def digest(self) -> str:
        """Changes with whatever would be worked out otherwise."""
        said = "\n".join([self.name, *(supposed.act.model_dump_json() for supposed in self.active)])
        return hashlib.sha256(said.encode()).hexdigest()[:8]


class Scenarios:
    """The scenarios of a town."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, home: Path, ags: str) -> "Scenarios":
        """Those of a town."""
        return cls(home / ags / "szenarien")

    def make(self, name: str, note: str = "", acts: tuple[Supposed, ...] = ()) -> Scenario:
        """A new scenario.

        Raises:
            RequestError: no name, or one that names a person.
        """
        now = datetime.now(UTC)
        _check_words(name, note)
        made = Scenario(
            id=secrets.token_hex(_ID_BYTES), name=name.strip(), note=note.strip(), acts=acts, made_on=now, changed_on=now
        )  # fmt: skip
        self._write(made)
        return made

    def change(self, name: str, with_: Callable[[Scenario], Scenario]) -> Scenario:
        """Replace a scenario by what `with_` makes of it.

        Raises:
            RequestError: there is none, or its words name a person.
        """
        changed = with_(self.get(name)).model_copy(update={"changed_on": datetime.now(UTC)})
        _check_words(changed.name, changed.note, *(act.note for act in changed.acts))
        self._write(changed)
        return changed

    def all(self) -> list[Scenario]:
        """All scenarios, the one changed last first."""
        found = [self._read(path) for path in self._folder.glob("*.json")] if self._folder.is_dir() else []
        return sorted(found, key=lambda scenario: scenario.changed_on, reverse=True)

    def aside(self) -> list[Scenario]:
        """Those thrown away in the last 30 days; older ones are forgotten now."""
        folder = self._folder / _ASIDE
        if not folder.is_dir():
            return []
        for path in folder.glob("*.json"):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) + _KEPT < datetime.now(UTC):
                path.unlink()
        found = [self._read(path) for path in folder.glob("*.json")]
        return sorted(found, key=lambda scenario: scenario.changed_on, reverse=True)

    def get(self, name: str) -> Scenario:
        """The scenario with this id.

        Raises:
            RequestError: there is none.
        """
        path = self._folder / f"{name}.json"
        if not name.isalnum() or not path.is_file():
            known = ", ".join(s.id for s in self.all()[:5]) or "noch kein Szenario"
            raise RequestError(f"Szenario ‹{name}› gibt es nicht (mehr); vorhanden: {known}")
        return self._read(path)

    def throw_away(self, name: str) -> Scenario:
        """Put a scenario aside.

        Raises:
            RequestError: there is none.
        """
        scenario = self.get(name)
        aside = self._folder / _ASIDE
        aside.mkdir(exist_ok=True)
        target = aside / f"{scenario.id}.json"
        (self._folder / f"{scenario.id}.json").replace(target)
        os.utime(target)
        return scenario

    def take_back(self, name: str) -> Scenario:
        """Take a scenario back that was thrown away.

        Raises:
            RequestError: there is none.
        """
        path = self._folder / _ASIDE / f"{name}.json"
        if not name.isalnum() or not path.is_file():
            raise RequestError(
                f"Szenario ‹{name}› liegt nicht unter den verworfenen; nach 30 Tagen ist es fort"
            )
        path.replace(self._folder / path.name)
        return self.get(name)

    def forget(self, name: str) -> None:
        """Forget a scenario that was thrown away, for good; unknown ones are fine."""
        if name.isalnum():
            (self._folder / _ASIDE / f"{name}.json").unlink(missing_ok=True)

    def _write(self, scenario: Scenario) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{scenario.id}.json"
        beside = target.with_suffix(f".{os.getpid()}.neu")
        beside.write_text(scenario.model_dump_json(indent=2), "utf-8")
        beside.replace(target)

    @staticmethod
    def _read(path: Path) -> Scenario:
        try:
            return Scenario.model_validate_json(path.read_text("utf-8"))
        except ValidationError as error:
            raise RequestError(
                f"{path.name}: das Szenario ist unlesbar ({error.error_count()} Fehler). Die Datei bitte löschen"
            ) from None


def _check_words(*texts: str) -> None:
    if not texts[0].strip():
        raise RequestError("Szenario: Der Name fehlt; erwartet z. B. „Treff Südhang wieder öffnen“")
    if trace_of_person(" ".join(texts)):
        raise RequestError(
            "Szenario: Name und Bemerkungen sehen nach einer Person aus; erwartet eine Sache, kein Name"
        )

"""Views people keep under a name of their own: which page, and what was chosen there. Files beside the log.

A saved view holds no data of the town, only choices: opened again, the gate decides afresh what may be shown. It is
written whole or not at all, and one that was thrown away can be brought back.
"""

import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.errors import RequestError

_ID = re.compile(r"[0-9a-z]{6}")
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # without letters that are mistaken for digits
_LONGEST: Final = 80
_AWAY: Final = "weggelegt"

Choices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name, the page it belongs to, and what its address says."""

    id: str
    name: str
    page: str
    choices: Choices
    saved_on: datetime


class SavedViews:
    """The saved views of a town, one file each in a folder of its own; a thrown away one lies in a folder within."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, name: str, page: str, choices: Mapping[str, Sequence[str]]) -> SavedView:
        """Keep a view.

        Raises:
            RequestError: it has no name, a very long one, or one that is taken on this page.
        """
        given = tuple(sorted((key, tuple(values)) for key, values in choices.items()))
        view = SavedView(self._new_id(), self._free(name, page), page, given, datetime.now(UTC))
        self._write(view)
        return view

    def rename(self, id_: str, name: str) -> SavedView:
        """Give a view another name.

        Raises:
            RequestError: there is none, or the name cannot be.
        """
        view = self.get(id_)
        view = replace(view, name=self._free(name, view.page, but=id_))
        self._write(view)
        return view

    def all(self, page: str = "") -> list[SavedView]:
        """All views, or those of a page, by name."""
        found = [_read(path) for path in self._folder.glob("*.json")] if self._folder.is_dir() else []
        return sorted((v for v in found if page in ("", v.page)), key=lambda v: (v.name.casefold(), v.id))

    def get(self, id_: str) -> SavedView:
        """The view with this id.

        Raises:
            RequestError: there is none.
        """
        path = self._path(id_)
        if path is None or not path.is_file():
            known = ", ".join(view.id for view in self.all()[:5]) or "keine gemerkten Ansichten"
            raise RequestError(f"Ansicht: '{id_}' gibt es nicht; erwartet eine Kennung wie {known}")
        return _read(path)

    def remove(self, id_: str) -> SavedView:
        """Throw a view away; `restore` brings it back.

        Raises:
            RequestError: there is none.
        """
        view = self.get(id_)
        away = self._folder / _AWAY
        away.mkdir(exist_ok=True)
        (self._folder / f"{view.id}.json").replace(away / f"{view.id}.json")
        return view

    def restore(self, id_: str) -> SavedView:
        """Bring back a view that was thrown away.

        Raises:
            RequestError: there is none, or its name is taken by now.
        """
        path = self._path(id_)
        away = self._folder / _AWAY / f"{id_}.json"
        if path is None or not away.is_file():
            raise RequestError(f"Ansicht: '{id_}' liegt nicht unter den weggelegten")
        view = _read(away)
        self._free(view.name, view.page)
        away.replace(path)
        return view

    def _path(self, id_: str) -> Path | None:
        return self._folder / f"{id_}.json" if _ID.fullmatch(id_) else None

    def _new_id(self) -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(6))

    def _free(self, name: str, page: str, but: str = "") -> str:
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST:
            raise RequestError(f"Ansicht: erwartet einen Namen mit höchstens {_LONGEST} Zeichen")
        if any(v.name.casefold() == name.casefold() and v.id != but for v in self.all(page)):
            raise RequestError(f"Ansicht: Der Name „{name}“ ist schon vergeben; erwartet ein anderer")
        return name

    def _write(self, view: SavedView) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / f"{view.id}.json"
        beside = target.with_suffix(f".{os.getpid()}.neu")
        content = asdict(view) | {"saved_on": view.saved_on.isoformat()}
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
        beside.replace(target)


def _read(path: Path) -> SavedView:
    try:
        told = json.loads(path.read_text("utf-8"))
        return SavedView(
            id=told["id"],
            name=told["name"],
            page=told["page"],
            choices=tuple((name, tuple(values)) for name, values in told["choices"]),
            saved_on=datetime.fromisoformat(told["saved_on"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise RequestError(
            f"{path.name}: die gemerkte Ansicht ist unlesbar ({type(error).__name__}). Die Datei bitte löschen"
        ) from None

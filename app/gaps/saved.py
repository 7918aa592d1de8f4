"""Views people keep under a name of their own: which page, and what was chosen there. Files beside the log.

A saved view holds no data of the town, only choices: opened again, the gate decides afresh what may be shown. It is
written whole or not at all, and one that was thrown away can be brought back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.errors import RequestError
from app.shelves import JsonFiles, Kind
from app.short_ids import fresh_id

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
        self._files = JsonFiles(folder, _VIEW)
        self._away = JsonFiles(folder / _AWAY, _THROWN_AWAY)

    def add(self, name: str, page: str, choices: Mapping[str, Sequence[str]]) -> SavedView:
        """Keep a view.

        Raises:
            RequestError: it has no name, a very long one, or one that is taken on this page.
        """
        given = tuple(sorted((key, tuple(values)) for key, values in choices.items()))
        with self._files.writing():
            view = SavedView(fresh_id(), self._free(name, page), page, given, datetime.now(UTC))
            self._files.add(view.id, view)
        return view

    def rename(self, id_: str, name: str) -> SavedView:
        """Give a view another name.

        Raises:
            RequestError: there is none, or the name cannot be.
        """
        with self._files.writing():
            view = self.get(id_)
            view = replace(view, name=self._free(name, view.page, but=id_))
            self._files.write(view.id, view)
        return view

    def all(self, page: str = "") -> list[SavedView]:
        """All views, or those of a page, by name."""
        return sorted(
            (v for v in self._files.all() if page in ("", v.page)), key=lambda v: (v.name.casefold(), v.id)
        )

    def get(self, id_: str) -> SavedView:
        """The view with this id.

        Raises:
            RequestError: there is none.
        """
        return self._files.get(id_)

    def remove(self, id_: str) -> SavedView:
        """Throw a view away; `restore` brings it back.

        Raises:
            RequestError: there is none.
        """
        view = self.get(id_)
        self._files.move(id_, self._away)
        return view

    def restore(self, id_: str) -> SavedView:
        """Bring back a view that was thrown away.

        Raises:
            RequestError: there is none, or its name is taken by now.
        """
        with self._files.writing():
            view = self._away.get(id_)
            self._free(view.name, view.page)
            self._away.move(id_, self._files)
        return view

    def _free(self, name: str, page: str, but: str = "") -> str:
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST:
            raise RequestError(f"Ansicht: erwartet einen Namen mit höchstens {_LONGEST} Zeichen")
        if any(v.name.casefold() == name.casefold() and v.id != but for v in self.all(page)):
            raise RequestError(f"Ansicht: Der Name „{name}“ ist schon vergeben; erwartet ein anderer")
        return name


def _plain(view: SavedView) -> dict[str, Any]:
    return asdict(view) | {"saved_on": view.saved_on.isoformat()}


def _read(told: Any) -> SavedView:
    return SavedView(
        id=told["id"],
        name=told["name"],
        page=told["page"],
        choices=tuple((name, tuple(values)) for name, values in told["choices"]),
        saved_on=datetime.fromisoformat(told["saved_on"]),
    )


_VIEW: Final = Kind(
    re.compile(r"[0-9a-z]{6}"), _plain, _read,
    missing="Ansicht: '{name}' gibt es nicht; vorhanden: {known}", none="noch keine",
    unreadable="die gemerkte Ansicht ist unlesbar ({why}). Die Datei bitte löschen",
)  # fmt: skip
_THROWN_AWAY: Final = replace(_VIEW, missing="Ansicht: '{name}' liegt nicht unter den weggelegten")

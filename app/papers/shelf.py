"""Where papers are kept: a file each beside the log, written whole or not at all, with every earlier state.

Nothing is lost by writing: what a file said before stays as `frueher/<id>.<revision>.json`. A paper that is put away
moves to `weggelegt/` and can be brought back; only `forget` deletes, and says so.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.errors import RequestError
from app.papers.paper import Paper, from_plain, to_plain
from app.shelves import JsonFiles, Kind
from app.short_ids import fresh_id

EARLIER = 60
"""So many earlier states are kept of each paper; the oldest go first."""


class Shelf:
    """The papers of a town in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._papers = JsonFiles(folder, _PAPER)
        self._earlier = JsonFiles(folder / "frueher", _STATE)
        self._away = JsonFiles(folder / "weggelegt", _PAPER)

    def new_id(self) -> str:
        """An id no paper has."""
        name = ""
        while not name or self._papers.holds(name) or self._away.holds(name):
            name = f"v{fresh_id()}"
        return name

    def add(self, paper: Paper) -> Paper:
        """Keep a new paper."""
        with self._papers.writing():
            return self._write(replace(paper, revision=1, changed_on=datetime.now(UTC)))

    def change(self, name: str, change: Callable[[Paper], Paper], *, seen: int | None = None) -> Paper:
        """Change a paper and keep what it was before.

        Args:
            name: its id.
            change: from what is kept to what is to be kept; may raise.
            seen: the revision the change was made on; None = whatever is kept now (parts are only added).

        Raises:
            RequestError: there is no such paper, or somebody else changed it meanwhile.
        """
        with self._papers.writing():
            kept = self.get(name)
            if seen is not None and kept.revision != seen:
                raise RequestError(
                    f"Vorlage {name}: Inzwischen wurde sie an anderer Stelle geändert (Fassung {kept.revision}, "
                    f"Sie haben Fassung {seen} vor sich). Bitte neu laden; Ihr Text steht noch im Feld"
                )
            changed = change(kept)
            if replace(changed, revision=kept.revision, changed_on=kept.changed_on) == kept:
                return kept
            self._earlier.write(f"{name}.{kept.revision:05d}", kept)
            for old in self._states(name)[EARLIER:]:
                self._earlier.remove(old)
            return self._write(replace(changed, revision=kept.revision + 1, changed_on=datetime.now(UTC)))

    def all(self) -> list[Paper]:
        """All papers, the one changed last first."""
        return _latest_first(self._papers)

    def away(self) -> list[Paper]:
        """The papers that were put away, the one changed last first."""
        return _latest_first(self._away)

    def get(self, name: str) -> Paper:
        """The paper with this id.

        Raises:
            RequestError: there is none.
        """
        return self._papers.get(name)

    def earlier(self, name: str) -> list[Paper]:
        """What a paper was before, the latest first."""
        return [self._earlier.get(state) for state in self._states(self.get(name).id)]

    def restore(self, name: str, revision: int) -> Paper:
        """Make an earlier state the present one; the present one becomes an earlier one.

        Raises:
            RequestError: there is no such state.
        """
        found = {paper.revision: paper for paper in self.earlier(name)}
        if revision not in found:
            raise RequestError(f"Vorlage {name}: eine Fassung {revision} gibt es nicht (mehr)")
        old = found[revision]
        return self.change(
            name, lambda kept: replace(old, revision=kept.revision, changed_on=kept.changed_on)
        )

    def put_away(self, name: str) -> None:
        """Take a paper off the list; it can be brought back."""
        with self._papers.writing():
            self._papers.move(name, self._away)

    def bring_back(self, name: str) -> Paper:
        """Bring back a paper that was put away."""
        with self._papers.writing():
            self._away.move(name, self._papers)
        return self.get(name)

    def forget(self, name: str) -> None:
        """Delete a paper that was put away, with all its earlier states. This cannot be undone."""
        with self._papers.writing():
            self._away.remove(name)
            for state in self._states(name):
                self._earlier.remove(state)

    def _states(self, name: str) -> list[str]:
        """The files of its earlier states, the latest first."""
        return [state for state in reversed(self._earlier.names()) if state.startswith(f"{name}.")]

    def _write(self, paper: Paper) -> Paper:
        self._papers.write(paper.id, paper)
        return paper


def _latest_first(files: JsonFiles[Paper]) -> list[Paper]:
    return sorted(files.all(), key=lambda paper: paper.changed_on, reverse=True)


_PAPER: Final = Kind(
    re.compile(r"v[0-9a-z]{6}"), to_plain, from_plain,
    missing="Vorlagen: '{name}' gibt es hier nicht; vorhanden: {known}", none="keine",
    unreadable="die Vorlage ist unlesbar ({why}). Frühere Fassungen liegen in vorlagen/frueher; die unlesbare Datei bitte "
    "beiseitelegen",
)  # fmt: skip
_STATE: Final = replace(_PAPER, name=re.compile(r"v[0-9a-z]{6}\.\d{5}"))

"""Where papers are kept: a file each beside the log, written whole or not at all, with every earlier state.

Nothing is lost by writing: what a file said before stays as `frueher/<id>.<revision>.json`. A paper that is put away
moves to `weggelegt/` and can be brought back; only `forget` deletes, and says so.
"""

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from app.errors import RequestError
from app.papers.paper import Paper, from_plain, to_plain

_ID = re.compile(r"v[0-9a-z]{6}")
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # without letters that are mistaken for digits
EARLIER = 60
"""So many earlier states are kept of each paper; the oldest go first."""


class Shelf:
    """The papers of a town in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._earlier = folder / "frueher"
        self._away = folder / "weggelegt"

    def new_id(self) -> str:
        """An id no paper has."""
        while True:
            name = "v" + "".join(secrets.choice(_LETTERS) for _ in range(6))
            if not (self._folder / f"{name}.json").exists() and not (self._away / f"{name}.json").exists():
                return name

    def add(self, paper: Paper) -> Paper:
        """Keep a new paper."""
        with self._writing():
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
        with self._writing():
            kept = self.get(name)
            if seen is not None and kept.revision != seen:
                raise RequestError(
                    f"Vorlage {name}: Inzwischen wurde sie an anderer Stelle geändert (Fassung {kept.revision}, "
                    f"Sie haben Fassung {seen} vor sich). Bitte neu laden; Ihr Text steht noch im Feld"
                )
            changed = change(kept)
            if replace(changed, revision=kept.revision, changed_on=kept.changed_on) == kept:
                return kept
            self._earlier.mkdir(parents=True, exist_ok=True)
            _write_whole(self._earlier / f"{name}.{kept.revision:05d}.json", kept)
            self._trim(name)
            return self._write(replace(changed, revision=kept.revision + 1, changed_on=datetime.now(UTC)))

    def all(self) -> list[Paper]:
        """All papers, the one changed last first."""
        return _in(self._folder)

    def away(self) -> list[Paper]:
        """The papers that were put away, the one changed last first."""
        return _in(self._away)

    def get(self, name: str) -> Paper:
        """The paper with this id.

        Raises:
            RequestError: there is none.
        """
        return _read(self._path(self._folder, name))

    def earlier(self, name: str) -> list[Paper]:
        """What a paper was before, the latest first."""
        found = sorted(self._earlier.glob(f"{self.get(name).id}.*.json"), reverse=True)
        return [_read(path) for path in found]

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
        with self._writing():
            source = self._path(self._folder, name)
            self._away.mkdir(parents=True, exist_ok=True)
            source.replace(self._away / source.name)

    def bring_back(self, name: str) -> Paper:
        """Bring back a paper that was put away."""
        with self._writing():
            source = self._path(self._away, name)
            source.replace(self._folder / source.name)
        return self.get(name)

    def forget(self, name: str) -> None:
        """Delete a paper that was put away, with all its earlier states. This cannot be undone."""
        with self._writing():
            self._path(self._away, name).unlink()
            for path in self._earlier.glob(f"{name}.*.json"):
                path.unlink()

    def _path(self, folder: Path, name: str) -> Path:
        path = folder / f"{name}.json"
        if not _ID.fullmatch(name) or not path.is_file():
            known = ", ".join(paper.id for paper in _in(folder)[:5]) or "keine"
            raise RequestError(f"Vorlagen: '{name}' gibt es hier nicht; vorhanden: {known}")
        return path

    def _write(self, paper: Paper) -> Paper:
        _write_whole(self._folder / f"{paper.id}.json", paper)
        return paper

    def _trim(self, name: str) -> None:
        for path in sorted(self._earlier.glob(f"{name}.*.json"), reverse=True)[EARLIER:]:
            path.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / ".schloss", timeout=20):
            yield


def _in(folder: Path) -> list[Paper]:
    found = [_read(path) for path in folder.glob("v*.json")] if folder.is_dir() else []
    return sorted(found, key=lambda paper: paper.changed_on, reverse=True)


def _read(path: Path) -> Paper:
    try:
        return from_plain(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(
            f"{path.name}: die Vorlage ist unlesbar ({type(error).__name__}). Frühere Fassungen liegen in "
            f"vorlagen/frueher; die unlesbare Datei bitte beiseitelegen"
        ) from None


def _write_whole(target: Path, paper: Paper) -> None:
    beside = target.with_suffix(f".{os.getpid()}.neu")
    beside.write_text(json.dumps(to_plain(paper), ensure_ascii=False, indent=2), "utf-8")
    beside.replace(target)

"""Where the built stores lie: a rebuildable cache beside the log.

In a folder, every store is written once and never again: the next one starts as a copy of the last (hard links, so
milliseconds) and replaces it by one rename of the marker. A crash leaves a folder nobody points to. On a server there
is one store that is changed in place; the marker is taken away before and put back after.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from graph.durable import flush_folder, write_durably
from graph.embedded import EmbeddedEngine
from graph.engine import Engine
from graph.errors import StoreError

_UNFINISHED = ".neu"


@dataclass(frozen=True, slots=True)
class Marker:
    """What a built store holds.

    `chain` is the hash of the version's manifest, `recipe` tells by which vocabulary, rules and thresholds it was
    built, `name` is its folder.
    """

    version: int
    chain: str
    recipe: str
    name: str = ""

    def holds(self, other: "Marker") -> bool:
        """Whether this store is what `other` asks for."""
        return (self.version, self.chain, self.recipe) == (other.version, other.chain, other.recipe)


@dataclass(slots=True)
class Draft:
    """A store that is being written. `publish` makes it the current one; otherwise it is thrown away."""

    engine: Engine
    publish: Callable[[Marker], Marker]


class Shelf(Protocol):
    """Keeps built stores. One writer at a time (the log's lock), any number of readers."""

    def current(self) -> Marker | None:
        """The store that readers should open; `None` if there is none or its marker cannot be read."""
        ...

    def open(self, marker: Marker) -> Engine:
        """Open a store for reading.

        Raises:
            StoreError: it is gone or damaged.
        """
        ...

    def path(self, marker: Marker) -> Path | None:
        """The folder of a store, for the worker process; `None` on a server."""
        ...

    def draft(self, base: Marker | None) -> AbstractContextManager[Draft]:
        """A store to write to: as `base` left it, or empty (on a server: with whatever is there)."""
        ...

    def point_to(self, marker: Marker) -> None:
        """Make a published store the current one and clear away the oldest."""
        ...

    def clear(self) -> None:
        """Forget everything that was built.

        Raises:
            StoreError: something could not be deleted.
        """
        ...


class FolderShelf:
    """Stores in subfolders of `folder`; the newest `keep` stay, since somebody may still be reading them."""

    def __init__(self, folder: Path, keep: int = 4) -> None:
        self.folder = folder
        self._keep = keep
        self._marker = folder / "current.json"

    def current(self) -> Marker | None:
        """As `Shelf.current`."""
        return _read_marker(self._marker)

    def open(self, marker: Marker) -> EmbeddedEngine:
        """As `Shelf.open`."""
        path = self.folder / marker.name
        if not path.is_dir():
            raise StoreError(f"{path}: the snapshot is gone. Rebuild it from the log")
        return EmbeddedEngine(path, read_only=True)

    def path(self, marker: Marker) -> Path | None:
        """As `Shelf.path`."""
        return self.folder / marker.name

    @contextmanager
    def draft(self, base: Marker | None) -> Iterator[Draft]:
        """As `Shelf.draft`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{secrets.token_hex(6)}{_UNFINISHED}"
        if base is not None:
            self.open(base).backup(path)
        engine = EmbeddedEngine(path)

        def publish(marker: Marker) -> Marker:
            engine.close()
            name = marker.name or f"{marker.version}-{secrets.token_hex(4)}"
            _rename(path, self.folder / name)
            return replace(marker, name=name)

        try:
            yield Draft(engine, publish)
        finally:
            engine.close()
            shutil.rmtree(path, ignore_errors=True)

    def point_to(self, marker: Marker) -> None:
        """As `Shelf.point_to`."""
        write_durably(self._marker, json.dumps(asdict(marker)).encode())
        with suppress(OSError):  # what is too much now goes next time
            self.tidy(marker.name)

    def tidy(self, current: str = "") -> None:
        """Remove stores nobody should need any more. Whoever has one open keeps it on most systems."""
        stores = sorted(
            (path for path in self.folder.iterdir() if path.is_dir() and path.name != current),
            key=lambda path: path.stat().st_mtime,
            reverse=True,
        )
        for path in stores[self._keep - 1 :]:
            shutil.rmtree(path, ignore_errors=True)

    def clear(self) -> None:
        """As `Shelf.clear`."""
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            raise StoreError(
                f"{self.folder}: could not be deleted: {error}. Close the program that uses it, delete the folder by hand"
            ) from error


class ServerShelf:
    """One store on a server, changed in place; only the marker lies in `folder`.

    Readers may see a change half made while it is being written; the marker keeps them from asking what a broken
    change left behind.
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder = folder
        self._marker = folder / "server.json"
        self._engine = engine

    def current(self) -> Marker | None:
        """As `Shelf.current`."""
        return _read_marker(self._marker)

    def open(self, marker: Marker) -> Engine:  # noqa: ARG002 there is only one
        """As `Shelf.open`."""
        return self._engine

    def path(self, marker: Marker) -> Path | None:  # noqa: ARG002 there is none
        """As `Shelf.path`."""
        return None

    @contextmanager
    def draft(self, base: Marker | None) -> Iterator[Draft]:  # noqa: ARG002 what is there is the base
        """As `Shelf.draft`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._marker.unlink(missing_ok=True)
        flush_folder(self._folder)
        yield Draft(self._engine, lambda marker: marker)

    def point_to(self, marker: Marker) -> None:
        """As `Shelf.point_to`."""
        write_durably(self._marker, json.dumps(asdict(marker)).encode())

    def clear(self) -> None:
        """As `Shelf.clear`; the next draft is filled graph by graph."""
        self._marker.unlink(missing_ok=True)


def _rename(path: Path, target: Path) -> None:
    try:
        path.rename(target)
    except OSError as error:
        if not target.is_dir():  # otherwise another process built the same one meanwhile
            raise StoreError(f"{target}: the snapshot could not be put in place: {error}") from error
    flush_folder(target.parent)


def _read_marker(path: Path) -> Marker | None:
    try:
        return Marker(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None

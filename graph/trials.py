"""A town as it would be with a change: a store nobody else sees, gone when its reader is done."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.build import Deriver, fill, update
from graph.embedded import EmbeddedEngine
from graph.engine import Engine
from graph.patch import Patch
from graph.sources import SourceIndex


def tried(
    built: Engine | None,
    folder: Path,
    index: SourceIndex,
    change: Patch,
    deriver: Deriver,
    smallest_count: int,
) -> EmbeddedEngine:
    """A store with a change that is nowhere else.

    Args:
        built: the store of `index`; a copy of it is changed, or, if it lies on a server, all is built in memory.
        folder: where the copy goes.
        index: the state before; it is that again afterwards, unless an error is raised.
        change: only what changes something (`SourceIndex.effective`).
        deriver: writes what follows.
        smallest_count: numbers of people from 1 to below it are in no Stand.

    Raises:
        StoreError: the copy could not be written.
    """
    if not isinstance(built, EmbeddedEngine):
        engine = EmbeddedEngine()
        index.apply(change)
        fill(engine, index, deriver, smallest_count)
        index.apply(change.inverse())
        return engine
    built.backup(folder / "store")
    with EmbeddedEngine(folder / "store") as engine:
        update(engine, index, change, deriver, smallest_count)
    index.apply(change.inverse())
    return EmbeddedEngine(folder / "store", read_only=True)


@contextmanager
def trial_folder(parent: Path) -> Iterator[Path]:
    """A new folder in `parent`; both are gone afterwards, whatever happens."""
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another trial may be running
            parent.rmdir()

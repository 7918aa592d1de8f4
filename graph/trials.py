"""A town as it would be with a change: a store nobody else sees, gone when its reader is done."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.build import Deriver, fill, update
from graph.embedded import EmbeddedEngine
from graph.engine import Engine
from graph.patch import Patch
from graph.shelf import Marker
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


def supposition_name(base: Marker, change: Patch) -> str:
    """The folder of the store that `change` makes of `base`: the same for the same change on the same base."""
    quads = [
        sorted("\t".join(term.n3() for term in quad) for quad in part)
        for part in (change.removed, change.added)
    ]
    said = json.dumps([base.chain, base.recipe, quads]).encode()
    return f"{base.version}-{hashlib.sha256(said).hexdigest()[:12]}"


def keep(engine: EmbeddedEngine, folder: Path, target: Path) -> None:
    """Keep a tried store as `target`, whole or not at all; `folder` is for what is not finished yet."""
    beside = folder / "kept"
    if engine.path is not None:
        engine.backup(beside)
    else:
        with EmbeddedEngine(beside) as copy:
            for name in engine.graph_names():
                copy.replace_graph(name, engine.graph(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.rename(target)


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

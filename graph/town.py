"""One municipality: its log, the stores built from it, and the lock between those who write.

```
<home>/<ags>/log/              the truth: versions 1, 2, 3 …                     (graph.log)
<home>/<ags>/cache/current/    stores built from it, one per version             (graph.shelf)
<home>/<ags>/cache/past/       stores of earlier versions somebody asked for
<home>/<ags>/staging/          files that wait for a decision                    (app)
```

Readers open the newest built store and never meet a writer. A store that is missing, damaged or built by other rules
is built again from the log; deleting `cache` loses nothing but a few seconds.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from graph.archive import copy_log, finish_replacement, replace_log
from graph.build import Deriver, contradictions, fill, is_delivered, recipe, update
from graph.embedded import EmbeddedEngine
from graph.engine import Engine
from graph.errors import BusyError, StoreError
from graph.log import VersionLog
from graph.manifest import BEGINNING, Entry, Kind, Version
from graph.mirror import Mirror
from graph.patch import Patch
from graph.shelf import FolderShelf, Marker, ServerShelf, Shelf
from graph.snapshot import OpenStores, Snapshot
from graph.sources import SourceIndex
from graph.terms import Quad, Triple
from graph.trials import keep, supposition_name, trial_folder, tried
from ontology import iris
from ontology.iris import Audience

_log = logging.getLogger(__name__)

__all__ = ["Snapshot", "TownStore"]


class TownStore:
    """The municipality `ags` (8 digits) in the folder `home`; one object per process and municipality.

    Args:
        home: folder of all municipalities.
        ags: municipality key.
        deriver: writes what follows from a Stand. Needed wherever a store has to be built.
        engine_factory: makes the engine of a server to use instead of a folder.
        smallest_count: numbers of people from 1 to below it are in no Stand.
        patience_s: seconds to wait for another writer.
    """

    def __init__(
        self,
        home: Path,
        ags: str,
        deriver: Deriver | None = None,
        *,
        engine_factory: Callable[[], Engine] | None = None,
        smallest_count: int = 3,
        patience_s: float = 60.0,
    ) -> None:
        self.ags = ags
        self.folder = home / ags
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        finish_replacement(self.folder / "log")
        self.log = VersionLog(self.folder / "log", ags, patience_s=patience_s)
        self._deriver = deriver
        self._smallest_count = smallest_count
        cache = self.folder / "cache"
        self._shelf: Shelf = (
            ServerShelf(cache, engine_factory()) if engine_factory else FolderShelf(cache / "current")
        )
        self._past = FolderShelf(cache / "past", keep=3)
        self._suppositions = FolderShelf(cache / "szenarien", keep=8)
        self._trials = cache / "trials"
        self._mutex = threading.RLock()
        self._mirror = Mirror(self.log)
        self._open = OpenStores(ags)

    @property
    def version(self) -> int:
        """The version that readers get now; 0 while nothing was delivered. Changes when another process writes."""
        marker = self._shelf.current()
        return marker.version if marker else self.log.head

    def versions(self) -> list[Version]:
        """All versions, oldest first. Raises `LogError` if the log was tampered with."""
        return self.log.versions()

    def source_quads(self, key: str) -> set[Quad]:
        """What a source says at the latest version, in both its graphs, as the log holds it."""
        with self._mutex:
            index = self._mirror.index()
            graphs = [iris.source_graph(self.ags, key, audience) for audience in Audience]
            return {(*triple, graph) for graph in graphs for triple in index.graphs.get(graph, ())}

    def delivered_quads(self) -> set[Quad]:
        """Everything the log holds at the latest version: sources, provenance, rows held back."""
        with self._mutex:
            return self._mirror.index().quads()

    def commit(self, patch: Patch, entry: Entry, *, base: int | None = None) -> Version:
        """Make a change the next version. All of it happens, or nothing does.

        The new store is built first and shown last, so that a change from which nothing can be derived is not
        accepted. A patch that changes nothing makes no version; the latest one is returned. `base` is the version the
        change was worked out on, if it holds for that one only.

        Raises:
            BusyError: another process is writing and does not finish in time, or made another version since `base`.
            TermError: a term that cannot be stored.
            StoreError: a graph that no delivery may write, or a full disk.
        """
        with self._exclusive():
            if base is not None and base != self.log.head:
                raise BusyError(
                    f"{self.folder}: version {self.log.head} was made meanwhile; expected {base} to be the latest. Try again"
                )
            index = self._mirror.index()
            change = index.effective(Patch.of(patch.removed, patch.added))
            self._check(change)
            if not change and self.log.head:
                return self.log.version(self.log.head)
            try:
                return self._commit(index, change, entry)
            except BaseException:
                self._mirror.forget()
                raise

    @contextmanager
    def trial(self, patch: Patch) -> Iterator[Snapshot]:
        """The town as it would be with a change, for reading while the block runs; nothing of it stays.

        The log, the built stores and their readers see nothing of it. Its version is the one the change would be
        made on. Trials of several threads are built one after the other and read side by side.

        Raises:
            BusyError: another process is writing and does not finish in time.
            TermError: a term that cannot be stored.
            StoreError: a graph that no delivery may write, or a full disk.
        """
        with trial_folder(self._trials) as folder:
            with self._exclusive():
                engine = self._tried(Patch.of(patch.removed, patch.added), folder)
                version = self.log.head
            try:
                yield Snapshot(engine, version, self.ags)
            finally:
                engine.close()

    def supposed(self, patch: Patch) -> Snapshot:
        """The town as it would be with a change, kept beside the built stores for as long as somebody asks for it.

        As `trial`, but it outlives the call: a scenario is read many times. The log, the built stores and their readers
        see nothing of it; whatever is asked least recently is cleared away, and a new version starts it afresh.

        Raises:
            BusyError: another process is writing and does not finish in time.
            TermError: a term that cannot be stored.
            StoreError: a graph that no delivery may write, or a full disk.
        """
        wanted = Patch.of(patch.removed, patch.added)
        with self._exclusive():
            base = self._wanted()
            marker = replace(base, name=supposition_name(base, wanted))
            if not (self._suppositions.folder / marker.name).is_dir():
                with trial_folder(self._trials) as folder, self._tried(wanted, folder) as engine:
                    keep(engine, folder, self._suppositions.folder / marker.name)
            self._suppositions.tidy(marker.name)
            return self._open.snapshot(self._suppositions, marker)

    def forget_supposed(self) -> None:
        """Clear away what `supposed` keeps. Whoever is reading one goes on reading."""
        self._suppositions.clear()

    def contradictions(self, patch: Patch) -> tuple[frozenset[Triple], frozenset[Triple]]:
        """The `soz:Conflict`s (internal) of the records a change reaches, now and then; quicker than a `trial`."""
        with self._exclusive():
            index = self._mirror.index()
            change = index.effective(Patch.of(patch.removed, patch.added))
            self._check(change)
            return contradictions(index, change, self._smallest_count)

    def rollback(self, to: int, *, who: str, why: str) -> Version:
        """Make everything as it was at version `to`, as a new version. Raises as `commit`."""
        with self._exclusive():
            patch = Patch.between(self._mirror.index().quads(), self.log.state(to))
            return self.commit(patch, Entry(who=who, why=why, kind=Kind.ROLLBACK, of=to))

    def redact(self, values: Iterable[str], *, who: str, why: str) -> Version:
        """Take values out of the log, of every built store and of the files that wait (ruling 21).

        Backups elsewhere, and processes that still hold an old store open, are the caller's to think of.

        Raises:
            LogError: a value is too short to be meant.
            StoreError: the log is clean, but a built store could not be deleted (Windows: somebody has it open).
        """
        with self._exclusive():
            version = self.log.redact(values, who=who, why=why)
            shutil.rmtree(self.folder / "staging", ignore_errors=True)
            self._start_over()
            return version

    def rebuild(self) -> None:
        """Build the store of the latest version anew from the log."""
        with self._exclusive():
            self._mirror.forget()
            index = self._mirror.index()
            with self._shelf.draft(None) as draft:
                fill(draft.engine, index, self._need_deriver(), self._smallest_count)
                self._shelf.point_to(draft.publish(self._wanted()))

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The latest version, or an earlier one, for reading; does not wait for whoever is writing.

        Earlier ones are built on demand, by today's vocabulary and rules, and kept for a while.

        Raises:
            LogError: there is no such version.
            StoreError: nothing could be opened or built.
        """
        if version is not None:
            marker = self._ready()
            if marker is None or marker.version != version:
                return self._past_snapshot(version)
        try:
            return self._open.snapshot(self._shelf, self._ready() or self._caught_up())
        except BusyError:
            raise
        except StoreError:
            self.rebuild()
            return self._open.snapshot(self._shelf, self._caught_up())

    def verify(self) -> list[str]:
        """What is wrong with the log or the store built from it, one German sentence each."""
        problems = self.log.verify()
        marker = None if problems else self._ready()
        if marker is None:
            return problems
        try:
            engine = self._shelf.open(marker)
            with self._mutex:
                held = self._mirror.index().graphs
                differing = [g for g, triples in held.items() if set(engine.graph(g)) != triples]
        except StoreError as error:
            return [
                f"Der Speicher der Version {marker.version} ist beschädigt ({error}). Er kann neu aufgebaut werden."
            ]
        if differing:
            where = f"Der Speicher der Version {marker.version} weicht in {len(differing)} Graphen vom Protokoll ab."
            return [f"{where} Das Protokoll gilt; der Speicher kann daraus neu aufgebaut werden."]
        return []

    def backup(self, target: Path) -> int:
        """Copy the log into the empty folder `target` and check the copy; returns the version saved.

        Raises:
            StoreError: `target` holds something, or the copy is not whole.
        """
        with self.log.writing():
            copy_log(self.log, target)
            return self.log.head

    def restore(self, source: Path, *, replace_existing: bool = False) -> int:
        """Take over the log that `backup` wrote; returns its latest version.

        A log that is there stays beside it, renamed, if `replace_existing` allows to replace it at all.

        Raises:
            StoreError: there are versions already and nobody said to replace them; or the backup is not whole.
        """
        with self._exclusive():
            replace_log(self.log, source, replace_existing=replace_existing)
            self._start_over()
            return self.log.head

    def _tried(self, patch: Patch, folder: Path) -> EmbeddedEngine:
        index = self._mirror.index()
        change = index.effective(patch)
        self._check(change)
        try:
            base = self._ready()
            built = self._shelf.open(base) if base is not None else None
            return tried(built, folder, index, change, self._need_deriver(), self._smallest_count)
        except BaseException:
            self._mirror.forget()
            raise

    @contextmanager
    def _exclusive(self, patience_s: float | None = None) -> Iterator[None]:
        """Be the only one who writes, among threads and processes."""
        if not self._mutex.acquire(timeout=-1 if patience_s is None else patience_s):
            raise BusyError(f"{self.folder}: this program is writing already. Try again in a moment")
        try:
            with self.log.writing(patience_s=patience_s):
                yield
        finally:
            self._mutex.release()

    def _commit(self, index: SourceIndex, change: Patch, entry: Entry) -> Version:
        base = self._ready()
        with self._shelf.draft(base) as draft:
            if base is None:
                index.apply(change)
                fill(draft.engine, index, self._need_deriver(), self._smallest_count)
            else:
                update(draft.engine, index, change, self._need_deriver(), self._smallest_count)
            version = self.log.append(change, entry)
            self._mirror.settle(version)
            try:
                self._shelf.point_to(draft.publish(self._wanted()))
            except StoreError as error:
                # The version is in the log and holds; whoever reads next builds the store again.
                _log.warning("version %s is stored, but its snapshot is not: %s", version.number, error)
        return version

    def _check(self, change: Patch) -> None:
        for graph in sorted(change.graphs()):
            if not is_delivered(self.ags, graph):
                raise StoreError(
                    f"<{graph}>: not a graph of deliveries to {self.ags}; expected a source, the provenance or the "
                    "rows held back. Build its IRI with ontology.iris"
                )

    def _start_over(self) -> None:
        self._mirror.forget()
        self._open.clear()
        self._shelf.clear()
        self._past.clear()
        self._suppositions.clear()
        shutil.rmtree(
            self._trials, ignore_errors=True
        )  # what a crash may have left must not outlive a redaction
        self.rebuild()

    def _need_deriver(self) -> Deriver:
        if self._deriver is None:
            raise StoreError(
                f"{self.folder}: a store must be built, but nobody derives. Open the town with a deriver"
            )
        return self._deriver

    def _wanted(self) -> Marker:
        """What a store of the latest version looks like."""
        return self._marker(self.log.head)

    def _marker(self, version: int) -> Marker:
        chain = self.log.version(version).hash if version else BEGINNING
        return Marker(version, chain, self._recipe())

    def _recipe(self) -> str:
        return recipe(self._deriver, self._smallest_count) if self._deriver else ""

    def _ready(self) -> Marker | None:
        """The built store, if it is of the latest version and by today's rules."""
        marker, wanted = self._shelf.current(), self._wanted()
        if marker is None:
            return None
        if self._deriver is None:  # whoever cannot build takes what others built
            wanted = replace(wanted, recipe=marker.recipe)
        return marker if marker.holds(wanted) else None

    def _caught_up(self) -> Marker:
        """The store of the latest version, built now if need be; or the one before while somebody is writing."""
        older = self._shelf.current()
        usable = older is not None and older.recipe == self._recipe()
        try:
            with self._exclusive(0 if usable else None):
                if self._ready() is None:
                    self.rebuild()
        except BusyError:
            if older is None or not usable:
                raise
            return older
        marker = self._shelf.current()
        if marker is None:
            raise StoreError(f"{self.folder}: the store vanished while it was built. Try again")
        return marker

    def _past_snapshot(self, version: int) -> Snapshot:
        marker = self._marker(version)
        name = sha256("\n".join([self.log.identity(version), marker.recipe]).encode()).hexdigest()[:12]
        marker = replace(marker, name=f"{version}-{name}")
        if not (self._past.folder / marker.name).is_dir():
            index = SourceIndex(self.ags, self.log.state(version))
            with self._past.draft(None) as draft:
                fill(draft.engine, index, self._need_deriver(), self._smallest_count)
                draft.publish(marker)
            self._past.tidy(marker.name)
        return self._open.snapshot(self._past, marker)

"""The version log: a folder that only grows, and the only truth. Everything else can be rebuilt from it.

```
000001.rdfp   what version 1 removed and added (RDF Patch)
000001.json   its manifest, written last: a version exists from the moment its manifest does
```

Beside the folder lies `<folder>.lock`, held by whoever writes.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout

from graph.audit import problems
from graph.durable import UNFINISHED, flush_folder, write_durably
from graph.errors import BusyError, LogError
from graph.manifest import BEGINNING, Entry, Kind, Redaction, Version, now, sha256
from graph.patch import Patch
from graph.redaction import Eraser, redacted
from graph.terms import Quad

_STAGED = ".redacted"

_Seal: TypeAlias = tuple[int, int, int]
"""By which a file is known to be the one that was read: another process may have put another in its place."""


def lock_file(folder: Path) -> Path:
    """The file whoever writes to the log in `folder` holds."""
    return folder.with_name(f"{folder.name}.lock")


class VersionLog:
    """The log of one municipality (`ags`, 8 digits) in `folder`.

    Many processes may read while one writes. `append`, `redact` and `writing` take the lock; whoever dies while
    holding it leaves at most files no manifest speaks of, and the next writer clears them away.
    """

    def __init__(self, folder: Path, ags: str, *, patience_s: float = 60.0) -> None:
        self.folder = folder
        self.ags = ags
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(lock_file(folder), timeout=patience_s)
        self._read: dict[int, tuple[_Seal, Version]] = {}

    @property
    def head(self) -> int:
        """The number of the latest version; 0 when there is none yet."""
        numbers = (int(path.stem) for path in self.folder.glob("[0-9]*.json") if path.stem.isdigit())
        return max(numbers, default=0)

    @contextmanager
    def writing(self, *, patience_s: float | None = None) -> Iterator[None]:
        """Be the only writer, after clearing away what a crash left. Reentrant within a thread.

        Raises:
            BusyError: somebody else is writing and does not finish in time.
        """
        try:
            self._lock.acquire(timeout=patience_s)
        except Timeout:
            raise BusyError(
                f"{self.folder}: another process is writing; expected it to finish. Try again in a moment"
            ) from None
        try:
            self._clear()
            yield
        finally:
            self._lock.release()

    def append(self, patch: Patch, entry: Entry) -> Version:
        """Add a version. It exists when this returns, and does not when this raises.

        Raises:
            BusyError: somebody else is writing.
            StoreError: disk full or no permission.
        """
        with self.writing():
            return self._append(patch, entry, ())

    def versions(self) -> list[Version]:
        """All versions, oldest first.

        Raises:
            LogError: a manifest is missing, changed or of another municipality.
        """
        return [self.version(number) for number in range(1, self.head + 1)]

    def version(self, number: int) -> Version:
        """One version.

        Raises:
            LogError: there is no such version, or its manifest was changed.
        """
        path = self._path(number, "json")
        try:
            seal = _seal(path)
            if number in self._read and self._read[number][0] == seal:
                return self._read[number][1]
            version = Version.from_json(path.read_bytes(), path.name)
        except FileNotFoundError:
            raise LogError(
                f"{path}: version {number} is not there; expected 1 to {self.head}. See `querblick versions`"
            ) from None
        if version.ags != self.ags or version.number != number:
            raise LogError(
                f"{path}: belongs to version {version.number} of {version.ags}; expected {number} of {self.ags}"
            )
        self._read[number] = seal, version
        return version

    def read_again(self, number: int) -> Version:
        """One version as its file says now, whatever was remembered. Raises as `version`."""
        self._read.pop(number, None)
        return self.version(number)

    def identity(self, number: int) -> str:
        """What a version holds, in a word: another one if a backup was restored, or values taken out, since.

        Whatever is remembered of a version is remembered under it; its number alone can come to mean something else.
        Version 0, before the first, is empty.

        Raises:
            LogError: there is no such version.
        """
        erased = [v.hash for v in self.versions() if v.kind is Kind.REDACTION]
        chain = self.version(number).hash if number else BEGINNING
        return sha256("\n".join([chain, *erased]).encode())[:16]

    def verify(self) -> list[str]:
        """What is wrong with the log, one German sentence each; empty if nothing is."""
        return problems(self)

    def patch(self, number: int) -> Patch:
        """What a version changed.

        Raises:
            LogError: the payload is missing or is not the one that was written.
        """
        version = self.version(number)
        path = self._path(number, "rdfp")
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise LogError(f"{path}: the payload is missing. Restore a backup") from None
        if sha256(content) not in {version.payload_sha256, *self._replaced().get(number, ())}:
            raise LogError(f"{path}: the payload was changed after it was written. Restore a backup")
        return Patch.from_text(content.decode("utf-8"), path.name)

    def state(self, number: int | None = None) -> set[Quad]:
        """All quads as of a version (default: the latest). Version 0 is empty."""
        quads: set[Quad] = set()
        for earlier in range(1, (self.head if number is None else number) + 1):
            patch = self.patch(earlier)
            quads -= patch.removed
            quads |= patch.added
        return quads

    def redact(self, values: Iterable[str], *, who: str, why: str) -> Version:
        """Take values out of every payload and text of the log: the one exception to append-only.

        The new version names the checksums before and after, who and why, never the value. Payloads carry a
        random id, so that a checksum cannot be used to guess what was removed.

        Raises:
            LogError: a value is too short to be meant.
        """
        eraser = Eraser(values)
        with self.writing():
            redactions = list(self._stage(eraser))
            clean = Entry(who=eraser.text(who), why=eraser.text(why), kind=Kind.REDACTION)
            version = self._append(Patch.of(), clean, tuple(redactions))
            self._clear()
        return version

    def payload_name(self, number: int) -> str:
        """The file name of a payload."""
        return self._path(number, "rdfp").name

    def replacements(self) -> Mapping[int, Redaction]:
        """The latest redaction of each version that has one."""
        return {
            redaction.version: redaction
            for number in range(1, self.head + 1)
            for redaction in self.version(number).redactions
        }

    def _replaced(self) -> dict[int, tuple[str, ...]]:
        """Checksums a payload may have besides its own: after a redaction, and while one is under way."""
        return {n: (r.payload_before, r.payload_after) for n, r in self.replacements().items()}

    def _append(self, patch: Patch, entry: Entry, redactions: tuple[Redaction, ...]) -> Version:
        number = self.head + 1
        payload = patch.to_text().encode("utf-8")
        version = Version(
            number=number,
            ags=self.ags,
            when=now(),
            entry=entry,
            payload_sha256=sha256(payload),
            added=len(patch.added),
            removed=len(patch.removed),
            previous=self.version(number - 1).hash if number > 1 else BEGINNING,
            redactions=redactions,
        ).sealed()
        write_durably(self._path(number, "rdfp"), payload)
        write_durably(self._path(number, "json"), version.to_json())
        return version

    def _stage(self, eraser: Eraser) -> Iterator[Redaction]:
        """Write the clean files beside the old ones; they count once the manifest of the redaction is there."""
        versions = self.versions()
        cleaned = redacted((self.patch(v.number) for v in versions), eraser)
        for version, (patch, touched) in zip(versions, cleaned, strict=True):
            details = eraser.version(version)
            if not touched and details == version:
                continue
            before = self._path(version.number, "rdfp").read_bytes()
            after = patch.to_text().encode("utf-8") if touched else before
            write_durably(self._staged(version.number, "rdfp"), after)
            write_durably(self._staged(version.number, "json"), details.to_json())
            yield Redaction(
                version=version.number,
                payload_before=sha256(before),
                payload_after=sha256(after),
                details_before=version.details_now,
                details_after=details.details_now,
                statements=touched,
            )

    def _clear(self) -> None:
        """Finish a redaction that was committed; delete what no manifest speaks of."""
        head = self.head
        finished = {sha for r in self.replacements().values() for sha in (r.payload_after, r.details_after)}
        for path in sorted(self.folder.iterdir()):
            if path.name.endswith(_STAGED):
                self._finish(path, finished)
            elif path.name.endswith(UNFINISHED) or (
                path.suffix == ".rdfp" and path.stem.isdigit() and int(path.stem) > head
            ):
                path.unlink(missing_ok=True)

    def _finish(self, staged: Path, finished: set[str]) -> None:
        content = staged.read_bytes()
        target = staged.with_name(staged.name.removesuffix(_STAGED))
        is_payload = target.suffix == ".rdfp"
        checksum = sha256(content) if is_payload else Version.from_json(content, staged.name).details_now
        if checksum in finished:
            staged.replace(target)
            flush_folder(self.folder)
        else:
            staged.unlink()

    def _path(self, number: int, ending: str) -> Path:
        return self.folder / f"{number:06d}.{ending}"

    def _staged(self, number: int, ending: str) -> Path:
        return self.folder / f"{number:06d}.{ending}{_STAGED}"


def _seal(path: Path) -> _Seal:
    told = path.stat()
    return told.st_ino, told.st_ctime_ns, told.st_size

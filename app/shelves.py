"""What people make beside the log, as JSON files: each is there wholly or not at all, also when the power fails.

```python
pins = JsonFiles(town.beside(Place.PINS), PINS)      # a folder and how its things stand in files
pins.write("a1b2c3", pin)                            # takes the place of what was there
pins.add("a1b2c3", pin)                              # FileExistsError: of two who write at once one is told
pins.get("zzzzzz")                                   # RequestError: what there is instead
```

A store says what its things mean, when they may be changed and what becomes of what is thrown away; how they get to the
disk and back is said here.
"""

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from filelock import FileLock

from app.errors import RequestError
from graph.durable import flush_folder
from graph.errors import StoreError

T = TypeVar("T")

_UNFINISHED: Final = ".neu"
_LOCK: Final = ".schloss"
_PATIENCE_S: Final = 20


class Place(StrEnum):
    """Where in the folder of a town what people make lies. Whoever keeps something new adds its place here."""

    PINS = "angeheftet"
    VIEWS = "ansichten"
    SEEN = "gesehen.json"
    SCENARIOS = "szenarien"
    AGREEMENTS = "abstimmungen"
    PROCESSES = "prozesse"
    PAPERS = "vorlagen"
    LETTERHEADS = "briefkopf"


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How things of one kind stand in files.

    `name` is what their files are called, without the ending; `plain` and `read` turn them into JSON and back. The
    texts are for people: `missing` with {name} and {known}, `none` in the place of {known}, `unreadable` with {why}.
    """

    name: re.Pattern[str]
    plain: Callable[[T], object]
    read: Callable[[Any], T]
    missing: str
    none: str
    unreadable: str


class JsonFiles(Generic[T]):
    """The things of one kind in one folder, a file each; files of other names are left alone."""

    def __init__(self, folder: Path, kind: Kind[T]) -> None:
        self.folder = folder
        self._kind = kind

    def path(self, name: str) -> Path:
        """The file of a thing, whether it is there or not."""
        return self.folder / f"{name}.json"

    def names(self) -> list[str]:
        """What there is, in the order of the alphabet."""
        found = self.folder.glob("*.json") if self.folder.is_dir() else ()
        return sorted(path.stem for path in found if self._kind.name.fullmatch(path.stem))

    def holds(self, name: str) -> bool:
        """Whether there is such a thing; a name that cannot be is none."""
        return self._kind.name.fullmatch(name) is not None and self.path(name).is_file()

    def all(self) -> list[T]:
        """Every thing.

        Raises:
            RequestError: one of the files cannot be read; it is named.
        """
        found = []
        for name in self.names():
            with suppress(FileNotFoundError):  # thrown away by somebody else meanwhile
                found.append(self._read(name))
        return found

    def get(self, name: str) -> T:
        """The thing of this name.

        Raises:
            RequestError: there is none, or it cannot be read.
        """
        if self.holds(name):
            with suppress(FileNotFoundError):
                return self._read(name)
        known = ", ".join(self._latest(5)) or self._kind.none
        raise RequestError(self._kind.missing.format(name=name, known=known))

    def write(self, name: str, thing: T) -> None:
        """Keep a thing in the place of what is there.

        Raises:
            StoreError: no space or no permission; what was there still is.
        """
        write_whole(self.path(name), self._bytes(thing))

    def add(self, name: str, thing: T) -> None:
        """Keep a thing that is not there yet.

        Raises:
            FileExistsError: it is, or somebody else added it meanwhile.
            StoreError: no space or no permission.
        """
        write_whole(self.path(name), self._bytes(thing), instead=False)

    def remove(self, name: str) -> None:
        """Delete a thing.

        Raises:
            RequestError: there is none.
        """
        self._check(name)
        self.path(name).unlink(missing_ok=True)

    def move(self, name: str, to: "JsonFiles[T]") -> None:
        """Lay a thing, as it is, into another folder.

        Raises:
            RequestError: there is none.
        """
        self._check(name)
        to.folder.mkdir(parents=True, exist_ok=True)
        self.path(name).replace(to.path(name))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold others off while a thing is read, changed and written again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / _LOCK, timeout=_PATIENCE_S):
            yield

    def _check(self, name: str) -> None:
        if not self.holds(name):
            self.get(name)

    def _latest(self, most: int) -> list[str]:
        def changed(name: str) -> float:
            with suppress(FileNotFoundError):
                return self.path(name).stat().st_mtime
            return 0

        return sorted(self.names(), key=changed, reverse=True)[:most]

    def _bytes(self, thing: T) -> bytes:
        return json.dumps(self._kind.plain(thing), ensure_ascii=False, indent=2).encode()

    def _read(self, name: str) -> T:
        path = self.path(name)
        try:
            return self._kind.read(json.loads(path.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            told = self._kind.unreadable.format(why=type(error).__name__)
            raise RequestError(f"{path.parent.name}/{path.name}: {told}") from None


def write_whole(path: Path, content: bytes, *, instead: bool = True) -> None:
    """Write beside, to the disk, and only then under the name. Two who write at once never mix.

    Args:
        path: the file; its folder is made if need be.
        content: all of it.
        instead: whether it may take the place of a file that is there.

    Raises:
        FileExistsError: there is a file and `content` is not to replace it.
        StoreError: no space or no permission; what was there still is.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}{_UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if instead:
            beside.replace(path)
        else:
            os.link(beside, path)  # unlike a rename it fails if the name is taken
        flush_folder(path.parent)
    except FileExistsError:
        raise
    except OSError as error:
        raise StoreError(
            f"{path}: ließ sich nicht schreiben ({error.strerror or error}). Platz und Rechte prüfen, dann noch einmal versuchen"
        ) from error
    finally:
        beside.unlink(missing_ok=True)

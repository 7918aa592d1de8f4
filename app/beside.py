"""What people make beside the log (`app.shelves.Place` lists it), as a whole.

It is no part of the history of the data, but it is somebody's work: it goes into a backup and comes back from one, and a
value that must not be kept is taken out of it as well.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.shelves import write_whole
from graph.redaction import Eraser

_NOT_OURS: Final = ("cache", "staging")
_SAVED: Final = "daneben"


def entries(folder: Path) -> Iterator[Path]:
    """Files and folders of a town that are neither its log nor rebuilt nor waiting.

    Not only those of `Place`: what a newer Querblick keeps here is somebody's work as well.
    """
    for path in sorted(folder.iterdir()):
        if path.name not in _NOT_OURS and not path.name.startswith(("log", f"{_SAVED}-ersetzt")):
            yield path


def save(folder: Path, backup: Path) -> int:
    """Copy it into a backup; returns the number of files."""
    target = backup / _SAVED
    for path in entries(folder):
        _copy(path, target / path.name)
    return sum(1 for path in target.rglob("*") if path.is_file()) if target.is_dir() else 0


def bring_back(folder: Path, backup: Path) -> None:
    """Put what a backup holds in the place of what is there, which is kept aside.

    A backup made before there was any leaves what is there alone.
    """
    saved = backup / _SAVED
    if not saved.is_dir():
        return
    present = list(entries(folder))
    if present:
        aside = folder / f"{_SAVED}-ersetzt-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
        aside.mkdir()
        for path in present:
            path.rename(aside / path.name)
    for path in sorted(saved.iterdir()):
        _copy(path, folder / path.name)


def redact(folder: Path, values: Sequence[str]) -> int:
    """Take values out of it; returns the number of files changed. A file that is no text and holds one is deleted.

    What was set aside by a restored backup is gone afterwards: nobody would look into it again.

    Raises:
        LogError: a value is missing or too short to be meant.
    """
    eraser, changed = Eraser(values), 0
    for aside in folder.glob(f"{_SAVED}-ersetzt-*"):
        shutil.rmtree(aside)
    for path in [file for entry in entries(folder) for file in (entry, *entry.rglob("*")) if file.is_file()]:
        changed += _redact(path, eraser)
    return changed


def _redact(path: Path, eraser: Eraser) -> bool:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        if eraser.hits(raw.decode("latin-1")):
            path.unlink()
            return True
        return False
    try:
        clean = json.dumps(_clean(json.loads(text), eraser), ensure_ascii=False, indent=2)
        touched = bool(json.loads(clean) != json.loads(text))
    except ValueError:
        clean, touched = eraser.text(text), eraser.hits(text)
    if touched:
        write_whole(path, clean.encode())
    return touched


def _clean(value: Any, eraser: Eraser) -> Any:
    if isinstance(value, str):
        return eraser.text(value)
    if isinstance(value, list):
        return [_clean(part, eraser) for part in value]
    if isinstance(value, dict):
        return {eraser.text(key): _clean(part, eraser) for key, part in value.items()}
    return value


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)

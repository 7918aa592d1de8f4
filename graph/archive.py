"""Carry a log elsewhere and back: copies of the folder that are checked before they count."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from graph.durable import flush_folder
from graph.errors import StoreError
from graph.log import VersionLog, lock_file

_FILE = re.compile(r"\d{6}\.(json|rdfp)")


def copy_log(log: VersionLog, target: Path) -> None:
    """Copy a log into an empty or new folder.

    Raises:
        StoreError: the log is not whole, `target` holds something, or the disk is full.
    """
    _whole(log, log.folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreError(f"{target}: not an empty folder; expected one. Choose another place for the backup")
    _copy(log.folder, target)
    _whole(VersionLog(target, log.ags), target)


def replace_log(log: VersionLog, source: Path, *, replace_existing: bool) -> None:
    """Put the log saved in `source` in the place of `log`; the caller holds the lock.

    Raises:
        StoreError: nothing to restore, not whole, or there is something and it must not be replaced.
    """
    if not source.is_dir() or VersionLog(source, log.ags).head == 0:
        raise StoreError(
            f"{source}: no backup; expected a folder written by `querblick backup`. Check the path"
        )
    _whole(VersionLog(source, log.ags), source)
    if log.head and not replace_existing:
        raise StoreError(
            f"{log.folder}: holds {log.head} versions; expected none. Allow replacing them to go on (they are kept)"
        )
    arriving = _arriving(log.folder)
    half = arriving.with_name(f"{arriving.name}.tmp")
    shutil.rmtree(half, ignore_errors=True)
    shutil.rmtree(arriving, ignore_errors=True)
    _copy(source, half)
    _whole(VersionLog(half, log.ags), half)
    half.rename(arriving)
    flush_folder(arriving.parent)
    if log.head == 0:
        shutil.rmtree(log.folder)
    else:
        _set_aside(log.folder)
    arriving.rename(log.folder)
    flush_folder(log.folder.parent)


def _set_aside(folder: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    folder.rename(folder.with_name(f"{folder.name}-ersetzt-{stamp}"))


def finish_replacement(folder: Path) -> None:
    """Finish what `replace_log` was doing when the power failed."""
    arriving = _arriving(folder)
    if not arriving.exists():
        return
    with FileLock(lock_file(folder)):
        if not arriving.exists():
            return
        if folder.exists():
            shutil.rmtree(arriving, ignore_errors=True)
        else:
            arriving.rename(folder)
        flush_folder(folder.parent)


def _arriving(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.neu")


def _copy(source: Path, target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Patches before manifests: a copy that breaks off has no version without its patch.
        names = sorted(path.name for path in source.iterdir() if _FILE.fullmatch(path.name))
        for name in sorted(names, key=lambda name: name.endswith("json")):
            shutil.copy2(source / name, target / name)
        flush_folder(target)
    except OSError as error:
        raise StoreError(
            f"{target}: could not be copied: {error}. Free space or permissions, then try again"
        ) from error


def _whole(log: VersionLog, folder: Path) -> None:
    if problems := log.verify():
        shown = " ".join(problems[:3])
        raise StoreError(f"{folder}: the log is not whole, nothing was copied from here. {shown}")

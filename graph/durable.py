"""Files that are either wholly there or not at all, also when the power fails."""

import os
from pathlib import Path

from graph.errors import StoreError

#: Ending of files that are still being written; whoever finds one may delete it.
UNFINISHED = ".tmp"


def write_durably(path: Path, content: bytes) -> None:
    """Write to a temporary name, flush to disk, rename, flush the folder.

    Raises:
        StoreError: disk full, no permission; `path` is as it was before.
    """
    temporary = path.with_name(path.name + UNFINISHED)
    existed = path.exists()
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105 tests make exactly this call fail
        flush_folder(path.parent)
    except (OSError, StoreError) as error:
        temporary.unlink(missing_ok=True)
        if not existed:
            path.unlink(missing_ok=True)
        raise StoreError(
            f"{path}: could not be written: {error}. Free space or permissions, then try again"
        ) from error


def flush_folder(folder: Path) -> None:
    """Make renames in a folder durable. Windows does so by itself and refuses to open folders.

    Raises:
        StoreError: the disk does not confirm.
    """
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(
            f"{folder}: the disk does not confirm what was written: {error}. Check the disk"
        ) from error

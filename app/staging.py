"""Files that passed the checks and wait for a decision, one folder each; a closed browser loses nothing.

Only what was read, checked and not refused comes here: a refused file is never written anywhere.
"""

import hashlib
import json
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.errors import StagingError
from loaders.places import trace_of_place

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A waiting file."""

    token: str
    filename: str
    data: bytes
    staged_at: datetime
    expires_at: datetime


class Staging:
    """The staging folder of a town. Files are forgotten after `hours`."""

    def __init__(self, folder: Path, hours: int) -> None:
        self._folder = folder
        self._lifetime = timedelta(hours=hours)

    def put(self, data: bytes, filename: str) -> StagedFile:
        """Keep `data` until it is taken, discarded or too old."""
        self.purge()
        token, now = secrets.token_urlsafe(18), datetime.now(UTC)
        target = self._folder / token
        target.mkdir(parents=True, mode=0o700)
        (target / "datei").write_bytes(data)
        note = {
            "filename": filename,
            "staged_at": now.isoformat(),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        (target / "zettel.json").write_text(json.dumps(note, ensure_ascii=False), "utf-8")
        return StagedFile(token, filename, data, now, now + self._lifetime)

    def get(self, token: str) -> StagedFile:
        """The file that was given this token.

        Raises:
            StagingError: unknown, expired or damaged.
        """
        self.purge()
        note_path = self._path(token) / "zettel.json"
        if not note_path.is_file():
            raise StagingError(
                "Bereitstellung: Zu dieser Kennung wartet keine Datei (mehr); erwartet eine Datei, die noch nicht "
                "übernommen, verworfen oder abgelaufen ist. Die Datei bitte erneut prüfen lassen"
            )
        note = json.loads(note_path.read_text("utf-8"))
        data = (self._path(token) / "datei").read_bytes()
        if hashlib.sha256(data).hexdigest() != note["sha256"]:
            self.discard(token)
            raise StagingError(
                "Bereitstellung: Die wartende Datei ist beschädigt und wurde verworfen. Bitte erneut prüfen lassen"
            )
        staged_at = datetime.fromisoformat(note["staged_at"])
        return StagedFile(token, note["filename"], data, staged_at, staged_at + self._lifetime)

    def discard(self, token: str) -> None:
        """Forget a file; unknown tokens are fine."""
        shutil.rmtree(self._path(token), ignore_errors=True)

    def purge(self) -> None:
        """Forget what is too old."""
        if not self._folder.is_dir():
            return
        oldest = (datetime.now(UTC) - self._lifetime).timestamp()
        for entry in self._folder.iterdir():
            if entry.stat().st_mtime < oldest:
                shutil.rmtree(entry, ignore_errors=True)

    def _path(self, token: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise StagingError(
                "Bereitstellung: Das ist keine Kennung einer wartenden Datei. Die Datei bitte erneut prüfen lassen"
            )
        return self._folder / token


def plain_name(filename: str, sha256: str) -> str:
    """The file's name without folders; a neutral one if it looks like an address (D12c: names leak, too)."""
    name = Path(filename.replace("\\", "/")).name.strip() or "datei"
    told = trace_of_place(Path(name).stem.replace("_", " "), phones=False)
    return neutral_name(name, sha256) if told else name


def neutral_name(filename: str, sha256: str) -> str:
    """A name that says nothing but which file it is."""
    return f"lieferung-{sha256[:8]}{Path(filename).suffix.lower()}"

"""Files that passed the checks and wait for a decision, one folder each; a closed browser loses nothing.

```
<token>/datei           as delivered, never changed
<token>/zettel.json     its name, when it came, and once it was accepted, as which version
<token>/schritte.jsonl  what the steward did to it, one act per line (app.delivery.work)
```

Only what was read, checked and not refused comes here: a refused file is never written anywhere. A file whose rows wait
in quarantine stays after it was accepted, so that they can be mended without asking the provider again.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from app.delivery.work import STEP, Act, Work, WorkStep
from app.errors import StagingError
from app.shelves import write_whole
from loaders.places import trace_of_place

_NOTE, _STEPS = "zettel.json", "schritte.jsonl"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A waiting file. `accepted_as`: the version that took in its good rows while others wait."""

    token: str
    filename: str
    data: bytes
    staged_at: datetime
    expires_at: datetime | None
    work: Work = field(default_factory=Work)
    accepted_as: int | None = None


class Staging:
    """The staging folder of a town. Files nobody touches for `hours` are forgotten.

    Those of which rows wait are kept for `waiting_days`, and no longer: what waits is often what should not be kept.
    """

    def __init__(self, folder: Path, hours: int, waiting_days: int = 90) -> None:
        self._folder = folder
        self._lifetime = timedelta(hours=hours)
        self._waiting = timedelta(days=waiting_days)

    def put(self, data: bytes, filename: str) -> StagedFile:
        """Keep `data` until it is taken, discarded or too old."""
        self.purge()
        token, now = secrets.token_hex(12), datetime.now(UTC)
        target = self._folder / token
        target.mkdir(parents=True, mode=0o700)
        (target / "datei").write_bytes(data)
        note = {
            "filename": filename,
            "staged_at": now.isoformat(),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        write_whole(target / _NOTE, json.dumps(note, ensure_ascii=False).encode())  # others may be looking
        return StagedFile(token, filename, data, now, now + self._lifetime)

    def get(self, token: str) -> StagedFile:
        """The file that was given this token.

        Raises:
            StagingError: unknown, expired or damaged.
        """
        self.purge()
        if not (self._path(token) / _NOTE).is_file():
            raise StagingError(
                "Bereitstellung: Zu dieser Kennung wartet keine Datei (mehr); erwartet eine Datei, die noch nicht "
                "übernommen, verworfen oder abgelaufen ist. Die Datei bitte erneut prüfen lassen"
            )
        return self._read(token)

    def _read(self, token: str) -> StagedFile:
        note = json.loads((self._path(token) / _NOTE).read_text("utf-8"))
        data = (self._path(token) / "datei").read_bytes()
        if hashlib.sha256(data).hexdigest() != note["sha256"]:
            self.discard(token)
            raise StagingError(
                "Bereitstellung: Die wartende Datei ist beschädigt und wurde verworfen. Bitte erneut prüfen lassen"
            )
        staged_at = datetime.fromisoformat(note["staged_at"])
        accepted = note.get("accepted_as")
        return StagedFile(
            token=token,
            filename=note["filename"],
            data=data,
            staged_at=staged_at,
            expires_at=self._last_touched(token) + (self._waiting if accepted else self._lifetime),
            work=Work.of(self._steps(token)),
            accepted_as=accepted,
        )

    def all(self) -> list[StagedFile]:
        """Every waiting file, the latest first."""
        self.purge()
        tokens = [entry.name for entry in self._folder.iterdir()] if self._folder.is_dir() else []
        whole = (t for t in tokens if _TOKEN.fullmatch(t) and (self._path(t) / _NOTE).is_file())
        found = []
        for token in whole:
            with suppress(FileNotFoundError):  # taken in or thrown away by somebody else meanwhile
                found.append(self._read(token))
        return sorted(found, key=lambda f: f.staged_at, reverse=True)

    def add(self, token: str, *acts: Act) -> Work:
        """Write down what was done to a file; returns the state that follows. On disk before it counts.

        Raises:
            StagingError: as `get`.
        """
        self.get(token)
        lines = [WorkStep(when=datetime.now(UTC), act=act).model_dump_json() for act in acts]
        with (self._path(token) / _STEPS).open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        return Work.of(self._steps(token))

    def keep(self, token: str, version: int) -> None:
        """Note that the good rows of a file were accepted as `version`; it stays until it is discarded."""
        note_path = self._path(token) / _NOTE
        note = json.loads(note_path.read_text("utf-8")) | {"accepted_as": version}
        write_whole(note_path, json.dumps(note, ensure_ascii=False).encode())

    def _steps(self, token: str) -> list[WorkStep]:
        path = self._path(token) / _STEPS
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        try:
            return [STEP.validate_json(line) for line in lines]
        except ValidationError as error:
            raise StagingError(
                f"Bereitstellung: Die Schritte zu dieser Datei sind nicht lesbar (Zeile {len(lines)}); erwartet ein "
                "Schritt je Zeile. Die Datei bitte verwerfen und erneut prüfen lassen"
            ) from error

    def _last_touched(self, token: str) -> datetime:
        path = self._path(token) / _STEPS
        touched = path if path.is_file() else self._path(token) / _NOTE
        return datetime.fromtimestamp(touched.stat().st_mtime, UTC)

    def discard(self, token: str) -> None:
        """Forget a file; unknown tokens are fine."""
        shutil.rmtree(self._path(token), ignore_errors=True)

    def purge(self) -> None:
        """Forget what is too old."""
        if not self._folder.is_dir():
            return
        now = datetime.now(UTC)
        for entry in self._folder.iterdir():
            with suppress(FileNotFoundError):  # forgotten by somebody else meanwhile
                if self._best_before(entry) < now:
                    shutil.rmtree(entry, ignore_errors=True)

    def _best_before(self, entry: Path) -> datetime:
        note = entry / _NOTE
        if not note.is_file():  # being written just now, or left behind by a crash
            return datetime.fromtimestamp(entry.stat().st_mtime, UTC) + self._lifetime
        accepted = json.loads(note.read_text("utf-8")).get("accepted_as")
        return self._last_touched(entry.name) + (self._waiting if accepted else self._lifetime)

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

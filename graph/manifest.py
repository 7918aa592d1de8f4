"""The manifest beside each patch of the log: who, when, why, what, and the hash of the manifest before.

```
core     format, ags, version, kind, when, payload (sha256, added, removed), redactions,
         details_sha256, previous        → hash: what the next manifest carries as `previous`
details  who, why, file, file_sha256, source, counts, nonce, and where it applies partial, decided
```

The core never changes. Details are free text and may have to be redacted; their hash in the core stays.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from graph.errors import LogError

FORMAT = 1

#: What the first manifest carries as the hash before it.
BEGINNING = "0" * 64


class Kind(StrEnum):
    """Why a version came to be."""

    START = "start"
    DELIVERY = "delivery"
    ROLLBACK = "rollback"
    REDACTION = "redaction"
    EDIT = "edit"  # single records or settings, by hand
    REVERSAL = "reversal"  # one delivery taken back, later ones stay


@dataclass(frozen=True, slots=True)
class Entry:
    """What the author of a version says about it.

    `counts` are numbers of the import (new, changed, unchanged, missing, held back); `of` is the version a rollback
    goes back to, or that a reversal takes back; `partial`: what the delivery lacks was not missing; `decided`: what was
    said about records it lacks, by their IRI.

    Raises:
        LogError: nobody or no reason is named.
    """

    who: str
    why: str
    kind: Kind = Kind.DELIVERY
    file: str | None = None
    file_sha256: str | None = None
    source: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    of: int | None = None
    partial: bool = False
    decided: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.why.strip():
            raise LogError(
                "entry: who or why is empty; expected both. Every version says who wanted it and why"
            )


@dataclass(frozen=True, slots=True)
class Redaction:
    """Checksums of one version before and after values were removed from it, and how many statements changed."""

    version: int
    payload_before: str
    payload_after: str
    details_before: str
    details_after: str
    statements: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its manifest tells it. `when` is UTC; checksums are SHA-256 in hex."""

    number: int
    ags: str
    when: datetime
    entry: Entry
    payload_sha256: str
    added: int
    removed: int
    previous: str
    redactions: tuple[Redaction, ...] = ()
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    # As written in the core; differs from the checksum of the details once these were redacted.
    details_sha256: str = ""

    @property
    def kind(self) -> Kind:
        """Delivery, edit, rollback, reversal, redaction or start."""
        return self.entry.kind

    @property
    def hash(self) -> str:
        """The hash of the core, which the next version carries."""
        return _sha256(self._core())

    @property
    def details_now(self) -> str:
        """The checksum of the details as they stand."""
        return _sha256(self._details())

    def sealed(self) -> "Version":
        """The version with the checksum of its details in the core."""
        return replace(self, details_sha256=self.details_now)

    def to_json(self) -> bytes:
        """The manifest file."""
        manifest = {**self._core(), "hash": self.hash, "details": self._details()}
        return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

    @classmethod
    def from_json(cls, content: bytes, name: str) -> "Version":
        """Read a manifest file; `name` stands in the messages.

        Raises:
            LogError: not a manifest, of a later format, or with a hash that is not its own.
        """
        try:
            raw = json.loads(content)
            version = cls._from_raw(raw)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise LogError(f"{name}: not a manifest of the version log ({error}). Restore a backup") from None
        if raw["hash"] != version.hash:
            raise LogError(f"{name}: the manifest was changed after it was written. Restore a backup")
        return version

    @classmethod
    def _from_raw(cls, raw: dict[str, Any]) -> "Version":
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']}; expected {FORMAT}")
        details = dict(raw["details"])
        nonce = details.pop("nonce")
        return cls(
            number=int(raw["version"]),
            ags=raw["ags"],
            when=datetime.fromisoformat(raw["when"]),
            entry=Entry(kind=Kind(raw["kind"]), **details),
            payload_sha256=raw["payload"]["sha256"],
            added=int(raw["payload"]["added"]),
            removed=int(raw["payload"]["removed"]),
            previous=raw["previous"],
            redactions=tuple(Redaction(**entry) for entry in raw["redactions"]),
            nonce=nonce,
            details_sha256=raw["details_sha256"],
        )

    def _core(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "ags": self.ags,
            "version": self.number,
            "kind": str(self.kind),
            "when": self.when.isoformat(),
            "payload": {"sha256": self.payload_sha256, "added": self.added, "removed": self.removed},
            "redactions": [asdict(redaction) for redaction in self.redactions],
            "details_sha256": self.details_sha256,
            "previous": self.previous,
        }

    def _details(self) -> dict[str, Any]:
        details = {key: value for key, value in _fields(self.entry).items() if key != "kind"}
        return {**details, "nonce": self.nonce}


def now() -> datetime:
    """The time for a manifest: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def sha256(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def _sha256(value: dict[str, Any]) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def _fields(entry: Entry) -> dict[str, Any]:
    fields = {**asdict(entry), "counts": dict(entry.counts), "decided": dict(entry.decided)}
    for name in (
        "partial",
        "decided",
    ):  # manifests from before there were such marks must keep their checksum
        if not fields[name]:
            del fields[name]
    return fields

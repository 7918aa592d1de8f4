"""Agreed coordination: who does what until when about an overlap or an interface, in files of their own beside the log.

An agreement is no fact of the town. It coordinates nothing by itself: a pair counts as coordinated when a cooperation or
a body is recorded (B4), not when somebody has promised to talk. Every change is a file of its own that is written whole
or not at all and never written again, so the history is the folder, and two people who change the same do not lose
either change. What an agreement is about stands in it as IRIs; names are read from the town when it is shown.
"""

import os
import re
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from app.errors import RequestError
from app.shelves import JsonFiles, Kind
from app.short_ids import short_id
from loaders.persons import trace_of_person

_ID = re.compile(r"[0-9a-z]{6}")
_MOST = 9999


class About(StrEnum):
    """What an agreement is about."""

    PAIR = "paar"  # need, offer, other offer
    INTERFACE = "schnittstelle"  # two groups of pillars


class Progress(StrEnum):
    """How far it is."""

    AGREED = "vereinbart"
    UNDER_WAY = "in-arbeit"
    DONE = "erledigt"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an agreement is about: the kind and the IRIs, in an order that does not matter to whoever names it."""

    about: About
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """A short key that stands in the URL of a page."""
        return subject_key(*self.parts)


def subject_key(*parts: str) -> str:
    """The short key of what is named by these IRIs, whatever their order."""
    return short_id(" ".join(sorted(parts)), 8)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: what is to be done, by which offices or functions, until when, and how far it is."""

    what: str
    who: str
    until: date | None = None
    progress: Progress = Progress.AGREED
    note: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """The terms as of a change, who made it and why."""

    number: int
    when: datetime
    by: str
    why: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement with its history, oldest first. `seen` says on which date and version and as which class it began."""

    id: str
    subject: Subject
    seen: tuple[date, int, str]
    revisions: tuple[Revision, ...]

    @property
    def now(self) -> Revision:
        """The last change."""
        return self.revisions[-1]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one file says: a revision, and with it what the whole is about."""

    subject: Subject
    seen: tuple[date, int, str]
    revision: Revision


class Agreements:
    """The agreements of a town, a folder each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, subject: Subject, terms: Terms, *, by: str, seen: tuple[date, int, str]) -> Agreement:
        """Write down an agreement.

        Raises:
            RequestError: something is missing, or looks like a person.
        """
        _check(terms, by, "")
        now = datetime.now(UTC)
        made = Agreement(
            short_id(f"{subject} {now.isoformat()} {os.getpid()}"), subject, seen, (Revision(1, now, by, "", terms),)
        )  # fmt: skip
        self._write(made)
        return made

    def change(self, name: str, terms: Terms, *, by: str, why: str, base: int) -> Agreement:
        """Change an agreement. `base` is the number of the last change its author has seen.

        Raises:
            RequestError: there is none, somebody else changed it meanwhile, nothing differs, or something is missing or
                looks like a person.
        """
        known = self.get(name)
        _check(terms, by, why)
        if known.now.number != base:
            raise RequestError(
                f"Vereinbarung {name}: Sie wurde inzwischen geändert (Stand {known.now.number}, gesehen {base}). Bitte neu "
                "ansehen und noch einmal ändern"
            )
        if terms == known.now.terms:
            raise RequestError(f"Vereinbarung {name}: Es ist nichts geändert")
        revision = Revision(base + 1, datetime.now(UTC), by, why, terms)
        changed = replace(known, revisions=(*known.revisions, revision))
        self._write(changed)
        return changed

    def withdraw(self, name: str, *, by: str, why: str, base: int | None = None) -> Agreement:
        """Take an agreement back; it stays with its history and can be taken up again. `base` as in `change`; None = the last."""
        known = self.get(name)
        return self.change(
            name, replace(known.now.terms, is_withdrawn=True), by=by, why=why,
            base=known.now.number if base is None else base,
        )  # fmt: skip

    def undo(self, name: str, *, by: str, why: str, base: int | None = None) -> Agreement:
        """Make what held before the last change hold again, as a further change. `base` as in `withdraw`.

        Raises:
            RequestError: there is no change before it, or another one than its author has seen was the last.
        """
        known = self.get(name)
        if len(known.revisions) < 2:
            raise RequestError(
                f"Vereinbarung {name}: Es gibt keine Änderung davor. Zurücknehmen statt rückgängig machen"
            )
        return self.change(
            name, known.revisions[-2].terms, by=by, why=why,
            base=known.now.number if base is None else base,
        )  # fmt: skip

    def remove(self, name: str) -> None:
        """Throw an agreement away with its history; only one that was withdrawn.

        Raises:
            RequestError: there is none, or it still holds.
        """
        known = self.get(name)
        if not known.now.terms.is_withdrawn:
            raise RequestError(
                f"Vereinbarung {name}: Sie gilt noch. Erst zurücknehmen, dann endgültig löschen"
            )
        shutil.rmtree(self._folder / known.id)

    def all(self) -> list[Agreement]:
        """All agreements, the one that ends first at the top; those without a date last."""
        found = [self._read(path) for path in sorted(self._folder.glob("*")) if self._holds(path.name)]
        return sorted(found, key=lambda a: (a.now.terms.until or date.max, a.revisions[0].when))

    def get(self, name: str) -> Agreement:
        """The agreement with this id.

        Raises:
            RequestError: there is none.
        """
        if not self._holds(name):
            known = ", ".join(a.id for a in self.all()[:5]) or "noch keine"
            raise RequestError(f"Vereinbarung: '{name}' gibt es nicht; vorhanden: {known}")
        return self._read(self._folder / name)

    def _holds(self, name: str) -> bool:
        """Whether there is such an agreement; a folder whose first file could not be written is none."""
        return _ID.fullmatch(name) is not None and bool(JsonFiles(self._folder / name, _ENTRY).names())

    def _write(self, agreement: Agreement) -> None:
        """The last revision as a file that did not exist before."""
        entry = _Entry(agreement.subject, agreement.seen, agreement.now)
        try:
            JsonFiles(self._folder / agreement.id, _ENTRY).add(f"{agreement.now.number:04}", entry)
        except FileExistsError:
            raise RequestError(
                f"Vereinbarung {agreement.id}: Sie wurde eben von anderer Stelle geändert. Bitte neu ansehen"
            ) from None

    def _read(self, folder: Path) -> Agreement:
        told = JsonFiles(folder, _ENTRY).all()
        if not told:
            raise RequestError(f"{self._folder.name}/{folder.name}: {_ENTRY.unreadable.format(why='leer')}")
        return Agreement(folder.name, told[0].subject, told[0].seen, tuple(each.revision for each in told))


def _entry(told: Any) -> _Entry:
    parts, seen = told["subject"]["parts"], told["seen"]
    return _Entry(
        Subject(About(told["subject"]["about"]), tuple(parts)),
        (date.fromisoformat(seen[0]), int(seen[1]), str(seen[2])),
        _revision(told["revision"]),
    )


def _revision(told: dict[str, Any]) -> Revision:
    terms = told["terms"]
    until = terms["until"]
    return Revision(
        int(told["number"]), datetime.fromisoformat(told["when"]), told["by"], told["why"],
        Terms(
            terms["what"], terms["who"], date.fromisoformat(until) if until else None, Progress(terms["progress"]),
            terms["note"], bool(terms["is_withdrawn"]),
        ),
    )  # fmt: skip


def _plain(entry: _Entry) -> dict[str, Any]:
    told = asdict(entry)
    told["seen"] = [entry.seen[0].isoformat(), *entry.seen[1:]]
    told["revision"]["when"] = entry.revision.when.isoformat()
    until = entry.revision.terms.until
    told["revision"]["terms"]["until"] = until.isoformat() if until else None
    return told


def _check(terms: Terms, by: str, why: str) -> None:
    for name, text in (("Was", terms.what), ("Wer", terms.who), ("Eingetragen von", by)):
        if not text.strip():
            raise RequestError(f"Vereinbarung: ‹{name}› fehlt; erwartet ein paar Worte")
    for name, text in (
        ("Was", terms.what), ("Wer", terms.who), ("Notiz", terms.note), ("Eingetragen von", by), ("Warum", why),
    ):  # fmt: skip
        if trace_of_person(text):
            raise RequestError(
                f"Vereinbarung: ‹{name}› sieht nach einer Person aus; erwartet Stellen und Funktionen, keine Namen"
            )


_ENTRY: Final = Kind(
    re.compile(r"\d{4}"), _plain, _entry,
    missing="Vereinbarung: den Stand {name} gibt es nicht; vorhanden: {known}", none="keiner",
    unreadable="die Vereinbarung ist unlesbar ({why}). Den Ordner bitte prüfen",
)  # fmt: skip

"""Views of agreed coordination."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A change of an agreement: when, by whom, why, and what it said then."""

    number: int
    when: datetime
    by: str
    why: str
    what: str
    who: str
    until: date | None
    progress: str
    progress_text: str
    note: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement: `about` is paar or schnittstelle, `key` stands in the URL of its page, `title` names what it is about.

    `seen_kind` is the class the pair had on the day it was agreed (empty for an interface). `revisions` are oldest
    first, the last one holds.
    """

    id: str
    about: str
    key: str
    parts: tuple[str, ...]
    title: str
    seen_on: date
    seen_version: int
    seen_kind: str
    seen_kind_text: str
    revisions: tuple[RevisionView, ...]

    @property
    def now(self) -> RevisionView:
        """What holds."""
        return self.revisions[-1]

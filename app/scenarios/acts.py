"""What can be supposed: the acts of a scenario, each as the edits of records it stands for.

An act is plain data a file can hold. It changes nothing by itself; `app.scenarios.supposing` puts its edits over a town that is
only read.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.records.editing import Edit, sheet_of

Key = Annotated[str, Field(min_length=1, max_length=80)]
Age = Annotated[int, Field(ge=0, le=120)]
_PUBLIC: Final = "öffentlich"
_ACTIVE: Final = "aktiv"
_PLANNED: Final = "geplant"


class Suppose(BaseModel, ABC):
    """Something that is supposed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @abstractmethod
    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:
        """The edits it stands for; `begun` says for the fundings it names when they begin, None = not known."""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The records it is about, as sheet and key."""
        return tuple((edit.spec.tag.removeprefix("#"), edit.key) for edit in self.edits({}))


class EndFunding(Suppose):
    """Fundings pay until `day` and no longer; `offers` are those of which it is supposed that they end with them."""

    do: Literal["end-funding"] = "end-funding"
    fundings: Annotated[tuple[Key, ...], Field(min_length=1)]
    day: date
    offers: tuple[Key, ...] = ()

    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:
        """A funding that would begin later is not confirmed any more; all others get a last day."""
        for key in self.fundings:
            start = begun.get(key)
            later = start is not None and start > self.day
            yield _edit(
                "finanzierung", key, {"status": _PLANNED} if later else {"gueltig-bis": _day(self.day)}
            )
        for key in self.offers:
            yield _edit("angebot", key, {"gueltig-bis": _day(self.day)})


class CloseOffer(Suppose):
    """An offer reaches people until `day` and no longer."""

    do: Literal["close-offer"] = "close-offer"
    offer: Key
    day: date

    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:  # noqa: ARG002 concerns fundings
        """The offer gets a last day; its status stays, for until then it is there."""
        yield _edit("angebot", self.offer, {"gueltig-bis": _day(self.day)})


class PlanOffer(Suppose):
    """An offer that is not there yet: who would run it, for whom, for what need, where, from when.

    Attributes:
        key: its key, as yet nobody's.
        provider: key of who would run it.
        kind: notation of the service type.
        needs: notations of the needs it would cover.
        groups: notations of the target groups.
        areas: keys of the areas it would reach.
        places: how many places, if that is said.
        pillar: notation of the legal pillar, if that is said.
    """

    do: Literal["plan-offer"] = "plan-offer"
    key: Key
    name: Annotated[str, Field(min_length=1, max_length=200)]
    provider: Key
    kind: Key
    needs: Annotated[tuple[Key, ...], Field(min_length=1)]
    groups: Annotated[tuple[Key, ...], Field(min_length=1)]
    areas: Annotated[tuple[Key, ...], Field(min_length=1)]
    first_day: date
    last_day: date | None = None
    youngest: Age | None = None
    oldest: Age | None = None
    places: Annotated[int, Field(ge=1)] | None = None
    pillar: str = ""

    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:  # noqa: ARG002 concerns fundings
        """The offer and one coverage."""
        period = {"gueltig-ab": _day(self.first_day)}
        if self.last_day:
            period["gueltig-bis"] = _day(self.last_day)
        offer = {
            "name": self.name, "traeger": self.provider, "angebotsart": self.kind, "status": _ACTIVE,
            "offenlegung": _PUBLIC, "saeule": self.pillar,
        }  # fmt: skip
        yield _edit("angebot", self.key, offer | period, new=True)
        coverage = {
            "angebot": self.key, "bedarf": "; ".join(self.needs), "zielgruppe": "; ".join(self.groups),
            "gebiet": "; ".join(self.areas), "alter-von": _number(self.youngest), "alter-bis": _number(self.oldest),
            "plaetze": _number(self.places), "einheit": "Plätze" if self.places else "", "offenlegung": _PUBLIC,
        }  # fmt: skip
        yield _edit("abdeckung", f"{self.key}-1", coverage, new=True)


class ChangeCoverage(Suppose):
    """A coverage reaches other ages, areas or numbers than recorded; what is None stays."""

    do: Literal["change-coverage"] = "change-coverage"
    coverage: Key
    youngest: Age | None = None
    oldest: Age | None = None
    areas: tuple[Key, ...] | None = None
    groups: tuple[Key, ...] | None = None
    places: Annotated[int, Field(ge=1)] | None = None

    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:  # noqa: ARG002 concerns fundings
        """The coverage with the fields that are said."""
        said = {
            "alter-von": self.youngest, "alter-bis": self.oldest, "plaetze": self.places,
            "gebiet": None if self.areas is None else "; ".join(self.areas),
            "zielgruppe": None if self.groups is None else "; ".join(self.groups),
        }  # fmt: skip
        changes = {column: str(value) for column, value in said.items() if value is not None}
        yield _edit("abdeckung", self.coverage, changes)


class ChangeRecord(Suppose):
    """Any record with other texts in its columns than recorded, as in the form; for what no other act says."""

    do: Literal["change-record"] = "change-record"
    sheet: Key
    key: Key
    changes: Annotated[dict[str, str], Field(min_length=1)]

    def edits(self, begun: Mapping[str, date | None]) -> Iterator[Edit]:  # noqa: ARG002 concerns fundings
        """The record with these columns."""
        yield _edit(self.sheet, self.key, self.changes)


Act = Annotated[
    EndFunding | CloseOffer | PlanOffer | ChangeCoverage | ChangeRecord, Field(discriminator="do")
]
ACT: Final[TypeAdapter[Act]] = TypeAdapter(Act)


def _edit(sheet: str, key: str, changes: Mapping[str, str], *, new: bool = False) -> Edit:
    spec = sheet_of(sheet)
    whole = {f"{spec.tag}+{column}": text for column, text in changes.items() if text or not new}
    return Edit(spec, key, whole, new)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _number(number: int | None) -> str:
    return "" if number is None else str(number)

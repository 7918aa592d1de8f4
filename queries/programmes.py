"""Funding programmes: what they are for, and whether one can apply on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rdflib import Literal, URIRef

from queries.reading import TRUE, Binding, day_or_none, iri


class Window(StrEnum):
    """Whether one can apply."""

    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Fit(StrEnum):
    """How well a programme fits a need and a group."""

    WHOLE = "both named, or broader ones"
    PART = "only a part of the need or the group"
    NO_GROUP = "the need, but no group is stated"


@dataclass(slots=True)
class Programme:
    """A programme with its rows and, by value, whether it is for the whole of a need or group."""

    iri: URIRef
    rows: list[Binding] = field(default_factory=list)
    needs: dict[URIRef, bool] = field(default_factory=dict)
    groups: dict[URIRef, bool] = field(default_factory=dict)
    names_group: bool = False

    def day(self, column: str) -> date | None:
        """A day it has once."""
        return next((day for row in self.rows if (day := day_or_none(row[column]))), None)

    def window(self, today: date) -> Window:
        """Whether one can apply on a day; one that is over cannot be applied for."""
        opens, closes, since, until = (self.day(name) for name in ("opens", "closes", "from", "to"))
        if (closes and closes < today) or (until and until < today):
            return Window.CLOSED
        if (opens and opens > today) or (since and since > today):
            return Window.LATER
        return Window.OPEN if opens or closes else Window.UNKNOWN

    def fit(self, need: URIRef, group: URIRef) -> Fit | None:
        """How well it fits; None if not at all."""
        if need not in self.needs:
            return None
        if not self.names_group:
            return Fit.NO_GROUP
        if group not in self.groups:
            return None
        return Fit.WHOLE if self.needs[need] and self.groups[group] else Fit.PART


def programmes(rows: Iterable[Binding]) -> list[Programme]:
    """The programmes of the rows, in their order."""
    found: dict[URIRef, Programme] = {}
    for row in rows:
        programme = found.setdefault(iri(row["programme"]), Programme(iri(row["programme"])))
        if row["whole"] is None:
            programme.rows.append(row)
        elif row["whole"] == _NAMED:
            programme.names_group = True
        else:
            column, values = (
                ("need", programme.needs) if row["need"] is not None else ("group", programme.groups)
            )
            value = iri(row[column])
            values[value] = values.get(value, False) or row["whole"] == TRUE
    return list(found.values())


_NAMED = Literal("named")

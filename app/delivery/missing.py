"""What the steward says about records a delivery lacks: ended, forgotten, or never meant to be in it.

Nothing is deleted whatever is decided. *Forgotten*, the default, leaves the record as it is with the mark
`soz:notDeliveredSince`. *Ended* gives it a last day as well and, where its class has such a status, "beendet": both
stand in the graph of the source whose record it is, because they are the last that is known about it from there. They
live as long as the mark: a delivery that holds the record again replaces everything the source said about it, the end
included. *Not part* says that this delivery was never meant to hold the record: no mark, nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rdflib import Literal, URIRef

from graph import Quad, canonical
from ontology.codes import CL
from ontology.namespaces import RDF, SKOS, XSD
from ontology.terms import SOZ
from ontology.vocabulary import vocabulary
from shapes import sheet_specs


class MissingKind(StrEnum):
    """What may be said about a missing record."""

    ENDED = "ended"
    FORGOTTEN = "forgotten"
    NOT_PART = "not_part"


@dataclass(frozen=True, slots=True)
class Missing:
    """What is said about one record; `day` is its last day and belongs to `ended` alone."""

    kind: MissingKind = MissingKind.FORGOTTEN
    day: date | None = None

    def __str__(self) -> str:
        """As the manifest of a version keeps it: `ended 2026-10-31`."""
        return f"{self.kind} {self.day.isoformat()}" if self.day else str(self.kind)

    @classmethod
    def of(cls, text: str) -> "Missing":
        """Read what `str` wrote."""
        kind, _, day = text.partition(" ")
        return cls(MissingKind(kind), date.fromisoformat(day) if day else None)


@cache
def can_end(cls: URIRef) -> bool:
    """Whether records of a class have a last day."""
    return any(
        c.paths == (SOZ.validTo,) for sheet in sheet_specs() if sheet.cls == cls for c in sheet.columns
    )


def end(record: URIRef, cls: URIRef, said: Iterable[Quad], day: date) -> tuple[set[Quad], set[Quad]]:
    """What leaves and what comes when a record of this class ends on `day`, given what is said about it."""
    status = _ended_status(cls)
    values = {
        SOZ.validTo: Literal(day.isoformat(), datatype=XSD.date),
        **({SOZ.status: status} if status else {}),
    }
    own = [quad for quad in said if quad[0] == record]
    graph = min(g for _, p, _, g in own if p == RDF.type)
    come = set(canonical((record, path, value, graph) for path, value in values.items()))
    return {quad for quad in own if quad[1] in values} - come, come - set(own)


@cache
def _ended_status(cls: URIRef) -> URIRef | None:
    """The status "beendet", if the class takes its status from the list that has it."""
    ended: URIRef = CL["angebotsstatus-beendet"]
    scheme = vocabulary().value(ended, SKOS.inScheme)
    columns = (c for sheet in sheet_specs() if sheet.cls == cls for c in sheet.columns)
    return ended if any(c.paths == (SOZ.status,) and c.scheme == scheme for c in columns) else None

"""Contracts on the reference date: whether they are in force, and with whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rdflib import URIRef
from rdflib.term import Node

from ontology.terms import CL, SOZ
from queries.offers import has
from queries.reading import TRUE, Binding, day_or_none, iri

_ACTIVE: URIRef = CL["angebotsstatus-aktiv"]
_ENDED: URIRef = CL["angebotsstatus-beendet"]


class Force(StrEnum):
    """Whether a contract is in force."""

    IN_FORCE = "in force"
    LATER = "later"
    OVER = "over"
    DORMANT = "planned, dormant or ended by its status"
    UNKNOWN = "neither status nor term recorded"


@dataclass(slots=True)
class Contract:
    """A contract with all its rows (columns party, partyType, isProvider, offer, status, from, to …)."""

    iri: URIRef
    rows: list[Binding] = field(default_factory=list)

    def first(self, column: str) -> Node | None:
        """A value the contract has once."""
        return self.rows[0][column]

    def iris(self, column: str) -> frozenset[URIRef]:
        """All values of a column."""
        return frozenset(value for row in self.rows if isinstance(value := row[column], URIRef))

    @property
    def nonprofits(self) -> frozenset[URIRef]:
        """The parties that count as non-profit in the sense of subsidiarity."""
        return frozenset(iri(row["party"]) for row in self.rows if is_nonprofit(row["partyType"]))

    @property
    def has_untyped_provider(self) -> bool:
        """Whether a provider among the parties does not say its type."""
        return any(row["isProvider"] == TRUE and row["partyType"] is None for row in self.rows)

    def force(self, today: date) -> Force:
        """Whether it is in force: by status and term; without both nobody knows."""
        status, since, until = (
            self.first("status"),
            day_or_none(self.first("from")),
            day_or_none(self.first("to")),
        )
        if until is not None and until < today:
            return Force.OVER
        lasted = status == _ENDED and until is not None  # what has ended was in force until its last day
        if status not in (None, _ACTIVE) and not lasted:
            return Force.DORMANT
        if since is not None and since > today:
            return Force.LATER
        return Force.UNKNOWN if status is None and since is None and until is None else Force.IN_FORCE


def contracts_of(
    found: Iterable[Contract], parties: frozenset[URIRef], offer: URIRef, today: date
) -> list[tuple[URIRef, frozenset[URIRef]]]:
    """Contracts in force on an offer to which at least two of `parties` belong: their type, and who of them that is."""
    return [
        (kind if isinstance(kind := contract.first("contractType"), URIRef) else SOZ.Contract, own)
        for contract in found
        if offer in contract.iris("offer")
        and len(own := contract.iris("party") & parties) > 1
        and contract.force(today) is Force.IN_FORCE
    ]


def is_nonprofit(provider_type: Node | None) -> bool:
    """Whether a provider type counts as non-profit."""
    return isinstance(provider_type, URIRef) and has(provider_type, SOZ.countsAsFreeNonprofit, TRUE)


def contracts(rows: Iterable[Binding]) -> list[Contract]:
    """The contracts of the rows, in their order."""
    found: dict[URIRef, Contract] = {}
    for row in rows:
        name = iri(row["contract"])
        found.setdefault(name, Contract(name)).rows.append(row)
    return list(found.values())

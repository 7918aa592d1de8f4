"""What is declared about the inventory: statements that count, rows that wait, offers that say nothing.

Of the statements whose scope holds a cell, a newer one for the same or a narrower slice replaces an older one; among
those left the best counts. So a complete survey of youth work stays valid beside a later "partly" for the whole town,
but not beside a later "partly" for youth work.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from rdflib import URIRef

from ontology.namespaces import namespace
from ontology.terms import CL, SOZ
from queries.answer import AspectState, Completeness
from queries.reading import Reading, day_or_none, iri, iri_or_none
from queries.settings import shift_months
from queries.unpublished import Unpublished
from queries.verdict import Claim, Inventory, Survey, claim_of
from queries.words import Words, counted

LISTED: URIRef = CL["aspekt-angebotsliste"]
COVERED: URIRef = CL["aspekt-abdeckung"]
LEGAL: URIRef = CL["aspekt-rechtsbezug"]
COOPERATING: URIRef = CL["aspekt-kooperation"]

_ES = namespace("es")
SURVEYS: dict[URIRef, Survey] = {
    _ES["ES-1"]: Survey.COMPLETE,
    CL["erhebung-fehlanzeige"]: Survey.COMPLETE,
    _ES["ES-2"]: Survey.LARGELY,
    _ES["ES-3"]: Survey.PARTLY,
    _ES["ES-4"]: Survey.NOT,
}
STRUCTURES: frozenset[URIRef] = frozenset({SOZ.Committee, SOZ.Cooperation, SOZ.Contract})
_SCOPES: dict[URIRef, int] = {SOZ.scopeNeed: 0, SOZ.scopeGroup: 1, SOZ.scopeArea: 2}
Scope = tuple[frozenset[URIRef], frozenset[URIRef], frozenset[URIRef]]
Places = tuple[dict[URIRef, set[int]], dict[URIRef, set[int]], dict[URIRef, set[int]]]
_NOWHERE: Scope = (frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Statement:
    """An inventory statement that was made by the reference date.

    `limits` are the facets it names (property → values); `scope` the cells it covers, empty if it is limited to a
    service type or pillar. `is_fresh` tells whether it still counts.
    """

    iri: URIRef
    aspects: frozenset[URIRef]
    result: URIRef
    survey: Survey
    as_of: date
    is_fresh: bool
    declared_by: URIRef | None
    response_rate: Decimal | None
    limits: Mapping[URIRef, frozenset[URIRef]]
    scope: Scope

    def holds(self, need: URIRef, group: URIRef, area: URIRef) -> bool:
        """Whether the cell lies within the scope."""
        return need in self.scope[0] and group in self.scope[1] and area in self.scope[2]

    def replaces(self, other: "Statement") -> bool:
        """Whether this one is newer and about the same slice as `other` or a narrower one."""
        if self.as_of <= other.as_of:
            return False
        within = all(own <= theirs for own, theirs in zip(self.scope, other.scope, strict=True))
        return within and all(
            facet not in other.limits or (facet in self.limits and self.limits[facet] <= other.limits[facet])
            for facet in (SOZ.pillar, SOZ.serviceType)
        )


class Declarations:
    """Everything declared about a town, read once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._unpublished = Unpublished(reading)
        self._inventories: dict[tuple[frozenset[int], int, bool], Inventory] = {}
        self._surveys: dict[tuple[URIRef, URIRef, URIRef | None], Statement | None] = {}

    @cached_property
    def statements(self) -> list[Statement]:
        """All statements made by the reference date, those too old included."""
        limits: defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
        for row in self._reading.facts("statement_limits"):
            limits[iri(row["statement"])][iri(row["facet"])].add(iri(row["value"]))
        aspects: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        rows = {}
        for row in self._reading.facts("statements"):
            aspects[iri(row["statement"])].add(iri(row["aspect"]))
            rows[iri(row["statement"])] = row
        found = []
        for statement, row in rows.items():
            result, as_of = iri(row["result"]), day_or_none(row["asOf"])
            if as_of is None or result not in SURVEYS:
                continue
            # not soz:freshUntil, which is derived with the thresholds that ship: here they may be others
            fresh_until = shift_months(as_of, self._reading.thresholds.fresh_months)
            rate = row["responseRate"]
            found.append(Statement(
                iri=statement, aspects=frozenset(aspects[statement]), result=result, survey=SURVEYS[result],
                as_of=as_of, is_fresh=self._reading.reference_date <= fresh_until,
                declared_by=iri_or_none(row["declaredBy"]), response_rate=None if rate is None else Decimal(str(rate)),
                limits={facet: frozenset(values) for facet, values in limits[statement].items()},
                scope=self._scopes.get(statement, _NOWHERE),
            ))  # fmt: skip
        return found

    @cached_property
    def rows_held_back(self) -> dict[URIRef, Scope]:
        """Rows in quarantine that may become coverage, with the cells they might concern."""
        return {row: self._scopes[row] for row in sorted(self._waiting) if row in self._scopes}

    def held_back_as(self, classes: Collection[URIRef]) -> list[URIRef]:
        """Rows in quarantine that would become one of these classes: structures, money. They cover no cell."""
        return [row for row, cls in sorted(self._waiting.items()) if cls in classes]

    @cached_property
    def _waiting(self) -> dict[URIRef, URIRef | None]:
        rows = self._reading.facts("held_back", extra=("held_back",))
        return {iri(row["row"]): iri_or_none(row["class"]) for row in rows}

    @cached_property
    def waiting_connections(self) -> frozenset[URIRef]:
        """Rows in quarantine that may become an offer or a connection."""
        rows = self._reading.facts("waiting_connections", extra=("held_back",))
        return frozenset(row["row"] for row in rows if isinstance(row["row"], URIRef)) | set(
            self.rows_held_back
        )

    @cached_property
    def open_offers(self) -> list[URIRef]:
        """Active offers without any coverage data."""
        return [iri(row["offer"]) for row in self._reading.facts("open_offers")]

    def inventory(self, need: URIRef, group: URIRef, area: URIRef) -> Inventory:
        """What is declared about a cell."""
        holding = _all_three(self._statements_at, (need, group, area))
        waiting = len(_all_three(self._waiting_at, (need, group, area)))
        hidden = bool(_all_three(self._unpublished_at, (need, group, area)))
        key = holding, waiting, hidden
        if key not in self._inventories:
            found = self._inventory([self.statements[at] for at in sorted(holding)], waiting)
            self._inventories[key] = replace(found, unpublished=hidden)
        return self._inventories[key]

    @cached_property
    def _statements_at(self) -> Places:
        return _places(statement.scope for statement in self.statements)

    @cached_property
    def _waiting_at(self) -> Places:
        return _places(self.rows_held_back.values())

    @cached_property
    def _unpublished_at(self) -> Places:
        return _places(self._unpublished.scopes)

    def alike(self, facet: int, values: Iterable[URIRef]) -> list[tuple[URIRef, int]]:
        """One of each sort of values about which exactly the same is declared, with their number.

        Saves asking about thousands of cells one by one. `facet` is 0 for needs, 1 for groups, 2 for areas.
        """
        sorts: Counter[frozenset[object]] = Counter()
        examples: dict[frozenset[object], URIRef] = {}
        scopes: list[tuple[object, frozenset[URIRef]]] = [(s.iri, s.scope[facet]) for s in self.statements]
        scopes += [(row, scope[facet]) for row, scope in self.rows_held_back.items()]
        scopes += [(at, scope[facet]) for at, scope in enumerate(self._unpublished.scopes)]
        for value in values:
            sort = frozenset(name for name, scope in scopes if value in scope)
            sorts[sort] += 1
            examples.setdefault(sort, value)
        return [(examples[sort], number) for sort, number in sorts.items()]

    def waiting_for(self, need: URIRef, group: URIRef, area: URIRef) -> list[URIRef]:
        """Rows in quarantine that might concern a cell."""
        return [
            row
            for row, (needs, groups, areas) in self.rows_held_back.items()
            if need in needs and group in groups and area in areas
        ]

    def survey(self, aspect: URIRef, area: URIRef, pillar: URIRef | None) -> Statement | None:
        """As `stated`, for a reader from whom some of it is kept: what is completely surveyed is a part for them.

        For a negative of which nobody can say whether what is kept back bears on it; where that can be told, `stated`.
        """
        found = self.stated(aspect, area, pillar)
        left_out = self._unpublished.connections if aspect == COOPERATING else self._unpublished.offers
        if found is None or found.survey is Survey.NOT or not left_out:
            return found
        return replace(found, survey=Survey.PARTLY)

    def stated(self, aspect: URIRef, area: URIRef, pillar: URIRef | None) -> Statement | None:
        """The statement that counts for an aspect of a whole area and a pillar (None = all pillars)."""
        key = aspect, area, pillar
        if key not in self._surveys:  # a hundred norms share two dozen pillars
            self._surveys[key] = self._stated(*key)
        return self._surveys[key]

    def _stated(self, aspect: URIRef, area: URIRef, pillar: URIRef | None) -> Statement | None:
        within = set(self._reading.around(area))
        return best(
            s
            for s in self.statements
            if s.is_fresh
            and aspect in s.aspects
            and not s.limits.keys() & {SOZ.needType, SOZ.targetGroup, SOZ.serviceType}
            and s.limits.get(SOZ.area, frozenset()) & within
            and (SOZ.pillar not in s.limits or pillar in s.limits[SOZ.pillar])
        )

    def completeness(self, aspects: Sequence[URIRef]) -> Completeness:
        """The state of the town as a whole, for the foot of an answer."""
        town = self._reading.municipality
        states = []
        for aspect in aspects:
            found = self.survey(aspect, town, None) if town else None
            number = sum(1 for s in self.statements if s.is_fresh and aspect in s.aspects)
            states.append(
                AspectState(aspect, found.result if found else None, found.as_of if found else None, number)
            )
        waiting = len(self.rows_held_back)
        claim = self._town_claim(town, waiting)
        words = _TOWN[claim]
        if waiting:
            words += counted(waiting, *_WAITING)
        if self.open_offers:
            words += counted(len(self.open_offers), *_OPEN)
        if self._unpublished.offers:
            words += _UNPUBLISHED
        return Completeness(tuple(states), waiting, len(self.open_offers), words, claim)

    def _town_claim(self, town: URIRef | None, waiting: int) -> Claim:
        listed = self.survey(LISTED, town, None) if town else None
        covered = self.survey(COVERED, town, None) if town else None
        return claim_of(Inventory(
            listed=listed.survey if listed else None, covered=covered.survey if covered else None,
            open_offers=len(self.open_offers) + self._unpublished.open_offers, held_back=waiting,
        ))  # fmt: skip

    def _inventory(self, holding: list[Statement], waiting: int) -> Inventory:
        fresh = [s for s in holding if s.is_fresh]
        listed = best(s for s in fresh if LISTED in s.aspects)
        covered = best(s for s in fresh if COVERED in s.aspects)
        too_old = [s.as_of for s in holding if not s.is_fresh and LISTED in s.aspects]
        return Inventory(
            listed=listed.survey if listed else None,
            covered=covered.survey if covered else None,
            as_of=listed.as_of if listed else None,
            outdated=max(too_old, default=None),
            open_offers=len(self.open_offers) + self._unpublished.open_offers,
            held_back=waiting,
        )

    @cached_property
    def _scopes(self) -> dict[URIRef, Scope]:
        facets: defaultdict[URIRef, tuple[set[URIRef], set[URIRef], set[URIRef]]]
        facets = defaultdict(lambda: (set(), set(), set()))
        for row in self._reading.facts("scopes"):
            facets[iri(row["scoped"])][_SCOPES[iri(row["facet"])]].add(iri(row["value"]))
        return {
            scoped: (frozenset(needs), frozenset(groups), frozenset(areas))
            for scoped, (needs, groups, areas) in facets.items()
        }


def _places(scopes: Iterable[Scope]) -> Places:
    """For each facet, value → the numbers of the scopes that hold it: thousands of cells ask the same few hundred."""
    found: Places = ({}, {}, {})
    for at, scope in enumerate(scopes):
        for facet, values in zip(found, scope, strict=True):
            for value in values:
                facet.setdefault(value, set()).add(at)
    return found


def _all_three(places: Places, cell: tuple[URIRef, URIRef, URIRef]) -> frozenset[int]:
    needs, groups, areas = (facet.get(value, set()) for facet, value in zip(places, cell, strict=True))
    return frozenset(needs & groups & areas)


def best(statements: Iterable[Statement]) -> Statement | None:
    """The statement that counts: the best of those no newer one replaces.

    Among equals the newest, then the one with the lower response rate: which of them is shown must not hang on a key.
    """
    candidates = list(statements)
    standing = [s for s in candidates if not any(other.replaces(s) for other in candidates)]
    return min(standing, key=lambda s: (s.survey, -s.as_of.toordinal(), _rate(s), s.iri), default=None)


def _rate(statement: Statement) -> Decimal:
    """The response rate, 1 if none is given."""
    return Decimal(1) if statement.response_rate is None else statement.response_rate


_TOWN = {
    Claim.FIRM: Words(
        "Die Angebote der ganzen Stadt sind vollständig erfasst.",
        "The offers of the whole town are completely recorded.",
    ),
    Claim.PROVISIONAL: Words(
        "Die Angebote der ganzen Stadt sind überwiegend erfasst.",
        "The offers of the whole town are largely recorded.",
    ),
    Claim.HINT: Words(
        "Für die ganze Stadt ist die Erfassung unvollständig; für einzelne Ausschnitte kann mehr erklärt sein.",
        "For the whole town the record is incomplete; for single parts more may be declared.",
    ),
    Claim.NONE: Words(
        "Für die ganze Stadt ist die Vollständigkeit nicht erklärt; für einzelne Ausschnitte kann sie es sein.",
        "Completeness is not declared for the whole town; it may be for single parts.",
    ),
}
_UNPUBLISHED = Words(
    "Nicht alle Angebote sind veröffentlicht; was hier fehlt, kann es trotzdem geben.",
    "Not all offers are published; what is missing here may exist all the same.",
)
_WAITING = (
    Words("Zeile wartet auf Klärung.", "row waits for clarification."),
    Words("Zeilen warten auf Klärung.", "rows wait for clarification."),
)
_OPEN = (
    Words("aktives Angebot ist ohne Abdeckungsangaben.", "active offer has no coverage data."),
    Words("aktive Angebote sind ohne Abdeckungsangaben.", "active offers have no coverage data."),
)

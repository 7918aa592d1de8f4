"""The Stand: what holds now for an audience, from everything the sources say (rulings 17 to 20, 25, 26).

For each record: statements of the sources the audience may see → protected places and small numbers out → one
value per functional property (`merging.ttl`) → the rest united. What lost becomes a `soz:Conflict`, which belongs to
the derived graph, so that Stand and derived graph share no triple.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from rdflib import URIRef
from rdflib.term import Node

from graph.patch import Patch
from graph.protection import RESTING, Protection
from graph.sources import SourceIndex, Statement, source_of
from graph.terms import Triple
from graph.vote import Vote, functional_properties
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS, namespace
from ontology.terms import GEO, LOCN, SOZ
from ontology.vocabulary import vocabulary

_SUPPRESSED: URIRef = CL["wertstatus-gesperrt"]
_PROTECTED: URIRef = CL["offenlegung-geschuetzt"]
_INTERNAL: URIRef = CL["offenlegung-intern"]
_PARTS = {LOCN.address, GEO.hasGeometry}
_PART_TYPES: frozenset[Node] = frozenset((LOCN.Address, GEO.Geometry))

# All a protected site keeps. A list of what may stay, so that a property added later is left out by itself.
_SITE_KEEPS = frozenset(
    (
        RDF.type,
        RDFS.label,
        DCTERMS.identifier,
        PROV.wasDerivedFrom,
        SOZ.area,
        SOZ.barrierFree,
        SOZ.confirmedBy,
        SOZ.noAddressReason,
        SOZ.noValueFor,
        SOZ.notDeliveredSince,
        SOZ.settles,
        SOZ.unknownValueFor,
        SOZ.verifiedOn,
    )
)
_PLACES = (str(namespace("locn")), str(namespace("geo")))


@dataclass(slots=True)
class Stand:
    """What holds, what contradicts (for the derived graph), and which records lost something to protection."""

    triples: set[Triple] = field(default_factory=set)
    conflicts: set[Triple] = field(default_factory=set)
    withheld: set[URIRef] = field(default_factory=set)


@cache
def _vocabulary_subjects() -> frozenset[Node]:
    return frozenset(vocabulary().subjects())


class Merger:
    """Merges the sources as they stand in `index` at this moment; make a new one after each change.

    Args:
        index: the sources; read anew at every call.
        smallest_count: numbers of people below it are withheld (0 stays).
    """

    def __init__(self, index: SourceIndex, *, smallest_count: int = 3) -> None:
        self._index = index
        self.protection = Protection.find(index, smallest_count)
        self.trust = index.trust()

    def build(self, audience: Audience, subjects: Iterable[URIRef] | None = None) -> Stand:
        """The Stand of all records, or of `subjects` only."""
        stand = Stand()
        for subject in list(self._index.subjects()) if subjects is None else subjects:
            self._add(subject, audience, stand)
        return stand

    def affected(self, before: "Merger", patch: Patch) -> set[URIRef]:
        """The records that may look different now than in `before`, because of `patch`."""
        records = {
            quad[0]
            for quads in (patch.removed, patch.added)
            for quad in quads
            if source_of(self._index.ags, quad[3])
        }
        changed = {q[0] for quads in (patch.removed, patch.added) for q in quads if q[1] == SOZ.settles}
        records |= {
            value
            for record in changed
            for prop, value, _ in self._index.statements(record)
            if prop in _PARTS and isinstance(value, URIRef)
        }
        for subject in self.protection.treated() | before.protection.treated():
            if self.protection.treatment(subject) != before.protection.treatment(subject):
                records.add(subject)
        moved = {g for g in self.trust | before.trust if self._differs(before, g)}
        if moved:
            records.update(subject for subject in self._index.subjects() if self._disputed(subject, moved))
        return records

    def _differs(self, before: "Merger", graph: URIRef) -> bool:
        return self.trust.get(graph) != before.trust.get(graph)

    def _disputed(self, subject: URIRef, graphs: set[URIRef]) -> bool:
        """One of `graphs` speaks about the record, and somebody contradicts, be it the same source."""
        said = self._index.statements(subject)
        speaking = {graph for _, _, graph in said}
        if speaking.isdisjoint(graphs):
            return False
        single = [prop for prop, _, _ in said if prop in functional_properties()]
        return len(speaking) > 1 or len(single) > len(set(single))

    def _add(self, subject: URIRef, audience: Audience, stand: Stand) -> None:
        said = [s for s in self._index.statements(subject) if self._visible(s[2], audience)]
        if not said or self._for_others(said, audience) or self._withdrawn(subject, audience):
            return
        kept = self._without_protected(subject, said)
        if set(kept) != set(said):
            stand.withheld.add(subject)
            kept = [s for s in kept if s[0] != SOZ.valueStatus]
        if not kept:
            return
        vote = Vote(subject, kept, self.trust)
        stand.triples.update((subject, prop, value) for prop, value in vote.winners())
        stand.conflicts.update(vote.conflicts(self._index.ags))
        if subject in stand.withheld:
            stand.triples.add((subject, SOZ.valueStatus, _SUPPRESSED))
        if subject in _vocabulary_subjects():
            # Questions read Stand and vocabulary together: what both said would be counted twice (ruling 17).
            stand.triples.difference_update(set(vocabulary().triples((subject, None, None))))

    def _visible(self, graph: URIRef, audience: Audience) -> bool:
        if audience is Audience.INTERN:
            return True
        parts = source_of(self._index.ags, graph)
        return parts is not None and parts[1] is audience

    @staticmethod
    def _for_others(said: list[Statement], audience: Audience) -> bool:
        """A record that calls itself internal does not belong into a public graph; it is left out."""
        return audience is Audience.PUBLIC and (SOZ.disclosure, _INTERNAL) in {s[:2] for s in said}

    def _withdrawn(self, subject: URIRef, audience: Audience) -> bool:
        """Somebody settled that a record is internal: whatever other sources made public of it is so no more."""
        if audience is not Audience.PUBLIC:
            return False
        for record in (subject, *self._owners(subject)):
            said = [s for s in self._index.statements(record) if s[0] in {SOZ.disclosure, SOZ.settles}]
            if (SOZ.settles, SOZ.disclosure) in {s[:2] for s in said}:
                winners = Vote(record, said, self.trust).winners()
                return (SOZ.disclosure, _INTERNAL) in winners
        return False

    def _owners(self, subject: URIRef) -> list[URIRef]:
        """The record an address or geometry hangs on."""
        if (
            not {value for prop, value, _ in self._index.statements(subject) if prop == RDF.type}
            & _PART_TYPES
        ):
            return []
        return [URIRef(str(subject).rpartition("-")[0])]

    def _without_protected(self, subject: URIRef, said: list[Statement]) -> list[Statement]:
        protection = self.protection
        if subject in protection.hidden:
            return []
        kept = said
        if subject in protection.sites:
            kept = [s for s in kept if s[0] in _SITE_KEEPS or s[:2] == (SOZ.disclosure, _PROTECTED)]
        if subject in protection.guarded:
            kept = [s for s in kept if not str(s[0]).startswith(_PLACES) and not protection.tells(s[1])]
        if subject in protection.suppressed or self._declared_suppressed(subject, said):
            kept = [s for s in kept if s[0] not in RESTING]
        if lifted := protection.lifted.get(subject):
            wider = [(p, lifted.get(v, v) if p == SOZ.area else v, g) for p, v, g in kept]
            kept = [(p, v, g) for p, v, g in wider if v is not None]
        if subject in protection.sites and kept:
            kept = [*(s for s in kept if s[0] != SOZ.disclosure), (SOZ.disclosure, _PROTECTED, kept[0][2])]
        return kept

    def _declared_suppressed(self, subject: URIRef, said: list[Statement]) -> bool:
        """The source that counts says the number is secret; then no other source's number may stand in for it."""
        claim = (SOZ.valueStatus, _SUPPRESSED)
        if not any(s[:2] == claim for s in said):
            return False
        return claim in Vote(subject, said, self.trust).winners()

"""What a delivery changes against what its source said before: new, changed, unchanged, missing, returned.

A record is everything its source says about it: its own statements and those of the nodes that belong to it (address,
geometry). Where it stands in the file is not part of what it says. A record the delivery lacks stays and is marked
with the day since when it was not delivered; the mark goes when it comes again (`app.delivery.missing`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from rdflib import Literal, URIRef

from app.delivery.missing import Missing, MissingKind, end
from graph import Quad
from graph.patch import Patch
from ontology.namespaces import PROV, RDF, XSD
from ontology.terms import GEO, LOCN, SOZ

_PARTS = {LOCN.address, GEO.hasGeometry}
_NOT_SAID = {PROV.wasDerivedFrom, SOZ.notDeliveredSince}
_FORGOTTEN = Missing()
_FEW = 3


@dataclass(frozen=True, slots=True)
class Records:
    """Quads by the record they belong to."""

    by_record: Mapping[URIRef, frozenset[Quad]]

    @classmethod
    def of(cls, quads: Iterable[Quad], inverse: AbstractSet[URIRef] = frozenset()) -> "Records":
        """Sort quads by record; addresses and geometries belong to the record that has them.

        A statement with a property of `inverse` stands in the row of its object: that a coverage belongs to an offer
        is said by the coverage's row.
        """
        by_subject: defaultdict[URIRef, set[Quad]] = defaultdict(set)
        owners: dict[URIRef, URIRef] = {}
        for quad in quads:
            by_subject[quad[0]].add(quad)
            if quad[1] in _PARTS and isinstance(quad[2], URIRef):
                owners[quad[2]] = quad[0]
        found: defaultdict[URIRef, set[Quad]] = defaultdict(set)
        for subject, own in by_subject.items():
            for quad in own:
                said_by = quad[2] if quad[1] in inverse and isinstance(quad[2], URIRef) else subject
                found[_root(said_by, owners)].add(quad)
        return cls({record: frozenset(own) for record, own in found.items()})

    def records(self) -> set[URIRef]:
        """What stands in a row; a target group the source put together does not, and never goes missing."""
        return {
            record
            for record, own in self.by_record.items()
            if PROV.wasDerivedFrom in (said := {q[1] for q in own}) and SOZ.combines not in said
        }

    def said(self, record: URIRef) -> frozenset[Quad]:
        """What is said about a record, without where it stands and whether it still comes."""
        return frozenset(q for q in self.by_record.get(record, ()) if q[1] not in _NOT_SAID)

    def is_missing(self, record: URIRef) -> bool:
        """Whether the record is marked as not delivered any more."""
        return any(q[1] == SOZ.notDeliveredSince for q in self.by_record.get(record, ()))

    def class_of(self, record: URIRef) -> URIRef | None:
        """A class of the record; the alphabetically first if there are several."""
        own = self.by_record.get(record, ())
        return min(
            (o for s, p, o, _ in own if s == record and p == RDF.type and isinstance(o, URIRef)), default=None
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """The records of a source by what happens to them, and the patch that makes it happen; `ended` are missing, too."""

    new: frozenset[URIRef] = frozenset()
    changed: frozenset[URIRef] = frozenset()
    unchanged: frozenset[URIRef] = frozenset()
    missing: frozenset[URIRef] = frozenset()
    returned: frozenset[URIRef] = frozenset()
    ended: frozenset[URIRef] = frozenset()
    before: Records = field(default_factory=lambda: Records({}))
    after: Records = field(default_factory=lambda: Records({}))
    patch: Patch = field(default_factory=lambda: Patch(frozenset(), frozenset()))

    @property
    def drop_share(self) -> float:
        """Share of the records delivered last time that this delivery lacks, though nobody said why."""
        last_time, newly = len(self._delivered_last_time()), len(self._unexplained())
        return newly / last_time if last_time else 0.0

    def dropped_classes(self, allowed: float) -> Mapping[URIRef, tuple[int, int]]:
        """Classes of which more than `allowed` is missing: how many of how many.

        A few of a few are no sign of an incomplete file: fewer than three count only if nothing is left of the class.
        """
        had = Counter(self.before.class_of(r) for r in self._delivered_last_time())
        lost = Counter(self.before.class_of(r) for r in self._unexplained())
        return {
            cls: (lost[cls], had[cls])
            for cls in sorted(c for c in lost if c is not None)
            if lost[cls] > allowed * had[cls] and (lost[cls] >= _FEW or lost[cls] == had[cls] > 1)
        }

    def _delivered_last_time(self) -> set[URIRef]:
        return {r for r in self.before.records() if not self.before.is_missing(r)}

    def _unexplained(self) -> set[URIRef]:
        return {r for r in self.missing - self.ended if not self.before.is_missing(r)}


def compare(
    current: Iterable[Quad],
    delivered: Iterable[Quad],
    waiting: AbstractSet[URIRef],
    day: date,
    inverse: AbstractSet[URIRef] = frozenset(),
    *,
    partial: bool = False,
    decisions: Mapping[URIRef, Missing] | None = None,
) -> Changes:
    """What happens if `delivered` becomes what the source says.

    Args:
        current: the source graphs as they are.
        delivered: the source graphs as this delivery states them, without rows held back.
        waiting: records whose rows are held back: they were delivered, so they are not missing; what was said before
            holds on.
        day: the day of the delivery, from which on missing records are marked.
        inverse: properties that are stated in the row of their object.
        partial: records that are not delivered are not missing; they stay as they are, unmarked.
        decisions: what the steward says about missing records; what is said about others has no effect.
    """
    said = decisions or {}
    before, after = Records.of(current, inverse), Records.of(delivered, inverse)
    old, fresh = before.records(), after.records()
    same = {r for r in old & fresh if before.said(r) == after.said(r)}
    lacking = set() if partial else old - fresh - waiting
    missing = {r for r in lacking if said.get(r, _FORGOTTEN).kind is not MissingKind.NOT_PART}
    ended = {r for r in missing if said.get(r, _FORGOTTEN).kind is MissingKind.ENDED}
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for record in fresh:
        removed |= before.by_record.get(record, frozenset())
        added |= after.by_record[record]
    for concept in set(after.by_record) - fresh:
        removed |= before.by_record.get(concept, frozenset())
        added |= after.by_record[concept]
    for record in missing:
        if not before.is_missing(record):
            graph = min(q[3] for q in before.by_record[record])
            added.add((record, SOZ.notDeliveredSince, Literal(day.isoformat(), datatype=XSD.date), graph))
    for record in ended:
        cls, last = before.class_of(record), said[record].day
        if cls is not None and last is not None:
            leaves, comes = end(record, cls, before.by_record[record], last)
            removed |= leaves
            added |= comes
    return Changes(
        new=frozenset(fresh - old),
        changed=frozenset((old & fresh) - same),
        unchanged=frozenset(same),
        missing=frozenset(missing),
        returned=frozenset(r for r in old & fresh if before.is_missing(r)),
        ended=frozenset(ended),
        before=before,
        after=after,
        patch=Patch(frozenset(removed - added), frozenset(added - removed)),
    )


def _root(subject: URIRef, owners: Mapping[URIRef, URIRef]) -> URIRef:
    seen = {subject}
    while (owner := owners.get(subject)) is not None and owner not in seen:
        seen.add(owner)
        subject = owner
    return subject

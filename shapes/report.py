"""What validation found: results with their rule, and what follows from them for the import."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rdflib import RDF, Graph, Node, URIRef

from graph import Effect, Finding, Place, Severity
from ontology.terms import SOZ
from shapes.rules import Rule

PlaceOf = Callable[[URIRef, URIRef | None], Place | None]


@dataclass(frozen=True, slots=True)
class Result:
    """One finding about one record. `message`, `record`: language → text, filled with names instead of IRIs.

    `path` is the property concerned, if there is one; `value` what was found; `related` further records that
    contribute. A result whose rule protects people, or that is about a record near one, is `silent`: it carries
    neither value nor names.
    """

    rule: Rule
    focus: URIRef
    path: URIRef | None
    value: Node | None
    related: tuple[URIRef, ...]
    message: dict[str, str]
    record: dict[str, str]
    found: str | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All results, ordered by rule number, then record."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing was found that keeps a record out."""
        return not any(r.rule.severity is Severity.VIOLATION for r in self.results)

    @property
    def rejects_file(self) -> bool:
        """Whether the whole file must be refused."""
        return any(r.rule.effect is Effect.REJECT_FILE for r in self.results)

    @property
    def held_back(self) -> frozenset[URIRef]:
        """Records that have to wait because of a finding of their own."""
        return frozenset(r.focus for r in self.results if r.rule.effect is Effect.HOLD_ROW)

    def of(self, focus: URIRef) -> tuple[Result, ...]:
        """The results about one record."""
        return tuple(r for r in self.results if r.focus == focus)

    def findings(self, place_of: PlaceOf) -> list[Finding]:
        """The results as findings; `place_of(record, property)` says where it was delivered, `None` if nowhere."""
        return [
            Finding(
                rule=r.rule.id,
                severity=r.rule.severity,
                effect=r.rule.effect,
                message=r.message,
                place=place_of(r.focus, r.path),
                focus=r.focus,
                path=r.path,
                found=r.found,
                remedy=r.rule.remedy,
                places=tuple(p for other in r.related if (p := place_of(other, r.path)) is not None),
            )
            for r in self.results
        ]


def dependants(data: Graph, held_back: Iterable[URIRef], known: Graph | None = None) -> frozenset[URIRef]:
    """Delivered records that have to wait because a record they refer to waits, directly or through others.

    A held-back record that `known` already holds is still there to be referred to. An offer does not wait for its
    coverages; they wait for the offer.
    """
    delivered = set(data.subjects(RDF.type, None))
    waiting = [record for record in held_back if known is None or (record, RDF.type, None) not in known]
    reached: set[URIRef] = set()
    while waiting:
        record = waiting.pop()
        after = {s for s, p in data.subject_predicates(record) if p != SOZ.hasCoverage and s in delivered}
        after |= set(data.objects(record, SOZ.hasCoverage)) & delivered
        for other in after:
            if isinstance(other, URIRef) and other not in reached:
                reached.add(other)
                waiting.append(other)
    return frozenset(reached - set(held_back))

"""Why a cell has its state: every offer considered and what it lacked, statements, needs, rows that wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files

import yaml
from rdflib import Literal, URIRef

from ontology.iris import Audience
from ontology.terms import SOZ
from ontology.vocabulary import label
from queries import evidence_words as told
from queries.answer import Block, Row
from queries.cells import Cells, cell_facts
from queries.conflicts import conflict_rows
from queries.declarations import Declarations, Statement, best
from queries.findings import findings
from queries.groups import Ages, ages_of
from queries.header import EvidenceBlock
from queries.matrix import MARKS, Mark, broader_known, cell_area, stated_marks
from queries.parameters import concept, date_term
from queries.reading import Binding, Reading, Snapshot, day_or_none, iri, text
from queries.settings import Thresholds
from queries.severity import Severity
from queries.stated import GRADES, verdict_cells
from queries.verdict import CellFacts, Grade, Verdict, judge
from queries.words import Words, day


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """The evidence of one cell. `blocks`: offers, open_offers, needs, norms, statements, held_back, conflicts, neighbours."""

    need: URIRef
    group: URIRef
    area: URIRef
    verdict: Verdict
    facts: CellFacts
    mark: Mark
    blocks: tuple[Block, ...]
    reference_date: date
    version: int
    audience: Audience
    thresholds: Thresholds
    labels: Mapping[URIRef, Mapping[str, str]]
    queries: Mapping[str, str]

    @property
    def grade(self) -> URIRef:
        """The grade as concept of the vocabulary."""
        return GRADES[self.verdict.grade]

    def block(self, name: str) -> Block:
        """The block of that name."""
        return {block.name: block for block in self.blocks}[name]


def cell_evidence(
    snapshot: Snapshot,
    need: str,
    group: str,
    area: str | None = None,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
) -> CellEvidence:
    """The evidence of a cell at a date.

    Args:
        snapshot: the town at one version.
        need: notation or IRI of a need.
        group: notation or IRI of a target group.
        area: key, name or IRI of an area; None = the municipality.
        audience: whose Stand is read.
        reference_date: the day.
        settings: thresholds; None = those that ship.

    Raises:
        ParameterError: need, group or area is not known.
    """
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    place = _Cell(
        concept("need", "needs", need, reading.choices()),
        concept("group", "target-groups", group, reading.choices()),
        cell_area(reading, area),
    )
    search = _Search(reading, place)
    facts = search.facts(place)
    rows = search.rows()
    blocks = tuple(Block(b.name, b.title, b.columns, rows[b.name], b.empty) for b in _layout())
    named = [v for block in blocks for row in block.rows for v in row.values() if isinstance(v, URIRef)]
    return CellEvidence(
        need=place.need,
        group=place.group,
        area=place.area,
        verdict=judge(facts, reference_date, reading.thresholds),
        facts=facts,
        mark=stated_marks(reading)[place.need, place.group, place.area],
        blocks=blocks,
        reference_date=reference_date,
        version=snapshot.version,
        audience=audience,
        thresholds=reading.thresholds,
        labels=reading.labels([*named, place.area, place.group, place.need]),
        queries=reading.queries,
    )


@cache
def _layout() -> tuple[EvidenceBlock, ...]:
    given = yaml.safe_load(files(__package__).joinpath("evidence.yaml").read_text("utf-8"))
    return tuple(EvidenceBlock.model_validate(block) for block in given)


@dataclass(frozen=True, slots=True)
class _Cell:
    need: URIRef
    group: URIRef
    area: URIRef

    def at(self, area: URIRef) -> "_Cell":
        return _Cell(self.need, self.group, area)


class _Search:
    def __init__(self, reading: Reading, cell: _Cell) -> None:
        self._reading = reading
        self._cell = cell
        self._cells = Cells(reading)
        self._declared = Declarations(reading)

    def facts(self, cell: _Cell) -> CellFacts:
        today = self._reading.reference_date
        matches = self._cells.matches(cell.need, cell.group, cell.area, today)
        return cell_facts(matches, self._declared.inventory(cell.need, cell.group, cell.area))

    def rows(self) -> dict[str, Sequence[Row]]:
        offers = self._offers()
        records = [row["offer"] for row in offers if isinstance(row["offer"], URIRef)]
        return {
            "offers": offers,
            "open_offers": [{"offer": offer} for offer in self._declared.open_offers],
            "needs": self._needs(),
            "norms": self._norms(),
            "statements": self._statements(),
            "held_back": self._held_back(),
            "conflicts": conflict_rows(self._reading, records),
            "neighbours": self._neighbours(),
        }

    def _offers(self) -> list[Row]:
        """Every coverage with a related need, those that count first."""
        related: dict[URIRef, Binding] = {}
        for row in self._reading.facts("cell_offers", need=[self._cell.need]):
            related.setdefault(iri(row["coverage"]), row)
        tags = self._tags(related)
        judged = [
            (*self._judged(coverage, row, tags[coverage]), self._near(coverage, row, tags[coverage]), row)
            for coverage, row in related.items()
        ]
        return [
            {
                "offer": row["offer"],
                "provider": row["provider"],
                "grade": GRADES[grade],
                "why": why,
                "near": near,
                "from": _stated(row["from"]),
                "to": _stated(row["to"]),
                "verifiedOn": row["verifiedOn"],
                "notDeliveredSince": row["notDeliveredSince"],
            }
            for grade, why, near, row in sorted(
                judged, key=lambda j: (-j[0], j[2] is None, text(j[3]["offer"]))
            )
        ]

    def _tags(
        self, coverages: Mapping[URIRef, Binding]
    ) -> defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]]:
        tags: defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
        if coverages:
            for row in self._reading.facts("coverage_tags", coverage=sorted(coverages)):
                tags[iri(row["coverage"])][iri(row["facet"])].add(iri(row["value"]))
        return tags

    def _judged(
        self, coverage: URIRef, row: Binding, tags: Mapping[URIRef, set[URIRef]]
    ) -> tuple[Grade, Words]:
        """The grade a coverage gives the cell, and why it is no better."""
        if row["counted"] is None:
            return Grade.NONE, told.COORDINATES
        inactive = self._inactive(row)
        if inactive is not None:
            return Grade.NONE, inactive
        fits = self._fits(coverage)
        grade = min(fits.values())
        if grade is Grade.SPECIFIC:
            return grade, told.EXACT
        words = [self._facet(name, fit, row, tags) for name, fit in fits.items() if fit is grade]
        return grade, Words("; ".join(w.de for w in words), "; ".join(w.en for w in words))

    def _near(self, coverage: URIRef, row: Binding, tags: Mapping[URIRef, set[URIRef]]) -> Words | None:
        """What single thing keeps an offer from counting, if it is only one: perhaps the nearest way to close a gap."""
        if row["counted"] is None:
            return None
        short = {name: fit for name, fit in self._fits(coverage).items() if fit < Grade.GENERAL}
        inactive = self._inactive(row)
        if len(short) + (inactive is not None) != 1:
            return None
        if inactive is not None:
            return told.NEAR["time"]
        ((name, fit),) = short.items()
        if fit is Grade.UNKNOWN:
            return told.NEAR[f"{name}-open"]
        by_age = name == "group" and self._related(tags[SOZ.targetGroup]) and not ages_of(row).is_open
        return told.NEAR["age" if by_age else name]

    def _fits(self, coverage: URIRef) -> dict[str, Grade]:
        cell = self._cell
        return {
            "need": self._cells.fit("need", cell.need, coverage),
            "group": self._cells.fit("group", cell.group, coverage),
            "area": self._cells.fit("area", cell.area, coverage),
        }

    def _inactive(self, row: Binding) -> Words | None:
        today = self._reading.reference_date
        first, last = day_or_none(row["from"]), day_or_none(row["to"])
        if first is None or last is None:
            status = iri(row["status"])
            return told.STATUS.format(status=Words(label(status, "de"), label(status, "en")))
        if last < today:
            return told.ENDED.format(day=day(last))
        return told.LATER.format(day=day(first)) if first > today else None

    def _facet(self, name: str, fit: Grade, row: Binding, tags: Mapping[URIRef, set[URIRef]]) -> Words:
        """What one facet lacks."""
        if name == "group" and fit in (Grade.NONE, Grade.PART) and self._related(tags[SOZ.targetGroup]):
            ages = ages_of(row)
            if not ages.is_open:
                return (told.AGE_NONE if fit is Grade.NONE else told.AGE_PART).format(ages=_range(ages))
        return told.FACETS[name, fit]

    def _related(self, groups: set[URIRef]) -> bool:
        """Whether one of the groups is the asked one or lies above it: then only the age can be in the way."""
        return bool(groups & self._above)

    @cached_property
    def _above(self) -> set[URIRef]:
        rows = self._reading.facts("groups")
        return {iri(row["broader"]) for row in rows if row["group"] == self._cell.group}

    def _needs(self) -> list[Row]:
        found: list[Row] = []
        types: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        types.update({n: f.types for n, f in findings(self._reading.facts("need_evidence")).items()})
        for row in self._reading.facts("needs"):
            exact = (row["need"], row["group"]) == (self._cell.need, self._cell.group)
            if iri(row["status"]) not in MARKS or not exact:
                continue
            relation = self._where(iri(row["area"]))
            if relation is not None:
                found.append({
                    "assessment": row["assessment"], "status": row["status"], "need": row["need"],
                    "group": row["group"], "area": row["area"], "relation": relation,
                    "evidence": self._reading.named(kinds) if (kinds := types[iri(row["assessment"])]) else told.NOT_STATED,
                })  # fmt: skip
        return found

    def _norms(self) -> list[Row]:
        need = broader_known(self._reading, self._cell.need)
        return [
            {"norm": norm, "degree": degree, "pillar": pillar, "speaksOf": told.SPEAKS_OF[scope]}
            for norm, degree, pillars, scope in Severity(self._reading).norms(need, self._cell.group)
            for pillar in pillars or (None,)
        ]

    def _where(self, area: URIRef) -> Words | None:
        if area == self._cell.area:
            return told.THIS
        if area in self._reading.around(self._cell.area):
            return told.WIDER
        return told.WITHIN if self._cell.area in self._reading.around(area) else None

    def _statements(self) -> list[Row]:
        cell = self._cell
        holding = [s for s in self._declared.statements if s.holds(cell.need, cell.group, cell.area)]
        return [
            {
                "statement": s.iri,
                "aspects": Words(
                    ", ".join(label(a, "de") for a in sorted(s.aspects)),
                    ", ".join(label(a, "en") for a in sorted(s.aspects)),
                ),
                "result": s.result,
                "asOf": date_term(s.as_of),
                "declaredBy": s.declared_by,
                "responseRate": None if s.response_rate is None else Literal(s.response_rate),
                "counts": _counts(s, holding),
            }
            for s in sorted(holding, key=lambda s: (s.as_of, s.iri), reverse=True)
        ]

    def _held_back(self) -> list[Row]:
        cell = self._cell
        waiting = set(self._declared.waiting_for(cell.need, cell.group, cell.area))
        rows = self._reading.facts("held_back", extra=("held_back",))
        if self._reading.audience is Audience.PUBLIC:
            # that rows wait weakens the claim for everybody; what they are is not for everybody
            return [{"sheet": told.A_ROW} for _ in waiting]
        return [
            {"sheet": row["sheet"], "number": row["number"], "rule": row["rule"]}
            for row in rows
            if row["row"] in waiting
        ]

    def _neighbours(self) -> list[Row]:
        today, thresholds = self._reading.reference_date, self._reading.thresholds
        others = [a.iri for a in self._reading.areas.values() if a.is_cell and a.iri != self._cell.area]
        return [
            {"area": area, **verdict_cells(judge(self.facts(self._cell.at(area)), today, thresholds))}
            for area in others
        ]


def _stated(value: object) -> Literal | None:
    """A day somebody stated; the ends of time mean that nobody did."""
    return value if isinstance(value, Literal) and str(value) not in {"0001-01-01", "9999-12-31"} else None


def _counts(statement: Statement, holding: Sequence[Statement]) -> Words:
    if not statement.is_fresh:
        return told.TOO_OLD
    fresh = [s for s in holding if s.is_fresh and s.aspects & statement.aspects]
    if any(other.replaces(statement) for other in fresh):
        return told.REPLACED
    return told.YES if best(fresh) == statement else told.BETTER


def _range(ages: Ages) -> Words:
    if ages.lowest is None:
        return Words(f"bis {ages.highest}", f"up to {ages.highest}")
    if ages.highest is None:
        return Words(f"ab {ages.lowest}", f"from {ages.lowest}")
    return Words(f"{ages.lowest}–{ages.highest}", f"{ages.lowest}–{ages.highest}")

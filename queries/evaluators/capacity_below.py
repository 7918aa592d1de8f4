"""A4: capacity against documented demand, else against a benchmark, in one unit."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.capacity import Capacities, Capacity, Population
from queries.cells import coordination_left_out
from queries.matrix import named_groups
from queries.parameters import date_term
from queries.reading import day_or_none, iri, iri_or_none
from queries.verdict import Claim, as_far_as_known, weaker
from queries.weight import weakest
from queries.words import NO_WORDS, Words, counted

_EVERYBODY: URIRef = namespace("zg")["ZG-0"]
_PEOPLE = frozenset({CL["einheit-personen"], CL["einheit-kinder-gleichzeitig"], CL["einheit-berechtigte"]})


@dataclass(frozen=True, slots=True)
class _Demand:
    """What should be there: documented, or by a benchmark. `amount` is None if it cannot be told."""

    source: URIRef
    need: URIRef
    group: URIRef | None
    area: URIRef
    amount: Decimal | None
    unit: URIRef
    is_benchmark: bool = False
    population: Population | None = None

    @property
    def cell(self) -> tuple[URIRef, URIRef | None, URIRef, URIRef]:
        """What it is about, and in which unit."""
        return self.need, self.group, self.area, self.unit


def evaluate(asking: Asking) -> Outcome:
    """Every demand with the capacity that is there, by what can be said about both."""
    capacities = Capacities(asking.reading)
    documented, older = _documented(asking)
    covered = {demand.cell for demand in documented}
    benchmarks = [demand for demand in _benchmarks(asking, capacities) if demand.cell not in covered]
    blocks: dict[str, list[Row]] = {"below": [], "incomplete": [], "none": [], "enough": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    for demand in [*documented, *benchmarks]:
        group = demand.group or _EVERYBODY
        matches = asking.cells.matches(demand.need, group, demand.area, asking.reading.reference_date)
        capacity = capacities.of(matches, demand.area, demand.unit)
        block, row = _row(asking, demand, capacity)
        blocks[block].append(row)
        observed = demand.population.source if demand.population else None
        records[block].append([demand.source, *([observed] if observed else []), *sorted(capacity.offers)])
    number = {name: len(rows) for name, rows in blocks.items()}
    firm = sum(1 for row in blocks["below"] if row["claim"] == Literal(str(Claim.FIRM)))
    cases = [*documented, *benchmarks]
    lead = _LEAD.format(cases=counted(len(cases), *_CASES), benchmarks=len(benchmarks), firm=firm, **number)
    exclusions = (Exclusion(_OLDER, older), coordination_left_out(asking.reading))
    return Outcome(
        blocks if cases else {}, lead if cases else _NOTHING, exclusions, records=records if cases else {}
    )


def _documented(asking: Asking) -> tuple[list[_Demand], int]:
    """The newest documented demand of every cell and unit, and how many older ones there are."""
    newest: dict[tuple[URIRef, URIRef | None, URIRef, URIRef], tuple[date, _Demand]] = {}
    seen: Counter[tuple[URIRef, URIRef | None, URIRef, URIRef]] = Counter()
    for row in asking.rows:
        if row["perPersons"] is not None:
            continue
        demand = _Demand(
            iri(row["source"]), iri(row["need"]), iri(row["group"]), iri(row["area"]), Decimal(str(row["amount"])),
            iri(row["unit"]),
        )  # fmt: skip
        stated = day_or_none(row["stated"]) or date.min
        seen[demand.cell] += 1
        if demand.cell not in newest or stated > newest[demand.cell][0]:
            newest[demand.cell] = stated, demand
    return [demand for _, demand in newest.values()], seen.total() - len(newest)


def _benchmarks(asking: Asking, capacities: Capacities) -> list[_Demand]:
    """The benchmarks, applied to the area asked about."""
    area = asking.area("within") or asking.reading.municipality
    found = []
    for row in asking.rows:
        if row["perPersons"] is None or area is None:
            continue
        indicator, group = iri_or_none(row["indicator"]), iri_or_none(row["group"])
        people = capacities.observed(indicator, area, group) if indicator else capacities.residents(area)
        per = Decimal(str(row["perPersons"]))
        amount = Decimal(str(row["amount"])) * people.number / per if people and per else None
        found.append(_Demand(
            iri(row["source"]), iri(row["need"]), group, area, amount, iri(row["unit"]),
            is_benchmark=True, population=people,
        ))  # fmt: skip
    return found


def _row(asking: Asking, demand: _Demand, capacity: Capacity) -> tuple[str, Row]:
    """The block a demand belongs to, and its row."""
    people = demand.population
    row: Row = {
        "need": demand.need, "group": demand.group, "area": demand.area, "unit": demand.unit, "source": demand.source,
        "basis": _BENCHMARK if demand.is_benchmark else _DEMAND,
        "demand": None if demand.amount is None else Literal(round(demand.amount, 2)),
        "population": Literal(people.number) if people else None,
        "populationOn": date_term(people.as_of) if people and people.as_of else None,
    }  # fmt: skip
    if not capacity.offers:
        return "none", row | {"reason": _NO_OFFER}
    row |= {"known": Literal(len(capacity.known)), "offers": Literal(len(capacity.offers))}
    count = _KNOWN.format(known=len(capacity.known), offers=len(capacity.offers))
    if demand.amount is None:
        return "incomplete", row | {"reason": _NO_POPULATION}
    thresholds = asking.reading.thresholds
    if demand.unit in _PEOPLE and not demand.is_benchmark and demand.amount < thresholds.smallest_number:
        return "incomplete", row | {"demand": None, "reason": _SMALL}
    if capacity.share_known < thresholds.capacity_known:
        return "incomplete", row | {"reason": _INCOMPLETE + count}
    row |= {
        "capacity": Literal(round(capacity.total, 2)),
        "degree": Literal(round(capacity.total / demand.amount, 4)) if demand.amount else None,
    }
    notes = (_NO_MEASURE if demand.is_benchmark else NO_WORDS) + (
        _BY_SHARE if capacity.by_share else NO_WORDS
    )
    if capacity.total >= demand.amount:
        return "enough", row | {"reason": count + notes}
    groups = [demand.group] if demand.group else named_groups(asking.reading)
    claim, grounds = weakest(asking.declarations, [demand.need], groups, [demand.area])
    if missing := len(capacity.offers - capacity.known):
        # what the others can take might be just what is missing
        claim, grounds = weaker(claim, Claim.HINT), grounds + counted(missing, *_MISSING)
    below = (_BELOW_BENCHMARK if demand.is_benchmark else _BELOW).format(known=as_far_as_known(claim))
    return "below", row | {"claim": Literal(str(claim)), "reason": below + count + notes + grounds}


_CASES = (Words("Vergleich", "comparison"), Words("Vergleiche", "comparisons"))
_LEAD = Words(
    "{cases} ({benchmarks} mit Richtwert): {below} unter Nachfrage oder Richtwert (davon {firm} belastbar, die übrigen soweit "
    "erfasst), {incomplete} unvollständig, {none} ohne erfasstes Angebot, {enough} rechnerisch ausreichend.",
    "{cases} ({benchmarks} with benchmark): {below} below demand or benchmark ({firm} of them firm, the others as far as "
    "recorded), {incomplete} incomplete, {none} without recorded offer, {enough} sufficient by the numbers.",
)
_NOTHING = Words(
    "0 Angaben zu Nachfrage oder Richtwerten erfasst, keine Aussage möglich.",
    "0 statements on demand or benchmarks recorded, no statement possible.",
)
_OLDER = Words(
    "Ältere Angaben zur selben Nachfrage: es gilt die jüngste",
    "Older statements on the same demand: the newest holds",
)
_DEMAND = Words("dokumentierte Nachfrage", "documented demand")
_BENCHMARK = Words("Richtwert", "benchmark")
_NO_OFFER = Words(
    "Kein Angebot erfasst: ob das eine Lücke ist, sagt A1.",
    "No offer recorded: A1 tells whether that is a gap.",
)
_NO_POPULATION = Words(
    "Die Bezugsbevölkerung ist für dieses Gebiet nicht bekannt.",
    "The reference population is not known for this area.",
)
_SMALL = Words("Die Zahl ist zu klein, um sie zu zeigen.", "The number is too small to be shown.")
_INCOMPLETE = Words("Unvollständig:", "Incomplete:")
_KNOWN = Words(
    "Kapazität in dieser Einheit und für dieses Gebiet bei {known} von {offers} {offers|passendem Angebot|passenden Angeboten} bekannt.",
    "Capacity in this unit and for this area known of {known} of {offers} matching {offers|offer|offers}.",
)
_MISSING = (
    Words(
        "Angebot nennt keine vergleichbare Kapazität: sie könnte reichen.",
        "offer states no comparable capacity: it might suffice.",
    ),
    Words(
        "Angebote nennen keine vergleichbare Kapazität: sie könnte reichen.",
        "offers state no comparable capacity: it might suffice.",
    ),
)
_BELOW = Words("Weniger Kapazität als Nachfrage {known}.", "Less capacity than demand {known}.")
_BELOW_BENCHMARK = Words(
    "Weniger Kapazität als der Richtwert nennt {known}.", "Less capacity than the benchmark says {known}."
)
_NO_MEASURE = Words("Ein Richtwert ist kein gemessener Bedarf.", "A benchmark is no measured need.")
_BY_SHARE = Words("Zum Teil anteilig nach Einwohnern.", "In part by share of residents.")

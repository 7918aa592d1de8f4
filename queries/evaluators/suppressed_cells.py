"""K6: which values are withheld and by which rule; never a value, not even of what is shown."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from rdflib import URIRef

from ontology.namespaces import namespace
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.measured import SUPPRESSED, Observation, read_observations
from queries.parameters import date_term
from queries.reading import Reading, iri
from queries.suppression import Hierarchy, Over, dominated, giving_back
from queries.words import Words, counted

_EVERYBODY: URIRef = namespace("zg")["ZG-0"]


def evaluate(asking: Asking) -> Outcome:
    """Cells suppressed by themselves, as totals, because of a provider; and those that cannot be judged."""
    reading = asking.reading
    values = read_observations(asking.rows)
    threshold = max(asking.number("threshold"), reading.thresholds.smallest_number)
    hierarchy = _hierarchy(reading)
    small = {value.iri for value in values if value.is_small(threshold)}
    totals = giving_back(values, small, hierarchy, threshold)
    rest = [value for value in values if value.iri not in small and value.iri not in totals]
    share = Decimal(asking.number("dominance")) / 100
    enough = reading.thresholds.smallest_number
    telling = dominated(_with_parts(values, rest), _providers(reading), hierarchy, enough, share)
    blocks: dict[str, list[Row]] = {"primary": [], "secondary": [], "dominance": [], "unknown": []}
    records: defaultdict[str, list[tuple[URIRef, ...]]] = defaultdict(list)
    for value in values:
        if value.iri in small:
            block, rule, reason = "primary", _PRIMARY, _primary(value, threshold)
        elif value.iri in totals:
            block, rule, reason = "secondary", _SECONDARY, _OVER[totals[value.iri]]
        elif value.iri in telling:
            block, rule = "dominance", _DOMINANCE
            reason = _SHARE if telling[value.iri] else _FEW.format(threshold=enough)
        elif value.unit is None and value.cases is None:
            block, rule, reason = "unknown", _NO_RULE, _NO_UNIT
        else:
            continue
        for row in _rows(value):
            blocks[block].append(row | {"rule": rule, "reason": reason})
            records[block].append((value.iri,))
    lead = _LEAD.format(
        values=counted(len(values), *_VALUES), threshold=threshold, primary=len(small), secondary=len(totals),
        dominance=len(telling), unknown=len(set(records["unknown"])),
    )  # fmt: skip
    return Outcome(blocks, lead if values else _NOTHING, records=records)


def _with_parts(values: Iterable[Observation], rest: Iterable[Observation]) -> list[Observation]:
    """Totals still shown, and all values of single offers: also a withheld one has its share in the total."""
    return [value for value in rest if value.offer is None] + [v for v in values if v.offer is not None]


def _hierarchy(reading: Reading) -> Hierarchy:
    areas: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for area in reading.areas.values():
        if area.parent:
            areas[area.parent].add(area.iri)
    groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    below: set[URIRef] = set()
    for row in reading.facts("group_parents"):
        groups[iri(row["parent"])].add(iri(row["group"]))
        below.add(iri(row["group"]))
    facets = sorted(groups.keys() - below - {_EVERYBODY})
    return Hierarchy(areas, groups, facets, reading.municipality, _EVERYBODY)


def _providers(reading: Reading) -> dict[URIRef, frozenset[URIRef]]:
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("offer_providers"):
        found[iri(row["offer"])].add(iri(row["provider"]))
    return {offer: frozenset(providers) for offer, providers in found.items()}


def _primary(value: Observation, threshold: int) -> Words:
    if value.status == SUPPRESSED:
        return _STORED
    few = value.cases is not None and 0 < value.cases < threshold
    return (_CASES if few else _PEOPLE).format(threshold=threshold)


def _rows(value: Observation) -> Iterable[Row]:
    areas: list[URIRef | None] = [*sorted(value.areas)] or [None]
    groups: list[URIRef | None] = [*sorted(value.groups)] or [None]
    for area in areas:
        for group in groups:
            yield {
                "indicator": value.indicator, "area": area, "group": group, "offer": value.offer,
                "asOf": date_term(value.as_of) if value.as_of else None,
            }  # fmt: skip


_VALUES = (Words("Messwert", "value"), Words("Messwerte", "values"))
_LEAD = Words(
    "{values} geprüft (Schwelle {threshold}): {primary} primär gesperrt, {secondary} sekundär, {dominance} wegen Dominanz; {unknown} "
    "nicht beurteilbar.",
    "{values} checked (threshold {threshold}): {primary} suppressed by themselves, {secondary} as totals, {dominance} because of "
    "dominance; {unknown} not to be judged.",
)
_NOTHING = Words("0 Messwerte erfasst, keine Aussage möglich.", "0 values recorded, no statement possible.")
_PRIMARY, _SECONDARY = Words("primär", "primary"), Words("sekundär", "secondary")
_DOMINANCE, _NO_RULE = Words("Dominanz", "dominance"), Words("keine anwendbar", "none applicable")
_STORED = Words(
    "Schon gesperrt; der Wert ist hier nicht bekannt.", "Suppressed already; the value is not known here."
)
_PEOPLE = Words("Zählt Menschen, weniger als {threshold}.", "Counts people, fewer than {threshold}.")
_CASES = Words("Beruht auf weniger als {threshold} Fällen.", "Rests on fewer than {threshold} cases.")
_OVER = {
    Over.AREAS: Words(
        "Summe über Teilgebiete: mit den gezeigten ließe sich ein gesperrtes berechnen oder eingrenzen.",
        "Total over areas: with those shown a suppressed one could be calculated or narrowed down.",
    ),
    Over.GROUPS: Words(
        "Summe über Zielgruppen: mit den gezeigten ließe sich eine gesperrte berechnen oder eingrenzen.",
        "Total over target groups: with those shown a suppressed one could be calculated or narrowed down.",
    ),
    Over.OFFERS: Words(
        "Summe über Angebote: mit den gezeigten ließe sich ein gesperrtes eingrenzen.",
        "Total over offers: with those shown a suppressed one could be narrowed down.",
    ),
}
_SHARE = Words(
    "Ein Träger stellt mehr als den eingestellten Anteil der Summe.",
    "One provider has more than the set share of the total.",
)
_FEW = Words(
    "Weniger als {threshold} Träger tragen zur Summe bei.", "Fewer than {threshold} providers contribute."
)
_NO_UNIT = Words(
    "Der Indikator hat keine Einheit: ob er Menschen zählt, ist nicht bekannt.",
    "The indicator has no unit: whether it counts people is not known.",
)

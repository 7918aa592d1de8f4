"""J2: pairs of pillar groups that should work together and do not, and how dense cooperation is between all."""

from collections import Counter, defaultdict

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.connections import basis, network_exclusions, size_words, unconnected
from queries.pillar_pairs import PairState, RequiredPair, pillars_of_groups, required_pairs
from queries.provider_network import ProviderNetwork, provider_network
from queries.silos import Density, densities
from queries.verdict import Claim
from queries.words import NO_WORDS, Words, counted

_STATES = ("missing", "loose", "unknown", "binding")


def evaluate(asking: Asking) -> Outcome:
    """Required pairs by what can be said about them, the matrix of densities, and what both rest on."""
    providers = provider_network(asking.rows, asking.network)
    asked = asking.area("pillarGroup")
    pairs = [p for p in required_pairs(asking.reading, providers) if asked is None or asked in p.groups]
    pillars = pillars_of_groups(asking.reading)
    blocks: dict[str, list[Row]] = {name: [] for name in _STATES}
    within = _states(asking.whole) if asking.whole else {}
    for pair in pairs:
        own = [p for group in pair.groups for p in pillars.get(group, ())]
        block, row = _judged(asking, pair, own, holds_within=within.get(pair.groups) is pair.state)
        blocks[block].append(row)
    number = {name: len(blocks[name]) for name in _STATES}
    needed = {frozenset(pair.groups): pair for pair in pairs}
    cells = [c for c in densities(providers.network) if asked is None or asked in c.groups]
    blocks["matrix"] = [_cell(cell, needed) for cell in cells]
    blocks["basis"], records = basis(asking, providers)
    return Outcome(
        blocks,
        size_words(asking, providers) + _LEAD.format(pairs=counted(len(pairs), *_PAIRS), **number),
        network_exclusions(asking.reading, providers),
        records={"matrix": _cooperations(providers, cells), "basis": records},
    )


def _states(asking: Asking) -> dict[tuple[URIRef, URIRef], PairState]:
    """How every pair stands by the rows of a question."""
    pairs = required_pairs(asking.reading, provider_network(asking.rows, asking.network))
    return {pair.groups: pair.state for pair in pairs}


def _judged(
    asking: Asking, pair: RequiredPair, pillars: list[URIRef], *, holds_within: bool
) -> tuple[str, Row]:
    one, other = pair.groups
    row: Row = {
        "pillarGroup": one,
        "otherGroup": other,
        "constellations": asking.reading.named(pair.constellations),
        "needed": Literal(len(pair.constellations)),
    }
    if not pair.is_missing:
        row["reason"] = pair.reason or _BINDING
        return ("binding" if pair.state is PairState.BINDING else "unknown"), row
    town = asking.reading.municipality
    claim, grounds = unconnected(asking, pillars, town, holds_within=lambda: holds_within)
    known = NO_WORDS if claim is Claim.FIRM else _AS_FAR
    words = _LOOSE if pair.state is PairState.LOOSE else _NONE
    row |= {"claim": Literal(str(claim)), "reason": words.format(known=known) + grounds}
    if claim is not Claim.FIRM:
        return "unknown", row
    return ("loose" if pair.state is PairState.LOOSE else "missing"), row


def _cell(cell: Density[URIRef], needed: dict[frozenset[URIRef], RequiredPair]) -> Row:
    pair = needed.get(frozenset(cell.groups)) if len(set(cell.groups)) > 1 else None
    return {
        "pillarGroup": cell.groups[0],
        "otherGroup": cell.groups[1],
        "providers": Literal(cell.sizes[0]),
        "otherProviders": Literal(cell.sizes[1]),
        "edges": Literal(cell.edges),
        "weight": Literal(cell.weight),
        "density": None if cell.value is None else Literal(round(cell.value, 4)),
        "needed": Literal(len(pair.constellations)) if pair else Literal(0),
        "mark": _MARKS[pair.state] if pair else NO_WORDS,
    }


def _cooperations(providers: ProviderNetwork, cells: list[Density[URIRef]]) -> list[list[URIRef]]:
    """The cooperations behind each cell."""
    groups = providers.network.groups
    between: defaultdict[frozenset[URIRef], set[URIRef]] = defaultdict(set)
    for link in providers.links:
        members = Counter(
            g for g in (groups.get(p) for p in {p for _, p in link.participants}) if g is not None
        )
        for one in members:
            for other in members:
                if one != other or members[one] > 1:
                    between[frozenset((one, other))].add(link.iri)
    return [sorted(between[frozenset(cell.groups)]) for cell in cells]


_PAIRS = (
    Words("gefordertes Säulenpaar", "required pair of pillars"),
    Words("geforderte Säulenpaare", "required pairs of pillars"),
)
_LEAD = Words(
    "{pairs}, davon {missing} belastbar ohne jede Kooperation, {loose} belastbar nur mit Austausch oder Verweis, {unknown} nicht "
    "beurteilbar, {binding} mit verbindlicher Kooperation.",
    "{pairs}, of these {missing} firmly without any cooperation, {loose} firmly with exchange or referral only, {unknown} not to be "
    "judged, {binding} with binding cooperation.",
)
_AS_FAR = Words("(soweit erfasst)", "(as far as recorded)")
_NONE = Words("Keine Kooperation zwischen beiden {known}.", "No cooperation between the two {known}.")
_LOOSE = Words(
    "Nur Austausch oder Verweis (KO-1, KO-2), keine verbindliche Kooperation {known}.",
    "Exchange or referral only (KO-1, KO-2), no binding cooperation {known}.",
)
_BINDING = Words(
    "Wenigstens eine verbindliche Kooperation (ab KO-3).", "At least one binding cooperation (from KO-3 on)."
)
_MARKS = {
    PairState.NONE: Words("gebraucht, keine Kooperation erfasst", "needed, no cooperation recorded"),
    PairState.LOOSE: Words("gebraucht, nur unverbindlich", "needed, not binding"),
    PairState.UNKNOWN: Words("gebraucht, nicht beurteilbar", "needed, not to be judged"),
    PairState.BINDING: Words("gebraucht, verbindlich", "needed, binding"),
}

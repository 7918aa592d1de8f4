"""J5: whether those who really work together are those of one pillar."""

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.connections import basis, network_exclusions, size_words
from queries.provider_network import Providers, provider_network
from queries.silos import LOUVAIN_SEEDS, SEED, Chance, RandomGroups, agreement
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Agreement and modularity, the communities, and what they rest on."""
    providers = provider_network(asking.rows, asking.network)
    network, runs = providers.network, asking.number("permutations")
    linked = {end for edge in network.grouped_edges for end in (edge.one, edge.other)}
    found = network.communities(LOUVAIN_SEEDS)
    parts = [part for part in found if part & linked]  # who works with nobody is in no community
    ordered = [(node, at) for at, part in enumerate(parts) for node in sorted(part)]
    nmi = agreement([network.groups[node] for node, _ in ordered], [at for _, at in ordered])
    chance = RandomGroups(network, runs).agreement(parts, nmi) if nmi is not None else None
    measures = _measures(network, found, nmi, chance)
    grounds, records = basis(asking, providers)
    members: list[Row] = [
        {"community": Literal(at + 1), "provider": node, "pillarGroup": network.groups[node]}
        for node, at in sorted(ordered, key=lambda each: (each[1], each[0]))
    ]
    blocks = {"measures": measures, "communities": members, "basis": grounds}
    alone = sum(1 for node, group in network.groups.items() if group is not None and node not in linked)
    exclusions = (*network_exclusions(asking.reading, providers), Exclusion(_ALONE, alone))
    notes = (_SETTINGS.format(seeds=len(LOUVAIN_SEEDS), runs=runs, seed=SEED),)
    links = [link.iri for link in providers.links]
    return Outcome(
        blocks, size_words(asking, providers) + _lead(nmi, parts, members), exclusions, notes,
        {"measures": [links] * len(measures), "basis": records},
    )  # fmt: skip


def _measures(
    network: Providers, parts: list[set[URIRef]], nmi: float | None, chance: Chance | None
) -> list[Row]:
    own, best = network.modularity(), network.modularity(parts)
    ratio = own / best if own is not None and best is not None and best > 0 else None
    values = (
        (_NMI, nmi, _NMI_MEANS if nmi is not None else _UNDETERMINED),
        (_Q, own, _Q_MEANS if own is not None else _NO_EDGES),
        (_BEST, best, _BEST_MEANS if best is not None else _NO_EDGES),
        (_RATIO, ratio, _RATIO_MEANS if ratio is not None else _NO_RATIO),
    )
    rows: list[Row] = [
        {"measure": name, "value": None if value is None else Literal(round(value, 4)), "reason": meaning}
        for name, value, meaning in values
    ]
    if chance is not None:
        rows[0] |= {"expected": Literal(round(chance.mean, 4)), "p": Literal(round(chance.p, 4))}
    return rows


def _lead(nmi: float | None, parts: list[set[URIRef]], members: list[Row]) -> Words:
    if nmi is None:
        return _NOTHING
    pillars = len({row["pillarGroup"] for row in members})
    shown = f"{nmi:.2f}"
    return _LEAD.format(
        nmi=Words(shown.replace(".", ","), shown), parts=counted(len(parts), *_PARTS),
        pillars=counted(pillars, *_GROUPS), providers=len(members),
    )  # fmt: skip


_NMI = Words("NMI (Gemeinschaften, Säulengruppen)", "NMI (communities, pillar groups)")
_Q, _BEST = Words("Modularität Q der Säulengruppen", "modularity Q of the pillar groups"), Words("Modularität Q der Gemeinschaften (Q_max)", "modularity Q of the communities (Q_max)")  # fmt: skip
_RATIO = Words("Q der Säulengruppen / Q_max", "Q of the pillar groups / Q_max")
_NMI_MEANS = Words(
    "0: die Gemeinschaften haben nichts mit den Säulen zu tun; 1: sie sind dieselben. Kleine Netze stimmen auch zufällig "
    "teilweise überein: mit dem Zufallsmittel vergleichen.",
    "0: the communities have nothing to do with the pillars; 1: they are the same. Small networks agree in part by chance, "
    "too: compare with the mean by chance.",
)
_Q_MEANS = Words("hoch: die Kooperation folgt den Säulen", "high: cooperation follows the pillars")
_BEST_MEANS = Words("die beste gefundene Aufteilung", "the best partition found")
_RATIO_MEANS = Words(
    "nahe 1: die Säulen teilen das Netz fast so gut wie die beste Aufteilung",
    "near 1: the pillars divide the network nearly as well as the best partition",
)
_UNDETERMINED = Words(
    "Nicht bestimmbar: keine Kooperation zwischen Trägern mit bekannter Säule, oder alle gehören zur selben Säulengruppe.",
    "Not determined: no cooperation between providers of known pillar, or all belong to the same pillar group.",
)
_NO_EDGES = Words(
    "Nicht bestimmbar: keine Kooperation zwischen Trägern mit bekannter Säule.",
    "Not determined: no cooperation between providers of known pillar.",
)
_NO_RATIO = Words(
    "Nicht bestimmbar: keine Aufteilung ist besser als der Zufall.",
    "Not determined: no partition is better than chance.",
)
_ALONE = Words(
    "Träger mit bekannter Säule, aber ohne erfasste Kooperation: in keiner Gemeinschaft",
    "Providers of known pillar but without recorded cooperation: in no community",
)
_LEAD = Words(
    "{parts} von {providers} {providers|Träger|Trägern} aus {pillars}; Übereinstimmung mit den Säulen NMI {nmi}.",
    "{parts} of {providers} {providers|provider|providers} from {pillars}; agreement with the pillars NMI {nmi}.",
)
_PARTS = (Words("Gemeinschaft", "community"), Words("Gemeinschaften", "communities"))
_GROUPS = (Words("Säulengruppe", "pillar group"), Words("Säulengruppen", "pillar groups"))
_NOTHING = Words(
    "Ob die Gemeinschaften den Säulen folgen, ist nicht bestimmbar.",
    "Whether the communities follow the pillars is not determined.",
)
_SETTINGS = Words(
    "Gemeinschaften nach Louvain, die beste aus {seeds} festen Startwerten. Zufallsvergleich: die Säulengruppen der Träger werden "
    "{runs}-mal neu verteilt (Startwert {seed}); p ist der Anteil der Verteilungen mit mindestens dieser Übereinstimmung.",
    "Communities by Louvain, the best of {seeds} fixed seeds. Comparison with chance: the pillar groups of the providers are dealt "
    "out anew {runs} times (seed {seed}); p is the share of deals with at least this agreement.",
)

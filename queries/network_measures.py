"""The measures of any projected network, each with what it is made of, how to read it, and the comparison with chance.

Definitions: Krackhardt & Stern (E-I index), Newman (assortativity, modularity), normalised mutual information of pillars
and communities, reach and k-core as in `queries.structure`. What a network does not determine is empty, with the reason.
"""

from collections.abc import Sequence

from rdflib import Literal, URIRef

from queries import structure
from queries.answer import Row
from queries.network import PillarNetwork
from queries.projection import Projection
from queries.silos import LOUVAIN_SEEDS, Chance, RandomGroups, agreement
from queries.words import NO_WORDS, Words

PERMUTATIONS = 1_000
_MANY = 2_000
_FEWER = 100

Network = PillarNetwork[URIRef, URIRef]


def communities(network: Network) -> list[set[URIRef]]:
    """The best partition by cooperation; in a large network of fewer attempts."""
    return network.communities(LOUVAIN_SEEDS if network.size[0] < _MANY else (1,))


def measure_rows(projection: Projection, parts: Sequence[set[URIRef]], runs: int = PERMUTATIONS) -> list[Row]:
    """Size, silos and cohesion of a network."""
    network = projection.network
    runs = runs if network.size[0] < _MANY else min(runs, _FEWER)
    chance = RandomGroups(network, runs) if network.grouped_edges and runs else None
    return [*_size(projection), *_silos(projection, parts, chance), *_cohesion(network)]


def _size(projection: Projection) -> list[Row]:
    network = projection.network
    nodes, edges = network.size
    ungrouped = sum(1 for group in network.groups.values() if group is None)
    rows = [
        _row(_NODES, nodes, NO_WORDS, _UNGROUPED.format(number=ungrouped)),
        _row(_EDGES, edges, NO_WORDS, projection.header.edge),
    ]
    if projection.header.confirmed:
        confirmed = sum(edge.confirmed for edge in network.edges)
        rows.append(
            _row(_CONFIRMED, network.confirmed_share, _OF.format(part=confirmed, whole=edges), _NO_LINKS)
        )
    return rows


def _silos(
    projection: Projection, parts: Sequence[set[URIRef]], chance: RandomGroups[URIRef, URIRef] | None
) -> list[Row]:
    network = projection.network
    r, ei, (external, internal) = network.assortativity(), network.ei_index(), network.ends()
    grouped = len(network.grouped_edges)
    rows = [
        _row(
            _R, r, _R_BASE.format(edges=grouped), _R_MEANS if r is not None else _UNDETERMINED,
            chance.assortativity(r) if chance and r is not None else None,
        ),
        _row(
            _EI, ei, _EI_BASE.format(external=external, internal=internal), _EI_MEANS if ei is not None else _UNDETERMINED,
            chance.ei_index(ei) if chance and ei is not None else None,
        ),
    ]  # fmt: skip
    if projection.two_modes:
        return rows  # modularity and communities of one-mode networks say nothing about two kinds of nodes
    q, best = network.modularity(), network.modularity(parts)
    place = {node: at for at, part in enumerate(parts) for node in part if network.partners(node)}
    inside = sorted(place)
    nmi = (
        agreement([network.groups[node] for node in inside], [place[node] for node in inside])
        if inside
        else None
    )
    met = [{node for node in part if node in place} for part in parts]
    return [
        *rows,
        _row(_Q, q, _BEST.format(best=_decimal(best)), _Q_MEANS if q is not None else _UNDETERMINED),
        _row(
            _NMI, nmi, _COMMUNITIES.format(number=sum(1 for part in met if part)), _NMI_MEANS if nmi is not None else _UNDETERMINED,
            chance.agreement([part for part in met if part], nmi) if chance and nmi is not None else None,
        ),
    ]  # fmt: skip


def _cohesion(network: Network) -> list[Row]:
    graph, (nodes, _) = network.graph, network.size
    parts = structure.components(graph)
    alone = sum(1 for part in parts if len(part) == 1)
    cores = structure.core_numbers(graph)
    deepest = max(cores.values(), default=0)
    return [
        _row(_PARTS, sum(1 for part in parts if len(part) > 1), _LARGEST.format(number=len(parts[0]) if parts else 0), NO_WORDS),
        _row(_ALONE, alone, _OF.format(part=alone, whole=nodes), _ALONE_MEANS),
        _row(_REACH, structure.reach(graph), NO_WORDS, _REACH_MEANS),
        _row(_CORE, deepest, _IN_CORE.format(number=sum(1 for core in cores.values() if core == deepest)), _CORE_MEANS),
        _row(_CUTS, len(structure.articulation_points(graph)), NO_WORDS, _CUT_MEANS),
        _row(_BRIDGES, len(structure.bridges(graph)), NO_WORDS, _BRIDGE_MEANS),
    ]  # fmt: skip


def _row(name: Words, value: float | None, base: Words, meaning: Words, chance: Chance | None = None) -> Row:
    return {
        "measure": name,
        "value": None if value is None else Literal(round(value, 4)),
        "base": base,
        "expected": None if chance is None else Literal(round(chance.mean, 4)),
        "p": None if chance is None else Literal(round(chance.p, 4)),
        "reason": meaning,
    }


def _decimal(value: float | None) -> Words:
    if value is None:
        return Words("–", "–")
    return Words(f"{value:.3f}".replace(".", ","), f"{value:.3f}")


_NODES, _EDGES = Words("Knoten (n)", "nodes (n)"), Words("Verbindungen (m)", "connections (m)")
_UNGROUPED = Words("{number} ohne bekannte Säule", "{number} of unknown pillar")
_CONFIRMED = Words("Anteil beiderseitig bestätigt", "share confirmed by both sides")
_OF = Words("{part} von {whole}", "{part} of {whole}")
_NO_LINKS = Words(
    "Verbindungen sind, was gemeldet wurde, nicht was es gibt.",
    "Connections are what was reported, not what exists.",
)
_R, _EI = Words("Assortativität r", "assortativity r"), Words("E-I-Index", "E-I index")
_R_BASE = Words(
    "{edges} {edges|Verbindung|Verbindungen} zwischen Knoten bekannter Säule",
    "{edges} {edges|connection|connections} between nodes of known pillar",
)
_R_MEANS = Words(
    "1: nur innerhalb der Säulen; 0: wie zufällig; unter 0: vor allem zwischen Säulen.",
    "1: only within pillars; 0: as by chance; below 0: mostly between pillars.",
)
_EI_BASE = Words("E = {external}, I = {internal}", "E = {external}, I = {internal}")
_EI_MEANS = Words(
    "−1: nur innerhalb der Säulen; +1: nur dazwischen. Hängt von der Größe der Säulen ab: mit dem Zufall vergleichen.",
    "−1: only within pillars; +1: only between them. Depends on the size of the pillars: compare with chance.",
)
_UNDETERMINED = Words(
    "Nicht bestimmbar: keine Verbindung zwischen Knoten bekannter Säule, oder alle gehören zur selben Säulengruppe.",
    "Not determined: no connection between nodes of known pillar, or all belong to the same pillar group.",
)
_Q = Words("Modularität Q der Säulen", "modularity Q of the pillars")
_BEST = Words("beste Aufteilung: {best}", "best partition: {best}")
_Q_MEANS = Words(
    "Nahe an der besten Aufteilung: die Verbindungen folgen den Säulen.",
    "Close to the best partition: connections follow the pillars.",
)
_NMI = Words(
    "Übereinstimmung von Säulen und Gemeinschaften (NMI)", "agreement of pillars and communities (NMI)"
)
_COMMUNITIES = Words(
    "{number} {number|Gemeinschaft|Gemeinschaften}", "{number} {number|community|communities}"
)
_NMI_MEANS = Words(
    "0: unabhängig; 1: die Gemeinschaften sind die Säulen.",
    "0: independent; 1: the communities are the pillars.",
)
_PARTS, _LARGEST = (
    Words("Zusammenhängende Teile", "connected parts"),
    Words("größter: {number} Knoten", "largest: {number} {number|node|nodes}"),
)
_ALONE = Words("Ohne Verbindung", "without connection")
_ALONE_MEANS = Words(
    "Keine erfasste Verbindung heißt nicht, dass es keine gibt.",
    "No recorded connection does not mean that there is none.",
)
_REACH = Words("Erreichbarkeit", "reach")
_REACH_MEANS = Words(
    "Anteil der Paare, zwischen denen irgendein Weg besteht.", "Share of the pairs with any way between them."
)
_CORE, _IN_CORE = (
    Words("Tiefster Kern (k)", "deepest core (k)"),
    Words("{number} Knoten darin", "{number} {number|node|nodes} in it"),
)
_CORE_MEANS = Words("Darin hat jeder mindestens k Partner.", "There each has at least k partners.")
_CUTS, _CUT_MEANS = (
    Words("Schnittknoten", "articulation points"),
    Words("Ohne einen davon zerfällt ein Teil.", "Without one of them a part falls apart."),
)
_BRIDGES, _BRIDGE_MEANS = (
    Words("Brücken (Verbindungen)", "bridges (connections)"),
    Words("Ohne eine davon zerfällt ein Teil.", "Without one of them a part falls apart."),
)

"""J3: providers that hold the network together, and pairs of pillars that hang on one of them."""

from rdflib import Literal

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.provider_network import Providers, provider_network
from queries.words import NO_WORDS, Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Bridges by betweenness, hanging pairs, measures, and the network itself for the picture."""
    providers = provider_network(asking.rows, asking.network)
    network = providers.network
    nodes, edges = network.size
    blocks: dict[str, list[Row]] = {
        "bridges": _bridges(network),
        "pairs": [
            {
                "pillarGroup": pair.groups[0], "otherGroup": pair.groups[1], "provider": node,
                "edges": Literal(pair.edges),
            }
            for pair in network.hanging_pairs()
            for node in pair.nodes
        ],
        "measures": _measures(network),
        "network": [
            {
                "provider": edge.one, "target": edge.other, "weight": Literal(edge.weight),
                "confirmed": _BOTH if edge.confirmed else _NOT_BOTH,
            }
            for edge in network.edges
        ],
    }  # fmt: skip
    unknown = sum(1 for group in network.groups.values() if group is None)
    exclusions = (Exclusion(_NO_GROUP, unknown), Exclusion(_OUTSIDE, len(providers.outside)))
    if not edges:
        return Outcome(blocks, _NOTHING, exclusions)
    confirmed = network.confirmed_share or 0
    lead = _LEAD.format(
        nodes=nodes, edges=edges, cuts=counted(len(network.articulation_points()), *_CUTS),
        pairs=counted(len(network.hanging_pairs()), *_PAIRS), confirmed=round(confirmed * 100),
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions)


def _bridges(network: Providers) -> list[Row]:
    values, cuts = network.betweenness(), network.articulation_points()
    mediating = [node for node, value in values.items() if value > 0 or node in cuts]
    return [
        {
            "provider": node,
            "pillarGroup": network.groups[node],
            "betweenness": Literal(round(values[node], 4)),
            "partners": Literal(network.partners(node)),
            "cut": _YES if node in cuts else _NO,
            "reason": _CUT if node in cuts else NO_WORDS,
        }
        for node in sorted(mediating)  # by key: this is no ranking
    ]


def _measures(network: Providers) -> list[Row]:
    nodes, edges = network.size
    share = network.confirmed_share
    values = (
        (_NODES, float(nodes), NO_WORDS),
        (_EDGES, float(edges), NO_WORDS),
        (_PARTS, float(network.components()), NO_WORDS),
        (_CONFIRMED, share, NO_WORDS if share is not None else _NO_EDGES),
        (_EI, network.ei_index(), _EI_MEANS),
        (_R, network.assortativity(), _R_MEANS),
        (_Q, network.modularity(), _Q_MEANS),
    )
    return [
        {
            "measure": words,
            "value": None if value is None else Literal(round(value, 4)),
            "reason": meaning if value is not None else _UNDETERMINED,
        }
        for words, value, meaning in values
    ]


_YES, _NO = Words("ja", "yes"), Words("nein", "no")
_BOTH, _NOT_BOTH = (
    Words("von beiden Seiten", "by both sides"),
    Words("nicht von beiden Seiten", "not by both sides"),
)
_CUT = Words(
    "Fiele dieser Träger weg, zerfiele das Netz (soweit erfasst).",
    "Without this provider the network would fall apart (as far as recorded).",
)
_NODES, _EDGES = Words("Träger (n)", "providers (n)"), Words("Kooperationen (m)", "cooperations (m)")
_PARTS = Words("Zusammenhängende Teile", "connected parts")
_CONFIRMED = Words("Anteil beiderseitig bestätigt", "share confirmed by both sides")
_EI, _R, _Q = (
    Words("E-I-Index", "E-I index"),
    Words("Assortativität r", "assortativity r"),
    Words("Modularität Q", "modularity Q"),
)
_EI_MEANS = Words(
    "−1 nur innerhalb der Säulen, +1 nur dazwischen", "−1 only within pillars, +1 only between them"
)
_R_MEANS = Words("1 nur innerhalb der Säulen, 0 wie zufällig", "1 only within pillars, 0 as by chance")
_Q_MEANS = Words("hoch: die Kooperation folgt den Säulen", "high: cooperation follows the pillars")
_NO_EDGES = Words("keine Kooperation erfasst", "no cooperation recorded")
_UNDETERMINED = Words(
    "Nicht bestimmbar: keine Kooperation zwischen Trägern mit bekannter Säule, oder alle gehören zur selben Säulengruppe.",
    "Not determined: no cooperation between providers of known pillar, or all belong to the same pillar group.",
)
_CUTS = (Words("Schnittknoten", "articulation point"), Words("Schnittknoten", "articulation points"))
_PAIRS = (
    Words("Säulenpaar hängt", "pair of pillars hangs"),
    Words("Säulenpaare hängen", "pairs of pillars hang"),
)
_LEAD = Words(
    "{nodes} Träger, {edges} {edges|Kooperation|Kooperationen} ({confirmed} % von beiden Seiten bestätigt), soweit erfasst: {cuts}; {pairs} an einem "
    "einzigen Träger.",
    "{nodes} {nodes|provider|providers}, {edges} {edges|cooperation|cooperations} ({confirmed}% confirmed by both sides), as far as recorded: {cuts}; {pairs} on a "
    "single provider.",
)
_NOTHING = Words(
    "Keine Kooperation erfasst; das Netz ist nicht beurteilbar.",
    "No cooperation recorded; the network cannot be judged.",
)
_OUTSIDE = Words(
    "Beteiligte ohne aktives Angebot (Behörden, Gremien): keine Knoten des Netzes",
    "Participants without an active offer (authorities, committees): no nodes of the network",
)
_NO_GROUP = Words("Träger ohne bekannte Säule", "Providers without known pillar")

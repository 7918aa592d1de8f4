"""What stands out in a network, in sentences, each with the records it is about and how far it holds.

Order: how the whole follows its pillars, pairs of pillars that lack cooperation or hang on one node, what holds parts
together, pairs with a single connection, what stands alone. Within each by key: it is no ranking of providers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from ontology.codes import CL
from ontology.vocabulary import label
from queries import structure
from queries.answer import Row
from queries.pillar_pairs import RequiredPair
from queries.projection import Projection
from queries.resampling import Robustness
from queries.silos import Chance
from queries.verdict import Claim
from queries.words import NO_WORDS, Words, counted

Names = Callable[[Iterable[URIRef]], Words]
Weight = Callable[[RequiredPair], tuple[Claim, Words]]
"""What "this pair does not work together" weighs, and on what grounds."""
SMALLEST_PART = 3
"""A connection counts as a bridge from parts of this size on: a node with one partner is no part of its own."""
_SURE = 0.05
_UNUSUAL = 0.95
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, what kind of finding it is, how far it holds, and the records it is about."""

    words: Words
    kind: Words
    holds: Words
    records: tuple[URIRef, ...]

    def row(self) -> Row:
        """The row that shows it."""
        return {"finding": self.words, "kind": self.kind, "holds": self.holds}


def findings(
    projection: Projection,
    robust: Robustness[URIRef, URIRef],
    silo: tuple[float, Chance] | None,
    pairs: Sequence[RequiredPair],
    names: Names,
    weight: Weight,
) -> list[Finding]:
    """All findings on a network.

    Args:
        projection: the network.
        robust: how often each is found again without some of the connections.
        silo: assortativity and its comparison with chance; None if it is not determined.
        pairs: pairs of pillars some need constellation brings together; only those known to lack binding cooperation
            are findings.
        names: the names of records or concepts.
        weight: as J2 weighs a pair.
    """
    found = [_silo(*silo)] if silo else []
    found += [_missing(pair, *weight(pair)) for pair in pairs if pair.is_missing]
    hanging = _hanging(projection, robust, names)
    found += [finding for finding, edges in hanging if edges > 1]
    if not projection.two_modes:
        found += _cuts(projection, robust, names)
    found += [finding for finding, edges in hanging if edges == 1]
    return [*found, *_alone(projection)]


def _silo(r: float, chance: Chance) -> Finding:
    # Where each node is a group of its own every draw gives the same: then p is 1, and nothing crosses more than by chance.
    crosses = chance.p > _UNUSUAL and r < chance.mean - _SAME
    words = _FOLLOWS if chance.p < _SURE else _CROSSES if crosses else _AS_CHANCE
    numbers = {"r": _decimal(r), "mean": _decimal(chance.mean), "p": _decimal(chance.p, 3)}
    return Finding(words.format(**numbers), _WHOLE, NO_WORDS, ())


def _missing(pair: RequiredPair, claim: Claim, grounds: Words) -> Finding:
    one, other = (Words(label(group, "de"), label(group, "en")) for group in pair.groups)
    needed = counted(len(pair.constellations), *_CONSTELLATIONS)
    told = _MISSING if claim is Claim.FIRM else _MISSING_AS_RECORDED
    weighs = Words(*(label(CL[f"aussage-{claim.replace('_', '-')}"], lang) for lang in ("de", "en")))
    return Finding(
        told.format(one=one, other=other, needed=needed), _PAIR, _WEIGHS.format(claim=weighs, grounds=grounds),
        pair.constellations,
    )  # fmt: skip


def _hanging(
    projection: Projection, robust: Robustness[URIRef, URIRef], names: Names
) -> list[tuple[Finding, int]]:
    """Pairs of groups that hang on one node, with the number of connections between them."""
    found = []
    for pair in projection.network.hanging_pairs():
        one, other = (Words(label(group, "de"), label(group, "en")) for group in pair.groups)
        if pair.edges == 1:
            words = _SINGLE.format(one=one, other=other, edge=_between(pair.nodes, names))
        else:
            words = _HANGING.format(one=one, other=other, node=names(pair.nodes), edges=pair.edges)
        finding = Finding(words, _PAIR, _again(robust.of_pair(pair), robust), tuple(pair.nodes))
        found.append((finding, pair.edges))
    return found


def _between(nodes: Sequence[URIRef], names: Names) -> Words:
    one, other = (names([node]) for node in sorted(nodes))
    return Words(f"{one.de} – {other.de}", f"{one.en} – {other.en}")


def _cuts(projection: Projection, robust: Robustness[URIRef, URIRef], names: Names) -> list[Finding]:
    points, lines = structure.cuts(projection.network.graph)
    found = [
        Finding(
            _CUT.format(node=names(cut.nodes), lost=counted(cut.lost, *_OTHERS)),
            _THREAD, _again(robust.of_cut(cut.nodes[0]), robust), cut.nodes,
        )
        for cut in points
    ]  # fmt: skip
    found += [
        Finding(
            _BRIDGE.format(edge=_between(cut.nodes, names), one=cut.pieces[0], other=cut.pieces[1]),
            _THREAD, _again(robust.of_bridge(frozenset(cut.nodes)), robust), cut.nodes,
        )
        for cut in lines
        if min(cut.pieces) >= SMALLEST_PART
    ]  # fmt: skip
    return found


def _alone(projection: Projection) -> list[Finding]:
    network = projection.network
    alone = tuple(sorted(node for node in network.groups if not network.partners(node)))
    if not alone:
        return []
    nodes, _ = network.size
    return [Finding(_ALONE.format(alone=len(alone), nodes=nodes), _ISOLATED, NO_WORDS, alone)]


def _again(times: int, robust: Robustness[URIRef, URIRef]) -> Words:
    return _HOLDS.format(times=times, runs=robust.runs, share=round(robust.share * 100))


def _decimal(value: float, digits: int = 2) -> Words:
    written = f"{value:.{digits}f}".replace("-", "−")
    return Words(written.replace(".", ","), written)


_WHOLE, _PAIR = Words("Das ganze Netz", "the whole network"), Words("Säulenpaar", "pair of pillars")
_THREAD, _ISOLATED = Words("Hängt an einem", "hangs on one"), Words("Ohne Verbindung", "without connection")
_FOLLOWS = Words(
    "Die Verbindungen folgen den Säulen stärker als bei zufälliger Verteilung (r = {r}, bei Zufall {mean}, p = {p}).",
    "Connections follow the pillars more than by chance (r = {r}, by chance {mean}, p = {p}).",
)
_CROSSES = Words(
    "Die Verbindungen gehen häufiger über Säulen hinweg als bei zufälliger Verteilung (r = {r}, bei Zufall {mean}, p = {p}).",
    "Connections cross the pillars more than by chance (r = {r}, by chance {mean}, p = {p}).",
)
_AS_CHANCE = Words(
    "Dass die Verbindungen den Säulen folgen, ist nicht zu erkennen: es ist nicht anders als bei zufälliger Verteilung "
    "(r = {r}, bei Zufall {mean}, p = {p}).",
    "It cannot be seen that connections follow the pillars: it is no different from chance (r = {r}, by chance {mean}, "
    "p = {p}).",
)
_CONSTELLATIONS = (
    Words("Bedarfskonstellation braucht", "need constellation needs"),
    Words("Bedarfskonstellationen brauchen", "need constellations need"),
)
_MISSING = Words(
    "Zwischen {one} und {other} ist keine verbindliche Kooperation erfasst; {needed} beide.",
    "No binding cooperation between {one} and {other} is recorded; {needed} both.",
)
_HANGING = Words(
    "{one} und {other} sind nur über *{node}* verbunden ({edges} {edges|Verbindung|Verbindungen}).",
    "{one} and {other} are connected only through *{node}* ({edges} {edges|connection|connections}).",
)
_SINGLE = Words(
    "*{edge}* ist die einzige erfasste Verbindung zwischen {one} und {other}.",
    "*{edge}* is the only recorded connection between {one} and {other}.",
)
_OTHERS = (Words("anderer verliert", "other loses"), Words("andere verlieren", "others lose"))
_CUT = Words(
    "Ohne *{node}* zerfällt das Netz: {lost} den Weg zum größten Teil.",
    "Without *{node}* the network falls apart: {lost} the way to the largest part.",
)
_BRIDGE = Words(
    "*{edge}* ist die einzige Verbindung zwischen zwei Teilen des Netzes ({one} und {other} Knoten).",
    "*{edge}* is the only connection between two parts of the network ({one} and {other} {other|node|nodes}).",
)
_ALONE = Words(
    "{alone} von {nodes} Knoten {alone|hat|haben} keine erfasste Verbindung; das heißt nicht, dass {alone|er keine hat|sie keine haben}.",
    "{alone} of {nodes} {nodes|node|nodes} {alone|has|have} no recorded connection; that does not mean that {alone|it has|they have} none.",
)
_MISSING_AS_RECORDED = Words(
    "Zwischen {one} und {other} ist keine verbindliche Kooperation erfasst, ob es keine gibt, ist offen; {needed} beide.",
    "No binding cooperation between {one} and {other} is recorded, whether there is none is open; {needed} both.",
)
_WEIGHS = Words("{claim}: {grounds}", "{claim}: {grounds}")
_HOLDS = Words(
    "gilt in {times} von {runs} Proben, in denen zufällig {share} % der Verbindungen fehlen",
    "holds in {times} of {runs} trials with {share}% of the connections left out at random",
)

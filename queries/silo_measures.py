"""The four measures of how siloed the offers of a town are; always all four, each with what it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from queries.answer import Row
from queries.connections import ratio
from queries.offer_pillars import OfferPillars
from queries.pillar_pairs import BINDING, PairState, RequiredPair
from queries.provider_network import ProviderNetwork
from queries.silos import Chance, RandomGroups
from queries.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its base in words, how to read it, and the records it rests on; None = not determined."""

    name: Words
    value: float | None
    base: Words
    meaning: Words
    records: Sequence[URIRef]
    chance: Chance | None = None

    def row(self) -> Row:
        """The row that shows it."""
        return {
            "measure": self.name,
            "value": None if self.value is None else Literal(round(self.value, 4)),
            "base": self.base,
            "expected": None if self.chance is None else Literal(round(self.chance.mean, 4)),
            "p": None if self.chance is None else Literal(round(self.chance.p, 4)),
            "reason": self.meaning,
        }


def silo_measures(
    providers: ProviderNetwork,
    pillars: Mapping[URIRef, OfferPillars],
    pairs: Sequence[RequiredPair],
    runs: int = 0,
) -> list[Measure]:
    """Assortativity, E-I index, share of offers with several pillars, share of required pairs without cooperation.

    With `runs`, those that depend on the network are compared with so many random ones.
    """
    network = providers.network
    links = [link.iri for link in providers.links]
    random = RandomGroups(network, runs) if runs and network.grouped_edges else None
    r, ei, (external, internal) = network.assortativity(), network.ei_index(), network.ends()
    known = {offer: own for offer, own in pillars.items() if own.groups}
    multiple = [offer for offer, own in known.items() if own.is_multiple]
    open_ones = sum(own.may_be_multiple for own in known.values())
    judged = [pair for pair in pairs if pair.state is not PairState.UNKNOWN]
    missing = [pair for pair in judged if pair.is_missing]
    ends = [end for edge in network.grouped_edges for end in (edge.one, edge.other)]
    return [
        Measure(
            _R, r, _R_BASE.format(edges=len(network.grouped_edges), nodes=len(set(ends))),
            _R_MEANS if r is not None else _R_UNDETERMINED, links,
            random.assortativity(r) if random and r is not None else None,
        ),
        Measure(
            _EI, ei, _EI_BASE.format(external=external, internal=internal),
            _EI_MEANS if ei is not None else _EI_UNDETERMINED, links,
            random.ei_index(ei) if random and ei is not None else None,
        ),
        Measure(
            _MPA, len(multiple) / len(known) if known else None, ratio(len(multiple), len(known)),
            _MPA_MEANS.format(unknown=len(pillars) - len(known), open=open_ones) + (_NO_CHANCE if runs else NO_WORDS),
            multiple,
        ),
        Measure(
            _MRP, len(missing) / len(judged) if judged else None, ratio(len(missing), len(judged)),
            _MRP_MEANS.format(unknown=len(pairs) - len(judged)) + (_ONE_GROUP if runs else NO_WORDS), links,
            _by_chance(random, providers, judged) if random and judged else None,
        ),
    ]  # fmt: skip


def _by_chance(
    random: RandomGroups[URIRef, URIRef], providers: ProviderNetwork, judged: Sequence[RequiredPair]
) -> Chance | None:
    """Required pairs without binding edge, as a share, in networks where each provider has one group."""
    groups = providers.network.groups
    served = {group for group in groups.values() if group is not None}
    pairs = [frozenset(pair.groups) for pair in judged if served.issuperset(pair.groups)]
    if not pairs:
        return None
    there = {
        frozenset((groups[e.one], groups[e.other])) for e in providers.network.edges if e.weight >= BINDING
    }
    chance = random.without_edge(pairs, BINDING, sum(pair not in there for pair in pairs))
    return Chance(chance.mean / len(pairs), chance.p)


_R = Words("Assortativität r", "assortativity r")
_R_BASE = Words(
    "{edges} {edges|Kante|Kanten} zwischen {nodes} {nodes|Träger|Trägern}",
    "{edges} {edges|edge|edges} between {nodes} {nodes|provider|providers}",
)
_R_MEANS = Words(
    "1: Kooperation nur innerhalb der Säulen; 0: wie zufällig; unter 0: vor allem zwischen Säulen.",
    "1: cooperation only within pillars; 0: as by chance; below 0: mostly between pillars.",
)
_R_UNDETERMINED = Words(
    "Nicht bestimmbar: keine Kooperation zwischen Trägern mit bekannter Säule, oder alle gehören zur selben Säulengruppe.",
    "Not determined: no cooperation between providers of known pillar, or all belong to the same pillar group.",
)
_EI = Words("E-I-Index", "E-I index")
_EI_BASE = Words("E = {external}, I = {internal}", "E = {external}, I = {internal}")
_EI_MEANS = Words(
    "−1: nur innerhalb der Säulen; +1: nur dazwischen. Hängt stark von der Größe der Säulen ab: mit dem Zufallsmittel "
    "vergleichen.",
    "−1: only within pillars; +1: only between them. Depends strongly on the size of the pillars: compare with the mean by "
    "chance.",
)
_EI_UNDETERMINED = Words(
    "Nicht bestimmbar: keine Kooperation zwischen Trägern mit bekannter Säule.",
    "Not determined: no cooperation between providers of known pillar.",
)
_MPA = Words("Anteil mehrsäuliger Angebote", "share of offers with several pillars")
_MPA_MEANS = Words(
    "{unknown} {unknown|Angebot ohne bekannte Säule ist|Angebote ohne bekannte Säule sind} nicht in der Basis; bei {open} der "
    "Angebote mit einer Säule ist Finanzierung oder Erbringung nicht nach Säule erfasst: sie könnten mehrere haben.",
    "{unknown} {unknown|offer without known pillar is|offers without known pillar are} not in the base; "
    "for {open} of the offers with one pillar, funding or delivery is not recorded by pillar: they may have several.",
)
_MRP = Words(
    "Anteil geforderter Säulenpaare ohne verbindliche Kooperation",
    "share of required pairs without binding cooperation",
)
_MRP_MEANS = Words(
    "Soweit erfasst; {unknown} {unknown|gefordertes Paar ist|geforderte Paare sind} nicht beurteilbar und nicht in der Basis.",
    "As far as recorded; {unknown} required {unknown|pair|pairs} cannot be judged and are not in the base.",
)
_NO_CHANCE = Words(
    "Kein Netzmaß, daher ohne Zufallsvergleich.",
    "No measure of the network, hence no comparison with chance.",
)
_ONE_GROUP = Words(
    "Der Zufallsvergleich rechnet mit einer Säulengruppe je Träger.",
    "The comparison with chance takes one group per provider.",
)

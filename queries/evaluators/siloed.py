"""J1: how siloed the offers are, by four measures that are always shown together."""

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.connections import basis, network_exclusions, size_words
from queries.offer_pillars import offer_pillars
from queries.pillar_pairs import required_pairs
from queries.provider_network import provider_network
from queries.silo_measures import Measure, silo_measures
from queries.silos import SEED
from queries.words import Words


def evaluate(asking: Asking) -> Outcome:
    """The measures, and what they rest on."""
    providers = provider_network(asking.rows, asking.network)
    runs = asking.number("permutations")
    measures = silo_measures(
        providers,
        offer_pillars(asking.reading, providers.groups),
        required_pairs(asking.reading, providers),
        runs,
    )
    grounds, records = basis(asking, providers)
    blocks: dict[str, list[Row]] = {"measures": [measure.row() for measure in measures], "basis": grounds}
    _, edges = providers.network.size
    return Outcome(
        blocks,
        size_words(asking, providers) + (_lead(measures) if edges else _NOTHING),
        network_exclusions(asking.reading, providers),
        (_CHANCE.format(runs=runs, seed=SEED),),
        {"measures": [measure.records for measure in measures], "basis": records},
    )


def _lead(measures: list[Measure]) -> Words:
    r, ei, multiple, missing = measures
    return _LEAD.format(
        r=_shown(r.value), ei=_shown(ei.value), ends=ei.base, multiple=multiple.base, missing=missing.base
    )


def _shown(value: float | None) -> Words:
    if value is None:
        return _UNDETERMINED
    return Words(f"{value:.2f}".replace(".", ",").replace("-", "−"), f"{value:.2f}".replace("-", "−"))


_UNDETERMINED = Words("nicht bestimmbar", "not determined")
_LEAD = Words(
    "Assortativität r {r}, E-I-Index {ei} ({ends}); {multiple} Angeboten mit mehreren Säulen; {missing} beurteilbaren geforderten Säulenpaaren ohne "
    "verbindliche Kooperation.",
    "assortativity r {r}, E-I index {ei} ({ends}); {multiple} offers with several pillars; {missing} required pairs of pillars that can be judged without "
    "binding cooperation.",
)
_NOTHING = Words(
    "keine Kooperation erfasst, keine Aussage über das Netz möglich.",
    "no cooperation recorded, no statement on the network possible.",
)
_CHANCE = Words(
    "Zufallsvergleich: die Säulengruppen der Träger werden {runs}-mal zufällig neu verteilt (fester Startwert {seed}); p ist der "
    "Anteil der Verteilungen, die mindestens so versäult sind wie das erfasste Netz, dieses mitgezählt.",
    "Comparison with chance: the pillar groups of the providers are dealt out anew {runs} times (fixed seed {seed}); p is the "
    "share of deals at least as siloed as the recorded network, this one included.",
)

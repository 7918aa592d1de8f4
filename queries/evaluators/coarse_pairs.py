"""B5: overlaps that rest on coarse tags only, and which offers to record in more detail."""

from collections import Counter, defaultdict

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.groups import is_facet
from queries.overlap import classify
from queries.pair_rows import only, pair_row
from queries.pairs import Candidate, Pairs
from queries.reading import Reading
from queries.words import Words, counted

_PAIR = ("need", "groups", "offer", "provider", "otherOffer", "otherProvider")


def evaluate(asking: Asking) -> Outcome:
    """Pairs that share nothing precise, the offers behind them, and the other pairs."""
    pairs = Pairs(asking)
    together: defaultdict[tuple[URIRef, URIRef], list[Candidate]] = defaultdict(list)
    for pair in pairs.candidates():
        together[pair.one.iri, pair.other.iri].append(pair)
    blocks: dict[str, list[Row]] = {"spurious": [], "offers": [], "precise": [], "unknown": []}
    coarse: list[Candidate] = []
    for shared in together.values():
        precise = [pair for pair in shared if not pairs.facts(pair).only_coarse]
        coarse += [] if precise else shared
        for pair in precise or shared:
            row = pair_row(asking.reading, pairs, pair)
            kind = classify(pairs.facts(pair)).kind
            row |= {"kind": kind.concept, "reason": _coarse(asking.reading, pairs, pair)}
            if precise:
                blocks["precise"].append(only(row, "kind", *_PAIR))
            else:
                blocks["spurious"].append(only(row, "kind", "reason", *_PAIR))
    blocks["offers"] = _offers(asking.reading, pairs, coarse)
    for pair, reason in pairs.incomparable:
        row = pair_row(asking.reading, pairs, pair) | {"reason": reason}
        blocks["unknown"].append(only(row, "reason", *_PAIR))
    spurious = len({(pair.one.iri, pair.other.iri) for pair in coarse})
    lead = _LEAD.format(
        spurious=spurious, pairs=counted(len(together), *_PAIRS), offers=counted(len(blocks["offers"]), *_OFFERS),
        unknown=len(blocks["unknown"]),
    )  # fmt: skip
    return Outcome(blocks, lead, (coordination_left_out(asking.reading),))


def _coarse(reading: Reading, pairs: Pairs, pair: Candidate) -> Words:
    """Which of the shared tags are too coarse."""
    parts = [_NEED.format(need=reading.named([pair.need]))] if pairs.is_field(pair.need) else []
    if all(is_facet(group) for group in pair.groups):
        parts.append(_GROUP.format(groups=reading.named(pair.groups)))
    return Words("; ".join(part.de for part in parts), "; ".join(part.en for part in parts))


def _offers(reading: Reading, pairs: Pairs, coarse: list[Candidate]) -> list[Row]:
    """Every offer of a spurious overlap once, with all that is too coarse about it."""
    number: Counter[URIRef] = Counter()
    providers: dict[URIRef, URIRef | None] = {}
    reasons: defaultdict[URIRef, dict[Words, None]] = defaultdict(dict)
    partners: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for pair in coarse:
        for offer, other in ((pair.one, pair.other), (pair.other, pair.one)):
            partners[offer.iri].add(other.iri)
            providers[offer.iri] = min(offer.providers, default=None)
            reasons[offer.iri][_coarse(reading, pairs, pair)] = None
    number.update({offer: len(others) for offer, others in partners.items()})
    return [
        {
            "offer": offer, "provider": providers[offer], "pairs": Literal(number[offer]),
            "reason": Words("; ".join(w.de for w in reasons[offer]), "; ".join(w.en for w in reasons[offer])),
        }
        for offer in sorted(partners)
    ]  # fmt: skip


_PAIRS = (
    Words("Paar von Angeboten verschiedener Säulen", "pair of offers of different pillars"),
    Words("Paaren von Angeboten verschiedener Säulen", "pairs of offers of different pillars"),
)
_OFFERS = (Words("Angebot ist", "offer is"), Words("Angebote sind", "offers are"))
_LEAD = Words(
    "{spurious} von {pairs} {spurious|teilt|teilen} nur grobe Angaben; {offers} genauer zu erfassen. Weitere Paare, nicht vergleichbar: {unknown}.",
    "{spurious} of {pairs} {spurious|shares|share} coarse tags only; {offers} to be recorded in more detail. Other pairs that cannot be compared: "
    "{unknown}.",
)
_NEED = Words("Bedarf nur als Handlungsfeld „{need}“", "need only as field “{need}”")
_GROUP = Words("Zielgruppe nur „{groups}“", "target group only “{groups}”")

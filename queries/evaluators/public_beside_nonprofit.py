"""B2: pairs of a public and a non-profit offer, and whether subsidiarity has to be checked."""

from rdflib import URIRef

from ontology.terms import CL
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.offers import PUBLIC, Offer
from queries.overlap import Kind, classify
from queries.pair_rows import only, pair_row
from queries.pairs import Candidate, Pairs
from queries.words import Words, counted

_NONPROFIT: URIRef = CL["sektor-frei-gemeinnuetzig"]
_UNKNOWN = (
    "reason",
    "need",
    "groups",
    "offer",
    "provider",
    "pillars",
    "otherOffer",
    "otherProvider",
    "otherPillars",
)
_CLASS = (
    "kind", "reason", "need", "groups", "offer", "provider", "pillars", "otherOffer", "otherProvider", "otherPillars",
    "coordination", "demand", "checked",
)  # fmt: skip


def evaluate(asking: Asking) -> Outcome:
    """Every pair of a public and a non-profit offer, with class and reason."""
    pairs = Pairs(asking)
    blocks: dict[str, list[Row]] = {"check": [], "otherwise": [], "unknown": []}
    others = 0
    for pair in pairs.candidates(any_pillar=True):
        public = _public_side(pairs, pair)
        unclear = _sector_unclear(pairs, pair)
        if public is None and not unclear:
            others += 1
            continue
        row = pair_row(asking.reading, pairs, pair, first=public)
        if public is None:
            blocks["unknown"].append(only(row | {"reason": _NO_SECTOR}, *_UNKNOWN))
            continue
        block, kind, reason = _judge(pairs, pair)
        row |= {"kind": kind, "reason": reason, "demand": pairs.demand(pair)[1]}
        blocks[block].append(only(row, *(_UNKNOWN if block == "unknown" else _CLASS)))
    for pair, reason in pairs.incomparable:
        public = _public_side(pairs, pair)
        if public is not None or _sector_unclear(pairs, pair):
            row = pair_row(asking.reading, pairs, pair, first=public)
            blocks["unknown"].append(only(row | {"reason": reason}, *_UNKNOWN))
    number = {name: len(rows) for name, rows in blocks.items()}
    lead = _LEAD.format(
        pairs=counted(sum(number.values()), *_PAIRS), others=counted(others, *_OTHERS), **number
    )
    return Outcome(blocks, lead, (coordination_left_out(asking.reading),))


def _public_side(pairs: Pairs, pair: Candidate) -> Offer | None:
    """The public offer of a pair whose other one is non-profit; None if it is no such pair."""
    for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
        if any(map(pairs.offers.is_public, one.providers)) and any(
            map(pairs.offers.is_nonprofit, other.providers)
        ):
            return one
    return None


def _sector_unclear(pairs: Pairs, pair: Candidate) -> bool:
    """Whether the two might be such a pair, if the sector of a provider were known."""
    sides = [_sectors(pairs, offer) for offer in (pair.one, pair.other)]
    return any(
        None in mine and (None in theirs or PUBLIC in theirs or _NONPROFIT in theirs)
        for mine, theirs in (sides, sides[::-1])
    )


def _sectors(pairs: Pairs, offer: Offer) -> set[URIRef | None]:
    """The sectors of the providers of an offer: public, non-profit, another one; None if not collected."""
    found: set[URIRef | None] = {None} if not offer.providers else set()
    for provider in offer.providers:
        found.add(_NONPROFIT if pairs.offers.is_nonprofit(provider) else pairs.offers.sector(provider))
    return found


def _judge(pairs: Pairs, pair: Candidate) -> tuple[str, URIRef | None, Words]:
    """Block, class and reason; the classes after subsidiarity are for pairs of different pillars and not given here."""
    overlap = classify(pairs.facts(pair))
    if overlap.kind is Kind.SUBSIDIARITY:
        return "check", overlap.kind.concept, overlap.reason
    if overlap.kind not in (Kind.COORDINATED, Kind.UNCOORDINATED):
        return "otherwise", overlap.kind.concept, overlap.reason
    if any(offer.is_sovereign for offer in (pair.one, pair.other)):
        return "otherwise", None, _SOVEREIGN
    if any(offer.is_cash for offer in (pair.one, pair.other)):
        return "otherwise", None, _CASH
    if not pair.one.recorded_pillars or not pair.other.recorded_pillars:
        return "unknown", None, _NO_PILLAR
    return "otherwise", None, _NO_NORM


_PAIRS = (
    Words("Paar eines öffentlichen und eines freien Angebots", "pair of a public and a non-profit offer"),
    Words("Paare öffentlicher und freier Angebote", "pairs of public and non-profit offers"),
)
_OTHERS = (Words("weiteres Paar", "other pair"), Words("weitere Paare", "other pairs"))
_LEAD = Words(
    "{pairs}: bei {check} ist Subsidiarität zu prüfen, {otherwise} anders einzuordnen, {unknown} nicht beurteilbar; {others} nicht "
    "dieser Art (soweit erfasst).",
    "{pairs}: {check} to check for subsidiarity, {otherwise} classed otherwise, {unknown} not to be judged; {others} of another "
    "kind (as far as recorded).",
)
_NO_SECTOR = Words(
    "Der Sektor eines Trägers ist nicht erhoben.", "The sector of a provider was not collected."
)
_NO_PILLAR = Words(
    "Die Säule eines Angebots ist nicht erhoben: ob freie Träger Vorrang haben, ist offen.",
    "The pillar of an offer was not collected: whether independent providers come first is open.",
)
_SOVEREIGN = Words(
    "Hoheitliche Aufgabe: kein Vorrang freier Träger.",
    "Sovereign task: independent providers do not come first.",
)
_CASH = Words(
    "Geldleistung: kein Vorrang freier Träger.", "Cash benefit: independent providers do not come first."
)
_NO_NORM = Words(
    "In diesen Säulen ist kein Vorrang freier Träger bekannt.",
    "No precedence of independent providers is known in these pillars.",
)

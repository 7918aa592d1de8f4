"""C7: offers that belong to several pillar groups, or that coordinate between several."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.network import Edge, PillarNetwork, pairs_of
from queries.offer_pillars import OfferPillars, offer_pillars
from queries.provider_network import Link, network_rows, provider_network, untyped_links
from queries.reading import Binding, iri, iri_or_none
from queries.words import Words, counted

_COORDINATING = {namespace("at")["AT-L2"], namespace("at")["AT-N1"]}


@dataclass(frozen=True, slots=True)
class _Partners:
    """Whom an offer works with by a cooperation that names it, and the pillar groups these stand for.

    `unknown` partners have several pillar groups or none that is known.
    """

    number: int
    groups: frozenset[URIRef]
    unknown: int
    links: tuple[URIRef, ...]


def evaluate(asking: Asking) -> Outcome:
    """Offers with several pillar groups, coordinating ones, coordinating ones not to be judged, offers without pillar."""
    whole = provider_network(asking.rows, network_rows(asking.reading))
    pillars = offer_pillars(asking.reading, whole.groups)
    told: dict[URIRef, Binding] = {iri(row["offer"]): row for row in reversed(asking.rows)}
    types: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.rows:
        types[iri(row["offer"])] |= {
            t for t in (iri_or_none(row["serviceType"]), iri_or_none(row["above"])) if t
        }
    weights = _between_offers(whole.links, pillars)
    central = PillarNetwork[URIRef, URIRef](dict.fromkeys(pillars), weights).betweenness()
    blocks: dict[str, list[Row]] = {"several": [], "coordinating": [], "undecided": [], "unknown": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    for offer, own in pillars.items():
        partners = _partners(offer, whole.links, pillars, whole.offers_of)
        block = _block(own, partners, is_coordinating=bool(types[offer] & _COORDINATING))
        if block is None:
            continue
        blocks[block].append(_row(asking, told[offer], own, partners, central[offer]))
        records[block].append([offer, *partners.links])
    known = {offer for offer, own in pillars.items() if own.groups}
    lead = _LEAD.format(
        offers=counted(len(pillars), *_OFFERS), unknown=len(pillars) - len(known),
        open=sum(pillars[offer].may_be_multiple for offer in known),
        several=len(blocks["several"]), coordinating=len(blocks["coordinating"]), undecided=len(blocks["undecided"]),
    )  # fmt: skip
    provider_only = sum(not any(who in pillars for who, _ in link.participants) for link in whole.links)
    exclusions = (
        Exclusion(_PROVIDER_ONLY, provider_only),
        Exclusion(_UNTYPED, len(untyped_links(asking.reading))),
    )
    return Outcome(blocks, lead if pillars else _NOTHING, exclusions, records=records)


def _block(own: OfferPillars, partners: _Partners, *, is_coordinating: bool) -> str | None:
    if own.is_multiple:
        return "several"
    if is_coordinating:
        return "coordinating" if len(partners.groups) > 1 else "undecided"
    return None if own.groups else "unknown"


def _between_offers(links: tuple[Link, ...], pillars: dict[URIRef, OfferPillars]) -> list[Edge[URIRef]]:
    return [
        Edge(one, other, link.weight or 1)
        for link in links
        for one, other in pairs_of(who for who, _ in link.participants if who in pillars)
    ]


def _partners(
    offer: URIRef,
    links: tuple[Link, ...],
    pillars: dict[URIRef, OfferPillars],
    offers_of: Mapping[URIRef, frozenset[URIRef]],
) -> _Partners:
    own = [link for link in links if any(who == offer for who, _ in link.participants)]
    partners = {each for link in own for each in link.participants if each[0] != offer}
    groups: set[URIRef] = set()
    unknown = 0
    for who, provider in partners:
        if who in pillars:
            found = pillars[who].groups
        else:
            # a provider stands for a pillar only if all its offers do
            all_of = [pillars[o].groups for o in offers_of.get(provider, ()) if o in pillars]
            together = frozenset[URIRef]().union(*all_of)
            found = together if len(together) == 1 and all(all_of) else frozenset()
        groups |= found
        unknown += not found
    return _Partners(len(partners), frozenset(groups), unknown, tuple(link.iri for link in own))


def _row(asking: Asking, told: Binding, own: OfferPillars, partners: _Partners, central: float) -> Row:
    def named(groups: frozenset[URIRef]) -> Words:
        return asking.reading.named(groups) if groups else _NOT_RECORDED

    return {
        "offer": told["offer"],
        "provider": told["provider"],
        "serviceType": told["serviceType"],
        "delivered": named(own.delivered),
        "paid": named(own.paid),
        "partners": Literal(partners.number),
        "partnerGroups": named(partners.groups),
        "partnersUnknown": Literal(partners.unknown),
        "betweenness": Literal(round(central, 4)),
    }


_OFFERS = (Words("aktives Angebot", "active offer"), Words("aktive Angebote", "active offers"))
_LEAD = Words(
    "{offers}: {several} in mehreren Säulengruppen; Fall- und Netzwerkkoordination zwischen mindestens zwei: {coordinating}, ohne "
    "erfasste Partner aus zweien: {undecided}; {unknown} ohne bekannte Säule, bei {open} weiteren ist Erbringung oder Finanzierung "
    "nicht nach Säule erfasst (nicht beurteilbar).",
    "{offers}: {several} in several pillar groups; case and network coordination between at least two: {coordinating}, without "
    "recorded partners of two: {undecided}; {unknown} without known pillar, for {open} {open|other|others} delivery or funding is not recorded by "
    "pillar (cannot be judged).",
)
_NOTHING = Words(
    "0 aktive Angebote erfasst, keine Aussage möglich.", "0 active offers recorded, no statement possible."
)
_NOT_RECORDED = Words("nicht erfasst", "not recorded")
_PROVIDER_ONLY = Words(
    "Kooperationen, die kein aktives Angebot nennen, sondern nur Träger: keine Kanten des Angebotsnetzes",
    "Cooperations that name no active offer but only providers: no edges of the network of offers",
)
_UNTYPED = Words(
    "Kooperationen ohne Angabe der Art: keine Kanten des Netzes",
    "Cooperations of unknown kind: no edges of the network",
)

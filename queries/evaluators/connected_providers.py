"""J4: how many partners providers have, who is connected with whom, and of whom no cooperation is recorded."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.connections import basis, network_exclusions, size_words, stated_weight, unconnected
from queries.network import PillarNetwork
from queries.provider_network import ProviderNetwork, Providers, provider_network, untyped_links
from queries.reading import iri, iri_or_none
from queries.verdict import Claim, as_far_as_known
from queries.words import Words, counted


@dataclass(slots=True)
class _Told:
    """What the rows say about a provider; an offer without pillar leaves `pillars` with a None."""

    pillars: set[URIRef | None] = field(default_factory=set)
    fields: set[URIRef] = field(default_factory=set)


def evaluate(asking: Asking) -> Outcome:
    """Providers with partners, without, not to be judged; fields; the network itself."""
    whole = provider_network(asking.rows, asking.network)
    told = _told(asking)
    is_asked = asking.term("field") is not None
    shown = {p for p in whole.network.groups if not is_asked or told[p].fields}
    network = _within(whole.network, shown)
    parts = [part for part in network.parts() if len(part) > 1]
    part_of = {node: at for at, part in enumerate(parts, 1) for node in part}
    confirmed = Counter(end for edge in network.edges if edge.confirmed for end in (edge.one, edge.other))
    others = {provider: _others(whole, provider) - shown for provider in shown}
    unclear = _unclear(asking)
    # all or none: who alone were weakened would be known to take part in what is not published
    holds = asking.whole is None or _alone_providers(asking) <= _alone_providers(asking.whole)
    blocks: dict[str, list[Row]] = {"connected": [], "isolated": [], "unknown": []}
    for provider in sorted(shown):  # by key: this is no ranking
        row: Row = {"provider": provider, "pillarGroup": network.groups[provider]}
        if network.partners(provider) or others[provider]:
            blocks["connected"].append(row | {
                "partners": Literal(network.partners(provider)), "confirmedPartners": Literal(confirmed[provider]),
                "others": Literal(len(others[provider])),
                "part": Literal(part_of[provider]) if provider in part_of else None,
            })  # fmt: skip
            continue
        claim, reason = (
            (Claim.HINT, _UNCLEAR) if provider in unclear
            else _alone(asking, told[provider].pillars, holds_within=holds)
        )  # fmt: skip
        blocks["isolated" if claim is Claim.FIRM else "unknown"].append(
            row | {"claim": Literal(str(claim)), "reason": reason}
        )
    fields = sorted({f for p in shown for f in told[p].fields})
    blocks["fields"] = [
        _field_row(whole.network, f, {p for p in shown if f in told[p].fields}) for f in fields
    ]
    blocks["network"] = _edge_rows(network)
    # the basis is that of the network shown, which a field may make smaller
    seen = ProviderNetwork(network, whole.groups, whole.offers_of, whole.links)
    blocks["basis"], records = basis(asking, seen)
    lead = size_words(asking, seen) + _LEAD.format(
        parts=counted(len(parts), *_PARTS),
        strong=sum(1 for provider in shown if confirmed[provider]),
        isolated=len(blocks["isolated"]), unknown=len(blocks["unknown"]),
    )  # fmt: skip
    if not shown:
        lead = _NOTHING
    members = [sorted(p for p in shown if f in told[p].fields) for f in fields]
    return Outcome(
        blocks, lead, network_exclusions(asking.reading, whole), records={"fields": members, "basis": records}
    )


def _told(asking: Asking) -> Mapping[URIRef, _Told]:
    found: defaultdict[URIRef, _Told] = defaultdict(_Told)
    for row in asking.rows:
        own = found[iri(row["provider"])]
        own.pillars.add(iri_or_none(row["pillar"]))
        own.fields |= {iri(row["topField"])} if row["topField"] is not None else set()
    return found


def _within(network: Providers, shown: set[URIRef]) -> Providers:
    return PillarNetwork(
        {node: group for node, group in network.groups.items() if node in shown}, network.edges
    )


def _others(whole: ProviderNetwork, provider: URIRef) -> set[URIRef]:
    """Everybody the provider works with, those without an active offer included."""
    together = [{p for _, p in link.participants} for link in whole.links]
    return {other for members in together if provider in members for other in members} - {provider}


def _unclear(asking: Asking) -> set[URIRef]:
    """Providers that take part in a cooperation of unknown kind."""
    return {provider for link in untyped_links(asking.reading) for _, provider in link.participants}


def _alone_providers(asking: Asking) -> set[URIRef]:
    """Providers of whom it is firm by the rows of a question that they have no cooperation, in all pillars they work in.

    Whatever field is asked for: who compares two answers shall not learn more than from one.
    """
    whole, unclear, told = provider_network(asking.rows, asking.network), _unclear(asking), _told(asking)
    town = asking.reading.municipality
    return {
        provider
        for provider in whole.network.groups
        if provider not in unclear and not whole.network.partners(provider) and not _others(whole, provider)
        if stated_weight(asking, told[provider].pillars, town) is Claim.FIRM
    }


def _alone(asking: Asking, pillars: set[URIRef | None], *, holds_within: bool) -> tuple[Claim, Words]:
    town = asking.reading.municipality
    claim, grounds = unconnected(asking, pillars, town, holds_within=lambda: holds_within)
    return claim, _NONE.format(known=as_far_as_known(claim)) + grounds


def _field_row(whole: Providers, topic: URIRef, members: set[URIRef]) -> Row:
    network = _within(whole, members)
    parts = network.parts()
    return {
        "field": topic,
        "providers": Literal(len(members)),
        "edges": Literal(len(network.edges)),
        "confirmedEdges": Literal(sum(edge.confirmed for edge in network.edges)),
        "parts": Literal(sum(1 for part in parts if len(part) > 1)),
        "alone": Literal(sum(1 for part in parts if len(part) == 1)),
    }


def _edge_rows(network: Providers) -> list[Row]:
    return [
        {
            "provider": edge.one,
            "target": edge.other,
            "weight": Literal(edge.weight),
            "confirmed": _BOTH if edge.confirmed else _NOT_BOTH,
        }
        for edge in sorted(network.edges, key=lambda edge: (edge.one, edge.other))
    ]


_BOTH = Words("von beiden Seiten", "by both sides")
_NOT_BOTH = Words("nicht von beiden Seiten", "not by both sides")
_NONE = Words("Keine Kooperation {known}.", "No cooperation {known}.")
_UNCLEAR = Words(
    "Beteiligt an einer Kooperation, deren Art nicht angegeben ist.",
    "Takes part in a cooperation the kind of which is not stated.",
)
_NOTHING = Words(
    "0 Träger mit aktivem Angebot erfasst, keine Aussage möglich.",
    "0 providers with an active offer recorded, no statement possible.",
)
_PARTS = (
    Words("zusammenhängender Teil", "connected part"),
    Words("zusammenhängende Teile", "connected parts"),
)
_LEAD = Words(
    "{parts}; {strong} Träger mit beiderseitig bestätigter Kooperation; {isolated} belastbar ohne Kooperation, {unknown} ohne "
    "erfasste Kooperation (nicht beurteilbar).",
    "{parts}; {strong} {strong|provider|providers} with cooperation confirmed by both sides; {isolated} firmly without cooperation, {unknown} "
    "without recorded cooperation (cannot be judged).",
)

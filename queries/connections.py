"""What may be said about cooperation that is not recorded, and what every measure of a network rests on."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from rdflib import Literal, URIRef

from ontology.vocabulary import label
from queries.answer import Exclusion, Row
from queries.asking import Asking
from queries.declarations import COOPERATING, LISTED, Declarations, Statement
from queries.duties import CONCEALED
from queries.provider_network import ProviderNetwork, untyped_links
from queries.reading import Reading
from queries.verdict import Claim, duty_claim
from queries.words import NO_WORDS, Words, counted, day, percent

ASPECTS = (LISTED, COOPERATING)
_Survey: TypeAlias = Callable[[URIRef, URIRef, URIRef | None], Statement | None]


def unconnected(
    asking: Asking,
    pillars: Iterable[URIRef | None],
    area: URIRef | None,
    *,
    holds_within: Callable[[], bool] | None = None,
) -> tuple[Claim, Words]:
    """As `weight_of_absence`, for a question.

    `holds_within` tells whether "they do not work together" is true of all that is recorded as well. A reader from whom
    some of it is kept then gets the claim where it holds there with the same weight, else a hint; without it, no more
    than whatever is kept from them leaves.
    """
    if asking.whole is None or holds_within is None:
        return weight_of_absence(asking.declarations, pillars, area)
    pillars = list(pillars)
    claim, words = _weight(asking.declarations, pillars, area, asking.declarations.stated)
    if claim is not Claim.FIRM:
        return claim, words
    within, _ = weight_of_absence(asking.whole.declarations, pillars, area)
    return (claim, words) if within is claim and holds_within() else (Claim.HINT, CONCEALED)


def stated_weight(asking: Asking, pillars: Iterable[URIRef | None], area: URIRef | None) -> Claim:
    """Weight of "these pillars do not work together" by what is declared, whatever the reader is not shown."""
    stated = asking.declarations.stated
    return _weight(asking.declarations, list(pillars), area, stated)[0]


def weight_of_absence(
    declarations: Declarations, pillars: Iterable[URIRef | None], area: URIRef | None
) -> tuple[Claim, Words]:
    """Weight and grounds of "these pillars do not work together" in an area.

    Firm only where offer list and cooperation are declared complete for the area and every one of the pillars (None stands
    for one that is not known: then for all there are); a row that waits and may become an offer or a cooperation leaves a
    hint.
    """
    return _weight(declarations, list(pillars), area, declarations.survey)


def _weight(
    declarations: Declarations,
    pillars: list[URIRef | None],
    area: URIRef | None,
    survey: _Survey,
) -> tuple[Claim, Words]:
    surveys = [survey(aspect, area, pillar) if area else None for pillar in pillars for aspect in ASPECTS]
    waiting = len(declarations.waiting_connections)
    claim = duty_claim(tuple(s.survey if s else None for s in surveys), waiting) if pillars else Claim.NONE
    if claim is Claim.NONE:
        return claim, _UNDECLARED
    if claim is Claim.HINT:
        return claim, counted(waiting, *_WAITING)
    return claim, _DECLARED.format(day=day(min(s.as_of for s in surveys if s)))


def survey_of(declarations: Declarations, town: URIRef | None) -> Statement | None:
    """The statement that counts on the cooperation of the whole town and all pillars."""
    return declarations.survey(COOPERATING, town, None) if town else None


def basis(asking: Asking, providers: ProviderNetwork) -> tuple[list[Row], list[list[URIRef]]]:
    """Nodes, edges, share confirmed by both sides, response rate, with the records behind each.

    Without them no measure can be read.
    """
    network = providers.network
    nodes, edges = network.size
    confirmed = sum(edge.confirmed for edge in network.edges)
    unknown = sum(1 for group in network.groups.values() if group is None)
    survey = survey_of(asking.declarations, asking.reading.municipality)
    rate = survey.response_rate if survey else None
    rows: list[Row] = [
        {"measure": _NODES, "value": Literal(nodes), "reason": _UNKNOWN.format(number=unknown)},
        {"measure": _EDGES, "value": Literal(edges), "reason": _EDGE if edges else _NO_EDGES},
        {
            "measure": _CONFIRMED,
            "value": None if network.confirmed_share is None else Literal(round(network.confirmed_share, 4)),
            "base": ratio(confirmed, edges),
            "reason": NO_WORDS if edges else _NO_EDGES,
        },
        {
            "measure": _RATE,
            "value": None if rate is None else Literal(rate),
            "reason": survey_words(survey) if survey else _partly(asking),
        },
    ]
    inside = network.groups.keys()
    links = [link.iri for link in providers.links if len({p for _, p in link.participants} & inside) > 1]
    return rows, [sorted(network.groups), links, links, [survey.iri] if survey else []]


def size_words(asking: Asking, providers: ProviderNetwork) -> Words:
    """Nodes, edges, share confirmed by both sides, response rate, as the beginning of a lead."""
    nodes, edges = providers.network.size
    confirmed = sum(edge.confirmed for edge in providers.network.edges)
    survey = survey_of(asking.declarations, asking.reading.municipality)
    return _SIZE.format(
        nodes=counted(nodes, *_PROVIDERS), edges=counted(edges, *_CONNECTIONS), confirmed=ratio(confirmed, edges),
        rate=response(survey),
    )  # fmt: skip


def network_exclusions(reading: Reading, providers: ProviderNetwork) -> tuple[Exclusion, ...]:
    """What is no part of the network, and why."""
    unknown = sum(1 for group in providers.network.groups.values() if group is None)
    return (
        Exclusion(_NO_GROUP, unknown),
        Exclusion(_OUTSIDE, len(providers.outside)),
        Exclusion(_UNTYPED, len(untyped_links(reading))),
    )


def ratio(part: int, whole: int) -> Words:
    """What a share is made of: "3 von 9"."""
    return _OF.format(part=part, whole=whole)


def survey_words(survey: Statement) -> Words:
    """How far cooperation was surveyed."""
    result = Words(label(survey.result, "de"), label(survey.result, "en"))
    words = _SURVEYED.format(result=result, day=day(survey.as_of))
    return words if survey.response_rate is not None else words + _NO_RATE


def _partly(asking: Asking) -> Words:
    partial = [s for s in asking.declarations.statements if s.is_fresh and COOPERATING in s.aspects]
    return _NOT_SURVEYED + counted(len(partial), *_PARTIAL) if partial else _NOT_SURVEYED


def response(survey: Statement | None) -> Words:
    """The response rate for a lead."""
    rate = survey.response_rate if survey else None
    return _UNKNOWN_RATE if rate is None else percent(rate)


_DECLARED = Words(
    "Angebotsliste und Kooperation sind für die beteiligten Säulen als vollständig erklärt (Stand {day}).",
    "Offer list and cooperation are declared complete for the pillars concerned (as of {day}).",
)
_UNDECLARED = Words(
    "Angebotsliste und Kooperation sind nicht für alle beteiligten Säulen und das ganze Gebiet als vollständig erklärt.",
    "Offer list and cooperation are not declared complete for all pillars concerned and the whole area.",
)
_WAITING = (
    Words("Zeile einer Lieferung wartet auf Klärung.", "row of a delivery waits for clarification."),
    Words("Zeilen von Lieferungen warten auf Klärung.", "rows of deliveries wait for clarification."),
)
_NODES, _EDGES = Words("Träger (n)", "providers (n)"), Words("Verbindungen (m)", "connections (m)")
_UNKNOWN = Words("davon {number} ohne bekannte Säule", "{number} of them without known pillar")
_EDGE = Words(
    "zwei Träger mit wenigstens einer gemeinsamen Kooperation",
    "two providers with at least one cooperation in common",
)
_CONFIRMED = Words("Anteil beiderseitig bestätigt", "share confirmed by both sides")
_NO_EDGES = Words("keine Kooperation erfasst", "no cooperation recorded")
_RATE = Words("Rücklauf der Erhebung Kooperation", "response rate of the survey on cooperation")
_OF = Words("{part} von {whole}", "{part} of {whole}")
_SURVEYED = Words(
    "Erhebung Kooperation: {result} (Stand {day}).", "survey on cooperation: {result} (as of {day})."
)
_NO_RATE = Words("Der Rücklauf ist nicht erfasst.", "The response rate is not recorded.")
_NOT_SURVEYED = Words(
    "Für die ganze Stadt und alle Säulen ist zur Kooperation nichts erklärt.",
    "Nothing is declared on cooperation for the whole town and all pillars.",
)
_PARTIAL = (
    Words("Erklärung gilt für einen Teil.", "statement holds for a part."),
    Words("Erklärungen gelten für Teile.", "statements hold for parts."),
)
_PROVIDERS = (Words("Träger", "provider"), Words("Träger", "providers"))
_CONNECTIONS = (Words("Verbindung", "connection"), Words("Verbindungen", "connections"))
_SIZE = Words(
    "{nodes}, {edges} ({confirmed} beiderseitig bestätigt; Rücklauf der Erhebung Kooperation: {rate}), soweit erfasst:",
    "{nodes}, {edges} ({confirmed} confirmed by both sides; response rate of the survey on cooperation: {rate}), as far as "
    "recorded:",
)
_NO_GROUP = Words(
    "Träger ohne bekannte Säule: nicht in den Maßen nach Säulen",
    "Providers without known pillar: not in the measures by pillar",
)
_OUTSIDE = Words(
    "Beteiligte ohne aktives Angebot (Behörden, Gremien): keine Knoten des Netzes",
    "Participants without an active offer (authorities, committees): no nodes of the network",
)
_UNTYPED = Words(
    "Kooperationen ohne Angabe der Art: keine Kanten des Netzes",
    "Cooperations of unknown kind: no edges of the network",
)
_UNKNOWN_RATE = Words("unbekannt", "unknown")

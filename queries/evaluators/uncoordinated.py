"""C4: constellations whose pillars nothing binding joins, as far as that can be said."""

from collections.abc import Iterable

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.connections import unconnected
from queries.constellations import Constellation, Reach, constellations
from queries.coordination import Coordination, Coordinations
from queries.reading import Reading
from queries.verdict import Claim, as_far_as_known, weaker
from queries.words import Words, counted

_BLOCKS = ("missing", "unknown", "few", "joined")


def evaluate(asking: Asking) -> Outcome:
    """Constellations without binding cooperation, not to be judged, with too few pillars, and joined ones."""
    reach = Reach(asking, asking.area("area"))
    coordinations = Coordinations(asking, reach)
    whole = asking.whole
    within = Coordinations(whole, Reach(whole, whole.area("area"))) if whole else None
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in _BLOCKS}
    found = constellations(asking.rows)
    for constellation in found:
        coordination = coordinations.of(constellation)
        block, row = _judged(asking, constellation, coordination, within)
        blocks[block].append(row)
        records[block].append([*coordination.offers, *coordination.by])
    lead = _LEAD.format(
        constellations=counted(len(found), *_CONSTELLATIONS), **{name: len(blocks[name]) for name in _BLOCKS}
    )
    outside = len(asking.reading.facts("authorities_only"))
    return Outcome(
        blocks, lead, (Exclusion(_OUTSIDE, outside), coordination_left_out(asking.reading)), records=records
    )


def _judged(
    asking: Asking, constellation: Constellation, found: Coordination, within: Coordinations | None
) -> tuple[str, Row]:
    reading = asking.reading
    row: Row = {
        "constellation": constellation.iri,
        "pillars": reading.named(found.present) if found.present else _NONE_RECORDED,
        "absent": reading.named(found.absent) if found.absent else _NONE,
        "offers": Literal(len(found.offers)),
        "parts": _parts(reading, found.parts),
    }
    if len(found.present) < 2:
        return "few", row | {"reason": _FEW}
    if found.is_joined:
        return "joined", row | {"by": reading.named(found.by) if found.by else _ONE_PROVIDER}
    claim, grounds = unconnected(
        asking,
        found.present,
        asking.area("area"),
        holds_within=lambda: _is_apart(within, constellation, found),
    )
    if found.is_open:
        claim, grounds = weaker(claim, Claim.HINT), _OPEN
    row |= {
        "claim": Literal(str(claim)),
        "reason": _NOT_JOINED.format(known=as_far_as_known(claim)) + grounds,
    }
    return ("missing" if claim is Claim.FIRM else "unknown"), row


def _is_apart(within: Coordinations | None, constellation: Constellation, found: Coordination) -> bool:
    """Whether the same pillars are there by all that is recorded, and nothing joins them or may do so."""
    if within is None:
        return True
    whole = within.of(constellation)
    return whole.present == found.present and not whole.is_joined and not whole.is_open


def _parts(reading: Reading, parts: Iterable[Iterable[URIRef]]) -> Words:
    shown = [reading.named(part) for part in parts]
    return Words(" | ".join(words.de for words in shown), " | ".join(words.en for words in shown))


_CONSTELLATIONS = (Words("Konstellation", "constellation"), Words("Konstellationen", "constellations"))
_LEAD = Words(
    "{constellations}: {missing} belastbar ohne verbindliche Kooperation zwischen den beteiligten Säulen, {unknown} ohne bekannte "
    "(nicht beurteilbar), {few} mit deckenden Angeboten aus weniger als zwei ihrer Säulen, {joined} verbunden.",
    "{constellations}: {missing} firmly without binding cooperation between the pillars concerned, {unknown} without known one "
    "(cannot be judged), {few} with covering offers of less than two of their pillars, {joined} joined.",
)
_NONE_RECORDED, _NONE = Words("keine erfasst", "none recorded"), Words("keine", "none")
_FEW = Words(
    "Erst ab zwei Säulen mit deckendem Angebot lässt sich Kooperation beurteilen (soweit erfasst).",
    "Cooperation can be judged only from two pillars with a covering offer on (as far as recorded).",
)
_ONE_PROVIDER = Words("ein Träger oder Angebot in allen Säulen", "one provider or offer in all pillars")
_NOT_JOINED = Words(
    "Keine verbindliche Kooperation und kein gemeinsames Gremium zum Thema verbindet alle beteiligten Säulen {known}.",
    "No binding cooperation and no common committee on the topic joins all pillars concerned {known}.",
)
_OPEN = Words(
    "Ein Angebot ohne bekannte Säule, Zielgruppe oder Gebiet, eine Kooperation ohne Angabe der Art oder ein Gremium ohne erfasste "
    "Mitglieder oder Themen könnte sie verbinden.",
    "An offer of unknown pillar, group or area, a cooperation of unknown kind or a committee without recorded members or topics may "
    "join them.",
)
_OUTSIDE = Words(
    "Verbindliche Kooperationen, an denen nur Stellen ohne aktives Angebot beteiligt sind: sie verbinden keine Angebote",
    "Binding cooperations in which only bodies without an active offer take part: they join no offers",
)

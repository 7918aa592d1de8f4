"""A11: age limits of offers, what follows them, and whether the way there is agreed."""

from collections import defaultdict
from collections.abc import Mapping

from rdflib import Literal, URIRef

from ontology.vocabulary import label
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.cooperations import Cooperations
from queries.follow_up import FollowUp, Limit
from queries.groups import Group, is_phase_of_life
from queries.reading import Binding, iri, iri_or_none
from queries.verdict import Claim, as_far_as_known, claim_of, grounds, weaker
from queries.words import Words, counted

# From this age on nothing has to follow.
_OLDEST = 110


def evaluate(asking: Asking) -> Outcome:
    """Limits without follow-up, with follow-up but no agreed handover, with a binding handover."""
    search, together = FollowUp(asking), Cooperations(asking.reading)
    transitions = {
        (int(str(row["age"])), iri(row["need"])): iri(row["transition"])
        for row in asking.reading.facts("transitions")
    }
    blocks: dict[str, list[Row]] = {"none": [], "unagreed": [], "agreed": []}
    for limit in limits(asking, search.groups):
        if search.goes_on(limit):
            continue
        row = _row(asking, limit)
        row["transition"] = transitions.get((limit.next_age, limit.need))
        block = _followed(search, together, limit, row)
        blocks[block].append(row)
    lead = _LEAD.format(
        limits=counted(sum(len(rows) for rows in blocks.values()), *_LIMITS),
        **{name: len(rows) for name, rows in blocks.items()},
    )
    return Outcome(blocks, lead, (coordination_left_out(asking.reading),))


def limits(asking: Asking, known: Mapping[URIRef, Group]) -> list[Limit]:
    """The age limits among the rows of the question.

    A coverage that states no age has the limit of its groups only if all of these are phases of life.
    """
    rows: defaultdict[tuple[URIRef, URIRef, URIRef], list[Binding]] = defaultdict(list)
    for row in asking.rows:
        rows[iri(row["coverage"]), iri(row["need"]), iri(row["area"])].append(row)
    found: dict[tuple[URIRef, URIRef, URIRef, int], Limit] = {}
    for (_, need, area), own in rows.items():
        stated, implied = own[0]["maxAge"], [row["groupMaxAge"] for row in own]
        phases = all(iri(row["group"]) in known and is_phase_of_life(known[iri(row["group"])]) for row in own)
        if stated is None and (None in implied or not phases):
            continue
        ends_at = max(int(str(age)) for age in (implied if stated is None else [stated]))
        offer, groups = iri(own[0]["offer"]), frozenset(iri(row["group"]) for row in own)
        key = offer, need, area, ends_at
        before = found[key].groups if key in found else frozenset()
        providers = tuple(dict.fromkeys(who for row in own if (who := iri_or_none(row["provider"]))))
        found[key] = Limit(offer, providers, need, area, ends_at, stated is None, groups | before)
    return [limit for limit in found.values() if limit.ends_at < _OLDEST]


def _followed(search: FollowUp, together: Cooperations, limit: Limit, row: Row) -> str:
    """The block a limit belongs to; completes its row."""
    followers = search.followers(limit)
    if not followers:
        inventory = search.inventory(limit)
        claim = claim_of(inventory)
        possible = {coverage.offer for coverage in search.possible(limit)}
        if possible:
            claim = weaker(claim, Claim.HINT)
        row["claim"] = Literal(str(claim))
        row["reason"] = _NONE.format(age=limit.next_age, known=as_far_as_known(claim)) + (
            counted(len(possible), *_POSSIBLE) if possible else grounds(inventory, claim)
        )
        return "none"
    ours = frozenset({limit.offer, *limit.providers})
    for coverage in followers:
        agreed = together.binding(ours, frozenset({coverage.offer}) | coverage.providers)
        if agreed:
            kind = agreed[0][1]
            row.update(followUp=coverage.offer, handover=Words(label(kind, "de"), label(kind, "en")))
            return "agreed"
    offers = {coverage.offer for coverage in followers}
    row.update(followUp=followers[0].offer, handover=counted(len(offers), *_FOLLOWERS))
    return "unagreed"


def _row(asking: Asking, limit: Limit) -> Row:
    return {
        "offer": limit.offer,
        "provider": limit.provider,
        "need": limit.need,
        "groups": asking.reading.named(limit.groups),
        "area": limit.area,
        "endsAt": Literal(limit.ends_at),
        "limit": _FROM_GROUPS if limit.from_groups else _FROM_OFFER,
    }


_FROM_OFFER, _FROM_GROUPS = Words("Angebot", "offer"), Words("Zielgruppe", "target group")
_LIMITS = (Words("Altersgrenze", "age limit"), Words("Altersgrenzen", "age limits"))
_LEAD = Words(
    "{limits}: {none} ohne bekannten Anschluss (soweit erfasst), {unagreed} mit Anschluss ohne vereinbarte Überleitung, "
    "{agreed} mit verbindlicher Überleitung.",
    "{limits}: {none} without known follow-up (as far as recorded), {unagreed} with follow-up but no agreed handover, "
    "{agreed} with binding handover.",
)
_NONE = Words("Kein Anschluss ab {age} Jahren bekannt {known}.", "No follow-up from age {age} known {known}.")
_POSSIBLE = (
    Words(
        "Angebot könnte anschließen, lässt aber Bedarf, Zielgruppe oder Gebiet offen.",
        "offer might follow but leaves need, group or area open.",
    ),
    Words(
        "Angebote könnten anschließen, lassen aber Bedarf, Zielgruppe oder Gebiet offen.",
        "offers might follow but leave need, group or area open.",
    ),
)
_FOLLOWERS = (
    Words("Angebot schließt an; eine Überleitung ist nicht bekannt", "offer follows; no handover is known"),
    Words("Angebote schließen an; eine Überleitung ist nicht bekannt", "offers follow; no handover is known"),
)

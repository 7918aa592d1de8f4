"""C1: where two pillars meet: shared needs and groups, norms, structures, transitions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.declarations import COOPERATING, LEGAL, LISTED
from queries.duties import missing, norms
from queries.evaluators.transitions import transitions
from queries.handovers import Handovers
from queries.reading import iri
from queries.shared_cells import shared_rows, side_of
from queries.verdict import Claim, as_far_as_known
from queries.words import Words, counted

_SA = namespace("sa")
# Rehabilitation bodies by § 6 SGB IX: the norms of SGB IX part 1 (§§ 12, 19, 25) bind all of them.
_REHABILITATION = {_SA[f"SA-{code}"] for code in ("03", "05", "06", "07", "08", "09E", "14")}
_PART_ONE: URIRef = _SA["SA-09R"]
# The procedural guide leads from youth welfare to integration assistance and participation.
_GUIDE: URIRef = namespace("rb")["SGB-VIII-10b"]
_GUIDED = {_SA[f"SA-{code}"] for code in ("09E", "09R", "09S")}


def evaluate(asking: Asking) -> Outcome:
    """Shared cells, bridging norms with what implements them, structures with both sides, transitions."""
    here, there = side_of(asking, "here"), side_of(asking, "there")
    ours = [t for t in asking.values["pillar"] if isinstance(t, URIRef)]
    theirs = [t for t in asking.values["otherPillar"] if isinstance(t, URIRef)]
    shared, shared_records = shared_rows(asking, here, there, {*ours, *theirs})
    blocks = {
        "shared": shared,
        "norms": _norm_rows(asking, ours, theirs),
        "structures": _structure_rows(asking, here.members, there.members),
        "transitions": _transition_rows(asking, ours, theirs),
    }
    claims = [row.get("claim") for row in blocks["norms"]]
    lead = _LEAD.format(
        ours=asking.reading.named(ours), theirs=asking.reading.named(theirs),
        offers=len(here.offers), others=len(there.offers),
        shared=counted(len(shared), *_SHARED), agreed=sum(row.get("claim") is None for row in shared),
        norms=counted(len({row["norm"] for row in blocks["norms"]}), *_NORMS),
        missing=sum(claim == Literal(str(Claim.FIRM)) for claim in claims),
        unknown=sum(claim is not None and claim != Literal(str(Claim.FIRM)) for claim in claims),
        structures=counted(len(blocks["structures"]), *_STRUCTURES), transitions=counted(len(blocks["transitions"]), *_TRANSITIONS),
        regulated=sum(row.get("claim") is None for row in blocks["transitions"]),
    )  # fmt: skip
    if not here.offers or not there.offers:
        lead += _ONE_SIDE
    without = len(asking.reading.facts("pillarless_offers"))
    exclusions = (Exclusion(_PILLARLESS, without), coordination_left_out(asking.reading))
    return Outcome(blocks, lead, exclusions, records={"shared": shared_records})


def _norm_rows(asking: Asking, ours: list[URIRef], theirs: list[URIRef]) -> list[Row]:
    chosen = {*ours, *theirs}
    pillars = chosen | {_PART_ONE} if _REHABILITATION & {*ours} and _REHABILITATION & {*theirs} else chosen
    found, _ = norms(replace(asking, rows=asking.reading.facts("bridge_norms", pillar=sorted(pillars))))
    rows: list[Row] = []
    for norm in found:
        if norm.is_future(asking.reading.reference_date) or (norm.iri == _GUIDE and not chosen & _GUIDED):
            continue
        row: Row = {"norm": norm.iri, "obligation": norm.obligation, "pillar": norm.pillar}
        structures = [r["structure"] for r in norm.rows if r["structure"] is not None]
        rows += [row | {"structure": structure} for structure in structures]
        if not structures:
            aspects = (LISTED, LEGAL if norm.iri == _GUIDE else COOPERATING)
            claim, grounds = missing(asking, norm, asking.reading.municipality, aspects)
            words = _NO_STRUCTURE.format(known=as_far_as_known(claim)) + grounds
            rows.append(row | {"claim": Literal(str(claim)), "reason": words})
    return rows


def _structure_rows(asking: Asking, here: frozenset[URIRef], there: frozenset[URIRef]) -> list[Row]:
    """Cooperations and committees in which both sides take part, with somebody of each."""
    reading = asking.reading
    members: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    kinds: dict[URIRef, URIRef] = {}
    for row in reading.facts("linking_cooperations"):
        members[iri(row["cooperation"])].add(iri(row["participant"]))
        kinds[iri(row["cooperation"])] = iri(row["type"])
    for row in reading.facts("common_bodies"):
        members[iri(row["committee"])].add(iri(row["member"]))
    return [
        {
            "structure": name,
            "type": kinds.get(name),
            "participants": reading.named(own & here),
            "otherParticipants": reading.named(own & there),
        }
        for name, own in sorted(members.items())
        if _meet(own & here, own & there)
    ]


def _meet(one: Iterable[URIRef], other: Iterable[URIRef]) -> bool:
    others = set(other)
    return any(others - {member} for member in one)


def _transition_rows(asking: Asking, ours: list[URIRef], theirs: list[URIRef]) -> list[Row]:
    reading, handovers = asking.reading, Handovers(asking)
    rows = [
        row
        for start, end in ((ours, theirs), (theirs, ours))
        for row in reading.facts("transitions_between", fromPillar=start, toPillar=end)
    ]
    found: list[Row] = []
    for transition in transitions(rows, reading):
        regulation = handovers.of(transition)
        row: Row = {
            "transition": transition.iri,
            "fromPillar": transition.from_pillar,
            "toPillar": transition.to_pillar,
        }
        found += [row | {"structure": agreement.iri} for agreement in regulation.agreements]
        if regulation.claim is not None:
            found.append(row | {"claim": Literal(str(regulation.claim)), "reason": regulation.reason})
    return found


_SHARED = (
    Words("gemeinsame Verbindung von Bedarf und Zielgruppe", "shared pair of need and target group"),
    Words("gemeinsame Verbindungen von Bedarf und Zielgruppe", "shared pairs of need and target group"),
)
_NORMS = (Words("Brückennorm", "bridging norm"), Words("Brückennormen", "bridging norms"))
_STRUCTURES = (
    Words("Kooperation oder Gremium", "cooperation or committee"),
    Words("Kooperationen und Gremien", "cooperations and committees"),
)
_TRANSITIONS = (Words("Übergang", "transition"), Words("Übergänge", "transitions"))
_LEAD = Words(
    "{ours} ({offers} {offers|Angebot|Angebote}) und {theirs} ({others} {others|Angebot|Angebote}): {shared}, davon {agreed} mit verbindlicher Kooperation oder demselben Träger; {norms}, "
    "davon {missing} belastbar ohne Struktur und {unknown} nicht beurteilbar; {structures} mit beiden Seiten; {transitions}, davon {regulated} geregelt (soweit erfasst).",
    "{ours} ({offers} {offers|offer|offers}) and {theirs} ({others} {others|offer|offers}): {shared}, {agreed} of them with binding cooperation or the same provider; {norms}, "
    "{missing} of them firmly without structure and {unknown} not to be judged; {structures} with both sides; {transitions}, {regulated} of them regulated (as far as recorded).",
)
_ONE_SIDE = Words(
    "Auf wenigstens einer Seite ist kein aktives Angebot erfasst; gemeinsame Bedarfe sind nicht beurteilbar.",
    "On at least one side no active offer is recorded; shared needs cannot be judged.",
)
_NO_STRUCTURE = Words("Keine Struktur nennt diese Norm {known}.", "No structure names this norm {known}.")
_PILLARLESS = Words(
    "Aktive Angebote ohne bekannte Säule: sie könnten zu einer der beiden gehören",
    "Active offers without known pillar: they may belong to one of the two",
)

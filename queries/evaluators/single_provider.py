"""A6: needs that rest on one provider, with the weight of "no other"."""

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts, coordination_left_out
from queries.reading import iri
from queries.stated import DOCUMENTED, RECOGNISED
from queries.verdict import MAYBE, Grade, as_far_as_known, claim_of, doubted, grounds
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Documented needs first; every row says how far "only one" can be claimed."""
    statuses = _statuses(asking)
    norms = {iri(row["need"]): iri(row["norm"]) for row in asking.reading.facts("plural_norms")}
    blocks: dict[str, list[Row]] = {"documented": [], "others": []}
    behind: dict[str, list[list[URIRef]]] = {"documented": [], "others": []}
    for row in asking.rows:
        need, group, area = iri(row["need"]), iri(row["group"]), iri(row["area"])
        inventory = asking.declarations.inventory(need, group, area)
        # another provider's offer may be for this, too, but leaves need, group or area open
        matches = asking.cells.matches(need, group, area, asking.reading.reference_date)
        maybe = cell_facts(matches, inventory).maybe
        claim = doubted(claim_of(inventory), maybe)
        status = statuses.get((need, group, area))
        reason = _ONLY.format(known=as_far_as_known(claim))
        reason += counted(maybe, *MAYBE) if maybe else grounds(inventory, claim)
        block = "documented" if status else "others"
        behind[block].append([m.coverage.offer for m in matches if m.grade >= Grade.GENERAL])
        blocks[block].append({
            **row, "claim": Literal(str(claim)), "reason": reason, "plurality": norms.get(need), "documented": status,
        })  # fmt: skip
    lead = _LEAD.format(cells=counted(len(asking.rows), *_CELLS), documented=len(blocks["documented"]))
    return Outcome(blocks, lead, (coordination_left_out(asking.reading),), records=behind)


def _statuses(asking: Asking) -> dict[tuple[URIRef, URIRef, URIRef], URIRef]:
    """The status of documented needs by cell, recognised before checked."""
    found: dict[tuple[URIRef, URIRef, URIRef], URIRef] = {}
    for row in asking.reading.facts("needs"):
        cell, status = (iri(row["need"]), iri(row["group"]), iri(row["area"])), iri(row["status"])
        if status in DOCUMENTED and found.get(cell) != RECOGNISED:
            found[cell] = status
    return found


_ONLY = Words("Nur ein Träger {known}.", "Only one provider {known}.")
_CELLS = (
    Words("Verbindung von Bedarf und Zielgruppe hängt", "pair of need and target group rests"),
    Words("Verbindungen von Bedarf und Zielgruppe hängen", "pairs of need and target group rest"),
)
_LEAD = Words(
    "{cells} an einem einzigen Träger, soweit erfasst; darunter {documented} mit festgestelltem Bedarf.",
    "{cells} on a single provider, as far as recorded; {documented} of them with a documented need.",
)

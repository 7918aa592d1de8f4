"""A town from a seed: what is planted, what is declared, and what stands about without meaning anything."""

from dataclasses import dataclass
from datetime import timedelta

from random_towns.ages import sow_age, sow_phase
from random_towns.cells import sow_cell
from random_towns.double_funding import sow_double_funding
from random_towns.draft import TODAY, Draft
from random_towns.duties import OFFER_LIKE, sow_duties, sow_structures
from random_towns.endings import sow_ending
from random_towns.expected import Expected, Sown, verdict
from random_towns.ground import Ground
from random_towns.overlaps import sow_overlap
from random_towns.plots import Plot
from random_towns.survey import declare
from rdflib import URIRef
from rdflib.term import Node

from ontology.terms import SOZ

Triples = list[tuple[URIRef, URIRef, Node]]


@dataclass(frozen=True)
class Town:
    """Stand and rows held back of an invented town, what it must answer, and what an untouched need comes to.

    `bare` says it for needs that nothing was planted on: need, area → state and claim, whatever the group.
    """

    stand: Triples
    held_back: Triples
    expected: Expected
    bare: dict[tuple[URIRef, str], tuple[str, str]]


def invent(seed: int) -> Town:
    """The town of a seed: always the same one."""
    draft = Draft(seed)
    ground = Ground(draft, declare(draft))
    _stand_about(ground)
    chance = draft.chance
    for sow, least, most in ((sow_cell, 4, 6), (sow_ending, 1, 2), (sow_age, 1, 2), (sow_overlap, 1, 2)):
        for _ in range(chance.randint(least, most)):
            sow(ground)
    if chance.random() < 0.4:
        sow_phase(ground)
    if chance.random() < 0.5:
        sow_double_funding(ground)
    sow_duties(ground)
    sow_structures(ground)
    return Town(draft.triples, draft.held_back, ground.expected, _bare(ground))


def _stand_about(ground: Ground) -> None:
    """Offers without coverage, which may be for anybody, and rows that leave open what they are about."""
    chance, declared = ground.chance, ground.declared
    if chance.random() < 0.3:
        ground.offer()
        declared.open_offers = True
    for _ in range(chance.randint(0, 2)):
        kind = chance.choice(("planned", "ended", "network", "nobody"))
        facts = {
            "planned": {"status": "geplant"}, "ended": {"validTo": TODAY - timedelta(days=1)}, "network": {"kind": "AT-N1"},
        }.get(kind, {})  # fmt: skip
        offer = ground.offer(**facts)
        if kind == "nobody":
            ground.draft.say(offer, noValueFor=SOZ.hasCoverage)
    if chance.random() < 0.1:
        ground.draft.wait(chance.choice(OFFER_LIKE))
        declared.rows_about_everything = declared.rows_about_offers = True


def _bare(ground: Ground) -> dict[tuple[URIRef, str], tuple[str, str]]:

    found = {}
    for need in ground.untouched:
        if ground.declared.fields[need[:2]].group is None:
            for where in ground.places:
                plot = Plot(need, "", where)
                state, claim = verdict(Sown("", "none"), ground.declared.weight(plot.field, where))
                found[plot.need_iri, where] = state, str(claim)
    return found

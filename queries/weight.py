"""The weight of a negative about more than one cell: that of the cell about which least is declared.

"Nowhere in the town is there help at night" is as weak as its weakest part: one group nobody surveyed is enough.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rdflib import URIRef

from queries.declarations import Declarations
from queries.matrix import lies_below
from queries.reading import Reading, iri
from queries.stated import DOCUMENTED
from queries.verdict import CLAIM_ORDER, Claim, claim_of, grounds
from queries.words import Words

GAPS = (Claim.FIRM, Claim.PROVISIONAL)


def weakest(
    declarations: Declarations, needs: Iterable[URIRef], groups: Iterable[URIRef], areas: Iterable[URIRef]
) -> tuple[Claim, Words]:
    """The weakest claim among the cells of needs × groups × areas, and what it rests on.

    Without any cell nothing can be claimed.
    """
    found: dict[Claim, Words] = {}
    alike_groups = [group for group, _ in declarations.alike(1, groups)]
    alike_areas = [area for area, _ in declarations.alike(2, areas)]
    for need, _ in declarations.alike(0, needs):
        for group in alike_groups:
            for area in alike_areas:
                inventory = declarations.inventory(need, group, area)
                claim = claim_of(inventory)
                if claim not in found:
                    found[claim] = grounds(inventory, claim)
    for claim in reversed(CLAIM_ORDER):
        if claim in found:
            return claim, found[claim]
    return Claim.NONE, _NO_CELL


def documented_in(
    reading: Reading, area: URIRef | None, *, top: URIRef | None = None, group: URIRef | None = None
) -> Counter[URIRef]:
    """How many documented needs an area and all within it have, by need and by group; all without an area.

    `top` counts only needs of that field, `group` only those of that group: what a question asks about.
    """
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("needs"):
        if (
            row["status"] in DOCUMENTED
            and (area is None or area in reading.around(iri(row["area"])))
            and (top is None or lies_below(reading, iri(row["need"]), top))
            and group in (None, row["group"])
        ):
            for facet in ("need", "group"):
                found[iri(row[facet])].add(iri(row["assessment"]))
    return Counter({value: len(assessments) for value, assessments in found.items()})


_NO_CELL = Words("Kein Gebiet oder keine Zielgruppe erfasst.", "No area or target group recorded.")

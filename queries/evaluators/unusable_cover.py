"""I2: cells that offers cover which the group cannot use, and those about which nobody knows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef

from queries.access import Access, Answer, Use, joined
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import Match, coordination_left_out
from queries.matrix import broader_known, cell_area, field_of, named_groups, row_needs
from queries.reading import iri_or_none
from queries.verdict import Claim, Grade, as_far_as_known, claim_of, grounds
from queries.words import Words, counted

_MAY_CLAIM = (Claim.FIRM, Claim.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A covered cell with the offers that cover it, those that may, and what its group needs."""

    need: URIRef
    group: URIRef
    features: tuple[URIRef, ...]
    covering: tuple[URIRef, ...]
    perhaps: tuple[URIRef, ...]

    def use(self, access: Access) -> Use:
        uses = {access.use(offer, self.features) for offer in self.covering}
        if Use.USABLE in uses:
            return Use.USABLE
        return Use.UNCHECKED if self.open(access) else Use.UNUSABLE

    def open(self, access: Access) -> list[URIRef]:
        """The offers of which nobody knows whether they can be used, be it that they may not cover the cell."""
        covering = [offer for offer in self.covering if access.use(offer, self.features) is Use.UNCHECKED]
        return covering + [o for o in self.perhaps if access.use(o, self.features) is not Use.UNUSABLE]


def evaluate(asking: Asking) -> Outcome:
    """Cells without a usable offer, then by group and field those where access was not checked."""
    access, area = Access(asking.reading), asking.area("area") or cell_area(asking.reading, None)
    bare = usable = 0
    blocks: dict[str, list[Row]] = {"unusable": [], "recorded": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    unchecked: defaultdict[tuple[URIRef, URIRef], list[_Cell]] = defaultdict(list)
    for cell in _cells(asking, access, area):
        use = cell.use(access) if cell.covering else None
        bare, usable = bare + (use is None), usable + (use is Use.USABLE)
        if use is Use.UNUSABLE:
            row, claim = _row(asking, access, cell, area)
            block = "unusable" if claim in _MAY_CLAIM else "recorded"
            blocks[block].append(row)
            records[block].append(list(cell.covering))
        elif use is Use.UNCHECKED:
            unchecked[cell.group, field_of(broader_known(asking.reading, cell.need))].append(cell)
    blocks["unchecked"] = [_open_row(asking, access, c, field, area) for (_, field), c in unchecked.items()]
    records["unchecked"] = [_offers(cells) for cells in unchecked.values()]
    number = {name: len(rows) for name, rows in blocks.items()}
    number["unchecked"] = sum(len(cells) for cells in unchecked.values())
    lead = _LEAD.format(cells=counted(sum(number.values()) + usable, *_CELLS), usable=usable, **number)
    left_out = (Exclusion(_BARE, bare), coordination_left_out(asking.reading))
    return Outcome(blocks, lead if asking.rows else _NOTHING, left_out, records=records)


def _cells(asking: Asking, access: Access, area: URIRef) -> Iterator[_Cell]:
    """The cells of the area for groups that need something, covered or not."""
    chosen = iri_or_none(asking.term("group"))
    groups = [chosen] if chosen else named_groups(asking.reading)
    needed = {group: tuple(access.needed([group])) for group in groups}
    for need in row_needs(asking.reading, iri_or_none(asking.term("field"))):
        for group, features in needed.items():
            if features:
                found = asking.cells.matches(need, group, area, asking.reading.reference_date)
                covering = _of(m for m in found if m.grade >= Grade.GENERAL)
                perhaps = _of(m for m in found if m.grade is Grade.UNKNOWN)
                yield _Cell(need, group, features, covering, perhaps)


def _of(matches: Iterable[Match]) -> tuple[URIRef, ...]:
    return tuple(sorted({match.coverage.offer for match in matches}))


def _row(asking: Asking, access: Access, cell: _Cell, area: URIRef) -> tuple[Row, Claim]:
    inventory = asking.declarations.inventory(cell.need, cell.group, area)
    claim = claim_of(inventory)
    lacking = dict.fromkeys(access.lacking(offer, cell.features) for offer in cell.covering)
    row: Row = {
        "need": cell.need,
        "group": cell.group,
        "area": area,
        "offers": Literal(len(cell.covering)),
        "lacking": joined(lacking),
        "claim": Literal(str(claim)),
        "reason": _UNUSABLE.format(known=as_far_as_known(claim)) + grounds(inventory, claim),
    }
    return row, claim


def _open_row(asking: Asking, access: Access, cells: list[_Cell], field: URIRef, area: URIRef) -> Row:
    open_features = {
        feature
        for cell in cells
        for offer in cell.open(access)
        for feature in cell.features
        if access.answer(offer, feature) is Answer.UNCHECKED
    }
    return {
        "group": cells[0].group,
        "field": field,
        "area": area,
        "cells": Literal(len(cells)),
        "offers": Literal(len({offer for cell in cells for offer in cell.covering})),
        "unchecked": asking.reading.named(open_features),
        "reason": _UNCHECKED.format(
            offers=asking.reading.named({o for cell in cells for o in cell.open(access)})
        ),
    }


def _offers(cells: list[_Cell]) -> list[URIRef]:
    return sorted({offer for cell in cells for offer in (*cell.covering, *cell.perhaps)})


_CELLS = (
    Words("gedeckte Verbindung", "covered pair"),
    Words("gedeckte Verbindungen", "covered pairs"),
)
_LEAD = Words(
    "{cells} von Bedarf und Zielgruppe mit nötigen Zugangsmerkmalen: {unusable} ohne nutzbares Angebot, {recorded} nur soweit "
    "erfasst ohne nutzbares Angebot, {usable} mit nutzbarem Angebot, {unchecked} nicht beurteilbar.",
    "{cells} of need and target group with needed features of access: {unusable} without a usable offer, {recorded} without one "
    "only as far as recorded, {usable} with a usable offer, {unchecked} not to be judged.",
)
_NOTHING = Words(
    "0 Angebote mit diesem Einzugsgebiet erfasst, keine Aussage möglich.",
    "0 offers with this catchment recorded, no statement possible.",
)
_UNUSABLE = Words("Kein deckendes Angebot ist nutzbar {known}.", "No covering offer can be used {known}.")
_UNCHECKED = Words(
    "Nicht bekannt, ob nutzbar: {offers}.",
    "Not known whether usable: {offers}.",
)
_BARE = Words(
    "Verbindungen von Bedarf und Zielgruppe ohne deckendes Angebot (siehe A1 und Lückenmatrix)",
    "Pairs of need and target group without covering offer (see A1 and gap matrix)",
)

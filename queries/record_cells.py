"""Cells as a single record sees them: those an offer or a stated need names, and those of an area by field.

The verdict of a cell is made where every verdict is made (`queries.verdict`); here cells are only chosen and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml
from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Block, Row
from queries.cells import Cells, cell_facts
from queries.declarations import Declarations
from queries.header import EvidenceBlock
from queries.matrix import Mark, MatrixCell, matrix, row_needs
from queries.reading import Reading, iri
from queries.verdict import Claim, State, judge

Place = tuple[URIRef, URIRef, URIRef]
_FACETS = (SOZ.needType, SOZ.targetGroup, SOZ.area)


def cells_of_offer(reading: Reading, offer: URIRef) -> Block:
    """The cells that coverages of an offer name and that are effective at the reference date, with their state.

    A coverage for a whole field stands for the needs in it. One that leaves need, group or area open names no cell.
    """
    cells = Cells(reading)
    day = reading.reference_date
    own = [c.iri for c in cells.coverages.values() if c.offer == offer and c.is_effective(day)]
    tags: defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
    for row in reading.facts("coverage_tags", coverage=own) if own else []:
        tags[iri(row["coverage"])][iri(row["facet"])].add(iri(row["value"]))
    places = {
        (leaf, group, area)
        for said in tags.values()
        for need in said[SOZ.needType]
        for leaf in _leaves(reading, need)
        for group in said[SOZ.targetGroup]
        for area in said[SOZ.area]
    }
    return _block(reading, cells, places)


def cells_of_need(reading: Reading, assessment: URIRef) -> Block:
    """The cells a stated need is about, if it is valid at the reference date, with their state."""
    rows = [row for row in reading.facts("needs") if row["assessment"] == assessment]
    places = {
        (leaf, iri(row["group"]), iri(row["area"]))
        for row in rows
        for leaf in _leaves(reading, iri(row["need"]))
    }
    return _block(reading, Cells(reading), places)


def supply_of_area(reading: Reading, area: URIRef) -> Block:
    """How many cells of an area have which state, by field; gaps by the claim they bear."""
    answer = matrix(
        reading.snapshot, str(area), audience=reading.audience, reference_date=reading.reference_date,
        settings=reading.thresholds,
    )  # fmt: skip
    fields: defaultdict[URIRef, list[MatrixCell]] = defaultdict(list)
    for row in answer.rows:
        fields[row.field].extend(row.cells)
    layout = _layout()["supply"]
    rows = [_supply(field, cells) for field, cells in fields.items()]
    return Block(layout.name, layout.title, layout.columns, rows, layout.empty)


def _supply(field: URIRef, cells: list[MatrixCell]) -> Row:
    states = Counter(cell.verdict.state for cell in cells)
    claims = Counter(cell.verdict.claim for cell in cells if cell.verdict.state is State.GAP)
    documented = sum(1 for cell in cells if cell.mark in (Mark.CHECKED, Mark.RECOGNISED))
    numbers = {
        "cells": len(cells),
        "covered": states[State.COVERED],
        "thin": states[State.THIN],
        "firm": claims[Claim.FIRM],
        "provisional": claims[Claim.PROVISIONAL],
        "unknown": states[State.UNKNOWN],
        "documented": documented,
    }
    return {"field": field} | {name: Literal(number) for name, number in numbers.items()}


def _leaves(reading: Reading, need: URIRef) -> Iterable[URIRef]:
    """The need itself if it has a row in the matrix, else the rows below it."""
    rows = row_needs(reading)
    return [need] if need in rows else row_needs(reading, need)


def _block(reading: Reading, cells: Cells, places: Iterable[Place]) -> Block:
    declarations, day = Declarations(reading), reading.reference_date
    layout = _layout()["cells"]
    rows: list[Row] = []
    for need, group, area in sorted(places):
        facts = cell_facts(cells.matches(need, group, area, day), declarations.inventory(need, group, area))
        verdict = judge(facts, day, reading.thresholds)
        rows.append({
            "need": need, "group": group, "area": area, "state": Literal(str(verdict.state)),
            "claim": Literal(str(verdict.claim)) if verdict.claim else None, "reason": verdict.reason,
            "offers": Literal(facts.offers), "providers": Literal(facts.providers),
        })  # fmt: skip
    return Block(layout.name, layout.title, layout.columns, rows, layout.empty)


@cache
def _layout() -> dict[str, EvidenceBlock]:
    given = yaml.safe_load(files(__package__).joinpath("record_cells.yaml").read_text("utf-8"))
    return {name: EvidenceBlock.model_validate(block) for name, block in given.items()}

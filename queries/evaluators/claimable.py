"""A12: by field and area, what a statement "there is nothing" would weigh."""

from collections import Counter, defaultdict
from decimal import Decimal

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.declarations import LISTED
from queries.matrix import named_groups, row_needs
from queries.parameters import date_term
from queries.reading import Binding, iri
from queries.verdict import Claim, Grade, claim_of, weaker
from queries.words import Words

_MAY_CLAIM = (Claim.FIRM, Claim.PROVISIONAL)


def evaluate(asking: Asking) -> Outcome:
    """One row per area and field."""
    known = asking.reading.areas
    named = (iri(row["area"]) for row in asking.rows if row["area"] is not None)
    areas = [area for area in named if known[area].is_cell]
    fields = [
        iri(row["field"]) for row in asking.rows if row["field"] is not None and row["coverage"] is None
    ]
    there: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for row in asking.rows:
        if row["coverage"] is not None:
            there[iri(row["field"])].append(row)
    groups = named_groups(asking.reading)
    rows = []
    for area in areas:
        reaching = asking.cells.fitting("area", area, Grade.UNKNOWN)
        for field in fields:
            offers = [row for row in there[field] if row["coverage"] in reaching]
            rows.append(_row(asking, area, field, groups, offers))
    number = Counter(str(row["claim"]) for row in rows)
    lead = _LEAD.format(
        rows=len(rows), firm=number[Claim.FIRM], provisional=number[Claim.PROVISIONAL], hint=number[Claim.HINT],
        none=number[Claim.NONE],
    )  # fmt: skip
    empty = asking.question.header.empty
    return Outcome({"rows": rows}, lead if rows or empty is None else empty)


def _row(asking: Asking, area: URIRef, field: URIRef, groups: list[URIRef], offers: list[Binding]) -> Row:
    declared = asking.declarations
    needs = row_needs(asking.reading, field)
    claims: Counter[Claim] = Counter()
    for need, alike_needs in declared.alike(0, needs):
        for group, alike_groups in declared.alike(1, groups):
            claims[claim_of(declared.inventory(need, group, area))] += alike_needs * alike_groups
    total = claims.total()
    statements = [
        s
        for s in declared.statements
        if s.is_fresh and LISTED in s.aspects and area in s.scope[2] and not s.scope[0].isdisjoint(needs)
    ]
    rates = [s.response_rate for s in statements if s.response_rate is not None]
    waiting = [
        row for row, (n, _, a) in declared.rows_held_back.items() if area in a and not n.isdisjoint(needs)
    ]
    active = {iri(row["offer"]) for row in offers if row["offer"] is not None}
    days = {iri(row["offer"]): row["verifiedOn"] for row in offers if row["verifiedOn"] is not None}
    return {
        "area": area,
        "field": field,
        "claim": Literal(str(weaker(*claims) if claims else Claim.NONE)),
        "claimable": _share(sum(claims[claim] for claim in _MAY_CLAIM), total),
        "cells": Literal(total),
        "statements": Literal(len(statements)),
        "asOf": date_term(max(s.as_of for s in statements)) if statements else None,
        "responseRate": Literal(min(rates)) if rates else None,
        "offers": Literal(len(active)),
        "unverified": Literal(len(active) - len(days)),
        "oldest": min(days.values(), key=str) if days else None,
        "waiting": Literal(len(waiting)),
    }


def _share(part: int, whole: int) -> Literal | None:
    return Literal(round(Decimal(part) / whole, 4)) if whole else None


_LEAD = Words(
    "{rows} {rows|Feld in einem Gebiet|Felder in Gebieten}: {firm} belastbar, {provisional} vorläufig, {hint} nur Hinweis, {none} nicht beurteilbar.",
    "{rows} {rows|field in an area|fields in areas}: {firm} firm, {provisional} provisional, {hint} hint only, {none} not to be judged.",
)

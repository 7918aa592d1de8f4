"""F4: what funders demand, criterion by criterion and field by field: differently, alike, alone, or not comparable."""

from collections import defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.fields import fields_of
from queries.matrix import broader_known, field_of
from queries.reading import iri, iri_or_none
from queries.undeclared import claim_without_survey
from queries.words import NO_WORDS, Words, counted

_BLOCKS = ("contradictions", "unknown", "same", "single")


@dataclass(slots=True)
class _Demand:
    """A requirement: who demands what proof in which fields."""

    requirement: URIRef
    criterion: URIRef
    kind: URIRef | None
    funder: URIRef
    proofs: set[URIRef] = field(default_factory=set)
    fields: set[URIRef] = field(default_factory=set)


def evaluate(asking: Asking) -> Outcome:
    """Criteria by how their funders agree about the proof."""
    demands = _demands(asking)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    number = dict.fromkeys(_BLOCKS, 0)
    asked = iri_or_none(asking.term("field"))
    field_asked = field_of(broader_known(asking.reading, asked)) if asked else None
    shown: set[URIRef] = set()
    for group in _compared(list(demands.values())):
        if field_asked and field_asked not in [place for place, _ in group]:
            continue
        shown |= {demand.requirement for _, demand in group}
        block = _verdict(group)
        number[block] += 1
        blocks[block] += [_row(asking, place, demand, block) for place, demand in group]
    lead = (_LEAD if shown else _NOTHING).format(
        requirements=counted(len(shown), *_REQUIREMENTS), differently=counted(number["contradictions"], *_CRITERIA),
        **number,
    )  # fmt: skip
    unplaced = [demand for name, demand in demands.items() if not demand.fields and name not in shown]
    if not shown:
        blocks = {"contradictions": []}
    return Outcome(blocks, lead, (Exclusion(_UNPLACED, len(unplaced)),))


_Group = list[tuple[URIRef | None, _Demand]]


def _demands(asking: Asking) -> dict[URIRef, _Demand]:
    fields = fields_of(asking.reading)
    found: dict[URIRef, _Demand] = {}
    for row in asking.rows:
        name = iri(row["requirement"])
        demand = found.setdefault(
            name, _Demand(name, iri(row["criterion"]), iri_or_none(row["kind"]), iri(row["funder"]))
        )
        demand.fields = fields.get(name, set())
        if proof := iri_or_none(row["proof"]):
            demand.proofs.add(proof)
    return found


def _compared(demands: list[_Demand]) -> list[_Group]:
    """The requirements that stand side by side: of one criterion and one field, those without a field with all."""
    criteria: defaultdict[URIRef, list[_Demand]] = defaultdict(list)
    for demand in demands:
        criteria[demand.criterion].append(demand)
    groups: list[_Group] = []
    for own in criteria.values():
        unplaced = [demand for demand in own if not demand.fields]
        for place in sorted({place for demand in own for place in demand.fields}):
            group: _Group = [(place, demand) for demand in own if place in demand.fields]
            groups.append(group + [(None, demand) for demand in unplaced])
        if len(unplaced) == len(own):
            groups.append([(None, demand) for demand in own])
    return groups


def _verdict(group: _Group) -> str:
    """How the funders of a group agree; only requirements with field and proof can contradict or agree."""
    by_funder: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for place, demand in group:
        if place is not None:
            by_funder[demand.funder] |= demand.proofs
    funders = {demand.funder for _, demand in group}
    known = {frozenset(proofs) for proofs in by_funder.values() if proofs}
    if len(known) > 1:
        return "contradictions"
    if len(funders) == 1:
        return "single"
    comparable = all(by_funder.get(funder) for funder in funders)
    return "same" if comparable else "unknown"


def _row(asking: Asking, place: URIRef | None, demand: _Demand, block: str) -> Row:
    notes = [_NO_PROOF] if not demand.proofs else []
    notes += [_NO_FIELD] if place is None else []
    notes += [_SINGLE] if block == "single" else []
    row: Row = {
        "criterion": demand.criterion, "kind": demand.kind, "inField": place, "funder": demand.funder,
        "proofs": asking.reading.named(demand.proofs) if demand.proofs else None, "requirement": demand.requirement,
        "note": sum(notes, NO_WORDS),
    }  # fmt: skip
    return {**row, "claim": Literal(str(claim_without_survey(1)))} if block == "single" else row


_REQUIREMENTS = (
    Words("geltende Anforderung", "valid requirement"),
    Words("geltende Anforderungen", "valid requirements"),
)
_CRITERIA = (
    Words("Kriterium wird je Handlungsfeld", "criterion by field is"),
    Words("Kriterien werden je Handlungsfeld", "criteria by field are"),
)
_LEAD = Words(
    "{requirements} von Geldgebern: {differently} unterschiedlich verlangt, {same} gleich, {single} nur von einem Geldgeber "
    "(soweit erfasst), {unknown} nicht vergleichbar.",
    "{requirements} of funders: {differently} demanded differently, {same} alike, {single} by one funder only (as far as "
    "recorded), {unknown} cannot be compared.",
)
_NOTHING = Words(
    "0 Anforderungen erfasst, keine Aussage möglich.", "0 requirements recorded, no statement possible."
)
_UNPLACED = Words("Anforderungen ohne Handlungsfeld", "Requirements without a field of action")
_NO_PROOF = Words("Nachweis nicht erhoben.", "Proof not collected.")
_NO_FIELD = Words(
    "Handlungsfeld nicht angegeben: vielleicht dasselbe.", "Field of action not stated: perhaps the same."
)
_SINGLE = Words(
    "Kein anderer Geldgeber bekannt (soweit erfasst).", "No other funder known (as far as recorded)."
)

"""Quality criteria with the funders that demand them and the grants that rest on them. Amounts are never added here."""

from collections import defaultdict

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import ask
from queries.reading import Reading, iri, iri_or_none, text
from queries.study import Narrowed
from queries.undeclared import claim_without_survey
from queries.words import Words, counted

_SHOWN = ("funding", "offers", "status", "amount", "decision", "decidedOn")


def evaluate(reading: Reading, narrowed: Narrowed) -> Outcome:
    """Criteria with their number of grants, and the grants of each. It is narrowed by nothing."""
    del narrowed
    types: dict[URIRef, URIRef | None] = {}
    funders: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    named_by: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("criteria_links"):
        criterion, linked = iri(row["criterion"]), iri_or_none(row["linked"])
        types.setdefault(criterion, iri_or_none(row["type"]))
        if linked and text(row["kind"]) == "funder":
            funders[criterion].add(linked)
        elif linked:
            named_by[linked].add(criterion)
    if not types:
        return Outcome({"criteria": []}, _NOTHING)
    grants, rested = _grants(reading, named_by)
    claim = claim_without_survey(len(rested))
    criteria: list[Row] = []
    for criterion in sorted(types):
        number = len({row["funding"] for row in grants if row["criterion"] == criterion})
        criteria.append({
            "criterion": criterion, "type": types[criterion],
            "funders": reading.named(funders[criterion]) if funders[criterion] else None,
            "grants": Literal(number) if number else None, "claim": None if number else Literal(str(claim)),
        })  # fmt: skip
    lead = _LEAD.format(
        criteria=counted(len(types), *_CRITERIA), used=sum(1 for row in criteria if row["grants"] is not None),
        grants=counted(len(rested), *_GRANTS), demanded=sum(1 for own in funders.values() if own),
    )  # fmt: skip
    return Outcome({"criteria": criteria, "grants": grants}, lead)


def _grants(reading: Reading, named_by: dict[URIRef, set[URIRef]]) -> tuple[list[Row], set[object]]:
    """The grants that D4 documents, once per criterion of their decision; and the grants themselves."""
    answer = ask(
        reading.snapshot, "D4", {"year": str(reading.reference_date.year)}, audience=reading.audience,
        reference_date=reading.reference_date, settings=reading.thresholds,
    )  # fmt: skip
    rows = [row for block in answer.blocks if block.name == "documented" for row in block.rows]
    shown: list[Row] = [
        {"criterion": criterion, **{name: row.get(name) for name in _SHOWN}}
        for row in rows
        if isinstance(decision := row["decision"], URIRef)
        for criterion in sorted(named_by.get(decision, ()))
    ]
    shown.sort(key=lambda row: (str(row["criterion"]), str(row["funding"])))
    return shown, {row["funding"] for row in rows}


_CRITERIA = (
    Words("Qualitätskriterium", "quality criterion"),
    Words("Qualitätskriterien", "quality criteria"),
)
_GRANTS = (Words("Zuwendung", "grant"), Words("Zuwendungen", "grants"))
_LEAD = Words(
    "{criteria}: auf {used} davon beruhen {grants} dieses Haushaltsjahrs mit Beschluss, {demanded} verlangt mindestens ein Geldgeber "
    "(soweit erfasst).",
    "{criteria}: {grants} of this budget year with a decision rest on {used} of them, {demanded} are demanded by at least one funder "
    "(as far as recorded).",
)
_NOTHING = Words(
    "Kein Qualitätskriterium erfasst, keine Aussage möglich.",
    "No quality criterion recorded, no statement possible.",
)

"""G1: needs stated in a period, by what became of them, and by what they rest on."""

from collections import Counter, defaultdict
from datetime import date

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.findings import QUALITATIVE, QUANTITATIVE, Finding, findings
from queries.parameters import date_term
from queries.reading import TRUE, iri
from queries.sources import sources_of
from queries.stated import DOCUMENTED, NEEDS, REPORTED
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Documented needs with the kinds of evidence; reported, gone and undated ones apart."""
    found = findings(asking.rows)
    valid = {iri(row["assessment"]) for row in asking.rows if row["valid"] == TRUE}
    sources = sources_of(asking.reading, found)
    blocks: dict[str, list[Row]] = {
        "documented": [],
        "methods": [],
        "reported": [],
        "gone": [],
        "undated": [],
    }
    members: defaultdict[str, list[Finding]] = defaultdict(list)
    for name, finding in found.items():
        block = _block(finding, is_valid=name in valid)
        members[block].append(finding)
        blocks[block] += _rows(asking, finding, sources.get(name), dated=block != "undated")
    documented = members["documented"]
    blocks["methods"], records = _methods(documented)
    size = Counter({name: len(own) for name, own in members.items()})
    untyped = sum(1 for finding in documented if not finding.types)
    lead = (_LEAD if found else _NOTHING).format(
        needs=counted(len(documented), *NEEDS), since=date.fromisoformat(str(asking.term("since"))), untyped=untyped, reported=size["reported"],
        gone=size["gone"], undated=size["undated"],
    )  # fmt: skip
    if not found:
        return Outcome({"documented": []}, lead)
    return Outcome(blocks, lead, records={"methods": records})


def _block(finding: Finding, *, is_valid: bool) -> str:
    if finding.as_of is None:
        return "undated"
    if finding.status == REPORTED and is_valid:
        return "reported"
    return "documented" if finding.status in DOCUMENTED and is_valid else "gone"


def _rows(asking: Asking, finding: Finding, source: Words | None, *, dated: bool) -> list[Row]:
    evidence = asking.reading.named(finding.types) if finding.types else _NOT_STATED
    shared: Row = {
        "evidence": evidence, "source": source, "body": finding.body, "status": finding.status,
        "assessment": finding.assessment,
    }  # fmt: skip
    if dated and finding.as_of:
        shared["asOf"] = date_term(finding.as_of)
    return [{"need": need, "group": group, "area": area, **shared} for need, group, area in finding.cells]


def _methods(documented: list[Finding]) -> tuple[list[Row], list[list[URIRef]]]:
    """A row per kind of evidence, and one for those that state none; a finding counts under each of its kinds."""
    by_type: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    for finding in documented:
        for kind in finding.types:
            by_type[kind].append(finding.assessment)
    rows: list[Row] = []
    for kind in sorted(by_type):
        counts = _NUMBERS if kind in QUANTITATIVE else _EXPERIENCE if kind in QUALITATIVE else _NEITHER
        rows.append({"type": kind, "counts": counts, "number": Literal(len(by_type[kind]))})
    records = [by_type[kind] for kind in sorted(by_type)]
    if untyped := [finding.assessment for finding in documented if not finding.types]:
        rows.append({"type": None, "counts": _NOT_STATED, "number": Literal(len(untyped))})
        records.append(untyped)
    return [{**row, "base": Literal(len(documented))} for row in rows], records


_NUMBERS, _EXPERIENCE = Words("Zahlen", "numbers"), Words("Erfahrung", "experience")
_NEITHER = Words("Richtwert, Norm oder Auftrag", "benchmark, norm or mandate")
_NOT_STATED = Words("nicht angegeben", "not stated")
_LEAD = Words(
    "Seit {since}: {needs} (soweit erfasst), bei {untyped} davon ist nicht angegeben, wie. Außerdem {reported} gemeldet und ungeprüft, {gone} "
    "verworfen, erledigt oder nicht gültig; {undated} ohne Datum.",
    "Since {since}: {needs} (as far as recorded), {untyped} of them do not state how. Besides {reported} reported and unchecked, {gone} rejected, "
    "settled or not valid; {undated} without a date.",
)
_NOTHING = Words(
    "Seit {since}: 0 Bedarfsfeststellungen erfasst, keine Aussage möglich.",
    "Since {since}: 0 need assessments recorded, no statement possible.",
)

"""G5: documented needs by what is known about measures that address them."""

from collections import defaultdict
from datetime import date

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reading import Binding, day_or_none, iri, iri_or_none, text
from queries.stated import NEEDS, REPORTED, no_statement_possible
from queries.undeclared import claim_without_survey, grounds_without_survey
from queries.verdict import Claim
from queries.words import Words, counted

_DROPPED: URIRef = CL["massnahmenstatus-verworfen"]
_DECIDED = {CL[f"massnahmenstatus-{name}"] for name in ("beschlossen", "laufend", "umgesetzt")}
_Cell = tuple[URIRef, URIRef, URIRef, URIRef]


def evaluate(asking: Asking) -> Outcome:
    """Needs without measure, undecided, with a proposal only, with a measure that was adopted."""
    named: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.reading.facts("measures"):
        named[iri(row["measure"])] |= {
            addressed for addressed in [iri_or_none(row["addressed"])] if addressed
        }
    cells: defaultdict[_Cell, list[Binding]] = defaultdict(list)
    reported = {row["assessment"] for row in asking.rows if row["status"] == REPORTED}
    for row in asking.rows:
        if row["assessment"] in reported:
            continue
        cells[iri(row["assessment"]), iri(row["need"]), iri(row["group"]), iri(row["area"])].append(row)
    claim = claim_without_survey(len(named))
    grounds = grounds_without_survey(claim, _KIND)
    blocks: dict[str, list[Row]] = {"none": [], "unknown": [], "proposed": [], "covered": []}
    needs: defaultdict[str, set[URIRef]] = defaultdict(set)
    for (assessment, need, group, area), own in cells.items():
        block, measures, reason = _judged(own, named)
        if not named:
            block = "unknown"  # not a single measure is recorded: then none that is missing tells anything
        needs[block].add(assessment)
        shared: Row = {
            "need": need, "group": group, "area": area, "asOf": own[0]["asOf"], "age": _age(asking, own[0]),
            "status": own[0]["status"], "assessment": assessment,
        }  # fmt: skip
        if block == "none" or not measures:
            blocks[block].append({**shared, "claim": Literal(str(claim)), "reason": reason + grounds})
        elif block == "unknown":
            shared |= {"claim": Literal(str(Claim.NONE)), "reason": reason}
            blocks[block] += [{**shared, "measure": m, "measureStatus": status} for m, status in measures]
        else:
            blocks[block] += [{**shared, "measure": m, "measureStatus": status} for m, status in measures]
    total = len(set().union(*needs.values()))
    lead = no_statement_possible(len(reported))
    if total:
        lead = (_LEAD if named else _NO_MEASURES).format(
            needs=counted(total, *NEEDS), **{name: len(needs[name]) for name in blocks}
        )
    if not total or not named:  # then nothing can be said about measures, only which needs there are
        blocks = {name: blocks[name] for name in ("none", "unknown") if blocks[name] or name == "none"}
    return Outcome(blocks, lead, (Exclusion(_REPORTED, len(reported)),))


def _judged(
    own: list[Binding], named: dict[URIRef, set[URIRef]]
) -> tuple[str, list[tuple[URIRef, URIRef | None]], Words]:
    """Block, the measures that decide it with their status, and the reason."""
    addressing: dict[URIRef, URIRef | None] = {}
    topical: dict[URIRef, URIRef | None] = {}
    for row in own:
        measure = iri_or_none(row["measure"])
        if measure and text(row["link"]) == "addresses":
            addressing[measure] = iri_or_none(row["measureStatus"])
        elif measure and not named.get(measure):
            topical[measure] = iri_or_none(row["measureStatus"])
    kept = {measure: status for measure, status in addressing.items() if status != _DROPPED}
    decided = {measure: status for measure, status in kept.items() if status in _DECIDED}
    if decided:
        return "covered", sorted(decided.items()), _NONE
    if open_status := [(measure, None) for measure, status in kept.items() if status is None]:
        return "unknown", list(open_status), _STATUS_OPEN
    if kept:
        return "proposed", sorted(kept.items()), _NONE
    if maybe := [(measure, status) for measure, status in topical.items() if status != _DROPPED]:
        return "unknown", maybe, _SAME_TOPIC
    return "none", [], _ONLY_DROPPED if addressing else _NONE


def _age(asking: Asking, row: Binding) -> Literal | None:
    """Full months since the need was stated; None if that is not known."""
    stated = day_or_none(row["asOf"])
    return None if stated is None else Literal(months_between(stated, asking.reading.reference_date))


def months_between(start: date, end: date) -> int:
    """The full months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


_KIND = Words("Maßnahmen", "measures")
_LEAD = Words(
    "{needs}: {none} ohne bekannte Maßnahme (soweit erfasst), {unknown} nicht beurteilbar, {proposed} nur mit Vorschlag, "
    "{covered} mit beschlossener, laufender oder umgesetzter Maßnahme.",
    "{needs}: {none} without known measure (as far as recorded), {unknown} cannot be judged, {proposed} with a proposal only, "
    "{covered} with a measure adopted, running or done.",
)
_NO_MEASURES = Words(
    "{needs}, aber 0 Maßnahmen erfasst: keine Aussage möglich.",
    "{needs}, but 0 measures recorded: no statement possible.",
)
_NONE = Words("Keine Maßnahme bekannt (soweit erfasst).", "No measure known (as far as recorded).")
_ONLY_DROPPED = Words(
    "Bekannt sind nur verworfene Maßnahmen (soweit erfasst).",
    "Only dropped measures are known (as far as recorded).",
)
_SAME_TOPIC = Words(
    "Eine Maßnahme zum selben Thema nennt nicht, welchen Bedarf sie bearbeitet.",
    "A measure on the same topic does not say which need it addresses.",
)
_STATUS_OPEN = Words(
    "Der Stand der Maßnahme ist nicht angegeben.", "The status of the measure is not stated."
)
_REPORTED = Words("Gemeldete, noch nicht geprüfte Bedarfe", "Needs reported but not checked")

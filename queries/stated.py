"""Stated needs with the verdict on each: what the questions about documented needs share.

Documented means checked or recognised and valid at the reference date. Reported needs are shown as reported; rejected
and settled ones never count.
"""

from collections import defaultdict
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Row
from queries.asking import Asking
from queries.cells import cell_facts, coordination_left_out, matches_of
from queries.reading import Binding, day_or_none, iri
from queries.verdict import CellFacts, Grade, Verdict, judge
from queries.words import Words, counted

DOCUMENTED: frozenset[URIRef] = frozenset({CL["bedarfsstatus-geprueft"], CL["bedarfsstatus-anerkannt"]})
REPORTED: URIRef = CL["bedarfsstatus-gemeldet"]
RECOGNISED: URIRef = CL["bedarfsstatus-anerkannt"]

GRADES: dict[Grade, URIRef] = {
    Grade.SPECIFIC: CL["deckung-spezifisch"],
    Grade.GENERAL: CL["deckung-allgemein"],
    Grade.PART: CL["deckung-teildeckung"],
    Grade.UNKNOWN: CL["deckung-ungewiss"],
    Grade.NONE: CL["deckung-keine"],
}


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """A stated need in one combination of need, group and area, with the verdict on that cell."""

    assessment: URIRef
    status: URIRef
    need: URIRef
    group: URIRef
    area: URIRef
    facts: CellFacts
    verdict: Verdict

    @property
    def is_documented(self) -> bool:
        """Whether it was checked or recognised."""
        return self.status in DOCUMENTED

    def row(self) -> Row:
        """The row that the questions about stated needs show."""
        return {
            "assessment": self.assessment,
            "status": self.status,
            "need": self.need,
            "group": self.group,
            "area": self.area,
            **verdict_cells(self.verdict),
            "offers": Literal(self.facts.offers),
            "providers": Literal(self.facts.providers),
        }


def verdict_cells(verdict: Verdict) -> Row:
    """State, claim and reason of a verdict as cells of a row."""
    return {
        "state": Literal(str(verdict.state)),
        "claim": None if verdict.claim is None else Literal(str(verdict.claim)),
        "reason": verdict.reason,
    }


def stated_needs(asking: Asking) -> list[StatedNeed]:
    """The stated needs among the rows of a question, documented and reported ones, in the order of the rows."""
    cells: defaultdict[tuple[URIRef, ...], list[Binding]] = defaultdict(list)
    for row in asking.rows:
        status = iri(row["status"])
        if status in DOCUMENTED or status == REPORTED:
            key = (iri(row["assessment"]), status, iri(row["need"]), iri(row["group"]), iri(row["area"]))
            cells[key].append(row)
    found = []
    for (assessment, status, need, group, area), rows in cells.items():
        facts = cell_facts(matches_of(rows), asking.declarations.inventory(need, group, area))
        verdict = judge(facts, asking.reading.reference_date, asking.reading.thresholds)
        found.append(StatedNeed(assessment, status, need, group, area, facts, verdict))
    return found


def left_out(asking: Asking, within: URIRef | None) -> tuple[Exclusion, ...]:
    """Needs and offers that do not count, with the reason."""
    reading = asking.reading
    today = reading.reference_date
    rejected, settled, invalid, wider = set(), set(), set(), set()
    around = set(reading.around(within)[1:]) if within else set()
    for row in reading.facts("needs_left_out"):
        assessment, status = iri(row["assessment"]), iri(row["status"])
        since, until = day_or_none(row["since"]), day_or_none(row["until"])
        if status == CL["bedarfsstatus-verworfen"]:
            rejected.add(assessment)
        elif status == CL["bedarfsstatus-erledigt"]:
            settled.add(assessment)
        elif (since and since > today) or (until and today > until):
            invalid.add(assessment)
        elif row["area"] in around:
            wider.add(assessment)
    return (
        Exclusion(_REJECTED, len(rejected)),
        Exclusion(_SETTLED, len(settled)),
        Exclusion(_INVALID, len(invalid)),
        Exclusion(_WIDER, len(wider)),
        coordination_left_out(asking.reading),
    )


def no_statement_possible(reported: int) -> Words:
    """The lead where no need is documented: nothing can be said, which is not the same as "no gap"."""
    return _NO_NEEDS + counted(reported, *_REPORTED) if reported else _NO_NEEDS


NEEDS = (
    Words("festgestellter Bedarf", "documented need"),
    Words("festgestellte Bedarfe", "documented needs"),
)
_REJECTED = Words("Bedarfe mit Status verworfen", "Needs with status rejected")
_SETTLED = Words("Bedarfe mit Status erledigt", "Needs with status settled")
_INVALID = Words("Bedarfe, die am Stichtag nicht gelten", "Needs not valid on the reference date")
_WIDER = Words(
    "Bedarfe für ein größeres Gebiet, das dieses einschließt", "Needs for a wider area that includes this one"
)
_NO_NEEDS = Words(
    "0 festgestellte Bedarfe erfasst, keine Aussage möglich.",
    "0 documented needs recorded, no statement possible.",
)
_REPORTED = (
    Words("Bedarf ist gemeldet, aber nicht geprüft.", "need is reported but not checked."),
    Words("Bedarfe sind gemeldet, aber nicht geprüft.", "needs are reported but not checked."),
)

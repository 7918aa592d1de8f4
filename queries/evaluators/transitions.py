"""C5: transitions between pillars, by what is known about an agreement on them."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.handovers import Agreement, Handovers, Transition
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none
from queries.settings import shift_months
from queries.stated import DOCUMENTED
from queries.verdict import Claim, State, judge
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Transitions without agreement, not to be judged, regulated (one row per agreement)."""
    handovers, needs = Handovers(asking), _Needs(asking)
    blocks: dict[str, list[Row]] = {"missing": [], "unknown": [], "regulated": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    found = transitions(asking.rows, asking.reading)
    regulated = 0
    for transition in found:
        regulation = handovers.of(transition)
        row, assessments = _row(asking, transition, needs)
        if regulation.claim is None:
            regulated += 1
            blocks["regulated"] += [row | _agreed(asking, agreement) for agreement in regulation.agreements]
            records["regulated"] += [[agreement.iri, *assessments] for agreement in regulation.agreements]
            continue
        block = "missing" if regulation.claim is Claim.FIRM else "unknown"
        blocks[block].append(row | {"claim": Literal(str(regulation.claim)), "reason": regulation.reason})
        records[block].append(assessments)
    lead = _LEAD.format(
        transitions=counted(len(found), *_TRANSITIONS), regulated=regulated, missing=len(blocks["missing"]),
        unknown=len(blocks["unknown"]),
    )  # fmt: skip
    return Outcome(blocks, lead, records=records)


def transitions(rows: Iterable[Binding], reading: Reading) -> list[Transition]:
    """The transitions among the rows, with those of their bridging norms that are in force."""
    today = reading.reference_date
    norms: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    first: dict[URIRef, Binding] = {}
    for row in rows:
        transition, norm = iri(row["transition"]), iri_or_none(row["norm"])
        first.setdefault(transition, row)
        start, end = day_or_none(row["normFrom"]), day_or_none(row["normTo"])
        if norm and (start is None or start <= today) and (end is None or today <= end):
            norms[transition].add(norm)
    return [
        Transition(
            name, iri(row["fromPillar"]), iri(row["toPillar"]), iri_or_none(row["fromBody"]), iri_or_none(row["toBody"]),
            frozenset(norms[name]),
        )
        for name, row in sorted(first.items())
    ]  # fmt: skip


class _Needs:
    """Documented needs at transitions, and how well they are covered."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
        for row in asking.reading.facts("transition_needs"):
            if row["status"] in DOCUMENTED:
                self._rows[iri(row["transition"])].append(row)

    def at(self, transition: URIRef) -> tuple[list[URIRef], Counter[State]]:
        """The assessments, and how many cells they name are in which state."""
        reading, states = self._asking.reading, Counter[State]()
        for row in self._rows[transition]:
            need, group, area = iri(row["need"]), iri(row["group"]), iri(row["area"])
            matches = self._asking.cells.matches(need, group, area, reading.reference_date)
            facts = cell_facts(matches, self._asking.declarations.inventory(need, group, area))
            states[judge(facts, reading.reference_date, reading.thresholds).state] += 1
        return sorted({iri(row["assessment"]) for row in self._rows[transition]}), states


def _row(asking: Asking, transition: Transition, needs: _Needs) -> tuple[Row, list[URIRef]]:
    assessments, states = needs.at(transition.iri)
    row: Row = {
        "transition": transition.iri,
        "fromPillar": transition.from_pillar,
        "fromBody": transition.from_body,
        "toPillar": transition.to_pillar,
        "toBody": transition.to_body,
        "norms": asking.reading.named(transition.norms) if transition.norms else _NO_NORM,
        "needs": Literal(states.total()),
        "uncovered": Literal(states[State.GAP]),
        "undecided": Literal(states[State.UNKNOWN]),
    }
    return row, assessments


def _agreed(asking: Asking, agreement: Agreement) -> Row:
    reading = asking.reading
    checked = day_or_none(agreement.verified_on)
    oldest = shift_months(reading.reference_date, -reading.thresholds.outdated_months)
    return {
        "cooperation": agreement.iri,
        "type": agreement.type,
        "participants": reading.named(agreement.participants),
        "lastReviewed": agreement.verified_on,
        "review": _NEVER if checked is None else _OLD if checked < oldest else _FRESH,
    }


_TRANSITIONS = (Words("Übergang", "transition"), Words("Übergänge", "transitions"))
_LEAD = Words(
    "{transitions}: {regulated} durch Vereinbarung geregelt, {missing} belastbar ohne Vereinbarung, {unknown} ohne bekannte "
    "Vereinbarung (nicht beurteilbar).",
    "{transitions}: {regulated} regulated by agreement, {missing} firmly without agreement, {unknown} without known agreement "
    "(cannot be judged).",
)
_NO_NORM = Words("keine in Kraft", "none in force")
_NEVER, _OLD, _FRESH = (
    Words("Prüfdatum nicht erfasst", "day of check not recorded"),
    Words("lange nicht geprüft", "not checked for long"),
    Words("geprüft", "checked"),
)

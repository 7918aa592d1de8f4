"""M1: goals by what is linked to them; proposals are never taken for decisions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rdflib import Literal, URIRef
from rdflib.term import Node

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.goals import ADOPTED, DECIDED, REJECTED, is_valid, no_link
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none, text
from queries.words import Words, counted


@dataclass(slots=True)
class Goal:
    """A goal with everything linked to it, by kind of link."""

    iri: URIRef
    parent: URIRef | None
    status: Node | None
    measures: set[URIRef] = field(default_factory=set)
    proposals: set[URIRef] = field(default_factory=set)
    offers: set[URIRef] = field(default_factory=set)
    indicators: set[URIRef] = field(default_factory=set)
    decisions: set[URIRef] = field(default_factory=set)
    sub_goals: set[URIRef] = field(default_factory=set)

    @property
    def is_backed(self) -> bool:
        """Whether an adopted measure or an active offer is linked to the goal itself."""
        return bool(self.measures or self.offers)

    def linked(self) -> set[URIRef]:
        """All records linked to it."""
        return (
            self.measures | self.proposals | self.offers | self.indicators | self.decisions | self.sub_goals
        )


def evaluate(asking: Asking) -> Outcome:
    """Goals that are backed, otherwise linked, not linked at all."""
    valid = [row for row in asking.rows if is_valid(row, asking.reading.reference_date)]
    goals = _goals(valid, asking.reading.reference_date)
    over = {iri(row["goal"]) for row in asking.rows} - goals.keys()
    claim, grounds = no_link(asking)
    blocks: dict[str, list[Row]] = {"backed": [], "partly": [], "unlinked": []}
    records: dict[str, list[Sequence[URIRef]]] = {name: [] for name in blocks}
    for goal in goals.values():
        block = "backed" if goal.is_backed else "partly" if goal.linked() else "unlinked"
        row = _row(asking.reading, goal)
        if block != "backed":
            row = {name: value for name, value in row.items() if name not in {"measures", "offers"}}
            row |= {"claim": Literal(str(claim)), "reason": grounds}
        if block == "unlinked":
            row = {name: row[name] for name in ("goal", "parent", "status", "claim", "reason")}
        blocks[block].append(row)
        records[block].append([goal.iri, *sorted(goal.linked())])
    exclusions = (Exclusion(_INVALID, len(over)),)
    if not goals:
        return Outcome({"backed": []}, _NOTHING, exclusions)
    lead = _LEAD.format(
        goals=counted(len(goals), *_GOALS), backed=len(blocks["backed"]), partly=len(blocks["partly"]),
        unlinked=len(blocks["unlinked"]), grounds=grounds,
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions, records=records)


def _goals(rows: Iterable[Binding], today: date) -> dict[URIRef, Goal]:
    goals: dict[URIRef, Goal] = {}
    for row in rows:
        goal = goals.setdefault(
            iri(row["goal"]), Goal(iri(row["goal"]), iri_or_none(row["parent"]), row["status"])
        )
        linked = iri_or_none(row["linked"])
        kind = text(row["kind"])
        if linked is None or row["linkedStatus"] in REJECTED:
            continue
        if kind == "measure":
            (goal.measures if row["linkedStatus"] in ADOPTED else goal.proposals).add(linked)
        elif kind == "decision":
            decided = day_or_none(row["decidedOn"])
            is_taken = row["linkedStatus"] == DECIDED and (decided is None or decided <= today)
            (goal.decisions if is_taken else goal.proposals).add(linked)
        else:
            {"offer": goal.offers, "indicator": goal.indicators}[kind].add(linked)
    below: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for goal in goals.values():
        if goal.parent:
            below[goal.parent].add(goal.iri)
    for goal in goals.values():
        goal.sub_goals = {sub for sub in below[goal.iri] if _is_backed(sub, goals, below, set())}
    return goals


def _is_backed(
    goal: URIRef, goals: dict[URIRef, Goal], below: dict[URIRef, set[URIRef]], seen: set[URIRef]
) -> bool:
    """Whether a goal or one below it is backed; goals that lie within each other are walked once."""
    if goal in seen or goal not in goals:
        return False
    seen.add(goal)
    subs = below.get(goal, set())
    return goals[goal].is_backed or any(_is_backed(sub, goals, below, seen) for sub in sorted(subs))


def _row(reading: Reading, goal: Goal) -> Row:
    def names(records: set[URIRef]) -> Words | None:
        return reading.named(records) if records else None

    return {
        "goal": goal.iri,
        "parent": goal.parent,
        "status": goal.status,
        "subGoals": names(goal.sub_goals),
        "measures": names(goal.measures),
        "proposals": names(goal.proposals),
        "offers": names(goal.offers),
        "indicators": names(goal.indicators),
        "decisions": names(goal.decisions),
    }


_GOALS = (Words("Ziel", "goal"), Words("Ziele", "goals"))
_LEAD = Words(
    "{goals}: {backed} mit Maßnahmen oder Angeboten hinterlegt, {partly} anders verknüpft, {unlinked} ohne jede Verknüpfung. {grounds}",
    "{goals}: {backed} backed by measures or offers, {partly} linked otherwise, {unlinked} without any link. {grounds}",
)
_NOTHING = Words("0 Ziele erfasst, keine Aussage möglich.", "0 goals recorded, no statement possible.")
_INVALID = Words("Ziele, die am Stichtag nicht gelten", "Goals not valid on the reference date")

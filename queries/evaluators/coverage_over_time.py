"""L2: the state of documented needs on several days, as far as enough was surveyed on each of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.declarations import Declarations
from queries.parameters import date_term
from queries.reading import Reading, day_or_none, iri
from queries.settings import shift_months
from queries.stated import no_statement_possible
from queries.verdict import CellFacts, Claim, State, Survey, Verdict, claim_of, grounds, judge
from queries.words import Words, counted

_ENOUGH = (Survey.COMPLETE, Survey.LARGELY)
_ORDER = (State.GAP, State.THIN, State.COVERED)
Place = tuple[URIRef, URIRef, URIRef]


@dataclass(frozen=True, slots=True)
class Moment:
    """A need on a day; `is_surveyed` tells whether enough was surveyed for it to count."""

    day: date
    facts: CellFacts
    verdict: Verdict
    is_surveyed: bool

    @property
    def is_judged(self) -> bool:
        """Whether anything may be said about it: also with enough surveyed an offer may say too little of itself."""
        return self.is_surveyed and self.verdict.state is not State.UNKNOWN


def evaluate(asking: Asking) -> Outcome:
    """Changes by need, needs judged once, days not to be judged, sums by day, everything in detail."""
    today, steps = asking.reading.reference_date, asking.number("steps")
    days = [shift_months(today, -asking.number("months") * step) for step in range(steps, -1, -1)]
    periods: defaultdict[Place, list[tuple[URIRef, date, date]]] = defaultdict(list)
    for row in asking.rows:
        since, until = day_or_none(row["since"]) or date.min, day_or_none(row["until"]) or date.max
        periods[iri(row["need"]), iri(row["group"]), iri(row["area"])].append(
            (iri(row["assessment"]), since, until)
        )
    moments = _moments(asking, days, periods)
    blocks: dict[str, list[Row]] = {name: [] for name in ("changes", "once", "unknown", "days", "course")}
    if not any(moments.values()):
        return Outcome({"changes": []}, no_statement_possible(0))
    records: defaultdict[str, list[Sequence[URIRef]]] = defaultdict(list)
    for place, course in moments.items():
        block, changed = _change(place, course)
        if block:
            blocks[block].append(changed)
            records[block].append([assessment for assessment, _, _ in periods[place]])
        if any(not moment.is_judged for moment in course):
            blocks["unknown"].append(_cell(place) | _not_judged(course))
            records["unknown"].append([assessment for assessment, _, _ in periods[place]])
        for moment in (moment for moment in course if moment.is_judged):
            blocks["course"].append(_cell(place) | _detail(moment))
            records["course"].append([assessment for assessment, _, _ in periods[place]])
    blocks["days"] = [_sums(day, list(moments.values())) for day in days]
    kinds = Counter(str(row["change"]) for row in blocks["changes"])
    lead = _LEAD.format(
        needs=counted(len(moments), *_NEEDS), days=len(days), first=days[0], last=days[-1], changes=len(blocks["changes"]),
        better=kinds[str(_BETTER)], worse=kinds[str(_WORSE)], same=kinds[str(_SAME)], once=len(blocks["once"]),
        never=len(moments) - len(blocks["changes"]) - len(blocks["once"]),
    )  # fmt: skip
    return Outcome(blocks, lead, records=records)


def _moments(
    asking: Asking, days: Sequence[date], periods: dict[Place, list[tuple[URIRef, date, date]]]
) -> dict[Place, list[Moment]]:
    """The course of every need that was documented on one of the days; on others it has no state."""
    found: defaultdict[Place, list[Moment]] = defaultdict(list)
    for day in days:
        reading = Reading(asking.reading.snapshot, asking.reading.audience, day, asking.reading.thresholds)
        declared = Declarations(reading)
        for place, own in periods.items():
            if not any(since <= day <= until for _, since, until in own):
                continue
            inventory = declared.inventory(*place)
            facts = cell_facts(asking.cells.matches(*place, day), inventory)
            verdict = judge(facts, day, reading.thresholds)
            found[place].append(Moment(day, facts, verdict, inventory.listed in _ENOUGH))
    return dict(found)


def _cell(place: Place) -> Row:
    need, group, area = place
    return {"need": need, "group": group, "area": area}


def _change(place: Place, course: Sequence[Moment]) -> tuple[str | None, Row]:
    """Block and row of what changed; no block if nothing can be judged."""
    judged = [moment for moment in course if moment.is_judged]
    if not judged:
        return None, {}
    first, last = judged[0], judged[-1]
    row = _cell(place) | {
        "lastDay": date_term(last.day), "state": Literal(str(last.verdict.state)),
    }  # fmt: skip
    if len(judged) == 1:
        return "once", row | {"change": _ONCE}
    ranks = [_ORDER.index(moment.verdict.state) for moment in (first, last)]
    change = _SAME if ranks[0] == ranks[1] else _BETTER if ranks[1] > ranks[0] else _WORSE
    return "changes", row | {
        "firstDay": date_term(first.day), "firstState": Literal(str(first.verdict.state)), "change": change,
        "judged": Literal(len(judged)),
    }  # fmt: skip


def _not_judged(course: Sequence[Moment]) -> Row:
    """The days that cannot be judged, with the reason of the last of them."""
    missing = [moment for moment in course if not moment.is_judged]
    last = missing[-1]
    inventory = last.facts.inventory
    reason = last.verdict.reason if last.is_surveyed else _BELOW + grounds(inventory, claim_of(inventory))
    days = ", ".join(moment.day.strftime("%d.%m.%Y") for moment in missing)
    return {"days": Words(days, ", ".join(m.day.isoformat() for m in missing)), "reason": reason}


def _detail(moment: Moment) -> Row:
    claim: Claim | None = moment.verdict.claim
    return {
        "day": date_term(moment.day),
        "state": Literal(str(moment.verdict.state)),
        "claim": None if claim is None else Literal(str(claim)),
        "offers": Literal(moment.facts.offers),
        "providers": Literal(moment.facts.providers),
        "reason": moment.verdict.reason,
    }


def _sums(day: date, courses: Sequence[Sequence[Moment]]) -> Row:
    own = [moment for course in courses for moment in course if moment.day == day]
    number = Counter(moment.verdict.state if moment.is_judged else State.UNKNOWN for moment in own)
    return {
        "day": date_term(day),
        "documented": Literal(len(own)),
        **{str(state): Literal(number[state]) for state in State},
    }


_NEEDS = (
    Words("festgestellter Bedarf", "documented need"),
    Words("festgestellte Bedarfe", "documented needs"),
)
_LEAD = Words(
    "{needs} an {days} Stichtagen vom {first} bis {last}: {changes} an mindestens zwei Tagen beurteilbar ({better} besser gedeckt, "
    "{worse} schlechter, {same} gleich), {once} nur an einem, {never} an keinem.",
    "{needs} on {days} days from {first} to {last}: {changes} to be judged on at least two days ({better} covered better, {worse} "
    "worse, {same} the same), {once} on one only, {never} on none.",
)
_BETTER, _WORSE, _SAME = (
    Words("besser gedeckt", "covered better"),
    Words("schlechter gedeckt", "covered worse"),
    Words("gleich", "the same"),
)
_ONCE = Words("nicht beurteilbar: nur ein Stichtag", "cannot be judged: one day only")
_BELOW = Words("Erfassungsstand unter ES-2.", "Surveyed less than ES-2.")

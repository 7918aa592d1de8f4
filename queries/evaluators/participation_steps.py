"""H5: by decision the steps of participation that were prescribed, done, or are missing before it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reading import TRUE, Binding, day_or_none, iri
from queries.words import Words, counted

_DECIDED: URIRef = CL["beschlussstatus-beschlossen"]


@dataclass(slots=True)
class _Decision:
    row: Binding
    steps: dict[URIRef, list[Binding]] = field(default_factory=lambda: defaultdict(list))

    def is_taken(self, today: date) -> bool:
        """Whether it was decided by that day; without a day, the state says so."""
        day = day_or_none(self.row["decidedOn"])
        return self.row["status"] == _DECIDED and (day is None or day <= today)

    def outcome(self, step: Binding, today: date) -> str:
        """Whether a step is done, came too late, is missing before the decision, pending, or nobody knows when."""
        held, decided = day_or_none(step["heldOn"]), day_or_none(self.row["decidedOn"])
        taken = self.is_taken(today)
        if held is None or held > today:
            return "missing" if taken else "pending"
        if taken and decided is None:
            return "undated"
        return "late" if taken and decided is not None and held > decided else "done"


def evaluate(asking: Asking) -> Outcome:
    """Decisions with prescribed steps, all steps, decisions about which nothing can be said."""
    today = asking.reading.reference_date
    decisions, loose = _read(asking)
    blocks: dict[str, list[Row]] = {"decisions": [], "steps": [], "unknown": []}
    records: dict[str, list[list[URIRef]]] = {"decisions": [], "unknown": []}
    total: Counter[str] = Counter()
    for name, decision in decisions.items():
        results = Counter[str]()
        for step, rows in decision.steps.items():
            outcome, duty = decision.outcome(rows[0], today), _duty(rows[0])
            results[outcome if duty is _YES else "planned" if outcome in _NOT_HELD else "voluntary"] += 1
            blocks["steps"].append(
                {
                    "decision": name,
                    **_step(asking, step, rows),
                    "duty": duty,
                    "result": _result(outcome, duty),
                }
            )
        total += results
        block, row = _row(results, any(_duty(rows[0]) is _OPEN for rows in decision.steps.values()))
        own: Row = {
            "decision": name,
            "status": decision.row["status"],
            "decidedOn": decision.row["decidedOn"],
        }
        blocks[block].append({**own, **row})
        records[block].append([name, *decision.steps])
    lead = _LEAD.format(
        decisions=counted(len(decisions), *_DECISIONS), with_duty=len(blocks["decisions"]),
        done=total["done"], undated=total["undated"], missing=total["missing"] + total["late"], pending=total["pending"],
        unknown=len(blocks["unknown"]),
    )  # fmt: skip
    return Outcome(blocks, lead if decisions else _NOTHING, (Exclusion(_LOOSE, loose),), records=records)


def _read(asking: Asking) -> tuple[dict[URIRef, _Decision], int]:
    """The decisions with their steps, and how many steps belong to none."""
    rows = asking.rows
    decisions = {iri(row["decision"]): _Decision(row) for row in rows if row["step"] is None}
    loose = set()
    for row in rows:
        if row["step"] is None:
            continue
        decision = None if row["decision"] is None else decisions.get(iri(row["decision"]))
        if decision is None:
            loose.add(row["step"])
        else:
            decision.steps[iri(row["step"])].append(row)
    return decisions, len(loose)


def _duty(step: Binding) -> Words:
    return _OPEN if step["prescribed"] is None else _YES if step["prescribed"] == TRUE else _NO


def _row(results: Counter[str], is_open: bool) -> tuple[str, Row]:  # noqa: FBT001 read by its name only
    duties = sum(results[name] for name in _RESULTS)
    row: Row = {"voluntary": Literal(results["voluntary"])}
    if not duties:
        return "unknown", {**row, "result": _DUTY_OPEN if is_open else _NO_DUTY}
    return "decisions", {
        **row,
        "prescribedSteps": Literal(duties),
        "done": Literal(results["done"]),
        "pending": Literal(results["pending"]),
        "missing": Literal(results["missing"] + results["late"]),
        "undated": Literal(results["undated"]),
    }


def _result(outcome: str, duty: Words) -> Words:
    """The outcome in words; what nobody prescribed cannot be missing."""
    return _NO_DAY if duty is not _YES and outcome in _NOT_HELD else _RESULTS[outcome]


def _step(asking: Asking, step: URIRef, rows: list[Binding]) -> Row:
    return {
        "step": step,
        "participation": rows[0]["participation"],
        "bodies": asking.reading.named(iri(row["body"]) for row in rows if row["body"] is not None),
        "bases": asking.reading.named(iri(row["basis"]) for row in rows if row["basis"] is not None),
        "heldOn": rows[0]["heldOn"],
    }


_YES, _NO, _OPEN = Words("ja", "yes"), Words("nein", "no"), Words("nicht erhoben", "not collected")
_RESULTS = {
    "done": Words("erfolgt", "done"),
    "late": Words("erst nach dem Beschluss erfolgt", "done only after the decision"),
    "missing": Words(
        "steht aus, obwohl beschlossen (soweit erfasst)", "pending although decided (as far as recorded)"
    ),
    "pending": Words("steht aus", "pending"),
    "undated": Words(
        "erfolgt; ob vor dem Beschluss, ist nicht erhoben",
        "done; whether before the decision was not collected",
    ),
}
_NOT_HELD = ("missing", "pending")
_NO_DAY = Words("noch ohne Datum", "without a day yet")
_DECISIONS = (
    Words("Vorlage oder Beschluss", "item or decision"),
    Words("Vorlagen und Beschlüsse", "items and decisions"),
)
_LEAD = Words(
    "{decisions}, zu {with_duty} sind vorgeschriebene Schritte erfasst: {done} erfolgt, {pending} {pending|steht|stehen} aus, {missing} vor dem "
    "Beschluss nicht erfolgt (soweit erfasst), {undated} ohne Beschlusstag. {unknown} ohne erfassten vorgeschriebenen Schritt, nicht beurteilbar.",
    "{decisions}, with prescribed steps recorded for {with_duty}: {done} done, {pending} pending, {missing} not done before the "
    "decision (as far as recorded), {undated} without a day of decision. {unknown} without a recorded prescribed step, not to be judged.",
)
_NOTHING = Words(
    "0 Vorlagen und Beschlüsse erfasst, keine Aussage möglich.",
    "0 items and decisions recorded, no statement possible.",
)
_NO_DUTY = Words("kein vorgeschriebener Schritt erfasst", "no prescribed step recorded")
_DUTY_OPEN = Words(
    "nicht erhoben, ob die erfassten Schritte vorgeschrieben sind",
    "not collected whether the recorded steps are prescribed",
)
_LOOSE = Words("Beteiligungsschritte ohne Vorlage", "Steps of participation without an item")

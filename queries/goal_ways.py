"""Goals with the ways that lead on from them, to measures, offers, indicators and results. Links, not causes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rdflib import Literal, URIRef

from queries.answer import Answer, Outcome, Row, Value
from queries.asking import ask
from queries.goals import ADOPTED, REJECTED, is_valid
from queries.reading import Reading, iri, iri_or_none, text
from queries.study import Narrowed
from queries.undeclared import claim_without_survey
from queries.words import NO_WORDS, Words, counted

Ratings: TypeAlias = Mapping[tuple[URIRef, URIRef], list[Row]]
Results: TypeAlias = Mapping[URIRef, tuple[Row, bool]]
_OFFERS = ("named", "decided", "measured", "evaluated")


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    linked: URIRef
    state: URIRef | None
    over: URIRef | None


@dataclass(slots=True)
class _Goal:
    iri: URIRef
    parent: URIRef | None
    status: URIRef | None
    links: list[_Link] = field(default_factory=list)

    def of(self, *kinds: str) -> list[_Link]:
        return [link for link in self.links if link.kind in kinds]

    def linked(self, *kinds: str) -> set[URIRef]:
        return {link.linked for link in self.of(*kinds)}


def evaluate(reading: Reading, narrowed: Narrowed) -> Outcome:
    """Goals, their links, their indicators against targets, results at offers on the way. It is narrowed by nothing."""
    del narrowed
    goals = _goals(reading)
    if not goals:
        return Outcome({"goals": []}, _NOTHING)
    ratings, results = _ratings(reading), _results(reading)
    blocks: dict[str, list[Row]] = {"goals": [], "ways": [], "indicators": [], "results": []}
    records: list[Sequence[URIRef]] = []
    for goal in goals.values():
        own_ratings = [
            row for name in sorted(goal.linked("indicator")) for row in _rated(goal, name, ratings)
        ]
        offers = sorted(goal.linked(*_OFFERS))
        own_results = [results[offer] for offer in offers if offer in results]
        blocks["ways"] += [_way(goal, link) for link in goal.links]
        blocks["indicators"] += own_ratings
        blocks["results"] += [{"goal": goal.iri, **row} for row, _ in own_results]
        has_result = any(row.get("value") is not None for row in own_ratings)
        has_result = has_result or any(recent for _, recent in own_results)
        row = _row(goal, goals, has_result=has_result, known=len(own_ratings))
        blocks["goals"].append(row | {"level": _highest(own_ratings, own_results)})
        records.append([goal.iri, *sorted({link.linked for link in goal.links})])
    reached = Counter(str(row["reach"]) for row in blocks["goals"])
    lights = Counter(
        "rated" if row.get("light") not in (None, _UNKNOWN) else "unknown" for row in blocks["indicators"]
    )
    counts = ((name, reached[str(words)]) for name, words in _REACH.items())
    ends = _joined(_ENDS[name].format(number=number) for name, number in counts if number)
    lead = _LEAD.format(
        goals=counted(len(goals), *_GOALS), ends=ends, indicators=counted(len(blocks["indicators"]), *_INDICATORS),
        rated=lights["rated"], unknown=lights["unknown"],
    )  # fmt: skip
    return Outcome(blocks, lead, notes=(_NO_CAUSE,), records={"goals": records})


def _goals(reading: Reading) -> dict[URIRef, _Goal]:
    goals: dict[URIRef, _Goal] = {}
    for row in reading.facts("goal_links"):
        if not is_valid(row, reading.reference_date):
            continue
        name = iri(row["goal"])
        goal = goals.setdefault(name, _Goal(name, iri_or_none(row["parent"]), iri_or_none(row["status"])))
        linked, state = iri_or_none(row["linked"]), iri_or_none(row["state"])
        link = _Link(text(row["kind"]), linked, state, iri_or_none(row["over"])) if linked else None
        if link and state not in REJECTED and link not in goal.links:
            goal.links.append(link)
    measured = [(iri(row["indicator"]), iri(row["offer"])) for row in reading.facts("measured_offers")]
    for goal in goals.values():
        own = goal.linked("indicator")
        goal.links += [_Link("measured", offer, None, by) for by, offer in measured if by in own]
        if goal.parent in goals:
            goals[goal.parent].links.insert(0, _Link("sub", goal.iri, goal.status, None))
    order = list(_KINDS)
    for goal in goals.values():
        goal.links.sort(key=lambda link: (order.index(link.kind), link.linked, link.over or ""))
    return goals


def _asked(reading: Reading, question: str) -> Answer:
    return ask(
        reading.snapshot, question, {}, audience=reading.audience, reference_date=reading.reference_date,
        settings=reading.thresholds,
    )  # fmt: skip


def _ratings(reading: Reading) -> Ratings:
    """Goal and indicator → the rows of M2 about them."""
    found: dict[tuple[URIRef, URIRef], list[Row]] = {}
    for block in _asked(reading, "M2").blocks:
        for row in block.rows:
            if block.name in ("rated", "unknown", "untargeted"):
                key = _iri(row["goal"]), _iri(row["indicator"])
                found.setdefault(key, []).append(dict(row))
    return found


def _results(reading: Reading) -> Results:
    """Offer → its row of F2, and whether the evidence is recent."""
    blocks = {block.name: block.rows for block in _asked(reading, "F2").blocks}
    return {
        _iri(row["offer"]): (dict(row), name != "old")
        for name in ("effect", "output", "old")
        for row in blocks.get(name, ())
    }


def _iri(value: Value | None) -> URIRef:
    if not isinstance(value, URIRef):
        raise TypeError(f"{value!r} is not an IRI; the question promises one")
    return value


def _rated(goal: _Goal, indicator: URIRef, ratings: Ratings) -> list[Row]:
    level = next(link.state for link in goal.of("indicator") if link.linked == indicator)
    rows: list[Row] = []
    for row in ratings.get((goal.iri, indicator), [{}]):
        targeted = row.get("targetValue") is not None
        reason = row.get("reason") or (NO_WORDS if targeted else _NO_TARGET)
        light = row.get("light") or _UNKNOWN
        shown: Row = {name: value for name, value in row.items() if name not in ("target", "valueStatus")}
        rows.append(
            {
                **shown,
                "goal": goal.iri,
                "indicator": indicator,
                "level": level,
                "light": light,
                "reason": reason,
            }
        )
    return rows


def _joined(parts: Iterable[Words]) -> Words:
    given = list(parts)
    return Words(", ".join(w.de for w in given), ", ".join(w.en for w in given))


def _highest(ratings: Sequence[Row], results: Sequence[tuple[Row, bool]]) -> URIRef | None:
    """The highest effect level on which there is a value or recent evidence; notations WS-0 … WS-7 are in order."""
    levels = [row.get("level") for row in ratings if row.get("value") is not None]
    levels += [row.get("level") for row, recent in results if recent]
    return max((level for level in levels if isinstance(level, URIRef)), default=None)


def _way(goal: _Goal, link: _Link) -> Row:
    what, how = _KINDS[link.kind]
    return {
        "goal": goal.iri,
        "kind": what,
        "linked": link.linked,
        "state": link.state,
        "how": how,
        "over": link.over,
    }


def _row(goal: _Goal, goals: Mapping[URIRef, _Goal], *, has_result: bool, known: int) -> Row:
    adopted = {link.linked for link in goal.of("measure") if link.state in ADOPTED}
    proposed = goal.linked("measure") - adopted
    offers, indicators = goal.linked(*_OFFERS), goal.linked("indicator")
    lacking = [
        words
        for words, there in (
            (_MEASURE, adopted),
            (_OFFER, offers),
            (_INDICATOR, indicators),
            (_RESULT, has_result),
        )
        if not there
    ]
    reach = (
        "result" if has_result else "indicator" if known else "offer" if offers
        else "measure" if adopted or proposed else "none"
    )  # fmt: skip
    number = {
        "adopted": len(adopted),
        "proposed": len(proposed),
        "offers": len(offers),
        "indicators": len(indicators),
    }
    return {
        "goal": goal.iri, "parent": goal.parent, "status": goal.status,
        **{name: Literal(count) for name, count in number.items() if count},
        "reach": _REACH[reach],
        "missing": _joined(lacking),
        "claim": Literal(str(claim_without_survey(sum(len(g.links) for g in goals.values())))) if lacking else None,
    }  # fmt: skip


_KINDS = {
    "sub": (Words("Teilziel", "Sub-goal"), NO_WORDS),
    "measure": (Words("Maßnahme", "Measure"), Words("nennt das Ziel", "names the goal")),
    "need": (Words("Bedarf", "Need"), Words("bearbeitet von der Maßnahme", "addressed by the measure")),
    "named": (Words("Angebot", "Offer"), Words("nennt das Ziel", "names the goal")),
    "decided": (
        Words("Angebot", "Offer"),
        Words("Beschluss über Ziel und Angebot", "decision about goal and offer"),
    ),
    "measured": (
        Words("Angebot", "Offer"),
        Words("Indikator des Ziels dort gemessen", "indicator of the goal measured there"),
    ),
    "evaluated": (Words("Angebot", "Offer"), Words("für das Ziel bewertet", "evaluated for the goal")),
    "indicator": (Words("Indikator", "Indicator"), Words("misst das Ziel", "measures the goal")),
    "decision": (Words("Beschluss", "Decision"), Words("nennt das Ziel", "names the goal")),
}
_REACH = {
    "result": Words("bis zu einem Wert oder Nachweis", "a value or evidence"),
    "indicator": Words("bis zum Indikator, ohne Wert", "an indicator without value"),
    "offer": Words("bis zum Angebot", "an offer"),
    "measure": Words("bis zur Maßnahme", "a measure"),
    "none": Words("nicht über das Ziel hinaus", "nothing beyond the goal"),
}
_MEASURE, _OFFER = Words("beschlossene Maßnahme", "adopted measure"), Words("Angebot", "offer")
_INDICATOR, _RESULT = Words("Indikator", "indicator"), Words("Wert oder Nachweis", "value or evidence")
_UNKNOWN = Words("nicht beurteilbar", "cannot be judged")
_NO_TARGET = Words("Kein Zielwert erfasst.", "No target recorded.")
_GOALS = (Words("Ziel", "goal"), Words("Ziele", "goals"))
_INDICATORS = (Words("Indikator", "indicator"), Words("Indikatoren", "indicators"))
_ENDS = {
    "result": Words(
        "bei {number} bis zu einem Wert oder Nachweis",
        "for {number} to a value or evidence",
    ),
    "indicator": Words(
        "bei {number} bis zum Indikator ohne Wert", "for {number} to an indicator without value"
    ),
    "offer": Words("bei {number} bis zum Angebot", "for {number} to an offer"),
    "measure": Words("bei {number} bis zur Maßnahme", "for {number} to a measure"),
    "none": Words("bei {number} nicht über das Ziel hinaus", "for {number} not beyond the goal"),
}
_LEAD = Words(
    "{goals}; der Weg reicht, soweit erfasst, {ends}. {indicators}, davon {rated} gegen einen Zielwert bewertet, {unknown} nicht beurteilbar.",
    "{goals}; as far as recorded the way leads {ends}. {indicators}, {rated} of them rated against a target, {unknown} cannot be judged.",
)
_NOTHING = Words("Kein Ziel erfasst, keine Aussage möglich.", "No goal recorded, no statement possible.")
_NO_CAUSE = Words("Ein Weg zeigt Verknüpfungen, keine Ursachen.", "A way shows links, no causes.")

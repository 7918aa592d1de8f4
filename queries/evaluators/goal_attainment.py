"""M2: target values of goals against the newest values, by a rule that is stated; what cannot be rated stands apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.goals import is_valid
from queries.measured import Observation, observations
from queries.parameters import date_term
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none
from queries.words import Words, counted

_TARGET = ("goal", "indicator", "unit", "target", "targetValue", "due")
Series = dict[URIRef, list[Observation]]


@dataclass(frozen=True, slots=True)
class Course:
    """A target with the values of its indicator that may be shown, oldest first."""

    target: Decimal
    due: date | None
    values: Sequence[tuple[date, Decimal]]

    def rating(self, today: date) -> tuple[Words | None, Words]:
        """The rating with its reason; None if it cannot be rated."""
        if not self.values:
            return None, _NO_VALUE
        first, newest = self.values[0][1], self.values[-1][1]
        if newest == self.target:
            return _REACHED, _HIT
        if len(self.values) == 1 or first == self.target:
            return None, _NO_DIRECTION
        rising = self.target > first
        if self._reaches(newest, rising=rising):
            return _REACHED, _RISING if rising else _FALLING
        return self._by_due(today, rising=rising)

    def _by_due(self, today: date, *, rising: bool) -> tuple[Words | None, Words]:
        """The rating of a target that the newest value does not reach."""
        if self.due is None:
            return None, _NO_DUE
        first, newest = self.values[0][1], self.values[-1][1]
        if self.due >= today:
            closer = abs(self.target - newest) < abs(self.target - first)
            return (_ON_THE_WAY, _CLOSER) if closer else (_NO_PROGRESS, _NOT_CLOSER)
        at_due = next((value for day, value in self.values if day >= self.due), None)
        if at_due is None:
            return None, _NO_VALUE_SINCE
        return (_REACHED, _NO_MORE) if self._reaches(at_due, rising=rising) else (_MISSED, _PASSED)

    def _reaches(self, value: Decimal, *, rising: bool) -> bool:
        return value >= self.target if rising else value <= self.target


def evaluate(asking: Asking) -> Outcome:
    """Targets rated, targets not to be judged, indicators without target, goals without indicator."""
    reading = asking.reading
    rows = [row for row in asking.rows if is_valid(row, reading.reference_date)]
    goals = {iri(row["goal"]) for row in rows}
    series, few = _series(reading)
    sources = _sources(reading, series)
    blocks: dict[str, list[Row]] = {"rated": [], "unknown": [], "untargeted": [], "unmeasured": []}
    records: defaultdict[str, list[Sequence[URIRef]]] = defaultdict(list)
    targeted = {(row["goal"], row["indicator"]) for row in rows if row["target"] is not None}
    for row in rows:
        indicator = iri_or_none(row["indicator"])
        if indicator is None or (row["target"] is None and (row["goal"], indicator) in targeted):
            continue
        own = series.get(indicator, [])
        shown = _values(own, sources)
        if row["target"] is None:
            cells: Row = {name: row[name] for name in ("goal", "indicator", "unit")}
            block, shown = "untargeted", cells | shown
        else:
            course = Course(Decimal(str(row["targetValue"])), day_or_none(row["due"]), _points(own))
            light, reason = course.rating(reading.reference_date)
            reason = _FEW if light is None and not own and indicator in few else reason
            block = "rated" if light else "unknown"
            shown |= {**{name: row[name] for name in _TARGET}, "reason": reason}
            shown |= {"light": light} if light else {}
        blocks[block].append(shown)
        linked = [iri_or_none(row[name]) for name in ("goal", "indicator", "target")]
        records[block].append([r for r in linked if r] + [value.iri for value in own[:1] + own[-1:]])
    measured = {iri(row["goal"]) for row in rows if row["indicator"] is not None}
    blocks["unmeasured"] = [{"goal": goal} for goal in sorted(goals - measured)]
    over = {iri(row["goal"]) for row in asking.rows} - goals
    if not goals:
        return Outcome({"rated": []}, _NOTHING, (Exclusion(_INVALID, len(over)),))
    return Outcome(blocks, _lead(len(goals), blocks), (Exclusion(_INVALID, len(over)),), records=records)


def _lead(goals: int, blocks: dict[str, list[Row]]) -> Words:
    number = {light: sum(1 for row in blocks["rated"] if row["light"] == light) for light in _LIGHTS}
    return _LEAD.format(
        goals=counted(goals, *_GOALS), targets=counted(len(blocks["rated"]) + len(blocks["unknown"]), *_TARGETS),
        reached=number[_REACHED], way=number[_ON_THE_WAY], none=number[_NO_PROGRESS], missed=number[_MISSED],
        unknown=len(blocks["unknown"]), untargeted=len(blocks["untargeted"]), unmeasured=len(blocks["unmeasured"]),
    )  # fmt: skip


def _series(reading: Reading) -> tuple[Series, set[URIRef]]:
    """Values of the whole town that may be shown, oldest first; and the indicators of which some may not."""
    threshold, town = reading.thresholds.smallest_number, reading.municipality
    found: defaultdict[URIRef, list[Observation]] = defaultdict(list)
    few: set[URIRef] = set()
    for value in observations(reading):
        if value.offer or value.groups or (value.areas and value.areas != {town}) or value.as_of is None:
            continue
        if value.is_small(threshold):
            few.add(value.indicator)
        elif value.value is not None:
            found[value.indicator].append(value)
    return {key: sorted(own, key=lambda v: (v.as_of or date.min, v.iri)) for key, own in found.items()}, few


def _points(values: Sequence[Observation]) -> list[tuple[date, Decimal]]:
    return [(v.as_of, v.value) for v in values if v.as_of is not None and v.value is not None]


def _values(values: Sequence[Observation], sources: dict[URIRef, Binding]) -> Row:
    """First and newest value with day, status and source."""
    if not values:
        return {}
    first, newest = values[0], values[-1]
    row: Row = {
        "value": Literal(newest.value),
        "day": date_term(newest.as_of or date.min),
        "valueStatus": newest.status,
        "source": sources[newest.iri]["source"] if newest.iri in sources else None,
    }
    if len(values) > 1:
        row |= {"firstValue": Literal(first.value), "firstDay": date_term(first.as_of or date.min)}
    return row


def _sources(reading: Reading, series: Series) -> dict[URIRef, Binding]:
    """The newest delivery the newest values come from."""
    newest = sorted(values[-1].iri for values in series.values())
    rows = reading.facts("record_deliveries", extra=("provenance",), record=newest) if newest else []
    return {iri(row["record"]): row for row in rows}


_GOALS = (Words("Ziel", "goal"), Words("Ziele", "goals"))
_TARGETS = (Words("Zielwert", "target"), Words("Zielwerte", "targets"))
_LEAD = Words(
    "{goals}, {targets}: {reached} erreicht, {way} auf dem Weg, {none} ohne Fortschritt, {missed} verfehlt, {unknown} nicht "
    "beurteilbar. Ohne Zielwert: {untargeted} {untargeted|Indikator|Indikatoren}; ohne Indikator: {unmeasured} {unmeasured|Ziel|Ziele} (soweit erfasst).",
    "{goals}, {targets}: {reached} reached, {way} on the way, {none} without progress, {missed} missed, {unknown} not to be "
    "judged. Without target: {untargeted} {untargeted|indicator|indicators}; without indicator: {unmeasured} {unmeasured|goal|goals} (as far as recorded).",
)
_NOTHING = Words("0 Ziele erfasst, keine Aussage möglich.", "0 goals recorded, no statement possible.")
_INVALID = Words("Ziele, die am Stichtag nicht gelten", "Goals not valid on the reference date")
_REACHED, _ON_THE_WAY = Words("erreicht", "reached"), Words("auf dem Weg", "on the way")
_NO_PROGRESS, _MISSED = Words("ohne Fortschritt", "no progress"), Words("verfehlt", "missed")
_LIGHTS = (_REACHED, _ON_THE_WAY, _NO_PROGRESS, _MISSED)
_HIT = Words("Der jüngste Wert entspricht dem Zielwert.", "The newest value equals the target.")
_RISING = Words(
    "Der Wert soll steigen (Zielwert über dem ersten Wert) und liegt über dem Zielwert.",
    "The value is to rise (target above the first value) and lies above the target.",
)
_FALLING = Words(
    "Der Wert soll sinken (Zielwert unter dem ersten Wert) und liegt unter dem Zielwert.",
    "The value is to fall (target below the first value) and lies below the target.",
)
_PASSED = Words(
    "Der Termin ist vorbei, und der erste Wert von da an erreicht den Zielwert nicht.",
    "The due date has passed, and the first value from then on does not reach the target.",
)
_NO_MORE = Words(
    "Zum Termin war der Zielwert erreicht; der jüngste Wert erreicht ihn nicht mehr.",
    "On the due date the target was reached; the newest value does not reach it any more.",
)
_CLOSER = Words(
    "Der Termin steht bevor, und der jüngste Wert ist dem Zielwert näher als der erste.",
    "The due date is to come, and the newest value is closer to the target than the first.",
)
_NOT_CLOSER = Words(
    "Der Termin steht bevor, und der jüngste Wert ist dem Zielwert nicht näher als der erste.",
    "The due date is to come, and the newest value is not closer to the target than the first.",
)
_NO_VALUE = Words("Kein Wert für die ganze Stadt erfasst.", "No value for the whole town is recorded.")
_FEW = Words(
    "Die erfassten Werte beruhen auf zu wenigen Fällen.", "The values recorded rest on too few cases."
)
_NO_DIRECTION = Words(
    "Die Richtung der Verbesserung ist nicht bekannt: es gibt keinen ersten Wert, der vom Zielwert abweicht.",
    "The direction of improvement is not known: there is no first value that differs from the target.",
)
_NO_VALUE_SINCE = Words(
    "Der Termin ist vorbei, aber seitdem ist kein Wert erfasst.",
    "The due date has passed, but no value is recorded since.",
)
_NO_DUE = Words(
    "Der Zielwert ist nicht erreicht und hat keinen Termin.",
    "The target is not reached and has no due date.",
)

"""Stated ranges: a scenario worked out with every value somebody holds possible, and what of it does not depend on them.

What varies are values of its acts (days, ages, places) and planning assumptions (`app.scenarios.assumptions`). A cell is stable if
it differs from today in the same way in every run; contested if it does so in some runs only. What is stable under the stated
ranges can still be wrong for reasons nobody stated.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from pydantic import ValidationError

from app.display import day
from app.errors import RequestError
from app.scenarios.acts import ACT, Act
from app.scenarios.assumptions import MATRIX, THRESHOLD, VARIABLE, decided_in, varied
from app.scenarios.band_tables import band_view
from app.scenarios.compared_runs import Told, asked_with
from app.scenarios.store import Scenario, Supposed
from app.scenarios.supposing import examined_acts
from app.scenarios.views import BandView
from app.scenarios.words import field_words
from app.town import OpenTown
from graph.town import Snapshot
from ontology.iris import Audience
from queries.matrix_difference import MatrixDifference, matrix_difference
from queries.settings import Thresholds, threshold_words
from queries.words import Words

MOST_RUNS: Final = 12
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Band:
    """The values a field of an act, or an assumption, may have; days are 31.01.2027 or 2027-01-31.

    `act` is the id of the act in the scenario, or `app.scenarios.assumptions.THRESHOLD`; then `field` is the threshold.
    """

    act: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    words: Words
    acts: tuple[Supposed, ...]
    thresholds: Thresholds


def bands(
    town: OpenTown,
    scenario: Scenario,
    stated: Sequence[Band],
    *,
    audience: Audience,
    reference_date: date,
    lang: str,
    step: Step = lambda _done, _all: None,
) -> BandView:
    """Work the scenario out once per combination of stated values and compare each with the town as it is.

    Raises:
        RequestError: no range, too many combinations, an unknown field or assumption, or a value it cannot have.
    """
    runs = _runs(town, scenario, stated)
    base, names = town.snapshot(), [band.field for band in stated if band.act == THRESHOLD]
    wants_matrix = len(names) < len(stated) or any(VARIABLE[name] == MATRIX for name in names)
    questions = decided_in(names)
    today = {
        question: asked_with(base, question, town.thresholds, audience, reference_date)
        for question in questions
    }
    matrices: list[MatrixDifference] = []
    answers: dict[str, list[Told]] = {question: [] for question in questions}
    for at, (run, tried) in enumerate(_tried(town, base, runs)):
        step(at, len(runs))
        if wants_matrix:
            matrices.append(
                matrix_difference(
                    base, tried, audience=audience, reference_date=reference_date, settings=run.thresholds,
                    before_settings=town.thresholds,
                )
            )  # fmt: skip
        for question in questions:
            answers[question].append(asked_with(tried, question, run.thresholds, audience, reference_date))
    step(len(runs), len(runs))
    return band_view(matrices, [(today[q], answers[q]) for q in questions], [run.words for run in runs], lang)


def _runs(town: OpenTown, scenario: Scenario, stated: Sequence[Band]) -> list[_Run]:
    if not stated or any(not band.values for band in stated):
        raise RequestError(
            "Spannen: Es ist keine angegeben; erwartet eine Annahme, ein Feld und mehrere Werte dafür"
        )
    combinations = list(product(*(band.values for band in stated)))
    if len(combinations) > MOST_RUNS:
        raise RequestError(
            f"Spannen: {len(combinations)} Läufe sind zu viele; erwartet höchstens {MOST_RUNS}. Weniger Werte angeben"
        )
    return [_run(town, scenario, stated, values) for values in combinations]


def _run(town: OpenTown, scenario: Scenario, stated: Sequence[Band], values: Sequence[str]) -> _Run:
    acts = {supposed.id: supposed for supposed in scenario.active}
    thresholds, said = town.thresholds, []
    for band, value in zip(stated, values, strict=True):
        if band.act == THRESHOLD:
            thresholds = varied(thresholds, band.field, value)
            words, told = threshold_words(band.field), Words(value, value)
        elif band.act in acts:
            acts[band.act] = replaced(acts[band.act], band.field, value)
            words, told = field_words(band.field), _told(acts[band.act], band.field)
        else:
            raise RequestError(
                f"Spannen: Annahme {band.act} gilt in diesem Szenario nicht; erwartet {', '.join((*acts, THRESHOLD))}"
            )
        said.append(Words(f"{words.de} {told.de}", f"{words.en} {told.en}"))
    return _Run(
        Words(" · ".join(w.de for w in said), " · ".join(w.en for w in said)),
        tuple(acts.values()),
        thresholds,
    )


def _tried(town: OpenTown, base: Snapshot, runs: Sequence[_Run]) -> Iterator[tuple[_Run, Snapshot]]:
    """Every run with the town as its acts suppose it; runs with the same acts, one after the other, share it."""
    at = 0
    while at < len(runs):
        acts = runs[at].acts
        with _supposed(town, base, runs[at]) as tried:
            while at < len(runs) and runs[at].acts == acts:
                yield runs[at], tried
                at += 1


@contextmanager
def _supposed(town: OpenTown, base: Snapshot, run: _Run) -> Iterator[Snapshot]:
    examination, problems, _ = examined_acts(town, run.acts)
    if problems:
        raise RequestError(f"Spannen: Mit {run.words.de} geht eine Annahme nicht: {problems[0].words.de}")
    if examination is None:
        yield base
        return
    with town.store.trial(examination.patch) as tried:
        yield tried


def replaced(supposed: Supposed, field: str, value: str) -> Supposed:
    """An act with another value in one of its fields.

    Raises:
        RequestError: it has no such field, or cannot have the value.
    """
    content = supposed.act.model_dump(mode="json")
    if field not in variable_fields(supposed.act):
        known = ", ".join(variable_fields(supposed.act)) or "keines"
        raise RequestError(
            f"Spannen: Feld ‹{field}› lässt sich hier nicht verändern; erwartet eines von {known}"
        )
    written = _WRITTEN_DAY.fullmatch(value.strip())
    text = "{2}-{1:0>2}-{0:0>2}".format(*written.groups()) if written and field in _DAYS else value.strip()
    try:
        return supposed.model_copy(update={"act": ACT.validate_python(content | {field: text})})
    except ValidationError:
        expected = "ein Tag wie 31.01.2027" if field in _DAYS else "eine ganze Zahl, die hier möglich ist"
        raise RequestError(
            f"Spannen: ‹{value}› geht in ‹{field_words(field).de}› nicht; erwartet {expected}"
        ) from None


def _told(supposed: Supposed, field: str) -> Words:
    """The value a field has now, as people write it."""
    value = getattr(supposed.act, field)
    return (
        Words(day(value, "de"), day(value, "en"))
        if isinstance(value, date)
        else Words(str(value), str(value))
    )


def variable_fields(act: Act) -> tuple[str, ...]:
    """The fields of an act that can have a range: days, ages, numbers of places."""
    return tuple(name for name in _VARIABLE if name in type(act).model_fields)


_DAYS: Final = ("day", "first_day", "last_day")
_VARIABLE: Final = (*_DAYS, "youngest", "oldest", "places")
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")

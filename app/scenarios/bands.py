"""Stated ranges: a scenario worked out with every value somebody holds possible, and what of it does not depend on them.

A cell is stable if it differs from today in the same way in every run; contested if it does so in some runs only. What
is stable under the stated ranges can still be wrong for reasons nobody stated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from pydantic import ValidationError

from app import display
from app.errors import RequestError
from app.gaps.effects import state_cell
from app.scenarios.acts import ACT, Act
from app.scenarios.store import Scenario, Supposed
from app.scenarios.supposing import examined_acts
from app.scenarios.views import BandView
from app.scenarios.words import field_words
from app.town import OpenTown
from app.views import CellKind, ColumnView, Row, TableView
from graph.town import Snapshot
from ontology.iris import Audience
from queries.matrix_difference import MatrixDifference, Place, matrix_difference
from queries.words import Words, counted

MOST_RUNS: Final = 12
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Band:
    """The values a field of an act may have. `act` is its id in the scenario; dates are 2027-01-31."""

    act: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    words: Words
    acts: tuple[Supposed, ...]


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
        RequestError: no range, too many combinations, an unknown field, or a value the act cannot have.
    """
    runs = _runs(scenario, stated)
    base = town.snapshot()
    found: list[MatrixDifference] = []
    for at, run in enumerate(runs):
        step(at, len(runs))
        found.append(_difference(town, base, run, audience, reference_date))
    step(len(runs), len(runs))
    return _view(found, [run.words for run in runs], lang)


def _runs(scenario: Scenario, stated: Sequence[Band]) -> list[_Run]:
    if not stated or any(not band.values for band in stated):
        raise RequestError(
            "Spannen: Es ist keine angegeben; erwartet eine Annahme, ein Feld und mehrere Werte dafür"
        )
    combinations = list(product(*(band.values for band in stated)))
    if len(combinations) > MOST_RUNS:
        raise RequestError(
            f"Spannen: {len(combinations)} Läufe sind zu viele; erwartet höchstens {MOST_RUNS}. Weniger Werte angeben"
        )
    return [_run(scenario, stated, values) for values in combinations]


def _run(scenario: Scenario, stated: Sequence[Band], values: Sequence[str]) -> _Run:
    acts = {supposed.id: supposed for supposed in scenario.active}
    said = []
    for band, value in zip(stated, values, strict=True):
        if band.act not in acts:
            raise RequestError(
                f"Spannen: Annahme {band.act} gilt in diesem Szenario nicht; erwartet {', '.join(acts)}"
            )
        acts[band.act] = replaced(acts[band.act], band.field, value)
        said.append(Words(f"{field_words(band.field).de} {value}", f"{field_words(band.field).en} {value}"))
    return _Run(Words(" · ".join(w.de for w in said), " · ".join(w.en for w in said)), tuple(acts.values()))


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
    try:
        return supposed.model_copy(update={"act": ACT.validate_python(content | {field: value.strip()})})
    except ValidationError as error:
        raise RequestError(
            f"Spannen: ‹{value}› geht in ‹{field_words(field).de}› nicht ({error.errors()[0]['msg']})"
        ) from None


def variable_fields(act: Act) -> tuple[str, ...]:
    """The fields of an act that can have a range: days, ages, numbers of places."""
    return tuple(name for name in _VARIABLE if name in type(act).model_fields)


def _difference(
    town: OpenTown, base: Snapshot, run: _Run, audience: Audience, reference_date: date
) -> MatrixDifference:
    examination, problems, _ = examined_acts(town, run.acts)
    if problems:
        raise RequestError(f"Spannen: Mit {run.words.de} geht eine Annahme nicht: {problems[0].words.de}")
    if examination is None:
        raise RequestError("Spannen: Keine Annahme gilt; erwartet mindestens eine")
    with town.store.trial(examination.patch) as tried:
        return matrix_difference(
            base, tried, audience=audience, reference_date=reference_date, settings=town.thresholds
        )


def _view(found: Sequence[MatrixDifference], variants: Sequence[Words], lang: str) -> BandView:
    runs = [{(c.need, c.group, c.area): c for c in difference.changes} for difference in found]
    labels = {iri: names for difference in found for iri, names in difference.labels.items()}
    places: list[Place] = list(dict.fromkeys(place for run in runs for place in run))
    stable: list[Place] = []
    contested: list[Place] = []
    for place in places:
        kinds = {
            (c.after.state, c.after.claim) if (c := run.get(place)) and c.after else None for run in runs
        }
        (stable if len(kinds) == 1 else contested).append(place)
    names = tuple(v.get(lang) for v in variants)
    columns = (
        ColumnView("need", _NEED.get(lang), CellKind.CONCEPT), ColumnView("group", _GROUP.get(lang), CellKind.CONCEPT),
        ColumnView("area", _AREA.get(lang), CellKind.RECORD), ColumnView("before", _TODAY.get(lang), CellKind.STATE),
        *(ColumnView(f"run{at}", name, CellKind.STATE) for at, name in enumerate(names)),
    )  # fmt: skip

    def row(place: Place) -> Row:
        known = next(run[place] for run in runs if place in run)
        named = tuple(
            display.cell(node, kind, lang, labels)
            for node, kind in zip(place, (CellKind.CONCEPT, CellKind.CONCEPT, CellKind.RECORD), strict=True)
        )
        today = state_cell(known.before, lang)
        return (
            *named,
            today,
            *(state_cell(run[place].after, lang) if place in run else today for run in runs),
        )

    def table(name: str, title: Words, none: Words, rows: Sequence[Place]) -> TableView:
        return TableView(
            title.get(lang), columns, tuple(row(p) for p in rows), note=none.get(lang), name=name
        )

    lead = _LEAD.format(
        runs=counted(len(runs), *_RUNS), stable=counted(len(stable), *_CELLS), contested=counted(len(contested), *_CELLS)
    )  # fmt: skip
    return BandView(
        lead=lead.get(lang),
        variants=names,
        stable=table("stable", _STABLE, _NO_STABLE, stable),
        contested=table("contested", _CONTESTED, _NO_CONTESTED, contested),
        untouched=found[0].cells - len(places),
    )


_VARIABLE: Final = ("day", "first_day", "last_day", "youngest", "oldest", "places")
_NEED, _GROUP, _AREA = Words("Bedarf", "Need"), Words("Zielgruppe", "Target group"), Words("Gebiet", "Area")
_TODAY = Words("ohne Szenario", "without the scenario")
_RUNS = (Words("Lauf", "run"), Words("Läufen", "runs"))
_CELLS = (Words("Zelle", "cell"), Words("Zellen", "cells"))
_LEAD = Words(
    "In {runs} mit den angegebenen Werten: {stable} ändern sich in jedem Lauf gleich, {contested} nur in manchen.",
    "In {runs} with the stated values: {stable} change alike in every run, {contested} in some only.",
)
_STABLE = Words("Stabil: in jedem Lauf dieselbe Änderung", "Stable: the same change in every run")
_CONTESTED = Words("Strittig: hängt von den Werten ab", "Contested: depends on the values")
_NO_STABLE = Words("Keine Zelle ändert sich in jedem Lauf gleich.", "No cell changes alike in every run.")
_NO_CONTESTED = Words("Keine Zelle hängt von den Werten ab.", "No cell depends on the values.")

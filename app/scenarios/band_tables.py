"""What stays the same and what does not over several runs, as tables: cells of the gap matrix, and things an answer names."""

from collections.abc import Sequence

from app import display
from app.gaps.effects import state_cell
from app.scenarios.compared_runs import Thing, Told
from app.scenarios.views import BandQuestion, BandView
from app.views import CellKind, CellView, ColumnView, Row, TableView
from queries.matrix_difference import CellChange, MatrixDifference, Place
from queries.words import Words, counted

Run = dict[Place, CellChange]


def band_view(
    found: Sequence[MatrixDifference],
    answers: Sequence[tuple[Told, Sequence[Told]]],
    variants: Sequence[Words],
    lang: str,
) -> BandView:
    """The view of all runs.

    Args:
        found: run by run how the gap matrix differs from today; empty if nothing that decides there varies.
        answers: for each question what it says today and run by run.
        variants: the values of each run in words.
        lang: "de" or "en".
    """
    names = tuple(v.get(lang) for v in variants)
    runs = [{(c.need, c.group, c.area): c for c in difference.changes} for difference in found]
    stable, contested = _places(runs)
    asked = tuple(_question(today, told, names, lang) for today, told in answers)
    lead = _LEAD.format(
        runs=counted(len(names), *_RUNS), stable=counted(len(stable), *_CELLS), contested=counted(len(contested), *_CELLS)
    ).get(lang)  # fmt: skip
    return BandView(
        lead=lead if found else _ASKED.format(runs=counted(len(names), *_RUNS_ALONE)).get(lang),
        variants=names,
        stable=_cells("stable", found, runs, stable, names, lang) if found else None,
        contested=_cells("contested", found, runs, contested, names, lang) if found else None,
        untouched=found[0].cells - len(stable) - len(contested) if found else None,
        questions=asked,
    )


def _places(runs: Sequence[Run]) -> tuple[list[Place], list[Place]]:
    """The cells that differ alike in every run, and those that do not."""
    stable: list[Place] = []
    contested: list[Place] = []
    for place in dict.fromkeys(place for run in runs for place in run):
        # where a cell does not differ it comes out otherwise than where it goes away
        kinds = {
            ((after.state, after.claim) if (after := run[place].after) else None)
            if place in run
            else "as today"
            for run in runs
        }
        (stable if len(kinds) == 1 else contested).append(place)
    return stable, contested


def _cells(
    name: str,
    found: Sequence[MatrixDifference],
    runs: Sequence[Run],
    places: Sequence[Place],
    names: Sequence[str],
    lang: str,
) -> TableView:
    labels = {iri: named for difference in found for iri, named in difference.labels.items()}
    kinds = (CellKind.CONCEPT, CellKind.CONCEPT, CellKind.RECORD)

    def row(place: Place) -> Row:
        known = next(run[place] for run in runs if place in run)
        today = state_cell(known.before, lang)
        return (
            *(display.cell(node, kind, lang, labels) for node, kind in zip(place, kinds, strict=True)),
            today,
            *(state_cell(run[place].after, lang) if place in run else today for run in runs),
        )

    columns = (
        ColumnView("need", _NEED.get(lang), kinds[0]), ColumnView("group", _GROUP.get(lang), kinds[1]),
        ColumnView("area", _AREA.get(lang), kinds[2]), *_outcomes(names, CellKind.STATE, lang),
    )  # fmt: skip
    title, none = _TITLES[name]
    return TableView(title.get(lang), columns, tuple(map(row, places)), note=none.get(lang), name=name)


def _question(today: Told, runs: Sequence[Told], names: Sequence[str], lang: str) -> BandQuestion:
    """What an answer says of each thing: the same as today in every run, otherwise alike, or depending on the values."""
    stable: list[Thing] = []
    contested: list[Thing] = []
    things = sorted({thing for told in (today, *runs) for thing in told.of})
    for thing in things:
        said = {run.of.get(thing) for run in runs}
        if len(said) > 1:
            contested.append(thing)
        elif said != {today.of.get(thing)}:
            stable.append(thing)
    labels = {iri: named for told in (today, *runs) for iri, named in told.labels.items()}
    about = next((told.columns for told in (today, *runs) if told.columns), ())
    columns = (
        *(ColumnView(c.name, c.label.get(lang), CellKind(c.kind)) for c in about),
        *_outcomes(names, CellKind.TEXT, lang),
    )

    def row(thing: Thing) -> Row:
        return (
            *(display.cell(iri, CellKind(c.kind), lang, labels) for iri, c in zip(thing, about, strict=True)),
            *(_said(told, thing, lang) for told in (today, *runs)),
        )

    def table(name: str, rows: Sequence[Thing]) -> TableView:
        title, none = _TITLES[name]
        return TableView(
            f"{today.title.get(lang)}. {title.get(lang)}", columns, tuple(map(row, rows)), note=none.get(lang), name=name
        )  # fmt: skip

    lead = _OF_QUESTION.format(
        things=counted(len(things), *_ROWS), stable=len(stable), contested=len(contested),
        same=len(things) - len(stable) - len(contested),
    )  # fmt: skip
    return BandQuestion(
        title=today.title.get(lang),
        lead=lead.get(lang),
        stable=table("stable", stable),
        contested=table("contested", contested),
    )


def _outcomes(names: Sequence[str], kind: CellKind, lang: str) -> tuple[ColumnView, ...]:
    runs = (ColumnView(f"run{at}", name, kind) for at, name in enumerate(names))
    return (ColumnView("before", _TODAY.get(lang), kind), *runs)


def _said(told: Told, thing: Thing, lang: str) -> CellView:
    words = told.of.get(thing, _NOT_NAMED)
    return CellView(words.get(lang), words.get(lang))


_NEED, _GROUP, _AREA = Words("Bedarf", "Need"), Words("Zielgruppe", "Target group"), Words("Gebiet", "Area")
_TODAY = Words("wie erfasst und eingestellt", "as recorded and set")
_NOT_NAMED = Words("nicht genannt", "not named")
_RUNS = (Words("Lauf", "run"), Words("Läufen", "runs"))
_RUNS_ALONE = (_RUNS[0], Words("Läufe", "runs"))
_CELLS = (Words("Zelle", "cell"), Words("Zellen", "cells"))
_ROWS = (Words("Eintrag", "entry"), Words("Einträge", "entries"))
_LEAD = Words(
    "In {runs} mit den angegebenen Werten: {stable} ändern sich in jedem Lauf gleich, {contested} nur in manchen.",
    "In {runs} with the stated values: {stable} change alike in every run, {contested} in some only.",
)
_ASKED = Words(
    "Mit den angegebenen Werten gerechnet: {runs}.",
    "Worked out with the stated values: {runs}.",
)
_OF_QUESTION = Words(
    "{things}: bei {contested} hängt es von den Werten ab, was die Antwort sagt; {stable} stehen in jedem Lauf gleich, aber anders "
    "als eingestellt; {same} bleiben überall, wie sie sind.",
    "{things}: of {contested} what the answer says depends on the values; {stable} are the same in every run, but not as set; "
    "{same} stay as they are everywhere.",
)
_TITLES = {
    "stable": (
        Words("Stabil: in jedem Lauf dieselbe Änderung", "Stable: the same change in every run"),
        Words("Nichts ändert sich in jedem Lauf gleich.", "Nothing changes alike in every run."),
    ),
    "contested": (
        Words("Strittig: hängt von den Werten ab", "Contested: depends on the values"),
        Words("Nichts hängt von den Werten ab.", "Nothing depends on the values."),
    ),
}

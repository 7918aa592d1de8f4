"""A scenario put over a town: its acts as one change, examined like any other, and the town as it would be.

Nothing is written to the town. What an act cannot do (a record that is gone, a rule it breaks) is a problem of that act:
it is left out and said, so that nobody takes what is shown for more than was supposed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from app.delivery.examination import Examination
from app.errors import RequestError
from app.protection import named_in
from app.records.editing import Edit, examined_together, record_of, sheet_of
from app.records.rows import Reader, reader_of
from app.scenarios.acts import EndFunding, Suppose
from app.scenarios.store import Scenario, Supposed
from app.scenarios.supposed import FOR_HOUSE
from app.town import OpenTown
from graph.findings import Effect
from graph.town import Snapshot
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from queries.words import Words

_KEPT: Final = 16
_worked: dict[tuple[Path, str, str, str], "WorkedOut"] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an act does not count as it is. `act` is its id in the scenario."""

    act: str
    words: Words


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The town under a scenario: `changed` are the records it touches, by IRI, with their names."""

    snapshot: Snapshot
    problems: tuple[Problem, ...]
    changed: Mapping[str, str]


def supposing(town: OpenTown, scenario: Scenario) -> OpenTown:
    """The latest version of the town as the scenario supposes it to be; everything that leaves it says so."""
    snapshot = work_out(town, scenario).snapshot
    return town.supposing(snapshot, scenario.name, is_for_house=is_for_house(town, scenario))


def is_for_house(town: OpenTown, scenario: Scenario) -> bool:
    """Whether a scenario is about something that is not published, or names it.

    Then it is nothing for the public: which cells change would tell what that is and whom it reaches.
    """
    hidden = town.base.secrets(audience=Audience.PUBLIC)
    about = (key for supposed in scenario.acts for key in supposed.act.keys)
    if any(str(iris.record(town.ags, sheet_of(sheet).cls, key)) in hidden.internal for sheet, key in about):
        return True
    told = " ".join([scenario.name, scenario.note, *(s.note for s in scenario.acts)])
    return bool(named_in(told, hidden.internal_names))


def check_audience(town: OpenTown, scenario: Scenario, audience: Audience) -> None:
    """Whether a scenario may be shown to an audience.

    Raises:
        RequestError: it is about something that is not published.
    """
    if audience is Audience.PUBLIC and is_for_house(town, scenario):
        raise RequestError(FOR_HOUSE)


def work_out(town: OpenTown, scenario: Scenario) -> WorkedOut:
    """Put a scenario over the latest version. The last ones worked out are remembered.

    Raises:
        BusyError: somebody is writing and does not finish in time.
    """
    base = town.snapshot()
    at = (town.home, town.ags, town.identity(base.version), scenario.digest)
    found = _worked.get(at)
    if found is None or (found.snapshot.path is not None and not found.snapshot.path.is_dir()):
        found = _worked[at] = _worked_out(town, base, scenario.active)
        while len(_worked) > _KEPT:
            _worked.pop(next(iter(_worked)))
    return found


def forget(town: OpenTown) -> None:
    """Clear away every town that was supposed; the next reader works it out afresh."""
    _worked.clear()
    town.store.forget_supposed()


def examined_acts(
    town: OpenTown, acts: tuple[Supposed, ...]
) -> tuple[Examination | None, tuple[Problem, ...], tuple[Edit, ...]]:
    """The acts as one change of the latest version: what it would do (None = nothing), and what cannot be."""
    base = town.snapshot()
    reader = reader_of(base, town.secrets(base))
    problems: list[Problem] = []
    edits: dict[tuple[str, str], Edit] = {}
    doing: list[Supposed] = []
    for supposed in acts:
        try:
            own = tuple(supposed.act.edits(begun(town, reader, supposed.act)))
            _check_present(town, reader, own, edits)
        except RequestError as error:
            problems.append(Problem(supposed.id, Words(str(error), str(error))))
            continue
        for edit in own:
            at = edit.spec.tag, edit.key
            before = edits.get(at)
            edits[at] = edit if before is None else _joined(before, edit)
        doing.append(supposed)
    together = tuple(edits.values())
    if not together:
        return None, tuple(problems), ()
    examination, _ = examined_together(town, together, date.today())  # noqa: DTZ011 the reader's day
    refused = _refused(town, examination, doing)
    if not refused:
        return examination, tuple(problems), together
    # A row that waits weakens what is said of the town; what cannot be supposed is left out instead.
    left = {problem.act for problem in refused}
    examination_, more, together = examined_acts(town, tuple(a for a in doing if a.id not in left))
    return examination_, (*problems, *refused, *more), together


def begun(town: OpenTown, reader: Reader, act: Suppose) -> Mapping[str, date | None]:
    """When the fundings an act names begin: their first day, else the first of their budget year."""
    if not isinstance(act, EndFunding):
        return {}
    found: dict[str, date | None] = {}
    for key in act.fundings:
        row = reader.row(sheet_of("finanzierung"), iris.record(town.ags, SOZ.Funding, key))
        first, year = row.text("#finanzierung+gueltig-ab"), row.text("#finanzierung+jahr")
        if first:
            found[key] = datetime.strptime(first, "%d.%m.%Y").date()  # noqa: DTZ007 a day, no moment
        else:
            found[key] = date(int(year), 1, 1) if year.isdigit() else None
    return found


def _worked_out(town: OpenTown, base: Snapshot, acts: tuple[Supposed, ...]) -> WorkedOut:
    examination, problems, edits = examined_acts(town, acts)
    if examination is None or examination.refusal is not None or not examination.patch:
        return WorkedOut(base, problems, {})
    snapshot = town.store.supposed(examination.patch)
    after = reader_of(snapshot, town.secrets(base))
    changed = {str(record): after.name(record) for record in (record_of(town, e.spec, e.key) for e in edits)}
    return WorkedOut(snapshot, problems, changed)


def _check_present(
    town: OpenTown, reader: Reader, edits: tuple[Edit, ...], made: Mapping[tuple[str, str], Edit]
) -> None:
    for edit in edits:
        row = reader.row(edit.spec, record_of(town, edit.spec, edit.key))
        told = edit.spec.label["de"]
        if edit.new and row.exists:
            raise RequestError(f"‹{edit.key}› gibt es in ‹{told}› inzwischen; die Annahme ist überholt")
        if edit.new and (edit.spec.tag, edit.key) in made:
            raise RequestError(
                f"‹{edit.key}› ist in ‹{told}› durch eine andere Annahme vergeben; erwartet eine freie Kennung"
            )
        if not edit.new and not row.exists and (edit.spec.tag, edit.key) not in made:
            raise RequestError(f"‹{edit.key}› gibt es in ‹{told}› nicht (mehr)")


def _joined(first: Edit, then: Edit) -> Edit:
    return replace(first, changes={**first.changes, **then.changes}, new=first.new or then.new)


def _refused(town: OpenTown, examination: Examination, acts: Sequence[Supposed]) -> list[Problem]:
    """What the rules object to, at the acts whose records it is about."""
    if examination.refusal is not None:
        words = Words(examination.refusal.message["de"], examination.refusal.message["en"])
        return [Problem(supposed.id, words) for supposed in acts]
    held = {record.iri: record for record in examination.delivery.records if record.held_back}
    found = []
    for supposed in acts:
        records = {iris.record(town.ags, sheet_of(sheet).cls, key) for sheet, key in supposed.act.keys}
        for record in sorted(records & held.keys()):
            place = held[record].place
            messages = [
                f for f in examination.findings if f.effect is Effect.HOLD_ROW and f.place is not None
                and (f.place.sheet, f.place.row) == (place.sheet, place.row)
            ]  # fmt: skip
            found += [Problem(supposed.id, Words(f.message["de"], f.message["en"])) for f in messages]
    return found

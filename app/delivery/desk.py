"""The steward's desk, as command line and web pages call it; part of the facade `app.service`.

Every method that shows data returns a `Released` value. A file is named by its token; every act is a step that can be
undone, and the next view is made of the state after it.

```python
desk = Service.open().desk
token = desk.receive(data, "Liste 2026.csv").value.token
view = desk.open(token).value                   # mapping, sheets, findings, what accepting would do
desk.correct(token, "Angebote", "F17", "AT-B3")
desk.accept(token, who="Datenpflege", why="Herbstlieferung")
```
"""

from collections.abc import Mapping, Sequence
from datetime import date

from app import jobs
from app.delivery import cell_cases, mapping_views, matching, receiving, sheet_pages, workplace
from app.delivery.annotating import annotated_bytes, annotated_view
from app.delivery.import_views import VersionView
from app.delivery.mapping import MappingDesk
from app.delivery.outlook import OutlookDesk, received_view
from app.delivery.previews import finding_view, place_view, preview
from app.delivery.stages import Progress, told
from app.delivery.staging import StagedFile
from app.delivery.views import (
    AnnotatedView,
    CellCaseView,
    DeskFileView,
    DeskView,
    MatchesView,
    ReceivedView,
    SheetPageView,
    TakenOutView,
    WorkStepView,
)
from app.delivery.work import (
    Correct,
    LeaveOut,
    MissingAre,
    Redo,
    SameAs,
    SetAside,
    TakeBack,
    TakeIn,
    Undecide,
    Undo,
)
from app.delivery.work_words import act_text, role_text
from app.delivery.workplace import Bench
from app.errors import RequestError
from app.gate import Released
from app.gated import gated
from app.versions.history import version_view
from app.views import ChoiceView
from loaders.outline import position


class Desk(MappingDesk, OutlookDesk):
    """What waits to be decided, and everything that can be done to it."""

    @gated
    def receive(
        self, data: bytes, filename: str, *, progress: Progress | None = None, lang: str = "de"
    ) -> Released[ReceivedView]:
        """Put a file on the desk; one that gives a protected place away is refused and leaves no trace."""
        received = receiving.receive(self._town, data, filename, told(progress, lang))
        return self._released(received_view(received, lang), lang=lang)

    @gated
    def files(self, lang: str = "de") -> Released[tuple[DeskFileView, ...]]:
        """Every file on the desk, the latest first."""
        return self._released(tuple(_file(staged) for staged in self._town.staging.all()), lang=lang)

    @gated
    def file(self, token: str, lang: str = "de") -> Released[DeskFileView]:
        """A file on the desk, not looked into.

        Raises:
            StagingError: the token is unknown or has expired.
        """
        return self._released(_file(self._town.staging.get(token)), lang=lang)

    @gated
    def open(self, token: str, *, progress: Progress | None = None, lang: str = "de") -> Released[DeskView]:
        """A file as it stands, with what accepting it would do.

        Raises:
            StagingError: the token is unknown or has expired.
        """
        bench = workplace.bench(self._town, token, told(progress, lang))
        view = DeskView(
            file=_file(bench.staged),
            sheets=sheet_pages.sheet_facts(bench, lang),
            preview=preview(
                bench.examination,
                lang,
                token=token,
                expires_at=bench.staged.expires_at,
                already_version=None,
                needs_drop_confirmation=bench.examination.needs_confirmation,
            ),
            steps=_history(bench, lang),
            mapping=mapping_views.mapping_view(bench, lang),
            delivered_on=bench.work.delivered_on,
            partial=bench.work.partial,
            corrections=len(bench.work.corrections),
            left_out=len(bench.work.left_out),
            set_aside=len(bench.work.set_aside),
            matches=len(bench.work.same),
            can_undo=bool(bench.work.held),
            can_redo=bool(bench.work.undone),
            encoding=bench.raw.encoding or "",
            delimiter=bench.raw.delimiter or "",
            taken_out=_taken_out(bench, lang),
            said_missing=tuple(ChoiceView(iri, said) for iri, said in bench.work.missing.items()),
        )
        return self._released(view, lang=lang, more=bench.examination.secrets)

    @gated
    def page(
        self,
        token: str,
        sheet: str,
        *,
        first: int = 1,
        count: int = 100,
        only_found: bool = False,
        lang: str = "de",
    ) -> Released[SheetPageView]:
        """Rows of a delivered sheet with what was found in them."""
        bench = workplace.bench(self._town, token)
        view = sheet_pages.sheet_page(bench, sheet, first, count, lang, only_found=only_found)
        return self._released(view, lang=lang, more=bench.examination.secrets)

    @gated
    def take_in(
        self, token: str, *, delivered_on: date | None, partial: bool = False, delivered_by: str = ""
    ) -> None:
        """Say for which day the file holds, and whether it is all its source has to say."""
        self._do(token, TakeIn(delivered_on=delivered_on, partial=partial, delivered_by=delivered_by))

    @gated
    def correct(self, token: str, sheet: str, cell: str, text: str) -> None:
        """Write another text into a cell, e.g. `F17`."""
        spot = position(cell)
        if spot is None:
            raise RequestError(f"{cell}: Das ist keine Zelle; erwartet eine Angabe wie F17")
        self._do(token, Correct(cells=((sheet, *spot, text),), how="typed"))

    @gated
    def correct_many(self, token: str, cells: Sequence[tuple[str, str, str]]) -> None:
        """Write other texts into several cells at once, as one step: (sheet, cell, text)."""
        spots = [(sheet, position(cell), text) for sheet, cell, text in cells]
        wrong = [cell for (_, cell, _), (_, spot, _) in zip(cells, spots, strict=True) if spot is None]
        if wrong:
            raise RequestError(f"{', '.join(wrong)}: Das sind keine Zellen; erwartet Angaben wie F17")
        made = tuple((sheet, *spot, text) for sheet, spot, text in spots if spot is not None)
        self._do(token, Correct(cells=made, how="typed"))

    @gated
    def case(
        self, token: str, sheet: str, cell: str, rule: str, found: str | None, *, lang: str = "de"
    ) -> Released[CellCaseView]:
        """What may be done about a finding at a cell."""
        bench = workplace.bench(self._town, token)
        case = self._case(bench, sheet, cell, rule, found)
        place = place_view(case.finding.place, lang)
        if place is None:  # pragma: no cover  a case is always at a cell
            raise RequestError("Der Befund steht an keiner Zelle; erwartet ein Befund an einer Zelle")
        view = CellCaseView(
            place=place,
            text=case.text,
            choices=case.choices,
            equal=len(case.equal),
            finding=finding_view(case.finding, lang),
            remembers=case.remembers,
        )
        return self._released(view, lang=lang, more=bench.examination.secrets)

    @gated
    def take_suggestion(
        self,
        token: str,
        sheet: str,
        cell: str,
        rule: str,
        found: str | None,
        text: str,
        *,
        everywhere: bool = False,
        remember: bool = False,
    ) -> None:
        """Write `text` instead of what was found: in this cell, in all equal ones, or by the mapping from now on."""
        bench = workplace.bench(self._town, token)
        case = self._case(bench, sheet, cell, rule, found)
        if remember:
            self._do(token, cell_cases.settle(bench, case, text))
        else:
            self._do(token, cell_cases.correct(bench, case, text, everywhere=everywhere))

    @gated
    def take_only_suggestions(self, token: str) -> int:
        """Take every suggestion that leaves no choice and says what to write, as one step; returns how many."""
        bench = workplace.bench(self._town, token)
        act = cell_cases.only_suggestions(bench)
        if act.cells:
            self._do(token, act)
        return len(act.cells)

    @gated
    def set_rows(self, token: str, sheet: str, rows: Sequence[int], what: str) -> None:
        """Say of rows: `leave-out` (no data at all), `set-aside` (shall wait), `take-back` (are to be read after all)."""
        acts = {"leave-out": LeaveOut, "set-aside": SetAside, "take-back": TakeBack}
        if what not in acts:
            raise RequestError(f"{what}: Das gibt es nicht; erwartet eines von {', '.join(acts)}")
        self._do(token, acts[what](rows=tuple((sheet, row) for row in rows)))

    @gated
    def matches(self, token: str, lang: str = "de") -> Released[MatchesView]:
        """What of the file may be recorded already, or stand in it twice."""
        bench = workplace.bench(self._town, token)
        view = matching.matches_view(self._town, bench, lang)
        return self._released(view, lang=lang, more=bench.examination.secrets)

    @gated
    def decide(self, token: str, tag: str, key: str, other: str | None) -> None:
        """Say that `key` is the record `other`, one of its own (`other` = `key`), or undecided (None)."""
        if other is None:
            self._do(token, Undecide(keys=((tag, key),)))
        else:
            self._do(token, SameAs(pairs=((tag, key, other),)))

    @gated
    def decide_many(self, token: str, said: Sequence[tuple[str, str, str | None]]) -> None:
        """Several decisions at once: (tag, key, other) as in `decide`."""
        pairs = tuple((tag, key, other) for tag, key, other in said if other is not None)
        keys = tuple((tag, key) for tag, key, other in said if other is None)
        if pairs:
            self._do(token, SameAs(pairs=pairs))
        if keys:
            self._do(token, Undecide(keys=keys))

    @gated
    def decide_bulk(self, token: str) -> int:
        """Say of all pairs that differ in spelling only that they are the same; returns how many."""
        bench = workplace.bench(self._town, token)
        act = matching.bulk_decision(self._town, bench)
        if act.pairs:
            self._do(token, act)
        return len(act.pairs)

    @gated
    def missing(self, token: str, records: Mapping[str, str]) -> None:
        """Say of records the delivery lacks: IRI → "ended 2026-10-31", "forgotten" or "not_part"."""
        self._do(token, MissingAre(records=dict(records)))

    @gated
    def undo(self, token: str) -> None:
        """Take the last step back."""
        self._do(token, Undo())

    @gated
    def redo(self, token: str) -> None:
        """Do the step taken back last again."""
        self._do(token, Redo())

    @gated
    def accept(
        self, token: str, *, who: str, why: str, confirm_drop: bool = False, lang: str = "de"
    ) -> Released[VersionView]:
        """Make the file the next version; rows that wait stay on the desk."""
        version = workplace.accept(self._town, token, who, why, confirm_drop=confirm_drop)
        return self._released(version_view(version, version.number, lang), lang=lang)

    @gated
    def discard(self, token: str) -> None:
        """Forget a file on the desk."""
        jobs.forget(token)
        workplace.discard(self._town, token)

    @gated
    def annotated(self, token: str, lang: str = "de") -> Released[AnnotatedView]:
        """Whether and under which name the file may go back to its sender, with the findings in it."""
        bench = workplace.bench(self._town, token)
        return self._released(annotated_view(bench, lang), lang=lang, more=bench.examination.secrets)

    @gated
    def annotated_bytes(self, released: Released[AnnotatedView]) -> bytes:
        """The annotated workbook; the sender's own cells have passed the gate as well (see `app.delivery.annotating`)."""
        view = released.value
        bench = workplace.bench(self._town, view.token)
        secrets = self._town.secrets() | bench.examination.secrets
        return annotated_bytes(bench, view.lang, secrets)

    @staticmethod
    def _case(bench: Bench, sheet: str, cell: str, rule: str, found: str | None) -> cell_cases.Case:
        letters = cell.rstrip("0123456789")
        row = cell[len(letters) :]
        if not row:
            raise RequestError(f"{cell}: Das ist keine Zelle; erwartet eine Angabe wie F17")
        return cell_cases.case_at(bench, sheet, int(row), letters, rule, found)


def _file(staged: StagedFile) -> DeskFileView:
    mapping = staged.work.mapping
    return DeskFileView(
        token=staged.token,
        filename=staged.filename,
        source_title=mapping.source.title if mapping else "",
        staged_at=staged.staged_at,
        expires_at=staged.expires_at,
        steps=len(staged.work.held),
        accepted_as=staged.accepted_as,
        state=staged.work.state,
        mapped=mapping is not None,
    )


def _taken_out(bench: Bench, lang: str) -> tuple[TakenOutView, ...]:
    rows = [(*row, "left-out") for row in bench.work.left_out]
    rows += [(*row, "set-aside") for row in bench.work.set_aside]
    return tuple(TakenOutView(sheet, row, role, role_text(role, lang)) for sheet, row, role in sorted(rows))


def _history(bench: Bench, lang: str) -> tuple[WorkStepView, ...]:
    held = [WorkStepView(n, s.when, act_text(s.act, lang)) for n, s in enumerate(bench.work.held, start=1)]
    undone = [
        WorkStepView(n, s.when, act_text(s.act, lang), held=False)
        for n, s in enumerate(reversed(bench.work.undone), start=len(held) + 1)
    ]
    return (*held, *undone)

"""The rows of a delivered sheet with what was found in them, as a page a steward can look through."""

from collections import defaultdict
from collections.abc import Sequence

from app.delivery.views import AsideView, MarkedCellView, MarkedRowView, SheetFactsView, SheetPageView
from app.delivery.work_words import role_text
from app.delivery.workplace import Bench
from graph.findings import Finding, Place, Severity
from loaders.layout import Layout, find_layout
from loaders.outline import letter
from loaders.spreadsheet import Sheet

_RANK = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}
Spot = tuple[str, int, str | None]
Marks = dict[Spot, list[Finding]]


def layout_of(bench: Bench, sheet: Sheet) -> Layout:
    """The table on a delivered sheet, with the steward's corrections of what was detected."""
    if bench.recast is not None and sheet.name in bench.recast.layouts:
        return bench.recast.layouts[sheet.name]
    return find_layout(sheet)


def sheet_facts(bench: Bench, lang: str) -> tuple[SheetFactsView, ...]:
    """Every delivered sheet and what was found on it."""
    mapped = bench.recast.layouts if bench.recast else {}
    views = []
    for sheet in bench.raw.sheets:
        layout = layout_of(bench, sheet)
        aside = tuple(
            AsideView(row.row, row.reason, role_text(row.reason, lang), row.text)
            for row in layout.set_aside
            if row.reason != "empty"
        )
        views.append(
            SheetFactsView(
                name=sheet.name,
                rows=len(sheet.grid),
                columns=max((len(row) for row in sheet.grid), default=0),
                hidden=sheet.hidden,
                header_rows=layout.header_rows,
                first_row=layout.first_row,
                last_row=layout.last_row,
                headers=layout.headers,
                aside=aside,
                mapped=sheet.name in mapped or bench.recast is None,
            )
        )
    return tuple(views)


def sheet_page(
    bench: Bench, name: str, first: int, count: int, lang: str, *, only_found: bool = False
) -> SheetPageView:
    """`count` rows of a sheet from `first` on; `only_found` leaves rows without findings out.

    Args:
        bench: the file as it stands.
        name: of the sheet; the first one if there is no such sheet.
        first: number of the row to begin with (with `only_found`: of the found row, from 1).
        count: how many rows at most.
        lang: language of roles and messages.
        only_found: only rows with a violation or warning.
    """
    sheet = next((s for s in bench.raw.sheets if s.name == name), bench.raw.sheets[0])
    layout, marks = layout_of(bench, sheet), _marks(bench)
    width = max((len(row) for row in sheet.grid), default=0)
    if only_found:
        worst = {s[1] for s, told in marks.items() if s[0] == sheet.name and _severity(told) != "info"}
        numbers = sorted(worst)
    else:
        numbers = list(range(1, len(sheet.grid) + 1))
    shown = numbers[first - 1 : first - 1 + count]
    return SheetPageView(
        sheet=sheet.name,
        letters=tuple(letter(n) for n in range(1, width + 1)),
        headers=layout.headers,
        rows=tuple(_row(bench, sheet, layout, number, width, marks, lang) for number in shown),
        first=first,
        total=len(numbers),
    )


def _row(
    bench: Bench, sheet: Sheet, layout: Layout, number: int, width: int, marks: Marks, lang: str
) -> MarkedRowView:
    role = _role(bench, sheet, layout, number)
    before = next((s for s in bench.delivered if s.name == sheet.name), None)
    cells = []
    for column in range(1, width + 1):
        told = marks.get((sheet.name, number, letter(column)), [])
        edited = (sheet.name, number, column) in bench.work.corrections
        cells.append(
            MarkedCellView(
                text=sheet.cell(number, column).text,
                severity=_severity(told),
                message=" ".join(f.message[lang] for f in told),
                was=before.cell(number, column).text if edited and before else None,
            )
        )
    whole = marks.get((sheet.name, number, None), [])
    return MarkedRowView(
        number=number,
        role=role,
        role_text=role_text(role, lang),
        cells=tuple(cells),
        severity=_severity(whole),
        message=" ".join(f.message[lang] for f in whole),
    )


def _role(bench: Bench, sheet: Sheet, layout: Layout, number: int) -> str:
    if (sheet.name, number) in bench.work.left_out:
        return "left-out"
    if (sheet.name, number) in bench.work.set_aside:
        return "set-aside"
    if number in layout.header_rows:
        return "header"
    aside = next((row.reason for row in layout.set_aside if row.row == number), None)
    if aside is not None:
        return aside
    return "data" if layout.first_row <= number <= layout.last_row else "beyond"


def _marks(bench: Bench) -> Marks:
    """Every finding at each of its places."""
    marks: defaultdict[Spot, list[Finding]] = defaultdict(list)
    for finding in bench.examination.findings:
        for place in (finding.place, *finding.places):
            if place is not None and place.sheet and place.row and finding not in marks[_spot(place)]:
                marks[_spot(place)].append(finding)
    return dict(marks)


def _spot(place: Place) -> Spot:
    return (place.sheet or "", place.row or 0, place.column)


def _severity(told: Sequence[Finding]) -> str:
    worst = min(told, key=lambda f: _RANK[f.severity], default=None)
    return str(worst.severity) if worst else ""

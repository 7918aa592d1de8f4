"""What may be done about a finding at a cell: the texts to choose from, the cells in the same case, the corrections.

A finding may be about one of several values in a cell; then only that value is replaced. What is a word of a list may
be settled for good: it goes into the mapping, and the next delivery is read that way by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.delivery.work import Correct, UseMapping
from app.delivery.workplace import Bench
from app.errors import RequestError
from graph.findings import Finding, Place, Severity
from loaders.mapping import Mapping as Agreement
from loaders.mapping import RecordMapping, write_mapping
from loaders.outline import position
from loaders.steps import Step, Terms
from loaders.term_match import term_candidates
from ontology.sheets import ColumnSpec, Kind
from ontology.vocabulary import fold
from shapes import sheet_specs

_ALTERNATIVES = "DQ-L04"  # its suggestions are several to choose from; those of other rules are one
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Case:
    """A finding at a cell. `choices` are whole texts for what was found; `equal` are all cells in the same case."""

    finding: Finding
    text: str
    choices: tuple[str, ...]
    equal: tuple[Place, ...]
    column: ColumnSpec | None
    remembers: bool


def case_at(bench: Bench, sheet: str, row: int, letters: str, rule: str, found: str | None) -> Case:
    """The case of a finding.

    Raises:
        RequestError: nothing of that kind was found there (any more).
    """
    finding = next((f for f in _at(bench, sheet, row, letters) if f.rule == rule and f.found == found), None)
    if finding is None:
        raise RequestError(
            f"{sheet}, {letters}{row}: Hierzu gibt es keinen solchen Befund mehr. Bitte die Liste der Befunde neu laden"
        )
    column = _column(bench, finding)
    return Case(
        finding=finding,
        text=_text(bench, sheet, row, letters),
        choices=choices(finding, column),
        equal=tuple(_equal(bench, finding)),
        column=column,
        remembers=bench.work.mapping is not None
        and column is not None
        and column.kind is Kind.CONCEPT
        and bool(finding.found),
    )


def choices(finding: Finding, column: ColumnSpec | None) -> tuple[str, ...]:
    """The texts offered instead of what was found, best first."""
    offered = []
    if finding.suggestion:
        several = finding.rule == _ALTERNATIVES
        offered = finding.suggestion.split(_BETWEEN) if several else [finding.suggestion]
    if column is not None and column.kind is Kind.CONCEPT and finding.found and finding.rule == _ALTERNATIVES:
        offered += [c.shown for c in term_candidates(finding.found, column)]
    return tuple(dict.fromkeys(text.strip() for text in offered if text.strip()))


def correct(bench: Bench, case: Case, text: str, *, everywhere: bool) -> Correct:
    """Write `text` instead of what was found, in this cell or in all that are in the same case."""
    places = case.equal if everywhere else (case.finding.place,)
    cells = []
    for place in places:
        spot = position(place.cell or "") if place is not None else None
        if place is None or spot is None:
            continue
        row, column = spot
        before = _text(bench, place.sheet or "", row, place.column or "")
        cells.append((place.sheet or "", row, column, _replaced(before, case.finding.found, text)))
    if not cells:
        raise RequestError(
            "Berichtigung: Der Befund steht an keiner einzelnen Zelle; erwartet eine Zelle wie F17"
        )
    return Correct(cells=tuple(cells), how="all" if everywhere else "suggestion")


def only_suggestions(bench: Bench) -> Correct:
    """Corrections for all violations and warnings at cells to which exactly one text is suggested.

    What several findings say about one cell is left to people, and so is a word of a list: that it looks like another
    one does not make it that.
    """
    cells: dict[tuple[str, int, int], set[str]] = {}
    for finding in bench.examination.findings:
        place = finding.place
        spot = position(place.cell or "") if place is not None else None
        if (
            finding.severity is Severity.INFO
            or finding.rule == _ALTERNATIVES
            or place is None
            or spot is None
        ):
            continue
        if not finding.suggestion or finding.suggestion == finding.found:
            continue
        before = _text(bench, place.sheet or "", spot[0], place.column or "")
        cells.setdefault((place.sheet or "", *spot), set()).add(
            _replaced(before, finding.found, finding.suggestion)
        )
    made = tuple((*spot, next(iter(texts))) for spot, texts in sorted(cells.items()) if len(texts) == 1)
    return Correct(cells=made, how="suggestion")


def settle(bench: Bench, case: Case, text: str) -> UseMapping:
    """Let the mapping say from now on what a word of the source means.

    Raises:
        RequestError: the file has no mapping, or the finding is not about a word of a list.
    """
    mapping, place = bench.work.mapping, case.finding.place
    if mapping is None or case.column is None or place is None or not case.finding.found:
        raise RequestError(
            "Begriff: Nur Wörter in Listenspalten einer zugeordneten Tabelle lassen sich für die Quelle festlegen"
        )
    header, found = place.header or "", case.finding.found
    changed = with_term(mapping, case.column.tag, header, found, text)
    return UseMapping(mapping=write_mapping(changed), why=f"„{found}“ heißt {text}")


def with_term(mapping: Agreement, tag: str, header: str, word: str, term: str) -> Agreement:
    """The mapping with one more word for the column of ours with this tag, as far as it is read from `header`."""
    into, _, name = tag.partition("+")

    def record(entry: RecordMapping) -> RecordMapping:
        if entry.into != into:
            return entry
        fields = tuple(
            f.model_copy(update={"steps": _with_word(f.steps, word, term)})
            if f.to == name and (not header or header in f.columns)
            else f
            for f in entry.fields
        )
        return entry.model_copy(update={"fields": fields})

    tables = tuple(
        table.model_copy(update={"records": tuple(record(r) for r in table.records)})
        for table in mapping.tables
    )
    return mapping.model_copy(update={"tables": tables})


def _with_word(steps: tuple[Step, ...], word: str, term: str) -> tuple[Step, ...]:
    known = next((s for s in steps if isinstance(s, Terms)), None)
    if known is None:
        return (*steps, Terms(values={word: term}))
    kept = {text: meaning for text, meaning in known.values.items() if fold(text) != fold(word)}
    return tuple(
        known.model_copy(update={"values": {**kept, word: term}}) if s is known else s for s in steps
    )


def _at(bench: Bench, sheet: str, row: int, letters: str) -> Iterable[Finding]:
    for finding in bench.examination.findings:
        for place in (finding.place, *finding.places):
            if place is not None and (place.sheet, place.row, place.column) == (sheet, row, letters):
                yield finding


def _equal(bench: Bench, finding: Finding) -> Iterable[Place]:
    """All cells of the same column about which the same is to be said."""
    wanted = finding.place
    for other in bench.examination.findings:
        place = other.place
        if place is None or wanted is None or not place.cell:
            continue
        alike = (other.rule, other.found, other.path) == (finding.rule, finding.found, finding.path)
        if alike and (place.sheet, place.column) == (wanted.sheet, wanted.column):
            yield place


def _column(bench: Bench, finding: Finding) -> ColumnSpec | None:
    """The column of ours a finding is about."""
    place = finding.place
    uses = [
        use
        for use in bench.examination.delivery.columns
        if place is not None and (use.sheet, use.letter) == (place.sheet, place.column)
    ]
    best = next((use for use in uses if use.path == finding.path), uses[0] if len(uses) == 1 else None)
    columns = (column for spec in sheet_specs() for column in spec.columns)
    return next((c for c in columns if best is not None and c.tag == best.tag), None)


def _text(bench: Bench, sheet: str, row: int, letters: str) -> str:
    spot = position(f"{letters}{row}")
    found = next((s for s in bench.raw.sheets if s.name == sheet), None)
    return found.cell(*spot).text if found is not None and spot is not None else ""


def _replaced(before: str, found: str | None, text: str) -> str:
    if found and found != before and found in before:
        return before.replace(found, text, 1)
    return text

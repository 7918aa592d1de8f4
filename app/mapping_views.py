"""The mapping of a file as a steward sees it: which column becomes what, through which steps, with examples."""

from collections.abc import Iterable

from app.desk_views import (
    ExampleView,
    MappedFieldView,
    MappedRecordView,
    MappingView,
    OpenTermView,
    TermCandidateView,
)
from app.previews import place_view
from app.work import UseMapping
from app.work_words import step_view
from app.workplace import Bench
from graph.findings import Finding
from loaders.mapping import FieldMapping, RecordMapping
from loaders.recast import FieldTrace
from loaders.term_match import Way, term_candidates
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from shapes import sheet_specs

_UNKNOWN_TERM = "DQ-L04"
_WAYS = {
    Way.EXACT: {"de": "gleich geschrieben", "en": "written the same"},
    Way.SYNONYM: {"de": "bekanntes anderes Wort", "en": "known other word"},
    Way.COMPOUND: {"de": "aus denselben Wortteilen", "en": "of the same parts of words"},
    Way.SIMILAR: {"de": "ähnlich geschrieben", "en": "spelt alike"},
}


def mapping_view(bench: Bench, lang: str) -> MappingView | None:
    """The mapping; None if the file is in the form of the template."""
    mapping = bench.work.mapping
    if mapping is None or bench.recast is None:
        return None
    specs = {spec.tag: spec for spec in sheet_specs()}
    open_terms = _open_terms(bench, lang)
    last = next((s.act for s in reversed(bench.work.held) if isinstance(s.act, UseMapping)), None)
    records = tuple(
        _record(bench, (t, r), record, specs[record.into], open_terms, lang)
        for t, table in enumerate(mapping.tables)
        for r, record in enumerate(table.records)
        if record.into in specs
    )
    return MappingView(
        source_key=mapping.source.key,
        source_title=mapping.source.title,
        source_kind=mapping.source.kind,
        records=records,
        unused=tuple(view for p in bench.recast.unused if (view := place_view(p, lang)) is not None),
        text=bench.work.mapping_text,
        saved=last is not None and last.why.startswith("gespeicherte"),
        proposed=last is not None and last.why == "Vorschlag",
        encoding=mapping.encoding or "",
        delimiter=mapping.delimiter or "",
    )


def term_views(text: str, column: ColumnSpec, lang: str, n: int = 5) -> tuple[TermCandidateView, ...]:
    """The terms a word may mean, best first, and why each is offered."""
    return tuple(
        TermCandidateView(c.shown, round(c.score, 2), _WAYS[c.way][lang])
        for c in term_candidates(text, column, n)
    )


def _record(
    bench: Bench,
    at: tuple[int, int],
    record: RecordMapping,
    spec: SheetSpec,
    open_terms: dict[str, tuple[OpenTermView, ...]],
    lang: str,
) -> MappedRecordView:
    filled = {field.to for field in record.fields}
    missing = (c.label[lang] for c in spec.columns if c.required and c.tag.partition("+")[2] not in filled)
    return MappedRecordView(
        at=at,
        into=record.into,
        label=spec.label[lang],
        fields=tuple(
            _field(bench, (*at, f), field, spec, open_terms, lang) for f, field in enumerate(record.fields)
        ),
        missing=tuple(missing),
        condition=_condition(record, lang),
        unfolded=", ".join(record.unfold),
        repeats=record.repeats,
    )


def _field(
    bench: Bench,
    at: tuple[int, int, int],
    field: FieldMapping,
    spec: SheetSpec,
    open_terms: dict[str, tuple[OpenTermView, ...]],
    lang: str,
) -> MappedFieldView:
    column = spec.column(f"{spec.tag}+{field.to}")
    trace = bench.recast.traces.get(at, FieldTrace()) if bench.recast else FieldTrace()
    return MappedFieldView(
        at=at,
        to=field.to,
        label=column.label[lang] if column else field.to,
        required=bool(column and column.required),
        columns=field.columns,
        constant=field.constant,
        steps=tuple(step_view(step, lang) for step in field.steps),
        filled=trace.filled,
        empty=trace.empty,
        examples=tuple(ExampleView(before, after) for before, after in trace.examples.items()),
        open_terms=open_terms.get(f"{spec.tag}+{field.to}", ()),
    )


def _open_terms(bench: Bench, lang: str) -> dict[str, tuple[OpenTermView, ...]]:
    """Column tag → the words of the file that no list knows, the commonest first."""
    counts: dict[tuple[str, str], int] = {}
    columns: dict[str, ColumnSpec] = {}
    for finding, column in _unknown(bench):
        columns[column.tag] = column
        key = (column.tag, finding.found or "")
        counts[key] = counts.get(key, 0) + 1
    found: dict[str, tuple[OpenTermView, ...]] = {}
    for tag, column in columns.items():
        words = sorted(
            ((n, text) for (t, text), n in counts.items() if t == tag), key=lambda w: (-w[0], w[1])
        )
        found[tag] = tuple(OpenTermView(text, n, term_views(text, column, lang)) for n, text in words)
    return found


def _unknown(bench: Bench) -> Iterable[tuple[Finding, ColumnSpec]]:
    by_tag = {c.tag: c for spec in sheet_specs() for c in spec.columns}
    uses = {(use.sheet, use.letter, use.path): use.tag for use in bench.examination.delivery.columns}
    for finding in bench.examination.findings:
        place = finding.place
        if finding.rule != _UNKNOWN_TERM or not finding.found or place is None or finding.path is None:
            continue
        column = by_tag.get(uses.get((place.sheet or "", place.column or "", finding.path), ""))
        if column is not None and column.kind is Kind.CONCEPT:
            yield finding, column


def _condition(record: RecordMapping, lang: str) -> str:
    when = record.when
    if when is None:
        return ""
    words = {"de": ("ist", "ist nicht", "oder", "ist ausgefüllt"), "en": ("is", "is not", "or", "is filled")}[
        lang
    ]
    parts = [f"{words[0]} {f' {words[2]} '.join(f'„{w}“' for w in when.is_)}"] if when.is_ else []
    parts += [f"{words[1]} {f' {words[2]} '.join(f'„{w}“' for w in when.is_not)}"] if when.is_not else []
    return f"{when.column} {', '.join(parts) or words[3]}"

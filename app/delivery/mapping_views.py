"""The mapping of a file as a steward sees it: which column becomes what, through which steps, with examples."""

from collections.abc import Iterable

from app.delivery.mapping_editing import STEPS, fits
from app.delivery.previews import place_view
from app.delivery.views import (
    ExampleView,
    FreeColumnView,
    MappedFieldView,
    MappedRecordView,
    MappingView,
    OpenTermView,
    TermCandidateView,
)
from app.delivery.work import UseMapping, reason_key
from app.delivery.work_words import step_view
from app.delivery.workplace import Bench
from app.views import ChoiceView
from graph.findings import Finding
from loaders.delimited import DELIMITERS
from loaders.encoding import ENCODINGS
from loaders.mapping import FieldMapping, RecordMapping
from loaders.recast import FieldTrace
from loaders.term_match import term_candidates
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.vocabulary import concepts, label, notation
from ontology.words import words_of
from shapes import sheet_specs

_UNKNOWN_TERM = "DQ-L04"
_KINDS = "cl-quellenart"
_SURE, _APART = 0.9, 0.1  # an offer stands out that is so good, and so much better than the next
_MARKS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_WORDS = words_of(__name__)


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
        delivered_by=mapping.source.delivered_by,
        kinds=tuple(ChoiceView(notation(kind), label(kind, lang)) for kind in concepts(_KINDS)),
        sheets=tuple(ChoiceView(spec.tag, spec.label[lang]) for spec in sheet_specs()),
        step_choices=tuple(ChoiceView(code, step_view(step, lang).text) for code, step in STEPS.items()),
        encodings=tuple(ChoiceView(codec, name) for name, codec in ENCODINGS.items()),
        delimiters=tuple(
            ChoiceView(mark, _WORDS(f"mark.{_MARKS[mark]}", lang)) for mark in DELIMITERS.values()
        ),
        sure_terms=sum(len(words) for words in _sure(records).values()),
    )


def sure_meanings(view: MappingView) -> dict[tuple[int, int, int], dict[str, str]]:
    """Words with an offer that stands out, by field: what each would mean."""
    return _sure(view.records)


def term_views(text: str, column: ColumnSpec, lang: str, n: int = 5) -> tuple[TermCandidateView, ...]:
    """The terms a word may mean, best first, and why each is offered."""
    return tuple(
        TermCandidateView(c.shown, round(c.score, 2), _WORDS(f"way.{c.way}", lang))
        for c in term_candidates(text, column, n)
    )


def _sure(records: Iterable[MappedRecordView]) -> dict[tuple[int, int, int], dict[str, str]]:
    found: dict[tuple[int, int, int], dict[str, str]] = {}
    for entry in (f for record in records for f in record.fields):
        for word in entry.open_terms:
            best = [candidate.score for candidate in word.candidates[:2]]
            if best and best[0] >= _SURE and (len(best) == 1 or best[0] - best[1] >= _APART):
                found.setdefault(entry.at, {})[word.text] = word.candidates[0].term
    return found


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
    free = [c for c in spec.columns if c.tag.partition("+")[2] not in filled]
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
        columns=_headers(bench, at[0]),
        free=tuple(
            FreeColumnView(
                c.tag.partition("+")[2],
                c.label[lang],
                c.help.get(lang, ""),
                c.required,
                c.kind is Kind.CONCEPT,
            )
            for c in sorted(free, key=lambda c: (not c.required, c.order))
        ),
        help=spec.help.get(lang, ""),
    )


def _headers(bench: Bench, table: int) -> tuple[str, ...]:
    """The headers a table mapping can read."""
    mapping = bench.work.mapping
    if mapping is None or bench.recast is None or table >= len(mapping.tables):
        return ()
    layouts = {
        name: found for name, found in bench.recast.layouts.items() if fits(mapping.tables[table], name)
    }
    return tuple(dict.fromkeys(h for layout in layouts.values() for h in layout.headers if h))


def _field(
    bench: Bench,
    at: tuple[int, int, int],
    field: FieldMapping,
    spec: SheetSpec,
    open_terms: dict[str, tuple[OpenTermView, ...]],
    lang: str,
) -> MappedFieldView:
    column = spec.column(f"{spec.tag}+{field.to}")
    reasons = next(
        (s.act.reasons for s in bench.work.held if isinstance(s.act, UseMapping) and s.act.reasons), {}
    )
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
        reason=reasons.get(reason_key(spec.tag, field), {}).get(lang, ""),
        open_terms=open_terms.get(f"{spec.tag}+{field.to}", ()),
        help=column.help.get(lang, "") if column else "",
        is_list=bool(column and column.kind is Kind.CONCEPT),
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
    told = [
        _WORDS(f"is.{way}", lang, words=_WORDS("or", lang).join(f"„{w}“" for w in words))
        for way, words in (("one_of", when.is_), ("none_of", when.is_not))
        if words
    ]
    return f"{when.column} {', '.join(told) or _WORDS('is.filled', lang)}"

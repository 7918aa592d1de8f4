"""The vocabulary inbox: words of waiting deliveries that no list knows, and what deciding about one does.

Deliveries that wait, and those whose rows wait although the rest was taken in, are read again with the word as decided;
what comes of that is compared in the gap matrix with what comes of them as they are. So a steward sees beforehand what a
word does, and nothing is stored until it is decided.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from rdflib import URIRef

from app.delivery.examination import Examination
from app.delivery.known import local_terms
from app.delivery.previews import finding_view
from app.delivery.workplace import Bench, bench, examined
from app.errors import RequestError
from app.gaps.effects import matrix_effect
from app.protection import Secrets
from app.records import editing
from app.terms.views import TermEffectView
from app.town import OpenTown
from graph import Effect, Finding, Patch, Place, Version
from loaders.concepts import read_concept
from loaders.local_terms import LocalTerms, kind_concept
from loaders.persons import trace_of_person
from loaders.places import trace_of_place
from loaders.term_match import TermCandidate, term_candidates
from ontology.sheets import ColumnSpec, Kind
from ontology.terms import CL
from ontology.vocabulary import fold, label, notation, scheme_iri
from ontology.words import words_of
from shapes import sheet_specs

SHEET = "#begriff"
KINDS = ("synonym", "concept", "open")
_UNKNOWN = frozenset({"concept-unknown", "concept-dropped"})
_CANDIDATES = 5
_WORDS = words_of(__name__)
_FIRST_KEY = "EB-01"


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A word that no list knows, wherever it is waiting. `rows` counts records, `holds_back` those that wait for it."""

    scheme: URIRef
    word: str
    spots: tuple[tuple[str, Place], ...]
    rows: int
    holds_back: bool
    sources: tuple[str, ...]
    candidates: tuple[TermCandidate, ...]

    @property
    def ident(self) -> str:
        """A name for it that stays the same while the same word waits."""
        return f"{str(self.scheme).rpartition('/')[2]}:{fold(self.word)}"


@dataclass(frozen=True, slots=True)
class Queue:
    """All words that wait, those most often found first. `withheld`: words that look like a person or a place."""

    terms: tuple[UnknownTerm, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a word is to be: kind synonym | concept | open.

    `concept` (code or IRI) is what a synonym means or what a new concept is narrower than; `source` restricts the word to
    the deliveries of one source.
    """

    kind: str
    concept: str = ""
    definition: str = ""
    source: str = ""


@dataclass(slots=True)
class _Found:
    column: ColumnSpec
    words: list[str] = field(default_factory=list)
    spots: list[tuple[str, Place]] = field(default_factory=list)
    records: set[object] = field(default_factory=set)
    sources: dict[str, None] = field(default_factory=dict)
    holds: bool = False


def unknown_terms(examinations: Iterable[tuple[str, Examination]]) -> Queue:
    """The words that no list knows, by list and spelling, in deliveries by their name."""
    found: dict[tuple[URIRef, str], _Found] = {}
    withheld: set[tuple[URIRef, str]] = set()
    for name, examination in examinations:
        source = examination.delivery.source
        own = LocalTerms.of(local_terms(examination.base), source.key if source else "")
        for told in examination.findings:
            column = _column(examination, told)
            if column is None or column.scheme is None or told.found is None or told.place is None:
                continue
            if not _is_unknown(told.found, column, own):
                continue
            key = column.scheme, fold(told.found)
            if trace_of_person(told.found) or trace_of_place(told.found):
                withheld.add(key)
                continue
            entry = found.setdefault(key, _Found(column))
            entry.words.append(told.found)
            entry.spots += [(name, place) for place in (told.place, *told.places)]
            entry.records.add((name, told.focus))
            entry.holds |= told.effect is Effect.HOLD_ROW
            if source is not None:
                entry.sources[source.key] = None
    terms = [_term(scheme, entry) for (scheme, _), entry in found.items()]
    ordered = sorted(terms, key=lambda t: (not t.holds_back, -len(t.spots), t.ident))
    return Queue(tuple(ordered), len(withheld))


def waiting(town: OpenTown) -> list[Bench]:
    """The deliveries on the desk that can be read: not yet taken in, or with rows that wait."""
    benches = [bench(town, staged.token) for staged in town.staging.all()]
    return [b for b in benches if b.examination.refusal is None and not b.examination.skipped]


def queue(town: OpenTown, benches: Sequence[Bench]) -> Queue:
    """The words that wait in these deliveries and about which nothing was decided."""
    whole = unknown_terms((b.staged.filename, b.examination) for b in benches)
    left_open = {(t.scheme, fold(t.word)) for t in local_terms(town.snapshot()) if t.kind == "open"}
    return replace(whole, terms=tuple(t for t in whole.terms if (t.scheme, fold(t.word)) not in left_open))


def edit_of(town: OpenTown, scheme: str, word: str, decision: Decision) -> editing.Edit:
    """The record that a decision makes.

    Raises:
        RequestError: there is no such kind, or the word is empty.
        VocabularyError: there is no such list.
    """
    if decision.kind not in KINDS:
        raise RequestError(f"Begriffe: ‹{decision.kind}› gibt es nicht; erwartet {', '.join(KINDS)}")
    if not word.strip():
        raise RequestError("Begriffe: Das Wort fehlt; erwartet das Wort, wie es in den Lieferungen steht")
    concept = decision.concept
    texts = {
        "name": word.strip(),
        "art": label(kind_concept(decision.kind)),
        "liste": label(scheme_iri(scheme)),
        "begriff": notation(URIRef(concept)) or concept if decision.kind != "open" else "",
        "beschreibung": decision.definition.strip(),
        "nur-in-quelle": decision.source,
        # As public as the lists: what an open offer is called must be understood where it is shown.
        "offenlegung": label(CL["offenlegung-oeffentlich"]),
    }
    changes = {f"{SHEET}+{tag}": text for tag, text in texts.items() if text}
    return editing.Edit(editing.sheet_of(SHEET), _free_key(town), changes, new=True)


def effect(
    town: OpenTown, scheme: str, word: str, decision: Decision, today: date, lang: str
) -> tuple[TermEffectView, Secrets]:
    """What a decision would do: rows that become readable, and cells of the matrix. Nothing is stored.

    Raises:
        RequestError: as `edit_of`.
    """
    edited = editing.examined(town, edit_of(town, scheme, word, decision), today)
    benches = [b for b in waiting(town) if _names(b.examination, scheme, word)]
    secrets = edited.examination.secrets
    for one in benches:
        secrets = secrets | one.examination.secrets
    held = sum(_held(b.examination) for b in benches)
    if not edited.acceptable:
        problems = tuple(finding_view(f, lang) for f, _ in edited.problems)
        return TermEffectView(_WORDS("impossible", lang), 0, held, problems, (), None), secrets
    change = edited.examination.patch
    again = [] if decision.kind == "open" else _read_again(town, benches, change)
    for examination in again:
        secrets = secrets | examination.secrets
    refused = tuple(finding_view(new.refusal, lang) for new in again if new.refusal is not None)
    left = sum(_held(new) for new in again if new.refusal is None) if again else held
    stopped = sum(
        _held(b.examination) for b, new in zip(benches, again, strict=False) if new.refusal is not None
    )
    readable = max(0, held - left - stopped)
    with ExitStack() as trials:
        before = [b.examination for b in benches] if again else []
        old = trials.enter_context(town.store.trial(_together(before))) if before else town.snapshot()
        fresh = trials.enter_context(town.store.trial(_together(again, change)))
        matrix = matrix_effect(town, old, fresh, today, lang)
    lead = f"{_WORDS.counted('readable', readable, lang)} {_WORDS.counted('left', left, lang)}"
    return TermEffectView(lead, readable, left, (), refused, matrix), secrets


def _names(examination: Examination, scheme: str, word: str) -> bool:
    """Whether a word is unknown in a delivery."""
    wanted = scheme_iri(scheme), fold(word)
    return any((t.scheme, fold(t.word)) == wanted for t in unknown_terms([("", examination)]).terms)


def _read_again(town: OpenTown, benches: Sequence[Bench], change: Patch) -> list[Examination]:
    """The deliveries as they would be read after a change."""
    with town.store.trial(change) as changed:
        supposed = town.supposing(changed)
        return [examined(supposed, b.staged, _no_step).examination for b in benches]


def decide(
    town: OpenTown, scheme: str, word: str, decision: Decision, *, who: str, why: str, today: date
) -> tuple[editing.Edited, Version | None]:
    """Make a decision the next version; without one the findings say why it cannot be.

    A delivery that is refused by what the word is now known to mean is not kept any longer than any refused file.

    Raises:
        RequestError: as `edit_of`; or `who` or `why` is empty or names a person.
    """
    affected = [b for b in waiting(town) if _names(b.examination, scheme, word)]
    edited, version = editing.save(town, edit_of(town, scheme, word, decision), who, why, today)
    if version is not None and decision.kind != "open":
        for one in affected:
            if bench(town, one.staged.token).examination.refusal is not None:
                town.staging.discard(one.staged.token)
    return edited, version


def _column(examination: Examination, told: Finding) -> ColumnSpec | None:
    """The column with a list in which something was found."""
    if told.place is None or told.path is None:
        return None
    for use in examination.delivery.columns:
        if (use.sheet, use.letter, use.path) == (told.place.sheet, told.place.column, told.path):
            column = _columns().get(use.tag)
            if column is not None and column.kind is Kind.CONCEPT:
                return column
    return None


@cache
def _columns() -> dict[str, ColumnSpec]:
    return {column.tag: column for sheet in sheet_specs() for column in sheet.columns}


def _is_unknown(text: str, column: ColumnSpec, own: LocalTerms) -> bool:
    problems = read_concept(text, column, "00000000", own).problems
    return bool(problems) and all(problem.code in _UNKNOWN for problem in problems)


def _term(scheme: URIRef, entry: _Found) -> UnknownTerm:
    word = max(entry.words, key=lambda w: (entry.words.count(w), w))
    return UnknownTerm(
        scheme=scheme,
        word=word,
        spots=tuple(dict.fromkeys(entry.spots)),
        rows=len(entry.records),
        holds_back=entry.holds,
        sources=tuple(entry.sources),
        candidates=term_candidates(word, entry.column, _CANDIDATES),
    )


def _free_key(town: OpenTown) -> str:
    numbers = [
        int(t.key[3:]) for t in local_terms(town.snapshot()) if t.key[:3] == "EB-" and t.key[3:].isdigit()
    ]
    return f"EB-{max(numbers) + 1:02}" if numbers else _FIRST_KEY


def _held(examination: Examination) -> int:
    return sum(record.held_back for record in examination.delivery.records)


def _together(examinations: Sequence[Examination], *more: Patch) -> Patch:
    """One change of several: of each source the delivery that came last, as it replaces those before."""
    latest: dict[str, Patch] = {}
    for examination in examinations:  # the latest come first
        source = examination.delivery.source
        if source is not None and examination.refusal is None:
            latest.setdefault(source.key, examination.patch)
    patches = [*more, *latest.values()]
    gone = {quad for patch in patches for quad in patch.removed}
    new = {quad for patch in patches for quad in patch.added}
    return Patch.of(gone, new)


def _no_step(_stage: str, _fraction: float) -> None:
    return

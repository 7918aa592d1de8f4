"""The words of a list that our vocabularies know, and those that wait for somebody to say what they mean."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loaders.blanks import blank_of
from loaders.concepts import read_concept
from loaders.evidence import Evidence, pieces
from loaders.mapping import FieldMapping
from loaders.proposal_columns import certain_share, values_of
from loaders.steps import Marks, Split, Step, Terms
from loaders.term_match import TermCandidate, term_candidates
from ontology.sheets import ColumnSpec, Kind
from ontology.vocabulary import notation

_MARKS = (",", "/", " und ", " + ", "·", "•", " – ")
_BETTER = 0.25  # how much more must be known of the parts than of the whole


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """A word of a column with terms that names none, how often it stands there, and what it may mean."""

    text: str
    count: int
    candidates: tuple[TermCandidate, ...]


def with_terms(
    entry: FieldMapping, spec: ColumnSpec, columns: Mapping[str, Evidence]
) -> tuple[FieldMapping, tuple[OpenTerm, ...]]:
    """A field of terms with the steps its words need, and the words that are open.

    Only words that name one term and no other are given a meaning here.
    """
    if (
        spec.kind is not Kind.CONCEPT
        or not spec.scheme
        or any(isinstance(s, Marks | Terms) for s in entry.steps)
    ):
        return entry, ()
    texts: Counter[str] = Counter()
    for name in entry.columns:
        if name in columns:
            texts.update(values_of(columns[name]))
    mark = _separator(texts, spec) if spec.repeatable else None
    steps: list[Step] = list(entry.steps)
    if mark is not None:
        steps.append(Split(by=(mark, ";", "\n")))
        parts: Counter[str] = Counter()
        for text, count in pieces(texts, mark):
            parts[text] += count
        texts = parts
    needed, open_terms = _sorted_out(texts, spec)
    if needed:
        steps.append(Terms(values=needed))
    return entry.model_copy(update={"steps": tuple(steps)}), open_terms


def _sorted_out(texts: Mapping[str, int], spec: ColumnSpec) -> tuple[dict[str, str], tuple[OpenTerm, ...]]:
    needed: dict[str, str] = {}
    waiting: list[OpenTerm] = []
    for text, count in sorted(texts.items(), key=lambda item: (-item[1], item[0])):
        if read_concept(text, spec, "00000000").values or blank_of(text, spec.kind):
            continue
        candidates = term_candidates(text, spec)
        if candidates and candidates[0].certain:
            needed[text] = notation(candidates[0].concept)
        else:
            waiting.append(OpenTerm(text, count, candidates))
    return needed, tuple(waiting)


def _separator(texts: Mapping[str, int], spec: ColumnSpec) -> str | None:
    """The sign between several values of a cell, if the parts are terms and the whole texts are not."""
    whole = certain_share(texts, spec)
    best: tuple[float, str] | None = None
    for mark in _MARKS:
        if not any(mark in text for text in texts):
            continue
        share = certain_share(_counted(pieces(texts, mark)), spec)
        if share >= whole + _BETTER and (best is None or share > best[0]):
            best = (share, mark)
    return best[1] if best else None


def _counted(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for text, count in parts:
        found[text] += count
    return dict(found)

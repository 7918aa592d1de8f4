"""An index of words over entries that passed the release gate, and finding in it.

Words are looked up in a dictionary; only those that occur nowhere as written are compared with all the others. So a town
ten times as large is searched as quickly. An index never changes: who keeps one keeps it per version and audience.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from app.search.views import SearchEntry, SearchGroup, SearchKind, SearchResult
from app.search.words import CLOSE, SHORTEST, variants, wanted, words
from ontology.vocabulary import fold

_NAME, _NAMES, _DETAIL, _WORDS = 4.0, 3.5, 2.0, 1.0  # how much a word in the name, in the synonyms … weighs
_BEGINS, _INSIDE, _NEARLY = 0.9, 0.7, 0.6  # against a word written the same
_WHOLE, _START = 8.0, 3.0  # on top: the whole name or key, the beginning of the name
_ALIKE: Final = 3
_FLOOR: Final = 65  # below that a suggestion confuses more than it helps


class Index:
    """Entries, and which of their words stand where."""

    def __init__(self, entries: Iterable[SearchEntry], labels: Mapping[str, str]) -> None:
        """Entries that passed the gate; `labels` names the kinds, in the order in which equals are shown."""
        self.entries: Final = tuple(entries)
        self.kinds: Final = dict(labels)
        places: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for at, entry in enumerate(self.entries):
            for weight, text in _texts(entry):
                for word in words(text):
                    for variant in variants(word):
                        there = places[variant]
                        there[at] = max(weight, there.get(at, 0.0))
        self._places: Final = dict(places)
        self._words: Final = tuple(self._places)
        self._long: Final = tuple(word for word in self._words if len(word) >= SHORTEST)

    def found(self, text: str, kind: str = "", most: int | None = None) -> SearchResult:
        """What has every word of `text`, best first; if nothing has, what has most of them.

        Args:
            text: what somebody typed.
            kind: only this kind; "" = all.
            most: hits to list per kind; None = all. The counts are whole.
        """
        scores = [self._score(word) for word in wanted(text)]
        every = set.intersection(*(set(s) for s in scores)) if scores else set[int]()
        hits = every or {at for s in scores for at in s}
        whole = fold(text)
        order = {name: number for number, name in enumerate(self.kinds)}
        ranked = sorted(
            hits,
            key=lambda at: (
                -round(self._rank(at, scores, whole), 1), order[self.entries[at].kind], fold(self.entries[at].label), at,
            ),
        )  # fmt: skip
        groups: defaultdict[str, list[SearchEntry]] = defaultdict(list)
        for at in ranked:
            groups[self.entries[at].kind].append(self.entries[at])
        shown = [name for name in groups if kind in ("", name)]
        return SearchResult(
            words=text,
            count=len(ranked),
            groups=tuple(
                SearchGroup(SearchKind(name, self.kinds[name], len(groups[name])), tuple(groups[name][:most]))
                for name in shown
            ),
            looked=self.looked(),
            every_word=bool(every),
            alike=() if hits else self._alike(text),
        )

    def looked(self) -> tuple[SearchKind, ...]:
        """All kinds that can be found, with how many there are."""
        numbers: defaultdict[str, int] = defaultdict(int)
        for entry in self.entries:
            numbers[entry.kind] += 1
        return tuple(SearchKind(n, label, numbers[n]) for n, label in self.kinds.items() if numbers[n])

    def _score(self, word: str) -> Mapping[int, float]:
        """Entry → how well a word of the search fits it."""
        found: dict[int, float] = {}
        for variant in variants(word):
            self._add(found, variant, 1.0)
        if len(word) >= SHORTEST:
            for variant in variants(word):
                for other in self._long:
                    if variant in other and variant != other:
                        self._add(found, other, _BEGINS if other.startswith(variant) else _INSIDE)
            if not found:
                for variant in variants(word):
                    for other, likeness, _ in process.extract(
                        variant, self._long, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None
                    ):
                        self._add(found, other, _NEARLY * likeness / 100)
        return found

    def _add(self, found: dict[int, float], word: str, share: float) -> None:
        for at, weight in self._places.get(word, {}).items():
            found[at] = max(share * weight, found.get(at, 0.0))

    def _rank(self, at: int, scores: Sequence[Mapping[int, float]], whole: str) -> float:
        entry = self.entries[at]
        name = fold(entry.label)
        extra = _WHOLE if whole in (name, fold(entry.key)) else _START if name.startswith(whole) else 0.0
        shortness = len(scores) / max(len(words(entry.label)), len(scores), 1)
        return sum(s.get(at, 0.0) for s in scores) + extra + shortness

    def _alike(self, text: str) -> tuple[str, ...]:
        """Names of which a word resembles one that was typed."""
        found: dict[str, None] = {}
        for word in (w for w in wanted(text) if len(w) >= SHORTEST):
            for other, _, _ in process.extract(
                word, self._long, scorer=fuzz.ratio, score_cutoff=_FLOOR, limit=_ALIKE
            ):
                best = max(self._places[other].items(), key=lambda item: item[1])
                found.setdefault(self.entries[best[0]].label)
        return tuple(found)[:_ALIKE]


def _texts(entry: SearchEntry) -> Iterable[tuple[float, str]]:
    yield _NAME, f"{entry.label} {entry.key}"
    yield _NAMES, entry.names
    yield _DETAIL, entry.detail
    yield _WORDS, entry.words

"""Finding questions: by words, forgiving of typing errors, umlauts and endings; narrowed by facets.

Only the catalogue is searched, nothing of a town.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

import snowballstemmer
from rapidfuzz import fuzz

from app.views import QuestionView
from ontology.vocabulary import fold

_WORD = re.compile(r"[^\W_]+")
_CLOSE = 82  # of 100: one wrong letter in five or six
_SHORTEST = 4  # shorter words must be written right: almost every one resembles another
_STOP = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "und",
        "oder",
        "ich",
        "wir",
        "man",
        "es",
        "ist",
        "sind",
        "hat",
        "haben",
        "wo",
        "was",
        "wer",
        "wie",
        "welche",
        "welcher",
        "welches",
        "wen",
        "wem",
        "gibt",
        "fuer",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "im",
        "in",
        "an",
        "am",
        "auf",
        "mit",
        "nicht",
        "the",
        "a",
        "of",
        "and",
        "or",
        "is",
        "are",
        "do",
        "does",
        "we",
        "i",
        "which",
        "who",
        "where",
        "what",
        "how",
        "for",
        "to",
        "in",
        "on",
        "with",
        "there",
    ]
)


def search(questions: Sequence[QuestionView], text: str) -> list[QuestionView]:
    """The questions that have every word of `text`, best first; all of them for no words.

    A word counts if it occurs, or if a word written nearly the same or with another ending does. A code (`A1`) finds
    that question first.
    """
    wanted = [_variants(word) for word in _plain(text) if word not in _STOP]
    if not wanted:
        return list(questions)
    found = []
    for at, question in enumerate(questions):
        scores = [_score(word, question) for word in wanted]
        if all(scores):
            exact = question.id.casefold() == text.strip().casefold()
            found.append((not exact, -sum(scores), at, question))
    return [question for *_, question in sorted(found, key=lambda f: f[:3])]


def narrowed(
    questions: Iterable[QuestionView], *, roles: Collection[str] = (), restricts: Collection[str] = ()
) -> list[QuestionView]:
    """Those asked by one of `roles` and restrictable by all of `restricts`; empty = no restriction."""
    return [
        question
        for question in questions
        if (not roles or set(roles) & set(question.roles))
        and set(restricts) <= {choice.value for choice in question.restricts}
    ]


def _score(variants: Sequence[str], question: QuestionView) -> float:
    """How well a word, or its stem, fits: more in the title than in the definition, more as written than nearly so."""
    weighted = (
        (4, f"{question.id} {question.title}"),
        (3, question.question),
        (2, f"{question.group} {question.asked_by} {' '.join(question.terms)}"),
        (1, question.definition),
    )
    return max(weight * _likeness(word, text) for weight, text in weighted for word in variants)


def _likeness(word: str, text: str) -> float:
    best = 0.0
    for other in _all_variants(text):
        if word == other or (len(word) >= _SHORTEST and word in other):
            return 1.0
        if len(word) >= _SHORTEST and len(other) >= _SHORTEST:
            close = fuzz.ratio(word, other, score_cutoff=_CLOSE)
            best = max(best, close / 100 * 0.8)
    return best


@cache
def _all_variants(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(variant for word in _plain(text) for variant in _variants(word)))


def _plain(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _variants(word: str) -> tuple[str, ...]:
    """A word and what is left of it without its ending: "ueberschneidungen", "ueberschneid"."""
    return tuple(dict.fromkeys((word, _stem(word))))


def _stem(word: str) -> str:
    # a stemmer of its own each time: it keeps a state, and several people search at once
    return str(snowballstemmer.stemmer("german").stemWord(word))

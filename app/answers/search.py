"""Finding questions: by words, forgiving of typing errors, umlauts and endings; narrowed by facets.

Only the catalogue is searched, nothing of a town.
"""

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz

from app.search.words import CLOSE, SHORTEST, STOP, all_variants, variants, words
from app.views import QuestionView


def search(questions: Sequence[QuestionView], text: str) -> list[QuestionView]:
    """The questions that have every word of `text`, best first; all of them for no words.

    A word counts if it occurs, or if a word written nearly the same or with another ending does. A code (`A1`) finds
    that question first.
    """
    wanted = [variants(word) for word in words(text) if word not in STOP]
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


def _score(wanted: Sequence[str], question: QuestionView) -> float:
    """How well a word, or its stem, fits: more in the title than in the definition, more as written than nearly so."""
    weighted = (
        (4, f"{question.id} {question.title}"),
        (3, question.question),
        (2, f"{question.group} {question.asked_by} {' '.join(question.terms)}"),
        (1, question.definition),
    )
    return max(weight * _likeness(word, text) for weight, text in weighted for word in wanted)


def _likeness(word: str, text: str) -> float:
    best = 0.0
    for other in all_variants(text):
        if word == other or (len(word) >= SHORTEST and word in other):
            return 1.0
        if len(word) >= SHORTEST and len(other) >= SHORTEST:
            close = fuzz.ratio(word, other, score_cutoff=CLOSE)
            best = max(best, close / 100 * 0.8)
    return best

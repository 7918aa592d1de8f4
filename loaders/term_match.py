"""From a word of a foreign list to terms of a vocabulary: what it names, and what it may mean.

Only `EXACT` and `SYNONYM` name a term; `COMPOUND` and `SIMILAR` are offers that a person decides on.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rdflib import Literal, URIRef

from loaders.concept_names import allowed, concept_text
from loaders.shelters import sounds_like_shelter
from loaders.word_parts import alike, phrase_readings, visible
from ontology.namespaces import SKOS
from ontology.sheets import ColumnSpec
from ontology.vocabulary import find_concept, fold, notation, scheme_iri, vocabulary

_FLOOR = 0.42  # below that an offer confuses more than it helps
_SPELLING = 80.0  # of 100: how alike whole names must be written to be offered for that alone
_PIECE = 80.0  # of 100: how alike pieces must be written to count as a slip of the pen
_OFFER = 0.98  # the most an offer can score: 1 is kept for what names the term
_CODED = re.compile(r"(?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9.]+)+)[\s:–—-]+(?P<label>\S.*)")


class Way(StrEnum):
    """How a term was found."""

    EXACT = "exact"  # notation or preferred label
    SYNONYM = "synonym"
    COMPOUND = "compound"  # the same pieces of words
    SIMILAR = "similar"  # written alike


_NAMES_IT = (Way.EXACT, Way.SYNONYM)


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """One term that a word may mean.

    Attributes:
        concept: the term.
        shown: how it is called in lists, see `concept_text`.
        matched: the name of the term that the word resembles.
        way: how it was found; only `EXACT` and `SYNONYM` may be applied without asking.
        score: 0..1, 1 for what names the term.
    """

    concept: URIRef
    shown: str
    matched: str
    way: Way
    score: float

    @property
    def certain(self) -> bool:
        """Whether the word names this term and no other."""
        return self.way in _NAMES_IT


@dataclass(frozen=True, slots=True)
class _Name:
    concept: URIRef
    text: str
    stems: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class _Index:
    """The names of the terms of one column. `naming`: one table per way, folded name → terms."""

    naming: tuple[tuple[Way, Mapping[str, tuple[URIRef, ...]]], ...]
    names: tuple[_Name, ...]
    postings: Mapping[str, tuple[int, ...]]
    rarity: Mapping[str, float]
    totals: tuple[float, ...]
    spelled: Mapping[str, tuple[tuple[URIRef, str], ...]]
    near: dict[str, list[tuple[str, float, bool]]] = field(default_factory=dict)  # found so far


def term_candidates(text: str, column: ColumnSpec, n: int = 5) -> tuple[TermCandidate, ...]:
    """Up to `n` terms of a column that `text` may mean, best first; empty if nothing resembles it.

    A word that names several terms equally names none: they are offered. The same is said of the same word as long as
    the vocabularies do not change, so answers are kept.
    """
    return _ranked(" ".join(visible(text).split()), allowed(column))[:n]


def names_one(text: str, column: ColumnSpec) -> bool:
    """Whether `text` names one term of a column and no other; quicker than asking for candidates."""
    return len(_named(" ".join(visible(text).split()), _index(allowed(column)))) == 1


@lru_cache(maxsize=32768)
def _ranked(text: str, terms: tuple[URIRef, ...]) -> tuple[TermCandidate, ...]:
    index = _index(terms)
    named = _named(text, index)
    if len(named) == 1:
        concept, (way, name) = next(iter(named.items()))
        best = {concept: TermCandidate(concept, concept_text(concept), name, way, 1.0)}
    else:
        best = {c: _offer(c, name, Way.COMPOUND, _OFFER) for c, (_, name) in named.items()}
    # That "Wohnen" resembles "Schutzwohnung" must not lead anybody to call a house with an address a shelter.
    unlikely = frozenset() if sounds_like_shelter(text) else _shelters()
    for offer in (*_by_pieces(text, index), *_by_spelling(text, index)):
        if offer.concept in unlikely:
            continue
        if offer.concept not in best or offer.score > best[offer.concept].score:
            best[offer.concept] = offer
    return tuple(sorted(best.values(), key=lambda c: (-c.score, notation(c.concept), c.concept)))


@cache
def _shelters() -> frozenset[URIRef]:
    """The types of offers whose place is kept secret."""
    shelter = find_concept(scheme_iri("offer-types"), "AT-S1")
    narrower = vocabulary().transitive_subjects(SKOS.broader, shelter) if shelter is not None else ()
    return frozenset(concept for concept in narrower if isinstance(concept, URIRef))


def _named(text: str, index: _Index) -> dict[URIRef, tuple[Way, str]]:
    """The terms that `text` names: by code, else label, else synonym, or by code and one of its names together."""
    wanted = fold(text)
    for way, table in index.naming:
        hits = table.get(wanted, ())
        if hits:
            return dict.fromkeys(hits, (way, text))
    coded = _CODED.fullmatch(text)
    by_code = _named(coded["code"], index) if coded else {}
    return {c: found for c, found in by_code.items() if coded and c in _named(coded["label"], index)}


def _by_pieces(text: str, index: _Index) -> Iterable[TermCandidate]:
    for reading in phrase_readings(text):
        given = {piece: _near(piece, index) for piece in reading.pieces}
        unknown = math.log(1 + len(index.names))
        weights = {piece: index.rarity.get(piece, unknown) for piece in given}
        total = sum(weights.values())
        covered: dict[int, float] = {}
        reached: dict[int, dict[str, float]] = {}
        slips: set[int] = set()
        for piece, near in given.items():
            best: dict[int, float] = {}
            for other, likeness, slip in near:
                for place in index.postings[other]:
                    best[place] = max(best.get(place, 0.0), likeness)
                    reached.setdefault(place, {})
                    reached[place][other] = max(reached[place].get(other, 0.0), likeness)
                    if slip:
                        slips.add(place)
            for place, likeness in best.items():
                covered[place] = covered.get(place, 0.0) + weights[piece] * likeness
        for place, share in covered.items():
            theirs = sum(index.rarity[other] * likeness for other, likeness in reached[place].items())
            name = index.names[place]
            score = math.sqrt(share / total * theirs / index.totals[place]) * reading.weight * name.weight
            if score >= _FLOOR:
                way = Way.SIMILAR if place in slips else Way.COMPOUND
                yield _offer(name.concept, name.text, way, score * _OFFER)


def _by_spelling(text: str, index: _Index) -> Iterable[TermCandidate]:
    found = process.extract(
        fold(text), index.spelled.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=_SPELLING
    )
    for name, score, _ in found:
        for concept, original in index.spelled[name]:
            yield _offer(concept, original, Way.SIMILAR, score / 100 * _OFFER * 0.97)


def _offer(concept: URIRef, name: str, way: Way, score: float) -> TermCandidate:
    return TermCandidate(concept, concept_text(concept), name, way, round(score, 4))


@lru_cache(maxsize=65536)
def _likeness(piece: str, other: str) -> tuple[float, bool]:
    """How much two stems are one (0..1), and whether only a slip of the pen would explain it."""
    if piece == other:
        return 1.0, False
    if other in alike(piece):
        return 0.9, False
    short, long = sorted((piece, other), key=len)
    if len(short) >= 4 and long.startswith(short):
        return (0.85 if len(long) - len(short) <= 3 else 0.6), False
    shared = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if shared >= 5 and shared >= 0.6 * len(long):
        return 0.75, False
    ratio = fuzz.ratio(piece, other) if len(short) >= 5 else 0.0
    return (ratio / 100 * 0.9, True) if ratio >= _PIECE else (0.0, False)


def _near(piece: str, index: _Index) -> list[tuple[str, float, bool]]:
    if piece not in index.near:
        known = ((other, *_likeness(piece, other)) for other in index.postings)
        index.near[piece] = [(other, likeness, slip) for other, likeness, slip in known if likeness]
    return index.near[piece]


@lru_cache(maxsize=64)
def _index(terms: tuple[URIRef, ...]) -> _Index:
    graph = vocabulary()
    naming: list[tuple[Way, dict[str, tuple[URIRef, ...]]]] = []
    names: list[_Name] = []
    spelled: dict[str, tuple[tuple[URIRef, str], ...]] = {}
    for way, path in ((Way.EXACT, SKOS.notation), (Way.EXACT, SKOS.prefLabel), (Way.SYNONYM, SKOS.altLabel)):
        table: dict[str, tuple[URIRef, ...]] = {}
        for concept in terms:
            for text in sorted(set(graph.objects(concept, path)), key=str):
                key = fold(str(text))
                if concept not in table.get(key, ()):
                    table[key] = (*table.get(key, ()), concept)
                if isinstance(text, Literal) and text.language == "de":
                    spelled[key] = (*spelled.get(key, ()), (concept, str(text)))
                    names += [
                        _Name(concept, str(text), reading.pieces, reading.weight)
                        for reading in phrase_readings(str(text), widen=False)
                    ]
        naming.append((way, table))
    users: dict[str, set[URIRef]] = {}
    postings: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for piece in name.stems:
            users.setdefault(piece, set()).add(name.concept)
            postings.setdefault(piece, []).append(place)
    rarity = {piece: math.log(1 + len(terms) / len(found)) for piece, found in users.items()}
    return _Index(
        tuple(naming),
        tuple(names),
        {piece: tuple(places) for piece, places in postings.items()},
        rarity,
        tuple(sum(rarity[piece] for piece in name.stems) for name in names),
        spelled,
    )

"""German phrases taken apart: readings of a phrase, words of a reading, pieces of a compound.

```
"Schuldner- und Insolvenzberatung (kostenlos)"
   → schuldnerberatung insolvenzberatung kostenlos | schuldnerberatung | insolvenzberatung | …   readings
   → schuldn berat                                                                              pieces
```

Both sides of a comparison go through here, so a compound that is cut oddly is cut oddly on both sides.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer
from rdflib import Literal

from ontology.namespaces import SKOS
from ontology.vocabulary import concepts, fold, vocabulary

_FIELD = ("offer-types", "target-groups", "needs", "provider-types", "pillars")  # whose words make compounds
_STOP = frozenset({
    "am", "an", "auf", "aus", "bei", "beim", "das", "dem", "den", "der", "des", "die", "durch", "ein",
    "eine", "einer", "eines", "fuer", "gegen", "im", "in", "mit", "nach", "oder", "sowie", "sonstige",
    "sonstiges", "u", "ueber", "um", "und", "unter", "v", "vom", "von", "vor", "z", "zu", "zum", "zur",
    "a", "o", "etc", "inkl", "incl", "bzw", "s", "d",
})  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_INNER = re.compile(r"(?<=\w)\((\w+)\)(?=\w)")  # Schwangerschafts(konflikt)beratung
_JOINTS = re.compile(r"\s*(?:[,;/|&+•]|\bund\b|\boder\b|\bsowie\b|\bu\.)\s*")
_OPEN_END = re.compile(r"(?P<stem>\w{2,})[-–]$")
_SHORTEST = 4  # letters; below that a piece is found in too many words by chance
_FUGUES = ("", "s", "n", "en", "es", "er", "e")
_FUGUE_BEFORE = re.compile(r"^(?:ungs|s(?![tpc]))(?=\w{3})")
_ASIDE = 0.96  # what a reading weighs that leaves something out
_LONG_FORM = (
    0.94  # what a reading weighs that writes out an abbreviation or puts a word of the field for another
)


@dataclass(frozen=True, slots=True)
class PhraseReading:
    """One way to read a phrase. `pieces`: stems without order; `weight`: 0..1, less where something was assumed."""

    pieces: frozenset[str]
    weight: float


def visible(text: str) -> str:
    """`text` composed, without soft hyphens and marks of no width."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


@lru_cache(maxsize=16384)
def phrase_readings(text: str, *, widen: bool = True) -> tuple[PhraseReading, ...]:
    """All readings of a phrase, the literal one first.

    Args:
        text: a term as somebody wrote it.
        widen: also write out abbreviations and put words of the field for each other. Done on one side of a
            comparison only.
    """
    found: dict[frozenset[str], float] = {}
    for phrase, weight in _phrases(visible(text)):
        for words, worth in _wordings(phrase, widen=widen):
            stems = frozenset(piece for word in words if word not in _STOP for piece in pieces(word))
            if stems:
                found[stems] = max(found.get(stems, 0.0), weight * worth)
            for piece in stems if widen else ():
                for others in _compounds_for().get(piece, ()):
                    other = stems - {piece} | others
                    found[other] = max(found.get(other, 0.0), weight * worth * _LONG_FORM)
    return tuple(PhraseReading(stems, weight) for stems, weight in found.items())


@lru_cache(maxsize=16384)
def pieces(word: str) -> tuple[str, ...]:
    """The stems a folded word is made of: `suchtberatung` → `sucht`, `berat`."""
    return _split(stem(word), _lexicon())


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a folded word; feminine plurals count as the plain word (`seniorinnen` → `senior`)."""
    plain = word[:-5] if word.endswith("innen") and len(word) > 8 else word
    return str(_stemmer().stemWord(plain))


@cache
def alike(piece: str) -> frozenset[str]:
    """Stems that lists of the field use for the same thing as `piece`, without itself."""
    return _alike_stems().get(piece, frozenset()) - {piece}


def _phrases(text: str) -> Iterator[tuple[str, float]]:
    """The phrase, without what stands in brackets, and each of its enumerated parts."""
    whole = _INNER.sub(r"\1", text)
    forms = {whole: 1.0}
    if whole != text:
        forms[_INNER.sub("", text)] = 1.0
    bare = _BRACKETS.sub("", whole).strip()
    if bare and bare != whole:
        forms[bare] = _ASIDE
        for inside in _BRACKETS.findall(whole):
            forms.setdefault(inside, _ASIDE * _ASIDE)
    for form, weight in forms.items():
        parts = _enumerated(form)
        yield " ".join(parts), weight
        if len(parts) > 1:
            yield from ((part, weight * _ASIDE) for part in parts)


def _enumerated(text: str) -> list[str]:
    """`Tages-, Nacht- und Kurzzeitpflege` → Tagespflege, Nachtpflege, Kurzzeitpflege."""
    parts = [part for part in _JOINTS.split(text) if part.strip(" -–")]
    head = ""
    for position in range(len(parts) - 1, -1, -1):
        cut = _OPEN_END.search(parts[position])
        if cut is None:
            head = _head(fold(parts[position]).split(" ")[-1])
        else:
            parts[position] = parts[position][: cut.end("stem")] + head
    return parts


@lru_cache(maxsize=4096)
def _head(word: str) -> str:
    """The last piece of a compound as it is written: `kurzzeitpflege` → `pflege`."""
    cut = pieces(word)
    if len(cut) < 2:
        return ""
    start = stem(word).rfind(cut[-1])
    return word[start:] if start > 0 else ""


def _wordings(phrase: str, *, widen: bool) -> Iterator[tuple[list[str], float]]:
    words = fold(phrase).split()
    yield words, 1.0
    if not widen:
        return
    table = _substitutes()
    if len(words) > 1:
        yield from ((list(other), _LONG_FORM) for other in table.get(" ".join(words), ()))
    for position, word in enumerate(words):
        for other in table.get(word, ()) or table.get(stem(word), ()):
            yield [*words[:position], *other, *words[position + 1 :]], _LONG_FORM


def _split(word: str, lexicon: frozenset[str]) -> tuple[str, ...]:
    if word in _atoms():
        return (word,)
    for start in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if word[start:] in lexicon:
            return (*_split(_modifier(word[:start], lexicon), lexicon), *_split(word[start:], lexicon))
    for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        if word[:end] in lexicon:
            return (*_split(word[:end], lexicon), _after(word[end:], lexicon))
    return (word,)


def _after(text: str, lexicon: frozenset[str]) -> str:
    """The second part of a compound without what joins it: `sgeschicht` → `geschicht`."""
    known = [text.removeprefix(fugue) for fugue in _FUGUES if text.startswith(fugue)]
    return next((form for form in known if form in lexicon), _FUGUE_BEFORE.sub("", text))


def _modifier(text: str, lexicon: frozenset[str]) -> str:
    """The first part of a compound without what joins it: `erziehungs` → `erzieh`."""
    forms = [text.removesuffix(fugue) for fugue in _FUGUES if text.endswith(fugue)]
    known = [form for form in forms if form in lexicon] or [s for f in forms if (s := stem(f)) in lexicon]
    return known[0] if known else stem(text)


@cache
def _stemmer() -> "snowballstemmer.GermanStemmer":
    return snowballstemmer.stemmer("german")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("abbreviations.toml").read_text("utf-8"))


@cache
def _atoms() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in _table()["parts"]["words"])


@cache
def _lexicon() -> frozenset[str]:
    """Stems that a compound may be made of: the words of the vocabularies and what the field adds."""
    graph = vocabulary()
    names = [
        str(name)
        for scheme in _FIELD
        for concept in concepts(scheme)
        for path in (SKOS.prefLabel, SKOS.altLabel)
        for name in graph.objects(concept, path)
        if isinstance(name, Literal) and name.language == "de"
    ]
    words = {word for name in names for word in fold(name).split()}
    words |= {fold(word) for name in names for word in re.findall(r"(\w+)[-–](?=[ ,])", name)}
    stems = {
        stem(word.removesuffix("s") if word.endswith(("ungs", "ions")) else word) for word in words - _STOP
    }
    return frozenset(s for s in stems | _atoms() if len(s) >= _SHORTEST)


@cache
def _substitutes() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Folded word (or its stem) → words to put in its place."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for short, long_forms in _table()["long"].items():
        for form in long_forms:
            written = " ".join(_enumerated(form))
            table.setdefault(fold(short), []).append((written,))
            table.setdefault(fold(written), []).append((short,))
    for row in _table()["alike"]["rows"]:
        for word in row:
            others = [(other,) for other in row if other != word]
            for key in {fold(word), stem(fold(word))}:
                table.setdefault(key, []).extend(others)
    return {
        key: tuple(dict.fromkeys(tuple(fold(" ".join(form)).split()) for form in forms))
        for key, forms in table.items()
    }


@cache
def _alike_stems() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for row in _table()["alike"]["rows"]:
        single = frozenset(cut[0] for word in row if len(cut := pieces(fold(word))) == 1)
        for piece in single:
            table[piece] = table.get(piece, frozenset()) | single
    return table


@cache
def _compounds_for() -> dict[str, frozenset[frozenset[str]]]:
    """Stem → compounds that lists use for the same thing: `dolmetsch` → {sprach, mittlung}."""
    table: dict[str, frozenset[frozenset[str]]] = {}
    for row in _table()["alike"]["rows"]:
        cuts = [frozenset(pieces(fold(word))) for word in row]
        compounds = frozenset(cut for cut in cuts if len(cut) > 1)
        for cut in cuts:
            if len(cut) == 1 and compounds:
                table[next(iter(cut))] = compounds
    return table

"""What a column is by its header: our own label, a synonym of practice, or nearly one of them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from ontology.sheets import SheetSpec
from ontology.vocabulary import fold

_LABEL, _SYNONYM, _CONTAINED, _SIMILAR = 1.0, 0.95, 0.78, 0.72
_LATER = 0.002  # a later synonym is a slightly worse one
_PART = 0.04  # what a header loses if only one of its levels fits
_SPELLING = 88.0  # of 100
_SHORTEST = 4  # letters of a word that is looked for inside a header
_JOINTS = re.compile(r"[_./\-]+")
_LEVELS = " / "


@dataclass(frozen=True, slots=True)
class HeaderHit:
    """How a header resembles a name. `kind`: header, synonym or similar; `name`: the name it resembles."""

    kind: str
    score: float
    name: str


def header_hits(header: str, specs: Sequence[SheetSpec]) -> dict[str, HeaderHit]:
    """Role → how well the header names it; a role is the tag of a column of ours, or `@…`.

    Of a header in several levels (`Bevölkerung / insgesamt`) the whole and each level count.
    """
    names = _names(tuple((column.tag, *column.label.values()) for spec in specs for column in spec.columns))
    found: dict[str, HeaderHit] = {}
    levels = header.split(_LEVELS)
    for place, text in enumerate([header, *(levels if len(levels) > 1 else ())]):
        for role, hit in _hits(words(text), names):
            weaker = HeaderHit(hit.kind, hit.score - (_PART if place else 0), hit.name)
            if role not in found or weaker.score > found[role].score:
                found[role] = weaker
    return found


def words(header: str) -> str:
    """A header as words: `name_traeger` and `Name-Träger` are the same."""
    return fold(_JOINTS.sub(" ", header))


@dataclass(frozen=True, slots=True)
class _Names:
    """Folded name → roles it names, with kind, score and the name as it is written."""

    by_name: Mapping[str, tuple[tuple[str, HeaderHit], ...]]


def _hits(text: str, names: _Names) -> Iterator[tuple[str, HeaderHit]]:
    if not text:
        return
    exact = names.by_name.get(text)
    if exact:
        yield from exact
        return
    padded = f" {text} "
    for name, hits in names.by_name.items():
        if len(name) >= _SHORTEST and f" {name} " in padded:
            share = len(name) / len(text)
            for role, hit in hits:
                yield role, HeaderHit("similar", _CONTAINED - 0.2 * (1 - share), hit.name)
    for name, score, _ in process.extract(
        text, names.by_name.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_SPELLING
    ):
        for role, hit in names.by_name[name] if len(name) >= _SHORTEST else ():
            yield role, HeaderHit("similar", _SIMILAR * score / 100, hit.name)


@cache
def _names(labels: tuple[tuple[str, ...], ...]) -> _Names:
    """`labels`: tag of a column of ours, then what it is called."""
    table: dict[str, list[tuple[str, HeaderHit]]] = {}
    known: set[tuple[str, str]] = set()
    for tag, *texts in labels:
        for name in texts if tag in _synonyms() else ():
            if (tag, words(name)) not in known:
                known.add((tag, words(name)))
                table.setdefault(words(name), []).append((tag, HeaderHit("header", _LABEL, name)))
    for role, entry in _synonyms().items():
        for place, name in enumerate(entry):
            if (role, words(name)) not in known:
                known.add((role, words(name)))
                hit = HeaderHit("synonym", _SYNONYM - _LATER * place, name)
                table.setdefault(words(name), []).append((role, hit))
    return _Names({name: tuple(hits) for name, hits in table.items()})


@cache
def _synonyms() -> dict[str, list[str]]:
    entries = tomllib.loads((files(__package__) / "headers.toml").read_text("utf-8"))
    return {role: entry["names"] for role, entry in entries.items()}

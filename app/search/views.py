"""What can be found, and what was found: entries, and hits grouped by kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that can be found.

    `kind` is a sheet ("angebot"), a list of the vocabulary ("target-groups", "begriffe") or "fragen", "vorhaben", "seiten",
    "angeheftet"; `art` and `key` say where a hit leads: to the profile of a record or concept, else to the page of the
    kind. `detail` is shown beside the name; `names` and `words` are further words it is found by, `words` of less weight.
    """

    kind: str
    art: str
    key: str
    label: str
    detail: str = ""
    names: str = ""
    words: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of what can be found, with the number of entries there are, or that were found."""

    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """What was found of one kind, best first; `hits` may be cut, `kind.count` is not."""

    kind: SearchKind
    hits: tuple[SearchEntry, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found.

    `every_word` is False if nothing has all the words and hits have some of them; `looked` are all kinds that were
    searched; `alike` are words that occur and resemble one that does not.
    """

    words: str
    count: int
    groups: tuple[SearchGroup, ...]
    looked: tuple[SearchKind, ...]
    every_word: bool = True
    alike: tuple[str, ...] = ()

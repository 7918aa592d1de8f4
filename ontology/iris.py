"""The one place that builds an IRI.

```
…/id/<AGS>/<slug>-<key>                                   a record; the slug is the class's soz:keySlug
…/id/<AGS>/quelle-<source> · datei-<sha> · lauf-<sha> · zeile-<sha8>-<sheet>-<row>      where it came from
…/graph/<AGS>/quelle/<source>/<intern|oeffentlich>         what a source says now
…/graph/<AGS>/herkunft · zurueckgestellt                   provenance · rows held back
…/graph/<AGS>/stand/<audience> · abgeleitet/<audience>     the merged current state · what follows from it
…/graph/vokabular                                          ontology, vocabularies, law
…/frage/<code> · …/frage/<code>#<column>                   a question of the catalogue · what a column of its answer says
```

Keys are the register's, never names: a renamed offer keeps its IRI.
"""

import hashlib
import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from rdflib import URIRef

from ontology.errors import IdentifierError
from ontology.namespaces import prefixes
from ontology.terms import SOZ
from ontology.vocabulary import ontology_graph

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_AGS = re.compile(r"[0-9]{8}")

VOCABULARY_GRAPH = URIRef(prefixes()["graph"] + "vokabular")


class Audience(StrEnum):
    """For whom a Stand is built and an answer released."""

    INTERN = "intern"
    PUBLIC = "oeffentlich"


class Parts(NamedTuple):
    """What the IRI of a record, source, file, run, row or column says."""

    ags: str
    slug: str
    key: str


@cache
def _slugs() -> dict[URIRef, str]:
    return {URIRef(str(c)): str(slug) for c, slug in ontology_graph().subject_objects(SOZ.keySlug)}


def key_slug(cls: URIRef) -> str:
    """The word a class puts into the IRIs of its records.

    Raises:
        IdentifierError: the class has no `soz:keySlug`.
    """
    try:
        return _slugs()[cls]
    except KeyError:
        raise IdentifierError(
            f"ontology: class {cls} has no soz:keySlug; add one to its Turtle file"
        ) from None


def is_key(text: str) -> bool:
    """Whether `text` can stand in an IRI as it is."""
    return _KEY.fullmatch(text) is not None


def record(ags: str, cls: URIRef, key: str) -> URIRef:
    """The IRI of the record with `key` (letters, digits, `.`, `_`, `-`) in the municipality `ags` (8 digits)."""
    return URIRef(f"{prefixes()['id']}{_checked_ags(ags)}/{key_slug(cls)}-{_checked_key(key)}")


def parts(iri: URIRef) -> Parts | None:
    """Municipality, slug and key of an IRI built here; None for every other IRI."""
    ags, _, name = str(iri).removeprefix(prefixes()["id"]).partition("/")
    slug, _, key = name.partition("-")  # slugs carry no hyphen, keys may
    known = _AGS.fullmatch(ags) and slug in _slugs().values() and is_key(key)
    return Parts(ags, slug, key) if known and str(iri).startswith(prefixes()["id"]) else None


def composite_group(ags: str, notations: list[str]) -> URIRef:
    """The IRI of the target group that combines all of `notations` (AND), whatever their order."""
    return record(ags, SOZ.TargetGroup, "_".join(sorted(notations)))


def source(ags: str, key: str) -> URIRef:
    """A source that delivers."""
    return record(ags, SOZ.Source, key)


def source_file(ags: str, sha256: str) -> URIRef:
    """A delivered file, named by its checksum."""
    return record(ags, SOZ.SourceFile, sha256)


def import_run(ags: str, sha256: str) -> URIRef:
    """The run that read a delivered file."""
    return record(ags, SOZ.ImportRun, sha256)


def source_row(ags: str, sha256: str, sheet_number: int, row: int, part: int = 0) -> URIRef:
    """A row of a delivered file, by its number as the spreadsheet shows it; `part` if it became several records."""
    name = f"{sha256[:8]}-{sheet_number}-{row}"
    return record(ags, SOZ.SourceRow, f"{name}-{part}" if part else name)


def column_use(ags: str, sha256: str, sheet_number: int, letter: str, tag: str = "") -> URIRef:
    """What a column of a delivered file was read as; `tag` of our column, if it was read as several."""
    name = f"{sha256[:8]}-{sheet_number}-{letter}"
    return record(ags, SOZ.ColumnUse, f"{name}-{tag.lstrip('#').replace('+', '.')}" if tag else name)


def match_decision(ags: str, source_key: str, sheet: str, key: str) -> URIRef:
    """What was decided about what a source calls `key` on the sheet with this tag."""
    digest = hashlib.sha256(f"{source_key}\n{sheet}\n{key}".encode()).hexdigest()[:16]
    return record(ags, SOZ.MatchDecision, digest)


def conflict(ags: str, number: str) -> URIRef:
    """A contradiction between two sources; `number` is a digest of what contradicts."""
    return record(ags, SOZ.Conflict, number)


def question(code: str) -> URIRef:
    """A question of the catalogue."""
    return URIRef(f"{prefixes()['frage']}{_checked_key(code)}")


def answer_column(code: str, column: str) -> URIRef:
    """What a column of the answer to a question says about what its row is about."""
    return URIRef(f"{question(code)}#{_checked_key(column)}")


def source_graph(ags: str, key: str, disclosure: Audience) -> URIRef:
    """The graph of what a source says now, for one disclosure level."""
    return _graph(ags, f"quelle/{_checked_key(key)}/{disclosure}")


def provenance_graph(ags: str) -> URIRef:
    """Files, rows, columns, runs and sources."""
    return _graph(ags, "herkunft")


def held_back_graph(ags: str) -> URIRef:
    """Rows that wait in quarantine, with those facets that could be read."""
    return _graph(ags, "zurueckgestellt")


def stand_graph(ags: str, audience: Audience) -> URIRef:
    """The merged current state for an audience."""
    return _graph(ags, f"stand/{audience}")


def derived_graph(ags: str, audience: Audience) -> URIRef:
    """What follows from a Stand."""
    return _graph(ags, f"abgeleitet/{audience}")


def _graph(ags: str, tail: str) -> URIRef:
    return URIRef(f"{prefixes()['graph']}{_checked_ags(ags)}/{tail}")


def _checked_ags(ags: str) -> str:
    if not _AGS.fullmatch(ags):
        raise IdentifierError(f"'{ags}' is not a municipality key; expected 8 digits (mind the leading zero)")
    return ags


def _checked_key(key: str) -> str:
    if not is_key(key):
        raise IdentifierError(
            f"'{key}' cannot be a key; expected letters, digits, '.', '_' and '-', no spaces"
        )
    return key

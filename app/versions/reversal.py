"""Take back one version while later ones stay, or say plainly why that cannot be.

It can be if the state without it can be worked out (`app.versions.replay`), if that differs from what there is, and if nothing
that stays refers to a record that would be no more. Reversing a reversal brings back what it took.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from app.errors import EntangledError, RequestError
from app.protection import Secrets
from app.town import OpenTown
from app.versions.differences import difference, secrets_between, title_of
from app.versions.replay import Replay
from app.versions.said import Content
from app.views import ReversalView
from app.wording import Names
from graph import Entry, Kind, Patch, Quad, Version
from graph.sources import source_of
from ontology import iris
from ontology.namespaces import DCTERMS, PROV, RDF
from ontology.terms import SOZ
from ontology.vocabulary import label
from ontology.words import words_of

_SHOWN = 5
_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that stays and refers to one that would be no more; no `record`: a row that waits."""

    record: URIRef | None
    target: URIRef
    graph: URIRef


def reversible(town: OpenTown, number: int, lang: str) -> tuple[ReversalView, Secrets]:
    """Whether a version can be taken back, what would change, and what of that must not be shown.

    Raises:
        RequestError: there is no such version.
    """
    town.check_version(number, first=1)
    head = town.store.log.head
    replay = Replay(town.store.log)
    try:
        before, after = _states(replay, number, head)
    except EntangledError as error:
        reason = _entangled(town.store.log.version(error.version), number, lang)
        return ReversalView(number, possible=False, reasons=(reason,)), town.secrets()
    reasons = tuple(_reasons(town, number, before, after, lang))
    view = difference(town.ags, (head, before), (head + 1, after), lang)
    return ReversalView(number, not reasons, reasons, view), secrets_between(town.secrets(), before, after)


def reverse(town: OpenTown, number: int, who: str, why: str) -> Version:
    """Take back a version; that is a version of its own.

    Raises:
        RequestError: there is no such version, or it cannot be taken back; the message says why.
        BusyError: another version was made meanwhile.
    """
    town.check_version(number, first=1)
    head = town.store.log.head
    try:
        before, after = _states(Replay(town.store.log), number, head)
    except EntangledError as error:
        raise _refused(number, [_entangled(town.store.log.version(error.version), number, "de")]) from None
    reasons = list(_reasons(town, number, before, after, "de"))
    if reasons:
        raise _refused(number, reasons)
    entry = Entry(who=who, why=why, kind=Kind.REVERSAL, of=number)
    return town.store.commit(Patch.between(_quads(before), _quads(after)), entry, base=head)


def references(ags: str, before: Content, after: Content) -> list[Reference]:
    """What of `after` refers to records that are in `before` only."""
    gone = _records(ags, before) - _records(ags, after)
    found: set[Reference] = set()
    for quad in _quads(after) if gone else ():
        subject, path, value, graph = quad
        if path == SOZ.wouldBe:
            continue
        if value in gone and isinstance(value, URIRef):
            waits = graph == iris.held_back_graph(ags)
            found.add(Reference(None if waits else subject, value, graph))
        elif subject in gone and isinstance(value, URIRef) and source_of(ags, graph):
            found.add(Reference(value, subject, graph))
    return sorted(found, key=lambda r: (r.graph, r.record or "", r.target))


def _states(replay: Replay, number: int, head: int) -> tuple[Content, Content]:
    return replay.actual(head), replay.without(frozenset({number}), head)


def _reasons(town: OpenTown, number: int, before: Content, after: Content, lang: str) -> Iterable[str]:
    if town.store.log.version(number).kind is Kind.REDACTION:
        yield _WORDS("redaction", lang, number=number)
    elif before == after:
        yield _WORDS("nothing", lang, number=number)
    else:
        yield from _in_the_way(town, before, after, lang)


def _in_the_way(town: OpenTown, before: Content, after: Content, lang: str) -> Iterable[str]:
    found = references(town.ags, before, after)
    if not found:
        return
    words = _Words(town, before, lang)
    for reference in found[:_SHOWN]:
        yield words.say(reference)
    if len(found) > _SHOWN:
        yield _WORDS.counted("more", len(found) - _SHOWN, lang)


class _Words:
    """Says references with what the records are called and where they come from."""

    def __init__(self, town: OpenTown, content: Content, lang: str) -> None:
        self._ags, self._lang, self._content = town.ags, lang, content
        self._names = Names(lang, _quads(content))
        self._classes: dict[URIRef, URIRef] = {}
        rows: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for subject, path, value, _ in _quads(content):
            if path == RDF.type and isinstance(value, URIRef):
                self._classes[subject] = value
            elif path in (PROV.wasDerivedFrom, DCTERMS.isPartOf) and isinstance(value, URIRef):
                rows[subject].add(value)
        self._from = rows
        self._versions = _versions_of_files(town)

    def say(self, reference: Reference) -> str:
        """One sentence."""
        target = self._called(reference.target)
        source = source_of(self._ags, reference.graph)
        if reference.record is None or source is None:
            return _WORDS("waits", self._lang, target=target)
        number = self._version(reference.record)
        return _WORDS(
            "refers",
            self._lang,
            record=self._called(reference.record),
            source=title_of(self._ags, source[0], self._content),
            version=_WORDS("version", self._lang, number=number) if number else "",
            target=target,
        )

    def _called(self, record: URIRef) -> str:
        cls = self._classes.get(record)
        parts = [label(cls, self._lang) if cls else "", self._names.key(record) or self._names.of(record)]
        return " ".join(part for part in parts if part)

    def _version(self, record: URIRef) -> int | None:
        files = {file for row in self._from[record] for file in self._from[row]}
        return max((self._versions[file] for file in files if file in self._versions), default=None)


def _versions_of_files(town: OpenTown) -> Mapping[URIRef, int]:
    return {
        iris.source_file(town.ags, v.entry.file_sha256): v.number
        for v in town.store.versions()
        if v.entry.file_sha256
    }


def _records(ags: str, content: Content) -> set[URIRef]:
    """Everything some source says the class of."""
    return {q[0] for g, quads in content.items() if source_of(ags, g) for q in quads if q[1] == RDF.type}


def _quads(content: Content) -> Iterable[Quad]:
    return (quad for quads in content.values() for quad in quads)


def _entangled(later: Version, number: int, lang: str) -> str:
    return _WORDS("entangled", lang, later=later.number, why=later.entry.why, number=number)


def _refused(number: int, reasons: list[str]) -> RequestError:
    return RequestError(
        f"Version {number} kann nicht allein zurückgenommen werden: {' '.join(reasons)} "
        "Möglich bleibt, zu einer früheren Version zurückzukehren"
    )

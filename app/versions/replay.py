"""What the town would hold had a version never been made: those after it, done again without it.

What a source says is, record by record, what its last delivery that held the record said. So a delivery is not undone
by turning its change around but by doing again what came after:

* a **delivery** says what stands in the state it led to under the rows of its file; that is compared afresh with what
  its source says without the version left out (`app.versions.said`);
* a **rollback** goes to the state its target has without the version left out;
* a **reversal** leaves out one more;
* any other change is made again as it is, if what it removes is there, what it adds is not, and what it describes
  exists. If not, it builds on the version left out.

What the rules found in later deliveries is not judged anew: rows that waited then wait still.
"""

from rdflib import URIRef

from app.errors import EntangledError
from app.versions.said import Content, applied, content_of, said_by
from graph import Kind, Patch, Quad, Version, VersionLog
from ontology.namespaces import RDF


class Replay:
    """Replays the log of one town; what is read is read once."""

    def __init__(self, log: VersionLog) -> None:
        self._log = log
        self._patches: dict[int, Patch] = {}
        self._actual: dict[int, Content] = {}

    def actual(self, number: int) -> Content:
        """What the town held at a version."""
        if number not in self._actual:
            quads: set[Quad] = set()
            for earlier in range(1, number + 1):
                quads -= self._patch(earlier).removed
                quads |= self._patch(earlier).added
            self._actual[number] = content_of(quads)
        return self._actual[number]

    def without(self, left_out: frozenset[int], upto: int) -> Content:
        """What the town would hold at version `upto` without some earlier ones.

        Raises:
            EntangledError: a later version builds on one of them.
        """
        left_out = frozenset(number for number in left_out if number <= upto)
        if not left_out:
            return self.actual(upto)
        start = min(left_out) - 1
        actual = now = self.actual(start)
        states = {start: now}
        for number in range(start + 1, upto + 1):
            version, patch = self._log.version(number), self._patch(number)
            actual = applied(actual, patch)
            if number in left_out:
                pass
            elif version.kind is Kind.ROLLBACK:
                target = version.entry.of or 0
                now = states[target] if target in states else self.actual(target)
            elif version.kind is Kind.REVERSAL:
                now = self.without(left_out | {version.entry.of or 0}, number - 1)
            else:
                self._check_file(version, left_out)
                now = _again(version, patch, actual, now)
            states[number] = now
        return now

    def _patch(self, number: int) -> Patch:
        if number not in self._patches:
            self._patches[number] = self._log.patch(number)
        return self._patches[number]

    def _check_file(self, version: Version, left_out: frozenset[int]) -> None:
        """A part of a file that was left out cannot be told from the rest of it: its rows are the same."""
        entry = version.entry
        files = {self._log.version(n).entry.file_sha256 for n in left_out if n < version.number}
        if entry.partial and entry.file_sha256 is not None and entry.file_sha256 in files:
            raise EntangledError(version.number)


def _again(version: Version, patch: Patch, actual: Content, now: Content) -> Content:
    said = said_by(version, patch, actual)
    if said is None:
        return _patched(version, patch, actual, now)
    return _patched(version, said.rest, actual, applied(now, said.change(now)))


def _patched(version: Version, patch: Patch, actual: Content, now: Content) -> Content:
    """The change as it was made; only if it changes the same and describes nothing that is not there."""
    if not patch:
        return now
    missing = [q for q in patch.removed if q not in now.get(q[3], ())]
    present = [q for q in patch.added if q in now.get(q[3], ())]
    then = applied(now, patch)
    if missing or present or _described(patch, actual) - _described(patch, then):
        raise EntangledError(version.number)
    return then


def _described(patch: Patch, content: Content) -> set[tuple[URIRef, URIRef]]:
    """The things a change says something about that are there."""
    about = {(q[0], q[3]) for q in patch.added}
    graphs = patch.graphs()
    typed: set[Quad] = {q for graph in graphs for q in content.get(graph, ()) if q[1] == RDF.type}
    return about & {(q[0], q[3]) for q in typed}

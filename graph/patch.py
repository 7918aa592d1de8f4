"""A change of the log as text: RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html), quads only.

```
H id "<random>" .        so that two equal changes differ, and a redacted one cannot be guessed from its checksum
TX .
D <s> <p> "o" <g> .      removed first
A <s> <p> "o" <g> .      then added
TC .                     without this line the file is cut
```
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox  # noqa: TID251 this room owns the embedded engine
from rdflib import URIRef

from graph.errors import LogError, TermError
from graph.terms import Quad, canonical, from_engine_quad, to_engine_quad


@dataclass(frozen=True, slots=True)
class Patch:
    """What leaves and what comes. Literals are in the spelling of the engines (`graph.canonical`)."""

    removed: frozenset[Quad]
    added: frozenset[Quad]

    @classmethod
    def of(cls, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()) -> "Patch":
        """A patch from quads as they come; what is both removed and added stays as it is.

        Raises:
            TermError: a term that cannot be stored.
        """
        gone, new = frozenset(canonical(removed)), frozenset(canonical(added))
        return cls(gone - new, new - gone)

    @classmethod
    def between(cls, before: Iterable[Quad], after: Iterable[Quad]) -> "Patch":
        """The change that turns `before` into `after`."""
        return cls.of(before, after)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def inverse(self) -> "Patch":
        """The change that takes this one back."""
        return Patch(self.added, self.removed)

    def effective(self, state: set[Quad]) -> "Patch":
        """Only what changes `state`: nothing removed that is absent, nothing added that is there."""
        return Patch(frozenset(self.removed & state), frozenset(self.added - state))

    def subjects(self) -> frozenset[URIRef]:
        """The records this change touches."""
        return frozenset(quad[0] for quads in (self.removed, self.added) for quad in quads)

    def graphs(self) -> frozenset[URIRef]:
        """The graphs this change touches."""
        return frozenset(quad[3] for quads in (self.removed, self.added) for quad in quads)

    def to_text(self) -> str:
        """The patch as RDF Patch, sorted, with a random id."""
        lines = [f'H id "{secrets.token_hex(16)}" .', "TX ."]
        for sign, quads in (("D", self.removed), ("A", self.added)):
            lines += sorted(f"{sign} {to_engine_quad(quad)} ." for quad in quads)
        return "\n".join([*lines, "TC .", ""])

    @classmethod
    def from_text(cls, text: str, name: str = "patch") -> "Patch":
        """Read what `to_text` wrote; `name` stands in the messages.

        Raises:
            LogError: not an RDF Patch, cut, or with blank nodes.
        """
        quads: dict[str, list[str]] = {"D": [], "A": []}
        lines = text.split("\n")
        if lines[-2:] != ["TC .", ""]:
            raise LogError(f"{name}: the end ('TC .') is missing; expected a whole patch. Restore a backup")
        for number, line in enumerate(lines[:-2], start=1):
            sign, _, rest = line.partition(" ")
            if sign in quads:
                quads[sign].append(rest)
            elif line != "TX ." and sign != "H":
                raise LogError(
                    f"{name}:{number}: '{sign[:20]}' is not a line of an RDF Patch. Restore a backup"
                )
        return cls(_parsed(quads["D"], name), _parsed(quads["A"], name))


def _parsed(lines: list[str], name: str) -> frozenset[Quad]:
    try:
        return frozenset(
            from_engine_quad(quad) for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)
        )
    except (SyntaxError, TermError) as error:
        raise LogError(
            f"{name}: a line is not a quad of IRIs and literals: {error}. Restore a backup"
        ) from None

"""Take a value out of the history: what the patches and texts of the log look like without it.

Three rules: a statement whose whole value is the value goes; a longer text keeps the rest and says "[entfernt]"; a
record whose IRI contains the value goes with every statement about it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph.errors import LogError
from graph.manifest import Version
from graph.patch import Patch
from graph.terms import Quad

REMOVED = "[entfernt]"
_SHORTEST = 3

# How one word is written in German data: STRASSE, Str., Straße; Mueller, Müller.
_SPELLINGS = {
    "strasse": "str(?:a(?:ß|ẞ|ss)e|\\.)",
    "ss": "(?:ß|ẞ|ss)",
    "ae": "(?:ä|ae)",
    "oe": "(?:ö|oe)",
    "ue": "(?:ü|ue)",
}
_SPACE = {" ": r"\s+"}
_PARTS = re.compile("|".join([*_SPELLINGS, " ", "(?s:.)"]))


class Eraser:
    """Removes `values` from terms and texts, whatever their case, spacing, umlauts or Unicode form.

    Raises:
        LogError: no value, or one so short that it would hit half the data.
    """

    def __init__(self, values: Iterable[str]) -> None:
        wanted = [" ".join(unicodedata.normalize("NFC", value).split()) for value in values]
        if not wanted or any(len(value) < _SHORTEST for value in wanted):
            raise LogError(
                f"redact: a value is missing or shorter than {_SHORTEST} characters. Give it in full"
            )
        longest_first = sorted(wanted, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_spellings, longest_first)), re.IGNORECASE)

    def text(self, text: str) -> str:
        """The text with every occurrence replaced by "[entfernt]"."""
        return self._pattern.sub(REMOVED, unicodedata.normalize("NFC", text)) if self.hits(text) else text

    def hits(self, text: str) -> bool:
        """Whether a value occurs in the text."""
        return self._pattern.search(unicodedata.normalize("NFC", text)) is not None

    def quad(self, quad: Quad) -> Quad | None:
        """The quad without the values; `None` if nothing of it may stay."""
        subject, predicate, value, graph = quad
        if any(self.hits(str(term)) for term in (subject, predicate, graph)):
            return None
        if not self.hits(str(value)):
            return quad
        kept = self._value(value)
        return None if kept is None else (subject, predicate, kept, graph)

    def version(self, version: Version) -> Version:
        """The version with clean details; its core stays."""
        entry = version.entry
        cleaned = replace(
            entry,
            who=self.text(entry.who),
            why=self.text(entry.why),
            file=entry.file and self.text(entry.file),
            source=entry.source and self.text(entry.source),
            decided={record: said for record, said in entry.decided.items() if not self.hits(record)},
        )
        return replace(version, entry=cleaned)

    def _value(self, value: Node) -> Node | None:
        if isinstance(value, URIRef) or not isinstance(value, Literal):
            return None
        rest = self._pattern.sub("", unicodedata.normalize("NFC", str(value)))
        # Numbers, dates and geometries have no rest that would still be true.
        if not any(character.isalnum() for character in rest) or (value.datatype is not None):
            return None
        return Literal(self.text(str(value)), lang=value.language)


def _spellings(value: str) -> str:
    """A pattern for a value in every spelling."""
    folded = value.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    known = {**_SPELLINGS, **_SPACE}
    return "".join(known.get(part, re.escape(part)) for part in _PARTS.findall(folded))


def redacted(patches: Iterable[Patch], eraser: Eraser) -> Iterator[tuple[Patch, int]]:
    """Each patch of the history without the values, and how many of its statements that concerns.

    Two statements may become one ("Weg 1" and "Weg 2" → "[entfernt]"), and the one must live until the last of the
    two is removed; so the states are counted through, not the lines rewritten.
    """
    state: set[Quad] = set()
    backed: Counter[Quad] = Counter()
    for patch in patches:
        before: dict[Quad, bool] = {}
        touched = 0
        change = patch.effective(state)
        for quads, step in ((change.removed, -1), (change.added, 1)):
            for quad in quads:
                cleaned = eraser.quad(quad)
                touched += cleaned != quad
                if cleaned is not None:
                    before.setdefault(cleaned, backed[cleaned] > 0)
                    backed[cleaned] += step
        state -= patch.removed
        state |= patch.added
        gone = frozenset(quad for quad, was in before.items() if was and not backed[quad])
        new = frozenset(quad for quad, was in before.items() if not was and backed[quad])
        yield Patch(gone, new), touched

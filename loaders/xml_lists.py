"""Lists of records in simple XML: sibling elements of one name that hold fields.

Read with expat, so that nothing is fetched or expanded: a document type declaration is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.container import UnreadableFileError
from loaders.encoding import ENCODINGS, decode
from loaders.limits import Limits
from loaders.nested import NestedFile, Note, SheetMaker, Value

TEXT = "Text"  # the column of a record's own text
_MARKUP = re.compile(r"a|abbr|b|br|div|em|font|h[1-6]|i|li|ol|p|small|span|strong|su[bp]|u|ul", re.IGNORECASE)
_SEARCHED = 8  # levels in which lists are looked for
_LATIN = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"'](?:iso-8859-1|latin-?1)[\"']", re.IGNORECASE)
_NOT_LATIN = re.compile(rb"[\x80-\x9f]")


@dataclass(slots=True)
class Element:
    """An element; `name` and the keys of `attributes` without namespace, `content` is texts and children in their order."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    content: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text between its tags, without the children's."""
        return "".join(part for part in self.content if isinstance(part, str)).strip()

    def whole_text(self) -> str:
        """The text between its tags with that of all elements inside."""
        return "".join(part if isinstance(part, str) else part.whole_text() for part in self.content)

    @property
    def structured(self) -> bool:
        """Whether it may be a record."""
        return bool(self.children or self.attributes)


def read_xml(data: bytes, name: str, limits: Limits, *, encoding: str | None = None) -> NestedFile:
    """Read the lists of records that an XML file holds, each as a sheet.

    Args:
        data: the file.
        name: what the sheet of what stands beside the lists is called.
        limits: upper bounds.
        encoding: a name or codec of `ENCODINGS`; None = as the file declares.

    Raises:
        UnreadableFileError: malformed, with a document type, without a list of records, nested too deep, or too large.
    """
    notes: list[Note] = []
    codec = encoding
    if codec is None and _LATIN.match(data[:200]) and _NOT_LATIN.search(data):
        codec = "cp1252"  # declared as ISO 8859-1, but with characters that only Windows has
        notes.append(Note("text-encoding", fill={"encoding": "Windows-1252"}))
    decoded = decode(data, codec) if codec is not None else None
    root = _Builder(limits).build(data if decoded is None else decoded.text)
    lists = list(_lists(root, 0)) or list(_only_record(root))
    if not lists:
        raise UnreadableFileError(
            "not-a-workbook",
            kind="eine XML-Datei ohne Liste gleichartiger Sätze",
            kind_en="an XML file without a list of records of one kind",
        )
    sheets = SheetMaker(limits)
    for elements in lists:
        sheets.add(elements[0].name, [_value(element, TEXT) for element in elements])
    listed = {id(element) for elements in lists for element in elements}
    beside = _beside(root, listed, 0)
    if beside:
        sheets.add(name, [beside])
        notes.append(Note("records-beside", sheets.sheets[-1].name))
    known = decoded.encoding if decoded and decoded.encoding in ENCODINGS.values() else None
    return NestedFile(tuple(sheets.sheets), tuple(notes), known)


def _by_name(element: Element) -> dict[str, list[Element]]:
    groups: dict[str, list[Element]] = {}
    for child in element.children:
        groups.setdefault(child.name, []).append(child)
    return groups


def _lists(element: Element, depth: int) -> Iterator[list[Element]]:
    """Siblings of one name that hold fields; what is inside of them belongs to them."""
    for same in _by_name(element).values():
        if len(same) > 1 and any(child.structured for child in same):
            yield same
        elif depth < _SEARCHED:
            for child in same:
                yield from _lists(child, depth + 1)


def _only_record(root: Element) -> Iterator[list[Element]]:
    """The record of a list that holds just one: reached by way of only children."""
    element = root
    while len(element.children) == 1:
        element = element.children[0]
    if element is not root and element.children:
        yield [element]


def _value(element: Element, own: str) -> Value:
    """An element as a nested value; `own` is the field of its text beside attributes, "" for its own path."""
    fields: dict[str, Value] = {f"@{key}": text for key, text in element.attributes.items()}
    written = bool(element.children) and all(_MARKUP.fullmatch(child.name) for child in element.children)
    text = element.whole_text().strip() if written else element.text
    for name, same in () if written else _by_name(element).items():
        values = [_value(child, "") for child in same]
        fields[name] = values[0] if len(values) == 1 else values
    if not fields and not own:
        return text
    return {**fields, own: text} if text or not fields else fields


def _beside(element: Element, listed: set[int], depth: int) -> dict[str, Value]:
    """What is said beside the lists, without what is empty."""
    found: dict[str, Value] = {f"@{key}": text for key, text in element.attributes.items() if text}
    if depth > _SEARCHED:
        return found
    for name, same in _by_name(element).items():
        kept = [_kept(child, listed, depth) for child in same if id(child) not in listed]
        values = [value for value in kept if value not in ("", {})]
        if values:
            found[name] = values
    return found


def _kept(element: Element, listed: set[int], depth: int) -> Value:
    if not element.children:
        return _value(element, "")
    return _beside(element, listed, depth + 1)


class _Builder:
    """Builds the elements of one file and watches their number and depth."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def build(self, document: bytes | str) -> Element:
        parser = expat.ParserCreate(namespace_separator="|")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda _: self._open.pop()
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype  # so no entities either
        try:
            parser.Parse(document, True)  # noqa: FBT003 expat takes it by position only
        except expat.ExpatError as error:
            column = error.offset + 1
            raise UnreadableFileError(
                "not-well-formed", kind="XML", row=error.lineno, column=column
            ) from error
        except (
            LookupError,
            ValueError,
        ) as error:  # an encoding that is none, or has several bytes a character
            raise UnreadableFileError("text-undecodable") from error
        if self.root is None:  # expat has refused that already
            raise UnreadableFileError("damaged")
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1 + len(attributes)
        if self._count > self.limits.nodes:
            raise UnreadableFileError("too-many-nodes", limit=f"{self.limits.nodes:,}".replace(",", "."))
        if len(self._open) >= self.limits.depth:
            raise UnreadableFileError("too-deep", limit=self.limits.depth)
        element = Element(_local(name), {_local(key): text for key, text in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
            self._open[-1].content.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _text(self, data: str) -> None:
        if self._open:
            self._open[-1].content.append(data)


def _local(name: str) -> str:
    return name.rpartition("|")[2]


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFileError("document-type")

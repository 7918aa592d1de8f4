"""Lists of records in JSON, GeoJSON among them, as sheets."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeGuard

from loaders.canonical import Cell, Stored
from loaders.container import UnreadableFileError
from loaders.encoding import Decoded, decode
from loaders.geojson import is_features, read_features
from loaders.limits import Limits
from loaders.nested import NestedFile, Note, SheetMaker, Value

_SEARCHED = 8  # levels of objects in which lists are looked for
_DIGITS = 30  # a longer whole number is an identifier, not a quantity


def read_json(data: bytes, name: str, limits: Limits, *, encoding: str | None = None) -> NestedFile:
    """Read the lists of records that a JSON file holds, each as a sheet.

    Args:
        data: the file.
        name: what a list without a name of its own is called.
        limits: upper bounds.
        encoding: a name or codec of `ENCODINGS`; None = find it out.

    Raises:
        UnreadableFileError: malformed, without a list of records, nested too deep, or too large.
    """
    decoded = _decoded(data, encoding)
    if decoded.text.count("{") + decoded.text.count("[") > limits.nodes:
        raise UnreadableFileError("too-many-nodes", limit=f"{limits.nodes:,}".replace(",", "."))
    parsed = _Parsed()
    root = parsed.value(decoded.text, limits)
    sheets = SheetMaker(limits)
    notes = list(parsed.notes())
    if decoded.guessed:
        notes.insert(0, Note("text-encoding", fill={"encoding": decoded.guessed}))
    if is_features(root):
        notes += read_features(root, name, sheets)
    elif _is_table(root):
        sheets.add(name, root)
    else:
        notes += _lists(root, name, sheets)
    return NestedFile(tuple(sheets.sheets), tuple(notes), decoded.encoding)


def _lists(root: Value, name: str, sheets: SheetMaker) -> Iterator[Note]:
    found = list(_tables_in(root, "", 0))
    if not found:
        _refuse(root)
    for path, records in found:
        sheets.add(path, records)
    beside = _beside(root, 0)
    if beside:
        sheets.add(name, [beside])
        yield Note("records-beside", sheets.sheets[-1].name)


def _is_table(value: Value) -> TypeGuard[list[Value]]:
    return isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value)


def _tables_in(value: Value, path: str, depth: int) -> Iterator[tuple[str, list[Value]]]:
    if not isinstance(value, Mapping) or depth > _SEARCHED:
        return
    for key, inner in value.items():
        here = f"{path}.{key}" if path else str(key)
        if _is_table(inner):
            yield here, inner
        else:
            yield from _tables_in(inner, here, depth + 1)


def _beside(value: Value, depth: int) -> dict[str, Value]:
    """What is said beside the lists, without what is empty."""
    if not isinstance(value, Mapping) or depth > _SEARCHED:
        return {}
    found: dict[str, Value] = {}
    for key, inner in value.items():
        kept = (
            _beside(inner, depth + 1) if isinstance(inner, Mapping) else None if _is_table(inner) else inner
        )
        if kept not in (None, "", [], {}):
            found[key] = kept
    return found


def _refuse(root: Value) -> NoReturn:
    match root:
        case Mapping():
            german, english = "einem einzelnen Satz statt einer Liste", "a single record instead of a list"
        case []:
            german, english = "einer leeren Liste", "an empty list"
        case list():
            german, english = "einer Liste einzelner Werte ohne Felder", "a list of values without fields"
        case _:
            german, english = "einem einzelnen Wert", "a single value"
    raise UnreadableFileError(
        "not-a-workbook", kind=f"eine JSON-Datei mit {german}", kind_en=f"a JSON file with {english}"
    )


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    codec = json.detect_encoding(data)
    if encoding is not None or codec.startswith("utf-8"):
        return decode(data, encoding)
    try:
        return Decoded(data.decode(codec).removeprefix("\ufeff"), codec[:6])
    except UnicodeDecodeError as error:
        raise UnreadableFileError("text-undecodable") from error


@dataclass(slots=True)
class _Parsed:
    """Parses JSON and remembers fields that stand twice in a record, which Python would drop without a word."""

    twice: int = 0
    first: str = ""

    def value(self, text: str, limits: Limits) -> Value:
        try:
            root: Value = json.loads(
                text,
                object_pairs_hook=self._record,
                parse_int=_whole_number,
                parse_float=_number,
                parse_constant=lambda word: Cell(word, Stored.ERROR),  # NaN, Infinity
            )
        except json.JSONDecodeError as error:
            raise UnreadableFileError(
                "not-well-formed", kind="JSON", row=error.lineno, column=error.colno
            ) from error
        except RecursionError as error:
            raise UnreadableFileError("too-deep", limit=limits.depth) from error
        return root

    def notes(self) -> Iterator[Note]:
        if self.twice:
            yield Note("field-twice", fill={"count": self.twice, "name": self.first[:80]})

    def _record(self, pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        record = dict(pairs)
        if len(record) == len(pairs):
            return record
        several: dict[str, list[Value]] = {}
        for key, value in pairs:
            several.setdefault(key, []).append(value)
        self.twice += 1
        self.first = self.first or next(key for key, values in several.items() if len(values) > 1)
        return {key: values[0] if len(values) == 1 else values for key, values in several.items()}


def _whole_number(text: str) -> int | str:
    return int(text) if len(text) <= _DIGITS else text


def _number(text: str) -> float | Cell:
    number = float(text)
    return number if math.isfinite(number) else Cell(text, Stored.ERROR)

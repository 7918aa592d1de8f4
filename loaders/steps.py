"""The steps of a mapping: each takes the pieces of a cell (or of several) and gives pieces back.

A step that cannot read a text leaves it as it is: then the column it ends in says at the cell what is wrong with it.
Nothing is dropped silently; a step that leaves something out says so in its name and is shown with its effect.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
)

from loaders.addresses import AddressPart, split_address
from loaders.canonical import Cell, Stored
from loaders.keys import minted
from loaders.markup import without_markup
from loaders.numbers import plain, read_decimal
from loaders.points import is_known_crs, reproject
from loaders.readings import Problem
from loaders.times import CLOCKS, TimeForm, as_clock, as_date
from ontology.vocabulary import fold

CROSSES = (
    "x", "xx", "(x)", "[x]", "×", "✓", "✔", "✗", "☑", "☒", "■", "●", "•", "ja", "j", "yes", "y", "wahr", "true", "1",
    "vorhanden", "trifft zu",
)  # fmt: skip
_COORDINATE = re.compile(r"-?\d+(?:[.,]\d+)?")
NO_CROSSES = (
    "nein",
    "n",
    "no",
    "falsch",
    "false",
    "0",
    "-",
    "–",
    "—",
    "☐",
    "○",
    "entfällt",
    "trifft nicht zu",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on its way, and the column it came from."""

    header: str
    cell: Cell

    def say(self, text: str, stored: Stored = Stored.TEXT) -> "Piece":
        """The same piece with another text."""
        return replace(self, cell=Cell(text, stored if text else Stored.EMPTY))


Pieces = tuple[Piece, ...]


@dataclass(slots=True)
class Bench:
    """What steps may look at beside the pieces, and where they say what they could not do.

    `same`: (sheet, key) → the key of the record it was decided to be. `told`: problems with the column they are about.
    """

    same: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: list[tuple[str, Problem]] = field(default_factory=list)


class _Step(BaseModel):
    """What all steps share: they are strict, and are written with their name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_serializer(mode="wrap")
    def _with_name(self, rest: SerializerFunctionWrapHandler) -> dict[str, object]:
        name: object = getattr(self, "do", None)
        return {"do": name, **rest(self)}


class Split(_Step):
    """Several values in one cell are several values."""

    do: Literal["split"] = "split"
    by: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)] = (";", "\n")

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Split at every separator; empty parts fall away."""
        pattern = re.compile("|".join(re.escape(mark) for mark in self.by))
        return tuple(
            piece.say(text.strip())
            for piece in pieces
            for text in pattern.split(piece.cell.text)
            if text.strip()
        )


class Join(_Step):
    """Several columns are one value, in their order."""

    do: Literal["join"] = "join"
    with_: Annotated[str, Field(alias="with")] = " "

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """One piece of all filled ones."""
        filled = [p for p in pieces if p.cell.text]
        return (filled[0].say(self.with_.join(p.cell.text for p in filled)),) if filled else ()


class First(_Step):
    """The first of several columns that says anything: the short name, else the long one."""

    do: Literal["first"] = "first"

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """The first filled piece alone; before a text or a position empty ones are still among them."""
        return tuple(piece for piece in pieces if piece.cell)[:1]


class Terms(_Step):
    """Words of the source and what they mean here. What is not in the list stays and is reported if no list knows it."""

    do: Literal["terms"] = "terms"
    values: dict[str, str]
    others: Literal["keep", "drop"] = "keep"

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Replace whole texts: those written so, else without regard to case, umlaut spelling and punctuation.

        A text that is punctuation only ("-", "%") is compared as it is. An empty meaning is left out.
        """
        table = {folded: meaning for text, meaning in self.values.items() if (folded := fold(text))}
        found = []
        for piece in pieces:
            meaning = self.values.get(piece.cell.text)
            if meaning is None:
                meaning = table.get(fold(piece.cell.text))
            if meaning is None and self.others == "drop":
                continue
            if meaning != "":
                found.append(piece if meaning is None else piece.say(meaning))
        return tuple(found)


class Marks(_Step):
    """Columns with crosses: a cross in the column means its term."""

    do: Literal["marks"] = "marks"
    terms: dict[str, str]
    also_yes: tuple[str, ...] = ()
    also_no: tuple[str, ...] = ()

    def apply(self, pieces: Pieces, bench: Bench) -> Pieces:
        """The terms of the columns with a cross; what is neither cross nor none is told."""
        yes = {w.casefold() for w in (*CROSSES, *self.also_yes)}
        no = {w.casefold() for w in (*NO_CROSSES, *self.also_no)}
        found = []
        for piece in pieces:
            word = piece.cell.text.strip().rstrip(".").casefold()
            if piece.header not in self.terms or not word or word in no:
                continue
            if word in yes:
                found.append(piece.say(self.terms[piece.header]))
            else:
                bench.told.append((piece.header, Problem("mark-unreadable", piece.cell.text, "x")))
        return tuple(found)


class Blanks(_Step):
    """Words of the source for a missing value: asked but not known, checked and there is none, or just nothing."""

    do: Literal["blanks"] = "blanks"
    unknown: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Say "unbekannt", "keine" or nothing instead of the source's words."""
        words = {_word(w): "unbekannt" for w in self.unknown}
        words |= {_word(w): "keine" for w in self.none} | {_word(w): "" for w in self.empty}
        said = ((piece, words.get(_word(piece.cell.text))) for piece in pieces)
        return tuple(piece if word is None else piece.say(word) for piece, word in said if word != "")


class Number(_Step):
    """A number as the source writes it, in another unit if need be: months to years by `divide: 12, rounding: down`."""

    do: Literal["number"] = "number"
    times: Decimal = Decimal(1)
    divide: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    rounding: Literal["none", "down", "nearest"] = "none"

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Read, scale, round. `-  23` is a negative number."""
        return tuple(self._scaled(piece) for piece in pieces)

    def _scaled(self, piece: Piece) -> Piece:
        text = re.sub(r"^([-−–])\s+(?=\d)", r"\1", piece.cell.text)
        reading = read_decimal(Cell(text, piece.cell.stored))
        if not reading.values:
            return piece
        number = Decimal(str(reading.values[0])) * self.times / self.divide
        if self.rounding != "none":
            number = number.quantize(Decimal(1), ROUND_FLOOR if self.rounding == "down" else ROUND_HALF_UP)
        return piece.say(plain(number.normalize()), Stored.NUMBER)


class Time(_Step):
    """A day or time as the source writes it: milliseconds since 1970 or midnight, a year that means its last day."""

    do: Literal["date"] = "date"
    form: TimeForm

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Days as ISO dates, times of day as `08:00`."""
        if self.form in CLOCKS:
            clocks = ((piece, as_clock(piece.cell.text, self.form)) for piece in pieces)
            return tuple(piece if clock is None else piece.say(clock) for piece, clock in clocks)
        days = ((piece, as_date(piece.cell.text, self.form)) for piece in pieces)
        return tuple(piece if day is None else piece.say(day.isoformat(), Stored.DATE) for piece, day in days)


class Plain(_Step):
    """Text without HTML markup, with its paragraphs as lines."""

    do: Literal["plain"] = "plain"

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Take the markup out."""
        return tuple(piece.say(without_markup(piece.cell.text)) for piece in pieces)


class Part(_Step):
    """The part of a text before or after a separator; counted from 1, from the end if negative."""

    do: Literal["part"] = "part"
    by: Annotated[str, Field(min_length=1)]
    number: int = 1

    @field_validator("number")
    @classmethod
    def _counted(cls, number: int) -> int:
        if number == 0:
            raise ValueError("parts are counted from 1, or from -1 at the end")
        return number

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Take one part; a text without that part falls away."""
        found = []
        for piece in pieces:
            parts = [text.strip() for text in piece.cell.text.split(self.by)]
            index = self.number - 1 if self.number > 0 else self.number
            if -len(parts) <= index < len(parts) and parts[index]:
                found.append(piece.say(parts[index]))
        return tuple(found)


class Address(_Step):
    """One part of an address that stands in one cell."""

    do: Literal["address"] = "address"
    take: AddressPart

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Take street, number, postcode or town; nothing where there is none."""
        found = ((piece, split_address(piece.cell.text).get(self.take, "")) for piece in pieces)
        return tuple(piece.say(text) for piece, text in found if text)


class Point(_Step):
    """Two columns that are a position, as longitude and latitude; `crs` as EPSG code, in the order x, y."""

    do: Literal["point"] = "point"
    crs: str = "EPSG:4326"

    @field_validator("crs")
    @classmethod
    def _known(cls, crs: str) -> str:
        if not is_known_crs(crs):
            raise ValueError("no known system of coordinates; expected an EPSG code such as EPSG:25832")
        return crs

    def apply(self, pieces: Pieces, bench: Bench) -> Pieces:
        """One piece with WKT; 0/0 and half a position are none, and what is no position in Germany is told."""
        if len(pieces) != 2 or not all(p.cell for p in pieces):
            return ()
        numbers = [_coordinate(p.cell) for p in pieces]
        if None not in numbers:
            x, y = (number for number in numbers if number is not None)
            wkt = reproject(x, y, self.crs)
            if wkt or (x, y) == (0, 0):
                return (pieces[0].say(wkt),) if wkt else ()
        both = " / ".join(p.cell.text for p in pieces)
        bench.told.append((pieces[0].header, Problem("position-elsewhere", both, self.crs)))
        return ()


class Text(_Step):
    """A text made of the pieces: `{1}` is the first column's, `{2}` the second's. Missing ones leave no gap."""

    do: Literal["text"] = "text"
    pattern: str

    def apply(self, pieces: Pieces, _bench: Bench) -> Pieces:
        """Fill the pattern; nothing if no piece is filled."""
        if not any(p.cell.text for p in pieces):
            return ()

        def filled(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            return pieces[index].cell.text if 0 <= index < len(pieces) else ""

        text = re.sub(r"\{(\d+)\}", filled, self.pattern)
        text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
        text = re.sub(r"\s+(?=[,;])", "", re.sub(r"\s{2,}", " ", text))
        text = re.sub(r"([,;])(?:\s*[,;])+", r"\1", text).strip(" ,;·-–")
        return (next(p for p in pieces if p.cell.text).say(text),)


class Key(_Step):
    """A key made of a name or number, the same for the same text; `of` is the sheet whose records it names."""

    do: Literal["key"] = "key"
    of: str
    prefix: str

    def apply(self, pieces: Pieces, bench: Bench) -> Pieces:
        """Make keys, or take those of the records these were decided to be."""
        made = ((piece, minted(piece.cell.text, self.prefix, self.of)) for piece in pieces if piece.cell.text)
        return tuple(piece.say(bench.same.get((self.of, key), key)) for piece, key in made)


Step = Annotated[
    Split
    | Join
    | First
    | Terms
    | Marks
    | Blanks
    | Number
    | Time
    | Plain
    | Part
    | Address
    | Point
    | Text
    | Key,
    Field(discriminator="do"),
]


def run(steps: Sequence[Step], pieces: Pieces, bench: Bench) -> Pieces:
    """All steps in their order."""
    for number, step in enumerate(steps):
        # A position and a text count their columns, so that an empty one must not move the others before they come.
        if not any(isinstance(later, Point | Text) for later in steps[number:]):
            pieces = tuple(p for p in pieces if p.cell)
        pieces = step.apply(pieces, bench)
    return pieces


def _coordinate(cell: Cell) -> float | None:
    """A coordinate, of which no part is a thousands mark: `48.772` is not asked about."""
    if _COORDINATE.fullmatch(cell.text):
        return float(cell.text.replace(",", "."))
    found = read_decimal(cell).values
    return float(str(found[0])) if found else None


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()

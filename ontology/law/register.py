"""The register of federal social law: which paragraph exists, and what became of it. Sources: `README.md`."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ontology.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class Law:
    """A law of the register. `sign` is what its provisions are called: § or Art."""

    abbreviation: str
    name: str
    sign: str
    text_date: date
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A provision of a law. `absaetze` is empty when its paragraphs carry no numbers.

    `status` is one of in_kraft, weggefallen, entfallen (was there in 2022-03, is not named any more), zukuenftig.
    `earlier_heading` is set where the same number meant something else in 2022-03.
    """

    number: str
    status: str
    heading: str
    absaetze: tuple[str, ...]
    valid_from: date | None
    earlier_heading: str


@dataclass(frozen=True, slots=True)
class Move:
    """Where a norm went, or what became of its name. `first` = `*` means every number, `to_number` = `=` the same.

    `kind` is one of law_renamed, law_replaced, moved, reused, renamed, as `README.md` explains.
    """

    law: str
    first: str
    last: str
    absatz: str
    kind: str
    to_law: str
    to_number: str
    to_following: str
    since: date | None
    note: dict[str, str]
    source: str

    def concerns(self, number: str | None, absatz: str | None) -> bool:
        """Whether this row speaks of that provision."""
        if self.first == "*":
            return True
        if number is None or (self.absatz and self.absatz != absatz):
            return False
        return natural(self.first) <= natural(number) <= natural(self.last or self.first)


def natural(number: str) -> tuple[int, str]:
    """A key that sorts `9` before `10` before `10a`."""
    match = re.match(r"(\d+)(.*)", number)
    return (int(match[1]), match[2]) if match else (0, number)


@cache
def laws() -> dict[str, Law]:
    """Abbreviation → law."""
    return {
        row["law"]: Law(
            row["law"],
            row["name"],
            row["sign"],
            date.fromisoformat(row["text_date"]),
            _split(row["aliases"], "|"),
        )
        for row in _rows("laws.csv")
    }


@cache
def paragraphs() -> dict[str, dict[str, Paragraph]]:
    """Abbreviation → number → provision, in the order of the law."""
    table: dict[str, dict[str, Paragraph]] = {law: {} for law in laws()}
    for line, row in enumerate(_rows("paragraphs.csv"), start=2):
        if row["law"] not in table:
            raise VocabularyError(
                f"paragraphs.csv:{line}: law '{row['law']}' is not in laws.csv; add it there or correct the row"
            )
        table[row["law"]][row["number"]] = Paragraph(
            row["number"],
            row["status"],
            row["heading"],
            tuple(_absaetze(row["absaetze"])),
            _date(row["valid_from"]),
            row["heading_2022_03"],
        )
    return table


@cache
def moves() -> tuple[Move, ...]:
    """All known moves; of two rows that concern a provision the earlier one is the more exact."""
    return tuple(
        Move(
            law=row["law"],
            first=row["first"],
            last=row["last"],
            absatz=row["absatz"],
            kind=row["kind"],
            to_law=row["to_law"],
            to_number=row["to_number"],
            to_following=row["to_following"],
            since=_date(row["since"]),
            note={"de": row["note_de"], "en": row["note_en"]},
            source=row["source"],
        )
        for row in _rows("moved.csv")
    )


def move_of(law: str, number: str | None, absatz: str | None = None, *, several: bool = False) -> Move | None:
    """The most exact row about a provision; for a range (`several`) rather a row about a range, if there is one."""
    rows = [move for move in moves() if move.law == law and move.concerns(number, absatz)]
    wide = [move for move in rows if move.last]
    return next(iter(wide if several and wide else rows), None)


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(separator) if part)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _absaetze(text: str) -> Iterator[str]:
    for part in text.split():
        first, dash, last = part.partition("-")
        yield from (str(n) for n in range(int(first), int(last) + 1)) if dash else (part,)

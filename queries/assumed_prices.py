"""Grants in real terms under an assumption: a steady rise of prices in place of a recorded price index."""

from dataclasses import replace
from decimal import Decimal

from rdflib import Literal

from queries.answer import Answer, Block, Row
from queries.header import Column
from queries.money import percent
from queries.words import Words

_FROM_INDEX = ("index", "real", "reason")
_REAL_BLOCKS = ("years", "fields")


def in_prices_of(amount: Decimal, year: int, base: int, rate: Decimal) -> Decimal:
    """An amount of a year in prices of the base year: amount / (1 + rate) ** (year - base), rounded to cents."""
    return round(amount / (1 + rate) ** (year - base), 2)


def assumed(answer: Answer, base: int, rate: Decimal) -> Answer:
    """The answer to question D7 with the real amounts that would follow from a steady rate instead of the recorded index.

    Args:
        answer: to D7.
        base: the year in whose prices it is shown.
        rate: rise of prices in a year, 0.025 for 2.5 %; more than -1.
    """
    column = Column(
        name="assumed", kind="money", unit="€", label=_REAL.format(rate=percent(rate), base=base), derived_from=("sum",)
    )  # fmt: skip
    years = [year for block in answer.blocks for row in block.rows if (year := _year(row)) is not None]
    told = _LEAD.format(
        since=min(years, default=base), until=max(years, default=base), rate=percent(rate), base=base
    )
    return replace(
        answer,
        blocks=tuple(
            _with(block, column, base, rate) if block.name in _REAL_BLOCKS else block
            for block in answer.blocks
        ),
        lead=told,
        notes=(*answer.notes, _NOTE),
    )


def _with(block: Block, column: Column, base: int, rate: Decimal) -> Block:
    kept = [own for own in block.columns if own.name not in _FROM_INDEX]
    return replace(block, columns=(*kept, column), rows=[_row(row, base, rate) for row in block.rows])


def _row(row: Row, base: int, rate: Decimal) -> Row:
    year, amount = _year(row), row.get("sum")
    if year is None or amount is None:
        return row
    return {**row, "assumed": Literal(in_prices_of(Decimal(str(amount)), year, base, rate))}


def _year(row: Row) -> int | None:
    year = row.get("year")
    return None if year is None else int(str(year))


_REAL = Words(
    "Annahme: real bei {rate} im Jahr, Preise von {base}",
    "Assumption: real at {rate} a year, prices of {base}",
)
_LEAD = Words(
    "Kommunale Zuwendungen {since} bis {until}, soweit erfasst. Annahme: Preise steigen um {rate} im Jahr; real heißt in Preisen von {base}.",
    "Municipal grants {since} to {until}, as far as recorded. Assumption: prices rise by {rate} a year; real means in prices of {base}.",
)
_NOTE = Words(
    "Real = nominal / (1 + Rate) hoch Zahl der Jahre seit dem Basisjahr. Die Rate ist eine Annahme und kein gemessener Wert; ein "
    "erfasster Preisindex ist in dieser Ansicht nicht verwendet.",
    "Real = nominal / (1 + rate) to the power of the years since the base year. The rate is an assumption and no measured value; "
    "a recorded price index is not used in this view.",
)

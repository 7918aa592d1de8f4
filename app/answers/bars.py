"""Which numbers of an answer make bars: the same in the browser and on paper."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.views import AnswerView, CellKind, ColumnView, Row

_NUMBERS: Final = (CellKind.SHARE, CellKind.MONEY, CellKind.INTEGER, CellKind.DECIMAL, CellKind.PERSONS)
_NAMES: Final = (CellKind.RECORD, CellKind.CONCEPT, CellKind.TEXT)
_MOST: Final = 30
_NOT_RANKED: Final = ("provider", "otherProvider")
"""Columns that never label bars: bars would rank the providers."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars in the order of the answer. `known` rows have a number, of `rows` in all; at most 30 are drawn."""

    label: str
    unit: ColumnView
    names: tuple[str, ...]
    lengths: tuple[float, ...]
    texts: tuple[str, ...]
    known: int
    rows: int


def bars_of(answer: AnswerView) -> Bars | None:
    """The first name column labels the bars, the first number column gives their length; None if there is no number.

    Rows without a number have no bar and are counted: unknown is not zero.
    """
    number = next((j for j, column in enumerate(answer.columns) if column.kind in _NUMBERS), None)
    name = next(
        (j for j, c in enumerate(answer.columns) if c.kind in _NAMES and c.name not in _NOT_RANKED), None
    )
    if number is None or name is None:
        return None
    known = [(row, value) for row in answer.rows if (value := _value(row, number)) is not None]
    if not known:
        return None
    shown = known[:_MOST]
    return Bars(
        answer.columns[name].label,
        answer.columns[number],
        tuple(told_apart(_named([row for row, _ in shown], answer.columns, name))),
        tuple(value for _, value in shown),
        tuple(row[number].text for row, _ in shown),
        len(known),
        len(answer.rows),
    )


def told_apart(labels: list[str]) -> list[str]:
    """Tell bars of the same name apart, else they would be added up."""
    seen: dict[str, int] = {}
    result = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        result.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return result


def _named(rows: list[Row], columns: tuple[ColumnView, ...], name: int) -> list[str]:
    """The names of the rows; where one occurs twice, with what tells its rows apart (the status of a sum)."""
    labels = [row[name].text for row in rows]
    apart = next((j for j, c in enumerate(columns) if c.kind is CellKind.CONCEPT and j != name), None)
    if apart is None or len(set(labels)) == len(labels):
        return labels
    return [
        f"{label} ({row[apart].text})" if labels.count(label) > 1 and row[apart].text else label
        for label, row in zip(labels, rows, strict=True)
    ]


def _value(row: Row, index: int) -> float | None:
    value = row[index].value
    return float(value) if isinstance(value, int | Decimal) else None

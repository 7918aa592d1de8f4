"""Why an answer is empty: which choice removed the last rows, and how many there would be without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from queries.answer import Answer
from queries.catalogue import Question
from queries.header import ALL, MUNICIPALITY

Given = Mapping[str, str | Sequence[str]]
Asks = Callable[[Given], Answer]


@dataclass(frozen=True, slots=True)
class Loosened:
    """Without the choice for `parameter` there would be `rows` rows in the same table; None = without any choice."""

    parameter: str | None
    rows: int


def loosenings(question: Question, given: Given, block: str, ask: Asks) -> list[Loosened]:
    """For every choice that can be dropped, how many rows the table named `block` would have without it.

    Args:
        question: what was asked.
        given: the choices made.
        block: the table that is empty.
        ask: puts the question with other choices.

    A choice that changes nothing is told with 0 rows: that too says where not to look. If no single choice brings back
    rows, all of them together are tried.
    """
    droppable = [
        p.name
        for p in question.header.parameters
        if p.name in given and not p.required and p.default in (ALL, MUNICIPALITY)
    ]
    found = [Loosened(name, _rows(ask(_without(given, name)), block)) for name in droppable]
    if len(droppable) > 1 and not any(step.rows for step in found):
        rest = {name: value for name, value in given.items() if name not in droppable}
        found.append(Loosened(None, _rows(ask(rest), block)))
    return found


def _without(given: Given, name: str) -> Given:
    return {other: value for other, value in given.items() if other != name}


def _rows(answer: Answer, block: str) -> int:
    return next((len(b.rows) for b in answer.blocks if b.name == block), 0)

"""What to look at: figures read off the answers of questions, each with the question that shows the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.cockpit.views import WatchView
from app.views import AnswerView, CountView, Row


@dataclass(frozen=True, slots=True)
class Watched:
    """A question with its parameters, the tables that are counted, what they are counted of, and further figures.

    `distinct`: columns that together make one thing, where a thing has several rows. `is_exact`: what is not counted is not
    there (rows of deliveries), so "as far as recorded" would say nothing.
    """

    question: str
    counted: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = ()
    base: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    claims: bool = False
    is_exact: bool = False


WATCHED: Final[Mapping[str, Watched]] = {
    "gaps": Watched("A1", ("gap",), base=("gap", "part", "unknown", "covered"), claims=True),
    "ending": Watched("A5", ("ending",), (("months", "12"),), parts=("gap", "weaker", "unknown")),
    "deadlines": Watched("L5", ("coming",), (("months", "3"),), parts=("passed",)),
    "law": Watched("L3", ("changes", "without", "conditional"), (("months", "24"),), parts=("without",), distinct=("norm", "change", "day")),
    "waiting": Watched("K4", ("waiting", "unknown"), parts=("elsewhere",), is_exact=True),
    "decisions": Watched("H4", ("overdue",), base=("overdue", "open", "unknown"), parts=("open",)),
    "duties": Watched("A2", ("must", "should"), parts=("unknown",), distinct=("norm",)),
    "contradictions": Watched("K2", ("open",), is_exact=True),
}  # fmt: skip
"""In the order they are shown. Their figures are those of the linked answers, never computed a second way."""


def watch(name: str, answer: AnswerView) -> WatchView:
    """The figures of an answer."""
    watched = WATCHED[name]
    rows = _tables(answer)
    titles = {block.name: block.title for block in answer.blocks} | {answer.table_name: answer.table_title}
    counted = [(block, row) for block in watched.counted for row in rows.get(block, ())]
    parts = [
        CountView(titles.get(part, part), _number(answer, watched, (part,)), part) for part in watched.parts
    ]
    if watched.claims:
        parts = [*_by_claim(answer, [row for _, row in counted]), *parts]
    return WatchView(
        name=name,
        count=_number(answer, watched, watched.counted),
        base=_number(answer, watched, watched.base) if watched.base else None,
        lead=answer.lead,
        question=watched.question,
        title=answer.title,
        parameters=watched.parameters,
        parts=tuple(parts),
        claim="" if watched.is_exact or answer.completeness is None else answer.completeness.claim,
    )


def _tables(answer: AnswerView) -> dict[str, tuple[Row, ...]]:
    return {block.name: block.rows for block in answer.blocks} | {answer.table_name: answer.rows}


def _number(answer: AnswerView, watched: Watched, blocks: tuple[str, ...]) -> int:
    """How many things stand in these tables: rows, or what the distinct columns tell apart."""
    rows = _tables(answer)
    columns = {block.name: block.columns for block in answer.blocks} | {answer.table_name: answer.columns}
    found: set[tuple[object, ...]] = set()
    number = 0
    for block in blocks:
        names = [column.name for column in columns.get(block, ())]
        keys = [names.index(name) for name in watched.distinct if name in names]
        for row in rows.get(block, ()):
            number += 1
            if keys:
                found.add(tuple(row[at].iri or row[at].text for at in keys))
    return len(found) if watched.distinct else number


def _by_claim(answer: AnswerView, rows: list[Row]) -> list[CountView]:
    at = next((i for i, column in enumerate(answer.columns) if column.name == "claim"), None)
    if at is None:
        return []
    texts = {str(row[at].value): row[at].text for row in rows}
    return [
        CountView(text, sum(str(row[at].value) == claim for row in rows), claim)
        for claim, text in texts.items()
    ]

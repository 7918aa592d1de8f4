"""A question over time: the same question at several reference dates, on one version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.display import code_text, day
from app.views import AnswerView, CellKind, CellView, ColumnView, Row
from queries.settings import shift_months
from queries.words import Words, counted

MOST_STEPS = 24


def steps(until: date, months: int, number: int) -> list[date]:
    """`number` days, `months` apart, the last of them `until`."""
    return [shift_months(until, -months * back) for back in reversed(range(number))]


def series(answers: Sequence[AnswerView], lang: str) -> AnswerView:
    """One row per answer: its date, how many rows each of its tables had, and how much weight it bears.

    Args:
        answers: released answers to one question, in the order of their dates; at least one.
        lang: "de" or "en".
    """
    last = answers[-1]
    names: dict[str, str] = {}
    for answer in reversed(answers):
        for name, title in ((answer.table_name, answer.table_title or answer.title), *_titles(answer)):
            names.setdefault(name, title)
    columns = (
        ColumnView("day", _DAY.get(lang), CellKind.DATE),
        *(ColumnView(f"rows{i}", title, CellKind.INTEGER) for i, title in enumerate(names.values())),
        ColumnView("claim", _CLAIM.get(lang), CellKind.CLAIM),
        ColumnView("said", _SAID.get(lang), CellKind.TEXT),
    )
    return replace(
        last,
        lead=_LEAD.format(steps=counted(len(answers), *_STEPS), version=last.version).get(lang),
        columns=columns,
        rows=tuple(_row(answer, list(names), lang) for answer in answers),
        totals=None,
        blocks=(),
        table_title="",
        notes=(_NOTE.get(lang), *last.notes),
        exclusions=(),
        chart="bar",
    )


def _titles(answer: AnswerView) -> list[tuple[str, str]]:
    return [(block.name, block.title) for block in answer.blocks]


def _row(answer: AnswerView, names: Sequence[str], lang: str) -> Row:
    # a table the answer does not have is not one without rows: nothing could be said
    sizes = {answer.table_name: len(answer.rows)} | {block.name: len(block.rows) for block in answer.blocks}
    claim = answer.completeness.claim if answer.completeness else ""
    counts = [sizes.get(name) for name in names]
    return (
        CellView(day(answer.reference_date, lang), answer.reference_date),
        *(CellView("" if count is None else str(count), count) for count in counts),
        CellView(code_text(CellKind.CLAIM, claim, lang) if claim else "", claim),
        CellView(answer.lead),
    )


_DAY = Words("Stichtag", "Reference date")
_CLAIM = Words("Aussagekraft für die ganze Stadt", "Weight for the whole town")
_SAID = Words("Antwort", "Answer")
_LEAD = Words(
    "{steps}, alle auf Version {version}: was heute über diese Tage bekannt ist.",
    "{steps}, all on version {version}: what is known today about those days.",
)
_STEPS = (Words("Stichtag", "reference date"), Words("Stichtage", "reference dates"))
_NOTE = Words(
    "Gezählt sind Zeilen der Antwort. Weniger Zeilen heißt nicht weniger Bedarf: an früheren Tagen war oft weniger "
    "erfasst; die Spalte ‹Aussagekraft› sagt, was die Zahl trägt.",
    "What is counted are rows of the answer. Fewer rows do not mean less need: on earlier days less was often recorded; "
    "the column “weight” says what the number can bear.",
)

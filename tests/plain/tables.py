"""What the plain computations share: the delivered workbooks as tables, the term lists as text, dates, and the register."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl  # noqa: TID251 a second reader of the workbooks, apart from the loaders

ROOT = Path(__file__).parents[2]
DELIVERIES = ROOT / "examples" / "beispielau" / "lieferungen"
SCHEMES = ROOT / "ontology" / "schemes"
TODAY = date(2026, 11, 24)
# What counts more where two sources say different things about one record: ruling 18.
KINDS = ("Redaktion", "Kostenträger", "Träger", "Register")

Row = dict[str, str]
Found = set[tuple[str, ...]]


@dataclass(frozen=True)
class Check:
    """A question with parameters, what of its answer is compared, and what should be there.

    `show`: block of the answer → its columns in the order of the expected tuples. A record is written as its key, a
    concept as its notation, a number without trailing zeros, a date as 2026-11-24, nothing as "". `expected` gives
    tuples (block, cell, cell …).
    """

    question: str
    show: Mapping[str, tuple[str, ...]]
    expected: Callable[[], Found]
    parameters: dict[str, str] = field(default_factory=dict)
    day: date = TODAY

    @property
    def name(self) -> str:
        """How the check is called in the report."""
        return " ".join([self.question, *(f"{k}={v}" for k, v in self.parameters.items())])


CHECKS: list[Check] = []


def check(
    question: str, show: Mapping[str, tuple[str, ...]], day: date = TODAY, **parameters: str
) -> Callable[[Callable[[], Found]], Callable[[], Found]]:
    """Register the decorated function as the expected answer to a question."""

    def register(expected: Callable[[], Found]) -> Callable[[], Found]:
        CHECKS.append(Check(question, show, expected, parameters, day))
        return expected

    return register


@cache
def workbooks() -> tuple[tuple[str, dict[str, tuple[Row, ...]]], ...]:
    """The delivered workbooks in the order of their dates: (source key, sheet → rows)."""
    found = []
    for path in sorted(DELIVERIES.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets: dict[str, tuple[Row, ...]] = {}
        cover: Row = {}
        for sheet in book.worksheets:
            rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            cover |= {row[-1].partition("+")[2]: row[1] for row in rows if row[-1].startswith("#lieferung+")}
            tags = next((row for row in rows[:6] if re.fullmatch(r"#\w+\+kennung", row[0])), None)
            if tags is None:
                continue
            kind = tags[0][1:].partition("+")[0]
            names = [tag.partition("+")[2] for tag in tags]
            body = rows[rows.index(tags) + 1 :]
            sheets[kind] = tuple(dict(zip(names, row, strict=False)) for row in body if any(row))
        sheets["lieferung"] = (cover,)
        found.append((cover["quelle"], sheets))
    return tuple(found)


@cache
def table(sheet: str) -> tuple[Row, ...]:
    """What holds after the latest deliveries, one row per source and key: a record that a later delivery lacks stays."""
    found: dict[tuple[str, str], Row] = {}
    for source, sheets in workbooks():
        for row in sheets.get(sheet, ()):
            found[source, row["kennung"]] = row | {"@quelle": source}
    return tuple(found.values())


@cache
def rank(source: str) -> int:
    """What a source counts against others: editors 3, funders 2, providers 1, registers 0 (ruling 18)."""
    said = next(row["art"] for key, sheets in workbooks() if key == source for row in sheets["lieferung"])
    return len(KINDS) - 1 - next(at for at, kind in enumerate(KINDS) if kind in said)


@cache
def records(sheet: str) -> dict[str, Row]:
    """Key → row; where several sources describe one record, the weightier one's values stand, gaps filled."""
    merged: dict[str, Row] = {}
    for row in sorted(table(sheet), key=lambda r: rank(r["@quelle"])):
        older = merged.get(row["kennung"], {})
        merged[row["kennung"]] = older | {
            name: text for name, text in row.items() if text or name not in older
        }
    return merged


def values(row: Row, name: str) -> list[str]:
    """The parts of a cell that takes several."""
    return list(_parts(row.get(name, "")))


@cache
def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def day_of(text: str | None, otherwise: date) -> date:
    """A German or ISO date; `otherwise` for an empty cell."""
    if not text:
        return otherwise
    form = "%d.%m.%Y" if "." in text else "%Y-%m-%d"
    return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 a calendar day


def number(text: str) -> Decimal:
    """84.000,00 and 84000.0 as a number; 60 % as 0.6."""
    plain = text.replace("€", "").replace(" ", "").replace("\xa0", "")
    share = plain.endswith("%")
    plain = plain.removesuffix("%")
    plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    return Decimal(plain) / (100 if share else 1)


def written(value: object) -> str:
    """A value as `Check.show` writes it."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int | float):
        return format(Decimal(str(value)).normalize(), "f")
    return str(value)


def later(start: date, months: int) -> date:
    """So many months later, on the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def valid(row: Row, at: date) -> bool:
    """Whether a dated row holds on a day."""
    return day_of(row.get("gueltig-ab"), date.min) <= at <= day_of(row.get("gueltig-bis"), date.max)


def active(offer: Row, at: date) -> bool:
    """Whether an offer exists on a day: active, or ended later, within its dates."""
    ended_somewhen = offer["status"] == "beendet" and not offer.get("gueltig-bis")
    return offer["status"] in ("aktiv", "beendet") and not ended_somewhen and valid(offer, at)


@cache
def terms(scheme: str) -> dict[str, dict[str, list[str]]]:
    """Notation → property → values, read from the Turtle text of a scheme; concepts as notations, texts as they stand.

    The files are written one property per line block, so a few regular expressions read them.
    """
    text = (SCHEMES / f"{scheme}.ttl").read_text("utf-8")
    found: dict[str, dict[str, list[str]]] = {}
    for block in re.split(r"\n\.\n", text):
        notation = re.search(r'skos:notation "([^"]+)"', block)
        if notation is None:
            continue
        said: dict[str, list[str]] = {}
        for name, body in re.findall(
            r"\n    ([\w-]+:[\w-]+)\s(.*?) ;(?=\n    [\w-]+:|\s*$)", block, re.DOTALL
        ):
            quoted = [
                m[0] or m[1]
                for m in re.findall(
                    r'"((?:[^"\\]|\\.)*)"(?:@\w+|\^\^[\w:]+)?|([\w-]+:[\w.+-]+|true|false|[\d.]+)', body
                )
            ]
            said[name.partition(":")[2]] = [
                value.partition(":")[2] if re.fullmatch(r"[\w-]+:[\w.+-]+", value) else value
                for value in quoted
            ]
        found[notation[1]] = said
    return found


@cache
def upwards(scheme: str, notation: str) -> frozenset[str]:
    """A term and all it is part of."""
    above = terms(scheme).get(notation, {}).get("broader", [])
    return frozenset({notation}).union(*(upwards(scheme, name) for name in above))


@cache
def within(area: str) -> frozenset[str]:
    """An area and all it lies in."""
    parent = records("gebiet").get(area, {}).get("teil-von", "")
    return frozenset({area}) | (within(parent) if parent else frozenset())


def keys(rows: Iterable[Row]) -> set[str]:
    """The keys of rows."""
    return {row["kennung"] for row in rows}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()

"""What a column of a foreign table is by its values."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from loaders.addresses import AddressPart, split_address
from loaders.canonical import Cell, Stored
from loaders.numbers import read_decimal
from loaders.steps import CROSSES, NO_CROSSES

_SAMPLE = 400  # so many distinct values tell what a column holds
_FEW = 12  # distinct values of a column of crosses
_LANDS = range(1, 17)
_INVENTED = "99"  # a state that no key has: invented towns lie there
_PHONE = re.compile(r"(?:Tel\.?:?\s*)?(?:\+49|0049|\(?0)\s*[\d ()/.\-–\n]{5,40}")
_MAIL = re.compile(r"(?:mailto:)?[^@\s]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_URL = re.compile(
    r"(?:https?://\S+|www\.\S+|(?:[\w-]+\.)+(?:de|org|net|com|eu|info)(?:/\S*)?)", re.IGNORECASE
)
_LEGAL = re.compile(r"§+\s*\d+")
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2}|\d{4})|\d{4}-\d\d-\d\d(?:[T ].*)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
_SCHOOL_YEAR = re.compile(r"(?:19|20)\d\d\s*[/–-]\s*(?:(?:19|20)?\d\d)")
_MILLISECONDS = re.compile(r"1[0-9]{12}|[5-9]\d{11}")
_MARKUP = re.compile(
    r"</?(?:p|br|ul|li|div|b|strong|a|span)\b[^>]*>|&(?:amp|nbsp|quot|[aou]uml|szlig);", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ONE_MARK = re.compile(r"-?\d+[.,]\d+")
_MINUS = re.compile(r"^([-−–])\s+(?=\d)")
_SIGNS = {
    ".": "unknown", "...": "unknown", "…": "unknown", "/": "unknown", "•": "unknown", "n.n.": "unknown", "nn": "unknown",
    "n. n.": "unknown", "folgt": "unknown", "liegt nicht vor": "unknown", "x": "none", "nicht relevant": "none",
    "siehe oben": "empty", "s.o.": "empty", "dito": "empty",
}  # fmt: skip
"""Words and signs for missing values that the reader of our own template does not know (signs as in DIN 55301)."""


@dataclass(frozen=True)
class Evidence:
    """The filled values of a column. `number` counts columns from 1; `rows` are those of the table."""

    sheet: str
    number: int
    header: str
    rows: int
    values: Counter[str]
    numbers: int  # of the cells stored as numbers

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return self.values.total()

    @property
    def full(self) -> bool:
        """Whether nearly every row says something."""
        return self.rows > 0 and self.filled >= 0.98 * self.rows

    @property
    def unique(self) -> bool:
        """Whether no two rows say the same, and none says nothing."""
        return self.filled == self.rows and len(self.values) == self.rows

    @cached_property
    def sample(self) -> Counter[str]:
        """The most frequent values."""
        return Counter(dict(self.values.most_common(_SAMPLE)))

    def share(self, name: str) -> float:
        """The share of the filled cells that pass a test: `phone`, `email`, `url` and others."""
        return self._share(_TESTS[name])

    @cached_property
    def missing(self) -> Mapping[str, tuple[str, ...]]:
        """Signs and words for missing values, by what they say."""
        found: dict[str, list[str]] = {}
        for text in self.values:
            if kind := _SIGNS.get(text.casefold()):
                found.setdefault(kind, []).append(text)
        return {kind: tuple(texts) for kind, texts in found.items()}

    @cached_property
    def numeric(self) -> float:
        """The share of the filled cells that are numbers; signs for missing values do not count."""
        said = Counter(
            {t: n for t, n in self.sample.items() if t.casefold() not in _SIGNS and t not in {"-", "–"}}
        )
        numbers = sum(n for text, n in said.items() if as_number(text) is not None)
        return numbers / said.total() if said else 0.0

    @cached_property
    def marks(self) -> bool:
        """Whether the column holds crosses, or ones and zeros."""
        texts = {text.casefold().strip().rstrip(".") for text in self.values}
        crosses, others = texts & set(CROSSES), texts - set(CROSSES)
        return bool(crosses) and len(texts) <= _FEW and others <= set(NO_CROSSES)

    @cached_property
    def span(self) -> tuple[float, float] | None:
        """The smallest and largest number but 0, if nearly all are numbers."""
        if self.numeric < 0.95:
            return None
        numbers = [n for text in self.sample if (n := as_number(text))]
        return (min(numbers), max(numbers)) if numbers else None

    @property
    def length(self) -> float:
        """How long the texts are, in characters."""
        total = self.sample.total()
        return sum(len(text) * n for text, n in self.sample.items()) / total if total else 0.0

    def _share(self, test: Callable[[str], bool]) -> float:
        total = self.sample.total()
        return sum(n for text, n in self.sample.items() if test(text)) / total if total else 0.0


def evidence(sheet: str, headers: Iterable[str], rows: Iterable[Mapping[int, Cell]]) -> tuple[Evidence, ...]:
    """What every column of a table holds. A cell without readable value counts as empty."""
    names = list(headers)
    values: list[Counter[str]] = [Counter() for _ in names]
    numbers = [0] * len(names)
    count = 0
    for cells in rows:
        count += 1
        for column, cell in cells.items():
            if column <= len(names) and cell.stored not in {Stored.LOST, Stored.ERROR}:
                values[column - 1][cell.text] += 1
                numbers[column - 1] += cell.stored is Stored.NUMBER
    return tuple(
        Evidence(sheet, place, name, count, values[place - 1], numbers[place - 1])
        for place, name in enumerate(names, start=1)
    )


def as_number(text: str) -> float | None:
    """A number as German tables write it; of one mark before three digits it does not matter which it is."""
    if _ONE_MARK.fullmatch(text):
        return float(text.replace(",", "."))
    found = read_decimal(Cell(_MINUS.sub(r"\1", text))).values
    return float(str(found[0])) if found else None


def pieces(texts: Mapping[str, int], mark: str) -> Iterator[tuple[str, int]]:
    """The parts of texts between `mark`, with how often they stand there."""
    for text, count in texts.items():
        yield from ((part.strip(), count) for part in text.split(mark) if part.strip())


def _is_address(text: str) -> bool:
    parts = split_address(text)
    return AddressPart.POSTCODE in parts and AddressPart.STREET in parts


def _is_area_key(text: str) -> bool:
    if not _DIGITS.fullmatch(text) or len(text) not in {5, 8, 12}:
        return False
    return int(text[:2]) in _LANDS or text.startswith(_INVENTED)


_TESTS: dict[str, Callable[[str], bool]] = {
    "postcode": lambda text: len(text) == 5 and text.isdecimal(),
    "ags": _is_area_key,
    "phone": lambda text: _PHONE.fullmatch(text) is not None,
    "email": lambda text: _MAIL.fullmatch(text) is not None,
    "url": lambda text: _URL.fullmatch(text) is not None,
    "legal": lambda text: _LEGAL.search(text) is not None,
    "date": lambda text: _DATE.fullmatch(text) is not None,
    "year": lambda text: _YEAR.fullmatch(text) is not None,
    "school-year": lambda text: _SCHOOL_YEAR.fullmatch(text) is not None,
    "milliseconds": lambda text: _MILLISECONDS.fullmatch(text) is not None,
    "moment": lambda text: _MOMENT.fullmatch(text) is not None,
    "markup": lambda text: _MARKUP.search(text) is not None,
    "address": _is_address,
    "wkt": lambda text: text.startswith("POINT"),
}

"""D7: municipal grants by year, nominal and in prices of a base year."""

from collections import defaultdict
from decimal import Decimal

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.money import Item, Money, field_of_item, grouped, records, sums, total
from queries.words import Words


def evaluate(asking: Asking) -> Outcome:
    """All fields and each of them, one row per status and year; years without money recorded apart."""
    money = Money.asked(asking, only_municipal=True)
    prices = _Prices(asking)
    blocks: dict[str, list[Row]] = {"years": [], "fields": [], "unknown": []}
    behind: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}

    def add(block: str, row: Row, found: list[Item]) -> None:
        for year, members in _by_year(found):
            blocks[block].append({**row, **prices.row(year, members)})
            behind[block].append([*records(members), *prices.indicators])

    for status, found in money.by_status():
        add("years", {"status": status}, found)
    for field, found in grouped(money.counted, field_of_item):
        for status in money.statuses:
            add("fields", {"field": field, "status": status}, [i for i in found if i.status == status])
    shown = range(asking.number("since"), asking.reading.reference_date.year + 1)
    told = {_year(item) for item in money.counted}
    blocks["unknown"] = [
        {"year": Literal(year), "reason": _NOT_COLLECTED} for year in shown if year not in told
    ]
    behind["unknown"] = [[] for _ in blocks["unknown"]]
    blocks["leftOut"], behind["leftOut"] = money.left_out()
    lead = (_LEAD if money.counted else _NOTHING).format(
        since=shown.start, until=shown.stop - 1, years=len(told), all=len(shown), prices=prices.words
    )
    return Outcome(blocks, lead, records=behind)


class _Prices:
    """The price index by year, if exactly one is recorded, and the year whose prices are meant."""

    def __init__(self, asking: Asking) -> None:
        values: defaultdict[int, list[Decimal]] = defaultdict(list)
        found: set[URIRef] = set()
        for row in asking.rows:
            if isinstance(row["indicator"], URIRef):
                found.add(row["indicator"])
                values[int(str(row["year"]))].append(Decimal(str(row["index"])))
        self.indicators = sorted(found)
        self._name = asking.reading.named(self.indicators)
        self.base = asking.number("baseYear")
        self._by_year = {year: sum(v, Decimal(0)) / len(v) for year, v in values.items()}
        self.words, self._why_none = self._state()

    def row(self, year: int, found: list[Item]) -> Row:
        """A year's sum, nominal and real; real only with the index of both years."""
        row: Row = {"year": Literal(year), **sums(found)}
        index, base = self._by_year.get(year), self._by_year.get(self.base)
        if self._why_none or not index or not base:
            return {**row, "reason": self._why_none or _NO_INDEX}
        row["index"] = Literal(round(index, 2))
        if row["sum"] is not None:
            row["real"] = Literal(round(total(found) * base / index, 2))
        return row

    def _state(self) -> tuple[Words, Words | None]:
        """What is said about prices, and why nothing is real, if so."""
        if len(self.indicators) > 1:
            return _SEVERAL_INDICES, _SEVERAL_INDICES_SHORT
        if not self.indicators:
            return _NO_PRICES, _NO_INDEX
        if self.base not in self._by_year:
            return _NO_BASE.format(base=self.base), _NO_BASE_SHORT
        return _REAL.format(base=self.base, index=self._name), None


def _year(item: Item) -> int:
    return int(str(item.rows[0]["year"]))


def _by_year(found: list[Item]) -> list[tuple[int, list[Item]]]:
    years: defaultdict[int, list[Item]] = defaultdict(list)
    for item in found:
        years[_year(item)].append(item)
    return sorted(years.items())


_NOT_COLLECTED = Words("kein zählender Posten erfasst", "no item that counts recorded")
_NO_INDEX = Words("kein Preisindex für dieses Jahr erfasst", "no price index recorded for this year")
_NO_BASE_SHORT = Words(
    "kein Preisindex für das Basisjahr erfasst", "no price index recorded for the base year"
)
_SEVERAL_INDICES_SHORT = Words("mehrere Preisindizes erfasst", "several price indices recorded")
_REAL = Words(
    "Real heißt in Preisen von {base} nach dem Index „{index}“.",
    "Real means in prices of {base} by the index “{index}”.",
)
_NO_BASE = Words(
    "Für das Basisjahr {base} ist kein Preisindex erfasst: nur nominale Beträge.",
    "No price index is recorded for the base year {base}: nominal amounts only.",
)
_NO_PRICES = Words(
    "Kein Verbraucherpreisindex erfasst: nur nominale Beträge.",
    "No consumer price index recorded: nominal amounts only.",
)
_SEVERAL_INDICES = Words(
    "Mehrere Verbraucherpreisindizes erfasst: nur nominale Beträge, bis klar ist, welcher gilt.",
    "Several consumer price indices recorded: nominal amounts only until it is clear which one holds.",
)
_LEAD = Words(
    "Kommunale Zuwendungen {since} bis {until}: für {years} von {all} {all|Jahr|Jahren} sind Posten erfasst. {prices}",
    "Municipal grants {since} to {until}: items are recorded for {years} of {all} {all|year|years}. {prices}",
)
_NOTHING = Words(
    "{since} bis {until}: 0 zählende Posten kommunaler Mittel erfasst, keine Aussage möglich.",
    "{since} to {until}: 0 items of municipal funds that count recorded, no statement possible.",
)

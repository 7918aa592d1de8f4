"""Funding items of a year: which of them count, which do not, and sums that mix no status.

Questions about money read their rows here. A row names an item (`funding`, `type`, `status`, `amount`, `severalYears`)
and something it has to do with (`funded` and what the question asks for); an item has as many rows as it needs.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from ontology.namespaces import namespace
from ontology.terms import CL
from ontology.vocabulary import label, vocabulary
from queries import words
from queries.answer import Row
from queries.asking import Asking
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.words import NO_WORDS, Words, counted

GRANTED: URIRef = CL["finanzierungsstatus-bewilligt"]
PAID: URIRef = CL["finanzierungsstatus-ausgezahlt"]
CONFIRMED = (GRANTED, PAID)
M = TypeVar("M")
_FT = namespace("ft")
OWN_FUNDS: URIRef = _FT["FT-G"]
# Own funds, fees of participants and donations: money behind which no body stands that could agree with others.
NO_FUNDER = frozenset({OWN_FUNDS, _FT["FT-T"], _FT["FT-D"]})
STATUSES: dict[str, tuple[URIRef, ...]] = {
    "bestaetigt": CONFIRMED,
    "bewilligt": (GRANTED,),
    "ausgezahlt": (PAID,),
    "beantragt": (CL["finanzierungsstatus-beantragt"],),
    "geplant": (CL["finanzierungsstatus-geplant"],),
}


@dataclass(slots=True)
class Item:
    """A funding item with all its rows; `amount` is None where it is not collected, which is not 0 €."""

    funding: URIRef
    kind: URIRef | None
    status: URIRef | None
    amount: Decimal | None
    rows: list[Binding] = field(default_factory=list)

    def values(self, column: str) -> frozenset[Node]:
        """What a column says in the rows of the item."""
        return frozenset(value for row in self.rows if (value := row[column]) is not None)

    @property
    def funded(self) -> frozenset[URIRef]:
        """The offers or organisations it funds."""
        return frozenset(value for value in self.values("funded") if isinstance(value, URIRef))

    @property
    def is_for_several(self) -> bool:
        """Whether it funds several without saying how much goes to each."""
        return len(self.funded) > 1

    @property
    def covers_several_years(self) -> bool:
        """Whether its amount is for no single year."""
        return any(row["severalYears"] == TRUE for row in self.rows)


class Money:
    """The items among the rows of a question: `counted`, and those left out by reason and status."""

    def __init__(
        self,
        rows: Iterable[Binding],
        statuses: Sequence[URIRef],
        *,
        only_municipal: bool,
        only_one_year: bool = True,
    ) -> None:
        self._reasons: dict[tuple[Words, URIRef | None], list[Item]] = {}
        self.statuses = tuple(statuses)
        self.counted: list[Item] = []
        for item in items(rows):
            reason = self._reason(item, only_municipal=only_municipal)
            if reason is None and only_one_year and item.covers_several_years:
                reason = SEVERAL_YEARS
            if reason:
                self.leave_out(item, reason)
            else:
                self.counted.append(item)

    @classmethod
    def asked(cls, asking: Asking, *, only_municipal: bool, only_one_year: bool = True) -> "Money":
        """The items among the rows of a question, of the status it asks for."""
        statuses = STATUSES[str(asking.term("status"))]
        return cls(asking.rows, statuses, only_municipal=only_municipal, only_one_year=only_one_year)

    def keep(self, reason_against: Callable[[Item], Words | None]) -> None:
        """Leave out every item a question has a reason of its own against."""
        kept, self.counted = self.counted, []
        for item in kept:
            if reason := reason_against(item):
                self.leave_out(item, reason)
            else:
                self.counted.append(item)

    def leave_out(self, item: Item, reason: Words) -> None:
        """Do not count an item, and say why."""
        self._reasons.setdefault((reason, item.status), []).append(item)

    def by_status(self) -> list[tuple[URIRef, list[Item]]]:
        """The items that count, one group per status: amounts of different status are never added."""
        groups = [(status, [i for i in self.counted if i.status == status]) for status in self.statuses]
        return [(status, found) for status, found in groups if found]

    def left_out(self) -> tuple[list[Row], list[list[URIRef]]]:
        """Rows (columns reason, status, items, withoutAmount, sum) about what does not count, and their records."""
        ordered = sorted(self._reasons.items(), key=lambda entry: (entry[0][0].de, str(entry[0][1] or "")))
        rows: list[Row] = [
            {"reason": reason, "status": status or _NO_STATUS, **sums(found)}
            for (reason, status), found in ordered
        ]
        return rows, [records(found) for _, found in ordered]

    def _reason(self, item: Item, *, only_municipal: bool) -> Words | None:
        if only_municipal and (item.kind is None or item.kind == _FT["FT-X"]):
            return _KIND_UNKNOWN
        if only_municipal and not is_municipal(item.kind):
            return _OTHER_KIND
        return None if item.status in self.statuses else _OTHER_STATUS


def items(rows: Iterable[Binding]) -> list[Item]:
    """The items of the rows, in their order."""
    found: dict[URIRef, Item] = {}
    for row in rows:
        if row["funding"] is None:
            continue  # a row about something else
        name = iri(row["funding"])
        amount = None if row["amount"] is None else Decimal(str(row["amount"]))
        new = Item(name, iri_or_none(row["type"]), iri_or_none(row["status"]), amount)
        found.setdefault(name, new).rows.append(row)
    return list(found.values())


def of_one_status(
    given: Iterable[M],
    funder: Callable[[M], Hashable | None],
    status: Callable[[M], URIRef | None],
    size: Callable[[M], Decimal | None],
) -> list[M]:
    """What counts of parts of a cost that run at the same time: of each funder those of the status with the largest sum.

    A grant and its payment may be recorded both, and are one money. Where a size or the funder is not known nobody can tell
    whether they are, and all of them stay.
    """
    parts = list(given)
    sums: defaultdict[Hashable, defaultdict[URIRef | None, Decimal]] = defaultdict(
        lambda: defaultdict(Decimal)
    )
    for one in parts:
        known = size(one)
        sums[funder(one)][status(one)] += Decimal("NaN") if known is None else known
    kept = []
    for one in parts:
        own = sums[funder(one)]
        is_open = funder(one) is None or any(each.is_nan() for each in own.values())
        if is_open or status(one) == max(own, key=lambda name: (own[name], str(name))):
            kept.append(one)
    return kept


def is_municipal(kind: URIRef | None) -> bool:
    """Whether a funding type is money the municipality grants (FT-K and what is below it)."""
    return kind == _FT["FT-K"] or (kind, SKOS.broader, _FT["FT-K"]) in vocabulary()


def sums(found: Sequence[Item]) -> Row:
    """Number of items, how many lack an amount, and the sum of the others; None if every amount is missing."""
    amounts = [item.amount for item in found if item.amount is not None]
    return {
        "items": Literal(len(found)),
        "withoutAmount": Literal(len(found) - len(amounts)),
        "sum": Literal(sum(amounts, Decimal(0))) if amounts else None,
    }


def total(found: Iterable[Item]) -> Decimal:
    """The sum of the amounts that are known."""
    return sum((item.amount for item in found if item.amount is not None), Decimal(0))


def shares(found: Sequence[Item], base: Decimal) -> Row:
    """`sums` with the base and the share in it; no share where no amount is known."""
    own = sums(found)
    share = None if own["sum"] is None else part(total(found), base)
    return {**own, "base": Literal(base), "share": share}


def part(amount: Decimal, base: Decimal) -> Literal | None:
    """The share of an amount in its base; None without a base."""
    return Literal(round(amount / base, 4)) if base else None


def records(found: Iterable[Item]) -> list[URIRef]:
    """The fundings that items are about."""
    return [item.funding for item in found]


def field_of_item(item: Item) -> URIRef | Words:
    """The field of need (column `field`) an item belongs to; among several, nothing is split."""
    if item.is_for_several:
        return SHARED
    fields = [value for value in item.values("field") if isinstance(value, URIRef)]
    if not fields:
        return NO_FIELD
    return fields[0] if len(fields) == 1 else SEVERAL_FIELDS


def grouped(
    found: Iterable[Item], key: Callable[[Item], URIRef | Words]
) -> list[tuple[URIRef | Words, list[Item]]]:
    """Items by a group: concepts and records by their key, then what has none, by its words."""
    groups: defaultdict[URIRef | Words, list[Item]] = defaultdict(list)
    for item in found:
        groups[key(item)].append(item)
    return sorted(groups.items(), key=lambda entry: (isinstance(entry[0], Words), str(entry[0])))


def euro(amount: Decimal) -> Words:
    """An amount as people write it: 1.234,50 €; cents only where there are any."""
    english = f"{amount:,.2f}".removesuffix(".00")
    return Words(english.translate(str.maketrans(",.", ".,")) + " €", "€" + english)


def percent(share: Decimal) -> Words:
    """A share of money as people write it: 12,5 %."""
    return words.percent(share, digits=1)


def amounts_in_words(money: Money, about: Callable[[list[Item]], Words] | None = None) -> Words:
    """For each status how much is counted, and in how many items; `about` adds a sentence of the question's own."""
    words = NO_WORDS
    for status, found in money.by_status():
        without = sum(1 for item in found if item.amount is None)
        words += _COUNTED.format(
            status=Words(label(status, "de"), label(status, "en")), sum=euro(total(found)), items=counted(len(found), *ITEMS),
            without=_WITHOUT.format(without=without) if without else NO_WORDS,
            about=about(found) if about else NO_WORDS,
        )  # fmt: skip
    return words


ITEMS = (Words("Posten", "item"), Words("Posten", "items"))
NO_FIELD = Words("ohne Handlungsfeld", "without field")
SEVERAL_FIELDS = Words("mehrere Handlungsfelder, nicht aufgeteilt", "several fields, not split")
SHARED = Words("mehrere Angebote, nicht aufgeteilt", "several offers, not split")
_NO_STATUS = Words("Stand nicht angegeben", "status not stated")
_KIND_UNKNOWN = Words("Finanzierungsart nicht bekannt", "Funding type not known")
_OTHER_KIND = Words(
    "Keine kommunale Zuwendung (andere Finanzierungsart)", "No municipal grant (other funding type)"
)
_OTHER_STATUS = Words("Anderer Stand", "Other status")
SEVERAL_YEARS = Words("Betrag ohne Jahr oder für mehrere Jahre", "Amount without year or for several years")
_COUNTED = Words(
    "{status}: {sum} in {items} {without}{about}.", "{status}: {sum} in {items} {without}{about}."
)
_WITHOUT = Words("({without} ohne Betrag)", "({without} without amount)")

"""The one release gate: nothing leaves the program that has not passed here.

`release` looks at every part of a view and withholds, for every audience, what belongs to a protected site (street,
postcode, coordinates, phone), numbers of people below the threshold and whatever would reveal them, and, for the
public, internal records and what looks like a person. It replaces, marks and counts; it never echoes.

Exits accept only `Released`, and only this module can build one. What cannot be inspected (bytes, foreign objects) is
refused. The index of what must not leave is `app.protection.Secrets`, read from the store itself.
"""

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final, Generic, TypeVar, cast, final
from urllib.parse import unquote

from app.coordination.views import AgreementView
from app.errors import GateError
from app.maps.views import Outline, Position
from app.protection import Censor, Secrets, censor_for, is_outline, without_addresses
from app.records.views import FieldView
from app.small_numbers import is_small, suppress, total_text
from app.terms.views import InboxView, OwnTermView, TermEffectView
from app.views import (
    AnswerView,
    CellView,
    DifferenceView,
    FieldChange,
    ImportPreview,
    Mark,
    ReversalView,
    Row,
    TableView,
    VersionView,
)
from loaders.persons import trace_of_person
from ontology.iris import Audience
from ontology.words import words_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

DEFAULT_THRESHOLD: Final = 3
_HIDDEN: Final = (Mark.PROTECTED, Mark.INTERNAL, Mark.PERSON)
_WORDS = words_of(__name__)
_STEWARDS_ONLY = (
    DifferenceView,
    ImportPreview,
    ReversalView,
    VersionView,
    AgreementView,
    InboxView,
    OwnTermView,
    TermEffectView,
)
# The commonest traces of persons, which can be cut out of a text; whatever else DQ-L06 knows withholds the whole text.
_PERSON = re.compile(
    r"\b(?:Frau|Herrn?|Dr\.)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?\b"
    r"|(?:\+49|\b0)[\s/-]?1[567]\d[\d\s/-]{6,}\d"
    r"|\b[\w.+-]+@(?:gmail|googlemail|gmx|web|t-online|yahoo|hotmail|outlook|icloud|freenet)\.[a-z]{2,}\b"
)


# Records without a name of their own are called by the names of what they join.
_JOINT: Final = " · "


class _Seal:
    """Held by this module alone; without it no `Released` can be built."""


_SEAL: Final = _Seal()


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many parts were withheld, and why; the reasons are those of `app.views.Mark`."""

    protected: int = 0
    small_numbers: int = 0
    internal: int = 0
    persons: int = 0

    def __bool__(self) -> bool:
        return bool(self.protected or self.small_numbers or self.internal or self.persons)

    def __add__(self, other: "Withheld") -> "Withheld":
        return Withheld(
            protected=self.protected + other.protected,
            small_numbers=self.small_numbers + other.small_numbers,
            internal=self.internal + other.internal,
            persons=self.persons + other.persons,
        )


@final
class Released(Generic[T_co]):
    """A view that passed the gate. `value` is what remains of it, `withheld` counts what does not.

    `scenario` names the supposition it holds under. It is here and not in the views, so that no view can be without it.
    """

    __slots__ = ("_audience", "_scenario", "_value", "_withheld")

    def __init__(
        self, seal: _Seal, value: T_co, audience: Audience, withheld: Withheld, scenario: str
    ) -> None:
        if seal is not _SEAL:
            raise GateError("app/gate.py: only release() builds a Released value. Call release() instead")
        self._value = value
        self._audience = audience
        self._withheld = withheld
        self._scenario = scenario

    @property
    def value(self) -> T_co:
        """What may be shown."""
        return self._value

    @property
    def audience(self) -> Audience:
        """For whom it was released."""
        return self._audience

    @property
    def withheld(self) -> Withheld:
        """What is not in it, as counts."""
        return self._withheld

    @property
    def scenario(self) -> str:
        """The name of what is supposed; empty = as recorded. Every exit says it."""
        return self._scenario

    def scenario_text(self, lang: str = "de") -> str:
        """That it is only supposed, in one sentence; empty if it is recorded."""
        return scenario_text(self._scenario, lang)

    def withheld_text(self, lang: str = "de") -> str:
        """What was withheld, in one sentence; empty if nothing was."""
        return _withheld_text(self._withheld, lang)


def scenario_text(name: str, lang: str) -> str:
    """That what is said holds under a scenario only; empty if there is none."""
    return _WORDS("supposed", lang, name=name) if name else ""


def release(
    value: T,
    audience: Audience,
    secrets: Secrets,
    *,
    lang: str = "de",
    threshold: int = DEFAULT_THRESHOLD,
    scenario: str = "",
    before: Withheld = Withheld(),
) -> Released[T]:
    """Let through what may be seen by `audience`.

    Args:
        value: a view of `app.views`, a text, or a tuple or mapping of these.
        audience: intern or public; only the public is denied internal records.
        secrets: what must not leave, fresh from the store.
        lang: language of the marks.
        threshold: numbers of people from 1 to threshold-1 are suppressed.
        scenario: name of the supposition `value` holds under; empty = as recorded.
        before: what was withheld when `value`, or what it is a part of, passed before; it is not there any more to be counted.

    Raises:
        GateError: something that cannot be inspected, or that is not meant for the public.
    """
    walker = _Walker(audience, censor_for(secrets), lang, threshold)
    passed = cast("T", walker.walk(value, linked=False))
    named = str(walker.walk(scenario, linked=False))
    counts = walker.counts
    withheld = Withheld(
        protected=counts[Mark.PROTECTED],
        small_numbers=counts[Mark.SMALL_NUMBER],
        internal=counts[Mark.INTERNAL],
        persons=counts[Mark.PERSON],
    )
    return Released(_SEAL, passed, audience, before + withheld, named)


class _Walker:
    """Goes through a value once. `linked`: inside a row or record that belongs to a protected site or shelter."""

    def __init__(self, audience: Audience, censor: Censor, lang: str, threshold: int) -> None:
        self.counts = dict.fromkeys(Mark, 0)
        self._audience = audience
        self._public = audience is Audience.PUBLIC
        self._censor = censor
        self._secrets = censor.secrets
        self._lang = lang
        self._marks = {mark: _WORDS(f"mark.{mark}", lang) for mark in _HIDDEN}
        self._threshold = threshold

    def walk(self, value: object, *, linked: bool) -> object:  # noqa: PLR0911 one line per kind of value
        """The value without what must not leave."""
        if isinstance(value, Enum) or value is None or isinstance(value, bool | int | date | datetime):
            return value
        if isinstance(value, str):
            return self._text(value, linked=linked)
        if isinstance(value, Outline | Position):
            return self._on_map(value)
        if isinstance(value, Decimal | float):
            return self._number(value)
        if isinstance(value, CellView):
            return self._cell(value, linked=linked)
        if isinstance(value, AnswerView | TableView):
            return self._table(value, linked=linked)
        if isinstance(value, tuple | list):
            return type(value)(self.walk(part, linked=linked) for part in value)
        if isinstance(value, Mapping):
            return {self.walk(k, linked=linked): self.walk(v, linked=linked) for k, v in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value, linked=linked)
        raise GateError(
            f"app/gate.py: {type(value).__name__} cannot be inspected; expected a view. Nothing was shown"
        )

    def _record(self, value: Any, *, linked: bool) -> object:
        if self._public and isinstance(value, _STEWARDS_ONLY):
            raise GateError(
                f"app/gate.py: {type(value).__name__} is not for the public. Ask for it as internal"
            )
        if isinstance(value, FieldChange) and value.people is not None:
            value = self._few(value)
        if isinstance(value, FieldView) and value.people:
            value = self._few_in(value)
        linked = linked or getattr(value, "iri", None) in self._secrets.protected
        parts = {f.name: self.walk(getattr(value, f.name), linked=linked) for f in fields(value)}
        return replace(value, **parts)

    def _few(self, change: FieldChange) -> FieldChange:
        """A change without its numbers if they rest on too few people; how few is told to nobody."""
        if change.people is None or change.people >= self._threshold:
            return replace(change, people=None)
        self.counts[Mark.SMALL_NUMBER] += 1
        hidden = total_text(self._lang)
        return replace(
            change, old=hidden if change.old else "", new=hidden if change.new else "", people=None
        )

    def _few_in(self, field: FieldView) -> FieldView:
        """A field of a form without its number of people, and without what sources say of it, if one is too small."""
        if not any(self._is_few(text) for text in (field.text, *(said.text for said in field.said))):
            return field
        self.counts[Mark.SMALL_NUMBER] += 1
        hidden = total_text(self._lang)
        return replace(field, text=hidden, values=(hidden,), said=())

    def _is_few(self, text: str) -> bool:
        try:
            return is_small(Decimal(text.replace(".", "").replace(",", ".")), self._threshold)
        except InvalidOperation:
            return False

    def _table(self, table: AnswerView | TableView, *, linked: bool) -> object:
        rows, dropped = self._rows(table.rows)
        totals = table.totals
        if dropped and totals is not None:
            totals = tuple(
                CellView(self._marks[Mark.INTERNAL], mark=Mark.INTERNAL) if c.text else c for c in totals
            )
        rows, totals, hidden = suppress(table.columns, rows, totals, self._threshold, self._lang)
        self.counts[Mark.SMALL_NUMBER] += hidden
        rest = {
            f.name: self.walk(getattr(table, f.name), linked=linked)
            for f in fields(table)
            if f.name not in ("rows", "totals")
        }
        shown = tuple(self._row(row, linked=linked) for row in rows)
        return replace(
            cast("Any", table), **rest, rows=shown, totals=totals and self._row(totals, linked=linked)
        )

    def _rows(self, rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], int]:
        """The rows that are not about an internal record, and how many were dropped."""
        if not self._public or not self._secrets.internal:
            return rows, 0
        kept = tuple(row for row in rows if not any(cell.iri in self._secrets.internal for cell in row))
        self.counts[Mark.INTERNAL] += len(rows) - len(kept)
        return kept, len(rows) - len(kept)

    def _row(self, row: Row, *, linked: bool) -> Row:
        protected, names = self._secrets.protected, self._secrets.protected_names
        if protected and not linked:
            linked = any(c.iri in protected or c.value in protected or c.text in names for c in row)
        return tuple(self._cell(cell, linked=linked) for cell in row)

    def _cell(self, cell: CellView, *, linked: bool) -> CellView:
        small = self._secrets.small_areas
        if linked and self._secrets.located and (cell.iri in small or cell.value in small):
            self.counts[Mark.PROTECTED] += 1
            return CellView(self._marks[Mark.PROTECTED], mark=Mark.PROTECTED)
        before = dict(self.counts)
        text = self._text(cell.text, linked=linked)
        value = self.walk(cell.value, linked=linked)
        iri = cell.iri if cell.iri is None else self._text(cell.iri, linked=linked)
        if text == cell.text and value == cell.value and iri == cell.iri:
            return cell
        mark = max(Mark, key=lambda m: self.counts[m] - before[m])
        self.counts.update(before | {mark: before[mark] + 1})
        return CellView(text if text != cell.text else self._marks[mark], mark=mark)

    def _text(self, text: str, *, linked: bool) -> str:
        mark = self._marks[Mark.PROTECTED]
        clean, hits = self._censor.clean(text, mark, linked=linked)
        if "%" in clean and not hits:
            decoded, hidden = self._censor.clean(unquote(clean), mark, linked=linked)
            clean, hits = (decoded, hidden) if hidden else (clean, hits)
        self.counts[Mark.PROTECTED] += hits
        if hits and is_outline(text):
            return mark  # a corner that is missing from an outline tells where it lies
        if self._public:
            clean, internal = self._without_internal(clean)
            mark = self._marks[Mark.INTERNAL]
            clean, addresses = self._censor.without_internal_iris(clean, mark)
            self.counts[Mark.INTERNAL] += internal + addresses
            clean, persons = _PERSON.subn(self._marks[Mark.PERSON], clean)
            if trace_of_person(clean):
                clean, persons = self._marks[Mark.PERSON], persons + 1
            self.counts[Mark.PERSON] += persons
        return clean

    def _number(self, number: Decimal | float) -> Decimal | float | None:
        if self._secrets.coordinates and self._censor.is_coordinate(str(number)):
            self.counts[Mark.PROTECTED] += 1
            return None
        return number

    def _on_map(self, value: Outline | Position) -> Outline | Position | None:
        """A position unless both numbers are those of a protected site: withheld for one, it would tell the other."""
        if isinstance(value, Outline) or not self._secrets.coordinates:
            return value
        if all(self._censor.is_coordinate(str(number)) for number in (value.longitude, value.latitude)):
            self.counts[Mark.PROTECTED] += 1
            return None
        return value

    def _without_internal(self, text: str) -> tuple[str, int]:
        """A text without names of internal records, whole or as a part of a name that was composed of several."""
        if self._censor.is_internal(text):
            return self._marks[Mark.INTERNAL], 1
        parts = text.split(_JOINT)
        hidden = [self._censor.is_internal(part) for part in parts]
        if not any(hidden):
            return text, 0
        mark = self._marks[Mark.INTERNAL]
        return _JOINT.join(mark if h else part for part, h in zip(parts, hidden, strict=True)), sum(hidden)


def _withheld_text(withheld: Withheld, lang: str) -> str:
    told = [
        _WORDS.counted(f"withheld.{field.name}", count, lang)
        for field in fields(withheld)
        if (count := getattr(withheld, field.name))
    ]
    return _WORDS("withheld_all", lang, told="; ".join(told)) if told else ""


class LogGate:
    """The gate of logs: a structlog processor, and `text` for everything else that is written down.

    Logs are read by more people than planned. They are treated as public, and something like a street with a house
    number is withheld even if no site is known to lie there.
    """

    def __init__(self) -> None:
        self._known = Secrets()

    def know(self, secrets: Secrets) -> None:
        """Add what must not be written from now on."""
        if secrets.phrases - self._known.phrases or secrets.coordinates - self._known.coordinates:
            self._known = self._known | secrets

    def text(self, text: str) -> str:
        """`text` as it may stand in a log."""
        walker = _Walker(Audience.PUBLIC, censor_for(self._known), "de", DEFAULT_THRESHOLD)
        return without_addresses(str(walker.walk(text, linked=False)), _WORDS(f"mark.{Mark.PROTECTED}", "de"))

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
        """Clean every value; what is not text or number is reduced to the name of its type."""
        return {key: self._value(value) for key, value in event.items()}

    def _value(self, value: object) -> object:
        if value is None or isinstance(value, bool | int):
            return value
        if isinstance(value, str | float | Decimal | date):
            return self.text(str(value))
        return f"<{type(value).__name__}>"


log_gate: Final = LogGate()

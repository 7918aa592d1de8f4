"""Single records, as command line and web pages call them; part of the facade `app.service`.

```python
records = Service.open().records
records.form("angebot", "A-101").value.fields              # as the template's columns, with what each source says
records.edit("angebot", "A-101", {"#angebot+status": "beendet"}, who="Datenpflege", why="Träger meldet das Ende")
```
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from app.delivery import enquiry
from app.delivery.calendar_views import CalendarView
from app.delivery.due import calendar
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.records import editing
from app.records import forms as records
from app.records.editing import Edit, sheet_of
from app.records.forms import Asked
from app.records.views import EnquiryView, RecordEdit, RecordForm, SheetChoice
from app.versions.history import version_view
from app.views import TableView, VersionView
from ontology.sheets import SheetSpec
from ontology.terms import SOZ

_ENDED: Final = "beendet"


class RecordDesk(Gated):
    """Lists, forms and edits of single records. Languages are "de" and "en"; `sheet` is a tag such as "angebot"."""

    @gated
    def sheets(self, lang: str = "de") -> Released[tuple[SheetChoice, ...]]:
        """The classes that have a sheet."""
        at = self._town.snapshot()
        return self._released(records.sheets(at, lang), lang=lang, at=at)

    @gated
    def list(self, sheet: str, *, version: int | None = None, lang: str = "de") -> Released[TableView]:
        """All records of a class.

        Raises:
            RequestError: there is no such sheet or version.
        """
        at = self._town.snapshot(version)
        return self._released(records.record_list(self._town, at, sheet, _asked(lang)), lang=lang, at=at)

    @gated
    def form(self, sheet: str, key: str | None = None, *, lang: str = "de") -> Released[RecordForm]:
        """A record as a form; without `key` an empty one with the next free key.

        Raises:
            RequestError: there is no such sheet, or the key cannot be one.
        """
        at = self._town.snapshot()
        return self._released(records.form(self._town, at, sheet, key, _asked(lang)), lang=lang, at=at)

    @gated
    def check(
        self, sheet: str, key: str, changes: Mapping[str, str], *, new: bool = False, lang: str = "de"
    ) -> Released[RecordEdit]:
        """What an edit would do and find; nothing is stored. Arguments as for `edit`."""
        edit = Edit(sheet_of(sheet), key, _whole(sheet_of(sheet), changes), new)
        edited = editing.examined(self._town, edit, _today())
        view = records.edit_view(edited, None, edit.spec, key, lang)
        return self._released(view, lang=lang, more=edited.examination.secrets)

    @gated
    def edit(
        self,
        sheet: str,
        key: str,
        changes: Mapping[str, str],
        *,
        who: str,
        why: str,
        new: bool = False,
        lang: str = "de",
    ) -> Released[RecordEdit]:
        """Save what was changed in a form, if nothing speaks against it; else the findings say why not.

        Args:
            sheet: the class.
            key: of the record.
            changes: column tag (whole, or without the sheet's) → text as it would stand in the cell; only of what changed.
            who: who wants it, a body or function.
            why: for what reason.
            new: there is no such record yet.
            lang: language of the answer.

        Raises:
            RequestError: an unknown field, a key that is taken, a field emptied that other sources fill, no reason.
        """
        edit = Edit(sheet_of(sheet), key, _whole(sheet_of(sheet), changes), new)
        edited, version = editing.save(self._town, edit, who, why, _today())
        shown = version_view(version, version.number, lang) if version else None
        view = records.edit_view(edited, shown, edit.spec, key, lang)
        return self._released(view, lang=lang, more=edited.examination.secrets)

    @gated
    def end(
        self, sheet: str, key: str, day: date, *, who: str, why: str, lang: str = "de"
    ) -> Released[RecordEdit]:
        """Give a record its last day and, where its class knows one, the status that says so. Nothing is deleted."""
        return self.edit(sheet, key, ending(sheet_of(sheet), day), who=who, why=why, lang=lang)

    @gated
    def enquiry(self, provider: str, *, lang: str = "de") -> Released[EnquiryView]:
        """The enquiry "Stimmt das noch?" to a provider; `app.exports.to_enquiry` makes the workbook of it.

        Raises:
            RequestError: there is no such provider.
        """
        at = self._town.snapshot()
        return self._released(enquiry.enquiry(self._town, at, provider, lang), lang=lang, at=at)

    @gated
    def calendar(self, *, lang: str = "de") -> Released[CalendarView]:
        """Who owes which delivery by when; `app.exports.to_ics` makes dates for a calendar program of it."""
        at = self._town.snapshot()
        return self._released(calendar(self._town, at, _today(), lang), lang=lang, at=at)

    @gated
    def withdraw(
        self, sheet: str, key: str, fields: Sequence[str] = (), *, who: str, why: str, lang: str = "de"
    ) -> Released[VersionView]:
        """Take editorial statements back, of some fields or all; what the other sources say holds again.

        Raises:
            RequestError: there is nothing to take back, or the record is known from nowhere else.
        """
        spec = sheet_of(sheet)
        tags = tuple(_whole(spec, dict.fromkeys(fields, "")))
        version = editing.withdraw(self._town, spec, key, tags, who=who, why=why)
        return self._released(version_view(version, version.number, lang), lang=lang)


def ending(spec: SheetSpec, day: date) -> Mapping[str, str]:
    """The fields that say that a record has ended.

    Raises:
        RequestError: records of this class have no last day.
    """
    from loaders.concepts import allowed, concept_text

    last = next((c for c in spec.columns if c.paths == (SOZ.validTo,)), None)
    if last is None:
        raise RequestError(
            f"‹{spec.label['de']}›: Solche Datensätze haben keinen letzten Tag. Enden können die Angebote und "
            "Vereinbarungen, die auf sie verweisen"
        )
    texts = {last.tag: f"{day:%d.%m.%Y}"}
    status = next((c for c in spec.columns if c.paths == (SOZ.status,)), None)
    if status is not None and _ENDED in {concept_text(c) for c in allowed(status)}:
        texts[status.tag] = _ENDED
    return texts


def _whole(spec: SheetSpec, changes: Mapping[str, str]) -> Mapping[str, str]:
    """Changes by whole column tags: `status` and `#angebot+status` are the same."""
    return {tag if tag.startswith("#") else f"{spec.tag}+{tag}": text for tag, text in changes.items()}


def _asked(lang: str) -> Asked:
    return Asked(_today(), lang)


def _today() -> date:
    return date.today()  # noqa: DTZ011 the day on the reader's calendar

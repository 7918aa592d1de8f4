"""An examined file as the preview people decide on."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from rdflib import URIRef

from app.delivery.changes import Changes
from app.delivery.examination import Examination, Places
from app.delivery.known import local_names
from app.delivery.staging import neutral_name
from app.views import (
    FindingView,
    HeldBackView,
    ImportPreview,
    PlaceView,
    RecordChange,
    RefusalView,
    SheetCount,
)
from app.wording import Names, field_changes
from graph import Quad
from graph.findings import Effect, Finding, Place, Severity
from ontology.vocabulary import label

_DEPENDS = "DQ-102"  # a reference to a row that waits
# Rules that protect places: not even the name of such a file is repeated.
_PROTECTIVE = ("DQ-L08", "DQ-04")


def preview(
    examination: Examination,
    lang: str,
    *,
    token: str | None,
    expires_at: datetime | None,
    already_version: int | None,
    needs_drop_confirmation: bool,
) -> ImportPreview:
    """What the file would do, in words. Of a refused file only why, and never a value."""
    delivery, changes, source = examination.delivery, examination.changes, examination.delivery.source
    refusal = examination.refusal
    names = Names(lang, (*local_names(examination.base), *_said(changes)), delivery.records)
    filename, shown = delivery.filename, examination.findings
    if refusal is not None:
        protective = refusal.rule.startswith(_PROTECTIVE)
        filename = neutral_name(filename, delivery.sha256) if protective else filename
        told = (f for f in shown if f.effect is Effect.REJECT_FILE or not protective)
        shown = tuple(_without_values(f, filename) for f in told)
    return ImportPreview(
        token=token,
        filename=filename,
        sha256=delivery.sha256,
        source=source.key if source else "",
        source_title=source.title if source else "",
        source_kind=label(source.kind, lang) if source else "",
        delivered_on=source.delivered_on if source else None,
        new=len(changes.new),
        changed=len(changes.changed),
        unchanged=len(changes.unchanged),
        missing=len(changes.missing),
        sheets=_sheets(examination) if refusal is None else (),
        findings=tuple(finding_view(f, lang) for f in sorted(shown, key=_order)),
        changes=tuple(_changes(changes, Places(delivery), names)) if refusal is None else (),
        held_back=tuple(_held_back(examination, names)) if refusal is None else (),
        refused=RefusalView(refusal.rule, refusal.message[lang], refusal.remedy.get(lang, ""))
        if refusal
        else None,
        already_version=already_version,
        needs_drop_confirmation=needs_drop_confirmation,
        drop_share=Decimal(str(round(changes.drop_share, 4))),
        base_version=examination.base.version,
        expires_at=expires_at,
    )


def finding_view(finding: Finding, lang: str) -> FindingView:
    """A finding in words."""
    return FindingView(
        rule=finding.rule,
        severity=str(finding.severity),
        severity_text=finding.severity.in_words(lang),
        effect=str(finding.effect),
        message=finding.message[lang],
        remedy=finding.remedy.get(lang, ""),
        place=place_view(finding.place, lang),
        found=finding.found,
        suggestion=finding.suggestion,
        more_places=tuple(p for p in (place_view(p, lang) for p in finding.places) if p is not None),
    )


def place_view(place: Place | None, lang: str) -> PlaceView | None:
    """A place in words and in parts."""
    if place is None:
        return None
    return PlaceView(place.describe(lang), place.sheet, place.row, place.column, place.cell)


def _without_values(finding: Finding, filename: str) -> Finding:
    """A finding without anything of the file but the place."""
    place = replace(finding.place, file=filename) if finding.place else None
    return replace(finding, found=None, suggestion=None, place=place, places=())


def _order(finding: Finding) -> tuple[int, str, int, str]:
    place = finding.place
    rank = list(Severity).index(finding.severity)
    return rank, (place.sheet or "") if place else "", (place.row or 0) if place else 0, finding.rule


def _said(changes: Changes) -> Iterable[Quad]:
    return (q for side in (changes.before, changes.after) for own in side.by_record.values() for q in own)


def _changes(changes: Changes, places: Places, names: Names) -> Iterable[RecordChange]:
    for name, records in (
        ("new", changes.new),
        ("changed", changes.changed),
        ("missing", changes.missing),
        ("returned", changes.returned),
    ):
        side = changes.before if name == "missing" else changes.after
        for iri in sorted(records):
            cls = side.class_of(iri)
            yield RecordChange(
                change=name,
                iri=str(iri),
                cls=label(cls, names.lang) if cls else "",
                key=names.key(iri),
                label=names.of(iri),
                place=place_view(places.of(iri), names.lang),
                fields=tuple(field_changes(iri, changes.before, changes.after, names))
                if name == "changed"
                else (),
            )


def _held_back(examination: Examination, names: Names) -> Iterable[HeldBackView]:
    reasons = _Reasons(examination, names)
    for record in examination.delivery.records:
        if record.held_back:
            yield HeldBackView(
                iri=str(record.iri),
                cls=label(record.cls, names.lang),
                key=record.key,
                label=names.of(record.iri),
                place=place_view(record.place, names.lang),
                reasons=tuple(reasons.messages[record.iri]) or record.rules,
                because_of=reasons.because.get(record.iri),
            )


class _Reasons:
    """Why records wait: the messages about them, and the record they depend on, if that is the reason."""

    def __init__(self, examination: Examination, names: Names) -> None:
        self.messages: defaultdict[URIRef, list[str]] = defaultdict(list)
        self.because: dict[URIRef, str] = {}
        self._rows = {(r.place.sheet, r.place.row): r.iri for r in examination.delivery.records}
        self._places = Places(examination.delivery)
        for finding in examination.findings:
            iri = self._about(finding)
            if iri is None or finding.severity is not Severity.VIOLATION:
                continue
            self.messages[iri].append(finding.message[names.lang])
            target = self._at(finding.places[0]) if finding.rule == _DEPENDS and finding.places else None
            if target is not None:
                self.because[iri] = names.of(target)

    def _about(self, finding: Finding) -> URIRef | None:
        found = self._at(finding.place) if finding.place is not None else None
        return found or (self._places.record_of(finding.focus) if finding.focus is not None else None)

    def _at(self, place: Place) -> URIRef | None:
        return self._rows.get((place.sheet, place.row))


def _sheets(examination: Examination) -> tuple[SheetCount, ...]:
    changes = examination.changes
    rows: dict[str, Counter[str]] = {}
    classes: dict[URIRef, str] = {}
    for record in examination.delivery.records:
        count = rows.setdefault(record.place.sheet or "", Counter())
        classes[record.cls] = record.place.sheet or ""
        count["rows"] += 1
        for name, members in (
            ("new", changes.new),
            ("changed", changes.changed),
            ("unchanged", changes.unchanged),
        ):
            count[name] += record.iri in members
        count["held_back"] += record.held_back
    for iri in changes.missing:
        cls = changes.before.class_of(iri)
        sheet = classes.get(cls, label(cls)) if cls else ""
        rows.setdefault(sheet, Counter())["missing"] += 1
    return tuple(
        SheetCount(s, c["rows"], c["new"], c["changed"], c["unchanged"], c["missing"], c["held_back"])
        for s, c in rows.items()
    )

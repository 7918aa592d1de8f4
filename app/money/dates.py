"""The deadlines of question L5 as dates that a calendar can keep."""

from collections.abc import Collection, Mapping
from datetime import date

from rdflib import URIRef

from app import display
from app.answers import translating as answers
from app.money.views import DatesView, DateView
from app.town import OpenTown
from app.views import ChoiceView, TableView
from loaders.persons import trace_of_person
from queries.answer import Answer, Row
from queries.evaluators.deadlines import TERMS
from queries.words import Words

Labels = Mapping[URIRef, Mapping[str, str]]

KINDS: dict[str, Words] = {
    "contract": Words("Verträge", "Contracts"),
    "grant": Words("Bewilligungen", "Grants"),
    "recognition": Words("Anerkennungen", "Recognitions"),
    "norm": Words("Rechtsgrundlagen", "Legal bases"),
    "statement": Words("Bestandserklärungen", "Inventory statements"),
    "measure": Words("Maßnahmen", "Measures"),
    "decision": Words("Beschlüsse", "Decisions"),
}
_MEANT = {words: meant for meant, words in TERMS.items()}


def dates_view(town: OpenTown, answer: Answer, kinds: Collection[str], lang: str) -> DatesView:
    """The dates of an answer to L5.

    Args:
        town: whose answer it is.
        answer: to L5.
        kinds: keys of `KINDS` to show; empty = all.
        lang: "de" or "en".
    """
    blocks = {
        name: [_date(row, answer.labels, town.ags, lang) for row in answer.block(name).rows]
        for name in ("coming", "passed")
    }
    present = {item.kind for items in blocks.values() for item in items}
    shown = {
        name: tuple(item for item in items if not kinds or item.kind in kinds)
        for name, items in blocks.items()
    }
    unknown: TableView = answers.table(answer.block("open"), lang, answer.labels)
    return DatesView(
        lead=answer.lead.get(lang),
        ahead=shown["coming"],
        passed=shown["passed"],
        unknown=unknown,
        kinds=tuple(ChoiceView(kind, words.get(lang)) for kind, words in KINDS.items() if kind in present),
        reference_date=answer.reference_date,
        version=answer.version,
        ags=town.ags,
        lang=lang,
    )


def _date(row: Row, labels: Labels, ags: str, lang: str) -> DateView:
    term, record = row["term"], row["record"]
    if not isinstance(term, Words) or not isinstance(record, URIRef):
        raise TypeError(f"{term!r}, {record!r}: L5 promises a deadline in words and a record")
    kind, which = _MEANT[term]
    claim, reason = row.get("claim"), row.get("reason")
    return DateView(
        # of the record and the deadline, not of the day: a calendar moves the date it has instead of adding one
        uid=f"{str(record).rpartition('/')[2]}-{which}@{ags}.querblick",
        kind=kind,
        day=date.fromisoformat(str(row["day"])),
        days=int(str(row["days"])),
        term=term.get(lang),
        iri=str(record),
        label=_without_person(display.iri_label(record, lang, labels)),
        offers=_without_person(_told(row["offers"], lang)),
        parties=_without_person(_told(row["parties"], lang)),
        claim=str(claim) if claim is not None else "",
        reason=_told(reason, lang),
    )


def _told(value: object, lang: str) -> str:
    return value.get(lang) if isinstance(value, Words) else ""


def _without_person(text: str) -> str:
    """A text for calendars of others, empty if it points to a person."""
    return "" if trace_of_person(text) else text

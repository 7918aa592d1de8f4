"""The profile of a record or concept, put together from its parts, with where it comes from and what is not known."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from app.answers import translating as answers
from app.asked import Asked, put
from app.freshness import freshness, freshness_text
from app.profiles.addresses import address, subject
from app.profiles.facts import Material
from app.profiles.layouts import ABOUT, Layout, layout_of, sheet_of
from app.profiles.parts import Parts
from app.profiles.views import ProfileOrigin, ProfileQuestion, ProfileSection, ProfileView
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, TableView
from ontology import iris
from ontology.namespaces import RDF, SKOS
from ontology.terms import SOZ
from ontology.vocabulary import label, notation, scheme_iri, vocabulary
from queries.catalogue import Catalogue
from queries.conflicts import conflict_rows
from queries.record_evidence import record_evidence
from queries.words import Words
from shapes import sheet_specs

_MOST_RELATED: Final = 200
_OPTIONAL: Final = frozenset(
    {
        "bestaetigt",
        "ersetzt",
        "teil-von",
        "einheit-von",
        "endegrund",
        "ohne-anschrift",
        "verpflichtung",
        "beschreibung",
        "zugang-teilweise",
        "zugang-nein",
        "hoheitlich",
        "uebergang",
        "durchfuehrung",
        "saeule",
        "ueberschneidet",
        "gueltig-bis",
        "soz:executingBody",
        "soz:sovereignTask",
        "soz:pluralityRequired",
        "soz:validFrom",
        "soz:validTo",
        "skos:note",
        "skos:definition",
        "skos:altLabel",
        "skos:broader",
        "skos:related",
        "soz:minAge",
        "soz:maxAge",
        "soz:requiredAccess",
        "soz:standingInfrastructure",
    }
)
"""Columns that say something about a few records only; empty ones are no lack."""


def profile(town: OpenTown, art: str, key: str, asked: Asked) -> ProfileView | None:
    """The profile at an address; None if there is none for this audience at this version."""
    here = subject(town.ags, art, key)
    if here is None:
        return None
    material = Material(town, asked)
    parts = iris.parts(here)
    sheets = _sheets(material, here) if parts else ()
    if parts and not sheets:
        return None
    scheme = vocabulary().value(here, SKOS.inScheme, any=True)
    found = [layout_of(sheet=tag) for tag in sheets] or [layout_of(scheme=str(scheme).rpartition("/")[2])]
    makers = [Parts(town, asked, material, here, layout) for layout in found]
    sections = _sections(makers, found)
    unknown = tuple(
        f for s in sections for f in s.facts if f.said in ("missing", "unknown") and f.name not in _OPTIONAL
    )
    shown = {record for maker in makers for record in maker.shown} | _named_in(sections)
    place = address(here)
    return ProfileView(
        art=place.art if place else art,
        key=place.key if place else key,
        iri=str(here),
        label=material.name(here) if parts else label(here, asked.lang),
        kind=_kind(here, sheets, asked.lang),
        lead=_lead(material, here, asked.lang),
        sections=sections,
        unknown=tuple(dict.fromkeys(unknown)),
        related=_related(material, here, shown),
        questions=_questions(found, key, asked.lang),
        origin=_origin(town, material, here, asked) if parts else None,
        reference_date=asked.reference_date,
        version=material.reading.snapshot.version,
        audience=str(asked.audience),
        lang=asked.lang,
    )


def _sheets(material: Material, record: URIRef) -> tuple[str, ...]:
    """The sheets a record stands on; several if it is of several classes."""
    classes = set(material.about([record])[record].get(RDF.type, ()))
    return tuple(s.tag.removeprefix("#") for s in sheet_specs() if s.cls in classes)


def _sections(makers: list[Parts], found: list[Layout]) -> tuple[ProfileSection, ...]:
    """The sections of all layouts; one of the same name that a former layout has already is left out."""
    made: dict[str, ProfileSection] = {}
    for maker, layout in zip(makers, found, strict=True):
        for section in layout.sections:
            if section.name not in made:
                made[section.name] = maker.section(section)
    return tuple(made.values())


def _named_in(sections: tuple[ProfileSection, ...]) -> set[URIRef]:
    """The records the fields lead to: they need not be listed again."""
    return {URIRef(cell.iri) for s in sections for fact in s.facts for cell in fact.cells if cell.iri}


def _kind(here: URIRef, sheets: tuple[str, ...], lang: str) -> str:
    if sheets:
        return " · ".join(label(sheet_of(tag).cls, lang) for tag in sheets)
    scheme = vocabulary().value(here, SKOS.inScheme, any=True)
    name = label(scheme_iri(scheme), lang) if isinstance(scheme, URIRef) else ""
    return f"{name} · {notation(here)}"


def _lead(material: Material, here: URIRef, lang: str) -> str:
    """Status and period, in a sentence; empty if the record has neither."""
    facts = material.about([here])[here]
    told = [material.cell([v], CellKind.CONCEPT).text for v in facts.get(SOZ.status, ())]
    for path, words in ((SOZ.validFrom, _FROM), (SOZ.validTo, _TO)):
        told += [
            words.format(day=material.cell([v], CellKind.DATE).text).get(lang) for v in facts.get(path, ())
        ]
    return ", ".join(told)


def _related(material: Material, here: URIRef, shown: set[URIRef]) -> TableView:
    """What else names the record and stands in no section."""
    lang = material.lang
    columns = {c.paths[0]: c.label[lang] for s in reversed(sheet_specs()) for c in s.columns}
    classes = {s.cls for s in sheet_specs()}
    rows = []
    for named in material.naming([here]):
        if named.record in shown or named.cls not in classes or named.path not in columns:
            continue
        name = material.reading.labels([named.record]).get(named.record, {})
        text = name.get("de") or (place.key if (place := address(named.record)) else "")
        rows.append((
            CellView(text, text, str(named.record)), CellView(label(named.cls, lang)), CellView(columns[named.path]),
        ))  # fmt: skip
    rows = sorted(dict.fromkeys(rows), key=lambda row: (row[1].text, row[0].text.casefold()))
    return TableView(
        _RELATED.get(lang),
        (
            ColumnView("record", _RECORD.get(lang), CellKind.RECORD),
            ColumnView("class", _CLASS.get(lang), CellKind.TEXT),
            ColumnView("as", _AS.get(lang), CellKind.TEXT),
        ),
        tuple(rows[:_MOST_RELATED]),
        note=_NONE_RELATED.get(lang)
        if not rows
        else _CUT.format(all=len(rows)).get(lang)
        if len(rows) > _MOST_RELATED
        else None,
        name="related",
    )


def _questions(found: list[Layout], key: str, lang: str) -> tuple[ProfileQuestion, ...]:
    links = {link.id: link for layout in found for link in layout.questions}
    catalogue = Catalogue.load()
    return tuple(
        ProfileQuestion(
            link.id,
            catalogue.get(link.id).header.title.get(lang),
            link.parameter,
            key if link.parameter else "",
        )
        for link in links.values()
    )


def _origin(town: OpenTown, material: Material, here: URIRef, asked: Asked) -> ProfileOrigin:
    reading, lang = material.reading, asked.lang
    evidence = record_evidence(reading, [here])
    things = [v for row in evidence.rows for v in row.values() if isinstance(v, URIRef)]
    conflicts = conflict_rows(reading, [here])
    facts = material.about([here])[here]
    verified = max((_day(v) for v in facts.get(SOZ.verifiedOn, ())), default=None)
    gone = max((_day(v) for v in facts.get(SOZ.notDeliveredSince, ())), default=None)
    step = freshness(verified, asked.reference_date, town.thresholds)
    k3 = Catalogue.load().get("K3").header
    contradictions = next(b for b in k3.blocks if b.name == "conflicts")
    columns = [c for c in k3.columns if c.name in contradictions.columns]
    names = reading.labels(
        [*things, *(v for row in conflicts for v in row.values() if isinstance(v, URIRef))]
    )
    days = [_day(row["deliveredOn"]) for row in evidence.rows if isinstance(row.get("deliveredOn"), Node)]
    return ProfileOrigin(
        text=_origin_text(verified, max(days, default=None), gone, asked.reference_date, lang),
        sources=answers.table(evidence, lang, names),
        conflicts=TableView(
            contradictions.title.get(lang), answers.columns(columns, lang), answers.rows(conflicts, columns, lang, names),
            note=_NO_CONFLICTS.get(lang), name="conflicts",
        ),
        waiting=_waiting(town, here, asked),
        verified_on=verified,
        freshness=str(step),
        freshness_text=freshness_text(step, lang),
        missing_since=gone,
    )  # fmt: skip


def _origin_text(
    verified: date | None, delivered: date | None, gone: date | None, today: date, lang: str
) -> str:
    told = [
        _VERIFIED.format(day=verified, age=_age(verified, today)) if verified else _NEVER,
        _DELIVERED.format(day=delivered, age=_age(delivered, today)) if delivered else _BROUGHT_BY_NONE,
    ]
    if gone:
        told.append(_GONE.format(day=gone))
    return " ".join(words.get(lang) for words in told)


def _age(day: date, today: date) -> Words:
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 1:
        return _TODAY
    return Words(
        f"vor {months} Monat{'en' if months > 1 else ''}", f"{months} month{'s' if months > 1 else ''} ago"
    )


def _waiting(town: OpenTown, here: URIRef, asked: Asked) -> TableView:
    """Rows of deliveries about the record that wait for clarification, as K4 has them."""
    answer = put(town, "K4", {}, asked)
    header = Catalogue.load().get("K4").header
    block = next(b for b in header.blocks if b.name == "waiting")
    columns = [c for c in header.columns if c.name in block.columns]
    rows = [row for block in answer.blocks for row in block.rows if row.get("record") == here]
    return TableView(
        block.title.get(asked.lang), answers.columns(columns, asked.lang),
        answers.rows(rows, columns, asked.lang, answer.labels), note=_NO_WAITING.get(asked.lang), name="waiting",
    )  # fmt: skip


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def missing_columns(layout: Layout) -> Iterable[str]:
    """Columns of the sheet that no section shows; a test says that there are none."""
    if not layout.sheet:
        return ()
    own = {f for s in layout.sections for f in s.fields} | {
        s.records.here for s in layout.sections if s.records
    }
    tags = (c.tag.partition("+")[2] for c in sheet_of(layout.sheet).columns)
    return [tag for tag in tags if tag not in own | ABOUT]


_FROM, _TO = Words("ab {day}", "from {day}"), Words("bis {day}", "until {day}")
_RELATED = Words("Weitere Datensätze, die darauf verweisen", "Other records that name it")
_RECORD, _CLASS, _AS = (
    Words("Datensatz", "Record"),
    Words("Art", "Kind"),
    Words("nennt es als", "names it as"),
)
_NONE_RELATED = Words("Keine weiteren erfasst.", "No others recorded.")
_CUT = Words(f"Gezeigt sind {_MOST_RELATED} von {{all}}.", f"{_MOST_RELATED} of {{all}} are shown.")
_NO_CONFLICTS = Words(
    "Zwischen den Quellen ist kein Widerspruch bekannt.", "No contradiction between sources is known."
)
_NO_WAITING = Words(
    "Keine Zeile zu diesem Datensatz wartet auf Klärung.", "No row about this record waits for clarification."
)
_VERIFIED = Words("Zuletzt bestätigt am {day} ({age}).", "Last confirmed on {day} ({age}).")
_NEVER = Words("Nie bestätigt, soweit erfasst.", "Never confirmed, as far as recorded.")
_DELIVERED = Words("Zuletzt geliefert am {day} ({age}).", "Last delivered on {day} ({age}).")
_BROUGHT_BY_NONE = Words("Keine Lieferung dazu bekannt.", "No delivery of it is known.")
_TODAY = Words("diesen Monat", "this month")
_GONE = Words(
    "Fehlt in der Lieferung vom {day}; gilt weiter, bis die Datenpflege entscheidet.",
    "Missing in the delivery of {day}; holds until data stewardship decides.",
)

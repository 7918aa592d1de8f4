"""Who delivers what for which day: the sheet "Lieferung", or the lines `#lieferung+…` above the header of a CSV file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rdflib import URIRef

from graph.findings import Finding, Place
from loaders.canonical import EMPTY, Cell
from loaders.cells import CellReader
from loaders.columns import COVER_TAG, tag_of
from loaders.concepts import allowed, concept_text
from loaders.messages import finding
from loaders.outline import letter
from loaders.persons import trace_of_person
from loaders.readings import Reading
from loaders.spreadsheet import Sheet
from ontology.namespaces import DCTERMS
from ontology.sheets import ColumnSpec, Kind
from ontology.terms import SOZ
from ontology.vocabulary import fold, scheme_iri
from ontology.words import words_of

TEMPLATE_VERSION = 1
"""Counts up when an older Querblick could misread the template."""

_WORDS = words_of(__name__)
_ROWS, _COLUMNS = 40, 8  # where the cover looks for its lines


@dataclass(frozen=True, slots=True)
class Source:
    """Who delivers. `kind` is one of `cl:quellenart-…`; `delivered_by` a function or office, never a person."""

    key: str
    title: str
    kind: URIRef
    delivered_on: date
    delivered_by: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; no `source` if something is missing, and the findings say what."""

    source: Source | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    cell: Cell
    place: Place


@cache
def cover_fields() -> tuple[ColumnSpec, ...]:
    """The lines of the cover, described like columns, in their order."""
    return tuple(
        ColumnSpec(
            tag=f"{COVER_TAG}+{tag}",
            paths=(path,),
            kind=kind,
            label=_WORDS.both(f"{tag}.label"),
            help=_WORDS.both(f"{tag}.help"),
            order=float(order),
            required=tag in {"quelle", "art", "datum"},
            scheme=scheme_iri("cl-quellenart") if kind is Kind.CONCEPT else None,
            example=example,
        )
        for order, (tag, path, kind, example) in enumerate(_FIELDS)
    )


_FIELDS = (
    ("quelle", DCTERMS.identifier, Kind.KEY, "sozialwerk-fiktiva"),
    ("titel", DCTERMS.title, Kind.NAME, "Angebotsmeldung Sozialwerk Fiktiva"),
    ("art", SOZ.sourceKind, Kind.CONCEPT, "Träger"),
    ("datum", SOZ.deliveredOn, Kind.DATE, "24.11.2026"),
    ("von", SOZ.deliveredBy, Kind.STRING, "Geschäftsstelle"),
    ("gemeinde", DCTERMS.spatial, Kind.STRING, "Beispielau"),
    ("ags", SOZ.ags, Kind.AGS, "99999001"),
    ("vorlage", SOZ.mappingVersion, Kind.INTEGER, str(TEMPLATE_VERSION)),
)


def read_cover(file: str, sheets: Sequence[Sheet], reader: CellReader, received: date) -> Cover:
    """Read the cover from whichever sheet holds its lines.

    Args:
        file: name for the places of findings.
        sheets: all sheets of the file.
        reader: knows the municipality that is open.
        received: the day the file arrived.
    """
    entries: dict[str, _Entry] = {}
    for sheet in sheets:
        for tag, entry in _lines(file, sheet).items():
            entries.setdefault(tag, entry)
    readings: dict[str, Reading] = {}
    findings: list[Finding] = []
    for field in cover_fields():
        line = entries.get(field.tag)
        reading = reader.read(line.cell, field) if line else Reading()
        readings[field.tag.rpartition("+")[2]] = reading
        findings += _field_findings(file, field, line, reading)
    findings += _check(entries, readings, reader.index.ags, received)
    if any(not readings[name].values for name in ("quelle", "art", "datum")):
        return Cover(None, tuple(findings))
    return Cover(_source(readings), tuple(findings))


def is_cover(sheet: Sheet) -> bool:
    """Whether a sheet holds lines of the cover."""
    return bool(_lines("", sheet))


def _lines(file: str, sheet: Sheet) -> dict[str, _Entry]:
    """Tag → cell with the value: the one right of the label, or right of the tag if it stands first."""
    fields = {field.tag: field for field in cover_fields()}
    found: dict[str, _Entry] = {}
    named = fold(sheet.name) in {"lieferung", "delivery"}
    for number, row in enumerate(sheet.grid[:_ROWS], start=1):
        cells = list(enumerate(row[:_COLUMNS], start=1))
        tagged = {column: tag for column, cell in cells if (tag := tag_of(cell)) in fields}
        labelled = {column: tag for column, cell in cells if (tag := _tag_of_label(cell)) is not None}
        tag = next(iter(tagged.values()), None) or (next(iter(labelled.values()), None) if named else None)
        if tag is None:
            continue
        column = next((c for c, t in labelled.items() if t == tag), None) or next(iter(tagged))
        place = Place(file, sheet.name, number, letter(column + 1), fields[tag].label["de"])
        found.setdefault(tag, _Entry(sheet.cell(number, column + 1), place))
    return found


def _tag_of_label(cell: Cell) -> str | None:
    return _labels().get(fold(cell.text)) if cell else None


@cache
def _labels() -> dict[str, str]:
    return {fold(text): field.tag for field in cover_fields() for text in field.label.values()}


def _field_findings(file: str, field: ColumnSpec, entry: _Entry | None, reading: Reading) -> list[Finding]:
    if field.tag.endswith("+von"):
        personal = entry is not None and trace_of_person(entry.cell.text)
        return [finding("person-in-cover", entry.place)] if entry and personal else []
    if entry is None or entry.cell is EMPTY or reading.blank:
        if not field.required:
            return []
        place = entry.place if entry else Place(file)
        fill = {"tag": field.tag}
        return [finding("cover-missing", place, found=field.label["de"], fill=fill)]
    if reading.values:
        return []
    expected = field.example
    if field.scheme is not None:
        expected = ", ".join(concept_text(concept) for concept in allowed(field))
    fill = {"field": field.label["de"]}
    return [finding("cover-invalid", entry.place, found=entry.cell.text, suggestion=expected, fill=fill)]


def _check(
    entries: Mapping[str, _Entry], readings: Mapping[str, Reading], town: str, received: date
) -> list[Finding]:
    findings = []
    ags, day, version = (str(next(iter(readings[n].values), "")) for n in ("ags", "datum", "vorlage"))
    if ags and ags != town:
        place = entries[f"{COVER_TAG}+ags"].place
        findings.append(finding("cover-other-town", place, found=ags, fill={"town": town}))
    if day and date.fromisoformat(day) > received:
        findings.append(finding("cover-future", entries[f"{COVER_TAG}+datum"].place, found=day))
    if version and int(version) > TEMPLATE_VERSION:
        place = entries[f"{COVER_TAG}+vorlage"].place
        findings.append(
            finding("cover-newer-template", place, found=version, fill={"known": TEMPLATE_VERSION})
        )
    return findings


def _source(readings: Mapping[str, Reading]) -> Source:
    texts = {name: str(next(iter(reading.values), "")) for name, reading in readings.items()}
    return Source(
        key=texts["quelle"],
        title=texts["titel"] or texts["quelle"],
        kind=URIRef(texts["art"]),
        delivered_on=date.fromisoformat(texts["datum"]),
        delivered_by=texts["von"],
    )

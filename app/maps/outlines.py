"""Outlines of areas out of a GeoJSON file: whose shape is whose, what would change, and taking it in as one version.

Which property names the areas is found out for the whole file, not shape by shape: a running number that happens to be
the key of another area must not decide. What does not match is shown and left alone; nothing of an area is emptied.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import shapely
from rdflib import URIRef
from shapely.errors import ShapelyError

from app.delivery.examination import Examination
from app.delivery.previews import finding_view
from app.maps.views import OutlineMatch, OutlinesPreview
from app.records.editing import Edit, examined_together, keep, sheet_of
from app.town import OpenTown
from app.views import CellKind, CellView, ChoiceView, ColumnView, FindingView, TableView
from graph import Version
from graph.findings import Severity
from loaders.errors import SourceError
from loaders.outlines import Drawn, read_outlines
from ontology.iris import Audience
from queries.reading import Area, Reading, iri, text
from queries.words import Words

NEW, CHANGED, SAME = "new", "changed", "same"
UNMATCHED, TWICE, AT_ODDS, BROKEN = "unmatched", "twice", "atOdds", "broken"
_COLUMN: Final = "#gebiet+lage"
_NEAR: Final = 1e-6
_KINDS: Final[Mapping[str, Callable[[Area], str]]] = {
    "name": lambda area: _folded(area.name),
    "key": lambda area: area.key,
    "code": lambda area: area.code,
    "ags": lambda area: area.ags,
}
"""By what an area is known; of two that match equally many the first: a running number is a code by chance only too easily."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """A file that was looked at. `takes`: key of an area → its new WKT; `examination` None if nothing changes."""

    view: OutlinesPreview
    takes: Mapping[str, str]
    examination: Examination | None

    @property
    def acceptable(self) -> bool:
        """Whether it may be taken in: something changes, and nothing speaks against it."""
        found = self.examination
        return (
            found is not None
            and found.refusal is None
            and not any(r.held_back for r in found.delivery.records)
        )


def looked_at(town: OpenTown, data: bytes, filename: str, by: str, today: date, lang: str) -> Outlines:
    """Find out whose outlines a file holds and what taking them in would do. Nothing is stored.

    Args:
        town: whose areas they are.
        data: the file, GeoJSON.
        filename: as it is called.
        by: the property that names the areas; empty = the one that matches most.
        today: the day it is taken in.
        lang: language of the texts.
    """
    try:
        drawn = read_outlines(data)
    except SourceError as error:
        return Outlines(OutlinesPreview(filename, (), (), refused=str(error)), {}, None)
    reading = Reading(town.snapshot(), Audience.INTERN, today, town.thresholds)
    areas = [area for area in reading.areas.values() if area.key]
    prop, kind = _named_by(drawn, areas, by)
    recorded = {iri(row["area"]): text(row["position"]) for row in reading.facts("area_positions")}
    matches, takes = [], {}
    owners = [_owner(shape, areas, prop, kind) for shape in drawn]
    seen = Counter(area.key for area in owners if area)
    for shape, area in zip(drawn, owners, strict=True):
        what = AT_ODDS if area and _names_another(shape, area, areas) else _what(shape, area, seen, recorded)
        if area and what in (NEW, CHANGED):
            takes[area.key] = shape.wkt
        matches.append(_match(shape, area, what, prop, lang))
    edits = [Edit(sheet_of("gebiet"), key, {_COLUMN: wkt}) for key, wkt in takes.items()]
    examination = examined_together(town, edits, today)[0] if edits else None
    have = {area.key for area in owners if area}
    missing = tuple(ChoiceView(a.key, a.name) for a in areas if a.is_cell and a.key not in have and not _is_town(a, reading))  # fmt: skip
    view = OutlinesPreview(
        filename=filename, matches=tuple(matches), missing=missing, table=_table(matches, lang),
        properties=tuple(sorted({name for shape in drawn for name in shape.properties})), by=prop, takes=len(takes),
        findings=_findings(examination, lang), refused=_refusal(examination, lang),
    )  # fmt: skip
    found = Outlines(view, takes, examination)
    return replace(found, view=replace(view, acceptable=found.acceptable))


def taken(town: OpenTown, found: Outlines, who: str, why: str) -> Version | None:
    """Take in what was looked at as the next version; None if nothing may or need be taken in.

    Raises:
        RequestError: `who` or `why` is empty or names a person.
    """
    if not found.acceptable or found.examination is None:
        return None
    return keep(town, found.examination, who, why)


def _named_by(drawn: Iterable[Drawn], areas: list[Area], by: str) -> tuple[str, str]:
    """Property and kind of name by which most shapes find an area."""
    shapes = list(drawn)
    known = {kind: {read(area) for area in areas} - {""} for kind, read in _KINDS.items()}
    counts: Counter[tuple[str, str]] = Counter()
    for shape in shapes:
        for name, value in shape.properties.items():
            if by in ("", name):
                counts.update((name, kind) for kind in _KINDS if _as(kind, value) in known[kind])
    order = list(_KINDS)
    best = min(counts, key=lambda c: (-counts[c], order.index(c[1]), c[0]), default=("", ""))
    return best if best[0] else (by, "")


def _owner(shape: Drawn, areas: list[Area], prop: str, kind: str) -> Area | None:
    value = shape.properties.get(prop)
    if value is None or not kind:
        return None
    hits = [area for area in areas if _KINDS[kind](area) == _as(kind, value)]
    return hits[0] if len(hits) == 1 else None


def _names_another(shape: Drawn, area: Area, areas: list[Area]) -> bool:
    """Whether a property is the name of another area: then key and name contradict each other."""
    named = {_folded(value) for value in shape.properties.values()}
    return _folded(area.name) not in named and any(_folded(a.name) in named for a in areas if a != area)


def _as(kind: str, value: str) -> str:
    return _folded(value) if kind == "name" else value.strip()


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _what(shape: Drawn, area: Area | None, seen: Counter[str], recorded: Mapping[URIRef, str]) -> str:
    if shape.problem:
        return BROKEN
    if area is None:
        return UNMATCHED
    if seen[area.key] > 1:
        return TWICE
    before = recorded.get(area.iri)
    if before is None:
        return NEW
    return SAME if _alike(before, shape.wkt) else CHANGED


def _alike(before: str, after: str) -> bool:
    """Whether two texts say the same shape, wherever its rings start."""
    try:
        one, other = shapely.from_wkt(before), shapely.from_wkt(after)
    except ShapelyError:
        return False
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), _NEAR))


def _match(shape: Drawn, area: Area | None, what: str, prop: str, lang: str) -> OutlineMatch:
    named = shape.properties.get(prop) or next(iter(shape.properties.values()), "")
    return OutlineMatch(
        number=shape.number,
        named=named,
        area=area.key if area else "",
        area_label=area.name if area else "",
        what=what,
        what_text=_WHAT[what].get(lang),
        problem=_PROBLEMS[shape.problem].get(lang) if shape.problem else "",
    )


def _table(matches: list[OutlineMatch], lang: str) -> TableView:
    columns = [ColumnView(name, words.get(lang), CellKind.TEXT) for name, words in _COLUMNS.items()]
    columns[0] = replace(columns[0], kind=CellKind.INTEGER)
    rows = [
        (
            CellView(str(m.number), m.number),
            *(CellView(shown, shown) for shown in (m.named, f"{m.area} {m.area_label}".strip())),
            CellView(f"{m.what_text}. {m.problem}" if m.problem else m.what_text, m.what),
        )
        for m in matches
    ]
    return TableView(_TABLE.get(lang), tuple(columns), tuple(rows), note=_EMPTY.get(lang), name="outlines")


def _is_town(area: Area, reading: Reading) -> bool:
    return area.iri == reading.municipality


def _findings(examination: Examination | None, lang: str) -> tuple[FindingView, ...]:
    if examination is None or examination.refusal is not None:
        return ()
    return tuple(finding_view(f, lang) for f in examination.findings if f.severity is not Severity.INFO)


def _refusal(examination: Examination | None, lang: str) -> str:
    refusal = examination.refusal if examination else None
    return f"{refusal.message[lang]} {refusal.remedy.get(lang, '')}".strip() if refusal else ""


_TABLE = Words("Umrisse in der Datei", "Outlines in the file")
_EMPTY = Words("Die Datei enthält keinen Umriss.", "The file holds no outline.")
_COLUMNS = {
    "number": Words("Nr.", "No."),
    "named": Words("In der Datei", "In the file"),
    "area": Words("Gebiet", "Area"),
    "what": Words("Was geschieht", "What happens"),
}
_WHAT = {
    NEW: Words("neu: bisher ohne Umriss", "new: no outline so far"),
    CHANGED: Words("ersetzt den bisherigen", "replaces the present one"),
    SAME: Words("unverändert", "unchanged"),
    UNMATCHED: Words("kein Gebiet mit diesem Namen oder Schlüssel", "no area of this name or key"),
    TWICE: Words("zweimal in der Datei: nicht übernommen", "twice in the file: not taken in"),
    AT_ODDS: Words(
        "Schlüssel und Name nennen verschiedene Gebiete: nicht übernommen",
        "key and name are those of different areas: not taken in",
    ),
    BROKEN: Words("Umriss nicht verwendbar", "outline cannot be used"),
}
_PROBLEMS = {
    "no-surface": Words(
        "Keine Fläche: erwartet Polygon oder MultiPolygon.", "No surface: expected Polygon or MultiPolygon."
    ),
    "too-few-corners": Words("Ein Ring hat weniger als vier Ecken.", "A ring has fewer than four corners."),
    "too-many-corners": Words(
        "Ein Ring hat zu viele Ecken; in QGIS vereinfachen.",
        "A ring has too many corners; simplify it in QGIS.",
    ),
    "not-closed": Words(
        "Ein Ring ist nicht geschlossen: Die letzte Ecke muss die erste sein.",
        "A ring is not closed: the last corner must be the first.",
    ),
    "crosses-itself": Words(
        "Der Umriss schneidet sich selbst; in QGIS „Geometrien reparieren“.",
        "The outline crosses itself; use “Fix geometries” in QGIS.",
    ),
    "no-degrees": Words(
        "Die Zahlen sind keine Grad. In QGIS beim Export als KBS „EPSG:4326“ wählen.",
        "The numbers are no degrees. Choose “EPSG:4326” when exporting from QGIS.",
    ),
    "too-small": Words(
        "Kleiner als ein Hektar: Das ist ein Grundstück, kein Gebiet. Es wird nicht gespeichert.",
        "Smaller than a hectare: that is a plot, not an area. It is not stored.",
    ),
}

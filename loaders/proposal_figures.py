"""Tables of figures: by area, by year in columns, by year in rows. What becomes an area, an indicator, an observation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.evidence import Evidence
from loaders.figure_values import groups_of, value_fields
from loaders.header_facts import LEVELS, date_of, unit_of
from loaders.headers import words
from loaders.layout_lines import is_year
from loaders.mapping import UNFOLDED_HEADER, Condition, FieldMapping
from loaders.proposal_columns import Column
from loaders.proposal_draft import Field, RecordDraft, assumed, blanks, constant, keyed, taken
from loaders.reasons import Reason, reason
from loaders.steps import Number, Part, Step, Terms, Text, Time
from loaders.times import TimeForm

_LARGE = frozenset({"Land", "Kreis"})
NUMERIC = 0.9
"""Share of the cells of a column that are numbers, from which on it holds figures."""

_AREA_LEVELS = (
    ("Stadtteil", ("stadtteil", "ortsteil", "stadtgebiet", "quartier", "viertel")),
    ("statistischer Bezirk", ("bezirk", "stadtbezirk")),
    ("Sozialraum", ("sozialraum",)),
    ("Planungsraum", ("planungsraum",)),
    ("Kreis", ("kreis", "landkreis", "kreisname")),
    ("Gemeinde", ("gemeinde", "gemeindename")),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures.

    Attributes:
        columns: all of the table.
        roles: what they are.
        numeric: those with figures.
        day: the date in its title, or else in the file's name, which is only an assumption (`sure`).
        around: a name for what it counts.
        source: key of the source; indicators and observations are its own.
        town: municipality key of the town that is open, if known.
    """

    columns: Sequence[Evidence]
    roles: Mapping[str, Column]
    numeric: Sequence[Evidence]
    day: date | None
    sure: bool
    around: str
    source: str
    town: str = ""


def figures_in(columns: Sequence[Evidence], roles: Mapping[str, Column]) -> list[Evidence]:
    """The columns with figures: numbers that are no key, place or contact."""
    surely = {
        c.evidence.number
        for role, c in roles.items()
        if not role.startswith("#gebiet+ein") and role not in _COUNTED
    }
    return [
        column
        for column in columns
        if column.filled and column.numeric >= NUMERIC and column.number not in surely
    ]


_COUNTED = frozenset(
    {
        "#abdeckung+plaetze",
        "#abdeckung+alter-von",
        "#abdeckung+alter-bis",
        "@x",
        "@y",
        "#angebot+name",
        "#abdeckung+altersangabe",
    }
)


def year_columns(columns: Sequence[Evidence]) -> list[Evidence]:
    """The columns whose headers are years."""
    return [column for column in columns if _year_of(column.header) and column.filled]


def propose_areas(table: Figures) -> list[RecordDraft]:
    """Areas, and what is counted in them."""
    draft, key = _area(table)
    counted = [column for column in table.numeric if unit_of(column.header) is not None]
    headings = any(column.filled < column.rows for column in table.numeric)
    fullest = max(table.numeric, key=lambda c: c.filled, default=None)
    if headings and fullest is not None and fullest.filled >= table.columns[0].rows / 2:
        draft.when = Condition(column=fullest.header)  # a row without any figure is a heading
    drafts = [draft]
    others = [
        c
        for c in counted
        if table.roles.get("#gebiet+einwohner", None) is None
        or c.number != table.roles["#gebiet+einwohner"].evidence.number
    ]
    if others:
        drafts += _observed(table, others, key, draft.when, _level_of(draft))
    return drafts


def propose_timeline(table: Figures) -> list[RecordDraft]:
    """A row per year: an indicator per column."""
    year = table.roles["@jahr"]
    form = TimeForm.SCHOOL_YEAR if year.evidence.share("school-year") > 0.5 else TimeForm.YEAR_END
    counted = [c for c in table.numeric if c.number != year.evidence.number]
    area = table.roles.get("@gebiet")
    labels = [
        c for c in table.columns if c.filled > 0 and c.numeric < NUMERIC and c.number != year.evidence.number
    ]
    dimensions = [c.header for c in labels if area is None or c.number != area.evidence.number][:2]
    why = reason("structure", "figures", 0.85)
    indicator = RecordDraft("#indikator", unfold=tuple(c.header for c in counted), repeats=True)
    of = (UNFOLDED_HEADER, *dimensions)
    indicator.add(
        keyed("kennung", of, "#indikator", why, table.source),
        _named(table, of, why),
        _units(counted),
    )
    places = [area.header] if area is not None else []
    drafts = [indicator]
    for group in groups_of(counted, large=False):
        value = RecordDraft("#messwert", unfold=tuple(c.header for c in group[0]))
        value.add(
            keyed("kennung", (*of, *places, year.header), "#messwert", why, table.source),
            keyed("indikator", of, "#indikator", why, table.source),
            *value_fields(group, why),
            keyed("gebiet", places, "#gebiet", area.reason) if area is not None else None,
            taken("stichtag", year, Time(form=form)),
        )
        drafts.append(value)
    if area is not None:
        own, _ = _area(table)
        own.repeats = True
        drafts.insert(0, own)
    return drafts


def _named(table: Figures, of: Sequence[str], why: Reason) -> Field:
    """Headers such as "insgesamt" say nothing without the name of their table."""
    around = re.sub(r"[{}]", "", table.around)
    rest = ", ".join(f"{{{number}}}" for number in range(1, len(of) + 1))
    pattern = f"{around}: {rest}" if around else rest
    return FieldMapping(to="name", columns=tuple(of), steps=(Text(pattern=pattern),)), why


def propose_years(table: Figures) -> list[RecordDraft]:
    """A column per year: an indicator per row, or one indicator by areas."""
    years = year_columns(table.columns)
    area = table.roles.get("@gebiet")
    labels = [c for c in table.columns if c.filled and c.numeric < NUMERIC and c not in years]
    of = [c.header for c in labels if area is None or c.number != area.evidence.number][:2]
    why = reason("structure", "years", 0.9)
    indicator = RecordDraft("#indikator", repeats=True)
    if of:
        indicator.add(
            keyed("kennung", of, "#indikator", why, table.source),
            (FieldMapping(to="name", columns=tuple(of)), why),
        )
    else:
        named = assumed(
            "name",
            table.around,
            "der Name der Tabelle ist der Name der Kennzahl",
            "the name of the table is that of the indicator",
        )
        indicator.add(constant("kennung", f"I-{table.source}", named[1]), named)
    indicator.add(_assumed_unit("einheit-anzahl"))
    value = RecordDraft("#messwert", unfold=tuple(c.header for c in years))
    places = [area.header] if area is not None else []
    value.add(
        keyed("kennung", (UNFOLDED_HEADER, *of, *places), "#messwert", why, table.source),
        keyed("indikator", of, "#indikator", why, table.source)
        if of
        else constant("indikator", f"I-{table.source}", why),
        *value_fields((years, ()), why),
        keyed("gebiet", places, "#gebiet", area.reason) if area is not None else None,
        (
            FieldMapping(
                to="stichtag",
                columns=(UNFOLDED_HEADER,),
                steps=(*_last_level(years), Time(form=TimeForm.YEAR_END)),
            ),
            why,
        ),
    )
    drafts = [indicator, value]
    if area is not None:
        drafts.insert(0, _area(table)[0])
    return drafts


def _area(table: Figures) -> tuple[RecordDraft, list[str]]:
    roles = table.roles
    name, ags, code = roles.get("@gebiet"), roles.get("#gebiet+ags"), roles.get("#gebiet+schluessel")
    identified = next((c for c in (ags, code) if c is not None and _names_areas(c.evidence)), None)
    key = identified or name or ags or code
    headers = [key.header] if key is not None else []
    draft = RecordDraft("#gebiet")
    if key is None:
        return draft, headers
    draft.add(
        keyed("kennung", headers, "#gebiet", key.reason),
        taken("name", name or key),
        _level(name or key, ags),
        taken("ags", ags) if ags is not None else None,
        taken("schluessel", code) if code is not None else None,
    )
    if table.town and _level_of(draft) not in _LARGE | {"Gemeinde"}:
        told = "alle Gebiete gehören zur geöffneten Gemeinde", "all areas belong to the town that is open"
        draft.add(assumed("teil-von", table.town, *told))
    people = roles.get("#gebiet+einwohner")
    if people is not None:
        steps: tuple[Step, ...] = (Number(),)
        if people.evidence.missing:
            steps = (blanks(people.evidence.missing), *steps)
        draft.add(taken("einwohner", people, *steps))
        day = date_of(people.header) or table.day
        if day is not None:
            draft.add(constant("einwohner-stand", day.isoformat(), _dated(day, table)))
    return draft, headers


def _names_areas(column: Evidence) -> bool:
    """Whether no two areas have the same key; headings between them may have none."""
    return len(column.values) == column.filled and column.filled >= NUMERIC * column.rows


def _level_of(draft: RecordDraft) -> str:
    return next((entry.constant or "" for entry, _ in draft.fields if entry.to == "ebene"), "")


def _level(name: Column, ags: Column | None) -> Field:
    lengths = [len(text) for text in ags.evidence.sample] if ags is not None else []
    if lengths:
        longest = max(set(lengths), key=lengths.count)
        level = {2: "Land", 5: "Kreis"}.get(longest, "Gemeinde")
        return constant(
            "ebene",
            level,
            reason("values", "values", 0.8, header=ags.header if ags else "", ours=level, share=100),
        )
    named = words(name.header).split()
    for level, signs in _AREA_LEVELS:
        if any(word in signs for word in named):
            return assumed(
                "ebene",
                level,
                f"alle Gebiete sind der Ebene {level} zuzuordnen",
                f"all areas are of the level {level}",
                0.7,
            )
    return assumed("ebene", "Stadtteil", "alle Gebiete sind Stadtteile", "all areas are quarters")


def _observed(
    table: Figures, counted: Sequence[Evidence], key: Sequence[str], when: Condition | None, level: str
) -> list[RecordDraft]:
    why = reason("structure", "figures", 0.85)
    unfold = tuple(column.header for column in counted)
    telling = _telling_level(unfold)
    steps = (Part(by=LEVELS, number=telling),) if telling else ()
    indicator = RecordDraft("#indikator", unfold=unfold, repeats=True, when=when)
    name = FieldMapping(to="name", columns=(UNFOLDED_HEADER,), steps=steps)
    indicator.add(
        keyed("kennung", [UNFOLDED_HEADER], "#indikator", why, table.source), (name, why), _units(counted)
    )
    drafts = [indicator]
    for group in groups_of(counted, large=level in _LARGE):
        value = RecordDraft("#messwert", unfold=tuple(c.header for c in group[0]), when=when)
        value.add(
            keyed("kennung", [*key, UNFOLDED_HEADER], "#messwert", why, table.source),
            keyed("indikator", [UNFOLDED_HEADER], "#indikator", why, table.source),
            *value_fields(group, why),
            keyed("gebiet", key, "#gebiet", why),
            _dates(group[0], table),
        )
        drafts.append(value)
    return drafts


def _telling_level(headers: Sequence[str]) -> int | None:
    """Which level of headers in several levels is different in every column, counted from 1; None = the whole."""
    levels = [header.split(LEVELS) for header in headers]
    for number in range(min(map(len, levels), default=0)):
        texts = [parts[number] for parts in levels]
        if len(set(texts)) == len(texts) and any(len(parts) > 1 for parts in levels):
            return number + 1
    return None


def _units(columns: Sequence[Evidence]) -> Field:
    units = {column.header: unit_of(column.header) or "einheit-anzahl" for column in columns}
    if len(set(units.values())) == 1:
        unit = next(iter(units.values()))
        return (
            _assumed_unit(unit)
            if unit == "einheit-anzahl"
            else constant("einheit", unit, reason("structure", "unit", 0.8))
        )
    step = Terms(values=units)
    return FieldMapping(to="einheit", columns=(UNFOLDED_HEADER,), steps=(step,)), reason(
        "structure", "unit", 0.7
    )


def _assumed_unit(unit: str) -> Field:
    return assumed("einheit", unit, "die Zahlen sind Anzahlen", "the figures are counts")


def _dates(columns: Sequence[Evidence], table: Figures) -> Field | None:
    found = {column.header: date_of(column.header) or table.day for column in columns}
    known = {header: when.isoformat() for header, when in found.items() if when is not None}
    if not known:
        return None
    if len(set(known.values())) == 1 and len(known) == len(found):
        day = next(iter(known.values()))
        return constant("stichtag", day, _dated(date.fromisoformat(day), table))
    step = Terms(values=known)
    why = _dated(table.day, table) if table.day in found.values() else reason("structure", "dated", 0.7)
    return FieldMapping(to="stichtag", columns=(UNFOLDED_HEADER,), steps=(step,)), why


def _dated(day: date | None, table: Figures) -> Reason:
    if day != table.day or table.sure:
        return reason("structure", "dated", 0.7)
    return reason(
        "structure",
        "assumed",
        0.6,
        assumption={
            "de": "der Name der Datei nennt den Stichtag, zumindest sein Jahr",
            "en": "the name of the file tells the date, or at least its year",
        },
    )


def _last_level(columns: Sequence[Evidence]) -> tuple[Step, ...]:
    return (Part(by=LEVELS, number=-1),) if any(LEVELS in c.header for c in columns) else ()


def _year_of(header: str) -> str | None:
    last = header.rpartition(LEVELS)[2].strip().removesuffix(".0")
    return last if is_year(last) else None

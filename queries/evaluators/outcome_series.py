"""F3: observations of outcome indicators by what they refer to and day; indicators without any. No trend is claimed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.fields import within_field
from queries.measured_cells import cases_note, has_value, value_cells
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.sources import sources_of
from queries.undeclared import claim_without_survey, grounds_without_survey
from queries.words import Words, counted

_OUTCOME: URIRef = CL["verwendung-wirkung"]
_REFERENCE = ("indicator", "area", "group", "offer")


def evaluate(asking: Asking) -> Outcome:
    """Series, observations without a value, indicators without observation."""
    outcomes, left_out = _outcomes(asking.rows)
    inside, without_field = within_field(asking, outcomes)
    measured = [row for row in asking.rows if row["observation"] is not None and row["indicator"] in inside]
    early = {iri(row["observation"]) for row in measured if row["early"] == TRUE}
    rows = [row for row in measured if row["early"] != TRUE]
    sources = sources_of(asking.reading, (iri(row["observation"]) for row in rows))
    shown = [(row, _row(row, sources)) for row in rows]
    series: list[Row] = [
        {**cells, **value_cells(row), "note": cases_note(row)} for row, cells in shown if has_value(row)
    ]
    series.sort(
        key=lambda row: tuple(str(row[name] or "") for name in (*_REFERENCE, "source", "asOf", "observation"))
    )
    having = {iri(row["indicator"]) for row in rows}
    before = {iri(row["indicator"]) for row in measured} - having
    claim = claim_without_survey(sum(1 for row in asking.rows if row["observation"] is not None))
    grounds = grounds_without_survey(claim, _KIND)
    blocks: dict[str, list[Row]] = {
        "series": series,
        "without": [{**cells, "unit": row["unit"]} for row, cells in shown if not has_value(row)],
        "none": [
            {
                "indicator": indicator,
                "claim": Literal(str(claim)),
                "reason": (_ONLY_BEFORE if indicator in before else _NONE) + grounds,
            }
            for indicator in sorted(inside - having)
        ],
    }
    exclusions = [Exclusion(words, number) for words, number in left_out.items()]
    exclusions += [without_field, Exclusion(_EARLY, len(early))]
    lead = _lead(len(inside), blocks)
    if not rows:  # then nothing can be said about values, only which indicators there are
        blocks = {name: blocks[name] for name in ("series", "none") if blocks[name] or name == "series"}
    return Outcome(blocks, lead, tuple(exclusions))


def _outcomes(rows: Sequence[Binding]) -> tuple[set[URIRef], Counter[Words]]:
    """The outcome indicators; how many are something else, or say nothing about it."""
    found: set[URIRef] = set()
    left_out: Counter[Words] = Counter()
    said: dict[URIRef, tuple[bool | None, URIRef | None]] = {}
    for row in rows:
        if row["observation"] is None:
            level = None if row["level"] is None else row["isEffect"] == TRUE
            said[iri(row["indicator"])] = level, iri_or_none(row["use"])
    for indicator, (is_effect, use) in said.items():
        if is_effect or (is_effect is None and use == _OUTCOME):
            found.add(indicator)
        else:
            left_out[_OTHER if is_effect is False or use else _OPEN] += 1
    return found, left_out


def _row(row: Binding, sources: Mapping[URIRef, Words]) -> Row:
    cells: Row = {name: row[name] for name in (*_REFERENCE, "asOf", "valueStatus", "observation")}
    return {**cells, "source": sources.get(iri(row["observation"]))}


def _lead(indicators: int, blocks: Mapping[str, list[Row]]) -> Words:
    if not indicators:
        return _NOTHING
    series: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in blocks["series"]:
        series[tuple(str(row[name]) for name in (*_REFERENCE, "source"))].add(str(row["asOf"]))
    values = len({row["observation"] for row in blocks["series"]})
    return _LEAD.format(
        indicators=counted(indicators, *_INDICATORS), values=counted(values, *_VALUES), series=len(series),
        long=sum(1 for days in series.values() if len(days) > 1), without=counted(len(blocks["without"]), *_VALUES),
        none=len(blocks["none"]),
    )  # fmt: skip


_INDICATORS = (
    Words("Ergebnisindikator", "outcome indicator"),
    Words("Ergebnisindikatoren", "outcome indicators"),
)
_VALUES = (Words("Messwert", "observation"), Words("Messwerte", "observations"))
_LEAD = Words(
    "{indicators}, zu {none} davon im Zeitraum kein Messwert (soweit erfasst). {values} in {series} {series|Reihe|Reihen}, davon {long} mit "
    "mehr als einem Zeitpunkt; {without} ohne Wert.",
    "{indicators}, {none} of them without observation in the period (as far as recorded). {values} in {series} series, {long} "
    "of them with more than one point in time; {without} without value.",
)
_NOTHING = Words(
    "0 Ergebnisindikatoren erfasst, keine Aussage möglich.",
    "0 outcome indicators recorded, no statement possible.",
)
_KIND = Words("Messwerte", "observations")
_ONLY_BEFORE = Words(
    "Messwerte gibt es nur vor dem Zeitraum (soweit erfasst).",
    "There are observations only before the period (as far as recorded).",
)
_NONE = Words(
    "Kein Messwert im Zeitraum (soweit erfasst).", "No observation in the period (as far as recorded)."
)
_OTHER = Words(
    "Indikatoren für Mittel, Leistung, Bevölkerung oder anderes",
    "Indicators of input, output, population or other",
)
_OPEN = Words("Indikatoren ohne Wirkungsstufe und Verwendung", "Indicators without effect level and use")
_EARLY = Words("Messwerte vor dem Zeitraum", "Observations before the period")

"""G3: how many people a need could concern, from measured numbers alone: nothing is estimated or distributed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rdflib import URIRef

from graph.protection import PERSON_UNITS
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.groups import load_groups
from queries.measured_cells import has_value, value_cells
from queries.reading import Binding, iri, iri_or_none
from queries.sources import sources_of
from queries.words import Words, counted

_Place = tuple[URIRef | None, URIRef | None]


def evaluate(asking: Asking) -> Outcome:
    """Cells of documented needs with the number of their group, and those for which there is none."""
    cells = _cells(asking)
    numbers, other_units = _numbers(asking)
    revealing = _revealing(asking, numbers)
    broader = {name: group.broader for name, group in load_groups(asking.reading).items()}
    shown = [row for (_, group, area) in cells for row in numbers.get((group, area), ())]
    sources = sources_of(asking.reading, (iri(row["observation"]) for row in shown))
    blocks: dict[str, list[Row]] = {"known": [], "missing": []}
    records: list[tuple[URIRef, ...]] = []
    without: set[tuple[URIRef, URIRef, URIRef]] = set()
    for cell, assessments in cells.items():
        need, group, area = cell
        row: Row = {"need": need, "group": group, "area": area}
        newest = _newest(numbers.get((group, area), ()))
        own = [found for found in newest if iri(found["observation"]) not in revealing]
        for found in own:
            blocks["known"].append({
                **row, "people": value_cells(found)["people"], "unit": found["unit"], "cases": found["cases"],
                "valueStatus": found["valueStatus"], "asOf": found["asOf"], "indicator": found["indicator"],
                "observation": found["observation"], "source": sources.get(iri(found["observation"])),
            })  # fmt: skip
            records.append((*assessments, iri(found["observation"])))
        if not own:
            without.add(cell)
            reason = _TOO_TELLING if newest else _WITHHELD if numbers.get((group, area)) else None
            reason = reason or _elsewhere(asking, numbers, broader.get(group, frozenset()), (group, area))
            blocks["missing"].append({**row, "reason": reason})
    lead = (_LEAD if cells else _NO_NEEDS).format(
        cells=counted(len(cells), *_CELLS), known=len(cells) - len(without), missing=len(without)
    )
    if not cells:
        blocks = {"known": []}
    return Outcome(blocks, lead, (Exclusion(_OTHER_UNIT, other_units),), records={"known": records})


def _cells(asking: Asking) -> dict[tuple[URIRef, URIRef, URIRef], list[URIRef]]:
    """Need, group and area of documented needs with the assessments behind them; of the parts only planning areas."""
    found: defaultdict[tuple[URIRef, URIRef, URIRef], list[URIRef]] = defaultdict(list)
    for row in asking.rows:
        area = iri(row["area"])
        if area == row["stated"] or (area in asking.reading.areas and asking.reading.areas[area].is_cell):
            found[iri(row["need"]), iri(row["group"]), area].append(iri(row["assessment"]))
    return found


def _numbers(asking: Asking) -> tuple[dict[_Place, list[Binding]], int]:
    """Group and area → observations; and how many observations count no people."""
    found: defaultdict[_Place, list[Binding]] = defaultdict(list)
    others: set[URIRef] = set()
    for row in asking.reading.facts("populations"):
        if iri_or_none(row["unit"]) in PERSON_UNITS:
            found[iri_or_none(row["group"]), iri_or_none(row["area"])].append(row)
        else:
            others.add(iri(row["observation"]))
    return found, len(others)


def _newest(rows: Sequence[Binding]) -> list[Binding]:
    """The newest observations with a value, of each indicator; two sources of one day stand side by side."""
    having = [row for row in rows if has_value(row)]
    newest: dict[URIRef, str] = {}
    for row in having:
        indicator, day = iri(row["indicator"]), str(row["asOf"] or "")
        newest[indicator] = max(day, newest.get(indicator, day))
    return [row for row in having if str(row["asOf"] or "") == newest[iri(row["indicator"])]]


def _revealing(asking: Asking, numbers: Mapping[_Place, Sequence[Binding]]) -> set[URIRef]:
    """Observations of a wider area from which one too small to show could be computed by taking away the other parts."""
    smallest = asking.reading.thresholds.smallest_number
    found: set[URIRef] = set()
    for (group, area), rows in numbers.items():
        small = {
            row["indicator"] for row in rows if has_value(row) and 0 < Decimal(str(row["value"])) < smallest
        }
        for wider in asking.reading.around(area)[1:] if area and small else ():
            found |= {
                iri(row["observation"])
                for row in numbers.get((group, wider), ())
                if row["indicator"] in small
            }
    return found


def _elsewhere(
    asking: Asking,
    numbers: Mapping[_Place, Sequence[Binding]],
    above: frozenset[URIRef],
    asked: tuple[URIRef, URIRef],
) -> Words:
    """What numbers there are instead of the one asked for: of a wider area, of no stated group, of a broader group."""
    around = asking.reading.around(asked[1])
    having = {place for place, rows in numbers.items() if any(has_value(row) for row in rows)}
    if any(group == asked[0] and area in around for group, area in having):
        return _WIDER_AREA
    if (None, asked[1]) in having:
        return _OPEN
    return _WIDER_GROUP if any(group in above and area in around for group, area in having) else _NOTHING


_CELLS = (
    Words(
        "Verbindung von festgestelltem Bedarf, Gruppe und Gebiet",
        "combination of documented need, group and area",
    ),
    Words(
        "Verbindungen von festgestelltem Bedarf, Gruppe und Gebiet",
        "combinations of documented need, group and area",
    ),
)
_LEAD = Words(
    "{cells}: zu {known} ist die Bezugsbevölkerung erfasst, zu {missing} nicht erhoben oder zurückgehalten.",
    "{cells}: for {known} the reference population is recorded, for {missing} it is not collected or withheld.",
)
_NO_NEEDS = Words(
    "0 festgestellte Bedarfe erfasst, keine Aussage möglich.",
    "0 documented needs recorded, no statement possible.",
)
_NOTHING = Words("nicht erhoben", "not collected")
_WITHHELD = Words("gesperrt oder als nicht erhoben gemeldet", "withheld, or delivered as not collected")
_WIDER_AREA = Words(
    "Für dieses Gebiet nicht erhoben. Eine Zahl gibt es nur für ein größeres Gebiet; sie wird nicht verteilt.",
    "Not collected for this area. There is a number only for a wider area; it is not distributed.",
)
_WIDER_GROUP = Words(
    "Für diese Gruppe nicht erhoben. Eine Zahl gibt es nur für eine weiter gefasste Gruppe.",
    "Not collected for this group. There is a number only for a broader group.",
)
_OPEN = Words(
    "Eine Zahl für dieses Gebiet nennt keine Gruppe; ob sie passt, ist nicht bekannt.",
    "A number for this area names no group; whether it fits is not known.",
)
_TOO_TELLING = Words(
    "zurückgehalten: Aus der Zahl ließe sich die eines Teilgebiets errechnen, die zu klein ist",
    "withheld: the number of a part that is too small could be computed from it",
)
_OTHER_UNIT = Words(
    "Messwerte der Bevölkerung, die keine Menschen zählen (Anteile, je 1000)",
    "Observations of population that count no people (shares, per 1000)",
)

"""The tables beside a map of a town, with everything an answer carries: areas, bands of distance, ways, sites."""

from functools import cache
from importlib.resources import files

import yaml
from rdflib import Literal, URIRef

from queries.answer import Answer, Block, Exclusion
from queries.cells import coordination_left_out
from queries.declarations import COVERED, LISTED
from queries.header import EvidenceBlock
from queries.map_rows import Walk, here_rows, map_rows
from queries.town_map import TownMap
from queries.verdict import State
from queries.words import NO_WORDS, Words, counted, percent

_OF_A_CELL = ("state", "claim")
_RARE = ("part", "unsure")
"""Columns that are left out where they are zero in every area, so that the others can be seen."""


def map_answer(town: TownMap, level: URIRef | None, walk: Walk) -> Answer:
    """What a map shows of the areas of a level, as tables.

    Args:
        town: the town at a date, narrowed to what is looked at.
        level: of the areas; one of `town.levels`.
        walk: how ways on foot are estimated.
    """
    reading = town.reading
    rows, records = map_rows(town, level, walk)
    judged = town.cell is not None
    left_out = {name for name in _RARE if all(row[name] == Literal(0) for row in rows["areas"])}
    left_out |= set() if judged else set(_OF_A_CELL)
    blocks = tuple(
        Block(
            spec.name, spec.title,
            tuple(c for c in spec.columns if spec.name != "areas" or c.name not in left_out),
            rows[spec.name], spec.empty, records.get(spec.name, ()),
        )
        for spec in _layout()
        if spec.name in rows
    )  # fmt: skip
    things = [v for block in rows.values() for row in block for v in row.values() if isinstance(v, URIRef)]
    chosen = {"need": town.need, "group": town.group, "offer": town.offer}
    things += [thing for thing in (*chosen.values(), level) if thing is not None]
    return Answer(
        question_id="karte",
        title=_TITLE,
        question=_QUESTION,
        definition=_DEFINITION,
        parameters={name: (value,) for name, value in chosen.items() if value is not None},
        columns=blocks[0].columns,
        blocks=blocks,
        lead=_lead(town, level),
        reference_date=reading.reference_date,
        version=reading.snapshot.version,
        audience=reading.audience,
        thresholds=reading.thresholds,
        completeness=town.declarations.completeness([LISTED, COVERED]),
        exclusions=tuple(
            e
            for e in (
                Exclusion(_PROTECTED, len(town.places.protected)),
                coordination_left_out(reading),
            )
            if e.count
        ),
        notes=(_WALKING.format(share=_share(walk), pace=_speed(walk)), _CENTRES, _NO_TIMETABLE),
        labels=reading.labels(things),
        queries=reading.queries,
        chart="map",
    )


def offers_here(town: TownMap, area: URIRef, walk: Walk) -> Block:
    """The offers whose catchment holds an area or a part of it, each with its way from there."""
    spec = next(spec for spec in _layout() if spec.name == "here")
    return Block(spec.name, spec.title, spec.columns, here_rows(town, area, walk), spec.empty)


def _lead(town: TownMap, level: URIRef | None) -> Words:
    areas = town.levels.get(level, [])
    if not areas:
        return _NO_AREAS
    words = counted(len(areas), *_AREAS) + NO_WORDS
    shaped = sum(area.iri in town.shapes for area in areas)
    verdicts = [found[1] for area in areas if (found := town.supply(area.iri))]
    if verdicts:
        counts = {str(state): sum(v.state is state for v in verdicts) for state in State}
        words = _STATES.format(areas=words, **counts)
    else:
        words = _OFFERS.format(areas=words, offers=counted(len(town.offers), *_OFFER))
    return words + (NO_WORDS if shaped == len(areas) else _SHAPED.format(shaped=shaped, areas=len(areas)))


def _share(walk: Walk) -> Words:
    return percent(walk.detour)


def _speed(walk: Walk) -> Words:
    text = f"{walk.pace * 60 / 1000:.1f}"
    return Words(text.replace(".", ","), text)


@cache
def _layout() -> tuple[EvidenceBlock, ...]:
    given = yaml.safe_load(files(__package__).joinpath("map_tables.yaml").read_text("utf-8"))
    return tuple(EvidenceBlock.model_validate(block) for block in given)


_TITLE = Words("Karte", "Map")
_QUESTION = Words(
    "Welche Gebiete erreichen die Angebote, und wie weit ist der Weg?",
    "Which areas do the offers reach, and how far is the way?",
)
_DEFINITION = Words(
    "Gezählt werden am Stichtag aktive Angebote nach ihrem Einzugsgebiet, nicht nach ihrem Standort: solche für genau dieses Gebiet "
    "und solche für ein größeres, in dem es liegt. Die Versorgung ist der Zustand der Zelle aus Bedarf, Zielgruppe und Gebiet wie in "
    "der Lückenmatrix. Der Weg ist die Luftlinie vom Schwerpunkt des Gebiets (liegt er außerhalb, von einem Punkt darin) zum "
    "nächsten offenen Standort eines Angebots, das das Gebiet erreicht. Geschützte Angebote zählen in keinem Gebiet und haben auf "
    "keiner Karte einen Ort; für den Zustand einer Zelle zählen sie nur, wenn sie die ganze Stadt erreichen.",
    "Counted are the offers active on the reference date by their catchment, not by their site: those for exactly this area and "
    "those for a wider one in which it lies. Supply is the state of the cell of need, target group and area as in the gap matrix. "
    "The way is the straight line from the centroid of the area (a point within, if it lies outside) to the nearest open site of "
    "an offer that reaches the area. Protected offers count in no area and have no place on any map; for the state of a cell they "
    "count only if they reach the whole town.",
)
_AREAS = (Words("Gebiet", "area"), Words("Gebiete", "areas"))
_OFFER = (
    Words("Angebot mit Abdeckungsangaben", "offer with coverage data"),
    Words("Angebote mit Abdeckungsangaben", "offers with coverage data"),
)
_STATES = Words(
    "{areas}: {covered} gedeckt, {thin} dünn, {gap} mit Lücke, {unknown} nicht bekannt.",
    "{areas}: {covered} covered, {thin} thin, {gap} with a gap, {unknown} not known.",
)
_OFFERS = Words("{areas}, {offers}.", "{areas}, {offers}.")
_SHAPED = Words(
    "Einen Umriss haben {shaped} von {areas}; die anderen stehen nur in der Tabelle.",
    "{shaped} of {areas} have a shape; the others stand in the table only.",
)
_NO_AREAS = Words(
    "Unterhalb der Gemeinde ist kein Gebiet erfasst: Es gibt nichts zu zeichnen und nichts zu vergleichen.",
    "No area below the municipality is recorded: there is nothing to draw and nothing to compare.",
)
_PROTECTED = Words(
    "Geschützte Angebote der ganzen Stadt: in keinem Gebiet gezählt, nie verortet",
    "Protected offers of the whole town: counted in no area, never located",
)
_WALKING = Words(
    "Zu Fuß ist eine Schätzung, keine Wegezeit: Luftlinie und {share} Umweg, {pace} km/h. Steigungen, Flüsse und fehlende Wege "
    "sind nicht berücksichtigt.",
    "On foot is an estimate, no travel time: straight line and a detour of {share}, {pace} km/h. Slopes, rivers and missing paths "
    "are not considered.",
)
_CENTRES = Words(
    "Ein Punkt steht für alle, die im Gebiet wohnen; Adressen werden nicht ausgewertet.",
    "One point stands for all who live in the area; addresses are not evaluated.",
)
_NO_TIMETABLE = Words(
    "Öffentlicher Nahverkehr: keine Daten. Über Bus und Bahn ist keine Aussage möglich.",
    "Public transport: no data. No statement on buses and trains is possible.",
)

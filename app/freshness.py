"""How long ago somebody confirmed a statement: confidence ages, and that is shown, in words and with a mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rdflib import URIRef

from app.protection import statement
from graph.town import Snapshot
from ontology import iris
from ontology.words import words_of
from queries.rq import fill
from queries.settings import Thresholds, shift_months


class Freshness(StrEnum):
    """The steps from sure to doubtful; the months between them stand with the other thresholds."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"
    NEVER = "never"


_WORDS = words_of(__name__)
_MARKS = {Freshness.FRESH: "●", Freshness.DUE: "◐", Freshness.STALE: "○", Freshness.NEVER: "–"}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirmed a property of a record, and when. `by` is a body or a source, never a person."""

    day: date
    by: str = ""


def freshness(confirmed: date | None, today: date, thresholds: Thresholds) -> Freshness:
    """How fresh something is that was confirmed on a day; a day to come is as good as today."""
    if confirmed is None:
        return Freshness.NEVER
    if confirmed >= shift_months(today, -thresholds.outdated_months):
        return Freshness.FRESH
    return Freshness.DUE if confirmed >= shift_months(today, -thresholds.stale_months) else Freshness.STALE


def freshness_text(step: Freshness, lang: str) -> str:
    """The step in words."""
    return f"{_MARKS[step]} {_WORDS(f'step.{step}', lang)}"


def confirmed(snapshot: Snapshot, records: Iterable[URIRef]) -> Mapping[tuple[URIRef, URIRef], Confirmed]:
    """Record and property → the newest confirmation."""
    wanted = list(records)
    if not wanted:
        return {}
    query = fill(statement("confirmed.rq"), {"record": wanted}, "confirmed.rq")
    found: dict[tuple[URIRef, URIRef], Confirmed] = {}
    for record, path, day, name, title in snapshot.engine.select(
        query, [iris.provenance_graph(snapshot.ags), iris.stand_graph(snapshot.ags, iris.Audience.INTERN)]
    ).rows:
        if isinstance(record, URIRef) and isinstance(path, URIRef) and day is not None:
            new = Confirmed(date.fromisoformat(str(day)), str(name or title or ""))
            old = found.get((record, path))
            if old is None or old.day < new.day:
                found[record, path] = new
    return found

"""How long every question takes on Beispielau and on a town ten times as large: median and worst of some runs.

The large town is Beispielau ten times over: every record is there ten times under other keys, within one municipality.
`benchmarks/questions.py A1 J2` measures these questions only.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from time import process_time

from rdflib import URIRef

from app.starting import load_example
from app.town import open_town
from graph import Triple
from ontology import iris
from ontology.iris import Audience
from ontology.terms import CL, SOZ
from ontology.vocabulary import concepts
from queries import Catalogue, MemoryTown, ask
from queries.catalogue import Question

AGS, DAY, RUNS, COPIES = "99999001", date(2026, 11, 24), 5, 10
_ONCE = {CL["gebietsebene-kreis"], CL["gebietsebene-gemeinde"]}


def main(wanted: Sequence[str]) -> None:
    """Print one line per question."""
    with tempfile.TemporaryDirectory() as folder:
        load_example(Path(folder), print)
        snapshot = open_town(Path(folder), AGS, create=False).snapshot()
        stand = list(snapshot.engine.graph(iris.stand_graph(AGS, Audience.INTERN)))
        extra = {
            name: list(snapshot.engine.graph(name))
            for name in (iris.provenance_graph(AGS), iris.held_back_graph(AGS))
        }
    began = process_time()
    small = MemoryTown.of(stand, AGS, extra=extra, version=1)
    middle = process_time()
    large = MemoryTown.of(tenfold(stand), AGS, extra=extra, version=1)
    offers = sum(1 for _, p, o in stand if o == SOZ.Offer)
    print(
        f"Angebote {offers} und {offers * COPIES}; Ableiten {middle - began:.1f} s und {process_time() - middle:.1f} s"
    )
    print(f"{'Frage':<6}{'Median':>9}{'längste':>9}{'Median×10':>11}{'längste×10':>12}{'Verhältnis':>12}")
    for question in Catalogue.load().questions:
        if not wanted or question.id in wanted:
            times = [timed(town, question) for town in (small, large)]
            (a, b), (c, d) = ((statistics.median(t), max(t)) for t in times)
            print(
                f"{question.id:<6}{a:>9.3f}{b:>9.3f}{c:>11.3f}{d:>12.3f}{c / a if a else 0:>12.1f}",
                flush=True,
            )


def timed(town: MemoryTown, question: Question) -> list[float]:
    """Seconds of processor time of each run."""
    given = required(town, question)
    found = []
    for _ in range(RUNS):
        began = process_time()
        ask(
            town,
            question.id,
            given,
            audience=Audience.INTERN,
            reference_date=DAY,
            earlier=lambda _version: town,
        )
        found.append(process_time() - began)
    return found


def required(town: MemoryTown, question: Question) -> dict[str, str]:
    """A value for every parameter that has no default: the first record or concept there is."""
    stand = town.engine.graph(iris.stand_graph(AGS, Audience.INTERN))
    offer = min(str(s) for s, _, o in stand if o == SOZ.Offer)
    return {
        p.name: str(concepts(str(p.scheme))[0]) if p.kind == "concept" else offer
        for p in question.header.parameters
        if p.required
    }


def tenfold(stand: Iterable[Triple]) -> list[Triple]:
    """The Stand ten times over; county and municipality stay one."""
    triples = list(stand)
    once = {s for s, p, o in triples if p == SOZ.areaLevel and o in _ONCE}
    own = {s for s, _, _ in triples if isinstance(s, URIRef)} - once

    def renamed(node: object, copy: int) -> object:
        return URIRef(f"{node}.{copy}") if copy and node in own else node

    return [
        (renamed(s, copy), p, renamed(o, copy))  # type: ignore[misc]
        for copy in range(COPIES)
        for s, p, o in triples
        if copy == 0 or s in own or not isinstance(s, URIRef)
    ]


if __name__ == "__main__":
    main(sys.argv[1:])

"""How long the gap matrix takes on Beispielau and on a town ten times as large, and what a click costs that only narrows it.

The large town is that of `benchmarks/questions.py`. A page computes a matrix once per area and version and narrows what
it remembers; so the last two lines are what a reader waits for after the first picture.
"""

import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

from app.asked import Asked
from app.gaps.choice import MatrixChoice, narrow
from app.gaps.matrices import matrix_view
from app.gaps.tables import sums
from app.starting import load_example
from app.town import open_town
from benchmarks.questions import AGS, COPIES, DAY, tenfold
from ontology import iris
from ontology.iris import Audience
from queries import MemoryTown, matrix
from queries.matrix import Axis
from queries.matrix_difference import matrix_difference

RUNS = 3


def main() -> None:
    """Print one line per task."""
    with tempfile.TemporaryDirectory() as folder:
        load_example(Path(folder), print)
        town = open_town(Path(folder), AGS, create=False)
        snapshot = town.snapshot()
        stand = list(snapshot.engine.graph(iris.stand_graph(AGS, Audience.INTERN)))
        view = matrix_view(town, MatrixChoice(), Asked(Audience.INTERN, DAY))
    small = MemoryTown.of(stand, AGS, version=1)
    large = MemoryTown.of(tenfold(stand), AGS, version=1)
    print(f"{'':<44}{'Beispielau':>12}{f'× {COPIES}':>12}{'Verhältnis':>12}")
    for name, task in TASKS.items():
        one, ten = (timed(partial(task, each)) for each in (small, large))
        print(f"{name:<44}{one:>12.3f}{ten:>12.3f}{ten / one:>12.1f}", flush=True)
    gaps = MatrixChoice(states=("gap",), grouped="pillar")
    print(f"{'Filtern ohne neue Berechnung':<44}{timed(lambda: narrow(view, gaps)):>12.3f}")
    print(f"{'Summen ohne neue Berechnung':<44}{timed(lambda: sums(view)):>12.3f}")


def one_area(town: MemoryTown) -> object:
    """Need × target group in the municipality."""
    return matrix(town, audience=Audience.INTERN, reference_date=DAY)


def along_areas(town: MemoryTown) -> object:
    """Need × area for everybody."""
    return matrix(town, audience=Audience.INTERN, reference_date=DAY, axis=Axis.AREAS)


def all_areas(town: MemoryTown) -> object:
    """What differs in all areas since a day: every cell that can differ is judged twice."""
    return matrix_difference(
        town, town, audience=Audience.INTERN, reference_date=DAY, before_date=DAY.replace(year=DAY.year - 1)
    )


TASKS: dict[str, Callable[[MemoryTown], object]] = {
    "Bedarf × Zielgruppe, ein Gebiet": one_area,
    "Bedarf × Gebiet, eine Zielgruppe": along_areas,
    "Unterschied zum Vorjahr, alle Gebiete": all_areas,
}


def timed(task: Callable[[], object]) -> float:
    """Seconds of work, the median of some runs."""
    found = []
    for _ in range(RUNS):
        began = process_time()
        task()
        found.append(process_time() - began)
    return statistics.median(found)


if __name__ == "__main__":
    main()

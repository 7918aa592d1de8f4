"""How long the search takes on Beispielau and on ten times as many records: making the index once, then every search.

The large town has every record ten times over under other keys and names with a number, so that there are new words too.
Processor seconds; the entries pass the release gate, as in the app.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.asked import Asked
from app.search.entries import kinds
from app.search.index import Index
from app.search.views import SearchEntry
from app.service import Service
from ontology.iris import Audience

T = TypeVar("T")

WORDS = (
    "Schuldenberatung",
    "suchtberatng",
    "A-101",
    "§ 16 SGB 8",
    "Ich bereite den Haushalt vor",
    "xyzzyquark",
    "Beratung",
)
RUNS = 5


def main(home: Path) -> None:
    """Print a table for the town in `home`."""
    service = Service.open(home)
    service.questions()
    asked = Asked(Audience.INTERN, date(2026, 11, 29))
    reading, found = timed(lambda: service.profiles.entries(asked).value)
    for name, entries in (("Beispielau", found), ("zehnfach", tenfold(found))):
        making, index = timed(lambda entries=entries: Index(entries, kinds("de")))
        print(f"{name}: {len(entries)} Einträge, Lesen {reading:.2f} s, Index {making:.2f} s")
        for words in WORDS:
            times = [
                timed(lambda index=index, words=words: index.found(words, most=5))[0] for _ in range(RUNS)
            ]
            print(
                f"  {words:<32} {1000 * statistics.median(times):6.1f} ms, längste {1000 * max(times):6.1f} ms"
            )


def tenfold(entries: tuple[SearchEntry, ...]) -> tuple[SearchEntry, ...]:
    """Every record ten times; terms, questions and pages once."""
    more = [
        replace(e, key=f"{e.key}.{n}", label=f"{e.label} Ort{n}stadt", iri=f"{e.iri}.{n}")
        for e in entries
        if "/id/" in e.iri
        for n in range(1, 10)
    ]
    return (*entries, *more)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds and what came out."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""A foreign list of 20,000 rows on the steward's desk: processor seconds per stage, memory, and how it grows.

Run: `python benchmarks/steward_desk.py [rows]`. A row becomes a provider (repeated), a site, an offer and a coverage; one
row in twenty has a word no list knows. Measured twice, with half the rows and with all, so that the ratio shows whether
a stage grows faster than the list.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.delivery import matching, workplace
from app.delivery.previews import preview
from app.delivery.sheet_pages import sheet_page
from app.delivery.work import Correct, UseMapping
from app.service import Service
from loaders import read_workbook
from loaders.layout import find_layout
from loaders.mapping import read_mapping
from loaders.recast import recast
from shapes import sheet_specs

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from foreign_lists import ACTIVE, AT_SITE, coverages, mapping_of, offers, providers, sites

AGS = "99999001"
HEAD = "Nr;Träger;Angebot;Art;Straße;Hausnr;PLZ;Ort;Kinder;Jugendliche;Plätze"
MAPPING = mapping_of(
    "messung",
    "Messung",
    providers(),
    sites("to: ort, columns: [Ort]"),
    offers(ACTIVE, AT_SITE),
    coverages("ZG-A04", "to: plaetze, columns: [Plätze]", "to: einheit, constant: Plätze"),
)


def main(rows: int) -> None:
    """Measure half of the rows and all of them."""
    half, whole = _measured(rows // 2), _measured(rows)
    print(f"{'stage':28}{rows // 2:>10} rows{rows:>10} rows     ratio")
    for stage, seconds in whole.items():
        ratio = seconds / half[stage] if half[stage] > 0.05 else float("nan")
        print(f"{stage:28}{half[stage]:13.2f} s{seconds:13.2f} s{ratio:10.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _measured(rows: int) -> dict[str, float]:
    seconds: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        result = work()
        seconds[stage] = time.process_time() - start
        return result

    data = _list(rows)
    mapping, specs = read_mapping(MAPPING), sheet_specs()
    workbook = read_workbook(data, "liste.csv")
    timed("read", lambda: read_workbook(data, "liste.csv"))
    timed("layout", lambda: [find_layout(sheet) for sheet in workbook.sheets])
    timed("recast", lambda: recast(workbook, mapping, specs))
    with tempfile.TemporaryDirectory() as folder:
        service = Service.open(Path(folder), AGS, create=True)
        town = service._town  # noqa: SLF001 the stages below the facade are measured one by one
        token = town.staging.put(data, "liste.csv").token
        town.staging.add(token, UseMapping(mapping=MAPPING))
        stages: list[tuple[str, float]] = []

        def step(stage: str, _done: float) -> None:
            stages.append((stage, time.process_time()))

        bench = workplace.bench(town, token, step)
        ends = [*stages[1:], ("end", time.process_time())]
        for (stage, begun), (_, ended) in zip(stages, ends, strict=True):
            seconds[f"examine: {stage}"] = seconds.get(f"examine: {stage}", 0) + ended - begun
        timed("preview", lambda: _preview(bench))
        timed("page of 100 rows", lambda: sheet_page(bench, "liste", 1, 100, "de"))
        timed("matches", lambda: matching.offered(town, bench))
        timed(
            "one correction written",
            lambda: town.staging.add(token, Correct(cells=(("liste", 2, 4, "AT-B3"),))),
        )
        timed("accept", lambda: service.desk.accept(token, who="Messung", why="Messung"))
    return seconds


def _preview(bench: workplace.Bench) -> object:
    return preview(
        bench.examination, "de", token="", expires_at=datetime.now(UTC), already_version=None, needs_drop_confirmation=False
    )  # fmt: skip


def _list(rows: int) -> bytes:
    lines = [HEAD]
    for n in range(rows):
        word = "Nähtreff" if n % 20 == 0 else ("AT-T3", "AT-B3", "AT-K4")[n % 3]
        lines.append(
            f"{n};Verein {n % (rows // 10)} e. V.;Treff {n};{word};Am Ring;{n % 90 + 1};00999;Beispielau;"
            f"{'x' if n % 2 else ''};{'' if n % 2 else 'ja'};{10 + n % 40}"
        )
    return "\n".join(lines).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

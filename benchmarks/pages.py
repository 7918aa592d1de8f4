"""How long every page takes until a reader sees something, and how it stands with twenty readers at once.

`python -m benchmarks.pages <folder>` opens each page of the town in that folder twice (first and again), then lets
twenty readers go from page to page (`--readers`: only that). With `--tenfold` the town is made ten times as large first, in a copy. Seconds on
the clock of a machine that also runs the browser: ratios count.
"""

import asyncio
import os
import random
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from playwright.async_api import Browser, Page, async_playwright

from app import town
from app.town import open_town
from app.web.registry import discover
from benchmarks.questions import AGS, tenfold
from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from queries.derive import RuleDeriver

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import serving

IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FIRST = '[data-testid="stMain"] :is(.q-lead, table, canvas, svg.marks, [data-testid="stAlert"])'
READERS, STEPS, PATIENCE = 20, 6, 180_000


def tenfold_home(home: Path, target: Path) -> Path:
    """A copy of a home whose built store holds the town ten times over; the log still holds it once."""
    shutil.copytree(home, target)
    path = open_town(target, AGS, create=False).snapshot().path
    town._stores.clear()  # noqa: SLF001 the copy is opened for writing, nobody reads it yet
    if path is None:
        raise SystemExit("Der Speicher liegt auf einem Server; erwartet einen Ordner")
    with EmbeddedEngine(path) as engine:
        for audience in Audience:
            graph = iris.stand_graph(AGS, audience)
            engine.replace_graph(graph, tenfold(engine.graph(graph)))
            RuleDeriver.shipped().derive(engine, AGS, audience, None)
    return target


async def seen(page: Page) -> None:
    """Wait for the first sentence, table or picture; a page that has none of them is seen when it is at rest."""
    ways = (page.locator(FIRST).first.wait_for(timeout=PATIENCE), at_rest(page))
    _, open_ = await asyncio.wait(
        [asyncio.ensure_future(way) for way in ways], return_when=asyncio.FIRST_COMPLETED
    )
    for way in open_:
        way.cancel()
    await asyncio.gather(*open_, return_exceptions=True)


async def at_rest(page: Page) -> None:
    """Wait until the page is drawn whole."""
    await page.wait_for_selector("h1", timeout=PATIENCE)
    await page.wait_for_timeout(100)  # before the first run a page is idle as well
    await page.wait_for_selector(IDLE, timeout=PATIENCE)


async def opened(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the first sentence, table or picture, and until the page is at rest."""
    context = await browser.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    began = perf_counter()
    await page.goto(address, timeout=PATIENCE)
    await seen(page)
    first = perf_counter() - began
    await at_rest(page)
    whole = perf_counter() - began
    await context.close()
    return first, whole


async def reader(browser: Browser, url: str, paths: list[str], seed: int) -> list[float]:
    """Seconds of each step of somebody who goes from page to page, thinking two to six seconds in between."""
    dice = random.Random(seed)  # noqa: S311 a measured walk, no secret
    context = await browser.new_context(locale="de-DE")
    page: Page = await context.new_page()
    times = []
    for _ in range(STEPS):
        await asyncio.sleep(dice.uniform(2, 6))
        began = perf_counter()
        await page.goto(f"{url}/{dice.choice(paths)}", timeout=PATIENCE)
        await seen(page)
        times.append(perf_counter() - began)
    await context.close()
    return times


def memory(port: str) -> float:
    """Megabytes the server holds."""
    pages = int((server(port) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def server(port: str) -> Path:
    """The folder in /proc of the process that listens on this port, found by its command line."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if f"port={port}" in (entry / "cmdline").read_text().replace("\0", " "):
                    return entry
            except OSError:
                continue
    raise SystemExit(f"Kein Server auf Port {port}")


async def main(home: Path) -> None:
    """Print one line per page, then one for twenty readers."""
    paths = [page.header.url_path if i else "" for i, page in enumerate(discover())]
    with serving(home, Path(tempfile.mkdtemp())) as url:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"]
            )
            print(f"{'Seite':<22}{'erstes':>8}{'ganz':>8}{'wieder':>8}{'ganz':>8}")
            for path in () if "--readers" in sys.argv else paths:
                (a, b), (c, d) = [await opened(browser, f"{url}/{path}") for _ in range(2)]
                print(f"{path or '(Start)':<22}{a:>8.1f}{b:>8.1f}{c:>8.1f}{d:>8.1f}", flush=True)
            before = memory(url.rpartition(":")[2])
            walks = await asyncio.gather(*(reader(browser, url, paths, seed) for seed in range(READERS)))
            times = sorted(time for walk in walks for time in walk)
            after = memory(url.rpartition(":")[2])
            print(
                f"{READERS} zugleich: Median {statistics.median(times):.1f} s, längste {times[-1]:.1f} s; "
                f"Speicher {before:.0f} MB, danach {after:.0f} MB"
            )
            await browser.close()


if __name__ == "__main__":
    given = Path(sys.argv[1])
    asyncio.run(
        main(tenfold_home(given, Path(tempfile.mkdtemp()) / "home") if "--tenfold" in sys.argv else given)
    )

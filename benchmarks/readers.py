"""Twenty readers at once, without a browser: what the server itself needs for each page they open.

`python -m benchmarks.readers <folder> [--tenfold]`. Twenty browsers on the machine of the server measure the browsers. Here a reader
is a connection that asks for a page as a browser does (Streamlit's own messages) and waits until the script has ended.
Each page is opened once beforehand, so that what is remembered is there, and once again; for both the processor seconds of
the server are told. Then every reader goes from page to page.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 a reader speaks as the browser does
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251 same
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from app.web.registry import discover
from benchmarks.pages import memory, server, tenfold_home

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import serving

READERS, STEPS = 20, 6


async def page(url: str, path: str) -> float:
    """Seconds until the server has sent the whole of a page to a new reader.

    Raises:
        RuntimeError: the page did not run to its end.
    """
    ask = BackMsg()
    ask.rerun_script.page_name = path
    ask.rerun_script.context_info.locale = "de-DE"
    began = perf_counter()
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    async with connect(address, subprotocols=spoken, origin=Origin(url), max_size=None) as socket:
        await socket.send(ask.SerializeToString())
        async for message in socket:
            said = ForwardMsg()
            said.ParseFromString(message if isinstance(message, bytes) else message.encode())
            if said.HasField("delta") and said.delta.new_element.HasField("exception"):
                raise RuntimeError(f"/{path}: {said.delta.new_element.exception.message}")
            if said.HasField("script_finished") and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return perf_counter() - began
    raise RuntimeError(f"/{path}: the server closed the connection")


async def reader(url: str, paths: list[str], seed: int) -> list[float]:
    """Seconds of each step of somebody who reads two to six seconds between pages."""
    dice = random.Random(seed)  # noqa: S311 a measured walk, no secret
    times = []
    for _ in range(STEPS):
        await asyncio.sleep(dice.uniform(2, 6))
        times.append(await page(url, dice.choice(paths)))
    return times


def processor(port: str) -> float:
    """Processor seconds the server has used, work beside the page included."""
    fields = (server(port) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def main(home: Path) -> None:
    """Print how long one reader alone and twenty at once wait, and what the server holds."""
    paths = [found.header.url_path if i else "" for i, found in enumerate(discover())]
    with serving(home, Path(tempfile.mkdtemp())) as url:
        port = url.rpartition(":")[2]
        first: list[float] = []
        alone: list[float] = []
        print(f"{'Seite':<22}{'Rechenzeit':>11}{'wieder':>8}")
        for path in paths:
            spent = []
            for times in (first, alone):
                began = processor(port)
                times.append(await page(url, path))
                spent.append(processor(port) - began)
            print(f"{path or '(Start)':<22}{spent[0]:>11.2f}{spent[1]:>8.2f}", flush=True)
        before = memory(port)
        walks = await asyncio.gather(*(reader(url, paths, seed) for seed in range(READERS)))
        told = {"erstes Öffnen": first, "allein": alone, f"{READERS} zugleich": [t for w in walks for t in w]}
        for name, times in told.items():
            print(f"{name:<16} Median {statistics.median(times):6.2f} s, längste {max(times):6.2f} s")
        print(f"Speicher {before:.0f} MB, danach {memory(port):.0f} MB")


if __name__ == "__main__":
    given = Path(sys.argv[1])
    asyncio.run(
        main(tenfold_home(given, Path(tempfile.mkdtemp()) / "home") if "--tenfold" in sys.argv else given)
    )

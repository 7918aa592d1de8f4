"""The web app: one process, one ASGI application.

`querblick start` calls `serve`; `streamlit run app/web/main.py` and `uvicorn app.web.main:app` work too, the settings of
`streamlit_config.toml` then have to be given by hand.
"""

import asyncio
import gc
import os
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.logs import configure, logger
from app.maps.background import background
from app.settings import settings as environment
from app.web import reads
from app.web.errors import show_script_error
from app.web.headers import PageFrame, Receive, Scope, Send
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Answer at once; open the town and ask what everybody asks first in the background."""
    configure(reads.home())
    warming = asyncio.create_task(asyncio.to_thread(_warm))
    yield {"ready": True}
    warming.cancel()


class WebApp(st.App):
    """Streamlit's application inside the frame every response gets."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        beneath = background(environment())
        await PageFrame(super().__call__, beneath.origin if beneath else "")(scope, receive, send)


app = WebApp(
    Path(__file__).parent / "entry" / "shell.py",
    lifespan=lifespan,
    on_script_error=show_script_error,
)


def settings() -> dict[str, Any]:
    """Return what Streamlit is told, as `section.option` → value."""
    tree = tomllib.loads(files("app.web").joinpath("streamlit_config.toml").read_text("utf-8"))
    return dict(_flatten(tree))


def serve(
    *,
    address: str = "127.0.0.1",
    port: int = 8501,
    home: Path | None = None,
    ags: str | None = None,
    open_browser: bool = False,
) -> None:
    """Run the web app until it is stopped.

    Args:
        address: where to listen. Anything but loopback needs sign-in, which `querblick start` checks.
        port: 1 to 65535.
        home: the folder with the town; None = as `Service.open` finds it. Kept in the environment, where the pages,
            which Streamlit runs on its own, find it.
        ags: the key of the town, which may be empty yet; None = as `Service.open` finds it. Kept likewise.
        open_browser: open the start page in the browser of this machine.

    Raises:
        RequestError: a map service is set wrongly; better no start than an error on every page.
    """
    background(environment())
    if home is not None:
        os.environ[reads.HOME] = str(home)
    if ags is not None:
        os.environ[reads.TOWN] = ags
    app.run(
        config={
            **settings(),
            "server.address": address,
            "server.port": port,
            "server.headless": not open_browser,
        }
    )


def _warm() -> None:
    """Open the town, fill the memory of answers, then take the garbage collector's eyes off all of it.

    Opening may take minutes when the store has to be made afresh from the log; who comes meanwhile waits for the same
    work. It goes in the order in which the first page needs it, so that who comes at once waits for nothing else: what is
    asked for twice is worked out once. Objects made until then live as long as the process; `gc.freeze` keeps later
    collections from visiting them.
    """
    from app.web import registry  # the pages need a running Streamlit
    from app.web.overview import watching
    from app.web.search.reads import index

    registry.discover()
    try:
        town = reads.town()
        first = Asked(Audience.INTERN, town.reference_date, town.version, "de")
        reads.overview(first)
        watching.ask_all(first)
        reads.questions(town.version, "de")
        index(first)
    except KnowledgeGraphError as error:
        # The pages say the same to whoever opens them; the server shall start and tell.
        logger().warning("nothing to warm", error=type(error).__name__)
    gc.collect()
    gc.freeze()


def _flatten(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in tree.items():
        found.extend(
            _flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", value)]
        )
    return found

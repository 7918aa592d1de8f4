"""Queries people write themselves: in a process of their own that can be killed, sees one snapshot and no network.

Oxigraph has no timeout, uses as much memory as it gets and follows SERVICE to any address it can reach. The child
process has no network (where the system does not allow that, a query that could contain SERVICE is refused), a cap
on memory and processor time, and a deadline after which it is killed.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from graph.engine import Table, named
from graph.errors import QuerySyntaxError
from ontology.namespaces import XSD
from ontology.words import words_of

_SCRIPT = Path(__file__).with_name("worker_process.py")
_LONGEST_QUERY = 100_000
_MOST_BYTES = 20_000_000
# What a child needs of the environment to start; passwords of the service are not among it.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_AT_ONCE = threading.BoundedSemaphore(2)


class Failure(StrEnum):
    """Why a query has no answer."""

    SYNTAX = "syntax"
    SERVICE = "service"
    SERVICE_WORD = "service word"
    TOO_LONG = "too long"
    DEADLINE = "deadline"
    MEMORY = "memory"
    BUSY = "busy"
    FAILED = "failed"


_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class WorkerError:
    """Why there is no answer. `message`: language → text; line and column of a syntax error count from 1."""

    failure: Failure
    message: dict[str, str]
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """A table or an error. `truncated`: there are more rows than were asked for. `seconds`: wall time."""

    table: Table | None
    error: WorkerError | None
    killed: bool
    truncated: bool
    seconds: float


def run_untrusted(
    snapshot_path: Path,
    query: str,
    graphs: Sequence[URIRef],
    *,
    seconds: float = 10,
    rows: int = 10_000,
    memory_mb: int = 4096,
    without: Collection[str] = (),
) -> WorkerResult:
    """Run a query somebody wrote by hand.

    Args:
        snapshot_path: folder of a published snapshot (`Snapshot.path`).
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        graphs: all the query can see, as default graph and by name.
        seconds: deadline, waiting for a free place included.
        rows: more than that are cut, and the result says so.
        memory_mb: address space of the child.
        without: records of which the query sees nothing, not even that others name them. What it then reads is a copy.

    Raises:
        StoreError: `graphs` is empty.
    """
    started = time.monotonic()
    if len(query) > _LONGEST_QUERY:
        return _failed(Failure.TOO_LONG, str(_LONGEST_QUERY), started)
    order = {
        "path": str(snapshot_path),
        "query": query,
        "graphs": [str(iri) for iri in named(graphs)],
        "rows": rows,
        "bytes": _MOST_BYTES,
        "memory_mb": memory_mb,
        "seconds": seconds,
        "without": sorted(without),
    }
    if not _AT_ONCE.acquire(timeout=seconds):
        return _failed(Failure.BUSY, "", started)
    try:
        left = seconds - (time.monotonic() - started)
        code, output, errors = _child(json.dumps(order).encode("utf-8", "replace"), max(left, 0.1))
    except subprocess.TimeoutExpired:
        return _failed(Failure.DEADLINE, f"{seconds:g}", started, killed=True)
    finally:
        _AT_ONCE.release()
    if code != 0:
        return _crashed(code, errors, order, started)
    return _read(json.loads(output), order, started)


def _child(order: bytes, seconds: float) -> tuple[int, bytes, bytes]:
    """Run the child to its end; when time is up it is killed and gone before this raises."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # -I: neither the working folder nor PYTHONPATH nor the user's packages can change what runs.
    command = [sys.executable, "-I", str(_SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            output, errors = process.communicate(order, timeout=seconds)
        except BaseException:
            process.kill()
            process.communicate()
            raise
        return process.returncode, output, errors


def _crashed(code: int, errors: bytes, order: dict[str, Any], started: float) -> WorkerResult:
    if code == -6 or b"MemoryError" in errors:  # SIGABRT: the engine ends so when it gets no more memory
        return _failed(Failure.MEMORY, str(order["memory_mb"]), started, killed=True)
    if -code in (9, 24):  # SIGKILL, SIGXCPU: the processor time is used up
        return _failed(Failure.DEADLINE, f"{order['seconds']:g}", started, killed=True)
    return _failed(Failure.FAILED, f"exit {code}", started, killed=code < 0)


def _read(reply: dict[str, Any], order: dict[str, Any], started: float) -> WorkerResult:
    if "ask" in reply:
        table = Table(("ask",), [(Literal(str(reply["ask"]).lower(), datatype=XSD.boolean),)])
        return WorkerResult(table, None, killed=False, truncated=False, seconds=_since(started))
    if "error" not in reply:
        table = Table(tuple(reply["columns"]), [tuple(map(_decoded, row)) for row in reply["rows"]])
        return WorkerResult(table, None, killed=False, truncated=reply["truncated"], seconds=_since(started))
    failure = Failure(reply["error"])
    if failure is Failure.SYNTAX:
        fault = QuerySyntaxError.from_engine(reply["text"])
        return _failed(failure, str(fault), started, place=(fault.line, fault.column))
    detail = str(order["memory_mb"]) if failure is Failure.MEMORY else reply["text"]
    return _failed(failure, detail, started)


def _failed(
    failure: Failure,
    detail: str,
    started: float,
    *,
    killed: bool = False,
    place: tuple[int | None, int | None] = (None, None),
) -> WorkerResult:
    message = _WORDS.both(f"failure.{failure.name.lower()}", detail=detail)
    error = WorkerError(failure, message, *place)
    return WorkerResult(None, error, killed=killed, truncated=False, seconds=_since(started))


def _since(started: float) -> float:
    return time.monotonic() - started


def _decoded(term: list[str] | None) -> Node | None:
    if term is None:
        return None
    if term[0] == "i":
        return URIRef(term[1])
    if term[0] == "b":
        return BNode(term[1].removeprefix("_:"))
    _, value, language, datatype = term
    if language:
        return Literal(value, lang=language)
    return Literal(value, datatype=None if datatype == str(XSD.string) else URIRef(datatype))

"""The child of `graph.worker`: runs one query on a read-only store, without network, and ends.

Started as a script, not as part of the package: it imports pyoxigraph and the standard library only, so that it is
there in a few hundredths of a second. Reads one JSON object from stdin, writes one to stdout:

```
in   path, query, graphs, rows, bytes, memory_mb, seconds, without
out  columns, rows, truncated   or   ask   or   error (syntax | service | service word | failed | memory), text
```
"""

import contextlib
import ctypes
import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox  # noqa: TID251 this room owns the embedded engine

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _KILL = 38, 1, 9

# Where the word may stand without being the keyword: variables, local names, plain web addresses. The part before
# the colon is not among them: `SERVICE:x` is a keyword and a name to some parsers.
_HARMLESS = re.compile(r"[?$]\w+|:[\w-]+|<\w+://[\w./#-]*>")
_IRI = re.compile(r"<[^<>\s]*>")
_PREFIX = re.compile(r"[\w-]+:[\w-]*")
_COMMENT = re.compile(r"#[^\n]*")
_TEXTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def mentions_service(query: str, *, in_texts: bool) -> bool:
    """Whether SERVICE may be in a query, however it is escaped. `in_texts`: also inside quotation marks.

    With `in_texts` it errs on the safe side: it says no only if there is certainly none.
    """
    plain = _ESCAPE.sub(_unescaped, query)
    if not in_texts:
        plain = _PREFIX.sub("", _COMMENT.sub("", _TEXTS.sub("", _IRI.sub("", plain))))
    return "service" in _HARMLESS.sub("", plain).casefold()


def _unescaped(match: re.Match[str]) -> str:
    try:
        return chr(int(match[1] or match[2], 16))
    except (ValueError, OverflowError):
        return "\N{REPLACEMENT CHARACTER}"


def leave_network() -> bool:
    """Move into a network of one's own with nothing in it. `False` where the system does not allow it."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return int(libc.unshare(_NEW_USER | _NEW_NETWORK)) == 0


def limit(memory_mb: int, seconds: float) -> None:
    """Cap memory and processor time of this process; Windows has no such limits."""
    if sys.platform == "win32":
        return
    import resource

    cpu = int(seconds) + 1
    for which, soft, hard in (
        (resource.RLIMIT_AS, memory_mb << 20, memory_mb << 20),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower limit is in force already
            resource.setrlimit(which, (soft, hard))


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Run the query of an order."""
    isolated = leave_network()
    if mentions_service(order["query"], in_texts=not isolated):
        return {"error": "service" if isolated else "service word", "text": ""}
    limit(order["memory_mb"], order["seconds"])
    try:
        return _run(order)
    except SyntaxError as error:
        return {"error": "syntax", "text": str(error)}
    except MemoryError:
        return {"error": "memory", "text": ""}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": "failed", "text": str(error)}


def _run(order: dict[str, Any]) -> dict[str, Any]:
    store = ox.Store.read_only(order["path"])
    graphs = [ox.NamedNode(iri) for iri in order["graphs"]]
    if order["without"]:
        store = _without({ox.NamedNode(iri) for iri in order["without"]}, store, graphs)
    result = store.query(order["query"], default_graph=list(graphs), named_graphs=list(graphs))
    if isinstance(result, ox.QueryBoolean):
        return {"ask": bool(result)}
    if isinstance(result, ox.QuerySolutions):
        columns = [variable.value for variable in result.variables]
        rows: Iterable[Iterable[Any]] = result
    else:
        columns = ["subject", "predicate", "object"]
        rows = _each_once(result)
    kept, truncated = _capped(rows, order["rows"], order["bytes"])
    return {"columns": columns, "rows": kept, "truncated": truncated}


def _without(hidden: set[ox.NamedNode], store: ox.Store, graphs: list[ox.NamedNode]) -> ox.Store:
    """A copy of the graphs without whatever is said of these records or names them."""
    copy = ox.Store()
    copy.bulk_extend(
        quad
        for graph in graphs
        for quad in store.quads_for_pattern(None, None, None, graph)
        if quad.subject not in hidden and quad.object not in hidden
    )
    return copy


def _each_once(triples: Iterable[ox.Triple]) -> Iterator[tuple[Any, ...]]:
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple.subject, triple.predicate, triple.object


def _capped(rows: Iterable[Iterable[Any]], most: int, most_bytes: int) -> tuple[list[list[Any]], bool]:
    kept: list[list[Any]] = []
    size = 0
    for row in rows:
        encoded = [_encoded(term) for term in row]
        size += sum(len(part) for term in encoded if term for part in term) + 8
        if len(kept) >= most or size > most_bytes:
            return kept, True
        kept.append(encoded)
    return kept, False


def _encoded(term: Any) -> list[str] | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return ["i", term.value]
    if isinstance(term, ox.Literal):
        return ["l", term.value, term.language or "", term.datatype.value]
    return ["b", str(term)]


def main() -> None:
    """Answer one order."""
    order = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer(order)).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

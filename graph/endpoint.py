"""Any SPARQL 1.1 server, through SPARQLWrapper.

Servers answer HTTP 200 and half an answer when they run out of time or rows. What came is therefore checked three
ways: the headers by which Virtuoso admits it, a strict parser, and the length the transport announced.
"""

import math
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError

import pyoxigraph as ox  # noqa: TID251 this room owns the embedded engine
from rdflib import URIRef
from SPARQLWrapper import (  # noqa: TID251 this room owns the SPARQL endpoints
    ASK,
    BASIC,
    CONSTRUCT,
    INSERT,
    POST,
    POSTDIRECTLY,
    SELECT,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import (  # noqa: TID251 this room owns the SPARQL endpoints
    QueryBadFormed,
    SPARQLWrapperException,
)

from graph.engine import Table, difference, named
from graph.errors import EndpointError, QuerySyntaxError, StoreError
from graph.terms import Quad, Triple, from_engine, from_engine_triple, to_engine_iri
from graph.updates import change_text, statement_text

_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"

# Headers with which a server says that the answer was cut (Virtuoso: time S1TAT, rows).
_CUT = ("X-SQL-State", "X-SPARQL-MaxRows")


@dataclass(frozen=True, slots=True)
class Login:
    """Name and password for HTTP Basic."""

    user: str
    password: str


class EndpointEngine:
    """A store behind HTTP.

    Args:
        query_url: where the server takes queries.
        update_url: where it takes updates; without it the engine is read-only.
        timeout_s: seconds until a silent server counts as gone.
        chunk: quads per update request. A change of more quads takes several requests and is then not one
            step: the version log stays the truth and `TownStore` starts again after a break.
        login: for HTTP Basic, if the server asks.
    """

    def __init__(
        self,
        query_url: str,
        update_url: str | None = None,
        *,
        timeout_s: float = 60.0,
        chunk: int = 20_000,
        login: Login | None = None,
    ) -> None:
        self.query_url = query_url
        self.update_url = update_url
        self.timeout_s = timeout_s
        self.chunk = chunk
        self._login = login
        self._writing = threading.RLock()

    def select(self, query: str, graphs: Sequence[URIRef], *, timeout_s: float | None = None) -> Table:
        """As `Engine.select`; after `timeout_s` the connection is given up."""
        return self._table(self._ask_server(query, SELECT, _RESULTS, named(graphs), timeout_s))

    def construct(self, query: str, graphs: Sequence[URIRef]) -> list[Triple]:
        """As `Engine.construct`."""
        body = self._ask_server(query, CONSTRUCT, _TRIPLES, named(graphs))
        try:
            quads = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
            return [from_engine_triple(triple) for triple in dict.fromkeys(quad.triple for quad in quads)]
        except SyntaxError as error:
            raise self._half(f"not N-Triples: {error}") from None

    def ask(self, query: str, graphs: Sequence[URIRef]) -> bool:
        """As `Engine.ask`."""
        body = self._ask_server(query, ASK, _RESULTS, named(graphs))
        try:
            result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except SyntaxError as error:
            raise self._half(str(error)) from None
        if not isinstance(result, ox.QueryBoolean):
            raise StoreError("query: not an ASK; expected one. Use select() or construct()")
        return bool(result)

    def graph(self, iri: URIRef) -> list[Triple]:
        """As `Engine.graph`."""
        rows = self.select(statement_text("triples.rq"), [iri]).rows
        return [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in rows if o is not None]

    def count(self, iri: URIRef) -> int:
        """As `Engine.count`."""
        (number,) = self.select(statement_text("count.rq"), [iri]).rows[0]
        return int(str(number))

    def graph_names(self) -> list[URIRef]:
        """As `Engine.graph_names`. On a shared server also the graphs of others."""
        body = self._ask_server(statement_text("graph_names.rq"), SELECT, _RESULTS, ())
        return sorted(URIRef(str(row[0])) for row in self._table(body).rows)

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """As `Engine.apply`: one step up to `chunk` quads, else several (removals first)."""
        gone, new = list(removed), list(added)
        with self._writing:
            if len(gone) + len(new) <= self.chunk:
                self._update(change_text(gone, new))
                return
            # Every term is checked before the first request, so that a broken one changes nothing.
            texts = [change_text(part, ()) for part in _parts(gone, self.chunk)]
            texts += [change_text((), part) for part in _parts(new, self.chunk)]
            for text in texts:
                self._update(text)

    def replace_graph(self, iri: URIRef, triples: Iterable[Triple]) -> None:
        """As `Engine.replace_graph`; sends the difference only."""
        with self._writing:
            removed, added = difference(self.graph(iri), triples, iri)
            self.apply(removed, added)

    def _table(self, body: bytes) -> Table:
        try:
            result = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if not isinstance(result, ox.QuerySolutions):
                raise StoreError("query: not a SELECT; expected one. Use construct() or ask()")
            columns = tuple(variable.value for variable in result.variables)
            return Table(
                columns, [tuple(None if t is None else from_engine(t) for t in row) for row in result]
            )
        except SyntaxError as error:
            raise self._half(str(error)) from None

    def _update(self, text: str) -> None:
        if not text:
            return
        if self.update_url is None:
            raise StoreError(f"{self.query_url}: read-only; expected an update address. Give one")
        self._request(text, INSERT, "*/*", ())

    def _ask_server(
        self, query: str, form: str, accept: str, graphs: Sequence[URIRef], timeout_s: float | None = None
    ) -> bytes:
        headers, body = self._request(query, form, accept, graphs, timeout_s)
        for name in _CUT:
            if name.lower() in headers:
                raise self._half(f"{name}: {headers[name.lower()]}")
        return body

    def _request(
        self, text: str, form: str, accept: str, graphs: Sequence[URIRef], timeout_s: float | None = None
    ) -> tuple[Mapping[str, str], bytes]:
        wrapper = SPARQLWrapper(self.query_url, self.update_url)
        wrapper.setMethod(POST)
        wrapper.setRequestMethod(POSTDIRECTLY)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", accept)
        wrapper.setTimeout(math.ceil(timeout_s or self.timeout_s))
        if self._login:
            wrapper.setHTTPAuth(BASIC)
            wrapper.setCredentials(self._login.user, self._login.password)
        for graph in graphs:
            wrapper.addDefaultGraph(to_engine_iri(graph).value)
            wrapper.addNamedGraph(to_engine_iri(graph).value)
        # Set by hand: setQuery() guesses the form from the text and is led astray by comments.
        wrapper.queryString, wrapper.queryType = text, form
        try:
            response = wrapper.query().response
            with response:
                return {k.lower(): v for k, v in response.info().items()}, response.read()
        except QueryBadFormed as error:
            raise QuerySyntaxError.from_engine(str(error)) from None
        except TimeoutError:
            raise EndpointError(
                f"{self.query_url}: no answer within {timeout_s or self.timeout_s:g} s. Narrow the question or raise the limit"
            ) from None
        except (SPARQLWrapperException, HTTPError, URLError, HTTPException, OSError) as error:
            raise EndpointError(
                f"{self.query_url}: {error}. Check address, sign-in and the server's log"
            ) from error

    def _half(self, sign: str) -> EndpointError:
        return EndpointError(
            f"{self.query_url}: the answer is cut or malformed ({sign}); expected a complete one. "
            "Raise the server's limits or narrow the question; nothing of this answer was used"
        )


def _parts(quads: Sequence[Quad], size: int) -> Iterator[Sequence[Quad]]:
    return (quads[start : start + size] for start in range(0, len(quads), size))

"""Versions, store, provenance. Knows only ontology."""

from graph.build import Deriver
from graph.embedded import EmbeddedEngine
from graph.endpoint import EndpointEngine, Login
from graph.engine import Engine, Table
from graph.errors import BusyError, EndpointError, LogError, QuerySyntaxError, StoreError, TermError
from graph.findings import Effect, Finding, Place, Severity
from graph.log import VersionLog
from graph.manifest import Entry, Kind, Version
from graph.patch import Patch
from graph.provenance import Confirmation, Origin, confirmations, where
from graph.terms import Quad, Triple, canonical
from graph.town import Snapshot, TownStore
from graph.worker import Failure, WorkerError, WorkerResult, run_untrusted

__all__ = [
    "BusyError",
    "Confirmation",
    "Deriver",
    "Effect",
    "EmbeddedEngine",
    "EndpointEngine",
    "EndpointError",
    "Engine",
    "Entry",
    "Failure",
    "Finding",
    "Kind",
    "LogError",
    "Login",
    "Origin",
    "Patch",
    "Place",
    "Quad",
    "QuerySyntaxError",
    "Severity",
    "Snapshot",
    "StoreError",
    "Table",
    "TermError",
    "TownStore",
    "Triple",
    "Version",
    "VersionLog",
    "WorkerError",
    "WorkerResult",
    "canonical",
    "confirmations",
    "run_untrusted",
    "where",
]

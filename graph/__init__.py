"""Versions, store, provenance. Knows only ontology."""

from graph.embedded import EmbeddedEngine
from graph.endpoint import EndpointEngine, Login
from graph.engine import Engine, Table
from graph.errors import BusyError, EndpointError, LogError, QuerySyntaxError, StoreError, TermError
from graph.findings import Effect, Finding, Place, Severity
from graph.log import VersionLog
from graph.manifest import Entry, Kind, Version
from graph.patch import Patch
from graph.terms import Quad, Triple, canonical

__all__ = [
    "BusyError",
    "Effect",
    "EmbeddedEngine",
    "EndpointEngine",
    "EndpointError",
    "Engine",
    "Entry",
    "Finding",
    "Kind",
    "LogError",
    "Login",
    "Patch",
    "Place",
    "Quad",
    "QuerySyntaxError",
    "Severity",
    "StoreError",
    "Table",
    "TermError",
    "Triple",
    "Version",
    "VersionLog",
    "canonical",
]

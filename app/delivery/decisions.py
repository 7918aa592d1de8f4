"""Whether what the steward says about missing records can be so."""

from collections.abc import Iterable, Mapping
from datetime import date

from rdflib import URIRef

from app.delivery.changes import Changes
from app.delivery.missing import Missing, MissingKind, can_end
from app.errors import RequestError
from graph import Quad
from ontology import iris
from ontology.terms import SOZ
from ontology.vocabulary import label


def checked(changes: Changes, said: Mapping[str, Missing]) -> dict[URIRef, Missing]:
    """The decisions by record; "forgotten" is left out, being what holds without any.

    Args:
        changes: what the delivery changes without decisions.
        said: decisions by the IRI of the record.

    Raises:
        RequestError: the record is not missing, has no last day, or cannot end on that day.
    """
    decisions = {URIRef(text): decision for text, decision in said.items()}
    for record, decision in decisions.items():
        known = iris.parts(record)
        name, cls = known.key if known else str(record), changes.before.class_of(record)
        if record not in changes.missing or cls is None:
            raise RequestError(
                f"Übernahme: {name} fehlt in dieser Lieferung nicht; erwartet ein Datensatz, den die Vorschau als "
                "fehlend zeigt. Vorschau erneut ansehen"
            )
        if decision.kind is MissingKind.ENDED:
            _check_end(name, cls, changes.before.said(record), decision.day)
    return {r: d for r, d in decisions.items() if d.kind is not MissingKind.FORGOTTEN}


def _check_end(name: str, cls: URIRef, said: Iterable[Quad], day: date | None) -> None:
    if not can_end(cls):
        raise RequestError(
            f"Übernahme: {name} kann nicht beendet werden: Die Art ‹{label(cls)}› hat kein Datum „gültig bis“. "
            "Erwartet „vergessen“ oder „gehört nicht dazu“"
        )
    if day is None:
        raise RequestError(
            f"Übernahme: Bei {name} fehlt der letzte Tag; erwartet ein Datum, z. B. 2026-10-31"
        )
    begins = [str(value) for _, path, value, _ in said if path == SOZ.validFrom]
    if any(day.isoformat() < begin for begin in begins):
        raise RequestError(
            f"Übernahme: {name} kann nicht vor dem Beginn ({min(begins)}) enden; erwartet ein späterer Tag"
        )

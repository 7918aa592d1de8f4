"""Which records a question about one field of action looks at."""

from collections.abc import Iterable

from rdflib import URIRef

from ontology.namespaces import SKOS
from ontology.vocabulary import vocabulary
from queries.answer import Exclusion
from queries.asking import Asking
from queries.reading import Reading, iri
from queries.words import Words


def within_field(
    asking: Asking, records: Iterable[URIRef], name: str = "field"
) -> tuple[set[URIRef], Exclusion]:
    """Those records that are about the field of a parameter, and how many name no field at all.

    Records without a field are none of another field: they are counted, not silently dropped. Without restriction all
    records remain.
    """
    everything, field = set(records), asking.term(name)
    if field is None:
        return everything, Exclusion(_WITHOUT, 0)
    known = fields_of(asking.reading)
    inside = {iri(row["record"]) for row in asking.reading.facts("fields", field=[field])}
    return everything & inside, Exclusion(_WITHOUT, len(everything - known.keys()))


def fields_of(reading: Reading) -> dict[URIRef, set[URIRef]]:
    """Record → the fields of action it is about."""
    found: dict[URIRef, set[URIRef]] = {}
    for row in reading.facts("fields"):
        need = iri(row["field"])
        if (need, SKOS.topConceptOf, None) in vocabulary():
            found.setdefault(iri(row["record"]), set()).add(need)
    return found


_WITHOUT = Words(
    "Datensätze ohne Handlungsfeld: nicht bekannt, ob sie dazugehören",
    "Records without a field of action: not known whether they belong to it",
)

"""What statements rest on, in words: the source as it was given, then the names of the evidence."""

from collections.abc import Iterable

from rdflib import URIRef

from queries.reading import Reading, iri, iri_or_none
from queries.words import Words


def sources_of(reading: Reading, records: Iterable[URIRef]) -> dict[URIRef, Words]:
    """Record → its sources and evidence; records that name neither are left out."""
    wanted = sorted(set(records))
    if not wanted:
        return {}
    given: dict[URIRef, list[str]] = {}
    evidence: dict[URIRef, list[URIRef]] = {}
    for row in reading.facts("stated_sources", record=wanted):
        record = iri(row["record"])
        if proof := iri_or_none(row["evidence"]):
            evidence.setdefault(record, []).append(proof)
        elif row["source"] is not None:
            given.setdefault(record, []).append(str(row["source"]))
    reading.labels([proof for proofs in evidence.values() for proof in proofs])  # all names in one go
    found = {}
    for record in given.keys() | evidence.keys():
        texts = [Words(text, text) for text in given.get(record, ())]
        if record in evidence:
            texts.append(reading.named(evidence[record]))
        found[record] = Words("; ".join(t.de for t in texts), "; ".join(t.en for t in texts))
    return found

"""The records behind a row of an answer: what they are, where they were read, and who confirmed them when."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import yaml
from rdflib import URIRef

from ontology.namespaces import namespace
from queries.answer import Block, Row
from queries.header import EvidenceBlock
from queries.reading import Binding, Reading, iri_or_none, text
from queries.words import Words

_OWN = str(namespace("soz"))


def record_evidence(reading: Reading, records: Sequence[URIRef]) -> Block:
    """One row per record and row of a file it was read from, in the order of `records`.

    A record that no delivery brought (a term of a vocabulary, say) has a row without a file: its origin is not known
    here, and it is not left out.
    """
    layout = _layout()
    told: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    if records:
        rows = reading.facts("record_sources", extra=("provenance",), record=sorted(set(records)))
        for row in rows:
            if record := iri_or_none(row["record"]):
                told[record].append(row)
    shown = [row for record in dict.fromkeys(records) for row in _rows(record, told[record])]
    return Block(layout.name, layout.title, layout.columns, shown, layout.empty)


def _rows(record: URIRef, told: Sequence[Binding]) -> Iterable[Row]:
    classes = [c for row in told if (c := iri_or_none(row["class"])) and c.startswith(_OWN)]
    confirming = [row["confirmedBy"] for row in told if row["confirmedBy"] is not None]
    common: Row = {
        "record": record,
        "class": classes[0] if classes else None,
        "confirmedOn": max(
            (v for row in told if (v := row["verifiedOn"]) is not None), key=str, default=None
        ),
        "confirmedBy": confirming[0] if confirming else None,
        "missingSince": next((row["missingSince"] for row in told if row["missingSince"] is not None), None),
    }
    places = [row for row in told if row["file"] is not None]
    if not places:
        yield common
    for row in places:
        line = text(row["rowNumber"])
        yield common | {
            "source": row["source"], "file": row["file"], "sheet": row["sheet"],
            "line": Words(line, line), "deliveredOn": row["deliveredOn"],
        }  # fmt: skip


@cache
def _layout() -> EvidenceBlock:
    given = yaml.safe_load(files(__package__).joinpath("record_evidence.yaml").read_text("utf-8"))
    return EvidenceBlock.model_validate(given)

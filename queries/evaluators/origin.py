"""K3: every statement of a record with the cell it was read from, and what contradicts it."""

from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import PROV
from ontology.terms import GEO, LOCN, SOZ
from queries import rq
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.conflicts import conflict_rows, shown
from queries.reading import Binding, iri, text
from queries.words import NO_WORDS, Words, counted, day

_NOT_SHOWN = (RDF.type, PROV.wasDerivedFrom, LOCN.address, GEO.hasGeometry)
Said = set[tuple[URIRef, Node]]


def evaluate(asking: Asking) -> Outcome:
    """Statements with their cells; a source is named only for what it says itself."""
    record = asking.area("record")
    told = [row for row in asking.rows if row["property"] not in _NOT_SHOWN]
    said = {source: _said(asking, source, record) for source in {iri(row["source"]) for row in told}}
    kept = [row for row in told if (row["property"], row["value"]) in said[iri(row["source"])]]
    confirmed = {
        row["property"]: row["value"] for row in told if row["property"] in (SOZ.verifiedOn, SOZ.confirmedBy)
    }
    names = asking.reading.labels([row["value"] for row in kept])
    rows = [_row(row, confirmed, names) for row in kept]
    conflicts = [_only(row) for row in conflict_rows(asking.reading, [record] if record else [])]
    blocks = {"statements": rows, "conflicts": conflicts}
    checked = confirmed.get(SOZ.verifiedOn)
    lead = _LEAD.format(
        statements=counted(len({(row["property"], row["shown"]) for row in rows}), *_STATEMENTS),
        files=counted(len({row["file"] for row in rows}), *_FILES),
        checked=_CHECKED.format(day=day_words(checked)) if checked else _NEVER,
        conflicts=counted(len(conflicts), *_CONFLICTS),
    )
    gone = next((row["value"] for row in told if row["property"] == SOZ.notDeliveredSince), None)
    notes = (_GONE.format(day=day_words(gone)),) if gone else ()
    return Outcome(blocks, lead if rows else _NOTHING, (), notes)


def day_words(value: Node | None) -> Words:
    """A date literal as people write it."""
    from datetime import date

    return day(date.fromisoformat(str(value))) if value is not None else NO_WORDS


def _said(asking: Asking, source: URIRef, record: URIRef | None) -> Said:
    """What the source itself says about the record, as far as the audience may know."""
    reading = asking.reading
    key = str(source).rpartition("/quelle-")[2]
    levels = [Audience.PUBLIC] if reading.audience is Audience.PUBLIC else list(Audience)
    graphs = [iris.source_graph(reading.snapshot.ags, key, level) for level in levels]
    query = rq.fill(rq.load("facts", "said"), {"record": [record]}, "said")
    rows = reading.snapshot.engine.select(query, graphs).rows
    return {(prop, value) for prop, value in rows if isinstance(prop, URIRef) and value is not None}


def _row(row: Binding, confirmed: dict[Node | None, Node | None], names: dict[URIRef, dict[str, str]]) -> Row:
    letter = text(row["letter"])
    return {
        "property": row["property"],
        "shown": shown(row["value"], names),
        "source": row["source"],
        "file": row["file"],
        "sheet": row["sheet"],
        "cell": Words(f"{letter}{text(row['rowNumber'])}", f"{letter}{text(row['rowNumber'])}")
        if letter
        else _LINE.format(number=text(row["rowNumber"])),
        "header": row["header"],
        "deliveredOn": row["deliveredOn"],
        "confirmedOn": confirmed.get(SOZ.verifiedOn),
        "confirmedBy": confirmed.get(SOZ.confirmedBy),
    }


def _only(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "record"}


_LINE = Words("Zeile {number}", "row {number}")
_STATEMENTS = (Words("Angabe", "statement"), Words("Angaben", "statements"))
_FILES = (Words("Datei", "file"), Words("Dateien", "files"))
_CONFLICTS = (Words("Widerspruch", "contradiction"), Words("Widersprüche", "contradictions"))
_CHECKED = Words("zuletzt bestätigt am {day}", "last confirmed on {day}")
_NEVER = Words("nie bestätigt, soweit erfasst", "never confirmed, as far as recorded")
_LEAD = Words(
    "{statements} aus {files}; {checked}; {conflicts} zwischen Quellen.",
    "{statements} from {files}; {checked}; {conflicts} between sources.",
)
_NOTHING = Words("Zu diesem Datensatz ist keine Herkunft erfasst.", "No origin is recorded for this record.")
_GONE = Words(
    "Der Datensatz fehlt in der Lieferung vom {day}; er gilt weiter, bis die Datenpflege entscheidet.",
    "The record is missing in the delivery of {day}; it holds until data stewardship decides.",
)

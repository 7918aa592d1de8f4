"""L4: what is new, changed, ended, no longer delivered and no longer recorded since an earlier version."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.conflicts import shown_of
from queries.difference import Described, Difference, described, differences
from queries.reading import Reading, iri
from queries.words import Words, counted

_BLOCKS = ("summary", "new", "changed", "ended", "undelivered", "removed")
Names = dict[URIRef, dict[str, str]]


def evaluate(asking: Asking) -> Outcome:
    """The difference with its sources; without an earlier version nothing can be said but how much there is."""
    reading, now = asking.reading, described(asking.rows)
    if asking.before is None:
        rows: list[Row] = [
            {"class": cls, "today": Literal(number)} for cls, number in sorted(Counter(d.cls for d in now.values()).items())
        ]  # fmt: skip
        return Outcome({"summary": rows}, _NO_EARLIER)
    before, day = described(asking.before.rows), reading.reference_date
    changed = differences(before, now)
    new = [now[record] for record in sorted(now.keys() - before.keys())]
    removed = [before[record] for record in sorted(before.keys() - now.keys())]
    ended = [c for c in changed if c.has_ended(day)]
    undelivered = [c for c in changed if c.is_undelivered and not c.has_ended(day)]
    sources = _sources(reading, [d.iri for d in new] + [c.now.iri for c in changed])
    earlier = _sources(asking.before.reading, [d.iri for d in removed])
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    blocks["summary"] = _summary(asking, before, now, changed)
    blocks["new"] = [_about(d, sources) for d in new]
    blocks["changed"] = list(_changed(asking, changed, sources))
    blocks["ended"] = [_about(c.now, sources) | {"since": c.now.first(SOZ.validTo)} for c in ended]
    blocks["undelivered"] = [
        _about(c.now, sources) | {"since": c.now.first(SOZ.notDeliveredSince)} for c in undelivered
    ]
    names = asking.before.reading.named
    blocks["removed"] = [_about(d, earlier) | {"name": names([d.iri])} for d in removed]
    lead = _LEAD.format(
        version=asking.before.version, now=reading.snapshot.version, records=counted(len(now), *_RECORDS), new=len(new),
        changed=sum(1 for c in changed if c.properties), ended=len(ended), undelivered=len(undelivered),
        removed=len(removed), confirmed=sum(c.is_only_confirmed for c in changed),
    )  # fmt: skip
    return Outcome(blocks, lead)


def _about(record: Described, sources: dict[URIRef, Row]) -> Row:
    return {"class": record.cls, "record": record.iri, **sources.get(record.iri, {})}


def _sources(reading: Reading, records: Iterable[URIRef]) -> dict[URIRef, Row]:
    """The newest delivery each record comes from."""
    wanted = sorted(set(records))
    if not wanted:
        return {}
    rows = reading.facts("record_deliveries", extra=("provenance",), record=wanted)
    return {
        iri(row["record"]): {"source": row["source"], "deliveredOn": row["deliveredOn"], "by": row["by"]}
        for row in rows
    }


def _changed(asking: Asking, changed: Iterable[Difference], sources: dict[URIRef, Row]) -> Iterable[Row]:
    reading, smallest = asking.reading, asking.reading.thresholds.smallest_number
    given = list(changed)
    values = [
        value
        for change in given
        for prop in change.properties
        for side in (change.before, change.now)
        for value in side.said.get(prop, ())
    ]
    then = asking.before.reading.labels(values) if asking.before else {}
    now = reading.labels(values)
    for change in given:
        for prop in change.properties:
            yield _about(change.now, sources) | {
                "property": prop,
                "before": _words(prop, change.before.said.get(prop, frozenset()), then, smallest),
                "now": _words(prop, change.now.said.get(prop, frozenset()), then | now, smallest),
            }


def _words(prop: URIRef, values: AbstractSet[Node], names: Names, smallest: int) -> Words:
    if not values:
        return _NOTHING
    words = [shown_of(prop, value, names, smallest) for value in sorted(values, key=str)]
    return Words("; ".join(w.de for w in words), "; ".join(w.en for w in words))


def _summary(
    asking: Asking,
    before: dict[URIRef, Described],
    now: dict[URIRef, Described],
    changed: Iterable[Difference],
) -> list[Row]:
    """How many records of each class there were and are, and what became of them."""
    day = asking.reading.reference_date
    count: dict[str, Counter[URIRef]] = {
        "then": Counter(d.cls for d in before.values()),
        "today": Counter(d.cls for d in now.values()),
        "new": Counter(now[record].cls for record in now.keys() - before.keys()),
        "changed": Counter(c.now.cls for c in changed if c.properties),
        "ended": Counter(c.now.cls for c in changed if c.has_ended(day)),
        "removed": Counter(before[record].cls for record in before.keys() - now.keys()),
        "confirmed": Counter(c.now.cls for c in changed if c.is_only_confirmed),
    }
    classes = sorted(count["then"].keys() | count["today"].keys())
    return [
        {"class": cls, **{name: Literal(counter[cls]) for name, counter in count.items()}} for cls in classes
    ]


_RECORDS = (Words("Datensatz", "record"), Words("Datensätze", "records"))
_LEAD = Words(
    "Stand {version} verglichen mit Stand {now} ({records}): {new} neu, {changed} geändert, {ended} beendet, {undelivered} nicht mehr "
    "geliefert, {removed} nicht mehr im Bestand; {confirmed} nur erneut bestätigt.",
    "Version {version} compared with version {now} ({records}): {new} new, {changed} changed, {ended} ended, {undelivered} no longer "
    "delivered, {removed} no longer recorded; {confirmed} only confirmed again.",
)
_NO_EARLIER = Words(
    "Es gibt keinen früheren Stand: kein Vergleich möglich.",
    "There is no earlier version: no comparison is possible.",
)
_NOTHING = Words("nicht erfasst", "not recorded")

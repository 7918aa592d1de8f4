"""K2: contradictions between sources, with both values and which source counts more."""

from collections.abc import Mapping

from rdflib import URIRef

from ontology.terms import CL, SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.conflicts import shown_of
from queries.reading import Binding, day_or_none, iri, iri_or_none
from queries.words import Words, counted

_KEPT = ("record", "property", "winnerFrom", "winnerDay", "loserFrom", "loserDay")
_DISPUTED_PERIOD = frozenset((SOZ.validFrom, SOZ.validTo, SOZ.status))
Kinds = Mapping[URIRef | None, tuple[int, URIRef]]


def evaluate(asking: Asking) -> Outcome:
    """Contradictions with a suggestion, those to be clarified, those about records that ended."""
    sources = asking.reading.facts("sources", extra=("provenance",))
    kinds: dict[URIRef | None, tuple[int, URIRef]] = {
        iri(r["source"]): (int(str(r["rank"])), iri(r["kind"])) for r in sources if r["rank"] is not None
    }
    names = asking.reading.labels([row[side] for row in asking.rows for side in ("winner", "loser")])
    smallest = asking.reading.thresholds.smallest_number
    blocks: dict[str, list[Row]] = {"open": [], "undecided": [], "past": []}
    for row in asking.rows:
        is_clear, suggestion = _suggestion(asking, row, kinds)
        block = "past" if _is_past(asking, row) else "open" if is_clear else "undecided"
        blocks[block].append({
            **{name: row[name] for name in _KEPT},
            "holds": shown_of(row["property"], row["winner"], names, smallest),
            "lost": shown_of(row["property"], row["loser"], names, smallest),
            "suggestion": suggestion,
        })  # fmt: skip
    number = len({iri(row["source"]) for row in sources})
    lead = _LEAD.format(
        conflicts=counted(len(asking.rows), *_CONFLICTS),
        records=counted(len({row["record"] for row in asking.rows}), *_RECORDS),
        sources=counted(number, *_SOURCES), undecided=len(blocks["undecided"]), past=len(blocks["past"]),
    )  # fmt: skip
    return Outcome(blocks, lead if number > 1 or asking.rows else _ONE_SOURCE)


def _is_past(asking: Asking, row: Binding) -> bool:
    """Whether the record is over, as far as that is not just what is disputed."""
    if row["property"] in _DISPUTED_PERIOD:
        return False
    until = day_or_none(row["until"])
    ended = until is not None and until < asking.reading.reference_date
    return ended or row["status"] == CL["angebotsstatus-beendet"]


def _suggestion(asking: Asking, row: Binding, kinds: Kinds) -> tuple[bool, Words]:
    """Whether one source counts more, and why."""
    mine, theirs = kinds.get(iri_or_none(row["winnerFrom"])), kinds.get(iri_or_none(row["loserFrom"]))
    day, other_day = day_or_none(row["winnerDay"]), day_or_none(row["loserDay"])
    if row["property"] == SOZ.verifiedOn:  # whoever looked last has looked; rank makes no day later
        return True, _LAST_CHECK
    if mine is None or theirs is None:
        return False, _NO_KIND
    if mine[0] == theirs[0]:
        newer = day is not None and other_day is not None and day > other_day
        return (True, _NEWER) if newer else (False, _NO_ORDER)
    words = _RANK.format(kind=asking.reading.named([mine[1]]), other=asking.reading.named([theirs[1]]))
    if day is not None and other_day is not None and other_day > day:
        words += _BUT_OLDER
    return True, words


_CONFLICTS = (Words("Widerspruch", "contradiction"), Words("Widersprüche", "contradictions"))
_RECORDS = (Words("Datensatz", "record"), Words("Datensätzen", "records"))
_SOURCES = (Words("Quelle", "source"), Words("Quellen", "sources"))
_LEAD = Words(
    "{conflicts} zu {records} aus {sources}: {undecided} ohne Vorrang einer Quelle, {past} zu nicht mehr geltenden Datensätzen.",
    "{conflicts} about {records} of {sources}: {undecided} without precedence of a source, {past} about records no longer valid.",
)
_ONE_SOURCE = Words(
    "Weniger als zwei Quellen erfasst: Widersprüche können nicht auffallen, keine Aussage möglich.",
    "Fewer than two sources recorded: contradictions cannot show, no statement possible.",
)
_RANK = Words(
    "{kind} geht vor {other}; der abweichende Wert ist damit nicht widerlegt.",
    "{kind} counts before {other}; this does not refute the deviating value.",
)
_BUT_OLDER = Words(
    "Der abweichende Wert ist neuer: nachfragen, ob er inzwischen stimmt.",
    "The deviating value is newer: ask whether it is right by now.",
)
_NEWER = Words(
    "Beide Quellen sind von derselben Art; es gilt die neuere Lieferung.",
    "Both sources are of the same kind; the newer delivery holds.",
)
_LAST_CHECK = Words("Es gilt das spätere Prüfdatum.", "The later day of check holds.")
_NO_ORDER = Words(
    "Beide Quellen sind von derselben Art und keine ist nachweislich neuer: bei beiden nachfragen.",
    "Both sources are of the same kind and neither is known to be newer: ask both.",
)
_NO_KIND = Words(
    "Die Art einer Quelle ist nicht erfasst: bei beiden nachfragen.",
    "The kind of a source is not recorded: ask both.",
)

"""L1: offers that existed on a day, those gone since, and what may not be said about the others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from rdflib import URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.declarations import LISTED, Declarations, Statement
from queries.errors import ParameterError
from queries.reading import Binding, Reading, day_or_none, iri
from queries.verdict import Survey
from queries.words import NO_WORDS, Words, counted

Offers = dict[URIRef, list[Binding]]


def evaluate(asking: Asking) -> Outcome:
    """Gone, no longer delivered, not to be judged, still there; new ones are only counted."""
    reading, then = asking.reading, date.fromisoformat(str(asking.term("day")))
    offers, no_pillar = _offers(asking)
    blocks: dict[str, list[Row]] = {"gone": [], "undelivered": [], "unknown": [], "still": []}
    if then >= reading.reference_date:
        raise ParameterError(
            f"L1.day: {then} is not before {reading.reference_date}; expected an earlier day"
        )
    new = 0
    for offer, rows in offers.items():
        block = _block(rows[0], then, reading.reference_date)
        if block is None:
            new += 1
            continue
        blocks[block].append(_row(reading, offer, rows, block))
    existed = len(blocks["gone"]) + len(blocks["undelivered"]) + len(blocks["still"])
    undated = sum(
        1 for name in ("gone", "still", "undelivered") for row in blocks[name] if row["from"] is None
    )
    lead = _LEAD.format(
        offers=counted(existed, *_OFFERS), then=then, gone=len(blocks["gone"]), known=_AS_FAR,
        undelivered=len(blocks["undelivered"]), unknown=len(blocks["unknown"]), undated=undated,
    )  # fmt: skip
    exclusions = (Exclusion(_NEW, new), Exclusion(_NO_PILLAR, no_pillar))
    if not offers:
        return Outcome({"gone": []}, _NOTHING, exclusions)
    return Outcome(blocks, lead, exclusions, (_surveyed(reading, then),))


def _offers(asking: Asking) -> tuple[Offers, int]:
    """The rows of each offer of the pillar asked for, and how many offers have no known pillar."""
    found: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for row in asking.rows:
        found[iri(row["offer"])].append(row)
    wanted = asking.term("pillar")
    if wanted is None:
        return found, 0
    unknown = sum(1 for rows in found.values() if all(row["pillar"] is None for row in rows))
    return {o: rows for o, rows in found.items() if any(row["pillar"] == wanted for row in rows)}, unknown


def _block(row: Binding, then: date, today: date) -> str | None:
    """Where an offer belongs; None if it began only after the day, or was over by then."""
    start, end = day_or_none(row["from"]), day_or_none(row["to"])
    if (start is not None and start > then) or (end is not None and end < then):
        return None
    if row["firstDay"] is None:  # dormant, planned, or ended without a last day
        return "unknown"
    if end is not None and end < today:
        return "gone"
    return "undelivered" if row["notDelivered"] is not None else "still"


def _row(reading: Reading, offer: URIRef, rows: Sequence[Binding], block: str) -> Row:
    about = rows[0]
    row: Row = {"offer": offer, "providers": _named(reading, rows, "provider"), "from": about["from"]}
    note = NO_WORDS if about["from"] is not None else _NO_START
    if block == "unknown":
        return row | {"note": _NO_END.format(status=_named(reading, rows, "status"))}
    if block == "undelivered":
        return row | {"notDelivered": about["notDelivered"], "note": note}
    row |= {"to": about["to"], "note": note}
    if block == "gone":
        row |= {
            "reasons": _named(reading, rows, "reason") or _NO_REASON,
            "replacedBy": _named(reading, rows, "successor"),
        }
    return row


def _named(reading: Reading, rows: Iterable[Binding], column: str) -> Words | None:
    values = {iri(row[column]) for row in rows if row[column] is not None}
    return reading.named(values) if values else None


def _surveyed(reading: Reading, then: date) -> Words:
    """How far the list of offers was surveyed on both days."""
    days = (then, reading.reference_date)
    return _SURVEYED.format(**{
        name: _state(Declarations(Reading(reading.snapshot, reading.audience, day, reading.thresholds)), reading)
        for name, day in zip(("before", "now"), days, strict=True)
    })  # fmt: skip


def _state(declarations: Declarations, reading: Reading) -> Words:
    town = reading.municipality
    found: Statement | None = declarations.survey(LISTED, town, None) if town else None
    return _SURVEYS[found.survey] if found else _UNDECLARED


_OFFERS = (Words("Angebot gab", "offer existed"), Words("Angebote gab", "offers existed"))
_AS_FAR = Words("soweit erfasst", "as far as recorded")
_LEAD = Words(
    "{offers} es am {then} ({known}; bei {undated} ist kein Beginn erfasst). Seitdem weggefallen: {gone}; nicht mehr "
    "geliefert, aber weiter geltend: {undelivered}; für diesen Tag nicht beurteilbar: {unknown} weitere.",
    "{offers} on {then} ({known}; no start is recorded for {undated}). Gone since: {gone}; no longer delivered but "
    "still holding: {undelivered}; not to be judged for that day: {unknown} {unknown|other|others}.",
)
_NOTHING = Words("0 Angebote erfasst, keine Aussage möglich.", "0 offers recorded, no statement possible.")
_NEW = Words(
    "Angebote, die erst nach dem Vergleichstag begannen oder vorher endeten",
    "Offers that began only after the day of comparison or ended before",
)
_NO_PILLAR = Words("Angebote ohne bekannte Säule", "Offers of unknown pillar")
_NO_START = Words(
    "Beginn nicht erfasst: dass es das Angebot am Vergleichstag schon gab, ist nicht belegt.",
    "Start not recorded: that the offer existed on the day of comparison is not shown.",
)
_NO_END = Words(
    "Status „{status}“ ohne Endedatum: ob es das Angebot am Vergleichstag gab, ist nicht bekannt.",
    "Status “{status}” without a last day: whether the offer existed on the day of comparison is not known.",
)
_NO_REASON = Words("Grund nicht erfasst", "reason not recorded")
_SURVEYED = Words(
    "Angebotsliste der ganzen Stadt am Vergleichstag {before}, am Stichtag {now}.",
    "Offer list of the whole town on the day of comparison {before}, on the reference date {now}.",
)
_SURVEYS = {
    Survey.COMPLETE: Words("vollständig erfasst", "completely surveyed"),
    Survey.LARGELY: Words("überwiegend erfasst", "largely surveyed"),
    Survey.PARTLY: Words("teilweise erfasst", "partly surveyed"),
    Survey.NOT: Words("nicht erhoben", "not surveyed"),
}
_UNDECLARED = Words("ohne Erklärung", "not declared")

"""A7: needs without help at a time, as far as opening hours and offers are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import CL
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.hours import Span, Window, length, meet, read_hours, spans
from queries.needs_reached import Claims, Reached, reached, values_by_offer, without_offer
from queries.reading import iri, text
from queries.verdict import Claim, State
from queries.weight import GAPS
from queries.words import Words, counted

_ZU = namespace("zu")
_ON_SITE = frozenset({CL["angebotsform-vor-ort"], CL["angebotsform-aufsuchend"]})
_PHONE, _ONLINE = CL["angebotsform-telefonisch"], CL["angebotsform-digital"]
_ALWAYS = _ZU["ZU-Z24"]
_FEATURES = {
    Window.EVENING: {_ZU["ZU-ZAB"], _ALWAYS},
    Window.NIGHT: {_ALWAYS},
    Window.WEEKEND: {_ZU["ZU-ZWE"], _ALWAYS},
    Window.FRIDAY_TO_MONDAY: {_ZU["ZU-ZWE"], _ALWAYS},
}


class _Times:
    """The opening hours of the offers and what is known about them at a time."""

    def __init__(self, asking: Asking) -> None:
        self._day = asking.reading.reference_date
        self._texts = {
            iri(row["offer"]): text(row["hours"]) for row in asking.rows if row["hours"] is not None
        }
        self._features = values_by_offer(asking.rows, "feature")
        self.modes = values_by_offer(asking.rows, "mode")
        self._known: dict[tuple[str, Window], list[Span] | None] = {}

    def open_in(self, offer: URIRef, window: Window) -> tuple[bool | None, list[Span]]:
        """Whether the offer is open at some time of the window, None if nobody knows; and when, as far as that is known."""
        written = self._texts.get(offer)
        if written is None or read_hours(written, self._day) is None:
            features = self._features.get(offer, set()) & _FEATURES[window]
            # evening or weekend hours say that it is open then, not how long
            return bool(features) or None, spans(window, self._day) if _ALWAYS in features else []
        if (written, window) not in self._known:
            self._known[written, window] = self._read(written, window)
        when = self._known[written, window]
        return None if when is None else bool(when), when or []

    def _read(self, written: str, window: Window) -> list[Span] | None:
        hours, when = read_hours(written, self._day), spans(window, self._day)
        if hours is None:
            return None
        return meet(hours.open, when) or (None if meet(hours.perhaps, when) else [])


@dataclass(slots=True)
class _There:
    """The offers of a need at a time."""

    on_site: set[URIRef] = field(default_factory=set)
    phone: set[URIRef] = field(default_factory=set)
    online: set[URIRef] = field(default_factory=set)
    perhaps_on_site: set[URIRef] = field(default_factory=set)
    perhaps_remote: set[URIRef] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)


def evaluate(asking: Asking) -> Outcome:
    """Every need with an offer, at every time asked about."""
    chosen = text(asking.term("window"))
    windows = [window for window in Window if chosen in ("alle", str(window))]
    times, places, claims = _Times(asking), reached(asking), Claims(asking)
    blocks: dict[str, list[Row]] = {"none": [], "remote": [], "unknown": [], "open": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    for place in places:
        offers = sorted(place.certain | place.perhaps)
        for window in windows:
            there = _there(place, times, window)
            block, claim, reason = _judge(claims, place.need, there)
            blocks[block].append(_row(asking, place, window, there) | {
                "state": Literal(str(_STATES[block])), "claim": None if claim is None else Literal(str(claim)),
                "reason": reason, "offers": Literal(len(offers)),
            })  # fmt: skip
            records[block].append(offers)
    lead = _LEAD.format(
        cases=counted(sum(map(len, blocks.values())), *_CASES), needs=counted(len(places), *_NEEDS),
        **{name: len(rows) for name, rows in blocks.items()},
    )  # fmt: skip
    exclusions = (without_offer(asking, places), coordination_left_out(asking.reading))
    return Outcome(blocks, lead if places else _NOTHING, exclusions, records=records)


def _there(place: Reached, times: _Times, window: Window) -> _There:
    there = _There()
    for offer in sorted(place.certain | place.perhaps):
        modes = times.modes.get(offer, set())
        is_open, when = times.open_in(offer, window)
        if is_open is False:
            continue
        if is_open is None or not modes or offer in place.perhaps:
            remote = bool(modes) and not modes & _ON_SITE
            (there.perhaps_remote if remote else there.perhaps_on_site).add(offer)
            continue
        if modes & _ON_SITE:
            there.on_site.add(offer)
            there.spans += when
        if _PHONE in modes:
            there.phone.add(offer)
        if _ONLINE in modes:
            there.online.add(offer)
    return there


def _judge(claims: Claims, need: URIRef, there: _There) -> tuple[str, Claim | None, Words]:
    if there.on_site:
        return "open", None, _OPEN
    remote = there.phone | there.online
    unclear = there.perhaps_on_site or (set() if remote else there.perhaps_remote)
    if unclear:
        return "unknown", Claim.NONE, _UNCLEAR + counted(len(unclear), *_OFFERS)
    claim, grounds = claims.at(need)
    if claim not in GAPS:
        return "unknown", claim, _NOT_RECORDED + grounds
    weight = _WEIGHTS[claim]
    return ("remote", claim, _REMOTE.format(weight=weight) + grounds) if remote else (
        "none", claim, _NONE.format(weight=weight) + grounds
    )  # fmt: skip


def _row(asking: Asking, place: Reached, window: Window, there: _There) -> Row:
    return {
        "need": place.need, "window": _WINDOWS[window], "onSite": Literal(len(there.on_site)),
        "phone": Literal(len(there.phone)), "online": Literal(len(there.online)),
        "unclear": Literal(len(there.perhaps_on_site | there.perhaps_remote)),
        "share": _share(there.spans, spans(window, asking.reading.reference_date)) if there.spans else None,
    }  # fmt: skip


def _share(part: Sequence[Span], whole: Sequence[Span]) -> Literal:
    return Literal(round(Decimal(length(part).total_seconds()) / Decimal(length(whole).total_seconds()), 4))


_STATES = {"none": State.GAP, "remote": State.GAP, "unknown": State.UNKNOWN, "open": State.COVERED}
_WINDOWS = {
    Window.EVENING: Words("Abend (Mo–Fr 18–22 Uhr)", "Evening (Mon–Fri 18–22)"),
    Window.NIGHT: Words("Nacht (22–6 Uhr)", "Night (22–6)"),
    Window.WEEKEND: Words("Wochenende (Sa, So 8–20 Uhr)", "Weekend (Sat, Sun 8–20)"),
    Window.FRIDAY_TO_MONDAY: Words("Freitag 18 bis Montag 8 Uhr", "Friday 18 to Monday 8"),
}
_NEEDS = (
    Words("Bedarf mit erfasstem Angebot", "need with a recorded offer"),
    Words("Bedarfen mit erfasstem Angebot", "needs with a recorded offer"),
)
_CASES = (Words("Fall", "case"), Words("Fälle", "cases"))
_LEAD = Words(
    "{cases} (Zeitfenster bei {needs}): {none} ohne Hilfe, {remote} nur mit Telefon oder Online, {unknown} nicht beurteilbar, "
    "{open} mit Hilfe vor Ort.",
    "{cases} (parts of the week at {needs}): {none} without help, {remote} with phone or online only, {unknown} not to be "
    "judged, {open} with help on site.",
)
_NOTHING = Words(
    "0 Bedarfe mit Angebot erfasst, keine Aussage möglich.",
    "0 needs with an offer recorded, no statement possible.",
)
_OPEN = Words("Hilfe vor Ort ist erfasst.", "Help on site is recorded.")
_UNCLEAR = Words("Nicht beurteilbar:", "Cannot be judged:")
_OFFERS = (
    Words(
        "Angebot könnte geöffnet sein; Zeiten, Form oder Passung sind unbekannt.",
        "offer may be open; hours, mode or fit are unknown.",
    ),
    Words(
        "Angebote könnten geöffnet sein; Zeiten, Form oder Passung sind unbekannt.",
        "offers may be open; hours, mode or fit are unknown.",
    ),
)
_NOT_RECORDED = Words(
    "Nicht beurteilbar: Erfasst ist keine Hilfe vor Ort zu dieser Zeit, das sagt aber nicht, ob es sie gibt.",
    "Cannot be judged: no help on site is recorded for this time, but that does not tell whether there is any.",
)
_WEIGHTS = {Claim.FIRM: Words("", ""), Claim.PROVISIONAL: Words(", vorläufig", ", provisional")}
_REMOTE = Words(
    "Zeitlücke{weight}: nur Telefon oder Online, keine Hilfe vor Ort.",
    "Gap in time{weight}: phone or online only, no help on site.",
)
_NONE = Words(
    "Zeitlücke{weight}: kein passendes Angebot ist dann geöffnet.",
    "Gap in time{weight}: no matching offer is open then.",
)

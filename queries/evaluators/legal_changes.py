"""L3: norms that change within a period, the offers linked to them, and what may be said where none is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.declarations import LEGAL, LISTED
from queries.duties import Norm, missing
from queries.parameters import date_term
from queries.reading import Binding, day_or_none, iri, iri_or_none, text
from queries.settings import shift_months
from queries.verdict import Claim, as_far_as_known
from queries.words import Words, counted


@dataclass(frozen=True, slots=True)
class Change:
    """A norm that starts or ends; `day` is its first or its last day."""

    row: Binding
    starts: bool
    day: date

    @property
    def affects_from(self) -> date:
        """The first day on which something is different."""
        return self.day if self.starts else self.day + timedelta(days=1)

    def cells(self) -> Row:
        """What every block shows of it."""
        shown = ("norm", "pillar", "obligation", "verification")
        return {
            **{name: self.row[name] for name in shown},
            "change": _STARTS if self.starts else _ENDS,
            "day": date_term(self.day),
        }


def evaluate(asking: Asking) -> Outcome:
    """Changes with offers, conditional ones, changes without offers, offers that cannot be judged."""
    changes = sorted(_changes(asking), key=lambda c: (c.day, iri(c.row["norm"]), c.starts))
    links = _links(asking, [iri(change.row["norm"]) for change in changes])
    of_pillar, unknown, active = _bases(asking)
    blocks: dict[str, list[Row]] = {"changes": [], "conditional": [], "without": [], "unknown": []}
    affected: set[URIRef] = set()
    over: set[URIRef] = set()
    for change in changes:
        norm = iri(change.row["norm"])
        linked = {
            offer: via for offer, (last_day, via) in links[norm].items() if last_day >= change.affects_from
        }
        over |= links[norm].keys() - linked.keys()
        if change.row["condition"] is not None:
            own: list[Row] = [{"offer": offer, "via": via} for offer, via in linked.items()] or [{}]
            blocks["conditional"] += [
                change.cells() | {"condition": change.row["condition"]} | row for row in own
            ]
            continue
        affected |= linked.keys()
        blocks["changes"] += [change.cells() | {"offer": o, "via": via} for o, via in linked.items()]
        if not linked:
            number = len(of_pillar[iri_or_none(change.row["pillar"])])
            blocks["without"].append(
                change.cells() | _nobody(asking, change) | {"offersOfPillar": Literal(number)}
            )
    blocks["unknown"] = [{"offer": offer} for offer in unknown]
    conditional = {row["norm"] for row in blocks["conditional"]}
    lead = _LEAD.format(
        changes=counted(len(changes) - len(conditional), *_CHANGES), months=asking.number("months"),
        affected=counted(len(affected), *_OFFERS), active=active, without=len(blocks["without"]),
        conditional=len(conditional), unknown=len(unknown),
    )  # fmt: skip
    return Outcome(blocks, lead, (Exclusion(_OVER, len(over - affected)),))


def _changes(asking: Asking) -> Iterator[Change]:
    today = asking.reading.reference_date
    end = shift_months(today, asking.number("months"))
    wanted = asking.term("pillar")
    seen: set[URIRef] = set()
    for row in asking.rows:
        norm = iri(row["norm"])
        if (wanted is not None and row["pillar"] != wanted) or norm in seen:
            continue
        seen.add(norm)
        start, last = day_or_none(row["from"]), day_or_none(row["to"])
        if start is not None and today < start <= end:
            yield Change(row, starts=True, day=start)
        if last is not None and today <= last <= end:
            yield Change(row, starts=False, day=last)


def _links(asking: Asking, norms: list[URIRef]) -> defaultdict[URIRef, dict[URIRef, tuple[date, Words]]]:
    """Norm → offers still there on the reference date, with the last day of the link and what it is made by."""
    today = asking.reading.reference_date
    found: defaultdict[URIRef, dict[URIRef, tuple[date, Words]]] = defaultdict(dict)
    for row in asking.reading.facts("norm_offers", norm=sorted(set(norms))) if norms else ():
        last = min(day_or_none(row["lastDay"]) or date.max, day_or_none(row["until"]) or date.max)
        if last < today:
            continue
        own, offer, via = found[iri(row["norm"])], iri(row["offer"]), _VIA[text(row["via"])]
        known_day, known_via = own.get(offer, (last, via))
        both = known_via if via.de in known_via.de else known_via + _AND.format(via=via)
        own[offer] = max(last, known_day), both
    return found


def _bases(asking: Asking) -> tuple[defaultdict[URIRef | None, set[URIRef]], list[URIRef], int]:
    """Active offers by pillar, those that say nothing about their legal basis, and how many there are."""
    of_pillar: defaultdict[URIRef | None, set[URIRef]] = defaultdict(set)
    offers: set[URIRef] = set()
    told: set[URIRef] = set()
    for row in asking.reading.facts("offer_bases"):
        offer = iri(row["offer"])
        offers.add(offer)
        if pillar := iri_or_none(row["pillar"]):
            of_pillar[pillar].add(offer)
        if row["basis"] is not None or row["blank"] is not None:
            told.add(offer)
    return of_pillar, sorted(offers - told), len(offers)


def _nobody(asking: Asking, change: Change) -> Row:
    """What "no offer names this norm" weighs."""
    pillar = iri_or_none(change.row["pillar"])
    if pillar is None:
        return {
            "claim": Literal(str(Claim.NONE)),
            "reason": _NO_OFFER.format(known=as_far_as_known(Claim.NONE)),
        }
    norm = Norm(iri(change.row["norm"]), pillar, pillar, None, date.max, ())
    claim, grounds = missing(asking, norm, asking.reading.municipality, (LISTED, LEGAL))
    return {"claim": Literal(str(claim)), "reason": _NO_OFFER.format(known=as_far_as_known(claim)) + grounds}


_STARTS, _ENDS = (
    Words("tritt in Kraft", "comes into force"),
    Words("letzter Geltungstag", "last day in force"),
)
_VIA = {
    "offer": Words("Angebot", "offer"),
    "funding": Words("Finanzierung", "funding"),
    "contract": Words("Vereinbarung", "contract"),
}
_AND = Words("und {via}", "and {via}")
_CHANGES = (Words("Rechtsänderung", "legal change"), Words("Rechtsänderungen", "legal changes"))
_OFFERS = (Words("Angebot ist", "offer is"), Words("Angebote sind", "offers are"))
_LEAD = Words(
    "{changes} {months|im nächsten|in den nächsten} {months} {months|Monat|Monaten}, {without} davon ohne verknüpftes Angebot; {affected} verknüpft (von {active} "
    "aktiven, soweit erfasst; {unknown} ohne Rechtsgrundlage {unknown|ist|sind} nicht beurteilbar). Dazu {conditional} bedingte, die noch keine "
    "Tatsache {conditional|ist|sind}.",
    "{changes} in the next {months} {months|month|months}, {without} of them without linked offer; {affected} linked (of {active} active ones, as "
    "far as recorded; {unknown} without legal basis cannot be judged). In addition {conditional} conditional "
    "{conditional|one that is|ones that are} no fact yet.",
)
_OVER = Words(
    "Verknüpfte Angebote, die vor der Änderung enden oder deren Verknüpfung dann endet",
    "Linked offers that end, or whose link ends, before the change",
)
_NO_OFFER = Words("Kein Angebot nennt diese Norm {known}.", "No offer names this norm {known}.")

"""B3: offers whose kind of cost several bodies fund at the same time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from rdflib import Literal, URIRef

from ontology.terms import CL
from ontology.vocabulary import label
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.contracts import contracts, contracts_of
from queries.cooperations import Cooperations
from queries.money import NO_FUNDER
from queries.offers import Offers
from queries.overlap import Kind, OverlapNorms
from queries.pair_rows import NOTHING_KNOWN
from queries.parameters import date_term
from queries.reading import Reading, iri, iri_or_none, text
from queries.words import Words, counted, percent

_TOTAL: URIRef = CL["kostenart-gesamt"]
_GRANTED, _PAID = CL["finanzierungsstatus-bewilligt"], CL["finanzierungsstatus-ausgezahlt"]


@dataclass(slots=True)
class _Item:
    """A confirmed funding item of an offer that runs on the reference date."""

    funding: URIRef
    cost: URIRef | None
    status: URIRef
    amount: Decimal | None
    share: Decimal | None
    since: date
    until: date
    offers: int
    payers: set[URIRef] = field(default_factory=set)
    pillars: set[URIRef] = field(default_factory=set)

    @property
    def is_summed(self) -> bool:
        """Whether its amount is for this offer and one year alone."""
        return self.amount is not None and self.offers == 1 and self.since.year == self.until.year


def evaluate(asking: Asking) -> Outcome:
    """Offers with several funders, by whether they fund the same kind of cost."""
    together, offers = Cooperations(asking.reading), Offers(asking.reading)
    agreements = contracts(asking.reading.facts("contracts"))
    items, nobody = _items(asking)
    several = {offer: own for offer, own in items.items() if _differ(own) or _may_differ(own)}
    blocks: dict[str, list[Row]] = {"same": [], "unclear": [], "apart": []}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    for offer, own in several.items():
        same = {
            cost: found
            for cost, found in _by_cost(own).items()
            if _differ(found) and cost not in (None, _TOTAL)
        }
        for cost, found in same.items():
            row: Row = {"kind": Kind.MULTIPLE_FUNDING.concept, "offer": offer, "costType": cost}
            concerned = frozenset({offer}) | offers.all[offer].providers
            payers = frozenset(payer for item in found for payer in item.payers)
            agreed = together.of_funders(payers, concerned)
            agreed += contracts_of(agreements, payers, offer, asking.reading.reference_date)
            beside: Row = {
                "coordination": _agreed(agreed, payers),
                "precedence": _precedence(found),
            }
            blocks["same"].append(row | _sums(asking.reading, found) | beside)
            records["same"].append([offer, *(item.funding for item in found)])
        open_items = [item for item in own if item.cost in (None, _TOTAL) or not item.payers]
        if open_items or not same:
            block, reason = (
                ("unclear", _UNCLEAR + counted(len(open_items), *_OPEN)) if open_items else ("apart", _APART)
            )
            blocks[block].append({
                "offer": offer, "funders": _funders(asking.reading, own), "items": Literal(len(own)), "reason": reason,
            })  # fmt: skip
            records[block].append([offer, *(item.funding for item in own)])
    lead = _LEAD.format(
        several=len(several), offers=counted(len(items), *_OFFERS), same=len({row["offer"] for row in blocks["same"]}),
        unclear=len(blocks["unclear"]), apart=len(blocks["apart"]),
    )  # fmt: skip
    return Outcome(blocks, lead if items else _NOTHING, (Exclusion(_NOBODY, nobody),), records=records)


def _items(asking: Asking) -> tuple[dict[URIRef, list[_Item]], int]:
    """The items of every offer, and how many items were left out behind which no body stands."""
    found: defaultdict[URIRef, dict[URIRef, _Item]] = defaultdict(dict)
    nobody: set[URIRef] = set()
    asked = asking.term("pillar")
    for row in asking.rows:
        if asked is not None and row["pillar"] != asked:
            continue
        funding = iri(row["funding"])
        if row["type"] in NO_FUNDER:
            nobody.add(funding)
            continue
        item = found[iri(row["offer"])].setdefault(funding, _Item(
            funding, iri_or_none(row["costType"]), iri(row["status"]), _number(text(row["amount"])),
            _number(text(row["share"])), date.fromisoformat(text(row["from"])), date.fromisoformat(text(row["to"])),
            int(text(row["offers"])),
        ))  # fmt: skip
        item.payers |= {value for value in (row["payer"],) if isinstance(value, URIRef)}
        item.pillars |= {value for value in (row["basisPillar"],) if isinstance(value, URIRef)}
    return {offer: list(own.values()) for offer, own in found.items()}, len(nobody)


def _number(value: str) -> Decimal | None:
    return Decimal(value) if value else None


def _differ(items: Iterable[_Item]) -> bool:
    """Whether two of the items come from different funders; an unknown funder is none."""
    return any(
        one.payers and other.payers and one.payers != other.payers for one, other in combinations(items, 2)
    )


def _may_differ(items: Sequence[_Item]) -> bool:
    """Whether there are several items and nobody knows who pays one of them."""
    return len(items) > 1 and any(not item.payers for item in items)


def _by_cost(items: Iterable[_Item]) -> dict[URIRef | None, list[_Item]]:
    found: defaultdict[URIRef | None, list[_Item]] = defaultdict(list)
    for item in items:
        found[item.cost].append(item)
    return dict(found)


def _funders(reading: Reading, items: Iterable[_Item]) -> Words:
    return reading.named({payer for item in items for payer in item.payers})


def _sums(reading: Reading, items: Sequence[_Item]) -> Row:
    """Amounts by status, shares and the time the items have in common."""
    summed = [item for item in items if item.is_summed]

    def total(status: URIRef) -> Literal | None:
        amounts = [item.amount for item in summed if item.status == status and item.amount is not None]
        return Literal(sum(amounts, Decimal(0))) if amounts else None

    return {
        "funders": _funders(reading, items), "items": Literal(len(items)), "granted": total(_GRANTED),
        "paid": total(_PAID), "withoutSum": Literal(len(items) - len(summed)), "shares": _shares(items),
        "since": _day(max(item.since for item in items)), "until": _day(min(item.until for item in items)),
    }  # fmt: skip


def _shares(items: Iterable[_Item]) -> Words:
    known = [item.share for item in items]
    written = [_NOT_COLLECTED if s is None else percent(s) for s in known]
    return Words(" + ".join(w.de for w in written), " + ".join(w.en for w in written))


def _day(day: date) -> Literal | None:
    return None if day in (date.min, date.max) else date_term(day)


def _agreed(found: Sequence[tuple[URIRef, frozenset[URIRef]]], payers: frozenset[URIRef]) -> Words:
    """The cooperations and contracts of the funders on an offer, and whether they reach all of them."""
    if not found:
        return NOTHING_KNOWN
    kinds = sorted({kind for kind, _ in found})
    words = Words(", ".join(label(k, "de") for k in kinds), ", ".join(label(k, "en") for k in kinds))
    reached: frozenset[URIRef] = found[0][1]
    for _ in found:  # those who agreed with one of them, step by step
        reached = reached.union(*(own for _, own in found if own & reached))
    return words if reached == payers else _PARTLY.format(agreed=words)


def _precedence(items: Sequence[_Item]) -> Words:
    """What the law says about who pays first."""
    pillars = {pillar for item in items for pillar in item.pillars}
    norms = [words for concerned, words in OverlapNorms.load().precedence if concerned & pillars]
    hint = Words("; ".join(w.de for w in norms), "; ".join(w.en for w in norms)) if norms else _NO_HINT
    return hint if pillars else _NO_BASIS


_OFFERS = (
    Words("Angebot mit laufender Förderung", "offer with running funding"),
    Words("Angeboten mit laufender Förderung", "offers with running funding"),
)
_LEAD = Words(
    "{several} von {offers} {several|hat|haben} mehrere Geldgeber oder {several|könnte|könnten} sie haben: bei {same} für dieselbe Kostenart, bei {unclear} nicht beurteilbar, bei "
    "{apart} für verschiedene Kostenarten (soweit erfasst).",
    "{several} of {offers} {several|has|have} several funders or may have them: {same} for the same kind of cost, {unclear} not to be judged, {apart} for "
    "different kinds of cost (as far as recorded).",
)
_NOTHING = Words(
    "0 Angebote mit laufender bestätigter Förderung erfasst, keine Aussage möglich.",
    "0 offers with running confirmed funding recorded, no statement possible.",
)
_NOBODY = Words(
    "Eigenmittel, Teilnahme- und Elternbeiträge, Spenden: hinter ihnen steht keine Stelle, mit der etwas abzustimmen wäre",
    "Own funds, fees of participants, donations: no body stands behind them that could agree with others",
)
_UNCLEAR = Words(
    "Ob derselbe Zweck gefördert wird, ist offen:", "Whether the same purpose is funded is open:"
)
_OPEN = (
    Words(
        "Posten ohne Kostenart, ohne Geldgeber oder für die Gesamtkosten.",
        "item without kind of cost, without funder or for the total cost.",
    ),
    Words(
        "Posten ohne Kostenart, ohne Geldgeber oder für die Gesamtkosten.",
        "items without kind of cost, without funder or for the total cost.",
    ),
)
_APART = Words("Jede Kostenart hat einen Geldgeber.", "Every kind of cost has one funder.")
_PARTLY = Words("{agreed} (nicht aller Geldgeber)", "{agreed} (not of all funders)")
_NOT_COLLECTED = Words("nicht erhoben", "not collected")
_NO_HINT = Words("kein Hinweis hinterlegt", "no hint on file")
_NO_BASIS = Words("Rechtsgrundlage der Mittel nicht erhoben", "legal basis of the funds not collected")

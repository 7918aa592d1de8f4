"""B1: pairs of offers from different pillars, each with class and reason."""

from collections import defaultdict
from collections.abc import Iterable

from rdflib import Literal

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.money import of_one_status
from queries.offers import Offers
from queries.overlap import WANTED, Demand, Kind, classify
from queries.pair_rows import pair_row
from queries.pairs import Pairs
from queries.words import Words, counted

_BLOCKS = {
    Kind.UNCOORDINATED: "coordinate",
    Kind.SUBSIDIARITY: "subsidiarity",
    Kind.CAPACITY: "needed",
    Kind.SPURIOUS: "spurious",
}
_SHORT = {"needed": ("kind", "pillars", "funders", "otherPillars", "otherFunders", "coordination", "checked")}
_COARSE = ("pillars", "funders", "otherPillars", "otherFunders", "coordination", "demand", "checked")


def evaluate(asking: Asking) -> Outcome:
    """Every pair with its class; unknown demand stays out of the figure in the lead."""
    pairs = Pairs(asking)
    blocks: defaultdict[str, list[Row]] = defaultdict(list)
    certain = 0
    for pair in pairs.candidates():
        overlap = classify(pairs.facts(pair))
        demand, demand_words = pairs.demand(pair)
        row = pair_row(asking.reading, pairs, pair)
        row.update(kind=overlap.kind.concept, reason=overlap.reason, demand=demand_words)
        block = "wanted" if overlap.kind in WANTED else _BLOCKS[overlap.kind]
        for column in _SHORT.get(block, _COARSE if block == "spurious" else ()):
            del row[column]
        blocks[block].append(row)
        certain += overlap.kind is Kind.UNCOORDINATED and demand is not Demand.UNKNOWN
    blocks["funding"] = list(_multiple_funding(asking, pairs.offers))
    lead = _LEAD.format(
        certain=counted(certain, *_CASES), open=len(blocks["coordinate"]) - certain, wanted=counted(len(blocks["wanted"]), *_WANTED),
        subsidiarity=len(blocks["subsidiarity"]),
    )  # fmt: skip
    return Outcome(blocks, lead, (*pairs.exclusions(), coordination_left_out(asking.reading)), (_COST_ITEMS,))


def _multiple_funding(asking: Asking, offers: Offers) -> Iterable[Row]:
    """Offers whose confirmed shares of one year, from several funders, exceed the cost: the same cost paid twice."""
    limit = 1 + asking.reading.thresholds.rounding
    for offer in (offers.all[name] for name in sorted(offers.all)):
        for year in sorted({share.year for share in offer.funding if share.year}):
            shares = {s.funding: s for s in offer.funding if s.year == year and s.share is not None}
            each = of_one_status(shares.values(), lambda s: s.funder, lambda s: s.status, lambda s: s.share)
            total = sum(s.share for s in each if s.share is not None)
            funders = {s.funder for s in each if s.funder}
            if total > limit and len(funders) > 1:
                yield {
                    "kind": Kind.MULTIPLE_FUNDING.concept, "reason": _TWICE, "offer": offer.iri,
                    "year": Literal(int(year)), "shares": Literal(total), "funders": asking.reading.named(funders),
                }  # fmt: skip


_CASES = (
    Words(
        "Fall mit Abstimmungsbedarf bei bekannter Nachfrage", "case that needs coordination with known demand"
    ),
    Words(
        "Fälle mit Abstimmungsbedarf bei bekannter Nachfrage",
        "cases that need coordination with known demand",
    ),
)
_WANTED = (
    Words("gewollte Überschneidung", "wanted overlap"),
    Words("gewollte Überschneidungen", "wanted overlaps"),
)
_LEAD = Words(
    "{certain}, {open} weitere bei unbekannter Nachfrage; {wanted}, {subsidiarity} zur Prüfung der "
    "Subsidiarität (soweit erfasst).",
    "{certain}, {open} {open|other|others} with unknown demand; {wanted}, {subsidiarity} to check for subsidiarity (as far "
    "as recorded).",
)
_TWICE = Words(
    "Bestätigte Anteile mehrerer Geldgeber ergeben zusammen mehr als die Kosten.",
    "Confirmed shares of several funders add up to more than the cost.",
)
_COST_ITEMS = Words(
    "Hier ist mehrfache Finanzierung nur an den Anteilen zu erkennen; nach Kostenarten fragt B3.",
    "Here multiple funding can be seen from the shares only; B3 asks by kind of cost.",
)

"""G4: challenges of the coming years, as scenarios, with the offers they reach through need, group and area."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.terms import CL, SOZ
from queries.affected import Affected, affected_offers
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import Cells, coordination_left_out
from queries.fields import within_field
from queries.measured_cells import value_cells
from queries.reading import Binding, iri, iri_or_none, text
from queries.sources import sources_of
from queries.stated import GRADES
from queries.verdict import Claim, Grade, as_far_as_known, claim_of, grounds, weaker
from queries.words import Words, counted

_DROPPED: URIRef = CL["massnahmenstatus-verworfen"]


@dataclass(slots=True)
class _Challenge:
    """A challenge with the row that describes it, and what it is about: facet → values."""

    row: Binding
    about: defaultdict[URIRef, set[URIRef]] = field(default_factory=lambda: defaultdict(set))

    def year(self) -> int | None:
        """Its target year."""
        return int(text(self.row["targetYear"])) if text(self.row["targetYear"]) else None


def evaluate(asking: Asking) -> Outcome:
    """Challenges, the offers affected, those perhaps affected, needs without any, challenges without need."""
    every = _challenges(asking)
    standing, exclusions = _standing(asking, every)
    inside, without_field = within_field(asking, standing)
    shown = {name: challenge for name, challenge in standing.items() if name in inside}
    cells = Cells(asking.reading, {area for c in shown.values() for area in c.about[SOZ.area]})
    sources = sources_of(asking.reading, shown)
    blocks: dict[str, list[Row]] = {
        n: [] for n in ("challenges", "affected", "possible", "without", "unassigned")
    }
    records: list[tuple[URIRef, ...]] = []
    for name, challenge in shown.items():
        reached = _reached(asking, cells, name, challenge, blocks)
        blocks["challenges"].append(_shown(asking, name, challenge, reached) | {"source": sources.get(name)})
        records.append((name, *sorted(reached)))
        if not challenge.about[SOZ.needType]:
            year = text(challenge.row["targetYear"])
            blocks["unassigned"].append({"challenge": name, "targetYear": Literal(year), "reason": _NO_NEED})
    lead = (_LEAD if shown else _NOTHING).format(
        challenges=counted(len(shown), *_CHALLENGES), years=asking.number("years"),
        affected=counted(len({row["offer"] for row in blocks["affected"]}), *_OFFERS),
        possible=len({row["offer"] for row in blocks["possible"]} - {row["offer"] for row in blocks["affected"]}),
        without=len(blocks["without"]), unassigned=len(blocks["unassigned"]),
    )  # fmt: skip
    if not shown:
        blocks = {"challenges": []}
    return Outcome(
        blocks,
        lead,
        (*exclusions, without_field, coordination_left_out(asking.reading)),
        records={"challenges": records},
    )


def _challenges(asking: Asking) -> dict[URIRef, _Challenge]:
    found = {iri(row["challenge"]): _Challenge(row) for row in asking.rows if row["facet"] is None}
    for row in asking.rows:
        if row["facet"] is not None:
            found[iri(row["challenge"])].about[iri(row["facet"])].add(iri(row["facetValue"]))
    return found


def _standing(
    asking: Asking, every: Mapping[URIRef, _Challenge]
) -> tuple[dict[URIRef, _Challenge], list[Exclusion]]:
    """Challenges that are neither dropped nor past nor beyond the reach; one without a year lies ahead."""
    this_year = asking.reading.reference_date.year
    left_out = dict.fromkeys((_IS_DROPPED, _PAST, _BEYOND), 0)
    found = {}
    for name, challenge in every.items():
        year = challenge.year()
        if challenge.row["status"] == _DROPPED:
            left_out[_IS_DROPPED] += 1
        elif year and year < this_year:
            left_out[_PAST] += 1
        elif year and year > this_year + asking.number("years"):
            left_out[_BEYOND] += 1
        else:
            found[name] = challenge
    return found, [Exclusion(words, number) for words, number in left_out.items()]


def _reached(
    asking: Asking, cells: Cells, name: URIRef, challenge: _Challenge, blocks: dict[str, list[Row]]
) -> dict[URIRef, Grade]:
    """Offer → how well it meets the challenge; adds a row per need and offer, or one for a need without any."""
    groups, areas = challenge.about[SOZ.targetGroup], challenge.about[SOZ.area]
    best: dict[URIRef, Grade] = {}
    for need in sorted(challenge.about[SOZ.needType]):
        found = affected_offers(cells, need, groups, areas, asking.reading.reference_date)
        for each in found:
            best[each.offer] = max(each.grade, best.get(each.offer, Grade.NONE))
            block = "affected" if each.grade > Grade.UNKNOWN else "possible"
            blocks[block].append(_offer_row(asking, name, need, each, is_open=not groups or not areas))
        if not found:
            claim, reason = _nothing(asking, need, challenge)
            blocks["without"].append(
                {"challenge": name, "need": need, "claim": Literal(str(claim)), "reason": reason}
            )
    return best


def _offer_row(asking: Asking, name: URIRef, need: URIRef, each: Affected, *, is_open: bool) -> Row:
    reason = _REASONS.get(each.grade, _CHALLENGE_OPEN if is_open else _OFFER_OPEN)
    providers = asking.reading.named(each.providers) if each.providers else None
    return {
        "challenge": name, "need": need, "offer": each.offer, "providers": providers, "fit": GRADES[each.grade],
        "reason": reason,
    }  # fmt: skip


def _nothing(asking: Asking, need: URIRef, challenge: _Challenge) -> tuple[Claim, Words]:
    """Weight and grounds of "no offer is affected": the weakest over what the challenge is about."""
    inventories = [
        asking.declarations.inventory(need, group, area)
        for group in sorted(challenge.about[SOZ.targetGroup])
        for area in sorted(challenge.about[SOZ.area])
    ]
    if not inventories:
        return Claim.NONE, _NONE.format(known=as_far_as_known(Claim.NONE)) + _CHALLENGE_OPEN
    claim = weaker(*map(claim_of, inventories))
    weakest = next(inventory for inventory in inventories if claim_of(inventory) is claim)
    return claim, _NONE.format(known=as_far_as_known(claim)) + grounds(weakest, claim)


def _shown(asking: Asking, name: URIRef, challenge: _Challenge, reached: Mapping[URIRef, Grade]) -> Row:
    row, named = challenge.row, asking.reading.named
    forecast = value_cells({**row, "valueStatus": None, "cases": None})
    about = {
        column: named(challenge.about[facet]) if challenge.about[facet] else _NOT_STATED
        for column, facet in (("needs", SOZ.needType), ("groups", SOZ.targetGroup), ("areas", SOZ.area))
    }
    scenario = text(row["scenario"])
    assumptions = _SCENARIO.format(scenario=Words(scenario, scenario)) if scenario else _NO_ASSUMPTIONS
    certain = sum(1 for grade in reached.values() if grade > Grade.UNKNOWN)
    return {
        "challenge": name, "targetYear": row["targetYear"], "assumptions": assumptions,
        "indicator": iri_or_none(row["indicator"]), "people": forecast["people"], "value": forecast["value"],
        "unit": row["unit"], "change": row["change"], **about, "affectedOffers": Literal(certain),
        "possibleOffers": Literal(len(reached) - certain),
    }  # fmt: skip


_CHALLENGES = (Words("Herausforderung", "challenge"), Words("Herausforderungen", "challenges"))
_OFFERS = (Words("Angebot betroffen", "offer affected"), Words("Angebote betroffen", "offers affected"))
_LEAD = Words(
    "{challenges} {years|des nächsten|der nächsten} {years} {years|Jahres|Jahre} (Szenario): {affected}, {possible} weitere vielleicht; {without}-mal "
    "ist zu einem Bedarf kein betroffenes Angebot erfasst, {unassigned} ohne genannten Bedarf.",
    "{challenges} of the next {years} {years|year|years} (scenario): {affected}, {possible} more perhaps; for {without} "
    "{without|need|needs} no offer affected is recorded, {unassigned} without a need named.",
)
_NOTHING = Words(
    "0 Herausforderungen erfasst, keine Aussage möglich.", "0 challenges recorded, no statement possible."
)
_SCENARIO = Words("Szenario: {scenario}", "Scenario: {scenario}")
_NO_ASSUMPTIONS = Words("Szenario, Annahmen nicht angegeben", "Scenario, assumptions not stated")
_NOT_STATED = Words("nicht angegeben", "not stated")
_NO_NEED = Words(
    "Die Herausforderung nennt keinen Bedarf; welche Angebote sie trifft, ist nicht beurteilbar.",
    "The challenge names no need; which offers it affects cannot be judged.",
)
_REASONS = {
    Grade.SPECIFIC: Words(
        "genau für diesen Bedarf und diese Zielgruppe", "exactly for this need and this target group"
    ),
    Grade.GENERAL: Words(
        "weiter gefasst: auch, aber nicht eigens dafür", "broader: also, but not made for it"
    ),
    Grade.PART: Words(
        "für einen Teil des Bedarfs, der Zielgruppe oder des Gebiets",
        "for a part of the need, the group or the area",
    ),
}
_CHALLENGE_OPEN = Words(
    "Die Herausforderung lässt Zielgruppe oder Gebiet offen.",
    "The challenge leaves target group or area open.",
)
_OFFER_OPEN = Words(
    "Das Angebot lässt Bedarf, Zielgruppe oder Gebiet offen.",
    "The offer leaves need, target group or area open.",
)
_NONE = Words("Kein betroffenes Angebot bekannt {known}.", "No offer affected known {known}.")
_IS_DROPPED = Words("Verworfene Herausforderungen", "Challenges that were dropped")
_PAST = Words("Herausforderungen, deren Zieljahr vorbei ist", "Challenges whose target year has passed")
_BEYOND = Words("Herausforderungen jenseits der Reichweite", "Challenges beyond the reach")

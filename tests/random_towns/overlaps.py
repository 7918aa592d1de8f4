"""Pairs of offers that stand under the same need and group: some of every class, and some that are none."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from random_towns.ages import BINDING, LOOSE
from random_towns.draft import BD, KO, SA, TODAY, ZU, Values, area, group
from random_towns.expected import Sown
from random_towns.ground import Ground
from random_towns.plots import Plot
from rdflib import URIRef

from ontology.terms import CL, SOZ

# Pillars without free choice of providers and without subsidiarity; with free choice; with subsidiarity alone.
NEITHER, CHOICE, SUBSIDIARY = (
    ("SA-03", "SA-05", "SA-BT", "SA-MI", "SA-GW"),
    ("SA-09E", "SA-11", "SA-08", "SA-12L"),
    "SA-02",
)
FREE, PUBLIC, PRIVATE, PEERS = ("TT-F1", "TT-F7", "TT-R"), ("TT-O1", "TT-O3"), "TT-P", "TT-S1"
WHO = ("ZG-F02", "ZG-G05", "ZG-W01", "ZG-A06+ZG-M02")


@dataclass(frozen=True)
class Side:
    """One offer of a pair."""

    pillar: str | None
    sector: str
    kind: str = "AT-B2"
    facts: dict[str, Values] = field(default_factory=dict)
    coverage: dict[str, Values] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Two offers that share a need, a group and a place, with nothing that speaks for or against them."""

    ground: Ground
    plot: Plot
    one: Side
    other: Side

    def planted(
        self,
        kind: str | None,
        *,
        one: dict[str, object] | None = None,
        other: dict[str, object] | None = None,
    ) -> tuple[URIRef, ...]:
        """Plant the two with changes to each; `kind` is the class they come to, None if they are no pair."""
        offers = []
        for side in (replace(self.one, **(one or {})), replace(self.other, **(other or {}))):
            by = self.ground.draft.provider(side.sector)
            coverage = {**self.plot.tags, **side.coverage}
            pillar = SA[side.pillar] if side.pillar else None
            offers.append(
                self.ground.offer(coverage, kind=side.kind, pillar=pillar, **{"by": by, **side.facts})
            )
        if kind:
            self.ground.expected.pairs[self.plot.need_iri, frozenset(offers)] = kind
        return tuple(offers)


def sow_overlap(ground: Ground) -> None:
    chance = ground.chance
    name = chance.choice(tuple(PLANTS))
    plot: Plot | None = ground.take(chance.choice(WHO), chance.choice(ground.places), any_field=False)
    if name == "only a field":
        plot = ground.take_field(plot.group, plot.area)
        if plot is None:
            return
        plot = replace(plot, need=plot.field)
    if name == "only a facet":
        plot = replace(plot, group=chance.choice(("ZG-0", "ZG-F", "ZG-G")))
    first, second = (Side(pillar, chance.choice(FREE)) for pillar in chance.sample(NEITHER, 2))
    if plot.area != "G" and chance.random() < 0.3:
        first = replace(first, coverage={"area": area("G")})  # the areas need not be the same
    PLANTS[name](Pair(ground, plot, first, second))
    ground.expected.plants[f"overlap: {name}"] += 1


def _choice_lost(pair: Pair) -> None:
    sector = pair.ground.chance.choice((*PUBLIC, *FREE, PRIVATE))
    pair.planted("UE-1", one={"pillar": pair.ground.chance.choice(CHOICE), "sector": sector})


def _choice_left(pair: Pair) -> None:
    """Others remain to choose from; they state no pillar, so that nothing can be said about pairs with them."""
    pair.planted("UE-4", one={"pillar": pair.ground.chance.choice(CHOICE[:2])})
    for _ in range(2):
        pair.ground.offer(
            pair.plot.tags, by=pair.ground.draft.provider(pair.ground.chance.choice((*FREE, PRIVATE)))
        )


def _demand(kind: str, persons: str) -> Callable[[Pair], None]:
    def plant(pair: Pair) -> None:
        places = {"coverage": {"places": Decimal(20), "placesUnit": CL["einheit-plaetze"]}}
        pair.planted(kind, one=places, other=places)
        sown = Sown("covered, demand known", "exact", 2, 2)
        pair.ground.ask_for(pair.plot, sown, always=True, persons=Decimal(persons))

    return plant


def _access(pair: Pair) -> None:
    mine, theirs = pair.ground.chance.choice((
        ({"language": "ar"}, {"language": "de"}),
        ({"deliveryMode": CL["angebotsform-digital"]}, {"deliveryMode": CL["angebotsform-vor-ort"]}),
        ({"accessFeature": [ZU["ZU-AN"], ZU["ZU-TE"]]}, {"accessFeature": ZU["ZU-TE"]}),
        ({"referralRequired": True}, {"referralRequired": False}),
    ))  # fmt: skip
    pair.planted("UE-2", one={"facts": mine}, other={"facts": theirs})


def _subsidiarity(pair: Pair) -> None:
    pair.planted("UE-5", one={"pillar": SUBSIDIARY, "sector": pair.ground.chance.choice(PUBLIC)})


def _sovereign(pair: Pair) -> None:
    pair.planted("UE-4", one={"pillar": SUBSIDIARY, "sector": "TT-O1", "facts": {"sovereignTask": True}})


def _agreed(kind: str, types: tuple[str, ...], **facts: Values) -> Callable[[Pair], None]:
    def plant(pair: Pair) -> None:
        draft, chance = pair.ground.draft, pair.ground.chance
        providers = draft.provider(FREE[0]), draft.provider(FREE[1])
        own = [{"facts": {"by": provider}} for provider in providers]
        offers = pair.planted(kind, one=own[0], other=own[1])
        parties = chance.choice((offers, providers, (offers[0], providers[1])))
        agreed = KO[chance.choice(types)]
        draft.record(
            SOZ.Cooperation, draft.key("K"), participant=list(parties), cooperationType=agreed, **facts
        )

    return plant


def _body(pair: Pair) -> None:
    """A common body is coordination only if it is about this."""
    draft, chance = pair.ground.draft, pair.ground.chance
    providers = draft.provider(FREE[0]), draft.provider(FREE[1])
    topics = {
        pair.plot.need_iri: "UE-3",
        BD[f"BD-{pair.plot.field}"]: "UE-3",
        pair.plot.group_iri: "UE-3",
        group("ZG-S07"): "UE-4",
    }
    topic = chance.choice(tuple(topics))
    pair.planted(topics[topic], one={"facts": {"by": providers[0]}}, other={"facts": {"by": providers[1]}})
    body = draft.record(SOZ.Committee, draft.key("H"), topic=topic)
    for provider in providers:
        draft.record(SOZ.Membership, draft.key("M"), organization=body, member=provider)


def _none(pair: Pair) -> None:
    ground = pair.ground
    by = ground.draft.provider(FREE[0])
    yesterday = TODAY - timedelta(days=1)
    changes: tuple[tuple[dict[str, object], dict[str, object]], ...] = (
        ({"facts": {"by": by}}, {"facts": {"by": by}}),
        ({"pillar": "SA-03"}, {"pillar": "SA-03"}),
        ({"pillar": None}, {}),
        ({"kind": "AT-K4"}, {}),
        ({"kind": "AT-N1"}, {}),
        ({"facts": {"validTo": yesterday}}, {}),
        ({"coverage": {"targetGroup": group("ZG-S07")}}, {}),
        ({"coverage": {"area": area("S")}}, {"coverage": {"area": area("N")}}),
        ({"coverage": {"area": None}}, {}),
    )
    one, other = ground.chance.choice(changes)
    pair.planted(None, one=one, other=other)


PLANTS: dict[str, Callable[[Pair], object]] = {
    "only a field": lambda pair: pair.planted("UE-7"),
    "only a facet": lambda pair: pair.planted("UE-7"),
    "choice lost": _choice_lost,
    "choice left": _choice_left,
    "demand unmet": _demand("capacity", "50"),
    "demand met": _demand("UE-4", "40"),
    "other access": _access,
    "peers": lambda pair: pair.planted("UE-2", one={"sector": PEERS}),
    "subsidiarity": _subsidiarity,
    "sovereign": _sovereign,
    "agreed": _agreed("UE-3", BINDING),
    "loosely agreed": _agreed("UE-4", LOOSE),
    "agreement lapsed": _agreed("UE-4", BINDING, validTo=TODAY - timedelta(days=1)),
    "common body": _body,
    "uncoordinated": lambda pair: pair.planted("UE-4"),
    "no pair": _none,
    "no pair, again": _none,
}

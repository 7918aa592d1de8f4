"""Age limits, with and without an offer that takes people up at the next age. No need is stated here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from random_towns.draft import KO, TODAY, Values, area, group
from random_towns.expected import weakened
from random_towns.ground import Ground
from random_towns.plots import Plot
from rdflib import URIRef

from ontology.terms import SOZ

WHO = ("ZG-F02", "ZG-G05", "ZG-W01", "ZG-A06+ZG-M02", "ZG-Q01")
BINDING, LOOSE = ("KO-3", "KO-4", "KO-5", "KO-6", "KO-7"), ("KO-0", "KO-1", "KO-2", "KO-8")


@dataclass(frozen=True)
class Limit:
    """An offer of two providers that ends at an age, and what a coverage that follows it would name."""

    plot: Plot
    age: int
    offer: URIRef
    providers: tuple[URIRef, URIRef]
    after: dict[str, Values]


def sow_age(ground: Ground) -> None:
    chance = ground.chance
    plot = ground.take(chance.choice(WHO), chance.choice("NSG"), any_field=False)
    young = plot.group.startswith("ZG-A06")
    age = 17 if young else chance.choice((10, 17, 20, 26))
    providers = ground.draft.provider(), ground.draft.provider()
    offer = ground.offer({**plot.tags, "maxAge": age}, by=providers)
    # no adolescent refugees any more: the group above takes them up
    after = {**plot.tags, "minAge": age + 1, **({"targetGroup": group("ZG-M02")} if young else {})}
    _follow(ground, Limit(plot, age, offer, providers, after), chance.choice(tuple(AFTERWARDS)))


def sow_phase(ground: Ground) -> None:
    """The limit follows from the group, which is nothing but an age; what follows ends at 26 in turn."""
    plot = replace(ground.take("ZG-A06", ground.chance.choice("NS"), any_field=False), group="ZG-A06")
    providers = ground.draft.provider(), ground.draft.provider()
    offer = ground.offer(plot.tags, by=providers)
    after = {**plot.tags, "targetGroup": group("ZG-A07")}
    limit = Limit(plot, 17, offer, providers, after)
    if ground.chance.random() < 0.5:
        next_offer = ground.offer(after)
        _expect(ground, limit, "phase, followed", "unagreed")
        _expect(
            ground, replace(limit, offer=next_offer, age=26), "phase, followed in turn by nothing", "none"
        )
    else:
        _expect(ground, limit, "phase", "none")


def _follow(ground: Ground, limit: Limit, kind: str) -> None:
    AFTERWARDS[kind](ground, limit)
    if kind in {"follows", "follows for everybody", "loosely agreed", "agreement lapsed"}:
        _expect(ground, limit, kind, "unagreed")
    elif kind.startswith("agreed"):
        _expect(ground, limit, kind, "agreed")
    elif kind == "goes on itself":
        ground.expected.plants[f"age limit: {kind}"] += 1
    else:
        _expect(ground, limit, kind, "none", doubt=kind.startswith("perhaps"))


def _expect(ground: Ground, limit: Limit, kind: str, block: str, *, doubt: bool = False) -> None:
    claim = ground.weight(limit.plot)
    key = limit.offer, limit.plot.need_iri, limit.plot.area, limit.age
    ground.expected.limits[key] = block, (weakened(claim) if doubt else claim) if block == "none" else None
    ground.expected.plants[f"age limit: {kind}"] += 1


def _nothing(ground: Ground, limit: Limit) -> None:
    ground.offer({**limit.after, "targetGroup": group("ZG-S07")})
    ground.offer({**limit.after, "minAge": limit.age + 2})
    ground.offer(limit.after, status=ground.chance.choice(("geplant", "ruhend", "beendet")))


def _elsewhere(ground: Ground, limit: Limit) -> None:
    ground.offer({**limit.after, "area": area({"N": "S", "S": "N1", "G": "N"}[limit.plot.area])})


def _goes_on(ground: Ground, limit: Limit) -> None:
    coverage = ground.draft.record(SOZ.Coverage, ground.draft.key("C"), **limit.after)
    ground.draft.say(limit.offer, hasCoverage=coverage)


def _agreed(
    kinds: tuple[str, ...], side: int | None = None, **facts: Values
) -> Callable[[Ground, Limit], None]:
    def plant(ground: Ground, limit: Limit) -> None:
        by = ground.draft.provider()
        next_offer = ground.offer(limit.after, by=by)
        ours, theirs = (limit.offer, next_offer) if side is None else (limit.providers[side], by)
        kind = KO[ground.chance.choice(kinds)]
        ground.draft.record(
            SOZ.Cooperation, ground.draft.key("K"), participant=[ours, theirs], cooperationType=kind, **facts
        )

    return plant


AFTERWARDS: dict[str, Callable[[Ground, Limit], object]] = {
    "nothing": _nothing,
    "only elsewhere": _elsewhere,
    "perhaps, somewhere": lambda ground, limit: ground.offer({**limit.after, "area": None}),
    "perhaps, for somebody": lambda ground, limit: ground.offer({**limit.after, "targetGroup": None}),
    "follows": lambda ground, limit: ground.offer(limit.after),
    "follows for everybody": lambda ground, limit: ground.offer(
        {**limit.after, "targetGroup": group("ZG-0")}
    ),
    "loosely agreed": _agreed(LOOSE),
    "agreement lapsed": _agreed(BINDING, validTo=TODAY - timedelta(days=1)),
    "agreed": _agreed(BINDING),
    "agreed by the first provider": _agreed(BINDING, 0),
    "agreed by the second provider": _agreed(BINDING, 1),
    "goes on itself": _goes_on,
}

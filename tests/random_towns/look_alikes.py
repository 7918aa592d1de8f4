"""Groups, coverages for a cell, and what looks like coverage but is none: the material of the plants into cells."""

from dataclasses import dataclass
from datetime import date, timedelta

from random_towns.draft import AREAS, TODAY, Values, area, within
from random_towns.ground import Ground
from random_towns.plots import Plot

from ontology.terms import SOZ

YESTERDAY = TODAY - timedelta(days=1)
AFTER = date(2029, 1, 1)


@dataclass(frozen=True)
class Who:
    """A group with one above it, one below it, and one beside it."""

    name: str
    above: str
    below: str | None
    beside: str
    ages: tuple[int, int] | None = None


GROUPS = (
    Who("ZG-F02", "ZG-F01", None, "ZG-F03"), Who("ZG-F01", "ZG-F", "ZG-F06", "ZG-F07"), Who("ZG-G01", "ZG-G", "ZG-G06", "ZG-G10"),
    Who("ZG-G05", "ZG-G01", None, "ZG-G06"), Who("ZG-G12", "ZG-G11", None, "ZG-G08"), Who("ZG-G11", "ZG-G", "ZG-G12", "ZG-G13"),
    Who("ZG-W01", "ZG-W", None, "ZG-W02"), Who("ZG-S05", "ZG-S", None, "ZG-S07"), Who("ZG-Q03", "ZG-Q", "ZG-Q03+ZG-W01", "ZG-Q01"),
    Who("ZG-M02", "ZG-M", "ZG-A06+ZG-M02", "ZG-M09"), Who("ZG-A06+ZG-M02", "ZG-M02", "ZG-A06+ZG-M02+ZG-Q01", "ZG-A07+ZG-M02", (14, 17)),
    Who("ZG-E01", "ZG-E", "ZG-E06", "ZG-E09"), Who("ZG-E02", "ZG-E01", "ZG-E03", "ZG-E04", (15, 66)),
)  # fmt: skip
BY_NAME = {who.name: who for who in GROUPS}


def exactly(ground: Ground, plot: Plot, **more: Values) -> dict[str, Values]:
    """A coverage for just this cell or for a wider area."""
    chance = ground.chance
    around = [key for key in AREAS if within(plot.area, key)]
    given = {**plot.tags, "area": area(chance.choice(around)), **more}
    low, _ = BY_NAME[plot.group].ages or (None, None)
    if low is not None and chance.random() < 0.3:
        given |= {"minAge": chance.choice((low, low - 4))}
    if chance.random() < 0.2:  # a second value beside the right one takes nothing away
        given["targetGroup"] = [plot.group_iri, ground.draft.combined(BY_NAME[plot.group].beside)]
    return given


def decoy(ground: Ground, plot: Plot) -> None:
    """An offer that does not cover the cell, though it looks like it."""
    chance, tags, who = ground.chance, plot.tags, BY_NAME[plot.group]
    elsewhere = {"N": "S", "S": "N", "N1": "S"}.get(plot.area)
    kinds = [
        lambda: ground.offer(tags, status="geplant"),
        lambda: ground.offer(tags, status="ruhend"),
        lambda: ground.offer(tags, status="beendet", validTo=YESTERDAY),
        lambda: ground.offer(tags, status="beendet"),
        lambda: ground.offer(tags, validTo=YESTERDAY),
        lambda: ground.offer(tags, validFrom=AFTER),
        lambda: ground.offer({**tags, "validTo": YESTERDAY}),
        lambda: ground.offer({**tags, "validFrom": AFTER}),
        lambda: ground.offer(tags, kind=chance.choice(("AT-N1", "AT-N2"))),
        lambda: ground.offer({**tags, "targetGroup": ground.draft.combined(who.beside)}),
    ]
    if elsewhere:
        kinds.append(lambda: ground.offer({**tags, "area": area(elsewhere)}))
    if who.ages:
        kinds.append(lambda: ground.offer({**tags, "minAge": who.ages[1] + 1}))
    chance.choice(kinds)()


def hold_back(ground: Ground, plot: Plot) -> None:
    """A row that waits: about this cell, about something else for sure, or about money."""
    chance, tags = ground.chance, plot.tags
    elsewhere = {"N": "S", "S": "N", "N1": "S"}.get(plot.area)
    kind = chance.choice(("here", "vague", "below", "money", *(["elsewhere"] if elsewhere else [])))
    if kind == "money":
        cls = chance.choice((SOZ.Funding, SOZ.NeedAssessment, SOZ.Membership))
        ground.draft.wait(cls, **tags)
        ground.declared.rows_about_money |= cls == SOZ.Funding
        return
    ground.declared.rows_about_offers = True
    if kind == "elsewhere":
        ground.draft.wait(SOZ.Coverage, **{**tags, "area": area(elsewhere)})
        return
    ground.waiting.add(plot)
    below = BY_NAME[plot.group].below
    change = {
        "here": {}, "vague": {chance.choice(("area", "targetGroup")): None},
        "below": {"targetGroup": ground.draft.combined(below)} if below else {},
    }[kind]  # fmt: skip
    ground.draft.wait(chance.choice((SOZ.Coverage, SOZ.Offer, None)), **{**tags, **change})


def left_open(ground: Ground, plot: Plot) -> dict[str, Values]:
    """A coverage that leaves group or area open, or both."""
    missing = ground.chance.choice((("area",), ("targetGroup",), ("area", "targetGroup")))
    return {**plot.tags, **dict.fromkeys(missing)}

"""Plants into single cells: gaps, covered, thin and unknown ones."""

from dataclasses import replace

from random_towns.draft import HORIZON, area, group
from random_towns.expected import Sown
from random_towns.ground import Ground
from random_towns.look_alikes import AFTER, BY_NAME, GROUPS, decoy, exactly, hold_back, left_open
from random_towns.plots import Plot


def sow_cell(ground: Ground) -> None:
    """One plant of a kind chosen by chance."""
    chance = ground.chance
    who, where = chance.choice(GROUPS), chance.choice(ground.places)
    plant = chance.choice(PLANTS)
    if plant in WHOLE_FIELD:
        plot = ground.take_field(who.name, where)
        if plot is None:
            return
    else:
        plot = ground.take(who.name, where)
    if plant is part_by_area and plot.area not in {"G", "N"}:
        plot = replace(plot, area=ground.places[0])
    for _ in range(chance.randint(0, 2)):
        decoy(ground, plot)
    if chance.random() < 0.15:
        hold_back(ground, plot)
    ground.ask_for(plot, plant(ground, plot))


def gap(ground: Ground, plot: Plot) -> Sown:
    decoy(ground, plot)
    return Sown("nothing", "none")


def covered(ground: Ground, plot: Plot) -> Sown:
    number = ground.chance.randint(2, 3)
    for _ in range(number):
        ground.offer(
            exactly(ground, plot),
            validTo=ground.chance.choice((None, AFTER)),
            money=ground.chance.choice("?01"),
        )
    return Sown("covered", "exact", number, number)


def covered_once_more_in_general(ground: Ground, plot: Plot) -> Sown:
    ground.offer(exactly(ground, plot))
    ground.offer({**plot.tags, "targetGroup": group(BY_NAME[plot.group].above)})
    return Sown("covered, one of two in general", "exact", 1, 2)


def single(ground: Ground, plot: Plot) -> Sown:
    number, by = ground.chance.randint(1, 2), ground.draft.provider()
    for _ in range(number):
        ground.offer(exactly(ground, plot), by=by)
    return Sown("single provider", "exact", number, 1)


def single_and_doubt(ground: Ground, plot: Plot) -> Sown:
    """One provider for sure, another one perhaps: "only one" is a hint at most."""
    ground.offer(exactly(ground, plot))
    ground.offer(left_open(ground, plot))
    return Sown("single provider, perhaps another", "exact", 1, 1, doubt=True)


def general(ground: Ground, plot: Plot) -> Sown:
    number, above = ground.chance.randint(1, 2), BY_NAME[plot.group].above
    for _ in range(number):
        wider = ground.chance.choice((group(above), group("ZG-0")))
        ground.offer({**plot.tags, "targetGroup": wider})
    return Sown("general by group", "general", number, number)


def general_and_doubt(ground: Ground, plot: Plot) -> Sown:
    """Made for everybody, and perhaps something of its own: "nothing of its own" is a hint at most."""
    ground.offer({**plot.tags, "targetGroup": group("ZG-0")})
    ground.offer(left_open(ground, plot))
    return Sown("general, perhaps exact", "general", 1, 1, doubt=True)


def general_by_need(ground: Ground, plot: Plot) -> Sown:
    ground.offer({**exactly(ground, plot), "needType": Plot(plot.field, plot.group, plot.area).need_iri})
    return Sown("general by need", "general", 1, 1)


def part_by_group(ground: Ground, plot: Plot) -> Sown:
    below = BY_NAME[plot.group].below
    if below is None:
        return gap(ground, plot)
    ground.offer({**plot.tags, "targetGroup": ground.draft.combined(below)})
    return Sown("part by group", "part", 1, 0)


def part_by_area(ground: Ground, plot: Plot) -> Sown:
    ground.offer({**plot.tags, "area": area({"G": ground.chance.choice("NS"), "N": "N1"}[plot.area])})
    return Sown("part by area", "part", 1, 0)


def part_by_age(ground: Ground, plot: Plot) -> Sown:
    ages = BY_NAME[plot.group].ages
    if ages is None:
        return covered(ground, plot)
    ground.offer({**plot.tags, "minAge": ages[0] + 1})
    return Sown("part by age", "part", 1, 0)


def part_by_need(ground: Ground, plot: Plot) -> Sown:
    """Not asked for in the matrix: the need is stated for the field, the offer is for one leaf of it."""
    ground.offer(exactly(ground, plot))
    above = Plot(plot.field, plot.group, plot.area)
    if plot in ground.waiting:
        ground.waiting.add(above)
    ground.ask_for(above, Sown("part by need", "part", 1, 0))
    return Sown("single provider", "exact", 1, 1)


def part_and_doubt(ground: Ground, plot: Plot) -> Sown:
    sown = part_by_group(ground, plot)
    ground.offer(left_open(ground, plot))
    if sown.grade == "none":
        return Sown("unknown by offer", "doubtful", 1, 0)
    return replace(sown, kind="part, perhaps exact", doubt=True)


def ending_soon(ground: Ground, plot: Plot) -> Sown:
    for _ in range(2):
        ground.offer(exactly(ground, plot), validTo=HORIZON)
    return Sown("ending soon", "exact", 2, 2, ends=True, then=Sown("", "none"))


def doubtful(ground: Ground, plot: Plot) -> Sown:
    number = ground.chance.randint(1, 2)
    for _ in range(number):
        ground.offer(left_open(ground, plot))
    return Sown("unknown by offer", "doubtful", number, 0)


WHOLE_FIELD = (general_by_need, part_by_need)
PLANTS = (
    gap, gap, gap, covered, covered, covered_once_more_in_general, single, single_and_doubt, general, general_and_doubt,
    general_by_need, part_by_group, part_by_area, part_by_age, part_by_need, part_and_doubt, ending_soon, doubtful,
)  # fmt: skip

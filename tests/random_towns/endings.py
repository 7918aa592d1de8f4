"""Offers that end within twelve months, by their term or by their money, and what is left then."""

from datetime import date, timedelta

from random_towns.draft import HORIZON, TODAY, group
from random_towns.expected import Sown
from random_towns.ground import Ground, year
from random_towns.look_alikes import GROUPS, exactly
from random_towns.plots import Plot
from rdflib import URIRef

from ontology.terms import SOZ

NOTHING = Sown("", "none")
IN_BETWEEN, NEXT_DAY = date(2027, 6, 30), HORIZON + timedelta(days=1)


def sow_ending(ground: Ground) -> None:
    chance = ground.chance
    plot = ground.take(chance.choice(GROUPS).name, chance.choice(ground.places))
    ground.ask_for(plot, chance.choice(PLANTS)(ground, plot), always=True)


def term_ends(ground: Ground, plot: Plot) -> Sown:
    last = ground.chance.choice((TODAY, IN_BETWEEN, HORIZON))
    ground.offer(exactly(ground, plot), validTo=last)
    return Sown("term ends", "exact", 1, 1, ends=True, then=NOTHING)


def term_ends_later(ground: Ground, plot: Plot) -> Sown:
    ground.offer(exactly(ground, plot), validTo=NEXT_DAY)
    return Sown("term ends a day too late to count", "exact", 1, 1)


def successor_known(ground: Ground, plot: Plot) -> Sown:
    """Both look like an end, but one follows the other."""
    ground.offer(exactly(ground, plot), validTo=IN_BETWEEN)
    ground.offer(exactly(ground, plot), validFrom=IN_BETWEEN + timedelta(days=1))
    return Sown("successor known", "exact", 1, 1, ends=True, then=Sown("", "exact", 1, 1))


def general_is_left(ground: Ground, plot: Plot) -> Sown:
    ground.offer(exactly(ground, plot), validTo=IN_BETWEEN)
    ground.offer({**plot.tags, "targetGroup": group("ZG-0")})
    return Sown("general is left", "exact", 1, 2, ends=True, then=Sown("", "general", 1, 1))


def doubt_is_left(ground: Ground, plot: Plot) -> Sown:
    ground.offer(exactly(ground, plot), validTo=IN_BETWEEN)
    ground.offer({**plot.tags, "area": None})
    return Sown("doubt is left", "exact", 1, 1, ends=True, doubt=True, then=Sown("", "doubtful", 1, 0))


def money_ends(ground: Ground, plot: Plot) -> Sown:
    """More than half of the cost is lost on a day that is named."""
    offer = _funded(ground, plot, "0.6", "0.4", validTo=IN_BETWEEN)
    ground.expected.ending[offer] = None, "0.4000"
    return Sown("money ends", "exact", 1, 1, then=NOTHING, unpaid=True)


def money_granted_and_paid(ground: Ground, plot: Plot) -> Sown:
    """A grant and its payment are one money: two fifths of the cost end, not four."""
    offer, funder = ground.offer(exactly(ground, plot), money="-"), _funder(ground)
    ground.fund(offer, share="0.6")
    for status in ("bewilligt", "ausgezahlt"):
        ground.fund(offer, share="0.4", paidBy=funder, status=status, validTo=IN_BETWEEN)
    return Sown("money granted and paid", "exact", 1, 1)


def money_only_planned(ground: Ground, plot: Plot) -> Sown:
    """The main funder shows only planned or applied-for money for the time after."""
    offer, funder = ground.offer(exactly(ground, plot), money="-"), _funder(ground)
    ground.fund(offer, share="0.7", paidBy=funder, budgetYear=year("2026"))
    ground.fund(offer, share="0.3")
    status = ground.chance.choice(("geplant", "beantragt"))
    ground.fund(
        offer,
        share="0.7",
        paidBy=funder,
        status=status,
        validFrom=date(2027, 1, 1),
        validTo=date(2028, 12, 31),
    )
    ground.expected.ending[offer] = None, "0.3000"
    return Sown("money only planned", "exact", 1, 1, then=NOTHING, unpaid=True)


def money_mostly_stays(ground: Ground, plot: Plot) -> Sown:
    _funded(ground, plot, "0.4", "0.6", validTo=IN_BETWEEN)
    return Sown("money mostly stays", "exact", 1, 1)


def money_renewed(ground: Ground, plot: Plot) -> Sown:
    offer, funder = ground.offer(exactly(ground, plot), money="-"), _funder(ground)
    ground.fund(offer, share="0.8", paidBy=funder, validTo=IN_BETWEEN)
    ground.fund(offer, share="0.8", paidBy=funder, validFrom=IN_BETWEEN, validTo=date(2029, 1, 1))
    return Sown("money renewed", "exact", 1, 1)


def money_renewed_the_next_day(ground: Ground, plot: Plot) -> Sown:
    """What follows without a gap begins on the first day after the period: it is there when the need is judged anew."""
    offer, funder = ground.offer(exactly(ground, plot), money="-"), _funder(ground)
    ground.fund(offer, share="0.8", paidBy=funder, validTo=HORIZON)
    ground.fund(offer, share="0.8", paidBy=funder, validFrom=NEXT_DAY, validTo=date(2029, 1, 1))
    return Sown("money renewed the next day", "exact", 1, 1)


def money_of_a_year(ground: Ground, plot: Plot) -> Sown:
    """A budget year ends; nothing was asked about the next one, so nothing is taken for lost."""
    offer = ground.offer(exactly(ground, plot), money="-")
    ground.fund(offer, share="1", budgetYear=year("2026"))
    return Sown("money of a budget year", "exact", 1, 1)


def money_without_shares(ground: Ground, plot: Plot) -> Sown:
    """Two grants, one of them ends, and nobody said which share it is."""
    offer = ground.offer(exactly(ground, plot), money="-")
    ground.fund(offer, validTo=IN_BETWEEN)
    ground.fund(offer, share="0.5")
    ground.expected.unfunded.add(offer)
    return Sown("money without shares", "exact", 1, 1)


def money_refused_or_shared(ground: Ground, plot: Plot) -> Sown:
    """A refused grant pays nothing; one for two offers does not say how much each of them gets."""
    offer, other = (ground.offer(exactly(ground, plot), money="-") for _ in range(2))
    ground.fund(offer, share="1", status="abgelehnt")
    ground.fund(offer, other, share="1", validTo=IN_BETWEEN)
    ground.expected.unfunded |= {offer, other}
    return Sown("money refused or shared", "exact", 2, 2)


def _funded(ground: Ground, plot: Plot, first: str, second: str, **of_the_first: date) -> URIRef:
    offer = ground.offer(exactly(ground, plot), money="-")
    ground.fund(offer, share=first, **of_the_first)
    ground.fund(offer, share=second, status=ground.chance.choice(("bewilligt", "ausgezahlt")))
    return offer


def _funder(ground: Ground) -> URIRef:
    return ground.draft.record(SOZ.CostBearer, ground.draft.key("Z"))


PLANTS = (
    term_ends, term_ends, term_ends_later, successor_known, general_is_left, doubt_is_left, money_ends, money_ends,
    money_only_planned, money_mostly_stays, money_renewed,
    money_renewed_the_next_day, money_granted_and_paid, money_of_a_year, money_without_shares, money_refused_or_shared,
)  # fmt: skip

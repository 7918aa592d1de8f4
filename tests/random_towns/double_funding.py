"""Offers whose confirmed shares add up to more than the cost, and offers where it only looks like it."""

from random_towns.ground import Ground, year

from ontology.terms import SOZ


def sow_double_funding(ground: Ground) -> None:
    """Shares of one offer: more than the cost from several funders, or something that only looks like it."""
    chance = ground.chance
    kind = chance.choice(
        ("twice", "twice", "just the cost", "one funder", "two years", "applied for", "granted and paid")
    )
    plot = ground.take(chance.choice(("ZG-F02", "ZG-G05", "ZG-W01")), "G")
    offer = ground.offer(plot.tags, money="-")
    this_year, funder = year("2026"), ground.draft.record(SOZ.CostBearer, ground.draft.key("Z"))
    first = {"share": "0.7", "budgetYear": this_year, "paidBy": funder}
    second = {
        "share": "0.3" if kind == "just the cost" else "0.6",
        "budgetYear": this_year,
    }
    second |= {
        "one funder": {"paidBy": funder}, "two years": {"budgetYear": year("2025")}, "applied for": {"status": "beantragt"},
    }.get(kind, {})  # fmt: skip
    if kind == "granted and paid":  # one money, recorded twice; a second funder bears the rest
        second |= {"share": "0.3"}
        ground.fund(offer, **first | {"status": "ausgezahlt"})
    ground.fund(offer, **first)
    ground.fund(offer, **second)
    if kind == "twice":
        ground.expected.twice.add(offer)
    ground.expected.plants[f"funding: {kind}"] += 1

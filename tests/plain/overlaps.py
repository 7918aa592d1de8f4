"""B1, B4 and B5: offers of different providers and pillars for the same need and group, in areas within each other."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from plain.covering import area_fit, coverages, notation, reaching
from plain.network import BINDING, cooperations
from plain.registers import delivered_under
from plain.statements import claim
from plain.tables import TODAY, Found, Row, check, records, terms, upwards, valid, values
from plain.words import field


@dataclass(frozen=True)
class Pair:
    """Two offers under one need, with the groups they share."""

    need: str
    offer: str
    other: str
    groups: frozenset[str]

    @property
    def rows(self) -> tuple[Row, Row]:
        """What the tables say of both."""
        return records("angebot")[self.offer], records("angebot")[self.other]


@cache
def named(at: date, within: str = "") -> dict[str, dict[str, dict[str, set[str]]]]:
    """Need → group → offer → areas."""
    found: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for offer in reaching(at):
        for row in coverages(at).get(offer, ()):
            for need in values(row, "bedarf"):
                for group in values(row, "zielgruppe"):
                    areas = {a for a in values(row, "gebiet") if not within or area_fit(a, within)}
                    if areas:
                        found[need][notation(group)][offer] |= areas
    return found


@cache
def neighbours(at: date, within: str = "") -> tuple[Pair, ...]:
    """Pairs of different providers that share need, group and a part of the town."""
    found = []
    for need, by_group in named(at, within).items():
        shared: dict[tuple[str, str], set[str]] = defaultdict(set)
        for group, offers in by_group.items():
            for one, other in combinations(sorted(offers), 2):
                meets = any(area_fit(a, b) for a in offers[one] for b in offers[other])
                apart = not set(values(records("angebot")[one], "traeger")) & set(
                    values(records("angebot")[other], "traeger")
                )
                if meets and apart:
                    shared[one, other].add(group)
        found += [Pair(need, *pair, frozenset(groups)) for pair, groups in shared.items()]
    return tuple(found)


def pillars(offer: Row) -> set[str]:
    """The pillars of an offer; civil society and procedural law are none."""
    return {p for p in delivered_under(offer) if terms("pillars")[p]["countsAsPillar"] == ["true"]}


def compared(pair: Pair) -> str:
    """Whether a pair overlaps: "" where it does not, or what is not known."""
    one, other = pair.rows
    if one["stufe"] and other["stufe"] and one["stufe"] != other["stufe"]:
        return ""
    if pillars(one) & pillars(other):
        return ""
    known = one["stufe"] and other["stufe"] and pillars(one) and pillars(other)
    return "known" if known else "unknown"


def coarse(pair: Pair) -> bool:
    """Whether a pair shares a whole field only, or only everybody or the heading of a facet."""
    return field(pair.need) == pair.need or all(
        group == "ZG-0" or not terms("target-groups").get(group, {"broader": ["it"]}).get("broader")
        for group in pair.groups
    )


def pairs(at: date, state: str, under: str = "", within: str = "") -> list[Pair]:
    """The pairs that overlap, or of which that is not known, under a need and reaching an area."""
    return [
        pair
        for pair in neighbours(at, within)
        if compared(pair) == state and (not under or under in upwards("needs", pair.need))
    ]


def shown(pair: Pair) -> tuple[str, ...]:
    """A pair with its providers."""
    one, other = pair.rows
    return pair.need, pair.offer, one["traeger"], pair.other, other["traeger"]


def tags(at: date, under: str = "", within: str = "") -> Iterator[tuple[str, ...]]:
    """Pairs that share nothing precise, the offers behind them, and the others."""
    shared: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs(at, "known", under, within):
        shared[pair.offer, pair.other].append(pair)
    behind: dict[str, set[str]] = defaultdict(set)
    for (one, other), found in shared.items():
        precise = [pair for pair in found if not coarse(pair)]
        for pair in precise or found:
            yield ("precise" if precise else "spurious", *shown(pair))
        if not precise:
            behind[one].add(other)
            behind[other].add(one)
    for offer, others in behind.items():
        yield ("offers", offer, records("angebot")[offer]["traeger"], str(len(others)))
    for pair in pairs(at, "unknown", under, within):
        yield ("unknown", *shown(pair))


def coordinated(pair: Pair, at: date) -> bool:
    """Whether a binding cooperation or a body on the need, its field or a shared group joins the two."""
    sides = [{key, *values(records("angebot")[key], "traeger")} for key in (pair.offer, pair.other)]
    bound = any(
        each.weight >= BINDING and all(side & set(each.parties) for side in sides)
        for each in cooperations(at)
    )
    topics = {pair.need, field(pair.need), *pair.groups}
    return bound or any(
        topics & set(values(body, "thema")) and all(side & members(key, at) for side in sides)
        for key, body in records("gremium").items()
        if valid(body, at)
    )


@cache
def members(body: str, at: date) -> frozenset[str]:
    """Who sits in a body on a day."""
    rows = records("mitgliedschaft").values()
    return frozenset(row["mitglied"] for row in rows if row["gremium"] == body and valid(row, at))


def uncoordinated(at: date, under: str = "", within: str = "") -> Iterator[tuple[str, ...]]:
    """Overlaps without coordination, with what that weighs, and pairs that cannot be compared."""
    for pair in pairs(at, "known", under, within):
        if not coarse(pair) and not coordinated(pair, at):
            both = pillars(pair.rows[0]) | pillars(pair.rows[1])
            yield ("open", *shown(pair), claim(("cooperation",), both, at))
    for pair in pairs(at, "unknown", under, within):
        yield ("unknown", *shown(pair))


SIDES = ("need", "offer", "provider", "otherOffer", "otherProvider")
TAGS = {**dict.fromkeys(("spurious", "precise", "unknown"), SIDES), "offers": ("offer", "provider", "pairs")}
OPEN = {"open": (*SIDES, "claim"), "unknown": SIDES}


@check("B5", TAGS)
def tags_of_all() -> Found:
    return set(tags(TODAY))


@check("B5", TAGS, field="BD-SO", within="G-03")
def tags_of_community() -> Found:
    return set(tags(TODAY, "BD-SO", "G-03"))


@check("B4", OPEN)
def uncoordinated_pairs() -> Found:
    return set(uncoordinated(TODAY))


@check("B4", OPEN, field="BD-AR")
def uncoordinated_at_work() -> Found:
    return set(uncoordinated(TODAY, "BD-AR"))

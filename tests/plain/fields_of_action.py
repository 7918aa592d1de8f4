"""A8 to A10: groups without offer of their own, help without prevention, needs that rest on voluntary money only."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from plain.cells import (
    EXACT,
    GENERAL,
    MAYBE,
    NONE,
    PART,
    WEIGHTS,
    combined,
    facets,
    group_fit,
    need_fit,
    until,
    weight,
)  # fmt: skip
from plain.stated_needs import DOCUMENTED, needs
from plain.tables import TODAY, Found, Row, check, day_of, records, table, terms, upwards, values
from plain.words import field, laws


@cache
def leaves() -> list[str]:
    """The needs that have none below them."""
    above = {name for said in terms("needs").values() for name in said.get("broader", [])}
    return sorted(set(terms("needs")) - above)


def asked(under: str) -> list[str]:
    """The leaf needs of a field, or all."""
    return [need for need in leaves() if not under or under in upwards("needs", need)]


def holding(at: date) -> Iterator[tuple[Row, Row]]:
    """Every coverage that holds on a day with its offer."""
    for coverage in table("abdeckung"):
        offer = records("angebot")[coverage["angebot"]]
        if until(offer, coverage, at):
            yield offer, coverage


def groups() -> list[str]:
    """The groups of the list without everybody and the headings of facets, and the combined ones of the town."""
    own = {
        combined(tag): tag
        for sheet in ("abdeckung", "bedarf")
        for row in table(sheet)
        for tag in values(row, "zielgruppe")
        if "+" in tag
    }
    listed = [name for name, said in terms("target-groups").items() if said.get("broader")]
    return [*listed, *own.values()]


def _kind(coverage: Row, group: str, area: str, under: str) -> int:
    """What a coverage is to a group: reaching a part of the area is enough, and so is touching a need asked about."""
    fits = facets(coverage, "", group, area)
    tags = values(coverage, "bedarf")
    touched = EXACT
    if under:
        touched = max((need_fit(tag, need) for tag in tags for need in asked(under)), default=MAYBE)
    if not all((fits[1], fits[2], touched)):
        return NONE
    # made for everybody or a broader group stays general, whatever its ages: it does not name the group
    named = any(group_fit(tag, group) in (EXACT, PART) for tag in values(coverage, "zielgruppe"))
    kind = fits[1] if named or fits[1] == MAYBE else GENERAL
    return MAYBE if MAYBE in (fits[2], touched) and kind != GENERAL else kind


def _own_offers(area: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    for group in groups():
        best: dict[str, int] = {}
        for offer, coverage in holding(at):
            kinds = _kind(coverage, group, area, under)
            order = (NONE, MAYBE, GENERAL, PART, EXACT)
            best[offer["kennung"]] = max(best.get(offer["kennung"], NONE), kinds, key=order.index)
        counts = Counter(best.values())
        figures = [str(counts[kind]) for kind in (EXACT, PART, GENERAL, MAYBE)]
        documented = sum(
            combined(row["zielgruppe"]) == combined(group)
            and (not under or under in upwards("needs", row["bedarf"]))
            for row in needs(at, *DOCUMENTED, area=area)
        )
        weighed = min((weight(need, group, area, at) for need in asked(under)), key=WEIGHTS.index)
        claim = "nicht_beurteilbar" if counts[MAYBE] else weighed
        if counts[EXACT] or counts[PART]:
            block, claim = "covered", ""
        else:
            block = "gap" if claim in ("vorlaeufig", "belastbar") else "unknown"
        yield (block, combined(group), block, claim, *figures, str(documented))


OWN = ("group", "state", "claim", "exact", "part", "general", "open", "documented")
OWNS = {"gap": OWN, "unknown": OWN, "covered": OWN}


@check("A8", OWNS)
def groups_without_offer() -> Found:
    return set(_own_offers("G-00", "", TODAY))


@check("A8", OWNS, area="G-10")
def groups_without_offer_in_one_district() -> Found:
    return set(_own_offers("G-10", "", TODAY))


@check("A8", OWNS, field="BD-IN")
def groups_without_offer_of_integration() -> Found:
    return set(_own_offers("G-00", "BD-IN", TODAY))


def levels(offer: Row) -> tuple[list[str], bool]:
    """The levels an offer states, else the usual one of its type; and whether it is only the usual one."""
    usual = terms("offer-types")[offer["angebotsart"]].get("interventionLevelDefault", [])
    return (values(offer, "stufe"), False) if offer["stufe"] else (usual, bool(usual))


def met(need: str, group: str, area: str, at: date) -> tuple[dict[str, Row], dict[str, Row]]:
    """The offers that cover a need at least in part and reach a part of the area, and those that may."""
    sure, open_ones = {}, {}
    for offer, coverage in holding(at):
        fits = facets(coverage, need, group, area)
        if all(fits):
            (open_ones if MAYBE in fits else sure)[offer["kennung"]] = offer
    return sure, {key: offer for key, offer in open_ones.items() if key not in sure}


def _documented(need: str, group: str, area: str, at: date) -> str:
    found = needs(at, *DOCUMENTED, area=area)
    return str(sum(row["bedarf"] == need and (not group or row["zielgruppe"] == group) for row in found))


def _prevention(area: str, group: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    for need in asked(under):
        sure, open_ones = met(need, group, area, at)
        counts = Counter(level for offer in sure.values() for level in levels(offer)[0])
        open_ones |= {key: offer for key, offer in sure.items() if not levels(offer)[0]}
        if not sure and not open_ones:
            continue
        usual = sum(levels(offer)[1] for offer in sure.values())
        perhaps = any(
            {"IV-1", "IV-2"} & set(levels(offer)[0]) or not levels(offer)[0] for offer in open_ones.values()
        )
        claim = weight(need, group, area, at)
        if counts["IV-1"] or counts["IV-2"]:
            block, claim = "covered", ""
        elif not counts["IV-3"] and not counts["IV-4"]:
            block, claim = "unknown", "nicht_beurteilbar"
        else:
            claim = (
                "nicht_beurteilbar" if perhaps else "vorlaeufig" if usual and claim == "belastbar" else claim
            )
            block = "gap" if claim in ("vorlaeufig", "belastbar") else "unknown"
        figures = [str(counts[f"IV-{number}"]) for number in range(1, 6)]
        others = (str(len(open_ones)), str(usual), block, claim, _documented(need, group, area, at))
        yield (block, field(need), need, *figures, *others)


LEVELS = (
    "field", "need", "universal", "selective", "support", "crisis", "aftercare", "open", "usual", "state", "claim", "documented",
)  # fmt: skip
PREVENTION = {"gap": LEVELS, "unknown": LEVELS, "covered": LEVELS}


@check("A9", PREVENTION)
def help_without_prevention() -> Found:
    return set(_prevention("G-00", "", "", TODAY))


@check("A9", PREVENTION, area="G-10")
def help_without_prevention_in_one_district() -> Found:
    return set(_prevention("G-10", "", "", TODAY))


@check("A9", PREVENTION, group="ZG-A06", field="BD-SO")
def help_without_prevention_for_young_people() -> Found:
    return set(_prevention("G-00", "ZG-A06", "BD-SO", TODAY))


def footing(offer: Row, at: date) -> str:
    """What an offer rests on: law, free will, or unknown."""
    norms = [terms("legal-bases")[name] for name in laws(offer)]
    levels_of = {norm["obligation"][0] for norm in norms if _in_force(norm, at)}
    paid = {
        terms("legal-bases")[name]["obligation"][0]
        for row in records("finanzierung").values()
        if offer["kennung"] in values(row, "angebot") and row["status"] in ("bewilligt", "ausgezahlt")
        for name in laws(row)
    }
    binding = {"obligation-muss", "obligation-soll", "obligation-kann"}
    if (levels_of | paid) & binding:
        return "bound"
    if levels_of or "SA-FR" in values(offer, "saeule"):
        return "voluntary"
    return "unknown"


def _in_force(norm: dict[str, list[str]], at: date) -> bool:
    first, last = norm.get("validFrom", [""])[0], norm.get("validTo", [""])[0]
    return day_of(first, date.min) <= at <= day_of(last, date.max)


def _voluntary(area: str, group: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    for need in asked(under):
        sure, open_ones = met(need, group, area, at)
        counts = Counter(footing(offer, at) for offer in sure.values())
        documented = _documented(need, group, area, at)
        if not sure and not open_ones:
            yield ("uncovered", need, documented)
            continue
        unknown = counts["unknown"] + len(open_ones)
        figures = (str(counts["voluntary"]), str(counts["bound"]), str(unknown))
        if counts["bound"]:
            yield ("law", need, *figures, "", documented)
        elif unknown:
            yield ("unclear", need, *figures, "nicht_beurteilbar", documented)
        else:
            yield ("only", need, *figures, weight(need, group, area, at), documented)


FOOTING = ("need", "voluntary", "bound", "unknown", "claim", "documented")
FOOTINGS = {"only": FOOTING, "unclear": FOOTING, "law": FOOTING, "uncovered": ("need", "documented")}


@check("A10", FOOTINGS)
def voluntary_needs() -> Found:
    return set(_voluntary("G-00", "", "", TODAY))


@check("A10", FOOTINGS, area="G-03", group="ZG-A06")
def voluntary_needs_of_young_people() -> Found:
    return set(_voluntary("G-03", "ZG-A06", "", TODAY))


@check("A10", FOOTINGS, area="G-10", field="BD-SO", group="ZG-A09")
def voluntary_needs_of_older_people() -> Found:
    return set(_voluntary("G-10", "ZG-A09", "BD-SO", TODAY))

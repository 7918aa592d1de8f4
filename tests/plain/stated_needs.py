"""A1, A3 and A6: documented needs without offer, with general offers only, and what rests on one provider."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from plain.cells import EXACT, GENERAL, MAYBE, NONE, PART, Match, combined, doubted, matches, weight
from plain.tables import TODAY, Found, Row, check, later, records, table, terms, valid, values, within
from plain.words import code

DOCUMENTED = ("geprüft", "anerkannt")


def needs(at: date, *statuses: str, area: str = "") -> list[Row]:
    """The needs with one of these statuses that hold on a day, in an area and all within it."""
    return [
        row
        for row in records("bedarf").values()
        if row["status"] in statuses and valid(row, at) and (not area or area in within(row["gebiet"]))
    ]


def best(found: list[Match]) -> int:
    """The grade of a cell is that of its best offer."""
    return max((match.grade for match in found), default=NONE)


def state(found: list[Match], claim: str, at: date) -> str:
    """Gap, unknown, thin or covered, as the truth table explains it."""
    grade = best(found)
    if grade in (NONE, MAYBE):
        return "gap" if grade == NONE and claim in ("belastbar", "vorlaeufig") else "unknown"
    providers = {match.provider for match in found if match.grade >= GENERAL}
    ends = max(match.until for match in found if match.grade == grade) <= later(at, 12)
    return "thin" if grade < EXACT or len(providers) == 1 or ends else "covered"


def claim_of(found: list[Match], need: str, group: str, area: str, at: date) -> str:
    """What "no (other) offer" weighs: no more than a hint where an offer leaves open whether it meets the cell."""
    top = {match.offer for match in found if match.grade == best(found) != MAYBE}
    doubt = any(match.grade == MAYBE and match.offer not in top for match in found)
    return doubted(weight(need, group, area, at), doubt)


def cell_of(row: Row) -> tuple[str, str, str]:
    """Need, group and area of a stated need."""
    return row["bedarf"], row["zielgruppe"], row["gebiet"]


def _judged(row: Row, at: date) -> tuple[str, tuple[str, ...]]:
    found = matches(*cell_of(row), at)
    claim = claim_of(found, *cell_of(row), at)
    grade, shown = best(found), state(found, claim, at)
    offers = {match.offer for match in found if match.grade == grade}
    providers = {match.provider for match in found if match.grade >= GENERAL}
    need, group, area = cell_of(row)
    block = {"gap": "gap", "unknown": "unknown"}.get(shown, "part" if grade == PART else "covered")
    weighed = "" if shown == "covered" else claim
    figures = (str(len(offers)), str(len(providers)))
    return block, (
        need,
        combined(group),
        area,
        shown,
        weighed,
        *figures,
        code("bedarfsstatus", row["status"]),
        row["kennung"],
    )


COLUMNS = ("need", "group", "area", "state", "claim", "offers", "providers", "status", "assessment")
BLOCKS = dict.fromkeys(("gap", "part", "unknown", "covered", "reported"), COLUMNS)


def _without_offer(at: date, area: str = "") -> Iterator[tuple[str, ...]]:
    for row in needs(at, *DOCUMENTED, area=area):
        block, shown = _judged(row, at)
        yield (block, *shown)
    for row in needs(at, "gemeldet", area=area):
        yield ("reported", *_judged(row, at)[1])


@check("A1", BLOCKS)
def needs_without_offer() -> Found:
    return set(_without_offer(TODAY))


@check("A1", BLOCKS, day=date(2027, 1, 15), within="G-00")
def needs_without_offer_in_january() -> Found:
    return set(_without_offer(date(2027, 1, 15), "G-00"))


@check("A1", BLOCKS, within="G-03")
def needs_without_offer_in_one_district() -> Found:
    return set(_without_offer(TODAY, "G-03"))


def _general(at: date, area: str = "") -> Iterator[tuple[str, ...]]:
    for block, statuses in (("general", DOCUMENTED), ("reported", ("gemeldet",))):
        for row in needs(at, *statuses, area=area):
            found = matches(*cell_of(row), at)
            if best(found) == GENERAL:
                _, (need, group, where, shown, claim, *rest) = _judged(row, at)
                hits = [match for match in found if match.grade == GENERAL]
                broader = {
                    name
                    for match in hits
                    for name, fit in zip(("Bedarf", "Zielgruppe"), match.facets, strict=False)
                    if fit == GENERAL
                }
                yield (block, need, group, where, " und ".join(sorted(broader)), shown, claim, *rest)


GENERALLY = (
    "need",
    "group",
    "area",
    "broader",
    "state",
    "claim",
    "offers",
    "providers",
    "status",
    "assessment",
)


@check("A3", {"general": GENERALLY, "reported": GENERALLY})
def needs_covered_in_general() -> Found:
    return set(_general(TODAY))


@check("A3", {"general": GENERALLY, "reported": GENERALLY}, day=date(2027, 1, 15), within="G-00")
def needs_covered_in_general_in_january() -> Found:
    return set(_general(date(2027, 1, 15), "G-00"))


def _single(area: str, at: date) -> Iterator[tuple[str, ...]]:
    statuses: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in needs(at, *DOCUMENTED):
        statuses[row["bedarf"], combined(row["zielgruppe"]), row["gebiet"]].add(row["status"])
    named = {
        (b, z) for row in table("abdeckung") for b in values(row, "bedarf") for z in values(row, "zielgruppe")
    }
    for need, group in named:
        found = matches(need, group, area, at)
        hits = [match for match in found if match.grade >= GENERAL]
        providers = {match.provider for match in hits}
        if best(found) == EXACT and len(providers) == 1:
            status = sorted(statuses[need, combined(group), area])
            documented = code("bedarfsstatus", status[0]) if status else ""
            offers = str(len({match.offer for match in hits}))
            claim = claim_of(found, need, group, area, at)
            block = "documented" if status else "others"
            yield (block, need, combined(group), area, *providers, offers, claim, _plural(need), documented)


def _plural(need: str) -> str:
    norms = [
        name
        for name, said in terms("legal-bases").items()
        if said.get("pluralityRequired") == ["true"] and need in said.get("typicalNeed", [])
    ]
    return min(norms, default="")


SINGLE = ("need", "group", "area", "provider", "offers", "claim", "plurality", "documented")


@check("A6", {"documented": SINGLE, "others": SINGLE})
def needs_with_one_provider() -> Found:
    return set(_single("G-00", TODAY))


@check("A6", {"documented": SINGLE, "others": SINGLE}, area="G-03")
def needs_with_one_provider_in_one_district() -> Found:
    return set(_single("G-03", TODAY))

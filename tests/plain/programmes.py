"""D6: what gaps and thinly covered needs a recorded funding programme may answer."""

from collections.abc import Iterator
from datetime import date

from plain.cells import GENERAL, combined, group_fit, matches, need_fit
from plain.stated_needs import DOCUMENTED, cell_of, claim_of, needs, state
from plain.tables import TODAY, Found, Row, check, day_of, number, records, values, written
from plain.words import code

CELL = ("need", "group", "area", "state", "claim")
PROGRAMME = ("programme", "payer", "sourceLevel", "opens", "closes", "rate", "ownShare", "verifiedOn")
BLOCKS = {**dict.fromkeys(("open", "later", "check"), CELL + PROGRAMME), "without": CELL}


def lacking(at: date, area: str) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """The documented needs that are a gap or thinly covered, as A1 judges them."""
    for row in needs(at, *DOCUMENTED, area=area):
        need, group, where = cell_of(row)
        found = matches(need, group, where, at)
        claim = claim_of(found, need, group, where, at)
        judged = state(found, claim, at)
        if judged in ("gap", "thin"):
            yield row, (need, combined(group), where, judged, claim)


def day(programme: Row, name: str) -> str:
    """A day of a programme as answers show it."""
    return str(day_of(programme[name], TODAY)) if programme[name] else ""


def placed(programme: Row, need: str, group: str, at: date) -> str:
    """Where a programme stands for a need: open, later, to be looked at, or nowhere."""
    if not programme["geprueft"]:
        return ""  # nobody has checked it
    wanted = max((need_fit(tag, need) for tag in values(programme, "bedarf")), default=0)
    meant = [group_fit(tag, group) for tag in values(programme, "zielgruppe")]
    opens, closes = programme["antrag-ab"], programme["antrag-bis"]
    if not wanted or (meant and not max(meant)) or day_of(closes, date.max) < at:
        return ""
    if wanted < GENERAL or max(meant, default=0) < GENERAL or not (opens or closes):
        return "check"
    return "later" if day_of(opens, date.min) > at else "open"


def programmes(at: date, area: str = "") -> Iterator[tuple[str, ...]]:
    """Each need with its programmes, and those with none that is open."""
    for row, cell in lacking(at, area):
        found = set()
        for key, said in records("foerderprogramm").items():
            block = placed(said, row["bedarf"], row["zielgruppe"], at)
            if block:
                dates = [day(said, name) for name in ("antrag-ab", "antrag-bis")]
                shares = [written(number(said[name])) for name in ("quote", "eigenanteil") if said[name]]
                level = code("mittelebene", said["mittelebene"])
                found.add(block)
                yield (block, *cell, key, said["mittelgeber"], level, *dates, *shares, day(said, "geprueft"))
        if "open" not in found:
            yield ("without", *cell)


@check("D6", BLOCKS)
def programmes_for_gaps() -> Found:
    return set(programmes(TODAY))


@check("D6", BLOCKS, day=date(2027, 3, 1))
def programmes_in_spring() -> Found:
    return set(programmes(date(2027, 3, 1)))


@check("D6", BLOCKS, within="G-03")
def programmes_for_one_district() -> Found:
    return set(programmes(TODAY, "G-03"))

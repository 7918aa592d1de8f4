"""L1: what there was on a day and what has gone; L3: norms that enter or leave force, with the offers that name them."""

from datetime import date
from functools import cache

from plain.registers import delivered_under, norms
from plain.statements import claim
from plain.tables import (
    TODAY,
    Found,
    active,
    check,
    day_of,
    later,
    records,
    table,
    terms,
    valid,
    values,
    workbooks,
)


@cache
def undelivered(sheet: str) -> dict[str, date]:
    """Records that no source names any more, with the day of the delivery they first lack in."""
    found = {}
    latest = dict(workbooks())
    for row in table(sheet):
        sheets = latest[row["@quelle"]]
        if row["kennung"] not in {r["kennung"] for r in sheets.get(sheet, ())}:
            found[row["kennung"]] = day_of(sheets["lieferung"][0]["datum"], date.max)
    return found


def iso(text: str) -> str:
    """A day as answers show it."""
    return str(day_of(text, date.min)) if text else ""


def gone(day: date, at: date, pillar: str = "") -> Found:
    found: Found = set()
    for key, offer in records("angebot").items():
        if pillar and pillar not in delivered_under(offer):
            continue
        start, end = iso(offer["gueltig-ab"]), iso(offer["gueltig-bis"])
        began = day_of(offer["gueltig-ab"], date.min) <= day
        if began and offer["status"] in ("ruhend", "beendet") and not end:
            found.add(("unknown", key, start))
        elif offer["status"] != "geplant" and valid(offer, day):
            if not valid(offer, at):
                found.add(("gone", key, start, end))
            elif key in undelivered("angebot"):
                found.add(("undelivered", key, start, str(undelivered("angebot")[key])))
            else:
                found.add(("still", key, start, end))
    return found


GONE = {
    "gone": ("offer", "from", "to"),
    "undelivered": ("offer", "from", "notDelivered"),
    "unknown": ("offer", "from"),
    "still": ("offer", "from", "to"),
}


@check("L1", GONE)
def gone_in_a_year() -> Found:
    return gone(later(TODAY, -12), TODAY)


@check("L1", GONE, day=date(2027, 3, 15))
def gone_by_next_spring() -> Found:
    return gone(later(date(2027, 3, 15), -12), date(2027, 3, 15))


@check("L1", GONE, pillar="SA-08")
def gone_of_youth_welfare() -> Found:
    return gone(later(TODAY, -12), TODAY, "SA-08")


def naming(at: date) -> dict[str, set[str]]:
    """Norm → offers active on a day that name it themselves or through funding or contract."""
    found: dict[str, set[str]] = {}
    offers = records("angebot")
    rows = [(norms(row), {key}) for key, row in offers.items()]
    for sheet in ("finanzierung", "vereinbarung"):
        rows += [(norms(row), set(values(row, "angebot"))) for row in records(sheet).values()]
    for names, keys in rows:
        for name in names:
            found.setdefault(name, set()).update(k for k in keys if active(offers[k], at))
    return found


def law_changes(at: date, months: int, pillar: str = "") -> Found:
    found: Found = set()
    until = later(at, months)
    offers = {key: row for key, row in records("angebot").items() if active(row, at)}
    for name, said in terms("legal-bases").items():
        (own,) = said["pillar"]
        if pillar not in ("", own):
            continue
        starts, ends = (day_of(said.get(p, [""])[0], date.min) for p in ("validFrom", "validTo"))
        changes = [("tritt in Kraft", starts)] if at < starts <= until else []
        changes += [("letzter Geltungstag", ends)] if at <= ends <= until else []
        for change, day in changes:
            touched = {o for o in naming(at).get(name, ()) if valid(offers[o], day)}
            cells = (name, own, said["obligation"][0], change, str(day))
            found |= {("changes", *cells, offer) for offer in touched}
            if not touched:
                same = sum(own in delivered_under(row) for row in offers.values())
                weight = claim(("list", "law"), {own}, at)
                found.add(("without", *cells, str(same), weight))
    named_by = set().union(*naming(at).values())
    for key, row in offers.items():
        if key not in named_by and (not pillar or pillar in delivered_under(row) or not delivered_under(row)):
            found.add(("unknown", key))
    return found


CHANGE = ("norm", "pillar", "obligation", "change", "day")
CHANGES = {
    "changes": (*CHANGE, "offer"),
    "conditional": (*CHANGE, "offer"),
    "without": (*CHANGE, "offersOfPillar", "claim"),
    "unknown": ("offer",),
}


@check("L3", CHANGES)
def law_in_two_years() -> Found:
    return law_changes(TODAY, 24)


@check("L3", CHANGES, months="120")
def law_in_ten_years() -> Found:
    return law_changes(TODAY, 120)


@check("L3", CHANGES, day=date(2026, 6, 15))
def law_before_the_summer() -> Found:
    return law_changes(date(2026, 6, 15), 24)

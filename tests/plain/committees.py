"""H1 to H3: committees and their members, experts by experience, committees side by side."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from plain.covering import area_fit, day_text
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    later,
    records,
    terms,
    upwards,
    valid,
    values,
)
from plain.words import code

OWN = "Expertise in eigener Sache"
LISTS = {
    "committees": ("committee", "bodyType", "power", "rhythm", "lastMeeting", "members", "voting"),
    "members": ("committee", "member", "role", "vote"),
    "open": ("committee", "missing"),
}
SPEAKING = {
    "missing": ("field", "committees", "claim"),
    "advisory": ("field", "committees", "advisory", "openVote"),
    "unknown": ("field", "committees", "claim"),
    "voting": ("field", "committees", "voting", "advisory", "openVote"),
}
SIDE = {
    "apart": ("topic", "committee", "other", "claim"),
    "unknown": ("topic", "committee", "other"),
    "connected": ("topic", "committee", "other"),
}


def committees(at: date) -> dict[str, Row]:
    """The committees that exist on a day."""
    return {key: row for key, row in records("gremium").items() if valid(row, at)}


def members(committee: str, at: date) -> list[Row]:
    """The memberships of a committee that hold on a day."""
    return [
        row for row in records("mitgliedschaft").values() if row["gremium"] == committee and valid(row, at)
    ]


def about(row: Row, topic: str) -> bool:
    """Whether a committee names a topic, a wider or a narrower one."""
    return any(
        tag in upwards("needs", topic) or topic in upwards("needs", tag) for tag in values(row, "thema")
    )


@check("H1", LISTS)
def who_sits_where() -> Found:
    return set(_lists("", "", TODAY))


@check("H1", LISTS, topic="BD-SO2")
def who_sits_where_for_a_topic() -> Found:
    return set(_lists("BD-SO2", "", TODAY))


@check("H1", LISTS, pillar="SA-08", day=date(2026, 9, 1))
def who_sits_where_in_a_pillar() -> Found:
    return set(_lists("", "SA-08", date(2026, 9, 1)))


def _lists(topic: str, pillar: str, at: date) -> Iterator[tuple[str, ...]]:
    for key, row in committees(at).items():
        if (topic and not about(row, topic)) or (pillar and pillar not in pillars(row)):
            continue
        own = members(key, at)
        last = row["letzte-sitzung"] if day_of(row["letzte-sitzung"], date.max) <= at else ""
        power = (
            code("befugnis", row["entscheidung"])
            or terms("body-types")[row["art"]].get("decisionPower", [""])[0]
        )
        voting = sum(member["stimmrecht"] == "ja" for member in own)
        how = (row["art"], power, code("rhythmus", row["rhythmus"]), day_text(last))
        yield ("committees", key, *how, str(len(own)), str(voting))
        for one in own:
            yield ("members", key, one["mitglied"], code("rolle", one["rolle"]), one["stimmrecht"])
        lacking = {
            "Thema": row["thema"],
            "letzte Sitzung": last,
            "Mitglieder": own,
            "Rhythmus": row["rhythmus"],
        }
        if not all(lacking.values()):
            yield ("open", key, ", ".join(name for name, said in lacking.items() if not said))


def pillars(row: Row) -> set[str]:
    """The pillars of a committee and all above them."""
    return set().union(*(upwards("pillars", name) for name in values(row, "saeule")))


@check("H2", SPEAKING)
def experts_by_experience() -> Found:
    return set(_speaking("", TODAY))


@check("H2", SPEAKING, field="BD-TE")
def experts_by_experience_disability() -> Found:
    return set(_speaking("BD-TE", TODAY))


def declared(at: date) -> bool:
    """Whether committees are declared mostly complete for the town and all pillars (aspect cooperation)."""
    return any(
        "Kooperation" in values(row, "aspekt")
        and row["ergebnis"] in ("ES-1", "ES-2", "Fehlanzeige")
        and not row["saeule"]
        and not row["bedarf"]
        and not row["zielgruppe"]
        and day_of(row["stichtag"], date.min) <= at <= later(day_of(row["stichtag"], date.min), 24)
        for row in records("bestand").values()
    )


def own_voice(row: Row) -> bool:
    """The role of experts by experience, where the member may have it: to be checked for authorities and the like."""
    kind = records("traeger").get(row["mitglied"], {}).get("traegerart", "")
    payer = row["mitglied"] in records("kostentraeger")
    sector = terms("provider-types").get(kind, {}).get("sector", [""])[0]
    odd = payer or sector in ("sektor-oeffentlich", "sektor-privat", "sektor-sozialpartner")
    return row["rolle"] == OWN and not odd


def _speaking(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    tops = [name for name, said in terms("needs").items() if "broader" not in said]
    for name in tops if not area_of_action else [area_of_action]:
        topical = [
            key
            for key, row in committees(at).items()
            if any(name in upwards("needs", tag) for tag in values(row, "thema"))
        ]
        own = {
            row["kennung"]: row["stimmrecht"] for key in topical for row in members(key, at) if own_voice(row)
        }
        votes = list(own.values())
        counts = (str(votes.count("nein")), str(votes.count("")))
        if "ja" in votes:
            yield ("voting", name, str(len(topical)), str(votes.count("ja")), *counts)
        elif votes:
            yield ("advisory", name, str(len(topical)), *counts)
        else:  # nobody declared committees complete for the whole town
            assert not declared(at)
            yield ("unknown", name, str(len(topical)), "nicht_beurteilbar")


@check("H3", SIDE)
def committees_side_by_side() -> Found:
    return set(_side("", TODAY))


@check("H3", SIDE, field="BD-SO")
def committees_side_by_side_community() -> Found:
    return set(_side("BD-SO", TODAY))


def reports_to(committee: str, at: date) -> set[str]:
    """Where the reports of a committee go, over others, too."""
    found: set[str] = set()
    waiting = [committee]
    while waiting:
        row = committees(at).get(waiting.pop(), {})
        onward = {*values(row, "berichtet-an"), *values(row, "teil-von")} - found
        found |= onward
        waiting += onward
    return found


def joined(one: str, other: str, at: date) -> bool:
    """A common member, one a member of the other, or a way of reports between them."""
    sitting = [{row["mitglied"] for row in members(key, at)} for key in (one, other)]
    ways = one in reports_to(other, at) or other in reports_to(one, at)
    return bool(sitting[0] & sitting[1]) or one in sitting[1] or other in sitting[0] or ways


def _side(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    found: Found = set()
    for one, other in combinations(sorted(committees(at)), 2):
        rows = (committees(at)[one], committees(at)[other])
        tags = product(values(rows[0], "thema"), values(rows[1], "thema"))
        topics = {
            b if a in upwards("needs", b) else a
            for a, b in tags
            if a in upwards("needs", b) or b in upwards("needs", a)
        }
        places = product(values(rows[0], "gebiet"), values(rows[1], "gebiet"))
        if not any(area_fit(a, b) for a, b in places):
            continue
        for topic in topics:
            if area_of_action and area_of_action not in upwards("needs", topic):
                continue
            if joined(one, other, at):
                found.add(("connected", topic, one, other))
            elif not members(one, at) or not members(other, at):
                found.add(("unknown", topic, one, other))
            else:
                found.add(("apart", topic, one, other, "hinweis" if declared(at) else "nicht_beurteilbar"))
    yield from found

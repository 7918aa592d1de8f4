"""C1: where two pillars meet: shared needs and groups, bridging norms, structures and transitions between both."""

from datetime import date
from itertools import product

from plain.cells import EXACT, GENERAL, combined, facets
from plain.duties import structures
from plain.handovers import agreements, vague
from plain.network import BINDING, active_offers, cooperations, offers_of, providing
from plain.registers import delivered_under, norms
from plain.roles import organisation
from plain.statements import claim
from plain.tables import TODAY, Found, check, records, terms, valid, values

REHABILITATION = {"SA-03", "SA-05", "SA-06", "SA-07", "SA-08", "SA-09E", "SA-14"}  # § 6 SGB IX
REHABILITATION_NORMS = ("SGB-IX-12", "SGB-IX-19", "SGB-IX-25")
GUIDE = "SGB-VIII-10b"


def reaching(offers: set[str], need: str, group: str, at: date) -> tuple[set[str], set[str]]:
    """The offers that name a need and a group exactly, and those that cover them, wherever they do."""
    exact, covering = set(), set()
    for row in records("abdeckung").values():
        if row["angebot"] in offers and valid(row, at) and row["bedarf"] and row["zielgruppe"]:
            fit = min(facets(row, need, group, "G-00")[:2])
            exact |= {row["angebot"]} if fit == EXACT else set()
            covering |= {row["angebot"]} if fit >= GENERAL else set()
    return exact, covering


def agreed(mine: set[str], theirs: set[str], at: date) -> bool:
    """Whether different offers, or their providers, cooperate bindingly, or one provider runs both."""
    for one, other in product(mine, theirs):
        if one == other:
            continue
        left, right = {one} | providing(one), {other} | providing(other)
        if providing(one) & providing(other):
            return True
        for each in cooperations(at):
            if each.weight >= BINDING and left & {*each.parties} and right & {*each.parties}:
                return True
    return False


def shared(first: str, second: str, at: date) -> Found:
    found: Found = set()
    one, other = (
        {key for key, row in active_offers(at).items() if p in delivered_under(row)} for p in (first, second)
    )
    rows = [r for r in records("abdeckung").values() if r["angebot"] in one | other and valid(r, at)]
    named = {pair for r in rows for pair in product(values(r, "bedarf"), values(r, "zielgruppe"))}
    for need, group in named:
        (exact, mine), (precise, theirs) = (reaching(offers, need, group, at) for offers in (one, other))
        if not any(a != b for a, b in (*product(exact, theirs), *product(mine, precise))):
            continue
        joined = agreed(mine, theirs, at)
        weight = "" if joined else claim(("list", "cooperation"), {first, second}, at)
        counts = (len(mine), len(theirs), len(mine & theirs))
        found.add(("shared", need, combined(group), *map(str, counts), weight))
    return found


def bridging_norms(first: str, second: str, at: date) -> Found:
    found: Found = set()
    pillars = {first, second}
    special = set(REHABILITATION_NORMS) if pillars <= REHABILITATION else set()
    special |= {GUIDE} if pillars == {"SA-08", "SA-09E"} else set()
    guides = {key for key, row in active_offers(at).items() if GUIDE in norms(row)}
    for norm, said in terms("legal-bases").items():
        (own,) = said["pillar"]
        if norm not in special and (said["normKind"] != ["normart-kooperation"] or own not in pillars):
            continue
        start, end = said.get("validFrom", [""])[0], said.get("validTo", ["9999"])[0]
        if not start <= str(at) <= end:
            continue
        head = ("norms", norm, said["obligation"][0], own)
        there = guides if norm == GUIDE else structures(at).get(norm, set())
        found |= {(*head, key, "") for key in there}
        if not there:
            aspects = ("list", "law" if norm == GUIDE else "cooperation")
            found.add((*head, "", claim(aspects, {own}, at)))
    return found


def side(party: str, pillar: str, at: date) -> bool:
    """Whether a party delivers under a pillar: the offer itself, or an offer of the provider."""
    offers = active_offers(at)
    own = {party: offers[party]} if party in offers else offers_of(party, at)
    return any(pillar in delivered_under(row) for row in own.values())


def name(party: str) -> str:
    """What a party is called."""
    return records("angebot")[party]["name"] if party in records("angebot") else organisation(party)


def with_both(first: str, second: str, at: date) -> Found:
    """Cooperations and committees in which different parties stand for both pillars."""
    parties = {each.key: set(each.parties) for each in cooperations(at)}
    for key, row in records("gremium").items():
        seats = (r for r in records("mitgliedschaft").values() if r["gremium"] == key and valid(r, at))
        if valid(row, at):
            parties[key] = {r["mitglied"] for r in seats}
    found: Found = set()
    for key, members in parties.items():
        one, other = (sorted(p for p in members if side(p, pillar, at)) for pillar in (first, second))
        if any(a != b for a, b in product(one, other)):
            kind = records("kooperation").get(key, {}).get("art", "")
            found.add(("structures", key, kind, ", ".join(map(name, one)), ", ".join(map(name, other))))
    return found


def crossings(first: str, second: str, at: date) -> Found:
    found: Found = set()
    for key, said in terms("transitions").items():
        start, end = said.get("fromPillar", [""])[0], said.get("toPillar", [""])[0]
        if {start, end} != {first, second}:
            continue
        keys = agreements(key, at)
        found |= {("transitions", key, start, end, each, "") for each in keys}
        if not keys:
            open_ = bool({*said.get("bridgeNorm", [])} & structures(at).keys()) or vague(start, end, at)
            weight = claim(("list", "cooperation"), {start, end}, at, open_=open_)
            found.add(("transitions", key, start, end, "", weight))
    return found


def interfaces(first: str, second: str, at: date) -> Found:
    parts = (shared, bridging_norms, with_both, crossings)
    return set().union(*(part(first, second, at) for part in parts))


SHOW = {
    "shared": ("need", "group", "offers", "otherOffers", "bothOffers", "claim"),
    "norms": ("norm", "obligation", "pillar", "structure", "claim"),
    "structures": ("structure", "type", "participants", "otherParticipants"),
    "transitions": ("transition", "fromPillar", "toPillar", "structure", "claim"),
}


@check("C1", SHOW)
def youth_welfare_and_integration() -> Found:
    return interfaces("SA-08", "SA-09E", TODAY)


@check("C1", SHOW, pillar="SA-02", otherPillar="SA-08")
def jobseekers_and_youth_welfare() -> Found:
    return interfaces("SA-02", "SA-08", TODAY)


@check("C1", SHOW, pillar="SA-05", otherPillar="SA-09E", day=date(2025, 6, 1))
def health_and_integration_in_2025() -> Found:
    return interfaces("SA-05", "SA-09E", date(2025, 6, 1))

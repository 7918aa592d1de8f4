"""C5: transitions with the agreements that name them, and the stated needs that hang on them."""

from datetime import date

from plain.cells import matches
from plain.duties import structures
from plain.network import BINDING, active_offers, cooperations, providing
from plain.registers import delivered_under
from plain.stated_needs import DOCUMENTED, cell_of, claim_of, needs, state
from plain.statements import claim
from plain.tables import TODAY, Found, check, records, terms, valid, values


def agreements(transition: str, at: date) -> set[str]:
    """Binding cooperations valid on a day that name the transition."""
    binding = {each.key for each in cooperations(at) if each.weight >= BINDING}
    return {key for key in binding if transition in values(records("kooperation")[key], "uebergang")}


def stands_for(party: str, at: date) -> set[str]:
    """The pillars of a party: of the offer, or of all offers of the provider."""
    offers = records("angebot")
    mine = (
        [offers[party]]
        if party in offers
        else [o for o in active_offers(at).values() if party in providing(o["kennung"])]
    )
    return set().union(*(delivered_under(row) for row in mine))


def vague(first: str, second: str, at: date) -> bool:
    """Whether a cooperation between both sides names no transition or no kind."""
    for row in records("kooperation").values():
        if row["status"] in ("geplant", "ruhend") or not valid(row, at) or row["art"] in ("KO-0", "KO-8"):
            continue
        if row["art"] and row["uebergang"]:
            continue
        parties = [p for column in ("beteiligt", "von-angebot", "an-angebot") for p in values(row, column)]
        sides = [stands_for(p, at) for p in parties]
        strong = row["art"] in ("", "KO-3", "KO-4", "KO-5", "KO-6", "KO-7")
        pairs = ((a, b) for i, a in enumerate(sides) for j, b in enumerate(sides) if i != j)
        if strong and any(first in a and second in b for a, b in pairs):
            return True
    return False


def stated(transition: str, at: date) -> tuple[str, str, str]:
    """Documented needs that name a transition, or its need for its group; how many of them lack an offer, or may."""
    said = terms("transitions")[transition]
    found: dict[str, str] = {}
    for row in needs(at, *DOCUMENTED):
        named = transition in values(row, "uebergang")
        meant = row["bedarf"] in said.get("needType", []) and row["zielgruppe"] in said.get("targetGroup", [])
        if named or meant:
            hits = matches(*cell_of(row), at)
            found[row["kennung"]] = state(hits, claim_of(hits, *cell_of(row), at), at)
    shown = list(found.values())
    return str(len(shown)), str(shown.count("gap")), str(shown.count("unknown"))


def transitions(at: date, pillar: str = "") -> Found:
    found: Found = set()
    for key, said in terms("transitions").items():
        start, end = said.get("fromPillar", [""])[0], said.get("toPillar", [""])[0]
        if pillar and pillar not in (start, end):
            continue
        head = (key, start, said.get("fromBody", [""])[0], end, said.get("toBody", [""])[0])
        head += stated(key, at)
        agreed = agreements(key, at)
        for each in agreed:
            row = records("kooperation")[each]
            found.add(("regulated", *head, each, row["art"]))
        if not agreed:
            norms = set(said.get("bridgeNorm", []))
            open_ = bool(norms & structures(at).keys()) or vague(start, end, at)
            weight = claim(("list", "cooperation"), {start, end}, at, open_=open_)
            block = "missing" if weight in ("belastbar", "vorlaeufig") else "unknown"
            found.add((block, *head, weight))
    return found


HEAD = (
    "transition",
    "fromPillar",
    "fromBody",
    "toPillar",
    "toBody",
    "needs",
    "uncovered",
    "undecided",
)
SHOW = {
    "missing": (*HEAD, "claim"),
    "unknown": (*HEAD, "claim"),
    "regulated": (*HEAD, "cooperation", "type"),
}


@check("C5", SHOW)
def all_transitions() -> Found:
    return transitions(TODAY)


@check("C5", SHOW, pillar="SA-08")
def transitions_of_youth_welfare() -> Found:
    return transitions(TODAY, "SA-08")


@check("C5", SHOW, day=date(2023, 8, 1))
def transitions_in_2023() -> Found:
    return transitions(date(2023, 8, 1))

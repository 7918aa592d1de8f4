"""M4: offers that reach beyond the town by catchment or by where their users come from, and who pays for them."""

from collections import defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.measured import Observation, observations
from queries.money import NO_FUNDER
from queries.parameters import date_term
from queries.reading import Reading, iri, iri_or_none
from queries.region import ORIGIN, Lies, Origin, lies, origin
from queries.words import NO_WORDS, Words, counted


@dataclass(slots=True)
class Reach:
    """The catchment of an offer: its areas, and whether some coverage leaves its area open."""

    areas: set[URIRef] = field(default_factory=set)
    coverages: set[URIRef] = field(default_factory=set)
    is_open: bool = False


def evaluate(asking: Asking) -> Outcome:
    """Offers beyond the town, offers of which the catchment is not known; local ones are counted."""
    reading = asking.reading
    coordinating = {row["offer"] for row in reading.facts("coordination_offers")}
    reaches = {offer: reach for offer, reach in _reaches(asking).items() if offer not in coordinating}
    origins = _origins(reading)
    payers = _payers(reading)
    blocks: dict[str, list[Row]] = {"regional": [], "unknown": []}
    records: defaultdict[str, list[list[URIRef]]] = defaultdict(list)
    beyond = measured = 0
    for offer, reach in reaches.items():
        places = {lies(reading, area) for area in reach.areas}
        users = origins.get(offer)
        is_beyond = bool(places & {Lies.AROUND, Lies.OUTSIDE})
        is_unclear = reach.is_open or not reach.coverages or Lies.UNKNOWN in places
        beyond += is_beyond
        measured += users is not None and users.share is not None
        row: Row = {
            "offer": offer,
            "catchment": reading.named(reach.areas) if reach.areas else _UNKNOWN_AREA,
            "payers": reading.named(payers[offer]) if payers[offer] else None,
        }
        if is_beyond or _from_outside(users):
            row |= {"reach": _BEYOND if is_beyond else _UNCLEAR if is_unclear else _LOCAL, **_users(users)}
            blocks["regional"].append(row)
            records["regional"].append([offer, *sorted(reach.coverages), *(users.records if users else ())])
        elif is_unclear:
            blocks["unknown"].append(row | {"note": _NOT_WHERE if reach.areas else NO_WORDS})
            records["unknown"].append([offer, *sorted(reach.coverages)])
    exclusions = (coordination_left_out(reading),)
    if not reaches or reading.municipality is None:
        return Outcome({"regional": []}, _NO_TOWN if reaches else _NOTHING, exclusions)
    lead = _LEAD.format(
        offers=counted(len(reaches), *_OFFERS), beyond=beyond, regional=len(blocks["regional"]), measured=measured,
        unknown=len(blocks["unknown"]), local=len(reaches) - len(blocks["regional"]) - len(blocks["unknown"]),
        unmeasured=len(reaches) - measured,
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions, records=records)


def _reaches(asking: Asking) -> dict[URIRef, Reach]:
    found: defaultdict[URIRef, Reach] = defaultdict(Reach)
    for row in asking.rows:
        reach = found[iri(row["offer"])]
        if coverage := iri_or_none(row["coverage"]):
            reach.coverages.add(coverage)
            if area := iri_or_none(row["area"]):
                reach.areas.add(area)
            else:
                reach.is_open = True
    return dict(found)


def _origins(reading: Reading) -> dict[URIRef, Origin]:
    values: defaultdict[URIRef, list[Observation]] = defaultdict(list)
    for value in observations(reading):
        if value.use == ORIGIN and value.offer is not None:
            values[value.offer].append(value)
    threshold = reading.thresholds.smallest_number
    found = {offer: origin(reading, own, threshold) for offer, own in values.items()}
    return {offer: users for offer, users in found.items() if users is not None}


def _from_outside(users: Origin | None) -> bool:
    """Whether users from outside are known; what must not be shown may be some."""
    if users is None:
        return False
    return users.is_withheld or bool(users.outside) or bool(users.share)


def _users(users: Origin | None) -> Row:
    if users is None:
        return {"note": _NO_ORIGIN}
    note = NO_WORDS
    if users.share is None:
        note = _WITHHELD if users.is_withheld else _NO_BASE if users.outside is not None else _NO_OUTSIDE
    return {
        "day": date_term(users.day),
        "outside": None if users.outside is None else Literal(users.outside),
        "base": None if users.base is None else Literal(users.base),
        "share": None if users.share is None else Literal(round(users.share, 4)),
        "note": note,
    }


def _payers(reading: Reading) -> defaultdict[URIRef, set[URIRef]]:
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("funders"):
        funder = iri_or_none(row["funder"])
        if funder and row["type"] not in NO_FUNDER:
            found[iri(row["offer"])].add(funder)
    return found


_OFFERS = (Words("aktives Angebot", "active offer"), Words("aktive Angebote", "active offers"))
_LEAD = Words(
    "{offers}: {regional} reichen über die Stadt hinaus ({beyond} nach ihrem Einzugsgebiet), {local} sind örtlich (soweit erfasst), "
    "{unknown} nicht beurteilbar. Der Anteil Nutzender von außerhalb ist bei {measured} bekannt, bei {unmeasured} nicht.",
    "{offers}: {regional} reach beyond the town ({beyond} by their catchment), {local} are local (as far as recorded), {unknown} "
    "cannot be judged. The share of users from outside is known for {measured}, not for {unmeasured}.",
)
_NOTHING = Words(
    "0 aktive Angebote erfasst, keine Aussage möglich.", "0 active offers recorded, no statement possible."
)
_NO_TOWN = Words(
    "Das Gebiet der Stadt ist nicht erfasst, keine Aussage möglich.",
    "The area of the town is not recorded, no statement possible.",
)
_BEYOND, _LOCAL = Words("überörtlich", "beyond the town"), Words("örtlich", "local")
_UNCLEAR = Words("Einzugsgebiet nicht bekannt", "catchment not known")
_UNKNOWN_AREA = Words("nicht erfasst", "not recorded")
_NOT_WHERE = Words("Einzugsgebiet nur zum Teil bekannt", "catchment known only in part")
_NO_ORIGIN = Words("Herkunft der Nutzenden nicht erhoben", "origin of users not collected")
_WITHHELD = Words("Zahlen zu klein, um sie zu zeigen", "numbers too small to show")
_NO_BASE = Words(
    "Anteil nicht berechenbar: die Zahl aller Nutzenden fehlt oder passt nicht",
    "share cannot be calculated: the number of all users is missing or does not fit",
)
_NO_OUTSIDE = Words(
    "Anteil nicht berechenbar: für Gebiete außerhalb liegt keine Zahl vor",
    "share cannot be calculated: there is no number for areas outside",
)

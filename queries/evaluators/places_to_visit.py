"""C3: how many places somebody in a constellation has to visit, and which needs nobody is known to cover."""

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.connections import unconnected
from queries.constellations import Constellation, Reach, constellations
from queries.hidden_ties import HiddenTies
from queries.verdict import Claim, Grade, as_far_as_known, grounds, weaker
from queries.visits import Route, Routes, Way
from queries.words import NO_WORDS, Words, counted

_BLOCKS = ("places", "stops", "ways", "missing", "part", "unknown")


def evaluate(asking: Asking) -> Outcome:
    """Counts, the way, the ways between its places, and needs without cover, each with what may be claimed."""
    reach = Reach(asking, asking.area("area"))
    routes, ties = Routes(asking, reach), HiddenTies(asking)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    used: list[list[URIRef]] = []
    ways: list[list[URIRef]] = []
    found = [(constellation, routes.of(constellation)) for constellation in constellations(asking.rows)]
    for constellation, route in found:
        blocks["places"].append(_summary(routes, constellation, route))
        used.append(route.offers)
        blocks["stops"] += _stop_rows(asking, routes, constellation, route)
        blocks["ways"] += [_way_row(asking, reach, routes, constellation, way, ties) for way in route.ways]
        ways += [[*way.one, *way.other, *way.handovers] for way in route.ways]
        for need in constellation.needs:
            if need not in {stop.need for stop in route.stops}:
                block, row = _uncovered(reach, constellation, need)
                blocks[block].append(row)
    return Outcome(
        blocks, _lead(asking, routes, found, blocks), (coordination_left_out(asking.reading),),
        records={"places": used, "ways": ways},
    )  # fmt: skip


def _summary(routes: Routes, constellation: Constellation, route: Route) -> Row:
    covered = len({stop.need for stop in route.stops})
    row: Row = {
        "constellation": constellation.iri,
        "needs": Literal(len(constellation.needs)),
        "covered": Literal(covered),
    }
    if not covered:
        return row  # no place is known: that is not zero places
    applications = [routes.needs_application(offer) for offer in route.offers]
    pillars = {pillar for offer in route.offers for pillar in routes.pillars(offer)}
    exact = route.places.is_exact and route.providers.is_exact
    return row | {
        "places": Literal(len(route.places.chosen)),
        "providers": Literal(len(route.providers.chosen)),
        "pillars": Literal(len(pillars)),
        "pillarsUnknown": Literal(sum(not routes.pillars(offer) for offer in route.offers)),
        "applications": Literal(applications.count(True)),
        "applicationsUnknown": Literal(applications.count(None)),
        "ways": Literal(len(route.ways)),
        "unjoined": Literal(sum(not way.is_joined for way in route.ways)),
        "method": _EXACT if exact else _APPROXIMATE,
    }


def _stop_rows(asking: Asking, routes: Routes, constellation: Constellation, route: Route) -> list[Row]:
    named = asking.reading.named
    return [
        {
            "constellation": constellation.iri,
            "stop": Literal(stop.number),
            "place": stop.place.site,
            "note": stop.place.note,
            "offer": stop.offer,
            "provider": named(routes.providers(stop.offer)),
            "need": stop.need,
            "pillar": named(routes.pillars(stop.offer)) if routes.pillars(stop.offer) else _NOT_RECORDED,
            "application": _APPLICATION[routes.needs_application(stop.offer)],
        }
        for stop in route.stops
    ]


def _way_row(
    asking: Asking, reach: Reach, routes: Routes, constellation: Constellation, way: Way, ties: HiddenTies
) -> Row:
    named = asking.reading.named
    row: Row = {"constellation": constellation.iri, "offers": named(way.one), "otherOffers": named(way.other)}
    if way.is_joined:
        return row | {"handover": named(way.handovers) if way.handovers else _SAME_PROVIDER}
    pillars = {pillar for side in _sides(routes, way) for pillar in side}
    claim, reason = unconnected(
        asking, pillars, reach.area, holds_within=lambda: not ties.between(*_sides(routes, way))
    )
    return row | {
        "claim": Literal(str(claim)),
        "reason": _NO_HANDOVER.format(known=as_far_as_known(claim)) + reason,
    }


def _sides(routes: Routes, way: Way) -> tuple[set[URIRef | None], set[URIRef | None]]:
    """The pillars of the offers at both places; None for one that is not known."""
    one, other = (
        {pillar for offer in offers for pillar in routes.pillars(offer) or {None}}
        for offers in (way.one, way.other)
    )
    return one, other


def _uncovered(reach: Reach, constellation: Constellation, need: URIRef) -> tuple[str, Row]:
    grades = list(reach.offers(constellation, need).values())
    claim, group, inventory = reach.claim(constellation, need)
    row: Row = {"constellation": constellation.iri, "need": need, "group": group, "area": reach.area}
    maybe, partly = grades.count(Grade.UNKNOWN), grades.count(Grade.PART)
    if maybe:
        claim = weaker(claim, Claim.HINT)
    known = as_far_as_known(claim)
    reason = (
        _PART.format(offers=counted(partly, *_OFFERS), known=known) if partly else _NOBODY.format(known=known)
    ) + (counted(maybe, *_MAYBE) if maybe else grounds(inventory, claim))
    row |= {"claim": Literal(str(claim)), "reason": reason}
    if partly:
        return "part", row
    return ("missing" if claim in (Claim.FIRM, Claim.PROVISIONAL) else "unknown"), row


def _lead(
    asking: Asking, routes: Routes, found: list[tuple[Constellation, Route]], blocks: dict[str, list[Row]]
) -> Words:
    if len(found) == 1 and found[0][1].stops:
        constellation, route = found[0]
        row = _summary(routes, constellation, route)
        return _ONE.format(
            name=asking.reading.named([constellation.iri]),
            least=NO_WORDS if row["covered"] == row["needs"] else _AT_LEAST,
            places=counted(len(route.places.chosen), *_PLACES), method=row["method"],
            providers=len(route.providers.chosen), pillars=row["pillars"], applications=row["applications"],
            unknown=row["applicationsUnknown"], covered=row["covered"], needs=len(constellation.needs),
            unjoined=row["unjoined"], ways=row["ways"],
        )  # fmt: skip
    whole = sum(len({stop.need for stop in route.stops}) == len(c.needs) for c, route in found)
    none = sum(not route.stops for _, route in found)
    return _ALL.format(
        constellations=counted(len(found), *_CONSTELLATIONS), whole=whole, partly=len(found) - whole - none, none=none,
        missing=len(blocks["missing"]), unknown=len(blocks["unknown"]) + len(blocks["part"]),
    )  # fmt: skip


_EXACT, _APPROXIMATE = Words("genau", "exact"), Words("Näherung", "approximation")
_APPLICATION = {
    True: Words("ja", "yes"),
    False: Words("nein", "no"),
    None: Words("nicht erhoben", "not surveyed"),
}
_NOT_RECORDED = Words("nicht erfasst", "not recorded")
_SAME_PROVIDER = Words("derselbe Träger", "the same provider")
_NO_HANDOVER = Words("Keine verbindliche Überleitung {known}.", "No binding handover {known}.")
_NOBODY = Words("Kein deckendes Angebot {known}.", "No covering offer {known}.")
_PART = Words(
    "Nur Teildeckung durch {offers}, sonst kein deckendes {known}.",
    "Covered in part only by {offers}, otherwise by none {known}.",
)
_OFFERS = (Words("Angebot", "offer"), Words("Angebote", "offers"))
_MAYBE = (
    Words("Angebot könnte passen, lässt aber Bedarf, Zielgruppe oder Gebiet offen.", "offer may match but leaves need, group or area open."),
    Words("Angebote könnten passen, lassen aber Bedarf, Zielgruppe oder Gebiet offen.", "offers may match but leave need, group or area open."),
)  # fmt: skip
_AT_LEAST = Words("mindestens", "at least")
_PLACES = (Words("Stelle", "place"), Words("Stellen", "places"))
_CONSTELLATIONS = (Words("Konstellation", "constellation"), Words("Konstellationen", "constellations"))
_ONE = Words(
    "{name}: {least} {places} ({method}) für {covered} von {needs} {needs|Bedarf|Bedarfen}, soweit erfasst; Träger: {providers}, Säulen: {pillars}, "
    "Anträge: {applications} (nicht erhoben: {unknown}), Wege zwischen zwei Stellen ohne bekannte Überleitung: {unjoined} von {ways}.",
    "{name}: {least} {places} ({method}) for {covered} of {needs} {needs|need|needs}, as far as recorded; providers: {providers}, pillars: "
    "{pillars}, applications: {applications} (not surveyed: {unknown}), ways between two places without known handover: {unjoined} of "
    "{ways}.",
)
_ALL = Words(
    "{constellations}: {whole} mit allen Bedarfen gedeckt, {partly} zum Teil, {none} ohne bekanntes deckendes Angebot, soweit "
    "erfasst. Bedarfe belastbar oder vorläufig ohne Angebot: {missing}; nur zum Teil gedeckt oder nicht beurteilbar: {unknown}.",
    "{constellations}: {whole} with all needs covered, {partly} in part, {none} without known covering offer, as far as recorded. "
    "Needs firmly or provisionally without offer: {missing}; covered in part only or not to be judged: {unknown}.",
)

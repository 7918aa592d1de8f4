"""I3: the way from the areas of documented needs to the nearest matching offer, never to a protected one."""

from collections.abc import Iterator

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.places import Places
from queries.reading import iri, iri_or_none
from queries.stated import DOCUMENTED
from queries.verdict import Claim, Grade, as_far_as_known, claim_of, grounds
from queries.words import Words, counted

Cell = tuple[URIRef, URIRef, URIRef]
_MAY_CLAIM = (Claim.FIRM, Claim.PROVISIONAL)
_BLOCKS = ("far", "withoutWay", "unknown", "near")


def evaluate(asking: Asking) -> Outcome:
    """Far ways, those nobody has to go, those nobody can judge, near ones."""
    where = Places(asking.reading, asking.rows)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in _BLOCKS}
    bare = 0
    for cell in _cells(asking):
        found = asking.cells.matches(*cell, asking.reading.reference_date)
        found = [match for match in found if match.coverage.offer not in where.protected]
        offers = sorted({m.coverage.offer for m in found if m.grade >= Grade.GENERAL})
        perhaps = any(m.grade is Grade.UNKNOWN for m in found)
        if not offers:
            bare += 1
            continue
        block, row = _judged(asking, where, cell, offers, perhaps=perhaps)
        blocks[block].append(row)
        records[block].append([cell[2], *offers])
    number = {name: len(rows) for name, rows in blocks.items()}
    lead = _LEAD.format(
        cells=counted(sum(number.values()), *_CELLS), minutes=asking.reading.thresholds.far_minutes,
        far=number["far"], without=number["withoutWay"], unknown=number["unknown"], near=number["near"],
    )  # fmt: skip
    left_out = (
        Exclusion(_BARE, bare), Exclusion(_PROTECTED, len(where.protected)), coordination_left_out(asking.reading),
    )  # fmt: skip
    return Outcome(blocks, lead if bare + sum(number.values()) else _NO_NEEDS, left_out, records=records)


def _cells(asking: Asking) -> Iterator[Cell]:
    """Documented needs, and the chosen pair in every area."""
    reading = asking.reading
    need, group = iri_or_none(asking.term("need")), iri_or_none(asking.term("group"))
    within = asking.area("within")
    cells = [
        (iri(row["need"]), iri(row["group"]), iri(row["area"]))
        for row in reading.facts("needs")
        if iri(row["status"]) in DOCUMENTED
    ]
    if need and group:
        cells += [(need, group, area.iri) for area in reading.areas.values() if area.is_cell]
    for cell in sorted(set(cells)):
        inside = within is None or within in reading.around(cell[2])
        if inside and need in (None, cell[0]) and group in (None, cell[1]):
            yield cell


def _judged(
    asking: Asking, where: Places, cell: Cell, offers: list[URIRef], *, perhaps: bool
) -> tuple[str, Row]:
    need, group, area = cell
    way = where.nearest(area, offers)
    spared = [offer for offer in offers if offer in where.without_way]
    unlocated = [
        offer
        for offer in offers
        if offer not in spared and (offer not in where.sites or offer in where.unplaced)
    ]
    row: Row = {"need": need, "group": group, "area": area, "offers": Literal(len(offers))}
    if way:
        row |= {
            "distance": Literal(way.metres),
            "walking": Literal(way.minutes),
            "offer": way.offer,
            "site": way.site,
        }
    if way and way.minutes <= asking.reading.thresholds.far_minutes:
        return "near", {**row, "withoutWay": Literal(len(spared))}
    if spared:
        return "withoutWay", {**row, "withoutWay": Literal(len(spared)), "reason": _SPARED}
    if way is None or unlocated or perhaps:
        reason = _NO_AREA if area not in where.areas else _NO_SITE if way is None else _MAYBE_NEARER
        return "unknown", {**row, "unlocated": Literal(len(unlocated)), "reason": reason}
    inventory = asking.declarations.inventory(need, group, area)
    claim = claim_of(inventory)
    reason = _FAR.format(known=as_far_as_known(claim)) + grounds(inventory, claim)
    row |= {"claim": Literal(str(claim)), "reason": reason}
    return ("far", row) if claim in _MAY_CLAIM else ("unknown", {**row, "unlocated": Literal(0)})


_CELLS = (
    Words("gedeckter Bedarf in einem Gebiet", "covered need in an area"),
    Words("gedeckte Bedarfe in Gebieten", "covered needs in areas"),
)
_LEAD = Words(
    "{cells}: {far} mehr als {minutes} Minuten zu Fuß entfernt (geschätzt), {without} weit oder nicht bekannt, aber "
    "ohne Weg nutzbar, {unknown} nicht beurteilbar, {near} nah.",
    "{cells}: {far} more than {minutes} minutes away on foot (estimated), {without} far or not known, but "
    "usable without a way, {unknown} not to be judged, {near} near.",
)
_NO_NEEDS = Words(
    "0 festgestellte Bedarfe erfasst, keine Aussage möglich.",
    "0 documented needs recorded, no statement possible.",
)
_FAR = Words(
    "Kein passendes offenes Angebot liegt näher {known}.", "No matching open offer is nearer {known}."
)
_SPARED = Words(
    "Mindestens ein passendes Angebot sucht auf oder hilft telefonisch oder digital.",
    "At least one matching offer visits people or helps by phone or online.",
)
_NO_AREA = Words("Die Lage des Gebiets ist nicht erfasst.", "The position of the area is not recorded.")
_NO_SITE = Words(
    "Von keinem passenden Angebot ist eine offene Lage erfasst.",
    "No open position is recorded of any matching offer.",
)
_MAYBE_NEARER = Words(
    "Höchstens so weit: ein Standort ohne erfasste offene Lage oder ein Angebot ohne Einzugsgebiet kann näher liegen.",
    "At most so far: a site without a recorded open position or an offer without catchment may be nearer.",
)
_BARE = Words(
    "Bedarfe ohne deckendes Angebot, dessen Ort offen sein darf (siehe A1)",
    "Needs without a covering offer whose place may be open (see A1)",
)
_PROTECTED = Words(
    "Geschützte Angebote der ganzen Stadt: nie verortet, nie gemessen",
    "Protected offers of the whole town: never located, never measured",
)

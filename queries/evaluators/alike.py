"""K5: records that may mean the same body or offer, what speaks against it, and what was decided."""

from rdflib import URIRef

from ontology.terms import SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.likeness import Likeness, Thing, pairs, things
from queries.reading import iri, text
from queries.words import NO_WORDS, Words, counted

_TAGS = {
    "#traeger": SOZ.Provider,
    "#kostentraeger": SOZ.CostBearer,
    "#standort": SOZ.Site,
    "#angebot": SOZ.Offer,
}
Decisions = dict[tuple[URIRef, str], tuple[str, URIRef]]


def evaluate(asking: Asking) -> Outcome:
    """Pairs not decided, pairs with something against them, pairs decided."""
    found = things(asking.rows, asking.reading.reference_date)
    compared = [thing for thing in found if not thing.is_protected and not (thing.is_offer and thing.is_over)]
    decisions: Decisions = {
        (_TAGS[text(row["sheet"])], text(row["key"])): (text(row["decided"]), iri(row["source"]))
        for row in asking.reading.facts("match_decisions", extra=("provenance",))
        if text(row["sheet"]) in _TAGS
    }
    blocks: dict[str, list[Row]] = {"pairs": [], "apart": [], "decided": []}
    for pair in pairs(compared):
        row: Row = {
            "kind": pair.one.kind, "record": pair.one.iri, "other": pair.other.iri, "provider": pair.provider,
            "same": _same(pair),
        }  # fmt: skip
        if decided := _decided(pair, decisions):
            blocks["decided"].append(row | {"decision": decided[0], "source": decided[1]})
            continue
        against, is_open = _against(pair)
        blocks["apart" if against and not is_open else "pairs"].append(row | {"against": against})
    incomplete = sum(1 for thing in compared if not thing.addresses or not thing.phones)
    lead = _LEAD.format(
        records=counted(len(compared), *_RECORDS), pairs=counted(len(blocks["pairs"]), *_PAIRS),
        apart=len(blocks["apart"]), decided=len(blocks["decided"]), incomplete=incomplete,
    )  # fmt: skip
    protected = sum(1 for thing in found if thing.is_protected)
    over = sum(1 for thing in found if not thing.is_protected and thing.is_offer and thing.is_over)
    exclusions = Exclusion(_PROTECTED, protected), Exclusion(_OVER, over)
    return Outcome(blocks, lead if compared else _NOTHING, exclusions)


def _same(pair: Likeness) -> Words:
    if pair.same_name and pair.same_place:
        return _BOTH
    return _NAME if pair.same_name else _PLACE


def _against(pair: Likeness) -> tuple[Words | None, bool]:
    """What speaks against the pair, or only leaves it open."""
    one, other = pair.one, pair.other
    if one.form and other.form and one.form != other.form:
        return _FORMS, False
    if one.is_offer and not pair.same_place:
        if one.sites and other.sites and not one.sites & other.sites:
            return _SITES, False
        if one.areas and other.areas and not one.areas & other.areas:
            return _AREAS, False
        if not (one.sites and other.sites) and not (one.areas and other.areas):
            return _NO_PLACE, True
    if pair.same_name and one.form != other.form:
        return _ONE_FORM, True
    return None, True


def _decided(pair: Likeness, decisions: Decisions) -> tuple[Words, URIRef] | None:
    """What was decided about one of them: that it is the other, or a record of its own."""
    own: tuple[Words, URIRef] | None = None
    for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
        for kind in sorted(one.kinds):
            decided, source = decisions.get((kind, one.key), ("", None))
            if source is not None and decided == other.key:
                return _MERGED, source
            if source is not None and decided == one.key:
                own = _OWN.format(record=_name(one)), source
    return own


def _name(thing: Thing) -> Words:
    return Words(thing.name, thing.name) if thing.name else NO_WORDS


_RECORDS = (Words("Datensatz", "record"), Words("Datensätze", "records"))
_PAIRS = (
    Words("Paar ist vielleicht dasselbe und", "pair is perhaps the same and"),
    Words("Paare sind vielleicht jeweils dasselbe und", "pairs are perhaps the same and"),
)
_LEAD = Words(
    "{records} verglichen: {pairs} noch nicht entschieden, bei {apart} weiteren spricht etwas dagegen, {decided} "
    "{decided|ist|sind} entschieden. {incomplete} ohne Anschrift oder Telefonnummer {incomplete|ist|sind} nur nach dem Namen verglichen.",
    "{records} compared: {pairs} not decided yet, against {apart} {apart|other|others} something speaks, {decided} {decided|is|are} decided. {incomplete} "
    "without address or telephone number {incomplete|is|are} compared by name only.",
)
_NOTHING = Words(
    "0 Organisationen, Standorte und Angebote erfasst, keine Aussage möglich.",
    "0 organisations, sites and offers recorded, no statement possible.",
)
_PROTECTED = Words("Geschützte Standorte und Angebote", "Protected sites and offers")
_OVER = Words("Angebote, die am Stichtag beendet sind", "Offers that have ended by the reference date")
_BOTH = Words("Name, Anschrift und Telefonnummer", "name, address and telephone number")
_NAME, _PLACE = (
    Words("Name", "name"),
    Words("Anschrift und Telefonnummer", "address and telephone number"),
)
_FORMS = Words(
    "verschiedene Rechtsformen: in der Regel zwei Rechtsträger", "different legal forms: as a rule two bodies"
)
_ONE_FORM = Words("nur einer nennt eine Rechtsform", "only one names a legal form")
_SITES = Words("verschiedene Standorte", "different sites")
_AREAS = Words("verschiedene Gebiete", "different areas")
_NO_PLACE = Words(
    "Standort und Gebiet sind nicht bei beiden erfasst", "site and area are not recorded for both"
)
_MERGED = Words(
    "als derselbe Datensatz entschieden; beide stehen noch im Bestand",
    "decided to be the same record; both are still there",
)
_OWN = Words("„{record}“ ist ein eigener Datensatz", "“{record}” is a record of its own")

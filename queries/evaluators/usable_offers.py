"""I1: offers that people with certain features can use, cannot use, or about which nobody knows."""

from collections import defaultdict
from collections.abc import Iterable

from rdflib import URIRef

from queries.access import Access, Answer, Use
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.reach import Reach
from queries.reading import iri, iri_or_none
from queries.stated import GRADES
from queries.verdict import Grade
from queries.words import NO_WORDS, Words, counted


def evaluate(asking: Asking) -> Outcome:
    """The offers that reach the groups, by whether they can be used."""
    access = Access(asking.reading)
    groups = _chosen(asking, "group")
    features = sorted({*access.needed(groups), *_chosen(asking, "features")})
    need = iri_or_none(asking.term("need"))
    reach = Reach(asking, groups=groups, need=need, area=asking.area("area"))
    owners: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    for row in asking.rows:
        owners[iri(row["offer"])] += [] if row["owner"] is None else [iri(row["owner"])]
    blocks: dict[str, list[Row]] = {"usable": [], "unchecked": [], "unusable": []}
    others = partly = 0
    for offer, providers in owners.items():
        grade = reach.grade(offer)
        if grade is Grade.NONE:
            others += 1
            continue
        use = access.use(offer, features)
        if use is Use.USABLE and grade is Grade.UNKNOWN:
            use = Use.UNCHECKED
        partly += use is Use.USABLE and grade is Grade.PART
        blocks[use].append({
            "offer": offer, "provider": asking.reading.named(providers), "fit": GRADES[grade],
            **_answers(access, offer, features, use), **({} if use is Use.UNUSABLE else {"reason": _NOTES[grade]}),
        })  # fmt: skip
    lead = _lead(asking, groups, features, blocks, partly)
    return Outcome(blocks, lead, (Exclusion(_OTHERS, others), coordination_left_out(asking.reading)))


def _chosen(asking: Asking, name: str) -> list[URIRef]:
    return [term for term in asking.values[name] if isinstance(term, URIRef)]


def _answers(access: Access, offer: URIRef, features: Iterable[URIRef], use: Use) -> Row:
    features = list(features)
    row: Row = {"met": access.with_answer(offer, features, Answer.YES)}
    if use is not Use.USABLE:
        row["unchecked"] = access.with_answer(offer, features, Answer.UNCHECKED)
    if use is Use.UNUSABLE:
        row["lacking"] = access.lacking(offer, features)
    return row


def _lead(
    asking: Asking, groups: list[URIRef], features: list[URIRef], blocks: dict[str, list[Row]], partly: int
) -> Words:
    number = counted(sum(len(rows) for rows in blocks.values()), *_OFFERS)
    whom = asking.reading.named(groups)
    if not features:
        return _NO_FEATURE.format(offers=number, groups=whom)
    lead = _LEAD.format(
        offers=number, groups=whom, features=asking.reading.named(features), usable=len(blocks["usable"]),
        unchecked=len(blocks["unchecked"]), unusable=len(blocks["unusable"]),
    )  # fmt: skip
    return lead + counted(partly, *_PARTLY) if partly else lead


_OFFERS = (
    Words("aktives Angebot ist", "active offer is"),
    Words("aktive Angebote sind", "active offers are"),
)
_LEAD = Words(
    "{offers} für diese Menschen da ({groups}) oder lassen es offen. Nötig: {features}. {usable} davon nutzbar, {unchecked} nicht geprüft, {unusable} nicht "
    "nutzbar (soweit erfasst).",
    "{offers} there for these people ({groups}) or leave it open. Needed: {features}. {usable} of them usable, {unchecked} not checked, {unusable} not "
    "usable (as far as recorded).",
)
_NO_FEATURE = Words(
    "{offers} für diese Menschen da ({groups}) oder lassen es offen. Für sie ist kein nötiges Zugangsmerkmal hinterlegt: ob die Angebote nutzbar sind, "
    "ist nicht beurteilbar.",
    "{offers} there for these people ({groups}) or leave it open. No needed feature of access is named for them: whether the offers can be used cannot "
    "be judged.",
)
_PARTLY = (
    Words("nutzbares Angebot erreicht sie nur zum Teil.", "usable offer reaches them only in part."),
    Words("nutzbare Angebote erreichen sie nur zum Teil.", "usable offers reach them only in part."),
)
_OTHERS = Words(
    "Aktive Angebote für andere Zielgruppen, Bedarfe oder Gebiete",
    "Active offers for other target groups, needs or areas",
)
_NOTES = {
    Grade.SPECIFIC: NO_WORDS,
    Grade.GENERAL: NO_WORDS,
    Grade.PART: Words(
        "Nur für einen Teil der Zielgruppe, des Alters, des Bedarfs oder des Gebiets.",
        "Only for a part of the target group, the ages, the need or the area.",
    ),
    Grade.UNKNOWN: Words(
        "Das Angebot sagt nicht, wen es wozu und wo erreicht.",
        "The offer does not say whom it reaches, for what and where.",
    ),
    Grade.NONE: NO_WORDS,
}

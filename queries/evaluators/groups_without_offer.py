"""A8: target groups without an offer of their own, as far as that can be said."""

from collections import defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.vocabulary import concepts
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.matrix import row_needs
from queries.needs_reached import asked
from queries.reading import TRUE, Binding, iri, text
from queries.verdict import Claim, Grade, State
from queries.weight import GAPS, documented_in, weakest
from queries.words import Words, counted


@dataclass(slots=True)
class _Offers:
    """The offers that fit a group, by how they do."""

    exact: set[URIRef] = field(default_factory=set)
    part: set[URIRef] = field(default_factory=set)
    general: set[URIRef] = field(default_factory=set)
    perhaps: set[URIRef] = field(default_factory=set)

    @property
    def own(self) -> set[URIRef]:
        """Those that name the group or a part of it."""
        return self.exact | self.part


def evaluate(asking: Asking) -> Outcome:
    """Every target group with what is recorded for it."""
    groups, offers = _groups(asking)
    documented = documented_in(asking.reading, asking.area("area"), top=asked(asking, "field"))
    blocks: dict[str, list[Row]] = {"gap": [], "unknown": [], "covered": []}
    records: dict[str, list[list[URIRef]]] = {"gap": [], "unknown": [], "covered": []}
    for group in groups:
        there = offers[group]
        state, claim, reason = _judge(asking, group, there)
        block = {State.GAP: "gap", State.COVERED: "covered"}.get(state, "unknown")
        blocks[block].append({
            "group": group, "state": Literal(str(state)), "claim": None if claim is None else Literal(str(claim)),
            "reason": reason, "exact": Literal(len(there.exact)), "part": Literal(len(there.part - there.exact)),
            "general": Literal(len(there.general - there.own)),
            "open": Literal(len(there.perhaps - there.own - there.general)),
            "documented": Literal(documented[group]),
        })  # fmt: skip
        records[block].append(sorted(there.own | there.general | there.perhaps))
    firm = sum(1 for row in blocks["gap"] if row["claim"] == Literal(str(Claim.FIRM)))
    lead = _LEAD.format(
        groups=counted(len(groups), *_GROUPS), gaps=len(blocks["gap"]), firm=firm, unknown=len(blocks["unknown"]),
        covered=len(blocks["covered"]),
    )  # fmt: skip
    return Outcome(blocks, lead, (coordination_left_out(asking.reading),), records=records)


def _groups(asking: Asking) -> tuple[list[URIRef], dict[URIRef, _Offers]]:
    """The groups in the order of the list, the town's own last, and the offers that fit each."""
    found: defaultdict[URIRef, _Offers] = defaultdict(_Offers)
    named = {iri(row["group"]) for row in asking.rows if row["coverage"] is None}
    for row in asking.rows:
        if row["coverage"] is not None:
            _sort_in(asking, found[iri(row["group"])], row)
    ordered = [group for group in concepts("target-groups") if group in named]
    return ordered + sorted(named - set(ordered)), found


def _sort_in(asking: Asking, there: _Offers, row: Binding) -> None:
    offer, fit = iri(row["offer"]), int(text(row["groupFit"]))
    others = [row["needFit"]] if asked(asking, "field") else []
    others += [row["areaFit"]] if asking.area("area") else []
    is_open = fit == Grade.UNKNOWN or any(int(text(other)) < Grade.PART for other in others)
    if is_open:
        # what is made for a broader group is not its own, wherever it is
        if row["named"] == TRUE or fit == Grade.UNKNOWN:
            there.perhaps.add(offer)
    elif row["named"] == TRUE:
        (there.exact if fit == Grade.SPECIFIC else there.part).add(offer)
    else:
        there.general.add(offer)


def _judge(asking: Asking, group: URIRef, there: _Offers) -> tuple[State, Claim | None, Words]:
    if there.own:
        return State.COVERED, None, _OWN
    if there.perhaps:
        return State.UNKNOWN, Claim.NONE, _UNCLEAR + counted(len(there.perhaps), *_OFFERS)
    area = asking.area("area")
    needs = row_needs(asking.reading, asked(asking, "field"))
    claim, grounds = weakest(asking.declarations, needs, [group], [area] if area else [])
    if claim in GAPS:
        return State.GAP, claim, _NOTHING[claim] + grounds
    return State.UNKNOWN, claim, _OPEN + grounds


_GROUPS = (Words("Zielgruppe", "target group"), Words("Zielgruppen", "target groups"))
_LEAD = Words(
    "{groups}: {gaps} ohne eigenes Angebot ({firm} belastbar), {unknown} nicht beurteilbar, {covered} mit eigenem Angebot.",
    "{groups}: {gaps} without an offer of their own ({firm} firm), {unknown} not to be judged, {covered} with one.",
)
_OWN = Words("Ein eigenes Angebot ist erfasst.", "An offer of its own is recorded.")
_UNCLEAR = Words("Nicht beurteilbar:", "Cannot be judged:")
_OFFERS = (
    Words(
        "Angebot lässt offen, wen, wozu oder wo es erreicht.",
        "offer leaves open whom, for what or where it reaches.",
    ),
    Words(
        "Angebote lassen offen, wen, wozu oder wo sie erreichen.",
        "offers leave open whom, for what or where they reach.",
    ),
)
_NOTHING = {
    Claim.FIRM: Words("Es gibt kein eigenes Angebot.", "There is no offer of its own."),
    Claim.PROVISIONAL: Words(
        "Vorläufig: Es ist kein eigenes Angebot bekannt.", "Provisional: no offer of its own is known."
    ),
}
_OPEN = Words(
    "Nicht beurteilbar: Erfasst ist kein eigenes Angebot, das sagt aber nicht, ob es eines gibt.",
    "Cannot be judged: no offer of its own is recorded, but that does not tell whether there is one.",
)

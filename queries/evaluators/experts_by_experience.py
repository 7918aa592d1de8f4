"""H2: fields by whether people who are concerned themselves sit on a committee, with or without a vote."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.namespaces import SKOS, namespace
from ontology.terms import CL, SOZ
from ontology.vocabulary import vocabulary
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.offers import PRIVATE, PUBLIC
from queries.reading import TRUE, Binding, iri
from queries.structures import Structures
from queries.verdict import Claim, as_far_as_known
from queries.words import NO_WORDS, Words, counted

_SELF: URIRef = CL["rolle-eigene-sache"]
_TT = namespace("tt")
_ASSOCIATIONS = frozenset(_TT[f"TT-F{number}"] for number in range(1, 7))  # the six Spitzenverbände
_OTHERS = frozenset({PUBLIC, PRIVATE, CL["sektor-sozialpartner"]})
_BOARD: URIRef = namespace("gr")["GR-V"]
_MAY_CLAIM = (Claim.FIRM, Claim.PROVISIONAL)


@dataclass(slots=True)
class _Field:
    committees: dict[URIRef, bool | None] = field(default_factory=dict)  # is it a board? None: not known
    seats: dict[URIRef, Binding] = field(default_factory=dict)

    @property
    def own(self) -> list[Binding]:
        """Seats in the role of experts by experience, those to be checked left out."""
        return [s for s in self.seats.values() if s["role"] == _SELF and not _is_doubtful(s)]

    def reasons(self) -> Words:
        """Why nothing can be said although no expert by experience is recorded."""
        if not self.committees:
            return _NOTHING
        seats = list(self.seats.values())
        boards = list(self.committees.values())
        found = {
            _EMPTY: len(set(self.committees) - {s["committee"] for s in seats}),
            _NO_ROLE: sum(1 for s in seats if s["role"] is None),
            _DOUBTFUL: sum(1 for s in seats if s["role"] == _SELF),
            _BOARDS: boards.count(True),
            _NO_KIND: boards.count(None),
        }
        words = NO_WORDS
        for texts, number in found.items():
            words += counted(number, *texts) if number else NO_WORDS
        return words


def evaluate(asking: Asking) -> Outcome:
    """Fields not represented, represented without a vote, not to be judged, represented."""
    fields = _fields(asking)
    within = _fields(asking.whole) if asking.whole else fields
    blocks: dict[str, list[Row]] = {name: [] for name in ("missing", "advisory", "unknown", "voting")}
    records: dict[str, list[list[URIRef]]] = {name: [] for name in blocks}
    structures = Structures(asking)
    for name, found in fields.items():
        block, row = _judged(asking, structures, name, found, within[name])
        blocks[block].append({"field": name, "committees": Literal(len(found.committees)), **row})
        records[block].append([*found.committees, *(iri(s["membership"]) for s in found.own)])
    lead = _LEAD.format(
        fields=counted(len(fields), *_FIELDS), **{name: len(rows) for name, rows in blocks.items()}
    )
    adrift = Exclusion(_ADRIFT, len(structures.adrift))
    any_committee = any(found.committees for found in fields.values())
    return Outcome(blocks, lead if any_committee else _NO_STATEMENT, (adrift,), records=records)


def _fields(asking: Asking) -> defaultdict[URIRef, _Field]:
    """The fields by the rows of a question."""
    fields: defaultdict[URIRef, _Field] = defaultdict(_Field)
    for binding in asking.rows:
        found = fields[iri(binding["field"])]
        if binding["membership"] is not None:
            found.seats.setdefault(iri(binding["membership"]), binding)
        elif binding["committee"] is not None:
            found.committees[iri(binding["committee"])] = _is_board(binding)
    return fields


def _judged(
    asking: Asking, structures: Structures, name: URIRef, found: _Field, within: _Field
) -> tuple[str, Row]:
    if found.own:
        votes = Counter(_vote(seat) for seat in found.own)
        row: Row = {
            "advisory": Literal(votes["no"]),
            "openVote": Literal(votes["open"]),
            "members": asking.reading.named(iri(seat["member"]) for seat in found.own),
        }
        return ("voting", {**row, "voting": Literal(votes["yes"])}) if votes["yes"] else ("advisory", row)
    if (reasons := found.reasons()) != NO_WORDS:
        return "unknown", {"claim": Literal(str(Claim.NONE)), "reason": reasons}
    claim, words = structures.claim(name, lambda: not within.own and within.reasons() == NO_WORDS)
    row = {"claim": Literal(str(claim)), "reason": _MISSING.format(known=as_far_as_known(claim)) + words}
    return ("missing" if claim in _MAY_CLAIM else "unknown"), row


def _vote(seat: Binding) -> str:
    return "open" if seat["mayVote"] is None else "yes" if seat["mayVote"] == TRUE else "no"


def _is_doubtful(seat: Binding) -> bool:
    """Whether the member can hardly speak in its own cause: an association, an authority, a company."""
    kind = seat["memberType"]
    if not isinstance(kind, URIRef):
        return seat["bearer"] is not None
    return kind in _ASSOCIATIONS or vocabulary().value(kind, SOZ.sector) in _OTHERS


def _is_board(row: Binding) -> bool | None:
    """Whether a committee is an advisory board or represents people; None if its kind is not recorded."""
    kind = row["bodyType"]
    if not isinstance(kind, URIRef):
        return None
    return kind == _BOARD or (kind, SKOS.broader, _BOARD) in vocabulary()


_FIELDS = (Words("Handlungsfeld", "field"), Words("Handlungsfelder", "fields"))
_LEAD = Words(
    "{fields}: in {missing} ist Expertise in eigener Sache nicht vertreten, in {advisory} ohne erfasste Stimme, in {voting} mit "
    "Stimme; {unknown} nicht beurteilbar.",
    "{fields}: experts by experience are not represented in {missing}, without a recorded vote in {advisory}, with a vote in "
    "{voting}; {unknown} not to be judged.",
)
_NO_STATEMENT = Words(
    "0 Gremien mit Thema erfasst, keine Aussage möglich.",
    "0 committees with a topic recorded, no statement possible.",
)
_NOTHING = Words("Kein Gremium zu diesem Feld erfasst.", "No committee recorded for this field.")
_MISSING = Words(
    "Keine Mitgliedschaft hat die Rolle der Expertise in eigener Sache {known}.",
    "No membership has the role of experts by experience {known}.",
)
_EMPTY = (
    Words("Gremium ohne erfasste Mitglieder.", "committee without recorded members."),
    Words("Gremien ohne erfasste Mitglieder.", "committees without recorded members."),
)
_NO_ROLE = (
    Words("Mitgliedschaft ohne Rolle.", "membership without role."),
    Words("Mitgliedschaften ohne Rolle.", "memberships without role."),
)
_DOUBTFUL = (
    Words(
        "Mitgliedschaft mit dieser Rolle an einem Verband, einer Behörde oder einem Unternehmen: zu prüfen.",
        "membership with this role held by an association, authority or company: to be checked.",
    ),
    Words(
        "Mitgliedschaften mit dieser Rolle an Verbänden, Behörden oder Unternehmen: zu prüfen.",
        "memberships with this role held by associations, authorities or companies: to be checked.",
    ),
)
_BOARDS = (
    Words(
        "Beirat oder Interessenvertretung, in dem diese Rolle nicht erfasst ist: zu prüfen.",
        "advisory board or interest group where this role is not recorded: to be checked.",
    ),
    Words(
        "Beiräte oder Interessenvertretungen, in denen diese Rolle nicht erfasst ist: zu prüfen.",
        "advisory boards or interest groups where this role is not recorded: to be checked.",
    ),
)
_NO_KIND = (
    Words("Gremium ohne Art kann ein Beirat sein.", "committee without a kind may be an advisory board."),
    Words("Gremien ohne Art können Beiräte sein.", "committees without a kind may be advisory boards."),
)
_ADRIFT = Words(
    "Gremien ohne erfasstes Thema: in keinem Handlungsfeld",
    "Committees without a recorded topic: in no field",
)

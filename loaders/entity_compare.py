"""Two entities side by side, field by field: are they probably one, and what speaks against it?

Nothing here merges anything. A level says how sure the offer is, a barrier why it may never be accepted in bulk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rapidfuzz import fuzz
from rdflib import URIRef

from graph.findings import Place
from loaders.entity_fields import host_score, mail_score, phone_score, same_place, street_score
from loaders.entity_names import (
    Alignment,
    NameParts,
    align,
    cut_off,
    is_number,
    name_parts,
    opposed,
    umbrella_of,
)

_LIKELY = 0.86  # name score from which two are probably one
_POSSIBLE = 0.6  # and from which they may be
_REPLACED = (
    0.78  # the same for names of which each has words that the other lacks: "Land Hessen", "Land Berlin"
)
_WRITTEN = (
    94.0  # of 100: how alike whole names must be written where a short word is mistyped: "RK Beispielau"
)
_CONTACT = 0.4  # name score from which a shared e-mail address or telephone makes them worth a look
_WEIGHTS = {
    "identifier": 0.1, "name": 0.6, "legal-form": 0.06, "address": 0.1, "place": 0.08, "phone": 0.05, "email": 0.05,
    "website": 0.04, "umbrella": 0.04, "provider": 0.1,
}  # fmt: skip
_NOTHING: Mapping[str, float] = MappingProxyType({})


class MatchLevel(StrEnum):
    """How sure it is that two entities are one, surest first."""

    SAME_IDENTIFIER = "same-identifier"
    SAME_SPELLING = (
        "same-spelling"  # only spaces, punctuation, case, umlauts, notation of the legal form differ
    )
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Entity:
    """A body, a site or an offer as a delivery or the Stand describes it; empty texts say nothing.

    Attributes:
        key: unique among those compared.
        cls: its class; only entities of one kind of key (`soz:keySlug`) are compared.
        iri: what it is in the graph, if it is there.
        identifiers: numbers given by somebody, each with who gave it, e.g. `ik:260…`.
        umbrella: the umbrella body, as written.
        provider: of an offer or a site: the name of who runs it.
        places: the cells it was read from.
    """

    key: str
    cls: URIRef
    name: str
    iri: URIRef | None = None
    identifiers: frozenset[str] = frozenset()
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    umbrella: str = ""
    provider: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How one field compares. `ours`: the right one's (what is known), `theirs`: the left one's (what is delivered).

    `score`: 0..1, or None if one side says nothing. `field`: a key for texts, such as `name` or `legal-form`.
    """

    field: str
    ours: str
    theirs: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """Two entities that may be one.

    Attributes:
        score: 0..1 over all fields that both sides fill.
        level: how sure.
        barrier: why it may never be accepted in bulk, or None: `legal-form`, `umbrella`, `level` (state, district or
            local body), `number`, `place`, `provider`, `name` (one identifier, two names).
        reason: what the offer rests on: `identifier`, `spelling`, `cut-off` (a name cut by a column), `name` (the
            same words, also mistyped or spelled by ear), `contact` (telephone or e-mail address).
    """

    left: Entity
    right: Entity
    score: float
    fields: tuple[FieldScore, ...]
    level: MatchLevel
    barrier: str | None
    reason: str


def compare(left: Entity, right: Entity, weight: Mapping[str, float] = _NOTHING) -> Match | None:
    """Two entities side by side; None if nothing suggests that they are one.

    Args:
        left: the delivered one.
        right: the known one.
        weight: folded word → how much it tells, 1 where not given.
    """
    ours, theirs = name_parts(right.name), name_parts(left.name)
    aligned = align(theirs, ours, weight)
    name = 1.0 if _same_spelling(theirs, ours) else round(min(aligned.score, 0.99), 4)
    if name < _CONTACT and not left.identifiers & right.identifiers and not cut_off(theirs, ours):
        return None  # most pairs end here
    fields = (
        FieldScore("name", right.name, left.name, name),
        _forms(theirs, ours),
        *_said(left, right, theirs, ours),
    )
    scores = {field.field: field.score for field in fields}
    judged = _judge(theirs, ours, aligned, name, scores)
    if judged is None:
        return None
    level, reason = judged
    said = [(_WEIGHTS[field], score) for field, score in scores.items() if score is not None]
    score = sum(w * s for w, s in said) / sum(w for w, _ in said)
    barrier = _barrier(level, name, scores) or (
        _name_barrier(theirs, ours, aligned) if level is not MatchLevel.SAME_IDENTIFIER else None
    )
    return Match(left, right, round(score, 4), fields, level, barrier, reason)


def _same_spelling(left: NameParts, right: NameParts) -> bool:
    if left.written == right.written:
        return True
    same = left.squeezed == right.squeezed and left.numbers == right.numbers and left.forms == right.forms
    return same and bool(left.squeezed)


def _judge(
    left: NameParts, right: NameParts, aligned: Alignment, name: float, scores: Mapping[str, float | None]
) -> tuple[MatchLevel, str] | None:
    if scores["identifier"]:
        return MatchLevel.SAME_IDENTIFIER, "identifier"
    if name == 1:
        return MatchLevel.SAME_SPELLING, "spelling"
    if cut_off(left, right):
        return MatchLevel.LIKELY, "cut-off"
    return _by_words(left, right, aligned, name, told=1.0 in {scores["phone"], scores["email"]})


def _by_words(
    left: NameParts, right: NameParts, aligned: Alignment, name: float, *, told: bool
) -> tuple[MatchLevel, str] | None:
    """What the words of two names suggest; `told`: they also share a telephone number or an e-mail address."""
    lacking = [any(not is_number(word) for word in words) for words in (aligned.left, aligned.right)]
    replaced = all(lacking) and not _branches(left, right)
    if name >= (_REPLACED if replaced else _POSSIBLE):
        one_sided = bool(aligned.left) != bool(aligned.right)
        vague = (
            one_sided and left.umbrella and left.umbrella == right.umbrella
        )  # "Caritas": any of its bodies
        return MatchLevel.LIKELY if name >= _LIKELY and not vague else MatchLevel.POSSIBLE, "name"
    if name < _CONTACT:
        return None
    if replaced and fuzz.ratio(left.letters, right.letters) >= _WRITTEN:
        return MatchLevel.POSSIBLE, "name"
    return (MatchLevel.POSSIBLE, "contact") if told else None


def _barrier(level: MatchLevel, name: float, scores: Mapping[str, float | None]) -> str | None:
    """What the fields beside the name say against it."""
    if scores["legal-form"] == 0:
        return "legal-form"
    if level is MatchLevel.SAME_IDENTIFIER:
        return "name" if name < _POSSIBLE else None
    if scores["umbrella"] == 0:
        return "umbrella"
    if scores["place"] == 0:
        return "place"
    if scores["provider"] is not None and scores["provider"] < _LIKELY:
        return "provider"
    return None


def _name_barrier(left: NameParts, right: NameParts, aligned: Alignment) -> str | None:
    """What in the names says that two bodies are meant, however alike they are."""
    if left.umbrella and right.umbrella and left.umbrella != right.umbrella:
        return "umbrella"
    if left.levels and right.levels and left.levels != right.levels:
        return "level"
    if cut_off(left, right):  # what is missing tells nothing
        return None
    if sorted(left.numbers) != sorted(right.numbers):
        return "number"
    both = bool(aligned.left and aligned.right)
    if (both and _branches(left, right)) or opposed(aligned.left, aligned.right):
        return "place"
    return None


def _branches(left: NameParts, right: NameParts) -> bool:
    """Whether both may be bodies of one umbrella or of one level, which only their place tells apart."""
    return bool((left.umbrella and left.umbrella == right.umbrella) or left.levels & right.levels)


def _said(left: Entity, right: Entity, theirs: NameParts, ours: NameParts) -> tuple[FieldScore, ...]:
    shared = left.identifiers & right.identifiers
    identifiers = " ".join(sorted(right.identifiers)), " ".join(sorted(left.identifiers))
    umbrella = umbrella_of(right.umbrella), umbrella_of(left.umbrella)
    if not all(
        umbrella
    ):  # a name and a column may name two umbrellas of one body: Volkssolidarität, Paritätischer
        umbrella = ours.umbrella, theirs.umbrella
    return (
        FieldScore("identifier", *identifiers, 1.0 if shared else None),
        _field("address", right.street, left.street, street_score),
        FieldScore(
            "place",
            _where(right),
            _where(left),
            same_place((right.postcode, left.postcode), (right.town, left.town)),
        ),
        _field("phone", right.phone, left.phone, phone_score),
        _field("email", right.email, left.email, mail_score),
        _field("website", right.website, left.website, host_score),
        FieldScore("umbrella", *umbrella, float(umbrella[0] == umbrella[1]) if all(umbrella) else None),
        _field("provider", right.provider, left.provider, _providers),
    )


def _field(field: str, ours: str, theirs: str, scored: Callable[[str, str], float]) -> FieldScore:
    said = ours.strip() and theirs.strip()
    return FieldScore(field, ours, theirs, round(scored(ours, theirs), 4) if said else None)


def _forms(left: NameParts, right: NameParts) -> FieldScore:
    ours, theirs = (", ".join(sorted(parts.forms)) for parts in (right, left))
    if not (left.forms and right.forms):
        return FieldScore("legal-form", ours, theirs, None)
    shared = len(left.forms & right.forms) / len(left.forms | right.forms)
    return FieldScore("legal-form", ours, theirs, round(shared, 4))


def _where(entity: Entity) -> str:
    return f"{entity.postcode} {entity.town}".strip()


def _providers(ours: str, theirs: str) -> float:
    left, right = name_parts(theirs), name_parts(ours)
    if _same_spelling(left, right):
        return 1.0
    if left.forms and right.forms and not left.forms & right.forms:
        return 0.0
    return align(left, right, _NOTHING).score

"""What a town must answer, as it follows from what was planted.

Written down by whoever plants. Nothing here looks at the triples or at the code that answers.
"""

from collections import Counter
from dataclasses import dataclass, field

from rdflib import URIRef

Cell = tuple[URIRef, URIRef, str]  # need, group, key of the area


@dataclass(frozen=True)
class Sown:
    """What was planted into a cell.

    Attributes:
        kind: the name of the plant, for the count.
        grade: exact, general, part, doubtful (a facet is left open) or none.
        offers: offers of that grade.
        providers: providers that cover the cell exactly or in general.
        ends: all coverage of that grade ends within twelve months.
        doubt: beside that, an offer may fit better but leaves a facet open.
        then: what is left of it after twelve months, None if nothing changes.
        unpaid: it is the money that ends, not the term.
    """

    kind: str
    grade: str
    offers: int = 0
    providers: int = 0
    ends: bool = False
    doubt: bool = False
    then: "Sown | None" = None
    unpaid: bool = False


def weakened(claim: str) -> str:
    """What remains of a claim when something waits that may be what is missing."""
    return claim if claim == "nicht_beurteilbar" else "hinweis"


def verdict(sown: Sown, claim: str) -> tuple[str, str | None]:
    """State and claim of a cell; `claim` is how much "there is nothing" would weigh there."""
    if sown.grade == "none":
        return ("gap" if claim in {"belastbar", "vorlaeufig"} else "unknown"), claim
    if sown.grade == "doubtful":
        return "unknown", weakened(claim)
    if sown.grade == "exact" and sown.providers > 1 and not sown.ends:
        return "covered", None
    return "thin", weakened(claim) if sown.doubt else claim


def loss(sown: Sown, claim: str, *, money_waits: bool) -> tuple[str, str, str] | None:
    """How question A5 shows a documented need that loses coverage: block, state before, claim afterwards."""
    if sown.then is None:
        return None
    later = weakened(claim) if money_waits and sown.unpaid else claim
    before, (after, weight) = verdict(sown, claim)[0], verdict(sown.then, later)
    if after == "gap" and before != "gap":
        return "gap", before, str(weight)
    if sown.grade in {"exact", "general"} and sown.then.grade not in {"exact", "general"}:
        return "weaker", before, str(weight)
    return None


def block(sown: Sown, state: str) -> str:
    """Where question A1 shows a documented need."""
    if state in {"gap", "unknown"}:
        return state
    return "part" if sown.grade == "part" else "covered"


@dataclass
class Expected:
    """The answers, each by the key of what it is about.

    Attributes:
        needs: A1, assessment → block, state, claim, offers, providers.
        general: A3, block and assessment.
        cells: the matrix, cell → state, claim.
        single, not_single: A6, cells that rest on one provider (→ claim), and planted cells that must not appear there.
        ending: A5, offer → last day of its term, secured share (the one or the other).
        losses: A5, assessment → block, state before, claim afterwards.
        unfunded: A5, active offers whose funding nobody knows.
        limits: A11, offer, need, area and age → block, claim.
        pairs: B1, need and the two offers → class ("capacity" for none).
        twice: B1, offers whose confirmed shares exceed the cost.
        duties: A2, norm → block, claim.
        structures: C2, norm → block, claim.
        plants: how many of each kind were planted.
    """

    needs: dict[URIRef, tuple[str, str, str | None, int, int]] = field(default_factory=dict)
    general: set[tuple[str, URIRef]] = field(default_factory=set)
    cells: dict[Cell, tuple[str, str | None]] = field(default_factory=dict)
    single: dict[Cell, str] = field(default_factory=dict)
    not_single: set[Cell] = field(default_factory=set)
    ending: dict[URIRef, tuple[str | None, str | None]] = field(default_factory=dict)
    losses: dict[URIRef, tuple[str, str, str]] = field(default_factory=dict)
    unfunded: set[URIRef] = field(default_factory=set)
    limits: dict[tuple[URIRef, URIRef, str, int], tuple[str, str | None]] = field(default_factory=dict)
    pairs: dict[tuple[URIRef, frozenset[URIRef]], str] = field(default_factory=dict)
    twice: set[URIRef] = field(default_factory=set)
    duties: dict[URIRef, tuple[str, str | None]] = field(default_factory=dict)
    structures: dict[URIRef, tuple[str, str | None]] = field(default_factory=dict)
    plants: Counter[str] = field(default_factory=Counter)

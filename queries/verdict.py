"""The one place where facts become a verdict: what a cell is, and what may be claimed about it.

A cell (need × target group × area) has a **grade**: how well offers cover it, the best of its coverages, each as good as
its worst facet. A **claim** says how much weight a negative bears, from the inventory statements whose scope holds the
cell. Both make the **state** on the screen:

| state   | when |
|---------|------|
| covered | specific, by more than one provider, not ending soon |
| thin    | only general, only in part, one provider only, or ending soon |
| gap     | nothing, and the offers are completely (belastbar) or largely (vorläufig) surveyed |
| unknown | an offer may match, or nothing is found where too little was surveyed to say so |
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from queries.settings import Thresholds, shift_months
from queries.words import NO_WORDS, Words, counted, day


class Grade(IntEnum):
    """How well offers cover a cell; also the fit of a single facet."""

    NONE = 0
    UNKNOWN = 1  # an offer matches as far as it says, but leaves need, group or area open
    PART = 2  # only narrower offers, or only a part of the ages or of the area
    GENERAL = 3  # only offers for a broader need or group
    SPECIFIC = 4  # exactly this need and exactly this group


class Survey(IntEnum):
    """How far an aspect was surveyed (ES-1 … ES-4); smaller is better. Fehlanzeige counts as complete."""

    COMPLETE = 1
    LARGELY = 2
    PARTLY = 3
    NOT = 4


class Claim(StrEnum):
    """How much weight a negative statement bears."""

    FIRM = "belastbar"
    PROVISIONAL = "vorlaeufig"
    HINT = "hinweis"
    NONE = "nicht_beurteilbar"


class State(StrEnum):
    """What the screen shows."""

    COVERED = "covered"
    THIN = "thin"
    GAP = "gap"
    UNKNOWN = "unknown"


CLAIM_ORDER = (Claim.FIRM, Claim.PROVISIONAL, Claim.HINT, Claim.NONE)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is declared about the surroundings of a negative, at the reference date.

    Attributes:
        listed: survey of the offer list, by the statement that counts; None without one.
        covered: survey of the coverage data, likewise.
        as_of: day of the statement on the offer list.
        outdated: day of the newest statement on the list that would hold the cell but is too old.
        open_offers: active offers without any coverage data; they might reach the cell.
        held_back: rows in quarantine that might concern the cell.
        unpublished: something that fits the cell in some way is recorded and not released to whoever reads this.
    """

    listed: Survey | None = None
    covered: Survey | None = None
    as_of: date | None = None
    outdated: date | None = None
    open_offers: int = 0
    held_back: int = 0
    unpublished: bool = False


@dataclass(frozen=True, slots=True)
class CellFacts:
    """What is known about a cell at the reference date.

    Attributes:
        grade: of the best active coverage.
        offers: offers of that grade.
        providers: different providers of offers that cover the cell at all (general or specific).
        lasts_until: last day of coverage of that grade; None = no end known.
        inventory: what is declared.
        maybe: offers beside those that may fit as well or better but leave need, group or area open.
    """

    grade: Grade
    offers: int = 0
    providers: int = 0
    lasts_until: date | None = None
    inventory: Inventory = Inventory()
    maybe: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """State, claim and the reason in words. `claim` is None where nothing negative is said."""

    state: State
    grade: Grade
    claim: Claim | None
    reason: Words


def claim_of(inventory: Inventory) -> Claim:
    """How much weight "there is nothing" bears.

    A row that waits in quarantine, an active offer without coverage data where coverage is not declared complete, or
    something that is not released, might be what is missing: then no more than a hint remains.
    """
    listed = inventory.listed
    if listed is None or listed is Survey.NOT:
        return Claim.NONE
    uncertain = inventory.open_offers > 0 and inventory.covered is not Survey.COMPLETE
    if listed is Survey.PARTLY or inventory.held_back or uncertain or inventory.unpublished:
        return Claim.HINT
    return Claim.FIRM if listed is Survey.COMPLETE else Claim.PROVISIONAL


def weaker(*claims: Claim) -> Claim:
    """The weakest of several claims."""
    return max(claims, key=CLAIM_ORDER.index)


def doubted(claim: Claim, maybe: int) -> Claim:
    """What remains of "no other", "none made for it", "only a part" where an offer may be just that: a hint."""
    return weaker(claim, Claim.HINT) if maybe else claim


def judge(cell: CellFacts, reference: date, thresholds: Thresholds) -> Verdict:
    """The verdict on a cell at the reference date."""
    claim = claim_of(cell.inventory)
    if cell.grade is Grade.NONE:
        state = State.GAP if claim in (Claim.FIRM, Claim.PROVISIONAL) else State.UNKNOWN
        return Verdict(state, cell.grade, claim, _NOTHING[claim] + grounds(cell.inventory, claim))
    if cell.grade is Grade.UNKNOWN:
        claim = weaker(claim, Claim.HINT)
        return Verdict(State.UNKNOWN, cell.grade, claim, _NOT_KNOWN + counted(cell.offers, *MAYBE))
    claim = doubted(claim, cell.maybe)
    thin = _thin_because(cell, reference, thresholds, claim)
    if not thin:
        words = _COVERED.format(offers=_offers(cell.offers), providers=cell.providers)
        return Verdict(State.COVERED, cell.grade, None, words)
    reason = NO_WORDS
    for words in thin:
        reason += words
    if cell.maybe:
        reason += counted(cell.maybe, *MAYBE)
    return Verdict(State.THIN, cell.grade, claim, reason)


def is_single(providers: int, thresholds: Thresholds) -> bool:
    """Whether so few providers make coverage depend on them."""
    return providers <= thresholds.thin_providers


def ends_soon(last_day: date | None, reference: date, thresholds: Thresholds) -> bool:
    """Whether coverage ends within the months of the settings."""
    return last_day is not None and last_day <= shift_months(reference, thresholds.ends_within_months)


def as_far_as_known(claim: Claim) -> Words:
    """Words to put behind any negative statement ("soweit erfasst"), unless the claim is firm."""
    return NO_WORDS if claim is Claim.FIRM else _AS_FAR_AS_KNOWN


def duty_claim(aspects: tuple[Survey | None, ...], held_back: int) -> Claim:
    """How much weight "this duty has no offer" (or "no structure") bears.

    Firm only where every aspect it rests on is declared complete for the whole town and the pillar; a row that waits
    in quarantine leaves a hint. Everything else cannot be judged.
    """
    if any(aspect is not Survey.COMPLETE for aspect in aspects):
        return Claim.NONE
    return Claim.HINT if held_back else Claim.FIRM


def _thin_because(cell: CellFacts, reference: date, thresholds: Thresholds, claim: Claim) -> list[Words]:
    known = as_far_as_known(claim)
    reasons = []
    if cell.grade is Grade.GENERAL:
        reasons.append(_GENERAL.format(offers=_offers(cell.offers), known=known))
    if cell.grade is Grade.PART:
        reasons.append(_PART.format(offers=_offers(cell.offers), known=known))
    elif is_single(cell.providers, thresholds):
        single = _ONLY + counted(cell.providers, *_SINGLE)
        reasons.append(single.format(known=known) if cell.providers else _NO_PROVIDER)
    if cell.lasts_until and ends_soon(cell.lasts_until, reference, thresholds):
        reasons.append(_ENDS.format(day=day(cell.lasts_until), known=known))
    return reasons


def grounds(inventory: Inventory, claim: Claim) -> Words:
    """Why the claim is as strong as it is, in a sentence."""
    as_of = day(inventory.as_of) if inventory.as_of else NO_WORDS
    if claim is Claim.FIRM:
        return _FIRM.format(as_of=as_of)
    if claim is Claim.PROVISIONAL:
        return _PROVISIONAL.format(as_of=as_of)
    if claim is Claim.NONE:
        if inventory.listed is Survey.NOT:
            return _NOT_SURVEYED.format(as_of=as_of)
        return _OUTDATED.format(day=day(inventory.outdated)) if inventory.outdated else _NO_STATEMENT
    parts = _UNPUBLISHED if inventory.unpublished else NO_WORDS
    if inventory.held_back:
        parts += counted(inventory.held_back, *_HELD_BACK)
    if inventory.open_offers and inventory.covered is not Survey.COMPLETE:
        parts += counted(inventory.open_offers, *_OPEN)
    if inventory.listed is Survey.PARTLY:
        parts += _PARTLY.format(as_of=as_of)
    return parts


def _offers(number: int) -> Words:
    return counted(number, Words("Angebot", "offer"), Words("Angebote", "offers"))


_UNPUBLISHED = Words(
    "Nicht alle Angebote sind veröffentlicht; eines davon kann passen.",
    "Not all offers are published; one of them may match.",
)
_AS_FAR_AS_KNOWN = Words("(soweit erfasst)", "(as far as recorded)")

_COVERED = Words(
    "Gedeckt: {offers} genau für diesen Bedarf und diese Zielgruppe; insgesamt {providers} Träger.",
    "Covered: {offers} for exactly this need and this target group; {providers} {providers|provider|providers} in all.",
)
_GENERAL = Words(
    "Nur allgemein gedeckt: {offers} für einen weiter gefassten Bedarf oder eine weiter gefasste Zielgruppe, keines "
    "eigens dafür {known}.",
    "Covered only in general: {offers} for a broader need or a broader target group, none made for it {known}.",
)
_PART = Words(
    "Nur Teildeckung: {offers} für einen Teil des Bedarfs, der Zielgruppe, des Alters oder des Gebiets; den übrigen "
    "Teil erreicht kein Angebot {known}.",
    "Covered only in part: {offers} for a part of the need, the target group, the ages or the area; no offer reaches "
    "the rest {known}.",
)
_SINGLE = (
    Words("Träger deckt diesen Bedarf {known}.", "provider covers this need {known}."),
    Words("Träger decken diesen Bedarf {known}.", "providers cover this need {known}."),
)
_ONLY = Words("Nur", "Only")
_NO_PROVIDER = Words("Der Träger ist nicht erfasst.", "The provider is not recorded.")
_ENDS = Words(
    "Diese Abdeckung endet am {day}; eine Fortsetzung ist nicht bekannt {known}.",
    "This coverage ends on {day}; no continuation is known {known}.",
)
# also said by the question about single providers
MAYBE = (
    Words(
        "Angebot könnte passen, sagt aber nicht, für welches Gebiet, welchen Bedarf oder welche Zielgruppe es da ist.",
        "offer may match but does not say for which area, need or target group it is there.",
    ),
    Words(
        "Angebote könnten passen, sagen aber nicht, für welches Gebiet, welchen Bedarf oder welche Zielgruppe sie da "
        "sind.",
        "offers may match but do not say for which area, need or target group they are there.",
    ),
)
_NOT_KNOWN = Words("Nicht bekannt:", "Not known:")
_NOTHING = {
    Claim.FIRM: Words("Lücke: Es gibt kein passendes Angebot.", "Gap: there is no matching offer."),
    Claim.PROVISIONAL: Words(
        "Lücke, vorläufig: Es ist kein passendes Angebot bekannt.",
        "Gap, provisional: no matching offer is known.",
    ),
    Claim.HINT: Words(
        "Nicht bekannt: Erfasst ist kein passendes Angebot, es kann aber eines geben.",
        "Not known: no matching offer is recorded, but there may be one.",
    ),
    Claim.NONE: Words(
        "Nicht beurteilbar: Erfasst ist kein passendes Angebot, das sagt aber nicht, ob es eines gibt.",
        "Cannot be judged: no matching offer is recorded, but that does not tell whether there is one.",
    ),
}
_FIRM = Words(
    "Die Angebote sind dafür vollständig erfasst (Stand {as_of}).",
    "The offers are completely recorded for it (as of {as_of}).",
)
_PROVISIONAL = Words(
    "Die Angebote sind dafür überwiegend erfasst (Stand {as_of}).",
    "The offers are largely recorded for it (as of {as_of}).",
)
_PARTLY = Words(
    "Die Angebote sind dafür nur teilweise erfasst (Stand {as_of}).",
    "The offers are only partly recorded for it (as of {as_of}).",
)
_NOT_SURVEYED = Words(
    "Die Angebote wurden dafür nicht erhoben (Stand {as_of}).",
    "The offers were not surveyed for it (as of {as_of}).",
)
_OUTDATED = Words(
    "Die Bestandserklärung vom {day} ist zu alt.", "The inventory statement of {day} is too old."
)
_NO_STATEMENT = Words(
    "Für diesen Ausschnitt liegt keine Bestandserklärung vor.", "No inventory statement covers this part."
)
_OPEN = (
    Words(
        "Angebot nennt nicht, wen es wozu und wo erreicht: möglicherweise gedeckt.",
        "offer does not say whom it reaches, for what and where: possibly covered.",
    ),
    Words(
        "Angebote nennen nicht, wen sie wozu und wo erreichen: möglicherweise gedeckt.",
        "offers do not say whom they reach, for what and where: possibly covered.",
    ),
)
_HELD_BACK = (
    Words(
        "Zeile einer Lieferung wartet auf Klärung und könnte passen.",
        "row of a delivery waits for clarification and may match.",
    ),
    Words(
        "Zeilen von Lieferungen warten auf Klärung und könnten passen.",
        "rows of deliveries wait for clarification and may match.",
    ),
)

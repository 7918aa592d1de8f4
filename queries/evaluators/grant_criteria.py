"""D4: what the decision on each municipal grant rests on, and where that is not known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.terms import CL, SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.money import Item, Money
from queries.reading import Binding, day_or_none, iri, text
from queries.undeclared import absence
from queries.verdict import Claim
from queries.words import Words, counted

_DECIDED: URIRef = CL["beschlussstatus-beschlossen"]
_CHECKED_NONE = (Claim.FIRM, Claim.PROVISIONAL)


@dataclass(slots=True)
class Decision:
    """A decision about a grant, a contract or an offer, with what it rests on."""

    rows: list[Binding] = field(default_factory=list)

    @property
    def has_criterion(self) -> bool:
        """Whether it names a criterion."""
        return any(row["criterion"] is not None for row in self.rows)

    @property
    def is_checked_without(self) -> bool:
        """Whether it was checked that it names none."""
        return any(row["decisionBlank"] == SOZ.requiresCriterion for row in self.rows)

    def named(self, asking: Asking, column: str) -> Words | None:
        """The records of a column by name."""
        found = {value for row in self.rows if isinstance(value := row[column], URIRef)}
        return asking.reading.named(found) if found else None

    def row(self, asking: Asking) -> Row:
        """What every block shows of it."""
        first = self.rows[0]
        shown: Row = {name: first[name] for name in ("decision", "decidedOn", "committee", "rationale")}
        return {**shown, "through": _THROUGH[text(first["through"])], "goals": self.named(asking, "goal")}


def evaluate(asking: Asking) -> Outcome:
    """One row per grant and decision; grants without one once."""
    asking.reading.labels(value for row in asking.rows for value in row.values())  # all names at once
    money = Money.asked(asking, only_municipal=True, only_one_year=False)
    claim, grounds = absence(asking, SOZ.Decision)
    blocks: dict[str, list[Row]] = {"documented": [], "missing": [], "unclear": []}
    done = 0
    for item in money.counted:
        shown: Row = {
            "funding": item.funding, "offers": asking.reading.named(item.funded), "status": item.status,
            "amount": None if item.amount is None else Literal(item.amount),
        }  # fmt: skip
        decided, open_ones = _decisions(asking, item)
        with_criterion = [decision for decision in decided if decision.has_criterion]
        for decision in with_criterion:
            row = {**shown, **decision.row(asking), "criteria": decision.named(asking, "criterion")}
            blocks["documented"].append(row)
        done += bool(with_criterion)
        if with_criterion:
            continue
        checked = all(decision.is_checked_without for decision in decided)
        for decision in decided:
            weight = Claim.FIRM if checked else Claim.HINT
            why = _CHECKED_CRITERION if decision.is_checked_without else _NO_CRITERION
            row = {**shown, **decision.row(asking), "claim": Literal(str(weight)), "reason": why}
            blocks["missing" if weight is Claim.FIRM else "unclear"].append(row)
        if not decided:
            weight, why = (Claim.FIRM, _CHECKED) if _is_checked_without(item) else (claim, _NONE + grounds)
            why += _hints(asking, item, open_ones)
            row = {**shown, "claim": Literal(str(weight)), "reason": why}
            blocks["missing" if weight in _CHECKED_NONE else "unclear"].append(row)
    left, left_records = money.left_out()
    missing, unclear = (len({row["funding"] for row in blocks[name]}) for name in ("missing", "unclear"))
    lead = _LEAD if money.counted else _NOTHING
    said = lead.format(
        year=asking.number("year"), done=done, grants=counted(len(money.counted), *_GRANTS), missing=missing, unclear=unclear
    )  # fmt: skip
    return Outcome({**blocks, "leftOut": left}, said, records={"leftOut": left_records})


def _decisions(asking: Asking, item: Item) -> tuple[list[Decision], list[Decision]]:
    """Those decided by the reference date, and the others (proposed, rejected, later)."""
    found: defaultdict[URIRef, Decision] = defaultdict(Decision)
    for row in item.rows:
        if row["decision"] is not None:
            found[iri(row["decision"])].rows.append(row)
    decided = [d for d in found.values() if _is_decided(asking, d.rows[0])]
    return decided, [d for d in found.values() if d not in decided]


def _is_decided(asking: Asking, row: Binding) -> bool:
    on = day_or_none(row["decidedOn"])
    return row["decisionStatus"] == _DECIDED and (on is None or on <= asking.reading.reference_date)


def _is_checked_without(item: Item) -> bool:
    """Whether it was checked that nobody decided on the grant."""
    return SOZ.decidedBy in item.values("blank")


def _hints(asking: Asking, item: Item, open_ones: Sequence[Decision]) -> Words:
    """What is known instead: the committee, or decisions that are none yet."""
    bodies = {value for value in item.values("grantedBy") if isinstance(value, URIRef)}
    words = _COMMITTEE.format(committee=asking.reading.named(bodies)) if bodies else _EMPTY
    names = _names(open_ones)
    return words + (_OPEN.format(decisions=asking.reading.named(names)) if names else _EMPTY)


def _names(decisions: Iterable[Decision]) -> list[URIRef]:
    return [iri(decision.rows[0]["decision"]) for decision in decisions]


_THROUGH: dict[str, Words] = {
    "funding": Words("die Zuwendung", "the grant"),
    "contract": Words("einen Vertrag über das Angebot", "a contract for the offer"),
    "offer": Words("das Angebot", "the offer"),
}
_EMPTY = Words("", "")
_CHECKED = Words("Geprüft: kein Beschluss.", "Checked: no decision.")
_CHECKED_CRITERION = Words(
    "Geprüft: der Beschluss nennt kein Kriterium.", "Checked: the decision names no criterion."
)
_NO_CRITERION = Words(
    "Am Beschluss ist kein Kriterium erfasst; er kann eines nennen.",
    "No criterion is recorded with the decision; it may name one.",
)
_NONE = Words("Kein Beschluss bekannt (soweit erfasst).", "No decision known (as far as recorded).")
_COMMITTEE = Words("Genannt ist nur das Gremium: {committee}.", "Only the committee is named: {committee}.")
_OPEN = Words("Nicht oder noch nicht beschlossen: {decisions}.", "Not, or not yet, decided: {decisions}.")
_GRANTS = (Words("Zuwendung", "grant"), Words("Zuwendungen", "grants"))
_LEAD = Words(
    "{year}: {done} von {grants} mit Beschluss und Kriterium, {missing} ohne, {unclear} nicht beurteilbar (soweit erfasst).",
    "{year}: {done} of {grants} with decision and criterion, {missing} without, {unclear} not to be judged (as far as "
    "recorded).",
)
_NOTHING = Words(
    "{year}: 0 kommunale Zuwendungen erfasst, keine Aussage möglich.",
    "{year}: 0 municipal grants recorded, no statement possible.",
)

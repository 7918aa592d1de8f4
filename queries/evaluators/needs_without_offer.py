"""A1: stated needs by what can be said about their coverage."""

from collections import Counter

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.stated import NEEDS, StatedNeed, left_out, no_statement_possible, stated_needs
from queries.verdict import Claim, Grade, State
from queries.words import NO_WORDS, Words, counted

_BLOCKS = ("gap", "part", "unknown", "covered", "reported")


def evaluate(asking: Asking) -> Outcome:
    """Needs without offer, with part coverage, not to be judged, covered; reported ones apart."""
    needs = stated_needs(asking)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    for need in needs:
        blocks[_block(need)].append(need.row())
    exclusions = left_out(asking, asking.area("within"))
    documented = [need for need in needs if need.is_documented]
    if not documented:
        # "Every documented need can be judged" would be a statement, and none is possible; no gap, though, is sure.
        said: dict[str, list[Row]] = {"gap": [], "reported": blocks["reported"]}
        return Outcome(said, no_statement_possible(len(blocks["reported"])), exclusions)
    return Outcome(blocks, _lead(documented), exclusions)


def _block(need: StatedNeed) -> str:
    if not need.is_documented:
        return "reported"
    if need.verdict.state is State.GAP:
        return "gap"
    if need.verdict.state is State.UNKNOWN:
        return "unknown"
    return "part" if need.verdict.grade is Grade.PART else "covered"


def _lead(documented: list[StatedNeed]) -> Words:
    number = Counter(_block(need) for need in documented)
    firm = sum(
        1 for need in documented if need.verdict.state is State.GAP and need.verdict.claim is Claim.FIRM
    )
    general = sum(1 for need in documented if need.verdict.grade is Grade.GENERAL)
    weight = _WEIGHT.format(firm=firm, provisional=number["gap"] - firm) if number["gap"] else NO_WORDS
    return _LEAD.format(
        needs=counted(len(documented), *NEEDS), gaps=number["gap"], weight=weight, part=number["part"],
        unknown=number["unknown"], covered=number["covered"],
        general=_GENERAL.format(general=general) if general else NO_WORDS,
    )  # fmt: skip


_LEAD = Words(
    "{needs}: {gaps} ohne passendes Angebot {weight}, {part} nur zum Teil gedeckt, {unknown} nicht beurteilbar, {covered} "
    "gedeckt {general}.",
    "{needs}: {gaps} without matching offer {weight}, {part} covered only in part, {unknown} not to be judged, {covered} "
    "covered {general}.",
)
_WEIGHT = Words("({firm} belastbar, {provisional} vorläufig)", "({firm} firm, {provisional} provisional)")
_GENERAL = Words("(davon {general} nur allgemein)", "({general} of them only in general)")

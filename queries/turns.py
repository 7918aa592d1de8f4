"""What a change of a cell of the gap matrix means: worse, better, or only known now or no longer."""

from enum import StrEnum
from typing import Final

from queries.matrix_difference import CellChange
from queries.verdict import State


class Turn(StrEnum):
    """What a change of a cell means, the most pressing first.

    A gap that was not known before is news about what is known, not about what became worse; so it stands apart.
    """

    NEW_GAP = "new_gap"
    WEAKER = "weaker"
    SHOWN_GAP = "shown_gap"
    LOST = "lost"
    BETTER = "better"
    KNOWN = "known"
    CLAIM = "claim"
    GONE = "gone"


_ORDER: Final = {State.COVERED: 0, State.THIN: 1, State.GAP: 2}


def turn_of(change: CellChange) -> Turn:
    """What a change means."""
    before, after = (verdict.state if verdict else None for verdict in (change.before, change.after))
    if after is None:
        return Turn.GONE
    if before is after:
        return Turn.CLAIM
    if after is State.UNKNOWN:
        return Turn.LOST if before else Turn.CLAIM
    if before is None or before is State.UNKNOWN:
        return Turn.SHOWN_GAP if after is State.GAP else Turn.KNOWN
    if _ORDER[after] < _ORDER[before]:
        return Turn.BETTER
    return Turn.NEW_GAP if after is State.GAP else Turn.WEAKER

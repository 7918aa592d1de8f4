"""The part of the town one looks at: kept in the address, and where the picture is told to go.

The picture moves by itself and says afterwards where it is. It is told to go somewhere only when somebody else decided:
a link was opened, or another area was chosen. Else the message with all outlines would be sent after every movement.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.maps.section import around, written
from app.maps.section import section as bounds
from app.maps.views import MapArea
from app.web import permalink

NAME: Final = "ausschnitt"
_GOAL: Final = "map:goal"
_SEEN: Final = "map:section:seen"


@dataclass(frozen=True, slots=True)
class _Goal:
    """The chosen area, the section (west, south, east, north) if one is named, and a number that is new for every goal."""

    area: str
    section: tuple[float, ...] | None
    turn: int


def goal(reported: list[Any] | None, chosen: str) -> dict[str, Any]:
    """Keep the section in the address and return where the picture is to go.

    Args:
        reported: where the picture was after the reader last moved it, and when; None if nobody has.
        chosen: key of the chosen area, empty if none is.
    """
    before: _Goal | None = st.session_state.get(_GOAL)
    arrived = permalink.arrived(NAME)
    own = reported is not None and reported != st.session_state.get(_SEEN) and arrived is None
    if reported is not None:
        st.session_state[_SEEN] = reported
    text = ",".join(f"{number:.5f}" for number in reported[0]) if own and reported else None
    section = bounds(permalink.remember(NAME, text) or "")
    turn = before.turn + 1 if before else 0
    if before is None or arrived is not None or (reported is None and section != before.section):
        now = _Goal(chosen, section, turn)
    elif chosen != before.area:
        permalink.forget(NAME)
        now = _Goal(chosen, None, turn)
    else:
        now = before
    if section is None:
        permalink.forget(NAME)
    st.session_state[_GOAL] = now
    return asdict(now)


def shown(picked: MapArea | None) -> str:
    """The section one looks at, for a paper or a file: the one in the address, else the chosen area; empty for the town."""
    kept = permalink.remember(NAME, None)
    if kept and bounds(kept):
        return kept
    found = around(picked) if picked else None
    return written(found) if found else ""

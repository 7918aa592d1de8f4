"""What a rhythm (of meetings, of deliveries) means in months or days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from rdflib.term import Node

from ontology.codes import CL
from queries.settings import shift_months

MONTHS: Final[Mapping[Node | None, int]] = {
    CL["rhythmus-jaehrlich"]: 12,
    CL["rhythmus-halbjaehrlich"]: 6,
    CL["rhythmus-vierteljaehrlich"]: 3,
    CL["rhythmus-zweimonatlich"]: 2,
    CL["rhythmus-monatlich"]: 1,
}
WEEKLY: Final[Node] = CL["rhythmus-woechentlich"]


def after(day: date, rhythm: Node | None) -> date | None:
    """The day one step of the rhythm later; None for a rhythm without a length ("as needed") or none."""
    if rhythm == WEEKLY:
        return day + timedelta(days=7)
    return shift_months(day, MONTHS[rhythm]) if rhythm in MONTHS else None

"""Plots: places of a town where one thing is planted each.

A plot has a need of its own, so that plants do not reach into each other; one that plants offers for a whole field has
the field for itself.
"""

from dataclasses import dataclass

from random_towns.draft import BD, Values, area, group
from rdflib import URIRef

LEAVES = {
    "AR": 5, "BI": 6, "EX": 6, "FA": 8, "GE": 7, "IN": 3, "OR": 2, "PF": 6, "RE": 2, "SC": 7, "SO": 6, "TE": 7, "WO": 5,
}  # fmt: skip
# where things are planted in a town; few places make it quick to ask about all of them
PLACES = (("G",), ("N",), ("G",), ("N",), ("G",), ("N",), ("G", "S"), ("N", "N1"))


@dataclass(frozen=True)
class Plot:
    """A need (`EX2`, or a whole field `EX`), a group and an area for one plant."""

    need: str
    group: str
    area: str

    @property
    def field(self) -> str:
        return self.need[:2]

    @property
    def need_iri(self) -> URIRef:
        return BD[f"BD-{self.need}"]

    @property
    def group_iri(self) -> URIRef:
        return group(self.group)

    @property
    def area_iri(self) -> URIRef:
        return area(self.area)

    @property
    def tags(self) -> dict[str, Values]:
        """Need, group and area as a coverage names them."""
        return {"needType": self.need_iri, "targetGroup": self.group_iri, "area": self.area_iri}

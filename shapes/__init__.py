"""What a delivery looks like and what is wrong with it: sheets, rules, reports. Knows graph and ontology."""

from shapes.errors import ShapeError
from shapes.sheets import sheet_specs

__all__ = ["ShapeError", "sheet_specs"]

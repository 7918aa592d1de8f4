"""What a delivery looks like and what is wrong with it: sheets, rules, reports. Knows graph and ontology."""

from shapes.constraints import ValueConstraint, value_constraints
from shapes.errors import ShapeError
from shapes.explanation import Explanation, explain
from shapes.report import Result, ValidationReport, dependants
from shapes.rules import Rule, rules
from shapes.sheets import inverse_columns, sheet_specs
from shapes.validation import validate

__all__ = [
    "Explanation",
    "Result",
    "Rule",
    "ShapeError",
    "ValidationReport",
    "ValueConstraint",
    "dependants",
    "explain",
    "inverse_columns",
    "rules",
    "sheet_specs",
    "validate",
    "value_constraints",
]

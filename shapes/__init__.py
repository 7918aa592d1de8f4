"""What a delivery looks like and what is wrong with it: sheets, rules, reports. Knows graph and ontology.

A rule is added in a Turtle file here: a shape `dq:DQ-nnn` with `dcterms:identifier`, `sh:severity`, `dq:importEffect`,
`sh:message` (what is wrong), `sh:description` (what is expected) and `dq:remedy` (how to mend it) in German and
English. A property rule hangs on class shapes by `sh:property`; a SPARQL rule names its `sh:targetClass`es and starts
with `SELECT $this`. Then `tests/data/shapes/DQ-nnn/` gets a graph that conforms, one that violates and the expected
results, and `python -m shapes.catalogue` writes the rule into `docs/regeln.md`. A column is an `sh:property` entry with
`dq:columnTag` and `dq:kind`; template and loader follow by themselves.
"""

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

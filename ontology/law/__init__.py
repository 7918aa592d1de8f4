"""Federal social law: what a reference says, and whether the norm is in force. See `README.md` in this folder."""

from ontology.law.judgement import Judgement, Status, judge
from ontology.law.parser import parse_references
from ontology.law.reference import LegalReference

__all__ = ["Judgement", "LegalReference", "Status", "judge", "parse_references"]

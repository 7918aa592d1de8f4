"""What people are about to do leads to questions, and every question helps with something."""

import pytest

from ontology.vocabulary import concepts, notation
from queries import Catalogue, listing
from queries.decisions import load_decisions, read_decisions
from queries.errors import QuestionFileError

ALL = {
    "A": 12, "B": 5, "C": 7, "D": 7, "E": 4, "F": 5, "G": 6, "H": 5, "I": 5, "J": 6, "K": 6, "L": 5, "M": 4,
}  # fmt: skip


def test_all_questions_are_there():
    wanted = {f"{letter}{number}" for letter, last in ALL.items() for number in range(1, last + 1)}
    assert {question.id for question in Catalogue.load().questions} == wanted
    assert len(wanted) == 77


def test_every_type_of_gap_and_overlap_has_a_question():
    named = {code for question in Catalogue.load().questions for code in question.header.codes}
    types = {notation(c) for scheme in ("gap-types", "overlap-types") for c in concepts(scheme)}
    assert len(types) == 16 + 7
    assert {str(code) for code in types} <= named


def test_every_question_helps_with_something():
    decisions = load_decisions()
    assert len({d.name for d in decisions}) == len(decisions)
    assert {q for d in decisions for q in d.questions} == {q.id for q in Catalogue.load().questions}


def test_a_decision_that_names_no_question_is_refused():
    text = "- {name: x, title: {de: x, en: x}, questions: [Z9]}"
    with pytest.raises(QuestionFileError, match=r"decisions\.yaml:x: there is no question Z9"):
        read_decisions(text, Catalogue.load())
    with pytest.raises(QuestionFileError, match="helps with nothing"):
        read_decisions("- {name: x, title: {de: x, en: x}, questions: [A1]}", Catalogue.load())


def test_the_page_of_questions_is_up_to_date():
    assert listing.TARGET.read_text("utf-8") == listing.written(), "run: python -m queries.listing"

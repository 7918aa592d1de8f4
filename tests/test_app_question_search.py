"""Questions are found by words as people write them."""

import pytest

from app.answers.search import narrowed, search
from app.views import ChoiceView, QuestionView


def question(code: str, title: str, text: str = "", **more: object) -> QuestionView:
    return QuestionView(code, "Lücken", title, text or title, "", (), (), **more)


QUESTIONS = [
    question("A1", "Bedarf ohne Angebot", "Für welche Bedarfe gibt es kein passendes Angebot?", terms=("Bedarfslücke",)),
    question("A10", "Nur freiwillig finanziert", restricts=(ChoiceView("area", "Gebiet"),), roles=("Politik",)),
    question("B1", "Überschneidungen", "Wo decken mehrere Angebote denselben Bedarf?", roles=("Sozialplanung", "Politik")),
    question("C5", "Übergänge", "Welche Übergänge sind geregelt?", restricts=(ChoiceView("pillars", "Säule"),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a1", "A1"),
        ("A10", "A10"),
        ("Überschneidung", "B1"),
        ("ueberschneidungen", "B1"),
        ("uberschneidungen", "B1"),
        ("Überschneidugen", "B1"),
        ("übergang", "C5"),
        ("Uebergänge geregelt", "C5"),
        ("Bedarfslücke", "A1"),
        ("Welche Angebote passen?", "A1"),
        ("freiwillige", "A10"),
    ],
)
def test_a_question_is_found(text, first):
    found = search(QUESTIONS, text)
    assert found, text
    assert found[0].id == first


def test_every_word_must_fit():
    assert search(QUESTIONS, "Übergänge Haushalt") == []
    assert [q.id for q in search(QUESTIONS, "wo gibt es den")] == [q.id for q in QUESTIONS], (
        "only small words"
    )


def test_facets_narrow():
    assert [q.id for q in narrowed(QUESTIONS, roles=["Politik"])] == ["A10", "B1"]
    assert [q.id for q in narrowed(QUESTIONS, restricts=["pillars"])] == ["C5"]
    assert [q.id for q in narrowed(QUESTIONS)] == ["A1", "A10", "B1", "C5"]

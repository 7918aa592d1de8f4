"""The glossary is what the ontology says today."""

from ontology import glossary, vocabulary
from ontology.terms import SOZ


def test_the_glossary_in_docs_is_up_to_date():
    assert glossary.PATH.read_text("utf-8") == glossary.render(), "run: python -m ontology.glossary"


def test_every_own_term_is_explained_once():
    text = glossary.render()
    for term in dir(SOZ):
        code = f"(`soz:{str(term).rpartition('#')[2]}`)"
        assert text.count(code) == 1, code


def test_the_words_of_the_answers_come_strongest_first():
    text = glossary.render()
    assert text.index("| belastbar |") < text.index("| vorläufig |") < text.index("| nicht beurteilbar |")
    assert vocabulary.label(vocabulary.concepts("cl-zustand")[0], "de") in text

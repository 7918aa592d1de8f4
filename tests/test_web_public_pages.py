"""The pages for everybody: rules of Leichte Sprache that can be computed, and a statement on accessibility that invents nothing."""

import re
from datetime import date

import pytest

from app.settings import Settings
from app.web.limitations import WHOSE, known
from app.web.texts import LANGUAGES, section, t

LONGEST = 12
"""Words a sentence may have."""
LONGEST_WORD = 15
"""Letters a word may have without a dot or hyphen in it."""
BANNED = re.compile(
    r"\b(wird|werden|wurde|wurden|worden|würde|könnte|müsste|sollte|hätte|wäre)\b"  # passive, conjunctive
    r"|\b(des|dessen|deren|eines|einer)\b"  # genitive ("einer" only where no preposition stands before: none at all is simpler)
    r"|\b(z\.\s?B|usw|bzw|ca|d\.\s?h|etc|ggf|inkl)\b\.?"
    r"|\b[A-ZÄÖÜ]{2,}\b"
    r"|\b(obwohl|sodass|indem|jedoch|sowie|mittels|hinsichtlich|gemäß|diesbezüglich|man)\b"
    r"|[;()/&%]"
)


def sentences() -> list[tuple[str, str]]:
    """(key, sentence) of the whole page."""
    found = []
    for key, text in section("plain", "de").items():
        for line in text.splitlines():
            found += [(key, s) for s in re.split(r"(?<=[.?!])\s+", line.strip()) if s]
    return found


def test_there_is_something_to_read():
    assert len(sentences()) > 30


@pytest.mark.parametrize(("key", "sentence"), sentences())
def test_a_sentence_is_short_and_plain(key, sentence):
    assert len(sentence.split()) <= LONGEST, key
    assert not BANNED.search(sentence), key
    assert sentence.count(",") == 0, "one statement in a sentence"
    long = [word for word in re.findall(r"[A-Za-zÄÖÜäöüß]+", sentence) if len(word) > LONGEST_WORD]
    assert long == []


@pytest.mark.parametrize(
    "sentence",
    ["Das Angebot wird geprüft.", "Die Adresse des Vereins.", "Wir nutzen SPARQL.", "Das ist z. B. gut."],
)
def test_the_rules_find_what_is_wrong(sentence):
    assert BANNED.search(sentence)


def test_that_nobody_checked_it_is_said():
    assert "Dieser Text ist noch nicht geprüft." in t("plain.note_text", "de")


def test_every_limitation_is_whole():
    statement = known()
    names = [entry.name for entry in statement.limitations]
    assert len(set(names)) == len(names) > 3
    for entry in statement.limitations:
        assert entry.whose in WHOSE
        assert isinstance(entry.since, date)
        assert entry.since <= statement.drawn_up_on
        assert entry.rule
        for texts in (entry.what, entry.where, entry.instead, entry.evidence):
            assert set(texts) == set(LANGUAGES)
            assert all(texts.values())


def test_nobody_to_turn_to_is_invented():
    given = Settings()
    for name in ("contact", "accessibility_contact", "enforcement_body"):
        assert Settings.model_fields[name].default == ""
        assert isinstance(getattr(given, name), str)
    assert "teilweise vereinbar" in t("accessibility.status", "de")
    assert "Entwurf" in t("accessibility.draft", "de")

"""Every situation is used, complete, in two languages, and protective ones do not repeat what they found."""

import re
from pathlib import Path

import pytest

import loaders
from graph.findings import Place
from loaders.errors import SourceError
from loaders.messages import finding, messages

CODE = "\n".join(path.read_text("utf-8") for path in Path(loaders.__file__).parent.glob("*.py"))
PLACE = Place("a.xlsx", "Blatt", 3, "B", "Spalte")


@pytest.mark.parametrize("code", sorted(messages()))
def test_every_situation_is_used(code):
    assert f'"{code}"' in CODE


def test_every_code_that_is_used_is_described():
    used = set(re.findall(r'(?:finding|problem|Problem|UnreadableFileError)\(\s*"([a-z0-9-]+)"', CODE))
    used |= set(re.findall(r'noted\([^"\n]*"([a-z-]+)"', CODE))
    assert used
    assert used <= set(messages())


@pytest.mark.parametrize("message", messages().values(), ids=lambda message: message.code)
def test_every_situation_can_be_told(message):
    fill = dict.fromkeys(message.fields - {"found", "suggestion"}, "x")
    told = finding(message.code, PLACE, found="Rohwert", suggestion="Vorschlag", fill=fill)
    assert set(told.message) == {"de", "en"}
    assert set(told.remedy) in ({"de", "en"}, set())
    assert "{" not in "".join([*told.message.values(), *told.remedy.values()])
    assert re.fullmatch(r"DQ-(L\d\d|\d{3})", told.rule)
    if told.effect.name in {"REJECT_FILE", "HOLD_ROW"}:
        assert told.remedy
    if message.rule in {"DQ-L06", "DQ-L08"}:
        assert "Rohwert" not in repr(told)


def test_a_long_value_is_shortened():
    told = finding("date-unreadable", PLACE, found="x" * 500)
    assert len(told.message["de"]) < 200


def test_unknown_situations_and_missing_fields_are_errors():
    with pytest.raises(SourceError, match="no situation"):
        finding("no-such", PLACE)
    with pytest.raises(SourceError, match="field"):
        finding("file-too-large", PLACE)

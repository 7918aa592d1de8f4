"""Every requirement of the founding paper has questions that answer it and pages that open as linked; the page says so."""

import csv
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.gaps.tables import OBLIGATIONS
from app.maps.layers import LAYERS
from app.money.desk import DIVISIONS
from app.requirements import TARGET, Place, answers_of, requirements, written
from app.service import Service
from app.web import pages
from app.web.matrix import filters
from app.web.registry import discover
from ontology.vocabulary import concepts, notation
from queries import Catalogue
from queries.network_header import network_headers

PAPER = Path(__file__).parent / "data" / "requirements.csv"
PLACES = tuple({place.address: place for r in requirements() for place in r.pages}.values())


def paper() -> dict[str, dict[str, str]]:
    """What the founding paper asks: id → title and the questions that were meant for it."""
    with PAPER.open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_every_requirement_is_there_as_the_paper_words_it():
    assert [(r.id, r.title) for r in requirements()] == [(i, row["title"]) for i, row in paper().items()]
    assert len(requirements()) == 52


def test_every_requirement_has_at_least_the_questions_meant_for_it():
    for requirement in requirements():
        named = {asking.question for asking in requirement.questions}
        assert set(paper()[requirement.id]["questions"].split()) <= named, requirement.id


def test_together_they_need_the_whole_catalogue_and_nothing_else():
    named = {asking.question for r in requirements() for asking in r.questions}
    assert named == {question.id for question in Catalogue.load().questions}


def test_every_requirement_has_a_page_and_every_page_that_answers_is_named():
    assert all(requirement.pages for requirement in requirements())
    there = {page.header.url_path for page in discover()}
    named = {place.page for place in PLACES}
    assert named <= there
    assert there - named == {
        "leichte-sprache",
        "barrierefreiheit",
        "abfrage",
        "angeheftet",
        "begriffe",
        "datensaetze",
    }


@pytest.mark.slow
def test_the_page_says_what_the_questions_answer(example_home):
    page = written(answers_of(Service.open(example_home)))
    assert TARGET.read_text("utf-8") == page, "run: python -m app.requirements"


# What a page takes from its address, and which words it knows there. A word it does not know would open something else.
_PART = {"teil": lambda page: page._PARTS}
STATES = {
    "bedarfe": _PART | {"zeige": lambda page: page._SHOWN},
    "fragen": {"frage": lambda _: QUESTIONS, "group": lambda _: notations("target-groups")},
    "geld": {
        "ansicht": lambda page: page._VIEWS,
        "nach": lambda _: DIVISIONS,
        "an": lambda _: ("provider", "offer"),
    },
    "gremien": _PART,
    "karte": {"farbe": lambda _: LAYERS, "bedarf": lambda _: notations("needs")},
    "luecken": {
        "spalten": lambda _: filters._AXES,
        "feld": lambda _: notations("needs"),
        "pflicht": lambda _: OBLIGATIONS,
    },
    "netze": {
        "netz": lambda _: network_headers(),
        "ansicht": lambda page: (page._ALL, page._PAIRS, page._THEN),
    },
    "schnittstellen": {
        "ansicht": lambda page: (page._PILLARS, page._WAYS),
        "konstellation": lambda _: notations("constellations"),
    },
    "steckbrief": {"art": lambda _: {"angebot"}, "kennung": lambda _: {"A-101"}},
    "suche": {"q": lambda _: {"beratung"}},
    "ueberblick": {"sicht": lambda _: {"oeffentlich"}},
    "ueberschneidungen": {"ansicht": lambda page: (page._MONEY, page._NEW, page._AGREED)},
    "veraenderungen": {"vergleichstag": lambda _: {"2025-11-24"}},
    "ziele": _PART,
}
QUESTIONS = {question.id for question in Catalogue.load().questions}
MODULES = {
    m.PAGE.url_path: m
    for m in (import_module(f"{pages.__name__}.{f.name}") for f in iter_modules(pages.__path__))
}


def notations(scheme: str) -> set[str]:
    return {str(notation(concept)) for concept in concepts(scheme)}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.address)
def test_every_linked_page_knows_what_its_address_says(place: Place):
    for name, value in parse_qsl(urlsplit(place.address).query):
        assert value in STATES[place.page][name](MODULES[place.page]), f"{place.page}: {name}={value}"

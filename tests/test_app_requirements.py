"""Every requirement of the founding paper has questions that answer it and pages that open as linked; the page says so."""

import csv
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from browsing import serving, visiting

from app.requirements import TARGET, Place, answers_of, requirements, with_day, written
from app.service import Service
from app.web.registry import discover
from queries import Catalogue

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


@pytest.fixture(scope="module")
def address(example_home, tmp_path_factory):
    with serving(example_home, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(scope="module")
def visit(chromium, address):
    with visiting(chromium, address) as open_:
        yield open_


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.address)
def test_every_linked_page_opens_in_the_state_its_address_names(visit, place: Place):
    wanted = with_day(place.address)
    page = visit(f"/{wanted}")
    # A page writes into its address what it understood and leaves out what it did not.
    assert (
        dict(parse_qsl(urlsplit(wanted).query)).items() <= dict(parse_qsl(urlsplit(page.url).query)).items()
    )
    assert urlsplit(page.url).path == f"/{place.page}"
    page.context.close()

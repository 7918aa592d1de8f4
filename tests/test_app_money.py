"""The money as the facade gives it, on the small town with a few funding items of its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from browsing import AGS

from app import exports, town
from app.asked import Asked
from app.money_views import FlowChoice
from app.service import Service
from app.web.money import sankey
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
FUNDINGS = [
    {"kennung": "F-1", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K1", "status": "bewilligt", "betrag": "1000", "jahr": "2026"},
    {"kennung": "F-2", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K1", "status": "bewilligt", "jahr": "2026"},
    {"kennung": "F-3", "angebot": "A-3; A-4", "zahlt": "T-2", "art": "FT-K1", "status": "bewilligt", "betrag": "300", "jahr": "2026", "gueltig-bis": "31.12.2026"},
    {"kennung": "F-4", "angebot": "A-2", "zahlt": "T-2", "art": "FT-G", "status": "bewilligt", "betrag": "50", "jahr": "2026"},
    {"kennung": "F-5", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K1", "status": "geplant", "betrag": "9000", "jahr": "2026"},
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory, small_town) -> Path:
    folder = tmp_path_factory.mktemp("money")
    service = Service.open(folder, AGS, create=True)
    preview = service.stage(small_town(more={"finanzierung": FUNDINGS}), "meldung.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    town._stores.clear()
    return folder


@pytest.fixture(scope="module")
def service(home) -> Service:
    return Service.open(home)


def cells(table, *names):
    at = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[i].text for i in at) for row in table.rows]


def test_a_way_holds_what_one_funder_gives_for_one_thing_to_one_provider(service):
    view = service.money.flows(FlowChoice(2026), AT).value
    ways = cells(view.answer, "funder", "target", "items", "withoutAmount", "sum")
    assert ways == [
        ("Amt für Soziales", "Haus am Markt", "2", "1", "1.000,00\xa0€"),
        ("Amt für Soziales", "Verein Brücke", "1", "0", "300,00\xa0€"),
        ("Eigenmittel des Trägers", "Amt für Soziales", "1", "0", "50,00\xa0€"),
    ]
    assert "9.000" not in view.answer.lead
    assert "davon 1 ohne Betrag" in view.answer.lead


def test_an_amount_that_is_not_collected_is_named_and_no_zero(service):
    answer = service.money.flows(FlowChoice(2026), AT).value.answer
    block = next(block for block in answer.blocks if block.name == "withoutAmount")
    assert len(block.rows) == 1
    assert cells(block, "amount") == [("",)]


def test_what_is_for_several_offers_is_not_split(service):
    answer = service.money.flows(FlowChoice(2026, to="offer"), AT).value.answer
    assert ("mehrere Angebote, nicht aufgeteilt", "300,00\xa0€") in cells(answer, "target", "sum")


def test_statuses_stand_side_by_side(service):
    answer = service.money.flows(FlowChoice(2026, ("bewilligt", "geplant")), AT).value.answer
    sums = next(block for block in answer.blocks if block.name == "sums")
    assert cells(sums, "status", "sum") == [("bewilligt", "1.350,00\xa0€"), ("geplant", "9.000,00\xa0€")]
    assert not any("10.350" in cell.text for row in answer.rows for cell in row)


def test_every_choice_can_be_narrowed_to_in_either_language(service):
    for lang in ("de", "en"):
        at = replace(AT, lang=lang)
        whole = service.money.flows(FlowChoice(2026), at).value
        for name, offered in (("funder", whole.funders), ("group", whole.groups), ("target", whole.targets)):
            assert offered
            for choice in offered:
                narrowed = service.money.flows(replace(FlowChoice(2026), **{name: choice.value}), at).value
                assert {row[0] for row in cells(narrowed.answer, name)} == {choice.label}


def test_what_does_not_exist_is_said_with_what_does(service):
    for choice, told in (
        (FlowChoice(2026, ("unbekannt",)), "bewilligt"),
        (FlowChoice(2026, by="colour"), "pillar"),
        (FlowChoice(2026, to="nobody"), "provider"),
        (FlowChoice(2026, kind="FT-ZZZ"), "funding-types"),
    ):
        with pytest.raises(KnowledgeGraphError, match=told):
            service.money.flows(choice, AT)


def test_a_year_without_items_is_not_a_year_without_money(service):
    view = service.money.flows(FlowChoice(1999), AT).value
    assert view.answer.rows == ()
    assert "heißt nicht, dass es kein Geld gibt" in view.answer.empty_text


def test_internal_money_stays_inside(service):
    view = service.money.flows(FlowChoice(2026), replace(AT, audience=Audience.PUBLIC)).value
    assert view.answer.rows == ()


def test_the_ways_are_taken_along(service):
    released = service.money.flows_answer(FlowChoice(2026), AT)
    assert "Haus am Markt" in exports.to_csv(released).decode("utf-8-sig")
    assert exports.to_xlsx(released)[:2] == b"PK"


def test_the_picture_folds_small_places_and_keeps_every_sum():
    ways = [sankey.Way((f"f{i}", f"g{i % 3}", f"t{i}"), Decimal(i)) for i in range(1, 30)]
    shown = sankey.picture(ways, most=5)
    whole = sum(way.amount for way in ways)
    for layer in range(3):
        assert sum(amount for (at, _), amount in shown.places if at == layer) == whole
    for layer in range(2):
        assert sum(amount for (at, _), _, amount in shown.bands if at == layer) == whole
    assert shown.folded == (24, 0, 24)
    widths = dict(shown.places)
    for place, width in widths.items():
        for side in (0, 1):
            assert sum(band[2] for band in shown.bands if band[side] == place) in (0, width)


def test_a_picture_that_fits_folds_nothing():
    ways = [sankey.Way((f"f{i}", "g", "t"), Decimal(1)) for i in range(6)]
    assert sankey.picture(ways, most=5).folded == (0, 0, 0)

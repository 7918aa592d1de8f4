"""The money as the facade gives it, on the small town with a few funding items of its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import icalendar
import pytest
from browsing import AGS
from typer.testing import CliRunner

from app import cli, date_exports, exports, town
from app.asked import Asked
from app.money.views import FlowChoice
from app.service import Service
from app.web.money import sankey
from app.web.money.cliff import ending
from loaders.persons import trace_of_person
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
    {"kennung": "F-6", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K1", "status": "beantragt", "jahr": "2026"},
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


def test_where_no_amount_is_known_nobody_says_zero(service):
    lead = service.money.flows(FlowChoice(2026, ("beantragt",)), AT).value.answer.lead
    assert "1 Posten, kein Betrag davon erhoben" in lead
    assert "0 €" not in lead


def test_a_part_is_said_with_what_it_is_a_part_of(service):
    whole = service.money.flows(FlowChoice(2026), AT).value
    (target,) = [choice.value for choice in whole.targets if choice.label == "Verein Brücke"]
    lead = service.money.flows(FlowChoice(2026, target=target), AT).value.answer.lead
    assert "bewilligt 300 € in 1 Posten; das sind 22,2 % von 1.350 €" in lead


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


def test_the_cliff_counts_what_has_no_end_and_names_what_ends(service):
    answer = service.money.cliff(12, ("bewilligt",), AT).value
    blocks = {block.name: block for block in answer.blocks}
    assert cells(answer, "day", "items", "sum", "left") == [("31.12.2026", "1", "300,00\xa0€", "0,00\xa0€")]
    assert cells(blocks["open"], "items", "withoutAmount", "sum") == [("3", "1", "1.050,00\xa0€")]
    assert "Bei 3 laufenden Posten ist kein Ende erfasst" in answer.lead
    assert cells(blocks["items"], "next") == [("nichts erfasst",)]
    behind = service.money.behind_cliff(12, ("bewilligt",), answer.table_name, 0, AT).value
    assert len(behind.rows) == 1


def test_a_step_names_the_money_that_ends_then_for_a_scenario(service):
    blocks = {block.name: block for block in service.money.cliff(24, ("bewilligt",), AT).value.blocks}
    offered = {
        money.value: ending(money, blocks["items"], date(2026, 12, 31))
        for money in service.scenarios.money(AT).value
    }
    assert {source: keys for source, keys in offered.items() if keys} == {"T-2": ("F-3",)}
    assert not any(
        ending(money, blocks["items"], date(2027, 1, 1)) for money in service.scenarios.money(AT).value
    )


def test_a_cliff_has_a_length(service):
    for months in (0, 61):
        with pytest.raises(KnowledgeGraphError, match="1 bis 60"):
            service.money.cliff(months, ("bewilligt",), AT)


def test_dates_keep_their_identity_when_the_day_moves(service, small_town, tmp_path):
    released = service.money.dates(12, AT, ("grant",))
    (item,) = released.value.ahead
    assert (item.day, item.kind, item.term) == (date(2026, 12, 31), "grant", "Bewilligung endet")
    english = service.money.dates(12, replace(AT, lang="en"), ("grant",)).value.ahead
    assert [other.uid for other in english] == [item.uid]
    moved = [{**row, "gueltig-bis": "30.11.2026"} if row["kennung"] == "F-3" else row for row in FUNDINGS]
    other = Service.open(tmp_path, AGS, create=True)
    preview = other.stage(small_town(more={"finanzierung": moved}), "meldung.xlsx").value
    other.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    (then,) = other.money.dates(12, AT, ("grant",)).value.ahead
    assert (then.uid, then.day) == (item.uid, date(2026, 11, 30))


def test_dates_are_whole_days_in_a_calendar(service):
    released = service.money.dates(36, AT)
    events = icalendar.Calendar.from_ical(date_exports.to_ics(released)).walk("VEVENT")
    view = released.value
    assert len(events) == len(view.ahead) + len(view.passed)
    assert {str(event["uid"]) for event in events} == {item.uid for item in (*view.ahead, *view.passed)}
    for event in events:
        assert type(event["dtstart"].dt) is date
        assert "attendee" not in event
        assert "organizer" not in event


def test_no_person_is_in_a_calendar(service):
    text = date_exports.to_ics(service.money.dates(36, AT)).decode()
    assert "Bewilligung endet" in text
    assert not any(trace_of_person(line) for line in text.replace("\r\n ", "").splitlines())


def test_what_has_no_date_is_counted(service):
    view = service.money.dates(12, AT).value
    assert ("Laufende Bewilligungen", "3") in cells(view.unknown, "what", "number")


def test_a_kind_of_deadline_that_does_not_exist_is_refused(service):
    with pytest.raises(KnowledgeGraphError, match="contract"):
        service.money.dates(12, AT, ("birthday",))


def test_without_an_index_only_an_assumption_makes_real_amounts(service):
    by_index = service.money.prices(2024, 2024, "bewilligt", AT).value
    assert cells(by_index, "sum", "real") == [("1.300,00\xa0€", "")]
    assert "Kein Verbraucherpreisindex erfasst" in by_index.lead
    supposed = service.money.prices(2024, 2024, "bewilligt", AT, Decimal("0.1")).value
    assert cells(supposed, "sum", "assumed") == [("1.300,00\xa0€", "1.074,38\xa0€")]
    label = next(column.label for column in supposed.columns if column.name == "assumed")
    for told in (
        label,
        supposed.lead,
        *exports.to_csv(service.money.prices(2024, 2024, "bewilligt", AT, Decimal("0.1")))
        .decode("utf-8-sig")
        .splitlines()[:1],
    ):
        assert "Annahme" in told


@pytest.mark.parametrize("rate", [Decimal("0.21"), Decimal("-0.5")])
def test_a_rate_beyond_belief_is_refused(service, rate):
    with pytest.raises(KnowledgeGraphError, match="20 %"):
        service.money.prices(2024, 2024, "bewilligt", AT, rate)


def test_the_commands_say_the_same(home, service, tmp_path):
    run = CliRunner()
    day = ["--home", str(home), "--date", DAY.isoformat()]
    shown = run.invoke(cli.app, ["money", "flows", *day])
    assert shown.exit_code == 0, shown.output
    assert "1.350" in shown.output
    assert "Bewilligung endet" in run.invoke(cli.app, ["money", "deadlines", *day]).output
    assert "31.12.2026" in run.invoke(cli.app, ["money", "cliff", *day, "--months", "12"]).output
    assert "Annahme" in run.invoke(cli.app, ["money", "prices", *day, "--rate", "2.5"]).output
    calendar, table = tmp_path / "fristen.ics", tmp_path / "wege.csv"
    assert run.invoke(cli.app, ["money", "deadlines", *day, "--ics", str(calendar)]).exit_code == 0
    assert calendar.read_bytes() == date_exports.to_ics(service.money.dates(12, AT))
    assert run.invoke(cli.app, ["money", "flows", *day, "--out", str(table)]).exit_code == 0
    assert table.read_bytes() == exports.to_csv(service.money.flows_answer(FlowChoice(2026), AT))


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

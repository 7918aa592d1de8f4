"""The first page as the facade gives it: figures that equal the rows behind, what differs since, what was seen, how old it is."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from typer.testing import CliRunner

from app import cli
from app.asked import Asked
from app.cockpit.watch import WATCHED
from app.errors import RequestError
from app.gaps.choice import AREAS, MatrixChoice, shown_cells
from app.service import Service
from ontology.iris import Audience
from queries.matrix_difference import CellChange
from queries.turns import Turn, turn_of
from queries.verdict import Claim, Grade, State, Verdict
from queries.words import Words

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    return Service.open(home)


@pytest.fixture
def two_versions(service, small_town) -> Service:
    """The small town, after a second delivery in which an offer ended."""
    preview = service.stage(
        small_town(change={f"C-{n}": {"bedarf": "BD-WO1"} for n in (1, 2, 3, 4)}), "zweite.xlsx"
    ).value
    assert preview.token, preview
    service.accept(preview.token, who="Sozialplanung", why="Zweite Lieferung")
    return service


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_figure_is_the_number_of_rows_its_question_shows(service, lang):
    asked = replace(AT, lang=lang)
    views = {view.name: view for view in service.cockpit.watch(asked).value}
    assert list(views) == list(WATCHED)
    for name, view in views.items():
        watched = WATCHED[name]
        answer = service.ask(
            view.question, dict(view.parameters), audience=AT.audience, reference_date=DAY, lang=lang
        ).value
        tables = {block.name: block.rows for block in answer.blocks} | {answer.table_name: answer.rows}
        assert set(watched.counted) & tables.keys(), name
        known = {block.name for block in answer.blocks} | {answer.table_name}
        rows = sum(len(tables.get(block, ())) for block in watched.counted)
        assert view.count == rows or (watched.distinct and 0 < view.count <= rows)
        for part in view.parts:
            if part.name in known:
                assert part.count == len(tables[part.name]) or watched.distinct
        assert view.lead == answer.lead


def test_the_gaps_divide_by_claim(service):
    gaps = next(view for view in service.cockpit.watch(AT).value if view.name == "gaps")
    assert gaps.base is not None
    assert gaps.count <= gaps.base
    assert sum(part.count for part in gaps.parts) == gaps.count


def test_what_differs_is_what_two_matrices_disagree_about(two_versions):
    then = replace(AT, version=1)
    view = two_versions.cockpit.since(then, AT).value
    tables = []
    for asked in (then, AT):
        areas = two_versions.gaps.matrix(MatrixChoice(axis=AREAS), asked).value.columns
        found = {}
        for area in areas:
            whole = two_versions.gaps.matrix(MatrixChoice(area=area.value), asked).value
            found |= {(c.need, c.group, c.area): c for _, _, c in shown_cells(whole)}
        tables.append(found)
    before, after = tables
    expected = Counter()
    for place in before.keys() & after.keys():
        a, b = before[place], after[place]
        if (a.state, a.claim) != (b.state, b.claim):
            expected[a.state, b.state] += 1
    assert expected, "the deliveries must differ"
    turns = {turn.name: turn.cells for turn in view.turns}
    assert turns["new_gap"] == sum(
        n for (a, b), n in expected.items() if b == "gap" and a in ("covered", "thin")
    )
    assert turns["weaker"] == expected["covered", "thin"]
    assert (
        turns["better"] == expected["gap", "thin"] + expected["gap", "covered"] + expected["thin", "covered"]
    )
    assert turns["new_gap"] > 0
    assert turns["better"] > 0
    assert len(view.table.rows) == sum(turns[t] for t in ("new_gap", "weaker", "shown_gap", "lost"))
    assert str(turns["new_gap"]) in view.lead or not any(t.documented for t in view.turns)


def test_time_alone_changes_what_holds(service):
    view = service.cockpit.since(replace(AT, reference_date=date(2023, 1, 1)), AT).value
    assert sum(turn.cells for turn in view.turns) > 0, "the offers of the small town begin in 2024"
    with pytest.raises(RequestError, match="beide Stände sind gleich"):
        service.cockpit.since(replace(AT, version=1), AT)


def verdict(state):
    return Verdict(state, Grade.NONE, Claim.FIRM, Words("", ""))


TURNS = {
    (State.COVERED, State.GAP): Turn.NEW_GAP,
    (State.THIN, State.GAP): Turn.NEW_GAP,
    (State.UNKNOWN, State.GAP): Turn.SHOWN_GAP,
    (None, State.GAP): Turn.SHOWN_GAP,
    (State.COVERED, State.THIN): Turn.WEAKER,
    (State.GAP, State.UNKNOWN): Turn.LOST,
    (State.COVERED, State.UNKNOWN): Turn.LOST,
    (None, State.UNKNOWN): Turn.CLAIM,
    (State.GAP, State.THIN): Turn.BETTER,
    (State.THIN, State.COVERED): Turn.BETTER,
    (State.UNKNOWN, State.COVERED): Turn.KNOWN,
    (State.GAP, State.GAP): Turn.CLAIM,
    (State.GAP, None): Turn.GONE,
}


@pytest.mark.parametrize(("kind", "turn"), TURNS.items(), ids=str)
def test_a_gap_that_was_not_known_is_no_worsening(kind, turn):
    before, after = (verdict(state) if state else None for state in kind)
    change = CellChange(None, None, None, before, after)
    assert turn_of(change) is turn


def test_the_state_before_the_last_delivery_and_of_a_day(two_versions):
    desk = two_versions.cockpit
    assert desk.before_last_delivery(AT).value == 1
    assert desk.before_last_delivery(replace(AT, version=1)).value == 0
    two_versions.rollback(1, who="Sozialplanung", why="Test")
    assert desk.before_last_delivery(AT).value == 1, "a rollback is no delivery"
    assert desk.version_at(date(2020, 1, 1)).value == 0
    assert desk.version_at(date(2999, 1, 1)).value == 3


def test_what_was_seen_is_remembered_and_can_be_taken_back(two_versions):
    desk = two_versions.cockpit
    assert desk.seen().value is None
    desk.confirm_seen(replace(AT, version=1))
    desk.confirm_seen(AT)
    assert (desk.seen().value.version, desk.seen().value.day) == (2, DAY)
    desk.undo_seen()
    assert desk.seen().value.version == 1
    desk.undo_seen()
    desk.undo_seen()
    assert desk.seen().value is None


def test_how_well_and_how_freshly_it_is_known(service):
    view = service.overview(audience=AT.audience, reference_date=DAY).value
    fields = view.fields
    assert len(fields.rows) == len(fields.fields) == len(view.completeness.rows)
    declared = [claim for row in fields.rows for claim in row if claim.as_of]
    assert {(claim.claim, claim.as_of, claim.months) for claim in declared} == {
        ("belastbar", date(2026, 10, 1), 1)
    }
    assert any("Stand 01.10.2026" in cell.text for row in view.completeness.rows for cell in row)
    assert any(claim.as_of is None for row in fields.rows for claim in row), "and something nobody declared"
    later = service.overview(audience=AT.audience, reference_date=date(2029, 1, 1)).value
    old = [claim for row in later.fields.rows for claim in row if claim.as_of]
    assert {(claim.claim, claim.is_outdated, claim.months) for claim in old} == {
        ("nicht_beurteilbar", True, 27)
    }
    assert any("zu alt" in cell.text for row in later.completeness.rows for cell in row)


def test_an_empty_town_counts_nothing(tmp_path):
    service = Service.open(tmp_path, "99999001", create=True)
    view = service.overview(audience=AT.audience, reference_date=DAY).value
    assert view.counts == ()
    assert view.fields.areas == ()
    assert service.cockpit.before_last_delivery(AT).value == 0


def test_from_the_command_line(two_versions):
    home = str(two_versions._town.home)
    shown = CliRunner().invoke(cli.app, ["watch", "--home", home, "--date", "2026-11-24"])
    assert shown.exit_code == 0, shown.output
    assert [line.split()[1] for line in shown.stdout.splitlines()] == [w.question for w in WATCHED.values()]
    told = CliRunner().invoke(
        cli.app, ["watch", "--home", home, "--since", "1", "--date", "2026-11-24", "--json"]
    )
    assert told.exit_code == 0, told.output
    turns = {turn["name"]: turn["cells"] for turn in json.loads(told.stdout)["data"]["turns"]}
    assert turns["new_gap"] > 0
    before = CliRunner().invoke(cli.app, ["watch", "--home", home, "--since-date", "2020-01-01"])
    assert before.exit_code != 0

"""Overlaps and what was agreed about them, as facade and command line give them."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.coordination.agreements import About, Agreements, Progress, Subject, Terms, subject_key
from app.errors import RequestError
from app.overlaps.rows import among
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
PILLARS = {"A-1": {"saeule": "SA-03"}, "A-2": {"saeule": "SA-02"}, "A-3": {"saeule": "SA-05"}}
EXCHANGE = {
    "kennung": "K-1",
    "name": "Runde",
    "art": "KO-1",
    "beteiligt": "T-1; T-3",
    "gueltig-ab": "01.01.2024",
}
PLACES = {f"C-{n}": {"plaetze": "10", "einheit": "Plätze"} for n in range(1, 5)}
SEEN = (DAY, 1, "UE-4")
TERMS = Terms("Zugang abstimmen", "Fachdienst Jugend mit Jobcenter", date(2027, 3, 31))


def town(home, small_town, *, change=PILLARS, more=None) -> Service:
    service = Service.open(home, "99999001", create=True)
    preview = service.stage(
        small_town(change=change, more=more or {"kooperation": [EXCHANGE]}), "a.xlsx"
    ).value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    return service


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town) -> Service:
    return town(tmp_path_factory.mktemp("town"), small_town)


@pytest.fixture
def agreements(tmp_path) -> Agreements:
    return Agreements(tmp_path / "abstimmungen")


SUBJECT = Subject(About.PAIR, ("need", "one", "other"))


def named(view):
    return {(pair.one.label, pair.other.label): pair for pair in view.pairs}


def test_class_and_reason_are_those_of_the_questions(service):
    """The list says of every pair what B1 (across pillars), B2 (within one) and B4 say of it."""
    view = service.overlaps.overlaps(AT).value
    ask = lambda code: service.ask(code, {}, audience=AT.audience, reference_date=DAY).value  # noqa: E731
    expected = Counter()
    b1 = ask("B1")
    for name, block in [(b1.table_name, b1), *((b.name, b) for b in b1.blocks)]:
        names = [c.name for c in block.columns]
        for row in block.rows if name != "funding" else ():
            cells = dict(zip(names, row, strict=True))
            expected[cells["offer"].text, cells["otherOffer"].text, cells["reason"].text] += 1
    listed = Counter(
        (p.one.label, p.other.label, p.reason)
        for p in view.pairs
        if p.kind != "offen" and not p.within_pillar
    )
    assert listed == expected
    assert expected
    b4 = ask("B4")
    assert sum(p.together == "agreed" for p in view.pairs if p.steps and not p.within_pillar) == sum(
        len(rows) for rows in (b4.rows, b4.blocks[0].rows)
    )
    assert sum(kind.count for kind in view.kinds) == len(view.pairs) == len(view.answer.rows)


def test_a_pair_says_how_both_work_together_and_what_is_not_known(service):
    pairs = named(service.overlaps.overlaps(AT).value)
    need = pairs["Beratung am Markt", "Treff an der Brücke"]
    assert (need.kind, need.together) == ("UE-4", "loose")
    assert "Runde" in need.together_reason
    assert need.claim == "nicht_beurteilbar"
    assert not need.is_demand_known
    check = pairs["Beratung am Markt", "Schuldnerberatung"]
    assert (check.kind, check.together) == ("UE-5", "unknown")
    unclear = pairs["Beratung am Markt", "Lernhilfe"]
    assert (unclear.kind, unclear.steps) == ("offen", ())
    assert "Säule" in unclear.reason


def test_the_shared_cells_have_the_state_the_matrix_gives_them(service):
    for pair in service.overlaps.overlaps(AT).value.pairs:
        for cell in pair.cells:
            found = service.cell(
                need=cell.need, group=cell.group, area=cell.area, audience=AT.audience, reference_date=DAY
            ).value
            assert (cell.state, cell.state_text) == (found.state, found.state_text)


def test_one_step_decides_and_it_is_the_last(service):
    walked = [pair for pair in service.overlaps.overlaps(AT).value.pairs if pair.steps]
    assert walked
    for pair in walked:
        assert [step.decides for step in pair.steps] == [False] * (len(pair.steps) - 1) + [True]


def test_field_and_area_narrow_the_list(service):
    whole = service.overlaps.overlaps(AT).value
    assert service.overlaps.overlaps(AT, field="BD-WO").value.pairs == ()
    assert {p.key for p in service.overlaps.overlaps(AT, field="BD-EX", within="G-1").value.pairs} <= {
        p.key for p in whole.pairs
    }
    chosen = {"kinds": (whole.pairs[0].kind,), "pillars": (whole.pairs[0].pillars[0].rpartition("/")[2],)}
    taken = service.overlaps.answer(AT, **chosen).value
    shown = [pair for pair in whole.pairs if among(pair, **chosen)]
    assert [row[5].iri for row in taken.rows] == [pair.one.iri for pair in shown]
    assert 0 < len(shown) < len(whole.pairs)
    assert f"{len(shown)} von {len(whole.pairs)} Paaren" in taken.notes[0]
    assert [fact.label for fact in taken.parameters][-2:] == ["Klassen", "Säulen"]
    empty = service.overlaps.answer(AT, field="BD-WO").value
    assert "soweit erfasst" in empty.empty_text


def test_a_pair_shows_both_offers_and_gives_what_is_missing_as_not_collected(service):
    pair = named(service.overlaps.overlaps(AT).value)["Beratung am Markt", "Treff an der Brücke"]
    view = service.overlaps.pair(pair.key, AT).value
    assert service.overlaps.pair(pair.key, AT, field="BD-EX2").value == view
    assert view.pair == pair
    first = view.features.rows[0]
    assert [cell.text for cell in first[1:3]] == ["Beratung am Markt", "Treff an der Brücke"]
    assert all(cell.iri for cell in first[1:3])
    assert "nicht erhoben" in {cell.text for row in view.features.rows for cell in row}
    assert "Runde" in str(view.joined_by.rows)
    with pytest.raises(RequestError, match="gibt es zu diesem Stichtag"):
        service.overlaps.pair("00000000", AT)


def test_no_word_speaks_of_savings(service):
    for lang in ("de", "en"):
        text = exports.to_json(service.overlaps.overlaps(replace(AT, lang=lang))).decode()
        assert not re.search(r"einspar|saving|duplik|duplic|doppel", text, re.IGNORECASE)


@pytest.mark.parametrize(("smallest", "told"), [(20, False), (3, True)])
def test_a_small_number_of_people_is_not_told_in_words_either(tmp_path, small_town, smallest, told):
    change = {**PILLARS, **PLACES, "B-1": {"bedarf": "BD-EX2", "gebiet": "G-0", "personen": "12"}}
    service = town(tmp_path, small_town, change=change)
    thresholds = service._town.thresholds
    service._town.thresholds = replace(thresholds, smallest_number=smallest)
    pair = named(service.overlaps.overlaps(AT).value)["Beratung am Markt", "Treff an der Brücke"]
    assert pair.is_demand_known
    assert pair.has_capacity
    assert pair.documented == 1
    assert ("12 Personen" in pair.demand_text) is told
    assert ("zu klein" in pair.demand_text) is not told


def test_an_agreement_says_its_history_and_nothing_is_lost(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    later = replace(TERMS, progress=Progress.UNDER_WAY, note="erste Runde im Januar")
    agreements.change(made.id, later, by="Sozialplanung", why="Termin steht", base=1)
    agreements.withdraw(made.id, by="Fachdienst Jugend", why="anders geregelt")
    gone = agreements.get(made.id)
    assert gone.now.terms.is_withdrawn
    assert [r.terms.progress for r in gone.revisions] == ["vereinbart", "in-arbeit", "in-arbeit"]
    assert [r.number for r in gone.revisions] == [1, 2, 3]
    back = agreements.undo(made.id, by="Sozialplanung", why="doch")
    assert back.now.terms == later
    assert len(agreements.get(made.id).revisions) == 4
    assert (back.subject, back.seen) == (SUBJECT, SEEN)


def test_two_who_change_the_same_do_not_lose_either_change(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    agreements.change(made.id, replace(TERMS, note="A"), by="Jugendamt", why="", base=1)
    with pytest.raises(RequestError, match="inzwischen geändert"):
        agreements.change(made.id, replace(TERMS, note="B"), by="Jobcenter", why="", base=1)
    assert agreements.get(made.id).now.terms.note == "A"
    folder = agreements._folder / made.id
    assert sorted(path.name for path in folder.iterdir()) == ["0001.json", "0002.json"]


def test_nobody_takes_back_what_they_have_not_seen(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    agreements.change(made.id, replace(TERMS, note="A"), by="Jugendamt", why="", base=1)
    agreements.change(made.id, replace(TERMS, note="B"), by="Jobcenter", why="", base=2)
    for take_back in (agreements.undo, agreements.withdraw):
        with pytest.raises(RequestError, match="inzwischen geändert"):
            take_back(made.id, by="Jugendamt", why="", base=2)
    assert agreements.undo(made.id, by="Jobcenter", why="", base=3).now.terms.note == "A"


def test_a_folder_whose_file_could_not_be_written_stands_in_nobodys_way(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    (agreements._folder / "abc123").mkdir()
    assert agreements.all() == [made]
    with pytest.raises(RequestError, match=f"gibt es nicht; vorhanden: {made.id}"):
        agreements.get("abc123")


def test_what_was_half_written_is_not_read(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    (agreements._folder / made.id / "77.2.neu").write_text('{"subject": {"ab', "utf-8")
    assert agreements.get(made.id) == made
    (agreements._folder / made.id / "0001.json").write_text("{", "utf-8")
    with pytest.raises(RequestError, match="unlesbar"):
        agreements.all()


@pytest.mark.parametrize(
    ("terms", "by"),
    [
        (replace(TERMS, who="Frau Petra Musterfrau"), "Sozialplanung"),
        (replace(TERMS, note="Rückfragen an Herrn Dr. Beispiel"), "Sozialplanung"),
        (replace(TERMS, what=" "), "Sozialplanung"),
        (TERMS, ""),
        (TERMS, "Herr Mustermann"),
    ],
)
def test_functions_are_named_not_persons_and_nothing_is_missing(agreements, terms, by):
    with pytest.raises(RequestError, match="Vereinbarung"):
        agreements.add(SUBJECT, terms, by=by, seen=SEEN)
    assert agreements.all() == []


def test_only_what_was_taken_back_can_be_thrown_away(agreements):
    made = agreements.add(SUBJECT, TERMS, by="Sozialplanung", seen=SEEN)
    with pytest.raises(RequestError, match="gilt noch"):
        agreements.remove(made.id)
    with pytest.raises(RequestError, match="keine Änderung davor"):
        agreements.undo(made.id, by="Sozialplanung", why="")
    agreements.withdraw(made.id, by="Sozialplanung", why="")
    agreements.remove(made.id)
    assert agreements.all() == []
    with pytest.raises(RequestError, match="gibt es nicht"):
        agreements.get("../../x")


def test_what_comes_first_stands_first_and_the_order_of_the_two_does_not_matter(agreements):
    for until in (None, date(2027, 5, 1), date(2027, 1, 1)):
        agreements.add(SUBJECT, replace(TERMS, until=until), by="Sozialplanung", seen=SEEN)
    assert [a.now.terms.until for a in agreements.all()] == [date(2027, 1, 1), date(2027, 5, 1), None]
    assert subject_key("a", "b") == subject_key("b", "a") != subject_key("a", "c")


def test_an_agreement_does_not_make_a_pair_coordinated(tmp_path, small_town):
    service = town(tmp_path, small_town)
    before = service.overlaps.overlaps(AT).value
    pair = named(before)["Beratung am Markt", "Treff an der Brücke"]
    made = service.coordination.agree(
        Subject(About.PAIR, pair.parts), TERMS, AT, by="Sozialplanung", kind=pair.kind
    )
    assert made.value.key == pair.key
    assert "Beratung am Markt und Treff an der Brücke" in made.value.title
    assert made.value.seen_kind_text == "Abstimmungsbedarf"
    assert service.overlaps.overlaps(AT).value == before
    b4 = service.ask("B4", {}, audience=AT.audience, reference_date=DAY).value
    assert not b4.rows
    assert service.versions().value[0].number == 1
    with pytest.raises(KnowledgeGraphError):
        service.coordination.change(made.value.id, TERMS, by="Sozialplanung", base=1)


def test_the_command_line_lists_agrees_changes_and_takes_back(tmp_path, small_town):
    service = town(tmp_path, small_town)
    key = named(service.overlaps.overlaps(AT).value)["Beratung am Markt", "Treff an der Brücke"].key

    def run(*words):
        done = CliRunner().invoke(cli.app, [*words, "--home", str(tmp_path)])
        assert done.exit_code == 0, done.output
        return done.output

    day = ("--date", "2026-11-24")
    assert key in run("overlaps", *day)
    assert json.loads(run("overlaps", *day, "--format", "json"))
    assert "Abstimmungsbedarf" in run("overlaps", key, *day)
    made = run(
        "agreements", "add", key, "--what", "Zugang klären", "--who", "Jugendamt", "--by", "Planung", *day
    )
    name = made.split()[0]
    assert "in Arbeit" in run("agreements", "change", name, "--progress", "in-arbeit", "--by", "Planung")
    assert "zurückgenommen" in run("agreements", "withdraw", name, "--by", "Planung")
    assert run("agreements", "undo", name, "--by", "Planung").rstrip().endswith("Planung")
    run("agreements", "withdraw", name, "--by", "Planung")
    run("agreements", "remove", name)
    assert "Noch ist nichts vereinbart" in run("agreements", "list")

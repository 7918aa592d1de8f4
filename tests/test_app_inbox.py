"""Words no list knows: they queue up, a decision shows beforehand what it does, and the waiting rows become readable."""

from datetime import date

import pytest

from app.delivery import workplace
from app.delivery.previews import preview
from app.delivery.receiving import receive
from app.errors import RequestError
from app.terms import inbox, own_terms
from app.terms.inbox import Decision
from app.town import open_town
from graph.manifest import Kind
from ontology.iris import Audience
from ontology.vocabulary import find_concept, label
from queries.matrix import matrix
from queries.verdict import State

AGS = "99999001"
TODAY = date(2026, 11, 24)
WORD = "Entschuldungshilfe Plus"
WHO, WHY = "Sozialplanung", "Wort der Träger"
DEBT = str(find_concept("needs", "BD-EX2"))


def no_step(_stage, _done):
    return


@pytest.fixture
def town(tmp_path, small_town):
    """A town in which the only coverages of one need wait, since their need is named by an unknown word."""
    found = open_town(tmp_path / "home", AGS, create=True)
    data = small_town(change={f"C-{n}": {"bedarf": WORD} for n in (1, 2, 3, 4)})
    token = receive(found, data, "meldung.xlsx", no_step).token
    workplace.accept(found, token, WHO, WHY, confirm_drop=False)
    return found


def queue(town):
    return inbox.queue(town, inbox.waiting(town))


def decide(town, decision, word=WORD, scheme="needs"):
    return inbox.decide(town, scheme, word, decision, who=WHO, why=WHY, today=TODAY)


def effect(town, decision, word=WORD, scheme="needs"):
    return inbox.effect(town, scheme, word, decision, TODAY, "de")[0]


def state(town, need, group="ZG-A06"):
    found = matrix(town.snapshot(), groups=[group], audience=Audience.INTERN, reference_date=TODAY)
    return next(c.verdict.state for c in found.cells if str(c.need) == need)


def take_in(town):
    """Take in the waiting rows of the accepted delivery, as they are read now."""
    (staged,) = town.staging.all()
    return workplace.accept(town, staged.token, WHO, "nachgetragen", confirm_drop=False)


def test_a_word_no_list_knows_queues_up_with_what_it_may_mean(town):
    (term,) = queue(town).terms
    assert (term.word, term.ident) == (WORD, "needs:entschuldungshilfe plus")
    assert term.holds_back
    assert (len(term.spots), term.rows) == (4, 4)
    assert {place.column for _, place in term.spots} == {term.spots[0][1].column}
    assert term.sources == ("meldung",)
    assert len(term.candidates) <= 5


def test_a_decision_shows_beforehand_what_it_does_and_does_just_that(town):
    assert state(town, DEBT) is State.UNKNOWN
    told = effect(town, Decision("synonym", DEBT))
    assert (told.readable, told.waiting, told.problems, told.refused) == (4, 0, (), ())
    before = {tuple(c.text for c in row[:3]): row[4].value for row in told.matrix.table.rows}
    assert "covered" in before.values()
    assert any(kind.label.endswith("von ‹nicht bekannt› zu ‹gedeckt›") for kind in told.matrix.kinds)
    assert state(town, DEBT) is State.UNKNOWN, "nothing was stored by looking"

    _, version = decide(town, Decision("synonym", DEBT))
    assert version.entry.kind is Kind.EDIT
    assert queue(town).terms == ()
    take_in(town)
    assert state(town, DEBT) is State.COVERED
    found = matrix(town.snapshot(), audience=Audience.INTERN, reference_date=TODAY)
    place = (
        label(find_concept("needs", "BD-EX2")),
        label(find_concept("target-groups", "ZG-A06")),
        "Beispielau",
    )
    assert before[place] == "covered" == state(town, DEBT)
    assert found.version == town.store.log.head


def test_what_is_read_by_a_town_s_word_is_said(town):
    decide(town, Decision("synonym", DEBT))
    (bench,) = inbox.waiting(town)
    notes = [f for f in bench.examination.findings if "eigenen Begriffen" in f.message["de"]]
    assert len(notes) == 4
    assert {f.found for f in notes} == {WORD}


def test_a_new_concept_covers_the_broader_one_in_part(town):
    told = effect(town, Decision("concept", DEBT, "Hilfe beim Ordnen von Schulden."))
    assert told.readable == 4
    assert any("kommen neu hinzu" in kind.label for kind in told.matrix.kinds)
    decide(town, Decision("concept", DEBT, "Hilfe beim Ordnen von Schulden."))
    take_in(town)
    assert state(town, DEBT) is State.THIN
    (own,) = own_terms.own_terms(town.snapshot(), "de")
    assert (own.word, own.kind, own.uses, own.retired) == (WORD, "concept", 4, False)
    assert own.definition == "Hilfe beim Ordnen von Schulden."
    rows = matrix(town.snapshot(), audience=Audience.INTERN, reference_date=TODAY).rows
    mine = next(row for row in rows if str(row.need).endswith("begriff-EB-01"))
    assert {c.verdict.state for c in mine.cells} & {State.COVERED}
    public = matrix(town.snapshot(), audience=Audience.PUBLIC, reference_date=TODAY)
    assert mine.need in {row.need for row in public.rows}
    assert public.labels[mine.need]["de"] == WORD
    only = matrix(town.snapshot(), field=str(mine.field), audience=Audience.INTERN, reference_date=TODAY)
    assert mine.need in {row.need for row in only.rows}


def test_a_word_for_one_source_holds_only_there(town, small_town):
    decide(town, Decision("synonym", DEBT, source="andere"))
    (term,) = queue(town).terms
    assert term.word == WORD
    data = small_town(change={"C-1": {"bedarf": WORD}}, quelle="andere")
    token = receive(town, data, "andere.xlsx", no_step).token
    examined = workplace.bench(town, token).examination
    assert not [r for r in examined.delivery.records if r.held_back and r.key == "C-1"]


def test_a_word_left_open_leaves_the_queue_but_its_rows_wait(town):
    told = effect(town, Decision("open"))
    assert (told.readable, told.waiting) == (0, 4)
    assert "keine von" in told.matrix.lead
    decide(town, Decision("open"))
    assert queue(town).terms == ()
    (own,) = own_terms.own_terms(town.snapshot(), "de")
    assert (own.kind, own.uses) == ("open", None)
    own_terms.drop(town, own.key, WHO, "doch ansehen")
    assert [t.word for t in queue(town).terms] == [WORD]


def test_a_concept_in_use_is_never_deleted(town):
    decide(town, Decision("concept", DEBT))
    take_in(town)
    _, gone = own_terms.drop(town, "EB-01", WHO, "zu fein")
    assert not gone
    (own,) = own_terms.own_terms(town.snapshot(), "de")
    assert (own.retired, own.uses) == (True, 4)
    assert state(town, DEBT) is State.THIN


def test_an_unused_word_can_be_taken_back_and_is_in_no_list_then(town):
    decide(town, Decision("synonym", DEBT))
    _, gone = own_terms.drop(town, "EB-01", WHO, "falsch zugeordnet")
    assert gone
    assert own_terms.own_terms(town.snapshot(), "de") == ()
    assert [t.word for t in queue(town).terms] == [WORD]
    with pytest.raises(RequestError, match="EB-01"):
        own_terms.drop(town, "EB-01", WHO, "noch einmal")


def test_what_the_rules_forbid_is_said_and_not_done(town):
    known = effect(town, Decision("synonym", DEBT), word=label(find_concept("needs", "BD-WO1")))
    assert not known.possible
    assert known.matrix is None
    head = town.store.log.head
    edited, version = decide(town, Decision("concept", "AT-S1"), word="Rückzugsort", scheme="offer-types")
    assert version is None
    assert "DQ-134" in {f.rule for f, _ in edited.problems}
    decide(town, Decision("synonym", DEBT))
    twice, version = decide(town, Decision("open"))
    assert version is None
    assert any("EB-01" in f.message["de"] for f, _ in twice.problems)
    assert town.store.log.head == head + 1
    with pytest.raises(RequestError, match="synonym"):
        decide(town, Decision("irgendwas"))


def test_words_that_look_like_people_or_places_are_counted_but_not_listed(tmp_path, small_town):
    town = open_town(tmp_path / "home", AGS, create=True)
    data = small_town(
        change={"C-1": {"bedarf": "Hilfe bei Frau Musterfrau"}, "C-2": {"bedarf": "Am Ring 12"}}
    )
    receive(town, data, "meldung.xlsx", no_step)
    found = queue(town)
    assert "Musterfrau" not in repr(found.terms)
    assert "Ring" not in repr(found.terms)
    assert found.withheld >= 1


def test_a_file_may_bring_its_own_words(tmp_path, small_town):
    town = open_town(tmp_path / "home", AGS, create=True)
    row = {"kennung": "W-1", "name": WORD, "art": "neuer Begriff", "liste": "Bedarfe", "begriff": "BD-EX2"}
    data = small_town(
        more={"begriff": [row]}, change={"C-1": {"bedarf": WORD}, "C-2": {"bedarf": f"{WORD}; BD-EX2"}}
    )
    token = receive(town, data, "meldung.xlsx", no_step).token
    examined = workplace.bench(town, token).examination
    assert not [r.key for r in examined.delivery.records if r.held_back]
    workplace.accept(town, token, WHO, WHY, confirm_drop=False)
    (own,) = own_terms.own_terms(town.snapshot(), "de")
    assert (own.key, own.uses) == ("W-1", 2)
    assert town.store.verify() == []


def test_a_word_that_gives_a_shelter_away_says_so_without_the_place_and_keeps_no_file(tmp_path, small_town):
    town = open_town(tmp_path / "home", AGS, create=True)
    data = small_town(
        change={"A-3": {"angebotsart": "Wohnbegleitung Blau"}, "S-3": {"strasse": "Zaunkönigstieg"}}
    )
    token = receive(town, data, "meldung.xlsx", no_step).token
    told = effect(town, Decision("synonym", "AT-S1"), "Wohnbegleitung Blau", "offer-types")
    assert [f.rule for f in told.refused] == ["DQ-L08"]
    assert told.readable == 0
    assert "Zaunkönigstieg" not in repr(told)
    decide(town, Decision("synonym", "AT-S1"), "Wohnbegleitung Blau", "offer-types")
    assert token not in {staged.token for staged in town.staging.all()}
    assert not [p for p in (tmp_path / "home").rglob("*") if p.is_file() and b"Zaunk" in p.read_bytes()]


def test_a_new_concept_is_named_in_previews(town, small_town):
    decide(town, Decision("concept", DEBT))
    take_in(town)
    data = small_town(change={f"C-{n}": {"bedarf": "BD-WO1"} for n in (1, 2, 3, 4)}, datum="22.11.2026")
    token = receive(town, data, "neu.xlsx", no_step).token
    examination = workplace.bench(town, token).examination
    shown = preview(
        examination, "de", token=None, expires_at=None, already_version=None, needs_drop_confirmation=False
    )
    old = [field.old for change in shown.changes for field in change.fields]
    assert old.count(WORD) == 4

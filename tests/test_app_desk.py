"""The steward's desk: a foreign list is read by a mapping, mended at the cell, matched, taken in, and undone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from list_on_desk import AGS, LIST, put, unknown

from app.errors import RequestError, StagingError
from app.service import Service
from ontology import iris
from ontology.terms import SOZ


@pytest.fixture
def service(tmp_path):
    return Service.open(tmp_path, AGS, create=True)


def settle(service, token, *, text="AT-T3", **how):
    finding = unknown(service.desk.open(token).value)[0]
    place = finding.place
    service.desk.take_suggestion(token, place.sheet, place.cell, finding.rule, finding.found, text, **how)


def keys(service, cls):
    stand = service._town.snapshot().engine.graph(iris.stand_graph(AGS, iris.Audience.INTERN))
    return {iris.parts(s).key for s, _, o in stand if o == cls}


def test_findings_point_at_the_cells_of_the_senders_own_file(service):
    view = service.desk.open(put(service)).value
    assert [f.place.cell for f in unknown(view)] == ["D5", "D6"]
    assert {f.place.text for f in unknown(view)} == {
        "Tabelle ‹liste›, Zelle D5 (Art)",
        "Tabelle ‹liste›, Zelle D6 (Art)",
    }
    (mark,) = [f for f in view.preview.findings if f.rule == "DQ-L12"]
    assert (mark.place.cell, mark.found) == ("G6", "?")
    sheet = view.sheets[0]
    assert (sheet.header_rows, sheet.first_row, sheet.last_row) == ((3,), 4, 7)
    assert [(row.row, row.reason) for row in sheet.aside] == [(1, "title"), (7, "total")]


def test_one_row_that_waits_is_told_once_although_it_became_several_records(service):
    view = service.desk.open(put(service)).value
    assert {(h.cls, h.place.row) for h in view.preview.held_back} == {
        ("Angebot", 5),
        ("Angebot", 6),
        ("Abdeckung", 5),
        ("Abdeckung", 6),
    }
    assert not [f for f in view.preview.findings if f.rule == "DQ-102"]


def test_a_suggestion_is_taken_in_one_cell_in_all_equal_ones_or_for_good(service):
    token = put(service)
    settle(service, token)
    assert [f.place.cell for f in unknown(service.desk.open(token).value)] == ["D6"]
    service.desk.undo(token)
    settle(service, token, everywhere=True)
    view = service.desk.open(token).value
    assert not unknown(view)
    assert view.corrections == 2
    service.desk.undo(token)
    settle(service, token, remember=True)
    view = service.desk.open(token).value
    assert not unknown(view)
    assert (view.corrections, "Nähtreff: AT-T3" in view.mapping.text) == (0, True)


def test_only_a_case_that_is_still_there_can_be_settled(service):
    token = put(service)
    settle(service, token, everywhere=True)
    with pytest.raises(RequestError, match="keinen solchen Befund mehr"):
        service.desk.case(token, "liste", "D5", "DQ-L04", "Nähtreff")


def test_an_edit_in_place_shows_the_new_text_and_can_be_undone_and_redone(service):
    token = put(service)
    service.desk.correct(token, "liste", "D5", "AT-T3")
    page = service.desk.page(token, "liste", first=5, count=1).value
    assert page.rows[0].cells[3].text == "AT-T3"
    service.desk.undo(token)
    view = service.desk.open(token).value
    assert (len(unknown(view)), view.can_redo, [s.held for s in view.steps]) == (2, True, [True, False])
    service.desk.redo(token)
    assert len(unknown(service.desk.open(token).value)) == 1


def test_a_row_can_be_left_out_or_set_aside_and_taken_back(service):
    token = put(service)
    settle(service, token, everywhere=True)
    service.desk.set_rows(token, "liste", [6], "leave-out")
    assert service.desk.open(token).value.preview.new == 6
    service.desk.set_rows(token, "liste", [6], "set-aside")
    view = service.desk.open(token).value
    assert {(h.cls, h.place.row) for h in view.preview.held_back} == {
        ("Angebot", 6),
        ("Abdeckung", 6),
        ("Träger", 6),
    }
    assert service.desk.page(token, "liste", first=6, count=1).value.rows[0].role == "set-aside"
    service.desk.set_rows(token, "liste", [6], "take-back")
    assert service.desk.open(token).value.preview.new == 9


def test_spellings_are_offered_as_one_and_never_merged_by_themselves(service):
    token = put(service)
    (match,) = service.desk.matches(token).value.matches
    assert (match.name, match.other_name) == ("Sozialwerk Fiktiva e. V.", "Sozialwerk Fiktiva e.V.")
    assert (match.level_text, match.bulk, match.decided) == (
        "derselbe Name, höchstens anders geschrieben",
        True,
        "",
    )
    assert match.place.cell == "B5"
    settle(service, token, everywhere=True)
    assert service.desk.open(token).value.preview.new == 9  # three providers, three offers, three coverages
    assert service.desk.decide_bulk(token) == 1
    assert service.desk.open(token).value.preview.new == 8
    service.desk.decide(token, match.tag, match.key, None)
    assert service.desk.open(token).value.preview.new == 9


def test_other_legal_forms_are_never_decided_in_bulk(service):
    text = LIST.replace("Sozialwerk Fiktiva e. V.", "Sozialwerk Fiktiva gGmbH")
    token = put(service, text)
    matches = service.desk.matches(token).value
    assert [m.bulk for m in matches.matches if "Fiktiva" in m.name] == [False]
    assert [m.barrier for m in matches.matches if "Fiktiva" in m.name] == [
        "verschiedene Rechtsformen sind verschiedene Rechtsträger"
    ]
    assert service.desk.decide_bulk(token) == 0


def test_decisions_and_mapping_are_remembered_and_reversible(service):
    token = put(service)
    service.desk.decide_bulk(token)
    settle(service, token, remember=True)
    service.desk.accept(token, who="Datenpflege", why="Erste Liste")
    assert service.desk.files().value == ()
    assert len(keys(service, SOZ.Provider)) == 2
    later = LIST.replace("Beratung Süd", "Beratung im Süden")
    received = service.desk.receive(later.encode("cp1252"), "liste-2.csv").value
    view = service.desk.open(received.token).value
    assert (view.preview.new, view.preview.missing) == (0, 0)
    assert {c.key for c in view.preview.changes} == {
        "A-1",
        "C-1",
    }  # a coverage without a name is called by its offer
    assert view.mapping.saved
    assert [m.decided for m in service.desk.matches(received.token).value.matches] == ["same"]
    match = service.desk.matches(received.token).value.matches[0]
    service.desk.decide(received.token, match.tag, match.key, match.key)
    service.desk.accept(received.token, who="Datenpflege", why="Doch zwei")
    assert len(keys(service, SOZ.Provider)) == 3


def test_rows_that_wait_are_mended_later_without_asking_the_provider_again(service):
    token = put(service)
    first = service.desk.accept(token, who="Datenpflege", why="Erste Liste").value
    assert {count.name: count.count for count in first.counts}["held_back"] == 4
    (file,) = service.desk.files().value
    assert (file.token, file.accepted_as) == (token, 1)
    assert file.expires_at - datetime.now(UTC) > timedelta(days=80)
    settle(service, token, everywhere=True)
    view = service.desk.open(token).value
    assert (view.preview.new, view.preview.changed, len(view.preview.held_back)) == (4, 0, 0)
    service.desk.accept(token, who="Datenpflege", why="Nachgetragen")
    assert keys(service, SOZ.Offer) == {"A-1", "A-2", "A-3"}
    assert service.desk.files().value == ()


def test_waiting_rows_never_replace_what_their_source_said_later(service):
    token = put(service)
    service.desk.accept(token, who="Datenpflege", why="Erste Liste")
    newer = service.desk.receive(LIST.replace("Nähtreff", "AT-T3").encode("cp1252"), "neu.csv").value
    service.desk.accept(newer.token, who="Datenpflege", why="Zweite Liste")
    assert service.desk.files().value == ()  # the newer file settled what waited in the older one
    with pytest.raises(StagingError, match="wartet keine Datei"):
        service.desk.open(token)


def test_a_file_that_lacks_a_column_of_its_mapping_cannot_be_taken_in(service):
    token = put(service, LIST.replace("Art;", "Angebotsform;"))
    refused = service.desk.open(token).value.preview.refused
    assert (refused.rule, "„Art“" in refused.reason) == ("DQ-L01", True)
    with pytest.raises(StagingError, match="DQ-L01"):
        service.desk.accept(token, who="Datenpflege", why="Liste")


def test_a_shelter_with_its_street_is_refused_even_if_nothing_reads_the_street(service):
    text = LIST.replace("Treff Nord;Nähtreff", "Haus Zuflucht;AT-S1")
    service._town.staging.put(b"anderes", "anderes.csv")
    put(service, LIST.replace("Treff Nord", "Treff Süd"))  # so that there is a saved way to read such lists
    service.desk.accept(service.desk.files().value[0].token, who="Datenpflege", why="Liste")
    before = {f.token for f in service.desk.files().value}
    received = service.desk.receive(text.encode("cp1252"), "liste.csv").value
    assert (received.token, received.refused.rule) == (None, "DQ-L08")
    assert {f.token for f in service.desk.files().value} == before
    assert "Ring 2" not in repr(received)


def test_missing_records_can_be_declared_ended_or_not_part_of_it(service):
    token = put(service, LIST.replace("Nähtreff", "AT-T3"))
    service.desk.accept(token, who="Datenpflege", why="Liste")
    shorter = "\n".join(line for line in LIST.replace("Nähtreff", "AT-T3").splitlines() if line[:2] != "3;")
    later = service.desk.receive(shorter.encode("cp1252"), "kuerzer.csv").value.token
    view = service.desk.open(later).value
    assert view.preview.missing == 3
    gone = {c.key: c.iri for c in view.preview.changes if c.change == "missing"}
    service.desk.missing(later, {gone["A-3"]: "ended 2026-10-31", gone["C-3"]: "not_part"})
    service.desk.accept(later, who="Datenpflege", why="Kürzere Liste", confirm_drop=True)
    stand = service._town.snapshot().engine.graph(iris.stand_graph(AGS, iris.Audience.INTERN))
    said = {(iris.parts(s).key, p, str(o)) for s, p, o in stand if iris.parts(s)}
    assert ("A-3", SOZ.validTo, "2026-10-31") in said
    assert not [x for x in said if x[0] == "C-3" and x[1] == SOZ.notDeliveredSince]
    with pytest.raises(RequestError, match="ended JJJJ-MM-TT"):
        service.desk.missing(put(service), {gone["A-3"]: "weg"})


def test_a_partial_delivery_misses_nothing(service):
    service.desk.accept(put(service, LIST.replace("Nähtreff", "AT-T3")), who="Datenpflege", why="Liste")
    one = "\n".join(line for line in LIST.splitlines() if line[:2] not in ("2;", "3;", "Su"))
    token = service.desk.receive(one.encode("cp1252"), "eine.csv").value.token
    service.desk.take_in(token, delivered_on=date(2026, 11, 1), partial=True)
    view = service.desk.open(token).value
    assert (view.preview.missing, view.preview.unchanged) == (0, 3)
    assert view.preview.delivered_on == date(2026, 11, 1)
    service.desk.accept(token, who="Datenpflege", why="Nur eine")
    assert service._town.store.versions()[-1].entry.partial
    assert len(keys(service, SOZ.Offer)) == 3

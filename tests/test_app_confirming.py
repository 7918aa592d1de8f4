"""The enquiry "Stimmt das noch?": what it holds, and what becomes of each answer when it comes back."""

import io
import shutil
from datetime import date

import openpyxl  # noqa: TID251 fills in the enquiry as a provider would
import pytest

from app import exports
from app.errors import RequestError
from app.service import Service

AGS = "99999001"
ANSWER, NOTE = "#bestaetigung+antwort", "#bestaetigung+anmerkung"


@pytest.fixture(scope="module")
def delivered(tmp_path_factory, small_town):
    home = tmp_path_factory.mktemp("rueckfrage") / "home"
    service = Service.open(home, AGS, create=True)
    change = {"A-4": {"telefon": "0999 4"}, "T-3": {"telefon": "0999 3"}}
    preview = service.stage(small_town(change=change), "a.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    return home


@pytest.fixture
def service(delivered, tmp_path):
    shutil.copytree(delivered, tmp_path / "home")
    return Service.open(tmp_path / "home", AGS)


def asked(service, provider="T-3"):
    return exports.to_enquiry(service.records.enquiry(provider))


def answered(data, answers, day="22.11.2026"):
    """The enquiry filled in: key → column → text; the answer stands under "antwort"."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book["Lieferung"].iter_rows():
        if row[0].value == "geliefert am":
            row[1].value = day
    for sheet in book.worksheets:
        tags = [cell.value for cell in sheet[2]]
        if ANSWER not in tags:
            continue
        key = next(n for n, tag in enumerate(tags) if str(tag).endswith("+kennung"))
        for row in sheet.iter_rows(min_row=3):
            for column, text in answers.get(row[key].value, {}).items():
                number = next(n for n, tag in enumerate(tags) if str(tag).rpartition("+")[2] == column)
                row[number].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def accepted(service, data):
    preview = service.stage(data, "antwort.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Datenpflege", why="Rückmeldung")
    return preview


def fields(service, sheet, key):
    return {f.tag.partition("+")[2]: f for f in service.records.form(sheet, key).value.fields}


def test_the_enquiry_holds_what_is_known_of_one_provider_only(service):
    view = service.records.enquiry("T-3").value
    keys = {s.tag: [dict(row)[f"{s.tag}+kennung"] for row in s.rows] for s in view.sheets}
    assert keys == {
        "#traeger": ["T-3"],
        "#standort": ["S-3"],
        "#angebot": ["A-3", "A-4"],
        "#abdeckung": ["C-3", "C-4"],
    }
    book = openpyxl.load_workbook(io.BytesIO(asked(service)))
    sheet = book["Angebote"]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["Stimmt das noch?", ANSWER, None]
    assert [v.sqref for v in sheet.data_validations.dataValidation if "A3" in str(v.sqref)]
    with pytest.raises(RequestError, match="T-99"):
        service.records.enquiry("T-99")


def test_it_belongs_to_the_source_the_provider_delivers_with(service):
    assert service.records.enquiry("T-3").value.source == "meldung"


def test_without_any_answer_nothing_is_said(service):
    preview = service.stage(answered(asked(service), {}), "leer.xlsx").value
    assert (preview.new, preview.changed, preview.missing, preview.changes) == (0, 0, 0, ())


def test_yes_confirms_every_filled_field_on_the_day_of_the_answer(service):
    preview = accepted(service, answered(asked(service), {"A-4": {"antwort": "ja"}}))
    assert [(c.key, [f.label for f in c.fields]) for c in preview.changes] == [
        ("A-4", ["zuletzt geprüft am"])
    ]
    after = fields(service, "angebot", "A-4")
    assert after["geprueft"].text == "22.11.2026"
    assert after["name"].confirmed_text == "zuletzt bestätigt am 22.11.2026 von Verein Brücke"
    assert after["email"].confirmed_text == ""
    assert fields(service, "angebot", "A-3")["geprueft"].text == "01.11.2026"


def test_changed_states_the_changed_field_and_confirms_the_rest(service):
    preview = accepted(
        service, answered(asked(service), {"A-4": {"antwort": "geändert", "telefon": "0999 44"}})
    )
    assert preview.missing == 0
    after = fields(service, "angebot", "A-4")
    assert after["telefon"].text == "0999 44"
    assert after["traeger"].text == "T-3"
    assert after["name"].confirmed_text.endswith("von Verein Brücke")
    assert fields(service, "abdeckung", "C-4")["angebot"].text == "A-4"


def test_ended_gives_a_last_day_and_a_status(service):
    accepted(
        service,
        answered(
            asked(service),
            {"A-3": {"antwort": "beendet"}, "A-4": {"antwort": "beendet", "gueltig-bis": "31.10.2026"}},
        ),
    )
    first, second = fields(service, "angebot", "A-3"), fields(service, "angebot", "A-4")
    assert (first["status"].text, first["gueltig-bis"].text) == ("beendet", "22.11.2026")
    assert second["gueltig-bis"].text == "31.10.2026"
    assert len(service.records.enquiry("T-3").value.sheets) == 1


def test_an_answer_nobody_understands_is_a_finding_at_its_cell(service):
    preview = service.stage(answered(asked(service), {"A-4": {"antwort": "vielleicht"}}), "b.xlsx").value
    (found,) = [f for f in preview.findings if f.found == "vielleicht"]
    assert (found.place.sheet, found.place.cell) == ("Angebote", "A4")
    assert [h.key for h in preview.held_back] == ["A-4"]


def test_a_note_is_shown_and_recorded_nowhere(service):
    data = answered(asked(service), {"A-4": {"antwort": "ja", "anmerkung": "ab Mai in neuen Räumen"}})
    preview = accepted(service, data)
    assert any("neuen Räumen" in f.message for f in preview.findings)
    assert not [q for q in service._town.store.delivered_quads() if "neuen Räumen" in str(q[2])]


def test_the_next_delivery_replaces_the_answer(service, small_town):
    accepted(service, answered(asked(service), {"A-4": {"antwort": "geändert", "telefon": "0999 44"}}))
    accepted(
        service,
        small_town(change={"A-4": {"telefon": "0999 5", "geprueft": "23.11.2026"}}, datum="23.11.2026"),
    )
    assert fields(service, "angebot", "A-4")["telefon"].text == "0999 5"
    assert fields(service, "angebot", "A-4")["geprueft"].text == "23.11.2026"


def test_what_was_decided_by_hand_outweighs_the_answer(service):
    service.records.edit("angebot", "A-4", {"telefon": "keine"}, who="Datenpflege", why="Test")
    accepted(service, answered(asked(service), {"A-4": {"antwort": "geändert", "telefon": "0999 44"}}))
    telephone = fields(service, "angebot", "A-4")["telefon"]
    assert telephone.text == "keine"
    assert telephone.said[0].text == "0999 44"


def test_a_confirmation_can_be_undone(service):
    before = fields(service, "angebot", "A-4")
    accepted(service, answered(asked(service), {"A-4": {"antwort": "ja"}}))
    service.rollback(1, who="Datenpflege", why="Versehen")
    assert fields(service, "angebot", "A-4") == before


def test_a_provider_that_never_delivered_answers_as_a_source_of_its_own(tmp_path, small_town):
    service = Service.open(tmp_path / "home", AGS, create=True)
    accepted(service, small_town(art="Redaktion"))
    view = service.records.enquiry("T-3").value
    assert view.source == "bestaetigung-T-3"
    accepted(service, answered(asked(service), {"A-4": {"antwort": "geändert", "telefon": "0999 4"}}))
    after = fields(service, "angebot", "A-4")
    assert (after["telefon"].text, after["geprueft"].text) == ("0999 4", "22.11.2026")
    assert service.records.form("angebot", "A-4").value.verified_on == date(2026, 11, 22)

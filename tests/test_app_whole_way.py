"""The whole way: a workbook comes in, is previewed, accepted, changed, undone; questions are answered from it."""

from datetime import date

import pytest

from app.errors import ConfirmationNeededError, NoTownError, RequestError, SeveralTownsError, StagingError
from app.service import Missing, MissingKind, Service, template, towns
from ontology.iris import Audience

DAY = date(2026, 11, 24)


def imported(service, data, filename="lieferung.xlsx", **kwargs):
    preview = service.stage(data, filename).value
    assert preview.refused is None, preview.refused
    assert preview.token is not None
    return service.accept(preview.token, who="Sozialplanung", why="Test", **kwargs).value


@pytest.fixture
def service(tmp_path):
    return Service.open(tmp_path / "home", "99999001", create=True)


@pytest.fixture
def loaded(service, small_town):
    imported(service, small_town())
    return service


def test_an_empty_home_has_no_town(tmp_path):
    assert towns(tmp_path / "home") == ()
    with pytest.raises(NoTownError):
        Service.open(tmp_path / "home")
    assert not (tmp_path / "home" / "99999001").exists()


def test_checking_stores_nothing(service, small_town, tmp_path):
    released = service.check(small_town(), "lieferung.xlsx")
    assert released.value.token is None
    assert released.value.new == 16
    assert towns(tmp_path / "home") == ()
    assert not (tmp_path / "home" / "99999001" / "staging").exists()


def test_an_import_becomes_a_version_with_its_manifest(loaded):
    (version,) = loaded.versions().value
    assert (version.number, version.who, version.why, version.filename) == (
        1,
        "Sozialplanung",
        "Test",
        "lieferung.xlsx",
    )
    assert {c.name: c.count for c in version.counts} == {
        "new": 16,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "held_back": 0,
    }
    assert version.current
    assert loaded.town().value.name == "Beispielau"
    assert loaded.town().value.is_example
    assert loaded.verify().value.ok


def test_questions_are_answered_from_it(loaded):
    answer = loaded.ask("A1", {}, audience=Audience.INTERN, reference_date=DAY)
    assert answer.value.version == 1
    assert "1 festgestellter Bedarf" in answer.value.lead
    texts = {cell.text for row in answer.value.rows for cell in row}
    assert any("Lücke" in text for text in texts)
    view = loaded.matrix(area=None, audience=Audience.INTERN, reference_date=DAY).value
    assert view.area_label == "Beispielau"
    assert sum(c.count for c in view.state_counts) == sum(len(row.cells) for row in view.rows)
    first = loaded.overview(audience=Audience.INTERN, reference_date=DAY).value
    assert first.deliveries[0].title == "Angebotsmeldung"
    assert first.deliveries[0].records == 16


def test_the_same_file_again_changes_nothing(service, small_town):
    data = small_town()
    imported(service, data)
    preview = service.stage(data, "umbenannt.xlsx").value
    assert preview.already_version == 1
    assert preview.token is None
    assert not preview.acceptable
    assert len(service.versions().value) == 1
    service.rollback(0, who="Sozialplanung", why="von vorn")
    assert service.stage(data, "lieferung.xlsx").value.new == 16


def test_six_missing_rows_are_missing_and_none_is_deleted(loaded, small_town):
    before = loaded.overview(audience=Audience.INTERN, reference_date=DAY).value
    smaller = small_town(without=("A-3", "A-4", "C-3", "C-4", "S-3", "T-3"))
    preview = loaded.stage(smaller, "kleiner.xlsx").value
    assert (preview.missing, preview.new, preview.changed, preview.unchanged) == (6, 0, 0, 10)
    assert {c.key for c in preview.changes if c.change == "missing"} == {
        "A-3",
        "A-4",
        "C-3",
        "C-4",
        "S-3",
        "T-3",
    }
    assert preview.needs_drop_confirmation
    assert any(f.rule == "DQ-L09" and "38 %" in f.message for f in preview.findings)
    with pytest.raises(ConfirmationNeededError):
        loaded.accept(preview.token, who="Sozialplanung", why="Test")
    loaded.accept(preview.token, who="Sozialplanung", why="Test", confirm_drop=True)
    after = loaded.overview(audience=Audience.INTERN, reference_date=DAY).value
    assert after.counts == before.counts
    assert after.deliveries[0].missing == 6
    again = imported(loaded, small_town(title="wieder da"))
    assert {c.name: c.count for c in again.counts}["unchanged"] == 16
    assert loaded.overview(audience=Audience.INTERN, reference_date=DAY).value.deliveries[0].missing == 0


def test_a_change_is_shown_field_by_field_and_can_be_undone(loaded, small_town):
    changed = small_town(change={"A-1": {"name": "Beratung am Ring"}})
    preview = loaded.stage(changed, "neu.xlsx").value
    # A coverage is called after its offer.
    coverage, change = [c for c in preview.changes if c.change == "changed"]
    assert coverage.key == "C-1"
    assert (change.key, [(f.old, f.new) for f in change.fields]) == (
        "A-1",
        [("Beratung am Markt", "Beratung am Ring")],
    )
    assert change.place.sheet == "Angebote"
    assert change.place.row == 3
    loaded.accept(preview.token, who="Sozialplanung", why="Test")
    undone = loaded.rollback(1, who="Sozialplanung", why="war falsch").value
    assert (undone.number, undone.action) == (3, "rollback")
    assert loaded.stage(changed, "neu.xlsx").value.changed == 2
    old = loaded.ask("A1", {}, audience=Audience.INTERN, reference_date=DAY, version=1).value
    assert old.version == 1


def test_a_wrong_row_waits_with_its_dependants_and_weakens_claims(service, small_town):
    firm = service.check(small_town(), "a.xlsx").value
    assert firm.held_back == ()
    broken = small_town(change={"A-2": {"gueltig-ab": "31.02.2026"}, "C-2": {"bedarf": "BD-WO1"}})
    preview = service.stage(broken, "b.xlsx").value
    held = {h.key: h for h in preview.held_back}
    assert set(held) == {"A-2", "C-2"}
    assert held["C-2"].because_of
    finding = next(f for f in preview.findings if f.rule == "DQ-L03")
    assert (finding.place.sheet, finding.place.row) == ("Angebote", 4)
    assert finding.place.cell is not None
    service.accept(preview.token, who="Sozialplanung", why="Test")
    answer = service.ask("A1", {}, audience=Audience.INTERN, reference_date=DAY).value
    assert service.overview(audience=Audience.INTERN, reference_date=DAY).value.deliveries[0].held_back == 2
    assert not answer.rows
    mended = service.stage(small_town(), "c.xlsx").value
    assert mended.new == 2
    service.accept(mended.token, who="Sozialplanung", why="Test")
    assert service.overview(audience=Audience.INTERN, reference_date=DAY).value.deliveries[0].held_back == 0


def test_a_staged_file_survives_a_closed_browser(loaded, small_town, tmp_path):
    token = loaded.stage(small_town(change={"A-1": {"name": "Neu"}}), "neu.xlsx").value.token
    again = Service.open(tmp_path / "home")
    assert again.staged(token).value.changed == 2
    again.discard(token)
    with pytest.raises(StagingError):
        again.staged(token)


def test_who_and_why_are_roles_not_persons(loaded, small_town):
    token = loaded.stage(small_town(change={"A-1": {"name": "Neu"}}), "neu.xlsx").value.token
    for who, why in (("", "x"), ("x", " "), ("Frau Beispiel", "x"), ("x", "auf Bitte von Herrn Muster")):
        with pytest.raises(RequestError):
            loaded.accept(token, who=who, why=why)
    assert len(loaded.versions().value) == 1


def test_several_towns_must_be_named(loaded, small_town, tmp_path):
    other = Service.open(tmp_path / "home", "99999002", create=True)
    imported(other, small_town(ags="99999002"))
    assert towns(tmp_path / "home") == ("99999001", "99999002")
    with pytest.raises(SeveralTownsError):
        Service.open(tmp_path / "home")
    assert Service.open(tmp_path / "home", "99999002").town().value.ags == "99999002"
    with pytest.raises(NoTownError):
        Service.open(tmp_path / "home", "99999003")


def test_progress_is_told_in_words(service, small_town):
    told = []
    service.check(small_town(), "a.xlsx", progress=lambda stage, fraction: told.append((stage, fraction)))
    assert told[0][0] == "Datei lesen"
    assert told[-1] == ("Fertig", 1.0)
    assert [f for _, f in told] == sorted(f for _, f in told)


def test_the_template_can_be_read_back(service):
    data = template("de")
    assert data[:2] == b"PK"
    preview = service.check(data, "vorlage.xlsx").value
    assert preview.new == 0


def test_own_queries_read_the_stand(loaded):
    view = loaded.sparql(
        "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/sozialplanung/def#Offer> }"
    ).value
    assert view.rows[0][0].value == 4


def test_backup_and_restore(loaded, tmp_path):
    loaded.backup(tmp_path / "sicherung")
    other = Service.open(tmp_path / "anderswo", "99999001", create=True)
    other.restore(tmp_path / "sicherung")
    assert other.town().value.version == 1
    assert other.verify().value.ok


def test_a_public_answer_holds_public_records_only(loaded):
    intern = loaded.overview(audience=Audience.INTERN, reference_date=DAY).value
    public = loaded.overview(audience=Audience.PUBLIC, reference_date=DAY).value
    assert sum(c.count for c in public.counts) < sum(c.count for c in intern.counts)
    assert public.deliveries == ()


def test_a_file_too_large_is_refused_with_a_message(service, monkeypatch):
    monkeypatch.setattr(service._town, "settings", service._town.settings.model_copy(update={"upload_mb": 1}))
    preview = service.stage(b"PK" + b"\0" * 1_100_000, "gross.xlsx").value
    assert preview.refused is not None
    assert "zu groß" in preview.refused.reason
    assert preview.token is None


def test_the_steward_says_what_is_the_matter_with_missing_records(loaded, small_town):
    preview = loaded.stage(small_town(without=("A-3", "A-4", "C-3", "C-4", "S-3")), "kleiner.xlsx").value
    iris = {c.key: c.iri for c in preview.changes if c.change == "missing"}
    ended, not_part = Missing(MissingKind.ENDED, date(2026, 10, 31)), Missing(MissingKind.NOT_PART)
    for key, said, words in (
        ("S-3", ended, "gültig bis"),
        ("A-3", Missing(MissingKind.ENDED), "letzte Tag"),
        ("A-3", Missing(MissingKind.ENDED, date(2020, 1, 1)), "Beginn"),
    ):
        with pytest.raises(RequestError, match=words):
            loaded.accept(preview.token, who="Sozialplanung", why="Test", missing={iris[key]: said})
    with pytest.raises(RequestError, match="fehlt in dieser Lieferung nicht"):
        loaded.accept(preview.token, who="Sozialplanung", why="x", missing={iris["A-3"][:-1] + "1": not_part})
    decisions = {iris["A-3"]: ended, **{iris[key]: not_part for key in ("A-4", "C-3", "C-4")}}
    version = loaded.accept(preview.token, who="Sozialplanung", why="Test", missing=decisions).value
    assert {c.name: c.count for c in version.counts if c.count} == {"unchanged": 11, "missing": 1, "ended": 1}
    entry = loaded._town.store.log.version(2).entry
    assert entry.decided[iris["A-3"]] == "ended 2026-10-31"
    assert loaded.overview(audience=Audience.INTERN, reference_date=DAY).value.deliveries[0].missing == 2
    again = loaded.stage(small_town(title="wieder da"), "wieder.xlsx").value
    (change,) = [c for c in again.changes if c.change == "changed"]
    assert change.key == "A-3"
    assert {(f.old, f.new) for f in change.fields} == {("beendet", "aktiv"), ("31.10.2026", "")}


def test_all_offers_gone_stops_and_names_the_sheet(service, small_town):
    areas = {
        "gebiet": [
            {"kennung": f"G-{n}", "name": f"Viertel {n}", "ebene": "Stadtteil", "teil-von": "G-0"}
            for n in range(2, 30)
        ]
    }
    imported(service, small_town(more=areas))
    gone = [f"{letter}-{n}" for letter in "AC" for n in range(1, 5)]
    preview = service.stage(small_town(more=areas, without=gone), "kleiner.xlsx").value
    assert preview.drop_share < 0.3
    assert [f.message for f in preview.findings if f.rule == "DQ-L09"] == [
        "4 von 4 Datensätzen der Tabelle ‹Abdeckungen› fehlen in der Datei.",
        "4 von 4 Datensätzen der Tabelle ‹Angebote› fehlen in der Datei.",
    ]
    with pytest.raises(ConfirmationNeededError):
        service.accept(preview.token, who="Sozialplanung", why="Test")

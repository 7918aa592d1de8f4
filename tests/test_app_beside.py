"""What people make beside the log is in a backup, comes back from one, and loses what must not be kept."""

import json
from datetime import date

import pytest
import streamlit as st  # noqa: TID251 what pages remember is Streamlit's

from app import beside
from app.asked import Asked
from app.service import Service
from app.web import reads
from graph.town import TownStore
from ontology.iris import Audience
from queries.derive import RuleDeriver

AGS = "99999001"
AT = Asked(Audience.INTERN, date(2026, 11, 24))
WHO = {"who": "Datenpflege", "why": "Test"}


@pytest.fixture
def service(tmp_path, small_town):
    made = Service.open(tmp_path / "home", AGS, create=True)
    made.accept(made.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    made.answers.pin("A1", {}, AT, note="Haus Rosmarin prüfen")
    made.scenarios.make("Haus Rosmarin schließt")
    return made


def folder(service):
    return service._town.store.folder


def test_a_backup_holds_it_and_brings_it_back(service, tmp_path):
    service.backup(tmp_path / "sicherung")
    pin = service.answers.pins().value[0]
    scenario = service.scenarios.names().value[0]
    service.answers.unpin(pin.id)
    service.scenarios.throw_away(scenario.id)
    service.scenarios.make("Später gemacht")
    service.restore(tmp_path / "sicherung")
    assert [p.id for p in service.answers.pins().value] == [pin.id]
    assert [s.name for s in service.scenarios.names().value] == [scenario.name]
    aside = [path for path in folder(service).iterdir() if path.name.startswith("daneben-ersetzt")]
    assert len(aside) == 1
    assert "Später gemacht" in "".join(p.read_text("utf-8") for p in aside[0].rglob("*.json"))
    assert aside[0] not in list(beside.entries(folder(service)))


def test_pages_forget_what_they_remembered_when_a_backup_comes_back(
    service, small_town, tmp_path, monkeypatch
):
    """Restored by another process, with as many versions as before: a number then means another version."""

    def newest():
        reads.town.clear()  # a few seconds later
        town = reads.town()
        reads.renew(town)
        return town.version, reads.versions(town.version, "de").value[0].why

    def deliver(name, why):
        token = service.stage(small_town(change={"A-1": {"name": name}}), "b.xlsx").value.token
        service.accept(token, who="Sozialplanung", why=why)

    monkeypatch.setenv(reads.HOME, str(tmp_path / "home"))
    st.cache_resource.clear()
    service.backup(tmp_path / "sicherung")
    deliver("Eins", "Erste Fassung")
    assert newest() == (2, "Erste Fassung")
    elsewhere = TownStore(tmp_path / "home", AGS, RuleDeriver.shipped())
    elsewhere.restore(tmp_path / "sicherung", replace_existing=True)
    deliver("Zwei", "Zweite Fassung")
    assert newest() == (2, "Zweite Fassung")
    st.cache_resource.clear()


def test_a_backup_without_any_leaves_what_is_there(service, tmp_path):
    service._town.store.backup(tmp_path / "alt")
    service.restore(tmp_path / "alt")
    assert service.scenarios.names().value


def test_a_value_that_must_not_be_kept_is_in_none_of_it(service):
    kept = folder(service) / "briefkopf"
    kept.mkdir()
    (kept / "kopf.docx").write_bytes(b"PK\xff\xfe HAUS ROSMARIN")
    (kept / "bild.png").write_bytes(b"\x89PNG\xff")
    (kept / "notiz.txt").write_text("Im Haus Rosmarin", "utf-8")
    service.redact(["Haus Rosmarin"], **WHO)
    for path in folder(service).rglob("*"):
        if path.is_file() and "cache" not in path.parts:
            assert "rosmarin" not in path.read_bytes().decode("latin-1").casefold(), path
    assert (kept / "bild.png").exists()
    assert not (kept / "kopf.docx").exists()
    assert service.scenarios.names().value[0].name == "[entfernt] schließt"
    assert service.answers.pins().value[0].note == "[entfernt] prüfen"


def test_what_holds_no_such_value_stays_as_it_was(service):
    before = {
        path: path.read_bytes() for entry in beside.entries(folder(service)) for path in entry.rglob("*.json")
    }
    assert beside.redact(folder(service), ["kommt nicht vor"]) == 0
    assert before
    assert {path: path.read_bytes() for path in before} == before
    assert all(json.loads(raw) for raw in before.values())

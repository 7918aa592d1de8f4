"""Around an answer: readiness, records behind a row, emptied answers, comparisons, series, pins."""

import json
from dataclasses import replace
from datetime import date

import pytest

from app import exports
from app.answers.comparing import compared
from app.answers.series import series
from app.answers.translating import BEHIND
from app.asked import Asked
from app.errors import RequestError
from app.service import Service
from app.views import AnswerView, CellKind, CellView, ColumnView, TableView
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

AGS = "99999001"
DAY = date(2026, 11, 24)
NOW = Asked(Audience.INTERN, DAY)


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town):
    """Two versions: in the second an offer ended and one is new."""
    town = Service.open(tmp_path_factory.mktemp("home"), AGS, create=True)
    first = town.stage(small_town(), "eins.xlsx").value
    town.accept(first.token, who="Sozialplanung", why="Erstbestand")
    changes = {
        "change": {"A-2": {"status": "beendet", "gueltig-bis": "31.08.2026"}},
        "more": {
            "angebot": [{"kennung": "A-5", "name": "Mieterberatung", "traeger": "T-1"}],
            "abdeckung": [{"kennung": "C-6", "angebot": "A-5", "bedarf": "BD-WO1", "gebiet": "G-1"}],
        },
    }
    second = town.stage(small_town(**changes, datum="22.11.2026"), "zwei.xlsx").value
    town.accept(second.token, who="Sozialplanung", why="Änderungen", confirm_drop=True)
    assert town.town().value.version == 2
    return town


def test_readiness_is_told_without_asking(service):
    view = service.answers.readiness("A1", NOW).value
    assert view.ready in {"yes", "partly"}
    records = {row[0].text: row[1].value for row in view.classes.rows}
    assert records["Bedarfsfeststellung"] == 1
    assert all(0 <= row[4].value <= 100 for row in view.properties.rows)
    assert service.answers.readiness("A1", replace(NOW, lang="en")).value.text != view.text


def test_a_row_leads_to_its_records_and_their_cells(service):
    given = {"area": "G-1"}
    table = service.ask("A6", given, audience=Audience.INTERN, reference_date=DAY).value
    at = [c.name for c in table.columns].index(BEHIND)
    name, number = table.rows[0][at].iri.split(":")[1:]
    records = service.answers.behind("A6", given, name, int(number), NOW).value
    assert len({row[0].iri for row in records.rows}) == table.rows[0][at].value
    columns = [c.name for c in records.columns]
    assert records.rows[0][columns.index("file")].text == "zwei.xlsx"
    assert records.rows[0][columns.index("line")].text.isdecimal()


def test_what_is_no_row_is_refused(service):
    with pytest.raises(RequestError, match="gibt es nicht; erwartet"):
        service.answers.behind("A6", {}, "others", 10_000, NOW)
    with pytest.raises(RequestError, match="die Tabelle ‹nirgends›"):
        service.answers.behind("A6", {}, "nirgends", 0, NOW)


def test_an_emptied_answer_says_what_emptied_it(service):
    given = {"norm": "SGB-VIII-28", "pillar": "SA-12L"}
    assert service.ask("C6", given, audience=Audience.INTERN, reference_date=DAY).value.rows == ()
    steps = service.answers.loosened("C6", given, "", NOW).value
    assert [(s.parameter, s.label) for s in steps] == [("norm", "Rechtsgrundlage"), ("pillar", "Säule")]
    without_pillar = {"norm": "SGB-VIII-28"}
    again = service.ask("C6", without_pillar, audience=Audience.INTERN, reference_date=DAY).value
    assert steps[1].rows == len(again.rows) == 1


def test_two_versions_are_compared_with_the_reason(service):
    then = replace(NOW, version=1)
    released = service.answers.compared("A1", {}, then=then, now=NOW)
    view = released.value
    texts = [" | ".join(c.text for c in row) for table in (view, *view.blocks) for row in table.rows]
    assert any("Mieterberatung (A-5)" in text or "Wohn" in text for text in texts)
    assert "Version 1" in view.lead
    assert "Version 2" in view.lead
    for file in (exports.to_csv, exports.to_xlsx, exports.to_json):
        assert file(released)


def test_every_row_is_counted_once_in_a_comparison(service):
    then, now = replace(NOW, version=1), NOW
    for question in ("A1", "A6", "A12", "K1", "E1"):
        before = service.ask(question, {}, audience=Audience.INTERN, reference_date=DAY, version=1).value
        after = service.ask(question, {}, audience=Audience.INTERN, reference_date=DAY).value
        view = service.answers.compared(question, {}, then=then, now=now).value
        sizes = {t.name.rpartition("-")[2]: 0 for t in view.blocks}
        kinds = {"new": 0, "gone": 0, "changed": 0}
        titles = {"Neu": "new", "Entfallen": "gone", "Geändert": "changed"}
        tables = [(view.table_title, view.rows), *((b.title, b.rows) for b in view.blocks)]
        for title, rows in tables:
            kind = titles.get(title.partition(":")[0])
            if kind:
                kinds[kind] += len(rows)
        old = len(before.rows) + sum(len(b.rows) for b in before.blocks)
        new = len(after.rows) + sum(len(b.rows) for b in after.blocks)
        assert new - old == kinds["new"] - kinds["gone"], (question, sizes)


def test_the_same_is_not_compared_with_itself(service):
    with pytest.raises(RequestError, match="beide Stände sind gleich"):
        service.answers.compared("A1", {}, then=replace(NOW, version=2), now=NOW)
    with pytest.raises(RequestError, match="dieselbe Sicht"):
        service.answers.compared("A1", {}, then=Asked(Audience.PUBLIC, DAY, 1), now=NOW)


def test_a_series_is_the_question_at_each_date(service):
    view = service.answers.series("A6", {}, NOW, months=6, number=3).value
    assert [row[0].value for row in view.rows] == [date(2025, 11, 24), date(2026, 5, 24), DAY]
    last = service.ask("A6", {}, audience=Audience.INTERN, reference_date=DAY).value
    assert view.rows[-1][1].value == len(last.rows)
    with pytest.raises(RequestError, match="erwartet 1 bis 24 Stichtage"):
        service.answers.series("A6", {}, NOW, number=25)


def test_a_pin_is_asked_again_later_with_the_difference(service):
    pin = service.answers.pin("A1", {}, replace(NOW, version=1), note="für den Ausschuss").value
    assert len(pin.id) == 6
    assert [p.id for p in service.answers.pins().value] == [pin.id]
    view = service.answers.pinned(pin.id, reference_date=DAY).value
    assert view.lead.startswith("Von Stand 24.11.2026, Version 1 zu Stand 24.11.2026, Version 2")
    same = service.answers.pinned(pin.id, reference_date=DAY, version=1).value
    assert not same.lead.startswith("Von ")
    service.answers.unpin(pin.id)
    assert service.answers.pins().value == ()
    with pytest.raises(RequestError, match="gibt es nicht"):
        service.answers.pinned(pin.id, reference_date=DAY)


def test_a_pin_taken_off_by_mistake_is_put_back(service):
    pin = service.answers.pin("A1", {}, NOW, note="für den Ausschuss").value
    service.answers.unpin(pin.id)
    assert service.answers.restore_pin(pin.id).value == pin
    assert service.answers.pins().value == (pin,)
    service.answers.unpin(pin.id)
    newer = service.answers.pin("A1", {}, NOW, note="für den Beirat").value
    assert service.answers.restore_pin(pin.id).value == newer, "what was pinned again meanwhile holds"
    service.answers.unpin(pin.id)
    with pytest.raises(RequestError, match="abgelösten"):
        service.answers.restore_pin("zzzzzz")


def test_a_pin_holds_what_was_asked_and_nothing_of_the_town(service):
    pin = service.answers.pin("A6", {"area": "G-1"}, NOW, note="").value
    (file,) = (service._town.home / AGS / "angeheftet").glob("*.json")
    told = json.loads(file.read_text("utf-8"))
    assert set(told) == {
        "id", "question_id", "parameters", "audience", "reference_date", "version",
        "scenario", "pinned_on", "note",
    }  # fmt: skip
    service.answers.unpin(pin.id)


def test_a_note_with_a_person_and_a_pin_that_cannot_be_asked_are_refused(service):
    with pytest.raises(RequestError, match="nach einer Person"):
        service.answers.pin("A1", {}, NOW, note="für Frau Erika Mustermann")
    with pytest.raises(KnowledgeGraphError, match="unknown parameter"):
        service.answers.pin("A1", {"farbe": "rot"}, NOW)
    assert service.answers.pins().value == ()


def test_a_damaged_pin_is_named(service):
    folder = service._town.home / AGS / "angeheftet"
    folder.mkdir(exist_ok=True)
    (folder / "abc123.json").write_text("{", "utf-8")
    with pytest.raises(RequestError, match=r"abc123\.json: die angeheftete Antwort ist unlesbar"):
        service.answers.pins()
    (folder / "abc123.json").unlink()


def test_an_answer_without_any_table_is_shown_with_its_sentence(service):
    """Where nothing of a kind is recorded a question may have no table at all; the page still opens."""
    bare = [
        question.id
        for question in service.questions().value
        if not any(p.required for p in question.parameters)
        and not service.ask(question.id, {}, audience=Audience.INTERN, reference_date=DAY).value.columns
    ]
    assert bare, "the small town has no decisions, measures or goals"
    for name in bare:
        view = service.ask(name, {}, audience=Audience.INTERN, reference_date=DAY).value
        assert view.lead
        assert "keine Tabelle" in view.empty_text
        released = service.ask(name, {}, audience=Audience.INTERN, reference_date=DAY)
        assert exports.to_csv(released)
        assert exports.to_xlsx(released)


def need_view(version: int, day: date, **tables: tuple[str, ...]) -> AnswerView:
    """An answer to A1 with needs in named tables, as it was released."""
    columns = (
        ColumnView("need", "Bedarf", CellKind.CONCEPT),
        ColumnView("reason", "Begründung", CellKind.TEXT),
    )
    shown = [
        TableView(name.title(), columns, tuple((CellView(n, n, f"urn:{n}"), CellView(name)) for n in needs), name=name)
        for name, needs in tables.items()
    ]  # fmt: skip
    main, *others = shown
    return AnswerView(
        "A1", "", "", "", "So ist es.", columns, main.rows, day, version, "intern", blocks=tuple(others),
        table_title=main.title, table_name=main.name,
    )  # fmt: skip


def test_what_moved_to_another_table_is_neither_new_nor_gone():
    then = need_view(1, DAY, gaps=("a",), covered=("b", "c"))
    now = need_view(2, DAY, gaps=("b", "d"), covered=("c",))
    view = compared("A1", then, now, {"urn:b": "Treff (A-1)"}, "de")
    tables = {view.table_title: view.rows} | {b.title: b.rows for b in view.blocks}
    texts = {title: [[c.text for c in row] for row in rows] for title, rows in tables.items()}
    assert texts == {
        "Neu: Gaps": [["d", "gaps", "andere Datensätze geändert"]],
        "Gewechselt nach: Gaps": [["b", "gaps", "Vorher: Covered. Datensätze geändert: Treff (A-1)"]],
        "Entfallen: Gaps": [["a", "gaps", "andere Datensätze geändert"]],
    }
    assert (
        "1 Zeile neu, 1 in eine andere Tabelle gewechselt, 1 entfallen, 0 geändert; 1 Zeile gleich"
        in view.lead
    )


def test_a_table_that_could_not_be_made_counts_no_zero_in_a_series():
    bare = replace(need_view(1, date(2025, 11, 24), reported=()), lead="keine Aussage möglich")
    view = series([bare, need_view(1, DAY, gaps=("a",), reported=())], "de")
    at = {column.label: i for i, column in enumerate(view.columns)}
    assert [row[at["Gaps"]].value for row in view.rows] == [None, 1]
    assert [row[at["Reported"]].value for row in view.rows] == [0, 0]

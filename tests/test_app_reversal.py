"""One delivery taken back while later ones stay; and what lies between two versions, in words."""

from datetime import date

import pytest

from app.errors import GateError, RequestError
from app.gate import release
from app.protection import Secrets
from app.service import Missing, MissingKind, Service
from graph import Entry, Kind, Patch
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import PROV
from ontology.terms import LOCN, SOZ

OTHER = tuple(
    key
    for letter, last in {"G": 1, "T": 3, "S": 3, "A": 4, "C": 4, "D": 1, "B": 1}.items()
    for key in (f"{letter}-{n}" for n in range(last + 1))
)


def open_at(folder):
    return Service.open(folder, "99999001", create=True)


def imported(service, data, filename="lieferung.xlsx", **said):
    preview = service.stage(data, filename).value
    assert preview.token is not None, preview
    return service.accept(
        preview.token, who="Sozialplanung", why="Test", confirm_drop=True, **said
    ).value.number


def quads(service):
    return service._town.store.delivered_quads()


@pytest.fixture
def service(tmp_path):
    return open_at(tmp_path / "eins")


@pytest.fixture
def second(small_town):
    """A delivery of another source: one offer of a provider that the first source delivered."""
    row = {"kennung": "A-9", "name": "Sprachkurs", "traeger": "T-3"}
    return small_town(without=OTHER, more={"angebot": [row]}, quelle="zweite", titel="Zweite Meldung")


def test_a_delivery_a_changed_delivery_and_the_first_taken_back(service, small_town, tmp_path):
    changed = small_town(
        without=("A-4", "C-2", "C-4"),
        change={"A-1": {"name": "Beratung am Ring"}, "A-2": {"gueltig-ab": "31.02.2026"}},
        more={"traeger": [{"kennung": "T-4", "name": "Neue Hilfe"}]},
    )
    imported(service, small_town())
    imported(service, changed)
    view = service.reversal(1).value
    assert view.possible
    assert {c.name: c.count for c in view.difference.counts} == {"gone": 4}
    assert {c.key for c in view.difference.changes} == {"A-2", "C-2", "A-4", "C-4"}
    version = service.reverse(1, who="Sozialplanung", why="falsche Datei").value
    assert (version.number, version.action, version.action_text) == (3, "reversal", "Rücknahme der Version 1")
    fresh = open_at(tmp_path / "zwei")
    imported(fresh, changed)
    assert quads(service) == quads(fresh)
    assert service.verify().value.ok
    assert (
        service.overview(audience=Audience.INTERN, reference_date=date(2026, 11, 24))
        .value.deliveries[0]
        .held_back
    )
    again = service.reverse(3, who="Sozialplanung", why="doch richtig").value
    assert again.number == 4
    assert quads(service) == service._town.store.log.state(2)


def test_a_file_taken_back_can_be_delivered_again(service, small_town):
    first, file = small_town(), small_town(change={"A-1": {"name": "Beratung am Ring"}})
    imported(service, first)
    imported(service, file)
    assert service.stage(file, "f.xlsx").value.already_version == 2
    before = quads(service)
    service.reverse(2, who="Sozialplanung", why="zu früh")
    assert service.reversal(2).value.possible is False
    assert "wirkt nicht mehr" in service.reversal(2).value.reasons[0]
    imported(service, file)
    assert quads(service) == before


def test_what_others_refer_to_cannot_be_taken_back(service, small_town, second):
    imported(service, small_town())
    imported(service, second)
    before = quads(service)
    view = service.reversal(1).value
    assert not view.possible
    assert view.reasons == (
        "Angebot A-9 aus ‹Zweite Meldung› (Version 2) verweist auf Träger T-3; das wäre nicht mehr da.",
    )
    with pytest.raises(RequestError, match="Angebot A-9"):
        service.reverse(1, who="Sozialplanung", why="x")
    assert quads(service) == before
    service.reverse(2, who="Sozialplanung", why="x")
    assert service.reversal(1).value.possible
    with pytest.raises(RequestError, match="gibt es nicht"):
        service.reversal(9)


def test_more_than_five_references_are_counted(service, small_town):
    rows = [{"kennung": f"A-{n}", "name": f"Kurs {n}", "traeger": "T-3"} for n in range(10, 17)]
    imported(service, small_town())
    imported(service, small_town(without=OTHER, more={"angebot": rows}, quelle="zweite", titel="Zweite"))
    assert len(service.reversal(1).value.reasons) == 6
    assert service.reversal(1).value.reasons[-1] == "… und 2 weitere Verweise."


def test_rows_that_waited_are_as_if_the_delivery_had_not_come(service, small_town, tmp_path):
    broken = small_town(change={"A-2": {"gueltig-ab": "31.02.2026"}, "C-2": {"bedarf": "BD-WO1"}})
    mended = small_town(change={"A-1": {"name": "Beratung am Ring"}})
    for data in (broken, mended):
        imported(service, data)
    view = service.reversal(2).value
    assert view.difference.waiting == (0, 2)
    service.reverse(2, who="Sozialplanung", why="x")
    fresh = open_at(tmp_path / "zwei")
    imported(fresh, broken)
    assert quads(service) == quads(fresh)


def test_decisions_about_missing_records_are_made_again(service, small_town, tmp_path):
    files = [small_town(), small_town(change={"A-1": {"name": "Anders"}}), small_town(without=("A-4", "C-4"))]
    ended = Missing(MissingKind.ENDED, date(2026, 10, 31))

    def decided(one, data):
        lacking = {c.key: c.iri for c in one.check(data, "f.xlsx").value.changes if c.change == "missing"}
        said = {lacking["A-4"]: ended, lacking["C-4"]: Missing(MissingKind.NOT_PART)}
        imported(one, data, missing=said)

    imported(service, files[0])
    imported(service, files[1])
    decided(service, files[2])
    service.reverse(2, who="Sozialplanung", why="x")
    fresh = open_at(tmp_path / "zwei")
    imported(fresh, files[0])
    decided(fresh, files[2])
    assert quads(service) == quads(fresh)


def test_a_redaction_is_not_taken_back(service, small_town):
    imported(service, small_town())
    service._town.store.redact(["Schuldnerberatung"], who="Datenschutz", why="Name")
    view = service.reversal(2).value
    assert (view.possible, len(view.reasons)) == (False, 1)
    assert "kommen nicht wieder" in view.reasons[0]
    assert service.reversal(1).value.possible


def test_what_a_version_changed_is_said_field_by_field(service, small_town):
    imported(service, small_town())
    imported(service, small_town(without=("C-4",), change={"A-1": {"name": "Beratung am Ring"}}))
    first = service.difference(0, 1).value
    assert {c.name: c.count for c in first.counts} == {"new": 16}
    second = service.difference(1, 2).value
    assert {c.name: (c.label, c.count) for c in second.counts} == {
        "changed": ("geändert", 2),
        "missing": ("als fehlend vermerkt", 1),
    }
    coverage, changed = (c for c in second.changes if c.change == "changed")
    assert coverage.label == "Beratung am Ring · Jugendliche · Schulden und Überschuldung"
    assert (changed.cls, changed.key, changed.source) == ("Angebot", "A-1", "Angebotsmeldung")
    assert [(f.label, f.old, f.new) for f in changed.fields] == [
        ("Name", "Beratung am Markt", "Beratung am Ring")
    ]
    back = service.difference(2, 0, lang="en").value
    assert {c.label: c.count for c in back.counts} == {"no longer there": 16}


def test_versions_are_not_for_the_public(service, small_town):
    imported(service, small_town())
    for view in (service.difference(0, 1).value, service.reversal(1).value):
        with pytest.raises(GateError):
            release(view, Audience.PUBLIC, Secrets())


def test_a_place_that_is_protected_now_does_not_leave_with_an_old_version(service, small_town):
    """An open place cannot become protected by a delivery, but by the hand of who looks after the data."""
    street = "Kanarienvogelgasse"
    imported(service, small_town(change={"S-3": {"strasse": street}}))
    site = iris.record("99999001", SOZ.Site, "S-3")
    held = {q for q in quads(service) if q[0].startswith(site) and q[1] != PROV.wasDerivedFrom}
    address = {q for q in held if q[0] != site or q[1] in (LOCN.address, SOZ.disclosure)}
    graph = next(q[3] for q in address)
    closed = (site, SOZ.disclosure, CL["offenlegung-geschuetzt"], graph)
    entry = Entry(who="Datenschutz", why="Schutzadresse", kind=Kind.EDIT)
    service._town.store.commit(Patch.of(address, [closed]), entry)
    assert street in str(service._town.store.log.state(1))
    for released in (
        service.difference(0, 1),
        service.difference(1, 2),
        service.reversal(2),
        service.reversal(1),
    ):
        assert street not in str(released.value)


def test_an_edit_by_hand_is_taken_back_and_a_later_one_stays(service, small_town):
    imported(service, small_town())
    by = {"who": "Datenpflege", "why": "Anruf"}
    service.records.edit("angebot", "A-1", {"status": "geplant"}, **by)
    service.records.edit("angebot", "A-2", {"status": "ruhend"}, **by)
    service.reverse(2, who="Sozialplanung", why="doch nicht")
    own = service._town.store.source_quads("datenpflege")
    assert {iris.parts(q[0]).key for q in own} == {"A-2"}
    source = iris.source("99999001", "datenpflege")
    assert {p for s, p, _, _ in quads(service) if s == source} >= {SOZ.sourceKind, SOZ.deliveredOn}
    assert service.verify().value.ok


def test_what_rests_on_too_few_people_is_shown_nowhere(service, small_town):
    """Delivered with a note, it is in no form, no calculation of one's own and no account of what changed."""
    indicator = {"kennung": "I-1", "name": "Anteil", "einheit": "Prozent"}

    def rate(cases, value):
        measured = {"kennung": "M-1", "indikator": "I-1", "gebiet": "G-0", "stichtag": "01.09.2026"}
        return small_town(
            more={"indikator": [indicator], "messwert": [measured | {"fallzahl": cases, "wert": value}]}
        )

    imported(service, rate("1", "87654"))
    imported(service, rate("48", "43210"))
    shown = {f.tag: f.text for f in service.records.form("messwert", "M-1").value.fields}
    assert (shown["#messwert+fallzahl"], shown["#messwert+wert"]) == ("48", "43210")
    released = service.difference(1, 2)
    (changed,) = (c for c in released.value.changes if c.key == "M-1")
    assert {(f.label, f.old, f.new) for f in changed.fields} == {
        ("Fallzahl", "gesperrt", "gesperrt"),
        ("Wert", "gesperrt", "gesperrt"),
    }
    assert released.withheld.small_numbers == 2
    imported(service, rate("2", "87654"))
    form = service.records.form("messwert", "M-1").value
    assert "87654" not in str(form)
    assert {f.tag: f.text for f in form.fields}["#messwert+wertstatus"] == "gesperrt (Geheimhaltung)"
    assert "87654" not in str(service.difference(0, 3).value)

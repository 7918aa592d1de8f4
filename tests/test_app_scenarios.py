"""Scenarios: what is supposed comes out as if it had been done, and nothing of it is ever taken for what is recorded."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from app import exports
from app.asked import Asked
from app.errors import RequestError
from app.scenarios import supposing
from app.scenarios.bands import Band
from app.scenarios.store import Scenarios
from app.scenarios.supposing import work_out
from app.service import Service
from ontology.iris import Audience

AGS = "99999001"
TODAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, TODAY)
WHO = {"who": "Datenpflege", "why": "Test"}
CLUB = {
    "do": "plan-offer", "key": "SZ-1", "name": "Wohnberatung Nord", "provider": "T-1", "kind": "AT-B1",
    "needs": ["BD-WO1"], "groups": ["ZG-A06"], "areas": ["G-1"], "first_day": "2026-11-01",
}  # fmt: skip
PAYS = {"zahlt": "T-2", "art": "FT-K3", "status": "bewilligt"}
CLOSED = {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory, small_town):
    """A home with the small town, one of its offers protected, to be copied."""
    home = tmp_path_factory.mktemp("szenarien") / "home"
    service = Service.open(home, AGS, create=True)
    data = small_town(
        change={"A-4": {"angebotsart": "AT-S1"}},
        more={
            "finanzierung": [
                {**PAYS, "kennung": "F-1", "angebot": "A-2", "jahr": "2026", "anteil": "70 %"},
                {**PAYS, "kennung": "F-2", "angebot": "A-2", "jahr": "2027", "anteil": "70 %"},
                {**PAYS, "kennung": "F-3", "angebot": "A-3", "jahr": "2026"},
            ]
        },
    )  # fmt: skip
    preview = service.stage(data, "a.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Sozialplanung", why="Test")
    return home


@pytest.fixture
def service(delivered, tmp_path):
    shutil.copytree(delivered, tmp_path / "home")
    return Service.open(tmp_path / "home", AGS)


def made(service, *acts):
    name = service.scenarios.make("Probe").value.id
    for act in acts:
        service.scenarios.suppose(name, act)
    return name


def states(service, area="G-1", **asked):
    view = service.matrix(area=area, audience=Audience.INTERN, reference_date=TODAY, **asked).value
    return {
        (cell.need, cell.group): (cell.state, cell.claim, cell.offers)
        for row in view.rows
        for cell in row.cells
    }


def files(service):
    folder = service._town.home / AGS
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if "cache" not in path.parts)


def test_what_is_supposed_comes_out_as_if_it_had_been_done(service, delivered, tmp_path):
    name = made(service, CLUB, CLOSED)
    supposed = states(service.supposing(name))
    shutil.copytree(delivered, tmp_path / "other" / "home")
    other = Service.open(tmp_path / "other" / "home", AGS)
    other.records.edit("angebot", "A-1", {"gueltig-bis": "30.06.2026"}, **WHO)
    other.records.edit("angebot", "SZ-1", {"name": "Wohnberatung Nord", "traeger": "T-1", "angebotsart": "AT-B1", "status": "aktiv", "gueltig-ab": "01.11.2026", "offenlegung": "öffentlich"}, new=True, **WHO)  # fmt: skip
    other.records.edit("abdeckung", "SZ-1-1", {"angebot": "SZ-1", "bedarf": "BD-WO1", "zielgruppe": "ZG-A06", "gebiet": "G-1", "offenlegung": "öffentlich"}, new=True, **WHO)  # fmt: skip
    assert supposed == states(other)
    assert supposed != states(service)


def test_a_planned_offer_fills_the_gap_from_its_first_day_on(service):
    name = made(service, CLUB)
    change = service.scenarios.difference(name, AT).value
    assert [(row[0].text, row[2].text, row[3].value, row[4].value) for row in change.table.rows] == [
        ("Zugang zu bezahlbarem Wohnraum", "Beispielau", "gap", "thin"),  # in a part of it
        ("Zugang zu bezahlbarem Wohnraum", "Nordstadt", "gap", "thin"),
    ]
    before = replace(AT, reference_date=date(2026, 10, 31))
    assert service.scenarios.difference(name, before).value.table.rows == ()


def test_the_town_sees_nothing_of_it_and_thrown_away_it_leaves_no_trace(service):
    recorded, before, head = states(service), files(service), service._town.store.log.head
    name = made(service, CLUB)
    service.supposing(name).ask("A1", {}, audience=Audience.INTERN, reference_date=TODAY)
    assert states(service) == recorded
    assert service._town.store.log.head == head
    assert service.verify().value.problems == ()
    service.scenarios.throw_away(name)
    service.scenarios.forget(name)
    assert [path for path in files(service) if not path.startswith("szenarien")] == before
    assert [path for path in files(service) if path.endswith(".json") and path.startswith("szenarien")] == []
    assert not (service._town.home / AGS / "cache" / "szenarien").exists()


def test_what_was_thrown_away_comes_back_whole(service):
    name = made(service, CLUB)
    acts = service.scenarios.scenario(name).value.acts
    service.scenarios.throw_away(name)
    with pytest.raises(RequestError, match="gibt es nicht"):
        service.scenarios.scenario(name)
    assert [s.id for s in service.scenarios.thrown_away().value] == [name]
    assert service.scenarios.take_back(name).value.acts == acts


def test_everything_a_scenario_says_carries_its_name(service):
    under = service.supposing(made(service, CLUB))
    answer = under.ask("A1", {}, audience=Audience.INTERN, reference_date=TODAY)
    matrix = under.matrix(area=None, audience=Audience.INTERN, reference_date=TODAY)
    network = under.networks.network("cooperation_of_providers", AT).value.answer
    cell = under.cell(
        need="BD-WO1", group="ZG-A06", area="G-1", audience=Audience.INTERN, reference_date=TODAY
    ).value
    assert {view.scenario for view in (answer.value, matrix.value, network, cell)} == {"Probe"}
    assert answer.value.lead.startswith("Was wäre wenn ‹Probe›: ")
    lines = exports.to_csv(matrix).decode("utf-8-sig").splitlines()
    assert len(lines) > 1
    assert all(line.endswith(("Probe", "Szenario (angenommen)")) for line in lines)
    assert ("Szenario (angenommen)", "Probe") in exports.about(answer)
    recorded = service.ask("A1", {}, audience=Audience.INTERN, reference_date=TODAY)
    assert recorded.value.scenario == ""
    assert b"Szenario" not in exports.to_csv(recorded)


def test_an_act_that_cannot_be_is_refused_and_changes_nothing(service):
    name = made(service, CLUB)
    for act, told in (
        ({"do": "close-offer", "offer": "A-99", "day": "2027-01-01"}, "A-99"),
        ({"do": "close-offer", "offer": "A-1"}, "Letzter Tag"),
        (CLUB | {"key": "SZ-2", "needs": []}, "Bedarfe"),
        (CLUB | {"key": "SZ-3", "needs": ["BD-NICHTS"]}, "Annahme"),
        ({"do": "erfinden"}, "Annahme"),
    ):
        with pytest.raises(RequestError, match=told):
            service.scenarios.suppose(name, act)
    assert [act.id for act in service.scenarios.scenario(name).value.acts] == ["1"]


def test_an_act_that_came_true_is_said_and_left_out_while_the_others_hold(service):
    name = made(service, CLUB, CLOSED)
    service.records.edit("angebot", "SZ-1", {"name": "Inzwischen da", "traeger": "T-1", "angebotsart": "AT-B1", "status": "aktiv", "offenlegung": "öffentlich"}, new=True, **WHO)  # fmt: skip
    view = service.scenarios.scenario(name).value
    assert [bool(act.problems) for act in view.acts] == [True, False]
    assert "inzwischen" in view.acts[0].problems[0]
    assert view.problems == 1
    changed = work_out(service._town, Scenarios.of(service._town.home, AGS).get(name)).changed
    assert list(changed.values()) == ["Beratung am Markt"]


def test_an_act_can_rest_and_be_taken_out(service):
    name = made(service, CLUB, CLOSED)
    both = states(service.supposing(name))
    service.scenarios.set_active(name, "2", active=False)
    assert states(service.supposing(name)) != both
    service.scenarios.set_active(name, "2", active=True)
    assert states(service.supposing(name)) == both
    service.scenarios.remove(name, "1")
    assert service.scenarios.remove(name, "2").value.acts == ()
    assert states(service.supposing(name)) == states(service)
    again = service.scenarios.make("Ohne", like=name).value
    assert again.acts == (), "what was taken out is not copied"
    service.scenarios.set_active(name, "1", active=True)
    back = service.scenarios.set_active(name, "2", active=True).value
    assert [(act.id, act.active) for act in back.acts] == [("1", True), ("2", True)]
    assert states(service.supposing(name)) == both


def test_fundings_that_begin_later_are_unconfirmed_the_others_end(service):
    name = made(
        service, {"do": "end-funding", "fundings": ["F-1", "F-2"], "day": "2026-12-15", "offers": ["A-2"]}
    )
    edits = {e.key: dict(e.changes) for e in Scenarios.of(service._town.home, AGS).get(name).acts[0].act.edits(
        {"F-1": date(2026, 1, 1), "F-2": date(2027, 1, 1)}
    )}  # fmt: skip
    assert edits == {
        "F-1": {"#finanzierung+gueltig-bis": "15.12.2026"},
        "F-2": {"#finanzierung+status": "geplant"},
        "A-2": {"#angebot+gueltig-bis": "15.12.2026"},
    }
    assert service.scenarios.scenario(name).value.problems == 0


def test_money_proposes_the_offers_that_rest_on_it_and_names_what_is_not_known(service):
    payer = service.scenarios.money(AT).value[0]
    assert payer.value == "T-2"
    assert {key: share for key, _, share in payer.offers} == {"A-2": "70 %", "A-3": "Anteil nicht erhoben"}
    assert payer.resting == ("A-2",)


def test_money_of_some_fundings_alone(service):
    """Nothing rests on next year's money yet, and a funding whose share nobody recorded proposes no offer."""
    of_next_year = service.scenarios.money(AT, ("F-2",)).value[0]
    assert [f.value for f in of_next_year.fundings] == ["F-2"]
    assert (of_next_year.offers, of_next_year.resting) == ((), ())
    unknown = service.scenarios.money(AT, ("F-3",)).value[0]
    assert ([key for key, *_ in unknown.offers], unknown.resting) == (["A-3"], ())
    assert service.scenarios.money(AT, ("F-9",)).value == ()


def test_an_act_says_until_when_what_is_to_end_runs(service):
    name = made(service, CLUB, CLOSED)
    assert [act.day for act in service.scenarios.scenario(name).value.acts] == [None, date(2026, 6, 30)]


def test_a_question_is_compared_with_and_without(service):
    name = made(service, CLUB)
    found = service.scenarios.compared(name, "A1", {}, AT).value
    assert "Szenario ‹Probe›" in found.lead
    assert found.scenario == "Probe"
    assert any("Wohnberatung Nord" in cell.text or cell.text for row in found.rows for cell in row)


def test_ranges_tell_what_depends_on_them(service):
    name = made(service, CLUB)
    runs = service.scenarios.bands(name, [Band("1", "first_day", ("2026-11-01", "2026-11-20"))], AT).value
    assert [len(runs.stable.rows), len(runs.contested.rows)] == [2, 0]
    done = []
    wide = service.scenarios.bands(
        name,
        [Band("1", "first_day", ("2026-11-01", "2027-01-01"))],
        AT,
        step=lambda at, of: done.append((at, of)),
    ).value
    assert [len(wide.stable.rows), len(wide.contested.rows)] == [0, 2]
    assert [cell.value for cell in wide.contested.rows[0][3:]] == ["gap", "thin", "gap"]
    assert done == [(0, 2), (1, 2), (2, 2)]
    assert runs.variants == ("Erster Tag 01.11.2026", "Erster Tag 20.11.2026")
    german = service.scenarios.bands(name, [Band("1", "first_day", ("1.11.2026", "20.11.2026"))], AT).value
    assert german == runs
    with pytest.raises(RequestError, match=r"‹30\.02\.2026›.*erwartet ein Tag wie"):
        service.scenarios.bands(name, [Band("1", "first_day", ("30.02.2026",))], AT)
    for stated in (
        [],
        [Band("1", "first_day", ())],
        [Band("9", "day", ("2027-01-01",))],
        [Band("1", "name", ("x", "y"))],
        [Band("1", "oldest", tuple(map(str, range(13))))],
        [Band("1", "oldest", ("alt",))],
    ):
        with pytest.raises(RequestError, match=r"Spannen|Annahme"):
            service.scenarios.bands(name, stated, AT)


def test_a_scenario_does_not_open_what_is_protected(service):
    name = made(
        service,
        {"do": "change-record", "sheet": "angebot", "key": "A-4", "changes": {"angebotsart": "AT-B1"}},
    )
    protected = service._town.secrets().protected
    assert any(iri.endswith("A-4") for iri in protected)
    for audience in Audience:
        assert protected <= service.supposing(name)._town.secrets(audience=audience).protected


def test_words_about_persons_are_refused(service):
    with pytest.raises(RequestError, match="Person"):
        service.scenarios.make("Wunsch von Frau Müller")
    name = made(service)
    with pytest.raises(RequestError, match="Person"):
        service.scenarios.suppose(name, CLUB, note="sagt Herr Schmidt")
    with pytest.raises(RequestError, match="Name fehlt"):
        service.scenarios.make("  ")


def test_two_scenarios_are_compared_and_one_is_made_like_another(service):
    first = made(service, CLUB)
    second = service.scenarios.make("Später", like=first).value.id
    service.scenarios.suppose(second, CLUB | {"first_day": "2027-01-01"}, instead_of="1")
    rows = service.scenarios.difference(second, AT, first).value.table.rows
    assert [(row[3].value, row[4].value) for row in rows] == [("thin", "gap")] * 2
    assert service.scenarios.difference(second, AT, second).value.table.rows == ()


def test_a_pin_under_a_scenario_stays_under_it(service):
    name = made(service, CLUB)
    under = service.supposing(name)
    asked = replace(AT, scenario=service.scenarios.scenario(name).value.ref)
    pin = under.answers.pin("A1", {}, asked).value
    assert pin.scenario == "Probe"
    again = service.answers.pinned(pin.id, reference_date=TODAY).value
    assert again.scenario == "Probe"
    service.scenarios.throw_away(name)
    assert service.answers.pins().value[0].scenario == "verworfenes Szenario"
    with pytest.raises(RequestError, match="gibt es nicht"):
        service.answers.pinned(pin.id, reference_date=TODAY)


def test_an_own_query_reads_what_is_supposed(service):
    name = made(service, CLUB)
    counting = (
        "SELECT (COUNT(*) AS ?n) WHERE { ?offer <http://www.w3.org/2000/01/rdf-schema#label> ?name . "
        "FILTER(STR(?name) = 'Wohnberatung Nord') }"
    )
    under = service.supposing(name).sparql(counting)
    assert (under.value.rows[0][0].value, under.scenario) == (1, "Probe")
    assert service.sparql(counting).value.rows[0][0].value == 0


def test_of_two_who_suppose_at_once_neither_is_lost(service, monkeypatch):
    name = made(service)
    examined = supposing.examined_acts

    def meanwhile(town, acts):
        monkeypatch.setattr(supposing, "examined_acts", examined)
        service.scenarios.suppose(name, CLOSED, note="die andere")
        return examined(town, acts)

    monkeypatch.setattr(supposing, "examined_acts", meanwhile)
    acts = service.scenarios.suppose(name, CLUB, note="die eine").value.acts
    assert [(act.id, act.note) for act in acts] == [("1", "die andere"), ("2", "die eine")]


def test_two_planned_offers_are_never_taken_for_one(service):
    name = made(service, CLUB)
    with pytest.raises(RequestError, match=r"SZ-1.*durch eine andere Annahme vergeben"):
        service.scenarios.suppose(name, CLUB | {"name": "Wohnberatung Süd"})


def test_an_act_takes_the_place_only_of_one_that_is_there(service):
    name = made(service, CLUB)
    for other in ("2", "eins"):
        with pytest.raises(RequestError, match=f"Annahme {other} gibt es nicht"):
            service.scenarios.suppose(name, CLOSED, instead_of=other)


def test_a_new_version_is_what_a_scenario_rests_on_next(service):
    name = made(service, CLUB)
    ref = service.scenarios.scenario(name).value
    service.records.edit("angebot", "A-2", {"gueltig-bis": "01.01.2026"}, **WHO)
    later = service.scenarios.scenario(name).value
    assert later.base_version == ref.base_version + 1
    under, recorded = states(service.supposing(name)), states(service)
    changed = {cell for cell in under if under[cell] != recorded[cell]}
    assert {need.rpartition("/")[2] for need, _ in changed} == {"BD-WO1"}


def test_a_file_that_is_no_scenario_is_named(service):
    name = made(service)
    (service._town.home / AGS / "szenarien" / f"{name}.json").write_text("{}", "utf-8")
    with pytest.raises(RequestError, match=f"{name}.json"):
        service.scenarios.scenario(name)

"""Single records: what a form shows, what an edit states, what it leaves to other sources, what it refuses."""

import shutil
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal

from app.delivery.known import known_records
from app.errors import RequestError
from app.freshness import Freshness, freshness
from app.records import editing
from app.records.editing import Edit, sheet_of
from app.records.forms import next_key
from app.records.rows import reader_of
from app.service import Service
from graph.merge import Merger
from graph.sources import SourceIndex
from loaders import CellReader, RecordIndex, Source, load, workbook_of, written
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, RDF
from ontology.sheets import Kind
from ontology.terms import CL, SOZ
from queries.settings import Thresholds
from shapes import inverse_columns, sheet_specs

AGS = "99999001"
WHO = {"who": "Datenpflege", "why": "Test"}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory, small_town):
    """A home with the small town, to be copied."""
    home = tmp_path_factory.mktemp("formulare") / "home"
    service = Service.open(home, AGS, create=True)
    preview = service.stage(
        small_town(change={"A-1": {"sprachen": "de; tr", "telefon": "0999 12340"}}), "a.xlsx"
    ).value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    return home


@pytest.fixture
def service(delivered, tmp_path):
    shutil.copytree(delivered, tmp_path / "home")
    return Service.open(tmp_path / "home", AGS)


def fields(service, sheet, key):
    return {f.tag.partition("+")[2]: f for f in service.records.form(sheet, key).value.fields}


def test_a_form_shows_a_record_as_the_template_holds_it(service):
    form = service.records.form("angebot", "A-1").value
    texts = {f.tag: f.text for f in form.fields if f.text}
    assert texts["#angebot+name"] == "Beratung am Markt"
    assert texts["#angebot+traeger"] == "T-1"
    assert texts["#angebot+gueltig-ab"] == "01.01.2024"
    assert texts["#angebot+sprachen"] == "de; tr"
    assert form.sources == ("Angebotsmeldung",)
    assert not form.editorial
    options = {o.value: o.label for o in fields(service, "angebot", "A-1")["traeger"].options}
    assert options["T-1"] == "T-1 Haus am Markt"


def test_every_record_comes_back_from_its_form_unchanged(service):
    town = service._town
    at = town.snapshot()
    secrets = town.secrets(at)
    reader, known = reader_of(at, secrets), known_records(at, secrets)
    stand = at.engine.graph(iris.stand_graph(AGS, Audience.INTERN))
    seen = 0
    for spec in sheet_specs():
        records = sorted({s for s, p, o in stand if p == RDF.type and o == spec.cls})
        workbook = workbook_of(spec, [reader.row(spec, r).texts for r in records], occasion="test")
        source = Source("datenpflege", "Datenpflege", CL["quellenart-redaktion"], date(2026, 11, 24))
        delivery = load(workbook, sheet_specs(), AGS, known, received=date(2026, 11, 24), source=source)
        paths = {c.paths[0] for c in spec.columns if c.tag not in inverse_columns()}
        back = {
            r.iri: {(s.path, s.value) for s in r.statements if s.subject is None} for r in delivery.records
        }
        for record in records:
            seen += 1
            said = {(p, o) for s, p, o in stand if s == record and p in paths}
            assert {pair for pair in back[record] if pair[0] in paths} == said, record
    assert seen == 16


def test_an_edit_states_only_what_was_changed(service):
    edit = service.records.edit("angebot", "A-1", {"status": "geplant"}, **WHO).value
    assert [(c.label, c.old, c.new) for c in edit.changes] == [("Status", "aktiv", "geplant")]
    assert edit.version.action == "edit"
    own = service._town.store.source_quads("datenpflege")
    assert {p for _, p, _, _ in own} - editing._FRAME == {SOZ.status, SOZ.settles}
    status = fields(service, "angebot", "A-1")["status"]
    assert (status.text, status.stated) == ("geplant", True)
    assert [(s.source, s.text) for s in status.said] == [("Angebotsmeldung", "aktiv")]
    assert not fields(service, "angebot", "A-1")["name"].stated
    assert service.verify().value.ok


def test_a_second_edit_keeps_the_first(service):
    service.records.edit("angebot", "A-1", {"status": "geplant"}, **WHO)
    service.records.edit("angebot", "A-1", {"telefon": "0999 12345"}, **WHO)
    after = fields(service, "angebot", "A-1")
    assert (after["status"].text, after["telefon"].text) == ("geplant", "0999 12345")


def test_one_of_several_values_can_be_taken_away(service):
    service.records.edit("angebot", "A-1", {"sprachen": "tr"}, **WHO)
    assert fields(service, "angebot", "A-1")["sprachen"].text == "tr"


def test_an_empty_field_contradicts_no_source_but_none_does(service):
    with pytest.raises(RequestError, match="keine"):
        service.records.edit("angebot", "A-1", {"telefon": ""}, **WHO)
    service.records.edit("angebot", "A-1", {"telefon": "keine"}, **WHO)
    assert fields(service, "angebot", "A-1")["telefon"].text == "keine"


def test_taking_back_lets_the_source_speak_again(service):
    before = {t: f.text for t, f in fields(service, "angebot", "A-1").items()}
    service.records.edit("angebot", "A-1", {"status": "geplant", "sprachen": "tr", "telefon": "keine"}, **WHO)
    service.records.withdraw("angebot", "A-1", ["status"], **WHO)
    after = fields(service, "angebot", "A-1")
    assert (after["status"].text, after["sprachen"].text) == ("aktiv", "tr")
    service.records.withdraw("angebot", "A-1", **WHO)
    assert {t: f.text for t, f in fields(service, "angebot", "A-1").items()} == before
    assert service._town.store.source_quads("datenpflege") == set()
    with pytest.raises(RequestError, match="nichts"):
        service.records.withdraw("angebot", "A-1", **WHO)


def test_a_later_delivery_does_not_undo_what_was_decided_by_hand(service, small_town):
    service.records.edit("angebot", "A-1", {"sprachen": "tr"}, **WHO)
    preview = service.stage(small_town(change={"A-1": {"sprachen": "de; tr; ar"}}), "b.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    languages = fields(service, "angebot", "A-1")["sprachen"]
    assert languages.text == "tr"
    assert languages.said[0].text == "ar; de; tr"


def test_a_wrong_value_is_not_saved_and_the_finding_stands_at_its_field(service):
    edit = service.records.edit("angebot", "A-1", {"gueltig-bis": "31.02.2026"}, **WHO).value
    assert not edit.acceptable
    assert edit.version is None
    (found,) = [f for f in edit.findings if f.tag == "#angebot+gueltig-bis"]
    assert found.finding.place.text == "Formular ‹Angebote›, Feld ‹Gültig bis›"
    assert len(service.versions().value) == 1


def test_a_rule_speaks_at_the_field_it_concerns(service):
    edit = service.records.check("angebot", "A-1", {"gueltig-bis": "01.01.2023"}).value
    assert not edit.acceptable
    assert any(f.tag in ("#angebot+gueltig-bis", "#angebot+gueltig-ab") for f in edit.findings)


def test_an_offer_keeps_its_coverages_when_it_is_checked_alone(service):
    edit = service.records.check("angebot", "A-1", {"telefon": "0999 1"}).value
    assert [f.finding.message for f in edit.findings if f.finding.rule == "DQ-023"] == []


def test_a_new_record_gets_the_next_key_and_all_its_fields(service):
    form = service.records.form("angebot").value
    assert (form.key, form.exists) == ("A-5", False)
    new = {"name": "Kochkurs", "traeger": "T-1", "angebotsart": "AT-B1", "status": "aktiv"}
    edit = service.records.edit("angebot", form.key, new, new=True, **WHO).value
    assert edit.version is not None
    assert fields(service, "angebot", "A-5")["name"].text == "Kochkurs"
    with pytest.raises(RequestError, match="vergeben"):
        service.records.edit("angebot", "A-5", new, new=True, **WHO)
    with pytest.raises(RequestError, match="nur aus der Datenpflege"):
        service.records.withdraw("angebot", "A-5", **WHO)


# Every column that names no other record, as the template's example has it; and what the required ones name.
REFERS = {
    "#anerkennung+traeger": "T-1",
    "#anforderung+verlangt-von": "T-1",
    "#anforderung+kriterium": "Q-1",
}


@pytest.mark.parametrize(
    "tag",
    [
        "beschluss",
        "beteiligung",
        "herausforderung",
        "richtwert",
        "foerderprogramm",
        "anerkennung",
        "anforderung",
    ],
)
def test_a_form_takes_what_the_template_shows_as_an_example(service, tag):
    service.records.edit("kriterium", "Q-1", {"name": "Personal"}, new=True, **WHO)
    spec = next(s for s in sheet_specs() if s.tag == f"#{tag}")
    examples = {
        c.tag: REFERS.get(c.tag, "" if c.kind is Kind.REFERENCE else c.example)
        for c in spec.columns
        if c.kind is not Kind.KEY
    }
    filled = {at.partition("+")[2]: text for at, text in examples.items() if text}
    form = service.records.form(tag).value
    edit = service.records.edit(tag, form.key, filled, new=True, **WHO).value
    assert edit.version is not None, [f.finding.message for f in edit.findings]
    shown = {f.tag: f.text for f in service.records.form(tag, form.key).value.fields}
    assert {at for at, text in shown.items() if text} >= {at for at, text in examples.items() if text}


def test_a_required_field_that_is_missing_is_said(service):
    edit = service.records.edit(
        "angebot", "A-7", {"name": "Kochkurs", "status": "aktiv"}, new=True, **WHO
    ).value
    assert edit.version is None
    assert "#angebot+traeger" in {f.tag for f in edit.findings}


def test_a_coverage_cannot_move_to_another_offer(service):
    with pytest.raises(RequestError, match="steht fest"):
        service.records.edit("abdeckung", "C-1", {"angebot": "A-2"}, **WHO)


def test_ending_is_a_last_day_and_a_status_and_deletes_nothing(service):
    edit = service.records.end("angebot", "A-1", date(2026, 12, 31), **WHO).value
    assert edit.version is not None
    after = fields(service, "angebot", "A-1")
    assert (after["status"].text, after["gueltig-bis"].text) == ("beendet", "31.12.2026")
    with pytest.raises(RequestError, match="keinen letzten Tag"):
        service.records.end("traeger", "T-1", date(2026, 12, 31), **WHO)


def test_what_becomes_public_by_hand_is_public(service):
    service.records.edit("angebot", "A-2", {"offenlegung": "öffentlich"}, **WHO)
    stand = service._town.snapshot().engine.graph(iris.stand_graph(AGS, Audience.PUBLIC))
    record = iris.record(AGS, SOZ.Offer, "A-2")
    assert (record, SOZ.providedBy, iris.record(AGS, SOZ.Provider, "T-2")) in stand
    service.records.edit("angebot", "A-1", {"offenlegung": "intern"}, **WHO)
    stand = service._town.snapshot().engine.graph(iris.stand_graph(AGS, Audience.PUBLIC))
    assert not [t for t in stand if t[0] == iris.record(AGS, SOZ.Offer, "A-1")]


def test_half_an_address_is_stated_whole(service):
    service.records.edit("standort", "S-3", {"strasse": "Am Bach"}, **WHO)
    after = fields(service, "standort", "S-3")
    assert (after["strasse"].text, after["plz"].text) == ("Am Bach", "00999")


def test_an_edit_needs_a_reason_and_names_no_person(service):
    for who, why in (("", "x"), ("x", ""), ("Frau Beispiel", "x")):
        with pytest.raises(RequestError):
            service.records.edit("angebot", "A-1", {"status": "geplant"}, who=who, why=why)


def test_an_unknown_field_or_class_is_said(service):
    with pytest.raises(RequestError, match="farbe"):
        service.records.edit("angebot", "A-1", {"farbe": "blau"}, **WHO)
    with pytest.raises(RequestError, match="angebot"):
        service.records.list("angebote")


def test_the_list_shows_source_and_freshness(service):
    table = service.records.list("angebot").value
    row = dict(zip([c.name for c in table.columns], table.rows[0], strict=True))
    assert (row["key"].text, row["sources"].text, row["verified"].text) == (
        "A-1",
        "Angebotsmeldung",
        "01.11.2026",
    )
    assert [s.count for s in service.records.sheets().value if s.tag == "angebot"] == [4]


def test_nothing_to_change_makes_no_version(service):
    edit = service.records.edit("angebot", "A-1", {"status": "aktiv"}, **WHO).value
    assert edit.version is None
    assert edit.changes == ()


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (None, Freshness.NEVER),
        (date(2025, 11, 24), Freshness.FRESH),
        (date(2025, 11, 23), Freshness.DUE),
        (date(2024, 11, 24), Freshness.DUE),
        (date(2024, 11, 23), Freshness.STALE),
    ],
)
def test_confidence_ages_in_steps(day, step):
    assert freshness(day, date(2026, 11, 24), Thresholds.load()) is step


def test_the_next_key_follows_the_pattern_most_keys_have(service):
    at = service._town.snapshot()
    assert next_key(reader_of(at, service._town.secrets(at)), sheet_of("gebiet")) == "G-2"
    assert next_key(reader_of(at, service._town.secrets(at)), sheet_of("ziel")).endswith("1")


def test_a_settled_property_outweighs_lesser_sources_only():
    record = iris.record(AGS, SOZ.Offer, "A1")
    provenance = iris.provenance_graph(AGS)
    high, low = (iris.source_graph(AGS, key, Audience.INTERN) for key in ("haus", "traeger"))
    languages = [
        (record, DCTERMS.language, Literal("de"), low),
        (record, DCTERMS.language, Literal("tr"), high),
    ]
    kinds = [
        (iris.source(AGS, "haus"), SOZ.sourceKind, CL["quellenart-redaktion"], provenance),
        (iris.source(AGS, "traeger"), SOZ.sourceKind, CL["quellenart-traeger"], provenance),
    ]

    def spoken(*settles):
        marks = [(record, SOZ.settles, DCTERMS.language, graph) for graph in settles]
        stand = Merger(SourceIndex(AGS, [*languages, *kinds, *marks])).build(Audience.INTERN)
        assert not [t for t in stand.triples if t[1] == SOZ.settles]
        return {str(o) for _, p, o in stand.triples if p == DCTERMS.language}

    assert spoken() == {"de", "tr"}
    assert spoken(high) == {"tr"}
    assert spoken(low) == {"de", "tr"}


COLUMNS = {c.kind: c for spec in sheet_specs() for c in spec.columns if not c.repeatable}
DECIMALS = st.decimals(min_value=0, max_value=10**9, places=4)


@given(DECIMALS, st.integers(0, 10**9), st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_numbers_and_days_are_read_back_as_they_were(number, whole, day):
    from loaders.canonical import Cell
    from loaders.numbers import plain

    reader = CellReader(RecordIndex(AGS))
    for kind, value in (
        (Kind.DECIMAL, Literal(plain(number), datatype=XSD.decimal)),
        (Kind.MONEY, Literal(plain(round(number, 2)), datatype=XSD.decimal)),
        (Kind.SHARE, Literal(plain(number / 10**9), datatype=XSD.decimal)),
        (Kind.INTEGER, Literal(str(whole), datatype=XSD.integer)),
        (Kind.DATE, Literal(day.isoformat(), datatype=XSD.date)),
    ):
        text = written([value], COLUMNS[kind], reader)
        assert reader.read(Cell(text), COLUMNS[kind]).values == (value,), (kind, text)


def test_editing_again_looks_at_the_record_as_it_is_now(service):
    town, spec = service._town, sheet_of("angebot")
    edited = editing.examined(town, Edit(spec, "A-1", {"#angebot+status": "geplant"}), date(2026, 11, 24))
    assert edited.acceptable
    assert edited.examination.changes.missing == frozenset()

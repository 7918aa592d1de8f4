"""Profiles of records and concepts: complete, honest about what is missing, the same figures as elsewhere, as files."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef
from typer.testing import CliRunner

from app import cli, town
from app.asked import Asked
from app.errors import GateError
from app.profiles import exports as profile_exports
from app.profiles.addresses import address, subject
from app.profiles.layouts import layout_of, layouts
from app.profiles.profiling import missing_columns
from app.service import Service
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import RDFS
from ontology.terms import SOZ
from ontology.vocabulary import concepts
from queries.catalogue import Catalogue
from shapes import sheet_specs

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
AGS = "99999001"
MORE = {
    "gremium": [{"kennung": "R-1", "name": "Runder Tisch", "art": "GR-A1", "gebiet": "G-0"}],
    "mitgliedschaft": [{"kennung": "M-1", "gremium": "R-1", "mitglied": "T-3", "rolle": "Mitglied"}],
    "finanzierung": [
        {"kennung": "F-1", "angebot": "A-1", "status": "bewilligt", "betrag": "1000", "jahr": "2026", "zahlt": "T-2", "art": "FT-K1"},
        {"kennung": "F-2", "angebot": "A-1", "status": "geplant", "betrag": "500", "jahr": "2027", "zahlt": "T-2", "art": "FT-K1"},
    ],
    "beschluss": [{"kennung": "BE-1", "name": "Beratung ausbauen", "gremium": "R-1", "status": "beschlossen", "betrifft": "A-1"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town) -> Service:
    home = tmp_path_factory.mktemp("home")
    service = Service.open(home, AGS, create=True)
    change = {"A-1": {"rechtsgrundlage": "§ 16a SGB II"}}
    preview = service.stage(small_town(more=MORE, change=change), "meldung.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Sozialplanung", why="Erstbestand")
    yield service
    town._stores.clear()


def profile(service, art, key, asked=AT):
    found = service.profiles.profile(art, key, asked).value
    assert found is not None, (art, key)
    return found


def texts(section, column):
    at = [c.name for c in section.table.columns].index(column)
    return [row[at].text for row in section.table.rows]


def test_layouts_leave_no_column_out():
    """Whatever a sheet can hold stands in a field, or leads to a table."""
    for name, layout in layouts().items():
        assert list(missing_columns(layout)) == [], name


def test_every_sheet_and_list_has_a_layout_and_an_address():
    for spec in sheet_specs():
        tag = spec.tag.removeprefix("#")
        assert layout_of(sheet=tag).sections
        record = iris.record(AGS, spec.cls, "X-1")
        there = address(record)
        assert subject(AGS, there.art, there.key) == record
    for scheme in ("legal-bases", "needs", "offer-types", "cl-rolle"):
        for concept in concepts(scheme):
            there = address(concept)
            assert subject(AGS, there.art, there.key) == concept


def test_questions_of_layouts_exist_and_take_what_they_are_given():
    for layout in layouts().values():
        for link in layout.questions:
            header = Catalogue.load().get(link.id).header
            assert not link.parameter or link.parameter in {p.name for p in header.parameters}, link


def test_every_record_and_concept_has_a_profile(service):
    for lang in ("de", "en"):
        asked = replace(AT, lang=lang)
        for entry in service.profiles.entries(asked).value:
            if "/id/" in entry.iri:
                found = profile(service, entry.art, entry.key, asked)
                assert (found.label, found.iri) == (entry.label, entry.iri)
                assert found.origin is not None
                assert found.origin.sources.rows


def test_an_offer_says_what_is_recorded_and_what_is_not(service):
    found = profile(service, "angebot", "A-1")
    facts = {f.name: f for s in found.sections for f in s.facts}
    assert [c.text for c in facts["traeger"].cells] == ["Haus am Markt"]
    assert facts["oeffnungszeiten"].text == "nicht erfasst"
    assert "Öffnungszeiten" in {f.label for f in found.unknown}
    assert [c.iri for c in facts["rechtsgrundlage"].cells] == [str(subject(AGS, "legal-bases", "SGB-II-16a"))]
    assert texts(found.section("decisions"), "record") == ["Beratung ausbauen"]
    assert found.origin.verified_on == date(2026, 11, 1)


def test_amounts_of_different_status_stand_apart_and_are_not_added(service):
    table = profile(service, "angebot", "A-1").section("funding").table
    assert table.totals is None
    assert sorted(texts(profile(service, "angebot", "A-1").section("funding"), "status")) == [
        "bewilligt",
        "geplant",
    ]
    assert len(table.rows) == 2


def test_an_empty_part_says_what_that_weighs(service):
    cooperation = profile(service, "angebot", "A-1").section("cooperation")
    assert not cooperation.table.rows
    assert cooperation.claim == "nicht_beurteilbar"
    assert "nicht erklärt" in cooperation.table.note
    offers = profile(service, "traeger", "T-2").section("money_own")
    assert offers.claim
    where = profile(service, "angebot", "A-1").section("where")
    assert "nicht erfasst" in where.table.note


def test_a_declared_survey_makes_an_empty_part_firm(tmp_path, small_town):
    """The same absence, once nobody declared anything and once the town declared cooperation complete."""
    service = Service.open(tmp_path, AGS, create=True)
    declared = {"D-1": {"aspekt": "Angebotsliste; Abdeckung; Kooperation"}}
    service.accept(
        service.stage(small_town(change=declared), "a.xlsx").value.token, who="Sozialplanung", why="Test"
    )
    assert profile(service, "angebot", "A-1").section("cooperation").claim == "belastbar"
    town._stores.clear()


def test_cells_have_the_state_their_evidence_says(service):
    """Sum and drill-down agree: every cell of the profile is judged as its own evidence judges it."""
    for art, key in (("angebot", "A-1"), ("bedarf", "B-1")):
        table = profile(service, art, key).section("cells").table
        assert table.rows
        names = [c.name for c in table.columns]
        for row in table.rows:
            need, group, area, state = (row[names.index(n)] for n in ("need", "group", "area", "state"))
            cell = service.cell(
                need=need.iri, group=group.iri, area=area.iri, audience=Audience.INTERN, reference_date=DAY
            ).value
            assert cell.state == state.value
            assert cell.reason == row[names.index("reason")].text


def test_the_supply_of_an_area_adds_up_to_its_matrix(service):
    table = profile(service, "gebiet", "G-0").section("supply").table
    names = [c.name for c in table.columns]
    matrix = service.matrix(area="G-0", audience=Audience.INTERN, reference_date=DAY).value
    counts = {count.name: count.count for count in matrix.state_counts}
    sums = {
        name: sum(row[names.index(name)].value for row in table.rows) for name in names if name != "field"
    }
    assert sums["covered"] == counts["covered"]
    assert sums["thin"] == counts["thin"]
    assert sums["firm"] + sums["provisional"] == counts["gap"]
    assert sums["unknown"] == counts["unknown"]
    assert sums["cells"] == sum(counts.values())
    documented = [c for row in matrix.rows for c in row.cells if c.need_mark == "documented"]
    assert sums["documented"] == len(documented)


def test_members_of_a_committee_are_bodies(service):
    members = profile(service, "gremium", "R-1").section("members")
    assert texts(members, "mitglied") == ["Verein Brücke"]
    assert texts(profile(service, "traeger", "T-3").section("committees"), "gremium") == ["Runder Tisch"]


def test_a_legal_basis_shows_what_rests_on_it(service):
    found = profile(service, "rechtsgrundlage", "SGB-II-16a")
    assert texts(found.section("offers"), "record") == ["Beratung am Markt"]
    assert found.origin is None
    facts = {f.name: f for s in found.sections for f in s.facts}
    assert facts["soz:obligation"].cells[0].text == "kann"


def test_what_names_a_record_and_stands_nowhere_else_is_listed(service):
    related = profile(service, "kostentraeger", "T-2").related
    assert "Bestandserklärung" in {row[1].text for row in related.rows}


def test_the_public_sees_no_profile_of_an_internal_record(service):
    public = replace(AT, audience=Audience.PUBLIC)
    assert service.profiles.profile("angebot", "A-1", public).value is not None
    assert service.profiles.profile("angebot", "A-2", public).value is None


@pytest.mark.parametrize(
    ("art", "key"), [("angebot", "A-999"), ("quatsch", "A-1"), ("angebot", "ä ö"), ("", "")]
)
def test_an_unknown_address_has_no_profile(service, art, key):
    assert service.profiles.profile(art, key, AT).value is None


# rdflib's own JSON-LD parser uses what rdflib has deprecated; we only write JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_profile_leaves_as_linked_data_and_as_table(service):
    released = service.profiles.profile("angebot", "A-1", AT)
    here = URIRef(released.value.iri)
    for make, form in ((profile_exports.to_turtle, "turtle"), (profile_exports.to_jsonld, "json-ld")):
        graph = Graph().parse(data=make(released), format=form)
        assert graph.value(here, RDFS.label) == Literal("Beratung am Markt", lang="de")
        assert graph.value(here, SOZ.providedBy) == iris.record(AGS, SOZ.Provider, "T-1")
        assert graph.value(here, SOZ.hasCoverage) == iris.record(AGS, SOZ.Coverage, "C-1")
        assert set(graph.subjects(SOZ.funds, here)) == {
            iris.record(AGS, SOZ.Funding, k) for k in ("F-1", "F-2")
        }
    rows = list(csv.reader(io.StringIO(profile_exports.to_csv(released).decode("utf-8-sig")), delimiter=";"))
    assert [
        "Was es ist",
        "Beratung am Markt",
        "Träger",
        "Haus am Markt",
        str(iris.record(AGS, SOZ.Provider, "T-1")),
    ] in rows
    assert ["Zugang und Öffnungszeiten", "Beratung am Markt", "Öffnungszeiten", "nicht erfasst", ""] in rows
    with pytest.raises(GateError):
        profile_exports.to_csv(released.value)


def test_a_site_leaves_with_its_address_on_a_node_of_its_own(service):
    graph = Graph().parse(data=profile_exports.to_turtle(service.profiles.profile("angebot", "A-3", AT)))
    site = iris.record(AGS, SOZ.Site, "S-3")
    assert graph.value(URIRef(iris.record(AGS, SOZ.Offer, "A-3")), SOZ.atSite) == site
    assert "Am Ring" in {str(o) for o in graph.objects(None, None)}


def test_the_command_line_shows_a_profile(service):
    home = str(service._town.home)
    shown = CliRunner().invoke(cli.app, ["show", "a-1", "--home", home])
    assert shown.exit_code == 0, shown.output
    assert "Nicht erfasst:" in shown.output
    assert "Haus am Markt" in shown.output
    for form in ("csv", "ttl", "jsonld", "json"):
        assert (
            CliRunner().invoke(cli.app, ["show", "angebot/A-1", "--format", form, "--home", home]).exit_code
            == 0
        )
    wrong = CliRunner().invoke(cli.app, ["show", "A-999", "--home", home])
    assert wrong.exit_code == 2


def test_what_is_only_supposed_says_so_in_every_file(service):
    """The mark is set where everything leaves, in the view and in each row of a table."""
    from app.gate import release
    from app.protection import Secrets
    from app.scenarios.supposed import supposed

    found = supposed(profile(service, "angebot", "A-1"), "Kürzung", "de")
    released = release(found, Audience.INTERN, Secrets(), scenario="Kürzung")
    lines = profile_exports.to_csv(released).decode("utf-8-sig").splitlines()
    assert len(lines) > 10
    assert all(
        line.endswith("Szenario (angenommen)" if i == 0 else "Kürzung") for i, line in enumerate(lines)
    )
    assert "Was wäre wenn ‹Kürzung›" in profile_exports.to_turtle(released).decode()

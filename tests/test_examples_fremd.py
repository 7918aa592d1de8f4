"""The foreign list that ships with its mapping comes in as its README says, without a violation."""

from datetime import date
from pathlib import Path

import pytest

from app.delivery.examination import Intake, examine_workbook
from app.town import open_town
from graph.findings import Severity
from loaders import Source, read_workbook
from loaders.mapping import check_mapping, read_mapping
from loaders.proposal import propose
from loaders.recast import recast
from ontology.terms import CL, SOZ
from shapes import sheet_specs

FOLDER = Path(__file__).parents[1] / "examples" / "beispielau" / "fremd"
AGS, DAY = "99999001", date(2026, 11, 24)


@pytest.fixture(scope="module")
def workbook():
    return read_workbook(FOLDER / "nachbarschaftshilfe.csv")


@pytest.fixture(scope="module")
def mapping():
    return read_mapping((FOLDER / "nachbarschaftshilfe.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def examined(workbook, mapping, tmp_path_factory):
    town = open_town(tmp_path_factory.mktemp("home"), AGS, create=True)
    source = Source(mapping.source.key, mapping.source.title, CL[mapping.source.kind], date(2026, 10, 31))
    shaped = recast(workbook, mapping, sheet_specs())
    assert not shaped.unused
    return examine_workbook(town, shaped.workbook, Intake(source), lambda _stage, _done: None, DAY)


def test_the_mapping_fits_the_template(mapping):
    assert not check_mapping(mapping, sheet_specs())


def test_every_row_comes_in_without_a_violation(examined):
    assert not [f for f in examined.findings if f.severity is Severity.VIOLATION]
    assert not [r for r in examined.delivery.records if r.held_back]
    assert examined.delivery.counts == {SOZ.Provider: 3, SOZ.Site: 4, SOZ.Offer: 7, SOZ.Coverage: 7}
    assert len(examined.changes.new) == 21


def test_crosses_months_and_words_for_missing_values_are_understood(examined):
    coverages = [r for r in examined.delivery.records if r.cls == SOZ.Coverage]
    assert sum(len(r.values(SOZ.targetGroup)) for r in coverages) == 8
    assert sorted(int(str(v)) for r in coverages for v in r.values(SOZ.minAge)) == [0, 6]
    assert sum(SOZ.places in r.values(SOZ.unknownValueFor) for r in coverages) == 2


def test_a_value_still_knows_its_cell(examined):
    offer = next(r for r in examined.delivery.records if r.key == "A-nachbarschaftshilfe-4")
    assert offer.place.row == 8
    (kind,) = [s for s in offer.statements if s.path == SOZ.serviceType]
    assert kind.column == "G"


def test_the_proposal_is_that_mapping_but_for_what_people_have_to_say(workbook, mapping):
    proposal = propose(workbook, sheet_specs())
    ours = [{f.to for f in r.fields} for r in mapping.tables[0].records]
    theirs = [{f.to for f in r.fields} for r in proposal.mapping.tables[0].records]
    assert ours == theirs
    assert [term.text for term in proposal.open_terms["#angebot", "angebotsart"]] == [
        "Treff",
        "Elterncafé",
        "Hausaufgabenhilfe",
        "Schuldnerberatung",
    ]

"""IRIs: built in one place, read back, and never from a bad key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from ontology import iris
from ontology.errors import IdentifierError
from ontology.namespaces import ORG
from ontology.terms import SOZ

AGS = "06999001"
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}", fullmatch=True)
MUNICIPALITIES = st.from_regex(r"[0-9]{8}", fullmatch=True)
CLASSES = st.sampled_from([SOZ.Offer, SOZ.Coverage, SOZ.Area, SOZ.Funding, SOZ.Membership, SOZ.SourceRow])


@given(ags=MUNICIPALITIES, cls=CLASSES, key=KEYS)
def test_a_record_iri_says_town_class_and_key(ags, cls, key):
    iri = iris.record(ags, cls, key)
    assert iris.parts(iri) == (ags, iris.key_slug(cls), key)


@given(key=st.text(min_size=1, max_size=30).filter(lambda text: not iris.is_key(text)))
def test_a_key_that_cannot_stand_in_an_iri_is_refused(key):
    with pytest.raises(IdentifierError, match="cannot be a key"):
        iris.record(AGS, SOZ.Offer, key)


@pytest.mark.parametrize("key", ["", " ", "A 1", "A/1", "../x", "ä", "-1", ".", "A\n", "A#1", "A?b=1"])
def test_bad_keys(key):
    assert not iris.is_key(key)


@pytest.mark.parametrize("ags", ["6999001", "069990011", "0699900a", "", "06999001 ", "٠٦٩٩٩٠٠١"])
def test_a_municipality_key_has_eight_digits(ags):
    with pytest.raises(IdentifierError, match="8 digits"):
        iris.record(ags, SOZ.Offer, "A1")
    with pytest.raises(IdentifierError, match="8 digits"):
        iris.stand_graph(ags, iris.Audience.INTERN)


def test_a_class_without_key_word_makes_no_records():
    with pytest.raises(IdentifierError, match="no soz:keySlug"):
        iris.record(AGS, SOZ.NeedType, "x")


def test_one_organisation_in_several_roles_is_one_node():
    nodes = {iris.record(AGS, cls, "T1") for cls in (SOZ.Provider, SOZ.CostBearer, ORG.Organization)}
    assert len(nodes) == 1


def test_a_combined_group_does_not_depend_on_the_order_of_its_parts():
    both = iris.composite_group(AGS, ["ZG-M02", "ZG-A06"])
    assert both == iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
    assert iris.parts(both) == (AGS, "zielgruppe", "ZG-A06_ZG-M02")


def test_graphs_of_a_town_differ_from_each_other():
    graphs = [
        *(iris.source_graph(AGS, "awo", audience) for audience in iris.Audience),
        *(iris.stand_graph(AGS, audience) for audience in iris.Audience),
        *(iris.derived_graph(AGS, audience) for audience in iris.Audience),
        iris.provenance_graph(AGS),
        iris.held_back_graph(AGS),
        iris.VOCABULARY_GRAPH,
    ]
    assert len(set(graphs)) == 9
    assert [graph for graph in graphs if iris.parts(graph) is not None] == []


def test_provenance_iris_name_file_sheet_and_row():
    sha = "0123456789abcdef" * 4
    assert iris.parts(iris.source_row(AGS, sha, 3, 17)) == (AGS, "zeile", "01234567-3-17")
    assert iris.parts(iris.column_use(AGS, sha, 3, "AB")) == (AGS, "spalte", "01234567-3-AB")
    assert iris.parts(iris.source_file(AGS, sha)) == (AGS, "datei", sha)
    assert iris.parts(iris.import_run(AGS, sha)) == (AGS, "lauf", sha)
    assert iris.parts(iris.source(AGS, "awo")) == (AGS, "quelle", "awo")
    assert iris.parts(iris.conflict(AGS, "9f")) == (AGS, "widerspruch", "9f")


def test_foreign_iris_have_no_parts():
    assert iris.parts(SOZ.Offer) is None
    assert iris.parts(URIRef(str(iris.record(AGS, SOZ.Offer, "A1")).replace("angebot", "anderes"))) is None
    assert iris.parts(URIRef("angebot-A1")) is None

"""Patches come back from their text as they went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Literal, URIRef

from graph import LogError, Patch, TermError
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ

AGS = "99999001"
GRAPHS = [iris.source_graph(AGS, key, Audience.INTERN) for key in ("a", "b")] + [iris.provenance_graph(AGS)]
SUBJECTS = [iris.source(AGS, key) for key in ("S", "T", "U")]
PROPERTIES = [RDFS.label, SOZ.amount, SOZ.validFrom]

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LITERALS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text, lang: Literal(text, lang=lang), TEXT, st.sampled_from(["de", "EN", "de-simple"])),
    st.builds(
        lambda text, datatype: Literal(text, datatype=datatype),
        TEXT,
        st.sampled_from([XSD.date, XSD.decimal, XSD.boolean, XSD.string, XSD.anyURI]),
    ),
    st.builds(
        lambda number: Literal(str(number), datatype=XSD.decimal),
        st.decimals(allow_nan=False, allow_infinity=False),
    ),
    st.builds(lambda day: Literal(day.isoformat(), datatype=XSD.date), st.dates()),
)
QUADS = st.tuples(
    st.sampled_from(SUBJECTS),
    st.sampled_from(PROPERTIES),
    st.one_of(LITERALS, st.sampled_from(SUBJECTS)),
    st.sampled_from(GRAPHS),
)


@given(st.sets(QUADS, max_size=8), st.sets(QUADS, max_size=8))
def test_text_and_back(removed, added):
    patch = Patch.of(removed, added)
    assert Patch.from_text(patch.to_text()) == patch


@given(st.sets(QUADS, max_size=8), st.sets(QUADS, max_size=8))
def test_between_two_states(before, after):
    before, after = set(Patch.of((), before).added), set(Patch.of((), after).added)
    patch = Patch.between(before, after)
    assert (before - patch.removed) | patch.added == after
    back = patch.inverse()
    assert (after - back.removed) | back.added == before
    assert patch.effective(before) == patch
    assert bool(patch) == (before != after)


def test_line_breaks_of_every_kind_stay_in_the_literal():
    text = "a\nb\r\nc\u2028d\u0085e\x0bf"
    patch = Patch.of((), [(SUBJECTS[0], RDFS.label, Literal(text), GRAPHS[0])])
    assert len(patch.to_text().split("\n")) == 5
    assert Patch.from_text(patch.to_text()) == patch


def test_equal_changes_have_different_text():
    patch = Patch.of((), [(SUBJECTS[0], RDF.type, SOZ.Offer, GRAPHS[0])])
    assert patch.to_text() != patch.to_text()


def test_what_a_patch_touches():
    patch = Patch.of(
        [(SUBJECTS[0], RDF.type, SOZ.Offer, GRAPHS[0])], [(SUBJECTS[1], RDF.type, SOZ.Offer, GRAPHS[1])]
    )
    assert patch.subjects() == set(SUBJECTS[:2])
    assert patch.graphs() == set(GRAPHS[:2])


@pytest.mark.parametrize("value", [BNode("leer"), URIRef("nicht absolut"), Literal("\ud800")])
def test_terms_that_cannot_be_stored_are_refused(value):
    with pytest.raises(TermError):
        Patch.of((), [(SUBJECTS[0], RDFS.label, value, GRAPHS[0])]).to_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TX .\n",
        'H id "1" .\nTX .\nA <urn:a> <urn:b> "c" <urn:g> .\n',
        'TX .\nX <urn:a> <urn:b> "c" <urn:g> .\nTC .\n',
        "TX .\nA _:b <urn:b> <urn:c> <urn:g> .\nTC .\n",
        "TX .\nA <urn:a> <urn:b> <urn:c> .\nTC .\n",
        'TX .\nA <urn:a> <urn:b> "c <urn:g> .\nTC .\n',
    ],
)
def test_cut_or_foreign_text_is_refused(text):
    with pytest.raises(LogError):
        Patch.from_text(text, "000001.rdfp")

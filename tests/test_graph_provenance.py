"""Every value leads to its cell."""

import pytest
from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from graph import EmbeddedEngine, EndpointEngine, Place, TermError
from graph.provenance import Confirmation, confirmations, where
from ontology import iris
from ontology.iris import Audience
from ontology.terms import CSVW, SOZ

AGS = "99999001"
OFFER, OTHER, BODY = (
    iris.record(AGS, cls, key) for cls, key in ((SOZ.Offer, "A1"), (SOZ.Offer, "A2"), (SOZ.Provider, "T1"))
)


def delivered(sha, name, day, source, row_number, sheet="Angebote"):
    """Provenance of one delivered row, and the row."""
    file, row = iris.source_file(AGS, sha), iris.source_row(AGS, sha, 2, row_number)
    use, town = iris.column_use(AGS, sha, 2, "F"), iris.source(AGS, source)
    return row, [
        (row, RDF.type, SOZ.SourceRow),
        (row, SOZ.sheet, Literal(sheet)),
        (row, CSVW.rownum, Literal(row_number)),
        (row, DCTERMS.isPartOf, file),
        (file, RDFS.label, Literal(name)),
        (file, SOZ.deliveredOn, Literal(day, datatype=XSD.date)),
        (file, SOZ.deliveredBy, Literal("Fachdienst")),
        (file, SOZ.source, town),
        (town, DCTERMS.title, Literal("Trägermeldung", lang="de")),
        (use, RDF.type, SOZ.ColumnUse),
        (use, DCTERMS.isPartOf, file),
        (use, SOZ.sheet, Literal("Angebote")),
        (use, SOZ.columnLetter, Literal("F")),
        (use, SOZ.header, Literal("Zielgruppe")),
        (use, SOZ.onProperty, SOZ.status),
    ]


ROW_NEW, NEW = delivered("b" * 64, "neu.xlsx", "2026-11-01", "t1", 17)
ROW_OLD, OLD = delivered("a" * 64, "alt.xlsx", "2025-11-01", "t1", 4, sheet="Standorte")
STAND = [
    (OFFER, PROV.wasDerivedFrom, ROW_NEW),
    (OFFER, PROV.wasDerivedFrom, ROW_OLD),
    (OFFER, SOZ.confirmedBy, BODY),
    (OFFER, SOZ.verifiedOn, Literal("2026-10-01", datatype=XSD.date)),
    (OTHER, SOZ.verifiedOn, Literal("2026-09-01", datatype=XSD.date)),
]


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.server)])
def engine(request):
    if request.param == "embedded":
        store = EmbeddedEngine()
    else:
        base = request.getfixturevalue("sparql_server")
        store = EndpointEngine(f"{base}/query", f"{base}/update")
        for name in store.graph_names():
            store.replace_graph(name, [])
    store.replace_graph(iris.stand_graph(AGS, Audience.INTERN), STAND)
    store.replace_graph(iris.provenance_graph(AGS), [*NEW, *OLD])
    return store


def test_rows_oldest_first_with_file_sheet_row_and_source(engine):
    old, new = where(engine, AGS, OFFER)
    assert (old.row, old.place) == (ROW_OLD, Place("alt.xlsx", "Standorte", 4))
    assert (new.row, new.place) == (ROW_NEW, Place("neu.xlsx", "Angebote", 17))
    assert (new.source, new.source_title) == (iris.source(AGS, "t1"), "Trägermeldung")
    assert (new.delivered_on, new.delivered_by) == ("2026-11-01", "Fachdienst")


def test_the_cell_of_a_property(engine):
    old, new = where(engine, AGS, OFFER)
    (cell,) = new.columns[SOZ.status]
    assert (cell.cell, cell.header) == ("F17", "Zielgruppe")
    assert cell.describe() == "Tabelle ‹Angebote›, Zelle F17 (Zielgruppe)"
    assert old.columns == {}


def test_confirmations(engine):
    assert confirmations(engine, AGS, OFFER) == [Confirmation(BODY, "2026-10-01")]
    assert confirmations(engine, AGS, OTHER) == [Confirmation(None, "2026-09-01")]
    assert confirmations(engine, AGS, BODY) == []


def test_other_audiences_and_unknown_records_have_no_origin(engine):
    assert where(engine, AGS, OFFER, audience=Audience.PUBLIC) == []
    assert where(engine, AGS, BODY) == []
    with pytest.raises(TermError):
        where(engine, AGS, URIRef("kein iri"))

"""Answers as linked data say what the table says, and nothing that was withheld."""

import json
from datetime import date

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic

from app.answers import rdf_exports
from app.errors import GateError
from app.gate import release
from app.protection import Secrets
from app.views import AnswerView, CellKind, CellView, ColumnView, CountView, TableView
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import CSVW, DCTERMS, RDF, RDFS

OFFER = "https://w3id.org/sozialplanung/id/99999001/angebot-A-1"
COLUMNS = (
    ColumnView("offer", "Angebot", CellKind.RECORD),
    ColumnView("persons", "Menschen", CellKind.PERSONS),
    ColumnView("since", "Seit", CellKind.DATE),
    ColumnView("note", "Hinweis", CellKind.TEXT),
)
ROWS = (
    (CellView("Beratung", "Beratung", OFFER), CellView("17", 17), CellView("01.01.2024", date(2024, 1, 1)), CellView("")),
    (CellView("Treff"), CellView("2", 2), CellView(""), CellView("= SUMME(A1)")),
)  # fmt: skip
VIEW = AnswerView(
    question_id="A1", title="Bedarf", question="Was?", definition="So.", lead="Zwei.", columns=COLUMNS, rows=ROWS,
    reference_date=date(2026, 11, 24), version=3, audience="intern",
    blocks=(TableView("Weitere", COLUMNS[:1], ROWS[:1] and ((ROWS[0][0],),), name="more"),),
    exclusions=(CountView("zu alt", 4),), notes=("Nur ein Hinweis.",),
)  # fmt: skip


def graph() -> Graph:
    return rdf_exports.answer_graph(release(VIEW, Audience.INTERN, Secrets()))


def test_rows_carry_records_numbers_days_and_texts():
    found = graph()
    columns = {name: iris.answer_column("A1", name) for name in ("offer", "persons", "since", "note")}
    (first,) = found.subjects(columns["persons"], Literal(17))
    assert (first, columns["offer"], URIRef(OFFER)) in found
    assert (first, columns["since"], Literal(date(2024, 1, 1))) in found
    assert (URIRef(OFFER), RDFS.label, Literal("Beratung", lang="de")) in found
    assert len(list(found.subjects(RDF.type, CSVW.Table))) == 2


def test_a_withheld_number_stays_withheld():
    found = graph()
    values = [str(value) for value in found.objects(None, iris.answer_column("A1", "persons"))]
    assert "2" not in values
    assert "17" in values
    assert len(values) == 2, "that something is withheld is said"


def test_the_answer_says_what_it_is():
    found = graph()
    (group,) = found.subjects(RDF.type, CSVW.TableGroup)
    assert found.value(group, DCTERMS.valid).toPython() == date(2026, 11, 24)
    assert found.value(group, DCTERMS.conformsTo) == iris.question("A1")
    notes = {str(value) for value in found.objects(group)}
    assert {"zu alt: 4", "Nur ein Hinweis."} <= notes


# rdflib's own JSON-LD parser uses what rdflib has deprecated; we only write JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_turtle_and_json_ld_say_the_same():
    released = release(VIEW, Audience.INTERN, Secrets())
    turtle = Graph().parse(data=rdf_exports.to_turtle(released), format="turtle")
    linked = Graph().parse(data=rdf_exports.to_jsonld(released), format="json-ld")
    assert isomorphic(turtle, linked)
    context = json.loads(rdf_exports.to_jsonld(released))["@context"]
    assert context["csvw"] == str(CSVW)


def test_only_released_answers_leave():
    with pytest.raises(GateError, match="not a released answer"):
        rdf_exports.to_turtle(VIEW)

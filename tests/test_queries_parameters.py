"""What people choose becomes a term; nothing they write becomes code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD

from graph import EmbeddedEngine
from ontology.iris import Audience
from ontology.namespaces import namespace
from queries import MemoryTown, ask
from queries.errors import ParameterError, QuestionFileError
from queries.header import Header, Parameter
from queries.parameters import NO_RESTRICTION, Choices, Record, read_dates, read_parameters
from queries.rq import fill, tokens, values_blocks, written
from queries.settings import Thresholds
from queries.words import Words

ENGINE = EmbeddedEngine()
ANY = [URIRef("urn:example:none")]
REFERENCE = date(2026, 11, 24)
QUERY = "SELECT ?x ?y WHERE { VALUES ?x { UNDEF } VALUES ?y { 1 } }"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from("\"'\\\n\r\t{}<>#? ;.@^"), max_size=12
)


@given(TEXTS)
def test_any_text_stays_the_text_it_is(text):
    rows = ENGINE.select(fill(QUERY, {"x": [Literal(text)]}, "q"), ANY).rows
    assert [(str(x), str(y)) for x, y in rows] == [(text, "1")]


@given(TEXTS, st.sampled_from(["de", "en-GB"]))
def test_a_text_with_a_language_too(text, lang):
    ((value, _),) = ENGINE.select(fill(QUERY, {"x": [Literal(text, lang=lang)]}, "q"), ANY).rows
    assert (str(value), value.language) == (text, lang.lower())


ATTACKS = [
    'x" } } ; DROP ALL #',
    '" UNION { ?s ?p ?o } #',
    "\\",
    '\n\\"',
    "> } } INSERT DATA { <urn:a> <urn:b> <urn:c> } #",
    "1 } VALUES ?z { 2",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_a_text_and_no_more(attack):
    ((value, other),) = ENGINE.select(fill(QUERY, {"x": [Literal(attack)]}, "q"), ANY).rows
    assert (str(value), str(other)) == (attack, "1")


@pytest.mark.parametrize("broken", [URIRef("urn:a> ?p ?o . <urn:b"), URIRef("no scheme"), BNode("leer")])
def test_a_broken_iri_is_refused(broken):
    with pytest.raises(ValueError, match="IRI"):
        written(broken)


def test_only_the_content_of_the_block_changes():
    text = '# VALUES ?x { a comment }\nSELECT ?x { VALUES ?x { 1 } ?x ?p "VALUES ?x { a string }" }'
    filled = fill(text, {"x": [Literal("2", datatype=XSD.integer), None]}, "q")
    assert filled == text.replace("{ 1 }", '{ "2"^^<http://www.w3.org/2001/XMLSchema#integer> UNDEF }')
    assert values_blocks(text)["x"][0].line == 2


def test_every_block_of_a_variable_is_filled_and_a_missing_one_is_an_error():
    text = "SELECT ?x { { VALUES ?x { UNDEF } } UNION { VALUES ?x { UNDEF } } }"
    assert fill(text, {"x": [URIRef("urn:a")]}, "q").count("<urn:a>") == 2
    with pytest.raises(QuestionFileError, match="q: no block VALUES"):
        fill(text, {"y": [None]}, "q")


def test_words_are_told_from_comments_iris_and_strings():
    kinds = [
        (t.kind, t.text) for t in tokens('PREFIX a: <urn:x#y> # NOW()\n?v a:b "SERVICE" . FILTER(?v < 3)')
    ]
    assert ("iri", "<urn:x#y>") in kinds
    assert ("string", '"SERVICE"') in kinds
    assert not any("NOW" in text for _, text in kinds)


AREA = Parameter(name="area", kind="area", label=Words("Gebiet", "area"), default="all")
GROUP = Parameter(
    name="group", kind="concept", scheme="target-groups", label=Words("", ""), default="all", multiple=True
)
YEAR = Parameter(name="year", kind="integer", label=Words("", ""), default=2026, minimum=2000, maximum=2100)
NEEDED = Parameter(name="record", kind="record", label=Words("", ""), default="all", required=True)
TOWN = Choices(
    areas=[Record(URIRef("urn:n"), "N", "Nord"), Record(URIRef("urn:s"), "S", "Süd"), Record(URIRef("urn:s2"), "S2", "Süd")],
    groups=[Record(URIRef("urn:zielgruppe-ZG-A06_ZG-M02"), "ZG-A06_ZG-M02", "Geflüchtete Jugendliche")],
    records=[Record(URIRef("urn:a1"), "A1", "Treff"), Record(URIRef("urn:b1"), "A1", "Bedarf")],
)  # fmt: skip
ZG = namespace("zg")


def header(*parameters: Parameter, **dates: object) -> Header:
    both = {"de": "x", "en": "x"}
    return Header.model_validate({
        "id": "X1", "group": both, "title": both, "question": both, "definition": both, "asked_by": both,
        "dates": dates or {"referenceDate": 0}, "needs": {}, "lead": both, "empty": both,
        "columns": [{"name": "x", "kind": "text", "label": both}], "parameters": [p.model_dump() for p in parameters],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "given_value", "terms"),
    [
        (AREA, "N", (URIRef("urn:n"),)),
        (AREA, "nord", (URIRef("urn:n"),)),
        (AREA, "urn:s", (URIRef("urn:s"),)),
        (AREA, "all", NO_RESTRICTION),
        (AREA, "", NO_RESTRICTION),
        (GROUP, "ZG-A06", (ZG["ZG-A06"],)),
        (GROUP, "Jugendliche", (ZG["ZG-A06"],)),
        (GROUP, [str(ZG["ZG-A06"]), "ZG-A07", "zg-a06"], (ZG["ZG-A06"], ZG["ZG-A07"])),
        (GROUP, "ZG-A06_ZG-M02", (URIRef("urn:zielgruppe-ZG-A06_ZG-M02"),)),
        (YEAR, "2024", (Literal("2024", datatype=XSD.integer),)),
    ],
)
def test_a_value_becomes_a_term(parameter, given_value, terms):
    assert (
        read_parameters(header(parameter), {parameter.name: given_value}, TOWN, REFERENCE)[parameter.name]
        == terms
    )


def test_what_is_left_out_takes_the_default():
    assert read_parameters(header(YEAR), {}, TOWN, REFERENCE)["year"] == (
        Literal("2026", datatype=XSD.integer),
    )


@pytest.mark.parametrize(
    ("parameter", "given_value", "message"),
    [
        (AREA, "West", "names none"),
        (AREA, "Süd", "names several"),
        (AREA, ["N", "S"], "2 values given"),
        (GROUP, "Jugendlche", "ZG-A06"),
        (YEAR, "soon", "a whole number from 2000 to 2100"),
        (YEAR, "1999", "a whole number"),
        (YEAR, "2024 } UNION {", "a whole number"),
        (NEEDED, "", "a value is needed"),
        (NEEDED, "A1", "names several"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_expected(parameter, given_value, message):
    with pytest.raises(ParameterError, match=message):
        read_parameters(header(parameter), {parameter.name: given_value}, TOWN, REFERENCE)


def test_an_unknown_parameter_is_refused():
    with pytest.raises(ParameterError, match="unknown parameter colour; expected area"):
        read_parameters(header(AREA), {"colour": "red"}, TOWN, REFERENCE)


def test_dates_are_counted_from_the_reference_date():
    months = Parameter(name="months", kind="integer", label=Words("", ""), default=3)
    given_header = header(months, referenceDate=0, horizon="months", stale="-outdated_months", past=-1)
    values = read_parameters(given_header, {}, TOWN, REFERENCE)
    dates = read_dates(given_header, values, date(2026, 11, 30), Thresholds.load())
    assert {name: str(term) for name, (term,) in dates.items()} == {
        "referenceDate": "2026-11-30", "horizon": "2027-02-28", "stale": "2025-11-30", "past": "2026-10-30",
    }  # fmt: skip


def test_a_question_refuses_what_it_does_not_take():
    town = MemoryTown.of([], "99999001")
    with pytest.raises(ParameterError, match=r"A1\.within"):
        ask(town, "A1", {"within": "> } }"}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))


SINCE = Parameter(name="since", kind="date", label=Words("Seit", "Since"), default=-12)


@pytest.mark.parametrize(
    ("given_values", "day"),
    [({}, "2025-11-24"), ({"since": "2026-01-31"}, "2026-01-31"), ({"since": "31.01.2026"}, "2026-01-31")],
)
def test_a_day_is_read_in_both_ways_and_starts_from_the_reference_date(given_values, day):
    values = read_parameters(header(SINCE), given_values, TOWN, REFERENCE)
    assert values["since"] == (Literal(day, datatype=XSD.date),)


def test_what_is_no_day_is_refused():
    with pytest.raises(ParameterError, match=r"'31\.02\.2026' is no day; expected one like 2026-11-24"):
        read_parameters(header(SINCE), {"since": "31.02.2026"}, TOWN, REFERENCE)

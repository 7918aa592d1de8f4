"""The release gate: a place or a phone is found however its digits were put together; numbers that are none stay."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from app.gate import release
from app.protection import Secrets, secrets_of
from graph import EmbeddedEngine
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import RDF
from ontology.terms import SCHEMA, SOZ

LATITUDE, LONGITUDE = "51.317462", "9.481357"
PHONE = "69997771234"
SECRETS = Secrets(coordinates=frozenset({Decimal(LATITUDE), Decimal(LONGITUDE)}), phones=frozenset({PHONE}))


def shown(text):
    return release(text, Audience.INTERN, SECRETS).value


@given(
    before=st.sampled_from(["", "Lage: ", "(", "[[", "x", "q="]),
    between=st.sampled_from([",", ", ", ";", "/", " ", ",,", "|", "\t", "%2C", "\u00a0", "]["]),
    after=st.sampled_from(["", ")", ".", ",", ", Tel.", "]]"]),
    turned=st.booleans(),
    comma=st.booleans(),
    places=st.integers(4, 6),
)
def test_a_place_is_found_whatever_stands_between_its_numbers(before, between, after, turned, comma, places):
    numbers = [number[: number.index(".") + 1 + places] for number in (LATITUDE, LONGITUDE)]
    numbers = [number.replace(".", ",") if comma else number for number in numbers]
    found = shown(before + between.join(reversed(numbers) if turned else numbers) + after)
    assert not [n for n in numbers if n in found], found


@pytest.mark.parametrize(
    "text",
    [
        "06999 7771234", "06999/7771234", "06999\u00a07771234", "069997771234", "Tel06999 7771234", "+49 6999 777 12 34",
        "0049 (0) 6999 7771234", "06999 7771234 12", "Tel. 7771234", "777-1234", "06999-7771234, 06999 555",
    ],
)  # fmt: skip
def test_a_phone_is_found_however_it_is_written(text):
    found = "".join(c for c in shown(text) if c.isdigit())
    assert "77712" not in found, shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "9.481.357 €", "1.234,56 €", "9.481,50 €", "51,317.46", "24.11.2026", "9.4.2026", "127.0.0.1", "2026 bis 2027",
        "§ 16a Abs. 2", "06999 5551234", "8.773311, 50.801122", "Version 1.2.3", "1.317462",
    ],
)  # fmt: skip
def test_other_numbers_stay(text):
    assert shown(text) == text


def test_a_phone_told_in_words_makes_no_number_a_phone():
    site, graph = URIRef("urn:x:ort"), iris.source_graph("99999001", "haus", Audience.INTERN)
    engine = EmbeddedEngine()
    facts = [
        (site, RDF.type, SOZ.Site),
        (site, SOZ.disclosure, CL["offenlegung-geschuetzt"]),
        (site, SCHEMA.telephone, Literal("nach Absprache")),
    ]
    engine.apply([], [(*fact, graph) for fact in facts])
    secrets = secrets_of(engine)
    assert "nach Absprache" in secrets.phrases
    assert release("2026-2027-2028", Audience.INTERN, secrets).value == "2026-2027-2028"


CORNER = f"{LONGITUDE} {LATITUDE}"


@pytest.mark.parametrize(
    "text",
    [
        f"POLYGON((9.44 51.3, {CORNER}, 9.49 51.32, 9.44 51.3))",
        f"POLYGON Z ((9.44 51.3 1, {CORNER} 1, 9.49 51.32 1, 9.44 51.3 1))",
        f"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> MULTIPOLYGON(((9.44 51.3, {CORNER}, 9.49 51.32)))",
        f"SRID=4326;LINESTRING(9.44 51.3, {CORNER})",
        f"Umriss: polygon((9.44 51.3, {CORNER}, 9.49 51.32))",
        f"GEOMETRYCOLLECTION(POINT({CORNER}),POINT(9.44 51.3))",
        f"POLYGON((9.44,51.3,,{LONGITUDE},{LATITUDE},,9.49,51.32))",
        f"9.4411 51.3022, {CORNER}, 9.4933 51.3244",
        f'{{"type": "Polygon", "coordinates": [[[9.4411,51.3022],[{LONGITUDE},{LATITUDE}],[9.4933,51.3244]]]}}',
    ],
)
def test_an_outline_with_a_protected_corner_is_withheld_whole_however_it_is_written(text):
    assert shown(text) == "[geschützt]"


def test_an_outline_without_one_stays():
    assert (
        shown("POLYGON((9.44 51.3, 9.45 51.31, 9.49 51.32))")
        == "POLYGON((9.44 51.3, 9.45 51.31, 9.49 51.32))"
    )

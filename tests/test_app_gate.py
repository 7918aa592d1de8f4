"""The release gate: what hangs on a protected site, small numbers and internal records do not leave."""

import copy
import itertools
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from app.errors import GateError
from app.gate import Released, release
from app.protection import Secrets, internal_of, secrets_of
from app.views import CellKind, CellView, ColumnView, FieldChange, Mark, RecordChange, TableView, VersionView
from graph import EmbeddedEngine
from ontology import iris
from ontology.codes import CL
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.namespaces import PROV, RDF, RDFS, SKOS, namespace
from ontology.terms import GEO, LOCN, SCHEMA, SOZ

AGS = "99999001"
INTERN = iris.source_graph(AGS, "haus", Audience.INTERN)
PUBLIC = iris.source_graph(AGS, "haus", Audience.PUBLIC)
SITE = URIRef(f"urn:x:{AGS}/ort-S1")
ADDRESS = URIRef(f"{SITE}-anschrift")
GEOMETRY = URIRef(f"{SITE}-geometrie")
SHELTER = URIRef(f"urn:x:{AGS}/angebot-A1")
COVERAGE = URIRef(f"urn:x:{AGS}/abdeckung-A1-1")
DISTRICT = URIRef(f"urn:x:{AGS}/gebiet-nord")
OTHER = URIRef(f"urn:x:{AGS}/angebot-A2")
AT = namespace("at")

FACTS = [
    (SITE, RDF.type, SOZ.Site),
    (SITE, RDFS.label, Literal("Schutzhaus Nordlicht", lang="de")),
    (SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"]),
    (SITE, LOCN.address, ADDRESS),
    (ADDRESS, LOCN.thoroughfare, Literal("Kanarienvogelstraße")),
    (ADDRESS, LOCN.locatorDesignator, Literal("17a")),
    (ADDRESS, LOCN.postCode, Literal("98764")),
    (ADDRESS, LOCN.postName, Literal("Beispielau")),
    (SITE, GEO.hasGeometry, GEOMETRY),
    (GEOMETRY, GEO.asWKT, Literal("POINT(8.776543 50.812345)", datatype=GEO.wktLiteral)),
    (SITE, SCHEMA.telephone, Literal("+49 6421 987650")),
    (SHELTER, RDF.type, SOZ.Offer),
    (SHELTER, SOZ.serviceType, AT["AT-S1"]),
    (SHELTER, SOZ.atSite, SITE),
    (SHELTER, SOZ.hasCoverage, COVERAGE),
    (COVERAGE, SOZ.area, DISTRICT),
    (DISTRICT, RDF.type, SOZ.Area),
    (DISTRICT, RDFS.label, Literal("Nordstadt", lang="de")),
    (DISTRICT, SOZ.areaLevel, CL["gebietsebene-stadtteil"]),
]


@pytest.fixture
def store():
    engine = EmbeddedEngine()
    engine.apply([], [(*fact, INTERN) for fact in FACTS])
    engine.apply([], [(AT["AT-S1"], SKOS.broader, AT["AT-S"], VOCABULARY_GRAPH)])
    return engine


@pytest.fixture
def secrets(store):
    return secrets_of(store)


def table(*rows, columns=None, totals=None):
    width = len(rows[0]) if rows else 0
    columns = columns or tuple(ColumnView(f"c{i}", f"C{i}", CellKind.TEXT) for i in range(width))
    return TableView("t", columns, tuple(rows), totals=totals)


@pytest.mark.parametrize(
    "text",
    [
        "Kanarienvogelstraße",
        "Kanarienvogelstraße 17a",
        "KANARIENVOGELSTRASSE 17 a",
        "Kanarienvogelstr. 17a, Hinterhaus",
        "in der Kanarienvogel-Straße 17a",
        "kanarienvogelstrasse",
        "Postleitzahl 98764",
        "98764 Beispielau",
        "POINT(8.776543 50.812345)",
        "bei 8,776543 / 50,812345",
        "etwa 50.8123 Nord",
        "Breite 50.812",
        "Tel. 06421 987650",
        "Tel. +49 (6421) 98 76 50",
        "0049 6421 987650",
        "liste_Kanarienvogelstra%C3%9Fe_17a.xlsx",
    ],
)
def test_what_hangs_on_a_protected_site_is_replaced_and_counted(secrets, text):
    passed = release(text, Audience.INTERN, secrets)
    for canary in ("anarienvogel", "98764", "50.812", "50,812", "8.7765", "8,7765", "987650", "98 76 50"):
        assert canary.casefold() not in passed.value.casefold()
    assert passed.withheld.protected >= 1
    assert "geschützt" in passed.withheld_text("de")
    assert passed.withheld_text("en").startswith("Withheld")


@pytest.mark.parametrize(
    "text",
    [
        "Schutzhaus Nordlicht",
        "Beispielau",
        "Kanarienvogel",
        "98765",
        "1.234,50 €",
        "2026-11-24",
        "Vogelstraße 17",
        "17a",
        "Nordstadt",
    ],
)
def test_what_does_not_point_to_the_site_stays(secrets, text):
    passed = release(text, Audience.PUBLIC, secrets)
    assert passed.value == text
    assert not passed.withheld


def test_a_street_shared_with_an_open_address_is_withheld_beside_the_shelter_only(store):
    other = URIRef(f"urn:x:{AGS}/ort-S2")
    node = URIRef(f"{other}-anschrift")
    store.apply(
        [],
        [
            (other, LOCN.address, node, PUBLIC),
            (node, LOCN.thoroughfare, Literal("Kanarienvogelstraße"), PUBLIC),
            (node, LOCN.postCode, Literal("98764"), PUBLIC),
        ],
    )
    secrets = secrets_of(store)
    assert not release("Amt, Kanarienvogelstraße 3, 98764 Beispielau", Audience.PUBLIC, secrets).withheld
    assert "17" not in release("Kanarienvogelstraße 17a", Audience.INTERN, secrets).value
    beside = release(
        table((CellView("Haus", iri=str(SITE)), CellView("98764"), CellView("Kanarienvogelstr."))),
        Audience.INTERN,
        secrets,
    )
    assert [c.mark for c in beside.value.rows[0]] == [None, Mark.PROTECTED, Mark.PROTECTED]


def test_a_site_is_protected_by_its_shelter_even_if_it_says_otherwise(store):
    store.apply(
        [(SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"], INTERN)],
        [(SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"], INTERN)],
    )
    assert "98764" not in release("98764", Audience.INTERN, secrets_of(store)).value


def test_an_address_in_the_text_of_a_shelter_is_withheld(store):
    store.apply([], [(SHELTER, RDFS.comment, Literal("Zugang über Hinterhofgasse 4"), INTERN)])
    passed = release("Hinterhofgasse 4", Audience.INTERN, secrets_of(store))
    assert "Hinterhof" not in passed.value


def test_a_district_may_appear_but_not_beside_the_shelter(secrets):
    shelter = CellView("Schutzhaus", iri=str(SHELTER))
    district = CellView("Nordstadt", iri=str(DISTRICT))
    alone = release(table((CellView("Beratung", iri=str(OTHER)), district)), Audience.INTERN, secrets)
    assert alone.value.rows[0][1].text == "Nordstadt"
    together = release(table((shelter, district, CellView("liegt in Nordstadt"))), Audience.INTERN, secrets)
    assert [c.mark for c in together.value.rows[0]] == [None, Mark.PROTECTED, Mark.PROTECTED]
    assert together.withheld.protected == 2
    named = release(table((CellView("Schutzhaus Nordlicht"), district)), Audience.INTERN, secrets)
    assert named.value.rows[0][1].iri is None


def test_a_statement_about_shelters_in_a_district_is_not_a_shelter(store):
    statement = URIRef(f"urn:x:{AGS}/bestand-D1")
    facts = [(RDF.type, SOZ.InventoryStatement), (SOZ.serviceType, AT["AT-S1"]), (SOZ.area, DISTRICT)]
    store.apply([(COVERAGE, SOZ.area, DISTRICT, INTERN)], [(statement, p, o, INTERN) for p, o in facts])
    secrets = secrets_of(store)
    assert str(SITE) in secrets.protected
    assert str(statement) not in secrets.protected
    assert not secrets.located


def test_a_change_of_the_shelter_does_not_name_the_district(secrets):
    change = RecordChange(
        "changed", str(SITE), "Standort", "S1", "Schutzhaus", fields=(FieldChange("Gebiet", "", "Nordstadt"),)
    )
    assert "Nordstadt" not in str(release(change, Audience.INTERN, secrets).value)


@pytest.mark.parametrize(
    ("people", "threshold", "stays"), [(2, 3, False), (3, 3, True), (4, 5, False), (None, 3, True)]
)
def test_a_change_that_rests_on_too_few_people_is_told_without_its_numbers(people, threshold, stays):
    few = None if people is None else Decimal(people)
    change = FieldChange("Fallzahl", "17", f"{people}", few)
    passed = release(change, Audience.INTERN, Secrets(), threshold=threshold)
    assert passed.value.people is None
    assert ((passed.value.old, passed.value.new) == (change.old, change.new)) == stays
    assert passed.withheld.small_numbers == (not stays)


def test_a_withheld_cell_keeps_neither_value_nor_address(secrets):
    cell = CellView("Kanarienvogelstraße 17", value="Kanarienvogelstraße 17", iri="urn:x:kanarienvogelstraße")
    passed = release(table((cell,)), Audience.INTERN, secrets)
    assert passed.value.rows[0][0] == CellView("[geschützt]", mark=Mark.PROTECTED)
    assert passed.withheld.protected == 1


def test_a_coordinate_as_number_is_withheld(secrets):
    passed = release(table((CellView("", value=Decimal("50.812345")),)), Audience.INTERN, secrets)
    assert passed.value.rows[0][0].value is None
    assert release(Decimal("50.5"), Audience.INTERN, secrets).value == Decimal("50.5")


def test_internal_records_are_dropped_for_the_public_only(store):
    row = URIRef(f"urn:x:{AGS}/zeile-1")
    store.apply(
        [],
        [
            (OTHER, PROV.wasDerivedFrom, row, INTERN),
            (OTHER, RDFS.label, Literal("Interne Planungsrunde"), INTERN),
            (SHELTER, PROV.wasDerivedFrom, row, PUBLIC),
        ],
    )
    secrets = internal_of(store, [INTERN], [PUBLIC])
    rows = table(
        (CellView("a", iri=str(OTHER)), CellView("3")),
        (CellView("b", iri=str(SHELTER)), CellView("Interne Planungsrunde")),
    )
    assert len(release(rows, Audience.INTERN, secrets).value.rows) == 2
    public = release(rows, Audience.PUBLIC, secrets)
    assert [c.text for c in public.value.rows[0]] == ["b", "[intern]"]
    assert public.withheld.internal == 2


@pytest.mark.parametrize(
    "text", ["Frau Musterfrau leitet", "Herrn Dr. Beispiel", "0171 2345678", "anna@gmx.de"]
)
def test_what_looks_like_a_person_is_withheld_from_the_public(text):
    assert release(text, Audience.PUBLIC, Secrets()).withheld.persons == 1
    assert release(text, Audience.INTERN, Secrets()).value == text


def test_what_cannot_be_inspected_is_refused():
    for foreign in (b"bytes", object(), {1, 2}, URIRef):
        with pytest.raises(GateError):
            release(foreign, Audience.INTERN, Secrets())


def test_the_log_of_versions_is_not_for_the_public():
    version = VersionView(1, date(2026, 1, 1), "Amt", "Lieferung", "import", "Import", 1, 0)
    assert release(version, Audience.INTERN, Secrets()).value == version
    with pytest.raises(GateError):
        release((version,), Audience.PUBLIC, Secrets())


def test_nobody_else_can_build_a_released_value():
    with pytest.raises(GateError):
        Released(object(), "geheim", Audience.PUBLIC, None, "")
    passed = release("frei", Audience.PUBLIC, Secrets())
    with pytest.raises(AttributeError):
        passed.value = "geheim"
    assert copy.copy(passed).value == "frei"


PERSONS = st.integers(0, 12)


def people(grid, *, totals=True):
    """A table of people by area (rows) and group (columns) with row totals, column totals and a grand total."""
    groups = [f"g{i}" for i in range(len(grid[0]))]
    columns = (
        ColumnView("area", "Raum", CellKind.TEXT),
        *(ColumnView(g, g, CellKind.PERSONS) for g in groups),
        ColumnView("all", "Summe", CellKind.PERSONS, sum_of=tuple(groups)),
        ColumnView("rate", "Anteil", CellKind.SHARE, derived_from=("all",)),
    )

    def line(name, numbers):
        whole = sum(numbers)
        cells = [CellView(str(n), n) for n in (*numbers, whole)]
        return (CellView(name), *cells, CellView(f"{whole} %", Decimal(whole)))

    rows = tuple(line(f"r{i}", row) for i, row in enumerate(grid))
    sums = line("Summe", [sum(column) for column in zip(*grid, strict=True)]) if totals else None
    return TableView("t", columns, rows, totals=sums)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(PERSONS, min_size=width, max_size=width), min_size=1, max_size=5)
    )
)
def test_nobody_gets_a_small_number_by_subtracting(grid):
    view = people(grid)
    passed = release(view, Audience.INTERN, Secrets()).value
    lines = [list(row[1:-1]) for row in (*passed.rows, passed.totals)]
    for row, numbers in zip(lines, grid, strict=False):
        for cell, number in zip(row, numbers, strict=False):
            assert (cell.value is None) or not 0 < number < 3
    # Every equation (parts = total), by row and by column: a visible total has no hidden part.
    for equation in itertools.chain(lines, zip(*lines, strict=True)):
        *parts, total = equation
        if total.value is not None:
            assert all(part.value is not None for part in parts)
    for row in (*passed.rows, passed.totals):
        assert row[-1].value is None or row[-2].value is not None


@given(st.lists(st.lists(st.integers(3, 50), min_size=2, max_size=2), min_size=1, max_size=4))
def test_large_numbers_pass_untouched(grid):
    view = people(grid)
    passed = release(view, Audience.INTERN, Secrets())
    assert passed.value == view
    assert not passed.withheld


def test_suppressed_numbers_are_counted_and_said():
    passed = release(people([[1, 5], [7, 8]]), Audience.INTERN, Secrets(), lang="de")
    assert passed.value.rows[0][1].text == "unter 3"
    assert passed.withheld.small_numbers == 6
    assert "zu kleine Personenzahlen" in passed.withheld_text()


@dataclass(frozen=True)
class Nested:
    text: str
    inner: tuple["Nested", ...] = ()


WORDS = st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Po"]), max_size=25)


@given(before=WORDS, after=WORDS, depth=st.integers(0, 3), shout=st.booleans())
def test_a_street_is_found_wherever_it_stands(before, after, depth, shout):
    street = "Zwischen den Deichen"
    hidden = Secrets(phrases=frozenset({street}))
    assume(street.casefold() not in f"{before} {after}".casefold())
    value = Nested(f"{before} {street.upper() if shout else street} {after}")
    for _ in range(depth):
        value = Nested("außen", (value,))
    passed = release(value, Audience.INTERN, hidden)
    assert street.casefold() not in str(passed.value).casefold()
    assert passed.withheld.protected >= 1


@given(st.decimals(min_value=47, max_value=55, places=6), st.integers(3, 6))
def test_a_rounded_coordinate_is_still_the_coordinate(number, places):
    hidden = Secrets(coordinates=frozenset({number}))
    shown = str(round(number, places))
    assert shown not in release(f"Lage {shown} N", Audience.INTERN, hidden).value
    assert release("50 Plätze, 12,5 %", Audience.INTERN, hidden).value == "50 Plätze, 12,5 %"


def test_a_view_without_secrets_is_the_same_object_by_value(secrets):
    view = replace(table((CellView("a", 1),)), note="ohne")
    assert release(view, Audience.PUBLIC, secrets).value == view


def test_a_name_composed_of_several_loses_its_internal_part_for_the_public_alone():
    secrets = Secrets(internal_names=frozenset({"Haus Rosmarin"}))
    name = "Haus Rosmarin · Zuwendungen · Stadt Beispielau"
    assert release(name, Audience.PUBLIC, secrets).value == "[intern] · Zuwendungen · Stadt Beispielau"
    assert release(name, Audience.PUBLIC, secrets).withheld.internal == 1
    assert release(name, Audience.INTERN, secrets).value == name
    assert release("Haus Rosmarin", Audience.PUBLIC, secrets).value == "[intern]"


def test_an_outline_with_a_protected_corner_is_withheld_whole():
    secrets = Secrets(coordinates=frozenset({Decimal("9.481357")}))
    text = "POLYGON((9.39 51.3, 9.481357 51.31, 9.40 51.32, 9.39 51.3))"
    released = release(text, Audience.INTERN, secrets)
    assert released.value == "[geschützt]"
    assert released.withheld.protected == 1
    assert release("POLYGON((9.39 51.3, 9.40 51.32, 9.39 51.3))", Audience.INTERN, secrets).value.startswith(
        "POLYGON"
    )

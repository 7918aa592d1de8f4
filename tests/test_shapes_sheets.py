"""Every sheet and column says what it is, in both languages, and agrees with ontology, vocabulary and rules."""

import re
from functools import cache
from importlib.resources import files

import pytest
from rdflib import RDFS, SH, SKOS, Graph, Node, URIRef
from rdflib.namespace import DCTERMS, ORG

from graph import Severity
from ontology.namespaces import namespace
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.terms import DQ, LOCN, SCHEMA, SOZ
from ontology.vocabulary import concepts, find_concept, ontology_graph, vocabulary
from shapes import inverse_columns, rules, sheet_specs, value_constraints
from shapes.source import shapes_graph

SHEETS = {sheet.tag: sheet for sheet in sheet_specs()}
COLUMNS = {column.tag: (sheet, column) for sheet in sheet_specs() for column in sheet.columns}

# What has a key of its own but is written by the import, not delivered on a sheet.
MADE_BY_THE_IMPORT = {
    SOZ.Confirmation, SOZ.MatchDecision,
    SOZ.ColumnUse, SOZ.Conflict, SOZ.HeldBackRow, SOZ.ImportRun, SOZ.SourceFile, SOZ.SourceRow, SOZ.TargetGroup,
    namespace("soz").Source, ORG.Organization,
}  # fmt: skip
RANGES = {
    Kind.DATE: "date", Kind.YEAR: "gYear", Kind.INTEGER: "integer", Kind.BOOLEAN: "boolean",
    Kind.DECIMAL: "decimal", Kind.MONEY: "decimal", Kind.SHARE: "decimal",
}  # fmt: skip


def sheet_classes() -> set[URIRef]:
    return {sheet.cls for sheet in SHEETS.values()}


def test_there_is_one_sheet_per_record_class() -> None:
    with_key = {URIRef(str(c)) for c in ontology_graph().subjects(SOZ.keySlug, None)}
    assert sheet_classes() == with_key - MADE_BY_THE_IMPORT
    assert len(SHEETS) == len(sheet_classes()) == 32


def test_tags_are_unique_short_and_plain() -> None:
    assert len(COLUMNS) == sum(len(sheet.columns) for sheet in SHEETS.values())
    for tag, (sheet, _) in COLUMNS.items():
        assert re.fullmatch(r"#[a-z]+\+[a-z]+(-[a-z]+)*", tag), tag
        assert tag.startswith(sheet.tag + "+")


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_a_sheet_explains_itself(tag: str) -> None:
    sheet = SHEETS[tag]
    assert sheet.tier in {1, 2, 3}
    assert (sheet.cls, SOZ.tier, None) not in ontology_graph() or sheet.tier == int(
        str(ontology_graph().value(sheet.cls, SOZ.tier))
    )
    for lang in ("de", "en"):
        assert sheet.label[lang]
        assert sheet.help[lang].endswith("."), lang
    labels = [column.label["de"] for column in sheet.columns]
    assert len(labels) == len(set(labels)), "two columns with one header"
    assert [c.order for c in sheet.columns] == sorted(c.order for c in sheet.columns)


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_columns_explain_themselves(tag: str) -> None:
    for column in SHEETS[tag].columns:
        for lang in ("de", "en"):
            assert column.label[lang], column.tag
            assert column.help[lang].endswith("."), column.tag
        assert column.group, column.tag
        assert column.example or not column.required, column.tag


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_every_sheet_has_key_name_disclosure_source_and_check_date(tag: str) -> None:
    kinds = {column.paths: column for column in SHEETS[tag].columns}
    key = kinds[(DCTERMS.identifier,)]
    assert key.kind is Kind.KEY
    assert key.required
    assert kinds[(RDFS.label,)].kind is Kind.NAME
    assert kinds[(SOZ.disclosure,)].required == (tag == "#standort")
    assert (DCTERMS.source,) in kinds
    assert (SOZ.verifiedOn,) in kinds


def test_only_sites_can_be_protected() -> None:
    for sheet in SHEETS.values():
        column = next(c for c in sheet.columns if c.paths == (SOZ.disclosure,))
        protected = [c for c in column.choices if str(c).endswith("geschuetzt")]
        assert not protected
        assert bool(column.choices) == (sheet.tag != "#standort")


@cache
def derived() -> set[Node]:
    graph = Graph().parse(data=files("ontology").joinpath("derived.ttl").read_text("utf-8"), format="turtle")
    return set(graph.subjects(SCHEMA_DOMAIN, None))


def properties_of(cls: URIRef) -> set[URIRef]:
    made = derived()
    return {URIRef(str(p)) for p in ontology_graph().subjects(SCHEMA_DOMAIN, cls) if p not in made}


SCHEMA_DOMAIN = namespace("schema").domainIncludes


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_every_property_of_a_class_has_a_column(tag: str) -> None:
    sheet = SHEETS[tag]
    reachable = {column.paths[0] for column in sheet.columns}
    # The other end has the column: a coverage names its offer.
    missing = properties_of(sheet.cls) - reachable - {SOZ.hasCoverage}
    assert missing == set()


def test_every_column_of_our_own_properties_is_meant_for_its_class() -> None:
    # The draft gives these more classes than its table of properties says.
    everywhere = {SOZ.disclosure, SOZ.verifiedOn, SOZ.validFrom, SOZ.validTo}
    for tag, (sheet, column) in COLUMNS.items():
        path = column.paths[0]
        if (
            str(path).startswith(str(namespace("soz")))
            and path not in everywhere
            and tag not in inverse_columns()
        ):
            assert path in properties_of(sheet.cls), tag


def test_reused_properties_are_reachable() -> None:
    expected = {
        "#standort": {LOCN.address, namespace("geo").hasGeometry, SCHEMA.telephone, SCHEMA.email},
        "#angebot": {
            DCTERMS.language,
            DCTERMS.isPartOf,
            DCTERMS.replaces,
            SCHEMA.openingHours,
            SCHEMA.telephone,
        },
        "#traeger": {ORG.memberOf, ORG.subOrganizationOf, ORG.unitOf, namespace("foaf").homepage},
        "#kostentraeger": {ORG.memberOf, ORG.subOrganizationOf, ORG.unitOf},
        "#mitgliedschaft": {ORG.organization, ORG.member},
        "#gebiet": {namespace("geo").sfOverlaps, DCTERMS.replaces, namespace("geo").hasGeometry},
    }
    for tag, properties in expected.items():
        assert properties <= {column.paths[0] for column in SHEETS[tag].columns}, tag


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_columns_agree_with_vocabulary_and_ontology(tag: str) -> None:
    for column in SHEETS[tag].columns:
        assert_agrees(column)


def assert_agrees(column: ColumnSpec) -> None:
    if column.kind in {Kind.CONCEPT, Kind.LEGAL}:
        assert column.choices or (column.scheme is not None and concepts(column.scheme)), column.tag
        assert all((choice, None, None) in vocabulary() for choice in column.choices), column.tag
    if column.kind is Kind.CONCEPT:
        assert_example_is_found(column)
    if column.kind is Kind.REFERENCE:
        assert column.classes
        assert set(column.classes) <= sheet_classes()
    if column.kind in RANGES and (column.paths[-1], RDFS.range, None) in ontology_graph():
        assert str(ontology_graph().value(column.paths[-1], RDFS.range)).endswith(RANGES[column.kind])


def assert_example_is_found(column: ColumnSpec) -> None:
    names = {str(name) for choice in column.choices for name in vocabulary().objects(choice, SKOS.prefLabel)}
    schemes = {s for choice in column.choices for s in vocabulary().objects(choice, SKOS.inScheme)} | {
        column.scheme
    }
    for entry in column.example.split(";"):
        for part in entry.split("+"):
            found = [s for s in schemes if s is not None and find_concept(str(s), part) is not None]
            assert found or part in names, f"{column.tag}: '{part}'"


def demanded(sheet: SheetSpec) -> set[URIRef]:
    """Properties without which a violation keeps the record out."""
    graph = shapes_graph()
    return {
        rule.path
        for rule in rules()
        if rule.severity is Severity.VIOLATION
        and sheet.cls in rule.targets
        and rule.path is not None
        and graph.value(rule.shape, SH.minCount) is not None
    }


@pytest.mark.parametrize("tag", sorted(SHEETS))
def test_a_column_is_required_exactly_if_a_rule_demands_it(tag: str) -> None:
    sheet = SHEETS[tag]
    required = {column.paths[0] for column in sheet.columns if column.required}
    by_query = {  # DQ-070, DQ-085, DQ-123
        "#finanzierung": {SOZ.funds}, "#messwert": {SOZ.indicator}, "#bewertung": {SOZ.result}
    }  # fmt: skip
    made = {namespace("prov").wasDerivedFrom}  # by the import
    assert required == (demanded(sheet) - made) | by_query.get(tag, set())


def test_every_typed_column_is_checked_by_a_rule() -> None:
    checked = {r.path for r in rules() if (r.shape, SH.datatype, None) in shapes_graph()}
    for tag, (_, column) in COLUMNS.items():
        assert column.kind not in RANGES or column.paths[-1] in checked, tag


def test_the_coverage_names_its_offer_the_other_way_round() -> None:
    assert inverse_columns() == {"#abdeckung+angebot"}
    column = SHEETS["#abdeckung"].column("#abdeckung+angebot")
    assert column is not None
    assert column.paths == (SOZ.hasCoverage,)
    assert column.classes == (SOZ.Offer,)


def test_bounds_are_read_off_the_rules() -> None:
    by_place = {(c.cls, c.paths): c for c in value_constraints()}
    age = by_place[SOZ.Coverage, (SOZ.minAge,)]
    assert (age.minimum, age.maximum, age.rule.id) == (0, 120, "DQ-034")
    assert by_place[SOZ.Funding, (SOZ.share,)].maximum == 1
    assert by_place[SOZ.Site, (LOCN.address, LOCN.postCode)].pattern == "^[0-9]{5}$"
    assert by_place[SOZ.Area, (SOZ.ags,)].pattern


def test_no_column_lacks_a_home() -> None:
    used = {entry for _, entry in shapes_graph().subject_objects(SH.property)}
    assert set(shapes_graph().subjects(DQ.columnTag, None)) <= used

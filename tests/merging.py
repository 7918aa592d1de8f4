"""Statements of sources about one small town, for the tests of merging."""

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from graph.merge import Merger
from graph.sources import SourceIndex
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import GEO, LOCN, SCHEMA, SOZ

AGS = "99999001"
INTERN, PUBLIC = Audience.INTERN, Audience.PUBLIC
OFFER, SITE, COVERAGE = (
    iris.record(AGS, cls, key)
    for cls, key in ((SOZ.Offer, "A01"), (SOZ.Site, "S01"), (SOZ.Coverage, "A01-1"))
)
TOWN, DISTRICT, QUARTER = (iris.record(AGS, SOZ.Area, key) for key in (AGS, "01", "011"))
ADDRESS = URIRef(f"{SITE}-anschrift")
SHELTER, COUNSEL = namespace("at")["AT-S1"], namespace("at")["AT-B1"]
AREAS = [
    (TOWN, RDF.type, SOZ.Area),
    (TOWN, SOZ.areaLevel, CL["gebietsebene-gemeinde"]),
    (TOWN, SOZ.ags, Literal(AGS)),
    (DISTRICT, RDF.type, SOZ.Area),
    (DISTRICT, SOZ.areaLevel, CL["gebietsebene-stadtteil"]),
    (DISTRICT, SOZ.withinArea, TOWN),
    (QUARTER, RDF.type, SOZ.Area),
    (QUARTER, SOZ.areaLevel, CL["gebietsebene-planungsraum"]),
    (QUARTER, SOZ.withinArea, DISTRICT),
]


def graph_of(key, audience=INTERN):
    return iris.source_graph(AGS, key, audience)


def described(key, kind, day):
    source, graph = iris.source(AGS, key), iris.provenance_graph(AGS)
    return [
        (source, SOZ.sourceKind, CL[f"quellenart-{kind}"], graph),
        (source, SOZ.deliveredOn, Literal(day, datatype=XSD.date), graph),
    ]


def says(key, *triples, audience=INTERN):
    return [(*triple, graph_of(key, audience)) for triple in triples]


def de(text):
    return Literal(text, lang="de")


def merger(*quads):
    return Merger(SourceIndex(AGS, quads))


SOURCES = [
    *described("redaktion", "redaktion", "2024-01-01"),
    *described("alt", "traeger", "2025-01-01"),
    *described("neu", "traeger", "2026-01-01"),
    *described("karte", "osm", "2026-11-01"),
]


# --- protected places

STREET, POSTCODE, POINT = "Kanarienvogelgasse", "98761", "POINT(8.712345 50.812345)"
GEOMETRY = URIRef(f"{SITE}-geometrie")
PLACE = [
    (SITE, RDF.type, SOZ.Site),
    (SITE, RDFS.label, de("Haus (Standort geschützt)")),
    (SITE, DCTERMS.identifier, Literal("S01")),
    (SITE, PROV.wasDerivedFrom, iris.source_row(AGS, "0" * 64, 1, 3)),
    (SITE, SOZ.area, QUARTER),
    (SITE, SCHEMA.telephone, Literal("+49 99999 123456")),
    (SITE, RDFS.comment, de(f"Eingang {STREET.upper()} hinten")),
    (SITE, LOCN.address, ADDRESS),
    (SITE, GEO.hasGeometry, GEOMETRY),
    (ADDRESS, RDF.type, LOCN.Address),
    (ADDRESS, LOCN.thoroughfare, Literal(STREET)),
    (ADDRESS, LOCN.postCode, Literal(POSTCODE)),
    (GEOMETRY, RDF.type, GEO.Geometry),
    (GEOMETRY, GEO.asWKT, Literal(POINT, datatype=GEO.wktLiteral)),
]
USE = [
    (OFFER, RDF.type, SOZ.Offer),
    (OFFER, RDFS.label, de("Schutzwohnung")),
    (OFFER, DCTERMS.description, de(f"Treffpunkt {STREET} 5")),
    (OFFER, SCHEMA.telephone, Literal("+49 99999 111")),
    (OFFER, SOZ.atSite, SITE),
    (OFFER, SOZ.hasCoverage, COVERAGE),
    (COVERAGE, RDF.type, SOZ.Coverage),
    (COVERAGE, SOZ.area, QUARTER),
    (COVERAGE, SOZ.area, TOWN),
]
DECLARED = [(SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"])]
TYPED = [(OFFER, SOZ.serviceType, SHELTER)]


# --- small numbers

PEOPLE, EUROS = iris.record(AGS, SOZ.Indicator, "I1"), iris.record(AGS, SOZ.Indicator, "I2")
UNITS = [(PEOPLE, SOZ.unit, CL["einheit-personen"]), (EUROS, SOZ.unit, CL["einheit-euro"])]
SUPPRESSED = CL["wertstatus-gesperrt"]


def observed(value, indicator=PEOPLE, *more):
    node = iris.record(AGS, SOZ.Observation, "M1")
    triples = [(node, SOZ.indicator, indicator), (node, SOZ.value, Literal(value, datatype=XSD.decimal))]
    return node, [*UNITS, *triples, *((node, p, o) for p, o in more)]


def counted(key, area, value, *more, day="2025-12-31", indicator=PEOPLE):
    node = iris.record(AGS, SOZ.Observation, key)
    return [
        (node, SOZ.indicator, indicator),
        (node, SOZ.area, area),
        (node, SOZ.asOf, Literal(day, datatype=XSD.date)),
        *([] if value is None else [(node, SOZ.value, Literal(value, datatype=XSD.decimal))]),
        *((node, p, o) for p, o in more),
    ]

"""Where the canaries sit: in deliveries that must be refused, and past all checks straight in a store."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from rdflib import Literal, URIRef

from app import town as towns
from app.service import Service
from canaries.needles import INTERNAL, PEOPLE, PERSON, SITES, leaked_files
from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS, namespace
from ontology.terms import CL, GEO, LOCN, SCHEMA, SOZ

AGS = "99999001"
DAY = date(2026, 11, 24)
# Two of the offers, of different providers and pillars, overlap.
PAIR = {"X-1": ("T-1", "SA-08"), "X-2": ("T-2", "SA-12S")}


def site(key, *columns, disclosure="geschützt"):
    """A row of the sheet of sites with some of its canaries."""
    street, postcode, latitude, longitude, phone = SITES[key]
    place = f"POINT({longitude} {latitude})"
    full = {"strasse": street, "hausnummer": "3", "plz": postcode, "lage": place, "telefon": phone}
    chosen = {column: full[column] for column in columns}
    return {"kennung": key, "name": f"Haus {key}", "offenlegung": disclosure, **chosen}


def planted(home: Path, delivery: bytes) -> Service:
    """A town in `home` with a sound delivery, into whose store the canaries were written past all checks."""
    service = Service.open(home, AGS, create=True)
    preview = service.stage(delivery, "a.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    path = service._town.snapshot().path
    towns._stores.clear()
    with EmbeddedEngine(path) as engine:
        sources = [iris.source_graph(AGS, "meldung", Audience.INTERN)]
        shown = [g(AGS, audience) for g in (iris.stand_graph, iris.derived_graph) for audience in Audience]
        engine.apply([], [(*triple, graph) for graph in (*sources, *shown) for triple in canaries()])
        public = iris.source_graph(AGS, "meldung", Audience.PUBLIC)
        engine.apply([], [(*triple, graph) for graph in (public, *shown) for triple in telling()])
    assert leaked_files(path), "the canaries must be in the store"
    return Service.open(home, AGS)


def canaries():
    """What nobody may see of the sites and of too few people, and what the public may not see."""
    at, row = namespace("at"), iris.source_row(AGS, "0" * 64, 1, 3)
    for key, (street, postcode, latitude, longitude, phone) in SITES.items():
        place = iris.record(AGS, SOZ.Site, key)
        address, geometry = URIRef(f"{place}-anschrift"), URIRef(f"{place}-geometrie")
        offer = iris.record(AGS, SOZ.Offer, f"A-{key}")
        disclosure = "oeffentlich" if key == "X-2" else "geschuetzt"
        yield from (
            (place, RDF.type, SOZ.Site),
            (place, RDFS.label, Literal(f"Haus {key}", lang="de")),
            (place, DCTERMS.identifier, Literal(key)),
            (place, PROV.wasDerivedFrom, row),
            (place, SOZ.disclosure, CL[f"offenlegung-{disclosure}"]),
            (place, SOZ.area, iris.record(AGS, SOZ.Area, "G-1")),
            (place, SCHEMA.telephone, Literal(phone)),
            (place, LOCN.address, address),
            (address, LOCN.thoroughfare, Literal(street)),
            (address, LOCN.locatorDesignator, Literal("3")),
            (address, LOCN.postCode, Literal(postcode)),
            (place, GEO.hasGeometry, geometry),
            (geometry, GEO.asWKT, Literal(f"POINT({longitude} {latitude})", datatype=GEO.wktLiteral)),
            *offer_at(offer, place, f"Hilfe in {street} 3", f"A-{key}", row, runs_it=key not in PAIR),
            (
                offer,
                DCTERMS.description,
                Literal(
                    f"{street} 3, {postcode} Beispielau, Tel. {phone} ({latitude},{longitude})", lang="de"
                ),
            ),
            (offer, SOZ.serviceType, at["AT-S1"]),
            *money_for(offer, key, street),
        )
    for key, (provider, pillar) in PAIR.items():
        yield from side_by_side(key, provider, pillar, row)
    hidden = iris.record(AGS, SOZ.Offer, "A-Y-1")
    yield from offer_at(hidden, None, INTERNAL, "A-Y-1", row)
    yield (hidden, SOZ.serviceType, at["AT-B1"])
    yield from few_people(row)


def offer_at(offer, place, name, key, row, *, runs_it=True):
    """An offer that runs, of the house that is in every small town unless `runs_it` says that another does."""
    if runs_it:
        yield (offer, SOZ.providedBy, iris.record(AGS, SOZ.Provider, "T-1"))
    yield from (
        (offer, RDF.type, SOZ.Offer),
        (offer, RDFS.label, Literal(name, lang="de")),
        (offer, DCTERMS.identifier, Literal(key)),
        (offer, PROV.wasDerivedFrom, row),
        (offer, SOZ.status, CL["angebotsstatus-aktiv"]),
    )
    if place is not None:
        yield (offer, SOZ.atSite, place)


def side_by_side(key, provider, pillar, row):
    """What makes an offer one of a pair: the same need, people, area and level as the other one, from another pillar."""
    offer, coverage = iris.record(AGS, SOZ.Offer, f"A-{key}"), iris.record(AGS, SOZ.Coverage, f"C-{key}")
    runs = ((SOZ.effectiveFrom, Literal(date(2020, 1, 1))), (SOZ.effectiveTo, Literal(date(2099, 12, 31))))
    return (
        (offer, SOZ.hasCoverage, coverage),
        (offer, SOZ.providedBy, iris.record(AGS, SOZ.Provider, provider)),
        (offer, SOZ.pillarDelivered, namespace("sa")[pillar]),
        (offer, SOZ.interventionLevel, namespace("iv")["IV-3"]),
        (coverage, RDF.type, SOZ.Coverage),
        (coverage, PROV.wasDerivedFrom, row),
        (coverage, SOZ.ofOffer, offer),
        (coverage, SOZ.needType, namespace("bd")["BD-SC2"]),
        (coverage, SOZ.targetGroup, namespace("zg")["ZG-A06"]),
        (coverage, SOZ.area, iris.record(AGS, SOZ.Area, "G-1")),
        *((record, path, day) for record in (offer, coverage) for path, day in runs),
    )


def money_for(offer, key, street):
    """A grant whose name tells the street, running and with a known end."""
    funding = iris.record(AGS, SOZ.Funding, f"F-{key}")
    return (
        (funding, RDF.type, SOZ.Funding),
        (funding, RDFS.label, Literal(f"Zuwendung {street} 3", lang="de")),
        (funding, SOZ.funds, offer),
        (funding, SOZ.status, CL["finanzierungsstatus-bewilligt"]),
        (funding, SOZ.amount, Literal(Decimal(1000))),
        (funding, SOZ.effectiveFrom, Literal(date(2026, 1, 1))),
        (funding, SOZ.effectiveTo, Literal(date(2026, 12, 31))),
        (funding, SOZ.validTo, Literal(date(2026, 12, 31))),
    )


def few_people(row):
    """How many people a recorded need is about: so few that one could know them."""
    need = iris.record(AGS, SOZ.NeedAssessment, "B-1")
    return ((need, SOZ.persons, Literal(Decimal(PEOPLE))), (need, PROV.wasDerivedFrom, row))


def telling():
    """A text of a public offer that names a person."""
    offer = iris.record(AGS, SOZ.Offer, "A-1")
    return ((offer, DCTERMS.description, Literal(f"Es berät {PERSON}.", lang="de")),)


THERE = {
    "kennung": "A-9",
    "name": "Wohnen im Zilpzalpsteg 3",
    "traeger": "T-1",
    "standort": "X-1",
    "offenlegung": "öffentlich",
}


def opened(home: Path, small_town) -> Service:
    """A town in which one of the sites is recorded openly, as it may be, and named by an offer."""
    service = Service.open(home, AGS, create=True)
    place = site("X-1", "strasse", "hausnummer", "plz", "lage", "telefon", disclosure="öffentlich")
    data = small_town(more={"standort": [place], "angebot": [THERE]})
    service.accept(service.stage(data, "a.xlsx").value.token, who="Datenpflege", why="Test")
    return service


def closed(service: Service, small_town) -> None:
    """The next delivery of that town: the site is protected from now on."""
    place = {
        "kennung": "X-1", "name": "Haus X-1", "offenlegung": "geschützt", "ohne-anschrift": "Anschrift geschützt",
    }  # fmt: skip
    data = small_town(
        more={"standort": [place], "angebot": [{**THERE, "name": "Wohnen", "standort": ""}]},
        datum="21.11.2026",
    )
    preview = service.stage(data, "b.xlsx").value
    assert preview.refused is None, preview.refused
    service.accept(preview.token, who="Datenpflege", why="Test")

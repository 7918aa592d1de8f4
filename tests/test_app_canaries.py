"""The shelter test (ruling 25): canaries put where they must not be are found in no byte that leaves.

Street, postcode, coordinates and phone of three protected sites, (a) in deliveries that must be refused and leave no
trace, (b) past all checks straight in the store, in source graph, Stand and derived graph.
"""

import io
import json
import logging
import re
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from rdflib import Literal, URIRef
from typer.testing import CliRunner

from app import cli, date_exports, exports, logs
from app import town as towns
from app.asked import Asked
from app.coordination.agreements import About, Subject, Terms
from app.errors import RequestError
from app.gaps.choice import MatrixChoice
from app.gate import release
from app.maps import exports as map_exports
from app.maps.desk import MapRequest
from app.maps.layers import layer
from app.money.desk import DIVISIONS
from app.money.views import DatesView, FlowChoice
from app.networks import exports as network_exports
from app.networks.views import NetworkView
from app.papers.desk import NewPaper, Written
from app.papers.excel import to_xlsx
from app.papers.pdf import to_pdf
from app.papers.word import to_docx
from app.processes import rows as process_rows
from app.processes.views import ProcessView
from app.profiles import exports as profile_exports
from app.profiles.views import ProfileView
from app.protection import Secrets
from app.scenarios.assumptions import THRESHOLD
from app.scenarios.bands import Band
from app.service import Service
from app.views import AnswerView, CellKind, CellView, ColumnView, MatrixView
from app.web.map import drawing
from graph import EmbeddedEngine
from ontology import iris
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS, namespace
from ontology.terms import CL, GEO, LOCN, SCHEMA, SOZ

AGS = "99999001"
DAY = date(2026, 11, 24)
# Street, postcode, latitude, longitude, phone: each occurs nowhere else.
SITES = {
    "X-1": ("Zilpzalpsteg", "00871", "51.317462", "9.481357", "06999 7771234"),
    "X-2": ("Am Pirolenwinkel", "00872", "51.326173", "9.472648", "06999 7772345"),
    "X-3": ("Wendehalsallee", "00873", "51.334185", "9.463926", "06999 7773456"),
}
NEEDLES = [
    needle
    for street, postcode, latitude, longitude, phone in SITES.values()
    for needle in (street.split()[-1].casefold(), postcode, latitude[:-1], longitude[:-1], phone[-7:])
]


def contents(data: bytes) -> str:
    """The text of a file, unzipped if it is a workbook."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def leaks(text: str) -> list[str]:
    folded = text.casefold().replace(",", ".")
    return [
        needle for needle in NEEDLES if needle in folded and (not needle.isdecimal() or alone(needle, folded))
    ]


def alone(digits: str, text: str) -> bool:
    """Whether they stand for themselves; inside of a longer number they are one of the engine's times or sizes."""
    return re.search(rf"(?<!\d){digits}(?!\d)", text) is not None


def leaked_files(*folders: Path) -> list[str]:
    return [
        f"{path}: {found}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and (found := leaks(path.name) + leaks(contents(path.read_bytes())))
    ]


def site(key, *columns, disclosure="geschützt"):
    """A row of the sheet of sites with some of its canaries."""
    street, postcode, latitude, longitude, phone = SITES[key]
    place = f"POINT({longitude} {latitude})"
    full = {"strasse": street, "hausnummer": "3", "plz": postcode, "lage": place, "telefon": phone}
    chosen = {column: full[column] for column in columns}
    return {"kennung": key, "name": f"Haus {key}", "offenlegung": disclosure, **chosen}


SHELTER = {"kennung": "A-9", "name": "Frauenhaus", "traeger": "T-1", "angebotsart": "AT-S1"}
LEAKING = {
    "street": {"more": {"standort": [site("X-1", "strasse", "hausnummer")]}},
    "postcode alone": {"more": {"standort": [site("X-2", "plz")]}},
    "position": {"more": {"standort": [site("X-3", "lage")]}},
    "open site of a shelter": {
        "more": {
            "standort": [site("X-1", "strasse", "plz", disclosure="öffentlich")],
            "angebot": [
                {
                    "kennung": "A-9",
                    "name": "Frauenhaus",
                    "traeger": "T-1",
                    "angebotsart": "AT-S1",
                    "standort": "X-1",
                }
            ],
        }
    },
    "text of a shelter": {
        "more": {
            "angebot": [
                {
                    "kennung": "A-9",
                    "name": "Frauenhaus",
                    "traeger": "T-1",
                    "angebotsart": "AT-S1",
                    "beschreibung": "Wir wohnen Wendehalsallee 3, 00873 Beispielau.",
                }
            ]
        }
    },
    "reasons of a decision about a shelter": {
        "more": {
            "angebot": [SHELTER],
            "beschluss": [
                {
                    "kennung": "BE-9",
                    "name": "Förderung 2027",
                    "status": "vorgeschlagen",
                    "betrifft": "A-9",
                    "begruendung": "Der Umzug in die Wendehalsallee 3 ist geplant.",
                }
            ],
        }
    },
    "what was said before a decision about a shelter": {
        "more": {
            "angebot": [SHELTER],
            "beschluss": [
                {"kennung": "BE-9", "name": "Förderung", "status": "vorgeschlagen", "betrifft": "A-9"}
            ],
            "beteiligung": [
                {
                    "kennung": "BT-9",
                    "name": "Anhörung der Nachbarschaft",
                    "beschluss": "BE-9",
                    "vorgeschrieben": "ja",
                    "ergebnis": "Die Nachbarn aus der Wendehalsallee 3 sind einverstanden.",
                }
            ],
        }
    },
}


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Home and temporary folder of their own, logs included, so that every byte written can be looked at."""
    home, temporary = tmp_path / "home", tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(logs.log_gate, "_known", Secrets())
    with logs.configured(home):
        yield home, temporary


@pytest.mark.parametrize("case", LEAKING)
def test_a_refused_delivery_leaves_no_trace(places, small_town, case, caplog, capfd):
    home, temporary = places
    service = Service.open(home, AGS, create=True)
    data = small_town(**LEAKING[case])
    assert leaks(contents(data)), "the canary must be in the file"
    for call in (service.check, service.stage):
        released = call(data, "Zilpzalpsteg 3.xlsx")
        assert released.value.refused is not None, case
        assert released.value.token is None
        assert leaks(contents(exports.to_json(released))) == []
    (temporary / "datei.xlsx").write_bytes(data)
    shown = CliRunner().invoke(
        cli.app, ["import", str(temporary / "datei.xlsx"), "--yes", "--home", str(home), "--town", AGS]
    )
    assert shown.exit_code == 1
    assert leaks(shown.output) == []
    (temporary / "datei.xlsx").unlink()
    assert leaked_files(home, temporary) == []
    assert leaks(caplog.text) == []
    out = capfd.readouterr()
    assert leaks(out.out + out.err) == []
    assert service.versions().value == ()


FORMS = {
    "site": ("standort", "X-1", {**site("X-1", "strasse", "hausnummer"), "kennung": ""}),
    "position": ("standort", "X-3", {**site("X-3", "lage"), "kennung": ""}),
    "text of a shelter": (
        "angebot",
        "A-9",
        {
            "name": "Frauenhaus",
            "traeger": "T-1",
            "angebotsart": "AT-S1",
            "status": "aktiv",
            "beschreibung": "Wir wohnen Wendehalsallee 3, 00873 Beispielau.",
        },
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_a_refused_form_leaves_no_trace(places, small_town, case, caplog, capfd):
    home, temporary = places
    service = Service.open(home, AGS, create=True)
    service.accept(service.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    sheet, key, entered = FORMS[case]
    entered = {column: text for column, text in entered.items() if text}
    assert leaks(str(entered)), "the canary must be in the form"
    released = service.records.edit(sheet, key, entered, who="Datenpflege", why="Test", new=True)
    assert released.value.refused is not None
    assert released.value.changes == ()
    assert leaks(contents(exports.to_json(released))) == []
    command = ["record", "new", sheet, key, *(f"{c}={t}" for c, t in entered.items()), "--why", "Test"]
    shown = CliRunner().invoke(cli.app, [*command, "--home", str(home), "--town", AGS])
    assert shown.exit_code == 1
    assert leaks(shown.output) == []
    assert leaked_files(home, temporary) == []
    assert leaks(caplog.text) == []
    out = capfd.readouterr()
    assert leaks(out.out + out.err) == []
    assert len(service.versions().value) == 1


def test_a_form_shows_nothing_of_a_protected_site(places, small_town):
    home, _ = places
    service = injected(home, small_town)
    for sheet, key in (("standort", "X-1"), ("standort", "X-2"), ("angebot", "A-X-1")):
        assert leaks(contents(exports.to_json(service.records.form(sheet, key)))) == []
    for sheet in ("standort", "angebot"):
        assert leaks(contents(exports.to_json(service.records.list(sheet)))) == []


def test_what_is_delivered_later_names_no_protected_value(places, small_town):
    """A file with a fault elsewhere, delivered beside a site that is in the store and protected."""
    home, _ = places
    service = injected(home, small_town)
    preview = service.stage(
        small_town(change={"A-1": {"name": "Beratung, früher Wendehalsallee 3"}}), "b.xlsx"
    )
    assert leaks(contents(exports.to_json(preview))) == []


def injected(home, small_town) -> Service:
    """A town into whose store the canaries were written past all checks."""
    service = Service.open(home, AGS, create=True)
    preview = service.stage(small_town(), "a.xlsx").value
    service.accept(preview.token, who="Sozialplanung", why="Test")
    path = service._town.snapshot().path
    towns._stores.clear()
    with EmbeddedEngine(path) as engine:
        graphs = [iris.source_graph(AGS, "meldung", Audience.INTERN)]
        graphs += [g(AGS, audience) for g in (iris.stand_graph, iris.derived_graph) for audience in Audience]
        engine.apply([], [(*triple, graph) for graph in graphs for triple in canaries()])
    assert leaked_files(path), "the canaries must be in the store"
    return Service.open(home, AGS)


def canaries():
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
            (offer, RDF.type, SOZ.Offer),
            (offer, RDFS.label, Literal(f"Hilfe in {street} 3", lang="de")),
            (offer, DCTERMS.identifier, Literal(f"A-{key}")),
            (
                offer,
                DCTERMS.description,
                Literal(f"{street} 3, {postcode} Beispielau, Tel. {phone}", lang="de"),
            ),
            (offer, PROV.wasDerivedFrom, row),
            (offer, SOZ.serviceType, at["AT-S1"]),
            (offer, SOZ.status, CL["angebotsstatus-aktiv"]),
            (offer, SOZ.providedBy, iris.record(AGS, SOZ.Provider, "T-1")),
            (offer, SOZ.atSite, place),
            *money_for(offer, key, street),
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


def everything(service: Service):
    """Every page-level call, for every audience and language."""
    yield "town", service.town()
    yield "verify", service.verify()
    for lang in ("de", "en"):
        yield "versions", service.versions(lang)
        yield "questions", service.questions(lang)
        for audience in Audience:
            about = {"audience": audience, "reference_date": DAY, "lang": lang}
            yield "overview", service.overview(**about)
            yield "matrix", service.matrix(area=None, **about)
            yield "cell", service.cell(need="BD-WO1", group="ZG-A06", area="G-1", **about)
            asked = Asked(audience, DAY, None, lang)
            yield "watch", service.cockpit.watch(asked)
            yield "since", service.cockpit.since(replace(asked, reference_date=date(2023, 1, 1)), asked)
            yield "changes", service.changes.report(replace(asked, reference_date=date(2023, 1, 1)), asked)
            for axis in ("groups", "areas"):
                yield (
                    f"matrix {axis}",
                    service.gaps.matrix(MatrixChoice(axis=axis, as_list=axis == "areas"), asked),
                )
            for question in service.questions(lang).value:
                needed = {p.name: p.choices[0].value for p in question.parameters if p.required and p.choices}
                if len(needed) == sum(p.required for p in question.parameters):
                    yield question.id, service.ask(question.id, needed, **about)
            for query in QUERIES:
                yield "sparql", service.sparql(query, audience=audience, lang=lang)
            for info in service.networks.networks(lang).value:
                choice = info.options[0].value if info.options else ""
                yield info.name, service.networks.network(info.name, Asked(audience, DAY, None, lang), choice)
            yield from looked_up(service, Asked(audience, DAY, None, lang))
            yield from money_of(service, Asked(audience, DAY, None, lang))
            yield from planning_of(service, Asked(audience, DAY, None, lang))
            yield "map choices", service.map.choices(Asked(audience, DAY, None, lang))
            yield "map", service.map.map(MapRequest(), Asked(audience, DAY, None, lang))
            yield "map answer", service.map.answer(MapRequest(), Asked(audience, DAY, None, lang))
            yield "map area", service.map.here("G-1", MapRequest(), Asked(audience, DAY, None, lang))
            asked = Asked(audience, DAY, None, lang)
            overlaps = service.overlaps.overlaps(asked)
            yield "overlaps", overlaps
            yield "overlaps", service.overlaps.answer(asked)
            yield from (("pair", service.overlaps.pair(pair.key, asked)) for pair in overlaps.value.pairs)
            yield "interfaces", service.interfaces.interfaces(asked)
            yield "ways", service.interfaces.constellations(asked)
            yield "way", service.interfaces.path("BK-05", asked)
            groups = ("saeulengruppe-jugendhilfe", "saeulengruppe-eingliederungshilfe")
            yield "interface", service.interfaces.profile(*groups, asked)
        yield "agreements", service.coordination.agreements(lang)


def looked_up(service: Service, asked: Asked):
    """Everything that can be found, searches that name a canary, and the profile of every record."""
    entries = service.profiles.entries(asked)
    yield "entries", entries
    for street, postcode, *_ in SITES.values():
        yield "search", service.profiles.find(f"{street} {postcode}", asked)
    for entry in entries.value:
        if "/id/" in entry.iri:
            yield entry.key, service.profiles.profile(entry.art, entry.key, asked)


def money_of(service: Service, at: Asked):
    """The page of the money."""
    for by in DIVISIONS:
        yield "flows", service.money.flows(FlowChoice(DAY.year, by=by, to="offer"), at)
    yield "flows", service.money.flows_answer(FlowChoice(DAY.year, to="offer"), at)
    yield "cliff", service.money.cliff(24, ("bewilligt",), at)
    yield "dates", service.money.dates(24, at)
    yield "prices", service.money.prices(2024, 2024, "bestaetigt", at, Decimal("0.02"))


def planning_of(service: Service, at: Asked):
    """The pages of needs, goals, committees and the process of planning."""
    for choice in service.studies.studies(at.lang).value:
        yield choice.value, service.studies.answer(choice.value, at)
    for process in service.processes.processes(at.lang).value:
        yield "process", service.processes.process(process.id, at)
        yield "process", service.processes.answer(process.id, at)


def plan(service: Service):
    """Somebody writes protected addresses into the steps of the planning process."""
    made = service.processes.begin("Planung", who="Sozialplanung", first_day=DAY).value
    for step, (street, postcode, latitude, longitude, phone) in zip(made.steps, SITES.values(), strict=False):
        told = {
            "title": f"Ortstermin {street} 3",
            "aim": f"{street} 3, {postcode} Beispielau",
            "owner": f"Haus {street}",
            "note": f"{latitude}, {longitude}, Tel. {phone}",
            "papers": (f"Plan {street} 3",),
        }
        service.processes.set_step(made.id, step.id, told, who="Sozialplanung")


def agree(service: Service):
    """Somebody writes protected addresses into an agreement about the offers there."""
    offers = (str(iris.record(AGS, SOZ.Offer, f"A-{key}")) for key in SITES)
    for offer, (street, postcode, *_, phone) in zip(offers, SITES.values(), strict=True):
        terms = Terms(f"Treffen {street} 3, {postcode} Beispielau", "Jugendamt", note=f"Tel. {phone}")
        subject = Subject(About.PAIR, (str(namespace("bd")["BD-WO1"]), offer, offer))
        service.coordination.agree(subject, terms, Asked(Audience.INTERN, DAY), by="Sozialplanung")


QUERIES = [
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "SELECT (UCASE(STR(?o)) AS ?shout) WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "SELECT (CONCAT('Adresse: ', STR(?a), ' ', STR(?b)) AS ?c) WHERE { ?s <http://www.w3.org/ns/locn#thoroughfare> ?a ; <http://www.w3.org/ns/locn#locatorDesignator> ?b }",
]


def test_what_was_written_past_all_checks_leaves_by_no_exit(places, small_town, caplog):
    home, temporary = places
    service = injected(home, small_town)
    caplog.set_level(logging.DEBUG)
    agree(service)
    plan(service)
    withheld = 0
    for name, released in everything(service):
        withheld += released.withheld.protected
        assert leaks(contents(exports.to_json(released))) == [], name
        if isinstance(released.value, AnswerView | MatrixView):
            assert leaks(contents(exports.to_csv(released))) == [], name
            assert leaks(contents(exports.to_xlsx(released))) == [], name
            assert leaks(str(exports.about(released))) == [], name
        if isinstance(released.value, NetworkView):
            for make in (
                network_exports.to_graphml,
                network_exports.to_gexf,
                network_exports.to_svg,
                network_exports.to_png,
            ):
                assert leaks(contents(make(released))) == [], name
        if isinstance(released.value, ProfileView):
            for make in (profile_exports.to_csv, profile_exports.to_turtle, profile_exports.to_jsonld):
                assert leaks(contents(make(released))) == [], name
        if name == "committee-dates":
            assert leaks(date_exports.committees_to_ics(released).decode().replace("\r\n ", "")) == []
        if isinstance(released.value, DatesView):
            calendar = date_exports.to_ics(released).decode().replace("\r\n ", "")
            assert "BEGIN:VEVENT" in calendar
            assert leaks(calendar) == [], name
        if isinstance(released.value, ProcessView):
            calendar = process_rows.to_ics(released).decode().replace("\r\n ", "")
            assert "BEGIN:VEVENT" in calendar
            assert leaks(calendar) == [], name
    assert withheld > 0, "the sweep must have met the canaries"
    logging.getLogger("fremd").error("Fehler bei %s", "Am Pirolenwinkel 3, 00872")
    assert leaks(caplog.text) == []
    assert leaked_files(home / "protokoll", temporary) == []


def test_a_scenario_carries_it_out_neither(places, small_town):
    """Suppose that a shelter is none: what the town protects stays protected."""
    service = injected(places[0], small_town)
    name = service.scenarios.make("Wenn die Häuser offen wären").value.id
    for key in SITES:
        with suppress(RequestError):  # some of them no form may touch
            service.scenarios.suppose(
                name,
                {
                    "do": "change-record",
                    "sheet": "angebot",
                    "key": f"A-{key}",
                    "changes": {"angebotsart": "AT-B1"},
                },
            )
    service.scenarios.suppose(name, {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"})
    under, withheld = service.supposing(name), 0
    for audience in Audience:
        about = {"audience": audience, "reference_date": DAY}
        asked = Asked(audience, DAY)
        exits = [
            under.overview(**about), under.matrix(area=None, **about), under.ask("K1", {}, **about),
            *(under.sparql(query, audience=audience) for query in QUERIES),
            service.scenarios.difference(name, asked), service.scenarios.compared(name, "K1", {}, asked),
        ]  # fmt: skip
        for released in exits:
            withheld += released.withheld.protected
            assert leaks(contents(exports.to_json(released))) == []
    for released in (
        service.scenarios.scenario(name),
        service.scenarios.choices(name),
        service.scenarios.money(asked),
        service.scenarios.bands(name, [Band(THRESHOLD, t, v) for t, v in VARIED.items()], asked),
    ):
        assert leaks(contents(exports.to_json(released))) == []
    assert withheld > 0


VARIED = {"thin_providers": ("1", "3"), "outdated_months": ("1", "24"), "far_minutes": ("5", "60")}


def test_no_map_has_a_protected_place(places, small_town):
    """Not even where another site was recorded openly at the very place: it is not drawn and nothing is measured to it."""
    _, _, latitude, longitude, _ = SITES["X-1"]
    beside = {
        "kennung": "S-9",
        "name": "Nebenan",
        "offenlegung": "öffentlich",
        "lage": f"POINT({longitude} {latitude})",
    }
    far = {"kennung": "S-8", "name": "Woanders", "offenlegung": "öffentlich", "lage": "POINT(9.41 51.31)"}
    home = places[0]
    service = injected(home, lambda: small_town(
        change={
            "G-1": {"lage": "POLYGON((9.48 51.31, 9.49 51.31, 9.49 51.32, 9.48 51.31))"},
            "A-1": {"standort": "S-9"}, "A-3": {"standort": "S-8"},
        },
        more={"standort": [beside, far]},
    ))  # fmt: skip
    for audience in Audience:
        released = service.map.map(MapRequest(), Asked(audience, DAY))
        assert {site.label for site in released.value.sites} <= {"Woanders"}
        assert released.value.areas[0].outline is not None
        assert "Nebenan" not in {row[4].text for row in released.value.answer.blocks[1].rows}
        files = [map_exports.to_geojson(released, "offers")]
        files += [make(released, "way", sites=True) for make in (map_exports.to_svg, map_exports.to_png)]
        view = released.value
        drawn = drawing.picture(layer(view, "way"), view.sites, label="Karte", beneath=None)
        files.append(json.dumps(drawn, ensure_ascii=False).encode())
        for content in (*files, exports.to_json(released)):
            assert leaks(contents(content)) == []
    command = ["map", "--home", str(home), "--format"]
    for form in ("geojson", "svg", "csv", "text"):
        assert leaks(CliRunner().invoke(cli.app, [*command, form]).output) == []


# A sound list that happens to name streets and numbers which are protected in the store.
FOREIGN = """Nr;Träger;Angebot;Art;Straße;Hausnr;PLZ;Telefon
1;Verein Brücke;Treff im Zilpzalpsteg;Unsinnswort;Zilpzalpsteg;3;00871;06999 7771234
2;Verein Brücke;Lernhilfe;AT-K4;Am Pirolenwinkel;3;00872;06999 7772345
"""


def steward(service: Service, token: str):
    """Every view a steward's work has, of a delivery and of what is recorded."""
    desk, records = service.desk, service.records
    yield "files", desk.files()
    for lang in ("de", "en"):
        opened = desk.open(token, lang=lang)
        yield "open", opened
        for sheet in opened.value.sheets:
            yield "page", desk.page(token, sheet.name, lang=lang)
        yield "matches", desk.matches(token, lang)
        yield "disputes", desk.disputes(token, lang)
        for finding in opened.value.preview.findings:
            if finding.place and finding.place.cell and finding.found:
                where = (finding.place.sheet, finding.place.cell, finding.rule, finding.found)
                yield "case", desk.case(token, *where, lang=lang)
        yield "inbox", service.terms.inbox(lang)
        yield "calendar", records.calendar()
        yield "difference", service.difference(0, 1, lang=lang)
        yield "reversal", service.reversal(1, lang=lang)
        for tag in ("#angebot", "#standort", "#traeger"):
            yield "list", records.list(tag, lang=lang)


def test_the_steward_sees_none_of_it_and_sends_none_of_it_back(places, small_town, caplog):
    home, temporary = places
    service = injected(home, small_town)
    token = service._town.staging.put(FOREIGN.encode(), "liste.csv").token
    service.desk.use_mapping(token, MAPPED)
    withheld = 0
    for name, released in steward(service, token):
        withheld += released.withheld.protected
        assert leaks(contents(exports.to_json(released))) == [], name
    assert withheld > 0, "the sweep must have met the canaries"
    with pytest.raises(KnowledgeGraphError, match="geschützten Standort") as refused:
        service.desk.annotated_bytes(service.desk.annotated(token))
    assert leaks(str(refused.value)) == []
    enquiry = service.records.enquiry("T-1")
    assert leaks(contents(exports.to_enquiry(enquiry))) == []
    assert leaks(contents(exports.to_ics(service.records.calendar()))) == []
    assert leaks(caplog.text) == []
    assert leaked_files(home / "protokoll", temporary) == []


MAPPED = """
format: 1
source: {key: liste, title: Liste, kind: Träger}
tables:
- records:
  - into: '#traeger'
    repeats: true
    fields:
    - {to: kennung, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: name, columns: [Träger]}
  - into: '#standort'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#standort', prefix: S}]}
    - {to: name, columns: [Straße, Hausnr], steps: [{do: text, pattern: '{1} {2}'}]}
    - {to: offenlegung, constant: intern}
    - {to: strasse, columns: [Straße]}
    - {to: hausnummer, columns: [Hausnr]}
    - {to: plz, columns: [PLZ]}
    - {to: telefon, columns: [Telefon]}
  - into: '#angebot'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}
    - {to: name, columns: [Angebot]}
    - {to: traeger, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: angebotsart, columns: [Art]}
    - {to: status, constant: aktiv}
    - {to: standort, columns: [Nr], steps: [{do: key, of: '#standort', prefix: S}]}
"""


def test_no_paper_carries_it_out(places, small_town, caplog):
    """Answers put into papers leave as Word, PDF and Excel; a text of its author that names a place is not even kept."""
    home, temporary = places
    papers = injected(home, small_town).papers
    for audience in Audience:
        at = Asked(audience, DAY)
        head = papers.create("frei", NewPaper("Vermerk", audience=audience), at).value
        for question in ("A1", "A12", "K1", "C7", "H1", "luecken", "netz:providers_and_offers"):
            papers.put(head.id, question, {}, at)
        released = papers.exportable(head.id, at)
        assert leaks(contents(exports.to_json(released))) == []
        assert leaks(contents(to_docx(released))) == []
        assert leaks(contents(to_xlsx(released))) == []
        pages = PdfReader(io.BytesIO(to_pdf(released))).pages
        assert leaks(" ".join(page.extract_text() for page in pages)) == []
        assert released.value.answers[-1].answer is not None
        for text in ("Haus im Zilpzalpsteg 3", "Tel. 06999 7771234", "51.334185"):
            with pytest.raises(KnowledgeGraphError) as refused:
                papers.write(
                    head.id,
                    NewPaper(text, audience=audience),
                    {"text": Written(text=text)},
                    seen=released.value.head.revision,
                )
            assert leaks(str(refused.value)) == []
    assert leaks(caplog.text) == []
    assert leaked_files(home / AGS / "vorlagen", temporary) == []


def test_no_shelter_is_named_beside_a_district(places, small_town):
    service = injected(places[0], small_town)
    query = "SELECT DISTINCT ?o ?l ?a WHERE { ?o <https://w3id.org/sozialplanung/def#atSite> ?s . ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l ; <https://w3id.org/sozialplanung/def#area> ?a }"
    view = service.sparql(query).value
    assert len(view.rows) == 3
    assert "Nordstadt" not in str(view.rows)
    assert all(row[2].mark is not None and row[2].iri is None for row in view.rows)


def test_errors_do_not_echo_what_is_protected(places, small_town):
    service = injected(places[0], small_town)
    calls = [
        lambda text: service.ask("A1", {"within": text}, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.ask(text, {}, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.matrix(area=text, audience=Audience.INTERN, reference_date=DAY),
        lambda text: service.sparql(f"SELEKT {text}"),
        service.staged,
        lambda text: service.backup(places[0] / text / "x" / AGS),
    ]
    for call in calls:
        for text in ("Zilpzalpsteg", "Wendehalsallee 3", "00872", "51.334185"):
            try:
                shown = str(call(text).value)
            except KnowledgeGraphError as error:
                cause = None if error.__suppress_context__ else error.__context__
                shown = f"{error} {error.args} {error.__cause__} {cause} {error!r}"
            assert leaks(shown) == [], call


def test_the_command_line_shows_none_of_it(places, small_town):
    home, _ = places
    injected(home, small_town)
    lines = [["overview"], ["versions"], ["ask", "A1"], ["matrix"], ["verify"], ["sparql", QUERIES[0]]]
    lines += [["network", "providers_and_offers"], ["network", "providers_and_offers", "--format", "graphml"]]
    lines += [
        ["sparql", QUERIES[2], "--format", "csv"],
        ["ask", "Zilpzalpsteg 3"],
        ["matrix", "--area", "Wendehalsallee"],
    ]
    for line in lines:
        result = CliRunner().invoke(cli.app, [*line, "--home", str(home)])
        assert leaks(result.output) == [], line
        assert "Traceback" not in result.output


def test_an_older_version_does_not_tell_what_is_protected_now(places, small_town):
    """A site was open and is protected now: the address in the version before must not leave either."""
    service = Service.open(places[0], AGS, create=True)
    open_site = site("X-1", "strasse", "hausnummer", "plz", disclosure="öffentlich")
    first = small_town(more={"standort": [open_site]})
    service.accept(service.stage(first, "a.xlsx").value.token, who="Amt", why="Test")
    closed = {
        "kennung": "X-1",
        "name": "Haus X-1",
        "offenlegung": "geschützt",
        "ohne-anschrift": "Anschrift geschützt",
    }
    second = small_town(more={"standort": [closed]})
    preview = service.stage(second, "b.xlsx")
    assert leaks(contents(exports.to_json(preview))) == []
    service.accept(preview.value.token, who="Amt", why="Test")
    town = service._town
    secrets = town.secrets(town.snapshot(1))
    table = AnswerView(
        "",
        "",
        "",
        "",
        "",
        (ColumnView("a", "A", CellKind.TEXT),),
        ((CellView("Zilpzalpsteg 3, 00871"),),),
        DAY,
        1,
        "intern",
    )
    assert leaks(contents(exports.to_json(release(table, Audience.INTERN, secrets)))) == []


def test_the_sweep_would_notice_a_leak():
    assert leaks("wohnt am Zilpzalpsteg")
    assert leaks("51,3174625 Grad")
    assert leaks(contents(json.dumps({"a": "00871"}).encode()))

"""Calls of the facade that read, room by room, as pages and commands make them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.answers.desk import Parameters
from app.asked import Asked
from app.errors import RequestError
from app.gaps.choice import MatrixChoice
from app.maps.desk import MapRequest
from app.money.desk import DIVISIONS
from app.money.views import FlowChoice
from app.service import Service
from app.views import AnswerView, TableView
from canaries.needles import SITES
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

QUERIES = (
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "SELECT (UCASE(STR(?o)) AS ?shout) WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
    "SELECT (CONCAT('Adresse: ', STR(?a), ' ', STR(?b)) AS ?c) WHERE { ?s <http://www.w3.org/ns/locn#thoroughfare> ?a ; <http://www.w3.org/ns/locn#locatorDesignator> ?b }",
)
GROUPS = ("saeulengruppe-jugendhilfe", "saeulengruppe-eingliederungshilfe")


def every_way(day: date, version: int | None = None) -> tuple[Asked, ...]:
    """For whom and in which language something can be asked."""
    return tuple(Asked(audience, day, version, lang) for lang in ("de", "en") for audience in Audience)


def before(asked: Asked) -> Asked:
    """A state to compare with."""
    return replace(asked, reference_date=date(2023, 1, 1))


def a_while_before(asked: Asked) -> Asked:
    """A state near enough for a report about what changed."""
    return replace(asked, reference_date=asked.reference_date - timedelta(days=900))


def plain(asked: Asked) -> dict:
    """The same as the arguments of the calls that are older than `Asked`."""
    return {
        "audience": asked.audience, "reference_date": asked.reference_date, "version": asked.version, "lang": asked.lang,
    }  # fmt: skip


def askable(service: Service, lang: str = "de") -> Mapping[str, Parameters]:
    """The questions that can be asked as they are, each with the first choice of what it needs."""
    found = {}
    for question in service.questions(lang).value:
        required = [p for p in question.parameters if p.required]
        needed = {p.name: p.choices[0].value for p in required if p.choices}
        if len(needed) == len(required):
            found[question.id] = needed
    return found


def first_rows(answer: AnswerView) -> Iterator[str]:
    """The names of the tables of an answer that have a row; the first one is called by no name."""
    if answer.rows:
        yield ""
    yield from (block.name for block in answer.blocks if block.rows and isinstance(block, TableView))


def questions(service: Service, asked: Asked) -> None:
    """Every question that can be asked, and what stands on the first pages."""
    service.overview(**plain(asked))
    service.matrix(area=None, **plain(asked))
    service.cell(need="BD-WO1", group="ZG-A06", area="G-1", **plain(asked))
    for axis in ("groups", "areas"):
        service.gaps.matrix(MatrixChoice(axis=axis, as_list=axis == "areas"), asked)
    for question, needed in askable(service, asked.lang).items():
        service.ask(question, needed, **plain(asked))


def studies(service: Service, asked: Asked) -> None:
    """The pages of needs, goals, criteria and committees, and what is behind them."""
    for study in service.studies.studies(asked.lang).value:
        answer = service.studies.answer(study.value, asked).value
        for block in first_rows(answer):
            with suppress(RequestError):
                service.studies.behind(study.value, block, 0, asked)


def queries(service: Service, asked: Asked) -> None:
    """Queries somebody writes, which may fetch and cut as they like."""
    for query in QUERIES:
        service.sparql(query, audience=asked.audience, lang=asked.lang, seconds=600)


def around(service: Service, asked: Asked) -> None:
    """What can be asked of an answer: what it needs, what is behind it, what it was."""
    desk = service.answers
    for question, needed in askable(service, asked.lang).items():
        desk.readiness(question, asked)
        behind(service, question, needed, "", asked)
    for question in ("A1", "A12", "K1", "H1"):
        for block in first_rows(service.ask(question, {}, **plain(asked)).value):
            behind(service, question, {}, block, asked)
    for question in ("A1", "K1"):
        desk.loosened(question, {}, "", asked)
        desk.series(question, {}, asked, number=2)
        desk.compared(question, {}, then=before(asked), now=asked)


def behind(service: Service, question: str, needed: Parameters, block: str, asked: Asked) -> None:
    """The records behind the first row of a table, if it has one."""
    with suppress(KnowledgeGraphError):
        service.answers.behind(question, needed, block, 0, asked)


def since(service: Service, asked: Asked) -> None:
    """What changed, what there is to look at."""
    then = before(asked)
    service.cockpit.watch(asked)
    service.cockpit.since(then, asked)
    service.cockpit.before_last_delivery(asked)
    service.cockpit.version_at(asked.reference_date)
    service.changes.report(a_while_before(asked), asked)


def pictures(service: Service, asked: Asked) -> None:
    """Networks and maps with what is behind them."""
    for info in service.networks.networks(asked.lang).value:
        about = info.options[0].value if info.options else ""
        answer = service.networks.network(info.name, asked, about).value.answer
        service.networks.answer(info.name, asked, about)
        service.networks.difference(info.name, before(asked), asked, about)
        for block in first_rows(answer):
            with suppress(RequestError):
                service.networks.behind(info.name, block, 0, asked, about)


def maps(service: Service, asked: Asked) -> None:
    """The map, as tables and pictures, and what is behind it."""
    choices = service.map.choices(asked).value
    wanted = [MapRequest(), MapRequest(need="BD-WO1", group="ZG-A06")]
    wanted += [MapRequest(offer=offer.value) for offer in choices.offers]
    for each in wanted:
        service.map.map(each, asked)
        answer = service.map.answer(each, asked).value
        for block in first_rows(answer):
            with suppress(RequestError):  # not every row has records behind it
                service.map.behind(block, 0, each, asked)
        service.map.here("G-1", each, asked)


def looked_up(service: Service, asked: Asked, sites: Iterable[str] = SITES) -> None:
    """Everything that can be found, searches that name a canary, and the profile of every record."""
    entries = service.profiles.entries(asked).value
    for street, postcode, *_ in (SITES[key] for key in sites):
        service.profiles.find(f"{street} {postcode}", asked)
    for entry in entries:
        if "/id/" in entry.iri:
            service.profiles.profile(entry.art, entry.key, asked)


def money(service: Service, asked: Asked) -> None:
    """The page of the money, and what is behind it."""
    desk = service.money
    desk.kinds(asked.lang)
    for by in DIVISIONS:
        choice = FlowChoice(asked.reference_date.year, by=by, to="offer")
        answer = desk.flows(choice, asked).value.answer
        for block in first_rows(answer):
            with suppress(RequestError):
                desk.behind_flow(choice, block, 0, asked)
    desk.flows_answer(FlowChoice(asked.reference_date.year, to="offer"), asked)
    for block in first_rows(desk.cliff(24, ("bewilligt",), asked).value):
        with suppress(RequestError):
            desk.behind_cliff(24, ("bewilligt",), block, 0, asked)
    desk.dates(24, asked)
    desk.prices(2024, 2024, "bestaetigt", asked, Decimal("0.02"))


def between(service: Service, asked: Asked) -> None:
    """Where offers overlap and pillars meet."""
    for pair in service.overlaps.overlaps(asked).value.pairs:
        service.overlaps.pair(pair.key, asked)
    service.overlaps.answer(asked)
    service.interfaces.interfaces(asked)
    service.interfaces.profile(*GROUPS, asked)
    service.interfaces.constellations(asked)
    for way in ("BK-04", "BK-05"):
        service.interfaces.path(way, asked)
    service.interfaces.path("BK-05", asked, area="G-1")

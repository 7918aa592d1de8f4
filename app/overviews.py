"""The first page: which town, what is recorded, how completely, who delivered."""

from collections import Counter, defaultdict
from datetime import date

from babel.numbers import format_decimal
from rdflib import URIRef

from app import answers
from app.answering import reading
from app.freshness import Freshness, freshness, freshness_text
from app.matrices import claim_text, state_counts
from app.protection import ask, statement
from app.town import OpenTown
from app.views import (
    CellKind,
    CellView,
    ColumnView,
    CountView,
    DeliveryView,
    Overview,
    TableView,
    TownInfo,
)
from graph.town import Snapshot
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import SKOS, namespace
from ontology.terms import SOZ
from ontology.vocabulary import concepts, label, vocabulary
from queries.declarations import Declarations
from queries.errors import ParameterError
from queries.matrix import matrix
from queries.reading import Reading
from queries.rq import fill
from queries.verdict import claim_of
from queries.words import Words

_ENDED: URIRef = CL["angebotsstatus-beendet"]
_EVERYBODY = namespace("zg")["ZG-0"]
_LEAD = Words("{records} Datensätze aus {sources} Quellen.", "{records} records from {sources} sources.")
_FIELD = Words("Bedarfsfeld", "Field of need")
_COMPLETENESS = Words(
    "Was über das Fehlen von Angeboten gesagt werden kann", "What may be said about missing offers"
)
_COMPLETENESS_NOTE = Words(
    "Je Bedarfsfeld und Gebiet, für alle Zielgruppen zusammen; für einzelne kann mehr erklärt sein.",
    "Per field of need and area, for all target groups together; for single ones more may be declared.",
)
_NO_AREAS = Words("Es sind noch keine Gebiete erfasst.", "No areas are recorded yet.")


def town_info(town: OpenTown) -> TownInfo:
    """Which town is open."""
    snapshot = town.snapshot()
    today = date.today()  # noqa: DTZ011 the day on the reader's calendar
    log = town.store.versions()
    return TownInfo(
        ags=town.ags,
        name=_name(reading(town, snapshot, Audience.INTERN, today)),
        version=snapshot.version,
        is_example=town.is_example,
        reference_date=today,
        last_change=log[-1].when if log else None,
    )


def overview(
    town: OpenTown, snapshot: Snapshot, audience: Audience, reference_date: date, lang: str
) -> Overview:
    """Counts, completeness by field and area, states of the municipality's cells, deliveries."""
    whole = reading(town, snapshot, audience, reference_date)
    counts = _counts(snapshot, audience, lang)
    sources = deliveries(snapshot, lang) if audience is Audience.INTERN else ()
    try:
        cells = state_counts(
            matrix(snapshot, audience=audience, reference_date=reference_date, settings=town.thresholds), lang
        )
        notes: tuple[str, ...] = ()
    except ParameterError:  # a town whose own area is not delivered yet
        cells, notes = (), (_NO_AREAS.get(lang),)
    return Overview(
        town=town_info(town),
        lead=_LEAD.get(lang).format(
            records=format_decimal(sum(c.count for c in counts), locale=lang),
            sources=len(_source_graphs(snapshot)),
        ),
        counts=counts,
        state_counts=cells,
        completeness=_completeness(whole, lang),
        deliveries=sources,
        reference_date=reference_date,
        version=snapshot.version,
        audience=str(audience),
        notes=notes,
        freshness=_freshness(town, snapshot, audience, reference_date, lang),
        thresholds=answers.thresholds(town.thresholds, lang),
    )


def deliveries(snapshot: Snapshot, lang: str) -> tuple[DeliveryView, ...]:
    """Every source with what it last delivered, the latest first."""
    provenance = iris.provenance_graph(snapshot.ags)
    held = iris.held_back_graph(snapshot.ags)
    waiting: defaultdict[URIRef, int] = defaultdict(int)
    for _, source in ask(snapshot.engine, "held_back_by_source.rq", [provenance, held]).rows:
        if isinstance(source, URIRef):
            waiting[source] += 1
    found: dict[str, DeliveryView] = {}
    for source, key, title, kind, day in ask(snapshot.engine, "sources.rq", [provenance]).rows:
        graphs = [iris.source_graph(snapshot.ags, str(key), audience) for audience in Audience]
        records = ask(snapshot.engine, "delivered.rq", graphs).rows
        found[str(source)] = DeliveryView(
            source=str(key),
            title=str(title or key),
            kind=label(kind, lang) if isinstance(kind, URIRef) else "",
            delivered_on=date.fromisoformat(str(day)) if day is not None else None,
            records=len({record for record, _ in records}),
            missing=len({record for record, since in records if since is not None}),
            held_back=waiting[URIRef(str(source))],
        )
    return tuple(sorted(found.values(), key=lambda d: (d.delivered_on or date.min, d.source), reverse=True))


def _counts(snapshot: Snapshot, audience: Audience, lang: str) -> tuple[CountView, ...]:
    rows = ask(snapshot.engine, "class_counts.rq", [iris.stand_graph(snapshot.ags, audience)]).rows
    found = [(cls, int(str(number))) for cls, number in rows if isinstance(cls, URIRef)]
    return tuple(CountView(label(c, lang), n, str(c)) for c, n in sorted(found, key=lambda item: -item[1]))


def _freshness(
    town: OpenTown, snapshot: Snapshot, audience: Audience, reference_date: date, lang: str
) -> tuple[CountView, ...]:
    """How many offers that have not ended were confirmed how long ago."""
    query = fill(statement("records_of_class.rq"), {"class": [SOZ.Offer]}, "records_of_class.rq")
    rows = snapshot.engine.select(query, [iris.stand_graph(snapshot.ags, audience)]).rows
    days = {row[0]: row[3] for row in rows if row[6] != _ENDED}
    steps = Counter(
        freshness(date.fromisoformat(str(day)) if day is not None else None, reference_date, town.thresholds)
        for day in days.values()
    )
    return (
        tuple(CountView(freshness_text(step, lang), steps[step], str(step)) for step in Freshness)
        if days
        else ()
    )


def _source_graphs(snapshot: Snapshot) -> set[str]:
    rows = ask(snapshot.engine, "sources.rq", [iris.provenance_graph(snapshot.ags)]).rows
    return {str(row[0]) for row in rows}


def _completeness(whole: Reading, lang: str) -> TableView:
    declarations = Declarations(whole)
    areas = [area for area in whole.areas.values() if area.is_cell]
    graph = vocabulary()
    fields = [need for need in concepts("needs") if graph.value(need, SKOS.broader) is None]
    columns = (
        ColumnView("field", _FIELD.get(lang), CellKind.CONCEPT),
        *(ColumnView(area.key, area.name, CellKind.CLAIM) for area in areas),
    )
    rows = []
    for field in fields:
        cells = [CellView(label(field, lang), iri=str(field))]
        for area in areas:
            claim = claim_of(declarations.inventory(field, _EVERYBODY, area.iri))
            cells.append(CellView(claim_text(claim, lang), str(claim)))
        rows.append(tuple(cells))
    return TableView(
        _COMPLETENESS.get(lang), columns, tuple(rows), note=_COMPLETENESS_NOTE.get(lang), name="completeness"
    )


def _name(whole: Reading) -> str:
    town = whole.municipality
    return whole.areas[town].name if town is not None else whole.snapshot.ags


__all__ = ["deliveries", "overview", "town_info"]

"""The first page: which town, what is recorded, how completely, who delivered."""

from collections import Counter, defaultdict
from datetime import date

from babel.numbers import format_decimal
from rdflib import URIRef

from app.answers import translating as answers
from app.answers.catalogue import reading
from app.freshness import Freshness, freshness, freshness_text
from app.gaps.field_claims import field_claims, table
from app.gaps.matrices import state_counts
from app.protection import ask, statement
from app.town import OpenTown
from app.views import (
    CountView,
    DeliveryView,
    Overview,
    TownInfo,
)
from graph.town import Snapshot
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.terms import SOZ
from ontology.vocabulary import label
from queries.errors import ParameterError
from queries.matrix import matrix
from queries.reading import Reading
from queries.rq import fill
from queries.words import Words, counted

_ENDED: URIRef = CL["angebotsstatus-beendet"]
_LEAD = Words(
    "{records} {count|Datensatz|Datensätze} aus {sources}.",
    "{records} {count|record|records} from {sources}.",
)
_SOURCES = (Words("Quelle", "source"), Words("Quellen", "sources"))
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
        identity=town.identity(snapshot.version),
    )


def overview(
    town: OpenTown, snapshot: Snapshot, audience: Audience, reference_date: date, lang: str
) -> Overview:
    """Counts, completeness by field and area, states of the municipality's cells, deliveries."""
    whole = reading(town, snapshot, audience, reference_date)
    fields = field_claims(whole, lang)
    counts = _counts(snapshot, audience, lang)
    sources = deliveries(snapshot, lang) if audience is Audience.INTERN else ()
    try:
        cells = state_counts(
            matrix(snapshot, audience=audience, reference_date=reference_date, settings=town.thresholds), lang
        )
        notes: tuple[str, ...] = ()
    except ParameterError:  # a town whose own area is not delivered yet
        cells, notes = (), (_NO_AREAS.get(lang),)
    total = sum(c.count for c in counts)
    return Overview(
        town=town_info(town),
        lead=_LEAD.format(
            count=total,
            records=format_decimal(total, locale=lang),
            sources=counted(len(_source_graphs(snapshot)), *_SOURCES),
        ).get(lang),
        counts=counts,
        state_counts=cells,
        completeness=table(fields, lang),
        fields=fields,
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


def _name(whole: Reading) -> str:
    town = whole.municipality
    return whole.areas[town].name if town is not None else whole.snapshot.ags


__all__ = ["deliveries", "overview", "town_info"]

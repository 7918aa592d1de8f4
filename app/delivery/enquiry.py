"""The enquiry "Stimmt das noch?": what is known about a provider, as a workbook to confirm or correct.

It holds the provider, its offers with coverages and fundings, and their sites; nothing that is protected, and small
numbers only as the Stand shows them. The workbook is written from a view that passed the gate, and from nothing else.
"""

import re
from collections.abc import Iterable
from typing import Final

from rdflib import URIRef

from app.cockpit.overviews import town_info
from app.errors import RequestError
from app.protection import statement
from app.records.editing import record_of, sheet_of, speaking
from app.records.rows import Reader, reader_of
from app.records.views import EnquirySheet, EnquiryView
from app.town import OpenTown
from graph.sources import source_of
from graph.town import Snapshot
from loaders import write_records
from loaders.answers import with_answers
from loaders.concepts import concept_text
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import DCTERMS
from ontology.sheets import SheetSpec
from ontology.terms import SOZ
from ontology.words import words_of
from queries.rq import fill
from shapes import sheet_specs

_WORDS = words_of(__name__)
_PROVIDER: URIRef = CL["quellenart-traeger"]
_ENDED: URIRef = CL["angebotsstatus-beendet"]
_WITHHELD: Final = re.compile(r"\[(?:geschützt|intern|Person|protected|internal|person)\]")


def enquiry(town: OpenTown, snapshot: Snapshot, key: str, lang: str) -> EnquiryView:
    """The enquiry to a provider.

    Raises:
        RequestError: there is no such provider.
    """
    secrets = town.secrets(snapshot)
    reader = reader_of(snapshot, secrets)
    spec = sheet_of("traeger")
    provider = record_of(town, spec, key)
    if not reader.row(spec, provider).exists:
        raise RequestError(f"Träger {key} gibt es nicht. Siehe 'querblick record list traeger'")
    records = _records(snapshot, provider)
    sheets = []
    for one in sheet_specs():
        wanted = [r for r in records.get(one.cls, ()) if str(r) not in secrets.protected]
        rows = [reader.row(one, record).texts for record in wanted]
        filled = tuple(
            tuple(row.items()) for row in sorted(rows, key=lambda r: next(iter(r.values()), "")) if row
        )
        if filled:
            sheets.append(EnquirySheet(one.tag, filled))
    source, title = _source(reader, spec, provider, records)
    cover = {
        "quelle": source,
        "titel": title,
        "art": concept_text(_PROVIDER, lang),
        "gemeinde": town_info(town).name,
        "ags": town.ags,
    }
    name = _WORDS("file", lang, key=key.lower())
    return EnquiryView(key, reader.name(provider), name, source, tuple(cover.items()), tuple(sheets), lang)


def workbook(view: EnquiryView) -> bytes:
    """The workbook of an enquiry that passed the gate. A cell of which something was withheld stays empty."""
    specs = with_answers(sheet_specs())
    rows = {
        sheet.tag: [{tag: text for tag, text in row if not _WITHHELD.search(text)} for row in sheet.rows]
        for sheet in view.sheets
    }
    return write_records(specs, rows, cover=dict(view.cover), lang=view.lang, empty=False)


def _records(snapshot: Snapshot, provider: URIRef) -> dict[URIRef, list[URIRef]]:
    """Class → the records of a provider."""
    offers = [
        offer
        for offer in _pointing(snapshot, [provider], SOZ.providedBy)
        if _ENDED not in _values(snapshot, [offer], SOZ.status)
    ]
    return {
        SOZ.Provider: [provider],
        SOZ.Site: _values(snapshot, offers, SOZ.atSite),
        SOZ.Offer: offers,
        SOZ.Coverage: _values(snapshot, offers, SOZ.hasCoverage),
        SOZ.Funding: _pointing(snapshot, offers, SOZ.funds),
    }


def _pointing(snapshot: Snapshot, values: list[URIRef], path: URIRef) -> list[URIRef]:
    return _ask(snapshot, "pointing_to.rq", {"value": values, "path": [path]}, 0) if values else []


def _values(snapshot: Snapshot, records: list[URIRef], path: URIRef) -> list[URIRef]:
    return _ask(snapshot, "facts_of.rq", {"record": records, "path": [path]}, 2) if records else []


def _ask(snapshot: Snapshot, name: str, values: dict[str, list[URIRef]], column: int) -> list[URIRef]:
    graph = iris.stand_graph(snapshot.ags, Audience.INTERN)
    rows = snapshot.engine.select(fill(statement(name), values, name), [graph]).rows
    return sorted({value for row in rows if isinstance(value := row[column], URIRef)})


def _source(
    reader: Reader, spec: SheetSpec, provider: URIRef, records: dict[URIRef, list[URIRef]]
) -> tuple[str, str]:
    """Key and title of the provider's own source: the one it delivers with, or one of its own for answers."""
    titles = dict(_provider_sources(reader.snapshot))
    asked: Iterable[tuple[SheetSpec, URIRef]] = (
        (spec, provider),
        *((sheet_of("angebot"), offer) for offer in records[SOZ.Offer]),
    )
    for one, record in asked:
        own = [key for key in speaking(reader, one, record) if key in titles]
        if own:
            return own[0], titles[own[0]]
    key = str(provider).rpartition("organisation-")[2]
    return f"bestaetigung-{key}", f"Rückmeldung {reader.name(provider)}"


def _provider_sources(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    for graph in snapshot.engine.graph_names():
        found = source_of(snapshot.ags, graph)
        if found is None:
            continue
        node = iris.source(snapshot.ags, found[0])
        query = fill(statement("about.rq"), {"record": [node]}, "about.rq")
        facts = {
            p: v for _, p, v in snapshot.engine.select(query, [iris.provenance_graph(snapshot.ags)]).rows
        }
        if facts.get(SOZ.sourceKind) == _PROVIDER:
            yield found[0], str(facts.get(DCTERMS.title) or found[0])

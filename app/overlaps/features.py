"""Both offers of a pair side by side, feature by feature, and what joins them."""

from collections.abc import Iterable

from rdflib import URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from app.answers import translating as answers
from app.display import Labels, cell, iri_label, term_label
from app.overlaps.words import NOT_COLLECTED
from app.views import CellKind, CellView, ColumnView, Row, TableView
from ontology.terms import SOZ
from queries.answer import Block
from queries.asking import Asking
from queries.overlap_list import ListedPair
from queries.words import Words

_FEATURES = (
    SOZ.providedBy, SOZ.serviceType, SOZ.pillarDelivered, SOZ.pillarPaid, SOZ.legalBasis, SOZ.sovereignTask,
    SOZ.interventionLevel, SOZ.deliveryMode, SOZ.accessFeature, SOZ.referralRequired, DCTERMS.language,
)  # fmt: skip


def features_table(asking: Asking, pair: ListedPair, lang: str) -> TableView:
    """Both offers, feature by feature; the names of the offers are records that lead to where they come from."""
    offers = (pair.one, pair.other)
    named = [v for offer in offers for values in offer.features.values() for v in values]
    named += [funder for offer in offers for funder in offer.funders]
    labels = asking.reading.labels([*named, pair.one.iri, pair.other.iri])
    columns = (
        ColumnView("feature", _FEATURE.get(lang), CellKind.TEXT),
        ColumnView("one", iri_label(pair.one.iri, lang, labels), CellKind.RECORD),
        ColumnView("other", iri_label(pair.other.iri, lang, labels), CellKind.RECORD),
        ColumnView("differs", _DIFFERS.get(lang), CellKind.TEXT),
    )
    first = (
        CellView(_OFFER.get(lang)), cell(pair.one.iri, CellKind.RECORD, lang, labels),
        cell(pair.other.iri, CellKind.RECORD, lang, labels), CellView(""),
    )  # fmt: skip
    rows = [
        _feature(term_label(name, lang), [o.features.get(name, set()) for o in offers], lang, labels)
        for name in _FEATURES
    ]
    funders = _feature(_FUNDERS.get(lang), [offer.funders for offer in offers], lang, labels)
    return TableView(_SIDE_BY_SIDE.get(lang), columns, (first, *rows, funders), name="features")


def joined_table(found: Block, asking: Asking, lang: str) -> TableView:
    """The records that join the two."""
    named = [value for line in found.rows for value in line.values() if isinstance(value, URIRef)]
    table = answers.table(found, lang, asking.reading.labels(named))
    return TableView(
        _JOINED.get(lang), table.columns, table.rows, note=_NOTHING_JOINS.get(lang), name="joined"
    )


def _feature(name: str, values: list[Iterable[Node]], lang: str, labels: Labels) -> Row:
    texts = [
        sorted({cell(v, CellKind.TEXT, lang, labels).text for v in own}, key=str.casefold) for own in values
    ]
    differs = "" if not all(texts) else (_NO if texts[0] == texts[1] else _YES).get(lang)
    shown = [CellView("; ".join(own) if own else NOT_COLLECTED.get(lang)) for own in texts]
    return CellView(name), shown[0], shown[1], CellView(differs)


_FEATURE, _OFFER, _DIFFERS = (
    Words("Merkmal", "Feature"),
    Words("Angebot", "Offer"),
    Words("Verschieden", "Different"),
)
_FUNDERS = Words("Geldgeber (bewilligt oder ausgezahlt)", "Funders (granted or paid)")
_YES, _NO = Words("ja", "yes"), Words("nein", "no")
_SIDE_BY_SIDE = Words("Beide Angebote nebeneinander", "Both offers side by side")
_JOINED = Words("Was beide verbindet", "What joins both")
_NOTHING_JOINS = Words(
    "Keine Kooperation und kein Gremium zum Thema mit beiden ist erfasst. Das heißt nicht, dass es keine Absprache gibt.",
    "No cooperation and no body on the topic with both is recorded. That does not mean that nothing was agreed.",
)

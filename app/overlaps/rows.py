"""From the list of overlaps to its views: pairs, counts by class, rows for exports, both offers side by side."""

from collections.abc import Collection, Iterable

from rdflib import URIRef

from app.coordination.agreements import subject_key
from app.display import Labels, code_text, iri_label
from app.gaps.choice import short
from app.gaps.matrices import claim_text, definition
from app.overlaps.answer import overlaps_answer
from app.overlaps.views import (
    KindView,
    OverlapPair,
    OverlapsView,
    SharedCellView,
    SideView,
    StepView,
)
from app.overlaps.words import KINDS, NOT_COLLECTED, TOGETHER, is_wanted, kind_key, kind_text
from app.views import CellKind, ChoiceView
from ontology.codes import CL
from ontology.vocabulary import label
from queries.asking import Asking
from queries.matrix import Mark
from queries.offers import Offer
from queries.overlap import Demand, Kind
from queries.overlap_list import ListedPair, OverlapList, SharedCell
from queries.words import Words

_MARKS = {
    Mark.NONE: ("none", None),
    Mark.REPORTED: ("reported", CL["bedarfsstatus-gemeldet"]),
    Mark.CHECKED: ("documented", CL["bedarfsstatus-geprueft"]),
    Mark.RECOGNISED: ("documented", CL["bedarfsstatus-anerkannt"]),
}


def key_of(pair: ListedPair) -> str:
    """The short key of a pair."""
    return subject_key(str(pair.need), str(pair.one.iri), str(pair.other.iri))


def overlaps_view(asking: Asking, found: OverlapList, lang: str) -> OverlapsView:
    """All pairs, sorted by need and the names of the offers, with counts by class."""
    labels = _labels(asking, found.pairs)
    pairs = sorted(
        (_pair(pair, labels, lang) for pair in found.pairs),
        key=lambda p: (p.need_label.casefold(), p.one.label.casefold(), p.other.label.casefold(), p.key),
    )
    pillars = sorted({pillar for pair in found.pairs for pillar in pair.pillars})
    return OverlapsView(
        answer=overlaps_answer(asking, found, tuple(pairs), lang),
        pairs=tuple(pairs),
        kinds=tuple(
            KindView(
                kind_key(kind), kind_text(kind_key(kind), lang), _meaning(kind, lang), is_wanted(kind),
                found.numbers[kind],
            )
            for kind in KINDS
        ),
        pillars=tuple(
            sorted((ChoiceView(str(p), label(p, lang)) for p in pillars), key=lambda c: c.label.casefold())
        ),
    )  # fmt: skip


def among(pair: OverlapPair, kinds: Collection[str], pillars: Collection[str]) -> bool:
    """Whether a pair is of one of these classes and touches one of these pillars (notations); empty = any."""
    return (not kinds or pair.kind in kinds) and (
        not pillars or any(short(p) in pillars for p in pair.pillars)
    )


def pair_view(asking: Asking, pair: ListedPair, lang: str) -> OverlapPair:
    """One pair."""
    return _pair(pair, _labels(asking, [pair]), lang)


def _labels(asking: Asking, pairs: Iterable[ListedPair]) -> Labels:
    found = list(pairs)
    things = {thing for pair in found for thing in (pair.need, *pair.groups, *pair.areas)}
    for pair in found:
        for offer in (pair.one, pair.other):
            things |= {offer.iri, *offer.providers, *offer.funders}
    return asking.reading.labels(sorted(things))


def _pair(pair: ListedPair, labels: Labels, lang: str) -> OverlapPair:
    key = kind_key(pair.kind)

    def names(things: Iterable[URIRef]) -> str:
        return ", ".join(sorted((iri_label(t, lang, labels) for t in things), key=str.casefold))

    return OverlapPair(
        key=key_of(pair),
        kind=key,
        kind_text=kind_text(key, lang),
        is_wanted=is_wanted(pair.kind),
        reason=pair.reason.get(lang),
        need=str(pair.need),
        need_label=iri_label(pair.need, lang, labels),
        field=str(pair.field),
        groups_text=names(pair.groups),
        areas_text=names(pair.areas),
        one=_side(pair.one, labels, lang),
        other=_side(pair.other, labels, lang),
        pillars=tuple(str(p) for p in sorted(pair.pillars)),
        together=str(pair.together),
        together_text=TOGETHER[pair.together].get(lang),
        together_reason=pair.together_words.get(lang),
        claim=str(pair.claim or ""),
        claim_text=claim_text(pair.claim, lang),
        demand_text=pair.demand_words.get(lang),
        is_demand_known=pair.demand is not Demand.UNKNOWN,
        has_capacity=pair.has_capacity,
        cells=tuple(_cell(each, labels, lang) for each in pair.cells),
        steps=tuple(StepView(s.question.get(lang), s.answer.get(lang), s.decides) for s in pair.steps),
        within_pillar=pair.within_pillar,
    )


def _side(offer: Offer, labels: Labels, lang: str) -> SideView:
    def names(things: Iterable[URIRef]) -> str:
        found = sorted((iri_label(t, lang, labels) for t in things), key=str.casefold)
        return ", ".join(found) or NOT_COLLECTED.get(lang)

    return SideView(
        iri=str(offer.iri),
        label=iri_label(offer.iri, lang, labels),
        provider=names(offer.providers),
        pillars=names(offer.pillars or offer.recorded_pillars),
        funders=names(offer.funders),
        checked=offer.checked_on,
    )


def _cell(found: SharedCell, labels: Labels, lang: str) -> SharedCellView:
    mark, status = _MARKS[found.mark]
    return SharedCellView(
        need=str(found.need),
        group=str(found.group),
        group_label=iri_label(found.group, lang, labels),
        area=str(found.area),
        area_label=iri_label(found.area, lang, labels),
        state=str(found.verdict.state),
        state_text=code_text(CellKind.STATE, found.verdict.state, lang),
        claim_text=claim_text(found.verdict.claim, lang),
        need_mark=mark,
        need_text=_NEED.format(status=label(status, lang)).get(lang) if status else _NO_NEED.get(lang),
    )


def _meaning(kind: Kind | None, lang: str) -> str:
    if kind is None:
        return _OPEN_MEANS.get(lang)
    return definition(kind.concept, lang) if kind.concept else _CAPACITY_MEANS.get(lang)


_OPEN_MEANS = Words(
    "Säule oder Interventionsstufe wenigstens eines Angebots ist nicht erhoben, oder es gehört zu keiner Leistungssäule.",
    "Pillar or intervention level of at least one offer was not collected, or it belongs to no pillar of benefits.",
)
_CAPACITY_MEANS = Words(
    "Der festgestellte Bedarf ist größer als die Kapazität aller Angebote: sie werden gebraucht.",
    "The documented need exceeds the capacity of all offers: they are needed.",
)
_NEED = Words("Bedarf {status}", "need {status}")
_NO_NEED = Words("kein Bedarf festgestellt", "no need stated")

"""Needs and groups that offers of two sides share, and whether the two work together on them."""

from collections import defaultdict
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology.vocabulary import label
from queries.answer import Row
from queries.asking import Asking
from queries.connections import unconnected
from queries.cooperations import Cooperations
from queries.hidden_ties import HiddenTies
from queries.provider_network import untyped_links
from queries.reading import iri, iri_or_none
from queries.verdict import Claim, Grade, as_far_as_known, weaker
from queries.words import Words

Cell = tuple[URIRef, URIRef]


@dataclass(slots=True)
class Side:
    """The active offers of one side, with their providers, and the needs and groups their coverages name."""

    offers: dict[URIRef, set[URIRef]] = field(default_factory=dict)
    coverages: dict[URIRef, URIRef] = field(default_factory=dict)
    named: defaultdict[Cell, set[URIRef]] = field(default_factory=lambda: defaultdict(set))

    @property
    def members(self) -> frozenset[URIRef]:
        """Offers and their providers."""
        return self.with_providers(set(self.offers))

    def with_providers(self, offers: set[URIRef]) -> frozenset[URIRef]:
        """These offers and their providers."""
        return frozenset(offers).union(*(self.offers[offer] for offer in offers))


@dataclass(frozen=True, slots=True)
class _Shared:
    """A need and a group with the offers of both sides that cover it, and what joins these."""

    at: Cell
    ours: set[URIRef]
    theirs: set[URIRef]
    agreed: list[tuple[URIRef, URIRef]]
    is_same_provider: bool
    is_open: bool

    @property
    def is_apart(self) -> bool:
        """Whether nothing joins them, nor may do so."""
        return not (self.agreed or self.is_same_provider or self.is_open)


def side_of(asking: Asking, name: str) -> Side:
    """The side of that name among the rows (?side ?offer ?provider ?coverage ?need ?group)."""
    side = Side()
    for row in asking.rows:
        if str(row["side"]) != name:
            continue
        offer, provider = iri(row["offer"]), iri_or_none(row["provider"])
        side.offers.setdefault(offer, set()).update({provider} if provider else ())
        coverage, need, group = (
            iri_or_none(row["coverage"]),
            iri_or_none(row["need"]),
            iri_or_none(row["group"]),
        )
        if coverage:
            side.coverages[coverage] = offer
        if need and group:
            side.named[need, group].add(offer)
    return side


def shared_rows(
    asking: Asking, here: Side, there: Side, pillars: set[URIRef]
) -> tuple[list[Row], list[list[URIRef]]]:
    """Pairs of need and group that an offer of one side names and a different offer of the other side covers."""
    found = _shared(asking, here, there)
    town = asking.reading.municipality
    claim, grounds = unconnected(
        asking, pillars, town, holds_within=lambda: _holds_within(asking, found, pillars)
    )
    rows: list[Row] = []
    for cell in found:
        row: Row = {
            "need": cell.at[0],
            "group": cell.at[1],
            "offers": Literal(len(cell.ours)),
            "otherOffers": Literal(len(cell.theirs)),
            "bothOffers": Literal(len(cell.ours & cell.theirs)),
        }
        if cell.agreed:
            kinds = sorted({kind for _, kind in cell.agreed})
            row["agreed"] = Words(*(", ".join(label(kind, lang) for kind in kinds) for lang in ("de", "en")))
        elif cell.is_same_provider:
            row["agreed"] = _SAME_PROVIDER
        else:
            own = weaker(claim, Claim.HINT) if cell.is_open else claim
            row["claim"] = Literal(str(own))
            row["reason"] = _NOT_AGREED.format(known=as_far_as_known(own)) + (
                _UNTYPED if cell.is_open else grounds
            )
        rows.append(row)
    return rows, [
        [*sorted(cell.ours | cell.theirs), *(cooperation for cooperation, _ in cell.agreed)] for cell in found
    ]


def _shared(asking: Asking, here: Side, there: Side) -> list[_Shared]:
    """The cells both sides share, in order."""
    together = Cooperations(asking.reading)
    untyped = [{who for pair in link.participants for who in pair} for link in untyped_links(asking.reading)]
    found = []
    for need, group in sorted({*here.named, *there.named}):
        ours, theirs = _covering(asking, here, need, group), _covering(asking, there, need, group)
        if len(ours | theirs) < 2 or not ours or not theirs:
            continue
        one, other = here.with_providers(ours), there.with_providers(theirs)
        found.append(_Shared(
            (need, group), ours, theirs, together.binding(one, other),
            is_same_provider=bool((one & other) - ours - theirs),
            is_open=any(members & (one - other) and members & (other - one) for members in untyped),
        ))  # fmt: skip
    return found


def _holds_within(asking: Asking, found: list[_Shared], pillars: set[URIRef]) -> bool:
    """Whether of none of the cells "they do not work together" is untrue of all that is recorded.

    All or none: a single cell may be that of two offers, and would tell what joins them. Pillars of few providers are
    weakened by whatever is not shown.
    """
    whole, ties = asking.whole, HiddenTies(asking)
    if whole is None:
        return True
    if ties.are_few(pillars) and ties.is_something_hidden:
        return False
    joined = {
        cell.at
        for cell in _shared(whole, side_of(whole, "here"), side_of(whole, "there"))
        if not cell.is_apart
    }
    return not any(cell.is_apart and cell.at in joined for cell in found)


def _covering(asking: Asking, side: Side, need: URIRef, group: URIRef) -> set[URIRef]:
    cells = asking.cells
    return {
        offer
        for coverage, offer in side.coverages.items()
        if min(cells.fit("need", need, coverage), cells.fit("group", group, coverage)) >= Grade.GENERAL
    }


_NOT_AGREED = Words(
    "Keine verbindliche Kooperation zwischen beiden {known}.",
    "No binding cooperation between the two {known}.",
)
_SAME_PROVIDER = Words("derselbe Träger auf beiden Seiten", "the same provider on both sides")
_UNTYPED = Words(
    "Zwischen beiden gibt es eine Kooperation, deren Art nicht angegeben ist.",
    "There is a cooperation between the two the kind of which is not stated.",
)

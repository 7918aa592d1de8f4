"""Which offers reach which needs: what the questions share that ask about a need in an area, whoever has it.

Their query gives one row per need and offer with how well each facet fits; a facet that was not asked about does not
matter. What reaches a part counts as reaching, for these questions claim that nothing at all is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from queries.answer import Exclusion
from queries.asking import Asking
from queries.matrix import named_groups, row_needs
from queries.reading import Binding, iri, text
from queries.verdict import Claim, Grade
from queries.weight import weakest
from queries.words import Words

_PART = int(Grade.PART)


@dataclass(slots=True)
class Reached:
    """The offers at a need: those that reach it, and those that may, but leave open need, group or area."""

    need: URIRef
    certain: set[URIRef] = field(default_factory=set)
    perhaps: set[URIRef] = field(default_factory=set)


def reached(asking: Asking) -> list[Reached]:
    """The needs of the matrix that an offer reaches or may reach, in the order of the matrix."""
    found: dict[URIRef, Reached] = {}
    for row in asking.rows:
        place = found.setdefault(iri(row["need"]), Reached(iri(row["need"])))
        (place.certain if _is_certain(asking, row) else place.perhaps).add(iri(row["offer"]))
    for place in found.values():
        place.perhaps -= place.certain
    return [found[need] for need in row_needs(asking.reading, asked(asking, "field")) if need in found]


def not_reached(asking: Asking, places: list[Reached]) -> list[URIRef]:
    """The needs of the matrix that no recorded offer reaches."""
    known = {place.need for place in places}
    return [need for need in row_needs(asking.reading, asked(asking, "field")) if need not in known]


class Claims:
    """The weight of "nothing like that for this need" in the area and for the groups asked about."""

    def __init__(self, asking: Asking) -> None:
        self._declarations = asking.declarations
        group, area = asked(asking, "group"), asking.area("area")
        self._groups = [group] if group else named_groups(asking.reading)
        self._areas = [area] if area else []
        self._found: dict[URIRef, tuple[Claim, Words]] = {}

    def at(self, need: URIRef) -> tuple[Claim, Words]:
        """The claim for a need, and what it rests on."""
        if need not in self._found:
            self._found[need] = weakest(self._declarations, [need], self._groups, self._areas)
        return self._found[need]


def without_offer(asking: Asking, places: list[Reached]) -> Exclusion:
    """Needs without any recorded offer: another question, and no gap by itself."""
    return Exclusion(_WITHOUT, len(not_reached(asking, places)))


def asked(asking: Asking, name: str) -> URIRef | None:
    """The concept of a parameter; None = no restriction."""
    term = asking.term(name)
    return term if isinstance(term, URIRef) else None


def values_by_offer(rows: Iterable[Binding], name: str) -> Mapping[URIRef, set[URIRef]]:
    """Offer → the IRIs it has in a column."""
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in rows:
        if isinstance(value := row[name], URIRef):
            found[iri(row["offer"])].add(value)
    return found


def _is_certain(asking: Asking, row: Binding) -> bool:
    fits = [row["needFit"]]
    fits += [row["groupFit"]] if asked(asking, "group") else []
    fits += [row["areaFit"]] if asking.area("area") else []
    return all(int(text(fit)) >= _PART for fit in fits)


_WITHOUT = Words("Bedarfe ohne erfasstes Angebot (siehe A1)", "Needs without recorded offer (see A1)")

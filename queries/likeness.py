"""Which records of a town may be one and the same: same name, or same address and telephone.

Only for pointing out; who decides is the steward. Nothing protected takes part: that a protected site is like another
one would tell where it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from rdflib import URIRef

from graph.protection import protected_types
from ontology.terms import CL, SOZ
from ontology.vocabulary import fold
from queries.reading import Binding, day_or_none, iri, iri_or_none, text

_PROTECTED: URIRef = CL["offenlegung-geschuetzt"]
_ENDED: URIRef = CL["angebotsstatus-beendet"]
_ORGANISATIONS = frozenset((SOZ.Provider, SOZ.CostBearer))
# Legal forms as they end a folded name; a longer one stands before one it ends with.
_FORMS = (
    "e v",
    "ggmbh",
    "g gmbh",
    "gmbh",
    "gug",
    "ug",
    "gag",
    "ag",
    "eg",
    "gbr",
    "kdoer",
    "kg",
    "ohg",
    "stiftung",
)
_NOT_DIGIT = re.compile(r"\D+")
_COUNTRY = re.compile(r"^(?:0049|49(?=\d{8}))")


@dataclass(slots=True)
class Thing:
    """A record with what it may be recognised by."""

    iri: URIRef
    key: str
    name: str
    kinds: set[URIRef] = field(default_factory=set)
    providers: set[URIRef] = field(default_factory=set)
    types: set[URIRef] = field(default_factory=set)
    sites: set[URIRef] = field(default_factory=set)
    areas: set[URIRef] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    is_protected: bool = False
    is_over: bool = False

    @property
    def stem(self) -> str:
        """The name without its legal form, letters and digits only."""
        return _stem_and_form(self.name)[0]

    @property
    def form(self) -> str:
        """The legal form in the name, nothing if it names none."""
        return _stem_and_form(self.name)[1]

    @property
    def is_offer(self) -> bool:
        """Whether it is an offer, which is only like others of the same provider."""
        return SOZ.Offer in self.kinds

    @property
    def kind(self) -> URIRef:
        """The class it is shown as."""
        return min(self.kinds)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records with what they have in common. `provider`: of two offers, one they share."""

    one: Thing
    other: Thing
    same_name: bool
    same_place: bool
    provider: URIRef | None = None


def things(rows: Iterable[Binding], today: date) -> list[Thing]:
    """The records among the rows of the question; an offer is found at the address of its sites."""
    found: dict[URIRef, Thing] = {}
    for row in rows:
        record = iri(row["record"])
        thing = found.setdefault(record, Thing(record, text(row["key"]), text(row["name"])))
        thing.kinds.add(iri(row["kind"]))
        for name, values in (("provider", thing.providers), ("type", thing.types), ("site", thing.sites),
                             ("area", thing.areas)):  # fmt: skip
            if value := iri_or_none(row[name]):
                values.add(value)
        if row["street"] is not None:
            parts = (text(row["street"]), text(row["number"]), text(row["postcode"]))
            thing.addresses.add(_address(" ".join(parts)))
        if row["phone"] is not None:
            thing.phones.add(_phone(text(row["phone"])))
        until = day_or_none(row["until"])
        thing.is_over |= row["status"] == _ENDED or (until is not None and until < today)
        thing.is_protected |= row["disclosure"] == _PROTECTED or row["type"] in protected_types()
    for site in {
        site for thing in found.values() if thing.is_protected for site in thing.sites
    } & found.keys():
        found[site].is_protected = True
    for thing in found.values():
        for at in (found[s] for s in sorted(thing.sites & found.keys())):
            thing.is_protected |= at.is_protected
            if not at.is_protected:
                thing.addresses |= at.addresses
                thing.phones |= at.phones
    return list(found.values())


def pairs(compared: Iterable[Thing]) -> list[Likeness]:
    """Every two of them that have name or place in common."""
    found: dict[tuple[URIRef, URIRef], Likeness] = {}
    groups: defaultdict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in compared:
        for key in _keys(thing):
            groups[key].append(thing)
    for (marker, _, provider, *_), alike in sorted(groups.items(), key=str):
        for one, other in combinations(sorted(alike, key=lambda t: t.iri), 2):
            known = found.get((one.iri, other.iri))
            found[one.iri, other.iri] = Likeness(
                one, other,
                same_name=marker == "name" or (known is not None and known.same_name),
                same_place=marker == "place" or (known is not None and known.same_place),
                provider=provider if isinstance(provider, URIRef) else None,
            )  # fmt: skip
    return [found[pair] for pair in sorted(found)]


def _keys(thing: Thing) -> Iterator[tuple[object, ...]]:
    """What two records must share to be a pair: a marker, the sort of record, the provider, the rest."""
    sort = "organisation" if thing.kinds & _ORGANISATIONS else thing.kind
    for provider in sorted(thing.providers) if thing.is_offer else [None]:
        if thing.stem:
            yield "name", sort, provider, thing.stem
        for address in sorted(thing.addresses):
            for phone in sorted(thing.phones):
                for service in sorted(thing.types) if thing.is_offer else [None]:
                    yield "place", sort, provider, address, phone, service


def _stem_and_form(name: str) -> tuple[str, str]:
    folded = fold(name)
    for form in _FORMS:
        if folded.endswith(f" {form}"):
            return folded.removesuffix(form).replace(" ", ""), form.replace(" ", "")
    return folded.replace(" ", ""), ""


def _address(written: str) -> str:
    words = ["str" if word == "strasse" else word for word in fold(written).split()]
    return "".join(word.removesuffix("asse") if word.endswith("strasse") else word for word in words)


def _phone(written: str) -> str:
    digits = _NOT_DIGIT.sub("", written)
    return _COUNTRY.sub("0", digits)

"""Target groups as sets of traits with an age range: who is meant, and who is included."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.term import Node

from ontology.namespaces import SKOS, namespace
from ontology.vocabulary import vocabulary
from queries.reading import Reading, iri

AGE_FACET: URIRef = namespace("zg")["ZG-A"]


@dataclass(frozen=True, slots=True)
class Ages:
    """A range of completed years, inclusive; None = open."""

    lowest: int | None = None
    highest: int | None = None

    def holds(self, age: int) -> bool:
        """Whether somebody of that age is within."""
        return (self.lowest is None or self.lowest <= age) and (self.highest is None or age <= self.highest)

    @property
    def is_open(self) -> bool:
        """Whether no age is named at all."""
        return self.lowest is None and self.highest is None


@dataclass(frozen=True, slots=True)
class Group:
    """A target group. `broader` holds itself and all above it, `traits` what it combines, else itself."""

    iri: URIRef
    ages: Ages
    broader: frozenset[URIRef]
    traits: frozenset[URIRef]


def load_groups(reading: Reading) -> dict[URIRef, Group]:
    """All target groups of the vocabulary and the town."""
    broader: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    traits: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    ages: dict[URIRef, Ages] = {}
    for row in reading.facts("groups"):
        group = iri(row["group"])
        broader[group].add(iri(row["broader"]))
        ages[group] = ages_of(row)
        if isinstance(row["trait"], URIRef):
            traits[group].add(row["trait"])
    return {
        group: Group(group, ages[group], frozenset(above), frozenset(traits[group] or {group}))
        for group, above in broader.items()
    }


def ages_of(row: Mapping[str, Node | None]) -> Ages:
    """The range in the columns `minAge` and `maxAge`."""
    low, high = row["minAge"], row["maxAge"]
    return Ages(None if low is None else int(str(low)), None if high is None else int(str(high)))


def is_phase_of_life(group: Group) -> bool:
    """Whether the group is nothing but an age."""
    return AGE_FACET in group.broader and group.traits == {group.iri}


def is_facet(group: URIRef) -> bool:
    """Whether a group is only the heading of a facet, or everybody."""
    return (group, SKOS.topConceptOf, None) in vocabulary()


def takes_up(follower: Group, before: Iterable[Group], age: int, groups: Mapping[URIRef, Group]) -> bool:
    """Whether `follower` includes people of one of the groups in `before` who have reached `age`.

    Its age range must hold the age, and every trait that is not an age must be one those people have.
    """
    if not follower.ages.holds(age):
        return False
    other_traits = {t for t in follower.traits if t not in groups or not is_phase_of_life(groups[t])}
    return any(other_traits <= group.broader for group in before)

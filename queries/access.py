"""Whether people can use an offer: the features of access a group needs, and what offers answer about them.

An answer is yes, partly, no, or not checked. What nobody stated is not checked, and so is what two columns contradict
each other about. An offer is usable if every feature needed has the answer yes; one partly or no rules it out;
otherwise nobody knows.
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property

from rdflib import URIRef

from queries.reading import TRUE, Binding, Reading, iri, text
from queries.words import NO_WORDS, Words


class Answer(StrEnum):
    """What is known about a feature of an offer."""

    YES = "ja"
    PARTLY = "teilweise"
    NO = "nein"
    UNCHECKED = "nicht_geprueft"


class Use(StrEnum):
    """Whether an offer can be used with certain needs of access."""

    USABLE = "usable"
    UNCHECKED = "unchecked"
    UNUSABLE = "unusable"


class Access:
    """The features groups of a town need, and what its active offers answer."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def needed(self, groups: Iterable[URIRef]) -> list[URIRef]:
        """The features that people need who belong to all of these groups."""
        return sorted({feature for group in groups for feature in self._required[group]})

    def answer(self, offer: URIRef, feature: URIRef) -> Answer:
        """What an offer answers about a feature."""
        said = self._answers[offer, feature]
        return next(iter(said)) if len(said) == 1 else Answer.UNCHECKED

    def is_contradictory(self, offer: URIRef, feature: URIRef) -> bool:
        """Whether an offer gives several answers about a feature."""
        return len(self._answers[offer, feature]) > 1

    def says_something(self, offer: URIRef) -> bool:
        """Whether any feature of access is stated for an offer."""
        return offer in self._said

    def use(self, offer: URIRef, features: Iterable[URIRef]) -> Use:
        """Whether an offer is usable for somebody who needs these features; without any, nobody can tell."""
        answers = {self.answer(offer, feature) for feature in features}
        if answers & {Answer.NO, Answer.PARTLY}:
            return Use.UNUSABLE
        return Use.USABLE if answers == {Answer.YES} else Use.UNCHECKED

    def lacking(self, offer: URIRef, features: Iterable[URIRef]) -> Words:
        """The features an offer does not fulfil, with its answer."""
        parts = [
            self._reading.named([feature]) + _LACKING[answer]
            for feature in features
            if (answer := self.answer(offer, feature)) in _LACKING
        ]
        return joined(parts)

    def with_answer(self, offer: URIRef, features: Iterable[URIRef], answer: Answer) -> Words:
        """The features an offer gives this answer about."""
        return self._reading.named(f for f in features if self.answer(offer, f) is answer)

    @cached_property
    def _required(self) -> defaultdict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._reading.facts("required_access"):
            found[iri(row["group"])].add(iri(row["feature"]))
        return found

    @cached_property
    def _answers(self) -> defaultdict[tuple[URIRef, URIRef], set[Answer]]:
        found: defaultdict[tuple[URIRef, URIRef], set[Answer]] = defaultdict(set)
        for row in self._rows:
            found[iri(row["offer"]), iri(row["feature"])].add(Answer(text(row["answer"])))
        return found

    @cached_property
    def _said(self) -> set[URIRef]:
        return {iri(row["offer"]) for row in self._rows if row["stated"] == TRUE}

    @cached_property
    def _rows(self) -> list[Binding]:
        return self._reading.facts("access_answers")


def joined(parts: Iterable[Words]) -> Words:
    """Several texts one after the other, with commas."""
    all_parts = [part for part in parts if part != NO_WORDS]
    return Words(", ".join(part.de for part in all_parts), ", ".join(part.en for part in all_parts))


_LACKING = {Answer.PARTLY: Words("(teilweise)", "(in part)"), Answer.NO: Words("(nein)", "(no)")}

"""Which entities of a delivery are probably one, among themselves and with what is known.

Not every pair is looked at: entities meet over a shared identifier, spelling, telephone or e-mail address, or over a
word that sounds the same, rare words first. So twenty thousand meet twenty thousand in seconds, not in hours.
"""

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from rdflib import URIRef

from loaders.entity_compare import Entity, FieldScore, Match, MatchLevel, compare
from loaders.entity_fields import phone_digits
from loaders.entity_names import name_parts
from loaders.phonetics import sound
from ontology.terms import SOZ
from ontology.vocabulary import ontology_graph

__all__ = ["Entity", "FieldScore", "Match", "MatchLevel", "candidates", "compare", "duplicates"]

_BEST = 5  # offers per entity: more than a person looks at
_LOOKED_AT = 24  # entities compared field by field with one entity
_CROWD = 300  # a word that so many share brings nobody together, unless it is the rarest of its name
_ORDER = {level: place for place, level in enumerate(MatchLevel)}
_SURE = 100.0  # weight of a meeting over something other than a word


def duplicates(entities: Sequence[Entity]) -> tuple[Match, ...]:
    """Pairs inside one file that are probably one, surest first; each pair once, `left` standing first in the file.

    Of one entity at most five pairs are told.
    """
    meeting = _Meeting(entities, entities)
    place = {entity.key: position for position, entity in enumerate(entities)}
    found: dict[tuple[str, str], Match] = {}
    for entity in entities:
        others = (other for other in meeting.others(entity) if other.key != entity.key)
        for match in _best(entity, others, meeting.weight):
            first, second = sorted((match.left, match.right), key=lambda e: place[e.key])
            pair = (first.key, second.key)
            if pair not in found:
                told = match if match.left is first else compare(first, second, meeting.weight)
                if told is not None:
                    found[pair] = told
    return tuple(sorted(found.values(), key=_rank))


def candidates(entities: Sequence[Entity], known: Sequence[Entity]) -> Mapping[str, tuple[Match, ...]]:
    """For each delivered entity what it may be among the known ones.

    Returns:
        Key of the delivered entity (`Match.left`) → at most five matches, best first; no entry where there is none.
    """
    meeting = _Meeting(known, entities)
    found = {entity.key: _best(entity, meeting.others(entity), meeting.weight) for entity in entities}
    return {key: matches for key, matches in found.items() if matches}


class _Meeting:
    """Who meets whom. `weight`: word → how much it tells among all entities, 1..2."""

    def __init__(self, hosts: Sequence[Entity], guests: Sequence[Entity]) -> None:
        everybody = hosts if hosts is guests else [*hosts, *guests]
        used = Counter(word for entity in everybody for word in name_parts(entity.name).words)
        scale = math.log(1 + len(everybody)) or 1.0
        self.weight = {word: 1 + math.log(1 + len(everybody) / n) / scale for word, n in used.items()}
        self._hosts = hosts
        self._by_sign: dict[tuple[str, str, str], list[int]] = {}
        for place, entity in enumerate(hosts):
            for sign, _ in self._signs(entity):
                self._by_sign.setdefault((_kind(entity.cls), *sign), []).append(place)

    def others(self, entity: Entity) -> list[Entity]:
        """The hosts most worth comparing with `entity`, at most `_LOOKED_AT`."""
        kind = _kind(entity.cls)
        met: dict[int, float] = {}
        signs = [(self._by_sign.get((kind, *sign), []), weight) for sign, weight in self._signs(entity)]
        for number, (places, weight) in enumerate(sorted(signs, key=lambda entry: len(entry[0]) or math.inf)):
            if len(places) > _CROWD and number > 0 and weight < _SURE:
                continue
            for place in places:
                met[place] = met.get(place, 0.0) + weight
        best = heapq.nsmallest(_LOOKED_AT, met, key=lambda place: (-met[place], place))
        return [self._hosts[place] for place in best]

    def _signs(self, entity: Entity) -> Iterator[tuple[tuple[str, str], float]]:
        parts = name_parts(entity.name)
        yield from ((("identifier", identifier), _SURE) for identifier in sorted(entity.identifiers))
        yield ("spelling", parts.squeezed or entity.name), _SURE
        if len(parts.squeezed) >= 20:
            yield ("beginning", parts.squeezed[:20]), _SURE / 10
        if entity.phone:
            yield ("phone", phone_digits(entity.phone)), 2.0
        if entity.email:
            yield ("email", entity.email.casefold()), 2.0
        heard: dict[tuple[str, str], float] = {}
        for word in sorted(parts.words):
            weight = self.weight.get(word, 1.0)
            heard["sound", sound(word)] = max(heard.get(("sound", sound(word)), 0.0), weight)
            if len(word) >= 6:
                heard["opening", word[:5]] = weight / 2
                heard["ending", word[-5:]] = weight / 2
        yield from heard.items()


def _best(entity: Entity, others: Iterable[Entity], weight: Mapping[str, float]) -> tuple[Match, ...]:
    matches = (compare(entity, other, weight) for other in others)
    return tuple(sorted((match for match in matches if match and _worth_a_look(match)), key=_rank)[:_BEST])


def _worth_a_look(match: Match) -> bool:
    """Whether a person could decide that the two are one; a vague likeness with a plain difference is none."""
    if match.level is not MatchLevel.POSSIBLE:
        return True
    elsewhere = any(field.field == "place" and field.score == 0 for field in match.fields)
    return match.barrier not in {"umbrella", "level"} and not elsewhere


def _rank(match: Match) -> tuple[bool, int, float, str, str]:
    return match.barrier is not None, _ORDER[match.level], -match.score, match.left.key, match.right.key


@cache
def _kind(cls: URIRef) -> str:
    """Providers and payers share one kind of key, so the same body is found across them."""
    return str(ontology_graph().value(cls, SOZ.keySlug) or cls)

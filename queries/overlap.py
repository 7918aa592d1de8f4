"""Classes of overlaps: the decision tree, and the norms it rests on (`overlap.toml`).

An overlap is a pair of active offers of different providers with the same need, group, catchment and intervention level.
Most classes are wanted. The tree asks in this order, the first yes decides:

0. only a field, a facet or "everybody" is shared → UE-7, the data are too coarse
1. plurality is demanded, or choice would be lost → UE-1
2. demand is known and larger than capacity → no overlap, capacity is needed
3. they reach people in different ways → UE-2
4. public beside non-profit where subsidiarity applies → UE-5
5. both independent, same pillar, same funder → UE-1
6. bindingly coordinated or on a common body → UE-3
7. otherwise → UE-4, need for coordination
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rdflib import URIRef

from ontology.namespaces import namespace
from queries.words import Words


class Kind(StrEnum):
    """The classes of the overlap list; CAPACITY is the answer that there is no overlap at all."""

    PLURALITY = "UE-1"
    DIFFERENT = "UE-2"
    COORDINATED = "UE-3"
    UNCOORDINATED = "UE-4"
    SUBSIDIARITY = "UE-5"
    MULTIPLE_FUNDING = "UE-6"
    SPURIOUS = "UE-7"
    CAPACITY = "capacity"

    @property
    def concept(self) -> URIRef | None:
        """The concept of the class; None for CAPACITY."""
        return None if self is Kind.CAPACITY else namespace("ue")[str(self)]


WANTED = (Kind.PLURALITY, Kind.DIFFERENT, Kind.COORDINATED)


class Demand(StrEnum):
    """What is known about demand against capacity for what the pair shares."""

    UNKNOWN = "unknown"
    UNMET = "unmet"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Pair:
    """What the tree asks about two offers.

    Attributes:
        only_coarse: they share nothing but fields, facets or "everybody".
        plurality_demanded: a norm both rest on demands several providers.
        choice_lost: choice between providers applies, and without one of them fewer than two independent ones remain.
        demand: demand against capacity.
        access: how their ways of access differ, None if they do not as far as recorded.
        public_beside_nonprofit: one provider is public, the other non-profit.
        subsidiarity: a norm of subsidiarity applies, the task is neither sovereign nor a cash benefit.
        both_independent: neither provider is public.
        same_pillar, same_funder: they share one.
        coordination: what coordinates them, None if nothing is recorded.
    """

    only_coarse: bool = False
    plurality_demanded: bool = False
    choice_lost: bool = False
    demand: Demand = Demand.UNKNOWN
    access: Words | None = None
    public_beside_nonprofit: bool = False
    subsidiarity: bool = False
    both_independent: bool = False
    same_pillar: bool = False
    same_funder: bool = False
    coordination: Words | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """The class of a pair with the reason."""

    kind: Kind
    reason: Words


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the tree and what was answered; `decides` for the one the class comes from."""

    question: Words
    answer: Words
    decides: bool = False


def classify(pair: Pair) -> Overlap:
    """Walk the tree: the first question answered with yes gives class and reason."""
    return next(
        (Overlap(kind, why) for _, yes, _, kind, why in _questions(pair) if yes),
        Overlap(Kind.UNCOORDINATED, _UNCOORDINATED),
    )


def path(pair: Pair) -> tuple[Step, ...]:
    """The way through the tree to the class, in its order; what stands below the deciding question was not asked."""
    steps = list[Step]()
    for question, yes, no, _, _ in _questions(pair):
        steps.append(Step(question, _YES if yes else no, decides=yes))
        if yes:
            return tuple(steps)
    return (*steps, Step(_Q_OTHERWISE, _YES, decides=True))


def _questions(pair: Pair) -> tuple[tuple[Words, bool, Words, Kind, Words], ...]:
    """Question, whether the answer is yes, the words of a no, and class and reason of a yes."""
    demand = _NO if pair.demand is Demand.MET else _DEMAND_UNKNOWN
    return (
        (_Q_COARSE, pair.only_coarse, _NO, Kind.SPURIOUS, _COARSE),
        (_Q_DEMANDED, pair.plurality_demanded, _NOT_KNOWN, Kind.PLURALITY, _DEMANDED),
        (_Q_CHOICE, pair.choice_lost, _NO, Kind.PLURALITY, _CHOICE),
        (_Q_CAPACITY, pair.demand is Demand.UNMET, demand, Kind.CAPACITY, _CAPACITY),
        (_Q_ACCESS, pair.access is not None, _NOT_KNOWN, Kind.DIFFERENT, _ACCESS.format(access=pair.access)),
        (_Q_SUBSIDIARITY, pair.public_beside_nonprofit and pair.subsidiarity, _NO, Kind.SUBSIDIARITY, _SUBSIDIARITY),
        (_Q_ORDINARY, pair.both_independent and pair.same_pillar and pair.same_funder, _NO, Kind.PLURALITY, _ORDINARY),
        (_Q_COORDINATED, pair.coordination is not None, _NOT_KNOWN, Kind.COORDINATED, _COORDINATED.format(coordination=pair.coordination)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OverlapNorms:
    """The lists of `overlap.toml` as concepts."""

    choice: frozenset[URIRef]
    subsidiarity: frozenset[URIRef]
    cash: frozenset[str]
    access: frozenset[URIRef]
    peers: frozenset[URIRef]
    units: frozenset[URIRef]
    precedence: tuple[tuple[frozenset[URIRef], Words], ...]

    @staticmethod
    @cache
    def load() -> "OverlapNorms":
        """The lists that ship."""
        given = tomllib.loads(files(__package__).joinpath("overlap.toml").read_text("utf-8"))

        def concepts(prefix: str, notations: list[str]) -> frozenset[URIRef]:
            return frozenset(namespace(prefix)[notation] for notation in notations)

        return OverlapNorms(
            choice=concepts("sa", given["choice"]["pillars"]),
            subsidiarity=concepts("sa", given["subsidiarity"]["pillars"]),
            cash=frozenset(given["subsidiarity"]["cash"]),
            access=concepts("zu", given["access"]["features"]),
            peers=concepts("tt", given["access"]["peers"]),
            units=concepts("cl", given["capacity"]["units"]),
            precedence=tuple(
                (concepts("sa", entry["pillars"]), Words(entry["de"], entry["en"]))
                for entry in given["precedence"]
            ),
        )


_COARSE = Words(
    "Gemeinsam ist nur ein Handlungsfeld, eine Facette oder „alle“: genauer erfassen.",
    "They share only a field, a facet or “everybody”: record in more detail.",
)
_DEMANDED = Words(
    "Das Gesetz verlangt mehrere Träger verschiedener Ausrichtung.",
    "The law demands several different providers.",
)
_CHOICE = Words(
    "Wunsch- und Wahlrecht: Ohne eines der Angebote blieben weniger als zwei unabhängige Träger.",
    "Freedom of choice: without one of the offers fewer than two independent providers would remain.",
)
_CAPACITY = Words(
    "Der festgestellte Bedarf ist größer als die Kapazität aller Angebote: sie werden gebraucht.",
    "The documented need exceeds the capacity of all offers: they are needed.",
)
_ACCESS = Words(
    "Sie erreichen Menschen auf verschiedene Weise: {access}.", "They reach people differently: {access}."
)
_SUBSIDIARITY = Words(
    "Öffentlicher neben frei-gemeinnützigem Träger, wo das Gesetz freie Träger vorgehen lässt: Subsidiarität prüfen.",
    "A public beside a non-profit provider where the law gives independent ones precedence: check subsidiarity.",
)
_ORDINARY = Words(
    "Gewöhnliche Trägervielfalt: beide unabhängig, gleiche Säule, gleicher Geldgeber.",
    "Ordinary variety of providers: both independent, same pillar, same funder.",
)
_COORDINATED = Words("Abgestimmt: {coordination}.", "Coordinated: {coordination}.")
_UNCOORDINATED = Words(
    "Abstimmungsbedarf: verschiedene Säulen oder Geldgeber, keine verbindliche Kooperation und kein gemeinsames Gremium "
    "bekannt (soweit erfasst).",
    "Need for coordination: different pillars or funders, no binding cooperation and no common body known (as far as "
    "recorded).",
)
_YES, _NO = Words("ja", "yes"), Words("nein", "no")
_NOT_KNOWN = Words("nein, soweit erfasst", "no, as far as recorded")
_DEMAND_UNKNOWN = Words("nicht bekannt, daher weiter", "not known, so on to the next")
_Q_COARSE = Words(
    "Ist nur Grobes gemeinsam (Handlungsfeld, Facette, „alle“)?",
    "Do they share coarse tags only (field, facet, “everybody”)?",
)
_Q_DEMANDED = Words(
    "Verlangt das Gesetz mehrere Träger (etwa §§ 3, 8 SchKG)?",
    "Does the law demand several providers (such as §§ 3, 8 SchKG)?",
)
_Q_CHOICE = Words(
    "Ginge ohne eines der beiden die Wahl verloren (Wunsch- und Wahlrecht)?",
    "Would choice be lost without one of the two?",
)
_Q_CAPACITY = Words(
    "Ist der festgestellte Bedarf größer als die Kapazität?", "Does the documented need exceed capacity?"
)
_Q_ACCESS = Words("Erreichen sie Menschen auf verschiedene Weise?", "Do they reach people in different ways?")
_Q_SUBSIDIARITY = Words(
    "Steht ein öffentlicher neben einem freien Träger, wo freie Träger Vorrang haben?",
    "Does a public provider stand beside a non-profit one where independent ones come first?",
)
_Q_ORDINARY = Words(
    "Sind beide unabhängig, aus derselben Säule und mit demselben Geldgeber?",
    "Are both independent, of the same pillar and with the same funder?",
)
_Q_COORDINATED = Words(
    "Gibt es eine verbindliche Kooperation oder ein gemeinsames Gremium zum Thema?",
    "Is there a binding cooperation or a common body on the topic?",
)
_Q_OTHERWISE = Words(
    "Nichts davon: verschiedene Säulen oder Geldgeber, keine Abstimmung bekannt?",
    "None of these: different pillars or funders, no coordination known?",
)

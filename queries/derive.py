"""Brings the derived facts of a town up to date after a change.

The rules are `queries/rules/*.rq`, one CONSTRUCT each, in stages: what a stage wrote, later stages read. A rule with a
`focus` has a block `VALUES ?<focus> { UNDEF }` and is run for the changed records only; the others are small and always
run whole. Of what a rule yields only the difference to what is there is written, so a delivery touches only the facts
it changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from graph import Engine, Quad, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import prefixes
from ontology.terms import SOZ
from queries import rq
from queries.agreements import check_words
from queries.errors import QuestionFileError
from queries.header import parse_header
from queries.parameters import date_term
from queries.settings import Thresholds, shift_months
from queries.words import Words

# From so many changed records on it is quicker to derive everything than to name them in a query.
_WHOLE_FROM = 1_000


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    stage: Annotated[int, Field(ge=1)]
    writes: Annotated[tuple[str, ...], Field(min_length=1)]
    focus: str | None = None
    shift: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A derivation: the properties it writes, the stage it belongs to, the variable it can be narrowed by.

    `shift` moves the dates a property holds by a threshold in months (SPARQL has no portable way).
    """

    name: str
    title: Words
    stage: int
    writes: frozenset[URIRef]
    focus: str | None
    shift: Mapping[URIRef, str]
    text: str


@cache
def load_rules() -> tuple[Rule, ...]:
    """The shipped rules by stage.

    Raises:
        QuestionFileError: a file breaks an agreement.
    """
    return arrange(read_rule(name, rq.load("rules", name)) for name in rq.names("rules"))


def arrange(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules in the order of their stages.

    Raises:
        QuestionFileError: two rules write a property in different stages, or one narrowed and one whole: then each
            would remove what the other wrote.
    """
    ordered = tuple(sorted(rules, key=lambda rule: (rule.stage, rule.name)))
    owners: dict[URIRef, Rule] = {}
    for rule in ordered:
        for term in rule.writes:
            owner = owners.setdefault(term, rule)
            if (owner.stage, owner.focus is None) != (rule.stage, rule.focus is None):
                raise QuestionFileError(
                    f"{rule.name}.rq:header: {term} is also written by {owner.name}.rq; expected the same stage, and "
                    f"both with or both without 'focus'. Align them"
                )
    return ordered


def read_rule(name: str, text: str) -> Rule:
    """A rule from the text of its file.

    Raises:
        QuestionFileError: the file breaks an agreement.
    """
    file = f"{name}.rq"
    header = parse_header(text, file, _Header)
    check_words(text, file)
    if header.focus is not None and header.focus not in rq.values_blocks(text):
        raise QuestionFileError(f"{file}: no block VALUES ?{header.focus} {{ UNDEF }}; expected one. Add it")
    writes = frozenset(_expand(term) for term in header.writes)
    shift = {_expand(term): threshold for term, threshold in header.shift.items()}
    return Rule(name, header.title, header.stage, writes, header.focus, shift, text)


@dataclass(frozen=True, slots=True)
class RuleDeriver:
    """Derives by rules; implements `graph.Deriver`. `thresholds` decide how long a statement counts."""

    thresholds: Thresholds
    rules: tuple[Rule, ...]

    @classmethod
    def shipped(cls, thresholds: Thresholds | None = None) -> "RuleDeriver":
        """With the rules and, unless told otherwise, the thresholds that ship."""
        return cls(thresholds or Thresholds.load(), load_rules())

    @property
    def version(self) -> str:
        """Changes with every rule and threshold: a store built by another one has to be built anew."""
        parts = [rule.text for rule in self.rules] + [str(self.thresholds)]
        return sha256("\0".join(parts).encode()).hexdigest()[:16]

    def derive(self, engine: Engine, ags: str, audience: Audience, changed: frozenset[URIRef] | None) -> None:
        """Bring the derived graph of `audience` up to date.

        Args:
            engine: holds the new Stand already, and the derived facts as they were before.
            ags: the municipality key.
            audience: whose Stand.
            changed: the records that changed in any way; None = derive everything.
        """
        town = _Town(engine, ags, audience)
        focus = None if changed is None else town.affected(changed)
        if focus is None:
            town.drop_foreign(frozenset().union(*(rule.writes for rule in self.rules)))
        by_stage: defaultdict[int, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            by_stage[rule.stage].append(rule)
        for stage in sorted(by_stage):
            self._run(town, by_stage[stage], focus)

    def _run(self, town: "_Town", rules: Sequence[Rule], focus: frozenset[URIRef] | None) -> None:
        """Run the rules of a stage and write what differs."""
        wanted: set[Triple] = set()
        present: set[Triple] = set()
        for rule in rules:
            narrowed = focus if rule.focus is not None else None
            if narrowed is not None and not narrowed:
                continue
            wanted.update(self._facts(town, rule, narrowed))
            present.update(town.present(rule, narrowed))
        town.write(present - wanted, wanted - present)

    def _facts(self, town: "_Town", rule: Rule, focus: frozenset[URIRef] | None) -> Iterable[Triple]:
        text = rule.text
        if focus is not None and rule.focus is not None:
            text = rq.fill(text, {rule.focus: sorted(focus)}, rule.name)
        facts = town.engine.construct(text, town.graphs)
        if not rule.shift:
            return facts
        return [self._shifted(fact, rule.shift) for fact in facts]

    def _shifted(self, fact: Triple, shift: Mapping[URIRef, str]) -> Triple:
        subject, predicate, value = fact
        if predicate not in shift:
            return fact
        day = date.fromisoformat(str(value))
        return subject, predicate, date_term(shift_months(day, getattr(self.thresholds, shift[predicate])))


@dataclass(frozen=True, slots=True)
class _Town:
    """The graphs of one town and audience in an engine."""

    engine: Engine
    ags: str
    audience: Audience

    @property
    def derived(self) -> URIRef:
        return iris.derived_graph(self.ags, self.audience)

    @property
    def graphs(self) -> list[URIRef]:
        stand = iris.stand_graph(self.ags, self.audience)
        return [stand, self.derived, iris.VOCABULARY_GRAPH, iris.held_back_graph(self.ags)]

    def affected(self, changed: frozenset[URIRef]) -> frozenset[URIRef] | None:
        """The records whose facts may differ; None if that may be all of them."""
        if len(changed) > _WHOLE_FROM:
            return None
        values = {"changed": sorted(changed)}
        own = [iris.stand_graph(self.ags, self.audience), self.derived]
        # rows held back may bring a combined group that no record uses yet
        everything = [*own, iris.held_back_graph(self.ags)]
        if changed and self.engine.ask(
            rq.fill(rq.load("facts", "hierarchies"), values, "hierarchies"), everything
        ):
            return None
        neighbours = rq.fill(rq.load("facts", "neighbours"), values, "neighbours")
        rows = self.engine.select(neighbours, own).rows if changed else []
        # rows held back are not records of the Stand; whoever changed them does not name them
        rows += self.engine.select(rq.load("facts", "scoped"), self.graphs).rows
        return changed | {node for (node,) in rows if isinstance(node, URIRef)}

    def present(self, rule: Rule, focus: frozenset[URIRef] | None) -> list[Triple]:
        """What is there of the properties of a rule, for the records in focus or all."""
        values: dict[str, Sequence[URIRef | Literal | None]] = {"predicate": sorted(rule.writes)}
        if focus is not None:
            values["subject"] = sorted(focus)
        return self.engine.construct(rq.fill(rq.load("facts", "current"), values, "current"), [self.derived])

    def drop_foreign(self, known: frozenset[URIRef]) -> None:
        """Forget facts that no rule writes any more; contradictions between sources are not ours."""
        triples = self.engine.graph(self.derived)
        conflicts = {s for s, p, o in triples if p == RDF.type and o == SOZ.Conflict}
        self.write({t for t in triples if t[1] not in known and t[0] not in conflicts}, set())

    def write(self, gone: set[Triple], new: set[Triple]) -> None:
        if gone or new:
            self.engine.apply(self._quads(gone), self._quads(new))

    def _quads(self, triples: Iterable[Triple]) -> list[Quad]:
        return [(s, p, o, self.derived) for s, p, o in triples]


def _expand(term: str) -> URIRef:
    prefix, _, local = term.partition(":")
    return URIRef(prefixes()[prefix] + local)

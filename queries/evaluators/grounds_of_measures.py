"""M3: the chain from goal to decision for each measure, with the links that are missing or still open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rdflib import URIRef
from rdflib.term import Node

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.goals import ADOPTED, DECIDED, REJECTED, is_valid
from queries.reading import Binding, Reading, iri, iri_or_none, text
from queries.stated import DOCUMENTED
from queries.words import NO_WORDS, Words, counted

_GONE = frozenset((CL["bedarfsstatus-verworfen"], CL["bedarfsstatus-erledigt"]))


@dataclass(slots=True)
class Chain:
    """A measure with its links that hold, and with those recorded but still open."""

    measure: URIRef
    status: Node | None
    there: defaultdict[str, set[URIRef]] = field(default_factory=lambda: defaultdict(set))
    pending: defaultdict[str, set[URIRef]] = field(default_factory=lambda: defaultdict(set))

    @property
    def missing(self) -> list[str]:
        """The links of which nothing is recorded, in the order of the chain."""
        return [name for name in _LINKS if not self.there[name] and not self.pending[name]]

    @property
    def still_open(self) -> list[str]:
        """The links of which something is recorded, but nothing that holds yet."""
        return [name for name in _LINKS if not self.there[name] and self.pending[name]]

    def records(self, name: str) -> set[URIRef]:
        """What is shown of a link: what holds, else what is open."""
        return self.there[name] or self.pending[name]


def evaluate(asking: Asking) -> Outcome:
    """Measures with complete grounds, with open links, with missing ones; goals without measure."""
    goals = {
        iri(row["linked"]) for row in asking.rows if text(row["kind"]) == "goals" and _holds(asking, row)
    }
    chains, rejected = _chains(asking)
    wanted = asking.area("goal")
    shown = [c for c in chains if wanted is None or wanted in c.records("goal")]
    blocks: dict[str, list[Row]] = {"complete": [], "open": [], "incomplete": [], "goals": []}
    records: defaultdict[str, list[Sequence[URIRef]]] = defaultdict(list)
    for chain in shown:
        block = "incomplete" if chain.missing else "open" if chain.still_open else "complete"
        blocks[block].append(_row(asking.reading, chain, block))
        records[block].append([chain.measure, *sorted({r for name in _LINKS for r in chain.records(name)})])
    linked = {goal for chain in chains for goal in chain.there["goal"]}
    blocks["goals"] = [{"goal": goal} for goal in sorted(goals - linked) if wanted in (None, goal)]
    exclusions = (Exclusion(_REJECTED, rejected),)
    if not shown and not blocks["goals"]:
        return Outcome({"complete": []}, _NOTHING, exclusions)
    lead = _LEAD.format(
        measures=counted(len(shown), *_MEASURES), complete=len(blocks["complete"]), open=len(blocks["open"]),
        incomplete=len(blocks["incomplete"]), goals=counted(len(blocks["goals"]), *_GOALS),
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions, records=records)


def _chains(asking: Asking) -> tuple[list[Chain], int]:
    """The chain of each measure that is not rejected, and how many are."""
    chains: dict[URIRef, Chain] = {}
    rejected: set[URIRef] = set()
    for row in asking.rows:
        measure = iri_or_none(row["measure"])
        if measure is None or text(row["kind"]) == "goals":
            continue
        if row["status"] in REJECTED:
            rejected.add(measure)
            continue
        chain = chains.setdefault(measure, Chain(measure, row["status"]))
        linked, kind = iri_or_none(row["linked"]), text(row["kind"])
        if linked is None:
            continue
        if kind == "committee":  # the measure itself says who adopted it
            (chain.there if row["status"] in ADOPTED else chain.pending)["decision"].add(linked)
        elif row["state"] not in REJECTED and row["state"] not in _GONE:
            (chain.there if _holds(asking, row) else chain.pending)[kind].add(linked)
    return list(chains.values()), len(rejected)


def _holds(asking: Asking, row: Binding) -> bool:
    """Whether a link counts: valid, and for evidence and cost that what they hang on does, too."""
    if not is_valid(row, asking.reading.reference_date):
        return False
    state = row["state"]
    match text(row["kind"]):
        case "need":
            return state in DOCUMENTED
        case "evidence":
            return state in DOCUMENTED or state == DECIDED
        case "decision":
            return state == DECIDED
        case "cost":
            return state == DECIDED and row["amount"] is not None
        case _:
            return True


def _row(reading: Reading, chain: Chain, block: str) -> Row:
    def names(name: str) -> Words | None:
        records = chain.records(name)
        return reading.named(records) if records else None

    row: Row = {"measure": chain.measure, "status": chain.status}
    row |= {column: names(link) for link, column in _COLUMNS.items()}
    if block != "complete":
        row["open"] = _listed(_OPEN[name] for name in chain.still_open) if chain.still_open else None
    if block == "incomplete":
        row["missing"] = _listed(_LINKS[name] for name in chain.missing)
    return row


def _listed(words: Iterable[Words]) -> Words:
    given = list(words)
    return Words(", ".join(w.de for w in given), ", ".join(w.en for w in given)) if given else NO_WORDS


_COLUMNS = {
    "goal": "goals",
    "need": "needs",
    "evidence": "evidence",
    "cost": "costs",
    "decision": "decisions",
}
_LINKS = {
    "goal": Words("Ziel", "goal"),
    "need": Words("Bedarf", "need"),
    "evidence": Words("Beleg", "evidence"),
    "cost": Words("Kosten", "cost"),
    "decision": Words("Beschluss", "decision"),
}
_OPEN = {
    "goal": Words("Ziel gilt am Stichtag nicht", "goal not valid on the reference date"),
    "need": Words("Bedarf nicht geprüft oder nicht gültig", "need not checked or not valid"),
    "evidence": Words(
        "Beleg nur an einem offenen Bedarf oder Beschluss", "evidence only of an open need or decision"
    ),
    "cost": Words("Kosten ohne Betrag oder ohne Beschluss", "cost without amount or decision"),
    "decision": Words("Beschluss nicht gefasst", "decision not taken"),
}
_MEASURES = (Words("Maßnahme", "measure"), Words("Maßnahmen", "measures"))
_GOALS = (Words("Ziel ist", "goal has"), Words("Ziele sind", "goals have"))
_LEAD = Words(
    "{measures}: {complete} vollständig begründet, {open} mit offenen Gliedern, {incomplete} unvollständig (soweit erfasst). {goals} "
    "ohne erfasste Maßnahme.",
    "{measures}: {complete} with complete grounds, {open} with open links, {incomplete} incomplete (as far as recorded). {goals} no "
    "measure recorded.",
)
_NOTHING = Words(
    "0 Maßnahmen und 0 Ziele erfasst, keine Aussage möglich.",
    "0 measures and 0 goals recorded, no statement possible.",
)
_REJECTED = Words("Verworfene Maßnahmen", "Rejected measures")

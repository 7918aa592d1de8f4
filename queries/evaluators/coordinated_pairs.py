"""B4: overlaps that are coordinated, and those of which that is not known."""

from rdflib import Literal

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.hidden_ties import HiddenTies
from queries.overlap import Kind, classify
from queries.pair_rows import only, pair_row, uncoordinated
from queries.pairs import Pairs
from queries.words import Words, counted

_PAIR = ("need", "groups", "offer", "provider", "pillars", "otherOffer", "otherProvider", "otherPillars")
_NO_OVERLAP = {Kind.SPURIOUS: "spurious", Kind.CAPACITY: "needed"}


def evaluate(asking: Asking) -> Outcome:
    """Every overlap of B1 by whether it is coordinated."""
    pairs, ties = Pairs(asking), HiddenTies(asking)
    blocks: dict[str, list[Row]] = {"coordinated": [], "also": [], "open": [], "unknown": []}
    left_out = {"spurious": 0, "needed": 0}
    for pair in pairs.candidates():
        kind = classify(pairs.facts(pair)).kind
        if kind in _NO_OVERLAP:
            left_out[_NO_OVERLAP[kind]] += 1
            continue
        row = pair_row(asking.reading, pairs, pair) | {"kind": kind.concept}
        if pairs.coordination(pair) is None:
            claim, reason = uncoordinated(asking, pair, ties)
            row |= {"claim": Literal(str(claim)), "reason": reason}
            blocks["open"].append(only(row, "kind", *_PAIR, "claim", "reason"))
        else:
            block = "coordinated" if kind is Kind.COORDINATED else "also"
            blocks[block].append(only(row, "kind", "coordination", *_PAIR))
    for pair, reason in pairs.incomparable:
        row = pair_row(asking.reading, pairs, pair) | {"reason": reason}
        blocks["unknown"].append(only(row, "coordination", *_PAIR, "reason"))
    number = {name: len(rows) for name, rows in blocks.items()}
    together = number["coordinated"] + number["also"]
    lead = _LEAD.format(
        together=together, pairs=counted(together + number["open"], *_PAIRS), classed=number["coordinated"],
        open=number["open"], unknown=number["unknown"],
    )  # fmt: skip
    exclusions = (
        Exclusion(_SPURIOUS, left_out["spurious"]), Exclusion(_NEEDED, left_out["needed"]),
        coordination_left_out(asking.reading),
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions)


_PAIRS = (Words("Überschneidung", "overlap"), Words("Überschneidungen", "overlaps"))
_LEAD = Words(
    "{together} von {pairs} abgestimmt, davon {classed} als abgestimmte Struktur (UE-3); bei {open} ist keine Abstimmung bekannt "
    "(soweit erfasst). Weitere Paare, nicht vergleichbar: {unknown}.",
    "{together} of {pairs} coordinated, {classed} of them as coordinated structure (UE-3); of {open} no coordination is known (as "
    "far as recorded). Other pairs that cannot be compared: {unknown}.",
)
_SPURIOUS = Words("Nur scheinbare Überschneidungen (siehe B5)", "Spurious overlaps only (see B5)")
_NEEDED = Words("Paare, bei denen Kapazität fehlt (siehe B1)", "Pairs where capacity is missing (see B1)")

"""C2: cooperation norms, by what can be said about a structure that implements them."""

from collections import Counter

from rdflib import Literal

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.declarations import COOPERATING, LISTED
from queries.duties import Norm, missing, norms
from queries.parameters import date_term
from queries.verdict import Claim
from queries.words import Words, counted

_BLOCKS = ("missing", "unknown", "implemented", "future")


def evaluate(asking: Asking) -> Outcome:
    """Duties without structure, not to be judged, implemented (one row per structure), future."""
    found, lapsed = norms(asking)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    done = 0
    for norm in found:
        block, rows = _judged(asking, norm)
        blocks[block].extend(rows)
        done += block == "implemented"
    size = Counter({name: len(rows) for name, rows in blocks.items()})
    lead = _LEAD.format(
        norms=counted(len(found) - size["future"], *_NORMS), missing=size["missing"], unknown=size["unknown"], done=done
    )  # fmt: skip
    may = len(asking.reading.facts("cooperation_options"))
    return Outcome(blocks, lead, (lapsed, Exclusion(_MAY, may)))


def _judged(asking: Asking, norm: Norm) -> tuple[str, list[Row]]:
    row: Row = {
        "norm": norm.iri,
        "obligation": norm.obligation,
        "pillar": norm.pillar,
        "inForceFrom": date_term(norm.in_force_from) if norm.in_force_from else None,
    }
    if norm.is_future(asking.reading.reference_date):
        return "future", [{**row, "reason": _FUTURE}]
    structures = [r["structure"] for r in norm.rows if r["structure"] is not None]
    if structures:
        return "implemented", [{**row, "structure": s, "reason": _DONE} for s in structures]
    claim, grounds = missing(asking, norm, asking.reading.municipality, (LISTED, COOPERATING))
    row = {**row, "claim": Literal(str(claim)), "reason": _NOTHING + grounds}
    return ("missing" if claim is Claim.FIRM else "unknown"), [row]


_NORMS = (
    Words("Kooperationsnorm geprüft", "cooperation norm checked"),
    Words("Kooperationsnormen geprüft", "cooperation norms checked"),
)
_LEAD = Words(
    "{norms}: {missing} ohne Struktur, {unknown} nicht beurteilbar, {done} umgesetzt.",
    "{norms}: {missing} without structure, {unknown} not to be judged, {done} implemented.",
)
_FUTURE = Words("Noch nicht in Kraft.", "Not in force yet.")
_DONE = Words(
    "Diese Struktur nennt die Norm als Rechtsgrundlage.", "This structure names the norm as legal basis."
)
_NOTHING = Words(
    "Kein Gremium, keine Kooperation und keine Vereinbarung nennt diese Norm.",
    "No committee, cooperation or agreement names this norm.",
)
_MAY = Words(
    "Kooperationsnormen, die nur können und nicht verpflichten",
    "Cooperation norms that allow but do not oblige",
)

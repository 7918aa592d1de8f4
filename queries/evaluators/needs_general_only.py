"""A3: stated needs that only general offers cover."""

from collections.abc import Sequence

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.reading import Binding
from queries.stated import NEEDS, StatedNeed, left_out, no_statement_possible, stated_needs
from queries.verdict import Grade
from queries.words import Words, counted

_GENERAL = Literal(3)


def evaluate(asking: Asking) -> Outcome:
    """Needs with grade general, and which facet is the broader one."""
    needs = stated_needs(asking)
    documented = [need for need in needs if need.is_documented]
    blocks: dict[str, list[Row]] = {"general": [], "reported": []}
    for need in needs:
        if need.verdict.grade is Grade.GENERAL:
            row = {**need.row(), "broader": _broader(need, asking.rows)}
            blocks["general" if need.is_documented else "reported"].append(row)
    exclusions = left_out(asking, asking.area("within"))
    if not documented:
        reported = sum(1 for need in needs if not need.is_documented)
        return Outcome(blocks, no_statement_possible(reported), exclusions)
    return Outcome(blocks, _lead(documented, len(blocks["general"])), exclusions)


def _broader(need: StatedNeed, rows: Sequence[Binding]) -> Words:
    """Which facet of the general offers is broader than the need."""
    cell: tuple[URIRef, ...] = (need.assessment, need.need, need.group, need.area)
    own = [
        r
        for r in rows
        if (r["assessment"], r["need"], r["group"], r["area"]) == cell and r["fit"] == _GENERAL
    ]
    facets = [
        words
        for words, name in ((_NEED, "needFit"), (_GROUP, "groupFit"))
        if any(row[name] == _GENERAL for row in own)
    ]
    return Words(" / ".join(w.de for w in facets), " / ".join(w.en for w in facets))


def _lead(documented: list[StatedNeed], general: int) -> Words:
    specific = sum(1 for need in documented if need.verdict.grade is Grade.SPECIFIC)
    return _LEAD.format(
        needs=counted(len(documented), *NEEDS), general=general, specific=specific,
        others=len(documented) - general - specific,
    )  # fmt: skip


_NEED, _GROUP = Words("Bedarf", "need"), Words("Zielgruppe", "target group")
_LEAD = Words(
    "{needs}: {general} nur allgemein gedeckt (soweit erfasst), {specific} eigens gedeckt, {others} nur zum Teil, gar nicht "
    "oder nicht beurteilbar (siehe A1).",
    "{needs}: {general} covered only in general (as far as recorded), {specific} covered specifically, {others} only in "
    "part, not at all or not to be judged (see A1).",
)

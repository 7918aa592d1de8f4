"""G2: findings from numbers beside findings from experience on the same need; both sides count alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from rdflib import URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.findings import Finding, Kind, findings
from queries.groups import Group, load_groups
from queries.parameters import date_term
from queries.words import Words, counted

_OPPOSITE = {CL["richtung-steigend"], CL["richtung-sinkend"]}
_SIDES = {"numbers": Kind.NUMBERS, "experience": Kind.EXPERIENCE}
Cell = tuple[URIRef, URIRef, URIRef]


def evaluate(asking: Asking) -> Outcome:
    """Pairs with opposite direction, pairs where one is not stated, all other pairs."""
    found = findings(asking.rows)
    by_need: defaultdict[URIRef, dict[Kind, dict[URIRef, Finding]]] = defaultdict(lambda: defaultdict(dict))
    for name, finding in found.items():
        for need, _, _ in finding.cells:
            by_need[need][finding.kind][name] = finding
    groups = load_groups(asking.reading)
    blocks: dict[str, list[Row]] = {"contradictions": [], "unknown": [], "others": []}
    pairs: Counter[str] = Counter()
    compared: set[URIRef] = set()
    for need, kinds in by_need.items():
        for one in kinds[Kind.NUMBERS].values():
            for other in kinds[Kind.EXPERIENCE].values():
                cells = list(dict.fromkeys(_common(asking, groups, need, one, other)))
                if not cells:
                    continue
                compared.add(need)
                block, note = _verdict(one, other)
                pairs[block] += 1
                blocks[block] += [_row(asking, cell, one, other, note) for cell in cells]
    kinds_of = Counter(finding.kind for finding in found.values())
    lead = (_LEAD if pairs else _NOTHING).format(
        findings=counted(len(found), *_FINDINGS), needs=counted(len(compared), *_NEEDS), pairs=pairs.total(),
        **{name: pairs[name] for name in blocks},
    )  # fmt: skip
    exclusions = tuple(Exclusion(words, kinds_of[kind]) for kind, words in _NOT_COMPARED.items())
    return Outcome(blocks if pairs else {"contradictions": []}, lead, exclusions)


def _common(
    asking: Asking, groups: Mapping[URIRef, Group], need: URIRef, one: Finding, other: Finding
) -> Iterable[Cell]:
    """What both findings are about: the narrower of two groups and of two areas that lie within each other."""
    for _, group, area in (cell for cell in one.cells if cell[0] == need):
        for _, other_group, other_area in (cell for cell in other.cells if cell[0] == need):
            shared_group = _narrower(group, other_group, lambda g: groups[g].broader if g in groups else {g})
            shared_area = _narrower(area, other_area, asking.reading.around)
            within = asking.area("within")
            if shared_group and shared_area and (not within or within in asking.reading.around(shared_area)):
                yield need, shared_group, shared_area


def _narrower(one: URIRef, other: URIRef, above: Callable[[URIRef], Iterable[URIRef]]) -> URIRef | None:
    if other in above(one):
        return one
    return other if one in above(other) else None


def _verdict(one: Finding, other: Finding) -> tuple[str, Words]:
    if one.direction is None or other.direction is None:
        if one.direction is None and other.direction is None:
            return "unknown", _BOTH_OPEN
        return "unknown", _NUMBERS_OPEN if one.direction is None else _EXPERIENCE_OPEN
    if {one.direction, other.direction} == _OPPOSITE:
        return "contradictions", _OPPOSED
    return "others", _ALIKE if one.direction == other.direction else _STEADY


def _row(asking: Asking, cell: Cell, one: Finding, other: Finding, note: Words) -> Row:
    row: Row = {"need": cell[0], "group": cell[1], "area": cell[2], "note": note}
    for side, finding in zip(_SIDES, (one, other), strict=True):
        row |= {
            side: finding.assessment,
            f"{side}Evidence": asking.reading.named(finding.types),
            f"{side}Direction": finding.direction,
            f"{side}Day": date_term(finding.as_of) if finding.as_of else None,
            f"{side}Status": finding.status,
        }
    return row


_FINDINGS = (
    Words("geltende Feststellung", "valid assessment"),
    Words("geltende Feststellungen", "valid assessments"),
)
_NEEDS = (Words("Bedarf", "need"), Words("Bedarfen", "needs"))
_LEAD = Words(
    "{findings}; bei {needs} stehen Zahlen und Erfahrung nebeneinander ({pairs} {pairs|Paar|Paare}): {contradictions} mit entgegengesetzter "
    "Richtung, {others} ohne Widerspruch, bei {unknown} fehlt eine Richtung.",
    "{findings}; for {needs} numbers and experience stand side by side ({pairs} {pairs|pair|pairs}): {contradictions} with opposite "
    "direction, {others} without contradiction, {unknown} {unknown|lacks|lack} a direction.",
)
_NOTHING = Words(
    "{findings}, zu keinem Bedarf sowohl aus Zahlen als auch aus Erfahrung: keine Aussage möglich.",
    "{findings}, for no need both from numbers and from experience: no statement possible.",
)
_NOT_COMPARED = {
    Kind.BOTH: Words(
        "Feststellungen, die sich auf Zahlen und Erfahrung zugleich stützen",
        "Assessments that rest on numbers and experience at once",
    ),
    Kind.NORM: Words(
        "Feststellungen aus Richtwert, Norm oder Auftrag", "Assessments from benchmark, norm or mandate"
    ),
    Kind.UNKNOWN: Words("Feststellungen ohne Belegart", "Assessments without kind of evidence"),
}
_OPPOSED = Words(
    "Entgegengesetzt: gemeinsam klären, beide Quellen gelten.",
    "Opposite: clarify together, both sources stand.",
)
_ALIKE, _STEADY = (
    Words("gleiche Richtung", "same direction"),
    Words("eine Seite gleichbleibend", "one side steady"),
)
_BOTH_OPEN = Words("beide ohne Richtung", "both without direction")
_NUMBERS_OPEN = Words("Zahlen ohne Richtung", "numbers without direction")
_EXPERIENCE_OPEN = Words("Erfahrung ohne Richtung", "experience without direction")

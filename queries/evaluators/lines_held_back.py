"""K4: what of each delivery was taken in and what waits, row by row, without repeating what protects people."""

from collections import Counter, defaultdict

from rdflib import Literal, URIRef

from graph.findings import is_never_echoed
from ontology.iris import Audience
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.reading import Binding, iri, iri_or_none, text
from queries.words import NO_WORDS, Words, counted

_ABOUT_DELIVERY = ("file", "source", "deliveredOn")
_PLACE = ("sheet", "number", "letter")
Line = tuple[URIRef | None, str, str]


def evaluate(asking: Asking) -> Outcome:
    """Runs with their numbers, rows that wait, rows whose record is there by now, rows of no known delivery."""
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    deliveries: dict[URIRef, Binding] = {}
    for row in asking.rows:
        if delivered := iri_or_none(row["delivered"]):
            deliveries.setdefault(delivered, row)
        if held := iri_or_none(row["row"]):
            rows[held].append(row)
    waiting = {_line(own[0]) for own in rows.values()}
    accepted = _accepted(asking)
    numbers = Counter(delivered for delivered, _, _ in waiting)
    blocks: dict[str, list[Row]] = {"runs": [], "waiting": [], "elsewhere": [], "unknown": []}
    for delivered, about in deliveries.items():
        blocks["runs"].append({
            **{name: about[name] for name in _ABOUT_DELIVERY},
            "accepted": Literal(accepted[delivered]), "waiting": Literal(numbers[delivered]),
        })  # fmt: skip
    for own in rows.values():
        block, shown = _row(own)
        blocks[block].append(shown)
    elsewhere = len(blocks["elsewhere"])
    total = sum(accepted[delivered] for delivered in deliveries)
    lead = _LEAD.format(
        runs=counted(len(deliveries), *_RUNS), accepted=counted(total, *_LINES), waiting=len(waiting),
        elsewhere=_COMMA.format(of=counted(elsewhere, *_ELSEWHERE)) if elsewhere else NO_WORDS,
    )  # fmt: skip
    if not deliveries and not rows:
        lead = _NO_RUNS
    if asking.reading.audience is Audience.PUBLIC:
        # that rows wait weakens claims for everybody; what they are is not for everybody
        return Outcome({"runs": []}, lead, (), (_INTERNAL,))
    return Outcome(blocks, lead)


def _line(row: Binding) -> Line:
    return iri_or_none(row["delivered"]), text(row["sheet"]), text(row["number"])


def _accepted(asking: Asking) -> Counter[URIRef]:
    """Lines by file of which everything was taken in; one that waits in part was counted as waiting."""
    reading = asking.reading
    found: Counter[URIRef] = Counter()
    for row in reading.facts("rows_accepted", extra=("provenance",)):
        found[iri(row["file"])] += int(str(row["lines"]))
    for row in reading.facts("rows_partly", extra=("provenance", "held_back")):
        found[iri(row["file"])] -= int(str(row["lines"]))
    return found


def _row(own: list[Binding]) -> tuple[str, Row]:
    """Block and cells of a row that waits."""
    row = own[0]
    rules = [text(r["rule"]) for r in own if r["rule"] is not None]
    shown: Row = {name: row[name] for name in _PLACE[:2]}
    delivered = row["delivered"] is not None
    if delivered:
        shown |= {name: row[name] for name in _ABOUT_DELIVERY}
    silent = any(is_never_echoed(rule) for rule in rules)
    if silent:
        shown |= {"rules": _PROTECTIVE, "todo": _ASK}
    else:
        names = ", ".join(dict.fromkeys(rules))
        shown |= {
            "letter": row["letter"],
            "class": row["class"],
            "record": row["record"],
            "rules": Words(names, names) if names else _NO_RULE,
            "todo": _KNOWN if row["known"] is not None else _CORRECT,
        }
    if not delivered:
        return "unknown", shown
    return ("elsewhere" if row["known"] is not None and not silent else "waiting"), shown


_RUNS = (Words("Importlauf", "import run"), Words("Importläufe", "import runs"))
_LINES = (Words("Zeile übernommen", "line taken in"), Words("Zeilen übernommen", "lines taken in"))
_LEAD = Words(
    "{runs}: {accepted}, {waiting} zurückgestellt{elsewhere}.",
    "{runs}: {accepted}, {waiting} held back{elsewhere}.",
)
_ELSEWHERE = (
    Words("Datensatz davon ist schon im Bestand", "of their records is there already"),
    Words("Datensätze davon sind schon im Bestand", "of their records are there already"),
)
_COMMA = Words(", {of}", ", {of}")
_NO_RUNS = Words(
    "Kein Importlauf erfasst, keine Aussage möglich.", "No import run recorded, no statement possible."
)
_INTERNAL = Words(
    "Welche Zeilen warten, ist nur intern zu sehen.", "Which lines wait can be seen internally only."
)
_PROTECTIVE = Words("Schutzregel", "protective rule")
_ASK = Words(
    "Mit der liefernden Stelle klären; der Inhalt wird hier nicht wiederholt.",
    "Clarify with the delivering body; the content is not repeated here.",
)
_NO_RULE = Words("Regel nicht erfasst", "rule not recorded")
_CORRECT = Words(
    "In der Datei berichtigen und neu liefern, oder im Posteingang entscheiden.",
    "Correct in the file and deliver again, or decide in the inbox.",
)
_KNOWN = Words(
    "Prüfen, ob die Zeile noch gebraucht wird: der Datensatz steht schon im Bestand.",
    "Check whether the line is still needed: the record is there already.",
)

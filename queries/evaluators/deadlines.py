"""L5: deadlines ahead by day, those that have passed, and how many records have none recorded."""

from datetime import date

from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.deadlines import Dated, Deadlines
from queries.declarations import Statement
from queries.parameters import date_term
from queries.settings import shift_months
from queries.undeclared import absence
from queries.verdict import Claim
from queries.words import NO_WORDS, Words, counted

_MAY_LACK = ("contract", "grant", "recognition")


def evaluate(asking: Asking) -> Outcome:
    """One row per deadline, the nearest first; of those passed the oldest first."""
    asking.reading.labels(value for row in asking.rows for value in row.values())  # all names at once
    today = asking.reading.reference_date
    horizon = shift_months(today, asking.number("months"))
    deadlines = Deadlines(asking.rows, today)
    replaced = _replaced(asking)
    claims = {"contract": absence(asking, SOZ.Contract), "grant": absence(asking, SOZ.Funding)}
    ahead: list[tuple[date, Dated, str]] = []
    passed: list[tuple[date, Dated, str]] = []
    notices = 0
    for thing in deadlines.all:
        if thing.iri in replaced:
            continue
        for day, term in sorted(thing.terms):
            if today <= day <= horizon and (term != "notice" or thing.until >= today):
                ahead.append((day, thing, term))
            elif day < today and term == "notice":
                notices += thing.is_in_force(today)
            elif day < today and _still_matters(deadlines, thing, term):
                passed.append((day, thing, term))
    blocks: dict[str, list[Row]] = {
        "coming": [_row(asking, *entry) for entry in sorted(ahead, key=_order)],
        "passed": [
            {**_row(asking, *entry), **_why(deadlines, entry[1], entry[2], claims)}
            for entry in sorted(passed, key=_order)
        ],
    }
    blocks["open"], behind = _open(deadlines)
    lead = _LEAD.format(
        deadlines=counted(len(ahead), *_DEADLINES), until=horizon, passed=len(passed),
        open=sum(len(records) for records in behind),
    )  # fmt: skip
    return Outcome(blocks, lead, (Exclusion(_NOTICES, notices),), records={"open": behind})


def _replaced(asking: Asking) -> set[URIRef]:
    """Inventory statements whose whole slice a newer one is about."""
    statements = asking.declarations.statements
    return {s.iri for s in statements if any(_renews(other, s) for other in statements)}


def _renews(other: Statement, old: Statement) -> bool:
    """Whether a statement is newer, on the same aspects at least, and limited by nothing the old one is not."""
    wider = all(facet in old.limits and old.limits[facet] <= values for facet, values in other.limits.items())
    return other.as_of > old.as_of and other.aspects >= old.aspects and wider


def _still_matters(deadlines: Deadlines, thing: Dated, term: str) -> bool:
    """Whether a deadline that has passed is still open: a report is due after the end of its contract, too."""
    return term == "due" or thing.kind in ("norm", "statement") or bool(deadlines.unreplaced(thing))


def _order(entry: tuple[date, Dated, str]) -> tuple[date, str, str]:
    return entry[0], entry[1].iri, entry[2]


def _row(asking: Asking, day: date, thing: Dated, term: str) -> Row:
    named = asking.reading.named
    return {
        "day": date_term(day),
        "days": Literal((day - asking.reading.reference_date).days),
        "term": TERMS[thing.kind, term],
        "record": thing.iri,
        "offers": named(thing.offers) if thing.offers else NO_WORDS,
        "parties": named(thing.who) if thing.who else NO_WORDS,
    }


def _why(deadlines: Deadlines, thing: Dated, term: str, claims: dict[str, tuple[Claim, Words]]) -> Row:
    if term == "due" or thing.kind in ("norm", "statement"):
        return {"reason": _OVERDUE[thing.kind]}
    claim, grounds = claims.get(thing.kind, (Claim.HINT, NO_WORDS))
    left = counted(len(deadlines.unreplaced(thing)), *_STILL_ACTIVE)
    return {"claim": Literal(str(claim)), "reason": left + _NOTHING_NEW + grounds}


def _open(deadlines: Deadlines) -> tuple[list[Row], list[list[URIRef]]]:
    """Records in force of which no deadline is recorded, by kind."""
    rows: list[Row] = []
    behind = []
    for kind in _MAY_LACK:
        found = [
            t.iri for t in deadlines.all if t.kind == kind and not t.terms and t.is_in_force(deadlines.today)
        ]
        if found:
            rows.append({"what": _KINDS[kind], "number": Literal(len(found))})
            behind.append(found)
    return rows, behind


TERMS: dict[tuple[str, str], Words] = {
    ("contract", "notice"): Words("Vertrag kündbar bis", "Contract: notice by"),
    ("contract", "due"): Words("Vertrag: nächster Termin", "Contract: next date"),
    ("contract", "end"): Words("Vertrag endet", "Contract ends"),
    ("grant", "end"): Words("Bewilligung endet", "Grant ends"),
    ("recognition", "end"): Words("Anerkennung endet", "Recognition ends"),
    ("norm", "end"): Words("Rechtsgrundlage tritt außer Kraft", "Legal basis ceases to be in force"),
    ("statement", "end"): Words("Bestandserklärung zählt bis", "Inventory statement counts until"),
    ("measure", "due"): Words("Maßnahme fällig", "Measure due"),
    ("decision", "due"): Words("Umsetzung eines Beschlusses fällig", "Decision to be carried out"),
}
_OVERDUE: dict[str, Words] = {
    "contract": Words("Termin verstrichen, kein neuer erfasst.", "Date has passed, no new one recorded."),
    "measure": Words("Nicht als umgesetzt erfasst.", "Not recorded as carried out."),
    "decision": Words("Nicht als umgesetzt erfasst.", "Not recorded as carried out."),
    "norm": Words(
        "Aktive Angebote nennen sie noch als Rechtsgrundlage.", "Active offers still name it as legal basis."
    ),
    "statement": Words(
        "Zu alt; keine neuere für denselben Ausschnitt bekannt.",
        "Too old; no newer one for the same part known.",
    ),
}
_STILL_ACTIVE = (
    Words("Angebot ist weiter aktiv;", "offer is still active;"),
    Words("Angebote sind weiter aktiv;", "offers are still active;"),
)
_NOTHING_NEW = Words("nichts Neues bekannt (soweit erfasst).", "nothing new known (as far as recorded).")
_KINDS: dict[str, Words] = {
    "contract": Words("Gültige Verträge", "Contracts in force"),
    "grant": Words("Laufende Bewilligungen", "Current grants"),
    "recognition": Words("Gültige Anerkennungen", "Valid recognitions"),
}
_NOTICES = Words(
    "Verstrichene Kündigungstermine gültiger Verträge", "Notice days passed of contracts in force"
)
_DEADLINES = (Words("Frist steht", "deadline lies"), Words("Fristen stehen", "deadlines lie"))
_LEAD = Words(
    "{deadlines} bis {until} an, {passed} {passed|ist|sind} überschritten (soweit erfasst); bei {open} {open|Datensatz|Datensätzen} ist keine Frist erfasst.",
    "{deadlines} ahead until {until}, {passed} {passed|has|have} passed (as far as recorded); of {open} {open|record|records} no deadline is recorded.",
)

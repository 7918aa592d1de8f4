"""D6: funding programmes for documented needs that are a gap or thinly covered."""

from collections import Counter

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.programmes import Fit, Programme, Window, programmes
from queries.reading import iri
from queries.settings import shift_months
from queries.stated import DOCUMENTED, no_statement_possible
from queries.verdict import State, Verdict, judge
from queries.words import NO_WORDS, Words, counted

Cell = tuple[URIRef, URIRef, URIRef]
_SHOWN = ("programme", "payer", "sourceLevel", "opens", "closes", "rate", "ownShare", "verifiedOn")


def evaluate(asking: Asking) -> Outcome:
    """Open programmes, later ones, those to look into; gaps without any open one."""
    today = asking.reading.reference_date
    verdicts = _verdicts(asking)
    gaps = {cell: v for cell, v in verdicts.items() if v.state in (State.GAP, State.THIN)}
    left_out: Counter[Words] = Counter()
    usable: list[tuple[Programme, Window]] = []
    found = programmes(asking.rows)
    for programme in found:
        window = programme.window(today)
        if programme.day("verifiedOn") is None:
            left_out[_UNVERIFIED] += 1
        elif window is Window.CLOSED:
            left_out[_CLOSED] += 1
        else:
            usable.append((programme, window))
    blocks: dict[str, list[Row]] = {"open": [], "later": [], "check": [], "without": []}
    for cell, verdict in gaps.items():
        shown = _cell_row(cell, verdict)
        has_open = False
        for programme, window in usable:
            if fit := programme.fit(cell[0], cell[1]):
                name = _block(window, fit)
                has_open |= name == "open"
                note = _note(asking, programme, window, fit)
                own = {column: programme.rows[0][column] for column in _SHOWN}
                blocks[name].append({**shown, **own, "note": note})
        if not has_open:
            blocks["without"].append({**shown, "note": _WITHOUT})
    exclusions = tuple(Exclusion(reason, number) for reason, number in left_out.items())
    if not verdicts:
        return Outcome({"open": []}, no_statement_possible(0), exclusions)
    if not found:
        return Outcome({"without": blocks["without"]}, _NO_PROGRAMMES, exclusions)
    states = Counter(verdict.state for verdict in verdicts.values())
    lead = _LEAD.format(
        needs=counted(len(verdicts), *_NEEDS), gaps=states[State.GAP], thin=states[State.THIN],
        matched=len(gaps) - len(blocks["without"]), without=len(blocks["without"]), unknown=states[State.UNKNOWN],
        programmes=counted(len(found), *_PROGRAMMES),
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions)


def _verdicts(asking: Asking) -> dict[Cell, Verdict]:
    """The verdict on every documented need, by cell."""
    reading, within = asking.reading, asking.area("within")
    found: dict[Cell, Verdict] = {}
    for row in reading.facts("needs"):
        cell = iri(row["need"]), iri(row["group"]), iri(row["area"])
        if row["status"] in DOCUMENTED and (within is None or within in reading.around(cell[2])):
            matches = asking.cells.matches(*cell, reading.reference_date)
            facts = cell_facts(matches, asking.declarations.inventory(*cell))
            found[cell] = judge(facts, reading.reference_date, reading.thresholds)
    return found


def _cell_row(cell: Cell, verdict: Verdict) -> Row:
    claim = None if verdict.claim is None else Literal(str(verdict.claim))
    return {
        "need": cell[0],
        "group": cell[1],
        "area": cell[2],
        "state": Literal(str(verdict.state)),
        "claim": claim,
    }


def _block(window: Window, fit: Fit) -> str:
    if fit is not Fit.WHOLE or window is Window.UNKNOWN:
        return "check"
    return "open" if window is Window.OPEN else "later"


def _note(asking: Asking, programme: Programme, window: Window, fit: Fit) -> Words:
    """What to mind about a programme."""
    months = asking.reading.thresholds.outdated_months
    checked = programme.day("verifiedOn")
    words = NO_WORDS if fit is Fit.WHOLE else _FITS[fit]
    if window is Window.UNKNOWN:
        words += _NO_WINDOW
    elif programme.day("closes") is None:
        words += _NO_CLOSE
    elif programme.day("opens") is None:
        words += _NO_OPENING
    if checked and checked < shift_months(asking.reading.reference_date, -months):
        words += _OLD.format(months=months)
    return words


_UNVERIFIED = Words("Programme ohne Prüfdatum", "Programmes without day of check")
_CLOSED = Words(
    "Programme, bei denen am Stichtag kein Antrag mehr möglich ist",
    "Programmes one can no longer apply for on the reference date",
)
_FITS: dict[Fit, Words] = {
    Fit.PART: Words(
        "Nur für einen Teil des Bedarfs oder der Zielgruppe.", "Only for a part of the need or target group."
    ),
    Fit.NO_GROUP: Words("Zielgruppe nicht angegeben.", "Target group not stated."),
}
_NO_WINDOW = Words("Antragszeitraum nicht erfasst.", "Application period not recorded.")
_NO_CLOSE = Words("Antragsende nicht erfasst.", "End of application not recorded.")
_NO_OPENING = Words("Antragsbeginn nicht erfasst.", "Begin of application not recorded.")
_OLD = Words(
    "Zuletzt vor mehr als {months} Monaten geprüft: vorher nachsehen.",
    "Last checked more than {months} months ago: look it up first.",
)
_WITHOUT = Words(
    "Kein offenes Programm bekannt (soweit erfasst).", "No open programme known (as far as recorded)."
)
_NEEDS = (
    Words("festgestellter Bedarf", "documented need"),
    Words("festgestellte Bedarfe", "documented needs"),
)
_PROGRAMMES = (Words("Programm", "programme"), Words("Programmen", "programmes"))
_LEAD = Words(
    "{needs}: {gaps} {gaps|Lücke|Lücken} und {thin} dünn gedeckt. Von {programmes} passt zu {matched} davon ein offenes, zu {without} keines "
    "(soweit erfasst); {unknown} {unknown|Bedarf ist|Bedarfe sind} nicht beurteilbar.",
    "{needs}: {gaps} {gaps|gap|gaps} and {thin} thinly covered. Of {programmes} an open one matches {matched} of them, none {without} (as far "
    "as recorded); {unknown} {unknown|need|needs} cannot be judged.",
)
_NO_PROGRAMMES = Words(
    "0 Förderprogramme erfasst, keine Aussage möglich.",
    "0 funding programmes recorded, no statement possible.",
)

"""F2: active offers by the highest effect level for which recent evidence is recorded. No causes are claimed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.fields import within_field
from queries.measured import SUPPRESSED
from queries.measured_cells import cases_note, has_value, value_cells
from queries.reading import TRUE, Binding, day_or_none, iri, iri_or_none
from queries.sources import sources_of
from queries.undeclared import claim_without_survey, grounds_without_survey
from queries.words import NO_WORDS, Words, counted

_SHOWN_RESULTS = {CL["ergebnis-erfuellt"], CL["ergebnis-teilweise"]}


def evaluate(asking: Asking) -> Outcome:
    """Levels with their number of offers; offers with an effect, with output only, with old evidence, without."""
    offers, without_field = within_field(asking, (iri(row["offer"]) for row in asking.rows))
    proofs, methods, exclusions = _proofs(asking, offers)
    sources = sources_of(asking.reading, (iri(row["proof"]) for own in proofs.values() for row in own))
    best = {offer: max(own, key=_order) for offer, own in proofs.items()}
    blocks: dict[str, list[Row]] = {"levels": [], "effect": [], "output": [], "old": [], "none": []}
    for offer, row in best.items():
        proof = iri(row["proof"])
        block = _block(row)
        notes = [note for note in (cases_note(row), None if row["asOf"] else _UNDATED) if note]
        blocks[block].append({
            "offer": offer, "level": row["level"], "proof": proof, "indicator": row["indicator"], **value_cells(row),
            "result": row["result"], "method": asking.reading.named(methods[proof]) if methods[proof] else None,
            "asOf": row["asOf"], "source": sources.get(proof), "note": sum(notes, NO_WORDS),
        })  # fmt: skip
    known = len({row["proof"] for row in asking.rows if row["proof"] is not None})
    claim = claim_without_survey(known)
    grounds = grounds_without_survey(claim, _KIND)
    tried = {iri(row["offer"]) for row in asking.rows if row["proof"] is not None}
    blocks["none"] = [
        {
            "offer": offer,
            "claim": Literal(str(claim)),
            "reason": (_TRIED if offer in tried else _NO_EVIDENCE) + grounds,
        }
        for offer in sorted(offers - best.keys())
    ]
    recent = {offer: row for offer, row in best.items() if _block(row) != "old"}
    blocks["levels"], members = _levels(recent, len(offers))
    lead = (_LEAD if known else _NOTHING).format(
        offers=counted(len(offers), *_OFFERS), months=asking.reading.thresholds.effect_months,
        **{name: len(rows) for name, rows in blocks.items()},
    )  # fmt: skip
    if not known:  # then nothing can be said about evidence, only which offers there are
        blocks = {name: blocks[name] for name in ("levels", "none") if blocks[name] or name == "levels"}
    return Outcome(blocks, lead, (*exclusions, without_field), records={"levels": members})


def _proofs(
    asking: Asking, offers: set[URIRef]
) -> tuple[dict[URIRef, list[Binding]], defaultdict[URIRef, set[URIRef]], list[Exclusion]]:
    """The evidence of each offer, one row each; the methods used; and what is no evidence."""
    today = asking.reading.reference_date
    found: defaultdict[URIRef, dict[URIRef, Binding]] = defaultdict(dict)
    methods: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    left_out: dict[Words, set[URIRef]] = {words: set() for words in (_NOT_MET, _NO_VALUE, _FUTURE, _NO_RANK)}
    for row in asking.rows:
        proof, offer = iri_or_none(row["proof"]), iri(row["offer"])
        if proof is None or offer not in offers:
            continue
        if method := iri_or_none(row["method"]):
            methods[proof].add(method)
        reason = _no_evidence(row, today)
        if reason:
            left_out[reason].add(proof)
        else:
            found[offer].setdefault(proof, row)
    exclusions = [Exclusion(words, len(members)) for words, members in left_out.items()]
    return {offer: list(own.values()) for offer, own in found.items()}, methods, exclusions


def _no_evidence(row: Binding, today: date) -> Words | None:
    """Why a row is no evidence, None if it is."""
    as_of = day_or_none(row["asOf"])
    if as_of and as_of > today:
        return _FUTURE
    if row["rank"] is None:
        return _NO_RANK
    if row["valueStatus"] == SUPPRESSED:
        return _NO_VALUE
    if row["indicator"] is None:
        return None if row["result"] in _SHOWN_RESULTS else _NOT_MET
    return None if has_value(row) else _NO_VALUE


def _block(row: Binding) -> str:
    if row["recent"] != TRUE:
        return "old"
    return "effect" if row["isEffect"] == TRUE else "output"


def _order(row: Binding) -> tuple[bool, int, str, str]:
    """Recent before old, then by level, then by day."""
    return row["recent"] == TRUE, int(str(row["rank"])), str(row["asOf"] or ""), str(row["proof"])


def _levels(best: dict[URIRef, Binding], base: int) -> tuple[list[Row], list[Sequence[URIRef]]]:
    """A row per level that was reached, lowest first, and what each row rests on."""
    members: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    first: dict[URIRef, Binding] = {}
    for offer, row in best.items():
        members[iri(row["level"])] += [offer, iri(row["proof"])]
        first.setdefault(iri(row["level"]), row)
    rows: list[Row] = []
    ordered = sorted(first, key=lambda level: int(str(first[level]["rank"])))
    for level in ordered:
        number = len(members[level]) // 2
        rows.append({
            "level": level, "effect": _YES if first[level]["isEffect"] == TRUE else _NO, "offers": Literal(number),
            "share": Literal(round(number / base, 4)), "base": Literal(base),
        })  # fmt: skip
    return rows, [members[level] for level in ordered]


_OFFERS = (Words("aktives Angebot", "active offer"), Words("aktive Angebote", "active offers"))
_LEAD = Words(
    "{offers}: Nachweise der letzten {months} Monate liegen für {effect} auf einer Stufe der Wirkung (Stufe 4 bis 7), für "
    "{output} nur auf einer Stufe der Mittel oder Leistung; für {old} sind sie älter oder undatiert, für {none} ist keiner "
    "erfasst.",
    "{offers}: evidence of the last {months} months is at a level of effect (level 4 to 7) for {effect}, only at a level of "
    "input or output for {output}; for {old} it is older or undated, for {none} none is recorded.",
)
_NOTHING = Words(
    "{offers}: 0 Nachweise mit Wirkungsstufe erfasst, keine Aussage möglich.",
    "{offers}: 0 pieces of evidence with an effect level recorded, no statement possible.",
)
_YES = Words("ja", "yes")
_NO = Words("nein: Mittel oder Leistung", "no: input or output")
_UNDATED = Words("ohne Datum", "undated")
_KIND = Words("Nachweise mit Wirkungsstufe", "pieces of evidence with an effect level")
_NO_EVIDENCE = Words("Kein Nachweis bekannt (soweit erfasst).", "No evidence known (as far as recorded).")
_TRIED = Words(
    "Was erfasst ist, weist nichts nach: nicht erfüllt, nicht beurteilbar, ohne Wert oder aus der Zukunft. Weiteres ist nicht "
    "bekannt (soweit erfasst).",
    "What is recorded evidences nothing: not met, not assessable, without a value or of the future. Nothing else is known "
    "(as far as recorded).",
)
_NOT_MET = Words(
    "Bewertungen, die nichts nachweisen (nicht erfüllt oder nicht beurteilbar)",
    "Evaluations that evidence nothing (not met or not assessable)",
)
_NO_VALUE = Words("Nachweise ohne Wert (gesperrt oder nicht erhoben)", "Evidence without a value")
_FUTURE = Words("Nachweise mit Datum nach dem Stichtag", "Evidence dated after the reference date")
_NO_RANK = Words("Nachweise auf einer Stufe außerhalb der Treppe", "Evidence on a level outside the ladder")

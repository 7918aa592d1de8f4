"""F5: results of surveys of users by offer, and the offers for which none is recorded."""

from collections import defaultdict

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.fields import within_field
from queries.measured import SUPPRESSED
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.sources import sources_of
from queries.undeclared import claim_without_survey, grounds_without_survey
from queries.words import NO_WORDS, Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Surveys of the offers, by offer and day; then the offers without feedback."""
    offers, without_field = within_field(asking, (iri(row["offer"]) for row in asking.rows))
    rows: defaultdict[tuple[URIRef, URIRef], list[Binding]] = defaultdict(list)
    for row in asking.rows:
        if row["evaluation"] is not None:
            rows[iri(row["offer"]), iri(row["evaluation"])].append(row)
    surveys = {key: own for key, own in rows.items() if own[0]["isSurvey"] == TRUE}
    answered = {
        key: own for key, own in surveys.items() if str(own[0]["answers"]) != "0" and key[0] in offers
    }
    evaluated = {offer for offer, _ in rows}
    sources = sources_of(asking.reading, (evaluation for _, evaluation in answered))
    results = [
        _row(asking, offer, evaluation, own) | {"source": sources.get(evaluation)}
        for (offer, evaluation), own in answered.items()
    ]
    having = {offer for offer, _ in answered}
    claim = claim_without_survey(len(surveys))
    grounds = grounds_without_survey(claim, _KIND)
    none: list[Row] = [
        {
            "offer": offer,
            "claim": Literal(str(claim)),
            "reason": (_OTHERWISE if offer in evaluated else _NONE) + grounds,
        }
        for offer in sorted(offers - having)
    ]
    silent = sum(1 for key in surveys if key[0] in offers) - len(answered)
    lead = (_LEAD if answered else _NOTHING).format(
        having=len(having), offers=counted(len(offers), *_OFFERS), surveys=counted(len(answered), *_SURVEYS),
        unknown=sum(1 for own in answered.values() if own[0]["answers"] is None),
    )  # fmt: skip
    blocks = {"results": results, "none": none} if offers else {"results": results}
    return Outcome(blocks, lead, (Exclusion(_SILENT, silent), without_field))


def _row(asking: Asking, offer: URIRef, evaluation: URIRef, own: list[Binding]) -> Row:
    first = own[0]
    criteria = {name for row in own if (name := iri_or_none(row["criterion"]))}
    methods = {name for row in own if (name := iri_or_none(row["method"]))}
    withheld = first["status"] == SUPPRESSED
    notes = [_WITHHELD] if withheld else [_ANSWERS_UNKNOWN] if first["answers"] is None else []
    notes += [_UNDATED] if first["asOf"] is None else []
    return {
        "offer": offer, "evaluation": evaluation, "criterion": asking.reading.named(criteria) if criteria else None,
        "result": None if withheld else first["result"], "answers": first["answers"], "method": asking.reading.named(methods),
        "asOf": first["asOf"], "note": sum(notes, NO_WORDS),
    }  # fmt: skip


_OFFERS = (Words("aktiven Angebot", "active offer"), Words("aktiven Angeboten", "active offers"))
_SURVEYS = (Words("Befragung", "survey"), Words("Befragungen", "surveys"))
_LEAD = Words(
    "Zu {having} von {offers} sind Rückmeldungen von Nutzer*innen erfasst: {surveys}, davon {unknown} ohne Zahl der Antworten. "
    "Dass zu den übrigen niemand gefragt wurde, folgt daraus nicht.",
    "Feedback of users is recorded for {having} of {offers}: {surveys}, {unknown} of them without the number of answers. It "
    "does not follow that nobody was asked about the others.",
)
_NOTHING = Words(
    "0 Befragungen von Nutzer*innen erfasst bei {offers}, keine Aussage möglich.",
    "0 surveys of users recorded for {offers}, no statement possible.",
)
_KIND = Words("Befragungen", "surveys of users")
_NONE = Words("Keine Rückmeldung bekannt (soweit erfasst).", "No feedback known (as far as recorded).")
_OTHERWISE = Words(
    "Bewertet, aber ohne Antworten von Nutzer*innen (soweit erfasst).",
    "Evaluated, but without answers of users (as far as recorded).",
)
_WITHHELD = Words("zu wenige Antworten, Ergebnis zurückgehalten", "too few answers, result withheld")
_ANSWERS_UNKNOWN = Words("Zahl der Antworten nicht erhoben", "number of answers not collected")
_UNDATED = Words("ohne Datum", "undated")
_SILENT = Words("Befragungen ohne Antworten", "Surveys without answers")

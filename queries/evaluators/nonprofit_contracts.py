"""E3: contracts with non-profit providers that are in force, with what is not collected about them."""

from collections import Counter

from rdflib import URIRef

from ontology.terms import SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.contracts import Contract, Force, contracts
from queries.undeclared import number_of
from queries.words import NO_WORDS, Words, counted


def evaluate(asking: Asking) -> Outcome:
    """In force, and not to be judged; what is over, not in force or with others is counted."""
    asking.reading.labels(value for row in asking.rows for value in row.values())  # all names at once
    today = asking.reading.reference_date
    blocks: dict[str, list[Row]] = {"valid": [], "unclear": []}
    left_out: Counter[Words] = Counter()
    found = contracts(asking.rows)
    for contract in found:
        force = contract.force(today)
        if not contract.nonprofits and not contract.has_untyped_provider:
            left_out[_OTHERS] += 1
        elif force in _NOT_IN_FORCE:
            left_out[_NOT_IN_FORCE[force]] += 1
        elif force is Force.UNKNOWN or not contract.nonprofits:
            why = _NO_TERM if force is Force.UNKNOWN else _NO_TYPE
            blocks["unclear"].append({**_shared(asking, contract), "reason": why})
        else:
            blocks["valid"].append(_row(asking, contract))
    exclusions = tuple(Exclusion(reason, number) for reason, number in left_out.items())
    recorded = number_of(asking, SOZ.Contract)
    if not recorded:
        return Outcome({"valid": []}, _NOTHING)
    exclusions += (Exclusion(_OTHER_TYPE, recorded - len(found)),)
    endless = sum(1 for row in blocks["valid"] if row["to"] is None)
    lead = _LEAD.format(
        contracts=counted(len(blocks["valid"]), *_CONTRACTS), endless=endless, unclear=len(blocks["unclear"]), all=recorded
    )  # fmt: skip
    return Outcome(blocks, lead, exclusions)


def _shared(asking: Asking, contract: Contract) -> Row:
    others = contract.iris("party") - contract.nonprofits
    return {
        "contract": contract.iri,
        "contractType": contract.first("contractType"),
        "providers": _named(asking, contract.nonprofits),
        "others": _named(asking, others),
        "offers": _named(asking, contract.iris("offer")),
        "from": contract.first("from"),
        "to": contract.first("to"),
    }


def _row(asking: Asking, contract: Contract) -> Row:
    criteria = contract.iris("criterion")
    row = {name: contract.first(name) for name in ("noticeBy", "indexation", "report", "dueDate")}
    blanks = contract.iris("blank")
    said = {**row, "to": contract.first("to"), "criteria": criteria or None}
    missing = [words for name, (path, words) in _FIELDS.items() if said[name] is None and path not in blanks]
    return {
        **_shared(asking, contract),
        **row,
        "criteria": _named(asking, criteria),
        "open": Words(", ".join(w.de for w in missing), ", ".join(w.en for w in missing)),
    }


def _named(asking: Asking, records: frozenset[URIRef]) -> Words:
    return asking.reading.named(records) if records else NO_WORDS


_FIELDS: dict[str, tuple[URIRef, Words]] = {
    "to": (SOZ.validTo, Words("Ende", "end")),
    "noticeBy": (SOZ.noticeBy, Words("Kündigungsfrist", "notice")),
    "indexation": (SOZ.indexation, Words("Dynamisierung", "indexation")),
    "criteria": (SOZ.requiresCriterion, Words("Qualitätskriterien", "quality criteria")),
    "report": (SOZ.reportRhythm, Words("Berichtspflicht", "reporting duty")),
    "dueDate": (SOZ.dueDate, Words("nächster Termin", "next date")),
}
_NOT_IN_FORCE: dict[Force, Words] = {
    Force.OVER: Words("Verträge, deren Laufzeit vorbei ist", "Contracts whose term is over"),
    Force.LATER: Words("Verträge, die später beginnen", "Contracts that begin later"),
    Force.DORMANT: Words(
        "Verträge mit Status geplant, ruhend oder beendet", "Contracts with status planned, dormant or ended"
    ),
}
_OTHERS = Words("Verträge ohne freien Träger", "Contracts without non-profit provider")
_OTHER_TYPE = Words("Verträge anderer oder nicht erfasster Art", "Contracts of another type or none recorded")
_NO_TERM = Words("weder Status noch Laufzeit erfasst", "neither status nor term recorded")
_NO_TYPE = Words("Trägerart einer Partei nicht erfasst", "provider type of a party not recorded")
_CONTRACTS = (
    Words("Vertrag mit freien Trägern gilt", "contract with non-profit providers is in force"),
    Words("Verträge mit freien Trägern gelten", "contracts with non-profit providers are in force"),
)
_LEAD = Words(
    "{contracts}, davon {endless} ohne erfasstes Ende; {unclear} nicht beurteilbar (von {all} {all|erfasstem Vertrag|erfassten Verträgen}).",
    "{contracts}, {endless} of them without a recorded end; {unclear} not to be judged (of {all} {all|contract|contracts} recorded).",
)
_NOTHING = Words("0 Verträge erfasst, keine Aussage möglich.", "0 contracts recorded, no statement possible.")

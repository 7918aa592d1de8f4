"""E4: recognised non-profit providers by whether a contract with them is in force."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.terms import SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.contracts import Force, contracts, is_nonprofit
from queries.reading import Binding, day_or_none, iri
from queries.undeclared import absence
from queries.verdict import Claim
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """One row per recognition; every provider counts once."""
    asking.reading.labels(value for row in asking.rows for value in row.values())  # all names at once
    today = asking.reading.reference_date
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    left_out: Counter[Words] = Counter()
    lapsed: set[URIRef] = set()
    for row in asking.rows:
        if _holds(row["from"], row["to"], today):
            rows[iri(row["provider"])].append(row)
        else:
            lapsed.add(iri(row["recognition"]))
    held = _contracts(asking, today)
    absent = absence(asking, SOZ.Contract)
    blocks: dict[str, list[Row]] = {"missing": [], "unclear": [], "contracted": []}
    for provider, own in rows.items():
        offers = {iri(row["offer"]) for row in own if _is_active(row, today)}
        kind = own[0]["providerType"]
        if (kind is not None and not is_nonprofit(kind)) or not offers:
            left_out[_IDLE if not offers else _OTHERS] += 1
            continue
        name, said = _judged(asking, held[provider], absent)
        for found in {row["recognition"]: row for row in own}.values():
            shown: Row = {c: found[c] for c in ("provider", "recognition", "legalBasis", "by", "to")}
            blocks[name].append({**shown, "offers": asking.reading.named(offers), **said})
    exclusions = [Exclusion(_LAPSED, len(lapsed)), *(Exclusion(why, n) for why, n in left_out.items())]
    size = {name: len({row["provider"] for row in found}) for name, found in blocks.items()}
    if not sum(size.values()):
        return Outcome({"missing": []}, _NOTHING, tuple(exclusions))
    providers = counted(sum(size.values()), *_PROVIDERS)
    return Outcome(blocks, _LEAD.format(providers=providers, **size), tuple(exclusions))


def _judged(
    asking: Asking, held: Mapping[Force, set[URIRef]], absent: tuple[Claim, Words]
) -> tuple[str, Row]:
    """The block a provider belongs to, by its contracts, and what is said there."""
    if in_force := held.get(Force.IN_FORCE):
        return "contracted", {"contracts": asking.reading.named(in_force)}
    if unknown := held.get(Force.UNKNOWN):
        return "unclear", _said(Claim.NONE, _UNKNOWN.format(contracts=asking.reading.named(unknown)))
    claim, grounds = absent
    return "missing" if claim is Claim.PROVISIONAL else "unclear", _said(claim, _NO_CONTRACT + grounds)


def _said(claim: Claim, reason: Words) -> Row:
    return {"claim": Literal(str(claim)), "reason": reason}


def _contracts(asking: Asking, today: date) -> defaultdict[URIRef, defaultdict[Force, set[URIRef]]]:
    """Provider → its contracts, by whether they are in force."""
    found: defaultdict[URIRef, defaultdict[Force, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
    for contract in contracts(asking.reading.facts("contracts")):
        for party in contract.iris("party"):
            found[party][contract.force(today)].add(contract.iri)
    return found


def _holds(since: Node | None, until: Node | None, today: date) -> bool:
    first, last = day_or_none(since), day_or_none(until)
    return (first is None or first <= today) and (last is None or today <= last)


def _is_active(row: Binding, today: date) -> bool:
    return row["offer"] is not None and _holds(row["firstDay"], row["lastDay"], today)


_NO_CONTRACT = Words(
    "Kein gültiger Vertrag bekannt (soweit erfasst).", "No contract in force known (as far as recorded)."
)
_UNKNOWN = Words(
    "Ob dieser Vertrag gilt, ist nicht bekannt: {contracts}.",
    "It is not known whether this contract is in force: {contracts}.",
)
_LAPSED = Words("Anerkennungen, die am Stichtag nicht gelten", "Recognitions not valid on the reference date")
_IDLE = Words("Anerkannte Träger ohne aktives Angebot", "Recognised providers without active offer")
_OTHERS = Words("Anerkannte Träger anderer Art", "Recognised providers of another kind")
_PROVIDERS = (
    Words(
        "anerkannten freien Träger mit aktivem Angebot", "recognised non-profit provider with an active offer"
    ),
    Words(
        "anerkannten freien Trägern mit aktivem Angebot",
        "recognised non-profit providers with an active offer",
    ),
)
_LEAD = Words(
    "Von {providers}: {missing} ohne gültigen Vertrag, {unclear} nicht beurteilbar, {contracted} mit Vertrag (soweit erfasst).",
    "Of {providers}: {missing} without contract in force, {unclear} not to be judged, {contracted} with a contract (as far as "
    "recorded).",
)
_NOTHING = Words(
    "0 anerkannte freie Träger mit aktivem Angebot erfasst, keine Aussage möglich.",
    "0 recognised non-profit providers with an active offer recorded, no statement possible.",
)

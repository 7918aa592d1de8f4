"""K1: offers that lack statements or were not checked for long, those with most funding first."""

from collections import defaultdict
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.term import Node

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.reading import iri, text
from queries.words import Words, counted

_STATEMENTS: dict[str, Words] = {
    "provider": Words("Träger", "provider"),
    "type": Words("Angebotsart", "service type"),
    "need": Words("Bedarf", "need"),
    "group": Words("Zielgruppe", "target group"),
    "area": Words("Gebiet", "area"),
    "basis": Words("Rechtsgrundlage oder Säule", "legal basis or pillar"),
    "funding": Words("Finanzierung", "funding"),
    "checked": Words("Prüfdatum", "last check"),
}


def evaluate(asking: Asking) -> Outcome:
    """One row per offer that is incomplete, outdated or no longer delivered."""
    told: defaultdict[URIRef, defaultdict[str, list[Node | None]]] = defaultdict(lambda: defaultdict(list))
    for row in asking.rows:
        told[iri(row["offer"])][text(row["statement"])].append(row["value"])
    funded = _funded(asking)
    rows = [
        _row(offer, statements, funded.get(offer))
        for offer, statements in told.items()
        if _is_wanting(statements)
    ]
    rows.sort(key=lambda row: (-Decimal(str(row["funded"] or 0)), str(row["offer"])))
    incomplete = sum(1 for row in rows if row["missing"] is not None)
    outdated = sum(1 for row in rows if row["outdated"] is not None)
    empty = asking.question.header.empty
    lead = _LEAD.format(offers=counted(len(told), *_OFFERS), incomplete=incomplete, outdated=outdated)
    return Outcome({"rows": rows}, lead if rows or empty is None else empty)


def _is_wanting(statements: dict[str, list[Node | None]]) -> bool:
    return bool(_STATEMENTS.keys() - statements.keys()) or "recent" not in statements or "gone" in statements


def _row(offer: URIRef, statements: dict[str, list[Node | None]], funded: Decimal | None) -> Row:
    missing = [words for name, words in _STATEMENTS.items() if name not in statements]
    present = Decimal(len(_STATEMENTS) - len(missing)) / len(_STATEMENTS)
    checked = max((day for day in statements.get("checked", ()) if day is not None), key=str, default=None)
    outdated = None
    if "recent" not in statements:
        outdated = _NEVER if checked is None else _YES
    return {
        "offer": offer,
        "provider": next(iter(statements.get("provider", ())), None),
        "completeness": Literal(round(present, 4)),
        "missing": Words(", ".join(w.de for w in missing), ", ".join(w.en for w in missing))
        if missing
        else None,
        "verifiedOn": checked,
        "outdated": outdated,
        "notDeliveredSince": min(statements["gone"], key=str) if "gone" in statements else None,
        "funded": None if funded is None else Literal(funded),
    }


def _funded(asking: Asking) -> dict[URIRef, Decimal]:
    """The largest confirmed sum by offer; sums of different status are not added."""
    found: dict[URIRef, Decimal] = {}
    for row in asking.reading.facts("funded_amounts"):
        offer, amount = iri(row["offer"]), Decimal(str(row["sum"]))
        found[offer] = max(amount, found.get(offer, amount))
    return found


_OFFERS = (
    Words("aktives Angebot geprüft", "active offer checked"),
    Words("aktive Angebote geprüft", "active offers checked"),
)
_LEAD = Words(
    "{offers}: {incomplete} unvollständig, {outdated} ohne frische Prüfung.",
    "{offers}: {incomplete} incomplete, {outdated} without a recent check.",
)
_YES, _NEVER = Words("ja", "yes"), Words("nie geprüft", "never checked")

"""Titles, columns and states of the views of interfaces."""

from typing import Final

from app.views import CellKind
from queries.words import Words

FREE: Final = "free"
"""The state of a pair that no constellation needs."""

STATES = {
    "binding": Words("verbindliche Kooperation", "binding cooperation"),
    "loose": Words("nur Austausch oder Verweis", "exchange or referral only"),
    "missing": Words("keine Kooperation", "no cooperation"),
    "unknown": Words("nicht beurteilbar", "cannot be judged"),
    FREE: Words("in keiner Konstellation zusammen", "in no constellation together"),
}
FREE_REASON = Words(
    "Keine Bedarfskonstellation des Verzeichnisses braucht beide; das heißt nicht, dass es keine Fälle gibt.",
    "No need constellation of the list needs both; that does not mean that there are no cases.",
)
PAIRS = Words("Paare von Säulengruppen", "Pairs of pillar groups")
LACKS = {
    "norms": Words("Kooperationspflicht ohne bekannte Struktur", "Cooperation duty without known structure"),
    "transitions": Words("Übergang ohne bekannte Vereinbarung", "Transition without known agreement"),
    "shared": Words("Gemeinsamer Bedarf ohne bekannte Kooperation", "Shared need without known cooperation"),
}
MISSING = (
    Words("Geforderte Brücken, die nicht bekannt sind", "Required bridges that are not known"),
    Words("Zu jeder geforderten Brücke ist eine erfasst.", "For every required bridge one is recorded."),
)
TRANSITIONS = (
    Words("Übergänge zwischen beiden, mit und ohne Überleitung", "Transitions between both, with and without agreement"),
    Words("Das Verzeichnis nennt keinen Übergang zwischen diesen Säulen.", "The list names no transition between these pillars."),
)  # fmt: skip
BOTH = (
    Words("Angebote, die zu beiden gehören", "Offers that belong to both"),
    Words(
        "Kein Angebot gehört nach Erbringung oder Geld zu beiden, soweit erfasst.",
        "No offer belongs to both by delivery or money, as far as recorded.",
    ),
)
HANGING = (
    Words("Woran die Verbindung allein hängt", "What the connection hangs on alone"),
    Words(
        "Die Verbindung hängt an keinem einzelnen Träger, oder es ist keine erfasst.",
        "The connection hangs on no single provider, or none is recorded.",
    ),
)
AGES = (
    Words("Altersgrenzen an diesen Übergängen", "Age limits at these transitions"),
    Words(
        "Kein Angebot endet mit einer Altersgrenze, die zu einem dieser Übergänge gehört, soweit erfasst.",
        "No offer ends at an age that belongs to one of these transitions, as far as recorded.",
    ),
)
_CLAIM = ("claim", Words("Aussagekraft", "Weight"), CellKind.CLAIM)
_REASON = ("reason", Words("Begründung", "Reason"), CellKind.TEXT)
_PROVIDER = ("provider", Words("Träger", "Provider"), CellKind.RECORD)
_OFFER = ("offer", Words("Angebot", "Offer"), CellKind.RECORD)
_TRANSITION = ("transition", Words("Übergang", "Transition"), CellKind.CONCEPT)
COLUMNS = {
    "pairs": (
        ("pair", Words("Säulengruppen", "Pillar groups"), CellKind.RECORD),
        ("state", Words("Zusammenarbeit", "Cooperation"), CellKind.TEXT),
        _CLAIM,
        ("needed", Words("Konstellationen mit beiden", "Constellations with both"), CellKind.INTEGER),
        ("constellations", Words("Welche", "Which"), CellKind.TEXT),
        ("edges", Words("Trägerpaare mit Kooperation", "Pairs of providers with cooperation"), CellKind.INTEGER),
        _REASON,
    ),
    "missing": (
        ("kind", Words("Geforderte Brücke", "Required bridge"), CellKind.TEXT),
        ("what", Words("Worum es geht", "What it is about"), CellKind.TEXT),
        _CLAIM,
        _REASON,
    ),
    "transitions": (
        _TRANSITION,
        ("fromPillar", Words("Aus Säule", "From pillar"), CellKind.CONCEPT),
        ("fromBody", Words("Von Stelle", "From body"), CellKind.CONCEPT),
        ("toPillar", Words("In Säule", "To pillar"), CellKind.CONCEPT),
        ("toBody", Words("An Stelle", "To body"), CellKind.CONCEPT),
        ("norms", Words("Brückennormen", "Bridging norms"), CellKind.TEXT),
        ("cooperation", Words("Vereinbarung", "Agreement"), CellKind.RECORD),
        ("review", Words("Prüfung", "Check"), CellKind.TEXT),
        ("needs", Words("Festgestellte Bedarfe", "Documented needs"), CellKind.INTEGER),
        ("uncovered", Words("Davon ohne Angebot", "Without offer"), CellKind.INTEGER),
        _CLAIM,
        _REASON,
    ),
    "bridges": (
        _OFFER,
        _PROVIDER,
        ("serviceType", Words("Angebotsart", "Kind of offer"), CellKind.CONCEPT),
        ("delivered", Words("Erbracht unter", "Delivered under"), CellKind.TEXT),
        ("paid", Words("Bezahlt aus", "Paid from"), CellKind.TEXT),
    ),
    "hanging": (_PROVIDER, ("edges", Words("Kooperationen zwischen beiden", "Cooperations between both"), CellKind.INTEGER)),
    "ages": (
        _OFFER,
        _PROVIDER,
        ("need", Words("Bedarf", "Need"), CellKind.CONCEPT),
        ("endsAt", Words("Endet mit Alter", "Ends at age"), CellKind.INTEGER),
        ("followUp", Words("Anschluss", "Follow-up"), CellKind.RECORD),
        ("handover", Words("Überleitung", "Handover"), CellKind.TEXT),
        _TRANSITION,
        _CLAIM,
        _REASON,
    ),
}  # fmt: skip

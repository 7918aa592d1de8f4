"""What the evidence of a cell says in words: why an offer counts or not, what would make it count."""

from queries.severity import Scope
from queries.verdict import Grade
from queries.words import Words

EXACT = Words(
    "zählt: genau dieser Bedarf, diese Zielgruppe, dieses Gebiet", "counts: exactly this need, group and area"
)
COORDINATES = Words(
    "zählt nicht: koordiniert nur (AT-N), kein Angebot an Menschen", "does not count: only coordinates (AT-N)"
)
STATUS = Words("zählt nicht: {status}", "does not count: {status}")
ENDED = Words("zählt nicht: endete am {day}", "does not count: ended on {day}")
LATER = Words("zählt nicht: beginnt erst am {day}", "does not count: starts only on {day}")
AGE_NONE = Words("zählt nicht: Alter {ages} passt nicht", "does not count: age {ages} does not fit")
AGE_PART = Words("zählt nur zum Teil: Alter {ages}", "counts only in part: age {ages}")
FACETS: dict[tuple[str, Grade], Words] = {
    ("need", Grade.NONE): Words("zählt nicht: anderer Bedarf", "does not count: another need"),
    ("need", Grade.UNKNOWN): Words("ungewiss: Bedarf nicht angegeben", "uncertain: need not stated"),
    ("need", Grade.PART): Words(
        "zählt nur zum Teil: enger gefasster Bedarf", "counts only in part: narrower need"
    ),
    ("need", Grade.GENERAL): Words(
        "zählt als allgemein: weiter gefasster Bedarf", "counts as general: broader need"
    ),
    ("group", Grade.NONE): Words("zählt nicht: andere Zielgruppe", "does not count: another target group"),
    ("group", Grade.UNKNOWN): Words(
        "ungewiss: Zielgruppe nicht angegeben", "uncertain: target group not stated"
    ),
    ("group", Grade.PART): Words(
        "zählt nur zum Teil: enger gefasste Zielgruppe", "counts only in part: narrower group"
    ),
    ("group", Grade.GENERAL): Words(
        "zählt als allgemein: weiter gefasste Zielgruppe", "counts as general: broader group"
    ),
    ("area", Grade.NONE): Words("zählt nicht: anderes Gebiet", "does not count: another area"),
    ("area", Grade.UNKNOWN): Words("ungewiss: Gebiet nicht angegeben", "uncertain: area not stated"),
    ("area", Grade.PART): Words(
        "zählt nur zum Teil: nur ein Teil des Gebiets", "counts only in part: a part of the area"
    ),
}
NEAR = {
    "time": Words("es am Stichtag aktiv wäre", "it were active on the reference date"),
    "age": Words("das Alter passte", "the ages fitted"),
    "need": Words("es auch diesen Bedarf nennte", "it named this need, too"),
    "group": Words("es auch diese Zielgruppe nennte", "it named this target group, too"),
    "area": Words("es auch dieses Gebiet erreichte", "it reached this area, too"),
    "need-open": Words("sein Bedarf erfasst und es dieser wäre", "its need were recorded and were this one"),
    "group-open": Words(
        "seine Zielgruppe erfasst und es diese wäre", "its target group were recorded and were this one"
    ),
    "area-open": Words("sein Gebiet erfasst und es dieses wäre", "its area were recorded and were this one"),
}
NOT_STATED = Words("nicht angegeben", "not stated")
SPEAKS_OF = {
    Scope.WHOLE: Words("für die ganze Zielgruppe", "for the whole target group"),
    Scope.PART: Words("für einen Teil der Zielgruppe", "for a part of the target group"),
    Scope.OTHER: Words("für eine andere Zielgruppe", "for another target group"),
}
THIS, WIDER = Words("genau diese Zelle", "exactly this cell"), Words("größeres Gebiet", "wider area")
WITHIN = Words("Gebiet darin", "area within")
YES = Words("ja", "yes")
A_ROW = Words("eine Zeile wartet", "a row waits")
TOO_OLD = Words("nein: zu alt", "no: too old")
REPLACED = Words("nein: durch eine neuere ersetzt", "no: replaced by a newer one")
BETTER = Words("nein: eine vollständigere gilt", "no: a more complete one holds")

"""What the report about the changes between two states says in words."""

from collections.abc import Mapping
from typing import Final

from queries.record_changes import Fate
from queries.turns import Turn
from queries.words import Words

TURNS: Final[Mapping[Turn, Words]] = {
    Turn.NEW_GAP: Words("neue Lücke (war gedeckt)", "new gap (was covered)"),
    Turn.WEAKER: Words("schwächer gedeckt", "more weakly covered"),
    Turn.SHOWN_GAP: Words("jetzt belegte Lücke (war nicht bekannt)", "gap shown now (was not known)"),
    Turn.LOST: Words("nicht mehr beurteilbar", "can no longer be judged"),
    Turn.BETTER: Words("besser gedeckt", "better covered"),
    Turn.KNOWN: Words("Deckung jetzt bekannt", "coverage known now"),
    Turn.CLAIM: Words("nur andere Aussagekraft", "only another claim"),
    Turn.GONE: Words("Zelle entfallen", "cell is gone"),
}
FATES: Final[Mapping[Fate, Words]] = {
    Fate.BEGUN: Words("begonnen", "began"),
    Fate.SETTLED: Words("beschlossen", "decided"),
    Fate.RECORDED: Words(
        "neu erfasst (galt schon damals, oder Beginn nicht bekannt)",
        "newly recorded (held then already, or start not known)",
    ),
    Fate.LATER: Words("neu erfasst, beginnt später", "newly recorded, begins later"),
    Fate.RESUMED: Words("gilt wieder oder verlängert", "holds again or prolonged"),
    Fate.ENDED: Words("beendet", "ended"),
    Fate.CLOSED: Words("verworfen oder entfallen", "dropped"),
    Fate.DONE: Words("umgesetzt", "implemented"),
    Fate.RECORDED_OVER: Words("neu erfasst, schon vorbei", "newly recorded, already over"),
    Fate.UNDELIVERED: Words(
        "nicht mehr geliefert (ob beendet, ist nicht bekannt)",
        "no longer delivered (whether it ended is not known)",
    ),
    Fate.REDELIVERED: Words("wieder geliefert", "delivered again"),
    Fate.REMOVED: Words(
        "nicht mehr im Bestand (zurückgenommen oder zusammengeführt)",
        "no longer recorded (withdrawn or merged)",
    ),
    Fate.CHANGED: Words("andere Angabe", "another statement"),
}
_OWN: Final[Mapping[str, Mapping[Fate, Words]]] = {
    "needs": {
        Fate.BEGUN: Words("gilt neu", "holds newly"),
        Fate.SETTLED: Words("jetzt festgestellt (geprüft oder anerkannt)", "documented now (checked or recognised)"),
        Fate.CLOSED: Words("erledigt oder verworfen", "settled or dropped"),
        Fate.ENDED: Words("Gültigkeit abgelaufen", "no longer valid"),
    },
    "fundings": {Fate.ENDED: Words("ausgelaufen", "ran out")},
    "decisions": {Fate.BEGUN: Words("in dieser Zeit gefasst oder begonnen", "taken or begun in this period")},
    "statements": {
        Fate.BEGUN: Words("in dieser Zeit erklärt", "declared in this period"),
        Fate.ENDED: Words("zu alt geworden, zählt nicht mehr", "became too old, counts no longer"),
    },
}  # fmt: skip
PARTS: Final[Mapping[str, Words]] = {
    "cells": Words("Lückenmatrix", "Gap matrix"),
    "offers": Words("Angebote", "Offers"),
    "fundings": Words("Förderungen und Verträge", "Fundings and contracts"),
    "needs": Words("Bedarfe", "Needs"),
    "structures": Words("Kooperationen und Gremien", "Cooperation and committees"),
    "decisions": Words("Beschlüsse und Maßnahmen", "Decisions and measures"),
    "statements": Words("Bestandserklärungen", "Inventory statements"),
}


def number(value: int) -> Words:
    """A number as it is written in both languages."""
    return Words(f"{value:,}".replace(",", "."), f"{value:,}")


def told(fate: Fate, part: str) -> Words:
    """What became of a record, in the words of its part of the report."""
    return _OWN.get(part, {}).get(fate) or FATES[fate]


TITLE = Words("Veränderungen", "Changes")
QUESTION = Words("Was ist zwischen zwei Ständen anders geworden?", "What differs between two states?")
DEFINITION = Words(
    "Verglichen werden zwei Stände, jeder mit Stichtag und Version. Begonnen oder beendet ist, was am früheren Stichtag nach damaliger "
    "Kenntnis noch nicht oder noch galt und am späteren nach jetziger Kenntnis gilt oder nicht mehr gilt. Neu erfasst ist, was damals "
    "nicht im Bestand war: es kann schon vorher gegolten haben. Nicht mehr geliefert heißt nur, dass eine Quelle den Datensatz nicht "
    "mehr nennt. Ein neues Prüfdatum allein ist keine Veränderung. Zellen der Lückenmatrix sind anders, wenn ihr Zustand oder ihre "
    "Aussagekraft anders ist; festgestellt ist ein Bedarf, der am späteren Stichtag geprüft oder anerkannt ist. Rechtsänderungen sind "
    "die der Frage L3, vom früheren Stichtag aus. Woher eine Veränderung kommt, sagt der Bericht nicht.",
    "Two states are compared, each with a reference date and a version. Began or ended: did not hold yet, or still held, on the earlier "
    "date as known then, and holds, or no longer holds, on the later as known now. Newly recorded: was not recorded then; it may have "
    "held before. No longer delivered only means that a source does not name the record any more. A new day of check alone is no change. "
    "Cells of the gap matrix differ if their state or claim does; documented is a need checked or recognised on the later date. Legal "
    "changes are those of question L3, from the earlier date on. Why something changed the report does not say.",
)
STATE = Words("{day} (Version {version})", "{day} (version {version})")
LEAD = Words(
    "Vom {then} bis zum {now} {matrix}; Angebote: {begun} begonnen, {ended} beendet, {recorded} neu erfasst, {undelivered} nicht mehr "
    "geliefert (das heißt nicht beendet).",
    "From {then} to {now} {matrix}; offers: {begun} began, {ended} ended, {recorded} newly recorded, {undelivered} no longer delivered "
    "(which does not mean ended).",
)
CELLS = Words(
    "{changed|ist|sind} {changed} von {cells} {cells|Zelle|Zellen} der Lückenmatrix anders geworden ({documented})",
    "{changed} of {cells} {cells|cell|cells} of the gap matrix became different ({documented})",
)
DOCUMENTED = Words("{number} davon bei festgestelltem Bedarf", "{number} of them with a documented need")
SAME_CELLS = Words(
    "ist von {cells} {cells|Zelle|Zellen} der Lückenmatrix keine anders geworden",
    "none of {cells} {cells|cell|cells} of the gap matrix became different",
)
OF_CELLS = Words("{cells} {cells|Zelle|Zellen}", "{cells} {cells|cell|cells}")
OF_RECORDS = Words("{had} damals, {has} jetzt", "{had} then, {has} now")
SHOWN_CELLS = Words(
    "Zellen sind gezählt, aber nicht einzeln aufgeführt: bei ihnen ist kein Bedarf festgestellt, oder es sind zu viele.",
    "Cells are counted but not listed: no need is documented for them, or there are too many.",
)
YES = Words("ja", "yes")
NO = Words("–", "–")
NOTES = (
    Words(
        "„Neu erfasst“ ist nicht „neu entstanden“, „nicht mehr geliefert“ ist nicht „beendet“.",
        "“Newly recorded” is not “new”, “no longer delivered” is not “ended”.",
    ),
)

"""Whether what a part shows still says what it said when it was put in, and what differs."""

import hashlib
from datetime import date

from app.answers.comparing import compared
from app.maps.views import MapView
from app.networks.difference import network_difference
from app.networks.views import NetworkView
from app.papers.asking import MATRIX
from app.papers.paper import AnswerPart
from app.papers.views import Shown
from app.views import AnswerView


def fingerprint(shown: Shown) -> str:
    """What tells whether it says the same: its sentence, all its cells and what is drawn, not when it was asked."""
    answer = _answer(shown)
    rows = [
        [[cell.text for cell in row] for row in table]
        for table in (answer.rows, *(b.rows for b in answer.blocks))
    ]
    said: tuple[object, ...] = (answer.lead, rows)
    if isinstance(shown, MapView):
        said += ([(area.key, area.outline) for area in shown.areas], shown.sites)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def state(day: date, version: int) -> str:
    """A state of knowledge in words."""
    return f"Stichtag {day:%d.%m.%Y}, Version {version}"


def changed(part: AnswerPart, before: Shown, after: Shown) -> str:
    """How what is shown now differs from what was put in, and whether that is itself still what it was."""
    then, now = _answer(before), _answer(after)
    said = []
    if part.fingerprint and part.fingerprint != fingerprint(before):
        said.append(
            f"Für {state(then.reference_date, then.version)} lautet die Antwort heute anders als beim Einfügen "
            "(Schutz, Sicht oder Definition wurden seither geändert)."
        )
    if fingerprint(before) != fingerprint(after):
        said.append(_difference(part, before, after))
        if then.lead != now.lead:
            said.append(f"Jetzt heißt es: {now.lead}")
    return " ".join(said)


def _difference(part: AnswerPart, before: Shown, after: Shown) -> str:
    then, now = _answer(before), _answer(after)
    if isinstance(before, NetworkView) and isinstance(after, NetworkView):
        return network_difference(before, after).lead
    if isinstance(before, MapView) and isinstance(after, MapView):
        return f"Von {state(then.reference_date, then.version)} zu {state(now.reference_date, now.version)}: {_on_the_map(before, after)}"
    if part.question_id == MATRIX:
        return f"Von {state(then.reference_date, then.version)} zu {state(now.reference_date, now.version)} hat sich die Antwort geändert."
    return compared(part.question_id, then, now, {}, "de").lead


def _on_the_map(before: MapView, after: MapView) -> str:
    """Which areas have other values, and what else is drawn differently."""
    then, now = _rows(before.answer), _rows(after.answer)
    names = [name for name in {**now, **then} if then.get(name) != now.get(name)]
    told = []
    if names:
        told.append(f"andere Werte in {', '.join(sorted(names, key=str.casefold))}")
    if [(a.key, a.outline) for a in before.areas] != [(a.key, a.outline) for a in after.areas]:
        told.append("andere Umrisse")
    if before.sites != after.sites:
        told.append("andere Standorte oder Angebote dort")
    return f"{'; '.join(told) or 'andere Angaben in den Tabellen zur Karte'}."


def _rows(answer: AnswerView) -> dict[str, tuple[str, ...]]:
    return {row[0].text: tuple(cell.text for cell in row) for row in answer.rows}


def _answer(shown: Shown) -> AnswerView:
    return shown if isinstance(shown, AnswerView) else shown.answer

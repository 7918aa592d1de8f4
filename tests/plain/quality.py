"""F1, F2 and F5: agreed criteria, levels of effect, what users said."""

from collections.abc import Iterator
from datetime import date

from plain.covering import day_text, in_field, offers
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    later,
    number,
    records,
    terms,
    upwards,
    valid,
    values,
    written,
)
from plain.words import code, ratio

SMALLEST = 3
CRITERIA = {
    "shares": ("dimension", "share", "with", "without", "open", "base"),
    "agreed": ("offer", "structure", "process", "result", "unsorted"),
    "none": ("offer", "claim"),
    "unknown": ("offer",),
    "funding": ("offer",),
}
PROOF = ("offer", "level", "proof", "indicator", "value", "unit", "cases", "result", "asOf")
LEVELS = {
    "levels": ("level", "effect", "offers", "share", "base"),
    "effect": PROOF,
    "output": PROOF,
    "old": PROOF,
    "none": ("offer", "claim"),
}


def money_on(row: Row, at: date) -> bool:
    """A funding item that runs on a day: by its dates, else in its budget year."""
    if row["gueltig-ab"] or row["gueltig-bis"]:
        return valid(row, at)
    return row["jahr"] == str(at.year)


def funded(at: date) -> tuple[set[str], set[str]]:
    """Offers with municipal money on a day, and offers of which nothing is known."""
    sure = [
        row
        for row in records("finanzierung").values()
        if row["status"] in ("bewilligt", "ausgezahlt") and money_on(row, at)
    ]
    municipal = {
        key
        for row in sure
        for key in values(row, "angebot")
        if "FT-K" in upwards("funding-types", row["art"])
    }
    told = {key for row in sure for key in values(row, "angebot") if row["art"] != "FT-X"}
    return municipal & set(offers(at)), set(offers(at)) - told - municipal


def criteria(offer: str, at: date) -> set[str]:
    """The criteria an offer names itself and those of contracts on it that run on the day."""
    named = set(values(offers(at)[offer], "kriterium"))
    for contract in records("vereinbarung").values():
        if offer in values(contract, "angebot") and valid(contract, at):
            named |= set(values(contract, "kriterium"))
    return named


@check("F1", CRITERIA)
def agreed_criteria() -> Found:
    return set(_criteria("", TODAY))


@check("F1", CRITERIA, field="BD-FA")
def agreed_criteria_family() -> Found:
    return set(_criteria("BD-FA", TODAY))


@check("F1", CRITERIA, day=date(2027, 2, 1))
def agreed_criteria_next_year() -> Found:
    return set(_criteria("", date(2027, 2, 1)))


def _criteria(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    municipal, unknown = ({key for key in keys if in_field(key, area_of_action, at)} for keys in funded(at))
    counts: dict[str, dict[str, int]] = {}
    for offer in municipal:
        kinds = [
            records("kriterium")[key]["art"][:4] for key in criteria(offer, at) if key in records("kriterium")
        ]
        counts[offer] = {kind: kinds.count(kind) for kind in ("QK-S", "QK-P", "QK-E")}
        if kinds:
            sorted_in = counts[offer].values()
            yield ("agreed", offer, *map(str, sorted_in), str(len(kinds) - sum(sorted_in)))
        else:
            yield ("unknown", offer)
    silent = sum(not any(found.values()) for found in counts.values())
    for kind in ("QK-S", "QK-P", "QK-E"):
        having = sum(found[kind] > 0 for found in counts.values())
        other = len(municipal) - having - silent
        if municipal:
            share = written(ratio(having, len(municipal)))
            yield ("shares", kind, share, str(having), str(other), str(silent), str(len(municipal)))
    yield from (("funding", offer) for offer in unknown)


@check("F2", LEVELS)
def effect_levels() -> Found:
    return set(_levels("", TODAY))


@check("F2", LEVELS, field="BD-SO")
def effect_levels_community() -> Found:
    return set(_levels("BD-SO", TODAY))


@check("F2", LEVELS, day=date(2026, 1, 15))
def effect_levels_before() -> Found:
    return set(_levels("", date(2026, 1, 15)))


def few(text: str) -> bool:
    """Whether a value rests on so few people that it is shown nowhere."""
    return bool(text) and 0 < number(text) < SMALLEST


def proofs() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """(offer, level, date, cells of the answer) of evaluations and observations with a level up to the day."""
    for row in records("bewertung").values():
        met = row["ergebnis"] in ("erfüllt", "teilweise erfüllt") and not few(row["antworten"])
        if row["wirkungsstufe"] and met:
            told = (row["kennung"], "", "", "", row["antworten"], code("ergebnis", row["ergebnis"]))
            for offer in values(row, "gegenstand"):
                yield offer, row["wirkungsstufe"], row["stichtag"], told
    for row in records("messwert").values():
        about = records("indikator")[row["indikator"]]
        if row["angebot"] and about["wirkungsstufe"] and row["wert"] and not few(row["fallzahl"]):
            cells = (written(number(row["wert"])), code("einheit", about["einheit"]), row["fallzahl"], "")
            yield (
                row["angebot"],
                about["wirkungsstufe"],
                row["stichtag"],
                (row["kennung"], row["indikator"], *cells),
            )


def _levels(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    base = {key for key in offers(at) if in_field(key, area_of_action, at)}
    tops: list[str] = []
    for offer in base:
        own = [proof for proof in proofs() if proof[0] == offer and day_of(proof[2], date.min) <= at]
        fresh = [proof for proof in own if day_of(proof[2], date.min) >= later(at, -24)]
        if not own:
            yield ("none", offer, "hinweis")
            continue
        top = max(proof[1] for proof in fresh or own)
        block = "old" if not fresh else "effect" if top >= "WS-4" else "output"
        tops += [top] if fresh else []
        _, _, day, told = max((p for p in fresh or own if p[1] == top), key=lambda p: day_of(p[2], date.min))
        yield (block, offer, top, *told, day_text(day))
    for level in set(tops):
        effect = (
            "ja" if terms("effect-levels")[level]["isEffect"] == ["true"] else "nein: Mittel oder Leistung"
        )
        number_of = tops.count(level)
        yield ("levels", level, effect, str(number_of), written(ratio(number_of, len(base))), str(len(base)))


FEEDBACK = {
    "results": ("offer", "evaluation", "criterion", "result", "answers", "asOf", "note"),
    "none": ("offer", "claim"),
}


_NO_COUNT = "Zahl der Antworten nicht erhoben"
_TOO_FEW = "zu wenige Antworten, Ergebnis zurückgehalten"


@check("F5", FEEDBACK)
def user_feedback() -> Found:
    return set(_feedback("", TODAY))


@check("F5", FEEDBACK, field="BD-GE")
def user_feedback_health() -> Found:
    return set(_feedback("BD-GE", TODAY))


def _feedback(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    asked = set()
    base = {key for key in offers(at) if in_field(key, area_of_action, at)}
    for row in records("bewertung").values():
        survey = "Befragung" in values(row, "methode") and row["antworten"] != "0"
        for offer in values(row, "gegenstand"):
            if survey and offer in base and day_of(row["stichtag"], date.min) <= at:
                asked.add(offer)
                name = records("kriterium")[row["kriterium"]]["name"]
                said = (name, code("ergebnis", row["ergebnis"]), row["antworten"])
                said = (name, "", "") if few(row["antworten"]) else said
                note = _NO_COUNT if not row["antworten"] else _TOO_FEW if few(row["antworten"]) else ""
                yield ("results", offer, row["kennung"], *said, day_text(row["stichtag"]), note)
    yield from (("none", offer, "hinweis") for offer in base - asked)

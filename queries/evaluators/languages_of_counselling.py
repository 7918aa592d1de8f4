"""I5: the languages counselling offers name, own skill apart from interpreting."""

from collections import defaultdict

from babel import Locale
from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reach import Reach
from queries.reading import iri, iri_or_none, text
from queries.verdict import Grade
from queries.words import Words, counted

_GERMAN = "de"


def evaluate(asking: Asking) -> Outcome:
    """One row per language; offers that name none apart."""
    said: defaultdict[URIRef, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in asking.rows:
        said[iri(row["offer"])][text(row["how"])].add(text(row["language"]).lower())
    reach = Reach(asking, need=iri_or_none(asking.term("need")), area=asking.area("area"))
    grades = {offer: reach.grade(offer) for offer in said}
    known = {offer: said[offer] for offer in said if grades[offer] >= Grade.PART}
    blocks: dict[str, list[Row]] = {"languages": [], "unnamed": [], "unknown": []}
    own: defaultdict[str, list[URIRef]] = defaultdict(list)
    interpreted: defaultdict[str, list[URIRef]] = defaultdict(list)
    for offer, ways in known.items():
        for language in ways["own"]:
            own[language].append(offer)
        for language in ways["interpreted"] - ways["own"]:
            interpreted[language].append(offer)
        foreign = {language for language in ways["own"] | ways["interpreted"] if not _is_german(language)}
        if ways["unnamed"] and not foreign:
            blocks["unnamed"].append({"offer": offer, "reason": _UNNAMED})
        elif not ways["own"] and not ways["interpreted"]:
            blocks["unknown"].append({"offer": offer, "reason": _NOT_COLLECTED})
    adrift = [offer for offer, grade in grades.items() if grade is Grade.UNKNOWN]
    blocks["unknown"] += [{"offer": offer, "reason": _ADRIFT} for offer in adrift]
    languages = sorted({*own, *interpreted})
    blocks["languages"] = [
        {
            "language": _name(language), "own": Literal(len(own[language])),
            "interpreted": Literal(len(interpreted[language])),
            "names": asking.reading.named([*own[language], *interpreted[language]]),
        }
        for language in languages
    ]  # fmt: skip
    without = sum(1 for ways in known.values() if not ways["own"] and not ways["interpreted"])
    lead = _LEAD.format(
        offers=counted(len(known), *_OFFERS),
        own=counted(sum(1 for language in languages if own[language]), *_LANGUAGES),
        interpreted=sum(1 for language in languages if not own[language]), without=without,
    )  # fmt: skip
    if adrift:
        lead += counted(len(adrift), *_MAYBE)
    others = sum(1 for grade in grades.values() if grade is Grade.NONE)
    return Outcome(
        blocks, lead if said else _NOTHING, (Exclusion(_OTHERS, others),),
        records={"languages": [[*own[language], *interpreted[language]] for language in languages]},
    )  # fmt: skip


def _is_german(language: str) -> bool:
    return language.partition("-")[0] == _GERMAN


def _name(code: str) -> Words:
    """The language as people call it, with its code."""
    base = code.partition("-")[0]
    german, english = (Locale(lang).languages.get(base, base) for lang in ("de", "en"))
    return Words(f"{german} ({code})", f"{english} ({code})")


_OFFERS = (Words("Beratungsangebot", "counselling offer"), Words("Beratungsangebote", "counselling offers"))
_LANGUAGES = (Words("Sprache", "language"), Words("Sprachen", "languages"))
_MAYBE = (
    Words("weiteres lässt offen, ob es dafür da ist.", "more leaves open whether it is there for this."),
    Words("weitere lassen offen, ob sie dafür da sind.", "more leave open whether they are there for this."),
)
_LEAD = Words(
    "{offers}: {own} aus eigener Kompetenz, {interpreted} weitere nur mit Dolmetschen, soweit erfasst; {without} ohne "
    "Angabe einer Sprache.",
    "{offers}: {own} by own skill, {interpreted} more with interpreting only, as far as recorded; {without} name no "
    "language.",
)
_NOTHING = Words(
    "0 aktive Beratungsangebote erfasst, keine Aussage möglich.",
    "0 active counselling offers recorded, no statement possible.",
)
_UNNAMED = Words(
    "meldet eine weitere Sprache oder Dolmetschen, ohne sie zu nennen",
    "reports a further language or interpreting without naming it",
)
_NOT_COLLECTED = Words("keine Sprache erhoben", "no language collected")
_ADRIFT = Words(
    "sagt nicht, für welches Gebiet oder welchen Bedarf es da ist",
    "does not say for which area or need it is there",
)
_OTHERS = Words(
    "Beratungsangebote für andere Gebiete oder Bedarfe", "Counselling offers for other areas or needs"
)

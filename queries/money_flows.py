"""Who pays what for whom: the funding items of a year as ways from a funder over what the money is for to who gets it.

An item takes exactly one way. What belongs to several funders, fields, areas or providers is not split but stands as
such; so the sum of a way is that of its items, and nothing is counted twice. Amounts of different status are never added.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS

from ontology.iris import Audience
from ontology.terms import CL
from ontology.vocabulary import label, vocabulary
from queries.answer import Answer, Row
from queries.catalogue import Catalogue
from queries.districts import Districts
from queries.errors import ParameterError
from queries.evaluators.funds_by_obligation import level_of_item
from queries.evaluators.municipal_funds import catchment_of_item, provider_type_of_item
from queries.money import (
    ITEMS,
    NO_FUNDER,
    SHARED,
    STATUSES,
    Item,
    Money,
    euro,
    field_of_item,
    items,
    percent,
    records,
    shares,
    total,
)
from queries.money_tables import Told, money_answer
from queries.parameters import concept
from queries.reading import Reading, Snapshot
from queries.settings import Thresholds
from queries.words import NO_WORDS, Words, counted

Key = URIRef | Words
Grouping = Callable[[Item], Key]
LAYERS = ("funder", "group", "target")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be seen of the money.

    Attributes:
        year: budget year.
        statuses: keys of `queries.money.STATUSES` for a single status, side by side in this order.
        by: what the money is divided by: pillar | field | area | provider_type | obligation.
        to: provider | offer.
        kind: notation of a funding type; the items of this type and those below it. Empty = all.
        funder, group, target: keys (`key_of`) to narrow to; empty = all.
    """

    year: int
    statuses: tuple[str, ...] = ("bewilligt",)
    by: str = "field"
    to: str = "provider"
    kind: str = ""
    funder: str = ""
    group: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Flows:
    """The answer, and what each layer can be narrowed to: key → name, in the order of the names."""

    answer: Answer
    choices: Mapping[str, Mapping[str, Words]]


def money_flows(
    snapshot: Snapshot,
    choice: Choice,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
) -> Flows:
    """The ways of the money of a year.

    Raises:
        ParameterError: a status, a division, an aim or a funding type is unknown.
    """
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    ways = reading.facts("funding_ways", year=[Literal(choice.year)])
    money = Money(ways, statuses_of(choice.statuses), only_municipal=False)
    if choice.kind:
        wanted = concept("kind", "funding-types", choice.kind, reading.choices())
        money.keep(lambda item: None if _is_below(item.kind, wanted) else _OTHER_KIND)
    layers = _layers(reading, choice)
    placed = [(item, tuple(key(item) for key in layers)) for item in money.counted]
    names = _names(reading, {key for _, way in placed for key in way})
    chosen = [(item, way) for item, way in placed if _is_chosen(way, choice)]
    rows, behind = _ways(money, placed, chosen, names)
    left, left_behind = money.left_out()
    items_rows = [_item_row(reading, item, way) for item, way in chosen]
    told = Told(
        title=_TITLE,
        question=_QUESTIONS[choice.by],
        definition=_DEFINITION,
        lead=_lead(choice, money, chosen),
        rows={
            "flows": rows,
            "sums": _sums(money, chosen),
            "items": [row for row in items_rows if row["amount"] is not None],
            "withoutAmount": [row for row in items_rows if row["amount"] is None],
            "leftOut": left,
        },
        records={"flows": behind, "leftOut": left_behind},
    )
    choices = {
        layer: dict(sorted(((key_of(way[at]), names[way[at]]) for _, way in placed), key=lambda e: _in_order(e[1])))
        for at, layer in enumerate(LAYERS)
    }  # fmt: skip
    return Flows(money_answer(reading, "flows", told, [CL["aspekt-finanzierung"]]), choices)


def key_of(key: Key) -> str:
    """What names a funder, group or target in a choice, whatever the language: the end of its IRI, or its words."""
    return key.rpartition("/")[2] if isinstance(key, URIRef) else key.de


def statuses_of(names: Sequence[str]) -> tuple[URIRef, ...]:
    """The statuses that are named, each for itself.

    Raises:
        ParameterError: none is named, or one is unknown.
    """
    single = {name: statuses[0] for name, statuses in STATUSES.items() if len(statuses) == 1}
    unknown = [name for name in names if name not in single]
    if unknown or not names:
        raise ParameterError(
            f"status: '{', '.join(unknown)}' is unknown; expected some of {', '.join(single)}"
        )
    return tuple(single[name] for name in names)


def _layers(reading: Reading, choice: Choice) -> tuple[Grouping, Grouping, Grouping]:
    if choice.to not in ("provider", "offer"):
        raise ParameterError(f"to: '{choice.to}' is unknown; expected provider or offer")
    return (
        funder_of_item,
        _division(reading, choice),
        provider_of_item if choice.to == "provider" else offer_of_item,
    )


def _division(reading: Reading, choice: Choice) -> Grouping:
    """What the money is divided by, with the rules of the questions D2 and D3."""
    if choice.by == "pillar":
        return pillar_of_item
    if choice.by not in _QUESTIONS:
        raise ParameterError(f"by: '{choice.by}' is unknown; expected one of {', '.join(_QUESTIONS)}")
    question = Catalogue.load().get("D3" if choice.by == "obligation" else "D2")
    rows = reading.run(question.text, question.stem, {"year": [Literal(choice.year)]})
    told = {item.funding: item for item in items(rows)}
    if choice.by == "area":
        return lambda item: _area(reading, told[item.funding])
    rule: Grouping = {
        "field": field_of_item,
        "provider_type": provider_type_of_item,
        "obligation": level_of_item,
    }[choice.by]
    return lambda item: rule(told[item.funding])


def funder_of_item(item: Item) -> Key:
    """Who pays, else the fund it comes from; own funds, fees and donations stand for themselves."""
    if item.kind in NO_FUNDER:
        return item.kind
    for column in ("payer", "source"):
        if found := sorted(value for value in item.values(column) if isinstance(value, URIRef)):
            return found[0] if len(found) == 1 else _SEVERAL_FUNDERS
    return _NO_PAYER


def provider_of_item(item: Item) -> Key:
    """The provider of all it funds, or the organisation that is funded itself."""
    return _only(item, "provider", _NO_PROVIDER, _SEVERAL_PROVIDERS)


def offer_of_item(item: Item) -> Key:
    """What it funds, if that is one."""
    return _only(item, "funded", _NOTHING_NAMED, SHARED)


def pillar_of_item(item: Item) -> Key:
    """The pillar that what it funds is delivered under."""
    return SHARED if item.is_for_several else _only(item, "pillar", _NO_PILLAR, _SEVERAL_PILLARS)


def _only(item: Item, column: str, none: Words, several: Words) -> Key:
    found = sorted(value for value in item.values(column) if isinstance(value, URIRef))
    return none if not found else found[0] if len(found) == 1 else several


def _area(reading: Reading, item: Item) -> Key:
    """The district that holds the whole catchment; what reaches several or the whole town is not split."""
    reached = catchment_of_item(item)
    if isinstance(reached, Words):
        return reached
    if reading.municipality in reached:
        return _WHOLE_TOWN
    parts = Districts(reading, _DISTRICT).parts(reached)
    only = next(iter(parts))
    return only if len(parts) == 1 and isinstance(only, URIRef) else _SEVERAL_AREAS


def _is_below(kind: URIRef | None, top: URIRef) -> bool:
    return kind is not None and top in vocabulary().transitive_objects(kind, SKOS.broader)


def _is_chosen(way: Sequence[Key], choice: Choice) -> bool:
    wanted = (choice.funder, choice.group, choice.target)
    return all(not name or key_of(key) == name for key, name in zip(way, wanted, strict=True))


def _names(reading: Reading, keys: set[Key]) -> dict[Key, Words]:
    reading.labels(key for key in keys if isinstance(key, URIRef))
    return {key: key if isinstance(key, Words) else reading.named([key]) for key in keys}


def _ways(
    money: Money,
    placed: Sequence[tuple[Item, tuple[Key, ...]]],
    chosen: Sequence[tuple[Item, tuple[Key, ...]]],
    names: Mapping[Key, Words],
) -> tuple[list[Row], list[list[URIRef]]]:
    """One row per status and way, in the order of the names."""
    rows: list[Row] = []
    behind = []
    for status in money.statuses:
        base = total(item for item, _ in placed if item.status == status)
        groups: dict[tuple[Key, ...], list[Item]] = {}
        for item, way in chosen:
            if item.status == status:
                groups.setdefault(way, []).append(item)
        for way, found in sorted(groups.items(), key=lambda g: [_in_order(names[k]) for k in g[0]]):
            rows.append({"status": status, **_row_of(way), **shares(found, base)})
            behind.append(records(found))
    return rows, behind


def _in_order(name: Words) -> str:
    """Where a name stands in the German alphabet."""
    return name.de.casefold().translate(_UMLAUTS)


def _row_of(way: Sequence[Key]) -> Row:
    return dict(zip(LAYERS, way, strict=True))


def _sums(money: Money, chosen: Sequence[tuple[Item, tuple[Key, ...]]]) -> list[Row]:
    """One line per status: what is chosen, in all that counts."""
    rows: list[Row] = []
    for status, found in money.by_status():
        own = [item for item, _ in chosen if item.status == status]
        rows.append({"status": status, **shares(own, total(found))})
    return rows


def _item_row(reading: Reading, item: Item, way: Sequence[Key]) -> Row:
    first = item.rows[0]
    return {
        "funding": item.funding,
        "status": item.status,
        **_row_of(way),
        "offers": reading.named(item.funded) if item.funded else NO_WORDS,
        "type": item.kind,
        "amount": None if item.amount is None else Literal(item.amount),
        "from": first["from"],
        "to": first["to"],
    }


def _lead(choice: Choice, money: Money, chosen: Sequence[tuple[Item, tuple[Key, ...]]]) -> Words:
    words = NO_WORDS
    for status in money.statuses:
        found = [item for item, _ in chosen if item.status == status]
        base = total(item for item in money.counted if item.status == status)
        without = sum(item.amount is None for item in found)
        narrowed = base and (choice.funder or choice.group or choice.target)
        words += (_NONE if not found else _AMOUNT if without < len(found) else _UNKNOWN).format(
            status=Words(label(status, "de"), label(status, "en")), sum=euro(total(found)),
            items=counted(len(found), *ITEMS), without=_WITHOUT.format(number=without) if without else NO_WORDS,
            part=_PART.format(share=percent(total(found) / base), base=euro(base)) if narrowed else NO_WORDS,
        )  # fmt: skip
    return _LEAD.format(year=choice.year, amounts=words)


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DISTRICT: URIRef = CL["gebietsebene-stadtteil"]
_NO_PAYER = Words("Geldgeber nicht erfasst", "funder not recorded")
_SEVERAL_FUNDERS = Words("mehrere Geldgeber, nicht aufgeteilt", "several funders, not split")
_NO_PROVIDER = Words("Träger nicht erfasst", "provider not recorded")
_SEVERAL_PROVIDERS = Words("mehrere Träger, nicht aufgeteilt", "several providers, not split")
_NOTHING_NAMED = Words("nicht erfasst, wofür", "what for is not recorded")
_NO_PILLAR = Words("Säule nicht erfasst", "pillar not recorded")
_SEVERAL_PILLARS = Words("mehrere Säulen, nicht aufgeteilt", "several pillars, not split")
_WHOLE_TOWN = Words("ganze Stadt, nicht aufgeteilt", "whole town, not split")
_SEVERAL_AREAS = Words("mehrere Gebiete, nicht aufgeteilt", "several areas, not split")
_OTHER_KIND = Words("Andere Finanzierungsart als gewählt", "Other funding type than chosen")
_TITLE = Words("Wer zahlt was für wen", "Who pays what for whom")
_ASKED = "Wer zahlt wie viel, {de}, und an wen geht es?"
_ASKED_EN = "Who pays how much, {en}, and to whom does it go?"
_QUESTIONS: dict[str, Words] = {
    by: Words(_ASKED.format(de=de), _ASKED_EN.format(en=en))
    for by, de, en in (
        ("pillar", "in welcher Säule", "in which pillar"),
        ("field", "in welchem Handlungsfeld", "in which field"),
        ("area", "für welches Gebiet", "for which area"),
        ("provider_type", "für welche Trägerart", "for which type of provider"),
        ("obligation", "mit welchem Verpflichtungsgrad", "with which level of obligation"),
    )
}
DIVISIONS = tuple(_QUESTIONS)
_DEFINITION = Words(
    "Alle Finanzierungsposten des Haushaltsjahrs (Posten ohne Haushaltsjahr nach ihrem Zeitraum), auch wenn das Angebot am "
    "Stichtag nicht mehr läuft. Jeder Posten nimmt genau einen Weg: vom Geldgeber (sonst der Quelle der Mittel) über das, wofür "
    "das Geld ist, zum Träger oder Angebot. Was zu mehreren gehört, wird nicht aufgeteilt und steht als „mehrere“. Hinter "
    "Eigenmitteln, Beiträgen und Spenden steht kein Geldgeber; sie stehen unter ihrer Art. Handlungsfeld, Trägerart und "
    "Verpflichtungsgrad folgen den Regeln der Fragen D2 und D3, aber für alle Finanzierungsarten; Säule ist die, unter der das "
    "Angebot erbracht wird, Gebiet der Stadtteil, in dem das ganze Einzugsgebiet liegt. Beträge verschiedenen Stands werden nie "
    "zusammengezählt; der Anteil bezieht sich auf alle zählenden Posten seines Stands. Ein nicht erhobener Betrag ist keine Null: "
    "solche Posten sind gezählt und genannt, aber nicht im Bild. Beträge für mehrere Jahre zählen nicht mit.",
    "All funding items of the budget year (items without one by their period), also where the offer no longer runs on the "
    "reference date. Every item takes exactly one way: from the funder (else the source of the money) over what the money is for "
    "to the provider or offer. What belongs to several is not split and stands as “several”. No funder stands behind own funds, "
    "fees and donations; they stand under their kind. Field, provider type and level of obligation follow the rules of the "
    "questions D2 and D3, but for all kinds of funding; pillar is the one the offer is delivered under, area the district that "
    "holds the whole catchment. Amounts of different status are never added; the share refers to all items of its status that "
    "count. An amount that is not collected is no zero: such items are counted and named, but not in the picture. Amounts for "
    "several years do not count.",
)
_LEAD = Words("{year}, soweit erfasst: {amounts}", "{year}, as far as recorded: {amounts}")
_AMOUNT = Words("{status} {sum} in {items}{without}{part}.", "{status} {sum} in {items}{without}{part}.")
_PART = Words("; das sind {share} von {base}", "; that is {share} of {base}")
_UNKNOWN = Words(
    "{status}: {items}, kein Betrag davon erhoben.", "{status}: {items}, none of their amounts collected."
)
_NONE = Words("{status}: kein Posten erfasst.", "{status}: no item recorded.")
_WITHOUT = Words(", davon {number} ohne Betrag", ", {number} of them without amount")

"""What the forms of a scenario offer: offers, coverages, areas, terms; and money with what rests on it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from itertools import count

from rdflib import URIRef

from app import display
from app.asked import Asked
from app.records.editing import sheet_of
from app.records.options import options
from app.records.rows import Reader, reader_of
from app.scenarios.store import Scenario
from app.scenarios.views import FundingChoice, ScenarioChoices
from app.town import OpenTown
from app.views import CellKind, ChoiceView
from ontology import iris
from ontology.terms import SOZ
from queries.resting import FundingItem, fundings_from, resting
from queries.words import Words

_PREFIX = "SZ"


def choices(town: OpenTown, scenario: Scenario, lang: str) -> ScenarioChoices:
    """The choices of the forms, from the latest version; planned offers of the scenario are not among them."""
    base = town.snapshot()
    reader = reader_of(base, town.secrets(base))

    def of(column: str) -> tuple[ChoiceView, ...]:
        sheet, _, name = column.partition("+")
        spec = sheet_of(sheet).column(f"#{sheet}+{name}")
        offered = options(spec, reader, lang) if spec else ()
        # A cell holds notation and name; the notation alone says as much, and keeps an act free of wording.
        return tuple(ChoiceView(o.value.partition(" ")[0], o.label) for o in offered)

    return ScenarioChoices(
        offers=_records(reader, SOZ.Offer), coverages=_records(reader, SOZ.Coverage),
        providers=of("angebot+traeger"), kinds=of("angebot+angebotsart"), needs=of("abdeckung+bedarf"),
        groups=of("abdeckung+zielgruppe"), areas=of("abdeckung+gebiet"), pillars=of("angebot+saeule"),
        next_key=_free_key(reader, scenario),
    )  # fmt: skip


def money(town: OpenTown, asked: Asked, only: Collection[str] = ()) -> tuple[FundingChoice, ...]:
    """Pots and payers whose money may be supposed to end, by name, each with the offers that rest on it.

    `only`: keys of fundings; then what rests on these alone, and only pots and payers that have one of them.
    """
    reading = asked.reading(town.base)
    items = [item for item in fundings_from(reading) if not only or item.key in only]
    by_source: defaultdict[URIRef, list[FundingItem]] = defaultdict(list)
    for item in items:
        for source in {item.pot, item.payer} - {None}:
            if source is not None:
                by_source[source].append(item)
    named = reading.labels([*by_source, *(offer for item in items for offer, _ in item.offers)])
    lost = 1 - town.thresholds.secured_share
    found = [_money(source, own, asked.lang, named, Decimal(str(lost))) for source, own in by_source.items()]
    return tuple(sorted(found, key=lambda choice: choice.label.casefold()))


def _money(
    source: URIRef, items: list[FundingItem], lang: str, named: display.Labels, lost: Decimal
) -> FundingChoice:
    offers = resting(items)
    return FundingChoice(
        value=key_of(source),
        label=f"{display.iri_label(source, lang, named)} ({key_of(source)})",
        fundings=tuple(ChoiceView(item.key, _funding(item, lang, named)) for item in items),
        offers=tuple(
            (
                o.key,
                display.iri_label(o.offer, lang, named),
                _UNKNOWN.get(lang) if o.share is None else display.shown(o.share, CellKind.SHARE, lang),
            )
            for o in offers
        ),
        resting=tuple(o.key for o in offers if o.share is not None and o.share > lost),
    )


def _funding(item: FundingItem, lang: str, named: display.Labels) -> str:
    offers = ", ".join(display.iri_label(offer, lang, named) for offer, _ in item.offers)
    ends = "" if item.last_day == date.max else display.day(item.last_day, lang)
    status = display.term_label(item.status, lang) if item.status else ""
    return " · ".join(part for part in (item.key, offers, item.year, status, ends and f"– {ends}") if part)


def key_of(record: URIRef) -> str:
    """The key of a record."""
    parts = iris.parts(record)
    return parts.key if parts else str(record)


def _records(reader: Reader, cls: URIRef) -> tuple[ChoiceView, ...]:
    ags = reader.snapshot.ags
    found = [r for r in reader.known if iris.is_key(r.key) and r.iri == iris.record(ags, cls, r.key)]
    return tuple(
        ChoiceView(r.key, f"{reader.name(r.iri)} ({r.key})")
        for r in sorted(found, key=lambda r: reader.name(r.iri).casefold())
    )


def _free_key(reader: Reader, scenario: Scenario) -> str:
    taken = {record.key for record in reader.known}
    taken |= {key for supposed in scenario.acts for _, key in supposed.act.keys}
    return next(key for number in count(1) if (key := f"{_PREFIX}-{number}") not in taken)


_UNKNOWN = Words("Anteil nicht erhoben", "share not recorded")

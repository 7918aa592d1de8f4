"""What a town declares about its inventory, and how much weight that gives to "there is nothing".

Each field of need gets one pattern of statements; with it goes what they amount to (`Survey.at`), as meant by whoever
makes the pattern. A statement for the whole town may stand behind them (`Declared.base`).
"""

from dataclasses import dataclass, field
from datetime import date

from random_towns.draft import AREAS, AT, BD, ES, SA, Draft, area, group, within
from rdflib import URIRef

from ontology.terms import CL, SOZ

STALE, OLD, RECENT, NEWEST, LATER = (
    date(2023, 6, 30), date(2025, 1, 15), date(2026, 4, 30), date(2026, 10, 15), date(2026, 12, 31),
)  # fmt: skip
BETWEEN = date(2025, 6, 1)
RANK = {"Fehlanzeige": 1, "ES-1": 1, "ES-2": 2, "ES-3": 3, "ES-4": 4}
FIELDS = ("AR", "BI", "EX", "FA", "GE", "IN", "OR", "PF", "RE", "SC", "SO", "TE", "WO")
LEVELS = ("ES-1", "ES-1", "ES-1", "Fehlanzeige", "ES-2", "ES-2", "ES-3", "ES-4")
PATTERNS = ("plain",) * 8 + ("stale", "replaced", "narrow", "part", "limited", "later", "group")
LIST, COVER, LAW, TOGETHER = ("angebotsliste", "abdeckung", "rechtsbezug", "kooperation")

Level = str | None


@dataclass
class Survey:
    """Per area the survey of the offer list and that of the coverage data; `group` if it holds for that group only."""

    at: dict[str, tuple[Level, Level]] = field(default_factory=lambda: dict.fromkeys(AREAS, (None, None)))
    group: str | None = None


@dataclass
class Declared:
    """Everything declared about a town, and what waits or is left open and therefore weakens it."""

    fields: dict[str, Survey]
    base: dict[str, Level]  # aspect → survey of the whole town
    base_is_newest: bool
    pillars: dict[str, dict[str, Level]]  # pillar → aspect → survey
    open_offers: bool = False
    rows_about_everything: bool = False  # rows held back that leave open what they are about
    rows_about_offers: bool = False  # any row held back that may become an offer or its coverage
    rows_about_structures: bool = False
    rows_about_money: bool = False

    def weight(self, name: str, where: str, who: str | None = None, *, waiting: bool = False) -> str:
        """How much "there is nothing" weighs in a field and area for the group `who` (None = whoever)."""
        survey = self.fields[name]
        own = (None, None) if survey.group not in {None, who} else survey.at[where]
        listed, covered = (
            self._behind(level, self.base.get(aspect))
            for level, aspect in zip(own, (LIST, COVER), strict=True)
        )
        if listed is None or listed == "ES-4":
            return "nicht_beurteilbar"
        is_open = self.open_offers and (covered is None or RANK[covered] > 1)
        if listed == "ES-3" or waiting or is_open or self.rows_about_everything:
            return "hinweis"
        return "belastbar" if RANK[listed] == 1 else "vorlaeufig"

    def duty(self, pillar: str, aspect: str, *, waiting: bool) -> str:
        """How much "this duty has nothing" weighs: firm only with the list and the aspect complete for town and pillar."""
        for each in (LIST, aspect):
            level = self._behind(self.pillars.get(pillar, {}).get(each), self.base.get(each))
            if level is None or RANK[level] > 1:
                return "nicht_beurteilbar"
        return "hinweis" if waiting else "belastbar"

    def _behind(self, own: Level, base: Level) -> Level:
        """A newer statement about less replaces the older one about more; an older one stands beside it."""
        if own is None or base is None:
            return own or base
        return min(own, base, key=RANK.__getitem__) if self.base_is_newest else own


def declare(draft: Draft) -> Declared:
    """Make the statements of a town."""
    chance = draft.chance
    surveyed = set(chance.sample(FIELDS, 4))
    fields = {name: _field(draft, name) if name in surveyed else Survey() for name in FIELDS}
    base: dict[str, Level] = {}
    newest = chance.random() < 0.5
    if chance.random() < 0.3:
        level = chance.choice(("ES-1", "ES-2", "ES-3"))
        base = dict.fromkeys((LIST, *chance.sample((COVER, LAW, TOGETHER), chance.randint(0, 3))), level)
        _state(draft, level, list(base), NEWEST if newest else OLD)
    pillars = {}
    for pillar in chance.sample(("SA-02", "SA-03", "SA-08", "SA-09E", "SA-11", "SA-12L", "SA-GW"), 3):
        aspects = chance.choice(
            ((LIST, LAW, TOGETHER), (LIST, LAW), (LIST, TOGETHER), (LIST,), (LAW, TOGETHER))
        )
        level = chance.choice(("ES-1", "ES-1", "ES-1", "ES-2"))
        pattern = chance.choice(("plain",) * 4 + ("stale", "part"))
        day = STALE if pattern == "stale" else RECENT
        _state(draft, level, aspects, day, pillar=SA[pillar], where="N" if pattern == "part" else "G")
        pillars[pillar] = dict.fromkeys(aspects, level) if pattern == "plain" else {}
    return Declared(fields, base, newest, pillars)


def _field(draft: Draft, name: str) -> Survey:
    chance, need = draft.chance, BD[f"BD-{name}"]
    pattern, level = chance.choice(PATTERNS), chance.choice(LEVELS)
    aspects = chance.choice(((LIST, COVER), (LIST, COVER), (LIST,)))
    own = (level, level if COVER in aspects else None)
    survey = Survey()
    if pattern in {"plain", "group"}:
        survey.group = "ZG-E01" if pattern == "group" else None
        survey.at = dict.fromkeys(AREAS, own)
        _state(
            draft,
            level,
            aspects,
            RECENT,
            needType=need,
            targetGroup=group("ZG-E01") if survey.group else None,
        )
    elif pattern == "stale":
        _state(draft, "ES-1", (LIST, COVER), STALE, needType=need)
    elif pattern == "later":
        _state(draft, "ES-1", (LIST, COVER), LATER, needType=need)
    elif pattern == "limited":  # to a kind of service: says nothing about a cell
        _state(draft, "ES-1", (LIST, COVER), RECENT, needType=need, serviceType=AT["AT-B2"])
    elif pattern == "replaced":
        worse = chance.choice(("ES-2", "ES-3"))
        _state(draft, "ES-1", (LIST, COVER), BETWEEN, needType=need)
        _state(draft, worse, (LIST,), RECENT, needType=need)
        survey.at = dict.fromkeys(AREAS, (worse, "ES-1"))
    elif pattern == "narrow":  # later and for a district only, better or worse
        _state(draft, "ES-2", (LIST,), BETWEEN, needType=need)
        _state(draft, level, aspects, RECENT, where="N", needType=need)
        survey.at = {key: own if within(key, "N") else ("ES-2", None) for key in AREAS}
    elif pattern == "part":
        _state(draft, level, aspects, RECENT, where="N", needType=need)
        survey.at = {key: own if within(key, "N") else (None, None) for key in AREAS}
    return survey


def _state(
    draft: Draft,
    level: str,
    aspects: tuple[str, ...] | list[str],
    day: date,
    *,
    where: str = "G",
    **limits: URIRef | None,
) -> None:
    result = CL["erhebung-fehlanzeige"] if level == "Fehlanzeige" else ES[level]
    draft.record(
        SOZ.InventoryStatement, draft.key("D"), area=area(where), inventoryResult=result, asOf=day,
        inventoryAspect=[CL[f"aspekt-{name}"] for name in aspects], **limits,
    )  # fmt: skip

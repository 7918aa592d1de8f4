"""Towns grown wild: what was planted, and between it records that reach into everything. Nobody knows their answers.

For rules that hold for every town: what a change must never do.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from random_towns.cells import sow_cell
from random_towns.draft import AREAS, AT, BD, KO, SA, TODAY, Draft, Values, area
from random_towns.duties import norms
from random_towns.endings import sow_ending
from random_towns.ground import Ground
from random_towns.look_alikes import GROUPS
from random_towns.overlaps import sow_overlap
from random_towns.survey import FIELDS, declare
from random_towns.town import Triples
from rdflib import URIRef
from rdflib.namespace import RDF

from ontology.terms import CL, SOZ

NEEDS = [f"{name}{n}" for name in FIELDS[:4] for n in ("", "1", "2", "3")]
NAMES = [name for who in GROUPS[:6] for name in (who.name, who.above, who.below, who.beside) if name] + [
    "ZG-0",
    "ZG-A06",
    "ZG-A07",
]
DAYS = (None, None, TODAY - timedelta(days=1), TODAY, date(2027, 6, 30), date(2030, 1, 1))


@dataclass(frozen=True)
class Wild:
    """Stand and rows held back."""

    stand: Triples
    held_back: Triples

    def of(self, cls: URIRef) -> list[URIRef]:
        """The records of a class, in the order they were made."""
        return [s for s, p, o in self.stand if p == RDF.type and o == cls]


def grow(seed: int, *, alone: bool = False) -> Wild:
    """The wild town of a seed; `alone` if no offer shall have two providers."""
    draft = Draft(seed)
    ground, chance = Ground(draft, declare(draft)), draft.chance
    for sow, times in ((sow_cell, 2), (sow_ending, 2), (sow_overlap, 1)):
        for _ in range(times):
            sow(ground)
    providers = [draft.provider() for _ in range(5)]
    offers = [
        _offer(ground, chance.sample(providers, chance.choice((1, 1, 1, 1 if alone else 2))))
        for _ in range(14)
    ]
    for _ in range(8):
        statuses = ("geprueft", "anerkannt", "geprueft", "gemeldet", "verworfen")
        draft.record(
            SOZ.NeedAssessment, draft.key("B"), status=CL[f"bedarfsstatus-{chance.choice(statuses)}"], asOf=date(2026, 5, 1),
            needType=BD[f"BD-{chance.choice(NEEDS)}"], targetGroup=draft.combined(chance.choice(NAMES)), area=area(chance.choice(list(AREAS))),
        )  # fmt: skip
    for _ in range(4):
        ground.fund(
            chance.choice(offers), share=str(Decimal(chance.randint(1, 9)) / 10), validTo=chance.choice(DAYS)
        )
        parties = chance.sample([*providers, *offers], 2)
        kind = KO[f"KO-{chance.randint(0, 8)}"]
        norm = chance.choice(norms(cooperating=True))[0] if chance.random() < 0.5 else None
        draft.record(
            SOZ.Cooperation, draft.key("K"), participant=parties, cooperationType=kind, legalBasis=norm
        )
    if chance.random() < 0.5:
        draft.wait(SOZ.Coverage, **facets(draft))
    return Wild(draft.triples, draft.held_back)


def facets(draft: Draft, *, whole: bool = False) -> dict[str, Values]:
    """Need, group and area of a coverage by chance; some are left open, unless `whole`."""
    chance = draft.chance
    found: dict[str, Values] = {
        "needType": BD[f"BD-{chance.choice(NEEDS)}"], "targetGroup": draft.combined(chance.choice(NAMES)),
        "area": area(chance.choice(list(AREAS))),
    }  # fmt: skip
    for name in () if whole else tuple(found):
        if chance.random() < 0.12:
            found[name] = None
    return found


def _offer(ground: Ground, by: list[URIRef]) -> URIRef:
    chance = ground.chance
    coverages = []
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        ages = {
            "minAge": chance.choice((None, None, 6, 14, 18)), "maxAge": chance.choice((None, None, 17, 26)), "validTo": chance.choice(DAYS),
        }  # fmt: skip
        coverages.append({**facets(ground.draft), **ages})
    return ground.offer(
        *coverages, by=by, status=chance.choice(("aktiv",) * 6 + ("beendet", "geplant")), validTo=chance.choice(DAYS),
        validFrom=chance.choice((None, None, date(2020, 1, 1), date(2027, 1, 1))), pillar=SA[chance.choice(("SA-08", "SA-11", "SA-03"))],
        legalBasis=chance.choice((None, *norms(cooperating=False)[chance.randint(0, 60)][:1])),
    )  # fmt: skip


class More(Draft):
    """Records to add to a wild town, with keys that it does not have."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.triples.clear()
        self.chance = Random(seed + 10_000)  # noqa: S311 chance that can be repeated

    def key(self, letter: str) -> str:
        return super().key(f"{letter}9")


def covering(seed: int) -> Triples:
    """An active offer with one coverage that leaves nothing open."""
    more = More(seed)
    chance = more.chance
    coverage = more.record(SOZ.Coverage, more.key("C"), **facets(more, whole=True))
    more.record(
        SOZ.Offer, more.key("A"), status=CL["angebotsstatus-aktiv"], providedBy=more.provider(), hasCoverage=coverage,
        serviceType=AT["AT-B2"], validTo=chance.choice(DAYS[3:]),
        legalBasis=chance.choice(norms(cooperating=False))[0],
    )  # fmt: skip
    return more.triples


def waiting(seed: int) -> Triples:
    """A row held back."""
    more = More(seed)
    more.wait(more.chance.choice((SOZ.Offer, SOZ.Coverage, SOZ.Committee, SOZ.Funding, None)), **facets(more))
    return more.held_back

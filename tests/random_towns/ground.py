"""A town in the making, and what all plants need: free plots, offers with their money, stated needs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from random_towns.draft import AT, FT, HORIZON, KINDS, TODAY, Draft, Values
from random_towns.expected import Expected, Sown, block, loss, verdict
from random_towns.plots import LEAVES, PLACES, Plot
from random_towns.survey import FIELDS, Declared
from rdflib import XSD, Literal, URIRef

from ontology.terms import CL, SOZ

DOCUMENTED, UNDOCUMENTED = ("geprueft", "anerkannt"), ("verworfen", "erledigt")


@dataclass
class Ground:
    """A town in the making: the paper, what is declared, what is expected, and the plots that are free."""

    draft: Draft
    declared: Declared
    expected: Expected = field(default_factory=Expected)
    waiting: set[Plot] = field(default_factory=set)
    untouched: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    places: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.places = self.chance.choice(PLACES)
        self.whole = self.chance.sample([f for f in FIELDS if not self.declared.fields[f].group], 3)
        self.untouched = [f"{f}{n}" for f in FIELDS if f not in self.whole for n in range(1, LEAVES[f] + 1)]
        self.chance.shuffle(self.untouched)
        # most needs that are used belong to fields about which something is declared
        self.untouched.sort(
            key=lambda need: (
                not any(map(any, self.declared.fields[need[:2]].at.values())) and self.chance.random() < 0.7
            )
        )

    @property
    def chance(self) -> Random:
        return self.draft.chance

    def take(self, who: str, where: str, *, any_field: bool = True) -> Plot:
        """A plot on a need nobody has; in a field surveyed for one group only it goes to that group."""
        for need in self.untouched:
            only = self.declared.fields[need[:2]].group
            if only is None or any_field:
                self.untouched.remove(need)
                self.draft.combined(only or who)
                return Plot(need, only or who, where)
        raise AssertionError("a town has fewer plots than that")

    def take_field(self, who: str, where: str) -> Plot | None:
        """A plot on a need whose field nobody else has; None if none is left."""
        if not self.whole:
            return None
        self.draft.combined(who)
        return Plot(f"{self.whole.pop()}1", who, where)

    def weight(self, plot: Plot) -> str:
        return self.declared.weight(plot.field, plot.area, plot.group, waiting=plot in self.waiting)

    def offer(
        self,
        *coverages: dict[str, Values],
        status: str = "aktiv",
        kind: str | None = None,
        by: Values = None,
        money: str = "?",
        **facts: Values,
    ) -> URIRef:
        """An offer with its coverages. `money`: ? nobody asked, 0 asked and none, 1 secured for good."""
        key = self.draft.key("A")
        own = [
            self.draft.record(SOZ.Coverage, f"{key}.{n}", **coverage)
            for n, coverage in enumerate(coverages, 1)
        ]
        node = self.draft.record(
            SOZ.Offer, key, status=CL[f"angebotsstatus-{status}"], providedBy=by or self.draft.provider(),
            serviceType=AT[kind or self.chance.choice(KINDS)], hasCoverage=own,
            noValueFor=SOZ.funds if money == "0" else None, **facts,
        )  # fmt: skip
        if money == "1":
            self.fund(node, share="1")
        if money == "?" and status == "aktiv" and _is_running(facts):
            self.expected.unfunded.add(node)
        if status == "aktiv" and _is_running(facts) and (end := facts.get("validTo")) and end <= HORIZON:
            self.expected.ending[node] = (end.isoformat(), None)
        return node

    def fund(
        self, *offers: URIRef, status: str = "bewilligt", share: str | None = None, **facts: Values
    ) -> None:
        facts.setdefault("paidBy", self.draft.record(SOZ.CostBearer, self.draft.key("Z")))
        facts.setdefault("budgetYear", None)
        self.draft.record(
            SOZ.Funding, self.draft.key("F"), funds=list(offers), fundingType=FT["FT-K1"],
            status=CL[f"finanzierungsstatus-{status}"], share=Decimal(share) if share else None, **facts,
        )  # fmt: skip

    def ask_for(self, plot: Plot, sown: Sown, *, always: bool = False, **more: Values) -> None:
        """State a need on the plot, and note what is expected of the cell and of the need."""
        state, claim = verdict(sown, self.weight(plot))
        self.expected.plants[sown.kind] += 1
        cell = plot.need_iri, plot.group_iri, plot.area
        if len(plot.need) > 2:  # the matrix has no row for a whole field
            self.expected.cells[cell] = state, claim
        if sown.grade == "exact" and sown.providers == 1:
            self.expected.single[cell] = claim or ""
        else:
            self.expected.not_single.add(cell)
        fate = (
            "documented"
            if always
            else self.chance.choice(("documented",) * 6 + ("reported", "undocumented", "not now"))
        )
        self._state(plot, sown, fate, (state, claim), more)

    def _state(
        self, plot: Plot, sown: Sown, fate: str, judged: tuple[str, str | None], more: dict[str, Values]
    ) -> None:
        chance, (state, claim) = self.chance, judged
        status = chance.choice(UNDOCUMENTED if fate == "undocumented" else DOCUMENTED)
        period: dict[str, Values] = {"asOf": date(2026, 5, 1)}
        if fate == "not now":
            period = chance.choice((
                {"asOf": date(2025, 5, 1), "validTo": TODAY - timedelta(days=1)}, {"validFrom": TODAY + timedelta(days=1)}, {"asOf": date(2026, 12, 1)},
            ))  # fmt: skip
        elif chance.random() < 0.3:
            period = {"validFrom": TODAY, "validTo": chance.choice((TODAY, None, date(2028, 1, 1)))}
        node = self.draft.record(
            SOZ.NeedAssessment, self.draft.key("B"), **plot.tags, **period, **more,
            status=CL["bedarfsstatus-gemeldet" if fate == "reported" else f"bedarfsstatus-{status}"],
        )  # fmt: skip
        if fate in {"documented", "reported"}:
            where = "reported" if fate == "reported" else block(sown, state)
            self.expected.needs[node] = where, state, claim, sown.offers, sown.providers
            if sown.grade == "general":
                self.expected.general.add(("reported" if fate == "reported" else "general", node))
        # a need that has ended before the day A5 judges misses nothing then
        if (
            fate == "documented"
            and period.get("validTo") != TODAY
            and (lost := loss(sown, self.weight(plot), money_waits=self.declared.rows_about_money))
        ):
            self.expected.losses[node] = lost


def year(text: str) -> Literal:
    """A budget year as a value."""
    return Literal(text, datatype=XSD.gYear)


def _is_running(facts: dict[str, Values]) -> bool:
    start, end = facts.get("validFrom"), facts.get("validTo")
    return not (start and start > TODAY) and not (end and end < TODAY)

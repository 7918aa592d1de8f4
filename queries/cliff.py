"""The funding cliff: on which days money with a known end ends, which offers fall away, and which cells turn because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Literal, URIRef

from ontology.iris import Audience
from ontology.terms import CL
from ontology.vocabulary import label
from queries.answer import Answer, Row
from queries.cliff_cells import CliffCells, Moment, Turn
from queries.cliff_money import RunningMoney
from queries.ending import Fate, Fates
from queries.money_flows import statuses_of
from queries.money_tables import Told, money_answer
from queries.parameters import date_term
from queries.reading import Reading, Snapshot
from queries.settings import Thresholds, shift_months
from queries.verdict import State
from queries.words import NO_WORDS, Words, counted

_WORST = (State.GAP, State.THIN, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which money or an offer ends: the offers that fall away by then for the first time, the cells that turn."""

    day: date
    fresh: Sequence[Fate]
    turns: Sequence[Turn]

    def only(self, offers: frozenset[URIRef]) -> "Step":
        """What the step does to these offers."""
        return Step(
            self.day,
            [fate for fate in self.fresh if fate.offer in offers],
            [turn for turn in self.turns if turn.lost & offers],
        )

    def cells(self, state: State) -> int:
        """How many cells come to this state."""
        return sum(len(turn.areas) for turn in self.turns if turn.after.state is state)


def cliff(
    snapshot: Snapshot,
    months: int,
    statuses: Sequence[str],
    funder: str = "",
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
) -> Answer:
    """The steps from the reference date to so many months later.

    Args:
        snapshot: the town at one version.
        months: length of the period.
        statuses: whose ends make the steps, as `queries.money_flows.Choice` names them.
        funder: only what this one pays (key of the record or `queries.money_flows.key_of`): its items that end, the
            offers they are for that fall away for whatever reason, and the cells that lose one of those.
        audience: whose Stand is read.
        reference_date: the day it starts.
        settings: thresholds; None = those that ship.

    Raises:
        ParameterError: a status is unknown.
    """
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    horizon = shift_months(reference_date, months)
    money = RunningMoney(reading, horizon, statuses_of(statuses), funder)
    fates, cells = Fates(reading), CliffCells(reading)
    # the steps of all money are taken also for a single funder: what was lost before must not be lost again
    every = RunningMoney(reading, horizon, statuses_of(statuses)).ends if funder else money.ends
    steps = _steps(fates, cells, sorted(every | fates.ends(horizon)), reference_date)
    if funder:
        steps = [step.only(money.funded) for step in steps]
    unknown = [] if funder else fates.not_collected()
    told = _told(reading, horizon, money, steps, cells.number, unknown)
    aspects = [CL[f"aspekt-{name}"] for name in ("finanzierung", "angebotsliste", "abdeckung")]
    return money_answer(reading, "cliff", told, aspects, cells.declarations)


def _told(
    reading: Reading,
    horizon: date,
    money: RunningMoney,
    steps: Sequence[Step],
    cells: int,
    unknown: Sequence[Fate],
) -> Told:
    losses = [step for step in steps if step.fresh or step.turns]
    blocks = {"steps": money.steps(), "levels": money.levels(), "open": money.open()}
    turns = [(step.day, turn) for step in steps for turn in sorted(step.turns, key=_order)]
    return Told(
        title=_TITLE,
        question=_QUESTION,
        definition=_DEFINITION,
        lead=_lead(horizon, steps, blocks),
        rows={
            **{name: rows for name, (rows, _) in blocks.items()},
            "consequences": [_consequence(reading, step, cells) for step in losses],
            "offers": [_offer(step.day, fate) for step in steps for fate in step.fresh],
            "items": money.items(),
            "cells": [_cell(reading, day, turn) for day, turn in turns],
            "notCollected": [
                {"offer": f.offer, "provider": f.provider, "why": _NO_SHARE if f.has_funding else _NOTHING}
                for f in unknown
            ],
        },
        records={
            **{name: behind for name, (_, behind) in blocks.items()},
            "consequences": [[fate.offer for fate in step.fresh] for step in losses],
        },
        notes=(_MATRIX_NOTE,),
    )


def _steps(fates: Fates, cells: CliffCells, days: Sequence[date], today: date) -> list[Step]:
    steps, before = [], Moment(today)
    for day in days:
        after = Moment(day + timedelta(days=1), fates.fallen(day))
        fresh = [fate for fate in after.fallen if fate.offer not in before.gone]
        steps.append(Step(day, fresh, cells.turns(before, after)))
        before = after
    return steps


def _consequence(reading: Reading, step: Step, cells: int) -> Row:
    return {
        "day": date_term(step.day),
        "offers": Literal(len(step.fresh)),
        "names": reading.named(fate.offer for fate in step.fresh) if step.fresh else NO_WORDS,
        **{str(state): Literal(step.cells(state)) for state in _WORST},
        "cells": Literal(cells),
    }


def _offer(day: date, fate: Fate) -> Row:
    return {
        "day": date_term(day),
        "offer": fate.offer,
        "provider": fate.provider,
        "endsOn": date_term(fate.ends_on) if fate.ends_on else None,
        "secured": None if fate.ends_on or fate.secured is None else Literal(round(fate.secured, 4)),
        "why": _TERM if fate.ends_on else _FUNDING,
    }


def _cell(reading: Reading, day: date, turn: Turn) -> Row:
    return {
        "day": date_term(day),
        "need": turn.need,
        "group": turn.group,
        "area": turn.areas[0],
        "areas": Literal(len(turn.areas)),
        "stated": _DOCUMENTED if turn.is_documented else _REPORTED if turn.is_reported else NO_WORDS,
        "before": Literal(str(turn.before.state)),
        "state": Literal(str(turn.after.state)),
        "claim": Literal(str(turn.after.claim)) if turn.after.claim else None,
        "reason": turn.after.reason,
        "lost": reading.named(turn.lost),
    }


def _order(turn: Turn) -> tuple[object, ...]:
    """What is documented first, then gaps before thin cells before what nobody can judge."""
    kind = 0 if turn.is_documented else 1 if turn.is_reported else 2
    return kind, _WORST.index(turn.after.state), turn.need, turn.group, turn.areas[0]


def _lead(horizon: date, steps: Sequence[Step], blocks: Mapping[str, tuple[list[Row], object]]) -> Words:
    ending: dict[URIRef, int] = {}
    for row in blocks["steps"][0]:
        status = row["status"]
        if isinstance(status, URIRef):
            ending[status] = ending.get(status, 0) + int(str(row["items"]))
    parts = [
        _ENDING.format(number=counted(n, *_ITEMS), status=Words(label(s, "de"), label(s, "en")))
        for s, n in ending.items()
    ]
    return _LEAD.format(
        until=horizon,
        ending=Words(", ".join(p.de for p in parts), ", ".join(p.en for p in parts)) if parts else _NONE,
        offers=counted(sum(len(step.fresh) for step in steps), *_OFFERS),
        gap=sum(step.cells(State.GAP) for step in steps),
        thin=sum(step.cells(State.THIN) for step in steps),
        unknown=sum(step.cells(State.UNKNOWN) for step in steps),
        open=sum(int(str(row["items"])) for row in blocks["open"][0]),
    )


_TITLE = Words("Förderstufe", "Funding cliff")
_QUESTION = Words(
    "An welchen Tagen endet Geld, welche Angebote fallen dann weg, und welche Zellen werden dadurch dünn oder zur Lücke?",
    "On which days does money end, which offers fall away then, and which cells become thin or a gap because of it?",
)
_DEFINITION = Words(
    "Stufen sind die Tage, an denen ein Posten des gewählten Stands mit erfasstem Ende oder ein Angebot mit erfasster Laufzeit "
    "endet. Ein Angebot fällt nach den Regeln der Frage A5 weg: wenn seine Laufzeit endet oder danach weniger als die Schwelle "
    "seiner Kosten gesichert ist; was für danach nicht erhoben ist, gilt nicht als verloren. Verglichen wird jede Zelle der "
    "Lückenmatrix, die ein weggefallenes Angebot erreicht, mit der Stufe davor; gezeigt wird, was schlechter wird und ein "
    "weggefallenes Angebot verliert. Was über den Bestand erklärt ist, ist der heutige Stand. Zellen desselben Bedarfs und derselben Zielgruppe, die sich gleich "
    "ändern, stehen in einer Zeile mit der Zahl der Gebiete; genannt ist das weiteste. Anschluss heißt: derselbe Geldgeber zeigt für dasselbe am Tag danach "
    "Bewilligtes oder Ausgezahltes. Beträge verschiedenen Stands werden nie zusammengezählt. Posten ohne erfasstes Ende stehen "
    "daneben: sie können auch enden. Mit einem Geldgeber: seine endenden Posten, die davon geförderten Angebote, die wegfallen (auch "
    "aus anderem Grund), und die Zellen, die eines davon verlieren.",
    "Steps are the days on which an item of the chosen status with a recorded end, or an offer with a recorded term, ends. An "
    "offer falls away by the rules of question A5: if its term ends or less than the threshold of its cost is secured "
    "afterwards; what is not collected for the time afterwards does not count as lost. Every cell of the gap matrix that a lost "
    "offer reaches is compared with the step before; shown is what gets worse and loses an offer. What is declared about the "
    "inventory is what is known today. Cells of the same need and target group that change alike stand in one line with the number of areas; the "
    "widest is named. To go on means that the same funder shows granted or paid money for the same thing on the day after. Amounts of different "
    "status are never added. Items without a recorded end stand beside it: they may end, too. With a funder: its items that end, the offers they are for that fall away "
    "(for another reason, too), and the cells that lose one of those.",
)
_MATRIX_NOTE = Words(
    "Die Lückenmatrix zu einem späteren Stichtag kennt die Laufzeit der Angebote, nicht ihre Finanzierung: Wem nur das Geld "
    "fehlt, der steht dort weiter.",
    "The gap matrix at a later reference date knows the terms of offers, not their funding: those that only lack the money "
    "still stand there.",
)
_TERM = Words("Laufzeit endet", "term ends")
_FUNDING = Words("Finanzierung endet", "funding ends")
_NOTHING = Words("nichts zur Finanzierung", "nothing on the funding")
_NO_SHARE = Words("Posten, aber nicht ihr bestätigter Anteil", "items, but not the share they confirm")
_DOCUMENTED = Words("festgestellt", "documented")
_REPORTED = Words("gemeldet", "reported")
_ITEMS = (Words("Posten", "item"), Words("Posten", "items"))
_OFFERS = (Words("Angebot fällt", "offer falls"), Words("Angebote fallen", "offers fall"))
_ENDING = Words("{number} ({status})", "{number} ({status})")
_NONE = Words("kein Posten mit bekanntem Ende", "no item with a known end")
_LEAD = Words(
    "Bis {until} enden, soweit erfasst: {ending}. {offers} weg. {gap} {gap|Zelle wird|Zellen werden} zur Lücke, {thin} dünn, {unknown} {unknown|ist|sind} nicht "
    "mehr beurteilbar. Bei {open} {open|laufendem|laufenden} Posten ist kein Ende erfasst.",
    "Until {until}, as far as recorded, there end: {ending}. {offers} away. {gap} {gap|cell becomes|cells become} a gap, {thin} thin, {unknown} can "
    "no longer be judged. Of {open} running {open|item|items} no end is recorded.",
)

"""A paper with its answers: each asked as it was put in and as of now, the difference said, the chosen one shown."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from app.answers.comparing import compared
from app.asked import Asked
from app.cockpit.overviews import deliveries
from app.errors import RequestError
from app.papers.asking import MATRIX, NETWORK
from app.papers.checking import held
from app.papers.frames import frame
from app.papers.narrowing import field_label, narrowed
from app.papers.paper import AnswerPart, Keep, Paper, TextPart
from app.papers.views import AnswerPartView, PaperHead, SourceView, StateView, TextView
from app.protection import Secrets, ask
from app.town import OpenTown
from app.views import AnswerView
from ontology import iris
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

Told: TypeAlias = Callable[[str, Mapping[str, str | Sequence[str]], Asked], AnswerView]
"""Asks a question and lets the answer pass the gate."""

Change: TypeAlias = Callable[[Paper], Paper]


def head(paper: Paper, lang: str) -> PaperHead:
    """A paper in a list."""
    return PaperHead(
        id=paper.id,
        kind=paper.kind,
        kind_title=frame(paper.kind).title[lang],
        title=paper.title,
        committee=paper.committee,
        day=paper.day,
        audience=str(paper.audience),
        status=paper.status,
        field=field_label(paper.field, lang) if paper.field else "",
        parts=len(paper.parts),
        revision=paper.revision,
        changed_on=paper.changed_on,
    )


def parts(paper: Paper, now: Asked, secrets: Secrets, told: Told) -> tuple[TextView | AnswerPartView, ...]:
    """The parts of a paper in order; `now` is the latest version and today."""
    return tuple(
        _text(part, paper, secrets)
        if isinstance(part, TextPart)
        else _answer(part, paper, now, secrets, told)
        for part in paper.parts
    )


def fingerprint(answer: AnswerView) -> str:
    """What tells whether an answer says the same: its sentence and all its cells, not when it was asked."""
    rows = [
        [[cell.text for cell in row] for row in table]
        for table in (answer.rows, *(b.rows for b in answer.blocks))
    ]
    return hashlib.sha256(repr((answer.lead, rows)).encode()).hexdigest()[:16]


def given(part: AnswerPart) -> dict[str, str | tuple[str, ...]]:
    """The parameters of a part as a question takes them."""
    return {name: values[0] if len(values) == 1 else values for name, values in part.parameters}


def _text(part: TextPart, paper: Paper, secrets: Secrets) -> TextView:
    known = frame(paper.kind)
    return TextView(
        part.key, part.heading, part.text, known.hint(part.key),
        any(text.key == part.key and text.required for text in known.texts()),
        held=any(held(text, paper.audience, secrets) for text in (part.heading, part.text)),
    )  # fmt: skip


def _answer(part: AnswerPart, paper: Paper, now: Asked, secrets: Secrets, told: Told) -> AnswerPartView:
    if part.scenario:
        return _supposed(part, paper, now, secrets, told)
    then = Asked(paper.audience, part.reference_date, part.version, "de")
    now = replace(now, audience=paper.audience, lang="de", scenario="")
    change = problem = ""
    answer: AnswerView | None = None
    try:
        before = told(part.question_id, given(part), then)
        same_state = (then.reference_date, then.version) == (now.reference_date, now.version)
        after = before if same_state else told(part.question_id, given(part), now)
        change = _change(part, before, after)
        answer = after if part.keep is Keep.NOW else before
        answer = narrowed(answer, part.look.about) if part.look.about else answer
    except KnowledgeGraphError as error:
        problem = str(error)
    return _view(part, paper, secrets, answer, change, problem)


def _supposed(part: AnswerPart, paper: Paper, now: Asked, secrets: Secrets, told: Told) -> AnswerPartView:
    """An answer under a scenario: what it said when it was put in cannot be asked again, only whether it still says it."""
    day = now.reference_date if part.keep is Keep.NOW else part.reference_date
    asked = Asked(paper.audience, day, None, "de", part.scenario)
    change = problem = ""
    answer: AnswerView | None = None
    try:
        answer = told(part.question_id, given(part), asked)
        if part.fingerprint and part.fingerprint != fingerprint(answer):
            change = _SUPPOSED
        answer = narrowed(answer, part.look.about) if part.look.about else answer
    except KnowledgeGraphError as error:
        problem = str(error)
    return _view(part, paper, secrets, answer, change, problem)


_SUPPOSED = (
    "Unter dieser Annahme lautet die Antwort jetzt anders als beim Einfügen (die Annahme, der Datenbestand oder der Tag ist "
    "ein anderer). Annahmen werden immer auf die neueste Version gerechnet."
)


def _view(
    part: AnswerPart, paper: Paper, secrets: Secrets, answer: AnswerView | None, change: str, problem: str
) -> AnswerPartView:
    return AnswerPartView(
        key=part.key,
        heading=part.heading,
        sentence=part.sentence,
        question_id=part.question_id,
        parameters=part.parameters,
        look=part.look,
        keep=part.keep,
        asked_as=state(part.reference_date, part.version),
        answer=answer,
        change=change,
        problem=problem,
        narrowed=field_label(part.look.about) if part.look.about and not problem else "",
        held=any(held(text, paper.audience, secrets) for text in (part.heading, part.sentence)),
        scenario=part.scenario,
    )


def state(day: date, version: int) -> str:
    """A state of knowledge in words."""
    return f"Stichtag {day:%d.%m.%Y}, Version {version}"


def _change(part: AnswerPart, before: AnswerView, after: AnswerView) -> str:
    """How the answer of now differs from the one put in, and whether the one put in is itself still what it was."""
    said = []
    if part.fingerprint and part.fingerprint != fingerprint(before):
        said.append(
            f"Für {state(before.reference_date, before.version)} lautet die Antwort heute anders als beim Einfügen "
            "(Schutz, Sicht oder Definition wurden seither geändert)."
        )
    if fingerprint(before) != fingerprint(after):
        if part.question_id == MATRIX or part.question_id.startswith(NETWORK):
            said.append(
                f"Von {state(before.reference_date, before.version)} zu {state(after.reference_date, after.version)} hat sich die Antwort geändert."
            )
        else:
            said.append(compared(part.question_id, before, after, {}, "de").lead)
        if before.lead != after.lead:
            said.append(f"Jetzt heißt es: {after.lead}")
    return " ".join(said)


def used_versions(shown: Iterable[TextView | AnswerPartView], latest: int) -> tuple[int, ...]:
    """The versions the answers of a paper rest on, the latest of the town if it has none."""
    found = {part.answer.version for part in shown if isinstance(part, AnswerPartView) and part.answer}
    return tuple(sorted(found or {latest}))


def states(town: OpenTown, versions: Iterable[int]) -> tuple[StateView, ...]:
    """These versions with day and checksum."""
    log = {version.number: version for version in town.store.versions()}
    return tuple(
        StateView(number, _local(log[number].when), log[number].hash) for number in versions if number in log
    )


def sources(town: OpenTown, versions: Iterable[int], audience: Audience) -> tuple[SourceView, ...]:
    """Every source with its latest delivery up to each of the versions; for the public only those that deliver for it."""
    found: dict[tuple[str, date | None], SourceView] = {}
    for version in versions:
        snapshot = town.snapshot(version)
        for delivery in deliveries(snapshot, "de"):
            graph = iris.source_graph(town.ags, delivery.source, Audience.PUBLIC)
            if audience is Audience.PUBLIC and not ask(snapshot.engine, "delivered.rq", [graph]).rows:
                continue
            key = (delivery.title, delivery.delivered_on)
            found[key] = SourceView(delivery.title, delivery.kind, delivery.delivered_on, version)
    return tuple(sorted(found.values(), key=lambda s: (s.title.casefold(), s.delivered_on or date.min)))


def _local(when: datetime) -> datetime:
    return when.astimezone()


def answer_part(
    key: str, heading: str, question_id: str, parameters: Mapping[str, str | Sequence[str]], asked: Asked
) -> AnswerPart:
    """A new part for what was asked.

    Raises:
        RequestError: it was asked without a version.
    """
    if asked.version is None:
        raise RequestError("Vorlage: ohne Version lässt sich eine Antwort nicht festhalten")
    told = tuple(sorted(
        (name, (value,) if isinstance(value, str) else tuple(value)) for name, value in parameters.items()
    ))  # fmt: skip
    return AnswerPart(
        key, heading, "", question_id, told, asked.reference_date, asked.version, asked.scenario
    )


def key_of(question_id: str) -> str:
    """The stem of the key of a part that asks this."""
    return "antwort-" + "".join(c if c.isalnum() else "-" for c in question_id.lower())

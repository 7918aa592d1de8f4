"""A paper with its answers: each asked as it was put in and as of now, the difference said, the chosen one shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias

from app.asked import Asked
from app.cockpit.overviews import deliveries
from app.errors import RequestError
from app.gate import Released
from app.papers.changes import changed, fingerprint, state
from app.papers.checking import held
from app.papers.frames import frame
from app.papers.narrowing import field_label, narrowed
from app.papers.paper import AnswerPart, Keep, Paper, TextPart
from app.papers.views import AnswerPartView, PaperHead, Shown, SourceView, StateView, TextView
from app.protection import Secrets, ask
from app.town import OpenTown
from app.views import AnswerView
from ontology import iris
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

Told: TypeAlias = Callable[[str, Mapping[str, str | Sequence[str]], Asked], Released[Shown]]
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
    try:
        before = told(part.question_id, given(part), then)
        same_state = (then.reference_date, then.version) == (now.reference_date, now.version)
        after = before if same_state else told(part.question_id, given(part), now)
        change = changed(part, before.value, after.value)
        return _view(part, paper, secrets, after if part.keep is Keep.NOW else before, change=change)
    except KnowledgeGraphError as error:
        return _view(part, paper, secrets, None, problem=str(error))


def _supposed(part: AnswerPart, paper: Paper, now: Asked, secrets: Secrets, told: Told) -> AnswerPartView:
    """An answer under a scenario: what it said when it was put in cannot be asked again, only whether it still says it."""
    day = now.reference_date if part.keep is Keep.NOW else part.reference_date
    try:
        found = told(part.question_id, given(part), Asked(paper.audience, day, None, "de", part.scenario))
        differs = part.fingerprint and part.fingerprint != fingerprint(found.value)
        return _view(part, paper, secrets, found, change=_SUPPOSED if differs else "")
    except KnowledgeGraphError as error:
        return _view(part, paper, secrets, None, problem=str(error))


_SUPPOSED = (
    "Unter dieser Annahme lautet die Antwort jetzt anders als beim Einfügen (die Annahme, der Datenbestand oder der Tag ist "
    "ein anderer). Annahmen werden immer auf die neueste Version gerechnet."
)


def _view(
    part: AnswerPart, paper: Paper, secrets: Secrets, found: Released[Shown] | None, *, change: str = "", problem: str = "",
) -> AnswerPartView:  # fmt: skip
    shown, about = found.value if found else None, part.look.about
    if about and isinstance(shown, AnswerView):
        shown = narrowed(shown, about)
    return AnswerPartView(
        key=part.key,
        heading=part.heading,
        sentence=part.sentence,
        question_id=part.question_id,
        parameters=part.parameters,
        look=part.look,
        keep=part.keep,
        asked_as=state(part.reference_date, part.version),
        shown=shown,
        withheld=found.withheld_text("de") if found else "",
        change=change,
        problem=problem,
        narrowed=field_label(about) if about and not problem else "",
        held=any(held(text, paper.audience, secrets) for text in (part.heading, part.sentence)),
        scenario=part.scenario,
    )


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

"""Questions and answers of a town as views: catalogue, answers, own queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rdflib import URIRef

from app.answers import translating as answers
from app.errors import QueryStoppedError
from app.town import OpenTown
from app.views import (
    AnswerView,
    ChoiceView,
    DecisionView,
    ParameterView,
    QuestionView,
)
from graph.errors import QuerySyntaxError, StoreError
from graph.town import Snapshot
from graph.worker import Failure, WorkerResult, run_untrusted
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from ontology.namespaces import SKOS
from ontology.vocabulary import concepts, find_concept, label, vocabulary
from queries.asking import ask as ask_town
from queries.catalogue import Catalogue, Question
from queries.decisions import load_decisions
from queries.header import ALL, MUNICIPALITY, Header, Parameter
from queries.reading import Reading
from queries.words import Words

_NARROWING = {
    "area": Words("Gebiet", "Area"),
    "needs": Words("Bedarf oder Feld", "Need or field"),
    "target-groups": Words("Zielgruppe", "Target group"),
    "pillars": Words("Säule", "Pillar"),
    "legal-bases": Words("Rechtsgrundlage", "Legal basis"),
    "provider-types": Words("Trägerart", "Kind of provider"),
    "offer-types": Words("Angebotsart", "Kind of offer"),
    "constellations": Words("Bedarfskonstellation", "Constellation of needs"),
    "transitions": Words("Übergang", "Transition"),
}
_OWN = Words("Eigene Abfrage", "Own query")
_OWN_LEAD = Words("{rows} {rows|Zeile|Zeilen}", "{rows} {rows|row|rows}")
_CUT = Words(
    "Mehr als {rows} {rows|Zeile|Zeilen}: der Rest wurde abgeschnitten.",
    "More than {rows} {rows|row|rows}: the rest was cut off.",
)
_OWN_DEFINITION = Words(
    "Von Hand geschriebene Abfrage; sie liest den Stand dieser Zielgruppe, in dem nichts Geschütztes steht.",
    "A query written by hand; it reads the Stand of this audience, which holds nothing protected.",
)


def reading(town: OpenTown, snapshot: Snapshot, audience: Audience, reference_date: date) -> Reading:
    """A reading of the town with the thresholds that ship."""
    return Reading(snapshot, audience, reference_date, town.thresholds)


def questions(town: OpenTown, lang: str, audience: Audience = Audience.INTERN) -> tuple[QuestionView, ...]:
    """The catalogue with what each parameter may be in this town, as an audience sees it."""
    town_reading = reading(town, town.snapshot(), audience, date.max)
    areas = area_choices(town_reading)
    groups = tuple(ChoiceView(r.key, r.name) for r in town_reading.own_groups)
    return tuple(_question(q, lang, areas, groups) for q in Catalogue.load().questions)


def ask(
    town: OpenTown,
    snapshot: Snapshot,
    question_id: str,
    parameters: Mapping[str, str | Sequence[str]],
    audience: Audience,
    reference_date: date,
    lang: str,
) -> AnswerView:  # fmt: skip
    """The answer to a question of the catalogue."""
    given = {name: value if isinstance(value, str) else list(value) for name, value in parameters.items()}
    answer = ask_town(
        snapshot,
        question_id,
        given,
        audience=audience,
        reference_date=reference_date,
        settings=town.thresholds,
        earlier=town.snapshot,
    )
    return answers.answer_view(answer, lang)


def sparql(
    town: OpenTown, query: str, audience: Audience, seconds: float, rows: int, lang: str
) -> AnswerView:
    """The result of a query somebody wrote, run in a process of its own.

    Raises:
        QuerySyntaxError: the query is not SPARQL.
        QueryStoppedError: it took too long, too much memory, or wanted to reach other servers.
        StoreError: the store cannot be read by another process.
    """
    snapshot = town.snapshot()
    if snapshot.path is None:
        raise StoreError(
            "sparql: Eigene Abfragen laufen nur auf dem eingebetteten Speicher, hier ist ein Server eingestellt"
        )
    # Published records may name others that are not. In a row the gate finds these, but not a piece of their key.
    hidden = town.secrets(snapshot, audience).internal
    result = run_untrusted(
        snapshot.path, query, snapshot.graphs(audience), seconds=seconds, rows=rows, without=hidden
    )
    if result.table is None:
        raise _failure(result, lang)
    things = {value for row in result.table.rows for value in row if isinstance(value, URIRef)}
    labels = reading(town, snapshot, audience, date.max).labels(things)
    columns, shown = answers.result_table(result.table.columns, result.table.rows, lang, labels)
    return AnswerView(
        question_id="",
        title=_OWN.get(lang),
        question=_OWN.get(lang),
        definition=_OWN_DEFINITION.get(lang),
        lead=_OWN_LEAD.format(rows=len(shown)).get(lang),
        columns=columns,
        rows=shown,
        reference_date=date.today(),  # noqa: DTZ011 the day on the reader's calendar
        version=snapshot.version,
        audience=str(audience),
        notes=(_CUT.format(rows=rows).get(lang),) if result.truncated else (),
        query_text=query,
        truncated=result.truncated,
        lang=lang,
    )


def _failure(result: WorkerResult, lang: str) -> KnowledgeGraphError:
    error = result.error
    text = error.message[lang] if error else ""
    if error and error.failure is Failure.SYNTAX:
        return QuerySyntaxError(text, error.line, error.column)
    return QueryStoppedError(text)


def area_choices(town_reading: Reading, *, by_iri: bool = False) -> tuple[ChoiceView, ...]:
    """The areas of the town, each below the one it lies in; by key, or by IRI."""
    areas = town_reading.areas
    children: dict[URIRef | None, list[URIRef]] = {}
    for area in areas.values():
        children.setdefault(area.parent if area.parent in areas else None, []).append(area.iri)

    def below(parent: URIRef | None, level: int) -> Iterable[ChoiceView]:
        for iri in children.get(parent, ()):
            area = areas[iri]
            yield ChoiceView(str(iri) if by_iri else area.key, area.name, level=level)
            yield from below(iri, level + 1)

    return tuple(below(None, 0))


def concept_choices(scheme: str, lang: str, *, by_iri: bool = False) -> tuple[ChoiceView, ...]:
    """The concepts of a scheme, indented by depth, under the top of their branch; by notation, or by IRI."""
    graph = vocabulary()
    found = []
    for concept in concepts(scheme):
        branch = list(graph.transitive_objects(concept, SKOS.broader))
        top = branch[-1]
        found.append(
            ChoiceView(
                str(concept) if by_iri else notation(concept),
                label(concept, lang),
                group=label(top, lang) if isinstance(top, URIRef) and top != concept else None,
                level=len(branch) - 1,
            )
        )
    return tuple(found)


def notation(iri: URIRef | str) -> str:
    """The code at the end of a concept's IRI."""
    return str(iri).rpartition("/")[2]


def _question(
    question: Question, lang: str, areas: tuple[ChoiceView, ...], groups: tuple[ChoiceView, ...]
) -> QuestionView:
    header = question.header
    return QuestionView(
        id=header.id,
        group=header.group.get(lang),
        title=header.title.get(lang),
        question=header.question.get(lang),
        definition=header.definition.get(lang),
        parameters=tuple(_parameter(p, lang, areas, groups) for p in header.parameters),
        columns=answers.columns(header.columns, lang),
        chart=header.chart,
        asked_by=header.asked_by.get(lang),
        query_text=question.text,
        roles=tuple(role.strip() for role in header.asked_by.get(lang).split(",")),
        restricts=_restricts(header, lang),
        terms=tuple(label(concept, lang) for code in header.codes if (concept := _type_of(code))),
    )


def decisions(lang: str) -> tuple[DecisionView, ...]:
    """What people are about to do, with the questions that help."""
    return tuple(DecisionView(d.name, d.title.get(lang), d.questions) for d in load_decisions())


def _restricts(header: Header, lang: str) -> tuple[ChoiceView, ...]:
    """What a question can be narrowed to: an area, or concepts of a scheme."""
    kinds = dict.fromkeys(p.scheme or p.kind for p in header.parameters if p.kind in ("area", "concept"))
    return tuple(ChoiceView(kind, _NARROWING[kind].get(lang)) for kind in kinds if kind in _NARROWING)


def _type_of(code: str) -> URIRef | None:
    """The type of gap or overlap a code names."""
    return find_concept("gap-types", code) or find_concept("overlap-types", code)


def _parameter(
    parameter: Parameter, lang: str, areas: tuple[ChoiceView, ...], groups: tuple[ChoiceView, ...]
) -> ParameterView:
    choices: tuple[ChoiceView, ...] = ()
    if parameter.kind == "area":
        choices = areas
    elif parameter.kind == "choice":
        choices = tuple(ChoiceView(c.value, c.label.get(lang)) for c in parameter.choices)
    elif parameter.scheme is not None:
        own = groups if parameter.scheme in ("target-groups", "zg") else ()
        choices = concept_choices(parameter.scheme, lang) + own
    return ParameterView(
        name=parameter.name,
        label=parameter.label.get(lang),
        kind=parameter.kind,
        help=parameter.help.get(lang) if parameter.help else "",
        default=() if parameter.default in (ALL, MUNICIPALITY) else (str(parameter.default),),
        choices=choices,
        multiple=parameter.multiple,
        required=parameter.required,
    )


__all__ = [
    "area_choices",
    "ask",
    "concept_choices",
    "decisions",
    "notation",
    "questions",
    "reading",
    "sparql",
]

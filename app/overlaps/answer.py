"""The list of overlaps as an answer: what stands above it, and the rows every export has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.answers import translating as answers
from app.display import cell
from app.overlaps.views import OverlapPair
from app.overlaps.words import is_wanted, kind_name
from app.views import AnswerView, CellKind, CellView, ColumnView, FactView, Row
from ontology.codes import CL
from queries.asking import Asking
from queries.overlap import Kind
from queries.overlap_list import OverlapList
from queries.parameters import date_term
from queries.words import Words, counted


def overlaps_answer(
    asking: Asking, found: OverlapList, pairs: tuple[OverlapPair, ...], lang: str
) -> AnswerView:
    """The list as an answer; what is wanted is in it, with its class."""
    header, reading = asking.question.header, asking.reading
    return AnswerView(
        question_id="ueberschneidungen",
        title=_TITLE.get(lang),
        question=header.question.get(lang),
        definition=_DEFINITION.get(lang),
        lead=lead(found).get(lang),
        columns=tuple(ColumnView(name, words.get(lang), kind) for name, words, kind in _COLUMNS),
        rows=tuple(_row(pair, lang) for pair in pairs),
        reference_date=reading.reference_date,
        version=reading.snapshot.version,
        audience=str(reading.audience),
        notes=(_NO_CUTS.get(lang),),
        completeness=answers.completeness(
            asking.declarations.completeness([CL[f"aspekt-{name}"] for name in header.aspects]), lang
        ),
        exclusions=answers.exclusions((e for e in found.exclusions if e.count), lang),
        thresholds=answers.thresholds(reading.thresholds, lang),
        parameters=_parameters(asking, lang),
        query_text="\n\n".join(reading.queries.values()),
        empty_text=_NONE_FOUND.get(lang),
        table_name="pairs",
        lang=lang,
    )


def narrowed(
    whole: AnswerView, shown: Collection[OverlapPair], told: Mapping[str, Sequence[str]], lang: str
) -> AnswerView:
    """The answer with the pairs that were chosen alone, saying so. `told`: "kinds" and "pillars" chosen, in words."""
    names = [column.name for column in whole.columns]
    at = [names.index(name) for name in ("need", "offer", "otherOffer")]
    pairs = {(pair.need, pair.one.iri, pair.other.iri) for pair in shown}
    rows = tuple(row for row in whole.rows if tuple(row[i].iri for i in at) in pairs)
    chosen = tuple(
        FactView(_CHOSEN[name].get(lang), ", ".join(texts)) for name, texts in told.items() if texts
    )
    note = _SHOWN.format(shown=len(rows), pairs=len(whole.rows)).get(lang)
    return replace(whole, rows=rows, parameters=(*whole.parameters, *chosen), notes=(note, *whole.notes))


def _parameters(asking: Asking, lang: str) -> tuple[FactView, ...]:
    given = {name: [t for t in terms if t is not None] for name, terms in asking.values.items()}
    labels = asking.reading.labels([term for terms in given.values() for term in terms])
    return answers.parameters(asking.question.header.parameters, given, lang, labels)


def lead(found: OverlapList) -> Words:
    """What stands above the list: how many need coordination, how many are wanted; each with its open part."""
    numbers = found.numbers
    need, wanted = numbers[Kind.UNCOORDINATED], sum(n for kind, n in numbers.items() if is_wanted(kind))
    return _LEAD.format(
        pairs=counted(len(found.pairs), *_PAIRS), need=need, certain=found.headline, open=need - found.headline,
        subsidiarity=numbers[Kind.SUBSIDIARITY], wanted=wanted, unclear=numbers[None] + numbers[Kind.SPURIOUS],
        capacity=numbers[Kind.CAPACITY],
    )  # fmt: skip


def _row(pair: OverlapPair, lang: str) -> Row:
    checked = [day for day in (pair.one.checked, pair.other.checked) if day]
    oldest = min(checked) if len(checked) == 2 else None
    states = sorted({each.state_text for each in pair.cells})
    return (
        CellView(kind_name(pair.kind, lang)), CellView(pair.reason), CellView(pair.need_label, pair.need_label, pair.need),
        CellView(pair.groups_text), CellView(pair.areas_text),
        CellView(pair.one.label, pair.one.label, pair.one.iri), CellView(pair.one.provider), CellView(pair.one.pillars),
        CellView(pair.one.funders),
        CellView(pair.other.label, pair.other.label, pair.other.iri), CellView(pair.other.provider),
        CellView(pair.other.pillars), CellView(pair.other.funders),
        CellView(pair.together_text), CellView(pair.together_reason), CellView(pair.claim_text, pair.claim or None),
        CellView(pair.demand_text), CellView(", ".join(states)), CellView(str(pair.documented), pair.documented),
        cell(date_term(oldest) if oldest else None, CellKind.DATE, lang, {}),
    )  # fmt: skip


_TITLE = Words("Überschneidungen mit Abstimmungsbedarf", "Overlaps and need for coordination")
_PAIRS = (Words("Paar von Angeboten", "pair of offers"), Words("Paare von Angeboten", "pairs of offers"))
_LEAD = Words(
    "{pairs} mit gleichem Bedarf, gleicher Zielgruppe und gleichem Raum: {need} mit Abstimmungsbedarf ({certain} bei "
    "bekannter, {open} bei unbekannter Nachfrage), {subsidiarity} zur Prüfung der Subsidiarität, {wanted} gewollt, {capacity} "
    "mit fehlender Kapazität, {unclear} unscharf oder nicht vergleichbar (soweit erfasst).",
    "{pairs} with the same need, target group and area: {need} with need for coordination ({certain} with known, {open} with "
    "unknown demand), {subsidiarity} to check for subsidiarity, {wanted} wanted, {capacity} where capacity is missing, "
    "{unclear} coarse or not comparable (as far as recorded).",
)
_DEFINITION = Words(
    "Die Paare der Frage B1 (verschiedene Träger und Säulen, gleicher Bedarf, gleiche Zielgruppe, Gebiete ineinander, "
    "gleiche Interventionsstufe) und aus B2 die Paare innerhalb einer Säule, bei denen Subsidiarität zu prüfen ist. Klasse "
    "und Begründung sind die von B1, ob abgestimmt ist, sagt B4. Daneben steht, wie beide zusammenarbeiten, was von der "
    "Nachfrage bekannt ist und wie die gemeinsamen Zellen der Lückenmatrix stehen. Nicht vergleichbar ist ein Paar, dessen "
    "Säule oder Stufe nicht erhoben ist. Die Liste ordnet nicht und sagt nie, dass ein Angebot wegfallen kann.",
    "The pairs of question B1 (different providers and pillars, same need and target group, areas within each other, same "
    "intervention level) and of B2 those within one pillar where subsidiarity is to be checked. Class and reason are those of "
    "B1, whether they are coordinated says B4. Beside them stand how both work together, what is known of the demand, and the "
    "states of the shared cells of the gap matrix. A pair of which a pillar or level was not collected cannot be compared. "
    "The list ranks nothing and never says that an offer could go.",
)
_SHOWN = Words(
    "Hier {shown|steht|stehen} {shown} von {pairs} {pairs|Paar|Paaren}, nach Klasse und Säule ausgewählt; die Zahlen im ersten Satz gelten für alle.",
    "Shown here: {shown} of {pairs} {pairs|pair|pairs}, chosen by class and pillar; the figures of the first sentence are of all.",
)
_CHOSEN = {"kinds": Words("Klassen", "Classes"), "pillars": Words("Säulen", "Pillars")}
_NO_CUTS = Words(
    "Ein Paar heißt nicht, dass eines der Angebote entbehrlich wäre: Viele Überschneidungen sind gewollt oder nötig.",
    "A pair does not mean that one of the offers could go: many overlaps are wanted or needed.",
)
_NONE_FOUND = Words(
    "Kein Paar mit gleichem Bedarf, gleicher Zielgruppe und gleichem Raum bekannt, soweit erfasst. Ohne Abdeckungsangaben "
    "der Angebote lässt sich keines finden.",
    "No pair with the same need, target group and area is known, as far as recorded. Without coverage data of the offers "
    "none can be found.",
)
_COLUMNS = (
    ("kind", Words("Klasse", "Class"), CellKind.TEXT),
    ("reason", Words("Begründung", "Reason"), CellKind.TEXT),
    ("need", Words("Bedarf", "Need"), CellKind.CONCEPT),
    ("groups", Words("Zielgruppen", "Target groups"), CellKind.TEXT),
    ("areas", Words("Gemeinsamer Raum", "Shared area"), CellKind.TEXT),
    ("offer", Words("Angebot", "Offer"), CellKind.RECORD),
    ("provider", Words("Träger", "Provider"), CellKind.TEXT),
    ("pillars", Words("Säulen", "Pillars"), CellKind.TEXT),
    ("funders", Words("Geldgeber", "Funders"), CellKind.TEXT),
    ("otherOffer", Words("Anderes Angebot", "Other offer"), CellKind.RECORD),
    ("otherProvider", Words("Anderer Träger", "Other provider"), CellKind.TEXT),
    ("otherPillars", Words("Andere Säulen", "Other pillars"), CellKind.TEXT),
    ("otherFunders", Words("Andere Geldgeber", "Other funders"), CellKind.TEXT),
    ("together", Words("Abstimmung", "Coordination"), CellKind.TEXT),
    ("togetherReason", Words("Woran", "By what"), CellKind.TEXT),
    ("claim", Words("Aussagekraft", "Weight"), CellKind.CLAIM),
    ("demand", Words("Nachfragelage", "Demand"), CellKind.TEXT),
    ("states", Words("Zustand der Zellen", "States of the cells"), CellKind.TEXT),
    ("documented", Words("Zellen mit festgestelltem Bedarf", "Cells with documented need"), CellKind.INTEGER),
    ("checked", Words("Ältestes Prüfdatum", "Oldest check"), CellKind.DATE),
)

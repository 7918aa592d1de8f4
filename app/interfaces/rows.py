"""From the answers about pillars to the views of interfaces: the pairs of groups, and one pair closely."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rdflib import URIRef

from app.answers import translating as answers
from app.display import cell, code_text, iri_label
from app.interfaces.views import GroupPair, InterfaceProfile, InterfacesView
from app.interfaces.words import (
    AGES,
    BOTH,
    COLUMNS,
    FREE,
    FREE_REASON,
    HANGING,
    LACKS,
    MISSING,
    PAIRS,
    STATES,
    TRANSITIONS,
)
from app.views import CellKind, CellView, ChoiceView, ColumnView, Row, TableView
from queries.answer import Answer
from queries.answer import Row as AnswerRow
from queries.offer_pillars import OfferPillars
from queries.verdict import Claim
from queries.words import Words

_BLOCKS = {"missing": "missing", "loose": "loose", "unknown": "unknown", "binding": "binding"}


def notation(concept: URIRef) -> str:
    """The last part of the IRI of a concept, which is what stands in the URL."""
    return concept.replace("#", "/").rsplit("/", 1)[-1]


def interfaces_view(answer: Answer, lang: str) -> InterfacesView:
    """All pairs of pillar groups, from J2."""
    edges = {frozenset(_ends(row)): int(str(row["edges"])) for row in _rows(answer, "matrix")}
    known = {frozenset(_ends(row)): (state, row) for state in _BLOCKS for row in _rows(answer, state)}
    groups = sorted(
        {group for pair in (*edges, *known) for group in pair},
        key=lambda g: iri_label(g, lang, {}).casefold(),
    )
    pairs = tuple(
        _pair(
            (one, other), known.get(frozenset((one, other))), edges.get(frozenset((one, other))), answer, lang
        )
        for one, other in combinations(groups, 2)
    )
    return InterfacesView(
        groups=tuple(ChoiceView(notation(group), iri_label(group, lang, {})) for group in groups),
        pairs=pairs,
        table=_pairs_table(pairs, lang),
        answer=answers.answer_view(answer, lang),
    )


def _pair(
    ends: tuple[URIRef, URIRef], found: tuple[str, AnswerRow] | None, edges: int | None, answer: Answer, lang: str
) -> GroupPair:  # fmt: skip
    state, row = found or (FREE, {"reason": FREE_REASON})
    claim = "" if state in ("binding", FREE) else str(row.get("claim") or Claim.NONE)

    def text(name: str) -> str:
        return cell(row.get(name), CellKind.TEXT, lang, answer.labels).text

    return GroupPair(
        one=notation(ends[0]),
        other=notation(ends[1]),
        one_label=iri_label(ends[0], lang, {}),
        other_label=iri_label(ends[1], lang, {}),
        state=state,
        state_text=STATES[state].get(lang),
        claim=claim,
        claim_text=code_text(CellKind.CLAIM, claim, lang) if claim else "",
        reason=text("reason"),
        needed=int(str(row.get("needed") or 0)),
        constellations=text("constellations"),
        edges=edges,
    )


def _pairs_table(pairs: Sequence[GroupPair], lang: str) -> TableView:
    rows = tuple(
        (
            CellView(f"{p.one_label} – {p.other_label}", iri=f"{p.one}~{p.other}"), CellView(p.state_text),
            CellView(p.claim_text, p.claim or None), CellView(str(p.needed), p.needed), CellView(p.constellations),
            CellView("" if p.edges is None else str(p.edges), p.edges), CellView(p.reason),
        )
        for p in pairs
    )  # fmt: skip
    return TableView(PAIRS.get(lang), _columns(COLUMNS["pairs"], lang), rows, name="pairs")


@dataclass(frozen=True, slots=True)
class Sides:
    """Two pillar groups, the pillars of each that are looked at (notations), and all that could be."""

    groups: tuple[URIRef, URIRef]
    chosen: tuple[tuple[str, ...], tuple[str, ...]]
    pillars: tuple[tuple[ChoiceView, ...], tuple[ChoiceView, ...]]

    def meets(self, one: object, other: object) -> bool:
        """Whether these two pillars stand on different sides."""
        if not isinstance(one, URIRef) or not isinstance(other, URIRef):
            return False
        ours, theirs = map(set, self.chosen)
        return (notation(one) in ours and notation(other) in theirs) or (
            notation(one) in theirs and notation(other) in ours
        )


def profile_view(
    sides: Sides,
    given: Mapping[str, Answer],
    pillars_of: Callable[[Iterable[URIRef]], Mapping[URIRef, OfferPillars]],
    lang: str,
) -> InterfaceProfile:
    """One pair of groups closely, from the answers to C1, C5, C7, J3 and A11."""
    main, groups = given["C1"], set(sides.groups)
    transitions = {row["transition"] for row in _rows(main, "transitions")}
    several = _rows(given["C7"], "several")
    known = pillars_of(offer for row in several if isinstance(offer := row["offer"], URIRef))

    def is_both(row: AnswerRow) -> bool:
        offer = row["offer"]
        return isinstance(offer, URIRef) and groups <= known[offer].groups

    return InterfaceProfile(
        groups=(str(sides.groups[0]), str(sides.groups[1])),
        pillars=sides.pillars[0],
        other_pillars=sides.pillars[1],
        given=(("otherPillar", sides.chosen[1]), ("pillar", sides.chosen[0])),
        lead=main.lead.get(lang),
        missing=_missing(main, lang),
        transitions=_narrowed(
            given["C5"], ("missing", "unknown", "regulated"), COLUMNS["transitions"], TRANSITIONS, lang,
            lambda row: sides.meets(row["fromPillar"], row["toPillar"]),
        ),
        bridges=_narrowed(given["C7"], ("several",), COLUMNS["bridges"], BOTH, lang, is_both),
        hanging=_narrowed(
            given["J3"], ("pairs",), COLUMNS["hanging"], HANGING, lang, lambda row: set(_ends(row)) == groups
        ),
        ages=_narrowed(
            given["A11"], ("none", "unagreed", "agreed"), COLUMNS["ages"], AGES, lang,
            lambda row: row["transition"] is not None and row["transition"] in transitions,
        ),
    )  # fmt: skip


def _missing(main: Answer, lang: str) -> TableView:
    """What is required between both and not known: duties without structure, transitions and needs without agreement."""
    rows: list[Row] = []
    for block, what in LACKS.items():
        for row in _rows(main, block):
            if row.get("claim") is None:
                continue
            values = [
                row[name] for name in ("norm", "transition", "need", "group") if row.get(name) is not None
            ]
            text = ": ".join(cell(value, CellKind.TEXT, lang, main.labels).text for value in values)
            claim = str(row["claim"])
            rows.append((
                CellView(what.get(lang)), CellView(text), CellView(code_text(CellKind.CLAIM, claim, lang), claim),
                cell(row.get("reason"), CellKind.TEXT, lang, main.labels),
            ))  # fmt: skip
    title, empty = MISSING
    return TableView(
        title.get(lang), _columns(COLUMNS["missing"], lang), tuple(rows), note=empty.get(lang), name="missing"
    )


def _narrowed(
    answer: Answer, blocks: Sequence[str], columns: Sequence[tuple[str, Words, CellKind]], title: tuple[Words, Words],
    lang: str, keep: Callable[[AnswerRow], bool],
) -> TableView:  # fmt: skip
    """Rows of some tables of an answer as one table; what a table does not say stays empty."""
    rows = [row for name in blocks for row in _rows(answer, name) if keep(row)]
    shown = tuple(
        tuple(cell(row.get(name), kind, lang, answer.labels) for name, _, kind in columns) for row in rows
    )
    return TableView(
        title[0].get(lang), _columns(columns, lang), shown, note=title[1].get(lang), name=blocks[-1]
    )


def _columns(columns: Iterable[tuple[str, Words, CellKind]], lang: str) -> tuple[ColumnView, ...]:
    return tuple(ColumnView(name, words.get(lang), kind) for name, words, kind in columns)


def _rows(answer: Answer, name: str) -> Sequence[AnswerRow]:
    return next((block.rows for block in answer.blocks if block.name == name), ())


def _ends(row: AnswerRow) -> tuple[URIRef, URIRef]:
    return named(row, "pillarGroup"), named(row, "otherGroup")


def named(row: AnswerRow, name: str) -> URIRef:
    """The concept or record in a column that always has one."""
    value = row[name]
    if not isinstance(value, URIRef):
        raise TypeError(f"{name}: {value!r} is not an IRI; the question promises one")
    return value

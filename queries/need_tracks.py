"""Stated needs with their evidence on three tracks of equal rank: statistics, practice, lived experience.

Nothing is offset and nothing averaged; what is not recorded on a track is named, as a hint and no more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rdflib import Literal, URIRef

from ontology.terms import CL, SOZ
from queries.answer import Exclusion, Outcome, Row
from queries.findings import LIVED, QUALITATIVE, QUANTITATIVE
from queries.parameters import date_term
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none
from queries.sources import sources_of
from queries.study import Narrowed
from queries.undeclared import claim_without_survey
from queries.words import NO_WORDS, Words, counted

Cell = tuple[URIRef, URIRef, URIRef]


class Track(StrEnum):
    """The three tracks, in an order that ranks none: as they are spoken of."""

    STATISTICS = "statistics"
    PRACTICE = "practice"
    LIVED = "lived"


_SPEAKER = {
    CL["sprechperspektive-eigene-sache"]: Track.LIVED,
    CL["sprechperspektive-traeger"]: Track.PRACTICE,
    CL["sprechperspektive-verwaltung"]: Track.PRACTICE,
    CL["sprechperspektive-wissenschaft"]: Track.PRACTICE,
}
_OBSERVATION, _STATEMENT = SOZ.Observation, SOZ.Statement


@dataclass(slots=True)
class _Proof:
    """A piece of evidence of an assessment; `iri` None where only its kind is named."""

    iri: URIRef | None
    kind: URIRef | None
    types: set[URIRef] = field(default_factory=set)
    perspective: URIRef | None = None
    value_status: URIRef | None = None
    day: date | None = None

    @property
    def track(self) -> Track | None:
        """Where it belongs; None if to no track."""
        if self.kind == _OBSERVATION:
            return Track.STATISTICS
        if self.kind == _STATEMENT and self.perspective is not None:
            return _SPEAKER.get(self.perspective)
        if LIVED in self.types:
            return Track.LIVED
        if self.types & QUALITATIVE:
            return Track.PRACTICE
        return Track.STATISTICS if self.types & QUANTITATIVE else None


@dataclass(slots=True)
class _Assessment:
    iri: URIRef
    status: URIRef
    as_of: date | None
    body: URIRef | None
    types: set[URIRef] = field(default_factory=set)
    cells: dict[Cell, None] = field(default_factory=dict)
    proofs: dict[URIRef, _Proof] = field(default_factory=dict)

    def evidence(self) -> list[_Proof]:
        """Its evidence, and its own kinds of evidence of which it names none."""
        named = list(self.proofs.values())
        tracks = {proof.track for proof in named}
        shown = {kind for proof in named for kind in proof.types}
        bare = [_Proof(None, None, {kind}, day=self.as_of) for kind in sorted(self.types - shown)]
        return [*named, *(proof for proof in bare if proof.track is None or proof.track not in tracks)]


def evaluate(reading: Reading, narrowed: Narrowed) -> Outcome:
    """Cells with what is recorded on which track, every piece of evidence, and what belongs to no track."""
    found = _assessments(reading)
    chosen = _chosen(reading, narrowed, found.values())
    sources = sources_of(reading, {p.iri for a in found.values() for p in a.proofs.values() if p.iri})
    claim = claim_without_survey(len(found))
    blocks: dict[str, list[Row]] = {"cells": [], "evidence": [], "others": []}
    records: list[list[URIRef]] = []
    missing: Counter[Track] = Counter()
    for cell in sorted(chosen):
        own = chosen[cell]
        proofs = [(a, p) for a in own for p in a.evidence()]
        numbers = Counter(p.track for _, p in proofs)
        lacking = [track for track in Track if not numbers[track]]
        missing.update(lacking)
        blocks["cells"].append(_cell_row(reading, cell, own, proofs) | {
            "missing": _list(_NAMES[track] for track in lacking),
            "claim": Literal(str(claim)) if lacking else None,
        })  # fmt: skip
        records.append([*(a.iri for a in own), *(p.iri for _, p in proofs if p.iri)])
        for assessment, proof in proofs:
            block = "evidence" if proof.track else "others"
            blocks[block].append(_proof_row(reading, cell, assessment, proof, sources))
    if not chosen:
        return Outcome({"cells": []}, _NOTHING)
    number = len(chosen)
    bare = {a.iri for own in chosen.values() for a in own if not a.evidence()}
    lead = _LEAD.format(
        cells=counted(number, *_CELLS), all=number - len([r for r in blocks["cells"] if r["claim"] is not None]),
        **{str(track): missing[track] for track in Track},
    )  # fmt: skip
    return Outcome(blocks, lead, (Exclusion(_BARE, len(bare)),), records={"cells": records})


def _assessments(reading: Reading) -> dict[URIRef, _Assessment]:
    found: dict[URIRef, _Assessment] = {}
    for row in reading.facts("track_evidence"):
        name = iri(row["assessment"])
        own = found.setdefault(
            name,
            _Assessment(name, iri(row["status"]), day_or_none(row["asOf"]), iri_or_none(row["body"])),
        )
        own.cells[iri(row["need"]), iri(row["group"]), iri(row["area"])] = None
        if kind := iri_or_none(row["type"]):
            own.types.add(kind)
        if (proof := iri_or_none(row["proof"])) and _was_there(reading, row):
            _add(own, proof, row)
    return found


def _was_there(reading: Reading, row: Binding) -> bool:
    day = day_or_none(row["day"]) or day_or_none(row["issued"])
    return day is None or day <= reading.reference_date


def _add(own: _Assessment, name: URIRef, row: Binding) -> None:
    proof = own.proofs.setdefault(name, _Proof(
        name, iri(row["class"]), perspective=iri_or_none(row["perspective"]),
        value_status=iri_or_none(row["valueStatus"]),
        day=day_or_none(row["day"]) or day_or_none(row["issued"]),
    ))  # fmt: skip
    if kind := iri_or_none(row["proofType"]):
        proof.types.add(kind)


def _chosen(
    reading: Reading, narrowed: Narrowed, found: Iterable[_Assessment]
) -> dict[Cell, list[_Assessment]]:
    """The cells asked for, each with its assessments."""
    wanted = None
    if narrowed.field:
        wanted = {iri(row["need"]) for row in reading.facts("needs_within", field=[narrowed.field])}
    cells: defaultdict[Cell, list[_Assessment]] = defaultdict(list)
    for assessment in found:
        for cell in assessment.cells:
            in_area = narrowed.within is None or narrowed.within in reading.around(cell[2])
            if in_area and (wanted is None or cell[0] in wanted):
                cells[cell].append(assessment)
    return cells


def _cell_row(
    reading: Reading, cell: Cell, own: list[_Assessment], proofs: list[tuple[_Assessment, _Proof]]
) -> Row:
    numbers = Counter(proof.track for _, proof in proofs)
    days = [proof.day for _, proof in proofs if proof.track and proof.day]
    row: Row = {"need": cell[0], "group": cell[1], "area": cell[2]}
    row["status"] = reading.named({assessment.status for assessment in own})
    row |= {str(track): Literal(numbers[track]) for track in Track if numbers[track]}
    row["last"] = date_term(max(days)) if days else None
    return row


def _proof_row(
    reading: Reading, cell: Cell, own: _Assessment, proof: _Proof, sources: dict[URIRef, Words]
) -> Row:
    return {
        "need": cell[0], "group": cell[1], "area": cell[2],
        "track": _NAMES[proof.track] if proof.track else None,
        "proof": proof.iri, "method": _method(reading, proof), "who": _who(reading, own, proof),
        "source": sources.get(proof.iri) if proof.iri else _NOT_NAMED,
        "asOf": date_term(proof.day) if proof.day else None,
        "assessment": own.iri, "status": own.status,
    }  # fmt: skip


def _method(reading: Reading, proof: _Proof) -> Words:
    if proof.types:
        return reading.named(proof.types)
    if proof.kind == _OBSERVATION:
        return (
            _MEASURED.format(status=reading.named([proof.value_status]))
            if proof.value_status
            else _OPEN_VALUE
        )
    return _OPEN


def _who(reading: Reading, own: _Assessment, proof: _Proof) -> Words:
    """The point of view, never a person; figures do not speak."""
    if proof.perspective:
        return reading.named([proof.perspective])
    if proof.track is Track.STATISTICS:
        return NO_WORDS
    if proof.iri is None and own.body:
        return _STATED_BY.format(body=reading.named([own.body]))
    return _OPEN


def _list(names: Iterable[Words]) -> Words:
    given = list(names)
    return Words(", ".join(w.de for w in given), ", ".join(w.en for w in given))


_NAMES = {
    Track.STATISTICS: Words("Statistik", "Statistics"),
    Track.PRACTICE: Words("Fachpraxis", "Practice"),
    Track.LIVED: Words("Gelebte Erfahrung", "Lived experience"),
}
_CELLS = (
    Words("Verbindung von Bedarf, Zielgruppe und Gebiet", "combination of need, target group and area"),
    Words("Verbindungen von Bedarf, Zielgruppe und Gebiet", "combinations of need, target group and area"),
)
_LEAD = Words(
    "{cells}: bei {all} ist auf allen drei Spuren etwas erfasst. Keine Statistik bei {statistics}, keine Fachpraxis bei "
    "{practice}, keine Stimme aus gelebter Erfahrung bei {lived} (soweit erfasst).",
    "{cells}: {all} have something recorded on all three tracks. No statistics for {statistics}, no practice for {practice}, "
    "no voice from lived experience for {lived} (as far as recorded).",
)
_NOTHING = Words(
    "Keine geltende Bedarfsfeststellung erfasst, keine Aussage möglich.",
    "No valid need assessment recorded, no statement possible.",
)
_BARE = Words(
    "Feststellungen ohne Beleg und ohne Belegart", "Assessments without evidence and without kind of evidence"
)
_MEASURED = Words("Messwert, {status}", "Observation, {status}")
_OPEN_VALUE = Words("Messwert, Wertstatus nicht angegeben", "Observation, value status not stated")
_OPEN = Words("nicht angegeben", "not stated")
_NOT_NAMED = Words("Belegart angegeben, Beleg nicht benannt", "Kind of evidence stated, evidence not named")
_STATED_BY = Words("nicht angegeben; festgestellt von {body}", "not stated; stated by {body}")

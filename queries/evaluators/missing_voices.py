"""G6: target groups by whether they spoke for themselves in a period: heard, partly, not to be judged, not known."""

from dataclasses import dataclass, field
from datetime import date

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import CL
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.groups import Group, is_facet, load_groups
from queries.parameters import date_term
from queries.reading import TRUE, day_or_none, iri, iri_or_none, text
from queries.undeclared import claim_without_survey, grounds_without_survey
from queries.verdict import Claim
from queries.words import NO_WORDS, Words, counted

_OWN = {CL["sprechperspektive-eigene-sache"]}
_SURVEY: URIRef = CL["beteiligungsart-befragung"]
_EVERYBODY: URIRef = namespace("zg")["ZG-0"]


@dataclass(slots=True)
class _Voice:
    """A finding from lived experience or a participation step, with the group it is about."""

    iri: URIRef
    group: URIRef
    is_event: bool
    day: date | None
    is_recent: bool
    kinds: set[URIRef] = field(default_factory=set)
    perspectives: set[URIRef] = field(default_factory=set)

    def is_own(self) -> bool | None:
        """Whether the group itself spoke; None if the step does not say from whose point of view."""
        if not self.is_event or self.perspectives & _OWN:
            return True
        if self.perspectives:
            return False
        return True if _SURVEY in self.kinds else None


def evaluate(asking: Asking) -> Outcome:
    """Groups without a voice of their own, those not to be judged, partly heard, heard."""
    voices, pending = _voices(asking)
    known = load_groups(asking.reading)
    named = {iri(row["group"]) for row in asking.rows if text(row["said"]) == "named"}
    groups = sorted(group for group in named if group != _EVERYBODY and not is_facet(group))
    own = [voice for voice in voices if voice.is_own()]
    claim = claim_without_survey(len(voices))
    grounds = grounds_without_survey(claim, _KIND)
    blocks: dict[str, list[Row]] = {"none": [], "unknown": [], "partly": [], "heard": []}
    records: dict[str, list[tuple[URIRef, ...]]] = {name: [] for name in blocks}
    for group in groups:
        block, deciding, reason = _judged(group, voices, own, known)
        if not voices:
            block, reason = "unknown", _NO_VOICES  # then none that is missing tells anything
        row = _row(group, deciding)
        if block in ("none", "unknown"):
            is_open = block == "unknown"
            row["claim"] = Literal(str(Claim.NONE if is_open else claim))
            row["reason"] = reason if is_open else reason + grounds
        elif block == "partly":
            row["reason"] = reason
        shown = {"voices", "how"} if block != "none" else set()
        blocks[block].append({name: value for name, value in row.items() if name in _ALWAYS | shown})
        records[block].append(tuple(sorted({voice.iri for voice in deciding})))
    lead = (_LEAD if voices and groups else _NOTHING).format(
        groups=counted(len(groups), *_GROUPS), since=date.fromisoformat(str(asking.term("since"))),
        **{name: len(rows) for name, rows in blocks.items()},
    )  # fmt: skip
    unplaced = {
        row["statement"] for row in asking.reading.facts("own_statements") if row["assessment"] is None
    }
    exclusions = (Exclusion(_PENDING, pending), Exclusion(_UNPLACED, len(unplaced)))
    if not voices or not groups:  # then nothing can be said about voices, only which groups there are
        blocks = {name: blocks[name] for name in ("none", "unknown") if blocks[name] or name == "none"}
    return Outcome(blocks, lead, exclusions, records=records)


def _voices(asking: Asking) -> tuple[list[_Voice], int]:
    """Findings and steps that have a date, and how many have none."""
    found: dict[tuple[URIRef, URIRef], _Voice] = {}
    for row in asking.rows:
        if row["voice"] is None:
            continue
        key = iri(row["voice"]), iri(row["group"])
        voice = found.setdefault(key, _Voice(
            *key, text(row["said"]) == "event", day_or_none(row["day"]), row["recent"] == TRUE,
        ))  # fmt: skip
        voice.kinds |= {kind for kind in [iri_or_none(row["kind"])] if kind}
        voice.perspectives |= {p for p in [iri_or_none(row["perspective"])] if p}
    undated = {voice.iri for voice in found.values() if voice.day is None}
    return [voice for voice in found.values() if voice.day is not None], len(undated)


def _judged(
    group: URIRef, voices: list[_Voice], own: list[_Voice], known: dict[URIRef, Group]
) -> tuple[str, list[_Voice], Words]:
    """Block, the voices that decide it and the reason; for a group not heard the older ones, if any."""
    recent = [voice for voice in own if voice.is_recent]
    if heard := [voice for voice in recent if voice.group == group]:
        return "heard", heard, NO_WORDS
    if unclear := [v for v in voices if v.is_recent and v.group == group and v.is_own() is None]:
        return "unknown", unclear, _NO_PERSPECTIVE
    above = known[group].broader if group in known else frozenset()
    narrower = [v for v in recent if v.group in known and group in known[v.group].broader]
    broader = [v for v in recent if v.group in above and v.group != _EVERYBODY]
    if narrower or broader:
        return "partly", narrower + broader, _NARROWER if narrower else _BROADER
    before = [voice for voice in own if voice.group == group]
    return "none", before, _ONLY_BEFORE if before else _NONE


def _row(group: URIRef, deciding: list[_Voice]) -> Row:
    days = [voice.day for voice in deciding if voice.day]
    findings = len({voice.iri for voice in deciding if not voice.is_event})
    events = len({voice.iri for voice in deciding if voice.is_event})
    how = [counted(findings, *_FINDINGS)] if findings else []
    how += [counted(events, *_EVENTS)] if events else []
    return {
        "group": group, "voices": Literal(findings + events), "last": date_term(max(days)) if days else None,
        "how": Words(", ".join(w.de for w in how), ", ".join(w.en for w in how)),
    }  # fmt: skip


_ALWAYS = {"group", "last", "claim", "reason"}
_GROUPS = (
    Words("Zielgruppe geprüft", "target group checked"),
    Words("Zielgruppen geprüft", "target groups checked"),
)
_FINDINGS = (
    Words("Bedarfsfeststellung", "need assessment"),
    Words("Bedarfsfeststellungen", "need assessments"),
)
_EVENTS = (
    Words("Beteiligungsschritt", "participation step"),
    Words("Beteiligungsschritte", "participation steps"),
)
_LEAD = Words(
    "{groups}, seit {since}: von {none} ist keine eigene Stimme bekannt (soweit erfasst), {partly} nur über eine weiter oder "
    "enger gefasste Gruppe gehört, {unknown} nicht beurteilbar, {heard} gehört.",
    "{groups}, since {since}: for {none} no voice of their own is known (as far as recorded), {partly} heard only through a "
    "broader or narrower group, {unknown} cannot be judged, {heard} heard.",
)
_NOTHING = Words(
    "{groups}: 0 Feststellungen aus eigener Erfahrung und 0 Beteiligungsschritte mit Zielgruppe erfasst, keine Aussage möglich.",
    "{groups}: 0 assessments from lived experience and 0 participation steps with a target group recorded, no statement possible.",
)
_KIND = Words(
    "Feststellungen aus eigener Erfahrung und Beteiligung", "assessments from experience and participation"
)
_NONE = Words(
    "Keine eigene Stimme bekannt (soweit erfasst).", "No voice of their own known (as far as recorded)."
)
_ONLY_BEFORE = Words(
    "Gehört nur vor dem Zeitraum (soweit erfasst).", "Heard only before the period (as far as recorded)."
)
_NO_PERSPECTIVE = Words(
    "Der Beteiligungsschritt nennt nicht, aus wessen Sicht gesprochen wurde.",
    "The participation step does not say from whose point of view one spoke.",
)
_NARROWER = Words("Nur ein Teil der Gruppe wurde gehört.", "Only a part of the group was heard.")
_BROADER = Words("Nur eine weiter gefasste Gruppe wurde gehört.", "Only a broader group was heard.")
_NO_VOICES = Words(
    "Weder Feststellungen aus eigener Erfahrung noch Beteiligung sind erfasst.",
    "Neither assessments from experience nor participation are recorded.",
)
_UNPLACED = Words(
    "Aussagen in eigener Sache, auf die sich keine Bedarfsfeststellung stützt: von welcher Gruppe, ist nicht bekannt",
    "Statements from experience that no need assessment rests on: of which group is not known",
)
_PENDING = Words(
    "Feststellungen und Beteiligungsschritte ohne Datum", "Assessments and participation steps without a date"
)

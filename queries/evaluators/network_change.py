"""J6: the measures of J1 at two dates, compared only if the two networks can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import Literal, URIRef

from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.connections import ratio, response, survey_of
from queries.declarations import Declarations, Statement
from queries.errors import ParameterError
from queries.offer_pillars import offer_pillars
from queries.pillar_pairs import required_pairs
from queries.provider_network import Link, ProviderNetwork, network_rows, provider_network
from queries.reading import Binding, Reading, day_or_none
from queries.silo_measures import Measure, silo_measures
from queries.words import NO_WORDS, Words, counted, day

# So many of all nodes of both dates must be there at both, and so far apart may the response rates be.
_OVERLAP = Decimal("0.8")
_RATES_APART = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Then:
    """The network at a day, its measures and how far cooperation was surveyed by then."""

    day: date
    providers: ProviderNetwork
    measures: Sequence[Measure]
    survey: Statement | None

    @property
    def rate(self) -> Decimal | None:
        """The response rate of the survey."""
        return self.survey.response_rate if self.survey else None


def evaluate(asking: Asking) -> Outcome:
    """Measures before and now, cooperations that began or ended, providers that came or went."""
    reading = asking.reading
    since = day_or_none(asking.term("since"))
    if since is None or since >= reading.reference_date:
        raise ParameterError(f"J6.since: {since} is not before the reference date; expected an earlier day")
    earlier = Reading(reading.snapshot, reading.audience, since, reading.thresholds)
    before, now = _then(earlier, asking.rows), _then(reading, asking.rows)
    reading.queries.update({f"{name}_before": text for name, text in earlier.queries.items()})
    both, either = _nodes(before) & _nodes(now), _nodes(before) | _nodes(now)
    problems = _problems(before, now, len(both), len(either))
    arrived: list[Row] = [{"provider": node, "change": _NEW} for node in sorted(_nodes(now) - both)]
    left: list[Row] = [{"provider": node, "change": _GONE} for node in sorted(_nodes(before) - both)]
    blocks: dict[str, list[Row]] = {
        "measures": [_measure_row(*pair, problems) for pair in _paired(before, now)],
        "begun": _link_rows(reading, now.providers.links, before.providers.links),
        "ended": _link_rows(reading, before.providers.links, now.providers.links),
        "nodes": arrived + left,
    }
    lead = _LEAD.format(
        before=day(since), now=day(reading.reference_date), overlap=ratio(len(both), len(either)), both=len(both), either=len(either),
        begun=counted(len(blocks["begun"]), *_COOPERATIONS), ended=len(blocks["ended"]),
        verdict=sum(problems, _NOT_COMPARABLE) if problems else _COMPARABLE,
    )  # fmt: skip
    if not before.providers.links and not now.providers.links:
        lead = _NOTHING
    undated = len(reading.facts("undated_cooperations"))
    records = {"measures": [sorted({*old.records, *new.records}) for old, new in _paired(before, now)]}
    return Outcome(blocks, lead, (Exclusion(_UNDATED, undated),), (_VALID_TIME,), records)


def _then(reading: Reading, rows: Sequence[Binding]) -> _Then:
    today = reading.reference_date
    active = [row for row in rows if _day(row["firstDay"]) <= today <= _day(row["lastDay"])]
    providers = provider_network(active, network_rows(reading))
    pillars = offer_pillars(reading, providers.groups)
    return _Then(
        today,
        providers,
        _sizes(providers) + silo_measures(providers, pillars, required_pairs(reading, providers)),
        survey_of(Declarations(reading), reading.municipality),
    )


def _sizes(providers: ProviderNetwork) -> list[Measure]:
    nodes, edges = providers.network.size
    links = [link.iri for link in providers.links]
    confirmed = sum(edge.confirmed for edge in providers.network.edges)
    share = providers.network.confirmed_share
    return [
        Measure(_NODES, float(nodes), NO_WORDS, NO_WORDS, sorted(providers.network.groups)),
        Measure(_EDGES, float(edges), NO_WORDS, NO_WORDS, links),
        Measure(_CONFIRMED, share, ratio(confirmed, edges), NO_WORDS, links),
    ]


def _problems(before: _Then, now: _Then, both: int, either: int) -> list[Words]:
    """Why the two networks cannot be compared; empty if they can."""
    found = []
    if not either or Decimal(both) / either < _OVERLAP:
        found.append(_FEW)
    if before.rate is None or now.rate is None or abs(before.rate - now.rate) > _RATES_APART:
        found.append(_RATES.format(before=response(before.survey), now=response(now.survey)))
    elif before.survey == now.survey:
        found.append(_SAME)
    return found


def _paired(before: _Then, now: _Then) -> list[tuple[Measure, Measure]]:
    return list(zip(before.measures, now.measures, strict=True))


def _measure_row(old: Measure, new: Measure, problems: list[Words]) -> Row:
    comparable = not problems and old.value is not None and new.value is not None
    change = (
        round(new.value - old.value, 4)
        if comparable and new.value is not None and old.value is not None
        else None
    )
    return {
        "measure": new.name,
        "before": None if old.value is None else Literal(round(old.value, 4)),
        "beforeBase": old.base,
        "now": None if new.value is None else Literal(round(new.value, 4)),
        "nowBase": new.base,
        "change": NO_WORDS if change is None else _signed(change),
        "reason": _NO_CHANGE if problems else new.meaning,
    }


def _link_rows(reading: Reading, links: Sequence[Link], without: Sequence[Link]) -> list[Row]:
    """The cooperations that are among the first and not among the second."""
    known = {link.iri for link in without}
    return [
        {
            "cooperation": link.iri,
            "participants": reading.named(participant for participant, _ in link.participants),
            "weight": Literal(link.weight),
        }
        for link in sorted(links, key=lambda link: link.iri)
        if link.iri not in known
    ]


def _nodes(then: _Then) -> set[URIRef]:
    return set(then.providers.network.groups)


def _day(node: object) -> date:
    return date.fromisoformat(str(node))


def _signed(change: float) -> Words:
    if not change:
        return Words("0", "0")
    shown = f"{change:+.4f}".rstrip("0").rstrip(".").replace("-", "−")
    return Words(shown.replace(".", ","), shown)


_NODES, _EDGES = Words("Träger (n)", "providers (n)"), Words("Verbindungen (m)", "connections (m)")
_CONFIRMED = Words("Anteil beiderseitig bestätigt", "share confirmed by both sides")
_NEW, _GONE = Words("neu mit aktivem Angebot", "new with an active offer"), Words("ohne aktives Angebot mehr", "no active offer any more")  # fmt: skip
_COOPERATIONS = (Words("Kooperation", "cooperation"), Words("Kooperationen", "cooperations"))
_LEAD = Words(
    "{before} und {now}: {overlap} {either|Träger|Trägern} {both|ist|sind} an beiden Tagen dabei; {begun} begonnen, {ended} beendet, soweit erfasst. "
    "{verdict}",
    "{before} and {now}: {overlap} {either|provider|providers} {both|is|are} there on both days; {begun} begun, {ended} ended, as far as recorded. "
    "{verdict}",
)
_COMPARABLE = Words("Die Maße sind vergleichbar.", "The measures can be compared.")
_NOT_COMPARABLE = Words(
    "Achtung, die Maße sind nicht vergleichbar:", "Caution, the measures cannot be compared:"
)
_FEW = Words(
    "weniger als 80 % der Träger sind an beiden Tagen im Netz.",
    "less than 80% of the providers are in the network on both days.",
)
_RATES = Words(
    "Der Rücklauf der Erhebung Kooperation ist nicht vergleichbar (früher: {before}, jetzt: {now}).",
    "The response rates of the survey on cooperation cannot be compared (before: {before}, now: {now}).",
)
_SAME = Words(
    "Für beide Tage gilt dieselbe Erhebung der Kooperation; seither wurde nicht neu erhoben.",
    "The same survey on cooperation holds for both days; there has been none since.",
)
_NO_CHANGE = Words(
    "Keine Veränderung angegeben: die beiden Netze sind nicht vergleichbar.",
    "No change given: the two networks cannot be compared.",
)
_NOTHING = Words(
    "An beiden Tagen ist keine Kooperation erfasst; keine Aussage möglich.",
    "No cooperation is recorded on either day; no statement possible.",
)
_UNDATED = Words(
    "Kooperationen ohne Beginn: sie gelten an beiden Tagen und können nicht als neu erkannt werden",
    "Cooperations without beginning: they hold on both days and cannot be told to be new",
)
_VALID_TIME = Words(
    "Verglichen wird, was nach heutigem Kenntnisstand an beiden Tagen galt, nicht was damals schon erfasst war.",
    "What is compared is what held on both days by present knowledge, not what was recorded then.",
)

"""A network put to a town: edge list, findings, measures, densities and nodes, with everything an answer carries."""

from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from rdflib import URIRef

from ontology.codes import CL
from ontology.iris import Audience
from queries.answer import Answer, Block, Exclusion
from queries.connections import response, survey_of
from queries.declarations import Declarations
from queries.errors import ParameterError
from queries.header import EvidenceBlock
from queries.network_header import NetworkHeader, network_headers
from queries.network_rows import COOPERATION, network_tables
from queries.parameters import concept
from queries.projection import Projection, project
from queries.reading import Reading, Snapshot
from queries.settings import Thresholds
from queries.words import Words, counted


def network(
    snapshot: Snapshot,
    name: str,
    chosen: str | None = None,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
) -> Answer:
    """A network of a town at a date.

    Args:
        snapshot: the town at one version.
        name: the stem of a file in `queries/networks`.
        chosen: notation or IRI of the concept the network is about, where its header names one.
        audience: whose Stand is read.
        reference_date: the day the network is about.
        settings: thresholds; None = those that ship.

    Raises:
        ParameterError: there is no such network, or what it is about is missing or unknown.
    """
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    header, about = _asked(reading, name, chosen)
    projection = project(reading, name, about)
    rows, records = network_tables(reading, projection)
    declarations = Declarations(reading)
    things = [
        *projection.network.groups,
        *(record for block in records.values() for own in block for record in own),
        *(value for row in rows["nodes"] for value in row.values() if isinstance(value, URIRef)),
    ]
    return Answer(
        question_id=name.replace("_", "-"),
        title=header.title,
        question=header.question,
        definition=_DEFINITION.format(edge=header.edge),
        parameters={header.chosen.name: (about,)} if header.chosen and about else {},
        columns=_layout()[0].columns,
        blocks=tuple(
            Block(
                spec.name, spec.title, spec.columns, rows[spec.name], spec.empty, records.get(spec.name, ())
            )
            for spec in _layout()
        ),
        lead=_lead(projection, declarations, reading.municipality),
        reference_date=reference_date,
        version=snapshot.version,
        audience=audience,
        thresholds=reading.thresholds,
        completeness=declarations.completeness([CL[f"aspekt-{aspect}"] for aspect in header.aspects]),
        exclusions=(
            Exclusion(_NO_GROUP, sum(1 for g in projection.network.groups.values() if g is None)),
            *((Exclusion(_OUTSIDE, len(projection.outside)),) if header.only_base else ()),
        ),
        notes=(_REPORTED,) if projection.name != COOPERATION else (_REPORTED, _NO_TOTAL),
        labels=reading.labels(things),
        queries=reading.queries,
        chart="network",
    )


def _asked(reading: Reading, name: str, chosen: str | None) -> tuple[NetworkHeader, URIRef | None]:
    """The projection, and the concept it is about."""
    header = network_headers().get(name)
    if header is None:
        raise ParameterError(f"network: '{name}' is unknown; expected one of {', '.join(network_headers())}")
    about = None
    if header.chosen:
        if not chosen:
            raise ParameterError(
                f"{name}.{header.chosen.name}: missing; expected a notation of {header.chosen.scheme}"
            )
        about = concept(f"{name}.{header.chosen.name}", header.chosen.scheme, chosen, reading.choices())
    return header, about


def _lead(projection: Projection, declarations: Declarations, town: URIRef | None) -> Words:
    nodes, edges = projection.network.size
    if not edges:
        return _NOTHING
    words = counted(nodes, *_NODES) + _WITH + counted(edges, *_EDGES)
    if not projection.header.confirmed:
        return words + _AS_FAR
    confirmed = sum(edge.confirmed for edge in projection.network.edges)
    return words + _CONFIRMED.format(
        confirmed=confirmed, edges=edges, rate=response(survey_of(declarations, town))
    )


@cache
def _layout() -> tuple[EvidenceBlock, ...]:
    given = yaml.safe_load(files(__package__).joinpath("network_tables.yaml").read_text("utf-8"))
    return tuple(EvidenceBlock.model_validate(block) for block in given)


_DEFINITION = Words(
    "Eine Verbindung ist: {edge}. Säulengruppe eines Trägers ist die, in der er die meisten Angebote hat; eines Angebots die, "
    "unter der es erbracht wird. Verbindungen sind, was gemeldet wurde, nicht was es gibt: Eine fehlende Verbindung kann eine "
    "fehlende Meldung sein. Wie weit ein Befund trägt, zeigt die Wiederholung: je Probe wird zufällig ein Zehntel der "
    "Verbindungen weggelassen. Der Vergleich mit dem Zufall verteilt die Säulen neu auf die Knoten, immer mit demselben Startwert. "
    "Als Brücke zählt eine Verbindung zwischen Teilen von mindestens drei Knoten.",
    "A connection is: {edge}. The pillar group of a provider is the one with most of its offers; of an offer the one it is "
    "delivered under. Connections are what was reported, not what exists: a missing connection may be a missing report. How far "
    "a finding holds is shown by repetition: in each trial a tenth of the connections is left out at random. The comparison with "
    "chance deals the pillars out anew, always with the same seed. A connection between parts of at least three nodes counts "
    "as a bridge.",
)
_NODES = (Words("Knoten", "node"), Words("Knoten", "nodes"))
_EDGES = (Words("Verbindung", "connection"), Words("Verbindungen", "connections"))
_WITH = Words("und", "and")
_AS_FAR = Words("(soweit erfasst).", "(as far as recorded).")
_CONFIRMED = Words(
    "(soweit erfasst; {confirmed} von {edges} von beiden Seiten bestätigt, Rücklauf der Erhebung Kooperation: {rate}).",
    "(as far as recorded; {confirmed} of {edges} confirmed by both sides, response rate of the survey on cooperation: {rate}).",
)
_NOTHING = Words(
    "Keine Verbindung erfasst: über das Netz lässt sich nichts sagen.",
    "No connection recorded: nothing can be said about the network.",
)
_OUTSIDE = Words(
    "Beteiligte ohne aktives Angebot (Behörden, Gremien): keine Knoten des Netzes",
    "Participants without an active offer (authorities, committees): no nodes of the network",
)
_NO_GROUP = Words(
    "Knoten ohne bekannte Säule: nicht in den Maßen nach Säulen",
    "Nodes of unknown pillar: not in the measures by pillar",
)
_REPORTED = Words(
    "Aus Maßen eines Netzes folgt keine Ursache; ein Wert kann am Erfassungsstand liegen. Kleine Netze schwanken stark.",
    "Measures of a network prove no cause; a value may be due to what was recorded. Small networks vary strongly.",
)
_NO_TOTAL = Words(
    "Assortativität, Anteil mehrsäuliger Angebote und Anteil fehlender Paare stehen nebeneinander. Ein Gesamtwert wird nicht "
    "gebildet und taugt nicht als Ziel.",
    "Assortativity, share of offers with several pillars and share of missing pairs stand side by side. No total is formed, and "
    "none would do as a target.",
)

"""Planted networks: silos of known strength, one planted bridge, one planted missing pair. Each is found, each time."""

import random
from itertools import pairwise

import pytest
from rdflib import URIRef

from ontology.vocabulary import concepts, label
from queries.network import Edge, PillarNetwork
from queries.network_findings import findings
from queries.network_header import network_headers
from queries.network_measures import communities, measure_rows
from queries.pillar_pairs import PairState, RequiredPair
from queries.projection import Projection
from queries.resampling import robustness
from queries.silos import RandomGroups
from queries.verdict import Claim
from queries.words import Words

GROUPS = [URIRef(str(group)) for group in concepts("cl-saeulengruppe")][:3]
HEADER = network_headers()["cooperation_of_providers"]


def names(nodes) -> Words:
    text = ", ".join(str(node).rpartition("/")[2] for node in sorted(nodes))
    return Words(text, text)


def node(group: int, number: int) -> URIRef:
    return URIRef(f"https://w3id.org/sozialplanung/id/99999001/organisation-{group}{number}")


def planted(seed: int) -> Projection:
    """Two groups, each densely connected within, joined by one edge; a third that works with nobody else."""
    dice = random.Random(seed)  # noqa: S311 a planted case, no secret
    members = [[node(group, n) for n in range(dice.randint(4, 9))] for group in range(3)]
    edges = []
    for own in members:
        edges += [Edge(one, other, 2) for one, other in pairwise(own)]
        edges += [Edge(own[0], other, 2) for other in own[2:]]
    edges.append(Edge(dice.choice(members[0]), dice.choice(members[1]), 2))
    nodes = {one: GROUPS[group] for group, own in enumerate(members) for one in own}
    network = PillarNetwork(nodes, edges)
    return Projection("cooperation_of_providers", HEADER, network, dict.fromkeys(nodes, "provider"), {})


FIRM = (Claim.FIRM, Words("Alles ist erklärt.", "Everything is declared."))
OPEN = (Claim.NONE, Words("Nichts ist erklärt.", "Nothing is declared."))


def told(projection: Projection, pairs=(), weighed=FIRM) -> list[str]:
    r = projection.network.assortativity()
    silo = None if r is None else (r, RandomGroups(projection.network, 200).assortativity(r))
    found = findings(projection, robustness(projection.network, 20), silo, pairs, names, lambda _: weighed)
    return [finding.words.de for finding in found]


@pytest.mark.parametrize("seed", range(100))
def test_what_was_planted_is_said(seed):
    projection = planted(seed)
    bridge = projection.network.edges[-1]
    missing = RequiredPair((GROUPS[0], GROUPS[2]), (URIRef("x:BK-1"),), PairState.NONE)
    unknown = RequiredPair((GROUPS[1], GROUPS[2]), (URIRef("x:BK-1"),), PairState.UNKNOWN)
    sentences = told(projection, [missing, unknown])
    assert "folgen den Säulen stärker als bei zufälliger Verteilung" in sentences[0]
    one, other = (label(group, "de") for group in GROUPS[:2])
    both = "–".join(f" {names([end]).de} " for end in sorted((bridge.one, bridge.other))).strip()
    assert f"*{both}* ist die einzige erfasste Verbindung zwischen {one} und {other}." in sentences
    assert sum("ist die einzige Verbindung zwischen zwei Teilen" in s for s in sentences) == 1
    lacking = [s for s in sentences if "keine verbindliche Kooperation erfasst" in s]
    assert lacking == [f"Zwischen {one} und {label(GROUPS[2], 'de')} ist keine verbindliche Kooperation erfasst; 1 Bedarfskonstellation braucht beide."]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_groups_dealt_at_random_are_no_silos(seed):
    projection = planted(seed)
    dealt = list(projection.network.groups.values())
    random.Random(seed).shuffle(dealt)  # noqa: S311 a planted case, no secret
    network = PillarNetwork(
        dict(zip(projection.network.groups, dealt, strict=True)), projection.network.edges
    )
    r = network.assortativity()
    assert r is not None
    assert r < (projection.network.assortativity() or 0)


def test_what_holds_only_in_some_runs_says_so():
    projection = planted(3)
    robust = robustness(projection.network, 200, 0.3)
    bridge = frozenset((projection.network.edges[-1].one, projection.network.edges[-1].other))
    assert 0 < robust.of_bridge(bridge) < robust.runs
    assert robustness(projection.network, 200, 0.3) == robust


def test_a_network_without_edges_says_nothing_but_that():
    nodes = {node(0, n): GROUPS[0] for n in range(3)}
    projection = Projection("cooperation_of_providers", HEADER, PillarNetwork(nodes, []), dict.fromkeys(nodes, "provider"), {})  # fmt: skip
    assert told(projection) == [
        "3 von 3 Knoten haben keine erfasste Verbindung; das heißt nicht, dass sie keine haben."
    ]
    rows = measure_rows(projection, communities(projection.network))
    assert all("nan" not in str(row["value"]).casefold() for row in rows)
    undetermined = [row for row in rows if row["value"] is None]
    assert undetermined
    assert all(str(row["reason"]) for row in undetermined)


def test_every_projection_says_what_it_is():
    for name, header in network_headers().items():
        assert header.title.de != header.title.en, name
        assert header.edge.de
        assert bool(header.joint) != bool(header.ends)


def test_a_missing_pair_that_nobody_surveyed_is_left_open():
    projection = planted(1)
    pair = RequiredPair((GROUPS[0], GROUPS[2]), (URIRef("x:BK-1"),), PairState.NONE)
    assert any("ob es keine gibt, ist offen" in sentence for sentence in told(projection, [pair], OPEN))
    assert not any("ist offen" in sentence for sentence in told(projection, [pair], FIRM))


def test_where_every_node_is_a_group_of_its_own_nothing_differs_from_chance():
    nodes = {node(0, n): URIRef(f"x:SG-{n}") for n in range(6)}
    ring = [Edge(node(0, n), node(0, (n + 1) % 6), 2) for n in range(6)]
    projection = Projection("cooperation_of_providers", HEADER, PillarNetwork(nodes, ring), dict.fromkeys(nodes, "provider"), {})  # fmt: skip
    sentences = told(projection)
    assert not any("häufiger über Säulen" in sentence for sentence in sentences)
    assert any("nicht anders als bei zufälliger Verteilung" in sentence for sentence in sentences)

"""Networks as the facade gives them: views, pictures, files of other programs, two states compared, the command line."""

import io
import math
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import networkx as nx  # noqa: TID251 reads back what was written for other programs
import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.networks import exports as network_exports
from app.networks.looks import looks
from app.networks.naming import Box, Spot, _box, sides
from app.networks.shapes import (
    AREAS,
    COMMUNITIES,
    PILLARS,
    Node,
    Shape,
    around,
    connected,
    opened,
    placed,
    regrouped,
    shape,
)
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
DELIVERY = "providers_and_offers"


@pytest.fixture(scope="module")
def service(small_home) -> Service:
    return Service.open(small_home)


@pytest.fixture(scope="module")
def view(service):
    return service.networks.network(DELIVERY, AT)


def test_every_network_is_shown_in_both_languages(service):
    for lang in ("de", "en"):
        for info in service.networks.networks(lang).value:
            about = info.options[0].value if info.options else ""
            found = service.networks.network(info.name, replace(AT, lang=lang), about).value
            assert [block.name for block in found.answer.blocks] == [
                "findings",
                "measures",
                "densities",
                "nodes",
            ]
            assert found.answer.lead
            assert found.answer.completeness is not None
            assert not re.search(r"\bnan\b", str(found.block("measures").rows))


def test_what_is_drawn_is_what_the_tables_say(view):
    drawn = shape(view.value)
    assert len(drawn.nodes) == len(view.value.block("nodes").rows)
    assert len(drawn.edges) == len(view.value.answer.rows) > 0
    assert sum(number for _, _, number in drawn.groups()) == len(drawn.nodes)


def test_groups_stand_for_their_members(view):
    whole = connected(shape(view.value))
    closed = opened(whole, ())
    assert {node.kind for node in closed.nodes} == {"group"}
    assert sum(node.size for node in closed.nodes) == len(whole.nodes)
    everything = opened(whole, [group for group, _, _ in whole.groups()])
    assert {node.id for node in everything.nodes} == {node.id for node in whole.nodes}
    assert len(everything.edges) == len(whole.edges)
    center = whole.edges[0].one
    near = around(whole, center)
    assert all(center in (edge.one, edge.other) or len(near.nodes) > 2 for edge in near.edges)


@pytest.mark.parametrize("by", [PILLARS, COMMUNITIES, AREAS])
def test_nodes_are_grouped_as_the_table_says(view, by):
    whole = regrouped(shape(view.value), by, lambda label: f"<{label}>")
    table = view.value.block("nodes")
    at = [column.name for column in table.columns].index(by)
    counts = Counter(row[at].text for row in table.rows)
    found = {label.strip("<>"): number for _, label, number in whole.groups()}
    assert found == dict(counts)
    assert len(whole.edges) == len(view.value.answer.rows)
    assert sum(node.size for node in opened(whole, ()).nodes) == len(table.rows)


def test_a_place_hangs_on_group_and_key_alone(view):
    whole = shape(view.value)
    again = connected(Shape(tuple(reversed(whole.nodes)), whole.edges))
    assert {n.id: (n.x, n.y) for n in again.nodes} == {n.id: (n.x, n.y) for n in connected(whole).nodes}


def test_other_programs_read_what_was_written(view):
    drawn = shape(view.value)
    for make, read in (
        (network_exports.to_graphml, nx.read_graphml),
        (network_exports.to_gexf, nx.read_gexf),
    ):
        graph = read(io.BytesIO(make(view)))
        assert set(graph) == {node.id for node in drawn.nodes}
        assert graph.number_of_edges() == len(drawn.edges)
        assert all(own.get("label") for _, own in graph.nodes(data=True))


def test_pictures_carry_title_date_and_legend(view):
    svg = network_exports.to_svg(view).decode()
    ET.fromstring(svg)  # noqa: S314 written by ourselves
    for words in ("Träger und Angebote", "Stand 24.11.2026", "Säulengruppe"):
        assert words in svg
    assert network_exports.to_png(view).startswith(b"\x89PNG")


def test_the_edge_list_leaves_as_any_answer(service):
    answer = service.networks.answer(DELIVERY, AT)
    lines = exports.to_csv(answer).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Von;Zu;Stärke")
    assert len(lines) == len(answer.value.rows) + 1


def test_a_connection_leads_to_its_records(service):
    table = service.networks.behind(DELIVERY, "edges", 0, AT).value
    assert "meldung.xlsx" in str(table.rows)
    with pytest.raises(KnowledgeGraphError, match="gibt es nicht"):
        service.networks.behind(DELIVERY, "edges", 10_000, AT)


def test_two_states_are_compared(service):
    before = replace(AT, reference_date=date(1990, 1, 1))
    found = service.networks.difference(DELIVERY, before, AT).value
    now = service.networks.network(DELIVERY, AT).value
    assert len(found.appeared.rows) + found.stayed == len(now.answer.rows)
    back = service.networks.difference(DELIVERY, AT, before).value
    assert len(back.gone.rows) == len(found.appeared.rows)
    with pytest.raises(KnowledgeGraphError, match="gleich"):
        service.networks.difference(DELIVERY, AT, AT)


def test_an_unknown_network_says_which_there_are(service):
    with pytest.raises(KnowledgeGraphError, match="cooperation_of_providers"):
        service.networks.network("quasten", AT)
    with pytest.raises(KnowledgeGraphError, match="constellation"):
        service.networks.network("constellation_paths", AT)


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "svg", "png", "csv", "xlsx", "json"])
def test_the_command_line_writes_every_format(small_home, tmp_path, suffix):
    target = tmp_path / f"netz.{suffix}"
    result = CliRunner().invoke(
        cli.app, ["network", DELIVERY, "--home", str(small_home), "--out", str(target)]
    )
    assert result.exit_code == 0, result.output
    assert target.stat().st_size > 100


def test_the_command_line_tells_findings_first(small_home):
    listed = CliRunner().invoke(cli.app, ["network", "--home", str(small_home)])
    assert "constellation_paths" in listed.output
    shown = CliRunner().invoke(cli.app, ["network", DELIVERY, "--home", str(small_home)])
    assert shown.exit_code == 0
    assert shown.output.index("Was auffällt") < shown.output.index("Maße")
    wrong = CliRunner().invoke(cli.app, ["network", DELIVERY, "--home", str(small_home), "--out", "x.pdf"])
    assert wrong.exit_code == 2


def test_areas_are_called_by_their_names(service):
    """Grouped by area, nobody reads the key of an area."""
    table = service.networks.network(DELIVERY, AT).value.block("nodes")
    at = [column.name for column in table.columns].index(AREAS)
    named = {row[at].text for row in table.rows if row[at].iri}
    assert named == {"Beispielau"}


def of_groups(groups: int) -> Shape:
    """As many groups of one node each."""
    nodes = [
        Node(f"n{at}", f"Knoten {at}", "Träger", f"g{at:02}", f"Gruppe {at:02}", 0, cut=False)
        for at in range(groups)
    ]
    return placed(Shape(tuple(nodes), ()))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_two_groups_of_a_picture_look_alike(theme):
    found = looks(of_groups(32), theme)
    assert len(set(found.values())) == 33  # and those of no known group
    assert len({look.colour for look in found.values()}) == 9


@pytest.mark.parametrize("groups", [2, 5, 9, 13, 20])
def test_names_of_groups_cover_neither_each_other_nor_points(groups):
    drawn = of_groups(groups)
    far = max(math.hypot(node.x, node.y) for node in drawn.nodes)
    spots = {n.id: Spot(450 + n.x / far * 250, 450 + n.y / far * 380, 8) for n in drawn.nodes}
    names = {n.id: "Freiwillig und\nzivilgesellschaftlich (7)" for n in drawn.nodes}
    stands = sides(drawn.nodes, spots, names, 11)
    boxes = [_box(spots[n], where, names[n], 11) for n, where in stands.items()]
    boxes += [Box(s.x - 8, s.y - 8, s.x + 8, s.y + 8) for s in spots.values()]
    assert len(stands) == groups
    assert [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if a.shared(b) > 0] == []

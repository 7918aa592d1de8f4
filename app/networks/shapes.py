"""What of a released network is drawn or written: nodes with places, edges, and the groups in between.

Nodes are grouped by pillar, by community or by the area they work for. Places follow from group and key alone: each group is an island on a circle, its members lie on it in the order of
their keys. So the picture is the same at every visit, a new node moves only its own island, and nothing in it follows
from where somebody is: a layout reveals no site.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.networks.views import NetworkView
from app.views import CellView, Row, TableView

NO_GROUP = ""
PILLARS, COMMUNITIES, AREAS = "pillarGroup", "community", "area"
"""What nodes can be grouped by: columns of the table of nodes."""
_GOLDEN = math.pi * (3 - math.sqrt(5))
_ROOM = 1.35


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `id` is its IRI, `group` what it is grouped by (empty = unknown), `size` how many nodes it stands for.

    `grouped_by` holds, for everything nodes can be grouped by, the group and its label.
    """

    id: str
    label: str
    kind: str
    group: str
    group_label: str
    partners: int
    cut: bool
    x: float = 0.0
    y: float = 0.0
    size: int = 1
    grouped_by: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two nodes by id; `across` if it joins two pillar groups, `confirmed` in words."""

    one: str
    other: str
    weight: int
    across: bool
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Nodes in their places, and edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def groups(self) -> list[tuple[str, str, int]]:
        """Pillar groups with label and number of nodes, by name; the unknown one last."""
        counts: Counter[tuple[str, str]] = Counter()
        for node in self.nodes:
            counts[node.group, node.group_label] += node.size
        return sorted(((*key, n) for key, n in counts.items()), key=lambda g: (g[0] == NO_GROUP, g[1]))


def shape(view: NetworkView) -> Shape:
    """All nodes and edges of a released network."""
    nodes = tuple(_node(row, view.block("nodes")) for row in view.block("nodes").rows)
    known = {node.id: node for node in nodes}
    edges = []
    main = view.edges
    for row in main.rows:
        one, other = _id(_cell(row, main, "one")), _id(_cell(row, main, "other"))
        if one in known and other in known:
            groups = known[one].group, known[other].group
            edges.append(Edge(
                one, other, int(str(_cell(row, main, "weight").value or 1)),
                NO_GROUP not in groups and groups[0] != groups[1], _cell(row, main, "confirmed").text,
            ))  # fmt: skip
    return placed(Shape(nodes, tuple(edges)))


def regrouped(whole: Shape, by: str, named: Callable[[str], str] = str) -> Shape:
    """The shape with its nodes grouped by another column of the table of nodes; edges stay what they are.

    Args:
        whole: the shape.
        by: one of `PILLARS`, `COMMUNITIES`, `AREAS`.
        named: makes the label of a group from what the table shows.
    """
    found = []
    for node in whole.nodes:
        group, label = next(((g, words) for name, g, words in node.grouped_by if name == by), (NO_GROUP, ""))
        found.append(replace(node, group=group, group_label=named(label) if label else ""))
    return placed(replace(whole, nodes=tuple(found)))


def opened(whole: Shape, expanded: Iterable[str]) -> Shape:
    """Every pillar group as one node, but those `expanded`, which show their members."""
    expanded = set(expanded)
    stands_for = {n.id: n.id if n.group in expanded else f"group:{n.group}" for n in whole.nodes}
    nodes = [node for node in whole.nodes if node.group in expanded]
    for group, label, number in whole.groups():
        if group not in expanded:
            nodes.append(Node(f"group:{group}", label, "group", group, label, 0, cut=False, size=number))
    weights: Counter[tuple[str, str]] = Counter()
    across: dict[tuple[str, str], bool] = {}
    for edge in whole.edges:
        ends = sorted((stands_for[edge.one], stands_for[edge.other]))
        if ends[0] != ends[1]:
            weights[ends[0], ends[1]] += 1
            across[ends[0], ends[1]] = across.get((ends[0], ends[1]), False) or edge.across
    edges = tuple(Edge(*ends, weight, across[ends]) for ends, weight in sorted(weights.items()))
    return placed(Shape(tuple(nodes), edges))


def around(whole: Shape, center: str) -> Shape:
    """A node, its partners, and the edges among them."""
    near = {end for e in whole.edges if center in (e.one, e.other) for end in (e.one, e.other)} | {center}
    return placed(Shape(
        tuple(node for node in whole.nodes if node.id in near),
        tuple(edge for edge in whole.edges if edge.one in near and edge.other in near),
    ))  # fmt: skip


def connected(whole: Shape) -> Shape:
    """Without the nodes that have no edge: they are counted and listed, a picture of them says nothing."""
    ends = {end for edge in whole.edges for end in (edge.one, edge.other)}
    return placed(replace(whole, nodes=tuple(node for node in whole.nodes if node.id in ends)))


def placed(given: Shape) -> Shape:
    """The shape with a place for every node."""
    groups = [key for key, _, _ in given.groups()]
    members: dict[str, list[Node]] = {group: [] for group in groups}
    for node in sorted(given.nodes, key=lambda n: n.id):
        members[node.group].append(node)
    radius = {group: math.sqrt(len(own)) + 0.6 for group, own in members.items()}
    circle = _ROOM * sum(radius.values()) / math.pi if len(groups) > 1 else 0.0
    nodes, angle = [], 0.0
    for group in groups:
        width = 2 * math.pi * radius[group] / sum(radius.values())
        angle += width / 2
        center = circle * math.cos(angle), circle * math.sin(angle)
        for at, node in enumerate(members[group]):
            out, turn = math.sqrt(at), at * _GOLDEN
            nodes.append(replace(
                node, x=round(center[0] + out * math.cos(turn), 3), y=round(center[1] + out * math.sin(turn), 3)
            ))  # fmt: skip
        angle += width / 2
    return replace(given, nodes=tuple(nodes))


def _node(row: Row, table: TableView) -> Node:
    name, group = _cell(row, table, "node"), _cell(row, table, "pillarGroup")
    return Node(
        id=_id(name), label=name.text, kind=_cell(row, table, "what").text, group=group.iri or str(group.value or NO_GROUP),
        group_label=group.text, partners=int(str(_cell(row, table, "partners").value or 0)),
        cut=_cell(row, table, "cut").text in ("ja", "yes"),
        grouped_by=tuple(_group(row, table, name) for name in (PILLARS, COMMUNITIES, AREAS)),
    )  # fmt: skip


def _group(row: Row, table: TableView, name: str) -> tuple[str, str, str]:
    cell = _cell(row, table, name)
    return name, cell.iri or str(cell.value or cell.text or NO_GROUP), cell.text


def _cell(row: Sequence[CellView], table: TableView, name: str) -> CellView:
    return row[[column.name for column in table.columns].index(name)]


def _id(cell: CellView) -> str:
    return cell.iri or str(cell.value or cell.text)

"""What of a map or a network stands in a paper as a picture, and how it was chosen: the same parameters as on its page.

Pictures are drawn from what passed the gate. Places of nodes follow from their groups, sites that are protected or lie
at a protected place are in no map.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from app.errors import RequestError
from app.maps import exports as map_exports
from app.maps.desk import MapRequest
from app.maps.layers import LAYERS, LOCAL, OFFERS, PEOPLE, REACH, SUPPLY, SURVEY, WAY, layer
from app.maps.section import section, seen
from app.maps.views import MapView
from app.networks import exports as network_exports
from app.networks.picture import UNKNOWN_GROUP
from app.networks.shapes import (
    AREAS,
    COMMUNITIES,
    PILLARS,
    Shape,
    around,
    connected,
    opened,
    regrouped,
    shape,
)
from app.networks.views import NetworkView
from app.papers.blocks import Block, MapDrawing, NetworkDrawing, Paragraph, Picture
from app.papers.paper import MOST_ROWS, Look, Show
from app.papers.views import Shown
from app.views import TableView

Parameters = Mapping[str, str | Sequence[str]]

GROUPS, ALL = "groups", "all"
"""A network by its groups, or every node of it."""
NO_GROUP: Final = "-"
"""What stands for the group of nodes whose group is not known."""
_MOST_NODES: Final = 120
_NAMED: Final = 6
_MOST_AREAS: Final = 60
_YES: Final = ("yes", "ja")
_OF_A_MAP: Final = ("layer", "sites", "level", "need", "group", "offer", "speed", "detour", "area", "section")
_COLUMNS: Final = {
    SUPPLY: ("area", "state", "claim", "inhabitants", "offers", "note"),
    OFFERS: ("area", "offers", "own", "part", "unsure", "inhabitants"),
    LOCAL: ("area", "own", "offers", "inhabitants"),
    REACH: ("area", "offers", "part", "unsure", "inhabitants", "note"),
    SURVEY: ("area", "survey", "offers", "note"),
    PEOPLE: ("area", "inhabitants"),
}
"""What the table beside a map shows first: what the map shows."""
_OF_A_NETWORK: Final = ("about", "by", "view", "open", "center")


@dataclass(frozen=True, slots=True)
class MapChoice:
    """What a map in a paper shows: `area` is the key of the one that is marked, `section` what of the town is drawn."""

    layer: str
    request: MapRequest
    sites: bool
    area: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """What of a network is drawn: grouped by what, every node or only those of `open` groups, or one and its partners."""

    about: str
    by: str
    every: bool
    open: tuple[str, ...]
    center: str


def map_choice(given: Parameters) -> MapChoice:
    """The choice parameters name.

    Raises:
        RequestError: one is unknown, makes no sense, or what the layer needs is missing.
    """
    _known("karte", given, _OF_A_MAP)
    chosen = {name: _one(given, name) for name in _OF_A_MAP}
    name = chosen["layer"] or SUPPLY
    if name not in LAYERS:
        raise RequestError(f"karte.layer: '{name}' gibt es nicht; erwartet {', '.join(LAYERS)}")
    if name == SUPPLY and not (chosen["need"] and chosen["group"]):
        raise RequestError("karte: Die Versorgung braucht einen Bedarf (need) und eine Zielgruppe (group)")
    if name == REACH and not chosen["offer"]:
        raise RequestError("karte: Das Einzugsgebiet braucht ein Angebot (offer)")
    request = MapRequest(
        chosen["level"], chosen["need"], chosen["group"], chosen["offer"],
        _number("speed", chosen["speed"]), _number("detour", chosen["detour"]),
    )  # fmt: skip
    if chosen["section"] and section(chosen["section"]) is None:
        raise RequestError(
            f"karte.section: '{chosen['section']}' ist kein Ausschnitt; erwartet West,Süd,Ost,Nord in Grad"
        )
    return MapChoice(name, request, chosen["sites"] in _YES, chosen["area"], chosen["section"])


def network_choice(given: Parameters) -> NetworkChoice:
    """The choice parameters name.

    Raises:
        RequestError: one is unknown.
    """
    _known("netz", given, _OF_A_NETWORK)
    by, view = _one(given, "by") or PILLARS, _one(given, "view") or GROUPS
    if by not in (PILLARS, COMMUNITIES, AREAS):
        raise RequestError(f"netz.by: '{by}' gibt es nicht; erwartet {PILLARS}, {COMMUNITIES}, {AREAS}")
    if view not in (GROUPS, ALL):
        raise RequestError(f"netz.view: '{view}' gibt es nicht; erwartet {GROUPS}, {ALL}")
    return NetworkChoice(
        _one(given, "about"), by, view == ALL, _several(given, "open"), _one(given, "center")
    )


def begun(shown: Shown, given: Parameters) -> tuple[str, Look]:
    """What a new part is called, and how it stands on the page: picture and the tables that say the same."""
    if isinstance(shown, MapView):
        name = map_choice(given).layer
        rows = max(15, min(_MOST_AREAS, len(shown.areas), MOST_ROWS))
        tables = ("bands", "ways") if name == WAY else ()
        return layer(shown, name).title, Look(Show.BOTH, rows, _COLUMNS.get(name, ()), tables)
    if isinstance(shown, NetworkView):
        choice = network_choice(given)
        title = shown.answer.title
        center = next((node for node in shape(shown).nodes if node.id == choice.center), None)
        if center is not None:
            return f"{title}: Umfeld von {center.label}", Look(Show.BOTH)
        by_groups = choice.by == PILLARS and not choice.every and not choice.open
        return title, Look(Show.BOTH, 30, tables=("densities",) if by_groups else ())
    return shown.title, Look()


def illustrated(shown: Shown | None, given: Parameters) -> Iterator[Block]:
    """The picture of a map or a network, or why there is none."""
    if isinstance(shown, MapView):
        yield from _map(shown, map_choice(given))
    elif isinstance(shown, NetworkView):
        yield from _network(shown, network_choice(given))


def notes(shown: Shown | None, given: Parameters) -> tuple[str, ...]:
    """The notes of what is shown, without those on ways where the map shows none."""
    if shown is None:
        return ()
    if isinstance(shown, MapView):
        return shown.answer.notes if map_choice(given).layer == WAY else ()
    return shown.answer.notes if isinstance(shown, NetworkView) else shown.notes


def drawn_rows(table: TableView, view: NetworkView, given: Parameters) -> TableView:
    """A table of a network with what is in the picture only: the lines of a node and its partners, pairs with a line."""
    choice = network_choice(given)
    names = [column.name for column in table.columns]
    if not table.name and choice.center:
        drawn, _ = _drawn(view, choice)
        ids = {node.id for node in drawn.nodes}
        ends = [names.index(name) for name in ("one", "other")]
        rows = [r for r in table.rows if all((r[i].iri or str(r[i].value or r[i].text)) in ids for i in ends)]
    elif table.name == "densities":
        at = names.index("edges")
        rows = [row for row in table.rows if row[at].value]
    else:
        return table
    if len(rows) == len(table.rows):
        return table
    what = "nur Paare mit Verbindung" if table.name else "nur die im Bild"
    title = f"{table.title}, {what} ({len(rows)} von {len(table.rows)})"
    return replace(table, title=title, rows=tuple(rows), totals=None)


def _map(view: MapView, choice: MapChoice) -> Iterator[Block]:
    found = layer(view, choice.layer)
    outlined = [shaded for shaded in found.areas if shaded.area.outline is not None]
    if not outlined:
        yield Paragraph(_NO_OUTLINE if found.areas else _NO_AREAS, "note")
        return
    sites = tuple(site for site in view.sites if site.position is not None) if choice.sites else ()
    part = map_exports.section_of(view.areas, choice.section)
    if part is not None:
        near = seen(view.areas, part)
        outlined = [shaded for shaded in outlined if shaded.area.key in near]
    told = "; ".join(
        f"{shade.label}: {', '.join(_with_figure(s.area.label, s.figure, s.shade.mark) for s in outlined if s.shade == shade)}"
        for shade in found.shades
        if any(s.shade == shade for s in outlined)
    )
    said = map_exports.lines(view, choice.layer, sites=bool(sites), scenario=view.answer.scenario, part=part)
    marked = next((s.area for s in outlined if s.area.key == choice.area), None)
    said += [f"Mit breitem Rand: {marked.label}."] if marked else []
    points = f" Punkte: offene Standorte mit erfasster Lage ({len(sites)})." if sites else ""
    yield Picture(
        f"Karte {view.town}: {found.title}",
        f"Karte {view.town}: {found.title}. {told}.{points} Dieselben Angaben stehen in der Tabelle.",
        MapDrawing(found, sites, marked.key if marked else "", part),
        " ".join(line for line in said if line not in view.answer.notes),
    )


def _with_figure(label: str, figure: str, mark: str) -> str:
    return f"{label} ({figure})" if figure and figure != mark else label


def _network(view: NetworkView, choice: NetworkChoice) -> Iterator[Block]:
    whole = connected(shape(view))
    if not whole.nodes:
        yield Paragraph("Keine Verbindung erfasst; darum steht hier kein Bild.", "note")
        return
    drawn, notes = _drawn(view, choice)
    names, numbers = _names(drawn, choice)
    title = _titled(view, choice, drawn)
    unknown = UNKNOWN_GROUP[choice.by].get("de")
    groups = "; ".join(f"{label or unknown} ({count})" for _, label, count in drawn.groups())
    across = sum(edge.across for edge in drawn.edges)
    yield Picture(
        f"Netz: {title}",
        f"Netz: {title}. Punkte: {len(drawn.nodes)}; Linien: {len(drawn.edges)}, davon zwischen Säulen: {across}. "
        f"Gruppen mit Zahl der Knoten: {groups}. Dieselben Angaben stehen in der Tabelle.",
        NetworkDrawing(drawn, choice.by, names),
        network_exports.source(
            view, alone=len(shape(view).nodes) - len(whole.nodes), scenario=view.answer.scenario
        ),
    )
    yield from (Paragraph(note, "note") for note in notes)
    if numbers:
        yield Paragraph(f"Im Bild: {'; '.join(numbers)}.", "note")


def _drawn(view: NetworkView, choice: NetworkChoice) -> tuple[Shape, list[str]]:
    """What is drawn of a network as chosen, and what cannot be drawn so."""
    named = _community if choice.by == COMMUNITIES else str
    whole = connected(regrouped(shape(view), choice.by, named))
    notes: list[str] = []
    if choice.center:
        near = around(whole, choice.center)
        if any(node.id == choice.center for node in near.nodes) and len(near.nodes) <= _MOST_NODES:
            return near, notes
        notes.append(_NO_CENTER)
    if choice.every and len(whole.nodes) <= _MOST_NODES:
        return whole, notes
    expanded = ["" if group == NO_GROUP else group for group in choice.open]
    found = opened(whole, expanded)
    if choice.every or len(found.nodes) > _MOST_NODES:
        notes.append(_TOO_MANY.format(nodes=len(whole.nodes), most=_MOST_NODES))
        found = opened(whole, ())
    return found, notes


def _titled(view: NetworkView, choice: NetworkChoice, drawn: Shape) -> str:
    """The title of a network with what of it is drawn."""
    title = view.answer.title
    center = next((node.label for node in drawn.nodes if node.id == choice.center), "")
    if center:
        return f"{title}, Umfeld von {center}"
    grouped = f"{title}, nach {_BY[choice.by]}"
    return grouped if any(node.kind == "group" for node in drawn.nodes) else f"{grouped}, alle Knoten"


def _names(drawn: Shape, choice: NetworkChoice) -> tuple[dict[str, str], list[str]]:
    """What stands at each node, and what the numbers mean where names would cover each other."""
    singles = [node for node in drawn.nodes if node.kind != "group"]
    unknown = UNKNOWN_GROUP[choice.by].get("de")
    names = {n.id: f"{n.label or unknown} ({n.size})" for n in drawn.nodes if n.kind == "group"}
    if len(singles) <= _NAMED:
        return names | {node.id: node.label for node in singles}, []
    order = sorted(
        singles, key=lambda n: (n.id != choice.center, n.group == "", n.group_label, n.label.casefold(), n.id)
    )
    numbers = {node.id: str(at) for at, node in enumerate(order, start=1)}
    return names | numbers, [f"{numbers[node.id]} {node.label}" for node in order]


def _community(number: str) -> str:
    return f"Gemeinschaft {number}"


def _known(what: str, given: Parameters, names: Sequence[str]) -> None:
    unknown = sorted(set(given) - set(names))
    if unknown:
        raise RequestError(f"{what}: unbekannte Auswahl {', '.join(unknown)}; erwartet {', '.join(names)}")


def _one(given: Parameters, name: str) -> str:
    return next(iter(_several(given, name)), "")


def _several(given: Parameters, name: str) -> tuple[str, ...]:
    found = given.get(name) or ()
    return (found,) if isinstance(found, str) else tuple(found)


def _number(name: str, text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise RequestError(f"karte.{name}: '{text}' ist keine Zahl; erwartet z. B. 4.5") from None


_BY: Final = {PILLARS: "Säulen", COMMUNITIES: "Gemeinschaften", AREAS: "Gebieten"}
_NO_OUTLINE: Final = "Für kein Gebiet ist ein Umriss erfasst; darum steht hier keine Karte, nur die Tabelle. Umrisse liest die Seite „Karte“ ein."
_NO_AREAS: Final = "Unterhalb der Gemeinde ist kein Gebiet erfasst; darum steht hier keine Karte."
_NO_CENTER: Final = (
    "Der Knoten, um den das Bild gelegt war, gehört in diesem Stand und in dieser Sicht nicht zum Netz oder hat zu viele Verbindungen für "
    "ein Blatt; gezeigt ist das ganze Netz."
)
_TOO_MANY: Final = "Das ganze Netz hat {nodes} Knoten; auf ein Blatt passen {most}. Gezeigt sind die Gruppen, jeder Knoten steht im Anhang (Excel-Datei)."

"""Views of the map: areas with their outline and values, open sites, and what can be chosen.

Degrees are WGS 84 (EPSG:4326), longitude first, as GeoJSON has them.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.views import AnswerView, ChoiceView, FindingView, TableView, VersionView


@dataclass(frozen=True, slots=True)
class Position:
    """A place. The gate withholds it if both numbers are those of a protected site."""

    longitude: float
    latitude: float


Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The border of an area: polygons, each an outer ring and the rings of its holes, closed.

    The border of a planning area says nothing about a site within. So the gate lets it pass whole: corners left out
    because a protected site lies near would tell where it is to everybody who knows the border.
    """

    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area. `outline` None: it is not on the map; `centre` is where it is named.

    `state`, `claim` and `survey` are codes as in `CellKind`, empty where nothing is judged; numbers are None if unknown.
    `reach` is whole, part, unsure or none, where one offer is looked at.
    """

    iri: str
    key: str
    label: str
    outline: Outline | None
    centre: Position | None
    inhabitants: int | None
    offers: int
    own: int
    survey: str
    survey_text: str
    state: str = ""
    state_text: str = ""
    claim: str = ""
    claim_text: str = ""
    note: str = ""
    reach: str = ""
    distance: int | None = None
    walking: int | None = None


@dataclass(frozen=True, slots=True)
class MapSite:
    """An open site with the offers looked at that take place there. `position` None: the gate withheld it."""

    iri: str
    label: str
    position: Position | None
    offers: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """What is drawn. `answer` holds the same as tables: areas, and the blocks bands, ways, sites and unlocated."""

    answer: AnswerView
    town: str
    level_label: str
    areas: tuple[MapArea, ...]
    sites: tuple[MapSite, ...]
    speed: Decimal
    detour: Decimal
    need: str = ""
    group: str = ""
    offer: str = ""

    @property
    def table(self) -> TableView:
        """The table of the areas."""
        given = self.answer
        return TableView(
            given.table_title, given.columns, given.rows, note=given.empty_text, name=given.table_name
        )


@dataclass(frozen=True, slots=True)
class MapChoices:
    """What a map can be narrowed to, by notation or key, and what it starts with.

    `need` and `group` are those of the most frequent documented need; `speed` in km/h, `detour` as share.
    """

    levels: tuple[ChoiceView, ...]
    needs: tuple[ChoiceView, ...]
    groups: tuple[ChoiceView, ...]
    offers: tuple[ChoiceView, ...]
    need: str
    group: str
    speed: Decimal
    detour: Decimal


@dataclass(frozen=True, slots=True)
class OutlineMatch:
    """A shape of a file and the area it was taken for; `what` is new, changed, same, unmatched, twice, atOdds or broken."""

    number: int
    named: str
    area: str
    area_label: str
    what: str
    what_text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OutlinesPreview:
    """What taking in a file of outlines does.

    `table` says the matches; `by` is the property that names the areas, one of `properties`; `missing` are areas it has no shape for; `takes`
    counts the outlines that would be stored; `refused` says why none can be. `version` is there once they are.
    """

    filename: str
    matches: tuple[OutlineMatch, ...]
    missing: tuple[ChoiceView, ...]
    table: TableView | None = None
    properties: tuple[str, ...] = ()
    by: str = ""
    takes: int = 0
    findings: tuple[FindingView, ...] = ()
    refused: str = ""
    acceptable: bool = False
    version: VersionView | None = None

"""What a paper is made of once it is put into words: headings, paragraphs, lists, pairs, tables, pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.answers.bars import Bars
from app.maps.layers import Layer
from app.maps.section import Section
from app.maps.views import MapSite
from app.networks.shapes import Shape
from app.papers.tables import Grid


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is that of a part, 2 one below."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind`: body, lead (the sentence of an answer), note (small), changed (differs since put in), open (not written)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a word and what is said about it."""

    pairs: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The areas of a layer, the open sites that are drawn on them, and the key of the area that is marked, if one is.

    `section` is what of the town is drawn, None for all of it.
    """

    layer: Layer
    sites: tuple[MapSite, ...]
    marked: str = ""
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class NetworkDrawing:
    """Nodes and edges in their places; `names` says what stands at a node: its name, or a number told below."""

    shape: Shape
    grouped_by: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with its content in words; `source` says as of when and from where, and how to read it."""

    caption: str
    alt: str
    drawn: Bars | MapDrawing | NetworkDrawing
    source: str = ""


Block: TypeAlias = Heading | Paragraph | Items | Facts | Grid | Picture

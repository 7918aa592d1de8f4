"""What a map is coloured by: the areas of a view sorted into few shades, each with a mark, a name and a colour.

A shade is never told by its colour alone: its mark or the figure itself stands in the area and in the legend.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal

from app import display
from app.maps.views import MapArea, MapView
from app.views import CellKind
from queries.words import Words


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of areas. `fill` its colour, `ink` that of a mark on it, `mark` stands in the area if it has no figure."""

    code: str
    label: str
    fill: str
    ink: str = "#0f1a24"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Shaded:
    """An area with its shade; `figure` is what stands in it under its name."""

    area: MapArea
    shade: Shade
    figure: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A way to colour the map: what it shows, the shades in the order of the legend, and every area in one of them.

    `title` says what was chosen, too; `short` does not.
    """

    name: str
    title: str
    short: str
    shades: tuple[Shade, ...]
    areas: tuple[Shaded, ...]

    def count(self, shade: Shade) -> int:
        """How many areas have a shade."""
        return sum(shaded.shade == shade for shaded in self.areas)


SUPPLY, SURVEY, OFFERS, LOCAL, PEOPLE, WAY, REACH = (
    "supply",
    "survey",
    "offers",
    "local",
    "people",
    "way",
    "reach",
)
LAYERS: Final = (SUPPLY, OFFERS, LOCAL, WAY, REACH, SURVEY, PEOPLE)

_WHITE, _PALE = "#ffffff", "#f4f6f8"
_STATES: Final = {
    "gap": ("#863911", _WHITE, "×"),
    "thin": ("#c9dcea", "#12344f", "( )"),
    "covered": ("#2b6a9b", _WHITE, "✓"),
    "unknown": (_PALE, "#0f1a24", "?"),
}
_CLAIMS: Final = {
    "belastbar": ("#174a72", _WHITE, "✓"),
    "vorlaeufig": ("#8fb6d3", "#0c2a42", "~"),
    "hinweis": ("#e0eaf2", "#12344f", "i"),
    "nicht_beurteilbar": (_PALE, "#0f1a24", "?"),
}
_REACHES: Final = {
    "whole": ("#2b6a9b", _WHITE, "✓"),
    "part": ("#c9dcea", "#12344f", "( )"),
    "unsure": ("#e6dcc8", "#3c2f10", "?"),
    "none": (_PALE, "#0f1a24", "–"),
}
_STEPS: Final = (
    ("#deebf5", "#0f1a24"),
    ("#b3cfe4", "#0f1a24"),
    ("#86b3d4", "#0f1a24"),
    ("#5a93c0", _WHITE),
    ("#2b6a9b", _WHITE),
)
_FAR: Final = (1_000, 2_000, 3_000)


def layer(view: MapView, name: str) -> Layer:
    """The areas of a view coloured by one thing.

    Raises:
        KeyError: there is no such layer.
    """
    return _MAKERS[name](view)


def titles(lang: str) -> dict[str, str]:
    """The layers by name."""
    return {name: _TITLES[name].get(lang) for name in LAYERS}


def _supply(view: MapView) -> Layer:
    lang = view.answer.lang
    shades = {
        code: Shade(code, display.code_text(CellKind.STATE, code, lang), fill, ink, mark)
        for code, (fill, ink, mark) in _STATES.items()
    }
    areas = tuple(
        Shaded(a, shades[a.state or "unknown"], shades[a.state or "unknown"].mark) for a in view.areas
    )
    return _layer(view, SUPPLY, tuple(shades.values()), areas)


def _survey(view: MapView) -> Layer:
    lang = view.answer.lang
    shades = {
        code: Shade(code, display.code_text(CellKind.CLAIM, code, lang), fill, ink, mark)
        for code, (fill, ink, mark) in _CLAIMS.items()
    }
    areas = tuple(Shaded(a, shades[a.survey], shades[a.survey].mark) for a in view.areas)
    return _layer(view, SURVEY, tuple(shades.values()), areas)


def _reach(view: MapView) -> Layer:
    lang = view.answer.lang
    shades = {
        code: Shade(code, _REACH_WORDS[code].get(lang), fill, ink, mark)
        for code, (fill, ink, mark) in _REACHES.items()
    }
    areas = tuple(Shaded(a, shades[a.reach or "none"], shades[a.reach or "none"].mark) for a in view.areas)
    return _layer(view, REACH, tuple(shades.values()), areas)


def _offers(view: MapView) -> Layer:
    return _numbers(view, OFFERS, lambda area: area.offers)


def _local(view: MapView) -> Layer:
    return _numbers(view, LOCAL, lambda area: area.own)


def _people(view: MapView) -> Layer:
    return _numbers(view, PEOPLE, lambda area: area.inhabitants)


def _numbers(view: MapView, name: str, value: Callable[[MapArea], int | None]) -> Layer:
    """Up to five shades of equally wide steps between the least and the most; unknown stands apart."""
    lang = view.answer.lang
    known = sorted({v for area in view.areas if (v := value(area)) is not None})
    low, high = (known[0], known[-1]) if known else (0, 0)
    number = min(len(_STEPS), len(known)) or 1
    width = (high - low) / number or 1
    bounds = [
        (low + (0 if i == 0 else int(i * width) + 1), high if i == number - 1 else low + int((i + 1) * width))
        for i in range(number)
    ]
    colours = [_STEPS[round(i * (len(_STEPS) - 1) / max(number - 1, 1))] for i in range(number)]
    shades = [
        Shade(str(i), _range(least, most, lang), *colours[i])
        for i, (least, most) in enumerate(bounds)
        if known
    ]
    unknown = Shade("unknown", _NO_NUMBER.get(lang), _PALE, mark="?")

    def shaded(area: MapArea) -> Shaded:
        found = value(area)
        if found is None:
            return Shaded(area, unknown, unknown.mark)
        step = next(i for i, (_, most) in enumerate(bounds) if found <= most)
        return Shaded(area, shades[step], _number(found, lang))

    areas = tuple(shaded(area) for area in view.areas)
    used = [*shades, *([unknown] if any(s.shade is unknown for s in areas) else [])]
    return _layer(view, name, tuple(used), areas)


def _way(view: MapView) -> Layer:
    """By the bands of distance; what is not known stands apart."""
    lang = view.answer.lang
    words = (
        _UP_TO.format(km=1),
        _OVER_TO.format(low=1, km=2),
        _OVER_TO.format(low=2, km=3),
        _OVER.format(km=3),
    )
    colours = (_STEPS[0], _STEPS[1], _STEPS[2], _STEPS[4])
    shades = [
        Shade(str(i), text.get(lang), *colour)
        for i, (text, colour) in enumerate(zip(words, colours, strict=True))
    ]
    unknown = Shade("unknown", _NO_WAY.get(lang), _PALE, mark="?")

    def shaded(area: MapArea) -> Shaded:
        if area.distance is None:
            return Shaded(area, unknown, unknown.mark)
        step = sum(area.distance > limit for limit in _FAR)
        kilometres = format_decimal(area.distance / 1000, format="0.0", locale=lang)
        return Shaded(area, shades[step], f"{kilometres} km")

    return _layer(view, WAY, (*shades, unknown), tuple(shaded(area) for area in view.areas))


def _layer(view: MapView, name: str, shades: tuple[Shade, ...], areas: tuple[Shaded, ...]) -> Layer:
    short = _TITLES[name].get(view.answer.lang)
    chosen = " · ".join(text for text in (view.need, view.group, view.offer) if text)
    title = f"{short}: {chosen}" if chosen and name != PEOPLE else short
    return Layer(name, title, short, shades, areas)


def _range(least: int, most: int, lang: str) -> str:
    return _number(least, lang) if least == most else f"{_number(least, lang)} – {_number(most, lang)}"


def _number(value: int, lang: str) -> str:
    return str(format_decimal(value, locale=lang))


_MAKERS: Final = {
    SUPPLY: _supply, OFFERS: _offers, LOCAL: _local, SURVEY: _survey, PEOPLE: _people, WAY: _way, REACH: _reach,
}  # fmt: skip
_TITLES: Final = {
    SUPPLY: Words("Versorgung", "Supply"),
    OFFERS: Words("Angebote mit Einzugsgebiet hier", "Offers with this catchment"),
    LOCAL: Words("Angebote hier, die nicht stadtweit gelten", "Offers here that are not for the whole town"),
    SURVEY: Words("Erhebung: Ein „gibt es nicht“ wäre", "Survey: “there is none” would be"),
    PEOPLE: Words("Einwohnerzahl", "Inhabitants"),
    WAY: Words("Weg zum nächsten Standort", "Way to the nearest site"),
    REACH: Words("Einzugsgebiet", "Catchment"),
}
_REACH_WORDS: Final = {
    "whole": Words("ganzes Gebiet", "whole area"),
    "part": Words("nur ein Teil", "a part only"),
    "unsure": Words("Gebiet nicht angegeben", "no area stated"),
    "none": Words("nicht im Einzugsgebiet", "not in the catchment"),
}
_NO_NUMBER = Words("nicht erfasst", "not recorded")
_NO_WAY = Words("nicht bekannt oder kein Weg nötig", "not known or no way needed")
_UP_TO = Words("bis {km} km", "up to {km} km")
_OVER_TO = Words("über {low} bis {km} km", "over {low} to {km} km")
_OVER = Words("über {km} km", "over {km} km")

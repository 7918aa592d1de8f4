"""The map of a town, as command line and web pages call it; part of the facade `app.service`.

```python
desk = Service.open().map
desk.choices(at).value                                      # levels, needs, groups, offers, and what to start with
view = desk.map(MapRequest(need="BD-SO1", group="ZG-A09"), at).value
view.areas                                                  # outlines with values; view.answer holds the same as tables
```
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rdflib import URIRef

from app.answers import translating as answers
from app.answers.around import behind_row
from app.answers.catalogue import notation
from app.asked import Asked
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.maps.building import key_of, level_code, map_choices, map_view
from app.maps.outlines import Outlines, looked_at, taken
from app.maps.views import MapChoices, MapView, OutlinesPreview
from app.protection import Secrets, censor_for
from app.versions.history import version_view
from app.views import AnswerView, TableView
from graph.town import Snapshot
from ontology.iris import Audience
from queries.distances import Place
from queries.errors import ParameterError
from queries.map_answer import map_answer, offers_here
from queries.map_rows import Walk
from queries.parameters import Choices, Record, concept, record
from queries.reading import Reading
from queries.town_map import TownMap


@dataclass(frozen=True, slots=True)
class MapRequest:
    """What a map is to show. Notations, keys or IRIs; empty = all, or the level with most areas.

    `speed` in km/h and `detour` as share of the straight line say how ways on foot are estimated; None = the thresholds.
    """

    level: str = ""
    need: str = ""
    group: str = ""
    offer: str = ""
    speed: Decimal | None = None
    detour: Decimal | None = None


class MapDesk(Gated):
    """Areas with outlines and values, open sites, ways. `asked` says for whom, as of when, on which version."""

    @gated
    def choices(self, asked: Asked) -> Released[MapChoices]:
        """What a map can be narrowed to."""
        at = self._town.snapshot(asked.version)
        town = TownMap(self._reading(asked), hidden=self._hidden(at, asked.audience))
        return self._released(map_choices(town, asked.lang), asked.audience, asked.lang, at)

    @gated
    def map(self, wanted: MapRequest, asked: Asked) -> Released[MapView]:
        """The map, and the same as tables.

        Raises:
            ParameterError: a level, need, group or offer is unknown, or speed or detour makes no sense.
        """
        at = self._town.snapshot(asked.version)
        town, level, walk = self._given(wanted, asked, at)
        view = map_view(town, level, walk, asked.lang)
        return self._released(view, asked.audience, asked.lang, at)

    @gated
    def answer(self, wanted: MapRequest, asked: Asked) -> Released[AnswerView]:
        """The tables of a map as an answer, for the exports every answer has."""
        at = self._town.snapshot(asked.version)
        view = answers.answer_view(map_answer(*self._given(wanted, asked, at)), asked.lang, declared=())
        return self._released(view, asked.audience, asked.lang, at)

    @gated
    def here(self, area: str, wanted: MapRequest, asked: Asked) -> Released[TableView]:
        """The offers whose catchment holds an area, each with its way from there.

        Raises:
            ParameterError: as `map`, or there is no such area.
        """
        at = self._town.snapshot(asked.version)
        town, _, walk = self._given(wanted, asked, at)
        block = offers_here(town, record("area", area, town.reading.choices().areas), walk)
        names = town.reading.labels([row["offer"] for row in block.rows if isinstance(row["offer"], URIRef)])
        return self._released(answers.table(block, asked.lang, names), asked.audience, asked.lang, at)

    @gated
    def behind(self, block: str, row: int, wanted: MapRequest, asked: Asked) -> Released[TableView]:
        """The records behind row `row` (from 0) of a table.

        Raises:
            RequestError: there is no such table or row.
        """
        at = self._town.snapshot(asked.version)
        given = map_answer(*self._given(wanted, asked, at))
        return self._released(
            behind_row(self._town, given, block, row, asked), asked.audience, asked.lang, at
        )

    @gated
    def outlines(
        self, data: bytes, filename: str, *, by: str = "", lang: str = "de"
    ) -> Released[OutlinesPreview]:
        """Whose outlines a GeoJSON file holds, and what taking them in would do; nothing is stored.

        Args:
            data: the file.
            filename: as it is called.
            by: the property that names the areas; empty = the one that matches most.
            lang: language of the texts.
        """
        found = looked_at(self._town, data, filename, by, _today(), lang)
        return self._released(found.view, lang=lang, more=_secrets(found))

    @gated
    def take_outlines(
        self, data: bytes, filename: str, *, who: str, why: str, by: str = "", lang: str = "de"
    ) -> Released[OutlinesPreview]:
        """Take in the outlines of a file as one version, which can be reversed like any other.

        Raises:
            RequestError: `who` or `why` is empty or names a person, or the town is a supposed one.
        """
        check_reason(who, why)
        if self._town.scenario:
            raise RequestError(
                "Umrisse: In einem Szenario wird nichts eingelesen; dazu das Szenario verlassen"
            )
        found = looked_at(self._town, data, filename, by, _today(), lang)
        version = taken(self._town, found, who, why)
        shown = version_view(version, version.number, lang) if version else None
        return self._released(replace(found.view, version=shown), lang=lang, more=_secrets(found))

    def _given(self, wanted: MapRequest, asked: Asked, at: Snapshot) -> tuple[TownMap, URIRef | None, Walk]:
        reading = self._reading(asked)
        known = reading.choices()
        offers = (
            [Record(offer, key_of(offer), "") for offer in TownMap(reading).offers] if wanted.offer else []
        )
        town = TownMap(
            reading,
            _concept("need", "needs", wanted.need, known),
            _concept("group", "target-groups", wanted.group, known),
            record("offer", wanted.offer, offers) if wanted.offer else None,
            self._hidden(at, asked.audience),
        )
        return town, _level(town, wanted.level), _walk(wanted, reading)

    def _reading(self, asked: Asked) -> Reading:
        return asked.reading(self._town)

    def _hidden(self, at: Snapshot, audience: Audience) -> Callable[[Place], bool]:
        """Tells positions of open sites that are those of a protected one: to the map they are not recorded."""
        secrets = self._town.secrets(at, audience)
        censor = censor_for(secrets)

        def hidden(place: Place) -> bool:
            return bool(secrets.coordinates) and all(
                censor.is_coordinate(str(number)) for number in (place.longitude, place.latitude)
            )

        return hidden


def _secrets(found: Outlines) -> Secrets | None:
    return found.examination.secrets if found.examination else None


def _today() -> date:
    return date.today()  # noqa: DTZ011 the day on the reader's calendar


def _concept(place: str, scheme: str, text: str, known: Choices) -> URIRef | None:
    """The need or group a text names; the town's own also by the last part of their IRI, as addresses have it."""
    if not text:
        return None
    own = (r.iri for r in (*known.groups, *known.needs) if key_of(r.iri) != text and notation(r.iri) == text)
    return next(own, None) or concept(place, scheme, text, known)


def _level(town: TownMap, text: str) -> URIRef | None:
    levels = list(town.levels)
    if not text:
        return levels[0] if levels else None
    found = next((level for level in levels if level and text in (str(level), level_code(level))), None)
    if found is None:
        known = ", ".join(level_code(level) for level in levels if level)
        raise ParameterError(f"level: '{text}' has no areas here; expected one of {known or 'none'}")
    return found


def _walk(wanted: MapRequest, reading: Reading) -> Walk:
    own = reading.thresholds
    pace = Decimal(own.walking_pace) if wanted.speed is None else wanted.speed * 1000 / 60
    detour = own.detour if wanted.detour is None else wanted.detour
    if not 0 < pace <= 1000 or not 0 <= detour <= 10:
        raise ParameterError(
            "speed, detour: expected more than 0 and at most 60 km/h, and a detour of 0 to 10 (0.3 = 30 %)"
        )
    return Walk(pace, Decimal(detour))

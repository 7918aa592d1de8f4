"""What the map shows: coloured by what, for which need, group or offer, and how ways are estimated. All in the address."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.maps.background import Background, background
from app.maps.desk import MapRequest
from app.maps.layers import LOCAL, OFFERS, PEOPLE, REACH, SUPPLY, SURVEY, WAY
from app.maps.views import MapChoices
from app.settings import settings
from app.views import ChoiceView
from app.web import permalink
from app.web.formats import decimal, share
from app.web.texts import t

_SPEEDS: Final = ("3.0", "3.5", "4.0", "4.5", "5.0", "5.5")
_DETOURS: Final = ("0.00", "0.20", "0.30", "0.40", "0.50", "0.75")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The layer, what is asked for, whether sites are drawn, and the map service the reader wants beneath."""

    layer: str
    wanted: MapRequest
    sites: bool
    beneath: Background | None = None


def choose(choices: MapChoices) -> Chosen:
    """Draw the fields and return what is chosen."""
    columns = st.columns([4, 4, 4, 4], vertical_alignment="bottom")
    with columns[0]:
        layer = permalink.choice(t("map.layer"), _layers(), name="farbe", default=SUPPLY, key="map:layer")
    need = group = offer = ""
    if layer in (REACH, WAY):
        with columns[1]:
            offer = _offer(choices, required=layer == REACH)
    if layer in (SUPPLY, OFFERS, LOCAL, SURVEY, WAY) and not offer:
        required = layer == SUPPLY
        places = columns[1:3] if layer != WAY else columns[2:4]
        with places[0]:
            need = _concept("need", choices.needs, choices.need if required else "", required=required)
        with places[1]:
            group = _concept("group", choices.groups, choices.group if required else "", required=required)
    level = ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(choices.levels) > 1:
            names = {choice.value: choice.label for choice in choices.levels}
            level = permalink.choice(
                t("map.level"), names, name="ebene", default=choices.levels[0].value, key="map:level"
            )
        sites = permalink.switch(t("map.sites"), name="punkte", default=True, key="map:sites")
        with st.popover(t("map.walk"), icon=":material/directions_walk:"):
            speed, detour = _walk(choices)
        beneath = _beneath()
    return Chosen(layer, MapRequest(level, need, group, offer, speed, detour), sites, beneath)


def _beneath() -> Background | None:
    """The map service the town has set, once the reader wants it: only then does the browser ask somebody else."""
    offered = background(settings())
    if offered is None:
        return None
    wanted = permalink.switch(
        t("map.background", host=offered.host), name="grund", key="map:background",
        help=t("map.background_help", host=offered.host),
    )  # fmt: skip
    return offered if wanted else None


def parameters(chosen: Chosen, area: str = "", section: str = "") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what is chosen as a part of a paper takes it: `area` is the key of the one to mark, `section` what is shown."""
    wanted = chosen.wanted
    told = {
        "layer": chosen.layer, "sites": "yes" if chosen.sites else "no", "level": wanted.level, "need": wanted.need,
        "group": wanted.group, "offer": wanted.offer, "speed": str(wanted.speed or ""),
        "detour": "" if wanted.detour is None else str(wanted.detour), "area": area, "section": section,
    }  # fmt: skip
    return tuple((name, (value,)) for name, value in told.items() if value)


def _layers() -> dict[str, str]:
    return {name: t(f"map.layers.{name}") for name in (SUPPLY, OFFERS, LOCAL, WAY, REACH, SURVEY, PEOPLE)}


def _concept(name: str, offered: tuple[ChoiceView, ...], default: str, *, required: bool) -> str:
    options = {choice.value: choice.label for choice in offered}
    if not required:
        options = {"": t("map.all"), **options}
    if default not in options:
        default = next(iter(options), "")
    url = {"need": "bedarf", "group": "zielgruppe"}[name]
    return permalink.choice(t(f"map.{name}"), options, name=url, default=default, key=f"map:{name}")


def _offer(choices: MapChoices, *, required: bool) -> str:
    options = {choice.value: choice.label for choice in choices.offers}
    if not required:
        options = {"": t("map.any_offer"), **options}
    return permalink.choice(
        t("map.offer"), options, name="angebot", default=next(iter(options), ""), key="map:offer"
    )


def _walk(choices: MapChoices) -> tuple[Decimal, Decimal]:
    """How ways on foot are estimated; what is set for the town is the start."""
    speeds = sorted({str(choices.speed), *_SPEEDS}, key=Decimal)
    detours = sorted({f"{choices.detour:.2f}", *_DETOURS}, key=Decimal)
    speed = permalink.choice(
        t("map.speed"), {v: t("map.kmh", speed=decimal(Decimal(v))) for v in speeds}, name="tempo",
        default=str(choices.speed), key="map:speed",
    )  # fmt: skip
    detour = permalink.choice(
        t("map.detour"), {v: share(int(Decimal(v) * 100), 100) for v in detours}, name="umweg",
        default=f"{choices.detour:.2f}", key="map:detour",
    )  # fmt: skip
    st.caption(t("map.walk_text"))
    st.caption(t("map.no_timetable"))
    return Decimal(speed), Decimal(detour)

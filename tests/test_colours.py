"""Colours stay apart for people who see fewer of them; where they do not, a mark or a pattern tells things apart."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from colour_vision import SIGHT, contrast, difference, seen

from app.colours import BAR, GROUND, INK, NO_GROUP, SERIES
from app.web import states
from app.web.interface import way
from app.web.network import picture

WEB = Path(__file__).parent.parent / "app" / "web"
APART = 10.0
"""Least CIEDE2000 between two colours that mean different things in one picture; side by side, 1 to 2 is just noticed."""

STANDS_OUT = 3.0
"""Least contrast of what is drawn with its ground (WCAG 2.2, 1.4.11)."""

SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Pairs of the published test data for CIEDE2000 (Sharma, Wu, Dalal 2005)."""


@pytest.mark.parametrize(("one", "other", "expected"), SHARMA)
def test_the_distance_is_the_published_one(one, other, expected):
    assert difference(one, other) == pytest.approx(expected, abs=0.0001)


def fills(name: str) -> list[str]:
    """The colours of the ground of a class of `shared.css`; the last is the one below a pattern."""
    css = (WEB / "components" / "shared" / "shared.css").read_text("utf-8")
    ground = re.search(rf"^\.{re.escape(name)} \{{ background: (.*?);", css, re.MULTILINE)
    assert ground, name
    return re.findall(r"#[0-9a-f]{6}", ground[1])


def close(colours: dict[str, str], sight: str) -> list[tuple[str, str, float]]:
    found = [
        (a, b, difference(seen(colours[a], sight), seen(colours[b], sight)))
        for a, b in combinations(colours, 2)
    ]
    return [(a, b, round(distance, 1)) for a, b, distance in found if distance < APART]


@pytest.mark.parametrize("sight", SIGHT)
def test_states_stay_apart(sight):
    """A gap is hatched in two browns; both must be far from the blues."""
    for gap in fills("q-gap"):
        colours = {"gap": gap, "thin": fills("q-thin")[-1]} | {
            name: fills(name)[-1] for name in ("q-covered", "q-covered.q-many")
        }
        assert close(colours, sight) == []


def test_not_known_has_no_ground_but_a_mark_and_a_dashed_line():
    assert fills("q-unknown") == []
    css = (WEB / "components" / "shared" / "shared.css").read_text("utf-8")
    assert re.search(r"\.q-unknown \{[^}]*dashed", css)
    assert len({states.chip_mark(state) for state in states.STATES}) == len(states.STATES)


@pytest.mark.parametrize("theme", SERIES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_colours_of_a_series_stay_apart(sight, theme):
    assert close({colour: colour for colour in (*SERIES[theme], NO_GROUP[theme])}, sight) == []


@pytest.mark.parametrize("theme", SERIES)
def test_charts_take_the_same_series_and_ground(theme):
    told = tomllib.loads((WEB / "streamlit_config.toml").read_text("utf-8"))["theme"][theme]
    assert tuple(told["chartCategoricalColors"]) == SERIES[theme]
    assert told["backgroundColor"] == GROUND[theme]
    assert told["textColor"] == INK[theme]


@pytest.mark.parametrize("theme", SERIES)
def test_what_is_drawn_stands_out_from_its_ground(theme):
    looks = [colours[theme] for _, _, colours, _ in way._LOOKS.values()]
    drawn = [*SERIES[theme], NO_GROUP[theme], BAR[theme], *looks, *picture._LINES[theme]]
    assert [colour for colour in drawn if contrast(colour, GROUND[theme]) < STANDS_OUT] == []
    assert contrast(INK[theme], GROUND[theme]) >= 7


def test_the_contrast_is_the_published_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#484848", GROUND["dark"]) < 2, "a colour of an earlier palette"


def test_the_test_can_fail():
    """Two colours of an earlier palette, which people without red cones cannot tell apart."""
    assert close({"a": "#D55E00", "b": "#8C7A00"}, "full") == []
    assert close({"a": "#D55E00", "b": "#8C7A00"}, "protanopia")

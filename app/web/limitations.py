"""What is not accessible, as `accessibility.toml` says: the statement on accessibility is made of it."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

WHOSE: Final = ("streamlit", "querblick", "town")


@dataclass(frozen=True, slots=True)
class Limitation:
    """Something that is not accessible. Texts by language; `rule` is a criterion of WCAG or a section of the law."""

    name: str
    what: dict[str, str]
    where: dict[str, str]
    rule: str
    whose: str
    since: date
    instead: dict[str, str]
    evidence: dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known not to be accessible, and when that was written down last."""

    drawn_up_on: date
    limitations: tuple[Limitation, ...]


@cache
def known() -> Known:
    """Read the file that ships."""
    table = tomllib.loads(files(__package__).joinpath("accessibility.toml").read_text("utf-8"))
    return Known(table["drawn_up_on"], tuple(Limitation(**entry) for entry in table["limitation"]))

"""Changing scenarios from buttons and forms, and going on with one of them."""

from typing import Final

from app.scenarios.desk import ScenarioDesk
from app.web import permalink, reads
from app.web.desk.acts import done, say
from app.web.texts import language, t

OPENED: Final = "oeffnen"
SUPPOSED: Final = "szenario"


def desk() -> ScenarioDesk:
    """Return the scenarios of this process's town."""
    return reads.service().scenarios


def make(name: str, note: str, like: str = "") -> None:
    """Make a scenario and open it."""

    def make_() -> None:
        made = desk().make(name, note, like=like, lang=language()).value
        permalink.remember(OPENED, made.id)

    done(make_)


def throw_away(name: str, title: str) -> None:
    """Put a scenario aside and go back to the list."""
    if done(desk().throw_away, name):
        permalink.forget(OPENED)
        if permalink.kept(SUPPOSED) == name:
            permalink.put_back(SUPPOSED, "keines")
        say(t("scenario.thrown", name=title))


def take_back(name: str) -> None:
    """Take a scenario back that was put aside."""
    if done(desk().take_back, name):
        permalink.remember(OPENED, name)


def look(name: str) -> None:
    """Show all pages as this scenario supposes."""
    permalink.put_back(SUPPOSED, name)


def open_(name: str) -> None:
    """Open a scenario."""
    permalink.remember(OPENED, name)


def opened() -> str | None:
    """Return the id of the scenario that is open."""
    return permalink.remember(OPENED, None)


def close() -> None:
    """Go back to the list."""
    permalink.forget(OPENED)

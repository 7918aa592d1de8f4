"""Options that belong together, declared once: who asks what of which town.

```python
@command
def study(*, name: …, asking: Asking, written: Written) -> None:
    written.deliver(asking.service().studies.answer(name, asking.asked))
```

The shell sees every option of a group as if the command had named it itself.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from app.commands.options import (
    At,
    AudienceOption,
    Day,
    For,
    Home,
    Lang,
    Supposing,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import spoken

if TYPE_CHECKING:
    from app.asked import Asked
    from app.service import Service

_ORDER: Final = (
    "day", "audience", "version", "scenario", "town", "home", "lang", "form", "json", "out",
)  # fmt: skip
"""How help lists them, whatever group they come from."""


class Group:
    """Options that a command takes together."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where(Group):
    """Which town."""

    town: Town = None
    home: Home = None

    def service(self, *, create: bool = False) -> "Service":
        """The town; with `create`, one that does not exist yet may be named."""
        return open_town(self.home, self.town, create=create)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Where):
    """Which town, in which language."""

    lang: Lang = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingNow(Told):
    """Who asks for which day what no version keeps, such as a process."""

    day: Day = None
    audience: For = AudienceOption.intern

    @property
    def asked(self) -> "Asked":
        """The state of knowledge to read."""
        return asked(self.audience, self.lang, day=self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Told):
    """Who reads which version, and under which scenario."""

    audience: For = AudienceOption.intern
    version: At = None
    scenario: Supposing = ""

    def service(self, *, create: bool = False) -> "Service":
        """The town, as the scenario supposes it."""
        return open_town(self.home, self.town, create=create, scenario=self.scenario)

    @property
    def asked(self) -> "Asked":
        """The state of knowledge to read."""
        return asked(self.audience, self.lang, version=self.version, scenario=self.scenario)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(Reading):
    """Who asks for which day of which version, and under which scenario."""

    day: Day = None

    @property
    def asked(self) -> "Asked":
        """The state of knowledge to read."""
        return asked(self.audience, self.lang, day=self.day, version=self.version, scenario=self.scenario)


def asked(
    audience: AudienceOption = AudienceOption.intern,
    lang: str = "de",
    *,
    day: datetime | None = None,
    version: int | None = None,
    scenario: str = "",
) -> "Asked":
    """The state of knowledge that options name."""
    from app.asked import Asked

    return Asked(audience_of(audience), day_of(day), version, lang, scenario)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """A command whose groups are spread out into options; its errors are messages and exit codes."""
    signature = inspect.signature(function, eval_str=True)
    groups: dict[str, type[Any]] = {
        name: given.annotation for name, given in signature.parameters.items() if _is_group(given.annotation)
    }
    spread = [one for given in signature.parameters.values() for one in _spread(given)]

    @wraps(function)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        function(**given)

    # What typer reads: the options as they are typed, not the groups.
    run.__dict__["__signature__"] = signature.replace(parameters=spread)
    run.__annotations__ = {one.name: one.annotation for one in spread}
    return spoken(run)


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Group)


def _spread(given: inspect.Parameter) -> Iterator[inspect.Parameter]:
    """The options of a group, or the parameter as it is."""
    if not _is_group(given.annotation):
        yield given
        return
    hints = get_type_hints(given.annotation, include_extras=True)
    for field in sorted(fields(given.annotation), key=lambda field: _place(field.name)):
        yield inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )


def _place(option: str) -> int:
    """Where help lists an option: one that only some commands know stands first, in the order of its group."""
    return _ORDER.index(option) if option in _ORDER else -1

"""What every part of the facade has in common: a town, and that nothing leaves it but through the gate."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from app.errors import RequestError
from app.gate import Released, Withheld, release
from app.protection import Secrets
from app.scenarios.supposed import FOR_HOUSE, supposed
from app.town import OpenTown
from graph.town import Snapshot
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
G = TypeVar("G", bound="Gated")


def gated(method: Callable[Concatenate[G, P], R]) -> Callable[Concatenate[G, P], R]:
    """A method whose errors say nothing that must not leave."""

    @wraps(method)
    def run(self: G, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except KnowledgeGraphError as error:
            error.args = tuple(self._clean(a) if isinstance(a, str) else a for a in error.args)
            raise error from None

    return run


class Gated:
    """A part of the facade. Thread-safe: reads run on the snapshot of a version, writes one at a time."""

    def __init__(self, town: OpenTown) -> None:
        self._town = town

    def _clean(self, text: str) -> str:
        """A text, such as the message of an error, as it may leave; empty of data if the store cannot be read."""
        try:
            secrets = self._town.secrets()
        except KnowledgeGraphError:
            secrets = Secrets()
        return release(text, Audience.INTERN, secrets).value

    def _released(
        self,
        view: T,
        audience: Audience = Audience.INTERN,
        lang: str = "de",
        at: Snapshot | None = None,
        more: Secrets | None = None,
        under: str = "",
        before: Withheld = Withheld(),  # noqa: B008 it cannot be changed
    ) -> Released[T]:
        """The only way out. What a supposed town says, or what was worked out `under` a scenario, bears its name.

        What passed `before`, whole or with more around it, is told of with what was withheld then.

        Raises:
            RequestError: it is for the public, and something is supposed of what is not published.
        """
        if audience is Audience.PUBLIC and self._town.is_for_house:
            raise RequestError(FOR_HOUSE)
        scenario = under or self._town.scenario
        if scenario:
            view = supposed(view, scenario, lang)
        secrets = self._town.secrets(at, audience)
        threshold = self._town.thresholds.smallest_number
        return release(
            view,
            audience,
            secrets | more if more else secrets,
            lang=lang,
            threshold=threshold,
            scenario=scenario,
            before=before,
        )

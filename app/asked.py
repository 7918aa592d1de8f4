"""For whom, as of when and on which version something is asked, and a question put so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.town import OpenTown
from ontology.iris import Audience
from queries.answer import Answer
from queries.asking import ask
from queries.reading import Reading
from queries.settings import shift_months


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of knowledge to read. `version` None is the latest; `scenario` is the id of a supposition, if any."""

    audience: Audience
    reference_date: date
    version: int | None = None
    lang: str = "de"
    scenario: str = ""

    def reading(self, town: OpenTown) -> Reading:
        """The town read so."""
        return Reading(town.snapshot(self.version), self.audience, self.reference_date, town.thresholds)


def year_before(day: date) -> date:
    """The same day a year earlier; of a leap day the last of February."""
    return shift_months(day, -12)


def put(
    town: OpenTown, question_id: str, parameters: Mapping[str, str | Sequence[str]], asked: Asked
) -> Answer:
    """The answer to a question of the catalogue."""
    return ask(
        town.snapshot(asked.version),
        question_id,
        {name: value if isinstance(value, str) else list(value) for name, value in parameters.items()},
        audience=asked.audience,
        reference_date=asked.reference_date,
        settings=town.thresholds,
        earlier=town.snapshot,
    )

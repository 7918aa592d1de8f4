"""What people are about to do, and which questions help with it (`decisions.yaml`)."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from queries.catalogue import Catalogue
from queries.errors import QuestionFileError
from queries.words import Words

_FILE = "decisions.yaml"


class Decision(BaseModel):
    """Something to be done, with the questions that help, in the order one would ask them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: Words
    questions: tuple[str, ...]


@cache
def load_decisions() -> tuple[Decision, ...]:
    """The decisions of the shipped file.

    Raises:
        QuestionFileError: one names a question that is not there.
    """
    return read_decisions(files(__package__).joinpath(_FILE).read_text("utf-8"), Catalogue.load())


def read_decisions(text: str, catalogue: Catalogue) -> tuple[Decision, ...]:
    """The decisions of a YAML text, checked against a catalogue.

    Raises:
        QuestionFileError: one names a question that is not there, or helps with nothing.
    """
    known = {question.id for question in catalogue.questions}
    decisions = tuple(Decision.model_validate(given) for given in yaml.safe_load(text))
    for decision in decisions:
        if unknown := [q for q in decision.questions if q not in known]:
            raise QuestionFileError(
                f"{_FILE}:{decision.name}: there is no question {', '.join(unknown)}; expected codes of the catalogue"
            )
    named = {q for decision in decisions for q in decision.questions}
    if idle := sorted(known - named):
        raise QuestionFileError(f"{_FILE}: {', '.join(idle)} helps with nothing. Name it where it does")
    return decisions

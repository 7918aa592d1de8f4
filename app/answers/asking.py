"""What can be asked, pinned and asked again: every question of the catalogue, and the report about changes."""

from collections.abc import Mapping, Sequence

from app.answers import translating as answers
from app.asked import Asked, put
from app.protection import Secrets
from app.town import OpenTown
from app.versions import report
from app.versions.report import REPORT
from app.views import AnswerView, FactView
from queries.catalogue import Catalogue

Parameters = Mapping[str, str | Sequence[str]]


def view_of(town: OpenTown, name: str, parameters: Parameters, asked: Asked) -> AnswerView:
    """The answer, not yet released.

    Raises:
        KnowledgeGraphError: there is no such question, or it cannot be asked so.
    """
    if name == REPORT:
        return report.asked_view(town, parameters, asked)
    return answers.answer_view(put(town, name, parameters, asked), asked.lang)


def besides(town: OpenTown, name: str, parameters: Parameters, asked: Asked) -> Secrets:
    """What an answer must not say besides what the version asked and the latest protect."""
    return report.besides(town, parameters, asked) if name == REPORT else Secrets()


def title(name: str, lang: str) -> str:
    """What it is called."""
    return report.title(lang) if name == REPORT else Catalogue.load().get(name).header.title.get(lang)


def choices(name: str, parameters: Parameters, lang: str) -> tuple[FactView, ...]:
    """What it is asked with, in words."""
    if name == REPORT:
        return report.choices(parameters, lang)
    labels = {p.name: p.label.get(lang) for p in Catalogue.load().get(name).header.parameters}
    given = (
        (key, value if isinstance(value, str) else ", ".join(value)) for key, value in parameters.items()
    )
    return tuple(FactView(labels.get(key, key), value, key) for key, value in given)


__all__ = ["REPORT", "besides", "choices", "title", "view_of"]

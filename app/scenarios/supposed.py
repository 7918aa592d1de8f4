"""What is said of a town as a scenario supposes it: the same views, each saying that it is supposed.

A supposition that looks like the record would be the worst of errors, so the mark is set where everything leaves.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from ontology.words import words_of

T = TypeVar("T")

_WORDS = words_of(__name__)
FOR_HOUSE: Final = "Szenario: Es nimmt etwas über Angaben an, die nicht veröffentlicht sind; das geht nur in der internen Sicht"
_PREFIXED: Final = ("lead", "reason")


def supposed(view: T, name: str, lang: str) -> T:
    """The view with the name of the scenario in every part that has room for it, at any depth of answers."""
    if not is_dataclass(view) or isinstance(view, type):
        return view
    names = {field.name for field in fields(view)}
    changes: dict[str, Any] = {}
    if "scenario" in names and not getattr(view, "scenario"):  # noqa: B009 not every view has it
        changes["scenario"] = name
        mark = _WORDS("mark", lang, name=name)
        changes |= {part: mark + getattr(view, part) for part in _PREFIXED if part in names}
    if "answer" in names:
        changes["answer"] = supposed(getattr(view, "answer"), name, lang)  # noqa: B009 same
    return cast("T", replace(cast("Any", view), **changes)) if changes else view

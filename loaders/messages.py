"""Findings from `messages.toml`: one table per situation, texts in German and English."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rdflib import URIRef

from graph.findings import Effect, Finding, Place, Severity
from loaders.errors import SourceError
from ontology.words import words_of

_EFFECTS = {
    "reject": (Effect.REJECT_FILE, Severity.VIOLATION),
    "hold": (Effect.HOLD_ROW, Severity.VIOLATION),
    "note": (Effect.NOTE, Severity.WARNING),
    "report": (Effect.REPORT, Severity.INFO),
    "skip": (Effect.SKIP, Severity.INFO),
}
_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """One situation. `text`, `remedy`: language → template with named fields."""

    code: str
    rule: str
    effect: Effect
    severity: Severity
    text: dict[str, str]
    remedy: dict[str, str]

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that the texts want to have filled."""
        texts = [*self.text.values(), *self.remedy.values()]
        return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)


@cache
def messages() -> dict[str, Message]:
    """All situations by their code."""
    table = tomllib.loads(files(__package__).joinpath("messages.toml").read_text("utf-8"))
    return {code: _message(code, entry) for code, entry in table.items()}


def finding(
    code: str,
    place: Place | None,
    *,
    found: str | None = None,
    suggestion: str | None = None,
    path: URIRef | None = None,
    focus: URIRef | None = None,
    places: tuple[Place, ...] = (),
    fill: Mapping[str, object] = MappingProxyType({}),
) -> Finding:
    """The finding for the situation `code`.

    `found` and `suggestion` are carried by the finding and may stand in the texts; `fill` fills the other fields.

    Raises:
        SourceError: there is no such situation, or a field of its texts is not filled.
    """
    message = messages().get(code)
    if message is None:
        raise SourceError(
            f"messages.toml: there is no situation '{code}'; expected one of {', '.join(messages())}"
        )
    shown = _shorten(found) if found is not None else ""
    try:
        texts, remedies = (
            {
                lang: text.format_map(
                    {**fill, "found": shown, "suggestion": suggestion or _WORDS("no_suggestion", lang)}
                )
                for lang, text in templates.items()
            }
            for templates in (message.text, message.remedy)
        )
    except KeyError as missing:
        raise SourceError(f"messages.toml: situation '{code}' needs the field {missing}") from missing
    return Finding(
        rule=message.rule,
        severity=message.severity,
        effect=message.effect,
        message=texts,
        remedy=remedies,
        place=place,
        path=path,
        focus=focus,
        found=None if found is None else shown,
        suggestion=suggestion,
        places=places,
    )


def _message(code: str, entry: dict[str, str]) -> Message:
    effect, severity = _EFFECTS[entry["effect"]]
    remedy = {lang: entry[f"remedy_{lang}"] for lang in ("de", "en") if f"remedy_{lang}" in entry}
    text = {lang: entry[lang] for lang in ("de", "en")}
    return Message(code, entry["rule"], effect, severity, text, remedy)


def _shorten(text: str, width: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"

"""Why something in a mapping was proposed, in words."""

from dataclasses import dataclass, field

from ontology.words import words_of

_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `kind`: header, synonym, values, similar or structure; `assumed`: somebody has to confirm it.

    `score`: 0..1. `text`: language → one sentence; it names headers and shares, never a value of a row.
    """

    kind: str
    score: float
    text: dict[str, str] = field(default_factory=dict)
    assumed: bool = False


def reason(kind: str, code: str, score: float, **fill: object) -> Reason:
    """A reason in both languages.

    Args:
        kind: what it rests on.
        code: which sentence.
        score: how sure, 0..1.
        fill: what stands in the sentence.
    """
    return Reason(
        kind,
        round(min(1.0, score), 2),
        _WORDS.both(f"why.{code}", **fill),
        assumed=code in {"assumed", "crs"},
    )

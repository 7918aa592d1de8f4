"""The stages of long work, in words, for whoever waits."""

from collections.abc import Callable

from ontology.words import words_of

Progress = Callable[[str, float], None]
"""Called with the name of the stage in words and the fraction done, 0 to 1."""

_WORDS = words_of(__name__)


def told(progress: Progress | None, lang: str) -> Callable[[str, float], None]:
    """A function that tells `progress` the stages in words."""

    def step(stage: str, fraction: float) -> None:
        if progress is not None:
            progress(_WORDS(f"stage.{stage}", lang), fraction)

    return step

"""The stages of long work, in words, for whoever waits."""

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the name of the stage in words and the fraction done, 0 to 1."""

_STAGES = {
    "read": {"de": "Datei lesen", "en": "Reading the file"},
    "map": {"de": "Spalten zuordnen", "en": "Mapping columns"},
    "load": {"de": "Zellen deuten", "en": "Interpreting cells"},
    "check": {"de": "Regeln prüfen", "en": "Checking rules"},
    "compare": {"de": "Mit dem Bestand vergleichen", "en": "Comparing with what is there"},
    "trial": {"de": "Zur Probe übernehmen", "en": "Taking it in on trial"},
    "matrix": {"de": "Lückenmatrix berechnen", "en": "Working out the gap matrix"},
    "states": {"de": "Beide Stände öffnen", "en": "Opening both states"},
    "records": {"de": "Datensätze vergleichen", "en": "Comparing records"},
    "law": {"de": "Recht und Erfassung vergleichen", "en": "Comparing law and what is recorded"},
    "write": {"de": "In den Bestand schreiben", "en": "Writing it down"},
    "done": {"de": "Fertig", "en": "Done"},
}


def told(progress: Progress | None, lang: str) -> Callable[[str, float], None]:
    """A function that tells `progress` the stages in words."""

    def step(stage: str, fraction: float) -> None:
        if progress is not None:
            progress(_STAGES[stage][lang], fraction)

    return step

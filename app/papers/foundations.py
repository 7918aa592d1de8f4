"""What a paper rests on, in plain words: definitions, dates, completeness, sources, versions, what is not shown."""

from collections.abc import Iterator
from typing import Final

from app.papers.paper import Keep
from app.papers.tables import Column, Grid
from app.papers.views import AnswerPartView, PaperView
from app.views import AnswerView

CLAIMS: Final = (
    "belastbar: Die Angebote sind für diesen Ausschnitt vollständig erfasst. Dass etwas fehlt, darf gesagt werden.",
    "vorläufig: Sie sind überwiegend erfasst. Dass etwas fehlt, ist wahrscheinlich.",
    "Hinweis: Sie sind teilweise erfasst. Es lohnt, nachzusehen.",
    "nicht beurteilbar: Es ist nicht genug erhoben, um etwas zu sagen.",
)
_WORDS: Final = {
    "belastbar": "belastbar",
    "vorlaeufig": "vorläufig",
    "hinweis": "Hinweis",
    "nicht_beurteilbar": "nicht beurteilbar",
}


def state_line(view: PaperView) -> str:
    """Town, versions and their checksum, in one line."""
    told = ", ".join(f"Version {s.version} ({s.checksum[:12]})" for s in view.states)
    return f"{view.town} · {told} · erstellt am {view.composed_on:%d.%m.%Y}"


def methods(view: PaperView) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Of every answer: title, definition, and what it was asked with; a question asked twice has two entries."""
    for part in view.answers:
        if part.answer is not None:
            yield (
                f"{part.heading} ({named(part)})",
                part.answer.definition,
                tuple(_facts(part, part.answer)),
            )


def named(part: AnswerPartView) -> str:
    """What an answer answers, by the id of its question; the matrix and networks by their title."""
    if part.question_id[:1].isupper() or part.answer is None:
        return f"Frage {part.question_id}"
    return part.answer.title


def _facts(part: AnswerPartView, answer: AnswerView) -> Iterator[tuple[str, str]]:
    yield "Frage", answer.question
    chosen = [f"{fact.label}: {fact.text}" for fact in answer.parameters]
    chosen += [f"gezeigt nur Zeilen zu {part.narrowed}"] if part.narrowed else []
    if chosen:
        yield "Auswahl", "; ".join(chosen)
    yield "Stand", f"Stichtag {answer.reference_date:%d.%m.%Y}, Version {answer.version}"
    if answer.scenario:
        yield "Annahme", f"„{answer.scenario}“: keine erfasste Wirklichkeit, sondern ein Was-wäre-wenn"
    if answer.completeness:
        claim = _WORDS.get(answer.completeness.claim, answer.completeness.claim)
        yield "Erfassungsstand", f"{answer.completeness.text} Aussagekraft für die ganze Stadt: {claim}."
        aspects = "; ".join(f"{fact.label}: {fact.text}" for fact in answer.completeness.statements)
        if aspects:
            yield "Davon erklärt", aspects
    left = "; ".join(f"{count.label}: {count.count}" for count in answer.exclusions)
    yield "Nicht berücksichtigt", left or "nichts"
    if part.withheld:
        yield "Zurückgehalten", part.withheld.partition(": ")[2]
    if answer.truncated:
        yield "Hinweis", "Nur die ersten Zeilen; die Abfrage hat mehr."


def thresholds(view: PaperView) -> tuple[str, ...]:
    """The thresholds of all answers, each once."""
    return tuple(
        dict.fromkeys(
            f"{f.label}: {f.text}" for part in view.answers if part.answer for f in part.answer.thresholds
        )
    )


def suppression(view: PaperView) -> str:
    """The rule by which numbers and places are not shown."""
    return (
        f"Zahlen von Personen unter {view.smallest_number} werden nicht gezeigt, ebenso Summen, aus denen sie sich errechnen ließen. "
        "Anschrift und Lage geschützter Einrichtungen stehen in keiner Ausgabe. Was davon betroffen ist, ist in den Tabellen als "
        "„gesperrt“, „unter …“ oder „[geschützt]“ gekennzeichnet."
    )


def sources(view: PaperView) -> Grid:
    """The sources with their latest delivery."""
    rows = tuple(
        (
            source.title,
            source.kind or "–",
            f"{source.delivered_on:%d.%m.%Y}" if source.delivered_on else "ohne Datum",
        )
        for source in view.sources
    )
    columns = (Column("Quelle", False, 50), Column("Art", False, 22), Column("Letzte Lieferung", False, 18))  # noqa: FBT003 a row of a table
    return Grid("Quellen", columns, rows)


def versions(view: PaperView) -> Iterator[str]:
    """Which versions, of when, with which checksum, and what changed since the answers were put in."""
    for state in view.states:
        yield (
            f"{view.town} (Gemeindeschlüssel {view.ags}), Version {state.version} vom {state.made_on:%d.%m.%Y, %H:%M} Uhr, "
            f"Prüfsumme {state.checksum}."
        )
    head = view.head
    yield (
        f"Vorlage {head.id}, Fassung {head.revision} vom {head.changed_on.astimezone():%d.%m.%Y, %H:%M} Uhr; "
        f"alle Antworten am {view.composed_on:%d.%m.%Y} noch einmal gestellt."
    )
    changed = [part for part in view.answers if part.change]
    if view.answers and not changed:
        yield "Keine Antwort hat sich seit dem Einfügen geändert."
    for part in changed:
        shown = (
            "die Antwort von heute"
            if part.keep is Keep.NOW or part.scenario
            else f"die Antwort mit {part.asked_as}"
        )
        yield f"Seit dem Einfügen geändert: „{part.heading}“. {part.change} In dieser Vorlage steht {shown}."

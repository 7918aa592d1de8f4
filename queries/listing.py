"""Writes `docs/fragen.md`: every question of the catalogue with what it asks, takes and rests on (`python -m queries.listing`)."""

from itertools import groupby
from pathlib import Path

from queries.catalogue import Catalogue, Question
from queries.decisions import Decision, load_decisions
from queries.header import Parameter

TARGET = Path(__file__).parents[1] / "docs" / "fragen.md"
_HEAD = """# Die Fragen

Erzeugt mit `python -m queries.listing` aus den Köpfen der Dateien in `queries/questions/`; nicht von Hand ändern.

Jede Antwort trägt Stichtag, Version, Erfassungsstand, Bezugsgröße und was nicht mitgezählt ist. Was nicht erhoben ist, ist
keine Lücke.
"""


def written() -> str:
    """The page."""
    questions = Catalogue.load().questions
    parts = [_HEAD, "## Was haben Sie vor?\n", *map(_decision, load_decisions()), ""]
    for group, members in groupby(questions, key=lambda q: q.header.group.de):
        parts += [f"## {group}\n", *map(_question, members)]
    return "\n".join(parts).rstrip() + "\n"


def _decision(decision: Decision) -> str:
    return f"- {decision.title.de}: {', '.join(decision.questions)}"


def _question(question: Question) -> str:
    header = question.header
    lines = [
        f"### {header.id} · {header.title.de}\n",
        f"{header.question.de}\n",
        f"{header.definition.de.strip()}\n",
    ]
    facts = [f"fragt: {header.asked_by.de}"]
    if header.codes:
        facts.append(f"Art: {', '.join(header.codes)}")
    if header.parameters:
        facts.append(f"Auswahl: {', '.join(_parameter(p) for p in header.parameters)}")
    return "\n".join([*lines, f"*{' · '.join(facts)}*\n"])


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.label.de} (`{parameter.name}`{', nötig' if parameter.required else ''})"


if __name__ == "__main__":
    TARGET.write_text(written(), "utf-8")

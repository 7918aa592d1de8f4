"""What people wrote themselves must not name a protected place or a person. The place is named, never what stands there."""

import re
from collections.abc import Iterator

from app.errors import RequestError
from app.gate import release
from app.papers.frames import frame
from app.papers.paper import LONGEST_TEXT, MOST_ROWS, AnswerPart, Paper, Status, TextPart
from app.protection import Secrets, fold
from loaders.persons import IN_WORDS, trace_of_person
from ontology.iris import Audience

_PROTECTED = "Angabe zu einem geschützten Standort"


def own_texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """(where, text) of everything somebody wrote."""
    yield "Titel", paper.title
    yield "Gremium", paper.committee
    for number, part in enumerate(paper.parts, start=1):
        yield f"Überschrift von Teil {number}", part.heading
        if isinstance(part, TextPart):
            yield f"Teil {number} ({_name(paper, part)})", part.text
        else:
            yield f"Satz zu Teil {number}", part.sentence


def problems(paper: Paper, secrets: Secrets) -> tuple[str, ...]:
    """Which places stop an export, each with what was found there in general words."""
    return tuple(
        f"{where}: {found}"
        for where, text in own_texts(paper)
        for found in _found(text, paper.audience, secrets)
    )


def held(text: str, audience: Audience, secrets: Secrets) -> bool:
    """Whether a text says something that must not leave."""
    return any(True for _ in _found(text, audience, secrets))


def check(paper: Paper, secrets: Secrets) -> None:
    """Whether a paper may be kept so.

    Raises:
        RequestError: something in it must not be written down, is missing or too long.
    """
    found = problems(paper, secrets)
    if found:
        raise RequestError(
            f"Vorlage nicht gespeichert. {'; '.join(found)}. Bitte dort umformulieren: Stelle oder Funktion statt Name, "
            "keine Anschrift eines geschützten Hauses"
        )
    if not paper.title.strip():
        raise RequestError("Vorlage: der Titel fehlt")
    for where, text in own_texts(paper):
        if len(text) > LONGEST_TEXT:
            raise RequestError(f"Vorlage: {where} ist länger als {LONGEST_TEXT} Zeichen")
    if any(not 1 <= part.look.rows <= MOST_ROWS for part in paper.parts if isinstance(part, AnswerPart)):
        raise RequestError(f"Vorlage: Zeilen je Tabelle 1 bis {MOST_ROWS}")
    if paper.status is Status.FINISHED and (empty := _empty(paper)):
        raise RequestError(f"Vorlage: Noch nicht fertig; es fehlt: {', '.join(empty)}")


def _empty(paper: Paper) -> list[str]:
    """The required parts without a text, also those that were taken out."""
    written = {part.key for part in paper.parts if isinstance(part, TextPart) and part.text.strip()}
    return [part.heading for part in frame(paper.kind).texts() if part.required and part.key not in written]


def _name(paper: Paper, part: TextPart) -> str:
    """The heading as the frame has it: one of its author's own might be what must not be repeated."""
    return next(
        (known.heading for known in frame(paper.kind).texts() if known.key == part.key), "eigener Text"
    )


def _found(text: str, audience: Audience, secrets: Secrets) -> Iterator[str]:
    person = trace_of_person(text)
    if person:
        yield IN_WORDS[person][0]
    withheld = release(text, audience, secrets).withheld
    if withheld.protected:
        yield _PROTECTED
    elif (
        secrets.located
        and _names_one(text, secrets.protected_names)
        and _names_one(text, secrets.small_area_names)
    ):
        yield "geschütztes Haus zusammen mit einem Stadtteil"
    if withheld.internal:
        yield "Bezeichnung, die nur intern geführt wird"
    if withheld.persons and not person:
        yield IN_WORDS["name"][0]


def _names_one(text: str, names: frozenset[str]) -> bool:
    folded = f" {fold(text)} "
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded) for name in names if name.strip())

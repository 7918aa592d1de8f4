"""What people wrote themselves must not name a protected place or a person. The place is named, never what stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import RequestError
from app.gate import release
from app.papers.frames import frame
from app.papers.paper import LONGEST_TEXT, MOST_ROWS, AnswerPart, Paper, Status, TextPart
from app.protection import Secrets, fold, named_in
from loaders.persons import IN_WORDS, trace_of_person
from ontology.iris import Audience

_PROTECTED = "Angabe zu einem geschützten Standort"


@dataclass(frozen=True, slots=True)
class Problem:
    """A place and what was found there in general words. `names` are those of internal records, for its author only."""

    part: str
    where: str
    what: str
    names: tuple[str, ...] = ()

    def told(self) -> str:
        """The place, what is there and what to do, for those who write the paper."""
        if not self.names:
            return f"{self.where}: {self.what}"
        names = ", ".join(f"„{name}“" for name in self.names)
        return f"{self.where}: {names} ({self.what}). {_INTERNAL_ADVICE}"


def own_texts(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """(key of the part, where, text) of everything somebody wrote; longer texts by their paragraphs."""
    yield "", "Titel", paper.title
    yield "", "Gremium", paper.committee
    for number, part in enumerate(paper.parts, start=1):
        yield part.key, f"Überschrift von Teil {number}", part.heading
        if isinstance(part, TextPart):
            yield from _paragraphs(part.key, f"Teil {number} ({_name(paper, part)})", part.text)
        else:
            yield part.key, f"Satz zu Teil {number}", part.sentence


def problems(paper: Paper, secrets: Secrets) -> tuple[Problem, ...]:
    """Which places stop an export."""
    found: list[Problem] = []
    for part, where, text in own_texts(paper):
        for what, names in _found(text, paper.audience, secrets):
            said = [
                p for p in found if p.part == part and p.what == what and p.where.startswith(f"{where}, ")
            ]
            if not said or set(names) - {name for p in said for name in p.names}:
                found.append(Problem(part, where, what, names))
    return tuple(found)


def told(paper: Paper, secrets: Secrets) -> tuple[str, ...]:
    """The same in sentences, for those who write the paper."""
    return tuple(problem.told() for problem in problems(paper, secrets))


def places(paper: Paper, secrets: Secrets) -> tuple[str, ...]:
    """The same without a name, as it may stand in what is released for the audience of the paper."""
    return tuple(f"{problem.where}: {problem.what}" for problem in problems(paper, secrets))


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
        advice = "" if all(problem.names for problem in found) else f" {_ADVICE}"
        raise RequestError(f"Vorlage nicht gespeichert. {' · '.join(p.told() for p in found)}{advice}")
    if not paper.title.strip():
        raise RequestError("Vorlage: der Titel fehlt")
    for _, where, text in own_texts(paper):
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


def _paragraphs(key: str, where: str, text: str) -> Iterator[tuple[str, str, str]]:
    chunks = [chunk for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]
    if len(chunks) < 2:
        yield key, where, text
        return
    for number, chunk in enumerate(chunks, start=1):
        yield key, f"{where}, Absatz {number}", chunk
    # What begins in one paragraph and ends in the next must be found as well.
    yield key, where, " ".join(text.split())


def _found(text: str, audience: Audience, secrets: Secrets) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What must not stand there, in general words, and which internal records it names."""
    person = trace_of_person(text)
    if person:
        yield IN_WORDS[person][0], ()
    withheld = release(text, audience, secrets).withheld
    if withheld.protected:
        yield _PROTECTED, ()
    elif (
        secrets.located
        and _names_one(text, secrets.protected_names)
        and _names_one(text, secrets.small_area_names)
    ):
        yield "geschütztes Haus zusammen mit einem Stadtteil", ()
    if audience is Audience.PUBLIC and (names := named_in(text, secrets.internal_names)):
        yield _INTERNAL, names
    elif withheld.internal:
        yield _INTERNAL, ()
    if withheld.persons and not person:
        yield IN_WORDS["name"][0], ()


def _names_one(text: str, names: frozenset[str]) -> bool:
    folded = f" {fold(text)} "
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded) for name in names if name.strip())


_INTERNAL: Final = "Bezeichnung, die nur intern geführt wird"
_INTERNAL_ADVICE: Final = "Bitte umschreiben, den Eintrag in der Datenpflege veröffentlichen, oder die Vorlage auf „nicht öffentlich“ stellen"
_ADVICE: Final = (
    "Bitte dort umformulieren: Stelle oder Funktion statt Name, keine Anschrift eines geschützten Hauses"
)

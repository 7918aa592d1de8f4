"""Writes `docs/anforderungen.md` from `docs/anforderungen.toml` and the example town: `python -m app.requirements`.

Every requirement stands there with the questions that answer it, what each says about Beispielau, the pages with their
state in the address, and what stays thin. Takes a minute: the example is loaded into a folder of its own first.
"""

import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from app.service import Service
from app.settings import Settings
from app.starting import load_example
from app.web.registry import discover
from ontology.iris import Audience

TARGET = Path(__file__).parent.parent / "docs" / "anforderungen.md"
DAY = date(2026, 11, 24)
"""As of when the example is asked."""

_SPECIAL = re.compile(r"([*_<>`\[\]])")
_HEAD = """# Anforderungen der Stadt und was sie beantwortet

Erzeugt mit `python -m app.requirements` aus [anforderungen.toml](anforderungen.toml) und den Antworten der Beispielstadt; nicht von
Hand ändern.

Die {count} Anforderungen aus dem Gründungspapier: was jede wissen will, welche Fragen des Katalogs und welche Seiten sie beantworten, und
was jede Frage in Beispielau (frei erfunden) zum {day} antwortet. „Dünn“ sagt, was fehlt oder nur halb beantwortet ist: bei {thin} von
{count}. Die Verweise auf Seiten und Antworten gelten, sobald `make start` läuft. Was die Fragen bedeuten, steht in
[fragen.md](fragen.md).
"""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with its choices: `I1?group=ZG-G02`."""

    question: str
    given: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The address of its answer, without a host."""
        return "&".join((f"fragen?frage={self.question}", *(f"{name}={value}" for name, value in self.given)))


@dataclass(frozen=True, slots=True)
class Place:
    """A page in a state, and what one sees there."""

    address: str
    shows: str

    @property
    def page(self) -> str:
        """The last part of the path."""
        return urlsplit(self.address).path


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of the founding paper; `thin` is empty where nothing is missing."""

    id: str
    title: str
    wants: str
    questions: tuple[Asking, ...]
    pages: tuple[Place, ...]
    thin: str


Answers = Callable[[Asking], tuple[str, str]]
"""Title and leading sentences of the answer to a question."""


@cache
def requirements() -> tuple[Requirement, ...]:
    """All requirements in the order of the paper."""
    read = tomllib.loads(TARGET.with_suffix(".toml").read_text("utf-8"))
    return tuple(
        Requirement(
            entry["id"],
            entry["title"],
            entry["wants"],
            tuple(_asking(text) for text in entry["questions"]),
            tuple(Place(*page) for page in entry["pages"]),
            entry.get("thin", ""),
        )
        for entry in read["requirement"]
    )


def _asking(text: str) -> Asking:
    question, _, given = text.partition("?")
    return Asking(question, tuple((name, values[0]) for name, values in parse_qs(given).items()))


def answers_of(service: Service) -> Answers:
    """What a town answers, each question with its choices once."""

    @cache
    def answer(asking: Asking) -> tuple[str, str]:
        view = service.ask(
            asking.question, dict(asking.given), audience=Audience.INTERN, reference_date=DAY
        ).value
        chosen = ", ".join(fact.text for fact in view.parameters if fact.name in dict(asking.given))
        return f"{view.title} ({chosen})" if chosen else view.title, view.lead

    return answer


def written(answers: Answers) -> str:
    """The page."""
    found = requirements()
    thin = sum(bool(requirement.thin) for requirement in found)
    head = _HEAD.format(count=len(found), thin=thin, day=f"{DAY:%d.%m.%Y}")
    table = ["| | Anforderung | Fragen | Seiten | dünn |", "|---|---|---|---|---|", *map(_line, found)]
    parts = [part for requirement in found for part in _section(requirement, answers)]
    return "\n".join([head, *table, "", *parts]).rstrip() + "\n"


def _line(requirement: Requirement) -> str:
    questions = ", ".join(asking.question for asking in requirement.questions)
    pages = ", ".join(dict.fromkeys(_titles()[place.page] for place in requirement.pages))
    name = requirement.id
    return f"| [{name}](#{_anchor(name)}) | {_plain(requirement.title)} | {questions} | {pages} | {'dünn' if requirement.thin else ''} |"


def _section(requirement: Requirement, answers: Answers) -> Iterator[str]:
    yield f'<a id="{_anchor(requirement.id)}"></a>\n'
    yield f"## {requirement.id} · {_plain(requirement.title)}\n"
    yield f"Will wissen: {_plain(requirement.wants)}.\n"
    for asking in requirement.questions:
        title, lead = answers(asking)
        yield f"- **[{asking.question} · {_plain(title)}]({_url(asking.address)})** {_plain(lead)}"
    places = " · ".join(
        f"[{_titles()[place.page]}]({_url(place.address)}) ({_plain(place.shows)})"
        for place in requirement.pages
    )
    yield f"\nSeiten: {places}\n"
    if requirement.thin:
        yield f"*Dünn:* {requirement.thin}.\n"


def _anchor(name: str) -> str:
    return name.lower().replace(".", "-")


def _url(address: str) -> str:
    default = Settings.model_fields
    address = address.removeprefix(discover()[0].header.url_path)  # the start page has no name in its address
    return f"http://{default['address'].default}:{default['port'].default}/{with_day(address)}"


def with_day(address: str) -> str:
    """An address that keeps showing the day the answers are of."""
    return f"{address}{'&' if '?' in address else '?'}stichtag={DAY.isoformat()}"


@cache
def _titles() -> dict[str, str]:
    return {page.header.url_path: page.header.title["de"] for page in discover()}


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        load_example(Path(folder), lambda line: print(line, file=sys.stderr))  # noqa: T201 how far it is
        TARGET.write_text(written(answers_of(Service.open(Path(folder)))), "utf-8")
    sys.stdout.write(f"{TARGET}\n")

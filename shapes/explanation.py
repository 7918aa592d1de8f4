"""Findings in words: which record, which rule, what was found, what is expected, how to mend it.

Messages come from the shapes files, not from the engine: pySHACL loses their language. `{?value}` and `{?other}` are
filled with names ("Schuldnerberatung am Markt"), dates and numbers as people write them, never with IRIs. Where a
rule protects people, nothing is filled in and the record is named by its key alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from rdflib import RDF, RDFS, Graph, Literal, Node, URIRef
from rdflib.namespace import DCTERMS

from ontology.vocabulary import label
from ontology.words import words_of
from shapes.report import Result
from shapes.setwise import Hit

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_HIDDEN = "…"
_LANGUAGES = ("de", "en")
_LINES = ("record", "rule", "message", "found", "expected", "remedy")
_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result in one language. `found` is empty where a value is missing or must not be repeated."""

    lang: str
    record: str
    rule: str
    message: str
    found: str
    expected: str
    remedy: str

    def text(self) -> str:
        """All of it, one line each."""
        lines = ((name, getattr(self, name)) for name in _LINES)
        return "\n".join(f"{_WORDS(f'line.{name}', self.lang)}: {line}" for name, line in lines if line)


def explain(result: Result, lang: str = "de") -> Explanation:
    """A result in words.

    Args:
        result: one result of a report.
        lang: `de` or `en`.
    """
    return Explanation(
        lang=lang,
        record=result.record[lang],
        rule=result.rule.id,
        message=result.message[lang],
        found=result.found or "",
        expected=result.rule.expected[lang],
        remedy=result.rule.remedy[lang],
    )


class Words:
    """Names for what results mention, looked up in the delivered and the known data, then in the vocabulary."""

    def __init__(self, *graphs: Graph) -> None:
        self._graphs = graphs

    def message(self, hit: Hit, *, silent: bool) -> dict[str, str]:
        """The message of a result, filled."""
        bound = {"value": hit.value, "other": hit.other, "this": hit.focus}

        def fill(lang: str) -> Callable[[re.Match[str]], str]:
            return lambda found: _HIDDEN if silent else self.say(bound.get(found[1]), lang)

        return {lang: _PLACEHOLDER.sub(fill(lang), hit.rule.message[lang]) for lang in _LANGUAGES}

    def record(self, focus: URIRef, *, silent: bool) -> dict[str, str]:
        """What a record is called: "Angebot ‹Schuldnerberatung› (A-101)"; without the name where it must not be said."""
        return {lang: self._record(focus, lang, silent=silent) for lang in _LANGUAGES}

    def say(self, term: Node | None, lang: str) -> str:
        """A term as people write it."""
        if isinstance(term, URIRef):
            return self._name(term, lang) or self._key(term)
        if isinstance(term, Literal):
            return _literal(term, lang)
        return _WORDS("another_record", lang)

    def _record(self, focus: URIRef, lang: str, *, silent: bool) -> str:
        cls = next(
            (c for g in self._graphs for c in g.objects(focus, RDF.type) if isinstance(c, URIRef)), None
        )
        kind = "" if cls is None else label(cls, lang) + " "
        name = "" if silent else self._name(focus, lang)
        return f"{kind}‹{name}› ({self._key(focus)})" if name else f"{kind}{self._key(focus)}"

    def _name(self, iri: URIRef, lang: str) -> str:
        names = {
            n.language: str(n)
            for g in self._graphs
            for n in g.objects(iri, RDFS.label)
            if isinstance(n, Literal)
        }
        if names:
            return names.get(lang) or names.get("de") or next(iter(names.values()))
        return "" if "/id/" in iri else label(iri, lang)

    def _key(self, iri: URIRef) -> str:
        for graph in self._graphs:
            key = graph.value(iri, DCTERMS.identifier)
            if key is not None:
                return str(key)
        return str(iri).rsplit("/", 1)[-1].split("-", 1)[-1]


def _literal(term: Literal, lang: str) -> str:
    value = term.value
    if isinstance(value, date) and not term.ill_typed:
        return format_date(value, "dd.MM.yyyy", locale="de") if lang == "de" else value.isoformat()
    if isinstance(value, Decimal):
        return format_decimal(value, locale=lang, decimal_quantization=False)
    return str(term)

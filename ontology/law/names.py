"""Which law a word means: abbreviations, spellings, older names, Hessian law."""

import re
from functools import cache

from rdflib import URIRef

from ontology.law.register import laws, moves
from ontology.terms import SOZ
from ontology.vocabulary import concepts, vocabulary

_LEGAL_BASES = "legal-bases"
_CITED = re.compile(r"(?:§§?|Art\.) \w+(?: ff\.)? (?P<law>.+)")

# What looks like a law although no list knows it: "SGB XIII", or capitals that end as names of German laws end.
UNKNOWN_LAW = (
    r"SGB\s?(?:[IVX]+|\d+)\b|\b(?=\w*[A-ZÄÖÜ]\w*[A-ZÄÖÜ])[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{0,14}(?:G|GB|O|V)\b"
)


@cache
def spellings() -> dict[str, str]:
    """Every known spelling in lower case with single spaces → the abbreviation used in citations."""
    table: dict[str, str] = {}
    for law in laws().values():
        for spelling in (law.abbreviation, law.name, *law.aliases):
            table[squeeze(spelling)] = law.abbreviation
    for abbreviation in (*(move.law for move in moves()), *listed_laws()):
        table.setdefault(squeeze(abbreviation), abbreviation)
    return table


@cache
def listed_laws() -> frozenset[str]:
    """Laws that the list of legal bases cites, among them those of the state of Hesse."""
    graph = vocabulary()
    citations = [str(graph.value(concept, SOZ.citation)) for concept in concepts(_LEGAL_BASES)]
    return frozenset(match["law"] for citation in citations if (match := _CITED.fullmatch(citation)))


@cache
def legal_bases() -> dict[tuple[str, str], URIRef]:
    """(law, number) → IRI of the legal basis that cites it."""
    graph = vocabulary()
    found = {}
    for concept in concepts(_LEGAL_BASES):
        match = re.fullmatch(
            r"(?:§§?|Art\.) (?P<number>\w+)(?: ff\.)? (?P<law>.+)", str(graph.value(concept, SOZ.citation))
        )
        if match:
            found[match["law"], match["number"]] = concept
    return found


@cache
def pattern() -> str:
    """A regular expression for every known spelling, longest first; spaces in it may be missing or hyphens."""
    ordered = sorted(spellings(), key=len, reverse=True)
    return "|".join(
        r"[\s\-/]*".join(re.escape(word) for word in re.split(r"[ /\-]", name)) for name in ordered
    )


def squeeze(text: str) -> str:
    """`SGB-VIII`, `sgb  viii` → `sgb viii`."""
    return re.sub(r"[\s\-/]+", " ", text).strip().lower()


@cache
def _unspaced() -> dict[str, str]:
    return {spelling.replace(" ", ""): law for spelling, law in spellings().items()}


def canonical(text: str) -> str:
    """The abbreviation for a spelling; the text itself, tidied, if no list knows it."""
    return _unspaced().get(squeeze(text).replace(" ", ""), re.sub(r"\s+", " ", text).strip())

"""Writes `docs/glossar.md` from the ontology: `python -m ontology.glossary`."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from rdflib import Graph, URIRef

from ontology import vocabulary
from ontology.namespaces import OWL, RDF, RDFS, SKOS, prefixes
from ontology.terms import SCHEMA, SOZ

PATH = Path(str(files(__package__))).parent / "docs" / "glossar.md"

_SUBJECTS = {
    "offer": "Angebote",
    "organisation": "Träger, Kostenträger, Gremien",
    "area": "Gebiete",
    "need": "Bedarfe und Belege",
    "inventory": "Bestandserklärungen",
    "law": "Recht",
    "funding": "Geld und Verträge",
    "cooperation": "Zusammenarbeit",
    "goal": "Ziele, Maßnahmen, Qualität",
    "decision": "Beschlüsse und Beteiligung",
    "core": "Was jeder Datensatz tragen kann",
    "local": "Eigene Begriffe der Stadt",
    "provenance": "Herkunft",
    "upkeep": "Datenpflege",
    "derived": "Was das System daraus ableitet",
    "concepts": "Was Vokabulare über ihre Begriffe sagen",
}
_VERDICT_LISTS = (
    "cl-zustand",
    "cl-deckung",
    "cl-aussage",
    "completeness-status",
    "cl-bedarfsstatus",
    "cl-rechtsstand",
)
_PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def render() -> str:
    """The glossary as Markdown, German first."""
    lines = [
        "# Glossar",
        "",
        "Erzeugt aus der Ontologie mit `python -m ontology.glossary`; bitte dort ändern, nicht hier.",
        f"Stand der Ontologie: {vocabulary.version().partition('+')[0]}. Stufe 1 genügt für den Anfang, 2 und 3 kommen dazu.",
        "",
        *_verdict_words(),
        *(line for stem, title in _subjects() for line in _subject(stem, title)),
        *_schemes(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _verdict_words() -> Iterator[str]:
    graph = vocabulary.vocabulary()
    yield from ("## Wörter der Antworten", "")
    for slug in _VERDICT_LISTS:
        scheme = vocabulary.scheme_iri(slug)
        rows = (
            (vocabulary.label(c, "de"), vocabulary.label(c, "en"), _text(graph, c, SKOS.definition, "de"))
            for c in sorted(vocabulary.concepts(slug), key=_rank)
        )
        yield f"**{vocabulary.label(scheme, 'de')}**: {_text(graph, scheme, SKOS.definition, 'de')}"
        yield ""
        yield from _table(("Wort", "English", "Bedeutung"), rows)


def _rank(concept: URIRef) -> tuple[int, str]:
    rank = vocabulary.vocabulary().value(concept, SOZ.rank)
    return (-int(str(rank)) if rank is not None else 0, vocabulary.notation(concept))


def _subjects() -> list[tuple[str, str]]:
    """File stem and German title of every subject; a new file comes last under its own name."""
    stems = {
        file.name.removesuffix(".ttl") for file in files(__package__).iterdir() if file.name.endswith(".ttl")
    }
    stems.discard("prefixes")
    known = [(stem, title) for stem, title in _SUBJECTS.items() if stem in stems]
    return known + [(stem, stem.capitalize()) for stem in sorted(stems - set(_SUBJECTS))]


def _subject(stem: str, title: str) -> Iterator[str]:
    graph = Graph().parse(data=(files(__package__) / f"{stem}.ttl").read_text("utf-8"), format="turtle")
    classes = _named(graph, [OWL.Class])
    properties = _named(graph, _PROPERTY_TYPES)
    yield from (f"## {title}", "")
    if classes:
        rows = ((*_names(graph, c), _text(graph, c, SKOS.definition, "de"), _tier(graph, c)) for c in classes)
        yield from _table(("Begriff", "English", "Bedeutung", "Stufe"), rows)
    if properties:
        described = (
            (*_names(graph, p), _domains(graph, p), _text(graph, p, SKOS.definition, "de"), _tier(graph, p))
            for p in properties
        )
        yield from _table(("Angabe", "English", "an", "Bedeutung", "Stufe"), described)


def _named(graph: Graph, kinds: Iterable[URIRef]) -> list[URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(
        found, key=lambda term: (_tier(graph, term), vocabulary.fold(_text(graph, term, RDFS.label, "de")))
    )


def _names(graph: Graph, term: URIRef) -> tuple[str, str]:
    code = str(term).removeprefix(prefixes()["soz"])
    return (
        f"**{_text(graph, term, RDFS.label, 'de')}**",
        f"{_text(graph, term, RDFS.label, 'en')} (`soz:{code}`)",
    )


def _domains(graph: Graph, term: URIRef) -> str:
    names = {
        vocabulary.label(domain, "de")
        for domain in graph.objects(term, SCHEMA.domainIncludes)
        if isinstance(domain, URIRef) and str(domain).startswith(prefixes()["soz"])
    }
    return ", ".join(sorted(names, key=vocabulary.fold))


def _schemes() -> Iterator[str]:
    graph = vocabulary.vocabulary()
    schemes = [s for s in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(s, URIRef)]
    rows = (
        (
            f"**{vocabulary.label(scheme, 'de')}**",
            f"`{str(scheme).removeprefix(prefixes()['vok'])}`",
            str(len(vocabulary.concepts(scheme))),
            _text(graph, scheme, SKOS.definition, "de"),
        )
        for scheme in sorted(schemes, key=lambda scheme: vocabulary.fold(vocabulary.label(scheme, "de")))
    )
    yield from ("## Vokabulare und Listen", "")
    yield from _table(("Liste", "Kürzel", "Begriffe", "Inhalt"), rows)


def _text(graph: Graph, term: URIRef, predicate: URIRef, lang: str) -> str:
    return next(
        (str(text) for text in graph.objects(term, predicate) if getattr(text, "language", "") == lang), ""
    )


def _tier(graph: Graph, term: URIRef) -> str:
    return str(graph.value(term, SOZ.tier) or "")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(("---",) * len(head))
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PATH.write_text(render(), encoding="utf-8")

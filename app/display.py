"""RDF terms as people read them: names for IRIs, numbers and dates in the language of the reader."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.numbers import format_currency, format_decimal, format_percent
from rdflib import Literal, URIRef
from rdflib.term import Node

from app.views import CellKind, CellView, Scalar
from ontology.codes import CL
from ontology.namespaces import XSD
from ontology.vocabulary import label
from ontology.vocabulary import labels as known_labels
from ontology.words import words_of
from queries.words import Words
from shapes import sheet_specs

Labels = Mapping[URIRef, Mapping[str, str]]

_LOCALES = {"de": "de_DE", "en": "en_GB"}
# The codes of states and claims in answers, and the concepts that name them.
_CODES: dict[CellKind, dict[str, URIRef]] = {
    CellKind.STATE: {
        "covered": CL["zustand-gedeckt"],
        "thin": CL["zustand-duenn"],
        "gap": CL["zustand-luecke"],
        "unknown": CL["zustand-unbekannt"],
    },
    CellKind.CLAIM: {
        "belastbar": CL["aussage-belastbar"],
        "vorlaeufig": CL["aussage-vorlaeufig"],
        "hinweis": CL["aussage-hinweis"],
        "nicht_beurteilbar": CL["aussage-nicht-beurteilbar"],
    },
}
_WORDS = words_of(__name__)
_NUMBERS = (XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.nonNegativeInteger, XSD.int, XSD.long)


def cell(value: Node | Words | None, kind: CellKind, lang: str, labels: Labels) -> CellView:
    """A value of an answer as a cell; `labels` name the records, the vocabulary names concepts."""
    if value is None:
        return CellView("")
    if isinstance(value, Words):
        return CellView(value.get(lang), value.get(lang))
    if isinstance(value, URIRef):
        name = iri_label(value, lang, labels)
        return CellView(name, name, str(value))
    plain = scalar(value)
    named = _CODES.get(kind, {}).get(str(plain))
    return CellView(label(named, lang) if named else shown(plain, kind, lang), plain)


def codes(kind: CellKind) -> Mapping[str, URIRef]:
    """The codes of a column kind (states, claims) and the concepts that name them."""
    return _CODES[kind]


def code_text(kind: CellKind, code: str, lang: str) -> str:
    """The name of a state or claim."""
    return label(_CODES[kind][str(code)], lang)


def iri_label(iri: URIRef, lang: str, labels: Labels) -> str:
    """The name of a record or concept; the last part of the IRI if it has none."""
    names = labels.get(iri)
    if names:
        return names.get(lang) or names.get("de") or next(iter(names.values()))
    return term_label(iri, lang)


def term_label(iri: URIRef, lang: str) -> str:
    """The name of a term; properties of standards are called as the template's columns call them."""
    return known_labels(lang).get(iri) or _column_labels(lang).get(iri) or label(iri, lang)


@cache
def _column_labels(lang: str) -> dict[URIRef, str]:
    columns = [column for sheet in sheet_specs() for column in sheet.columns]
    return {column.paths[-1]: column.label[lang] for column in reversed(columns)}


def scalar(node: Node) -> Scalar:  # noqa: PLR0911 one line per datatype
    """A literal as a plain value; the text itself where it does not fit its type."""
    text = str(node)
    if not isinstance(node, Literal):
        return text
    try:
        if node.datatype == XSD.date:
            return date.fromisoformat(text[:10])
        if node.datatype == XSD.boolean:
            return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
        if node.datatype == XSD.gYear:
            return int(text)
        if node.datatype in _NUMBERS:
            number = Decimal(text)
            return int(number) if number == number.to_integral_value() else number
    except (ValueError, InvalidOperation):
        return text
    return text


def shown(value: Scalar, kind: CellKind, lang: str) -> str:  # noqa: PLR0911 one line per kind of value
    """A plain value as text: 1.234,50 €, 40 %, 24.11.2026."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _WORDS("yes" if value else "no", lang)
    if isinstance(value, date):
        return day(value, lang)
    if isinstance(value, int | Decimal):
        locale = _LOCALES[lang]
        if kind is CellKind.MONEY:
            return str(format_currency(value, "EUR", locale=locale))
        if kind is CellKind.SHARE:
            return str(
                format_percent(value, format="#,##0.#%" if lang == "en" else "#,##0.# %", locale=locale)
            )
        if kind in (CellKind.TEXT, CellKind.RECORD, CellKind.CONCEPT, CellKind.DATE):
            return str(value)  # years and codes are not numbers to group
        return str(format_decimal(value, locale=locale))
    return value


def day(value: date, lang: str) -> str:
    """A date as the language writes it: 24.11.2026, 2026-11-24."""
    return f"{value:%d.%m.%Y}" if lang == "de" else value.isoformat()

"""What must not leave, read from the store itself, and how it is found in a text.

The Stand is built without anything protected. This is the second line: whatever hangs on a protected site in *any*
graph, also one filled past all checks, is looked up afresh and compared with everything that leaves.

Protected is a site with disclosure "geschützt" and the site of every offer of type AT-S1 (shelters) or narrower.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph.engine import Engine, Table
from ontology.codes import CL
from ontology.iris import VOCABULARY_GRAPH
from ontology.namespaces import DCTERMS, RDFS, SKOS, XSD, sparql_prologue
from ontology.terms import LOCN, SCHEMA, SOZ
from ontology.vocabulary import labels
from queries.rq import fill

LARGE_LEVELS = tuple(CL[f"gebietsebene-{level}"] for level in ("land", "kreis", "gemeinde"))
_TEXTS_ALLOWED = {
    RDFS.label,
    DCTERMS.identifier,
    DCTERMS.description,
    SOZ.noAddressReason,
    SCHEMA.openingHours,
    LOCN.postName,
}
_PLAIN_TYPES = {XSD.boolean, XSD.integer, XSD.date, XSD.dateTime, XSD.gYear}
# Digits with points and commas between them: a number, or several that were written without a space ("51.31,9.48").
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)+")
_GROUPED = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:\.\d{3},|,\d{3}\.)\d+"
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}"
)
_PHONE = re.compile(r"(?:\+|(?<!\d))\d[\d\s()/.\-–]{4,}\d")
_LOCAL_DIGITS = 6  # of a phone: fewer are a number like any other
_TRAILING_NUMBER = re.compile(r"\W*\d+\s*[a-z]?(\s*[-–/]\s*\d+\s*[a-z]?)?\W*$", re.IGNORECASE)
_STREET = re.compile(
    r"\b[\w.-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|ufer|damm|steig|stieg)\s*\d+\s*[a-z]?\b",
    re.IGNORECASE,
)
_HOUSE_NUMBER = r"(?:\s*\d+\s*[a-z]?\b)?"
_POSITION = re.compile(r"(?<![\d.,:])\d{1,3}[.,]\d{4,}(?![\d.,]*\d)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`]+")
_WORDS = re.compile(r"[^\W_]+")
_SHAPE = re.compile(
    r"(?:POLYGON|LINESTRING|POINT|RING|CURVE|SURFACE|TRIANGLE|TIN|COLLECTION)[\s,ZM]*\(", re.IGNORECASE
)
_CORNER = re.compile(r"(?<!\d)\d{1,3}[.,]\d{4,}")
_CORNERS = 4  # numbers: two places, between which a third is missed
_SPELLINGS = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)"}
_SHORTEST_NAME = 4
_COARSEST = 3  # decimals of a degree: 0.001° is about 100 m; coarser positions cover a quarter of a town


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not leave. Texts are as stored; phones are digits; records and areas are IRIs.

    `shared` are streets and postcodes that open addresses have as well: they are withheld beside a protected record
    only. `located` are the protected records, if any of them is tied to an area smaller than the municipality; beside
    them no small area may be named.
    """

    phrases: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    coordinates: frozenset[Decimal] = frozenset()
    phones: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()
    protected_names: frozenset[str] = frozenset()
    located: frozenset[str] = frozenset()
    small_areas: frozenset[str] = frozenset()
    small_area_names: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
    internal_names: frozenset[str] = frozenset()

    def __or__(self, other: "Secrets") -> "Secrets":
        return Secrets(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(self)})


def secrets_of(engine: Engine, also_protected: Iterable[str] = ()) -> Secrets:
    """The secrets in all graphs of a store. A few short queries, so that it can be asked before every release.

    Args:
        engine: the store to look through.
        also_protected: records that are protected elsewhere (in a later version) and therefore here as well.
    """
    look = _Look(engine)
    areas = _Areas(look)
    protected = look.iris("protected_records.rq") | {URIRef(r) for r in also_protected}
    found = _Collector(areas.names)
    literals = look.rows("protected_literals.rq") + look.literals_of(protected)
    hidden = {node for node, _, _ in literals}
    open_parts = {fold(str(v)) for node, v in look.rows("addresses.rq") if node not in hidden}
    for node, path, value in literals:
        if isinstance(value, Literal):
            found.literal(node, path, value)
    for (value,) in look.rows("protected_texts.rq"):
        found.free_text(str(value))
    names = (str(v) for _, _, v in look.facts(protected, [RDFS.label]))
    return Secrets(
        phrases=frozenset(p for p in found.phrases if fold(p) not in open_parts)
        | frozenset(found.addresses()),
        shared=frozenset(p for p in found.phrases if fold(p) in open_parts),
        coordinates=frozenset(found.coordinates),
        phones=frozenset(found.phones),
        protected=_texts(protected),
        protected_names=frozenset(names),
        # One that is tied to a district is enough: whoever knows which one is not tied would know by elimination.
        located=_texts(protected) if areas.of(protected) & areas.small else frozenset(),
        small_areas=_texts(areas.small),
        small_area_names=frozenset(areas.small_names),
    )


class _Look:
    """Looks things up in all graphs of a store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._graphs = [*(g for g in engine.graph_names() if g != VOCABULARY_GRAPH), VOCABULARY_GRAPH]

    def rows(self, name: str) -> list[tuple[Node | None, ...]]:
        return ask(self._engine, name, self._graphs).rows

    def iris(self, name: str) -> set[URIRef]:
        return {value for (value,) in self.rows(name) if isinstance(value, URIRef)}

    def facts(self, records: Iterable[URIRef], paths: Iterable[URIRef]) -> list[tuple[Node | None, ...]]:
        return self._filled("facts_of.rq", {"record": sorted(records), "path": sorted(paths)})

    def literals_of(self, sites: Iterable[URIRef]) -> list[tuple[Node | None, ...]]:
        return self._filled("literals_of_sites.rq", {"site": sorted(sites)})

    def _filled(self, name: str, values: Mapping[str, Sequence[URIRef]]) -> list[tuple[Node | None, ...]]:
        if not all(values.values()):
            return []
        return self._engine.select(fill(statement(name), values, name), self._graphs).rows


class _Areas:
    """The areas, those smaller than a municipality, and their names."""

    def __init__(self, look: _Look) -> None:
        self._look = look
        areas = look.iris("areas.rq")
        facts = look.facts(areas, [SOZ.areaLevel, RDFS.label, SKOS.prefLabel])
        large = {area for area, _, value in facts if value in LARGE_LEVELS}
        named = [(area, str(value)) for area, path, value in facts if path != SOZ.areaLevel]
        self.small = areas - large
        self.names = frozenset(name for _, name in named)
        self.small_names = {name for area, name in named if area in self.small}

    def of(self, records: Iterable[URIRef]) -> set[URIRef]:
        """The areas records are tied to, directly or through their coverages and sites."""
        near = self._values(records, [SOZ.area, SOZ.hasCoverage, SOZ.atSite])
        return near | self._values(near, [SOZ.area])

    def _values(self, records: Iterable[URIRef], paths: Iterable[URIRef]) -> set[URIRef]:
        return {value for _, _, value in self._look.facts(records, paths) if isinstance(value, URIRef)}


def _texts(records: Iterable[URIRef]) -> frozenset[str]:
    return frozenset(str(record) for record in records)


def internal_of(engine: Engine, internal: Sequence[URIRef], public: Sequence[URIRef]) -> Secrets:
    """The records, and their names, that stand in `internal` graphs and in none of the `public` ones."""
    hidden = ask(engine, "record_labels.rq", internal).rows if internal else []
    shown = ask(engine, "record_labels.rq", public).rows if public else []
    records = {str(r) for r, _ in hidden} - {str(r) for r, _ in shown}
    known = {str(label) for _, label in shown} | {
        name for lang in ("de", "en") for name in labels(lang).values()
    }
    return Secrets(
        internal=frozenset(records),
        internal_names=frozenset(str(label) for r, label in hidden if label and str(r) in records) - known,
    )


class _Collector:
    """Sorts the literals of protected sites into what is compared as text, as number and as phone."""

    def __init__(self, area_names: frozenset[str]) -> None:
        self.phrases: set[str] = set()
        self.coordinates: set[Decimal] = set()
        self.phones: set[str] = set()
        self._area_names = {fold(name) for name in area_names}
        self._streets: dict[Node | None, str] = {}
        self._house_numbers: dict[Node | None, str] = {}

    def addresses(self) -> Iterable[str]:
        """Street with house number: secret even where half the town lives in that street."""
        for node, street in self._streets.items():
            if _TRAILING_NUMBER.search(street):
                yield street
            elif node in self._house_numbers:
                yield f"{street} {self._house_numbers[node]}"

    def literal(self, node: Node | None, path: Node | None, literal: Literal) -> None:
        value = str(literal)
        if path in _TEXTS_ALLOWED:
            self.free_text(value)
        elif literal.datatype not in _PLAIN_TYPES:
            self.coordinates.update(number for run in _NUMBERS.findall(value) for number in _decimals(run))
            if path == SCHEMA.telephone and len(_digits(value)) >= _LOCAL_DIGITS:
                self.phones.add(_digits(value))
            self._phrase(value)
            if path == LOCN.locatorDesignator:
                self._house_numbers[node] = value
            if path == LOCN.thoroughfare:
                self._streets[node] = value
                self._phrase(_TRAILING_NUMBER.sub("", value))

    def free_text(self, value: str) -> None:
        for match in _STREET.findall(value):
            self._phrase(match)

    def _phrase(self, text: str) -> None:
        # A district's name may appear; only its link to a shelter must not (the gate looks at that per row).
        if len("".join(_WORDS.findall(text))) >= 4 and fold(text) not in self._area_names:
            self.phrases.add(text)


class Censor:
    """Finds secrets in texts. One is made per `Secrets` and kept (`censor_for`)."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets
        self._phrases = _alternation(secrets.phrases, _HOUSE_NUMBER)
        self._shared = _alternation(secrets.shared, _HOUSE_NUMBER)
        self._areas = _alternation(secrets.small_area_names if secrets.located else (), "")
        self._internal = frozenset(fold(name) for name in secrets.internal_names)

    def clean(self, text: str, mark: str, *, linked: bool) -> tuple[str, int]:
        """`text` with every secret replaced by `mark`, and how many were; `linked`: beside a protected record."""
        text = unicodedata.normalize("NFC", text)
        count = 0
        for pattern in (self._phrases, self._shared if linked else None, self._areas if linked else None):
            if pattern is not None:
                text, hits = pattern.subn(mark, text)
                count += hits
        if self.secrets.coordinates:
            text, hits = self._replace(_NUMBERS, text, mark, self._has_coordinate)
            count += hits
        if self.secrets.phones:
            text, hits = self._replace(_PHONE, text, mark, self._is_phone)
            count += hits
        return text, count

    def without_internal_iris(self, text: str, mark: str) -> tuple[str, int]:
        """`text` with every address of an internal record replaced by `mark`, and how many were: queries have them."""
        if "://" not in text:
            return text, 0
        return self._replace(_ADDRESS, text, mark, self.secrets.internal.__contains__)

    def is_internal(self, text: str) -> bool:
        """Whether a text is the name of an internal record, however it is cased."""
        return fold(text) in self._internal

    def is_coordinate(self, number: str) -> bool:
        """Whether a number in digits is one of the coordinates, exact, rounded or cut to at least three decimals."""
        return self._is_near(Decimal(number.replace(",", ".")))

    def _has_coordinate(self, run: str) -> bool:
        return any(self._is_near(number) for number in _decimals(run))

    def _is_near(self, number: Decimal) -> bool:
        return any(_same_place(number, secret) for secret in self.secrets.coordinates)

    def _is_phone(self, number: str) -> bool:
        """Whether a number holds one of the phones, or is one without the code of its town."""
        digits = _digits(number)
        return any(
            secret in digits or (len(digits) >= _LOCAL_DIGITS and secret.endswith(digits))
            for secret in self.secrets.phones
        )

    @staticmethod
    def _replace(
        pattern: re.Pattern[str], text: str, mark: str, is_secret: Callable[[str], bool]
    ) -> tuple[str, int]:
        hits = 0

        def replace(match: re.Match[str]) -> str:
            nonlocal hits
            if not is_secret(match[0]):
                return match[0]
            hits += 1
            return mark

        return pattern.sub(replace, text), hits


@lru_cache(maxsize=16)
def censor_for(secrets: Secrets) -> Censor:
    """The censor of these secrets."""
    return Censor(secrets)


def fold(text: str) -> str:
    """Text as compared: composed characters, case folded, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def named_in(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """Which of these names a text has, as they stand there: however spaced or cased, with a genitive or plural ending."""
    pattern = _names(names)
    found = pattern.findall(unicodedata.normalize("NFC", text)) if pattern is not None else []
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16)
def _names(names: frozenset[str]) -> re.Pattern[str] | None:
    told = (name for name in names if len("".join(_WORDS.findall(name))) >= _SHORTEST_NAME)
    parts = sorted({_loose(name) for name in told}, key=len, reverse=True)
    if not parts:
        return None
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?:e?s|e?n)?(?![^\W_])", re.IGNORECASE)


def is_outline(text: str) -> bool:
    """Whether there are places in a text that stand around one another: one that is missing is told by the others."""
    return _SHAPE.search(text) is not None or len(_CORNER.findall(text)) > _CORNERS


def without_addresses(text: str, mark: str) -> str:
    """`text` with whatever looks like street and house number, or like a position, replaced by `mark`."""
    return _POSITION.sub(mark, _STREET.sub(mark, text))


@cache
def statement(name: str) -> str:
    """The text of one of this room's statements, with its prefixes."""
    text = files(__package__).joinpath("statements", name).read_text("utf-8")
    return sparql_prologue(text) + text


def ask(engine: Engine, name: str, graphs: Sequence[URIRef]) -> Table:
    """The rows of one of this room's statements (`app/statements/<name>`)."""
    return engine.select(statement(name), graphs)


def _alternation(phrases: Iterable[str], tail: str) -> re.Pattern[str] | None:
    parts = sorted({_loose(p) for p in phrases if _WORDS.search(p)}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})(?![^\W_]){tail}", re.IGNORECASE) if parts else None


def _loose(phrase: str) -> str:
    """A pattern that finds a phrase however it is spaced, hyphenated, cased or spelt (ß/ss, ä/ae, Str./Straße)."""
    text = unicodedata.normalize("NFC", phrase).casefold().replace("strasse", "straße")
    words = [re.sub(r"(?:straße|str|strasse)$", "STR", w.replace("ss", "ß")) for w in _WORDS.findall(text)]
    spelt = ["".join(_SPELLINGS.get(c, re.escape(c)) for c in word) for word in words]
    return r"[\W_]*".join(spelt).replace("STR", r"[\W_]*(?:straße|strasse|str)")


def _digits(text: str) -> str:
    digits = "".join(c for c in text if c.isdigit())
    return (
        digits.removeprefix("00").removeprefix("49").lstrip("0")
        if text.strip().startswith(("+", "00"))
        else digits.lstrip("0")
    )


def _decimals(run: str) -> list[Decimal]:
    """The decimal numbers there may be in digits with points and commas: an amount or a day is none, "51.31,9.48" two."""
    if _GROUPED.fullmatch(run):
        return []
    parts = re.split(r"[.,]", run)
    return [
        Decimal(f"{whole}.{places}")
        for whole, places in pairwise(parts)
        if len(whole) <= 3 and len(places) >= _COARSEST
    ]


def _same_place(token: Decimal, secret: Decimal) -> bool:
    decimals = min(_places(token), _places(secret))
    if decimals < _COARSEST:
        return False
    step = Decimal(1).scaleb(-decimals)
    cut = abs(token).quantize(step)
    return abs(cut - abs(secret)) <= step


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0

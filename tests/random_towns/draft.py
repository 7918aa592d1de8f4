"""An invented town on paper: records as triples, rows held back, and a source of chance.

Only the model is known here (`ontology`), nothing of how questions are answered.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from random import Random

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from ontology import iris
from ontology.namespaces import namespace
from ontology.terms import CL, SOZ

AGS = "99999001"
TODAY = date(2026, 11, 24)
HORIZON = date(2027, 11, 24)  # twelve months later: what ends until then ends soon
AT, BD, ES, KO, RB, SA, TT, UE, ZG = (
    namespace(p) for p in ("at", "bd", "es", "ko", "rb", "sa", "tt", "ue", "zg")
)
FT, LT, ZU = namespace("ft"), namespace("lt"), namespace("zu")
ORG = {
    "organization": URIRef("http://www.w3.org/ns/org#organization"),
    "member": URIRef("http://www.w3.org/ns/org#member"),
}

KINDS = ("AT-B1", "AT-B2", "AT-H3", "AT-K4", "AT-L1", "AT-Q2", "AT-S5", "AT-T3", "AT-W3")
SECTORS = ("TT-O1", "TT-O3", "TT-F1", "TT-F4", "TT-F7", "TT-P", "TT-R", "TT-S3", "TT-A")
# town, two districts, a quarter in one of them
AREAS = {"G": None, "N": "G", "S": "G", "N1": "N"}

Value = Node | str | int | bool | date | Decimal | None
Values = Value | Iterable[Value]


def area(key: str) -> URIRef:
    return iris.record(AGS, SOZ.Area, key)


def within(inner: str, outer: str) -> bool:
    """Whether an area lies in another or is the same."""
    step: str | None = inner
    while step is not None and step != outer:
        step = AREAS[step]
    return step is not None


def group(name: str) -> URIRef:
    """A target group by notation, a combined one as `ZG-A06+ZG-M02`."""
    parts = name.split("+")
    return ZG[name] if len(parts) == 1 else iris.composite_group(AGS, parts)


class Draft:
    """Collects the records of a town; keys are numbered, so that they never say what was planted."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 chance that can be repeated
        self.triples: list[tuple[URIRef, URIRef, Node]] = []
        self.held_back: list[tuple[URIRef, URIRef, Node]] = []
        self._numbers: Counter[str] = Counter()
        for key, parent in AREAS.items():
            level = {"G": "gemeinde", "N": "planungsraum", "S": "planungsraum", "N1": "stadtteil"}[key]
            facts = {"areaLevel": CL[f"gebietsebene-{level}"], "ags": AGS if key == "G" else None}
            self.record(SOZ.Area, key, withinArea=area(parent) if parent else None, **facts)

    def key(self, letter: str) -> str:
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"

    def record(self, cls: URIRef, key: str, **facts: Values) -> URIRef:
        node = iris.record(AGS, cls, key)
        self.triples += [
            (node, RDF.type, cls),
            (node, DCTERMS.identifier, Literal(key)),
            (node, RDFS.label, Literal(f"{iris.key_slug(cls)} {key}", lang="de")),
        ]
        self.say(node, **facts)
        return node

    def say(self, node: URIRef, **facts: Values) -> None:
        self.triples += _triples(node, facts)

    def combined(self, name: str) -> URIRef:
        """Define a combined target group (all of its parts at once), however often it is named."""
        node = group(name)
        if "+" in name and (node, RDF.type, SOZ.TargetGroup) not in self.triples:
            self.triples += [
                (node, RDF.type, SOZ.TargetGroup),
                (node, SKOS.prefLabel, Literal(name, lang="de")),
            ]
            self.triples += [(node, SOZ.combines, ZG[part]) for part in name.split("+")]
        return node

    def provider(self, sector: str | None = None) -> URIRef:
        return self.record(
            SOZ.Provider, self.key("T"), providerType=TT[sector or self.chance.choice(SECTORS)]
        )

    def wait(self, cls: URIRef | None, **facts: Values) -> URIRef:
        """A row of a delivery that is held back; `cls` is what it would become, None if nobody can tell."""
        row = iris.source_row(AGS, "0" * 64, 1, int(self.key("R")[1:]) + 1)
        self.held_back.append((row, RDF.type, SOZ.HeldBackRow))
        self.held_back += _triples(row, {"onClass": cls, **facts})
        return row


def _triples(node: URIRef, facts: dict[str, Values]) -> list[tuple[URIRef, URIRef, Node]]:
    found = []
    for name, given in facts.items():
        many = given if isinstance(given, list | tuple | set | frozenset) else [given]
        predicate = ORG.get(name) or (DCTERMS.language if name == "language" else SOZ[name])
        found += [(node, predicate, _term(value)) for value in many if value is not None]
    return found


def _term(value: Value) -> Node:
    if isinstance(value, URIRef | Literal):
        return value
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.date)
    if isinstance(value, Decimal):
        return Literal(str(value.normalize()), datatype=XSD.decimal)
    return Literal(value)

"""Which column of a foreign table is which of ours, and how we know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.evidence import Evidence, as_number, pieces
from loaders.headers import HeaderHit, header_hits, words
from loaders.reasons import Reason, reason
from loaders.term_match import names_one, term_candidates
from ontology.sheets import ColumnSpec, Kind, SheetSpec

FLOOR = 0.6
"""What is less sure than this is not proposed."""

_BOTH = 0.05  # what header and values add to each other
_AGAINST = 0.4  # what a header loses if the values are of another kind
_FIT, _MISFIT = 0.8, 0.3
_TERMS = 0.5  # share of values that must be terms, for a column to be proposed for that
_DISTINCT = 40  # so many values of a list are looked up
_PLAIN = {  # role → the test its values have to pass, and how much they say without a header
    "#standort+plz": ("postcode", 0.75),
    "#gebiet+ags": ("ags", 0.62),
    "#angebot+telefon": ("phone", 0.75),
    "#angebot+email": ("email", 0.9),
    "#angebot+webseite": ("url", 0.85),
    "#angebot+rechtsgrundlage": ("legal", 0.85),
    "@anschrift": ("address", 0.85),
    "#standort+lage": ("wkt", 0.9),
}
_NEARLY = 0.9
_LONG = 80  # characters of a text that is rather a description than a name
_COORDINATES = frozenset({"@x", "@y", "@laenge", "@breite"})
_NAMES = frozenset({"#angebot+name", "#angebot+angebotsart", "#traeger+name"})
_YES_NO = frozenset({"#standort+barrierefreiheit"})
_NEVER_NUMBERS = frozenset({
    "#traeger+name", "#angebot+name", "#standort+strasse", "#standort+ort", "#angebot+beschreibung", "@gebiet", "@merkmal",
    "#traeger+spitzenverband", "#angebot+angebotsart", "#abdeckung+zielgruppe", "#abdeckung+bedarf", "#angebot+oeffnungszeiten",
})  # fmt: skip
_ONLY_NUMBERS = frozenset({
    "#abdeckung+plaetze", "#abdeckung+alter-von", "#abdeckung+alter-bis", "#gebiet+einwohner", "#gebiet+flaeche", "@x", "@y", "@laenge",
    "@breite",
})  # fmt: skip
_NOT_PHONES = ("fax", "mobil")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it is: `role` is the tag of a column of ours, or `@…` for what needs steps."""

    evidence: Evidence
    role: str
    reason: Reason

    @property
    def header(self) -> str:
        """The name of the column."""
        return self.evidence.header


def recognise_columns(columns: Sequence[Evidence], specs: Sequence[SheetSpec]) -> dict[str, Column]:
    """Role → its column, the surest first; every column has one role and every role one column."""
    offers = [
        (rank, -column.number, role, column, found)
        for column in columns
        if column.filled
        for role, (rank, found) in _roles(column, specs).items()
        if rank >= FLOOR
    ]
    taken: dict[str, Column] = {}
    used: set[int] = set()
    for _, _, role, column, found in sorted(offers, key=lambda o: (-o[0], -o[1])):
        if role not in taken and column.number not in used:
            taken[role] = Column(column, role, found)
            used.add(column.number)
    return taken


def spec_of(role: str, specs: Sequence[SheetSpec]) -> ColumnSpec | None:
    """The column of ours with this tag."""
    spec = next((spec for spec in specs if role.startswith(f"{spec.tag}+")), None)
    return spec.column(role) if spec is not None else None


def certain_share(texts: Mapping[str, int], column: ColumnSpec) -> float:
    """The share of texts that name a term of a column's list and no other."""
    if not column.scheme or not texts:
        return 0.0
    sample = dict(sorted(texts.items(), key=lambda item: -item[1])[:_DISTINCT])
    known = sum(n for text, n in sample.items() if is_certain(text, column))
    return known / sum(sample.values())


def resemblance(texts: Mapping[str, int], column: ColumnSpec) -> float:
    """How much texts resemble the terms of a column's list, 0..1: of two columns of kinds the better one is the finer."""
    sample = dict(sorted(texts.items(), key=lambda item: -item[1])[:_DISTINCT])
    best = {text: next(iter(term_candidates(text, column, 1)), None) for text in sample}
    scores = sum(count * (found.score if (found := best[text]) else 0.0) for text, count in sample.items())
    return scores / sum(sample.values()) if sample else 0.0


def is_certain(text: str, column: ColumnSpec) -> bool:
    """Whether a text names a term of a column's list."""
    return names_one(text, column)


_Ranked = tuple[float, Reason]
"""How sure, also above 1 where header and values agree, so that the better of two sure ones wins; and why."""


def _roles(column: Evidence, specs: Sequence[SheetSpec]) -> dict[str, _Ranked]:
    found: dict[str, _Ranked] = {}
    for role, hit in header_hits(column.header, specs).items():
        made = _by_header(role, hit, column, specs)
        if made is not None:
            found[role] = made
    for role, why in _by_values(column, specs):
        if role not in found or found[role][0] < why.score:
            found[role] = why.score, why
    return found


def _by_header(role: str, hit: HeaderHit, column: Evidence, specs: Sequence[SheetSpec]) -> _Ranked | None:
    spec = spec_of(role, specs)
    if hit.score + 3 * _BOTH < FLOOR or _is_impossible(role, column):
        return None
    score = hit.score + _by_test(role, column) + _by_kind(spec, column) + _by_shape(role, column)
    score += _BOTH * (column.filled / column.rows - 1)  # of two that are alike the fuller one
    if score < FLOOR:
        return None
    ours = spec.label["de"] if spec is not None else hit.name
    return score, reason(hit.kind, hit.kind, score, header=column.header, ours=ours, name=hit.name)


def _is_impossible(role: str, column: Evidence) -> bool:
    """Whether the values cannot be of that role, whatever the header says."""
    if role in {"#gebiet+ags", "#standort+lage"}:
        return column.share(_PLAIN[role][0]) < _MISFIT
    if role in _COORDINATES:
        return not _is_coordinate(role, column)
    if role == "@jahr":
        return column.share("year") + column.share("school-year") < _NEARLY
    return role in _ONLY_NUMBERS and column.numeric < _FIT


def _by_test(role: str, column: Evidence) -> float:
    if role not in _PLAIN:
        return 0.0
    share = column.share(_PLAIN[role][0])
    against = share < _MISFIT and role != "#angebot+rechtsgrundlage"
    return _BOTH if share >= _FIT else -_AGAINST if against else 0.0


def _by_kind(spec: ColumnSpec | None, column: Evidence) -> float:
    if spec is not None and spec.kind is Kind.DATE:
        return 0.0 if column.share("date") + column.share("milliseconds") >= _FIT else -_AGAINST
    if spec is None or spec.kind is not Kind.CONCEPT:
        return 0.0
    if column.marks:
        return 0.0 if spec.tag in _YES_NO else -_AGAINST
    certain = certain_share(values_of(column), spec)
    if column.length > _LONG or (
        column.numeric > _FIT and not certain
    ):  # prose, or codes of the source's own
        return -_AGAINST
    return 2 * _BOTH * certain + 3 * _BOTH * resemblance(values_of(column), spec)


def _by_shape(role: str, column: Evidence) -> float:
    """What length, repetition and numbers say: names are short, kinds repeat, descriptions are long."""
    long = column.length > _LONG or column.share("markup") > _MISFIT
    repeats = 3 * len(column.values) <= 2 * column.filled
    if role in _NEVER_NUMBERS and (column.numeric > _FIT or column.marks):
        return -_AGAINST
    if role in _NAMES and long:
        return -_AGAINST
    shape = {
        "@kennung": 0.0 if column.unique else -_AGAINST,
        "#angebot+beschreibung": 2 * _BOTH if long else -2 * _BOTH if repeats else 0.0,
        "#angebot+angebotsart": _BOTH if repeats else -2 * _BOTH,
        "#angebot+name": -_BOTH if repeats else _BOTH,
    }
    return shape.get(role, 0.0)


def _by_values(column: Evidence, specs: Sequence[SheetSpec]) -> Iterator[tuple[str, Reason]]:
    named = words(column.header)
    for role, (test, weight) in _PLAIN.items():
        share = column.share(test)
        if test == "phone" and any(word in named for word in _NOT_PHONES):
            continue
        if test in {"postcode", "ags"} and column.numbers > column.filled / 2:
            continue  # five digits that are a number may count anything
        spec = spec_of(role, specs)
        if share >= _FIT and column.filled > 2:
            ours = spec.label["de"] if spec else "Anschrift"
            yield (
                role,
                reason(
                    "values",
                    "values",
                    weight * share,
                    header=column.header,
                    ours=ours,
                    share=round(100 * share),
                ),
            )
    if column.numeric > _MISFIT or column.marks or len(column.values) > _DISTINCT or column.length > _LONG:
        return
    for role in ("#abdeckung+zielgruppe", "#angebot+angebotsart", "#abdeckung+bedarf", "#traeger+traegerart"):
        spec = spec_of(role, specs)
        share = certain_share(values_of(column), spec) if spec else 0.0
        if spec and share >= _TERMS:
            score = 0.55 + 0.35 * share
            yield (
                role,
                reason(
                    "values",
                    "terms",
                    score,
                    header=column.header,
                    ours=spec.label["de"],
                    share=round(100 * share),
                ),
            )


def values_of(column: Evidence) -> dict[str, int]:
    """The values of a column of terms, those separated by ; or line breaks apart."""
    texts: dict[str, int] = {}
    for text, count in column.sample.items():
        for line, _ in pieces({text: 1}, "\n"):
            for part, _ in pieces({line: 1}, ";"):
                texts[part] = texts.get(part, 0) + count
    return texts


def _is_coordinate(role: str, column: Evidence) -> bool:
    if column.span is None:
        return False
    lowest, highest = column.span
    degrees = {"@laenge": (5, 16), "@breite": (46, 56)}
    if role in degrees:
        return degrees[role][0] <= lowest and highest <= degrees[role][1]
    metres = {"@x": (200_000, 35_000_000), "@y": (5_200_000, 6_200_000)}
    small = {"@x": (5, 16), "@y": (46, 56)}
    values = [n for text in column.sample if (n := as_number(text))]
    return all(
        metres[role][0] <= n <= metres[role][1] or small[role][0] <= n <= small[role][1] for n in values
    )

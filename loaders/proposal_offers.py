"""A list of facilities, offers or bodies: what becomes a provider, a site, an offer and its coverage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.addresses import AddressPart
from loaders.evidence import Evidence
from loaders.headers import words
from loaders.mapping import FieldMapping
from loaders.proposal_columns import Column, is_certain, spec_of
from loaders.proposal_draft import Field, RecordDraft, assumed, cleaning, constant, keyed, taken
from loaders.proposal_places import position
from loaders.reasons import Reason, reason
from loaders.steps import Address, First, Marks, Number, Part, Step, Text, Time
from loaders.term_match import term_candidates
from loaders.times import TimeForm
from ontology.sheets import Kind, SheetSpec
from ontology.vocabulary import notation

_OFFER_FIELDS = (
    "telefon", "email", "webseite", "oeffnungszeiten", "beschreibung", "rechtsgrundlage", "sprachen", "dolmetschen", "kosten",
    "zugang", "voraussetzungen", "gueltig-ab", "gueltig-bis", "endegrund", "geprueft",
)  # fmt: skip
_BODY_FIELDS = ("telefon", "email", "webseite", "beschreibung", "geprueft")
_COVERAGE_FIELDS = ("bedarf", "altersangabe", "plaetze")
_HALF = 0.5
_OLDEST = 110  # a highest age above it is counted in months
_ADDRESS = (
    ("strasse", AddressPart.STREET),
    ("hausnummer", AddressPart.NUMBER),
    ("plz", AddressPart.POSTCODE),
    ("ort", AddressPart.TOWN),
)
_DASH = "–"


@dataclass(frozen=True, slots=True)
class _List:
    roles: Mapping[str, Column]
    marks: tuple[Evidence, ...]
    specs: Sequence[SheetSpec]
    rows: Sequence[Mapping[int, str]]
    source: str = ""

    def header(self, role: str) -> str | None:
        column = self.roles.get(role)
        return column.header if column else None

    def headers(self, *roles: str) -> list[str]:
        return [self.roles[role].header for role in roles if role in self.roles]

    def plain(self, to: str, role: str) -> Field | None:
        """A column taken over, with the steps its values need."""
        column, spec = self.roles.get(role), spec_of(role, self.specs)
        if column is None or spec is None:
            return None
        steps = cleaning(column.evidence, spec)
        if spec.kind is Kind.DATE and column.evidence.share("milliseconds") > _HALF:
            steps = (Time(form=TimeForm.MILLISECONDS),)
        elif spec.kind is Kind.DATE and column.evidence.share("moment") > _HALF:
            steps = (Part(by="T"),)
        return taken(to, column, *steps)


def propose_offers(
    roles: Mapping[str, Column],
    marks: tuple[Evidence, ...],
    rows: Sequence[Mapping[int, str]],
    specs: Sequence[SheetSpec],
    source: str,
) -> list[RecordDraft]:
    """Providers, sites, offers and coverages of a list.

    Args:
        roles: what its columns are.
        marks: columns with crosses that have no role.
        rows: the texts of the table by column number, to see what tells rows apart.
        specs: the sheets of the template.
        source: key of the source.
    """
    table = _List(roles, marks, specs, rows, source)
    key = _key_of(table)
    site = _site(table, key)
    drafts = [*_providers(table), site, _offer(table, key, has_site=site is not None), _coverage(table, key)]
    return [draft for draft in drafts if draft is not None]


def propose_bodies(roles: Mapping[str, Column], specs: Sequence[SheetSpec]) -> list[RecordDraft]:
    """The providers of a list that holds nothing but bodies."""
    table = _List(roles, (), specs, ())
    drafts = list(_providers(table))
    if drafts:
        drafts[-1].repeats = False
        drafts[-1].add(*(table.plain(name, f"#angebot+{name}") for name in _BODY_FIELDS))
    return drafts


@dataclass(frozen=True, slots=True)
class _RowKey:
    """What names a row. `own`: the key of the source if it is a number, which means something only there."""

    columns: tuple[str, ...]
    why: Reason
    own: str = ""

    def field(self, to: str, of: str, why: Reason | None = None) -> Field:
        """The key of the record of this row in a sheet."""
        return keyed(to, self.columns, of, why or self.why, self.own)


def _key_of(table: _List) -> _RowKey:
    number = table.roles.get("@kennung")
    if number is not None:
        return _RowKey((number.header,), reason("structure", "key", 0.95, header=number.header), table.source)
    candidates = [
        "#angebot+name", "#angebot+angebotsart", "#traeger+name", "@anschrift", "@strasse-nummer", "#standort+strasse",
        "#standort+hausnummer", "#standort+plz", "@plz-ort", "#standort+ort", "@gebiet", "#abdeckung+zielgruppe",
    ]  # fmt: skip
    chosen: list[Column] = []
    for role in candidates:
        if role not in table.roles or _tells_apart(table, chosen):
            continue
        chosen.append(table.roles[role])
    headers = [column.header for column in chosen]
    sure = 0.8 if _tells_apart(table, chosen) else 0.6
    return _RowKey(tuple(headers), reason("structure", "key-made", sure, header=", ".join(headers) or _DASH))


def _tells_apart(table: _List, columns: Sequence[Column]) -> bool:
    numbers = [column.evidence.number for column in columns]
    seen = {tuple(row.get(number, "") for number in numbers) for row in table.rows}
    return bool(numbers) and len(seen) == len(table.rows)


def _providers(table: _List) -> Iterator[RecordDraft]:
    umbrella, provider = table.roles.get("#traeger+spitzenverband"), table.roles.get("#traeger+name")
    if umbrella is not None and provider is not None:
        draft = RecordDraft("#traeger", repeats=True)
        draft.add(keyed("kennung", [umbrella.header], "#traeger", umbrella.reason), taken("name", umbrella))
        yield draft
    if provider is None:
        return
    draft = RecordDraft("#traeger", repeats=True)
    draft.add(
        keyed("kennung", [provider.header], "#traeger", provider.reason),
        taken("name", provider),
        table.plain("traegerart", "#traeger+traegerart"),
        keyed("spitzenverband", [umbrella.header], "#traeger", umbrella.reason) if umbrella else None,
    )
    yield draft


def _site(table: _List, key: _RowKey) -> RecordDraft | None:
    places = [
        role
        for role in (
            "@anschrift",
            "@strasse-nummer",
            "@plz-ort",
            "#standort+strasse",
            "#standort+plz",
            "#standort+ort",
            "#standort+lage",
        )
        if role in table.roles
    ]
    where = position(table.roles)
    if not (places or where) or not key.columns:
        return None
    draft = RecordDraft("#standort")
    draft.add(key.field("kennung", "#standort"), _site_name(table), *_address(table), where)
    draft.add(table.plain("lage", "#standort+lage"), _barrier(table))
    told = table.plain("offenlegung", "#standort+offenlegung")
    draft.add(told or constant("offenlegung", "intern", reason("structure", "intern", 0.9)))
    return draft


def _site_name(table: _List) -> Field | None:
    street = table.headers("#standort+strasse", "#standort+hausnummer") or table.headers("@strasse-nummer")
    town = table.headers("#standort+ort", "@plz-ort")[:1]
    name = table.roles.get("#angebot+name")
    made = [*street, *town] or table.headers("@anschrift")
    if name is not None and name.evidence.full:
        return taken("name", name)
    if not made:
        return taken("name", name) if name else None
    head = " ".join(f"{{{n}}}" for n in range(1, len(street) + 1))
    pattern = ", ".join(filter(None, [head, *(f"{{{len(street) + 1}}}" for _ in town)])) or "{1}"
    why = reason("structure", "made-name", 0.7, header=", ".join(made))
    return FieldMapping(to="name", columns=tuple(made), steps=(Text(pattern=pattern),)), why


def _address(table: _List) -> Iterator[Field | None]:
    whole, street, town = (table.roles.get(role) for role in ("@anschrift", "@strasse-nummer", "@plz-ort"))
    own = table.roles.get("#standort+strasse")
    # A column "Straße" holds the number, too, unless there is one for it.
    if own is not None and "#standort+hausnummer" not in table.roles and street is None:
        street, own = own, None
    if own is not None:
        yield taken("strasse", own)
    yield table.plain("hausnummer", "#standort+hausnummer")
    yield table.plain("plz", "#standort+plz")
    yield table.plain("ort", "#standort+ort")
    for column, names in ((street, ("strasse", "hausnummer")), (town, ("plz", "ort")), (whole, None)):
        for name, part in _ADDRESS if column is not None else ():
            if column is not None and (names is None or name in names):
                yield taken(name, column, Address(take=part))


def _barrier(table: _List) -> Field | None:
    column = table.roles.get("#standort+barrierefreiheit")
    if column is None or column.evidence.marks:
        return None  # a cross does not say which of the levels is meant
    return table.plain("barrierefreiheit", "#standort+barrierefreiheit")


def _offer(table: _List, key: _RowKey, *, has_site: bool) -> RecordDraft | None:
    if not key.columns:
        return None
    same = reason("structure", "same-row", 0.95)
    draft = RecordDraft("#angebot")
    provider = table.header("#traeger+name")
    draft.add(
        key.field("kennung", "#angebot"),
        _offer_name(table),
        keyed("traeger", [provider], "#traeger", same) if provider else None,
        table.plain("angebotsart", "#angebot+angebotsart")
        or _marked(table, "#angebot+angebotsart", "angebotsart"),
        table.plain("status", "#angebot+status")
        or assumed(
            "status", "aktiv", "alle Angebote der Liste sind in Betrieb", "all offers of the list are running"
        ),
        key.field("standort", "#standort", same) if has_site else None,
    )
    draft.add(*(table.plain(name, f"#angebot+{name}") for name in _OFFER_FIELDS))
    return draft


def _offer_name(table: _List) -> Field | None:
    name, kind, provider = (
        table.roles.get(role) for role in ("#angebot+name", "#angebot+angebotsart", "#traeger+name")
    )
    if name is not None and name.evidence.full:
        return taken("name", name)
    others = [column for column in (kind, provider) if column is not None]
    if (name is not None and name.evidence.filled >= _HALF * name.evidence.rows) or not others:
        columns = [column for column in (name, *others) if column is not None]
        if not columns:
            return None
        steps: tuple[Step, ...] = (First(),) if len(columns) > 1 else ()
        return FieldMapping(to="name", columns=tuple(c.header for c in columns), steps=steps), columns[
            0
        ].reason
    headers = tuple(column.header for column in others)
    why = reason("structure", "made-name", 0.7, header=", ".join(headers))
    pattern = "{1} ({2})" if len(headers) > 1 else "{1}"
    return FieldMapping(to="name", columns=headers, steps=(Text(pattern=pattern),)), why


def _coverage(table: _List, key: _RowKey) -> RecordDraft | None:
    groups = table.plain("zielgruppe", "#abdeckung+zielgruppe") or _marked(
        table, "#abdeckung+zielgruppe", "zielgruppe"
    )
    needs = [table.plain(name, f"#abdeckung+{name}") for name in _COVERAGE_FIELDS]
    ages = [_age(table, name) for name in ("alter-von", "alter-bis")]
    if not key.columns or not any((groups, *needs, *ages)):
        return None
    draft = RecordDraft("#abdeckung")
    draft.add(
        key.field("kennung", "#abdeckung"),
        key.field("angebot", "#angebot", reason("structure", "same-row", 0.95)),
        groups,
        *needs,
        *ages,
        _unit(table),
    )
    return draft


def _age(table: _List, name: str) -> Field | None:
    column = table.roles.get(f"#abdeckung+{name}")
    if column is None:
        return None
    highest = column.evidence.span[1] if column.evidence.span else 0
    if "monat" in words(column.header) or highest > _OLDEST:
        return taken(name, column, Number(divide=Decimal(12), rounding="down"))
    return table.plain(name, f"#abdeckung+{name}")


def _unit(table: _List) -> Field | None:
    column, spec = table.roles.get("#abdeckung+plaetze"), spec_of("#abdeckung+einheit", table.specs)
    if column is None or spec is None:
        return None
    for word in column.header.split():
        if is_certain(word, spec):
            return constant("einheit", word, reason("structure", "unit", 0.8))
    return assumed("einheit", "Plätze", "die Kapazität zählt Plätze", "the capacity counts places")


def _marked(table: _List, tag: str, to: str) -> Field | None:
    """Columns with crosses whose headers are terms of a list."""
    spec = spec_of(tag, table.specs)
    if spec is None:
        return None
    terms: dict[str, str] = {}
    for column in table.marks:
        best = next(iter(term_candidates(column.header.rpartition(" / ")[2], spec, 1)), None)
        if best is not None and best.certain:
            terms[column.header] = notation(best.concept) or best.shown
    if not terms:
        return None
    why = reason("values", "marks", 0.85, header=", ".join(terms), ours=spec.label["de"])
    return FieldMapping(to=to, columns=tuple(terms), steps=(Marks(terms=terms),)), why

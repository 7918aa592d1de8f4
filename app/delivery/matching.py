"""Who is who: what of a delivery is probably recorded already, or stands in the file twice under two spellings.

Nothing is merged by itself. A decision says of a key made from the file which record it is; it is saved with the source
and holds for the next delivery, until somebody takes it back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from app.delivery.previews import place_view
from app.delivery.views import FieldScoreView, MatchesView, MatchView
from app.delivery.work import SameAs
from app.delivery.workplace import Bench, decisions_of, source_of
from app.protection import ask
from app.town import OpenTown
from graph import Place
from graph.town import Snapshot
from loaders.entities import Entity, Match, MatchLevel, candidates, duplicates
from loaders.recast import recast
from loaders.spreadsheet import Sheet
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import RDFS
from ontology.sheets import SheetSpec
from ontology.terms import SOZ
from ontology.words import words_of
from shapes import sheet_specs

_MATCHED = (SOZ.Provider, SOZ.CostBearer, SOZ.Committee, SOZ.Site, SOZ.Offer, SOZ.Area)
_WORDS = words_of(__name__)
_BULK = frozenset({MatchLevel.SAME_IDENTIFIER, MatchLevel.SAME_SPELLING})


@dataclass(frozen=True, slots=True)
class Offered:
    """A match and the sheet it is about; `inside`: both are in the file."""

    tag: str
    match: Match
    inside: bool

    @property
    def bulk(self) -> bool:
        """Whether it may be accepted together with others, unread. Offers of one name may be several: never."""
        alike = self.match.barrier is None and self.match.level in _BULK
        return alike and self.match.left.cls != SOZ.Offer


def offered(town: OpenTown, bench: Bench) -> tuple[Offered, ...]:
    """Every pair that may be one, surest first; empty for a file in the form of the template, whose keys are given."""
    mapping = bench.work.mapping
    if mapping is None:
        return ()
    plain = recast(bench.raw, mapping, sheet_specs())
    base = town.snapshot()
    known = tuple(_known(base))
    source = source_of(mapping, bench.work, bench.staged.staged_at.date()).key
    own = {str(iri) for iri in _of_source(town, source)}
    specs = {spec.label["de"]: spec for spec in sheet_specs()}
    found: list[Offered] = []
    told = _told(plain.workbook.sheets, specs)
    for sheet in plain.workbook.sheets:
        spec = specs[sheet.name]
        if spec.cls not in _MATCHED:
            continue
        entities = tuple(_entities(sheet, spec, plain.workbook.filename, told))
        # What this source delivered under the same key before is that record, not one that resembles it.
        keys = {entity.key for entity in entities}
        others = tuple(e for e in known if not (e.key in keys and str(e.iri) in own))
        # Offers and sites of one name in different places are what a list is full of: nothing to decide.
        many = spec.cls in {SOZ.Offer, SOZ.Site}
        found += [
            Offered(spec.tag, match, inside=True)
            for match in duplicates(entities)
            if not (many and match.barrier is not None)
        ]
        found += [
            Offered(spec.tag, match, inside=False)
            for matches in candidates(entities, others).values()
            for match in matches
        ]
    return tuple(sorted(found, key=lambda o: (not o.bulk, o.match.barrier is not None, -o.match.score)))


def matches_view(town: OpenTown, bench: Bench, lang: str) -> MatchesView:
    """The offered pairs with what was decided about them, undecided first."""
    mapping = bench.work.mapping
    if mapping is None:
        return MatchesView((), 0, 0)
    source = source_of(mapping, bench.work, bench.staged.staged_at.date()).key
    decided = decisions_of(town.snapshot(), source, bench.work)
    views = [_view(offer, decided, lang) for offer in offered(town, bench)]
    views.sort(key=lambda view: bool(view.decided))
    open_ones = [view for view in views if not view.decided]
    return MatchesView(tuple(views), len(open_ones), sum(view.bulk for view in open_ones))


def bulk_decision(town: OpenTown, bench: Bench) -> SameAs:
    """All pairs that differ in nothing but spelling, decided as the same at once."""
    mapping = bench.work.mapping
    if mapping is None:
        return SameAs(pairs=())
    source = source_of(mapping, bench.work, bench.staged.staged_at.date()).key
    decided = decisions_of(town.snapshot(), source, bench.work)
    pairs: dict[tuple[str, str], str] = {}
    for offer in offered(town, bench):
        key, other = _sides(offer)
        if offer.bulk and (offer.tag, key) not in decided and (offer.tag, key) not in pairs and key != other:
            pairs[offer.tag, key] = pairs.get((offer.tag, other), decided.get((offer.tag, other), other))
    return SameAs(pairs=tuple((tag, key, other) for (tag, key), other in pairs.items()))


def _sides(offer: Offered) -> tuple[str, str]:
    """The key that is decided about, and the one it may be: the later of two in a file is the earlier one."""
    if offer.inside:
        return offer.match.right.key, offer.match.left.key
    return offer.match.left.key, offer.match.right.key


def _view(offer: Offered, decided: dict[tuple[str, str], str], lang: str) -> MatchView:
    match = offer.match
    key, other = _sides(offer)
    mine, theirs = (match.right, match.left) if offer.inside else (match.left, match.right)
    said = decided.get((offer.tag, key), "")
    spec = next(s for s in sheet_specs() if s.tag == offer.tag)
    fields = _WORDS.below("field", lang)
    return MatchView(
        tag=offer.tag,
        label=spec.label[lang],
        key=key,
        name=mine.name,
        other_key=other,
        other_name=theirs.name,
        score=round(match.score, 2),
        level=str(match.level),
        level_text=_WORDS(f"level.{match.level}", lang),
        barrier=_WORDS(f"barrier.{match.barrier}", lang) if match.barrier else "",
        fields=tuple(
            FieldScoreView(
                fields.get(f.field, f.field),
                f.theirs if offer.inside else f.ours,
                f.ours if offer.inside else f.theirs,
                None if f.score is None else round(f.score, 2),
            )
            for f in match.fields
        ),
        inside=offer.inside,
        decided="" if not said else "same" if said == other else "own" if said == key else "other",
        bulk=offer.bulk,
        place=place_view(mine.places[0], lang) if mine.places else None,
    )


Told = dict[tuple[str, str], dict[str, str]]
"""(sheet tag, key) → column → text."""


def _told(sheets: Iterable[Sheet], specs: Mapping[str, SheetSpec]) -> Told:
    """What the file says about each of its records: an offer is recognised by its provider and its site, too."""
    found: Told = {}
    for sheet in sheets:
        for _, text in _rows(sheet):
            found.setdefault((specs[sheet.name].tag, text.get("kennung", "")), text)
    return found


def _rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    tags = [cell.text.partition("+")[2] for cell in sheet.grid[0]]
    for row in range(2, len(sheet.grid) + 1):
        yield row, {tag: sheet.cell(row, column).text for column, tag in enumerate(tags, start=1)}


def _entities(sheet: Sheet, spec: SheetSpec, filename: str, told: Told) -> Iterator[Entity]:
    """The rows of a recast sheet as far as they can be recognised."""
    tags = [cell.text.partition("+")[2] for cell in sheet.grid[0]]
    seen: set[str] = set()
    for row, own in _rows(sheet):
        text = told.get(("#standort", own.get("standort", "")), {}) | own
        provider = told.get(("#traeger", own.get("traeger", "").split(";")[0].strip()), {}).get("name", "")
        key, name = text.get("kennung", ""), text.get("name", "")
        if not key or not name or key in seen:
            continue
        seen.add(key)
        origin = sheet.origin(row, tags.index("name") + 1)
        place = Place(filename, origin.sheet, origin.row, origin.column, origin.header) if origin else None
        yield Entity(
            key=key,
            cls=spec.cls,
            name=name,
            identifiers=frozenset(f"ags:{text['ags']}" for _ in (1,) if text.get("ags")),
            street=f"{text.get('strasse', '')} {text.get('hausnummer', '')}".strip(),
            postcode=text.get("plz", ""),
            town=text.get("ort", ""),
            phone=text.get("telefon", ""),
            email=text.get("email", ""),
            website=text.get("webseite", ""),
            provider=provider,
            places=(place,) if place else (),
        )


def _known(base: Snapshot) -> Iterator[Entity]:
    stand = [iris.stand_graph(base.ags, Audience.INTERN)]
    seen: set[object] = set()
    for row in ask(base.engine, "known_entities.rq", stand).records():
        record, cls = row["record"], row["type"]
        if (record, cls) in seen or not isinstance(record, URIRef) or not isinstance(cls, URIRef):
            continue
        seen.add((record, cls))
        said = {name: "" if value is None else str(value).strip() for name, value in row.items()}
        yield Entity(
            key=said["key"],
            cls=cls,
            name=said["name"],
            iri=record,
            identifiers=frozenset(f"ags:{said['ags']}" for _ in (1,) if said["ags"]),
            street=said["street"],
            postcode=said["postcode"],
            town=said["town"],
            phone=said["phone"],
            email=said["email"],
            website=said["website"],
            umbrella=said["umbrella"],
            provider=said["provider"],
        )


def _of_source(town: OpenTown, source: str) -> Iterable[URIRef]:
    """The records this source delivered before."""
    return {quad[0] for quad in town.store.source_quads(source) if quad[1] == RDFS.label}

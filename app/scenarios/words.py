"""Acts of a scenario in words, with the names of the records they are about."""

from datetime import date

from app.display import day
from app.records.editing import sheet_of
from app.records.rows import Reader
from app.scenarios.acts import Act, ChangeCoverage, ChangeRecord, CloseOffer, EndFunding, PlanOffer
from ontology import iris
from ontology.vocabulary import find_concept, label
from queries.words import Words, counted


def kind_words(act: Act) -> Words:
    """What sort of supposition it is."""
    return _KINDS[act.do]


def act_words(act: Act, reader: Reader) -> Words:
    """The act in a sentence."""
    name = _Names(reader)
    if isinstance(act, EndFunding):
        told = _ENDS.format(fundings=counted(len(act.fundings), *_FUNDINGS), day=_day(act.day))
        offers = [name.record("angebot", key) for key in act.offers]
        return told if not offers else _AND.format(told=told, offers=_same(", ".join(offers)))
    if isinstance(act, CloseOffer):
        return _CLOSES.format(offer=_same(name.record("angebot", act.offer)), day=_day(act.day))
    if isinstance(act, PlanOffer):
        return _plan_words(act, name)
    if isinstance(act, ChangeCoverage):
        said = [
            told.format(value=_same(value))
            for told, value in (
                (_FROM_AGE, act.youngest), (_TO_AGE, act.oldest), (_PLACES, act.places),
                (_AREAS, act.areas and ", ".join(name.record("gebiet", key) for key in act.areas)),
            )
            if value is not None
        ]  # fmt: skip
        if act.groups is not None:
            said.append(_GROUPS.format(value=name.concepts("target-groups", act.groups)))
        return _CHANGES.format(record=_same(name.record("abdeckung", act.coverage)), changes=_list(said))
    return _record_words(act, name)


def field_words(field: str) -> Words:
    """What a field of an act is called."""
    return _FIELDS.get(field, Words(field, field))


class _Names:
    """Names of records and concepts; the key or notation where there is none (any more)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def record(self, sheet: str, key: str) -> str:
        record = iris.record(self._reader.snapshot.ags, sheet_of(sheet).cls, key)
        name = self._reader.name(record)
        return f"{name} ({key})" if name != key else key

    def concepts(self, scheme: str, texts: tuple[str, ...]) -> Words:
        found = [(find_concept(scheme, text), text) for text in texts]
        german, english = (
            ", ".join(label(c, lang) if c is not None else n for c, n in found) for lang in ("de", "en")
        )
        return Words(german, english)


def _plan_words(act: PlanOffer, name: _Names) -> Words:
    ages = _AGES.format(youngest=_same(act.youngest or 0), oldest=_same(act.oldest or "…"))
    return _PLANS.format(
        name=_same(act.name), key=_same(act.key), provider=_same(name.record("traeger", act.provider)),
        needs=name.concepts("needs", act.needs), groups=name.concepts("target-groups", act.groups),
        areas=_same(", ".join(name.record("gebiet", key) for key in act.areas)), day=_day(act.first_day),
        ages=ages if act.youngest is not None or act.oldest is not None else Words("", ""),
        places=_WITH_PLACES.format(places=_same(act.places)) if act.places else Words("", ""),
        until=_UNTIL.format(day=_day(act.last_day)) if act.last_day else Words("", ""),
    )  # fmt: skip


def _record_words(act: ChangeRecord, name: _Names) -> Words:
    spec = sheet_of(act.sheet)
    said = []
    for tag, text in act.changes.items():
        column = spec.column(tag if tag.startswith("#") else f"{spec.tag}+{tag}")
        labels = column.label if column else {"de": tag, "en": tag}
        said.append(Words(f"{labels['de']}: {text or '–'}", f"{labels['en']}: {text or '–'}"))
    return _CHANGES.format(record=_same(name.record(act.sheet, act.key)), changes=_list(said))


def _list(parts: list[Words]) -> Words:
    return Words("; ".join(p.de for p in parts), "; ".join(p.en for p in parts))


def _same(value: object) -> Words:
    return Words(str(value), str(value))


def _day(when: date) -> Words:
    return Words(day(when, "de"), day(when, "en"))


_KINDS = {
    "end-funding": Words("Förderung endet", "Funding ends"),
    "close-offer": Words("Angebot endet", "Offer ends"),
    "plan-offer": Words("Geplantes Angebot", "Planned offer"),
    "change-coverage": Words("Reichweite ändert sich", "Reach changes"),
    "change-record": Words("Datensatz anders", "Record differs"),
}
_FUNDINGS = (Words("Finanzierung zahlt", "funding pays"), Words("Finanzierungen zahlen", "fundings pay"))
_ENDS = Words("{fundings} nur bis {day}", "{fundings} until {day} only")
_AND = Words("{told}; mit ihr enden {offers}", "{told}; with it end {offers}")
_CLOSES = Words("{offer} endet am {day}", "{offer} ends on {day}")
_PLANS = Words(
    "{name} ({key}) ab {day}{until}, Träger {provider}, für {groups}{ages}, Bedarf {needs}, in {areas}{places}",
    "{name} ({key}) from {day}{until}, run by {provider}, for {groups}{ages}, need {needs}, in {areas}{places}",
)
_UNTIL = Words(" bis {day}", " to {day}")
_AGES = Words(" von {youngest} bis {oldest} Jahren", " aged {youngest} to {oldest}")
_WITH_PLACES = Words(", {places} Plätze", ", {places} places")
_CHANGES = Words("{record}: {changes}", "{record}: {changes}")
_FROM_AGE = Words("ab {value} Jahren", "from age {value}")
_TO_AGE = Words("bis {value} Jahre", "to age {value}")
_PLACES = Words("{value} Plätze", "{value} places")
_AREAS = Words("Gebiete: {value}", "areas: {value}")
_GROUPS = Words("Zielgruppen: {value}", "target groups: {value}")
_FIELDS = {
    "do": Words("Art der Annahme", "Kind of supposition"),
    "name": Words("Name des Angebots", "Name of the offer"),
    "provider": Words("Träger", "Provider"),
    "kind": Words("Angebotsart", "Kind of offer"),
    "needs": Words("Bedarfe", "Needs"),
    "groups": Words("Zielgruppen", "Target groups"),
    "areas": Words("Gebiete", "Areas"),
    "offer": Words("Angebot", "Offer"),
    "offers": Words("Angebote, die mit enden", "Offers that end with it"),
    "fundings": Words("Finanzierungen", "Fundings"),
    "coverage": Words("Abdeckung", "Coverage"),
    "sheet": Words("Art des Datensatzes", "Kind of record"),
    "key": Words("Kennung", "Key"),
    "changes": Words("Feld und neuer Inhalt", "Field and new content"),
    "day": Words("Letzter Tag", "Last day"),
    "first_day": Words("Erster Tag", "First day"),
    "last_day": Words("Letzter Tag", "Last day"),
    "youngest": Words("Alter ab", "From age"),
    "oldest": Words("Alter bis", "To age"),
    "places": Words("Plätze", "Places"),
}

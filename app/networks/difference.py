"""Two states of a network compared: connections that appeared and that are gone.

Both passed the gate before. A connection that is gone is one that is no longer recorded as valid; whether it ended or was
not reported again is not known.
"""

from app.display import day
from app.networks.views import NetworkDifference, NetworkView
from app.views import Row, TableView
from queries.words import Words, counted


def network_difference(then: NetworkView, now: NetworkView) -> NetworkDifference:
    """What lies between two states of the same network."""
    lang = now.answer.lang
    before, after = _edges(then), _edges(now)
    new = [row for key, row in after.items() if key not in before]
    gone = [row for key, row in before.items() if key not in after]
    stayed = len(before.keys() & after.keys())
    lead = _LEAD.format(
        then=_state(then), now=_state(now), new=counted(len(new), *_NEW), gone=counted(len(gone), *_GONE), stayed=stayed,
    )  # fmt: skip
    return NetworkDifference(
        lead.get(lang),
        _table("appeared", _NEW_TITLE, now, new),
        _table("gone", _GONE_TITLE, now, gone),
        stayed,
    )


def _edges(view: NetworkView) -> dict[frozenset[str], Row]:
    names = [column.name for column in view.answer.columns]
    ends = [names.index(name) for name in ("one", "other")]
    return {frozenset(row[at].iri or row[at].text for at in ends): row for row in view.answer.rows}


def _table(name: str, title: Words, view: NetworkView, rows: list[Row]) -> TableView:
    lang = view.answer.lang
    return TableView(title.get(lang), view.answer.columns, tuple(rows), note=_NONE.get(lang), name=name)


def _state(view: NetworkView) -> Words:
    when = {lang: day(view.answer.reference_date, lang) for lang in ("de", "en")}
    return Words(
        f"{when['de']}, Version {view.answer.version}", f"{when['en']}, version {view.answer.version}"
    )


_NEW = (
    Words("Verbindung kam hinzu", "connection appeared"),
    Words("Verbindungen kamen hinzu", "connections appeared"),
)
_GONE = (
    Words("ist nicht mehr erfasst", "is no longer recorded"),
    Words("sind nicht mehr erfasst", "are no longer recorded"),
)
_NEW_TITLE, _GONE_TITLE = (
    Words("Hinzugekommen", "Appeared"),
    Words("Nicht mehr erfasst", "No longer recorded"),
)
_NONE = Words("Keine.", "None.")
_LEAD = Words(
    "Von {then} zu {now}: {new}, {gone}, {stayed} blieben. Nicht mehr erfasst heißt nicht, dass die Zusammenarbeit endete.",
    "From {then} to {now}: {new}, {gone}, {stayed} stayed. No longer recorded does not mean that cooperation ended.",
)

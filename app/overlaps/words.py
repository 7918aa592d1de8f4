"""Words of overlaps and agreed coordination that views, exports and the command line share."""

from app.coordination.agreements import Progress
from ontology.vocabulary import label
from queries.overlap import WANTED, Kind
from queries.overlap_list import Together
from queries.words import Words

OPEN = "offen"
"""The key of pairs that cannot be compared."""

KINDS = (
    Kind.UNCOORDINATED, Kind.SUBSIDIARITY, Kind.CAPACITY, Kind.SPURIOUS, None, Kind.PLURALITY, Kind.DIFFERENT,
    Kind.COORDINATED,
)  # fmt: skip
"""The classes of pairs in the order they are spoken of: what asks for a talk first, what is wanted last."""

TOGETHER = {
    Together.AGREED: Words("abgestimmt", "coordinated"),
    Together.LOOSE: Words("nur Austausch oder Verweis", "exchange or referral only"),
    Together.NONE: Words("keine bekannt", "none known"),
    Together.UNKNOWN: Words("nicht vollständig erhoben", "not completely surveyed"),
}
PROGRESS = {
    Progress.AGREED: Words("vereinbart", "agreed"),
    Progress.UNDER_WAY: Words("in Arbeit", "under way"),
    Progress.DONE: Words("erledigt", "done"),
}


def kind_key(kind: Kind | None) -> str:
    """A class as it stands in URLs and files: UE-4, capacity, or that the two cannot be compared."""
    return OPEN if kind is None else str(kind)


def is_wanted(kind: Kind | None) -> bool:
    """Whether a class is wanted."""
    return kind in WANTED


def kind_text(key: str, lang: str) -> str:
    """The name of a class by its key; empty for none."""
    if not key:
        return ""
    if key == OPEN:
        return _OPEN.get(lang)
    known = Kind(key)
    if known is Kind.CAPACITY or known.concept is None:
        return _CAPACITY.get(lang)
    own = _OWN.get(known)
    return own.get(lang) if own else label(known.concept, lang)


def kind_name(key: str, lang: str) -> str:
    """The name of a class with its notation, where it has one."""
    return f"{kind_text(key, lang)} ({key})" if key.startswith("UE-") else kind_text(key, lang)


_OPEN = Words("Nicht vergleichbar", "Cannot be compared")
_CAPACITY = Words("Keine Überschneidung: Kapazität wird gebraucht", "No overlap: capacity is needed")
_OWN = {  # the page says what is to be done, not what is there
    Kind.UNCOORDINATED: Words("Abstimmungsbedarf", "Need for coordination"),
    Kind.SUBSIDIARITY: Words("Subsidiarität zu prüfen", "Subsidiarity to be checked"),
    Kind.SPURIOUS: Words("Nur scheinbar, genauer zu erfassen", "Spurious, to be recorded in more detail"),
}
NOT_COLLECTED = Words("nicht erhoben", "not collected")

"""Words that stand for a missing value (design D15).

An empty cell says nothing. "unbekannt" says that somebody asked; "keine" says that somebody looked and there is none.
"""

import re

from loaders.readings import Blank
from ontology.sheets import Kind

_UNKNOWN = frozenset({
    "unbekannt", "nicht bekannt", "noch unbekannt", "k a", "ka", "keine angabe", "keine angaben", "?", "??", "???",
    "weiß nicht", "weiss nicht", "nicht mitgeteilt", "nicht erhoben", "offen", "ungeklärt", "unklar", "n b",
    "unknown", "not known", "not stated",
})  # fmt: skip
_NONE = frozenset({
    "keine", "kein", "keiner", "keines", "keinen", "ohne", "-", "--", "---", "entfällt", "entfaellt",
    "nicht vorhanden", "nicht zutreffend", "trifft nicht zu", "gibt es nicht", "none", "not applicable",
})  # fmt: skip
_ENDLESS = frozenset(
    ("unbefristet", "laufend", "bis auf weiteres", "auf weiteres", "31.12.9999", "9999-12-31")
)
_DOTS = re.compile(r"[.\s]+")


def blank_of(text: str, kind: Kind, *, end: bool = False) -> Blank | None:
    """What `text` says about a missing value; None if it is a value.

    Args:
        text: the whole cell.
        kind: of the column. In a text column "offen" or "ohne" may be meant as said.
        end: the column names a last day, where "unbefristet" means that there is none.
    """
    dashes = text.replace("–", "-").replace("—", "-").replace("−", "-").casefold().strip()
    word = " ".join(_DOTS.sub(" ", dashes).split()) if not dashes.startswith(("?", "-")) else dashes
    if end and (dashes in _ENDLESS or word in _ENDLESS):
        return Blank.NONE
    if kind is Kind.LEGAL and word.startswith(
        ("freiwillig", "keine rechtsgrundlage", "ohne rechtsgrundlage")
    ):
        return Blank.NONE
    if kind in {Kind.NAME, Kind.TEXT, Kind.STRING} and word in {"offen", "ohne"}:
        return None
    if word in _UNKNOWN or dashes in _UNKNOWN:
        return Blank.UNKNOWN
    return Blank.NONE if word in _NONE else None

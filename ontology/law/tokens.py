"""Cuts a clause into laws and into groups of numbers behind one § sign."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from ontology.law import names
from ontology.law.register import natural

NUMBER = r"[1-9]\d{0,3}"
_DETAILS = {"abs": "absatz", "satz": "satz", "s": "satz", "nr": "nummer", "num": "nummer"}
_DETAIL_STATES = {*_DETAILS.values(), "other"}


@dataclass(slots=True)
class Item:
    """One number of a group, while it is read."""

    number: str
    through: str | None = None
    following: bool = False
    unclear_f: bool = False
    details: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """The numbers behind one § sign and the span of text they take."""

    sign: str
    plural: bool
    start: int
    end: int
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LawToken:
    """A law named in the text; `known` tells whether a list has it."""

    law: str
    known: bool
    start: int
    end: int


def read(clause: str) -> Iterator[Group | LawToken]:
    """Groups and laws of a clause in their order."""
    group: Group | None = None
    state = ""  # what the last token was: sign, item, detail, separator, dash, or a detail keyword's letter
    for token in _tokens().finditer(clause):
        kind = token.lastgroup or ""
        if kind == "sign":
            if group:
                yield group
            word = token.group()
            group = Group(
                "§" if word.startswith(("§", "P", "p")) else "Art.",
                word.startswith("§§"),
                token.start(),
                token.end(),
            )
            state = "sign"
        elif kind in ("law", "unknown"):
            if group:
                yield group
            group, state = None, ""
            yield LawToken(names.canonical(token.group()), kind == "law", token.start(), token.end())
        elif group:
            state = _step(group, state, kind, token)
            if not state:
                yield group
                group = None
    if group:
        yield group


def _step(group: Group, state: str, kind: str, token: re.Match[str]) -> str:
    """Read one token into the group; an empty state ends the group."""
    if kind == "space":
        return state
    if kind == "number":
        state = _number(group, state, token.group().lower())
    else:
        state = _mark(group.items[-1], state, kind, token) if group.items else ""
    if state:
        group.end = token.end()
    return state


def _mark(item: Item, state: str, kind: str, token: re.Match[str]) -> str:
    """Read what is no number: ff., Abs., a separator, a dash, a lone letter."""
    text = token.group().lower()
    if kind in ("separator", "dash"):
        return f"detail {kind}" if state.startswith("detail") else kind
    if kind == "detail":
        return next((name for start, name in _DETAILS.items() if text.startswith(start)), "other")
    if kind == "parenthesis" and state == "item":
        item.details["absatz"] = text.strip("() \t")
        return "detail"
    if kind == "following" or (kind == "letter" and state == "item" and text == "f"):
        touching = token.string[token.start() - 1].isdigit()
        item.unclear_f = kind == "letter" or (text == "f." and touching)
        item.following = not item.unclear_f
        return "item"
    if kind == "letter" and state == "dash":
        item.through = item.number.rstrip("abcdefghijklmnopqrstuvwxyz") + text
        return "item"
    return ""


def _number(group: Group, state: str, text: str) -> str:
    """A number is the next paragraph, the end of a range, or belongs to Abs., Satz, Nr."""
    number = re.sub(r"\s", "", text)
    last = group.items[-1] if group.items else None
    if last is None or state in ("sign", "separator"):
        group.items.append(Item(number))
        return "item"
    if state == "dash":
        last.through = number
        return "item"
    if state in _DETAIL_STATES:
        if state != "other":
            last.details.setdefault(state, number)
        return "detail"
    if state == "detail separator" and group.plural and natural(number) > natural(last.number):
        group.items.append(Item(number))  # "§§ 27 Abs. 2, 34": the list of paragraphs goes on
        return "item"
    return "detail" if state in ("detail separator", "detail dash") else ""


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(
        rf"""
          (?P<law>(?<![\w/])(?:(?i:{names.pattern()}))(?![\w]))
        | (?P<unknown>{names.UNKNOWN_LAW})
        | (?P<sign>§§?|\b(?i:Art(?:ikel|t)?\.?(?=\s*\d)|Paragra(?:ph|f)(?:en)?(?=\s*\d)))
        | (?P<following>(?<![A-Za-zÄÖÜäöüß])(?:f{{1,2}}\.|ff(?!\w)))
        | (?P<detail>\b(?i:Abs(?:atz|ätze|\b)|Satz|S(?=\.?\s?\d)|Nr|Nummern?|Nrn|Halbs(?:atz)?|Hs|Alt|Buchst(?:abe)?|lit|UAbs
            |Unterabsatz|Ziff(?:er)?)\b\.?)
        | (?P<parenthesis>\(\s*\d+[a-z]?\s*\))
        | (?P<number>(?<!\w)(?:{NUMBER}(?!f\.)[a-z](?![a-zäöüß])|{NUMBER}\s[a-eg-tv-z](?![\w.])|{NUMBER}(?!\d)))
        | (?P<separator>,|/|&|\+|\b(?:und|u\.|sowie|oder|in\ Verbindung\ mit|i\.?\s?V\.?\s?m\.?))
        | (?P<dash>-|–|—|‐|\bbis\b)
        | (?P<space>\s+|[.:])
        | (?P<letter>\b[a-z]\b)
        | (?P<word>\w+)
        | (?P<other>\S)
        """,
        re.VERBOSE,
    )

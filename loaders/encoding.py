"""Bytes to text, whatever encoding the sender used."""

import codecs
from dataclasses import dataclass
from types import MappingProxyType

import charset_normalizer

from loaders.container import UnreadableFileError

ENCODINGS = MappingProxyType(
    {
        "UTF-8": "utf-8",
        "Windows-1252": "cp1252",
        "ISO-8859-1": "iso8859-1",
        "ISO-8859-15": "iso8859-15",
        "Mac Roman": "mac_roman",
        "DOS (Codepage 850)": "cp850",
        "UTF-16": "utf-16",
    }
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_EUROPEAN = ["cp1252", "mac_roman", "cp850"]  # what German offices still produce beside UTF-8
_KNOWN = frozenset({*ENCODINGS.values(), "utf-32"})
_GERMAN = frozenset("äöüÄÖÜßéèêáàçñóôëï§€„“”‚‘’»«–—…°²³·½\u00a0")
_GERMAN_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the codec it was read with. `guessed`: the name of the encoding for people, if it had to be guessed."""

    text: str
    encoding: str
    guessed: str | None = None


def decode(data: bytes, chosen: str | None = None) -> Decoded:
    """Read bytes as text: by what a person chose, by the mark at the beginning, as UTF-8, or by what looks German.

    Args:
        data: the file.
        chosen: a name or codec of `ENCODINGS`; None = find it out.

    Raises:
        UnreadableFileError: the choice is unknown or does not fit, or nothing fits.
    """
    if chosen is not None:
        return _as_chosen(data, chosen)
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return Decoded(_strictly(data, codec), name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        matches = charset_normalizer.from_bytes(data, cp_isolation=_EUROPEAN)
    # Which of them fits is told by what German texts hold: "Größe" read wrongly has letters nobody uses here.
    ranked = sorted((-_german_share(_strictly(data, m.encoding)), m.encoding) for m in matches)
    if not ranked or -ranked[0][0] < _GERMAN_ENOUGH:
        raise UnreadableFileError("text-undecodable")
    codec = ranked[0][1]
    return Decoded(_strictly(data, codec), codec, name_of(codec))


def name_of(codec: str) -> str:
    """What people call a codec."""
    return next((name for name, known in ENCODINGS.items() if known == codec), codec)


def _as_chosen(data: bytes, chosen: str) -> Decoded:
    codec = ENCODINGS.get(chosen, chosen)
    if codec not in _KNOWN:
        raise UnreadableFileError("encoding-unknown", name=chosen, suggestion=", ".join(ENCODINGS))
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError("encoding-unfit", encoding=name_of(codec), row=row) from error
    return Decoded(text.removeprefix("\ufeff"), codec)


def _german_share(text: str) -> float:
    foreign = [character for character in text if ord(character) > 127]
    return sum(character in _GERMAN for character in foreign) / max(len(foreign), 1)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("text-undecodable") from error

"""What must not leave, each of it found nowhere else, and how a file is searched for it."""

import io
import re
import zipfile
from pathlib import Path

from pypdf import PdfReader

# Street, postcode, latitude, longitude, phone of three protected sites.
SITES = {
    "X-1": ("Zilpzalpsteg", "00871", "51.317462", "9.481357", "06999 7771234"),
    "X-2": ("Am Pirolenwinkel", "00872", "51.326173", "9.472648", "06999 7772345"),
    "X-3": ("Wendehalsallee", "00873", "51.334185", "9.463926", "06999 7773456"),
}
# So few people that no audience may be told how many.
PEOPLE = "1.70529"
# What an internal record is called, and who stands in the text of a public one: not for the public.
INTERNAL = "Steinschmätzertreff"
PERSON = "Frau Rotkehlchen"
NEEDLES = [
    needle
    for street, postcode, latitude, longitude, phone in SITES.values()
    for needle in (
        street.split()[-1].casefold(),
        postcode,
        latitude[:-1],
        longitude[:-1],
        phone[-7:],
        "".join(phone.split())[1:],
    )
] + [PEOPLE]
NOT_PUBLIC = [INTERNAL.casefold(), PERSON.rsplit(maxsplit=1)[-1].casefold()]

_TAGS = re.compile(rb"<[^>]*>")


def contents(data: bytes) -> str:
    """The text of a file: unzipped, of a page of a PDF, of a calendar without its folded lines."""
    if data[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        # a word processor cuts a word into pieces as it likes
        data = b"\n".join([*parts, *(_TAGS.sub(b"", part) for part in parts)])
    if data.startswith(b"BEGIN:VCALENDAR"):
        data = data.replace(b"\r\n ", b"")
    return data.decode("utf-8", "replace")


# What the log draws by lot, for a patch and for its sidecar: five digits in a row happen among them.
_DRAWN = re.compile(r"""(?:^h id |"nonce": ?)"[0-9a-f]{32}\"""", re.MULTILINE)


def leaks(text: str, *, public: bool = False, own_query: bool = False) -> list[str]:
    """What of it stands in a text; for the public also what is internal or a person.

    A query of one's own names no columns and shouts as it likes: numbers of people and persons are not to be known in its
    rows. They are kept out of what it reads (`graph.merge`).
    """
    folded = _DRAWN.sub("", text.casefold()).replace(",", ".")
    needles = NEEDLES + (NOT_PUBLIC if public else [])
    if own_query:
        needles = [n for n in needles if n not in (PEOPLE, PERSON.rsplit(maxsplit=1)[-1].casefold())]
    return [n for n in needles if n in folded and (not n[:1].isdecimal() or _alone(n, folded))]


def _alone(digits: str, text: str) -> bool:
    """Whether they stand for themselves; inside of a longer number they are one of the engine's times or sizes."""
    end = r"(?!\d)" if digits.isdecimal() else ""  # of a coordinate the first places are enough
    return re.search(rf"(?<!\d){re.escape(digits)}{end}", text) is not None


def leaked_files(*folders: Path) -> list[str]:
    """The files in which something of it stands, or in whose names."""
    return [
        f"{path}: {found}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and (found := leaks(path.name) + leaks(contents(path.read_bytes())))
    ]

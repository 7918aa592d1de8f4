"""The town's own Word template: kept beside the papers, looked at before it is used.

In it stand placeholders: `{{p inhalt }}` alone in a paragraph is where the paper goes; `{{ titel }}`, `{{ gremium }}` and the
others of `PLACEHOLDERS` may stand anywhere, also in header and footer. Nothing else is run: no loops, no expressions.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import unescape

from app.errors import RequestError
from app.gate import release
from app.papers.views import LetterheadView
from app.protection import Secrets
from app.shelves import write_whole
from loaders.persons import IN_WORDS, trace_of_person
from ontology.iris import Audience

PLACEHOLDERS: Final = {
    "inhalt": "die ganze Vorlage; nur als {{p inhalt }} und allein in einem Absatz",
    "titel": "Titel; steht er im Brief, beginnt der Inhalt ohne ihn",
    "art": "Vorlagenart",
    "gremium": "Gremium",
    "sitzung": "Tag der Sitzung",
    "status": "Entwurf oder fertig",
    "vermerk": "„Nicht öffentlich“, „Entwurf“; fehlt er, setzt Querblick ihn in die Kopfzeile",
    "stadt": "Name der Stadt",
    "stand": "Stadt, Version, Prüfsumme, Tag",
}
CONTENT: Final = re.compile(r"\{\{p\s+inhalt\s*\}\}")
_LARGEST: Final = 5_000_000
_UNPACKED: Final = 40_000_000
_MOST_FILES: Final = 500
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FORBIDDEN: Final = (
    ("vbaproject", "Makros"),
    ("activex", "Steuerelemente (ActiveX)"),
    ("/embeddings/", "eingebettete Dateien"),
    ("word/comments", "Kommentare; bitte entfernen"),
)
_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_WHERE: Final = {
    "document": "Text",
    "header": "Kopfzeile",
    "footer": "Fußzeile",
    "footnotes": "Fußnoten",
    "endnotes": "Endnoten",
}
_PARAGRAPH: Final = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT: Final = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_TAG: Final = re.compile(r"\{\{(p\s)?\s*([^{}]*?)\s*\}\}")
_OUTSIDE: Final = re.compile(r'<Relationship\b[^>]*TargetMode="External"[^>]*>')


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the templates of a town lie, numbered; the highest number is used."""

    path: Path

    def files(self) -> list[Path]:
        """All of them, the one in use last."""
        return sorted(self.path.glob("[0-9][0-9][0-9][0-9].docx")) if self.path.is_dir() else []


def kept(folder: Folder) -> LetterheadView | None:
    """What is known of the template in use."""
    if not folder.files():
        return None
    current = folder.files()[-1]
    told = json.loads(current.with_suffix(".json").read_text("utf-8"))
    texts = _texts(current.read_bytes())
    return LetterheadView(
        told["filename"], datetime.fromisoformat(told["kept_on"]), tuple(_names(texts)), tuple(_advice(texts))
    )


def read(folder: Folder) -> bytes | None:
    """The template in use; None = the one Querblick brings."""
    files = folder.files()
    return files[-1].read_bytes() if files else None


def keep(folder: Folder, data: bytes, filename: str) -> None:
    """Use a template from now on; those before stay."""
    numbers = [int(path.stem[:4]) for path in folder.path.glob("[0-9][0-9][0-9][0-9].*")]
    target = folder.path / f"{max(numbers, default=0) + 1:04d}.docx"
    about = {"filename": Path(filename).name[:120], "kept_on": datetime.now(UTC).isoformat()}
    write_whole(target.with_suffix(".json"), json.dumps(about, ensure_ascii=False).encode())
    write_whole(target, data)


def drop(folder: Folder) -> None:
    """Stop using the template in use; its file stays as `….weggelegt`."""
    files = folder.files()
    if not files:
        raise RequestError("Briefkopf: es gibt keinen eigenen")
    files[-1].replace(files[-1].with_suffix(".docx.weggelegt"))


def examine(data: bytes, secrets: Secrets) -> None:
    """Whether a file can be a letterhead.

    Raises:
        RequestError: it does not open, holds what must not be in it, or lacks what papers need.
    """
    if len(data) > _LARGEST:
        raise _refused("größer als 5 MB")
    texts = _texts(data)
    for where, paragraphs in texts.items():
        _look(where, paragraphs, secrets)
    found = [text for text in texts.get("Text", []) if CONTENT.search(text)]
    if len(found) != 1 or CONTENT.sub("", found[0]).strip():
        raise _refused(
            "{{p inhalt }} muss genau einmal im Text stehen, allein in einem Absatz: dort kommt die Vorlage hin"
        )
    _open(data)


def has(data: bytes, name: str, where: str = "") -> bool:
    """Whether a placeholder stands in a template, or in a part of it (Text, Kopfzeile, Fußzeile)."""
    texts = _texts(data)
    return name in _names({key: texts[key] for key in texts if where in ("", key)})


def _look(where: str, paragraphs: list[str], secrets: Secrets) -> None:
    text = "\n".join(paragraphs)
    if "{%" in text or "{#" in text:
        raise _refused(f"{where}: Anweisungen in {{% … %}} oder {{# … #}} gehen nicht, nur Platzhalter")
    unknown = sorted({name for _, name in _TAG.findall(text)} - set(PLACEHOLDERS))
    if unknown or len(_TAG.findall(text)) != text.count("{{"):
        raise _refused(
            f"{where}: unbekannter Platzhalter ({', '.join(unknown)[:80] or 'unvollständig'}); es gibt {', '.join(PLACEHOLDERS)}"
        )
    if any(form and name != "inhalt" for form, name in _TAG.findall(text)):
        raise _refused(f"{where}: nur {{{{p inhalt }}}} hat ein p")
    if where != "Text" and "inhalt" in {name for _, name in _TAG.findall(text)}:
        raise _refused(f"{where}: {{{{p inhalt }}}} gehört in den Text")
    if (person := trace_of_person(text)) is not None:
        raise _refused(f"{where}: {IN_WORDS[person][0]}; bitte eine Stelle oder Funktion nennen")
    if release(text, Audience.INTERN, secrets).withheld.protected:
        raise _refused(f"{where}: Angabe zu einem geschützten Standort")


def _texts(data: bytes) -> dict[str, list[str]]:
    """The paragraphs of each part, as text."""
    found: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _contents(archive)
            for name in archive.namelist():
                if match := _PARTS.fullmatch(name):
                    xml = archive.read(name).decode("utf-8")
                    _markup(xml)
                    where = _WHERE[match[1].rstrip("0123456789")]
                    found.setdefault(where, []).extend(_paragraphs(xml))
    except (zipfile.BadZipFile, UnicodeDecodeError, KeyError, RuntimeError) as error:
        raise _refused("lässt sich nicht als Word-Datei öffnen; erwartet .docx") from error
    return found


def _contents(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _UNPACKED:
        raise _refused("enthält zu viele oder zu große Teile")
    for info in infos:
        for part, words in _FORBIDDEN:
            if part in info.filename.lower():
                raise _refused(f"enthält {words}")
        if info.filename.endswith(".rels"):
            _links(archive.read(info).decode("utf-8"))
    if _MAIN not in archive.read("[Content_Types].xml").decode("utf-8"):
        raise _refused("ist kein Word-Dokument ohne Makros; bitte als .docx speichern (nicht .docm, .dotx)")


def _links(xml: str) -> None:
    outside = [link for link in _OUTSIDE.findall(xml) if "/hyperlink" not in link]
    if outside:
        raise _refused(
            "verweist auf Dateien außerhalb (verknüpfte Bilder oder Dokumentvorlage); bitte einbetten oder lösen"
        )


def _markup(xml: str) -> None:
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise _refused("enthält eine Dokumenttyp-Angabe")
    if re.search(r"<w:(ins|del|moveFrom|moveTo)\s", xml):
        raise _refused("enthält nachverfolgte Änderungen; bitte annehmen oder ablehnen")


def _paragraphs(xml: str) -> Iterator[str]:
    for match in _PARAGRAPH.finditer(xml):
        yield unescape("".join(_TEXT.findall(match[0])), {"&quot;": '"', "&apos;": "'"})


def _names(texts: dict[str, list[str]]) -> list[str]:
    text = "\n".join(line for lines in texts.values() for line in lines)
    found = {name for _, name in _TAG.findall(text)}
    return [name for name in PLACEHOLDERS if name in found]


def _advice(texts: dict[str, list[str]]) -> Iterator[str]:
    names = _names(texts)
    if "vermerk" not in names:
        yield "Ohne {{ vermerk }} setzt Querblick „Nicht öffentlich“ und „Entwurf“ selbst in die Kopfzeile jeder Seite."
    if "stand" not in names:
        yield "Ohne {{ stand }} stehen Version und Prüfsumme nur am Ende der Vorlage."
    if "titel" not in names:
        yield "Ohne {{ titel }} beginnt der Inhalt mit Titel und Kopf der Vorlage."


def _open(data: bytes) -> None:
    from docx import Document

    try:
        Document(io.BytesIO(data))
    except (
        Exception
    ) as error:  # a damaged file makes zip, XML and Word readers raise all sorts; all mean the same here
        raise _refused("lässt sich nicht als Word-Datei öffnen") from error


def _refused(why: str) -> RequestError:
    return RequestError(f"Briefkopf nicht übernommen: {why}")

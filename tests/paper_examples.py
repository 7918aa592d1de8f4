"""What the tests of papers share: a copy of the small town whose papers may be written, and a paper to begin with."""

import io
import shutil
from datetime import date

import docx

from app import town
from app.asked import Asked
from app.papers.desk import NewPaper, PaperDesk, Written
from app.papers.paper import Look, Show
from app.papers.views import PaperHead
from app.service import Service
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
INTERN = NewPaper("Treff in der Nordstadt", "Ausschuss für Soziales", date(2026, 12, 10), Audience.INTERN)


def opened_copy(small_home, tmp_path) -> Service:
    """A copy of the small town; papers lie beside its log."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    town._stores.clear()
    return Service.open(home)


def begun(desk: PaperDesk) -> PaperHead:
    """A proposal with two answers, one of them with a chart."""
    head = desk.create("beschlussvorlage", INTERN, AT).value
    desk.put(head.id, "A1", {}, AT, after="sachverhalt")
    head = desk.put(head.id, "K1", {}, AT).value
    told = {
        "beschlussvorschlag": Written(text="1. Der Treff wird geprüft.\n2. Die Verwaltung berichtet."),
        "sachverhalt": Written(text="Ein Absatz mit <b>Zeichen</b> & {{ titel }}.\n\n- eins\n- zwei"),
        "antwort-k1": Written(look=Look(Show.BOTH)),
    }
    return desk.write(head.id, INTERN, told, seen=head.revision).value


def text_of(doc) -> str:
    return "\n".join(
        [p.text for p in doc.paragraphs] + [c.text for t in doc.tables for r in t.rows for c in r.cells]
    )


def letter(header="Stadt Beispielau", body=("Vor dem Inhalt", "{{p inhalt }}"), **parts) -> bytes:
    doc = docx.Document()
    doc.sections[0].header.paragraphs[0].text = header
    doc.sections[0].footer.paragraphs[0].text = parts.get("footer", "Rathausplatz")
    for text in body:
        doc.add_paragraph(text)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()

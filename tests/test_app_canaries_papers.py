"""Papers and the town's own letterhead: nothing leaves as Word, PDF or Excel, no text that names a place is kept."""

import io
from datetime import date

import docx
import pytest
from canaries.needles import SITES, contents, leaked_files, leaks
from canaries.planted import AGS, DAY
from canaries.sweep import swept

from app.asked import Asked
from app.papers.desk import NewPaper, Written
from app.papers.word import to_docx
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

QUESTIONS = ("A1", "A12", "K1", "C7", "H1", "luecken", "karte", "netz:providers_and_offers")
CHOSEN = {"karte": {"need": "BD-WO1", "group": "ZG-A06"}}


@pytest.mark.parametrize("audience", Audience)
def test_no_paper_carries_it_out(places, planted, audience, caplog):
    """Answers put into papers leave as Word, PDF and Excel; a text of its author that names a place is not even kept."""
    home, temporary = places
    papers, at = planted.papers, Asked(audience, DAY)
    with swept(PaperDesk="create put exportable papers paper stops") as sweep:
        head = papers.create("frei", NewPaper("Vermerk", audience=audience), at).value
        for question in QUESTIONS:
            papers.put(head.id, question, CHOSEN.get(question, {}), at)
        released = papers.exportable(head.id, at)
        papers.paper(head.id, at)
        papers.papers()
        papers.stops(head.id)
        assert released.value.answers[-1].answer is not None
        for text in ("Haus im Zilpzalpsteg 3", "Tel. 06999 7771234", "51.334185", "51.317462,9.481357"):
            written = ({"text": Written(text=text)}, NewPaper("Vermerk", audience=audience))
            with pytest.raises(KnowledgeGraphError):
                papers.write(head.id, written[1], written[0], seen=released.value.head.revision)
            with pytest.raises(KnowledgeGraphError):
                papers.write(
                    head.id, NewPaper(text, audience=audience), {}, seen=released.value.head.revision
                )
    assert sweep.withheld > 0
    assert leaks(caplog.text) == []
    assert leaked_files(home / AGS / "vorlagen", temporary) == []


@pytest.mark.parametrize("kind", ["berichtsvorlage", "beschlussvorlage", "sozialbericht"])
def test_no_kind_of_paper_carries_it_out(planted, kind):
    """The papers that begin with answers, for both audiences; whatever stops them is told without it."""
    field = next((f.value for k in planted.papers.kinds().value if k.name == kind for f in k.fields), "")
    for audience in Audience:
        at = Asked(audience, DAY)
        with swept(PaperDesk="kinds create exportable") as sweep:
            planted.papers.kinds()
            head = planted.papers.create(kind, NewPaper("Vermerk", audience=audience, field=field), at).value
            planted.papers.exportable(head.id, at)
        assert sweep.withheld > 0


def test_work_on_a_paper_tells_none_of_it(planted):
    at = Asked(Audience.INTERN, DAY)
    papers = planted.papers
    with swept(
        PaperDesk="create put put_pin add_text write renew move take_out earlier restore away bring_back",
        AnswerDesk="pin",
    ):
        head = papers.create("frei", NewPaper("Vermerk", audience=Audience.INTERN), at).value
        pin = planted.answers.pin("A1", {}, at, note="Zilpzalpsteg 3, 00871").value
        with pytest.raises(KnowledgeGraphError):
            papers.put_pin(head.id, pin.id)
        papers.put_pin(head.id, planted.answers.pin("A1", {}, at).value.id)
        with pytest.raises(KnowledgeGraphError):
            papers.put(head.id, "A12", {}, at, heading="Zilpzalpsteg 3")
        head = papers.put(head.id, "K1", {}, replace_day(at)).value
        with pytest.raises(KnowledgeGraphError):
            papers.add_text(head.id, "Wendehalsallee 3", seen=head.revision)
        head = papers.add_text(head.id, "Anlass", seen=head.revision).value
        view = papers.paper(head.id, at).value
        key = next(part.key for part in view.answers if part.question_id == "K1")
        head = papers.renew(head.id, key, at, seen=head.revision).value
        head = papers.move(head.id, key, -1, seen=head.revision).value
        head = papers.write(
            head.id, NewPaper("Bericht", audience=Audience.PUBLIC), {}, seen=head.revision
        ).value
        head = papers.take_out(head.id, key, seen=head.revision).value
        papers.earlier(head.id)
        papers.restore(head.id, 1)
        papers.put_away(head.id)
        papers.away()
        papers.bring_back(head.id)


def replace_day(at: Asked) -> Asked:
    """Asked as of an earlier day."""
    return Asked(at.audience, date(2026, 1, 1), at.version, at.lang)


def letter(text: str, *, hidden: str = "") -> bytes:
    """A Word template of the town with a text in its footer, or where no reader looks."""
    doc = docx.Document()
    doc.sections[0].footer.paragraphs[0].text = text
    doc.add_paragraph("{{p inhalt }}")
    for name in ("author", "comments", "keywords", "subject", "title", "category", "last_modified_by"):
        setattr(doc.core_properties, name, hidden)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def test_a_letterhead_carries_none_of_it(planted):
    """One that names a place is refused; what its file tells of itself does not go into the papers of the town."""
    papers, at = planted.papers, Asked(Audience.INTERN, DAY)
    street, postcode, *_ = SITES["X-1"]
    with swept(PaperDesk="letterhead keep_letterhead exportable"):
        with pytest.raises(KnowledgeGraphError):
            papers.keep_letterhead(letter(f"{street} 3, {postcode} Beispielau"), "brief.docx")
        papers.letterhead()
        papers.keep_letterhead(letter("Rathaus"), f"{street} 3.docx")
        papers.keep_letterhead(letter("Rathaus", hidden=f"{street} 3"), "brief.docx")
        papers.letterhead()
        released = papers.exportable(papers.create("frei", NewPaper("Vermerk"), at).value.id, at)
    with swept(PaperDesk="letterhead_bytes"):
        papers.keep_letterhead(letter("Rathaus"), "brief.docx")
        assert leaks(contents(to_docx(released, papers.letterhead_bytes()))) == []

"""The one form of a paper from which page, Word and PDF are made: headings, paragraphs, tables, pictures in order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.answers.bars import Bars, bars_of
from app.errors import GateError
from app.gate import Released
from app.networks.views import NetworkView
from app.papers import foundations
from app.papers.blocks import Block, Facts, Heading, Items, Paragraph, Picture
from app.papers.illustrations import drawn_rows, illustrated, notes
from app.papers.paper import Keep, Show, Status
from app.papers.tables import Grid, chosen_columns, chosen_tables, grid, tables_of
from app.papers.views import AnswerPartView, PaperHead, PaperView, TextView
from app.views import AnswerView, TableView

_BULLET = re.compile(r"^\s*[-•–*]\s+(.*)$")
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+(.*)$")
NOT_WRITTEN = "[Noch kein Text]"


@dataclass(frozen=True, slots=True)
class Document:
    """A paper in its readable form. `mark` stands on every page if it is not empty, `state` says what it rests on."""

    title: str
    kind: str
    town: str
    mark: str
    state: str
    facts: Facts
    blocks: tuple[Block, ...]

    @property
    def placeholders(self) -> dict[str, str]:
        """What a Word template may name, see `app.papers.letterhead`."""
        told = dict(self.facts.pairs)
        return {
            "titel": self.title,
            "art": self.kind,
            "stadt": self.town,
            "vermerk": self.mark,
            "stand": self.state,
            "gremium": told.get("Gremium", ""),
            "sitzung": told.get("Sitzung am", ""),
            "status": told["Bearbeitung"],
        }


def document(released: Released[PaperView]) -> Document:
    """The form of a released paper."""
    if not isinstance(released, Released) or not isinstance(released.value, PaperView):
        raise GateError("app/papers/document.py: not a released paper; expected what the service returned")
    view = released.value
    return Document(
        title=view.head.title,
        kind=view.head.kind_title,
        town=view.town,
        mark=_mark(view),
        state=foundations.state_line(view),
        facts=Facts(tuple(_head(view.head))),
        blocks=(*_parts(view), *_appendix(view, released.withheld_text("de"))),
    )


def outgoing(released: Released[PaperView]) -> Document:
    """The form of a released paper that leaves as a file.

    Raises:
        GateError: a text in it must not leave; `PaperDesk.exportable` says which, and to whom it may.
    """
    made = document(released)
    if released.value.problems:
        raise GateError("app/papers/document.py: a text of this paper must not leave; ask for `exportable`")
    return made


def _mark(view: PaperView) -> str:
    marks = (
        "Nicht öffentlich" if view.head.audience == "intern" else "",
        "Entwurf" if view.head.status is Status.DRAFT else "",
        "enthält Annahmen" if any(part.answer and part.answer.scenario for part in view.answers) else "",
        "Beispieldaten, frei erfunden" if view.is_example else "",
    )
    return " · ".join(mark for mark in marks if mark)


def _head(head: PaperHead) -> Iterator[tuple[str, str]]:
    yield "Vorlagenart", head.kind_title
    if head.field:
        yield "Handlungsfeld", head.field
    if head.committee:
        yield "Gremium", head.committee
    if head.day:
        yield "Sitzung am", f"{head.day:%d.%m.%Y}"
    yield "Öffentlichkeit", "nicht öffentlich" if head.audience == "intern" else "öffentlich"
    yield "Bearbeitung", "Entwurf" if head.status is Status.DRAFT else "fertig"


def _parts(view: PaperView) -> Iterator[Block]:
    for part in view.parts:
        yield Heading(1, part.heading)
        if isinstance(part, TextView):
            yield from written(part.text)
            if not part.text:
                yield Paragraph(NOT_WRITTEN, "open")
        else:
            yield from answer_blocks(part)


def answer_blocks(part: AnswerPartView) -> Iterator[Block]:
    """What an answer part says: own sentence, sentence of the answer, how complete, what changed, picture and tables."""
    yield from written(part.sentence)
    if part.answer is None:
        yield Paragraph(f"Diese Antwort lässt sich nicht geben: {part.problem}", "changed")
        return
    answer = part.answer
    if answer.scenario:
        yield Paragraph(
            f"Was wäre wenn: Diese Antwort gilt unter der Annahme „{answer.scenario}“, nicht für das, was erfasst ist.",
            "changed",
        )
    yield Paragraph(answer.lead, "lead")
    recorded = f" Erfassungsstand: {answer.completeness.text}" if answer.completeness else ""
    yield Paragraph(f"{_asked(part, answer)}.{recorded}", "note")
    if part.change:
        shown = (
            "der Stand von heute" if part.keep is Keep.NOW else f"der Stand beim Einfügen ({part.asked_as})"
        )
        yield Paragraph(f"Seit dem Einfügen geändert. {part.change} Gezeigt ist {shown}.", "changed")
    for note in notes(part.shown, dict(part.parameters)):
        yield Paragraph(note, "note")
    if part.look.show is not Show.SENTENCE:
        yield from _tables(part, answer)


def _asked(part: AnswerPartView, answer: AnswerView) -> str:
    chosen = "; ".join(f"{fact.label}: {fact.text}" for fact in answer.parameters)
    return (
        f"{foundations.named(part)} · Stichtag {answer.reference_date:%d.%m.%Y} · Version {answer.version}"
        + (f" · {chosen}" if chosen else "")
    )


def _tables(part: AnswerPartView, answer: AnswerView) -> Iterator[Block]:
    picture = part.look.show is Show.BOTH
    if picture and part.drawn:
        yield from illustrated(part.shown, dict(part.parameters))
    bars = bars_of(chosen_columns(answer, part.look)) if picture and not part.drawn else None
    if bars:
        yield Picture(f"{part.heading}: {bars.unit.label} je {bars.label}", _alt(part.heading, bars), bars)
        if bars.known < bars.rows:
            yield Paragraph(
                f"Ohne Zahl und darum ohne Balken: {bars.rows - bars.known} von {bars.rows}.", "note"
            )
    shown = chosen_tables(answer, part.look)
    for table in (_narrowed(table, part) for table in shown):
        if table.rows:
            yield grid(table, part.look)
        else:
            title = f"{table.title}: " if table.title and table.title != answer.title else ""
            yield Paragraph(f"{title}{table.note or 'Keine Zeilen, soweit erfasst.'}", "note")
    more = [t for t in tables_of(answer) if t.rows and t.name not in {table.name for table in shown}]
    if more:
        told = ", ".join(f"{table.title} ({len(table.rows)})" for table in more)
        yield Paragraph(f"Weitere Tabellen dieser Antwort im Anhang (Excel-Datei): {told}.", "note")


def _narrowed(table: TableView, part: AnswerPartView) -> TableView:
    if not isinstance(part.shown, NetworkView) or part.look.show is not Show.BOTH:
        return table
    return drawn_rows(table, part.shown, dict(part.parameters))


def _alt(heading: str, bars: Bars) -> str:
    words = "; ".join(f"{name}: {text}" for name, text in zip(bars.names, bars.texts, strict=True))
    return f"Balkendiagramm zu {heading}. {bars.unit.label} je {bars.label}: {words}. Dieselben Werte stehen in der Tabelle."


def written(text: str) -> Iterator[Block]:
    """What somebody wrote: paragraphs parted by empty lines, lists with "-" or "1."."""
    for chunk in re.split(r"\n\s*\n", text.strip()):
        yield from _chunk([line for line in chunk.splitlines() if line.strip()])


def _chunk(lines: Iterable[str]) -> Iterator[Block]:
    kind, held = "", list[str]()
    for line in lines:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
        match = bullet or number
        now = "bullet" if bullet else "number" if number else "text"
        if now != kind and held:
            yield _made(kind, held)
            held = []
        kind = now
        held.append(match[1].strip() if match else line.strip())
    if held:
        yield _made(kind, held)


def _made(kind: str, held: list[str]) -> Block:
    return Paragraph(" ".join(held)) if kind == "text" else Items(tuple(held), numbered=kind == "number")


def _appendix(view: PaperView, withheld: str) -> Iterator[Block]:
    """How everything was found, what it rests on, what is not shown."""
    if view.answers:
        yield Heading(1, "Grundlagen und Methode")
        yield Paragraph(
            "Die Antworten stammen aus Querblick, dem Wissensgraphen der Stadt zur Sozialplanung. Jede ist durch ihre "
            "Definition, den Stichtag und den Erfassungsstand bestimmt. Was nicht erhoben ist, gilt nicht als Lücke. "
            "Alle Zeilen und Spalten stehen in der Excel-Datei zu dieser Vorlage."
        )
        for title, definition, pairs in foundations.methods(view):
            yield Heading(2, title)
            yield Paragraph(definition)
            yield Facts(pairs)
        yield Heading(2, "Was die Aussagekraft bedeutet")
        yield Items(foundations.CLAIMS)
        if thresholds := foundations.thresholds(view):
            yield Heading(2, "Schwellen, die dabei galten")
            yield Paragraph("; ".join(thresholds) + ".", "note")
    yield Heading(1, "Quellen und Stand")
    yield from _sources(view)
    yield Heading(2, "Schutz kleiner Zahlen und geschützter Orte")
    yield Paragraph(foundations.suppression(view) + (f" {withheld}" if withheld else ""))
    yield Heading(2, "Fassung")
    for line in foundations.versions(view):
        yield Paragraph(line)


def _sources(view: PaperView) -> Iterator[Block]:
    if not view.sources:
        yield Paragraph("Für diese Sicht ist keine Quelle veröffentlicht.")
        return
    yield Paragraph("Diese Quellen hatten bis zu den unten genannten Versionen geliefert:")
    yield foundations.sources(view)


__all__ = [
    "NOT_WRITTEN", "Block", "Document", "Facts", "Grid", "Heading", "Items", "Paragraph", "Picture", "answer_blocks", "document",
    "outgoing",    "written",
]  # fmt: skip

"""Papers for committees, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().papers
head = desk.create("beschlussvorlage", NewPaper("Treff im Südhang", "Ausschuss für Soziales"), at).value
desk.put(head.id, "A1", {"within": "G-03"}, at)          # an answer into the paper
desk.paper(head.id, at).value                            # as it will read
desk.exportable(head.id, at)                             # → to_docx, to_pdf, to_xlsx; or an error that names the places
```
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from app.answers.catalogue import concept_choices
from app.answers.pins import Pins
from app.asked import Asked
from app.errors import RequestError
from app.gate import Released
from app.gated import gated
from app.papers import checking, composing
from app.papers import letterhead as letters
from app.papers.composer import Composer, Parameters
from app.papers.frames import frame, frames
from app.papers.narrowing import field_label
from app.papers.paper import AnswerPart, Keep, Look, Paper, Part, Status, TextPart
from app.papers.views import KindView, LetterheadView, PaperHead, PaperView, StopView
from app.shelves import Place
from ontology.iris import Audience


@dataclass(frozen=True, slots=True)
class NewPaper:
    """What a paper is called and for whom; `field` is the notation of a field of need."""

    title: str
    committee: str = ""
    day: date | None = None
    audience: Audience = Audience.PUBLIC
    status: Status = Status.DRAFT
    field: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written or chosen for a part; None = as it is."""

    heading: str | None = None
    text: str | None = None
    look: Look | None = None
    keep: Keep | None = None


class PaperDesk(Composer):
    """The papers of a town. Everything written can be had back: each change keeps what was before."""

    @gated
    def kinds(self, lang: str = "de") -> Released[tuple[KindView, ...]]:
        """Which kinds of papers there are."""
        fields = tuple(choice for choice in concept_choices("needs", lang) if choice.level == 0)
        return self._released(
            tuple(
                KindView(
                    name,
                    kind.title[lang],
                    kind.help[lang],
                    kind.needs_field,
                    fields if kind.needs_field else (),
                )
                for name, kind in frames().items()
            ),
            lang=lang,
        )

    @gated
    def papers(self, lang: str = "de") -> Released[tuple[PaperHead, ...]]:
        """All papers, the one changed last first."""
        return self._released(tuple(composing.head(paper, lang) for paper in self._shelf.all()), lang=lang)

    @gated
    def away(self, lang: str = "de") -> Released[tuple[PaperHead, ...]]:
        """The papers that were put away and can be brought back."""
        return self._released(tuple(composing.head(paper, lang) for paper in self._shelf.away()), lang=lang)

    @gated
    def earlier(self, name: str, lang: str = "de") -> Released[tuple[PaperHead, ...]]:
        """What a paper was before, the latest first."""
        return self._released(
            tuple(composing.head(paper, lang) for paper in self._shelf.earlier(name)), lang=lang
        )

    @gated
    def paper(self, name: str, now: Asked) -> Released[PaperView]:
        """A paper with its answers, as it will read; `now` says what today and the latest version are."""
        return self._composed(self._shelf.get(name), now)

    @gated
    def exportable(self, name: str, now: Asked) -> Released[PaperView]:
        """A paper that may leave: every answer was asked again, every text of its author has been looked at.

        Raises:
            RequestError: something stops it; the message names the places.
        """
        paper = self._shelf.get(name)
        released = self._composed(paper, now)
        stops = [
            *checking.told(paper, self._secrets(paper)),
            *(f"„{part.heading}“: {part.problem}" for part in released.value.answers if part.problem),
        ]
        if stops:
            raise RequestError(f"Die Vorlage kann so nicht hinaus. {' · '.join(stops)}")
        return released

    @gated
    def stops(self, name: str) -> Released[tuple[StopView, ...]]:
        """What in the texts of a paper stops its export, for those who write it: it may name what is internal."""
        paper = self._shelf.get(name)
        found = checking.problems(paper, self._secrets(paper))
        return self._released(tuple(StopView(problem.part, problem.told()) for problem in found))

    @gated
    def create(self, kind: str, new: NewPaper, asked: Asked) -> Released[PaperHead]:
        """Begin a paper with the parts its kind starts with.

        Raises:
            RequestError: no such kind, no title, or a text that names a person or a protected place.
        """
        known = frame(kind)
        if known.needs_field:
            field_label(new.field)  # there must be one
        paper = Paper(
            self._shelf.new_id(), kind, new.title.strip(), new.committee.strip(), new.day, new.audience, new.status,
            new.field if known.needs_field else "", (), 0, datetime.now(UTC),
        )  # fmt: skip
        for part in known.parts:
            paper = paper.added(self._begun(part, paper, asked))
        checking.check(paper, self._secrets(paper))
        return self._head(self._shelf.add(paper), asked.lang, asked.audience)

    @gated
    def put(
        self,
        name: str,
        question_id: str,
        parameters: Parameters,
        asked: Asked,
        *,
        after: str = "",
        heading: str = "",
    ) -> Released[PaperHead]:
        """Put an answer into a paper, after the part named or at the end. It is asked for the paper's audience.

        Raises:
            RequestError: no such paper, or the question cannot be asked so.
        """
        paper = self._shelf.get(name)
        part = self._asked_part(paper, question_id, parameters, asked)
        part = replace(part, heading=heading.strip() or part.heading)

        def change(kept: Paper) -> Paper:
            return kept.added(replace(part, key=kept.free_key(part.key)), after=after)

        return self._changed(name, change, None, asked.lang, asked.audience)

    @gated
    def put_pin(self, name: str, pin: str, lang: str = "de", *, after: str = "") -> Released[PaperHead]:
        """Put a pinned answer into a paper, as of the day and version of the pin."""
        found = Pins(self._town.beside(Place.PINS)).get(pin)
        asked = Asked(found.audience, found.reference_date, found.version, lang, found.scenario)
        return self.put(
            name, found.question_id, dict(found.parameters), asked, after=after, heading=found.note
        )

    @gated
    def add_text(
        self, name: str, heading: str, *, seen: int, lang: str = "de", after: str = ""
    ) -> Released[PaperHead]:
        """Add an empty text part of one's own, after the part named or at the end."""

        def change(kept: Paper) -> Paper:
            part = TextPart(kept.free_key("eigen"), heading.strip() or "Abschnitt")
            return kept.added(part, after=after)

        return self._changed(name, change, seen, lang)

    @gated
    def write(
        self, name: str, head: NewPaper, written: Mapping[str, Written], *, seen: int, lang: str = "de"
    ) -> Released[PaperHead]:
        """Save what was written: the head and, by key, the parts.

        Raises:
            RequestError: somebody else changed the paper meanwhile (`seen` is not its revision any more), or a text
                names a person or a protected place. Then nothing is saved.
        """

        def change(kept: Paper) -> Paper:
            paper = replace(
                kept, title=head.title.strip(), committee=head.committee.strip(), day=head.day,
                audience=head.audience, status=head.status,
            )  # fmt: skip
            for key, said in written.items():
                paper = paper.with_part(_written(paper.part(key), said))
            return paper

        return self._changed(name, change, seen, lang)

    @gated
    def renew(self, name: str, key: str, now: Asked, *, seen: int) -> Released[PaperHead]:
        """Put the answer of now in place of the one a part was put in with."""
        paper = self._shelf.get(name)
        old = paper.part(key)
        if not isinstance(old, AnswerPart):
            raise RequestError(f"Vorlage {name}: '{key}' ist keine Antwort")
        asked = replace(now, scenario=old.scenario)
        new = self._asked_part(paper, old.question_id, composing.given(old), asked)
        part = replace(
            old,
            reference_date=new.reference_date,
            version=new.version,
            fingerprint=new.fingerprint,
            keep=Keep.PINNED,
        )
        return self._changed(name, lambda kept: kept.with_part(part), seen, now.lang, now.audience)

    @gated
    def move(self, name: str, key: str, by: int, *, seen: int, lang: str = "de") -> Released[PaperHead]:
        """Move a part down (`by` > 0) or up."""
        return self._changed(name, lambda kept: kept.moved(key, by), seen, lang)

    @gated
    def take_out(self, name: str, key: str, *, seen: int, lang: str = "de") -> Released[PaperHead]:
        """Take a part out; the state before can be had back with `restore`."""
        return self._changed(name, lambda kept: kept.without(key), seen, lang)

    @gated
    def restore(self, name: str, revision: int, lang: str = "de") -> Released[PaperHead]:
        """Make an earlier state the present one; the present one is kept as an earlier one."""
        return self._head(self._shelf.restore(name, revision), lang)

    @gated
    def put_away(self, name: str) -> None:
        """Take a paper off the list; `bring_back` brings it back."""
        self._shelf.put_away(name)

    @gated
    def bring_back(self, name: str, lang: str = "de") -> Released[PaperHead]:
        """Bring back a paper that was put away."""
        return self._head(self._shelf.bring_back(name), lang)

    @gated
    def forget(self, name: str) -> None:
        """Delete a paper that was put away for good, with all its earlier states."""
        self._shelf.forget(name)

    @gated
    def letterhead(self, lang: str = "de") -> Released[LetterheadView | None]:
        """The town's own Word template, if it has one."""
        return self._released(letters.kept(self._letterheads), lang=lang)

    @gated
    def letterhead_bytes(self) -> bytes | None:
        """The file of the town's own Word template. It was looked at when it came and is looked at again now."""
        data = letters.read(self._letterheads)
        if data is not None:
            letters.examine(data, self._town.secrets())
        return data

    @gated
    def keep_letterhead(
        self, data: bytes, filename: str, lang: str = "de"
    ) -> Released[LetterheadView | None]:
        """Keep a Word template for all papers of the town; the one before is kept aside.

        Raises:
            RequestError: it does not open, holds macros or links, or what papers need is missing; the message says what.
        """
        letters.examine(data, self._town.secrets())
        letters.keep(self._letterheads, data, filename)
        return self.letterhead(lang)

    @gated
    def drop_letterhead(self) -> None:
        """Go back to the letterhead before, or to the one Querblick brings."""
        letters.drop(self._letterheads)

    @property
    def _letterheads(self) -> letters.Folder:
        return letters.Folder(self._town.beside(Place.LETTERHEADS))

    def _changed(
        self,
        name: str,
        change: composing.Change,
        seen: int | None,
        lang: str,
        audience: Audience = Audience.INTERN,
    ) -> Released[PaperHead]:
        def checked(kept: Paper) -> Paper:
            changed = change(kept)
            checking.check(changed, self._secrets(changed))
            return changed

        return self._head(self._shelf.change(name, checked, seen=seen), lang, audience)

    def _head(self, paper: Paper, lang: str, audience: Audience = Audience.INTERN) -> Released[PaperHead]:
        return self._released(composing.head(paper, lang), audience, lang)


def _written(part: Part, said: Written) -> Part:
    heading = part.heading if said.heading is None else said.heading.strip() or part.heading
    if isinstance(part, TextPart):
        return replace(part, heading=heading, text=part.text if said.text is None else said.text.strip())
    return replace(
        part, heading=heading, sentence=part.sentence if said.text is None else said.text.strip(),
        look=said.look or part.look, keep=said.keep or part.keep,
    )  # fmt: skip

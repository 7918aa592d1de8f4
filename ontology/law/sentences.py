"""What the register says, in German and English sentences: each function gives `{"de": …, "en": …}`."""

from datetime import date

from ontology.law.reference import LegalReference
from ontology.law.register import Law, Move, Paragraph
from ontology.words import words_of

Text = dict[str, str]
_WORDS = words_of(__name__)


def in_force(reference: LegalReference, law: Law, heading: str) -> Text:
    """The norm is in force."""
    name = f"{reference} ({heading})" if heading else f"{reference}"
    return _WORDS.both(f"in_force.{_form(reference)}", norm=name, text=_day(law.text_date))


def future(reference: LegalReference, law: Law, start: date | None) -> Text:
    """The norm is written but not yet in force."""
    if start is None:
        return _WORDS.both("future", norm=reference, text=_day(law.text_date))
    return _WORDS.both("future_from", norm=reference, day=_day(start), text=_day(law.text_date))


def repealed(reference: LegalReference, law: Law, *, named: bool) -> Text:
    """The norm is gone; `named` tells whether the text still names its number as repealed."""
    key = "repealed" if named else "repealed_unnamed"
    return _WORDS.both(f"{key}.{_form(reference)}", norm=reference, text=_day(law.text_date))


def moved(reference: LegalReference, successor: str | None, move: Move) -> Text:
    """The norm, or its whole law, stands elsewhere."""
    told = {"norm": reference, "now": successor, "note": move.note, "source": move.source}
    if move.kind == "law_renamed":
        return _WORDS.both("renamed", **told)
    since = _WORDS.both("since", day=_day(move.since)) if move.since else ""
    return _WORDS.both(f"moved.{_form(reference)}", since=since, **told)


def no_number(reference: LegalReference, law: Law) -> Text:
    """The law has no such paragraph or article."""
    number = f"{law.sign} {reference.number}"
    return _WORDS.both("no_number", law=law.abbreviation, number=number, text=_day(law.text_date))


def no_absatz(reference: LegalReference, law: Law, paragraph: Paragraph) -> Text:
    """The provision exists, the cited Absatz does not."""
    known = paragraph.absaetze or ("1",)
    only = (
        _WORDS.both("absatz.many", first=known[0], last=known[-1])
        if len(known) > 1
        else _WORDS.both("absatz.one", first=known[0])
    )
    cited = f"{law.sign} {reference.number} {law.abbreviation}"
    return _WORDS.both("no_absatz", norm=cited, absatz=reference.absatz, only=only, text=_day(law.text_date))


def law_alone(law: Law) -> Text:
    """Only a law was named."""
    return _WORDS.both("law_alone", law=law.abbreviation, name=law.name)


def no_law(reference: LegalReference) -> Text:
    """A paragraph without a law."""
    return _WORDS.both("no_law", norm=reference)


def not_in_register(reference: LegalReference, verification: str | None) -> Text:
    """The law is not in the register; `verification` is set if the list of legal bases knows the norm."""
    if verification is None:
        return _WORDS.both("not_in_register", law=reference.law)
    return _WORDS.both("listed_only", law=reference.law, norm=reference, checked=verification)


def other_meaning(reference: LegalReference, law: Law, earlier_heading: str) -> Text:
    """The number meant something else in 2022."""
    cited = f"{law.sign} {reference.number} {law.abbreviation}"
    return _WORDS.both("other_meaning", norm=cited, heading=earlier_heading)


def range_end_missing(reference: LegalReference, law: Law) -> Text:
    """A cited range ends at a number that does not exist."""
    return _WORDS.both("no_range_end", norm=f"{law.sign} {reference.through} {law.abbreviation}")


def repealed_within(law: Law, numbers: list[str]) -> Text:
    """A cited range holds provisions that are gone."""
    return _WORDS.both("repealed_within", norms=", ".join(f"{law.sign} {number}" for number in numbers))


def _form(reference: LegalReference) -> str:
    return "many" if reference.several else "one"


def _day(day: date) -> Text:
    return {"de": day.strftime("%d.%m.%Y"), "en": day.isoformat()}

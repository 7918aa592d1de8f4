"""What the register says about a legal reference."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rdflib import URIRef

from ontology.law import names, sentences
from ontology.law.reference import LegalReference
from ontology.law.register import Law, Move, Paragraph, laws, move_of, natural, paragraphs
from ontology.law.sentences import Text
from ontology.terms import CL, SOZ
from ontology.vocabulary import label, vocabulary

_GONE = ("weggefallen", "entfallen")


class Status(StrEnum):
    """What became of the cited norm."""

    IN_FORCE = "in_kraft"
    REPEALED = "weggefallen"
    MOVED = "verschoben"
    FUTURE = "zukuenftig"
    NO_PARAGRAPH = "kein_paragraph"
    NOT_IN_REGISTER = "nicht_im_register"

    def label(self, lang: str = "de") -> str:
        """The name of the status, from the code list `cl-rechtsstand`."""
        return label(CL[f"rechtsstand-{self.value.replace('_', '-')}"], lang)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one reference.

    `legal_basis` is the concept of the list of legal bases that the reference, or its successor, names, if listed.
    `successor` is a citation; a norm in force may have one too when its number used to mean what now stands there.
    `text_date` is the date of the law text that was looked at. `message` and each of `notes` hold a sentence under
    `de` and `en`.
    """

    reference: LegalReference
    status: Status
    message: Text
    text_date: date | None = None
    heading: str = ""
    successor: str | None = None
    legal_basis: URIRef | None = None
    valid_from: date | None = None
    notes: tuple[Text, ...] = ()


def judge(reference: LegalReference) -> Judgement:
    """Look a reference up in the register of federal law, the table of moves and the list of legal bases."""
    law = laws().get(reference.law or "")
    move = move_of(reference.law or "", reference.number, reference.absatz, several=reference.several)
    if law is None:
        return _moved(reference, move) if move else _unknown_law(reference)
    if reference.number is None:
        return Judgement(reference, Status.IN_FORCE, sentences.law_alone(law), law.text_date, law.name)
    paragraph = paragraphs()[law.abbreviation].get(reference.number)
    if move and move.kind == "moved" and _is_gone(reference, paragraph):
        return _moved(reference, move)
    if paragraph is None:
        return Judgement(reference, Status.NO_PARAGRAPH, sentences.no_number(reference, law), law.text_date)
    if paragraph.status == "in_kraft":
        return _in_force(reference, law, paragraph, move)
    return _not_in_force(reference, law, paragraph)


def _in_force(reference: LegalReference, law: Law, paragraph: Paragraph, move: Move | None) -> Judgement:
    if _lacks_absatz(reference, paragraph):
        message = sentences.no_absatz(reference, law, paragraph)
        return Judgement(reference, Status.NO_PARAGRAPH, message, law.text_date, paragraph.heading)
    return Judgement(
        reference,
        Status.IN_FORCE,
        sentences.in_force(reference, law, paragraph.heading),
        law.text_date,
        paragraph.heading,
        successor=_successor(move, reference) if move else None,
        legal_basis=_basis(reference.law, reference.number),
        notes=tuple(_notes(reference, law, paragraph, move)),
    )


def _not_in_force(reference: LegalReference, law: Law, paragraph: Paragraph) -> Judgement:
    if paragraph.status == "zukuenftig":
        status, message = Status.FUTURE, sentences.future(reference, law, paragraph.valid_from)
    else:
        status = Status.REPEALED
        message = sentences.repealed(reference, law, named=paragraph.status == "weggefallen")
    basis = _basis(reference.law, reference.number)
    return Judgement(
        reference,
        status,
        message,
        law.text_date,
        paragraph.heading,
        legal_basis=basis,
        valid_from=paragraph.valid_from,
    )


def _moved(reference: LegalReference, move: Move) -> Judgement:
    """The successor is named; where a law only changed its name, the successor is judged too."""
    number = reference.number if move.to_number == "=" else move.to_number or None
    target = laws().get(move.to_law)
    if target and move.to_number == "=":
        verdict = judge(replace(reference, law=move.to_law, sign=target.sign))
        if verdict.status is not Status.IN_FORCE:
            return replace(verdict, reference=reference, notes=(*verdict.notes, dict(move.note)))
    successor = _successor(move, reference)
    return Judgement(
        reference,
        Status.MOVED,
        sentences.moved(reference, successor, move),
        target.text_date if target else None,
        successor=successor,
        legal_basis=_basis(move.to_law, number),
    )


def _unknown_law(reference: LegalReference) -> Judgement:
    if reference.law is None:
        return Judgement(reference, Status.NOT_IN_REGISTER, sentences.no_law(reference))
    basis = _basis(reference.law, reference.number)
    verification = str(vocabulary().value(basis, SOZ.verification)) if basis is not None else None
    message = sentences.not_in_register(reference, verification)
    return Judgement(reference, Status.NOT_IN_REGISTER, message, legal_basis=basis)


def _is_gone(reference: LegalReference, paragraph: Paragraph | None) -> bool:
    return paragraph is None or paragraph.status in _GONE or _lacks_absatz(reference, paragraph)


def _lacks_absatz(reference: LegalReference, paragraph: Paragraph) -> bool:
    """Whether an Absatz is cited that the provision does not have; one without numbers has an Abs. 1."""
    return reference.absatz is not None and reference.absatz not in (paragraph.absaetze or ("1",))


def _notes(reference: LegalReference, law: Law, paragraph: Paragraph, move: Move | None) -> list[Text]:
    notes = [dict(move.note)] if move else []
    if paragraph.earlier_heading and not move:
        notes.append(sentences.other_meaning(reference, law, paragraph.earlier_heading))
    if reference.through is not None:
        known = paragraphs()[law.abbreviation]
        first, last = natural(paragraph.number), natural(reference.through)
        gone = [p.number for p in known.values() if first <= natural(p.number) <= last and p.status in _GONE]
        if reference.through not in known or last < first:
            notes.append(sentences.range_end_missing(reference, law))
        elif gone:
            notes.append(sentences.repealed_within(law, gone))
    return notes


def _successor(move: Move, reference: LegalReference) -> str | None:
    """The citation of where a norm went; only the law if no number is known."""
    if not move.to_law:
        return None
    sign = laws()[move.to_law].sign if move.to_law in laws() else reference.sign
    if move.to_number == "=":
        return str(replace(reference, law=move.to_law, sign=sign))
    return str(LegalReference(move.to_law, move.to_number or None, sign, following=bool(move.to_following)))


def _basis(law: str | None, number: str | None) -> URIRef | None:
    return names.legal_bases().get((law or "", number or ""))

"""All questions, found by their files in `queries/questions/`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from queries import rq
from queries.agreements import check_question
from queries.errors import QuestionFileError, UnknownQuestionError
from queries.header import Header, read_header


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its file's stem, header and whole text."""

    stem: str
    header: Header
    text: str

    @property
    def id(self) -> str:
        """The code people know it by, such as `A1`."""
        return self.header.id


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The questions in the order of their codes."""

    questions: tuple[Question, ...]

    @staticmethod
    @cache
    def load() -> "Catalogue":
        """The shipped questions, each checked.

        Raises:
            QuestionFileError: a file breaks an agreement, or two carry the same code.
        """
        return Catalogue.of({stem: rq.load("questions", stem) for stem in rq.names("questions")})

    @staticmethod
    def of(files: Mapping[str, str]) -> "Catalogue":
        """A catalogue of question texts by stem. Raises as `load`."""
        questions = [read_question(stem, text) for stem, text in files.items()]
        for question in questions:
            same = [q.stem for q in questions if q.id == question.id]
            if len(same) > 1:
                raise QuestionFileError(
                    f"{', '.join(same)}: all carry the id {question.id}. Give each its own"
                )
        return Catalogue(tuple(sorted(questions, key=lambda q: _natural(q.id))))

    def get(self, name: str) -> Question:
        """The question with this code (`A1`, in any case) or file stem.

        Raises:
            UnknownQuestionError: there is none.
        """
        for question in self.questions:
            if name.casefold() in (question.id.casefold(), question.stem.casefold()):
                return question
        known = ", ".join(question.id for question in self.questions)
        raise UnknownQuestionError(f"there is no question '{name}'; expected one of {known}")


def read_question(stem: str, text: str) -> Question:
    """A question from the text of its file.

    Raises:
        QuestionFileError: the file breaks an agreement.
    """
    file = f"{stem}.rq"
    header = read_header(text, file)
    check_question(text, header, file)
    return Question(stem, header, text)


def _natural(code: str) -> tuple[str, int]:
    letters = re.sub(r"\d", "", code)
    return letters, int(code.removeprefix(letters))

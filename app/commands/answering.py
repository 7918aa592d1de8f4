"""How a command answers: as text for people, or in a format to a file or to standard output."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from app.commands.groups import Group
from app.commands.options import Form, Format, Json, Out
from app.terminal import say, show_answer, show_matrix, show_withheld, write_bytes, write_file, write_json

if TYPE_CHECKING:
    from app.gate import Released

T = TypeVar("T")

_TEXT = "text"
_NOT_FOR_EYES = ("png", "xlsx")


@dataclass(frozen=True, slots=True)
class Way:
    """How a format is made: what is asked for it, and what turns that into a file."""

    ask: "Callable[[], Released[Any]]"
    make: Callable[[Any], bytes]


Ways = Mapping[str, Way]
"""Name of the format → how it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Group):
    """In which format an answer is written, and where to."""

    form: Form = Format.text
    json: Json = False
    out: Out = None

    @property
    def is_shown(self) -> bool:
        """Whether it is to be read here and now."""
        return self.form is Format.text and self.out is None and not self.json

    def deliver(self, released: "Released[Any]") -> None:
        """Write an answer or a matrix."""
        from app.views import AnswerView

        def show() -> None:
            show_answer(released) if isinstance(released.value, AnswerView) else show_matrix(released)
            show_withheld(released)

        form, known = Format.json if self.json else self.form, ways(lambda: released)
        if not isinstance(released.value, AnswerView):
            known = {name: known[name] for name in (Format.csv, Format.xlsx, Format.json)}
        if form is Format.text and self.out is not None and _suffix(self.out) not in known:
            form = Format.json
        write(known, form, self.out, show)


def ways(ask: "Callable[[], Released[Any]]") -> dict[str, Way]:
    """The formats that every answer has."""
    from app import exports
    from app.answers import rdf_exports

    makers: dict[str, Callable[[Any], bytes]] = {
        Format.csv: exports.to_csv, Format.xlsx: exports.to_xlsx, Format.json: exports.to_json,
        Format.ttl: rdf_exports.to_turtle, Format.jsonld: rdf_exports.to_jsonld,
    }  # fmt: skip
    return {name: Way(ask, make) for name, make in makers.items()}


def write(known: Ways, form: str, out: Path | None, show: Callable[[], None]) -> None:
    """Answer in a format: as the option says, else as the ending of the file says, else as text.

    Raises:
        BadParameter: there is no such format here, or it cannot be read on a terminal.
    """
    if form == _TEXT and out is None:
        show()
        return
    chosen = _suffix(out) if form == _TEXT and out is not None else form
    if chosen not in known:
        place = out.name if form == _TEXT and out is not None else f"--format {form}"
        raise typer.BadParameter(f"{place}: gibt es hier nicht; erwartet {', '.join(known)}")
    if chosen in _NOT_FOR_EYES and out is None and sys.stdout.isatty():
        raise typer.BadParameter(f"--format {chosen} braucht --out mit einem Dateinamen")
    released = known[chosen].ask()
    data = known[chosen].make(released)
    if out is not None:
        write_file(out, data)
    else:
        write_bytes(data)
    if text := released.withheld_text("de"):
        say(text)


def tell(released: "Released[T]", show: Callable[[T], None], *, json: bool = False) -> None:
    """Show what is no table, or write it as JSON."""
    if json:
        write_json(released)
        return
    show(released.value)
    show_withheld(released)


def _suffix(out: Path) -> str:
    return out.suffix.lower().removeprefix(".")

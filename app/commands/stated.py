"""The options with which a delivery is accepted, and what they say about records that it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from app.commands.groups import Group
from app.commands.options import ConfirmDrop, Ended, NotPart, Who, Why, Yes

if TYPE_CHECKING:
    from app.delivery.missing import Missing
    from app.views import ImportPreview

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepting(Group):
    """Who accepts a delivery and why, whether that is already agreed, and what became of records it lacks."""

    who: Who = "Kommandozeile"
    why: Why = "Lieferung"
    yes: Yes = False
    confirm_drop: ConfirmDrop = False
    ended: Ended = None
    not_part: NotPart = None

    @property
    def said(self) -> "dict[str, Missing]":
        """Key of the record (or "all") → what the options say about it; see `stated`."""
        return stated(self.ended or (), self.not_part or ())


def stated(ended: Iterable[str], not_part: Iterable[str]) -> "dict[str, Missing]":
    """Key of the record (or "all") → what the options say about it.

    Raises:
        BadParameter: a day is missing or is none, or one record is named twice.
    """
    from app.service import Missing, MissingKind

    said = dict.fromkeys(not_part, Missing(MissingKind.NOT_PART))
    for text in ended:
        key, _, day = text.partition("=")
        try:
            last = date.fromisoformat(day)
        except ValueError:
            raise typer.BadParameter(
                f"--ended {key}: Der letzte Tag fehlt oder ist keiner; erwartet z. B. {key or 'A-3'}=2026-10-31"
            ) from None
        if key in said:
            raise typer.BadParameter(f"{key} steht bei --ended und bei --not-part; erwartet nur eines davon")
        said[key] = Missing(MissingKind.ENDED, last)
    return said


def about_missing(preview: "ImportPreview", said: "Mapping[str, Missing]") -> "dict[str, Missing]":
    """The same by IRI, for the records this delivery lacks.

    Raises:
        BadParameter: a key is not that of exactly one missing record.
    """
    lacking = [change for change in preview.changes if change.change == "missing"]
    found = {change.iri: said[ALL] for change in lacking if ALL in said}
    for key, decision in said.items():
        if key == ALL:
            continue
        records = [change.iri for change in lacking if change.key == key]
        if len(records) != 1:
            raise typer.BadParameter(
                f"{key}: Damit ist nicht genau ein fehlender Datensatz gemeint; erwartet eine Kennung, die die Vorschau "
                "als fehlend zeigt"
            )
        found[records[0]] = decision
    return found

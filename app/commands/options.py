"""Options several commands share, and what they mean."""

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.terminal import Exit, say

if TYPE_CHECKING:
    from app.service import Service
    from ontology.iris import Audience


class AudienceOption(StrEnum):
    """For whom an answer is."""

    intern = "intern"
    oeffentlich = "oeffentlich"


class Offers(StrEnum):
    """What may be accepted without looking at each."""

    namen = "namen"
    vorschlaege = "vorschlaege"


class Format(StrEnum):
    """How an answer is written."""

    text = "text"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"
    ttl = "ttl"
    jsonld = "jsonld"


Town = Annotated[
    str | None,
    typer.Option("--town", help="Amtlicher Gemeindeschlüssel (8 Ziffern); nötig nur bei mehreren Städten."),
]
Home = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Ordner mit den Daten; sonst QUERBLICK_HOME oder der Datenordner der Person."
    ),
]
Lang = Annotated[str, typer.Option("--lang", help="Sprache der Antwort: de oder en.")]
Json = Annotated[bool, typer.Option("--json", help="Als JSON ausgeben, für Programme.")]
For = Annotated[AudienceOption, typer.Option("--audience", help="Für wen: intern oder oeffentlich.")]
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Stichtag; ohne Angabe heute."),
]
At = Annotated[int | None, typer.Option("--version", help="Stand dieser Version statt der neuesten.")]
Supposing = Annotated[
    str, typer.Option("--scenario", help="Unter diesem Szenario (Kennung, siehe ‹querblick scenario list›).")
]
Form = Annotated[Format, typer.Option("--format", help="text, json, csv, xlsx, ttl oder jsonld.")]
Out = Annotated[Path | None, typer.Option("--out", help="In diese Datei schreiben statt auf die Ausgabe.")]
Who = Annotated[str, typer.Option("--who", help="Wer das veranlasst (Stelle oder Rolle, kein Personenname).")]
Why = Annotated[str, typer.Option("--why", help="Warum; steht im Verlauf.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage übernehmen.")]
ConfirmDrop = Annotated[
    bool, typer.Option("--confirm-drop", help="Auch übernehmen, wenn mehr als 30 % der Datensätze fehlen.")
]
Ended = Annotated[
    list[str] | None,
    typer.Option(
        "--ended",
        metavar="KENNUNG=JJJJ-MM-TT",
        help="Ein fehlender Datensatz ist an diesem Tag zu Ende gegangen; mehrfach möglich.",
    ),
]
NotPart = Annotated[
    list[str] | None,
    typer.Option(
        "--not-part",
        metavar="KENNUNG",
        help="Ein fehlender Datensatz gehörte nicht in diese Lieferung und bleibt ohne Vermerk; „all“ für alle.",
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", exists=True, dir_okay=False, help="Zuordnung (YAML), nach der gelesen wird."),
]
AcceptOffers = Annotated[
    list[Offers] | None,
    typer.Option(
        "--accept",
        help="Ungelesen annehmen: namen (was nur anders geschrieben ist), vorschlaege (wo es nur einen gibt).",
    ),
]
Partial = Annotated[
    bool, typer.Option("--partial", help="Teillieferung: Was nicht darin steht, gilt nicht als fehlend.")
]
DeliveredOn = Annotated[
    datetime | None,
    typer.Option(
        "--delivered-on",
        formats=["%Y-%m-%d", "%d.%m.%Y"],
        help="Tag, für den die Angaben gelten (ohne Deckblatt).",
    ),
]
Files = Annotated[
    list[Path],
    typer.Argument(
        exists=True,
        dir_okay=False,
        readable=True,
        help="Eine oder mehrere Dateien (.xlsx, .xls, .ods, .csv, .tsv, .json, .geojson, .xml).",
    ),
]


def open_town(home: Path | None, town: str | None, *, create: bool = False, scenario: str = "") -> "Service":
    """The town the options name, as `scenario` supposes it; with `create`, one that does not exist yet may be named."""
    from app.service import Service

    opened = Service.open(home, town, create=create)
    return opened.supposing(scenario) if scenario else opened


def audience_of(option: AudienceOption) -> "Audience":
    """The audience an option names."""
    from ontology.iris import Audience

    return Audience(option.value)


def day_of(option: datetime | None) -> date:
    """The reference date: what was given, or today."""
    return option.date() if option is not None else date.today()  # noqa: DTZ011 the day on the reader's calendar


def leave(code: Exit) -> None:
    """End the command with a code other than 0."""
    if code is not Exit.FINE:
        raise typer.Exit(code)


def agreed(question: str) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, so the option must have said it."""
    if not sys.stdin.isatty():
        raise typer.BadParameter("Ohne Terminal ist --yes nötig")
    return typer.confirm(question, default=False, err=True)


def only_if_agreed(question: str, *, yes: bool, otherwise: str = "Nichts geändert.") -> None:
    """Go on only if the option says so or whoever is asked does; else end the command with code 1."""
    if not (yes or agreed(question)):
        say(otherwise)
        leave(Exit.FINDINGS)

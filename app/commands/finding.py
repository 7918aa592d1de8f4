"""Commands that find things and show one: search, show."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Way, tell, write
from app.commands.groups import Asking, Reading, command
from app.commands.options import Json, Out
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.asked import Asked
    from app.profiles.views import ProfileView
    from app.search.views import SearchEntry, SearchResult
    from app.service import Service

_MOST = 5


class ProfileFormat(StrEnum):
    """How a profile is written."""

    text = "text"
    json = "json"
    csv = "csv"
    ttl = "ttl"
    jsonld = "jsonld"


@command
def search(
    *,
    words: Annotated[list[str], typer.Argument(help="Wörter, eine Kennung oder eine Rechtsgrundlage.")],
    kind: Annotated[
        str, typer.Option("--kind", help="Nur diese Art, z. B. angebot; alle Treffer davon.")
    ] = "",
    reading: Reading,
    json: Json = False,
) -> None:
    """In allem suchen: Datensätze, Begriffe, Fragen; auch mit Tippfehlern. Zeigt Kennungen für `show`."""
    desk = reading.service().profiles
    found = desk.find(" ".join(words), reading.asked, kind, None if kind else _MOST)
    tell(found, _show_found, json=json)


def _show_found(found: "SearchResult") -> None:
    say(f"{found.count} Treffer" + ("" if found.every_word else "; nichts enthält alle Wörter"))
    for group in found.groups:
        typer.echo(f"\n{group.kind.label} ({group.kind.name}): {group.kind.count}")
        for hit in group.hits:
            typer.echo(f"  {hit.key:<14} {hit.label}" + (f" · {hit.detail}" if hit.detail else ""))
    if not found.groups:
        looked = ", ".join(f"{kind_.label} ({kind_.count})" for kind_ in found.looked)
        say(f"Gesucht in: {looked}. Nichts gefunden heißt nicht, dass es das nicht gibt.")


@command
def show(
    *,
    key: Annotated[
        str, typer.Argument(help="Kennung (A-101, SGB-VIII-16), wenn nötig mit Art: angebot/A-101.")
    ],
    asking: Asking,
    form: Annotated[ProfileFormat, typer.Option("--format", help="Ausgabe.")] = ProfileFormat.text,
    out: Out = None,
) -> None:
    """Den Steckbrief eines Datensatzes oder Begriffs zeigen, mit Herkunft und dem, was nicht erhoben ist."""
    from app.exports import to_json
    from app.profiles import exports

    service, asked = asking.service(), asking.asked
    art, _, code = key.rpartition("/")
    released = service.profiles.profile(*((art, code) if art else _only(service, key, asked)), asked)
    if released.value is None:
        raise typer.BadParameter(
            f"Zu '{key}' gibt es in diesem Stand keinen Steckbrief. Siehe 'querblick search'"
        )
    found = released.value
    makers = {
        "json": to_json, "csv": exports.to_csv, "ttl": exports.to_turtle, "jsonld": exports.to_jsonld,
    }  # fmt: skip
    known = {name: Way(lambda: released, make) for name, make in makers.items()}
    write(known, form, out, lambda: tell(released, lambda _: _tell(found)))


def _only(service: "Service", key: str, asked: "Asked") -> tuple[str, str]:
    """The one address with this key; an error that lists them if there are several or none."""
    found: list[SearchEntry] = [
        e for e in service.profiles.entries(asked).value if e.art and e.key.casefold() == key.casefold()
    ]
    if len(found) == 1:
        return found[0].art, found[0].key
    known = ", ".join(f"{e.art}/{e.key}" for e in found)
    raise typer.BadParameter(
        f"Diese Kennung haben mehrere: {known}. Die Art davor nennen"
        if found
        else "Diese Kennung hat in diesem Stand nichts. Siehe 'querblick search'"
    )


def _tell(profile: "ProfileView") -> None:
    say(f"{profile.label}\n{profile.kind}" + (f" · {profile.lead}" if profile.lead else ""))
    if profile.origin:
        say(profile.origin.text)
    for section in profile.sections:
        if section.facts:
            typer.echo(f"\n{section.title}")
            for fact in (f for f in section.facts if f.cells or f.said != "missing"):
                typer.echo(f"  {fact.label}: {'; '.join(c.text for c in fact.cells) or fact.text}")
            left = [f.label for f in section.facts if f.said == "missing"]
            if left:
                typer.echo(f"  Nicht erfasst: {', '.join(left)}")
        if section.table is not None:
            show_table(section.table)
            if section.claim_text:
                say(f"({section.claim_text})")
        if section.note:
            say(section.note)
    for table in (
        (profile.origin.sources, profile.origin.conflicts, profile.origin.waiting) if profile.origin else ()
    ):
        show_table(table)
    show_table(profile.related)

"""Commands for overlaps and what was agreed about them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import deliver
from app.commands.options import (
    At,
    AudienceOption,
    Day,
    For,
    Form,
    Format,
    Home,
    Lang,
    Out,
    Town,
    audience_of,
    day_of,
    open_town,
)
from app.terminal import say, show_table, show_withheld, spoken

if TYPE_CHECKING:
    from app.coordination.agreements import Terms
    from app.coordination.views import AgreementView

agreements = typer.Typer(
    no_args_is_help=True,
    help="Vereinbarungen zur Abstimmung: wer klärt was bis wann zu einer Überschneidung oder Schnittstelle.",
)

Name = Annotated[str, typer.Argument(help="Kennung der Vereinbarung.")]
Reason = Annotated[str, typer.Option("--why", help="Warum; steht im Verlauf.")]
By = Annotated[str, typer.Option("--by", help="Wer das einträgt (Stelle oder Rolle, kein Personenname).")]
Until = Annotated[
    datetime | None, typer.Option("--until", formats=["%Y-%m-%d", "%d.%m.%Y"], help="Bis wann.")
]


class ProgressOption(StrEnum):
    """How far an agreement is."""

    vereinbart = "vereinbart"
    in_arbeit = "in-arbeit"
    erledigt = "erledigt"


@spoken
def overlaps(  # noqa: PLR0913 one parameter per option
    *,
    key: Annotated[
        str | None, typer.Argument(help="Kennung eines Paars: beide Angebote nebeneinander.")
    ] = None,
    field: Annotated[str, typer.Option("--field", help="Bedarf oder Handlungsfeld, z. B. BD-EX.")] = "",
    area: Annotated[str, typer.Option("--area", help="Gebiet, das beide Angebote erreichen.")] = "",
    day: Day = None,
    audience: For = AudienceOption.intern,
    version: At = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
    form: Form = Format.text,
    out: Out = None,
) -> None:
    """Überschneidungen mit Klasse und Begründung; die Liste ordnet nicht. Mit Kennung: ein Paar im Einzelnen."""
    from app.asked import Asked

    asked = Asked(audience_of(audience), day_of(day), version, lang)
    desk = open_town(home, town).overlaps
    if key is None:
        deliver(desk.answer(asked, field=field, within=area), form, out)
        if form is Format.text and out is None:
            for pair in desk.overlaps(asked, field=field, within=area).value.pairs:
                typer.echo(f"{pair.key}  {pair.kind:<9} {pair.one.label} – {pair.other.label}")
        return
    released = desk.pair(key, asked)
    pair = released.value.pair
    say(f"{pair.one.label} – {pair.other.label}: {pair.kind_text}. {pair.reason}")
    for step in pair.steps:
        typer.echo(f"  {'*' if step.decides else ' '} {step.question} {step.answer}")
    show_table(released.value.features)
    show_table(released.value.joined_by)
    show_withheld(released)


@agreements.command("list")
@spoken
def list_agreements(*, town: Town = None, home: Home = None, lang: Lang = "de") -> None:
    """Alle Vereinbarungen, auch zurückgenommene, mit Verlauf."""
    found = open_town(home, town).coordination.agreements(lang).value
    if not found:
        say(
            "Noch ist nichts vereinbart. Vereinbaren: querblick agreements add KENNUNG-DES-PAARS --what … --who …"
        )
    for agreement in found:
        _show(agreement)


@agreements.command("add")
@spoken
def add_agreement(  # noqa: PLR0913 one parameter per option
    *,
    pair: Annotated[str, typer.Argument(help="Kennung des Paars, wie 'querblick overlaps' sie zeigt.")],
    what: Annotated[str, typer.Option("--what", help="Was zu tun ist.")],
    who: Annotated[str, typer.Option("--who", help="Wer es tut (Stellen oder Funktionen).")],
    by: By,
    until: Until = None,
    note: Annotated[str, typer.Option("--note", help="Notiz.")] = "",
    day: Day = None,
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Zu einem Paar vereinbaren, wer was bis wann klärt."""
    from app.asked import Asked
    from app.coordination.agreements import About, Subject, Terms

    service = open_town(home, town)
    asked = Asked(audience_of(AudienceOption.intern), day_of(day), None, lang)
    found = service.overlaps.pair(pair, asked).value.pair
    terms = Terms(what, who, until.date() if until else None, note=note)
    made = service.coordination.agree(Subject(About.PAIR, found.parts), terms, asked, by=by, kind=found.kind)
    _show(made.value)


@agreements.command("change")
@spoken
def change_agreement(  # noqa: PLR0913 one parameter per option
    *,
    name: Name,
    by: By,
    what: Annotated[str | None, typer.Option("--what", help="Was zu tun ist.")] = None,
    who: Annotated[str | None, typer.Option("--who", help="Wer es tut (Stellen oder Funktionen).")] = None,
    until: Until = None,
    progress: Annotated[ProgressOption | None, typer.Option("--progress", help="Wie weit es ist.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Notiz.")] = None,
    why: Reason = "",
    town: Town = None,
    home: Home = None,
    lang: Lang = "de",
) -> None:
    """Eine Vereinbarung ändern; was nicht angegeben ist, bleibt."""
    desk = open_town(home, town).coordination
    known = desk.agreement(name, lang).value
    terms = _changed(known, what, who, until, progress, note)
    _show(desk.change(name, terms, by=by, why=why, base=known.now.number, lang=lang).value)


@agreements.command("withdraw")
@spoken
def withdraw_agreement(
    *, name: Name, by: By, why: Reason = "", town: Town = None, home: Home = None, lang: Lang = "de"
) -> None:
    """Eine Vereinbarung zurücknehmen; sie bleibt mit ihrem Verlauf und lässt sich wieder aufnehmen."""
    _show(open_town(home, town).coordination.withdraw(name, by=by, why=why, lang=lang).value)


@agreements.command("undo")
@spoken
def undo_agreement(
    *, name: Name, by: By, why: Reason = "", town: Town = None, home: Home = None, lang: Lang = "de"
) -> None:
    """Die letzte Änderung rückgängig machen; nach dem Zurücknehmen: wieder aufnehmen."""
    _show(open_town(home, town).coordination.undo(name, by=by, why=why, lang=lang).value)


@agreements.command("remove")
@spoken
def remove_agreement(*, name: Name, town: Town = None, home: Home = None) -> None:
    """Eine zurückgenommene Vereinbarung mit ihrem Verlauf endgültig löschen."""
    open_town(home, town).coordination.remove(name)
    say(f"{name} ist gelöscht.")


def _changed(
    known: "AgreementView",
    what: str | None,
    who: str | None,
    until: datetime | None,
    progress: ProgressOption | None,
    note: str | None,
) -> "Terms":
    from app.coordination.agreements import Progress, Terms

    now = known.now
    return Terms(
        what=now.what if what is None else what,
        who=now.who if who is None else who,
        until=until.date() if until else now.until,
        progress=Progress(progress.value if progress else now.progress),
        note=now.note if note is None else note,
        is_withdrawn=now.is_withdrawn,
    )


def _show(agreement: "AgreementView") -> None:
    typer.echo(f"{agreement.id}  {agreement.title}")
    for revision in agreement.revisions:
        until = f" bis {revision.until:%d.%m.%Y}" if revision.until else ""
        status = "zurückgenommen" if revision.is_withdrawn else revision.progress_text
        why = f" ({revision.why})" if revision.why else ""
        typer.echo(
            f"  {revision.number}. {revision.when:%d.%m.%Y} {status}: {revision.what} – {revision.who}{until}; {revision.by}{why}"
        )

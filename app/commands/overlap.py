"""Commands for overlaps and what was agreed about them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import Written, tell
from app.commands.groups import Asking, Told, Where, asked, command
from app.commands.options import Day
from app.terminal import say, show_table

if TYPE_CHECKING:
    from app.coordination.agreements import Terms
    from app.coordination.views import AgreementView
    from app.overlaps.views import PairView

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


@command
def overlaps(
    *,
    key: Annotated[
        str | None, typer.Argument(help="Kennung eines Paars: beide Angebote nebeneinander.")
    ] = None,
    field: Annotated[str, typer.Option("--field", help="Bedarf oder Handlungsfeld, z. B. BD-EX.")] = "",
    area: Annotated[str, typer.Option("--area", help="Gebiet, das beide Angebote erreichen.")] = "",
    asking: Asking,
    written: Written,
) -> None:
    """Überschneidungen mit Klasse und Begründung; die Liste ordnet nicht. Mit Kennung: ein Paar im Einzelnen."""
    at, desk = asking.asked, asking.service().overlaps
    if key is None:
        written.deliver(desk.answer(at, field=field, within=area))
        if written.is_shown:
            for pair in desk.overlaps(at, field=field, within=area).value.pairs:
                typer.echo(f"{pair.key}  {pair.kind:<9} {pair.one.label} – {pair.other.label}")
        return
    tell(desk.pair(key, at), _show_pair)


@agreements.command("list")
@command
def list_agreements(*, told: Told) -> None:
    """Alle Vereinbarungen, auch zurückgenommene, mit Verlauf."""
    found = told.service().coordination.agreements(told.lang).value
    if not found:
        say(
            "Noch ist nichts vereinbart. Vereinbaren: querblick agreements add KENNUNG-DES-PAARS --what … --who …"
        )
    for agreement in found:
        _show(agreement)


@agreements.command("add")
@command
def add_agreement(
    *,
    pair: Annotated[str, typer.Argument(help="Kennung des Paars, wie 'querblick overlaps' sie zeigt.")],
    what: Annotated[str, typer.Option("--what", help="Was zu tun ist.")],
    who: Annotated[str, typer.Option("--who", help="Wer es tut (Stellen oder Funktionen).")],
    by: By,
    until: Until = None,
    note: Annotated[str, typer.Option("--note", help="Notiz.")] = "",
    day: Day = None,
    told: Told,
) -> None:
    """Zu einem Paar vereinbaren, wer was bis wann klärt."""
    from app.coordination.agreements import About, Subject, Terms

    service = told.service()
    at = asked(lang=told.lang, day=day)
    found = service.overlaps.pair(pair, at).value.pair
    terms = Terms(what, who, until.date() if until else None, note=note)
    made = service.coordination.agree(Subject(About.PAIR, found.parts), terms, at, by=by, kind=found.kind)
    _show(made.value)


@agreements.command("change")
@command
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
    told: Told,
) -> None:
    """Eine Vereinbarung ändern; was nicht angegeben ist, bleibt."""
    desk = told.service().coordination
    known = desk.agreement(name, told.lang).value
    terms = _changed(known, what, who, until, progress, note)
    _show(desk.change(name, terms, by=by, why=why, base=known.now.number, lang=told.lang).value)


@agreements.command("withdraw")
@command
def withdraw_agreement(*, name: Name, by: By, why: Reason = "", told: Told) -> None:
    """Eine Vereinbarung zurücknehmen; sie bleibt mit ihrem Verlauf und lässt sich wieder aufnehmen."""
    _show(told.service().coordination.withdraw(name, by=by, why=why, lang=told.lang).value)


@agreements.command("undo")
@command
def undo_agreement(*, name: Name, by: By, why: Reason = "", told: Told) -> None:
    """Die letzte Änderung rückgängig machen; nach dem Zurücknehmen: wieder aufnehmen."""
    _show(told.service().coordination.undo(name, by=by, why=why, lang=told.lang).value)


@agreements.command("remove")
@command
def remove_agreement(*, name: Name, where: Where) -> None:
    """Eine zurückgenommene Vereinbarung mit ihrem Verlauf endgültig löschen."""
    where.service().coordination.remove(name)
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


def _show_pair(view: "PairView") -> None:
    pair = view.pair
    say(f"{pair.one.label} – {pair.other.label}: {pair.kind_text}. {pair.reason}")
    for step in pair.steps:
        typer.echo(f"  {'*' if step.decides else ' '} {step.question} {step.answer}")
    show_table(view.features)
    show_table(view.joined_by)


def _show(agreement: "AgreementView") -> None:
    typer.echo(f"{agreement.id}  {agreement.title}")
    for revision in agreement.revisions:
        until = f" bis {revision.until:%d.%m.%Y}" if revision.until else ""
        status = "zurückgenommen" if revision.is_withdrawn else revision.progress_text
        why = f" ({revision.why})" if revision.why else ""
        typer.echo(
            f"  {revision.number}. {revision.when:%d.%m.%Y} {status}: {revision.what} – {revision.who}{until}; {revision.by}{why}"
        )

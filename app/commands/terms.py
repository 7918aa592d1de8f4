"""Commands about the town's own words: terms list, map, new, ignore, drop."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Group, Told, Where, command
from app.commands.options import Json, Who, Why, Yes, leave, only_if_agreed
from app.terminal import Exit, say, show_table

if TYPE_CHECKING:
    from app.service import Decision
    from app.terms.views import InboxView, TermEffectView

terms = typer.Typer(
    help="Eigene Begriffe: Wörter, die keine Liste kennt.", no_args_is_help=True, rich_markup_mode=None
)

List = Annotated[str, typer.Argument(metavar="LISTE", help="Liste, z. B. needs, target-groups, offer-types.")]
Word = Annotated[str, typer.Argument(metavar="WORT", help="Das Wort, wie es in den Lieferungen steht.")]
Concept = Annotated[
    str, typer.Argument(metavar="BEGRIFF", help="Kennung des Begriffs der Liste, z. B. BD-EX2.")
]
Source = Annotated[str, typer.Option("--source", help="Nur in Lieferungen dieser Quelle so gemeint.")]
Cells = Annotated[bool, typer.Option("--cells", help="Jede Zelle der Lückenmatrix zeigen, die sich ändert.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Nur zeigen, was es bewirkt; nichts ändern.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Group):
    """What is seen of the effect before anything changes, and whether that is already agreed."""

    dry_run: DryRun = False
    cells: Cells = False
    yes: Yes = False


@terms.command("list")
@command
def listed(*, told: Told, json: Json = False) -> None:
    """Unbekannte Wörter wartender Lieferungen und die eigenen Begriffe."""
    tell(told.service().terms.inbox(told.lang), _show, json=json)


@terms.command("map")
@command
def mapped(
    *,
    scheme: List,
    word: Word,
    concept: Concept,
    source: Source = "",
    who: Who = "Kommandozeile",
    why: Why = "Begriff zugeordnet",
    before: Before,
    where: Where,
) -> None:
    """Ein Wort als Synonym eines Begriffs führen.

    Zeigt vorher, welche wartenden Zeilen lesbar werden und was sich in der Lückenmatrix ändert.
    """
    from app.service import Decision

    said = Decision("synonym", concept, source=source)
    _decide(where, (scheme, word), said, before, who=who, why=why)


@terms.command("new")
@command
def made(  # noqa: PLR0913 one parameter per option
    *,
    scheme: List,
    word: Word,
    concept: Annotated[
        str, typer.Argument(metavar="OBERBEGRIFF", help="Kennung des weiteren Begriffs, zu dem es gehört.")
    ],
    definition: Annotated[str, typer.Option("--definition", help="Was das Wort heißt, in einem Satz.")] = "",
    source: Source = "",
    who: Who = "Kommandozeile",
    why: Why = "Neuer Begriff",
    before: Before,
    where: Where,
) -> None:
    """Einen neuen Begriff unter einem der Liste anlegen.

    Was ihn nennt, zählt beim weiteren Begriff als Teildeckung. Zeigt vorher, was sich ändert.
    """
    from app.service import Decision

    said = Decision("concept", concept, definition, source)
    _decide(where, (scheme, word), said, before, who=who, why=why)


@terms.command("ignore")
@command
def ignored(
    *,
    scheme: List,
    word: Word,
    who: Who = "Kommandozeile",
    why: Annotated[str, typer.Option("--why", help="Warum es offen bleibt; steht im Verlauf.")],
    yes: Yes = False,
    where: Where,
) -> None:
    """Ein Wort bewusst offen lassen; seine Zeilen warten weiter."""
    from app.service import Decision

    _decide(where, (scheme, word), Decision("open"), Before(yes=yes), who=who, why=why)


@terms.command("drop")
@command
def dropped(
    *,
    key: Annotated[str, typer.Argument(metavar="KENNUNG", help="Kennung des eigenen Begriffs, z. B. EB-01.")],
    who: Who = "Kommandozeile",
    why: Annotated[str, typer.Option("--why", help="Warum; steht im Verlauf.")],
    where: Where,
) -> None:
    """Einen eigenen Begriff zurücknehmen.

    Ein neuer Begriff, der in Gebrauch ist, bleibt und gilt als veraltet.
    """
    say(where.service().terms.drop(key, who=who, why=why).value.lead)


def _decide(
    where: Where, about: tuple[str, str], decision: "Decision", before: Before, *, who: str, why: str
) -> None:
    """Show what a decision about a word of a list would do, and take it if that is agreed."""
    desk = where.service().terms
    released = desk.effect(*about, decision)
    tell(released, lambda view: _show_effect(view, cells=before.cells))
    if not released.value.possible:
        leave(Exit.FINDINGS)
    if before.dry_run:
        return
    only_if_agreed("So übernehmen?", yes=before.yes)
    done = desk.decide(*about, decision, who=who, why=why).value
    say(f"{done.lead} Version {done.version.number}.")


def _show(view: "InboxView") -> None:
    typer.echo(
        "Unbekannte Wörter wartender Lieferungen:" if view.unknown else "Kein unbekanntes Wort wartet."
    )
    for term in view.unknown:
        held = ", Zeilen warten" if term.holds_back else ""
        cells = "1 Zelle" if term.cells == 1 else f"{term.cells} Zellen"
        typer.echo(f"  {term.scheme}  „{term.word}“ ({cells}{held})")
        for found in term.fit:
            typer.echo(f"      {found.text} ({found.way}, {found.likeness})")
    if view.withheld:
        typer.echo(f"  {view.withheld} weitere sehen nach Personen oder Orten aus und werden nicht gezeigt.")
    typer.echo("Eigene Begriffe:" if view.own else "Keine eigenen Begriffe.")
    for own in view.own:
        meant = f" → {own.means}" if own.means else ""
        uses = f", {own.uses}-mal verwendet" if own.uses is not None else ""
        typer.echo(f"  {own.key}  „{own.word}“ ({own.scheme_label}, {own.kind_text}{uses}){meant}")


def _show_effect(view: "TermEffectView", *, cells: bool) -> None:
    typer.echo(view.lead)
    for finding in (*view.problems, *view.refused):
        typer.echo(f"  {finding.rule}: {finding.message} {finding.remedy}")
    if view.matrix is not None:
        typer.echo(view.matrix.lead)
        if view.matrix.table.rows and cells:
            show_table(view.matrix.table)
        elif view.matrix.table.rows:
            typer.echo("Welche Zellen das sind und warum, zeigt --cells.")

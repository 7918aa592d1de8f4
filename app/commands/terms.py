"""Commands about the town's own words: terms list, map, new, ignore, drop."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Home, Json, Lang, Town, Who, Why, Yes, agreed, leave, open_town
from app.terminal import Exit, say, show_table, show_withheld, spoken, write_json

if TYPE_CHECKING:
    from app.gate import Released
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


@terms.command("list")
@spoken
def listed(*, town: Town = None, home: Home = None, lang: Lang = "de", json: Json = False) -> None:
    """Unbekannte Wörter wartender Lieferungen und die eigenen Begriffe."""
    released = open_town(home, town).terms.inbox(lang)
    if json:
        write_json(released)
        return
    _show(released)


@terms.command("map")
@spoken
def mapped(  # noqa: PLR0913 one parameter per option
    *,
    scheme: List,
    word: Word,
    concept: Concept,
    source: Source = "",
    who: Who = "Kommandozeile",
    why: Why = "Begriff zugeordnet",
    dry_run: DryRun = False,
    cells: Cells = False,
    yes: Yes = False,
    town: Town = None,
    home: Home = None,
) -> None:
    """Ein Wort als Synonym eines Begriffs führen.

    Zeigt vorher, welche wartenden Zeilen lesbar werden und was sich in der Lückenmatrix ändert.
    """
    from app.service import Decision

    said = Decision("synonym", concept, source=source)
    _decide(scheme, word, said, who=who, why=why, dry_run=dry_run, cells=cells, yes=yes, town=town, home=home)


@terms.command("new")
@spoken
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
    dry_run: DryRun = False,
    cells: Cells = False,
    yes: Yes = False,
    town: Town = None,
    home: Home = None,
) -> None:
    """Einen neuen Begriff unter einem der Liste anlegen.

    Was ihn nennt, zählt beim weiteren Begriff als Teildeckung. Zeigt vorher, was sich ändert.
    """
    from app.service import Decision

    said = Decision("concept", concept, definition, source)
    _decide(scheme, word, said, who=who, why=why, dry_run=dry_run, cells=cells, yes=yes, town=town, home=home)


@terms.command("ignore")
@spoken
def ignored(
    *,
    scheme: List,
    word: Word,
    who: Who = "Kommandozeile",
    why: Annotated[str, typer.Option("--why", help="Warum es offen bleibt; steht im Verlauf.")],
    yes: Yes = False,
    town: Town = None,
    home: Home = None,
) -> None:
    """Ein Wort bewusst offen lassen; seine Zeilen warten weiter."""
    from app.service import Decision

    _decide(
        scheme,
        word,
        Decision("open"),
        who=who,
        why=why,
        dry_run=False,
        cells=False,
        yes=yes,
        town=town,
        home=home,
    )


@terms.command("drop")
@spoken
def dropped(
    *,
    key: Annotated[str, typer.Argument(metavar="KENNUNG", help="Kennung des eigenen Begriffs, z. B. EB-01.")],
    who: Who = "Kommandozeile",
    why: Annotated[str, typer.Option("--why", help="Warum; steht im Verlauf.")],
    town: Town = None,
    home: Home = None,
) -> None:
    """Einen eigenen Begriff zurücknehmen.

    Ein neuer Begriff, der in Gebrauch ist, bleibt und gilt als veraltet.
    """
    say(open_town(home, town).terms.drop(key, who=who, why=why).value.lead)


def _decide(  # noqa: PLR0913 one parameter per option
    scheme: str,
    word: str,
    decision: "Decision",
    *,
    who: str,
    why: str,
    dry_run: bool,
    cells: bool,
    yes: bool,
    town: Town,
    home: Home,
) -> None:
    desk = open_town(home, town).terms
    released = desk.effect(scheme, word, decision)
    _show_effect(released, cells=cells)
    if not released.value.possible:
        leave(Exit.FINDINGS)
    if dry_run:
        return
    if not yes and not agreed("So übernehmen?"):
        say("Nichts geändert.")
        leave(Exit.FINDINGS)
    done = desk.decide(scheme, word, decision, who=who, why=why).value
    say(f"{done.lead} Version {done.version.number}.")


def _show(released: "Released[InboxView]") -> None:
    view = released.value
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
    show_withheld(released)


def _show_effect(released: "Released[TermEffectView]", *, cells: bool) -> None:
    view = released.value
    typer.echo(view.lead)
    for finding in (*view.problems, *view.refused):
        typer.echo(f"  {finding.rule}: {finding.message} {finding.remedy}")
    if view.matrix is not None:
        typer.echo(view.matrix.lead)
        if view.matrix.table.rows and cells:
            show_table(view.matrix.table)
        elif view.matrix.table.rows:
            typer.echo("Welche Zellen das sind und warum, zeigt --cells.")
    show_withheld(released)

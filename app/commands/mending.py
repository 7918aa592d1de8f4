"""Commands that mend a delivery on the desk: take, correct, rows, match."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.desk import Token, on_desk, staging
from app.commands.groups import Where, command
from app.commands.options import Json, leave
from app.terminal import Exit, out, say, show_finding

if TYPE_CHECKING:
    from app.delivery.views import DeskView, MatchesView, MatchView

Sheet = Annotated[str, typer.Option("--sheet", help="Blatt; nötig nur, wenn die Datei mehrere hat.")]
Everywhere = Annotated[bool, typer.Option("--all", help="Auch in allen gleichen Zellen dieser Spalte.")]
Remember = Annotated[
    bool, typer.Option("--remember", help="Künftig immer so: in die Zuordnung der Quelle aufnehmen.")
]


@staging.command("take")
@command
def take(
    *,
    token: Token,
    cell: Annotated[str, typer.Argument(metavar="ZELLE", help="Zelle mit Befund, z. B. F17.")],
    text: Annotated[
        str | None, typer.Option("--text", help="Was dort stehen soll; ohne Angabe der erste Vorschlag.")
    ] = None,
    everywhere: Everywhere = False,
    remember: Remember = False,
    sheet: Sheet = "",
    where: Where,
) -> None:
    """Einen Vorschlag zu einem Befund annehmen."""
    desk, which = on_desk(where, token)
    view = desk.open(which).value
    name = _sheet(view, sheet)
    told = [
        f for f in view.preview.findings if f.place and (f.place.sheet, f.place.cell) == (name, cell.upper())
    ]
    for finding in told:
        case = desk.case(which, name, cell.upper(), finding.rule, finding.found).value
        chosen = text if text is not None else next(iter(case.choices), None)
        if chosen is not None:
            desk.take_suggestion(
                which, name, cell.upper(), finding.rule, finding.found, chosen, everywhere=everywhere,
                remember=remember and case.remembers,
            )  # fmt: skip
            say(f"{cell.upper()}: {finding.found or ''} → {chosen}".replace(":  →", ": →"))
            return
    for finding in told:
        show_finding(finding)
    say("Hierzu gibt es keinen Vorschlag. Mit --text sagen, was dort stehen soll.")
    leave(Exit.FINDINGS)


@staging.command("correct")
@command
def correct(
    *,
    token: Token,
    cells: Annotated[list[str], typer.Argument(metavar="ZELLE=TEXT", help="z. B. F17=AT-B3; leer: F17=")],
    sheet: Sheet = "",
    where: Where,
) -> None:
    """Zellen der Datei überschreiben; die gelieferte Datei selbst bleibt, wie sie ist."""
    desk, which = on_desk(where, token)
    name = _sheet(desk.open(which).value, sheet)
    parts = [entry.partition("=") for entry in cells]
    wrong = [entry for entry, (_, sign, _) in zip(cells, parts, strict=True) if not sign]
    if wrong:
        raise typer.BadParameter(f"{', '.join(wrong)}: erwartet ZELLE=TEXT, z. B. F17=AT-B3")
    desk.correct_many(which, [(name, cell.upper(), text) for cell, _, text in parts])
    say(f"{len(parts)} Zellen berichtigt.")


@staging.command("rows")
@command
def rows(
    *,
    token: Token,
    numbers: Annotated[list[int], typer.Argument(metavar="ZEILE", min=1, help="Zeilen der Datei.")],
    what: Annotated[str, typer.Option("--as", help="leave-out, set-aside oder take-back.")] = "set-aside",
    sheet: Sheet = "",
    where: Where,
) -> None:
    """Zeilen weglassen (leave-out), zurückstellen (set-aside) oder wieder aufnehmen (take-back)."""
    desk, which = on_desk(where, token)
    desk.set_rows(which, _sheet(desk.open(which).value, sheet), numbers, what)
    say(f"{len(numbers)} Zeilen: {what}.")


@staging.command("match")
@command
def match(
    *,
    token: Token,
    key: Annotated[str | None, typer.Argument(metavar="KENNUNG", help="Worüber entschieden wird.")] = None,
    same: Annotated[
        str | None, typer.Option("--same", help="Es ist der Datensatz mit dieser Kennung.")
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="Es ist ein eigener Datensatz.")] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="Die Entscheidung zurücknehmen.")] = False,
    spellings: Annotated[
        bool, typer.Option("--spellings", help="Alles zusammenführen, was nur anders geschrieben ist.")
    ] = False,
    where: Where,
    json: Json = False,
) -> None:
    """Zeigen und entscheiden, was vermutlich schon erfasst ist oder zweimal in der Datei steht."""
    desk, which = on_desk(where, token)
    if spellings:
        say(f"{desk.decide_bulk(which)} zusammengeführt.")
    if key is not None:
        found = next((m for m in desk.matches(which).value.matches if m.key == key), None)
        if found is None or not (same or own or undecided):
            raise typer.BadParameter("Kennung aus der Liste und --same, --own oder --undecided nötig")
        desk.decide(which, found.tag, key, None if undecided else key if own else same)
    tell(desk.matches(which), _show_matches, json=json)


def _sheet(view: "DeskView", given: str) -> str:
    names = [sheet.name for sheet in view.sheets]
    if given in names:
        return given
    if given or len(names) != 1:
        raise typer.BadParameter(f"--sheet: erwartet eines von {', '.join(names)}")
    return names[0]


def _show_matches(view: "MatchesView") -> None:
    for one in view.matches:
        _show_match(one)
    say(f"{view.undecided} offen, davon {view.bulk} nur anders geschrieben.")


def _show_match(match: "MatchView") -> None:
    console = out()
    state = {"": "offen", "same": "dieselbe Stelle", "own": "eine eigene", "other": "eine andere"}[
        match.decided
    ]
    where = "zweimal in der Datei" if match.inside else "schon erfasst"
    console.print(f"{match.key}  {match.name}", markup=False, style="bold")
    console.print(
        f"  ≟ {match.other_key}  {match.other_name} ({where}; {match.level_text}; {state})", markup=False
    )
    if match.barrier:
        console.print(f"  Achtung: {match.barrier}", markup=False)
    for field in match.fields:
        score = "–" if field.score is None else f"{field.score:.2f}".replace(".", ",")
        console.print(
            f"    {field.label}: {field.theirs} | {field.ours} ({score})", markup=False, style="dim"
        )

"""Commands for single records (list, show, set, new, end, withdraw) and for asking providers whether they still hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.answering import tell
from app.commands.groups import Told, command
from app.commands.options import Json, Who, leave
from app.terminal import (
    Exit,
    out,
    say,
    show_finding,
    show_table,
    show_version,
    show_withheld,
    write_file,
    write_json,
)

if TYPE_CHECKING:
    from app.gate import Released
    from app.records.desk import RecordDesk
    from app.records.views import RecordEdit, RecordForm


class Action(StrEnum):
    """What to do with records."""

    list = "list"
    show = "show"
    set = "set"
    new = "new"
    end = "end"
    withdraw = "withdraw"


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of the command, taken apart. `fields` are FELD=WERT; `words` the rest behind the class."""

    desk: "RecordDesk"
    sheet: str
    words: tuple[str, ...]
    fields: Mapping[str, str]
    who: str
    why: str | None
    day: datetime | None
    lang: str
    json: bool

    @property
    def key(self) -> str:
        """The key, which must have been given."""
        if not self.words:
            raise typer.BadParameter("Die Kennung des Datensatzes fehlt, z. B. A-101")
        return self.words[0]

    @property
    def reason(self) -> str:
        """The reason, which must have been given."""
        if self.why is None:
            raise typer.BadParameter("Zum Ändern ist --why nötig: warum? Das steht im Verlauf")
        return self.why


@command
def record(
    *,
    action: Annotated[
        Action,
        typer.Argument(
            help="list, show, set (ändern), new (neu), end (beenden) oder withdraw (zurücknehmen)."
        ),
    ],
    sheet: Annotated[
        str, typer.Argument(help="Klasse, wie die Blätter der Vorlage: angebot, traeger, bestand …")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Kennung, danach FELD=WERT; bei list ein Suchwort, bei withdraw die Felder."),
    ] = None,
    who: Who = "Kommandozeile",
    why: Annotated[
        str | None, typer.Option("--why", help="Warum; nötig zum Ändern, steht im Verlauf.")
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--day", formats=["%d.%m.%Y", "%Y-%m-%d"], help="Letzter Tag bei end; ohne Angabe heute."
        ),
    ] = None,
    told: Told,
    json: Json = False,
) -> None:
    """Einzelne Datensätze ansehen, ändern, anlegen und beenden.

    Felder heißen wie die Spalten der Vorlage, Werte stehen da wie in ihren Zellen. Gespeichert wird nur, was alle Regeln
    besteht; was andere Quellen sagen, bleibt erhalten. Rückgabewert 1, wenn nichts gespeichert wurde.
    """
    plain = [word for word in words or [] if "=" not in word]
    fields = dict(word.split("=", 1) for word in words or [] if "=" in word)
    desk = told.service().records
    _ACTIONS[action](_Call(desk, sheet, tuple(plain), fields, who, why, day, told.lang, json))


@command
def deliveries(
    *,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="Die Termine als Kalenderdatei hierhin schreiben.")
    ] = None,
    told: Told,
    json: Json = False,
) -> None:
    """Der Lieferkalender: wer liefert was bis wann, und wer ist überfällig.

    Rückgabewert 1, wenn eine Lieferung überfällig ist.
    """
    released = told.service().records.calendar(lang=told.lang)
    view = released.value
    if ics is not None:
        from app.exports import to_ics

        write_file(ics, to_ics(released))
    if json:
        write_json(released)
    elif ics is None:
        out().print(view.lead, markup=False, style="bold")
        for item in view.items:
            due = f"{item.next:%d.%m.%Y}" if item.next else "–"
            last = f"zuletzt {item.last:%d.%m.%Y}" if item.last else ""
            parts = (item.key, item.label, item.body, item.rhythm, due, item.state_text, last)
            out().print("  " + " · ".join(part for part in parts if part), markup=False)
        show_withheld(released)
    leave(Exit.FINDINGS if any(item.state == "late" for item in view.items) else Exit.FINE)


@command
def confirm_form(
    *,
    provider: Annotated[str, typer.Argument(help="Kennung des Trägers, z. B. T-017.")],
    target: Annotated[
        Path | None, typer.Option("--out", help="Zieldatei; ohne Angabe stimmt-das-noch-<kennung>.xlsx.")
    ] = None,
    told: Told,
) -> None:
    """Die Rückfrage „Stimmt das noch?“ an einen Träger schreiben.

    Eine vorausgefüllte Arbeitsmappe mit dem, was über ihn bekannt ist. Ausgefüllt wird sie wie jede Lieferung eingelesen
    (querblick import); was darin nicht beantwortet ist, bleibt, wie es ist.
    """
    from app.exports import to_enquiry

    released = told.service().records.enquiry(provider, lang=told.lang)
    write_file(target or Path(released.value.filename), to_enquiry(released))
    show_withheld(released)


def _list(call: _Call) -> None:
    released = call.desk.list(call.sheet, lang=call.lang)
    if call.json:
        write_json(released)
        return
    from dataclasses import replace

    wanted = " ".join(call.words).casefold()
    rows = tuple(r for r in released.value.rows if wanted in " ".join(c.text for c in r).casefold())
    show_table(replace(released.value, rows=rows))
    show_withheld(released)


def _show(call: _Call) -> None:
    released = call.desk.form(call.sheet, call.key, lang=call.lang)
    if call.json:
        write_json(released)
    else:
        _form(released)
    leave(Exit.FINE if released.value.exists else Exit.FINDINGS)


def _form(released: "Released[RecordForm]") -> None:
    view = released.value
    if not view.exists:
        say(f"{view.key} gibt es in ‹{view.sheet_label}› nicht.")
        return
    console = out()
    console.print(f"{view.key}  {view.label}", markup=False, style="bold")
    console.print(f"{view.sheet_label} · {', '.join(view.sources)} · {view.freshness_text}", markup=False)
    wide = max(len(field.tag.partition("+")[2]) for field in view.fields)
    for field in view.fields:
        if field.text:
            name = field.tag.partition("+")[2]
            own = "  (Angabe der Datenpflege)" if field.stated else ""
            console.print(f"  {name:<{wide}}  {field.text}{own}", markup=False)
            for said in field.said:
                console.print(f"  {'':<{wide}}  {said.source} sagt: {said.text}", markup=False, style="dim")
    show_withheld(released)


def _set(call: _Call) -> None:
    _changed(
        call, call.desk.edit(call.sheet, call.key, call.fields, who=call.who, why=call.reason, lang=call.lang)
    )


def _new(call: _Call) -> None:
    key = call.words[0] if call.words else call.desk.form(call.sheet, lang=call.lang).value.key
    edit = call.desk.edit(
        call.sheet, key, call.fields, who=call.who, why=call.reason, new=True, lang=call.lang
    )
    _changed(call, edit)


def _end(call: _Call) -> None:
    last = (call.day or datetime.now()).date()  # noqa: DTZ005 the day on the reader's calendar
    _changed(call, call.desk.end(call.sheet, call.key, last, who=call.who, why=call.reason, lang=call.lang))


def _withdraw(call: _Call) -> None:
    fields: Sequence[str] = call.words[1:]
    released = call.desk.withdraw(call.sheet, call.key, fields, who=call.who, why=call.reason, lang=call.lang)
    tell(released, show_version, json=call.json)


def _changed(call: _Call, released: "Released[RecordEdit]") -> None:
    view = released.value
    if call.json:
        write_json(released)
    elif view.refused is not None:
        say(f"Abgewiesen ({view.refused.rule}): {view.refused.reason} {view.refused.remedy}")
    else:
        for change in view.changes:
            out().print(f"  {change.label}: {change.old or '–'} → {change.new or '–'}", markup=False)
        for problem in view.findings:
            show_finding(problem.finding)
        if view.version is not None:
            say(f"{view.key} gespeichert als Version {view.version.number}.")
        else:
            say("Nicht gespeichert." if view.changes else "Es ändert sich nichts.")
    show_withheld(released)
    leave(Exit.FINE if view.version is not None else Exit.FINDINGS)


_ACTIONS: dict[Action, Callable[[_Call], None]] = {
    Action.list: _list,
    Action.show: _show,
    Action.set: _set,
    Action.new: _new,
    Action.end: _end,
    Action.withdraw: _withdraw,
}

"""The steps of a mapping and the acts of a steward in words, German and English."""

from app.delivery import work
from app.delivery.views import ExampleView, MappedStepView
from loaders import steps

_KEPT = 3  # so many words of a list are named

_ROLES = {
    "title": {"de": "Titel", "en": "title"},
    "units": {"de": "Einheiten", "en": "units"},
    "footnote": {"de": "Fußnote", "en": "footnote"},
    "total": {"de": "Summe", "en": "total"},
    "empty": {"de": "leer", "en": "empty"},
    "repeated-header": {"de": "Kopfzeile, noch einmal", "en": "header, again"},
    "header": {"de": "Kopfzeile", "en": "header"},
    "data": {"de": "Daten", "en": "data"},
    "left-out": {"de": "weggelassen", "en": "left out"},
    "set-aside": {"de": "zurückgestellt", "en": "set aside"},
    "beyond": {"de": "außerhalb der Tabelle", "en": "outside the table"},
}
_ADDRESS = {
    "street": {"de": "Straße", "en": "street"},
    "number": {"de": "Hausnummer", "en": "number"},
    "postcode": {"de": "Postleitzahl", "en": "postcode"},
    "town": {"de": "Ort", "en": "town"},
}
_TIMES = {
    "milliseconds": {"de": "Millisekunden seit 1970", "en": "milliseconds since 1970"},
    "seconds": {"de": "Sekunden seit 1970", "en": "seconds since 1970"},
    "year-end": {"de": "Jahr, gemeint ist sein letzter Tag", "en": "year, meaning its last day"},
    "year-start": {"de": "Jahr, gemeint ist sein erster Tag", "en": "year, meaning its first day"},
    "school-year": {"de": "Schuljahr, gemeint ist sein Beginn", "en": "school year, meaning its start"},
    "clock-milliseconds": {"de": "Millisekunden seit Mitternacht", "en": "milliseconds since midnight"},
    "clock-minutes": {"de": "Minuten seit Mitternacht", "en": "minutes since midnight"},
    "clock-days": {"de": "Teil des Tages (Tabellenzeit)", "en": "part of the day (spreadsheet time)"},
    "month-end": {"de": "Monat, gemeint ist sein letzter Tag", "en": "month, meaning its last day"},
}
_HOW = {
    "typed": {"de": "von Hand", "en": "by hand"},
    "suggestion": {"de": "nach Vorschlag", "en": "as suggested"},
    "all": {"de": "alle gleichen", "en": "all equal ones"},
    "returned": {"de": "aus der zurückgeschickten Arbeitsmappe", "en": "from the returned workbook"},
    "term": {"de": "nach einem festgelegten Begriff", "en": "by a settled term"},
}


def role_text(role: str, lang: str) -> str:
    """What a row of a delivered sheet is."""
    return _ROLES[role][lang]


def step_view(step: steps.Step, lang: str) -> MappedStepView:
    """A step of a mapping in words."""
    german, english = _step(step)
    known = (
        step.values if isinstance(step, steps.Terms) else step.terms if isinstance(step, steps.Marks) else {}
    )
    meanings = tuple(ExampleView(word, meaning) for word, meaning in known.items())
    return MappedStepView(step.do, german if lang == "de" else english, meanings)


def _step(step: steps.Step) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 one line per kind of step
    match step:
        case steps.Split():
            marks = " ".join({"\n": "↵"}.get(mark, mark) for mark in step.by)
            return f"mehrere Werte trennen an {marks}", f"split several values at {marks}"
        case steps.Join():
            return "Spalten zusammenziehen", "join the columns"
        case steps.First():
            return "die erste gefüllte Spalte", "the first column that is filled"
        case steps.Terms():
            shown = ", ".join(f"„{k}“ → {v or '–'}" for k, v in list(step.values.items())[:_KEPT])
            more = len(step.values) - _KEPT
            rest = f" … (+{more})" if more > 0 else ""
            drops = step.others == "drop"
            return (
                f"Begriffe: {shown}{rest}" + ("; alle anderen weglassen" if drops else ""),
                f"terms: {shown}{rest}" + ("; leave out all others" if drops else ""),
            )
        case steps.Marks():
            count = len(step.terms)
            return f"Kreuze in {count} Spalten", f"crosses in {count} columns"
        case steps.Blanks():
            words = ", ".join(f"„{w}“" for w in (*step.unknown, *step.none, *step.empty))
            return f"Wörter für fehlende Werte: {words}", f"words for missing values: {words}"
        case steps.Number():
            return f"Zahl lesen{_scale(step, 'de')}", f"read a number{_scale(step, 'en')}"
        case steps.Time():
            told = _TIMES[step.form]
            if step.form.startswith("clock"):
                return f"Uhrzeit aus {told['de']}", f"time of day from {told['en']}"
            return f"Datum aus {told['de']}", f"date from {told['en']}"
        case steps.Plain():
            return "Auszeichnungen (HTML) entfernen", "take HTML markup out"
        case steps.Part():
            return f"Teil {step.number} vor oder nach „{step.by}“", f"part {step.number} around “{step.by}”"
        case steps.Address():
            return (
                f"aus der Anschrift: {_ADDRESS[step.take]['de']}",
                f"of the address: {_ADDRESS[step.take]['en']}",
            )
        case steps.Point():
            return f"Lage aus Koordinaten ({step.crs})", f"position from coordinates ({step.crs})"
        case steps.Text():
            return f"Text nach dem Muster {step.pattern}", f"text by the pattern {step.pattern}"
        case steps.Key():
            return f"Kennung bilden ({step.prefix}-…)", f"make a key ({step.prefix}-…)"


def _scale(step: steps.Number, lang: str) -> str:
    words = {
        "de": ("mal", "geteilt durch", "abrunden", "runden"),
        "en": ("times", "divided by", "round down", "round"),
    }
    times, by, down, nearest = words[lang]
    parts = [f"{times} {step.times}"] if step.times != 1 else []
    parts += [f"{by} {step.divide}"] if step.divide != 1 else []
    parts += [{"down": down, "nearest": nearest}[step.rounding]] if step.rounding != "none" else []
    return f", {', '.join(parts)}" if parts else ""


def act_text(act: work.Act, lang: str) -> str:
    """What a steward did, as it stands in the list of steps."""
    german, english = _act(act)
    return german if lang == "de" else english


def _act(act: work.Act) -> tuple[str, str]:  # noqa: PLR0911 one line per kind of act
    match act:
        case work.UseMapping():
            why = f": {act.why}" if act.why else " festgelegt"
            return (
                (f"Zuordnung{why}", f"mapping{why if act.why else ' set'}")
                if act.mapping
                else (
                    "Als Vorlage lesen",
                    "read in the form of the template",
                )
            )
        case work.TakeIn():
            return (
                ("Teillieferung" if act.partial else "Gesamtlieferung") + _day(act, "für den"),
                ("partial delivery" if act.partial else "whole delivery") + _day(act, "for"),
            )
        case work.Correct():
            count, how = len(act.cells), _HOW[act.how]
            return (
                f"{count} {'Zelle' if count == 1 else 'Zellen'} berichtigt ({how['de']})",
                f"{count} {'cell' if count == 1 else 'cells'} corrected ({how['en']})",
            )
        case work.LeaveOut():
            return _rows(act.rows, "weggelassen", "left out")
        case work.SetAside():
            return _rows(act.rows, "zurückgestellt", "set aside")
        case work.TakeBack():
            return _rows(act.rows, "wieder aufgenommen", "taken back in")
        case work.SameAs():
            same = sum(key != other for _, key, other in act.pairs)
            own = len(act.pairs) - same
            parts = [(f"{same}-mal dieselbe Stelle", f"{same} times the same")] if same else []
            parts += [(f"{own}-mal eine eigene", f"{own} times one of its own")] if own else []
            return "Abgleich: " + ", ".join(p[0] for p in parts), "matching: " + ", ".join(
                p[1] for p in parts
            )
        case work.Undecide():
            count = len(act.keys)
            return f"{count} Abgleiche zurückgenommen", f"{count} matches taken back"
        case work.MissingAre():
            count = len(act.records)
            return f"{count} nicht gelieferte Datensätze geklärt", f"{count} missing records cleared up"
        case _:
            return "Schritt zurück", "step back"


def _rows(rows: tuple[work.Row, ...], german: str, english: str) -> tuple[str, str]:
    count = len(rows)
    return (
        f"{count} {'Zeile' if count == 1 else 'Zeilen'} {german}",
        f"{count} {'row' if count == 1 else 'rows'} {english}",
    )


def _day(act: work.TakeIn, word: str) -> str:
    return f" {word} {act.delivered_on:%d.%m.%Y}" if act.delivered_on else ""

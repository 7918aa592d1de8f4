"""A foreign list of 2,000 rows with 300 faults of 25 kinds: each is found at its cell, and no sound row is accused.

`pytest -s tests/test_app_planted_faults.py` prints the table.
"""

import datetime as dt
import io
import random
import sys
from collections import Counter, defaultdict

import openpyxl  # noqa: TID251 makes the list that is delivered
import pytest
from foreign_lists import AT_SITE, coverages, mapping_of, offers, providers, sites

from app.delivery import workplace
from app.delivery.staging import StagedFile
from app.delivery.work import UseMapping, Work, WorkStep
from app.service import Service
from graph.findings import Severity
from loaders.outline import letter

pytestmark = pytest.mark.slow

AGS = "99999001"
ROWS, TIMES = 2_000, 12
HEAD = (
    "Nr", "Träger", "Angebot", "Art", "Status", "Straße", "Hausnr", "PLZ", "Ort", "Telefon", "E-Mail", "Internet",
    "Alter von", "Alter bis", "Plätze", "seit", "bis", "geprüft am", "Rechtsgrundlage", "Sprachen", "Antrag nötig",
    "Kinder", "Jugendliche", "Beschreibung",
)  # fmt: skip
AT = {name: number for number, name in enumerate(HEAD, start=1)}
FIRST = 4  # a title, an empty row, the header
MAPPING = mapping_of(
    "grosse-liste",
    "Große Liste",
    providers("to: traegerart, constant: TT-F7"),
    sites("to: ort, columns: [Ort]"),
    offers(
        "to: status, columns: [Status]", AT_SITE, "to: telefon, columns: [Telefon]", "to: email, columns: [E-Mail]",
        "to: webseite, columns: [Internet]", "to: gueltig-ab, columns: [seit]", "to: gueltig-bis, columns: [bis]",
        "to: geprueft, columns: [geprüft am]", "to: rechtsgrundlage, columns: [Rechtsgrundlage]",
        "to: sprachen, columns: [Sprachen]", "to: antrag-noetig, columns: [Antrag nötig]",
        "to: beschreibung, columns: [Beschreibung]",
    ),
    coverages(
        "ZG-A04", "to: alter-von, columns: [Alter von]", "to: alter-bis, columns: [Alter bis]",
        "to: plaetze, columns: [Plätze]", "to: einheit, constant: Plätze",
    ),
)  # fmt: skip
DAY = dt.datetime(2026, 3, 1)  # noqa: DTZ001 workbooks hold no zone
# kind → column of the fault, what is written there, rules that may tell it
KINDS = {
    "unbekannte Art": ("Art", "Hüpfburgverleih", {"DQ-L04"}),
    "Art fehlt": ("Art", None, {"DQ-021"}),
    "unbekannter Status": ("Status", "läuft irgendwie", {"DQ-L04"}),
    "Status fehlt": ("Status", None, {"DQ-022"}),
    "Träger fehlt": ("Träger", None, {"DQ-020"}),
    "Name fehlt": ("Angebot", None, {"DQ-012"}),
    "PLZ zu kurz": ("PLZ", "999", {"DQ-L03"}),
    "PLZ mit Buchstaben": ("PLZ", "0O999", {"DQ-L03"}),
    "E-Mail ohne Domain": ("E-Mail", "beratung@", {"DQ-L03"}),
    "private E-Mail": ("E-Mail", "treff@gmx.de", {"DQ-L06"}),
    "Telefon unlesbar": ("Telefon", "siehe Aushang", {"DQ-L03"}),
    "Internetadresse unlesbar": ("Internet", "unsere Seite", {"DQ-L03"}),
    "Person in der Beschreibung": ("Beschreibung", "Bitte bei Frau Musterfrau melden", {"DQ-L06"}),
    "Mobilnummer in der Beschreibung": ("Beschreibung", "Anmeldung: 0151 23456789", {"DQ-L06"}),
    "unmögliches Datum": ("seit", "31.02.2024", {"DQ-L03"}),
    "zweideutiges Datum": ("seit", "03/04/2024", {"DQ-L03"}),
    "nur Monat": ("geprüft am", "05/2026", {"DQ-L03"}),
    "endet vor Beginn": ("bis", "01.01.2019", {"DQ-027", "DQ-028"}),
    "Alter verkehrt herum": ("Alter von", 26, {"DQ-034", "DQ-035"}),
    "Alter unmöglich": ("Alter bis", 240, {"DQ-038"}),
    "ungefähre Zahl": ("Plätze", "ca. 30", {"DQ-L03"}),
    "negative Zahl": ("Plätze", -5, {"DQ-036"}),
    "Kreuz unlesbar": ("Kinder", "?", {"DQ-L12"}),
    "unbekannte Sprache": ("Sprachen", "Nordfeldisch", {"DQ-L03", "DQ-L04"}),
    "weder ja noch nein": ("Antrag nötig", "eventuell", {"DQ-L03"}),
}


def sound_row(number, chance):
    street = chance.choice(("Am Ring", "Lindenweg", "Marktgasse", "Hohe Straße"))
    young = chance.random() < 0.5
    return [
        number, f"Verein Nr. {number % 150} e. V.", f"Treff {number}", chance.choice(("AT-T3", "AT-B3", "AT-K4")),
        "aktiv", street, str(1 + number % 90), "00999", "Beispielau", f"0000 {number:05}", f"treff{number}@verein.example",
        f"https://verein.example/{number}", 14, 20, 10 + number % 40, DAY.replace(year=2020), DAY.replace(year=2029), DAY,
        "§ 11 SGB VIII", "Deutsch; Arabisch", "nein", None, "x" if young else "ja", "Offen für alle.",
    ]  # fmt: skip


def workbook(faults):
    """The list as XLSX; `faults`: row → kind."""
    chance = random.Random(7)  # noqa: S311 the same list every time
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Angebote 2026"
    sheet.append(["Übersicht der Angebote in Beispielau"])
    sheet.append([])
    sheet.append(list(HEAD))
    for number in range(1, ROWS + 1):
        row = sound_row(number, chance)
        kind = faults.get(FIRST + number - 1)
        if kind:
            column, text, _ = KINDS[kind]
            row[AT[column] - 1] = text
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def planted():
    rows = random.Random(11).sample(range(FIRST, FIRST + ROWS), TIMES * len(KINDS))  # noqa: S311 same
    return dict(zip(rows, [kind for kind in KINDS for _ in range(TIMES)], strict=True))


@pytest.fixture(scope="module")
def findings(planted, tmp_path_factory):
    """Violations and warnings of the faulty list as (row, column letter, rule), without those of the sound list."""
    town = Service.open(tmp_path_factory.mktemp("home"), AGS, create=True)._town
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    work = Work.of([WorkStep(when=now, act=UseMapping(mapping=MAPPING))])

    def found(faults):
        staged = StagedFile("", "liste.xlsx", workbook(faults), now, None, work)
        examination = workplace.examined(town, staged, lambda _stage, _done: None).examination
        assert examination.refusal is None
        return {
            (place.row, place.column, f.rule)
            for f in examination.findings
            if f.severity is not Severity.INFO
            for place in (f.place, *f.places)
            if place is not None
        }

    return found(planted) - found({})


def test_every_fault_is_found_at_its_cell_and_no_sound_row_is_accused(planted, findings):
    by_row = defaultdict(set)
    for row, column, rule in findings:
        by_row[row].add((column, rule))
    hits = Counter()
    for row, kind in planted.items():
        column, _, rules = KINDS[kind]
        hits[kind] += any(c == letter(AT[column]) and rule in rules for c, rule in by_row[row])
    wrong = sorted(row for row in by_row if row not in planted)
    table = [f"{kind:34} {TIMES:7} {hits[kind]:8} {TIMES - hits[kind]:5}" for kind in KINDS]
    sys.stdout.write("\n".join(["", "Art des Fehlers                    gesetzt gefunden fehlt", *table, ""]))
    sys.stdout.write(f"zu Unrecht beanstandet: {len(wrong)}\n")
    assert {kind: hits[kind] for kind in KINDS if hits[kind] < TIMES} == {}
    assert wrong == []

"""Builds workbooks with deliberate faults and what must be found in them: `python -m examples.beispielau.fehler.build`.

`faelle.csv` holds one wrong cell per line. Each becomes a row of `01-falsche-zellen.xlsx` that is right in everything
else, so that a finding can only come from the cell. The other files each have a fault of their own. `erwartet.csv` is
written beside them: file, sheet, cell, rule.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook  # noqa: TID251 the faults are those a spreadsheet program leaves behind
from openpyxl.utils import get_column_letter  # noqa: TID251 same

from examples.authoring import Row, read_table
from loaders.template import write_records
from shapes import sheet_specs

HERE = Path(__file__).parent
Cells = Mapping[str, str | float]
Rows = dict[str, list[Cells]]
Expected = tuple[str, str, str, str, str]  # file, sheet, cell, rule, why

_FIRST_ROW = 3
# A row of each sheet that is right in every cell.
_RIGHT: dict[str, dict[str, str | float]] = {
    "gebiet": {"kennung": "G-{n}", "name": "Gebiet {n}", "ebene": "Stadtteil", "teil-von": "G-901"},
    "traeger": {"kennung": "T-{n}", "name": "Träger {n} (erfunden)", "traegerart": "TT-F7"},
    "standort": {
        "kennung": "S-{n}", "name": "Standort {n}", "offenlegung": "öffentlich", "strasse": "Nirgendweg",
        "hausnummer": "{n}", "plz": "00101", "ort": "Beispielau", "gebiet": "G-902",
    },
    "angebot": {
        "kennung": "A-{n}", "name": "Angebot {n}", "traeger": "T-901", "angebotsart": "AT-B1", "status": "geplant",
        "saeule": "SA-FR", "gueltig-bis": "31.12.2027", "geprueft": "01.10.2026",
    },
    "abdeckung": {
        "kennung": "C-{n}", "angebot": "A-901", "zielgruppe": "ZG-M01", "bedarf": "BD-EX4", "gebiet": "G-902",
        "alter-von": 18, "alter-bis": 26, "plaetze": 20, "einheit": "Plätze",
    },
    "finanzierung": {
        "kennung": "F-{n}", "angebot": "A-901", "zahlt": "T-901", "art": "FT-K1", "status": "bewilligt",
        "betrag": "1.000,00", "jahr": "2026",
    },
    "bedarf": {
        "kennung": "B-{n}", "name": "Bedarf {n}", "zielgruppe": "ZG-A07", "bedarf": "BD-EX4", "gebiet": "G-902",
        "status": "geprüft", "beleg": "DOK-901", "erklaert-durch": "T-901", "stichtag": "01.10.2026",
    },
    "bestand": {
        "kennung": "D-{n}", "ergebnis": "ES-3", "aspekt": "Kapazität", "gebiet": "G-902", "erklaert-durch": "T-901",
        "stichtag": "01.10.2026",
    },
    "dokument": {"kennung": "DOK-{n}", "name": "Dokument {n}"},
    "indikator": {"kennung": "I-{n}", "name": "Indikator {n}", "einheit": "Personen"},
    "messwert": {
        "kennung": "M-{n}", "indikator": "I-901", "wert": "120", "gebiet": "G-902", "stichtag": "31.12.2025",
    },
    "kooperation": {"kennung": "X-{n}", "name": "Kooperation {n}", "art": "KO-5", "beteiligt": "T-901; T-902"},
    "vereinbarung": {
        "kennung": "V-{n}", "name": "Vereinbarung {n}", "art": "Zuwendungsvertrag", "partei": "T-901; T-902",
        "angebot": "A-901",
    },
    "kriterium": {"kennung": "Q-{n}", "name": "Kriterium {n}"},
    "beschluss": {"kennung": "BE-{n}", "name": "Beschluss {n}", "status": "vorgeschlagen"},
    "beteiligung": {"kennung": "BT-{n}", "name": "Beteiligung {n}", "vorgeschrieben": "ja"},
    "herausforderung": {"kennung": "HF-{n}", "name": "Herausforderung {n}"},
    "richtwert": {"kennung": "RW-{n}", "name": "Richtwert {n}", "wert": "1", "einheit": "Plätze", "je": "100"},
    "foerderprogramm": {
        "kennung": "FP-{n}", "name": "Programm {n}", "bedarf": "BD-EX4", "geprueft": "01.10.2026",
    },
    "anerkennung": {
        "kennung": "AN-{n}", "name": "Anerkennung {n}", "traeger": "T-901", "rechtsgrundlage": "§ 75 SGB VIII",
    },
    "anforderung": {
        "kennung": "AF-{n}", "name": "Anforderung {n}", "kriterium": "Q-901", "verlangt-von": "T-901",
    },
}  # fmt: skip


def right(sheet: str, number: int, **cells: str | float) -> dict[str, str | float]:
    """A right row of `sheet`, with `cells` put in."""
    row = {
        name: value.format(n=number) if isinstance(value, str) else value
        for name, value in _RIGHT[sheet].items()
    }
    return row | {name.replace("_", "-"): value for name, value in cells.items()}


def ground() -> Rows:
    """What the rows of every file refer to."""
    return {
        "gebiet": [
            {"kennung": "G-901", "name": "Beispielau", "ebene": "Gemeinde", "ags": "99999001"},
            right("gebiet", 902),
        ],
        "traeger": [right("traeger", 901), right("traeger", 902)],
        "angebot": [right("angebot", 901)],
        "dokument": [right("dokument", 901)],
        "indikator": [right("indikator", 901)],
        "kriterium": [right("kriterium", 901)],
    }


def workbook(rows: Mapping[str, Sequence[Cells]], **cover: str) -> bytes:
    """A workbook in the form of the template."""
    told = {
        "quelle": "fehler", "titel": "Absichtliche Fehler", "art": "Lieferung des Trägers", "datum": "20.11.2026",
        "ags": "99999001",
    } | cover  # fmt: skip
    filled = {f"#{sheet}": list(found) for sheet, found in rows.items()}
    return write_records(sheet_specs(), filled, cover=told, empty=False)


def place(sheet: str, column: str, row: int) -> tuple[str, str]:
    """Name of a sheet and address of a cell in a file of the template's form."""
    spec = next(spec for spec in sheet_specs() if spec.tag == f"#{sheet}")
    number = next(at for at, c in enumerate(spec.columns, start=1) if c.tag == f"#{sheet}+{column}")
    return spec.label["de"], f"{get_column_letter(number)}{row}"


def wrong_cells(name: str) -> tuple[bytes, list[Expected]]:
    """One row per line of `faelle.csv`."""
    rows, expected = ground(), []
    for number, case in enumerate(read_table(HERE / "faelle.csv"), start=100):
        sheet, column = case["blatt"], case["spalte"]
        others = dict(part.split("=") for part in case["dazu"].split(";") if part)
        row = right(sheet, number, **others, **{column: _value(case)})
        rows.setdefault(sheet, []).append({name: value for name, value in row.items() if value != ""})
        at = place(sheet, case["gemeldet-in"] or column, _FIRST_ROW - 1 + len(rows[sheet]))
        expected += [(name, *at, rule, case["warum"]) for rule in case["regel"].split("; ")]
    return workbook(rows), expected


def _value(case: Row) -> str | float:
    return int(case["wert"]) if case["art"] == "zahl" else case["wert"]


def duplicate_key(name: str) -> tuple[bytes, list[Expected]]:
    """Two rows with one key."""
    rows = ground()
    rows["angebot"] += [
        right("angebot", 910),
        right("angebot", 911),
        right("angebot", 910, name="Anderes Angebot"),
    ]
    return workbook(rows), [(name, *place("angebot", "kennung", 6), "DQ-L05", "Kennung zweimal vergeben")]


def shelter_with_address(name: str) -> tuple[bytes, list[Expected]]:
    """A protected site that says where it is."""
    rows = ground()
    rows["standort"] = [right("standort", 920, name="Schutzwohnung", offenlegung="geschützt", gebiet="G-901")]
    rows["angebot"].append(right("angebot", 920, name="Schutzwohnung", angebotsart="AT-S1", standort="S-920"))
    cells = [place("standort", column, 3) for column in ("strasse", "hausnummer", "plz", "ort")]
    return workbook(rows), [(name, *at, "DQ-L08", "Anschrift eines Schutzortes") for at in cells]


def shelter_in_the_open(name: str) -> tuple[bytes, list[Expected]]:
    """A shelter at a site that is not marked as protected."""
    rows = ground()
    rows["standort"] = [right("standort", 921, name="Haus am Nirgendweg")]
    rows["angebot"].append(right("angebot", 921, name="Frauenhaus", angebotsart="AT-S1", standort="S-921"))
    cells = [place("standort", column, 3) for column in ("strasse", "hausnummer", "plz", "ort", "gebiet")]
    return workbook(rows), [(name, *at, "DQ-L08", "Schutzunterkunft mit Anschrift") for at in cells]


def shelter_in_a_text(name: str) -> tuple[bytes, list[Expected]]:
    """A text that tells the place of a shelter."""
    rows = ground()
    told = "Das Frauenhaus liegt am Nirgendweg 7."
    rows["traeger"].append(right("traeger", 922, beschreibung=told))
    return workbook(rows), [
        (name, *place("traeger", "beschreibung", 5), "DQ-L08", "Ort eines Schutzortes im Text")
    ]


def moved_columns(_: str) -> tuple[bytes, list[Expected]]:
    """Columns renamed and moved; the tags hold, so nothing is found."""
    book = load_workbook(io.BytesIO(workbook(ground())))
    sheet = book["Träger"]
    sheet["B1"], sheet["C1"] = "Wie heißt die Stelle?", "Sorte"
    sheet.insert_cols(1)
    for row in (1, 2, 3, 4):
        sheet.cell(row, 1).value = sheet.cell(row, 4).value
        sheet.cell(row, 4).value = None
    return _bytes(book), []


def lost_in_the_spreadsheet(name: str) -> tuple[bytes, list[Expected]]:
    """A formula without value, an error value, merged cells and a hidden sheet."""
    rows = ground()
    rows["angebot"] += [right("angebot", number) for number in (930, 931, 932, 933)]
    book = load_workbook(io.BytesIO(workbook(rows)))
    sheet = book["Angebote"]
    formula, error, merged = (
        place("angebot", c, r) for c, r in (("name", 4), ("name", 5), ("beschreibung", 6))
    )
    sheet[formula[1]] = '="Angebot "&930'
    sheet[error[1]] = "#REF!"
    sheet[error[1]].data_type = "e"
    sheet[merged[1]] = "Gilt für beide Zeilen."
    sheet.merge_cells(f"{merged[1]}:{merged[1][:-1]}7")
    book["Dokumente"].sheet_state = "hidden"
    return _bytes(book), [
        (name, *formula, "DQ-L10", "Formel ohne gespeichertes Ergebnis"),
        (name, *error, "DQ-L10", "Fehlerwert"),
        (name, *merged, "DQ-L10", "verbundene Zellen"),
        (name, "Dokumente", "", "DQ-L10", "ausgeblendetes Blatt"),
    ]


def too_few_people(name: str) -> tuple[bytes, list[Expected]]:
    """A count that would tell who is meant."""
    rows = ground()
    rows["messwert"] = [right("messwert", 940, wert="2")]
    return workbook(rows), [
        (name, *place("messwert", "wert", 3), "DQ-086", "zwei Personen in einem Stadtteil")
    ]


def area_in_itself(name: str) -> tuple[bytes, list[Expected]]:
    """Two areas that lie in each other."""
    rows = ground()
    rows["gebiet"] += [right("gebiet", 950, teil_von="G-951"), right("gebiet", 951, teil_von="G-950")]
    cells = [place("gebiet", "teil-von", row) for row in (5, 6)]
    return workbook(rows), [(name, *at, "DQ-052", "Gebiete liegen ineinander") for at in cells]


def no_workbook(name: str) -> tuple[bytes, list[Expected]]:
    """A letter with the wrong ending."""
    return b"Sehr geehrte Damen und Herren, anbei die Liste.\n", [(name, "", "", "DQ-L01", "keine Tabelle")]


def missing_column(name: str) -> tuple[bytes, list[Expected]]:
    """The column with the providers was deleted."""
    book = load_workbook(io.BytesIO(workbook(ground())))
    book["Angebote"].delete_cols(3)
    return _bytes(book), [(name, "Angebote", "", "DQ-L01", "Pflichtspalte Träger fehlt")]


def unknown_parts(name: str) -> tuple[bytes, list[Expected]]:
    """A sheet and a column that do not belong to the template."""
    book = load_workbook(io.BytesIO(workbook(ground())))
    notes = book.create_sheet("Notizen")
    notes["A1"], notes["A2"] = "Merkzettel", "Bitte noch prüfen."
    sheet = book["Träger"]
    column = sheet.max_column + 1
    sheet.cell(1, column).value, sheet.cell(3, column).value = "Lieblingsfarbe", "grün"
    return _bytes(book), [
        (name, "Träger", f"{get_column_letter(column)}1", "DQ-L01", "Spalte gehört nicht zur Vorlage"),
        (name, "Notizen", "", "DQ-L01", "Blatt gehört nicht zur Vorlage"),
    ]


def other_town(name: str) -> tuple[bytes, list[Expected]]:
    """A delivery for another municipality."""
    return workbook(ground(), ags="99999002"), [
        (name, "Lieferung", "B11", "DQ-L01", "Gemeindeschlüssel einer anderen Stadt")
    ]


def site_without_disclosure(name: str) -> tuple[bytes, list[Expected]]:
    """Whether a site may be shown is not said."""
    rows = ground()
    rows["standort"] = [{k: v for k, v in right("standort", 960).items() if k != "offenlegung"}]
    return workbook(rows), [(name, *place("standort", "offenlegung", 3), "DQ-040", "Offenlegung fehlt")]


FAULTS: dict[str, Callable[[str], tuple[bytes, list[Expected]]]] = {
    "01-falsche-zellen.xlsx": wrong_cells,
    "02-doppelte-kennung.xlsx": duplicate_key,
    "03-schutzort-mit-anschrift.xlsx": shelter_with_address,
    "04-schutzunterkunft-offen.xlsx": shelter_in_the_open,
    "05-schutzort-im-text.xlsx": shelter_in_a_text,
    "06-umbenannt-und-verschoben.xlsx": moved_columns,
    "07-formeln-und-verstecktes.xlsx": lost_in_the_spreadsheet,
    "08-zu-kleine-zahl.xlsx": too_few_people,
    "09-gebiet-in-sich-selbst.xlsx": area_in_itself,
    "10-keine-mappe.xlsx": no_workbook,
    "11-pflichtspalte-fehlt.xlsx": missing_column,
    "12-unbekanntes-blatt.xlsx": unknown_parts,
    "13-andere-stadt.xlsx": other_town,
    "14-ohne-offenlegung.xlsx": site_without_disclosure,
}


def build(target: Path = HERE) -> list[Path]:
    """Write all files and `erwartet.csv` below `target`."""
    expected: list[Expected] = []
    for name, fault in FAULTS.items():
        data, found = fault(name)
        (target / name).write_bytes(data)
        expected += found
    with (target / "erwartet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("datei", "blatt", "zelle", "regel", "warum"))
        writer.writerows(expected)
    return [target / name for name in FAULTS]


def _bytes(book: Workbook) -> bytes:
    """The workbook with one time stamp on all parts, so that building it again gives no difference."""
    raw, steady = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in parts.namelist():
            target.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), parts.read(name), zipfile.ZIP_DEFLATED
            )
    return steady.getvalue()


if __name__ == "__main__":
    for path in build():
        print(path.name)

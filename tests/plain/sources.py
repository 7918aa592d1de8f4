"""K2: where two sources say different things of one record; K4: how many lines each delivery brought."""

from collections import defaultdict
from datetime import date

from plain.tables import DELIVERIES, Found, Row, check, day_of, rank, table, workbooks

# Cells that take one value only, with the property an answer shows; what takes several is united instead.
SINGLE = {
    "name": "label",
    "kosten": "costToUser",
    "betrag": "amount",
    "geprueft": "verifiedOn",
    "status": "status",
    "gueltig-ab": "validFrom",
    "gueltig-bis": "validTo",
    "beschreibung": "description",
    "jahr": "budgetYear",
    "angebotsart": "offerType",
    "wert": "value",
    "traegerart": "providerType",
    "rechtsform": "legalForm",
}


def delivered(source: str) -> date:
    """The day of the newest delivery of a source."""
    return day_of(dict(workbooks())[source]["lieferung"][0]["datum"], date.min)


def winner(column: str, rows: list[Row]) -> Row:
    """Editors before funders and providers before registers, then the newer; the later day of check, whoever said it."""
    if column == "geprueft":
        return max(rows, key=lambda row: day_of(row[column], date.min))
    return max(rows, key=lambda row: (rank(row["@quelle"]), delivered(row["@quelle"])))


@check(
    "K2",
    dict.fromkeys(
        ("open", "undecided", "past"),
        ("record", "property", "winnerFrom", "winnerDay", "loserFrom", "loserDay"),
    ),
)
def contradictions() -> Found:
    found: Found = set()
    for sheet in {name for _, sheets in workbooks() for name in sheets} - {"lieferung"}:
        described: defaultdict[str, list[Row]] = defaultdict(list)
        for row in table(sheet):
            described[row["kennung"]].append(row)
        for key, rows in described.items():
            for column, prop in SINGLE.items():
                said = [row for row in rows if row.get(column)]
                if len({row[column] for row in said}) < 2:
                    continue
                best = winner(column, said)
                for row in said:
                    if row[column] != best[column]:
                        sides = [(r["@quelle"], delivered(r["@quelle"]).isoformat()) for r in (best, row)]
                        found.add(("open", key, prop, *sides[0], *sides[1]))
    return found


@check(
    "K4",
    {
        "runs": ("file", "source", "deliveredOn", "accepted", "waiting"),
        "waiting": ("file", "sheet", "number"),
        "elsewhere": ("file", "sheet", "number"),
        "unknown": ("sheet", "number"),
    },
)
def lines_held_back() -> Found:
    """Every line of Beispielau is sound, so each delivery was taken as a whole."""
    found: Found = set()
    for path, (source, sheets) in zip(sorted(DELIVERIES.rglob("*.xlsx")), workbooks(), strict=True):
        lines = sum(len(rows) for name, rows in sheets.items() if name != "lieferung")
        day = day_of(sheets["lieferung"][0]["datum"], date.min).isoformat()
        found.add(("runs", path.name, source, day, str(lines), "0"))
    return found

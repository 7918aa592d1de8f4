"""Reading one cell of a column, for the tests of cells."""

from graph.findings import Effect
from loaders.canonical import Cell, Stored
from loaders.cells import CellReader
from loaders.messages import messages
from loaders.references import KnownRecord, KnownRecords, RecordIndex
from ontology import iris
from ontology.terms import SOZ
from shapes import sheet_specs

AGS = "99999001"
COLUMNS = {column.tag.removeprefix("#"): column for spec in sheet_specs() for column in spec.columns}
PROVIDER = iris.record(AGS, SOZ.Provider, "T-017")
KNOWN = KnownRecords(
    records=(
        KnownRecord(PROVIDER, "T-017", ("Sozialwerk Fiktiva e. V.",)),
        KnownRecord(iris.record(AGS, SOZ.Provider, "T-018"), "T-018", ("Zweimal",)),
        KnownRecord(iris.record(AGS, SOZ.Provider, "T-019"), "T-019", ("Zweimal",)),
        KnownRecord(iris.record(AGS, SOZ.Offer, "A-1"), "A-1", ("Schuldnerberatung am Markt",)),
        KnownRecord(iris.record(AGS, SOZ.Area, "G-00"), "G-00", ("Beispielau", "99999001"), large=True),
    )
)


def read(column, text, stored=Stored.TEXT, *, untyped=False, date1904=False):
    reader = CellReader(RecordIndex.of(AGS, KNOWN), untyped=untyped, date1904=date1904)
    return reader.read(Cell(text, stored), COLUMNS[column])


def outcome(column, text, stored=Stored.TEXT, **how):
    """Values as text, and the codes of the problems."""
    reading = read(column, text, stored, **how)
    return [str(v) for v in reading.values], [p.code for p in reading.problems]


def held(codes):
    return any(messages()[code].effect is Effect.HOLD_ROW for code in codes)

"""What rests on too few people leaves in no answer about effect, feedback or population: neither the number nor its value."""

from datetime import date
from pathlib import Path

import pytest

from app.answers.translating import answer_view
from app.gate import release
from app.protection import Secrets
from app.views import Mark
from ontology.iris import Audience
from queries import MemoryTown, ask

DATA = Path(__file__).parent / "data" / "queries"

# question, block, what stands in the row, and the columns that must be empty of numbers there
SMALL = [
    ("f2_wirkungsstufe", "output", "Jugendtreff Nordfeld", {"people"}),
    ("f3_ergebnisindikatoren", "series", "Nordfeld", {"value", "cases"}),
    ("f5_nutzerbefragungen", "results", "Lotsen Schule–Beruf", {"answers", "result"}),
    ("g3_bezugsbevoelkerung", "known", "Nordfeld", {"people"}),
]


@pytest.mark.parametrize(("stem", "block", "about", "hidden"), SMALL, ids=[case[0] for case in SMALL])
def test_a_number_that_rests_on_too_few_is_withheld(stem, block, about, hidden):
    town = MemoryTown.read(DATA / "town", "99999001", also=[DATA / stem / "town"])
    answer = ask(town, stem, {}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
    view = release(answer_view(answer, "de"), Audience.INTERN, Secrets()).value
    tables = {table.name: table for table in view.blocks} | {answer.blocks[0].name: view}
    columns = [column.name for column in tables[block].columns]
    rows = [row for row in tables[block].rows if about in [cell.text for cell in row]]
    assert len(rows) == 1
    withheld = {name for name, cell in zip(columns, rows[0], strict=True) if cell.mark is Mark.SMALL_NUMBER}
    assert withheld == hidden


def test_the_whole_does_not_tell_the_part():
    """51 homeless people in the town and two in the north: the 51 would tell how many there are in the south, and so on."""
    stem = "g3_bezugsbevoelkerung"
    town = MemoryTown.read(DATA / "town", "99999001", also=[DATA / stem / "town"])
    answer = ask(town, stem, {}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
    view = release(answer_view(answer, "de"), Audience.INTERN, Secrets()).value
    assert "51" not in [cell.text for table in (view, *view.blocks) for row in table.rows for cell in row]

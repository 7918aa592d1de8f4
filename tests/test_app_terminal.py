"""What the command line prints where no terminal says how wide a line may be: every cell whole."""

import pytest

from app.terminal import show_table
from app.views import CellKind, CellView, ColumnView, TableView


def printed(capsys, *texts: str) -> str:
    columns = tuple(ColumnView(f"c{i}", f"Spalte {i}", CellKind.TEXT) for i in range(len(texts)))
    show_table(TableView("Angebote", columns, (tuple(CellView(text) for text in texts),)))
    return capsys.readouterr().out


@pytest.mark.parametrize("length", [10, 28, 35, 36, 37, 38, 60, 200])
def test_no_cell_is_cut(capsys, length):
    """On both sides of the width from which a table becomes one record below the other."""
    texts = [name * length for name in "abc"]
    shown = printed(capsys, *texts)
    assert [text for text in texts if text not in shown] == []
    assert "…" not in shown


def test_a_table_that_fits_is_a_table(capsys):
    assert "┃ Spalte 0" in printed(capsys, "a" * 30, "b" * 30, "c" * 30)
    assert "-- 1 --" in printed(capsys, "a" * 60, "b" * 60, "c" * 60)

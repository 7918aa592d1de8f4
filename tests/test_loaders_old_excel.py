"""Old Excel files are read like new ones; macros, passwords and damage are told."""

import struct

import pytest

from graph.findings import Effect
from loaders import Limits, read_workbook
from loaders.canonical import Stored

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def text(value):
    wide = not value.isascii()
    return struct.pack("<HB", len(value), wide) + value.encode("utf-16-le" if wide else "latin-1")


def number(row, column, value, style=0):
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def label(row, column, value):
    return record(0x0204, struct.pack("<HHH", row, column, 0) + text(value))


def formula(row, column, result, tail=b"\0\0\0\0\0\0\3\0\x1e\1\0"):
    return record(0x0006, struct.pack("<HHH", row, column, 0) + result + tail)


CELLS = (
    label(0, 0, "Träger")
    + label(0, 1, "Plätze")
    + label(0, 2, "Stand")
    + label(1, 0, "Diakonie Beispielau")
    + number(1, 1, 12)
    + number(1, 2, 46022, style=1)
    + number(3, 1, 0.1 + 0.2)
    + formula(3, 2, struct.pack("<d", 7.0))
    + record(0x0205, struct.pack("<HHHBB", 4, 1, 0, 7, 1))
    + record(0x0208, struct.pack("<HHHHHHI", 4, 0, 3, 255, 0, 0, 0x20))
    + record(0x007D, struct.pack("<HHHHHH", 1, 1, 2000, 0, 1, 0))
    + record(0x00E5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
)


def stream(*sheets, globals_=b"", version=0x0600):
    begin = record(0x0809, struct.pack("<HHHHII", version, 0x0005, 0, 0, 0, 0)) + globals_
    begin += b"".join(record(0x00E0, struct.pack("<HH", 0, kind) + bytes(16)) for kind in (0, 14))
    bodies = [
        record(0x0809, struct.pack("<HHHHII", version, 0x0010, 0, 0, 0, 0)) + cells + record(0x000A)
        for _, cells, _ in sheets
    ]
    heads = [(struct.pack("<BB", hidden, sort), name) for name, _, (hidden, sort) in sheets]
    start = (
        len(begin) + sum(len(record(0x85, bytes(4) + h + text(n)[:1] + text(n)[2:])) for h, n in heads) + 4
    )
    index = b""
    for (head, name), body in zip(heads, bodies, strict=True):
        named = text(name)
        index += record(0x0085, struct.pack("<I", start) + head + named[:1] + named[2:])
        start += len(body)
    return begin + index + record(0x000A) + b"".join(bodies)


def entry(name, kind, *, right=FREE, child=FREE, start=END, size=0):
    coded = name.encode("utf-16-le") + b"\0\0"
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1)
    return head + struct.pack("<III", FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def ole(content, name="Workbook", storage=None):
    content = content.ljust(4096, b"\0")
    content += bytes(-len(content) % SECTOR)
    count = len(content) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    more = FREE if storage is None else 2
    entries = [
        entry("Root Entry", 5, child=1),
        entry(name, 2, right=more, start=2, size=len(content)),
        entry(storage, 1) if storage else bytes(128),
        bytes(128),
    ]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + table + b"".join(entries) + content


def xls(*sheets, **more):
    return ole(stream(*(sheets or [("Träger", CELLS, (0, 0))]), **more))


def only_finding(data, **limits):
    workbook = read_workbook(data, "a.xls", limits=Limits(**limits))
    (found,) = workbook.findings
    assert workbook.refused
    assert found.effect is Effect.REJECT_FILE
    return found


def test_values_have_their_types():
    workbook = read_workbook(xls(), "alt.xls")
    assert not workbook.findings
    (sheet,) = workbook.sheets
    assert sheet.name == "Träger"
    assert [cell.text for cell in sheet.grid[1]] == ["Diakonie Beispielau", "12", "2025-12-31"]
    assert [cell.stored for cell in sheet.grid[1]] == [Stored.TEXT, Stored.NUMBER, Stored.DATE]
    assert sheet.cell(4, 2).text == "0.3"
    assert sheet.cell(4, 3).text == "7"
    assert sheet.cell(5, 2).stored is Stored.ERROR
    assert sheet.cell(5, 2).text == "#DIV/0!"


def test_merges_formulas_and_hidden_things_are_seen():
    other = ("Zwei", label(0, 0, "x"), (1, 0))
    first, second = read_workbook(xls(("Eins", CELLS, (0, 0)), other), "alt.xls").sheets
    assert [merge.name for merge in first.outline.merges] == ["A2:A3"]
    assert first.outline.formulas == {(4, 3): True}
    assert first.outline.hidden_rows == {5}
    assert first.outline.hidden_columns == {2}
    assert (first.hidden, second.hidden) == (False, True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole(stream(("A", CELLS, (0, 0))), storage="_VBA_PROJECT_CUR"), "Makros"),
        (xls(("A", CELLS, (0, 0)), ("M", b"", (0, 1))), "Makros"),
        (xls(globals_=record(0x002F, bytes(6))), "Kennwort"),
        (ole(stream(("A", CELLS, (0, 0))), name="EncryptedPackage"), "Kennwort"),
        (ole(b"text", name="WordDocument"), "Textdokument"),
        (ole(b"text", name="Anderes"), "beschädigt"),
        (ole(b"\xff" * 3000), "beschädigt"),
        (xls()[:900], "beschädigt"),
        (xls()[:600] + bytes(4000), "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "beschädigt"),
    ],
)
def test_what_cannot_be_opened_is_told(data, said):
    assert said in only_finding(data).message["de"]


def test_cells_in_opposite_corners_do_not_eat_the_memory():
    corners = label(0, 0, "x") + label(65_535, 255, "y")
    found = only_finding(xls(("Ecken", corners, (0, 0))))
    assert "Zellen" in found.message["de"]
    assert "Zeilen" in only_finding(xls(("Ecken", corners, (0, 0))), rows=1000).message["de"]


@pytest.mark.parametrize("claimed", [(0, 2**32 - 1, 0, 256), (0, 10, 0, 65_535), (9, 3, 0, 1)])
def test_a_sheet_may_not_claim_more_than_the_format_can_hold(claimed):
    cells = record(0x0200, struct.pack("<IIHHH", *claimed, 0)) + CELLS
    assert "beschädigt" in only_finding(xls(("A", cells, (0, 0)))).message["de"]


def test_charts_do_not_end_a_sheet():
    chart = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)) + number(0, 0, 5) + record(0x000A)
    )
    (sheet,) = read_workbook(xls(("A", CELLS + chart, (0, 0))), "a.xls").sheets
    assert sheet.cell(2, 1).text == "Diakonie Beispielau"
    far = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)) + number(65_535, 255, 5)
    assert "Zellen" in only_finding(xls(("A", CELLS + far + record(0x000A), (0, 0)))).message["de"]


def test_a_new_workbook_with_the_old_ending_is_told():
    assert "passt nicht" in read_workbook(xls(), "neu.xlsx").findings[0].message["de"]


def test_a_date_that_no_calendar_holds_is_damage():
    assert (
        "beschädigt" in only_finding(xls(("A", CELLS + number(5, 1, -1e300, style=1), (0, 0)))).message["de"]
    )


@pytest.mark.parametrize("at", range(600, 2000, 37))
def test_no_flipped_byte_is_a_traceback(at):
    data = bytearray(xls())
    data[at] ^= 0xFF
    read_workbook(bytes(data), "a.xls")

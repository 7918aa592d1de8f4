"""How a text file is read is found out, said, and may be corrected by a person."""

import pytest

from graph.findings import Effect
from loaders import DELIMITERS, ENCODINGS, ReadingChoice, read_workbook

LINES = [
    ["Kennung", "Name", "Bemerkung"],
    ["T-1", "Größe & Übergang", "Mo, Di; Straße"],
    ["T-2", "Café Altdorf", "1,5 Stellen, befristet"],
]


def csv(lines=LINES, delimiter=";", encoding="utf-8"):
    quoted = [
        delimiter.join(f'"{text}"' if set(text) & set(";,\t|") else text for text in line) for line in lines
    ]
    return ("\r\n".join(quoted) + "\r\n").encode(encoding)


def texts(workbook):
    return [[cell.text for cell in row] for row in workbook.sheets[0].grid]


def read(data, encoding=None, delimiter=None, filename="liste.csv"):
    return read_workbook(data, filename, choice=ReadingChoice(encoding, delimiter))


def refusal(data, **choice):
    workbook = read(data, **choice)
    (found,) = workbook.findings
    assert workbook.refused
    assert found.effect is Effect.REJECT_FILE
    return found.message["de"]


def test_a_windows_file_with_semicolons_is_guessed():
    workbook = read(csv(encoding="cp1252"))
    assert texts(workbook) == LINES
    assert (workbook.encoding, workbook.delimiter) == ("cp1252", ";")


def test_a_utf8_file_with_commas_inside_texts_is_guessed():
    workbook = read(csv(delimiter=","))
    assert texts(workbook) == LINES
    assert (workbook.encoding, workbook.delimiter) == ("utf-8", ",")
    semicolons = read(b"Kennung;Name\nT-1;Haus, Hof, Garten\nT-2;Rat, Tat, Hilfe\nT-3;Mo, Di\n")
    assert semicolons.delimiter == ";"


@pytest.mark.parametrize("space", ["\u2009", "\u202f", "\u00a0", " "])
def test_thousands_with_thin_spaces_survive(space):
    data = f"Gebiet;Bevölkerung\nAltstadt; 1{space}675    \nNeustadt;12{space}301\n".encode()
    assert texts(read(data))[1:] == [["Altstadt", "1 675"], ["Neustadt", "12 301"]]


def test_tabs_separate_a_tsv_file_even_where_commas_are_more():
    data = b"Kennung\tName\nT-1\ta,b,c;d\nT-2\te,f,g;h\n"
    workbook = read(data, filename="liste.tsv")
    assert workbook.delimiter == "\t"
    assert texts(workbook)[1] == ["T-1", "a,b,c;d"]
    assert read(b"a;b\n1;2\n", filename="liste.tsv").delimiter == ";"


@pytest.mark.parametrize(("label", "codec"), ENCODINGS.items())
def test_every_encoding_offered_can_be_chosen_by_label_and_codec(label, codec):
    data = csv(encoding=codec)
    for chosen in (label, codec):
        workbook = read(data, encoding=chosen)
        assert texts(workbook) == LINES
        assert workbook.encoding == codec
        assert not workbook.findings


@pytest.mark.parametrize(("label", "character"), DELIMITERS.items())
def test_every_delimiter_offered_can_be_chosen(label, character):
    data = csv(delimiter=character)
    for chosen in (label, character):
        workbook = read(data, delimiter=chosen)
        assert texts(workbook) == LINES
        assert workbook.delimiter == character


def test_a_choice_goes_before_what_would_be_guessed():
    data = csv(encoding="cp1252")
    assert texts(read(data, encoding="mac_roman"))[1][1] != LINES[1][1]
    assert texts(read(data, delimiter="|"))[0] == ["Kennung;Name;Bemerkung"]
    assert texts(read(b"sep=;\r\na;b,c\r\n", delimiter=","))[0] == ["a;b", "c"]


def test_what_was_used_can_be_chosen_again():
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850", "mac_roman"):
        data = csv(encoding=encoding)
        first = read(data)
        again = read(data, first.encoding, first.delimiter)
        assert texts(again) == texts(first)


def test_utf16_without_a_mark_can_be_chosen():
    data = csv(encoding="utf-16-le")
    assert "Binärdatei" in refusal(data)
    assert texts(read(data, encoding="UTF-16")) == LINES


def test_a_choice_that_does_not_fit_is_a_finding_that_names_the_row():
    assert "Zeile 2" in refusal(csv(encoding="cp1252"), encoding="UTF-8")
    assert "nicht bekannt" in refusal(csv(), encoding="klingonisch")
    assert "nicht bekannt" in refusal(csv(), encoding="rot13")
    assert "trennen" in refusal(csv(), delimiter=";;")
    assert "trennen" in refusal(csv(), delimiter="")
    assert "trennen" in refusal(csv(), delimiter='"')
    assert "nicht in Windows-1252" in refusal(csv(encoding="utf-16"), encoding="Windows-1252")


def test_a_choice_holds_for_json_and_xml_too():
    data = '[{"name": "Größe"}]'.encode("mac_roman")
    assert texts(read(data, encoding="Mac Roman", filename="a.json"))[1] == ["Größe"]
    xml = '<?xml version="1.0" encoding="UTF-8"?><l><e><n>Größe</n></e><e><n>x</n></e></l>'.encode("cp1252")
    workbook = read(xml, encoding="Windows-1252", filename="a.xml")
    assert texts(workbook)[1] == ["Größe"]
    assert (workbook.encoding, workbook.delimiter) == ("cp1252", None)


def test_workbooks_have_no_encoding():
    workbook = read(b'[{"name": "x"}]', filename="a.json")
    assert workbook.delimiter is None


def test_a_line_separator_inside_a_cell_does_not_end_the_row():
    assert texts(read("a;b\nx\u2028y;z\n".encode())) == [["a", "b"], ["x\ny", "z"]]

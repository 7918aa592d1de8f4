"""Lists of records in JSON, GeoJSON and XML become sheets: record n stands in row n + 1. Hostile input is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.findings import Effect
from loaders import Limits, read_workbook
from loaders.canonical import Stored, canonical
from loaders.layout import data_rows, find_layout


def read(content, filename="liste.json", **limits):
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return read_workbook(data, filename, limits=Limits(**limits))


def texts(workbook, sheet=0):
    return [[cell.text for cell in row] for row in workbook.sheets[sheet].grid]


def refusal(content, filename="liste.json", **limits):
    workbook = read(content, filename, **limits)
    (found,) = workbook.findings
    assert workbook.refused
    assert not workbook.sheets
    assert found.effect is Effect.REJECT_FILE
    assert found.message["en"]
    assert found.remedy["de"]
    return found.message["de"]


def said(workbook):
    return " ".join(finding.message["de"] for finding in workbook.findings)


# --- JSON ---------------------------------------------------------------------------------------------------------


def test_a_list_of_objects_is_a_sheet_with_columns_in_order_of_appearance():
    workbook = read([{"name": "Tafel", "plätze": 12}, {"ort": "Altdorf", "name": "Kita", "offen": True}])
    assert not workbook.findings
    assert texts(workbook) == [
        ["name", "plätze", "ort", "offen"],
        ["Tafel", "12"],
        ["Kita", "", "Altdorf", "true"],
    ]
    stored = [cell.stored for cell in workbook.sheets[0].grid[1]]
    assert stored == [Stored.TEXT, Stored.NUMBER]
    assert workbook.sheets[0].name == "liste"


def test_nested_objects_get_paths_and_lists_are_joined():
    record = {
        "name": {"de": "Tafel", "en": "Food bank"},
        "sprachen": ["de", "ar", None],
        "telefone": [{"nr": "1", "art": "Büro"}, {"nr": "2"}],
        "anschrift": {"ort": {"name": "Altdorf"}},
        "leer": [],
    }
    header, row = texts(read([record]))
    assert header == [
        "name.de",
        "name.en",
        "sprachen",
        "telefone.nr",
        "telefone.art",
        "anschrift.ort.name",
        "leer",
    ]
    assert row[:6] == ["Tafel", "Food bank", "de; ar", "1; 2", "Büro", "Altdorf"]


def test_every_list_in_an_object_is_a_sheet_and_what_stands_beside_is_one_too():
    content = {"total": 2, "daten": {"orte": [{"a": 1}, {"a": 2}]}, "traeger": [{"b": 3}], "fehler": None}
    workbook = read(content)
    assert [sheet.name for sheet in workbook.sheets] == ["daten.orte", "traeger", "liste"]
    assert [sheet.number for sheet in workbook.sheets] == [1, 2, 3]
    assert texts(workbook, 2) == [["total"], ["2"]]
    assert "neben den Listen" in said(workbook)


def test_a_mixed_list_keeps_every_entry_in_its_row():
    workbook = read([{"a": 1}, 5, None, {"a": 2}])
    assert texts(workbook) == [["a", "Wert"], ["1"], ["", "5"], ["", ""], ["2"]] or texts(workbook)[4] == [
        "2"
    ]
    assert texts(workbook)[2] == ["", "5"]


def test_the_fields_are_the_header_even_where_they_look_like_data():
    sheet = read([{"2024": 7, "x": 8}, {"2024": 1, "x": 2}]).sheets[0]
    layout = find_layout(sheet)
    assert layout.headers == ("2024", "x")
    assert [row for row, _ in data_rows(sheet, layout)] == [2, 3]


def test_a_field_that_stands_twice_loses_no_value():
    workbook = read(b'[{"tel": "1", "tel": "2", "ort": "A"}]')
    assert texts(workbook) == [["tel", "ort"], ["1; 2", "A"]]
    assert "„tel“" in said(workbook)
    assert not workbook.refused


def test_numbers_that_are_none_are_error_values_and_long_ones_keep_their_digits():
    workbook = read(
        b'[{"a": NaN, "b": 1e999, "c": 123456789012345678901234567890123, "d": 51.123456789, "e": 1e3}]'
    )
    cells = workbook.sheets[0].grid[1]
    assert [cell.stored for cell in cells[:3]] == [Stored.ERROR, Stored.ERROR, Stored.TEXT]
    assert [cell.text for cell in cells[2:]] == ["123456789012345678901234567890123", "51.123456789", "1000"]
    assert read(b'[{"a": ' + b"9" * 6000 + b"}]").sheets


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_json_in_other_encodings(encoding):
    data = '[{"name": "Größe – Straße", "ort": "Übersee"}]'.encode(encoding)
    workbook = read_workbook(data, "a.json")
    assert texts(workbook) == [["name", "ort"], ["Größe – Straße", "Übersee"]]
    assert ("Windows-1252" in said(workbook)) == (encoding == "cp1252")


def test_half_a_character_can_be_written_again():
    cell = read(b'[{"a": "x\\ud800y"}]').sheets[0].cell(2, 1)
    assert cell.text.encode("utf-8")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"name": "Tafel"}, "einem einzelnen Satz"),
        ([], "einer leeren Liste"),
        ([1, "zwei", None], "einer Liste einzelner Werte"),
        ({"a": [1, 2], "b": {"c": []}}, "einem einzelnen Satz"),
        (b'[{"a": 1},\n {"a": }]', "Zeile 2, Zeichen 8"),
        (b'[{"a": 1}] [', "fehlerhaft"),
        (b'[{"a": ' * 30 + b"1" + b"}]" * 30, "Ebenen"),
        (b"[" * 100_000 + b"]" * 100_000, "Ebenen"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "Ebenen"),
    ],
)
def test_json_without_records_says_precisely_why(content, expected):
    assert expected in refusal(content)


def test_json_is_limited_in_every_direction():
    assert "Zeilen" in refusal([{"a": 1}] * 11, rows=10)
    assert "jenseits von Spalte" in refusal([{str(n): n for n in range(11)}], columns=10)
    assert "Zellen" in refusal([{"a": 1, "b": 2}] * 10, cells=20)
    assert "Blätter" in refusal({str(n): [{"a": 1}] for n in range(4)}, sheets=3)
    assert "Sätze, Listen und Elemente" in refusal([{}] * 20, nodes=10)
    assert "mehr als 40 Zeichen" in refusal([{"a": "x" * 41}], text=10)


@given(
    st.lists(
        st.dictionaries(
            st.text("abc", min_size=1, max_size=3),
            st.one_of(st.none(), st.integers(-999, 999), st.text("xyz", max_size=4), st.booleans()),
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_flat_records_come_out_as_they_went_in(records):
    sheet = read(records).sheets[0]
    fields = [cell.text for cell in sheet.grid[0]]
    for number, record in enumerate(records, start=2):
        for field, value in record.items():
            assert sheet.cell(number, fields.index(field) + 1) == canonical(value)


# --- GeoJSON ------------------------------------------------------------------------------------------------------


def feature(geometry, more=None, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry, **(more or {})}


def features(*listed, **more):
    return {"type": "FeatureCollection", "features": list(listed), **more}


def test_points_become_longitude_and_latitude():
    content = features(
        feature({"type": "Point", "coordinates": [9.1, 50.2]}, name="Kita", träger={"name": "Stadt"}),
        feature(None, name="ohne Lage"),
        feature({"type": "Point", "coordinates": [9.3, 50.4, 210]}, {"id": 7}, name="mit Höhe"),
        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    )
    workbook = read(content, "kitas.geojson")
    assert not workbook.findings
    assert texts(workbook) == [
        ["name", "träger.name", "geometry.lon", "geometry.lat", "id", "geometry.alt"],
        ["Kita", "Stadt", "9.1", "50.2"],
        ["ohne Lage"],
        ["mit Höhe", "", "9.3", "50.4", "7", "210"],
    ]


def test_other_shapes_become_text():
    ring = [[0, 0], [1.5, 0], [1, 1], [0, 0]]
    content = features(
        feature({"type": "Polygon", "coordinates": [ring]}),
        feature({"type": "MultiPolygon", "coordinates": [[ring]]}),
        feature({"type": "LineString", "coordinates": ring[:2]}),
        feature({"type": "MultiPoint", "coordinates": ring[:1]}),
        feature({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}),
    )
    assert [row[0] for row in texts(read(content, "a.geojson"))] == [
        "geometry.wkt",
        "POLYGON ((0 0, 1.5 0, 1 1, 0 0))",
        "MULTIPOLYGON (((0 0, 1.5 0, 1 1, 0 0)))",
        "LINESTRING (0 0, 1.5 0)",
        "MULTIPOINT (0 0)",
        "GEOMETRYCOLLECTION (POINT (1 2))",
    ]


@pytest.mark.parametrize(
    ("crs", "told"),
    [("EPSG:25832", True), ("urn:ogc:def:crs:EPSG::4326", False), ("EPSG:4326", False), ("EPSG:14326", True)],
)
def test_another_reference_system_is_told(crs, told):
    content = features(
        feature({"type": "Point", "coordinates": [9, 50]}), crs={"type": "name", "properties": {"name": crs}}
    )
    assert (f"Bezugssystem: {crs}" in said(read(content, "a.geojson"))) == told


def test_coordinates_that_lie_nowhere_on_earth_are_told():
    workbook = read(
        features(feature({"type": "Point", "coordinates": [512_345.6, 5_612_345.6]})), "a.geojson"
    )
    assert "keine geografischen" in said(workbook)
    assert texts(workbook)[1] == ["512345.6", "5612345.6"]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": ["9", "50"]},
        {"type": "Point", "coordinates": [True, False]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point"},
        {"type": "Polygon", "coordinates": 5},
        {"type": "Kreis", "coordinates": [1, 2]},
        {"type": "MultiPoint", "coordinates": [[n, n] for n in range(2000)]},
        "POINT(1 2)",
        [1, 2],
    ],
)
def test_an_unreadable_shape_is_left_out_and_told(geometry):
    workbook = read(features(feature(None, name="A"), feature(geometry, name="B")), "a.geojson", text=2000)
    assert texts(workbook) == [["name"], ["A"], ["B"]]
    assert "zuerst Satz 2" in said(workbook)


def test_an_empty_collection_is_a_sheet_without_rows():
    workbook = read(features(), "a.geojson")
    assert not workbook.refused
    assert not list(data_rows(workbook.sheets[0], find_layout(workbook.sheets[0])))


# --- XML ----------------------------------------------------------------------------------------------------------


def xml(body, declaration='<?xml version="1.0" encoding="UTF-8"?>', encoding="utf-8"):
    return (declaration + body).encode(encoding)


def test_repeated_elements_are_records():
    workbook = read(
        xml(
            '<liste stand="2025"><stellen><stelle id="1"><name>Tafel</name><ort plz="01234">Altdorf</ort>'
            "<tel>1</tel><tel>2</tel></stelle><stelle id='2'><name><![CDATA[<p>Kita &amp; Hort</p>]]></name></stelle>"
            "</stellen></liste>"
        ),
        "liste.xml",
    )
    assert texts(workbook) == [
        ["@id", "name", "ort.@plz", "ort", "tel"],
        ["1", "Tafel", "01234", "Altdorf", "1; 2"],
        ["2", "<p>Kita &amp; Hort</p>"],
    ]
    assert workbook.sheets[0].name == "stelle"
    assert workbook.untyped
    assert texts(workbook, 1) == [["@stand"], ["2025"]]


def test_namespaces_markup_and_own_text():
    body = (
        '<a:liste xmlns:a="urn:a"><a:x a:nr="1"><t>Beratung <b>und</b> Hilfe</t></a:x>'
        "<a:x><index>2</index>türkisch</a:x></a:liste>"
    )
    assert texts(read(xml(body), "a.xml")) == [
        ["@nr", "t", "index", "Text"],
        ["1", "Beratung und Hilfe"],
        ["", "", "2", "türkisch"],
    ]


def test_a_list_of_one_record():
    assert texts(read(xml("<l><e><name>A</name><ort>B</ort></e></l>"), "a.xml")) == [
        ["name", "ort"],
        ["A", "B"],
    ]


@pytest.mark.parametrize(
    ("declared", "encoding", "told"),
    [("ISO-8859-1", "cp1252", True), ("ISO-8859-1", "latin-1", False), ("windows-1252", "cp1252", False)],
)
def test_the_declared_encoding_holds_except_for_a_usual_mistake(declared, encoding, told):
    dash = "-" if encoding == "latin-1" else "–"
    body = f"<l><e><n>Größe {dash} 9</n></e><e><n>B</n></e></l>"
    workbook = read(xml(body, f'<?xml version="1.0" encoding="{declared}"?>', encoding), "a.xml")
    assert texts(workbook)[1] == [f"Größe {dash} 9"]
    assert ("Windows-1252" in said(workbook)) == told


def test_xml_in_utf_16():
    workbook = read(xml("<l><e><n>Ä</n></e><e><n>B</n></e></l>", '<?xml version="1.0"?>', "utf-16"), "a.xml")
    assert texts(workbook)[1] == ["Ä"]


LAUGHS = '<!DOCTYPE l [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (xml(LAUGHS + "<l><e><n>&c;</n></e><e><n>1</n></e></l>"), "DOCTYPE"),
        (xml(OUTSIDE + "<l><e><n>&a;</n></e><e><n>1</n></e></l>"), "DOCTYPE"),
        (xml("<l><e>1</e><e>2</e></l>"), "ohne Liste gleichartiger Sätze"),
        (xml("<l><a>1</a><b>2</b></l>"), "ohne Liste gleichartiger Sätze"),
        (xml("<l/>"), "ohne Liste gleichartiger Sätze"),
        (xml("<l>\n<e><n>1</e></l>"), "XML-Datei ist in Zeile 2"),
        (xml("<l><e>&unbekannt;</e></l>"), "fehlerhaft"),
        (xml("<e>" * 50_000 + "</e>" * 50_000), "Ebenen"),
        (xml("<l><e/></l>", '<?xml version="1.0" encoding="klingonisch"?>'), "Zeichenkodierung"),
        (xml("<l><e><n>Größe</n></e></l>", encoding="latin-1"), "fehlerhaft"),
        (b"<!doctype html><html><body><table></table></body></html>", "HTML-Seite"),
    ],
)
def test_xml_that_is_no_list_or_hostile_is_refused(data, expected):
    assert expected in refusal(data, "a.xml")


def test_the_number_of_elements_is_limited():
    assert "Elemente" in refusal(xml("<l>" + "<e a='1'/>" * 20 + "</l>"), "a.xml", nodes=30)


def test_a_refusal_does_not_repeat_where_a_shelter_is():
    name = "Frauenhaus, Lindenweg 7"
    for content in ({name: [{"a": 1}] * 11}, [{name: "x" * 500}], features(feature(None), name=name)):
        workbook = read(content, "a.json", rows=1 if isinstance(content, dict) else 10, text=50)
        assert workbook.refused
        assert "Lindenweg" not in repr(workbook)


def test_endings_are_told_from_content():
    assert "passt nicht" in refusal([{"a": 1}], "a.csv")
    assert "passt nicht" in refusal(xml("<l><e a='1'/><e a='2'/></l>"), "a.json")
    assert read([{"a": 1}], "ohne-endung").sheets

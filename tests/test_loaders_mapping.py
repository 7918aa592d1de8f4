"""A mapping is a file: what is written can be read, and a wrong entry is named."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.addresses import AddressPart
from loaders.errors import SourceError
from loaders.mapping import (
    Condition,
    FieldMapping,
    Mapping,
    RecordMapping,
    SourceHead,
    TableMapping,
    check_mapping,
    read_mapping,
    write_mapping,
)
from loaders.steps import (
    Address,
    Blanks,
    First,
    Join,
    Key,
    Marks,
    Number,
    Part,
    Plain,
    Point,
    Split,
    Terms,
    Text,
    Time,
)
from loaders.times import TimeForm
from shapes import sheet_specs

SMALL = """
format: 1
source: {key: fremd, title: Liste der Stelle, kind: quellenart-register}
tables:
- records:
  - into: '#traeger'
    fields:
    - {to: kennung, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: name, columns: [Träger]}
"""

WORDS = st.text(min_size=1, max_size=12).map(lambda t: t.replace("\r", " ").replace("\x85", " "))
TAGS = st.text(alphabet=string.ascii_lowercase + "-", min_size=1, max_size=10)
STEPS = st.one_of(
    st.builds(Split, by=st.lists(WORDS, min_size=1, max_size=2).map(tuple)),
    st.builds(Join, with_=WORDS),
    st.builds(
        Terms, values=st.dictionaries(WORDS, WORDS, max_size=3), others=st.sampled_from(["keep", "drop"])
    ),
    st.builds(Marks, terms=st.dictionaries(WORDS, WORDS, max_size=3), also_yes=st.just(("+",))),
    st.builds(Blanks, unknown=st.just(("k. A.",)), none=st.just(()), empty=st.just(("no", "1", "~"))),
    st.builds(Number, divide=st.integers(1, 99), rounding=st.sampled_from(["none", "down", "nearest"])),
    st.builds(Time, form=st.sampled_from(TimeForm)),
    st.builds(Plain),
    st.builds(First),
    st.builds(Part, by=WORDS, number=st.sampled_from([-1, 1, 2])),
    st.builds(Address, take=st.sampled_from(AddressPart)),
    st.builds(Point, crs=st.sampled_from(["EPSG:4326", "EPSG:25832"])),
    st.builds(Text, pattern=WORDS),
    st.builds(Key, of=WORDS, prefix=TAGS),
)
FIELDS = st.one_of(
    st.builds(
        FieldMapping,
        to=TAGS,
        columns=st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        constant=st.none(),
        steps=st.lists(STEPS, max_size=3).map(tuple),
    ),
    st.builds(FieldMapping, to=TAGS, columns=st.just(()), constant=WORDS),
)
CONDITIONS = st.none() | st.builds(
    Condition.model_validate, st.fixed_dictionaries({"column": WORDS, "is": st.lists(WORDS, max_size=2)})
)
RECORDS = st.builds(
    RecordMapping,
    into=WORDS,
    fields=st.lists(FIELDS, max_size=3, unique_by=lambda f: f.to).map(tuple),
    when=CONDITIONS,
    unfold=st.lists(WORDS, max_size=2).map(tuple),
    repeats=st.booleans(),
)
TABLES = st.builds(
    TableMapping,
    sheet=WORDS,
    header_rows=st.none() | st.lists(st.integers(1, 9), max_size=2).map(tuple),
    records=st.lists(RECORDS, max_size=2).map(tuple),
)
MAPPINGS = st.builds(
    Mapping,
    format=st.just(1),
    source=st.builds(SourceHead, key=WORDS, title=WORDS, kind=WORDS),
    tables=st.lists(TABLES, max_size=2).map(tuple),
)


@given(MAPPINGS)
def test_what_is_written_is_read_again(mapping):
    assert read_mapping(write_mapping(mapping)) == mapping


def test_what_is_only_a_default_is_not_written():
    text = write_mapping(read_mapping(SMALL))
    assert "unfold" not in text
    assert "repeats" not in text
    assert "format: 1" in text
    assert "do: key" in text


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("do: key", "do: run"), "tables.0.records.0.fields.0.steps.0"),
        (("prefix: T", "prefix: T, colour: red"), "colour"),
        (("format: 1", "format: 2"), "format"),
        (("columns: [Träger]}\n", "columns: [Träger], constant: x}\n"), "needs either columns or a constant"),
        (("to: name", "to: kennung"), "kennung is filled twice"),
        (("into:", "onto:"), "tables.0.records.0.into"),
        (("steps: [", "steps: [{do: number, divide: 0}, "), "divide"),
        (("steps: [", "steps: [{do: point, crs: Erde}, "), "EPSG"),
    ],
)
def test_a_wrong_entry_is_named(change, named):
    text = SMALL.replace(*change)
    assert text != SMALL
    with pytest.raises(SourceError, match="Correct the entry") as told:
        read_mapping(text, "liste.yaml")
    assert str(told.value).startswith("liste.yaml: ")
    assert named in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1",
        "a: [",
        "a: &x [1]\nb: *x",
        "!!python/object/apply:os.system ['true']",
        "[" * 5000,
        "x" * 2_000_000,
    ],
)
def test_what_is_no_mapping_is_refused_with_its_name(text):
    with pytest.raises(SourceError, match=r"^liste\.yaml: "):
        read_mapping(text, "liste.yaml")


def test_a_mapping_is_checked_against_the_sheets_of_the_template():
    wrong = SMALL.replace("to: name", "to: nahme") + "  - {into: '#haus', fields: []}\n"
    problems = check_mapping(read_mapping(wrong), sheet_specs())
    assert len(problems) == 2
    assert "nahme" in problems[0]
    assert "#haus" in problems[1]
    assert not check_mapping(read_mapping(SMALL), sheet_specs())


def test_the_columns_of_a_table_are_all_that_its_records_read():
    mapping = read_mapping(
        SMALL
        + "    when: {column: Art, is: [Verein]}\n"
        + "  - into: '#messwert'\n"
        + "    unfold: ['2019', '2020']\n"
        + "    fields:\n"
        + "    - {to: wert, columns: ['@wert']}\n"
        + "    - {to: zielgruppe, columns: [Kinder], steps: [{do: marks, terms: {Kinder: ZG-A02}}]}\n"
    )
    assert mapping.used_columns(mapping.tables[0]) == {"Träger", "Art", "2019", "2020", "Kinder"}


@pytest.mark.parametrize(
    ("condition", "text", "holds"),
    [
        ({"column": "a"}, " ", False),
        ({"column": "a"}, "x", True),
        ({"column": "a", "is": ["Pflege"]}, " pflege ", True),
        ({"column": "a", "is": ["Pflege"]}, "", False),
        ({"column": "a", "is_not": ["Arzt"]}, "ARZT", False),
        ({"column": "a", "is_not": ["Arzt"]}, "", True),
    ],
)
def test_a_condition_compares_without_case(condition, text, holds):
    assert Condition.model_validate(condition).holds(text) is holds

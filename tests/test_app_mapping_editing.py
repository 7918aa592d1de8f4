"""Small changes to a mapping: each changes one thing, leaves the rest alone, and can be read again."""

import pytest

from app.delivery import mapping_editing as editing
from app.errors import RequestError
from loaders.mapping import check_mapping, read_mapping, write_mapping
from shapes import sheet_specs

MAPPING = read_mapping("""
source: {key: liste, title: Liste, kind: quellenart-register}
tables:
- records:
  - into: '#angebot'
    fields:
    - {to: name, columns: [Einrichtung]}
    - {to: angebotsart, columns: [Art], steps: [{do: terms, values: {Treff: AT-B1}}]}
  - into: '#abdeckung'
    fields:
    - {to: zielgruppe, columns: [Kinder, Familien], steps: [{do: marks, terms: {Kinder: ZG-A03}}]}
""")
NAME, KIND, GROUP = (0, 0, 0), (0, 0, 1), (0, 1, 0)


def field(mapping, at):
    return mapping.tables[at[0]].records[at[1]].fields[at[2]]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: editing.read_as(m, "cp1252", ";"),
        lambda m: editing.with_source(m, "neu", "Neue Liste", "quellenart-redaktion", "Amt"),
        lambda m: editing.with_layout(m, "Blatt", [3, 2], 4, 9, [7]),
        lambda m: editing.with_field(m, NAME, ["Träger", "Einrichtung"]),
        lambda m: editing.with_field(m, KIND, constant="AT-B1"),
        lambda m: editing.with_new_field(m, (0, 0), "status", (), "aktiv"),
        lambda m: editing.without_field(m, KIND),
        lambda m: editing.with_step(m, NAME, "plain"),
        lambda m: editing.with_meanings(m, KIND, {"Café": "AT-B2"}),
        lambda m: editing.with_record(m, 0, sheet_specs()[0]),
        lambda m: editing.without_record(m, (0, 1)),
    ],
)
def test_every_change_is_one_that_fits_the_template_and_survives_being_written(change):
    changed = change(MAPPING)
    assert changed != MAPPING
    assert check_mapping(changed, sheet_specs()) == []
    assert read_mapping(write_mapping(changed)) == changed


def test_a_layout_keeps_what_was_said_before_until_it_is_forgotten():
    said = editing.with_layout(
        editing.with_layout(MAPPING, "x", [3], None, None, [5]), "x", None, 4, None, [6]
    )
    table = said.tables[0]
    assert (table.header_rows, table.first_row, table.last_row, table.keep) == ((3,), 4, None, (5, 6))
    assert editing.as_found(said, "x") == MAPPING


def test_a_word_means_what_was_said_last_however_it_is_written():
    changed = editing.with_meanings(MAPPING, KIND, {"TREFF": "AT-B3", "Café": ""})
    assert field(changed, KIND).steps[0].values == {"TREFF": "AT-B3", "Café": ""}


def test_a_header_of_crosses_gets_its_term_and_can_lose_it():
    both = editing.with_meanings(MAPPING, GROUP, {"Familien": "ZG-F01"})
    assert field(both, GROUP).steps[0].terms == {"Kinder": "ZG-A03", "Familien": "ZG-F01"}
    assert field(editing.with_meanings(both, GROUP, {"Kinder": ""}), GROUP).steps[0].terms == {
        "Familien": "ZG-F01"
    }


def test_values_are_parted_before_words_are_looked_up():
    assert [s.do for s in field(editing.with_step(MAPPING, KIND, "split"), KIND).steps] == ["split", "terms"]
    assert field(editing.without_step(MAPPING, KIND, 0), KIND).steps == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda: editing.with_field(MAPPING, NAME),
        lambda: editing.with_field(MAPPING, (0, 0, 9), ["Art"]),
        lambda: editing.with_new_field(MAPPING, (0, 0), "name", ["Art"], None),
        lambda: editing.with_step(MAPPING, NAME, "zaubern"),
        lambda: editing.with_source(MAPPING, "", "Liste", "quellenart-register", ""),
        lambda: editing.with_layout(MAPPING, "x", [0], None, None, []),
        lambda: editing.with_layout(MAPPING, "x", None, 9, 4, []),
        lambda: editing.without_record(MAPPING, (1, 0)),
        lambda: editing.with_record(MAPPING, 3, sheet_specs()[0]),
    ],
)
def test_what_cannot_be_is_refused_in_words(change):
    with pytest.raises(RequestError, match=r"^(Zuordnung|Quelle|Tabelle): "):
        change()

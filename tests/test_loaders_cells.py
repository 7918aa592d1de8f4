"""What is written in a cell becomes a value of the column's kind, a question, or both; never something else silently."""

import pytest
from cell_texts import held, outcome, read
from rdflib import XSD, Literal, URIRef

from loaders.canonical import Stored
from loaders.messages import messages
from loaders.readings import Blank


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("31.12.2026", "2026-12-31", []),
        ("1.1.2026", "2026-01-01", []),
        ("2026-12-31", "2026-12-31", []),
        ("31. Dezember 2026", "2026-12-31", []),
        ("3. Mrz. 2026", "2026-03-03", []),
        ("31.12.26", "2026-12-31", ["date-short-year"]),
        ("31.12.74", "1974-12-31", ["date-short-year"]),
        ("31/12/2026", "2026-12-31", ["date-reordered"]),
        ("20261231", "2026-12-31", ["date-reordered"]),
        ("46387", "2026-12-31", ["date-serial"]),
        ("31.12.2026 14:30", "2026-12-31", ["date-with-time"]),
        ("12/2026", None, ["date-partial"]),
        ("2026", None, ["date-partial"]),
        ("Dezember 2026", None, ["date-partial"]),
        ("01/02/2026", None, ["date-ambiguous"]),
        ("12/31/2026", None, ["date-ambiguous"]),
        ("31.11.2026", None, ["date-impossible"]),
        ("31.12.1026", None, ["date-implausible"]),
        ("bald", None, ["date-unreadable"]),
        ("17", None, ["date-unreadable"]),
    ],
)
def test_dates(text, day, said):
    values, codes = outcome("angebot+gueltig-ab", text)
    assert values == ([day] if day else [])
    assert codes == said
    assert held(codes) == (day is None)


def test_dates_stored_as_numbers_follow_the_calendar_of_the_workbook():
    assert outcome("angebot+gueltig-ab", "46387", Stored.NUMBER)[0] == ["2026-12-31"]
    assert outcome("angebot+gueltig-ab", "44925", Stored.NUMBER, date1904=True)[0] == ["2026-12-31"]
    assert outcome("angebot+gueltig-ab", "2026", Stored.NUMBER) == ([], ["date-partial"])
    assert outcome("angebot+gueltig-ab", "2026-12-31", Stored.DATE) == (["2026-12-31"], [])


def test_a_month_alone_suggests_its_first_or_last_day():
    first, last = (
        read(column, "2/2028").problems[0] for column in ("angebot+gueltig-ab", "angebot+gueltig-bis")
    )
    assert (first.suggestion, last.suggestion) == ("01.02.2028", "29.02.2028")


def test_an_open_end_is_no_missing_date():
    for text in ("unbefristet", "31.12.9999", "bis auf Weiteres"):
        assert read("angebot+gueltig-bis", text).blank is Blank.NONE
    assert read("angebot+gueltig-ab", "unbefristet").problems[0].code == "date-unreadable"


@pytest.mark.parametrize(
    ("column", "text", "number", "said"),
    [
        ("finanzierung+betrag", "1.234,56 €", "1234.56", []),
        ("finanzierung+betrag", "60.000", "60000", []),
        ("finanzierung+betrag", "12.000,-", "12000", []),
        ("finanzierung+betrag", "EUR 5,00", "5", []),
        ("finanzierung+betrag", "1,234.56", "1234.56", []),
        ("finanzierung+betrag", "-300", "-300", []),
        ("finanzierung+betrag", "33333,333333", "33333.33", ["money-rounded"]),
        ("finanzierung+betrag", "1,234", None, ["number-ambiguous"]),
        ("finanzierung+betrag", "12 T€", None, ["number-vague"]),
        ("finanzierung+betrag", "ca. 5.000 €", None, ["number-vague"]),
        ("finanzierung+betrag", "$ 500", None, ["money-currency"]),
        ("finanzierung+betrag", "viel", None, ["number-unreadable"]),
        ("gebiet+einwohner", "1 675", "1675", []),
        ("gebiet+einwohner", "1.675", "1675", []),
        ("gebiet+einwohner", "12,5", None, ["number-not-whole"]),
        ("gebiet+einwohner", "100-200", None, ["number-vague"]),
        ("abdeckung+plaetze", "12,5", "12.5", []),
        ("abdeckung+plaetze", "12.5", "12.5", []),
        ("abdeckung+plaetze", "1,125", "1.125", []),
        ("abdeckung+plaetze", "1.125", None, ["number-ambiguous"]),
        ("abdeckung+plaetze", "1.234.567", "1234567", []),
        ("finanzierung+anteil", "40 %", "0.4", []),
        ("finanzierung+anteil", "0,4", "0.4", []),
        ("finanzierung+anteil", "33,3%", "0.333", []),
        ("finanzierung+anteil", "40", None, ["share-ambiguous"]),
    ],
)
def test_numbers(column, text, number, said):
    assert outcome(column, text) == ([number] if number else [], said)


def test_numbers_a_spreadsheet_stored_need_no_reading():
    assert outcome("finanzierung+betrag", "1.125", Stored.NUMBER) == (["1.13"], ["money-rounded"])
    assert outcome("abdeckung+plaetze", "1.125", Stored.NUMBER) == (["1.125"], [])
    assert outcome("finanzierung+anteil", "0.4", Stored.NUMBER) == (["0.4"], [])
    assert outcome("abdeckung+plaetze", "2026-04-03", Stored.DATE) == ([], ["number-as-date"])
    assert read("abdeckung+alter-von", "14").values == (Literal("14", datatype=XSD.integer),)


def test_one_number_has_one_spelling():
    spellings = [("60000", Stored.NUMBER), ("60.000,00 €", Stored.TEXT), ("60 000", Stored.TEXT)]
    assert {read("finanzierung+betrag", *spelling).values for spelling in spellings} == {
        (Literal("60000", datatype=XSD.decimal),)
    }


@pytest.mark.parametrize(
    ("text", "said"), [("2026", []), ("2026/27", ["year-unreadable"]), ("26", ["year-unreadable"])]
)
def test_years(text, said):
    assert outcome("finanzierung+jahr", text)[1] == said
    assert outcome("finanzierung+jahr", "2026-01-01", Stored.DATE) == (["2026"], ["year-from-date"])


@pytest.mark.parametrize(
    ("text", "value"),
    [("ja", "true"), ("x", "true"), ("Nein", "false"), ("0", "false"), ("vielleicht", None)],
)
def test_yes_and_no(text, value):
    values, codes = outcome("angebot+antrag-noetig", text)
    assert values == ([value] if value else [])
    assert held(codes) == (value is None)


@pytest.mark.parametrize(
    ("text", "stored", "untyped", "key", "said"),
    [
        ("06534014", Stored.TEXT, False, "06534014", []),
        ("6534014", Stored.NUMBER, False, "06534014", ["ags-repaired"]),
        ("6534014", Stored.TEXT, True, "06534014", ["ags-repaired"]),
        ("6534014", Stored.TEXT, False, None, ["ags-unreadable"]),
        ("6534", Stored.NUMBER, False, "06534", ["ags-repaired"]),
        ("06 5 34 014", Stored.TEXT, False, "06534014", []),
        ("065340014014", Stored.TEXT, False, "06534014", ["ags-from-ars"]),
        ("65340014014", Stored.NUMBER, False, "06534014", ["ags-repaired"]),
        ("064", Stored.TEXT, False, "064", []),
        ("64", Stored.NUMBER, False, None, ["ags-unreadable"]),  # 06 and 4? 064? not to be told
        ("653401", Stored.NUMBER, False, None, ["ags-unreadable"]),
        ("Marburg", Stored.TEXT, False, None, ["ags-unreadable"]),
    ],
)
def test_municipality_keys(text, stored, untyped, key, said):
    assert outcome("gebiet+ags", text, stored, untyped=untyped) == ([key] if key else [], said)


@pytest.mark.parametrize(
    ("text", "stored", "untyped", "code", "said"),
    [
        ("00000", Stored.TEXT, False, "00000", []),
        ("35037", Stored.NUMBER, False, "35037", []),
        ("D-35037", Stored.TEXT, False, "35037", []),
        ("1067", Stored.NUMBER, False, "01067", ["postcode-repaired"]),
        ("1067", Stored.TEXT, True, "01067", ["postcode-repaired"]),
        ("1067", Stored.TEXT, False, None, ["postcode-unreadable"]),
        ("106", Stored.NUMBER, False, None, ["postcode-unreadable"]),
        ("350371", Stored.NUMBER, False, None, ["postcode-unreadable"]),
    ],
)
def test_postcodes(text, stored, untyped, code, said):
    assert outcome("standort+plz", text, stored, untyped=untyped) == ([code] if code else [], said)


@pytest.mark.parametrize(
    ("column", "text", "values", "said"),
    [
        ("angebot+telefon", "0000 12345-0; 0000 999", ["0000 12345-0", "0000 999"], []),
        ("angebot+telefon", "Tel.: 0000 12345", ["0000 12345"], []),
        ("angebot+telefon", "nachfragen", [], ["phone-unreadable"]),
        ("angebot+email", "Info@Fiktiva.EXAMPLE", ["Info@fiktiva.example"], []),
        ("angebot+email", "info(at)fiktiva", [], ["email-unreadable"]),
        ("angebot+email", "verein@gmx.de", ["verein@gmx.de"], ["private-mail"]),
        ("angebot+webseite", "www.fiktiva.example/a", ["https://www.fiktiva.example/a"], []),
        ("angebot+webseite", "https://fiktiva.example/mit leer", [], ["url-unreadable"]),
        ("angebot+webseite", 'https://x.example/"', [], ["url-unreadable"]),
        ("angebot+sprachen", "Deutsch; Arabisch, Türkisch", ["de", "ar", "tr"], ["values-by-comma"]),
        ("angebot+sprachen", "Deutsch; Klingonischx", ["de"], ["language-unknown"]),
        ("angebot+sprachen", "Deutsch, Arabisch", ["de", "ar"], ["values-by-comma"]),
        ("angebot+sprachen", "Leichte Sprache; DGS", ["de-simple", "gsg"], []),
    ],
)
def test_contacts_and_languages(column, text, values, said):
    assert outcome(column, text) == (values, said)


def test_a_phone_number_that_lost_its_zero_is_mended():
    assert outcome("angebot+telefon", "642112345", Stored.NUMBER) == (["0642112345"], ["phone-repaired"])
    assert outcome("angebot+telefon", "496421123456", Stored.NUMBER) == ([], ["phone-unreadable"])


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("unbekannt", Blank.UNKNOWN),
        ("k. A.", Blank.UNKNOWN),
        ("k.A.", Blank.UNKNOWN),
        ("?", Blank.UNKNOWN),
        ("keine", Blank.NONE),
        ("–", Blank.NONE),
        ("-", Blank.NONE),
        ("entfällt", Blank.NONE),
    ],
)
@pytest.mark.parametrize("column", ["abdeckung+zielgruppe", "finanzierung+betrag", "angebot+traeger", "angebot+rechtsgrundlage", "angebot+gueltig-ab", "standort+plz"])  # fmt: skip
def test_words_for_missing_values(column, text, blank):
    reading = read(column, text)
    assert reading.blank is blank
    assert not reading.values
    assert [messages()[p.code].rule for p in reading.problems] == ["DQ-L07"]


def test_an_empty_cell_says_nothing():
    reading = read("angebot+traeger", "", Stored.EMPTY)
    assert (reading.values, reading.problems, reading.blank) == ((), (), None)


@pytest.mark.parametrize(
    "text",
    [
        "Bitte Frau Beispiel fragen",
        "Herr Dr. Muster hilft weiter",
        "erreichbar unter 0171 2345678",
        "Mail an jemand@gmail.com",
        "Ansprechpartnerin: Erika Mustermann",
    ],
)
@pytest.mark.parametrize("column", ["angebot+beschreibung", "angebot+name", "angebot+oeffnungszeiten", "angebot+traeger", "angebot+telefon"])  # fmt: skip
def test_traces_of_persons_hold_the_row_back_and_are_not_repeated(column, text):
    (told,) = read(column, text).problems
    assert told.code == "person-in-text"
    assert messages()[told.code].rule == "DQ-L06"
    assert not read(column, text).values


@pytest.mark.parametrize(
    "text", ["Kita Frau Holle", "Frau und Beruf", "Beratung unter 0000 123456", "Herrenhaus"]
)
def test_harmless_texts_are_left_alone(text):
    assert outcome("angebot+beschreibung", text) == ([text], [])


@pytest.mark.parametrize(
    ("text", "suggestion"), [("A 1/ä", "A-1-ae"), ("Träger 7", "Traeger-7"), ("///", None)]
)
def test_keys_that_cannot_be_keys_get_a_suggestion(text, suggestion):
    (told,) = read("angebot+kennung", text).problems
    assert (told.code, told.suggestion) == ("key-invalid", suggestion)


def test_what_a_spreadsheet_took_for_a_date_or_number_is_asked_for():
    assert outcome("standort+hausnummer", "2026-05-03", Stored.DATE) == ([], ["text-as-date"])
    assert outcome("angebot+kennung", "2026-05-03", Stored.DATE) == ([], ["text-as-date"])
    assert outcome("angebot+kennung", "1.1", Stored.NUMBER) == (["1.1"], ["code-as-number"])
    assert outcome("angebot+kennung", "17", Stored.NUMBER) == (["17"], [])
    assert outcome("gebiet+schluessel", "2", Stored.NUMBER) == (["2"], ["code-as-number"])
    assert outcome("standort+hausnummer", "7", Stored.NUMBER) == (["7"], [])


def test_positions_become_wkt():
    (point,) = read("standort+lage", "50,8000; 8,7000").values
    assert str(point) == "POINT(8.7000 50.8000)"
    assert point == read("standort+lage", "POINT(8.7000 50.8000)").values[0]


def test_lost_formulas_and_error_values_hold_the_row_back():
    assert held([p.code for p in read("angebot+name", "", Stored.LOST).problems])
    assert held([p.code for p in read("angebot+name", "#REF!", Stored.ERROR).problems])


def test_names_are_german_and_on_one_line():
    assert read("angebot+name", "Treff  am\nMarkt").values == (Literal("Treff am Markt", lang="de"),)
    assert isinstance(read("angebot+webseite", "https://fiktiva.example/").values[0], URIRef)

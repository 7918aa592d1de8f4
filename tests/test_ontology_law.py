"""Legal references: what people write, what is read, what became of the norm."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology import vocabulary
from ontology.law import LegalReference, Status, judge, parse_references
from ontology.law.register import laws, moves, paragraphs

WRITTEN = [
    ("§ 16a Abs. 1 SGB II", ["§ 16a Abs. 1 SGB II"]),
    ("§§ 67 ff. SGB XII", ["§§ 67 ff. SGB XII"]),
    ("§§ 67ff SGB XII", ["§§ 67 ff. SGB XII"]),
    ("§35a KJHG", ["§ 35a KJHG"]),
    ("§ 35 a SGB VIII", ["§ 35a SGB VIII"]),
    ("SGB VIII § 11", ["§ 11 SGB VIII"]),
    ("SGB VIII, § 11", ["§ 11 SGB VIII"]),
    ("SGB VIII: §§ 11, 13", ["§ 11 SGB VIII", "§ 13 SGB VIII"]),
    ("§§ 53, 54 SGB XII", ["§ 53 SGB XII", "§ 54 SGB XII"]),
    ("§§ 53 und 54 SGB XII", ["§ 53 SGB XII", "§ 54 SGB XII"]),
    ("§ 10 Abs. 1 Nr. 3 i. V. m. § 12 SGB VIII", ["§ 10 Abs. 1 Nr. 3 SGB VIII", "§ 12 SGB VIII"]),
    ("§ 8a Absatz 4 Satz 2 Nummer 1 SGB VIII", ["§ 8a Abs. 4 Satz 2 Nr. 1 SGB VIII"]),
    ("§ 2 (1) SGB IX", ["§ 2 Abs. 1 SGB IX"]),
    ("§ 16 Abs. 1, 2 SGB II", ["§ 16 Abs. 1 SGB II"]),
    ("§§ 27 Abs. 2, 34, 35 SGB VIII", ["§ 27 Abs. 2 SGB VIII", "§ 34 SGB VIII", "§ 35 SGB VIII"]),
    ("Art. 28 GG", ["Art. 28 GG"]),
    ("Artikel 28 Abs. 2 Grundgesetz", ["Art. 28 Abs. 2 GG"]),
    ("§ 28 GG", ["Art. 28 GG"]),
    ("§ 16h SGB II;§ 13 SGB VIII", ["§ 16h SGB II", "§ 13 SGB VIII"]),
    ("§ 16h SGB II\n§ 13 SGB VIII", ["§ 16h SGB II", "§ 13 SGB VIII"]),
    ("SGB II §§ 16a-16c", ["§§ 16a bis 16c SGB II"]),
    ("§§ 16a bis c SGB II", ["§§ 16a bis 16c SGB II"]),
    ("§§ 41–46b SGB XII", ["§§ 41 bis 46b SGB XII"]),
    ("SGB VIII § 11, SGB II § 16a", ["§ 11 SGB VIII", "§ 16a SGB II"]),
    ("SGB VIII § 11, § 16h SGB II", ["§ 11 SGB VIII", "§ 16h SGB II"]),
    ("§ 11 SGB VIII, SGB II § 16a", ["§ 11 SGB VIII", "§ 16a SGB II"]),
    ("§ 11 SGB VIII § 16h SGB II", ["§ 11 SGB VIII", "§ 16h SGB II"]),
    ("§ 16a Kommunale Eingliederungsleistungen SGB II", ["§ 16a SGB II"]),
    ("§ 31a Informationen; erforderliche Datenübermittlung SGB III", ["§ 31a SGB III"]),
    (
        "§ 64i Entlastungsbetrag bei den Pflegegraden 2, 3, 4 oder 5 SGB XII, § 66 Entlastungsbetrag SGB XII",
        ["§ 64i SGB XII", "§ 66 SGB XII"],
    ),
    ("§ 21 Abs 2. Mehrbedarfe SGB II", ["§ 21 Abs. 2 SGB II"]),
    ("§ 10 Umfang der Förderung - AFBG", ["§ 10 AFBG"]),
    ("§ 11 sgb-viii", ["§ 11 SGB VIII"]),
    ("§ 11 SGB 8", ["§ 11 SGB VIII"]),
    ("Paragraph 11 Achtes Buch Sozialgesetzbuch", ["§ 11 SGB VIII"]),
    ("16a SGB II", ["§ 16a SGB II"]),
    ("SGB VIII 11", ["§ 11 SGB VIII"]),
    ("§ 16 f SGB II", ["§ 16f SGB II"]),
    ("§ 67 f. SGB XII", ["§§ 67 ff. SGB XII"]),
    ("§ 1 UVG", ["§ 1 UhVorschG"]),
    ("§ 14b BaföG", ["§ 14b BAföG"]),
    ("§ 4 HAG/SGB XII", ["§ 4 HAG/SGB XII"]),
    ("HAG SGB XII § 4", ["§ 4 HAG/SGB XII"]),
    ("§ 1 LAG Hessen", ["§ 1 LAG Hessen"]),
    ("§ 9 MuSchEltZV", ["§ 9 MuSchEltZV"]),
    ("§ 5", ["§ 5"]),
    ("SGB VIII", ["SGB VIII"]),
    ("freiwillige Leistung", []),
    ("2 Plätze, 35 Betten und 4 Stunden", []),
    ("", []),
    ("§", []),
    ("§§ ff. Abs. SGB", []),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN, ids=[text or "leer" for text, _ in WRITTEN])
def test_reads_what_people_write(text, expected):
    assert [str(reference) for reference in parse_references(text)] == expected


JUDGED = [
    # text, status, successor, legal basis
    ("§ 16a Abs. 1 SGB II", Status.IN_FORCE, None, "SGB-II-16a"),
    ("§§ 67 ff. SGB XII", Status.IN_FORCE, None, "SGB-XII-67"),
    ("§ 71 Abs. 5 SGB XII", Status.IN_FORCE, None, "SGB-XII-71"),  # stands twice in the official text
    ("§ 113d SGB XI", Status.IN_FORCE, None, None),  # stands twice in the official text
    ("Art. 28 GG", Status.IN_FORCE, None, "GG-Art-28"),
    ("§ 16j SGB II", Status.REPEALED, None, None),
    ("§ 7a UVG", Status.REPEALED, None, None),  # not even named as repealed
    ("§35a KJHG", Status.MOVED, "§ 35a SGB VIII", "SGB-VIII-35a"),
    ("§ 8a Abs. 4 KJHG", Status.MOVED, "§ 8a Abs. 4 SGB VIII", "SGB-VIII-8a"),
    ("§ 58a KJHG", Status.MOVED, "§ 58 SGB VIII", None),
    ("§ 999 KJHG", Status.NO_PARAGRAPH, None, None),
    ("§ 53 SGB XII", Status.MOVED, "§ 99 SGB IX", "SGB-IX-99"),
    ("§§ 53 ff. SGB XII", Status.MOVED, "§§ 90 ff. SGB IX", None),
    ("§ 56 SGB XII", Status.MOVED, "§§ 90 ff. SGB IX", None),
    ("§ 72 BSHG", Status.MOVED, "§§ 67 ff. SGB XII", "SGB-XII-67"),
    ("§ 3 BSHG", Status.MOVED, "SGB XII", None),
    ("§ 38a SGB XI", Status.MOVED, "§ 45f SGB XI", "SGB-XI-45f"),
    ("§ 45c Abs. 9 SGB XI", Status.MOVED, "§ 45e SGB XI", "SGB-XI-45e"),
    ("§ 45c Abs. 8 SGB XI", Status.IN_FORCE, None, "SGB-XI-45c"),
    (
        "§ 45e SGB XI",
        Status.IN_FORCE,
        "§ 45g SGB XI",
        "SGB-XI-45e",
    ),  # the same number means something else now
    ("§ 1896 BGB", Status.MOVED, "§ 1814 BGB", None),
    ("§ 3 GewHG", Status.FUTURE, None, "GewHG-3"),
    ("§ 5 GewHG", Status.FUTURE, None, "GewHG-5"),
    ("§ 4 GewHG", Status.FUTURE, None, None),
    ("§ 999 SGB II", Status.NO_PARAGRAPH, None, None),
    ("§ 16a Abs. 7 SGB II", Status.NO_PARAGRAPH, None, None),
    ("§ 12 HKJGB", Status.NOT_IN_REGISTER, None, "HKJGB-12"),
    ("§ 99 HKJGB", Status.NOT_IN_REGISTER, None, None),
    ("§ 12a AsylG", Status.NOT_IN_REGISTER, None, "AsylG-12a"),
    ("§ 9 MuSchEltZV", Status.NOT_IN_REGISTER, None, None),
    ("§ 3 SGB XIII", Status.NOT_IN_REGISTER, None, None),
    ("§ 5", Status.NOT_IN_REGISTER, None, None),
    ("SGB VIII", Status.IN_FORCE, None, None),
]


@pytest.mark.parametrize(("text", "status", "successor", "basis"), JUDGED, ids=[row[0] for row in JUDGED])
def test_says_what_became_of_the_norm(text, status, successor, basis):
    [reference] = parse_references(text)
    verdict = judge(reference)
    assert (verdict.status, verdict.successor) == (status, successor)
    assert (vocabulary.notation(verdict.legal_basis) if verdict.legal_basis else None) == basis


@pytest.mark.parametrize(
    ("text", "de", "en"),
    [
        (
            "§ 16a SGB II",
            "§ 16a SGB II (Kommunale Eingliederungsleistungen) ist in Kraft (Textstand 19.08.2026).",
            "§ 16a SGB II (Kommunale Eingliederungsleistungen) is in force (text of 2026-08-19).",
        ),
        (
            "§ 16j SGB II",
            "§ 16j SGB II ist weggefallen (Textstand 19.08.2026).",
            "§ 16j SGB II has been repealed (text of 2026-08-19).",
        ),
        (
            "§ 5 GewHG",
            "§ 5 GewHG tritt erst am 01.01.2027 in Kraft (Textstand 19.08.2026).",
            "§ 5 GewHG enters into force on 2027-01-01 (text of 2026-08-19).",
        ),
        (
            "§ 16a Abs. 7 SGB II",
            "§ 16a SGB II hat keinen Absatz 7, nur Absatz 1 (Textstand 19.08.2026).",
            "§ 16a SGB II has no paragraph 7, only paragraph 1 (text of 2026-08-19).",
        ),
        (
            "§ 12 HKJGB",
            (
                "HKJGB ist nicht im Register des Bundesrechts. § 12 HKJGB steht in der Liste der Rechtsgrundlagen, "
                "Prüfstand: Überschrift belegt (lexaris)."
            ),
            (
                "HKJGB is not in the register of federal law. § 12 HKJGB is in the list of legal bases, "
                "checked: Überschrift belegt (lexaris)."
            ),
        ),
    ],
)
def test_says_it_in_german_and_english(text, de, en):
    [reference] = parse_references(text)
    assert judge(reference).message == {"de": de, "en": en}


def test_a_move_names_its_source_and_date():
    [reference] = parse_references("§ 53 SGB XII")
    message = judge(reference).message["de"]
    assert "seit 01.01.2020" in message
    assert "BGBl. I S. 3234" in message


def test_a_reused_number_and_a_new_heading_are_notes():
    assert "Anschubfinanzierung" in judge(parse_references("§ 45e SGB XI")[0]).notes[0]["de"]
    assert "Eingliederungsvereinbarung" in judge(parse_references("§ 15 SGB II")[0]).notes[0]["de"]
    assert "Grundsicherungsgeld" in judge(parse_references("§ 19 SGB II")[0]).notes[0]["en"]
    assert judge(parse_references("§ 11 SGB VIII")[0]).notes == ()


def test_a_range_says_what_is_gone_within_it():
    [reference] = parse_references("§§ 13 bis 20 SGB VI")
    assert "§ 18" in judge(reference).notes[0]["de"]
    [backwards] = parse_references("§§ 20 bis 13 SGB VI")
    assert "gibt es nicht" in judge(backwards).notes[0]["de"]


def test_status_has_a_name_in_both_languages():
    for status in Status:
        assert status.label("de")
        assert status.label("de") != status.label("en")


def test_the_text_a_reference_was_read_from_is_kept_and_does_not_count_for_equality():
    [short] = parse_references("§35a SGB VIII")
    [long] = parse_references("nach § 35a SGB VIII")
    assert short == long
    assert short.raw == "§35a"


NUMBERS = st.builds(
    lambda number, letter: f"{number}{letter}", st.integers(1, 999), st.sampled_from(["", "", "a", "b", "g"])
)
DETAIL = st.none() | st.integers(1, 19).map(str)
REFERENCES = st.builds(
    lambda law, number, absatz, satz, nummer: LegalReference(
        law, number, laws()[law].sign, absatz=absatz, satz=satz, nummer=nummer
    ),
    st.sampled_from(sorted(laws())),
    NUMBERS,
    DETAIL,
    DETAIL,
    DETAIL,
) | st.builds(
    lambda law, number, more: LegalReference(
        law, number, laws()[law].sign, following=more is None, through=more
    ),
    st.sampled_from(sorted(laws())),
    NUMBERS,
    st.none() | NUMBERS,
)


@given(reference=REFERENCES)
@settings(deadline=None)
def test_a_citation_is_read_back_as_itself(reference):
    assert parse_references(str(reference)) == [reference]


FRAGMENTS = [
    "§",
    "§§",
    "16",
    "a",
    "f.",
    "ff.",
    "Abs.",
    "Nr.\xa03",
    ",",
    "-",
    "bis",
    "i.\xa0V.\xa0m.",
    "SGB",
    "SGB\xa0II",
    "KJHG",
    "BGB",
    "(1)",
    ";",
    "Art.",
    "und",
    "XII",
    "HAG/",
    "Überschrift",
    "1896",
    "(",
]
PIECES = st.lists(st.sampled_from([*FRAGMENTS, " ", "\n"]) | st.text(max_size=4), max_size=20)


@given(text=st.text(max_size=80) | PIECES.map("".join) | PIECES.map(" ".join))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_and_judged_without_an_error(text):
    for reference in parse_references(text):
        verdict = judge(reference)
        assert set(verdict.message) == {"de", "en"}
        assert reference.raw in text


def test_the_register_holds_what_its_readme_says():
    assert len(laws()) == 56
    assert sum(len(numbers) for numbers in paragraphs().values()) == 9716
    statuses = {p.status for numbers in paragraphs().values() for p in numbers.values()}
    assert statuses == {"in_kraft", "weggefallen", "entfallen", "zukuenftig"}
    assert {law.text_date for law in laws().values()} == {date(2026, 8, 19)}


def test_moves_have_a_source_and_lead_to_a_norm_in_force():
    for move in moves():
        assert move.source
        assert move.kind in {"law_renamed", "law_replaced", "moved", "reused", "renamed"}
        assert all(move.note[lang].endswith(".") for lang in ("de", "en"))
        if move.to_number not in ("", "="):
            target = paragraphs()[move.to_law].get(move.to_number)
            assert target is not None, move
            assert target.status == "in_kraft", move
        elif move.to_law:
            assert move.to_law in laws(), move
        if move.kind in ("moved", "law_renamed", "law_replaced"):
            source = paragraphs().get(move.law, {}).get(move.first)
            assert source is None or source.status != "in_kraft" or move.absatz, move


def test_absaetze_are_spelt_out():
    assert paragraphs()["SGB I"]["17"].absaetze == ("1", "2", "2a", "3", "4")
    assert paragraphs()["SGB XII"]["67"].absaetze == ()

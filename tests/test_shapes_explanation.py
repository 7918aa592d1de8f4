"""Findings in plain words, and silence where words could give a place or a person away."""

import json
import logging
from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph

from graph import Effect
from ontology.namespaces import prefixes
from shapes import ValidationReport, explain, rules, validate

FOLDER = Path(__file__).parent / "data" / "shapes"
TODAY = date(2026, 11, 22)
PREFIXES = "".join(f"@prefix {p}: <{i}> .\n" for p, i in prefixes().items())
PREFIXES += f"@prefix : <{prefixes()['id']}99999001/> .\n"

# The canaries: nothing of them may come back in any word about the delivery.
SHELTER = """
:angebot-A1 a soz:Offer ; dcterms:identifier "A1" ; rdfs:label "Frauenhaus Kanarienweg 77"@de ; soz:serviceType at:AT-S1 ;
    soz:providedBy :organisation-T1 ; soz:atSite :standort-S1 ; soz:hasCoverage :abdeckung-C1 ;
    soz:validTo "2020-01-01"^^xsd:date ; soz:status cl:angebotsstatus-aktiv ; soz:noValueFor dcterms:description ;
    dcterms:description "Sie finden uns im Kanarienweg 77, 98765 Beispielau."@de , "Kanarienweg 77"@de .
:angebot-A2 a soz:Offer ; dcterms:identifier "A2" ; rdfs:label "frauenhaus kanarienweg 77"@de ;
    soz:providedBy :organisation-T1 ; soz:serviceType at:AT-S1 .
:organisation-T1 a soz:Provider ; dcterms:identifier "T1" ; rdfs:label "Verein am Kanarienweg 77"@de .
:standort-S1 a soz:Site ; dcterms:identifier "S1" ; rdfs:label "Kanarienweg 77"@de ; soz:area :gebiet-1 ;
    soz:disclosure cl:offenlegung-intern ; locn:address :standort-S1-anschrift ; geo:hasGeometry :standort-S1-geometrie .
:standort-S1-anschrift a locn:Address ; locn:thoroughfare "Kanarienweg" ; locn:postCode "9876X" .
:standort-S1-geometrie a geo:Geometry ; geo:asWKT "50.98765, 8.98765" .
:abdeckung-C1 a soz:Coverage ; dcterms:identifier "C1" ; rdfs:label "Kanarienweg 77"@de ; soz:area :gebiet-1 ;
    soz:minAge "Kanarienweg 77" .
:gebiet-1 a soz:Area ; dcterms:identifier "1" ; rdfs:label "Kanarienviertel"@de ; soz:areaLevel cl:gebietsebene-stadtteil .
"""
CANARIES = ("Kanarien", "kanarien", "98765", "9876X")


def check(text: str) -> ValidationReport:
    return validate(Graph().parse(data=PREFIXES + text, format="turtle"), today=TODAY)


@pytest.mark.parametrize("number", sorted({rule.id for rule in rules()}))
def test_every_result_can_be_told(number: str) -> None:
    report = validate(Graph().parse(FOLDER / number / "violates.ttl"), today=TODAY)
    results = [r for r in report.results if r.rule.id == number]
    assert results
    for explanation in (explain(r, lang) for r in results for lang in ("de", "en")):
        assert "{" not in explanation.text()
        assert "http" not in explanation.message + explanation.found
        for part in (explanation.record, explanation.message, explanation.expected, explanation.remedy):
            assert part


def test_an_explanation_names_record_rule_finding_and_remedy() -> None:
    report = check(
        ':angebot-A1 a soz:Offer ; dcterms:identifier "A1" ; rdfs:label "Schuldnerberatung"@de ;'
        ' soz:status cl:angebotsstatus-aktiv ; soz:validTo "2026-06-30"^^xsd:date .'
    )
    (result,) = [r for r in report.results if r.rule.id == "DQ-028"]
    assert explain(result).text().splitlines() == [
        "Datensatz: Angebot ‹Schuldnerberatung› (A1)",
        "Regel: DQ-028",
        "Befund: Als aktiv geführt, obwohl die Laufzeit am 30.06.2026 endete.",
        "Gefunden: 30.06.2026",
        "Erwartet: Aktive Angebote sind am heutigen Tag gültig.",
        "Abhilfe: Status auf ‹beendet› setzen oder das Enddatum berichtigen.",
    ]
    assert "2026-06-30" in explain(result, "en").text()


def test_concepts_and_records_appear_by_name() -> None:
    report = check(
        ':organisation-T1 a soz:Provider ; dcterms:identifier "T1" ; rdfs:label "Sozialwerk Fiktiva"@de .'
        ":angebot-A1 a soz:Offer ; soz:serviceType bd:BD-EX2 ; soz:atSite :organisation-T1 ; soz:providedBy :organisation-FEHLT ."
    )
    messages = {(r.rule.id, r.message["de"]) for r in report.results}
    assert ("DQ-018", "Schulden und Überschuldung passt nicht in diese Spalte.") in messages
    assert ("DQ-018", "Sozialwerk Fiktiva passt nicht in diese Spalte.") in messages
    assert ("DQ-102", "Verweis ins Leere: FEHLT ist nicht erfasst.") in messages


def test_a_nested_check_is_told_once() -> None:
    report = validate(Graph().parse(FOLDER / "DQ-060" / "violates.ttl"), today=TODAY)
    assert [r.rule.id for r in report.results].count("DQ-060") == 1


def test_several_breaches_of_one_rule_by_one_value_are_told_once() -> None:
    report = check(':abdeckung-C1 a soz:Coverage ; soz:minAge "ab 14" .')
    assert [r.rule.id for r in report.results].count("DQ-034") == 1


def test_the_shelter_fires_every_alarm() -> None:
    found = {r.rule.id for r in check(SHELTER).results}
    assert {"DQ-042", "DQ-044", "DQ-046", "DQ-048"} <= found
    guarded = check(SHELTER.replace("offenlegung-intern", "offenlegung-geschuetzt"))
    assert {"DQ-041", "DQ-044", "DQ-045", "DQ-046"} <= {r.rule.id for r in guarded.results}
    assert guarded.rejects_file


@pytest.mark.parametrize("level", ["intern", "geschuetzt", "oeffentlich"])
def test_no_word_about_a_shelter_gives_its_place_away(level: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    report = check(SHELTER.replace("offenlegung-intern", f"offenlegung-{level}"))
    others = {r.rule.id for r in report.results if not r.rule.silent}
    assert {"DQ-015", "DQ-028", "DQ-034"} <= others, "rules that would repeat values are among the results"
    told = [explain(r, lang).text() for r in report.results for lang in ("de", "en")]
    findings = [str(finding) for finding in report.findings(lambda *_: None)]
    results = [json.dumps([r.message, r.record, r.found, str(r.value)]) for r in report.results]
    for canary in CANARIES:
        assert not [text for text in [*told, *findings, *results] if canary in text], canary
        assert canary not in caplog.text


def test_an_address_in_a_record_near_the_shelter_is_located() -> None:
    report = validate(Graph().parse(FOLDER / "DQ-044" / "violates.ttl"), today=TODAY)
    near = {
        str(r.focus)[-2:]: [str(o)[-2:] for o in r.related] for r in report.results if r.rule.id == "DQ-044"
    }
    assert near == {
        "A1": [], "A2": ["C2"], "A3": ["F3"], "A4": [],
        "A5": ["B5"], "A6": ["B6"], "A7": ["T7"],
    }  # fmt: skip


def test_silence_keeps_what_is_needed_to_mend() -> None:
    (result,) = [r for r in check(SHELTER).results if r.rule.id == "DQ-042"]
    explanation = explain(result)
    assert explanation.record == "Angebot A1"
    assert explanation.found == ""
    assert result.rule.effect is Effect.REJECT_FILE
    assert "geschützt" in explanation.remedy

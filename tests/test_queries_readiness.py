"""Before asking: what a question needs and how full it is. After an empty answer: which choice emptied it."""

from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.iris import Audience
from ontology.terms import SOZ
from queries import Catalogue, MemoryTown, ask
from queries.loosening import Loosened, loosenings
from queries.readiness import Ready, readiness
from queries.reading import Reading
from queries.record_evidence import record_evidence
from queries.settings import Thresholds
from queries.verdict import Claim

DATA = Path(__file__).parent / "data" / "queries"
AGS, TODAY = "99999001", date(2026, 11, 24)


@pytest.fixture(scope="module")
def town() -> MemoryTown:
    return MemoryTown.read(DATA / "town", AGS)


def reading(snapshot: MemoryTown) -> Reading:
    return Reading(snapshot, Audience.INTERN, TODAY, Thresholds.load())


def test_it_counts_records_and_what_they_say(town):
    found = readiness(reading(town), Catalogue.load().get("A1"))
    assert found.ready is Ready.PARTLY
    assert found.expected is Claim.NONE
    assert {c.cls: c.records for c in found.classes} == {
        SOZ.NeedAssessment: 11, SOZ.Coverage: 13, SOZ.InventoryStatement: 6,
    }  # fmt: skip
    area = next(p for p in found.properties if (p.prop, p.cls) == (SOZ.area, SOZ.Coverage))
    assert (area.filled, area.records) == (12, 13)
    assert "nicht beurteilbar" in found.words.de


def test_it_tells_when_records_were_confirmed(town):
    offers = next(
        c for c in readiness(reading(town), Catalogue.load().get("D1")).classes if c.cls == SOZ.Offer
    )
    assert (offers.records, offers.confirmed) == (14, 10)
    assert (offers.oldest, offers.newest) == (date(2024, 1, 15), date(2026, 10, 1))


def test_a_town_without_records_is_not_ready():
    empty = MemoryTown.of(Graph(), AGS)
    for question in Catalogue.load().questions:
        if question.id == "K3":
            continue  # asks about one record
        found = readiness(reading(empty), question)
        assert found.ready is Ready.NO, question.id
        assert "noch gar nicht erfasst" in found.words.de


def test_what_one_of_several_classes_lacks_is_named(town):
    found = readiness(reading(town), Catalogue.load().get("C2"))
    assert found.ready is Ready.PARTLY
    assert "Noch nichts erfasst ist zu: Vereinbarung." in found.words.de


@pytest.mark.parametrize("question", Catalogue.load().questions, ids=lambda q: q.id)
def test_every_question_can_say_what_it_needs(question, town):
    found = readiness(reading(town), question)
    assert found.classes, "a question names the classes it needs"
    assert len(found.words.de) > 40
    assert found.words.en != found.words.de
    assert all(0 <= p.filled <= p.records for p in found.properties)


def test_an_empty_answer_tells_which_choice_emptied_it(town):
    question = Catalogue.load().get("C6")

    def put(values):
        return ask(town, "C6", values, audience=Audience.INTERN, reference_date=TODAY)

    given = {"norm": "SGB-VIII-28", "pillar": "SA-12L"}
    assert put(given).rows == []
    found = loosenings(question, given, "rows", put)
    assert found[0] == Loosened("norm", len(put({"pillar": "SA-12L"}).rows))
    assert found[1] == Loosened("pillar", len(put({"norm": "SGB-VIII-28"}).rows))
    assert found[0].rows
    assert found[1].rows


def test_the_records_behind_a_row_say_where_they_were_read(town):
    records = [
        s for s in Graph().parse(DATA / "town" / "stand.ttl").subjects() if str(s).endswith("angebot-A1")
    ][:1]
    block = record_evidence(reading(town), records)
    (row,) = block.rows
    assert row["class"] == SOZ.Offer
    assert str(row["file"])
    assert str(row["confirmedOn"]) == "2026-09-01"


def test_a_record_without_a_file_is_not_left_out(town):
    block = record_evidence(reading(town), [SOZ.Offer])
    assert [row["record"] for row in block.rows] == [SOZ.Offer]
    assert record_evidence(reading(town), []).rows == []

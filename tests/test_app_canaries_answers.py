"""Questions, the gap matrix, what is behind and around an answer, what changed, and queries of one's own."""

import logging

import pytest
from canaries import calls
from canaries.needles import leaked_files, leaks
from canaries.planted import DAY
from canaries.sweep import swept
from waiting import done

from app.asked import Asked
from ontology.iris import Audience

WAYS = pytest.mark.parametrize("asked", calls.every_way(DAY), ids=lambda a: f"{a.audience}-{a.lang}")
SLOW_WAYS = pytest.mark.parametrize("audience", Audience)


@WAYS
def test_no_question_and_no_matrix_tells_it(places, planted, asked, caplog):
    caplog.set_level(logging.DEBUG)
    with swept(
        Service="town verify questions decisions overview ask matrix cell",
        GapDesk="matrix",
        StudyDesk="studies answer",
    ) as sweep:
        planted.town()
        planted.verify()
        planted.decisions(asked.lang)
        calls.questions(planted, asked)
        calls.studies(planted, asked)
    assert sweep.withheld > 0, "the sweep must have met the canaries"
    logging.getLogger("fremd").error("Fehler bei %s", "Am Pirolenwinkel 3, 00872")
    assert leaks(caplog.text) == []
    assert leaked_files(places[0] / "protokoll", places[1]) == []


def test_nothing_behind_a_study_tells_it(planted):
    with swept(StudyDesk="studies answer behind"):
        calls.studies(planted, Asked(Audience.INTERN, DAY))


@WAYS
def test_no_query_of_ones_own_tells_it(planted, asked):
    with swept(Service="sparql") as sweep:
        calls.queries(planted, asked)
    assert sweep.withheld > 0


@SLOW_WAYS
def test_nothing_around_an_answer_tells_it(planted, audience):
    with swept(AnswerDesk="readiness behind loosened compared series"):
        calls.around(planted, Asked(audience, DAY))


@SLOW_WAYS
def test_nothing_that_changed_tells_it(planted, audience):
    with swept(
        CockpitDesk="watch since start_since found_since before_last_delivery version_at",
        ChangesDesk="report start_report found_report",
    ) as sweep:
        asked = Asked(audience, DAY)
        calls.since(planted, asked)
        planted.cockpit.found_since(
            done(planted.desk, planted.cockpit.start_since(calls.before(asked), asked).value)
        )
        planted.changes.found_report(
            done(planted.desk, planted.changes.start_report(calls.a_while_before(asked), asked).value)
        )
    assert sweep.withheld > 0

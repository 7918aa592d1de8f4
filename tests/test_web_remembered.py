"""What pages and long work remember is worth nothing any more when more is protected than before."""

import pytest
import streamlit as st  # noqa: TID251 the memory of the pages is Streamlit's
from canaries.needles import leaks
from canaries.planted import DAY, closed, opened
from waiting import done

from app.asked import Asked
from app.errors import RequestError
from app.web import reads
from app.web.profile import reads as profiles
from ontology.iris import Audience

FIRST = Asked(Audience.INTERN, DAY, 1)
EARLIER = Asked(Audience.INTERN, DAY.replace(year=2025), 1)


@pytest.fixture
def town(places, small_town, monkeypatch):
    """A town in which a site is open still, as the pages of this process have it."""
    st.cache_resource.clear()
    monkeypatch.setenv(reads.HOME, str(places[0]))
    yield opened(places[0], small_town)
    st.cache_resource.clear()


def test_a_page_forgets_an_open_address_when_it_is_protected(town, small_town):
    reads.renew(reads.town())
    assert leaks(str(profiles.profile("angebot", "A-9", FIRST).value)), "it is open still and may be shown"
    closed(town, small_town)
    reads.town.clear()  # as whoever takes something in does; in another process it is noticed after some seconds
    newest = reads.town()
    assert newest.version == 2
    reads.renew(newest)
    told = profiles.profile("angebot", "A-9", FIRST)
    assert told.withheld.protected
    assert leaks(str(told.value)) == []


def test_a_page_remembers_while_nothing_is_new(town):
    reads.renew(reads.town())
    before = profiles.profile("angebot", "A-9", FIRST)
    reads.town.clear()
    reads.renew(reads.town())
    assert profiles.profile("angebot", "A-9", FIRST) is before


def test_long_work_is_not_told_under_a_newer_version(town, small_town):
    since, changes = (
        town.cockpit.start_since(EARLIER, FIRST).value,
        town.changes.start_report(EARLIER, FIRST).value,
    )
    for job, found in ((since, town.cockpit.found_since), (changes, town.changes.found_report)):
        done(town.desk, job)
        assert found(job.key).value
    closed(town, small_town)
    for job, found in ((since, town.cockpit.found_since), (changes, town.changes.found_report)):
        with pytest.raises(RequestError, match="erneut"):
            found(job.key)
    assert town.cockpit.start_since(EARLIER, FIRST).value.key != since.key
